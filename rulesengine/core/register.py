"""The register: households and their members, with the days they came and went and dated facts.

Built once from rows (`build`), then only asked. Knows nothing of files or policies.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.facts import FactValues
from rulesengine.core.record import Record
from rulesengine.core.text import text


@attrs.frozen
class HouseholdRow:
    """A row of the households file. `joined` and `left` are days inside the membership."""

    household: str
    village: str = ""
    joined: date | None = None
    left: date | None = None
    since: date | None = None
    facts: FactValues = attrs.field(factory=dict)
    origin: Cell | None = attrs.field(default=None, eq=False)


@attrs.frozen
class PersonRow:
    """A row of the people file."""

    person: str
    household: str
    village: str = ""
    joined: date | None = None
    left: date | None = None
    since: date | None = None
    facts: FactValues = attrs.field(factory=dict)
    origin: Cell | None = attrs.field(default=None, eq=False)


Row = TypeVar("Row", HouseholdRow, PersonRow)
_MOST_PAIRS_SHOWN = 10  # of a name that stands many times in a file; one is refused as well


@attrs.frozen
class Stay:
    """Days inside which somebody is a member, both ends included; None is open."""

    household: str
    joined: date | None = None
    left: date | None = None

    def holds(self, day: date) -> bool:
        joined = self.joined is None or self.joined <= day
        return joined and (self.left is None or day <= self.left)


@attrs.frozen
class History:
    """Facts over time: what each change gave, by its first day (None: from the beginning).

    A value holds until a later change gives another; a change that leaves a fact empty keeps it.
    """

    changes: tuple[tuple[date | None, FactValues], ...] = ()

    def at(self, day: date) -> FactValues:
        """The facts as known on a day."""
        known: FactValues = {}
        for since, facts in self.changes:
            if since is not None and since > day:
                break
            known = {**known, **facts} if known else facts
        return known

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something changes."""
        return tuple(since for since, _ in self.changes if since is not None)


@attrs.frozen
class Member:
    """A household or a person of a village: when it belongs to the register, and its facts.

    A household has one stay, in itself; a person one for each household it lived in.
    """

    village: str
    name: str
    stays: tuple[Stay, ...]
    history: History = History()

    def stay_on(self, day: date) -> Stay | None:
        """Where it is that day, or None if it is not in the register that day."""
        return next((stay for stay in self.stays if stay.holds(day)), None)

    @property
    def joined(self) -> date | None:
        """The first day in the register; None from the beginning."""
        days = [stay.joined for stay in self.stays]
        return None if None in days else min(day for day in days if day is not None)


@attrs.frozen
class Register:
    """Households and people by (village, name).

    `households_given` and `people_given` say whether somebody wrote them down: then a name that is
    not there is a mistake. Otherwise every name that a record carries is in the register.
    """

    households: Mapping[tuple[str, str], Member] = attrs.field(factory=dict)
    people: Mapping[tuple[str, str], Member] = attrs.field(factory=dict)
    households_given: bool = False
    people_given: bool = False

    def villages_of(self, household: str) -> tuple[str, ...]:
        """The villages that have a household of this name."""
        return self._villages_by_household.get(household, ())

    def villages_of_person(self, person: str) -> tuple[str, ...]:
        """The villages that have a person of this name."""
        return self._villages_by_person.get(person, ())

    _villages_by_household: Mapping[str, tuple[str, ...]] = attrs.field(
        init=False, eq=False, repr=False
    )
    _villages_by_person: Mapping[str, tuple[str, ...]] = attrs.field(
        init=False, eq=False, repr=False
    )

    @_villages_by_household.default
    def _index_households(self) -> Mapping[str, tuple[str, ...]]:
        return _villages_by_name(self.households)

    @_villages_by_person.default
    def _index_people(self) -> Mapping[str, tuple[str, ...]]:
        return _villages_by_name(self.people)


