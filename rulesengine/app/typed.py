"""Rows as written to rows with typed facts, as the policy of their village and day declares them.

What a cell means is `intake.typed`'s to say; here is only which facts a row has. Opens no file.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rulesengine.app.versions import Timelines, facts_of
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.facts import Fact
from rulesengine.core.placing import village_of
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow, Register, only
from rulesengine.intake.typed import typed_households, typed_people, typed_records
from rulesengine.language.checked import Timeline

_Raw = TypeVar("_Raw")
_Row = TypeVar("_Row")


def household_rows(
    raw: Iterable[RawHousehold], used: Timelines, found: list[Diagnostic]
) -> list[HouseholdRow]:
    """The rows of a households file with typed facts; bad cells are added to `found`."""
    return _typed(raw, lambda row: facts_of(_timeline(used, row.village)), typed_households, found)


def person_rows(
    raw: Iterable[RawPerson],
    households: Iterable[HouseholdRow],
    used: Timelines,
    found: list[Diagnostic],
) -> list[PersonRow]:
    """The rows of a people file with typed facts; a row without a village has its household's."""
    villages: dict[str, set[str]] = {}
    for household in households:
        villages.setdefault(household.household, set()).add(household.village)

    def declared(row: RawPerson) -> Sequence[Fact]:
        home = row.village or only(tuple(villages.get(row.household, ())))
        return facts_of(_timeline(used, home))

    return _typed(raw, declared, typed_people, found)


def records(
    raw: Iterable[RawRecord], register: Register, used: Timelines, found: list[Diagnostic]
) -> list[Record]:
    """Records with typed facts, and an id for each: its own, or else its place in the file.

    Rows without ids come from one file, under one policy.
    """

    def declared(row: RawRecord) -> Sequence[Fact]:
        home = row.village
        if not home and len(used) > 1:
            named = Record(0, row.day, row.item, row.household, row.person)
            known = village_of(register, named)
            home = known if isinstance(known, str) else ""
        timeline = _timeline(used, home)
        version = None if timeline is None else timeline.version_on(row.day)
        return facts_of(timeline) if version is None else version.policy.facts

    return _typed(raw, declared, typed_records, found)


def _timeline(used: Timelines, village: str) -> Timeline | None:
    return used.get(village) or used.get("")


def _typed(
    raw: Iterable[_Raw],
    declared: Callable[[_Raw], Sequence[Fact]],
    read: Callable[[Sequence[_Raw], Sequence[Fact]], Outcome[tuple[_Row, ...]]],
    found: list[Diagnostic],
) -> list[_Row]:
    """Read the rows that share their facts together, and give all in their own order."""
    groups: dict[int, tuple[Sequence[Fact], list[int], list[_Raw]]] = {}
    for place, row in enumerate(raw):
        facts = declared(row)
        _, places, rows = groups.setdefault(id(facts), (facts, [], []))
        places.append(place)
        rows.append(row)
    typed: dict[int, _Row] = {}
    for facts, places, rows in groups.values():
        outcome = read(rows, facts)
        found += outcome.diagnostics
        typed.update(zip(places, outcome.value or (), strict=True))
    return [typed[place] for place in range(len(typed))]
