"""A table as files give it: rows of cell texts. Knows no columns and no policy."""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from rulesengine.intake.cells import Bad

MOST_COLUMNS = 16_384  # as spreadsheets have

# Stands where a cell cannot be read; text of a file never holds it (NUL).
FLAWED = "\0flawed"


@attrs.frozen
class Flaw:
    """Why a cell of a spreadsheet cannot be read as it stands, and what it shows."""

    bad: Bad
    shown: str = ""


NO_FLAWS: Mapping[int, Flaw] = {}


@attrs.frozen
class Row:
    """A row by its number in a spreadsheet (the first is 1) and its cells, not yet made tidy.

    A cell that cannot be read is `FLAWED`; `flaws` says why, by its place in the row (from 0).
    """

    number: int
    cells: list[str]
    flaws: Mapping[int, Flaw] = NO_FLAWS

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not "".join(self.cells).strip()


def without_blank(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows in which something stands."""
    return (row for row in rows if not row.is_blank)
