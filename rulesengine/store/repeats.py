"""Rows without ids that say again what is recorded, otherwise only in status or with an id.

Such a row is a record of its own, and the recorded one goes on counting. Looks and tells; changes
nothing.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.text import text

_Said: TypeAlias = tuple[Any, ...]  # the shared columns

_MOST_LISTED = 20
# What two such records share comes first; one walk each, because the join has no index to use.
_NEW = """
SELECT day, item, household, person, village, quantity_hundredths, judged_hundredths, event, facts,
    file_row, status
FROM record WHERE import_id = ? ORDER BY id DESC
"""
_RECORDED = """
SELECT day, item, household, person, village, quantity_hundredths, judged_hundredths, event, facts,
    ref, content, occurrence
FROM record WHERE import_id <> ? AND status = 'approved' ORDER BY id
"""
_SHARED = 9  # columns


def go_on_counting(
    connection: sqlite3.Connection, run: int, file: str, in_file: Mapping[bytes, int]
) -> Diagnostic | None:
    """R427 for records that count beside new rows of `run` which may have been meant for them.

    `in_file`: how often each content stands in the file; a record that stands there is meant.
    """
    found = list(_found(connection, run, in_file))
    if not found:
        return None
    listed = found[:_MOST_LISTED]
    places = [Cell(file, row) for row in dict.fromkeys(row for row, *_ in listed)]
    return Diagnostic(
        Code.STILL_COUNTING,
        text(
            "rows without ids were added, and {count} records that say the same but for status "
            "or id go on counting",
            count=len(found),
        ),
        places[0],
        tuple(places[1:]),
        notes=tuple(
            text(
                "row {row}: record {id} ({day}, {who}, {item}) goes on counting",
                row=row,
                id=ref,
                day=day,
                who=who,
                item=item,
            )
            for row, ref, (day, who, item) in listed
        ),
        help=text(
            "is it a correction? write the record's id into an id column of a file with that row "
            "alone, and import it with --replace"
        ),
    )


def _found(
    connection: sqlite3.Connection, run: int, in_file: Mapping[bytes, int]
) -> Iterator[tuple[int, int | str, tuple[str, str, str]]]:
    """The row, and the id, day, name and item of the record that goes on counting beside it."""
    rows, unapproved = _rows(connection, run)
    for stored in connection.execute(_RECORDED, (run,)):
        said, (ref, content, occurrence) = stored[:_SHARED], stored[_SHARED:]
        row = (rows if occurrence is None else unapproved).get(said)
        if row is None or (occurrence is not None and occurrence < in_file.get(content, 0)):
            continue
        day, item, household, person = said[:4]
        yield row, ref, (day, person or household, item)


def _rows(
    connection: sqlite3.Connection, run: int
) -> tuple[Mapping[_Said, int], Mapping[_Said, int]]:
    """The first row of the run that says something, and the first such that is not approved."""
    rows: dict[_Said, int] = {}
    unapproved: dict[_Said, int] = {}
    for stored in connection.execute(_NEW, (run,)):
        said, (row, status) = stored[:_SHARED], stored[_SHARED:]
        rows[said] = row or 0
        if status != "approved":
            unapproved[said] = row or 0
    return rows, unapproved
