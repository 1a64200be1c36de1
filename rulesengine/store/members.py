"""Households and people in and out of the file: each line of their files, as it was given.

Adds and reads; never changes a line. What it takes in always makes a register (`register.build`).
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.rawrow import RawHousehold, RawPerson
from rulesengine.core.register import HouseholdRow, PersonRow, build
from rulesengine.core.text import text
from rulesengine.store.columns import (
    FactsReader,
    day_text,
    facts_text,
    file_row,
    read_day,
    read_origin,
)
from rulesengine.store.differences import different_members
from rulesengine.store.imports import (
    ImportResult,
    ImportRun,
    file_names,
    next_import,
    note_import,
)

_Row = TypeVar("_Row", RawHousehold, RawPerson)
_Key: TypeAlias = tuple[object, ...]

_ADD_VILLAGE = "INSERT INTO village (name) VALUES (?) ON CONFLICT DO NOTHING"
# A village without a name has no row, so that its id is NULL here.
_ADD_HOUSEHOLD = """
INSERT INTO household (village_id, name) VALUES ((SELECT id FROM village WHERE name = ?), ?)
ON CONFLICT DO NOTHING
"""
_ADD_HOUSEHOLD_LINE = """
INSERT INTO household_history (
    household_id, since_day, joined_day, left_day, facts, import_id, file_row
) VALUES (
    (
        SELECT id FROM household
        WHERE village_id IS (SELECT id FROM village WHERE name = ?) AND name = ?
    ),
    ?, ?, ?, ?, ?, ?
)
"""
_READ_HOUSEHOLDS = """
SELECT h.name, ifnull(v.name, ''), y.joined_day, y.left_day, y.since_day, y.facts, y.import_id,
    y.file_row
FROM household_history y
JOIN household h ON h.id = y.household_id
LEFT JOIN village v ON v.id = h.village_id
ORDER BY y.id
"""
_ADD_PERSON = """
INSERT INTO person (village_id, name) VALUES ((SELECT id FROM village WHERE name = ?), ?)
ON CONFLICT DO NOTHING
"""
_ADD_PERSON_LINE = """
INSERT INTO person_history (
    person_id, household, since_day, joined_day, left_day, facts, import_id, file_row
) VALUES (
    (
        SELECT id FROM person
        WHERE village_id IS (SELECT id FROM village WHERE name = ?) AND name = ?
    ),
    ?, ?, ?, ?, ?, ?, ?
)
"""
_READ_PEOPLE = """
SELECT p.name, y.household, ifnull(v.name, ''), y.joined_day, y.left_day, y.since_day, y.facts,
    y.import_id, y.file_row
