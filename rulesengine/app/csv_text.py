"""CSV text that spreadsheets open without running anything in it. Writes no file."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence


def lines(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The rows of a CSV file as text, one by one, each ended with a line feed."""
    yield _line(heading)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str]) -> str:
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerow(cells)
    return page.getvalue()
