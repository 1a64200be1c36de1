"""What limits let through at most, by counting alone: which can never bind, what is never reached.

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
class Counting:
    """A policy, the limits that each item has of its own, and the places of limits left out."""

    policy: checked.Policy
    own: Mapping[str, tuple[checked.Limit, ...]]
    left_out: set[Span]
    members: Mapping[str, Sequence[checked.Item]]  # of each group
    bonuses: Mapping[str, Sequence[checked.Bonus]]  # of each category
    met: dict[str, tuple[checked.Limit, ...]] = attrs.field(factory=dict)

    def limits_met(self, item: checked.Item) -> tuple[checked.Limit, ...]:
        """Every limit that an item meets, of several alike the smallest."""
        if item.name not in self.met:
            self.met[item.name] = _smallest(item.limits)
        return self.met[item.name]


def never_binding(
    policy: checked.Policy, repeated: Iterable[checked.Limit]
) -> list[tuple[checked.Limit, int]]:
    """The limits that others keep from ever binding, each with the most that reaches it.

    The wider one is called superfluous where two imply each other; what is superfluous proves
    nothing about the rest, and neither does what is `repeated` (which is told already).
    """
    items = _items(policy)
    counting = count(policy, {limit.span for limit in repeated})
    own = counting.own
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
    for group in (one for one in policy.groups if counting.members[one.name]):
        judge(group.limits, partial(_of_group, counting, group))
    for item in items:
        judge(own[item.name], partial(_of_item, counting, item))
    for bonus in policy.bonuses:
        judge(own[bonus.name], partial(_of_bonus, counting, bonus))
    return found


def _items(policy: checked.Policy) -> list[checked.Item]:
    return [item for category in policy.categories for item in category.items]


def count(policy: checked.Policy, left_out: Iterable[Span] = ()) -> Counting:
    """What bounds are counted from, without the limits at some places."""
    items = _items(policy)
    own = {item.name: own_limits(item) for item in items}
    own |= {bonus.name: own_limits(bonus) for bonus in policy.bonuses}
    members: dict[str, list[checked.Item]] = {group.name: [] for group in policy.groups}
    for item in items:
        if item.group in members:
            members[item.group].append(item)
    bonuses: dict[str, list[checked.Bonus]] = {}
    for bonus in policy.bonuses:
        if bonus.sign is checked.Sign.AWARD:
            bonuses.setdefault(bonus.category, []).append(bonus)
    return Counting(policy, own, set(left_out), members, bonuses)


def count_smallest(policy: checked.Policy) -> Counting:
    """The same for bounds alone: of several limits alike in one place only the smallest is kept."""
    counting = count(policy)
    counting.own = {name: _smallest(limits) for name, limits in counting.own.items()}
    return counting


def _smallest(limits: Iterable[checked.Limit]) -> tuple[checked.Limit, ...]:
    found: dict[object, checked.Limit] = {}
    for limit in (one for one in limits if one.when is None):
        earlier = found.setdefault(limit.key, limit)
        if limit.amount < earlier.amount:
            found[limit.key] = limit
    return tuple(found.values())


def own_limits(item: checked.Item | checked.Bonus) -> tuple[checked.Limit, ...]:
    """The limits of an item itself: they stand before those of its group, category and policy."""
    return tuple(takewhile(lambda limit: limit.scope is checked.Scope.ITEM, item.limits))


def _of_policy(counting: Counting, limit: checked.Limit) -> int | None:
    """The most that can reach a limit of the policy in one of its periods."""
    parts = [_of_category(counting, one, limit) for one in counting.policy.categories]
    return _least(_sum(parts), _of_limits(counting, counting.policy.limits, limit))


def _of_category(
    counting: Counting, category: checked.Category, limit: checked.Limit
) -> int | None:
    awards = [item for item in category.items if item.sign is checked.Sign.AWARD]
    parts = [_of_item(counting, item, limit) for item in awards]
    bonuses = counting.bonuses.get(category.name, ())
    parts += [_of_bonus(counting, bonus, limit) for bonus in bonuses]
    return _least(_sum(parts), _of_limits(counting, category.limits, limit))


def _of_group(counting: Counting, group: checked.Group, limit: checked.Limit) -> int | None:
    items = [_of_item(counting, item, limit) for item in counting.members[group.name]]
    return _least(_sum(items), _of_limits(counting, group.limits, limit))


def _of_bonus(counting: Counting, bonus: checked.Bonus, limit: checked.Limit) -> int | None:
    """A bonus comes at most once a period, and takes no times."""
    if limit.kind is checked.LimitKind.TIMES:
        return 0
    if isinstance(bonus.mark, checked.Within):  # it comes as often as records bring it
        return _of_limits(counting, counting.own[bonus.name], limit)
    touched = most_touched(bonus.mark.period, limit.period)
    rounded = round_to_step(bonus.points, 1, counting.policy.round_to)
    by_mark = None if touched is None else touched * max(bonus.points, rounded)
    return _least(by_mark, _of_limits(counting, counting.own[bonus.name], limit))


def _of_item(counting: Counting, item: checked.Item, limit: checked.Limit) -> int | None:
    own = counting.own[item.name]
    said = _of_limits(counting, own, limit)
    award = largest_award(item, counting.policy.round_to)
    # Under highest only, an award may come without using a time.
    if limit.kind is checked.LimitKind.TIMES or award is None or item.highest is not None:
        return said
    times = [
        one
        for one in own
        if one.kind is checked.LimitKind.TIMES
        and one.when is None
        and one.span not in counting.left_out
    ]
    by_times = [_times_in(one, limit) for one in times]
    return _least(said, *(None if most is None else most * award for most in by_times))


def _of_limits(
    counting: Counting, limits: Iterable[checked.Limit], limit: checked.Limit
) -> int | None:
    """The least that limits of the same kind, for whomever they hold, allow in one of `limit`'s.

    One with a condition holds for some accounts only, so it bounds nothing.
    """
    same = [
        one
        for one in limits
        if one.kind is limit.kind and one.when is None and one.span not in counting.left_out
    ]
    return _least(*(_times_in(one, limit) for one in same))


def _times_in(one: checked.Limit, limit: checked.Limit) -> int | None:
    """What `one` allows inside a period of `limit`, to whom `limit` is for."""
    if one.subject is not limit.subject and one.subject is not Subject.HOUSEHOLD:
        return None  # people's limits say nothing of their household
    touched = most_touched(one.period, limit.period)
    return None if touched is None else one.amount * touched


def most_standing(policy: checked.Policy) -> int | None:
    """The most that an account can stand at in one evaluation period; None without a bound."""
    whole = _alone(policy, checked.LimitKind.POINTS, policy.evaluate)
    touched = [most_touched(base.period, policy.evaluate) for base in policy.bases]
    bases = [
        None if times is None else base.points * times
        for base, times in zip(policy.bases, touched, strict=True)
    ]
    return _sum([*bases, _of_policy(count_smallest(policy), whole)])


def most_towards(counting: Counting, bonus: checked.Bonus) -> int | None:
    """The most that limits let an account reach towards a bonus; None without a bound.

    In what its mark is measured in: times, hundredths of points, or periods in a row.
    """
    policy, mark = counting.policy, bonus.mark
    if isinstance(mark, checked.Within):
        return None
    item = policy.items[bonus.item]
    limits = counting.limits_met(item)
    if isinstance(mark, checked.Reaches) and mark.measure is checked.Measure.POINTS:
        whole = _alone(policy, checked.LimitKind.POINTS, mark.period)
        return _least(_of_item(counting, item, whole), _of_limits(counting, limits, whole))
    if item.highest is not None:  # a record may raise the highest without using a time
        return None
    if isinstance(mark, checked.Runs):
        whole = _alone(policy, checked.LimitKind.TIMES, Period.DAY)
        alike = [
            limit for limit in limits if limit.kind is whole.kind and limit.subject is whole.subject
        ]
        return _least(*(_periods_in_a_row(limit, mark) for limit in alike))
    if mark.measure is checked.Measure.QUANTITY:
        return None
    whole = _alone(policy, checked.LimitKind.TIMES, mark.period)
    return _of_limits(counting, limits, whole)


def _alone(policy: checked.Policy, kind: checked.LimitKind, period: Period) -> checked.Limit:
    """A limit that no policy says: what would reach it is what an account has in a period."""
    return checked.Limit(checked.Scope.POLICY, "", kind, 0, policy.account, period, Span(0, 0))


def _periods_in_a_row(limit: checked.Limit, mark: checked.Runs) -> int | None:
    """In how many of the periods of a run there can be a time; None where that is not certain."""
    if limit.period is Period.EVER:
        return limit.amount
    inner, outer = _MONTHS.get(mark.period), _MONTHS.get(limit.period)
    if inner is None or outer is None or outer < inner:
        return None
    return limit.amount * ((mark.count - 2) * inner // outer + 2)


def _least(*amounts: int | None) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return min(known) if known else None


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
