"""The most that one account can earn in a period, by the policy alone: an upper bound.

Never too low. It is the least of what limits, parts and shorter periods leave: exact where limits
lie one inside the other; elsewhere `witness` shows how near records come. Scores nothing.

The account begins with the period: it has no earlier records, and the register holds it from the
period's first day.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.calendar import Period, first_day, last_day, period_index
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Hundredths, round_to_step
from rulesengine.language import checked
from rulesengine.language.check_bounds import largest_value
from rulesengine.language.check_reach import never_holds

Most: TypeAlias = Hundredths | None  # None: without a bound


@attrs.frozen
class Frame:
    """What is asked: the days from `first` to `last`, and how many people a household has.

    `per_person` is how many times a limit per person is there for one account: each of its people,
    and one more where records that name nobody count as one nameless person.
    """

    policy: checked.Policy
    first: date
    last: date
    people: int
    left_out: frozenset[str] = frozenset()  # names of items that are not asked about

    @property
    def per_person(self) -> int:
        return 1 if self.policy.account is Subject.PERSON else self.people + 1


@attrs.frozen
class UpperBound:
    """`points`: the most that base, awards and bonuses come to. `redeemable` of it may be redeemed.

    `unbounded` names the items that nothing bounds; then the others are None, and `rest` is the
    most that all but these items come to.
    """

    points: Most
    redeemable: Most
    unbounded: tuple[str, ...] = ()
    rest: Most = None


@attrs.frozen
class _Cap:
    """At most `amount` hundredths of points per period."""

    amount: Hundredths
    period: Period


@attrs.frozen(eq=False)
class _Part:
    """An item, a bonus, or all that some limits are about, and what bounds it.

    `times` are limits on times (for the whole account), of an `item` alone. `ways` are the ways of
    cutting it into parts: none for an item or a bonus.
    """

    caps: tuple[_Cap, ...]
    ways: "tuple[tuple[_Part, ...], ...]"
    first: date
    last: date
    item: checked.Item | None = None
    times: tuple[_Cap, ...] = ()

    def periods(self) -> frozenset[Period]:
        """Of all limits inside it."""
        own = frozenset(cap.period for cap in (*self.caps, *self.times))
        return own.union(*(part.periods() for way in self.ways for part in way))


def upper_bound(frame: Frame) -> UpperBound:
    """The most that an account can earn on the days of a frame, never too low."""
    assert frame.first <= frame.last, frame
    base, redeemable_base = _base(frame)
    awards = _most(_whole(frame), frame.policy.round_to, frame.first, frame.last)
    if awards is not None:
        return UpperBound(base + awards, redeemable_base + awards)
    unbounded = tuple(_unbounded(frame))
    rest = attrs.evolve(frame, left_out=frame.left_out | set(unbounded))
    return UpperBound(None, None, unbounded, upper_bound(rest).points if unbounded else None)


def _base(frame: Frame) -> tuple[Hundredths, Hundredths]:
    """All base, and what of it may be redeemed: each period that the days reach into, in full."""
    everything = redeemable = 0
    for base in frame.policy.bases:
        times = _index(base.period, frame.last) - _index(base.period, frame.first) + 1
        everything += base.points * times
        redeemable += base.points * times if base.redeemable else 0
    return everything, redeemable


def _index(period: Period, day: date) -> int:
    return period_index(period, day)


# --- the tree of parts ---------------------------------------------------------------------------


def _whole(frame: Frame) -> _Part:
    """By category; and, where a group reaches over several, by group with what is in none."""
    policy = frame.policy
    by_category = tuple(_category(frame, category) for category in policy.categories)
    items = [item for category in policy.categories for item in category.items]
    awards = (bonus for bonus in policy.bonuses if _is_asked(frame, bonus))
    by_group = (*_parts(frame, items), *(_bonus(frame, bonus) for bonus in awards))
    return _around(frame, policy.limits, (by_category, by_group))


def _category(frame: Frame, category: checked.Category) -> _Part:
    bonuses = (
        _bonus(frame, bonus) for bonus in frame.policy.bonuses if bonus.category == category.name
    )
    return _around(frame, category.limits, ((*_parts(frame, category.items), *bonuses),))


def _parts(frame: Frame, items: Iterable[checked.Item]) -> Iterator[_Part]:
    """A part for each group with those of its items, and one for each item that is in none."""
    by_group: dict[str, list[_Part]] = {}
    for item in items:
        if item.sign is checked.Sign.DEDUCT or item.name in frame.left_out:
            continue
        if item.group:
            by_group.setdefault(item.group, []).append(_item(frame, item))
        else:
            yield _item(frame, item)
    for group in frame.policy.groups:
        if group.name in by_group:
            yield _group(frame, group, by_group[group.name])


def _group(frame: Frame, group: checked.Group, parts: list[_Part]) -> _Part:
    around = _around(frame, group.limits, (tuple(parts),))
    if group.highest is None or group.highest.period is None:
        return around
    each = [
        most_each(item, frame.policy.round_to, frame.first, frame.last)
        for category in frame.policy.categories
        for item in category.items
        if item.group == group.name
    ]
    if any(one is None for one in each):
        return around
    highest = _Cap(max(one for one in each if one is not None), group.highest.period)
    return attrs.evolve(around, caps=(*around.caps, highest))


def _around(
    frame: Frame, limits: Iterable[checked.Limit], ways: tuple[tuple[_Part, ...], ...]
) -> _Part:
    caps = (
        _Cap(_of_account(frame, limit), limit.period)
        for limit in _sure(frame, limits)
        if limit.kind is checked.LimitKind.POINTS
    )
    return _Part(tuple(caps), ways, frame.first, frame.last)


def _sure(frame: Frame, limits: Iterable[checked.Limit]) -> Iterator[checked.Limit]:
    """Limits that hold for everybody, and the widest of those of which one always holds.

    Limits for some share a counter (their key), so what passes one of them is counted for all.
    """
    for_some: dict[object, list[checked.Limit]] = {}
    for limit in limits:
        if limit.when is None:
            yield limit
        else:
            for_some.setdefault(limit.key, []).append(limit)
    for own in for_some.values():
        conditions = [one.when for one in own if one.when is not None]
        none_holds = checked.And(
            tuple(checked.Not(one, one.span) for one in conditions), own[0].span
        )
        if never_holds(none_holds, frame.first, frame.last):
            yield max(own, key=lambda limit: limit.amount)


def _of_account(frame: Frame, limit: checked.Limit) -> int:
    return limit.amount * (frame.per_person if limit.subject is Subject.PERSON else 1)


def _is_asked(frame: Frame, bonus: checked.Bonus) -> bool:
    return bonus.sign is checked.Sign.AWARD and bonus.name not in frame.left_out


def _bonus(frame: Frame, bonus: checked.Bonus) -> _Part:
    own = [
        _Cap(_of_account(frame, limit), limit.period)
        for limit in _sure(frame, bonus.limits)
        if limit.name == bonus.name
    ]
    match bonus.mark:
        case checked.Reaches(period=period):
            own.append(_Cap(bonus.points, period))
        case checked.Within():
            most = _marks_reached(frame, bonus, bonus.mark)
            if most is not None:
                own.append(_Cap(bonus.points * most, Period.EVER))
        case checked.Runs(count=count, period=period):
            each = _index(period, frame.last) - _index(period, frame.first) + 1
            own.append(_Cap(bonus.points * (each // count), Period.EVER))
        case _:
            assert_never(bonus.mark)
    return _Part(tuple(own), (), frame.first, frame.last)


def _marks_reached(frame: Frame, bonus: checked.Bonus, mark: checked.Within) -> int | None:
    """How often a sum of times or points is full; what has brought a bonus counts no more."""
    item = frame.policy.items.get(bonus.item)
    if item is None or mark.measure is checked.Measure.QUANTITY:
        return None
    part = _item(frame, item)
    if mark.measure is checked.Measure.TIMES:
        part = _Part(part.times, (), part.first, part.last)
    most = _most(part, frame.policy.round_to, frame.first, frame.last)
    return None if most is None else most // mark.amount


def _item(frame: Frame, item: checked.Item) -> _Part:
    caps: list[_Cap] = []
    times: list[_Cap] = []
    for limit in _sure(frame, item.limits):
        cap = _Cap(_of_account(frame, limit), limit.period)
        if limit.kind is checked.LimitKind.TIMES:
            times.append(cap)
        elif limit.scope is checked.Scope.ITEM:
            caps.append(cap)
    if item.highest is not None and item.highest.period is not None:
        times.append(_Cap(1, item.highest.period))
    if isinstance(item.value, checked.ByCount) and item.value.afterwards == 0:
        caps.append(_Cap(_all_tiers(item, frame.policy.round_to), item.value.period))
    first = max(frame.first, item.first_day or frame.first)
    last = min(frame.last, item.last_day or frame.last)
    return _Part(tuple(caps), (), first, last, item, tuple(times))


def _all_tiers(item: checked.Item, round_to: Hundredths) -> Hundredths:
    assert isinstance(item.value, checked.ByCount), item
    factor = max((100, *(one.times for one in item.factors)))
    total = before = 0
    for count, points in item.value.tiers:
        total += (count - before) * round_to_step(points * factor, 100, round_to)
        before = count
    return total


def most_each(item: checked.Item, round_to: Hundredths, first: date, last: date) -> Most:
    """The most that one time, or else one record, can credit on these days; None: no bound."""
    if item.when is not None and never_holds(item.when, first, last):
        return 0
    value, factor = item.value, _factor(item, first, last)
    if isinstance(value, checked.PerUnit | checked.PerBlock):
        if not (value.unit.is_times and value.size == 100):
            return _least((item.most_each, *_points_caps(item)))
        # times of one record are rounded together, so one of them may be worth a step more
        points = round_to_step(value.points * factor, 100, round_to)
        exact = value.points * factor % (100 * round_to) == 0
        own: Most = points if exact else points + round_to
    else:
        own = round_to_step(largest_value(value) * factor, 100, round_to)
    return _least((own, item.most_each, *_points_caps(item)))


def _points_caps(item: checked.Item) -> Iterator[Hundredths]:
    return (
        limit.amount
        for limit in item.limits
        if limit.kind is checked.LimitKind.POINTS and limit.when is None
    )


def _factor(item: checked.Item, first: date, last: date) -> int:
    """The largest factor that may apply on these days; one may be below 1, or none apply."""
    may = [factor.times for factor in item.factors if not never_holds(factor.when, first, last)]
    return max((100, *may))


def _least(amounts: Iterable[Most]) -> Most:
    return min((one for one in amounts if one is not None), default=None)


# --- the least of what bounds a part -------------------------------------------------------------


def _most(part: _Part, round_to: Hundredths, first: date, last: date) -> Most:
    """The most that a part gives on the days from `first` to `last`."""
    kinds = sorted(part.periods() | {Period.DAY}, key=lambda period: -period.length_rank)
    return _in_days(part, round_to, first, last, tuple(kinds), {})


def _in_days(
    part: _Part,
    round_to: Hundredths,
    first: date,
    last: date,
    kinds: tuple[Period, ...],
    known: "dict[tuple[int, date, date], Most]",
) -> Most:
    """The least of: its own limits of these days or longer, its parts, its shorter periods."""
    first, last = max(first, part.first), min(last, part.last)
    if first > last:
        return 0
    place = (id(part), first, last)
    if place not in known:
        found: list[Most] = [cap.amount for cap in part.caps if _holds(cap.period, first, last)]
        if part.item is not None:
            found.extend(_by_times(part, part.item, round_to, first, last))
        found.extend(
            _sum(_in_days(one, round_to, first, last, kinds, known) for one in way)
            for way in part.ways
        )
        for kind in (one for one in kinds if not _holds(one, first, last)):
            pieces = _pieces(kind, first, last)
            found.append(_sum(_in_days(part, round_to, *days, kinds, known) for days in pieces))
        known[place] = _least(found)
    return known[place]


def _by_times(
    part: _Part, item: checked.Item, round_to: Hundredths, first: date, last: date
) -> Iterator[Most]:
    """What limits on times leave, of times that are each worth the most."""
    each = most_each(item, round_to, first, last)
    if each == 0:
        yield 0
    elif each is not None:
        yield from (cap.amount * each for cap in part.times if _holds(cap.period, first, last))


def _holds(period: Period, first: date, last: date) -> bool:
    """Whether the days lie in one period of this kind."""
    return period_index(period, first) == period_index(period, last)


def _pieces(period: Period, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days cut where a period of this kind ends."""
    for index in range(period_index(period, first), period_index(period, last) + 1):
        yield max(first, first_day(period, index)), min(last, last_day(period, index))


def _sum(amounts: Iterable[Most]) -> Most:
    total = 0
    for one in amounts:
        if one is None:
            return None
        total += one
    return total


def _unbounded(frame: Frame) -> Iterator[str]:
    """Bonuses and awards that neither their own limits nor those around them bound."""
    policy = frame.policy
    for bonus in policy.bonuses:
        lacks = _most(_bonus(frame, bonus), policy.round_to, frame.first, frame.last) is None
        if lacks and _is_asked(frame, bonus):
            yield bonus.name
    for category in policy.categories:
        for item in category.items:
            if item.sign is checked.Sign.AWARD and item.name not in frame.left_out:
                alone = _item(frame, item)
                around = [
                    _Cap(_of_account(frame, limit), limit.period)
                    for limit in _sure(frame, item.limits)
                    if limit.kind is checked.LimitKind.POINTS
                ]
                bounded = attrs.evolve(alone, caps=(*alone.caps, *around))
                if _most(bounded, frame.policy.round_to, frame.first, frame.last) is None:
                    yield item.name
