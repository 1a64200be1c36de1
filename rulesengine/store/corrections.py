"""Records that a later file says otherwise: the new columns in their place, the old ones kept.

Whether a row may take the place of a record is for `records` to say. What was corrected can never
be changed afterwards, by no program (triggers refuse it).
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

_AS_JSON = """
SELECT id, json_object(
    'day', day, 'village', village, 'household', household, 'person', person, 'item', item,
    'quantity_hundredths', quantity_hundredths, 'judged_hundredths', judged_hundredths,
    'event', event, 'status', status, 'facts', json(facts), 'judgings', json(judgings),
    'import_id', import_id, 'file_row', file_row
)
FROM record WHERE ref = ?
"""
# The columns come in the order of the INSERT in `records`; id and order of entry stay.
_CHANGE = """
UPDATE record SET
    occurrence = ?2, content = ?3, day = ?4, village = ?5, household = ?6, person = ?7, item = ?8,
    quantity_hundredths = ?9, judged_hundredths = ?10, event = ?11, status = ?12, facts = ?13,
    judgings = ?14, file_row = ?15, import_id = ?16, entered_at = ?17, entered_by = ?18
WHERE ref = ?1
"""
_KEEP = """
INSERT INTO record_change (record_id, old, new, import_id, changed_at) VALUES (?, ?, ?, ?, ?)
"""


def correct(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """Put each row in the place of the record with its id; the caller holds the transaction."""
    for columns in rows:
        ref, import_id, at = columns[0], columns[15], columns[16]
        record, old = connection.execute(_AS_JSON, (ref,)).fetchone()
        connection.execute(_CHANGE, columns)
        _, new = connection.execute(_AS_JSON, (ref,)).fetchone()
        connection.execute(_KEEP, (record, old, new, import_id, at))
