"""Records in and out of the file. Adds, reads, and corrects by id; judges none by a policy.

A file gives an id to every row or to none. A row with an id is known by it; a row without one by
its content and how many equal rows stand before it in its file.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import Status
from rulesengine.core.text import text
from rulesengine.store.columns import (
    FactsReader,
    facts_text,
    file_row,
    read_origin,
    storable,
    utc_text,
)
from rulesengine.store.corrections import correct
from rulesengine.store.differences import different_records
from rulesengine.store.imports import (
    ImportResult,
    ImportRun,
    file_names,
    next_import,
    note_import,
)

_BATCH = 2000  # rows written at once, so that memory does not grow with the file
_NO_JUDGINGS = "[]"
_LARGEST = 2**63 - 1  # what a whole number of SQLite holds
_STATUS: Mapping[str, Status] = {status.value: status for status in Status}

_Stored: TypeAlias = tuple[Any, ...]  # a row's columns, in the order of the INSERT

_INSERT = """
INSERT INTO record (
    ref, occurrence, content, day, village, household, person, item, quantity_hundredths,
    judged_hundredths, event, status, facts, judgings, file_row, import_id, entered_at, entered_by
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""
# The next whole number as id; in the order of the column, numbers come before texts.
_INSERT_NUMBERED = """
INSERT INTO record (
    ref, occurrence, content, day, village, household, person, item, quantity_hundredths,
    judged_hundredths, event, status, facts, judgings, file_row, import_id, entered_at, entered_by
) VALUES (
    ifnull(?, 1 + ifnull((SELECT ref FROM record WHERE ref < '' ORDER BY ref DESC LIMIT 1), 0)),
    ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
)
ON CONFLICT DO NOTHING
"""
_READ = """
SELECT ref, day, item, household, person, village, quantity_hundredths, judged_hundredths, event,
    status, facts, judgings, import_id, file_row
FROM record WHERE :village IS NULL OR village IN (:village, '') ORDER BY id
"""
_READ_ONE = """
SELECT ref, day, item, household, person, village, quantity_hundredths, judged_hundredths, event,
    status, facts, judgings, import_id, file_row
FROM record WHERE ref = ?
"""
_NAMES = """
SELECT village, household FROM record WHERE household <> ''
UNION SELECT village, person FROM record WHERE person <> ''
"""
_KNOWN = "SELECT content, occurrence IS NULL, import_id FROM record WHERE ref = ?"


def add_records(
    connection: sqlite3.Connection,
    rows: Iterable[RawRecord],
    run: ImportRun,
    *,
    replace: bool = False,
) -> Outcome[ImportResult]:
    """Add what is new, in the order of the rows; the caller holds the write transaction.

    Every clash of ids is reported; then the value is None, and the caller undoes what was added.
    With `replace` a row whose id a file has given before takes the place of that record.
    """
    number = next_import(connection)
    files = {**file_names(connection), number: run.file_name}
    last = (number, utc_text(run.at), storable(run.by))
    seen: dict[bytes, int] = {}  # how often each content has come, in a file without ids
    read = added = replaced = 0
    found: list[Diagnostic] = []
    for batch in _batches(rows):
        given = batch[0].id is not None
        assert all((row.id is not None) is given for row in batch), "ids for every row or for none"
        stored = [_stored(row, None if given else seen) + last for row in batch]
        try:
            new = connection.executemany(_INSERT if given else _INSERT_NUMBERED, stored).rowcount
        except OverflowError:
            found += _too_large(batch)
            continue
        if given and new < len(batch):
            clashes = list(_clashes(connection, batch, stored))
            corrected = [one for one in clashes if replace and one.may_replace(number)]
            correct(connection, [one.columns for one in corrected])
            replaced += len(corrected)
            found += [_told(connection, files, one) for one in clashes if one not in corrected]
        read += len(batch)
        added += new
    if found:
        return Outcome(None, tuple(found))
    result = ImportResult(read, added, replaced)
    note_import(connection, number, "records", run, result)
    return Outcome(result)


def read_records(connection: sqlite3.Connection, village: str | None) -> list[RawRecord]:
    """All records in the order they were entered; of one village, also those that name none."""
    files = file_names(connection)
    return list(_raw(connection.execute(_READ, {"village": village}), files))


def read_names(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every village with a household or a person that records name, each once."""
    return [(village, name) for village, name in connection.execute(_NAMES)]


def _batches(rows: Iterable[RawRecord]) -> Iterator[list[RawRecord]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _stored(row: RawRecord, seen: dict[bytes, int] | None) -> _Stored:
    """The row's own columns; `seen` counts the rows without ids and is counted on."""
    said = (
        row.day.isoformat(),
        row.village,
        row.household,
        row.person,
        row.item,
        row.quantity,
        row.judged,
        row.event,
        row.status.value,
        facts_text(row.facts),
    )
    judgings = json.dumps(row.judgings)
    # One judge is told as before there were several, so that old rows keep their digests.
    all_said = (*said, judgings) if row.judgings else said
    written = json.dumps(all_said, ensure_ascii=False).encode("utf-8")
    content = hashlib.blake2b(written, digest_size=16).digest()
    occurrence = None
    if seen is not None:
        occurrence = seen.get(content, 0)
        seen[content] = occurrence + 1
    return (row.id, occurrence, content, *said, judgings, file_row(row.origin))


def _raw(found: Iterable[Any], files: Mapping[int, str]) -> Iterator[RawRecord]:
    read_day, read_facts = date.fromisoformat, FactsReader().read
    for (
        ref, day, item, household, person, village, quantity, judged, event, status, facts,
        judgings, import_id, row,
    ) in found:  # fmt: skip
        yield RawRecord(
            ref,
            read_day(day),
            item,
            household,
            person,
            village,
            quantity,
            judged,
            event,
            _STATUS[status],
            read_facts(facts),
            read_origin(files, import_id, row),
            () if judgings == _NO_JUDGINGS else tuple(json.loads(judgings)),
        )


def _too_large(batch: Sequence[RawRecord]) -> Iterator[Diagnostic]:
    """The cells that no whole number of the database can hold, far beyond any that may count."""
    for row in batch:
        for column, value, shown in (
            ("id", row.id, str(row.id)),
            ("quantity", row.quantity, show_hundredths(row.quantity or 0)),
            ("points", row.judged, show_hundredths(row.judged or 0)),
            *(("points", one, show_hundredths(one)) for one in row.judgings),
        ):
            if isinstance(value, int) and abs(value) > _LARGEST:
                yield Diagnostic(
                    Code.BAD_CELL,
                    text("the number {value} is too large to be kept", value=shown),
                    row.origin and attrs.evolve(row.origin, column=column, value=shown),
                    help=text("correct the number"),
                )


@attrs.frozen(eq=False)
class _Clash:
    """A row whose id belongs to a record that says something else.

    `given`: a file gave that record its id; `import_id`: which one.
    """

    row: RawRecord
    columns: _Stored
    given: bool
    import_id: int | None

    def may_replace(self, number: int) -> bool:
        """Whether it may take the record's place in run `number`: an id of a file, and once."""
        return self.given and self.import_id != number


def _clashes(
    connection: sqlite3.Connection, batch: Sequence[RawRecord], stored: Sequence[_Stored]
) -> Iterator[_Clash]:
    for row, columns in zip(batch, stored, strict=True):
        content, given, import_id = connection.execute(_KNOWN, (row.id,)).fetchone()
        if content != columns[2]:
            yield _Clash(row, columns, bool(given), import_id)


def _told(connection: sqlite3.Connection, files: Mapping[int, str], clash: _Clash) -> Diagnostic:
    (recorded,) = _raw(connection.execute(_READ_ONE, (clash.row.id,)), files)
    return _clash(recorded, clash.row, given=clash.given)


def _clash(recorded: RawRecord, row: RawRecord, *, given: bool) -> Diagnostic:
    assert row.id is not None, row
    return Diagnostic(
        Code.ID_TWICE,
        text("id {id} is already recorded with something else", id=row.id)
        if given
        else text("id {id} was given to a row of a file that had no ids", id=row.id),
        row.origin,
        secondary=(recorded.origin,) if recorded.origin is not None else (),
        notes=different_records(recorded, row),
        help=text("is it a correction? import the file again with --replace")
        if given
        else text("give the new row an id that is not taken"),
    )
