"""What is inside a workbook, found out before anything reads its cells. Gives no values.

A sheet with one cell in its farthest corner would take all memory in a reader that makes tables,
and the reader of values shows a formula without a value and an error as empty. So the XML is walked
once: which sheets there are, how far their cells reach, and which cells cannot be read as they are.
"""

import re
import zipfile

import attrs

from rulesengine.core.text import text
from rulesengine.intake.archive import NotAWorkbookError, SheetPart, broken_workbook, local, walk
from rulesengine.intake.cells import Bad
from rulesengine.intake.table import Flaw

MOST_CELLS = 30_000_000  # of the table that a sheet spans
MOST_ROWS = 1_048_576
MOST_FLAWS = 100_000
MOST_MERGED_ROWS = 2_000_000
_MOST_TEXT = 4 << 30  # characters, if every cell held the longest text
_MOST_SHOWN = 40  # characters of an error
_MOST_DIGITS = 7  # of a row
_LETTERS = re.compile("[A-Z]{1,3}")
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")

WITHOUT_VALUE = Bad(
    text("the cell is a formula without a value"),
    text("open the file in a spreadsheet and save it, so that its values are kept"),
)
IN_MERGE = Bad(
    text("the cell is part of merged cells"),
    text("unmerge them and fill in every cell"),
)


@attrs.frozen
class Merge:
    """Merged cells: first and last row and column, from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.define
class Survey:
    """How far the cells of a sheet reach (counts) and which of them cannot be read as they are."""

    rows: int = 0
    columns: int = 0
    texts: int = 0
    flaws: dict[int, dict[int, Flaw]] = attrs.field(factory=dict)
    merges: list[Merge] = attrs.field(factory=list)


def is_filled(archive: zipfile.ZipFile, sheet: SheetPart) -> bool:
    """Whether a sheet has any cell with something in it; reads hardly further than to the first."""
    filled = False

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal filled
        filled = filled or local(tag) in ("v", "is", "f")

    walk(archive, sheet.part, start, enough=lambda: filled)
    return filled


def survey(archive: zipfile.ZipFile, sheet: SheetPart) -> Survey:
    """Walk a sheet once."""
    cells = _SheetWalk()
    walk(archive, sheet.part, cells.start, cells.characters)
    cells.end_cell()
    found = cells.found
    if found.rows * found.columns > MOST_CELLS or found.rows > MOST_ROWS:
        raise NotAWorkbookError(
            text(
                "the cells of sheet {sheet} lie too far apart: {rows} rows and {columns} columns",
                sheet=sheet.name,
                rows=found.rows,
                columns=found.columns,
            ),
            text("copy the rows that count into a new workbook"),
        )
    if longest_text(archive) * found.texts > _MOST_TEXT:
        raise NotAWorkbookError(
            text("the texts of sheet {sheet} are too long", sheet=sheet.name),
            text("take out the columns that are not needed"),
        )
    found.merges = [
        attrs.evolve(merge, bottom=min(merge.bottom, found.rows - 1)) for merge in found.merges
    ]
    if sum(max(merge.bottom - merge.top, 0) for merge in found.merges) > MOST_MERGED_ROWS:
        raise NotAWorkbookError(
            text("sheet {sheet} has too many merged cells", sheet=sheet.name), IN_MERGE.help
        )
    return found


def longest_text(archive: zipfile.ZipFile) -> int:
    """Characters of the longest text that cells share."""
    longest = length = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal longest, length
        if local(tag) == "si":
            longest, length = max(longest, length), 0

    def characters(written: str) -> None:
        nonlocal length
        length += len(written)

    for part in archive.namelist():
        if part.lower().endswith("sharedstrings.xml"):
            walk(archive, part, start, characters)
    return max(longest, length)


@attrs.define
class _SheetWalk:
    """The cell that is being walked, and what was found so far.

    Called for every element, so it does little for a cell that is in order, and next to nothing for
    one in which nothing stands.
    """

    found: Survey = attrs.field(factory=Survey)
    row: int = -1
    column: int = -1
    place: str = ""  # of the cell, as written and not yet looked at
    type: str = ""
    has_formula: bool = False
    value: str | None = None  # of an error or behind a formula
    columns: dict[str, int] = attrs.field(factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            if self.type:
                self.end_cell()
            self.type = attributes.get("t", "n")
            self._note_place(attributes.get("r", ""))
        elif tag in ("v", "is"):
            if self.has_formula or self.type == "e":
                self.value = ""
            self._reach()
        elif tag == "row":
            self.end_cell()
            self._begin_row(attributes.get("r", ""))
        elif tag == "f":
            self.has_formula = True
            self._reach()
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif ":" in tag:
            self.start(local(tag), attributes)

    def characters(self, written: str) -> None:
        """Text between elements: the value, once an element of a value has begun."""
        if self.value is not None:
            self.value += written[:_MOST_SHOWN]

    def end_cell(self) -> None:
        """Judge the cell that ends here."""
        if self.has_formula or self.type == "e":
            self._judge()
        self.has_formula, self.value, self.type = False, None, ""

    def _judge(self) -> None:
        value = (self.value or "").strip()
        if self.type == "e":
            message = text("the cell holds the error {error}", error=value or "#?")
            self._flaw(Flaw(Bad(message, text("correct the formula or the value")), value))
        elif not value and self.type != "str":  # a formula may well give an empty text
            self._flaw(Flaw(WITHOUT_VALUE))

    def _flaw(self, flaw: Flaw) -> None:
        self._reach()
        row = self.found.flaws.setdefault(self.row, {})
        row[self.column] = flaw
        if len(self.found.flaws) > MOST_FLAWS:
            raise NotAWorkbookError(
                text("more than {most} rows hold cells without a value", most=MOST_FLAWS),
                WITHOUT_VALUE.help,
            )

    def _begin_row(self, written: str) -> None:
        self._settle()
        self.row = int(written) - 1 if written.isascii() and written.isdigit() else self.row + 1
        self.column = -1

    def _note_place(self, written: str) -> None:
        """Remember where a cell is; one that does not say so stands beside the one before it."""
        if written:
            self.place = written
        else:
            self._settle()
            self.column += 1

    def _settle(self) -> None:
        """Look at the place of the cell."""
        written, self.place = self.place, ""
        if not written:
            return
        letters = written.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is None:
            if _LETTERS.fullmatch(letters) is None:
                raise broken_workbook()
            column = self.columns[letters] = _column(letters)
        self.column = column
        digits = written[len(letters) :]
        if not 0 < len(digits) <= _MOST_DIGITS:
            raise broken_workbook()
        self.row = int(digits) - 1

    def _reach(self) -> None:
        """Something stands in the cell."""
        if self.place:
            self._settle()
        found = self.found
        if self.row >= found.rows:
            found.rows = self.row + 1
        if self.column >= found.columns:
            found.columns = self.column + 1
        if self.type == "s":
            found.texts += 1

    def _merge(self, written: str) -> None:
        first, _, last = written.partition(":")
        one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last or first)
        if one is not None and other is not None:
            merge = Merge(int(one[2]) - 1, _column(one[1]), int(other[2]) - 1, _column(other[1]))
            self.found.merges.append(merge)


def _column(letters: str) -> int:
    """The place of a column from its letters: A is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
