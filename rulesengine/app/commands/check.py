"""`check`: what is wrong with policies, all of it, in one go."""

from collections.abc import Sequence

from rulesengine.app.exact_json import dump
from rulesengine.app.files import load_policy
from rulesengine.app.render import as_json
from rulesengine.app.terminal import Terminal
from rulesengine.core.diagnostic import Cell, Diagnostic, Label, has_errors
from rulesengine.core.text import Text, text


def run(terminal: Terminal, paths: Sequence[str], form: str, *, strict: bool) -> int:
    """Check every policy, show what was found, and give the exit status."""
    found: list[Diagnostic] = []
    told: set[object] = set()  # of a policy that several extend, each mistake once
    for path in dict.fromkeys(paths):
        loaded = load_policy(path)
        if loaded.value is not None:
            terminal.follow(loaded.value.language)
        found += (one for one in loaded.diagnostics if _place(one) not in told)
        told.update(map(_place, loaded.diagnostics))
    if form == "json":
        terminal.write(dump([as_json(one, terminal.language) for one in found]) + "\n")
    else:
        terminal.complain(found)
        terminal.say(_summary(len(dict.fromkeys(paths)), found))
    return 1 if has_errors(found) or (strict and found) else 0


def _place(diagnostic: Diagnostic) -> tuple[object, ...]:
    """What a diagnostic is about, where it stands in a file."""
    said = diagnostic.code, str(diagnostic.message)
    match diagnostic.primary:
        case Label(source=source, span=span):
            return *said, source.name, span
        case Cell(file=file, row=row, column=column):
            return *said, file, row, column
        case None:
            return said


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
