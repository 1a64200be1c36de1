"""Who lives in the sample town: villages, households and people, each worked out from its number.

Nothing is kept: household 7 is the same whether it is asked for alone or among a million, so that a
town of any size fits in memory. Everybody here is made up.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import assert_never

import attrs

from rulesengine.core.rawrow import RawHousehold, RawPerson
from rulesengine.study.sample_names import (
    MOST_HOUSEHOLDS_IN_A_VILLAGE,
    Role,
    person_name,
    village_name,
)

# Of every 48 households so many live in each of fifteen villages; further ones go on like these.
_HOUSEHOLDS_OF_48 = (4, 3, 3, 5, 2, 3, 4, 2, 3, 3, 4, 2, 3, 3, 4)
_COMPOSITIONS = (
    (Role.HEAD, Role.SPOUSE, Role.SON),
    (Role.HEAD, Role.SPOUSE),
    (Role.HEAD, Role.SPOUSE, Role.DAUGHTER, Role.MOTHER),
    (Role.HEAD,),
    (Role.HEAD, Role.SPOUSE, Role.SON, Role.DAUGHTER),
    (Role.HEAD, Role.SPOUSE, Role.DAUGHTER),
    (Role.HEAD, Role.MOTHER),
    (Role.HEAD, Role.SPOUSE, Role.SON, Role.MOTHER),
    (Role.HEAD, Role.SPOUSE),
    (Role.HEAD, Role.SPOUSE, Role.SON, Role.DAUGHTER, Role.MOTHER),
    (Role.HEAD, Role.SPOUSE, Role.DAUGHTER),
)
_SHOPS_EVERY = 11  # one household in so many keeps a shop
_PARTY_PERCENT = {Role.HEAD: 18, Role.SPOUSE: 6, Role.SON: 6, Role.DAUGHTER: 5, Role.MOTHER: 8}


@attrs.frozen
class Place:
    """A household's village and its number there, both from 0."""

    village: int
    number: int


@attrs.frozen
class Layout:
    """How many villages and households there are, and between which days people come and go."""

    seed: int
    villages: int
    households: int
    first_day: date
    last_day: date
    _starts: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        assert self.villages >= 1 and self.households >= 1, self
        assert self.first_day <= self.last_day, self
        assert self.largest_village <= MOST_HOUSEHOLDS_IN_A_VILLAGE, self

    @_starts.default
    def _sum_shares(self) -> tuple[int, ...]:
        starts = [0]
        for village in range(self.villages):
            starts.append(starts[-1] + _share(village))
        return tuple(starts)

    @property
    def largest_village(self) -> int:
        """Households of the largest village, at most."""
        rounds = -(-self.households // self._starts[-1])
        return rounds * max(_share(village) for village in range(min(self.villages, 15)))

    def place(self, household: int) -> Place:
        """Where a household lives."""
        turn, slot = divmod(household, self._starts[-1])
        village = next(v for v in range(self.villages) if slot < self._starts[v + 1])
        return Place(village, turn * _share(village) + slot - self._starts[village])

    def household_at(self, village: int, turn: int, rank: int) -> int:
        """The household at `rank` of a village's share in a turn of dealing them out."""
        return turn * self._starts[-1] + self._starts[village] + rank

    def in_village(self, village: int, share: float) -> int:
        """A household of a village, `share` (0 up to but not 1) of the way through those it has."""
        turns = max(1, self.households // self._starts[-1])
        turn, rank = divmod(int(share * turns * _share(village)), _share(village))
        return min(self.household_at(village, turn, rank), self.households - 1)

    def members(self, household: int) -> tuple[Role, ...]:
        """Who lives in a household, its head first."""
        return _COMPOSITIONS[(household * 7 + self.seed) % len(_COMPOSITIONS)]

    def keeps_shop(self, household: int) -> bool:
        return (household + self.seed) % _SHOPS_EVERY == 0

    def household_row(self, household: int) -> Iterator[RawHousehold]:
        """Its row in the households file; two where a fact changes on the way."""
        draw = Random(f"{self.seed}/household/{household}")  # noqa: S311 (no secret)
        place = self.place(household)
        shop = self.keeps_shop(household)
        known = draw.random() >= 0.02
        joined = self._day_between(draw, 30, 60) if draw.random() < 0.03 else None
        left = self._day_between(draw, 70, 90) if joined is None and draw.random() < 0.015 else None
        first = RawHousehold(
            household=person_name(place.village, place.number, Role.HEAD),
            village=village_name(place.village),
            joined=joined,
            left=left,
            facts={"商户": _yes_no(shop)} if known else {},
        )
        yield first
        if known and not shop and draw.random() < 0.02:
            since = self._day_between(draw, 40, 60)
            yield attrs.evolve(first, joined=None, left=None, since=since, facts={"商户": "是"})

    def person_rows(self, household: int) -> Iterator[RawPerson]:
        """The rows of its members in the people file."""
        draw = Random(f"{self.seed}/people/{household}")  # noqa: S311 (no secret)
        place = self.place(household)
        head = person_name(place.village, place.number, Role.HEAD)
        oldest = 58 if Role.MOTHER in self.members(household) else 77
        head_born = self.first_day.year - draw.randint(33, oldest)
        for role in self.members(household):
            born = _born(draw, role, head_born, self.first_day)
            grown = self.first_day.year - born.year >= 18
            party = draw.randrange(100) < _PARTY_PERCENT[role] and grown
            facts = {}
            if draw.random() >= 0.02:
                facts["出生"] = born.isoformat()
            if draw.random() >= 0.02:
                facts["党员"] = _yes_no(party)
            married_in = role is Role.SPOUSE and draw.random() < 0.02
            yield RawPerson(
                person=person_name(place.village, place.number, role),
                household=head,
                village=village_name(place.village),
                joined=self._day_between(draw, 20, 70) if married_in else None,
                facts=facts,
            )

    def _day_between(self, draw: Random, from_percent: int, to_percent: int) -> date:
        days = (self.last_day - self.first_day).days
        return self.first_day + timedelta(days * draw.randint(from_percent, to_percent) // 100)


def _share(village: int) -> int:
    return _HOUSEHOLDS_OF_48[village % len(_HOUSEHOLDS_OF_48)]


def _born(draw: Random, role: Role, head_born: int, today: date) -> date:
    match role:
        case Role.HEAD:
            year = head_born
        case Role.SPOUSE:
            year = head_born + draw.randint(-3, 5)
        case Role.SON | Role.DAUGHTER:
            year = min(head_born + draw.randint(22, 31), today.year - 1)
        case Role.MOTHER:
            year = head_born - draw.randint(20, 27)
        case _:
            assert_never(role)
    return date(year, draw.randint(1, 12), draw.randint(1, 28))


def _yes_no(value: bool) -> str:
    return "是" if value else "否"
