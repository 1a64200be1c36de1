"""Names that records carry and nobody wrote down: they are in the register from the beginning.

Only where no file of households, or of people, was given. Nothing is known of them.
"""

from collections.abc import Mapping, Sequence

import attrs

from rulesengine.core.record import Record
from rulesengine.core.register import Member, Register, Stay, only


def admitting(register: Register, records: Sequence[Record]) -> Register:
    """The register with every name that records carry and that nobody wrote down.

    Households are added where no households were given, people where no people were given; they
    are there from the beginning, and nothing is known of them. What comes out does not hang on the
    order of the records.
    """
    if not register.households_given:
        register = attrs.evolve(register, households=_with_named_households(register, records))
    if not register.people_given:
        register = attrs.evolve(register, people=_with_named_people(register, records))
    return register


def _with_named_households(
    register: Register, records: Sequence[Record]
) -> Mapping[tuple[str, str], Member]:
    named = {(record.village, record.household) for record in records if record.household}
    named |= {
        (member.village, stay.household)
        for member in register.people.values()
        for stay in member.stays
        if stay.household
    }
    households = dict(register.households)
    for village, name in sorted(named):
        if village:
            households.setdefault((village, name), _unwritten(village, name))
    known = {name for _, name in households}  # one without a village is the one of some village
    for village, name in sorted(named):
        if not village and name not in known:
            households[village, name] = _unwritten(village, name)
    return households


def _with_named_people(
    register: Register, records: Sequence[Record]
) -> Mapping[tuple[str, str], Member]:
    homes: dict[tuple[str, str], set[str]] = {}
    for record in records:
        if record.person:
            village = record.village or only(register.villages_of(record.household))
            homes.setdefault((village, record.person), set()).add(record.household)
    people = dict(register.people)
    known = {name for _, name in people} | {name for village, name in homes if village}
    for (village, name), households in sorted(homes.items()):
        if (village, name) in people or (not village and households == {""} and name in known):
            continue
        stays = tuple(Stay(household) for household in sorted(households - {""}))
        people[village, name] = Member(village, name, stays or (Stay(""),))
    return people


def _unwritten(village: str, household: str) -> Member:
    return Member(village, household, (Stay(household),))
