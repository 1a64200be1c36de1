"""A case's records, households and people from its small CSV sections.

Much less than `intake`, on purpose: cases are about what a policy means, not about files.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from rulesengine.core.calendar import read_date
from rulesengine.core.facts import Fact, FactValue, Subject
from rulesengine.core.quantity import read_hundredths
from rulesengine.core.record import Record, Status
from rulesengine.core.register import HouseholdRow, PersonRow, Register, build


def rows_of(section: str) -> Iterator[Mapping[str, str]]:
    """The rows of a section by heading, without its empty cells."""
    for row in csv.DictReader(section.splitlines()):
        yield {heading: cell for heading, cell in row.items() if cell}


def records(section: str, facts: Iterable[Fact]) -> list[Record]:
    """Records; a row without an id has its place in the section, counted from 1."""
    found = []
    for number, row in enumerate(rows_of(section), start=1):
        written = row.get("id", str(number))
        judgings = _judgings(row.get("points", ""))
        found.append(
            Record(
                int(written) if written.isdecimal() else written,
                _day(row["date"]),
                row["item"],
                row.get("household", ""),
                row.get("person", ""),
                row.get("village", ""),
                _hundredths(row.get("quantity")),
                judgings[0] if len(judgings) == 1 else None,
                row.get("event", ""),
                Status(row.get("status", "approved")),
                _facts(row, facts, Subject.RECORD),
                judgings=judgings if len(judgings) > 1 else (),
            )
        )
    return found


def register(households: str | None, people: str | None, facts: Iterable[Fact]) -> Register:
    """The register that the sections make; None for a section that is not there."""
    known = tuple(facts)
    outcome = build(
        None if households is None else [_household(row, known) for row in rows_of(households)],
        None if people is None else [_person(row, known) for row in rows_of(people)],
    )
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def _household(row: Mapping[str, str], facts: tuple[Fact, ...]) -> HouseholdRow:
    return HouseholdRow(
        row["household"],
        row.get("village", ""),
        _day_or_none(row.get("joined")),
        _day_or_none(row.get("left")),
        _day_or_none(row.get("since")),
        _facts(row, facts, Subject.HOUSEHOLD),
    )


def _person(row: Mapping[str, str], facts: tuple[Fact, ...]) -> PersonRow:
    return PersonRow(
        row["person"],
        row["household"],
        row.get("village", ""),
        _day_or_none(row.get("joined")),
        _day_or_none(row.get("left")),
        _day_or_none(row.get("since")),
        _facts(row, facts, Subject.PERSON),
    )


def _facts(row: Mapping[str, str], facts: Iterable[Fact], subject: Subject) -> dict[str, FactValue]:
    """Values by fact; two versions may declare one fact with different levels."""
    found: dict[str, FactValue] = {}
    for fact in facts:
        if fact.subject is subject and fact.name in row:
            value = fact.read(row[fact.name])
            if value is not None:
                found[fact.name] = value
    asked = {fact.name for fact in facts if fact.subject is subject}
    assert asked & set(row) == set(found), row
    return found


def _day(written: str) -> date:
    day = read_date(written)
    assert day is not None, written
    return day


def _day_or_none(written: str | None) -> date | None:
    return None if written is None else _day(written)


def _judgings(written: str) -> tuple[int, ...]:
    """The points of each who judged, with 、 between them."""
    numbers = [_hundredths(one) for one in written.split("、") if one]
    return tuple(one for one in numbers if one is not None)


def _hundredths(written: str | None) -> int | None:
    if written is None:
        return None
    amount = read_hundredths(written)
    assert amount is not None, written
    return amount
