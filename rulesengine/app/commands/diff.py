"""`diff`: what changed from one policy to another in words, or many policies in one table."""

from collections.abc import Sequence

from rulesengine.app.csv_text import lines
from rulesengine.app.edit_words import edit_words
from rulesengine.app.exact_json import JsonValue, dump
from rulesengine.app.files import load_policy
from rulesengine.app.messages import render
from rulesengine.app.settings_table import Row, heading, settings_table
from rulesengine.app.tables import Column, table
from rulesengine.app.terminal import Terminal
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.text import text
from rulesengine.language.checked import Policy
from rulesengine.study.differences import Differences, compare


def run(
    terminal: Terminal, paths: Sequence[str], form: str, *, as_table: bool, everything: bool
) -> int:
    """Compare policies, show what differs, and give the exit status."""
    policies: list[Policy] = []
    found: list[Diagnostic] = []
    for path in paths:
        loaded = load_policy(path)
        if loaded.value is None:
            found += (one for one in loaded.diagnostics if one.is_error and one not in found)
            continue
        terminal.follow(loaded.value.language)
        policies.append(loaded.value)
    if found or len(policies) < len(paths):
        terminal.complain(found)
        return 1
    if as_table or form == "csv" or len(policies) > 2:
        _table(terminal, _extended_first(policies), form, everything=everything)
        return 0
    _edits(terminal, compare(*policies), form)
    return 0


# --- two policies --------------------------------------------------------------------------------


def _edits(terminal: Terminal, differences: Differences, form: str) -> None:
    said = [
        render(edit_words(edit, differences.source), terminal.language)
        for edit in differences.edits
    ]
    baseline, against = differences.baseline, differences.against
    if form == "json":
        page: JsonValue = {
            "baseline": _named(baseline),
            "against": _named(against),
            "edits": [
                {"edit": line, "settings": ["/".join(one.path) for one in edit.changes]}
                for line, edit in zip(said, differences.edits, strict=True)
            ],
        }
        terminal.write(dump(page) + "\n")
        return
    if _extends(against, baseline):
        terminal.say(
            text("{policy} in place of {other}:", policy=against.name, other=baseline.name)
        )
    else:
        terminal.say(text("from {other} to {policy}:", policy=against.name, other=baseline.name))
    for line in said:
        terminal.write(f"  {line}\n")
    if not said:
        terminal.say(text("  nothing differs"))


def _extends(lower: Policy, upper: Policy) -> bool:
    """Whether a policy extends another, by its text."""
    return upper.source.own.text in {one.text for one in lower.source.extended}


def _named(policy: Policy) -> JsonValue:
    return {"name": policy.name, "sha256": policy.sha256}


# --- many policies -------------------------------------------------------------------------------


def _extended_first(policies: Sequence[Policy]) -> Sequence[Policy]:
    """The policies with one in front that others extend: what the others differ from."""
    extended = [one for one in policies if any(_extends(other, one) for other in policies)]
    return sorted(policies, key=lambda one: one is not extended[0]) if extended else policies


def _table(terminal: Terminal, policies: Sequence[Policy], form: str, *, everything: bool) -> None:
    names = [policy.name for policy in policies]
    rows = settings_table(policies, terminal.language, everything=everything)
    if form == "json":
        page: JsonValue = {
            "policies": [_named(policy) for policy in policies],
            "rows": [_row(row) for row in rows],
        }
        terminal.write(dump(page) + "\n")
    elif form == "csv":
        shown = ((row.title, *row.cells) for row in rows)
        terminal.write("".join(lines([heading(terminal.language), *names], shown)))
    else:
        columns = [Column(name, number=False) for name in (heading(terminal.language), *names)]
        terminal.write(table(columns, [(row.title, *row.marked) for row in rows]))
        terminal.say(text("* differs from {policy}", policy=names[0]))


def _row(row: Row) -> JsonValue:
    return {"setting": row.title, "values": row.cells, "differs": row.differs}
