"""Which facts a row has: those that the policy of its village and day declares.

What their cells mean is `intake.typed`'s to say. Opens no file.
"""

from collections.abc import Iterable, Sequence

from rulesengine.app.versions import Timelines, facts_of
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.facts import Fact
from rulesengine.core.placing import village_of
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow, Register, only
from rulesengine.intake.typed import typed_households, typed_people, typed_records
from rulesengine.language.checked import Timeline


def household_rows(
    raw: Iterable[RawHousehold], used: Timelines, found: list[Diagnostic]
) -> Sequence[HouseholdRow]:
    """The rows of a households file with typed facts; bad cells are added to `found`."""
    typed = typed_households(raw, lambda row: facts_of(_timeline(used, row.village)))
    found += typed.diagnostics
    return typed.value or ()


def person_rows(
    raw: Iterable[RawPerson],
    households: Iterable[HouseholdRow],
    used: Timelines,
    found: list[Diagnostic],
) -> Sequence[PersonRow]:
    """The rows of a people file with typed facts; a row without a village has its household's."""
    villages: dict[str, set[str]] = {}
    for household in households:
        villages.setdefault(household.household, set()).add(household.village)

    def declared(row: RawPerson) -> Sequence[Fact]:
        home = row.village or only(tuple(villages.get(row.household, ())))
        return facts_of(_timeline(used, home))

    typed = typed_people(raw, declared)
    found += typed.diagnostics
    return typed.value or ()


def records(raw: Iterable[RawRecord], register: Register, used: Timelines) -> Sequence[Record]:
    """Records with typed facts, and an id for each: its own, or else its place among the rows."""

    def declared(row: RawRecord) -> Sequence[Fact]:
        home = row.village
        if not home and len(used) > 1:
            named = Record(0, row.day, row.item, row.household, row.person)
            known = village_of(register, named)
            home = known if isinstance(known, str) else ""
        timeline = _timeline(used, home)
        version = None if timeline is None else timeline.version_on(row.day)
        return facts_of(timeline) if version is None else version.policy.facts

    return typed_records(raw, declared)


def _timeline(used: Timelines, village: str) -> Timeline | None:
    return used.get(village) or used.get("")
