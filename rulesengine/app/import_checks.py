"""What is wrong, or looks wrong, with records that are about to be taken in. Pure; adds nothing."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

from rulesengine.app import declared
from rulesengine.app.versions import Timelines
from rulesengine.app.words import days_words
from rulesengine.core.admitting import admitting
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.placing import place, village_of
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.core.text import text
from rulesengine.language.checked import Timeline
from rulesengine.reference.changes import days_in_force
from rulesengine.reference.problems import problem

Name: TypeAlias = tuple[str, str]  # village (empty: not said) and household or person

_MOST_PLACES = 20  # rows and names that one warning lists
_MOST_NAMES_TO_COMPARE = 5000  # a larger village has its register


def wrong_records(
    rows: Sequence[RawRecord], register: Register, used: Timelines
) -> Iterator[Diagnostic]:
    """What is wrong with each record under the policy of its village and day, and what is odd."""
    records = declared.records(rows, register, used)
    register = admitting(register, records)
    outside: dict[int, tuple[Timeline, list[Record]]] = {}
    for record in records:
        home = village_of(register, record)
        timeline = used.get(home if isinstance(home, str) else "") or used.get("")
        if timeline is None:
            if isinstance(home, Diagnostic):
                yield home
            continue
        placed = place(register, record, timeline.versions[0].policy.account)
        if isinstance(placed, Diagnostic):
            yield placed
        unsound = problem(timeline, record)
        if unsound is not None:
            yield unsound
        if timeline.policy_on(record.day) is None:
            outside.setdefault(id(timeline), (timeline, []))[1].append(record)
    for timeline, those in outside.values():
        yield _outside(timeline, those)


def _outside(timeline: Timeline, records: Sequence[Record]) -> Diagnostic:
    """R424 for the records of one village's policy that are dated when it does not hold."""
    days = tuple(days_words(first, last) for first, last in days_in_force(timeline))
    places = [
        Cell(one.origin.file, one.origin.row, "", one.day.isoformat())
        for one in records[:_MOST_PLACES]
        if one.origin is not None
    ]
    return Diagnostic(
        Code.OUTSIDE_POLICY_DATES,
        text("one record is dated when the policy does not hold, so it earns nothing")
        if len(records) == 1
        else text(
            "{count} records are dated when the policy does not hold, so they earn nothing",
            count=len(records),
        ),
        places[0] if places else None,
        tuple(places[1:]),
        notes=(text("the policy holds: {days}", days=days),),
        help=text("correct the dates, or adopt a policy that holds on them"),
    )


def names_alike(
    file: str, rows: Iterable[RawRecord], register: Register, known: Collection[Name]
) -> Diagnostic | None:
    """R425 where a name comes for the first time and looks like one that is recorded.

    `known` are the names of the records so far. Only where nobody wrote a register down: with one,
    a name that is not in it is a mistake.
    """
    first: dict[Name, tuple[RawRecord, str]] = {}
    by_village: dict[str, list[str]] = {}
    for village, name in known:
        by_village.setdefault(village, []).append(name)
    seen = set(known)
    for row in rows:
        named = (row.village, _account_name(row, register))
        if not named[1] or named in seen:
            continue
        seen.add(named)
        near = _nearest(named[1], by_village.get(row.village, ()))
        if near:
            first[named] = (row, near)
        if len(first) > _MOST_PLACES:
            break
    if not first:
        return None
    listed = list(first.items())[:_MOST_PLACES]
    return Diagnostic(
        Code.NAME_ALIKE,
        text("names that come for the first time look like names that are recorded"),
        _row_of(file, listed[0][1][0]),
        tuple(_row_of(file, row) for _, (row, _) in listed[1:]),
        notes=tuple(
            text("{name}: is it {known}?", name=name, known=near) for (_, name), (_, near) in listed
        ),
        help=text(
            "a name that is written wrongly has an account of its own: correct it in the file"
        ),
    )


def _account_name(row: RawRecord, register: Register) -> str:
    """The household that is new by being named, else the person; empty where a register says."""
    if row.household:
        return "" if register.households_given else row.household
    return "" if register.people_given else row.person


def _row_of(file: str, row: RawRecord) -> Cell:
    return Cell(file, 0) if row.origin is None else row.origin


def _nearest(name: str, known: Sequence[str]) -> str:
    """A known name that differs by about one character; empty if there is none."""
    if len(known) > _MOST_NAMES_TO_COMPARE:
        return ""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return near[0] if near and abs(len(near[0]) - len(name)) <= 1 else ""