def _villages_by_name(members: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    villages: dict[str, tuple[str, ...]] = {}
    for village, name in members:
        villages[name] = (*villages.get(name, ()), village)
    return villages


def build(
    households: Sequence[HouseholdRow] | None, people: Sequence[PersonRow] | None
) -> Outcome[Register]:
    """The register that rows make; None for a file that was not given.

    Rows of one name with different `since` are its facts over time; a person's rows with different
    households are its stays. One name twice otherwise is refused, with both rows.
    """
    found: list[Diagnostic] = []
    by_household: dict[tuple[str, str], list[HouseholdRow]] = {}
    for row in households or ():
        by_household.setdefault((row.village, row.household), []).append(row)
    by_person: dict[tuple[str, str], list[PersonRow]] = {}
    villages = _villages_by_name(by_household)
    for person in people or ():
        village = person.village or only(villages.get(person.household, ()))
        by_person.setdefault((village, person.person), []).append(person)

    members = {key: _household(rows, found) for key, rows in by_household.items()}
    persons = {key: _person(key[0], rows, found) for key, rows in by_person.items()}
    if found:
        return Outcome(None, tuple(found))
    return Outcome(
        Register(
            members,
            persons,
            households_given=households is not None,
            people_given=people is not None,
        )
    )


def _household(rows: list[HouseholdRow], found: list[Diagnostic]) -> Member:
    first = rows[0]
    for earlier, later in _same_since(rows):
        found.append(_twice(earlier, later, later.household))
    rows = sorted(rows, key=lambda row: row.since or date.min)
    joined, left = _first_given(row.joined for row in rows), _first_given(row.left for row in rows)
    stay = Stay(first.household, joined, left)
    return Member(first.village, first.household, (stay,), _history(rows))


def _person(village: str, rows: list[PersonRow], found: list[Diagnostic]) -> Member:
    for earlier, later in _same_since(rows):
        if earlier.household == later.household or _overlap(earlier, later):
            found.append(_twice(earlier, later, later.person))
    rows = sorted(rows, key=_begins)
    stays: list[Stay] = []
    for row in rows:
        if stays and stays[-1].household == row.household:
            known = stays.pop()
            stays.append(Stay(row.household, known.joined or row.joined, known.left or row.left))
            continue
        if stays and stays[-1].left is None and _begins(row) > date.min:  # moved from there
            stays.append(attrs.evolve(stays.pop(), left=_begins(row) - timedelta(days=1)))
        begins = (row.joined or row.since) if stays else row.joined
        stays.append(Stay(row.household, begins, row.left))
    return Member(village, rows[0].person, tuple(stays), _history(rows))


def _begins(row: PersonRow) -> date:
    return row.joined or row.since or date.min


def _overlap(one: PersonRow, other: PersonRow) -> bool:
    begins = max(one.joined or date.min, other.joined or date.min)
    ends = min(one.left or date.max, other.left or date.max)
    return begins <= ends


def _same_since(rows: Sequence[Row]) -> Iterable[tuple[Row, Row]]:
    by_day: dict[date | None, list[Row]] = {}
    for later in rows:
        alike = by_day.setdefault(later.since, [])
        yield from ((earlier, later) for earlier in alike)
        if len(alike) < _MOST_PAIRS_SHOWN:
            alike.append(later)


def _history(rows: Sequence[Row]) -> History:
    ordered = sorted(rows, key=lambda row: row.since or date.min)
    return History(tuple((row.since, row.facts) for row in ordered))


def _first_given(days: Iterable[date | None]) -> date | None:
    return next((day for day in days if day is not None), None)


def _twice(
    earlier: HouseholdRow | PersonRow, later: HouseholdRow | PersonRow, name: str
) -> Diagnostic:
    return Diagnostic(
        Code.REGISTERED_TWICE,
        text("{name} stands in the register twice in one village", name=name),
        later.origin,
        secondary=(earlier.origin,) if earlier.origin is not None else (),
        help=text(
            "give the two different names, or give the later row a day from which it holds (since)"
        ),
    )


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


def only(villages: tuple[str, ...]) -> str:
    """The one village of these, or empty where there is none or more than one."""
    return villages[0] if len(villages) == 1 else ""


def _unwritten(village: str, household: str) -> Member:
    return Member(village, household, (Stay(household),))
