"""Every diagnostic of the language by a case: a policy, and what is said about it, in English.

A line is `R102 3:8-3:12 message` (line and column of both ends); under it, further in, the label,
other places, notes, the help and the fix. Sections named like files are the policies beside it; a
place in one of them says so.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Label, Place
from rulesengine.core.source import Source
from rulesengine.language.load import load
from tests.golden import Case, cases
from tests.language.parents import among

FOLDER = Path(__file__).parent / "cases"
CASES = cases(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_diagnostics(case: Case, update_cases: bool) -> None:
    """What is said about the policy of a case is what the case says."""
    source = Source("case.policy", case.sections["policy"])
    found = load(source, find_parent=among(case.sections)).diagnostics
    case.check(update_cases, diagnostics="".join(_shown(one) for one in found))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case_is_about_its_code(case: Case) -> None:
    """A case named after a code gives that code and no other: one message for one mistake."""
    code = str(case).partition("_")[0]
    if code == "none":
        assert case.sections["diagnostics"] == ""
        return
    lines = case.sections["diagnostics"].splitlines()
    assert {code} == {line[:4] for line in lines if not line.startswith(" ")}


def test_every_code_of_the_checker_has_a_case() -> None:
    """No code that the checker can give is without a case."""
    parsers = {"R015"}
    checkers = {code.id for code in Code if "R012" <= code.id < "R400"} - parsers
    checkers |= {code.id for code in Code if "R603" <= code.id < "R609"}
    shown = {str(case).partition("_")[0] for case in CASES}
    assert set() == checkers - shown


def _shown(diagnostic: Diagnostic) -> str:
    return "".join(f"{line}\n" for line in _lines(diagnostic))


def _lines(diagnostic: Diagnostic) -> Iterator[str]:
    yield f"{diagnostic.code.id} {_place(diagnostic.primary)} {diagnostic.message}"
    if isinstance(diagnostic.primary, Label) and diagnostic.primary.text is not None:
        yield f"  here: {diagnostic.primary.text}"
    for place in diagnostic.secondary:
        yield f"  {_place(place)} {place.text if place.text is not None else ''}".rstrip()
    for note in diagnostic.notes:
        yield f"  note: {note}"
    if diagnostic.help is not None:
        yield f"  help: {diagnostic.help}"
    if diagnostic.fix is not None:
        yield f"  fix: {diagnostic.fix.text}"


def _place(place: Place | None) -> str:
    assert place is not None and not isinstance(place, Cell)
    first = place.source.position(place.span.start)
    last = place.source.position(place.span.end)
    if place.source.name != "case.policy":
        return f"{place.source.name} {first[0]}:{first[1]}-{last[0]}:{last[1]}"
    return f"{first[0]}:{first[1]}-{last[0]}:{last[1]}"
