"""CSV text that a spreadsheet opens without running anything in it. Writes no file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.guard import guard
from rulesengine.core.quantity import Hundredths, show_hundredths

MARK = "\ufeff"  # in front of a file that people open: spreadsheets see by it that this is UTF-8
_QUOTED_FOR = "\r\n"  # as line end it makes the writer quote cells with either of the two


@attrs.frozen
class Amount:
    """A number of hundredths, written as the shortest decimal and never guarded."""

    hundredths: Hundredths


Written: TypeAlias = str | int | date | Amount | None


def lines(heading: Sequence[str], rows: Iterable[Sequence[Written]]) -> Iterator[str]:
    """The rows of a CSV file as text, one by one, each ended with a line feed."""
    yield _line(heading)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Written]) -> str:
    page = io.StringIO(newline="")
    csv.writer(page, lineterminator=_QUOTED_FOR).writerow([_cell(value) for value in cells])
    return page.getvalue().removesuffix(_QUOTED_FOR) + "\n"


def _cell(value: Written) -> str:
    match value:
        case None:
            return ""
        case str():
            return guard(value)
        case Amount(hundredths=hundredths):
            return show_hundredths(hundredths)
        case date():
            return value.isoformat()
        case int():
            return str(value)
