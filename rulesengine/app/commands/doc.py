"""`doc`: the rule sheet of a policy, as Markdown or as a page to print."""

from pathlib import Path

from rulesengine.app.edit_words import edit_words
from rulesengine.app.files import load_policy, overwrites, write_whole
from rulesengine.app.parents import extended_policy
from rulesengine.app.rule_sheet import rule_sheet
from rulesengine.app.rule_sheet_html import sheet_html
from rulesengine.app.rule_sheet_markdown import sheet_markdown
from rulesengine.app.terminal import Terminal
from rulesengine.core.diagnostic import has_errors
from rulesengine.core.text import Text
from rulesengine.language.checked import Policy
from rulesengine.study.differences import compare


def run(terminal: Terminal, path: str, form: str, output: str | None) -> int:
    """Write the sheet of a policy without mistakes; the exit status."""
    loaded = load_policy(path)
    if loaded.value is None:
        terminal.complain(one for one in loaded.diagnostics if one.is_error)
        return 1
    assert not has_errors(loaded.diagnostics)
    policy = loaded.value
    terminal.follow(policy.language)
    file = Path(policy.source.name).name
    sheet = rule_sheet(policy, terminal.language.value, file, _choices(policy))
    write = sheet_html if form == "html" else sheet_markdown
    page = write(sheet, terminal.language)
    if output is None:
        terminal.write_exactly(page)
        return 0
    failed = overwrites(output, [path]) or write_whole(output, [page])
    if failed is not None:
        terminal.complain([failed])
        return 1
    return 0


def _choices(policy: Policy) -> tuple[Text, ...]:
    """What a village set in the policy that it extends, in words."""
    extended = extended_policy(policy)
    if extended is None:
        return ()
    differences = compare(extended, policy)
    return tuple(edit_words(edit, differences.source) for edit in differences.edits)
