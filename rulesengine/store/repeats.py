"""Rows without ids that say again what is recorded, otherwise only in status or with an id.

Such a row is a record of its own, and the recorded one goes on counting. Looks and tells; changes
nothing.
"""

import sqlite3
from collections.abc import Mapping

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.text import text

_MOST_LISTED = 20
# An approved record of an earlier run that a row of this one equals in all but status and id.
_ALIKE = """
SELECT new.file_row, old.ref, old.day, old.household, old.person, old.item, old.content,
    old.occurrence
FROM record new
JOIN record old ON old.day = new.day AND old.item = new.item AND old.household = new.household
    AND old.person = new.person AND old.village = new.village
    AND old.quantity_hundredths IS new.quantity_hundredths
    AND old.judged_hundredths IS new.judged_hundredths
    AND old.event = new.event AND old.facts = new.facts
WHERE new.import_id = :run AND old.import_id <> :run AND old.status = 'approved'
    AND (new.status <> 'approved' OR old.occurrence IS NULL)
ORDER BY new.id, old.id
"""


def go_on_counting(
    connection: sqlite3.Connection, run: int, file: str, in_file: Mapping[bytes, int]
) -> Diagnostic | None:
    """R427 for records that count beside new rows of `run` which may have been meant for them.

    `in_file`: how often each content stands in the file; a record that stands there is meant.
    """
    found: dict[int | str, tuple[int, int | str, str, str, str]] = {}
    for row, ref, day, household, person, item, content, occurrence in connection.execute(
        _ALIKE, {"run": run}
    ):
        if occurrence is None or occurrence >= in_file.get(content, 0):
            found.setdefault(ref, (row or 0, ref, day, person or household, item))
    if not found:
        return None
    listed = list(found.values())[:_MOST_LISTED]
    rows = list(dict.fromkeys(row for row, *_ in listed))
    return Diagnostic(
        Code.STILL_COUNTING,
        text(
            "rows without ids were added, and {count} records that say the same but for status "
            "or id go on counting",
            count=len(found),
        ),
        Cell(file, rows[0]),
        tuple(Cell(file, row) for row in rows[1:]),
        notes=tuple(
            text(
                "row {row}: record {id} ({day}, {who}, {item}) goes on counting",
                row=row,
                id=ref,
                day=day,
                who=who,
                item=item,
            )
            for row, ref, day, who, item in listed
        ),
        help=text(
            "is it a correction? write the record's id into an id column of a file with that row "
            "alone, and import it with --replace"
        ),
    )
