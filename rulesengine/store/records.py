"""Records in and out of the file. Adds, reads, and corrects by id; judges none by a policy.

A file gives an id to every row or to none. A row with an id is known by it; a row without one by
its content and how many equal rows stand before it in its file.
"""

import difflib
import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeAlias

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import RecordId, Status, split_id
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
from rulesengine.store.repeats import go_on_counting

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
_KNOWN = """
SELECT content, occurrence IS NULL, import_id, day, village, household, person, item
FROM record WHERE ref = ?
"""
# Texts come behind all numbers; the ids of further names are among them.
_PARTS = "SELECT ref FROM record WHERE ref >= '' AND ref GLOB '*#[1-9]*' ORDER BY id"
_COUNT_OF_IDS = "SELECT count(*) FROM record WHERE ref IN (?, ?)"
_SOME_IDS = "SELECT ref FROM record ORDER BY id LIMIT 5000"
_HIGHEST = "SELECT max(ref) FROM record WHERE ref < ''"


def add_records(
    connection: sqlite3.Connection,
    rows: Iterable[RawRecord],
    run: ImportRun,
    *,
    replace: bool = False,
) -> Outcome[ImportResult]:
    """Add what is new, in the order of the rows; the caller holds the write transaction.

    Every clash of ids is reported; then the value is None, and the caller undoes what was added.
    With `replace` a row takes the place of the record with its id: one whose id a file has given
    before, or one of the same deed. Records of names that their row no longer has are withdrawn.
    """
    adding = _Adding.of(connection, run, replace=replace)
    for batch in _batches(rows):
        adding.add(batch)
    left_out = adding.settle_left_out()
    if adding.unknown and len(adding.unknown) == adding.read:
        adding.found.append(_nothing_to_correct(connection, adding.unknown[0]))
    if adding.found:
        return Outcome(None, tuple(adding.found))
    result = ImportResult(
        adding.read,
        adding.added,
        adding.replaced,
        left_out,
        tuple(row.id for row in adding.unknown if row.id is not None),
    )
    note_import(connection, adding.number, "records", run, result)
    if not adding.added or not adding.seen:
        return Outcome(result)
    counting = go_on_counting(connection, adding.number, run.file_name, adding.seen)
    return Outcome(result, () if counting is None else (counting,))


@attrs.define
class _Adding:
    """A file while its rows are added, and what was found."""

    connection: sqlite3.Connection
    replace: bool
    number: int  # of the run
    files: Mapping[int, str]
    last: _Stored  # the columns that every row of the run has
    seen: dict[bytes, int] = attrs.field(factory=dict)  # contents of a file without ids, counted
    ids: set[RecordId] = attrs.field(factory=set)
    read: int = 0
    added: int = 0
    replaced: int = 0
    found: list[Diagnostic] = attrs.field(factory=list)
    unknown: list[RawRecord] = attrs.field(factory=list)  # that a correction finds no record for

    @staticmethod
    def of(connection: sqlite3.Connection, run: ImportRun, *, replace: bool) -> "_Adding":
        """The beginning of a run."""
        number = next_import(connection)
        files = {**file_names(connection), number: run.file_name}
        last = (number, utc_text(run.at), storable(run.by))
        return _Adding(connection, replace, number, files, last)

    def add(self, batch: Sequence[RawRecord]) -> None:
        """Add what is new of some rows; correct, or report, what clashes."""
        self.ids.update(row.id for row in batch if row.id is not None)
        given = batch[0].id is not None
        assert all((row.id is not None) is given for row in batch), "ids for every row or for none"
        if self.replace and given:
            self.unknown += [row for row in batch if not _is_recorded(self.connection, row)]
        stored = [_stored(row, None if given else self.seen) + self.last for row in batch]
        try:
            new = self.connection.executemany(
                _INSERT if given else _INSERT_NUMBERED, stored
            ).rowcount
        except OverflowError:
            self.found += _too_large(batch)
            return
        if given and new < len(batch):
            clashes = list(_clashes(self.connection, batch, stored))
            corrected = [one for one in clashes if self.replace and one.may_replace(self.number)]
            correct(self.connection, [one.columns for one in corrected])
            self.replaced += len(corrected)
            self.found += [
                _told(self.connection, self.files, one) for one in clashes if one not in corrected
            ]
        self.read += len(batch)
        self.added += new

    def settle_left_out(self) -> int:
        """Withdraw, or report, the records of names that their row no longer has; how many."""
        left_out = list(_left_out(self.connection, self.files, self.ids))
        if not self.replace:
            self.found += [_fewer_names(one) for one in left_out]
            return 0
        # they stand in no row of this file
        withdrawn = [attrs.evolve(one, status=Status.WITHDRAWN, origin=None) for one in left_out]
        correct(self.connection, [_stored(one, None) + self.last for one in withdrawn])
        return len(withdrawn)


