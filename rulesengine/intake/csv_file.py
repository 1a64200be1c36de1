"""A CSV file as a table. Knows no columns."""

import csv
import io
import re
from collections.abc import Iterator

from rulesengine.core.text import text
from rulesengine.intake.decoding import encoding_of
from rulesengine.intake.findings import Findings
from rulesengine.intake.table import Row

MOST_ROWS = 20_000_000
_MOST_HEADING_CHARACTERS = 1_000_000


def csv_rows(data: bytes, found: Findings) -> Iterator[Row]:
    """The rows of a CSV file, blank ones too; what cannot be read is reported and ends them."""
    encoding = encoding_of(data, found)
    if encoding is None:
        return
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    delimiter = _delimiter(stream)
    stream.seek(0)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(stream, delimiter=delimiter, strict=True), 1):
            if number > MOST_ROWS:
                found.unreadable(
                    text("the file has more than {most} rows", most=MOST_ROWS),
                    text("split it into smaller files"),
                    row=number,
                )
                return
            yield Row(number, cells)
    except csv.Error:
        found.unreadable(
            text("from row {row} on the file cannot be cut into cells", row=number + 1),
            text('a quotation mark (") is missing; one that belongs to a cell is written twice'),
            row=number + 1,
        )


def _delimiter(stream: io.TextIOWrapper) -> str:
    """What the heading line puts between its cells: a comma, or a tab or semicolon without one."""
    line = ""
    while not line.strip():
        line = stream.readline(_MOST_HEADING_CHARACTERS)
        if not line:
            break
    unquoted = re.sub('"[^"]*"', "", line)
    return next((mark for mark in ",\t;" if mark in unquoted), ",")