FROM person_history y
JOIN person p ON p.id = y.person_id
LEFT JOIN village v ON v.id = p.village_id
ORDER BY y.id
"""


def add_households(
    connection: sqlite3.Connection, rows: Iterable[RawHousehold], run: ImportRun
) -> Outcome[ImportResult]:
    """Add the lines that are new; the caller holds the transaction and undoes it on errors."""
    known = read_households(connection)
    given, new, found = _sift(rows, known, lambda row: (row.village, row.household, row.since))
    found = found or _clashes([*known, *new], read_people(connection))
    if found:
        return Outcome(None, tuple(found))
    number = next_import(connection)
    connection.executemany(_ADD_VILLAGE, _villages(new))
    connection.executemany(_ADD_HOUSEHOLD, [(row.village, row.household) for row in new])
    connection.executemany(
        _ADD_HOUSEHOLD_LINE,
        [(row.village, row.household, *_line(row), number, file_row(row.origin)) for row in new],
    )
    return _noted(connection, number, "households", run, ImportResult(given, len(new)))


def add_people(
    connection: sqlite3.Connection, rows: Iterable[RawPerson], run: ImportRun
) -> Outcome[ImportResult]:
    """Add the lines that are new; the caller holds the transaction and undoes it on errors."""
    known = read_people(connection)
    given, new, found = _sift(
        rows, known, lambda row: (row.village, row.person, row.household, row.since)
    )
    found = found or _clashes(read_households(connection), [*known, *new])
    if found:
        return Outcome(None, tuple(found))
    number = next_import(connection)
    connection.executemany(_ADD_VILLAGE, _villages(new))
    connection.executemany(_ADD_PERSON, [(row.village, row.person) for row in new])
    connection.executemany(
        _ADD_PERSON_LINE,
        [
            (row.village, row.person, row.household, *_line(row), number, file_row(row.origin))
            for row in new
        ],
    )
    return _noted(connection, number, "people", run, ImportResult(given, len(new)))


def read_households(connection: sqlite3.Connection) -> list[RawHousehold]:
    """Every line of every households file, in the order they came."""
    files, facts = file_names(connection), FactsReader()
    return [
        RawHousehold(household, village, *_history(rest, files, facts))
        for household, village, *rest in connection.execute(_READ_HOUSEHOLDS)
    ]


def read_people(connection: sqlite3.Connection) -> list[RawPerson]:
    """Every line of every people file, in the order they came."""
    files, facts = file_names(connection), FactsReader()
    return [
        RawPerson(person, household, village, *_history(rest, files, facts))
        for person, household, village, *rest in connection.execute(_READ_PEOPLE)
    ]


def _history(
    stored: Sequence[Any], files: Mapping[int, str], facts: FactsReader
) -> tuple[Any, ...]:
    joined, left, since, written, import_id, row = stored
    return (
        read_day(joined),
        read_day(left),
        read_day(since),
        facts.read(written),
        read_origin(files, import_id, row),
    )


def _line(row: RawHousehold | RawPerson) -> tuple[str | None, ...]:
    return (
        day_text(row.since),
        day_text(row.joined),
        day_text(row.left),
        facts_text(row.facts),
    )


def _villages(rows: Iterable[RawHousehold | RawPerson]) -> list[tuple[str]]:
    return [(village,) for village in dict.fromkeys(row.village for row in rows) if village]


def _sift(
    rows: Iterable[_Row], known: Iterable[_Row], key: Callable[[_Row], _Key]
) -> tuple[int, list[_Row], list[Diagnostic]]:
    """How many rows there are, those that are new, and those that contradict one already there."""
    recorded = {key(row): row for row in known}
    in_file: dict[_Key, _Row] = {}
    new: list[_Row] = []
    found: list[Diagnostic] = []
    given = 0
    for row in rows:
        given += 1
        place = key(row)
        earlier, before = in_file.get(place), recorded.get(place)
        if earlier is not None:
            found.append(_twice(earlier, row))
        elif before is None:
            new.append(row)
        elif before != row:
            found.append(_otherwise(before, row))
        in_file.setdefault(place, row)
    return given, new, found


def _twice(earlier: RawHousehold | RawPerson, row: RawHousehold | RawPerson) -> Diagnostic:
    return Diagnostic(
        Code.REGISTERED_TWICE,
        text("{name} stands in the file twice", name=_name(row)),
        row.origin,
        secondary=_places(earlier.origin),
        help=text(
            "give the two different names, or give the later row a day from which it holds (since)"
        ),
    )


def _otherwise(recorded: RawHousehold | RawPerson, row: RawHousehold | RawPerson) -> Diagnostic:
    return Diagnostic(
        Code.REGISTERED_TWICE,
        text("{name} is already recorded with something else", name=_name(row)),
        row.origin,
        secondary=_places(recorded.origin),
        notes=different_members(recorded, row),
        help=text("if something has changed, say in the row from which day it holds (since)"),
    )


def _clashes(households: Sequence[RawHousehold], people: Sequence[RawPerson]) -> list[Diagnostic]:
    """What would keep all lines together from making a register."""
    register = build(
        [
            HouseholdRow(
                one.household, one.village, one.joined, one.left, one.since, {}, one.origin
            )
            for one in households
        ],
        [
            PersonRow(
                one.person,
                one.household,
                one.village,
                one.joined,
                one.left,
                one.since,
                {},
                one.origin,
            )
            for one in people
        ],
    )
    return list(register.diagnostics)


def _noted(
    connection: sqlite3.Connection, number: int, kind: str, run: ImportRun, result: ImportResult
) -> Outcome[ImportResult]:
    note_import(connection, number, kind, run, result)
    return Outcome(result)


def _name(row: RawHousehold | RawPerson) -> str:
    return row.household if isinstance(row, RawHousehold) else row.person


def _places(origin: Cell | None) -> tuple[Cell, ...]:
    return () if origin is None else (origin,)
