"""A made-up town for `policies/laoxin.policy`: households, people and records out of one seed.

None of it happened. The fifteen villages, 478 households and half-year are sized so that the totals
come near those that the article behind the sample policy reports (a little over 30 000 points,
goods for a little over 15 000 yuan); four village names are real, all else is invented.

The same arguments give the same rows on every machine and Python version. Rows come one by one, so
that ten records and ten million take the same memory. Nothing is written here.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from math import gcd
from random import Random

import attrs

from rulesengine.core.quantity import show_hundredths
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Status
from rulesengine.study.sample_activities import EVERYDAY, HONOUR, RATING, Activity, Pick, Who
from rulesengine.study.sample_households import Layout
from rulesengine.study.sample_names import Role, person_name, village_name

SEED = 2025
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 6, 30)
DEMO_RECORDS = 7_800
DEMO_HOUSEHOLDS = 478
_RECORDS_A_HOUSEHOLD = 110  # in towns larger than the demo's

_RATINGS_OF_HUNDRED = 37  # so many are ratings of yards: in the demo one a household and month
_SATURDAY, _SUNDAY = 5, 6
_DAY_WEIGHTS = {_SATURDAY: 6, _SUNDAY: 3}  # other days: 2
_STATUSES = ((945, Status.APPROVED), (980, Status.DECLARED), (990, Status.CHECKED),
             (997, Status.REJECTED), (1000, Status.WITHDRAWN))  # fmt: skip
_HONOURED_EVERY = 7
_EVENTS = ("最美庭院", "孝老爱亲", "清洁家园示范户")
_LEVELS = ("村级", "村级", "镇级", "镇级", "市级", "省级")
_SCATTER = (104_729, 7_919, 1_009, 1)  # primes: one does not divide the number of households


@attrs.frozen
class SampleTown:
    """The town. Each method gives its rows afresh, in the order of a file, one by one."""

    layout: Layout
    record_count: int

    @property
    def villages(self) -> tuple[str, ...]:
        return tuple(village_name(village) for village in range(self.layout.villages))

    def households(self) -> Iterator[RawHousehold]:
        """Rows of the households file, the fact 商户 among them (left out where unknown)."""
        for household in range(self.layout.households):
            yield from self.layout.household_row(household)

    def people(self) -> Iterator[RawPerson]:
        """Rows of the people file, with 出生 and 党员 (left out where unknown)."""
        for household in range(self.layout.households):
            yield from self.layout.person_rows(household)

    def records(self) -> Iterator[RawRecord]:
        """Rows of the records file by day, with ids from 1, and 级别 and 评分 where they belong."""
        return _records(self.layout, self.record_count)


def sample_town(
    seed: int = SEED,
    *,
    villages: int = 15,
    households: int | None = None,
    records: int = DEMO_RECORDS,
    first_day: date = FIRST_DAY,
    last_day: date = LAST_DAY,
) -> SampleTown:
    """A town with so many villages, households and records between two days.

    Without `households` there are 478, and more where there are more than 110 records for each.
    A village holds at most `MOST_HOUSEHOLDS_IN_A_VILLAGE` households, for want of names: ten
    million records fit into fifteen villages, more need more.
    """
    if households is None:
        households = max(DEMO_HOUSEHOLDS, records // _RECORDS_A_HOUSEHOLD)
    return SampleTown(Layout(seed, villages, households, first_day, last_day), records)


def _records(layout: Layout, count: int) -> Iterator[RawRecord]:
    days = [
        layout.first_day + timedelta(offset)
        for offset in range((layout.last_day - layout.first_day).days + 1)
    ]
    rating_weights = [1 if (day + timedelta(3)).month != day.month else 0 for day in days]
    ratings = count * _RATINGS_OF_HUNDRED // 100 if any(rating_weights) else 0
    ratings_by_day = _dealt(ratings, rating_weights)
    others_by_day = _dealt(count - ratings, [_DAY_WEIGHTS.get(day.weekday(), 2) for day in days])
    draw = Random(f"{layout.seed}/records")  # noqa: S311 (no secret)
    number = rated = 0
    for day, others, rated_that_day in zip(days, others_by_day, ratings_by_day, strict=True):
        activities, weights = _menu(_is_clean_up(day), day.month)
        for _ in range(others):
            number += 1
            activity = activities[bisect(weights, draw.random() * weights[-1])]
            household = _household(layout, draw, day, activity)
            yield _record(layout, draw, number, day, activity, household)
        for _ in range(rated_that_day):
            number += 1
            yield _record(layout, draw, number, day, RATING, rated % layout.households)
            rated += 1


def _dealt(count: int, weights: Sequence[int]) -> list[int]:
    """`count` things dealt out by weight, none left over; none at all where every weight is 0."""
    total = sum(weights)
    upto = [count * so_far // total if total else 0 for so_far in accumulate(weights)]
    return [now - before for now, before in zip(upto, [0, *upto[:-1]], strict=True)]


@lru_cache(maxsize=64)
def _menu(clean_up: bool, month: int) -> tuple[tuple[Activity, ...], tuple[int, ...]]:
    """What may happen on a day, and the sums of the weights up to each."""
    chosen = tuple(
        activity
        for activity in EVERYDAY
        if (activity.clean_up or not clean_up) and (not activity.months or month in activity.months)
    )
    weights = accumulate(activity.clean_up if clean_up else activity.weight for activity in chosen)
    return chosen, tuple(weights)


def _is_clean_up(day: date) -> bool:
    return day.weekday() == _SATURDAY


def _household(layout: Layout, draw: Random, day: date, activity: Activity) -> int:
    """The number of the household that a record is about."""
    if _is_clean_up(day):
        # A third of the villages cleans up each Saturday.
        turn = day.toordinal() // 7 % 3
        villages = range(turn, layout.villages, 3) if layout.villages > turn else range(1)
        return layout.in_village(villages[draw.randrange(len(villages))], draw.random())
    count = layout.households
    match activity.pick:
        case Pick.ANY:
            return draw.randrange(count)
        case Pick.ACTIVE:
            # Squared, so that the first are drawn often; scattered, so that they live everywhere.
            return int(count * draw.random() ** 2) * _scatter(count) % count
        case Pick.SHOP:
            household = draw.randrange(count)
            wanted = draw.random() < 0.85
            while wanted and not layout.keeps_shop(household):
                household += 1
            return household % count
        case Pick.HONOURED:
            return draw.randrange(count) // _HONOURED_EVERY * _HONOURED_EVERY


@lru_cache(maxsize=64)
def _scatter(count: int) -> int:
    return next(prime for prime in _SCATTER if gcd(prime, count) == 1)


def _record(
    layout: Layout, draw: Random, number: int, day: date, activity: Activity, household: int
) -> RawRecord:
    village, head, members = _home(layout, household)
    person = _person(draw, activity, members)
    if person in _newcomers(layout, household, day):
        person = head
    return RawRecord(
        id=number,
        day=day,
        item=activity.item,
        household=head,
        person=person,
        village=village,
        quantity=draw.choice(activity.quantities) if activity.quantities else None,
        judged=draw.choice(activity.judged) if activity.judged else None,
        event=_EVENTS[household // _HONOURED_EVERY % len(_EVENTS)] if activity is HONOUR else "",
        status=_status(draw),
        facts=_facts(layout, draw, day, activity, household),
    )


@lru_cache(maxsize=4096)
def _home(layout: Layout, household: int) -> tuple[str, str, tuple[str, ...]]:
    """The names of a household's village, of itself and of its members."""
    place = layout.place(household)
    members = tuple(
        person_name(place.village, place.number, role) for role in layout.members(household)
    )
    return village_name(place.village), members[Role.HEAD], members