def _is_recorded(connection: sqlite3.Connection, row: RawRecord) -> bool:
    """Whether the record is there, or another one of its row: `7` for `7#2`."""
    assert row.id is not None, row
    whole, _ = split_id(row.id) if isinstance(row.id, str) else (row.id, 1)
    known = connection.execute(_COUNT_OF_IDS, (row.id, whole)).fetchone()
    return bool(known[0])


def _nothing_to_correct(connection: sqlite3.Connection, row: RawRecord) -> Diagnostic:
    """R429, with the recorded id that looks most like the one that is not there."""
    known = [str(ref) for (ref,) in connection.execute(_SOME_IDS)]
    known = [one for one in known if one != str(row.id)]
    near = difflib.get_close_matches(str(row.id), known, n=1, cutoff=0.5)
    return Diagnostic(
        Code.NOTHING_TO_CORRECT,
        text("no record has id {id}, so there is nothing to correct", id=str(row.id)),
        row.origin,
        help=text("is {id} meant? new records come in without --replace", id=near[0])
        if near
        else text("new records come in without --replace"),
    )


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
            judgings=() if judgings == _NO_JUDGINGS else tuple(json.loads(judgings)),
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


def _left_out(
    connection: sqlite3.Connection, files: Mapping[int, str], ids: Collection[RecordId]
) -> Iterator[RawRecord]:
    """Records of a further name (`7#2`) whose row is among `ids` without that name."""
    for (ref,) in connection.execute(_PARTS).fetchall():
        whole, part = split_id(ref)
        if part > 1 and whole in ids and ref not in ids:
            (record,) = _raw(connection.execute(_READ_ONE, (ref,)), files)
            if record.status is not Status.WITHDRAWN:
                yield record


def _fewer_names(record: RawRecord) -> Diagnostic:
    assert isinstance(record.id, str), record
    whole, _ = split_id(record.id)
    return Diagnostic(
        Code.ID_TWICE,
        text(
            "id {id} is recorded for {name} too, and its row no longer names them",
            id=whole,
            name=record.person or record.household,
        ),
        record.origin,
        help=text("is it a correction? import the file again with --replace"),
    )


@attrs.frozen(eq=False)
class _Clash:
    """A row whose id belongs to a record that says something else.

    `given`: a file gave that record its id; `same_deed`: it is of the same day, item and people;
    `import_id`: the run that it came with.
    """

    row: RawRecord
    columns: _Stored
    given: bool
    same_deed: bool
    import_id: int | None

    def may_replace(self, number: int) -> bool:
        """Whether it may take the record's place in run `number`: plainly meant, and once."""
        return (self.given or self.same_deed) and self.import_id != number


def _clashes(
    connection: sqlite3.Connection, batch: Sequence[RawRecord], stored: Sequence[_Stored]
) -> Iterator[_Clash]:
    for row, columns in zip(batch, stored, strict=True):
        content, given, import_id, *deed = connection.execute(_KNOWN, (row.id,)).fetchone()
        if content != columns[2]:
            same = deed == [row.day.isoformat(), row.village, row.household, row.person, row.item]
            yield _Clash(row, columns, bool(given), same, import_id)


def _told(connection: sqlite3.Connection, files: Mapping[int, str], clash: _Clash) -> Diagnostic:
    (recorded,) = _raw(connection.execute(_READ_ONE, (clash.row.id,)), files)
    (highest,) = connection.execute(_HIGHEST).fetchone()
    row = clash.row
    assert row.id is not None, row
    return Diagnostic(
        Code.ID_TWICE,
        text("id {id} is already recorded with something else", id=row.id)
        if clash.given
        else text("id {id} was given to a row of a file that had no ids", id=row.id),
        row.origin,
        secondary=(recorded.origin,) if recorded.origin is not None else (),
        notes=different_records(recorded, row),
        help=text("is it a correction? import the file again with --replace")
        if clash.given or clash.same_deed
        else text(
            "ids up to {highest} are taken: begin with {next}, or put a letter in front of each",
            highest=highest,
            next=highest + 1,
        ),
    )
