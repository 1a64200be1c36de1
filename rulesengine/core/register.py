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

    The `stays` of a household are in itself, one for each time it joined; those of a person in each
    household it lived in. `presence` is what of them lies in the register: a person's as far as the
    household is there too.
    """

    village: str
    name: str
    stays: tuple[Stay, ...]
    history: History = History()
    presence: tuple[Stay, ...] = attrs.field(
        default=attrs.Factory(lambda self: self.stays, takes_self=True)
    )

    def stay_on(self, day: date) -> Stay | None:
        """Where it is that day, or None if it is not in the register that day."""
        return next((stay for stay in self.presence if stay.holds(day)), None)

    @property
    def joined(self) -> date | None:
        """The first day in the register; None from the beginning, `date.max` if there is none."""
        days = [stay.joined for stay in self.presence]
        return None if None in days else min((day for day in days if day), default=date.max)


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

    Rows of one name with different `since` are its facts over time; one that joins after the row
    before has left is another stay, and so is a person's row with another household. One name twice
    otherwise is refused, with both rows.
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
    persons = {
        key: _while_household_is_there(_person(key[0], rows, found), members)
        for key, rows in by_person.items()
    }
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
    return Member(
        first.village, first.household, _stays(first.household, rows, found), _history(rows)
    )


def _person(village: str, rows: list[PersonRow], found: list[Diagnostic]) -> Member:
    for earlier, later in _same_since(rows):
        if earlier.household == later.household or _overlap(earlier, later):
            found.append(_twice(earlier, later, later.person))
    name = rows[0].person
    return Member(village, name, _stays(name, rows, found), _history(rows))


def _stays(name: str, rows: Sequence[Row], found: list[Diagnostic]) -> tuple[Stay, ...]:
    """The stays that the rows of one member make, the first first.

    A row with another household is a move: it ends the stay before on the day before it begins.
    """
    stays: list[Stay] = []
    for row in sorted(rows, key=_begins):
        known = stays[-1] if stays else None
        if known is None:
            stays.append(Stay(row.household, row.joined, row.left))
        elif known.household != row.household:
            begins = row.joined or row.since
            if known.left is None and begins is not None:
                stays[-1] = attrs.evolve(known, left=begins - timedelta(days=1))
            stays.append(Stay(row.household, begins, row.left))
        elif known.left is not None and row.joined is not None and known.left < row.joined:
            stays.append(Stay(row.household, row.joined, row.left))  # came back
        else:
            wrong = _contradiction(name, known, row)
            if wrong is not None:
                found.append(wrong)
            joined, left = known.joined or row.joined, known.left or row.left
            stays[-1] = Stay(row.household, joined, left)
    return tuple(stays)


def _contradiction(name: str, known: Stay, row: HouseholdRow | PersonRow) -> Diagnostic | None:
    """What a further row about a stay says otherwise than the rows before, if anything."""
    joined, left = known.joined or row.joined, known.left or row.left
    if row.joined not in (None, joined):
        message = text(
            "{name} joins on {day} without having left before",
            name=name,
            day=_shown(row.joined),
        )
        help = text("write the day of leaving in the row before, or leave the day of joining empty")
    elif row.left not in (None, left):
        message = text(
            "{name} leaves on {day} in one row and on {other} in another",
            name=name,
            day=_shown(left),
            other=_shown(row.left),
        )
        help = text("correct one of the two dates")
    elif joined is not None and left is not None and left < joined:
        message = text(
            "{name} left on {left}, before joining on {joined}",
            name=name,
            left=_shown(left),
            joined=_shown(joined),
        )
        help = text("correct one of the two dates")
    else:
        return None
    return Diagnostic(Code.STAYS_DISAGREE, message, row.origin, help=help)


def _shown(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _while_household_is_there(
    person: Member, households: Mapping[tuple[str, str], Member]
) -> Member:
    """The person, in the register only while the household is there that the person lives in."""
    presence: list[Stay] = []
    for stay in person.stays:
        household = households.get((person.village, stay.household))
        if household is None:
            presence.append(stay)
        else:
            presence += [both for one in household.stays if (both := _both(stay, one)) is not None]
    return attrs.evolve(person, presence=tuple(presence))


def _both(one: Stay, other: Stay) -> Stay | None:
    """The days of two stays that both hold; None where there are none."""
    joined = max(one.joined or date.min, other.joined or date.min)
    left = min(one.left or date.max, other.left or date.max)
    if left < joined:
        return None
    return Stay(
        one.household,
        None if joined == date.min else joined,
        None if left == date.max else left,
    )


def _begins(row: HouseholdRow | PersonRow) -> date:
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


def only(villages: tuple[str, ...]) -> str:
    """The one village of these, or empty where there is none or more than one."""
    return villages[0] if len(villages) == 1 else ""
