"""What limits let through at most, by counting alone: which of them can never bind.

Sound, not complete: a bound is the most that the other limits of an item (or of all items of a
category) leave in any period; None where they leave no bound.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import takewhile

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Hundredths, round_to_step
from rulesengine.core.source import Span
from rulesengine.language import checked

_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_DAYS = {
    Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 92, Period.HALF_YEAR: 184,
    Period.YEAR: 366,
}  # fmt: skip


def most_touched(inner: Period, outer: Period) -> int | None:
    """How many `inner` periods one `outer` period reaches into at most; None for ever more."""
    if inner is Period.EVER or inner is outer:
        return 1
    if outer is Period.EVER:
        return None
    if inner is Period.DAY:
        return _DAYS[outer]
    if outer is Period.DAY:
        return 1
    if inner is Period.WEEK:
        return (_DAYS[outer] + 5) // 7 + 1
    if outer is Period.WEEK:
        return 2  # a week is never cut, so it may reach into the next month, quarter or year
    return max(1, _MONTHS[outer] // _MONTHS[inner])


def largest_award(item: checked.Item, round_to: Hundredths) -> Hundredths | None:
    """The most that one time of the item earns, with its largest factor; None without a bound."""
    points = largest_value(item.value)
    if isinstance(item.value, checked.PerUnit | checked.PerBlock) and (
        not item.value.unit.is_times or item.value.size != 100
    ):
        return None
    factor = max((factor.times for factor in item.factors), default=100)
    raw = points * max(factor, 100)
    if isinstance(item.value, checked.PerUnit | checked.PerBlock) and raw % (100 * round_to):
        return None  # several times in one record are rounded together
    return round_to_step(raw, 100, round_to)


def largest_value(value: checked.Value) -> Hundredths:
    """The most points that a value names: of a time, a unit, a block, a row."""
    match value:
        case checked.PerUnit() | checked.PerBlock() | checked.PerPeriod():
            return value.points
        case checked.Judged():
            return value.high
        case checked.ByLevel():
            return max(value.points.values())
        case checked.ByBand():
            return max((value.otherwise, *(points for _, points in value.rows)))
        case checked.ByCount():
            return max((value.afterwards, *(points for _, points in value.tiers)))


@attrs.define
class _Counting:
    """A policy, the limits that each item has of its own, and the places of limits left out."""

    policy: checked.Policy
    own: Mapping[str, tuple[checked.Limit, ...]]
    left_out: set[Span]


def never_binding(
    policy: checked.Policy, repeated: Iterable[checked.Limit]
) -> list[tuple[checked.Limit, int]]:
    """The limits that others keep from ever binding, each with the most that reaches it.

    The wider one is called superfluous where two imply each other; what is superfluous proves
    nothing about the rest, and neither does what is `repeated` (which is told already).
    """
    items = [item for category in policy.categories for item in category.items]
    own = {item.name: own_limits(item) for item in items}
    counting = _Counting(policy, own, {limit.span for limit in repeated})
    found: list[tuple[checked.Limit, int]] = []

    def judge(limits: Sequence[checked.Limit], most: Callable[[checked.Limit], int | None]) -> None:
        for limit in reversed(limits):
            if limit.once_per_period or limit.span in counting.left_out:
                continue
            counting.left_out.add(limit.span)  # no limit proves itself superfluous
            bound = most(limit)
            if bound is not None and bound <= limit.amount:
                found.append((limit, bound))
            else:
                counting.left_out.discard(limit.span)

    judge(policy.limits, lambda limit: _of_policy(counting, limit))
    for category in policy.categories:
        judge(category.limits, partial(_of_category, counting, category))
    for item in items:
        judge(own[item.name], partial(_of_item, counting, item))
    return found


def own_limits(item: checked.Item) -> tuple[checked.Limit, ...]:
    """The limits of an item itself: they stand before those of its category and policy."""
    return tuple(takewhile(lambda limit: limit.scope is checked.Scope.ITEM, item.limits))


def _of_policy(counting: _Counting, limit: checked.Limit) -> int | None:
    """The most that can reach a limit of the policy in one of its periods."""
    parts = [_of_category(counting, one, limit) for one in counting.policy.categories]
    return _least(_sum(parts), _of_limits(counting, counting.policy.limits, limit))


def _of_category(
    counting: _Counting, category: checked.Category, limit: checked.Limit
) -> int | None:
    awards = [item for item in category.items if item.sign is checked.Sign.AWARD]
    items = [_of_item(counting, item, limit) for item in awards]
    return _least(_sum(items), _of_limits(counting, category.limits, limit))


def _of_item(counting: _Counting, item: checked.Item, limit: checked.Limit) -> int | None:
    own = counting.own[item.name]
    said = _of_limits(counting, own, limit)
    award = largest_award(item, counting.policy.round_to)
    # Under highest only, an award may come without using a time.
    if limit.kind is checked.LimitKind.TIMES or award is None or item.highest is not None:
        return said
    times = [
        one
        for one in own
        if one.kind is checked.LimitKind.TIMES and one.span not in counting.left_out
    ]
    by_times = [_times_in(one, limit) for one in times]
    return _least(said, *(None if most is None else most * award for most in by_times))


def _of_limits(
    counting: _Counting, limits: Iterable[checked.Limit], limit: checked.Limit
) -> int | None:
    """The least that limits of the same kind allow in a period of `limit`."""
    same = [one for one in limits if one.kind is limit.kind and one.span not in counting.left_out]
    return _least(*(_times_in(one, limit) for one in same))


def _times_in(one: checked.Limit, limit: checked.Limit) -> int | None:
    """What `one` allows inside a period of `limit`, to whom `limit` is for."""
    if one.subject is not limit.subject and one.subject is not Subject.HOUSEHOLD:
        return None  # people's limits say nothing of their household
    touched = most_touched(one.period, limit.period)
    return None if touched is None else one.amount * touched


def _least(*amounts: int | None) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return min(known) if known else None


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
