"""`check`: what is wrong with policies, all of it, in one go."""

from collections.abc import Sequence

from rulesengine.app.exact_json import dump
from rulesengine.app.files import load_policy
from rulesengine.app.render import as_json
from rulesengine.app.terminal import Terminal
from rulesengine.core.diagnostic import Diagnostic, has_errors
from rulesengine.core.text import Text, text


def run(terminal: Terminal, paths: Sequence[str], form: str, *, strict: bool) -> int:
    """Check every policy, show what was found, and give the exit status."""
    found: list[Diagnostic] = []
    for path in dict.fromkeys(paths):
        loaded = load_policy(path)
        if loaded.value is not None:
            terminal.follow(loaded.value.language)
        found += loaded.diagnostics
    if form == "json":
        terminal.write(dump([as_json(one, terminal.language) for one in found]) + "\n")
    else:
        terminal.complain(found)
        terminal.say(_summary(len(dict.fromkeys(paths)), found))
    return 1 if has_errors(found) or (strict and found) else 0


def _summary(policies: int, found: Sequence[Diagnostic]) -> Text:
    errors = sum(one.is_error for one in found)
    if not found:
        return text("policies: {policies}; no mistakes found", policies=policies)
    return text(
        "policies: {policies}; errors: {errors}; warnings: {warnings}",
        policies=policies,
        errors=errors,
        warnings=len(found) - errors,
    )