def _newcomers(layout: Layout, household: int, day: date) -> Iterator[str]:
    """Those of a household who come to it only after a day."""
    return (name for name, joined in _arrivals(layout, household) if day < joined)


@lru_cache(maxsize=65536)
def _arrivals(layout: Layout, household: int) -> tuple[tuple[str, date], ...]:
    """Who comes to a household on the way, and when."""
    rows = layout.person_rows(household)
    return tuple((row.person, row.joined) for row in rows if row.joined is not None)


def _person(draw: Random, activity: Activity, members: tuple[str, ...]) -> str:
    match activity.who:
        case Who.NOBODY:
            return ""
        case Who.GROWN:
            return draw.choice((members[0], members[0], members[:2][-1], members[:2][-1], ""))
        case Who.ANYBODY:
            return draw.choice(members)


def _status(draw: Random) -> Status:
    mark = draw.randrange(1000)
    return next(status for below, status in _STATUSES if mark < below)


def _facts(
    layout: Layout, draw: Random, day: date, activity: Activity, household: int
) -> dict[str, str]:
    if activity is RATING:
        tidiness = 74 + (household * 37 + layout.seed) % 24
        score = min(max(tidiness + draw.randint(-9, 7), 50), 100) * 100
        halves = 50 if score < 100_00 and draw.random() < 0.1 else 0
        return {"评分": show_hundredths(score + halves)}
    if activity is HONOUR:
        # Later in the year a household is honoured at a higher level for the same thing.
        thirds = 3 * (day - layout.first_day).days
        passed = thirds // ((layout.last_day - layout.first_day).days + 1)
        return {"级别": _LEVELS[passed + draw.randrange(4)]}
    return {}
