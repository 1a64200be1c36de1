"""The way from a file to rows that all kinds of files share. Knows no kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.rawrow import Headings
from rulesengine.core.text import text
from rulesengine.intake.cells import clean
from rulesengine.intake.columns import Column, fact_columns
from rulesengine.intake.files import file_rows
from rulesengine.intake.findings import Findings
from rulesengine.intake.headings import Kind, Layout, lay_out
from rulesengine.intake.table import Row, without_blank

R = TypeVar("R")

# A row that closes a printed sheet: 合计, or 制表人：王会计.
_FOOTER = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计)\s*[:：]?.{0,20}"
    r"|(?:制表|填表|审核|复核|负责|统计|经办|登记|记录|村主任|书记|单位)人?"
    r"(?:签字|签名|盖章|[（(]签[字名章][)）])?\s*[:：].*",
    re.DOTALL,
)
_NO_FACTS: Mapping[str, str] = {}


@attrs.frozen
class Sheet(Generic[R]):
    """The rows of a file in their order.

    `ids_given`: the file gives every row its id; otherwise none has one. Files of households and
    people have no ids. `headings` are its columns as written, by their English names.
    """

    file: str
    rows: tuple[R, ...]
    ids_given: bool = False
    headings: Headings = attrs.field(factory=dict)


@attrs.frozen
class Body:
    """A file whose headings are known, and the rows below them that hold something."""

    layout: Layout
    rows: Iterator[Row]
    facts: tuple[Column[str], ...]

    def facts_at(self, row: Row) -> Headings:
        """The facts of a row as written, by heading; what is empty is left out."""
        if not self.facts:
            return _NO_FACTS
        read = ((column.heading, column.at(row)) for column in self.facts)
        return {heading: written for heading, written in read if written} or _NO_FACTS


def body(
    path: Path, kind: Kind, facts: Sequence[Fact] | None, found: Findings, *, ignore_unknown: bool
) -> Body | None:
    """Open a file and find its columns; None where it cannot be read (reported)."""
    rows = without_blank(file_rows(path, found))
    first = next(rows, None)
    if first is None:
        if not found.failed:
            found.unreadable(text("nothing stands in the file"), text("it needs headings and rows"))
        return None
    layout = lay_out(first, kind, facts, found, ignore_unknown=ignore_unknown)
    if layout is None:
        return None
    tidy = _fitted(rows, layout, found, ignore_unheaded=ignore_unknown)
    return Body(
        layout, tidy, fact_columns(layout, found, of_records=kind.subject is Subject.RECORD)
    )


def place(row: Row, found: Findings) -> Cell:
    """The whole row as a place."""
    return Cell(found.file, row.number)


def _fitted(
    rows: Iterator[Row], layout: Layout, found: Findings, *, ignore_unheaded: bool
) -> Iterator[Row]:
    """The rows, each as wide as the headings; one with more than that is reported and left out."""
    width = len(layout.headings)
    unheaded = [index for index, heading in enumerate(layout.headings) if not heading]
    for row in rows:
        if _is_footer(row):
            _report_footer(row, found)
            continue
        cells = row.cells
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
        if len(cells) > width and _report_unheaded(row, range(width, len(cells)), found):
            continue
        if unheaded and not ignore_unheaded and _report_unheaded(row, unheaded, found):
            continue
        yield row


def _is_footer(row: Row) -> bool:
    """Whether the first cell with something in it says that the row is a total or a signature."""
    for index, cell in enumerate(row.cells):
        if not cell.strip():
            continue
        flaw = row.flaws.get(index)
        shown = cell if flaw is None else flaw.shown
        if shown.strip():
            return _FOOTER.fullmatch(clean(shown)) is not None
    return False


def _report_footer(row: Row, found: Findings) -> None:
    found.at(
        Code.BAD_CELL,
        text("the row looks like a total or a signature"),
        row=row.number,
        help=text("take the row out"),
    )


def _report_unheaded(row: Row, places: Sequence[int], found: Findings) -> bool:
    """Say whether something stands in these places, which have no heading."""
    filled = [index for index in places if row.cells[index].strip()]
    if not filled:
        return False
    flaw = row.flaws.get(filled[0])
    found.at(
        Code.BAD_CELL,
        text("something stands in column {number}, which has no heading", number=filled[0] + 1),
        row=row.number,
        value=row.cells[filled[0]].strip() if flaw is None else flaw.shown,
        help=text("give the column a heading, or put a text that holds a comma in quotes"),
    )
    return True
