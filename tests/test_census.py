"""The table of mechanisms that real rule sheets have: each has its form, case and page, or a reason."""

import re
from pathlib import Path

import attrs
import pytest

from tests.test_docs import DOCS
from tests.test_language_docs import anchors

PROJECT = DOCS.parent
PAGES = (DOCS / "census.md", DOCS / "census.zh.md")
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
MECHANISMS = 109
_CASE = re.compile(r"`([^`]+)`")


@attrs.frozen
class Row:
    """A row; `form` and `case` are a dash where a mechanism is no matter of a policy."""

    number: str
    mechanism: str
    form: str
    case: str
    where: str

    @property
    def is_left_out(self) -> bool:
        return self.form == "–" and self.case == "–"


def rows(page: Path) -> list[Row]:
    """The rows of every table of a page, without those of headings."""
    found = []
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0].isdecimal():
            found.append(Row(*cells))
    return found


@EACH_PAGE
def test_every_mechanism_has_its_row(page: Path) -> None:
    """Numbered from 1 without gaps, every cell filled."""
    found = rows(page)

    assert [str(number) for number in range(1, MECHANISMS + 1)] == [row.number for row in found]
    assert [] == [row.number for row in found if not all(attrs.astuple(row))]


@EACH_PAGE
def test_every_case_is_there(page: Path) -> None:
    """A case of the conformance suite or of the checker, or one test by its file and name."""
    for row in rows(page):
        if row.is_left_out:
            continue
        match = _CASE.fullmatch(row.case)
        assert match is not None, row
        assert _is_there(match[1]), row


def _is_there(case: str) -> bool:
    if "::" in case:
        path, name = case.split("::")
        return f"\ndef {name}(" in (PROJECT / path).read_text(encoding="utf-8")
    folder = "language" if re.match(r"R\d{3}_", case) else "conformance"
    return (PROJECT / "tests" / folder / "cases" / f"{case}.case").is_file()


@EACH_PAGE
def test_every_form_is_explained(page: Path) -> None:
    """A form has a section of the language page; what is left out has a reason in words."""
    for row in rows(page):
        links = re.findall(r"\]\(([^)#]+)#([^)]+)\)", row.where)
        if row.is_left_out:
            assert len(row.where) > len("不写进办法：") and not links, row
            continue
        ((name, anchor),) = links
        assert anchor in anchors(page.parent / name), row


def test_both_pages_say_the_same() -> None:
    """The same rows are left out, or fixed by the same case."""
    english, chinese = map(rows, PAGES)

    assert [row.case for row in english] == [row.case for row in chinese]
