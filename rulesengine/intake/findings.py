"""What reading a file found: a bounded list of mistakes, the rest counted. Prints nothing."""

from typing import TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.text import Text, text

T = TypeVar("T")

MOST_LISTED = 1000  # mistakes of one file that are listed; the others are counted
MOST_SHOWN = 80  # characters of a cell that a message repeats


@attrs.define
class Findings:
    """The mistakes of one file, in the order in which they were met."""

    file: str
    listed: list[Diagnostic] = attrs.field(factory=list)
    warnings: list[Diagnostic] = attrs.field(factory=list)
    unlisted: int = 0
    harmless: int = 0  # of these, mistakes with which the rows can still be used
    faults: dict[int, Diagnostic] = attrs.field(factory=dict)  # by row, what puts it in error alone

    @property
    def failed(self) -> bool:
        """Whether a mistake was found with which no rows can be given (a warning is none)."""
        return len(self.listed) + self.unlisted > self.harmless

    @property
    def bad_rows(self) -> frozenset[int]:
        """The rows with a mistake, as far as they are listed."""
        places = (diagnostic.primary for diagnostic in self.listed)
        return frozenset(place.row for place in places if isinstance(place, Cell))

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep it, or count it where too many are kept already."""
        if not diagnostic.is_error:
            self.warnings.append(diagnostic)
        elif len(self.listed) < MOST_LISTED:
            self.listed.append(diagnostic)
        else:
            self.unlisted += 1

    def of_record(self, diagnostic: Diagnostic) -> None:
        """Add a mistake of a cell that puts one record in error and leaves the file readable."""
        assert isinstance(diagnostic.primary, Cell), diagnostic
        self.harmless += 1
        self.faults.setdefault(diagnostic.primary.row, diagnostic)
        self.add(diagnostic)

    def at(
        self,
        code: Code,
        message: Text,
        *,
        row: int = 0,
        column: str = "",
        value: str = "",
        secondary: tuple[Cell, ...] = (),
        notes: tuple[Text, ...] = (),
        help: Text | None = None,
    ) -> None:
        """Add a mistake of a cell, a row (no column) or the whole file (row 0)."""
        place = Cell(self.file, row, column, shortened(value))
        self.add(Diagnostic(code, message, place, secondary, notes, help))

    def unreadable(self, why: Text, help: Text | None = None, *, row: int = 0) -> None:
        """Add the reason why the file, or the rest of it from a row on, cannot be read."""
        self.at(Code.UNREADABLE_FILE, why, row=row, help=help)

    def outcome(self, value: T | None) -> Outcome[T]:
        """The value with everything that was found; `value` may be None only if something was."""
        found = (*self.warnings, *self.listed)
        if self.unlisted:
            found = (*found, too_many(self.file, self.unlisted))
        return Outcome(value, found)


def too_many(file: str, count: int) -> Diagnostic:
    """R420: how many more mistakes a file has than are listed; `count` is among its values."""
    return Diagnostic(
        Code.TOO_MANY,
        text("one more mistake in this file is not listed", count=count)
        if count == 1
        else text("{count} more mistakes in this file are not listed", count=count),
        Cell(file, 0),
        help=text("correct those that are listed, then try again"),
    )


def shortened(written: str) -> str:
    """A cell's text as a message may repeat it."""
    return written if len(written) <= MOST_SHOWN else f"{written[:MOST_SHOWN]}…"
