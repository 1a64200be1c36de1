"""To which account does a record belong? By the register alone; no policy rule is asked."""

import difflib
from collections.abc import Mapping
from functools import lru_cache

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.facts import Subject
from rulesengine.core.posting import Account
from rulesengine.core.record import Record
from rulesengine.core.register import Member, Register, only
from rulesengine.core.text import Text, text

_MOST_NAMES_TO_COMPARE = 2000  # one misspelt name costs a comparison with each


@attrs.frozen
class Placed:
    """Where a record belongs: its account, its household and, where one is named, its person.

    `household` and `person` are the members in the register; None where the record names none (or
    where nobody wrote a register down and there is nothing to know).
    """

    account: Account
    household: Member | None
    person: Member | None


def place(register: Register, record: Record, account: Subject) -> Placed | Diagnostic:
    """Find a record's account, or say why it has none.

    A record without a village takes its household's (or its person's); one with only a person goes
    to the household that holds the person that day; the two must belong together.
    """
    village = village_of(register, record)
    if isinstance(village, Diagnostic):
        return village
    person = register.people.get((village, record.person)) if record.person else None
    if record.person and person is None and register.people_given:
        at = record.cell("person", record.person)
        return _unknown(at, record.person, village, register.people)
    household_name = record.household
    if person is not None:
        homes = tuple(stay.household for stay in person.stays if stay.holds(record.day))
        if household_name and not _belong_together(register, record, person, homes):
            return _not_together(record, homes)
        if not household_name and len(homes) > 1:
            return _several_homes(record, homes)
        if not household_name and not homes and account is Subject.HOUSEHOLD:
            return _nowhere(record)
        household_name = household_name or next(iter(homes), "")
    household = register.households.get((village, household_name)) if household_name else None
    if household_name and household is None:
        at = record.cell("household", record.household)
        return _unknown(at, household_name, village, register.households)

    if account is Subject.PERSON:
        if person is None:
            return _names_nobody(
                record.cell("person"),
                text("this policy keeps an account for each person"),
                text("fill in the person"),
            )
        return Placed(Account(village, person.name), household, person)
    if household is None:
        return _names_nobody(
            record.cell("household"),
            text("this policy keeps an account for each household"),
            text("fill in the household"),
        )
    return Placed(Account(village, household.name), household, person)


def village_of(register: Register, record: Record) -> str | Diagnostic:
    """The record's village: its own, else its household's or its person's; empty if none says."""
    if record.village:
        return record.village
    if record.household:
        villages = register.villages_of(record.household)
        name = record.household
    else:
        villages = register.villages_of_person(record.person)
        name = record.person
    if len(villages) > 1:
        return Diagnostic(
            Code.UNKNOWN_ACCOUNT,
            text("{name} lives in more than one village: {villages}", name=name, villages=villages),
            record.cell("village"),
            help=text("say which village the record belongs to"),
        )
    return only(villages)


def _belong_together(
    register: Register, record: Record, person: Member, homes: tuple[str, ...]
) -> bool:
    """Whether a record's person lives in its household that day.

    Where the whole household is not in the register that day, its people are nowhere with it: then
    nothing is wrong with the names.
    """
    if homes or all(stay.household != record.household for stay in person.stays):
        return record.household in homes
    household = register.households.get((person.village, record.household))
    return household is None or household.stay_on(record.day) is None


def _unknown(
    at: Cell | None, name: str, village: str, members: Mapping[tuple[str, str], Member]
) -> Diagnostic:
    near = _nearest(name, tuple(other for home, other in members if not village or home == village))
    return Diagnostic(
        Code.UNKNOWN_ACCOUNT,
        text("{name} is not in the register", name=name),
        at,
        help=text("did you mean {name}?", name=near)
        if near
        else text("add it to the register, or correct the name"),
    )


@lru_cache(maxsize=4096)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """The known name that looks most like it, or empty; a large register is not searched."""
    if len(known) > _MOST_NAMES_TO_COMPARE:
        return ""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.5)), "")


def _several_homes(record: Record, homes: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        Code.NOT_TOGETHER,
        text(
            "{person} stands with more than one household: {households}",
            person=record.person,
            households=homes,
        ),
        record.cell("household"),
        help=text("say which household the record belongs to"),
    )


def _not_together(record: Record, homes: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        Code.NOT_TOGETHER,
        text(
            "{person} does not belong to {household} on {day}",
            person=record.person,
            household=record.household,
            day=record.day.isoformat(),
        ),
        record.cell("household", record.household),
        notes=(_lives(record.person, homes),),
        help=text("correct the household or the person"),
    )


def _nowhere(record: Record) -> Diagnostic:
    return Diagnostic(
        Code.NOT_TOGETHER,
        text(
            "{person} is in no household of the register on {day}",
            person=record.person,
            day=record.day.isoformat(),
        ),
        record.cell("person", record.person),
        help=text("correct the person or the date, or complete the register"),
    )


def _lives(person: str, homes: tuple[str, ...]) -> Text:
    if not homes:
        return text("that day {person} is in no household of the register", person=person)
    return text("that day {person} belongs to {household}", person=person, household=homes[0])


def _names_nobody(at: Cell | None, why: Text, way_out: Text) -> Diagnostic:
    return Diagnostic(
        Code.UNKNOWN_ACCOUNT,
        text("the record names nobody to whom the points could go"),
        at,
        notes=(why,),
        help=way_out,
    )
