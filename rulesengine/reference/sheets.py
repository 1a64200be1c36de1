"""The policy laid out for scoring: each item with the meters that its records pass.

Made once for a timeline and shared by all accounts; nothing here counts anything.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Hundredths, show_hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.language.checked import Limit

UseKey: TypeAlias = tuple[int, int, str]  # number of the counter, index of the period, person


@attrs.frozen(eq=False)
class Meter:
    """A limit and the number of its counter.

    A counter is known by scope, name, kind, subject and period: limits alike in these share one, in
    one version and from version to version.
    """

    limit: Limit
    counter: int
    label: str

    def key(self, record: Record) -> UseKey:
        """Where a record's use is counted. Where nobody is named it is one nameless person."""
        person = record.person if self.limit.subject is Subject.PERSON else ""
        return self.counter, period_index(self.limit.period, record.day), person


@attrs.frozen(eq=False)
class MostEach:
    """What no record of an item that a village added credits more than."""

    points: Hundredths

    @property
    def label(self) -> str:
        """Its name in postings, the same in every keyword language."""
        return f"at most {show_hundredths(self.points)} per record"


@attrs.frozen(eq=False)
class Sheet:
    """An item of one version, with its meters in the order in which they take.

    `times_counted` and `points_counted` hold every counter once.
    """

    item: checked.Item
    times: tuple[Meter, ...]
    points: tuple[Meter, ...]
    times_counted: tuple[Meter, ...]
    points_counted: tuple[Meter, ...]
    most_each: MostEach | None = None
    bonuses: "tuple[BonusSheet, ...]" = ()
    bars: tuple[checked.Act, ...] = ()  # those that its records bring


@attrs.frozen(eq=False)
class BonusSheet:
    """A bonus with the meters that it meets, in order; `counted` holds every counter once."""

    bonus: checked.Bonus
    points: tuple[Meter, ...]
    counted: tuple[Meter, ...]


@attrs.frozen(eq=False)
class Sheets:
    """Every sheet of a timeline.

    `sums` are the kinds of period that floors and clears look at, by category (empty: the
    standing). `clears`: an act of some version clears; `watched`: then, and where redeeming may be
    suspended, standing and balance are looked at after every line.
    """

    timeline: checked.Timeline
    sums: Mapping[str, tuple[Period, ...]]
    clears: bool
    watched: bool
    matches: bool  # in some version a category holds gifts
    _by_item: Mapping[tuple[int, str], Sheet]

    def of(self, policy: checked.Policy, item: checked.Item) -> Sheet:
        """The sheet of an item in one of the timeline's own policies."""
        return self._by_item[id(policy), item.name]


def sheets_of(timeline: checked.Timeline) -> Sheets:
    """The sheets of a timeline; the same ones for the same timeline."""
    return _sheets_of(_Same(timeline))


class _Same:
    """A timeline told from others by identity: comparing whole policies would take too long."""

    def __init__(self, timeline: checked.Timeline) -> None:
        self.timeline = timeline

    def __hash__(self) -> int:
        return id(self.timeline)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.timeline is self.timeline


@lru_cache(maxsize=64)
def _sheets_of(same: _Same) -> Sheets:
    counters: dict[Hashable, int] = {}
    sheets: dict[tuple[int, str], Sheet] = {}
    for version in same.timeline.versions:
        for category in version.policy.categories:
            for item in category.items:
                bonuses = [one for one in version.policy.bonuses if one.item == item.name]
                bars = tuple(
                    act
                    for act in version.policy.acts
                    if act.counted is not None and act.counted.item == item.name
                )
                sheets[id(version.policy), item.name] = _sheet(item, bonuses, bars, counters)
    sums = _sums(same.timeline)
    policies = [version.policy for version in same.timeline.versions]
    clears = any(_scopes(policy) for policy in policies)
    for sheet in sheets.values():
        for floor in sheet.item.floors:
            assert floor.period in sums[floor.category], floor
    watched = clears or any(policy.suspension is not None for policy in policies)
    matches = any(category.matches for policy in policies for category in policy.categories)
    return Sheets(same.timeline, sums, clears, watched, matches, sheets)


def _sheet(
    item: checked.Item,
    bonuses: Iterable[checked.Bonus],
    bars: tuple[checked.Act, ...],
    counters: dict[Hashable, int],
) -> Sheet:
    times = tuple(_meter(limit, counters) for limit in item.times_limits)
    points = tuple(_meter(limit, counters) for limit in item.points_limits)
    return Sheet(
        item,
        times,
        points,
        _each_once(times),
        _each_once(points),
        None if item.most_each is None else MostEach(item.most_each),
        tuple(_bonus_sheet(bonus, counters) for bonus in bonuses),
        bars,
    )


def _bonus_sheet(bonus: checked.Bonus, counters: dict[Hashable, int]) -> BonusSheet:
    """A bonus meets points limits only."""
    points = tuple(
        _meter(limit, counters) for limit in bonus.limits if limit.kind is checked.LimitKind.POINTS
    )
    return BonusSheet(bonus, points, _each_once(points))


def _meter(limit: Limit, counters: dict[Hashable, int]) -> Meter:
    counter = counters.setdefault(limit.key, len(counters))
    return Meter(limit, counter, limit.label)


def _each_once(meters: tuple[Meter, ...]) -> tuple[Meter, ...]:
    return tuple({meter.counter: meter for meter in meters}.values())


def _sums(timeline: checked.Timeline) -> Mapping[str, tuple[Period, ...]]:
    sums: dict[str, tuple[Period, ...]] = {}
    policies = [version.policy for version in timeline.versions]
    asked = [one for policy in policies for one in _asked(policy)]
    scopes = {scope for policy in policies for scope in _scopes(policy)}
    if scopes:  # a clear looks at its scope and at the evaluation period, in whichever version
        scopes |= {policy.evaluate for policy in policies}
        asked += [("", scope) for scope in sorted(scopes, key=lambda scope: scope.length_rank)]
    for category, period in asked:
        periods = sums.get(category, ())
        if period not in periods:
            sums[category] = (*periods, period)
    return sums


def _asked(policy: checked.Policy) -> Iterator[tuple[str, Period]]:
    """What the floors of a policy look at."""
    for floor in (*policy.floors, *(one for part in policy.categories for one in part.floors)):
        yield floor.category, floor.period
        if floor.with_base:
            yield base_of(floor.category), floor.period


def base_of(category: str) -> str:
    """The name under which a category's base is summed, apart from what is earned in it."""
    return f"{category}\n"  # no category is called so: a name ends with its line


def _scopes(policy: checked.Policy) -> tuple[Period, ...]:
    """The scopes of the clears of a policy."""
    effects = (act.effect for act in policy.acts)
    return tuple(effect.period for effect in effects if isinstance(effect, checked.Clear))
