"""Warnings about limits: said twice, smaller than one award, or never reached."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.codes import Code
from rulesengine.core.quantity import Hundredths
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.language.check_bounds import largest_value, never_binding, own_limits
from rulesengine.language.check_names import listed
from rulesengine.language.check_reach import always_holds, never_holds
from rulesengine.language.check_report import Report

_MOST_LABELS = 5
_Sized: TypeAlias = tuple[str, Hundredths]  # what gives points, and the most it says


def lint_limits(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    """Warn about limits and floors that repeat, that are too small or that never take."""
    repeated = _repeated_limits(report, policy)
    _for_nobody(report, policy)
    _repeated_floors(report, policy)
    _too_small(report, policy, spans)
    for limit, bound in never_binding(policy, repeated):
        is_points = limit.kind is checked.LimitKind.POINTS
        report.say(
            Code.NEVER_BINDS,
            text(
                "{limit} changes nothing, because other limits allow no more",
                limit=report.written(limit.span),
            ),
            limit.span,
            notes=(
                text(
                    "without it there can be at most {most}",
                    most=points_words(bound) if is_points else times_words(bound),
                ),
            ),
            help=text("leave it out, or make it smaller"),
        )


def _own_limits(policy: checked.Policy) -> Iterator[tuple[checked.Limit, ...]]:
    """The limits of each place where limits stand."""
    yield policy.limits
    for category in policy.categories:
        yield category.limits
        for item in category.items:
            yield own_limits(item)
    for group in policy.groups:
        yield group.limits
    for bonus in policy.bonuses:
        yield own_limits(bonus)


def _repeated_limits(report: Report, policy: checked.Policy) -> list[checked.Limit]:
    """Of two alike, the one that does not bind; reported at the later one."""
    idle: list[checked.Limit] = []
    for limits in _own_limits(policy):
        seen: dict[object, checked.Limit] = {}
        for limit in sorted((one for one in limits if one.when is None), key=_span):
            earlier = seen.get(limit.key)
            if earlier is None or limit.once_per_period or earlier.once_per_period:
                seen.setdefault(limit.key, limit)
                continue
            binding, other = sorted((earlier, limit), key=lambda one: one.amount)
            seen[limit.key] = binding
            idle.append(other)
            report.say(
                Code.REPEATED_LIMIT,
                text("two limits count the same, and only the smaller one takes"),
                limit.span,
                others=((earlier.span, text("the other one")),),
                help=text("keep one of the two"),
            )
    return idle


def _for_nobody(report: Report, policy: checked.Policy) -> None:
    """Warn about limits whose condition can never hold, or always does."""
    days = policy.first_day, policy.last_day
    for limit in (one for limits in _own_limits(policy) for one in limits):
        if limit.when is None:
            continue
        if never_holds(limit.when, *days):
            message = text("this limit is for nobody: its condition can never hold")
        elif always_holds(limit.when, *days):
            message = text("this limit is for everybody: its condition keeps nobody out")
        else:
            continue
        report.say(
            Code.ALWAYS_SAME,
            message,
            limit.when.span,
            help=text("leave it out, or correct it"),
        )


def _span(limit: checked.Limit) -> Span:
    return limit.span


def _repeated_floors(report: Report, policy: checked.Policy) -> None:
    for floors in (policy.floors, *(category.floors for category in policy.categories)):
        seen: dict[object, checked.Floor] = {}
        for floor in floors:
            earlier = seen.setdefault(floor.period, floor)
            if earlier is not floor:
                report.say(
                    Code.REPEATED_LIMIT,
                    text("two floors count over the same time, and only the higher one holds"),
                    floor.span,
                    others=((earlier.span, text("the other one")),),
                    help=text("keep one of the two"),
                )


def _too_small(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    """Bonuses take no times, so only limits in points are held against them."""
    bonuses: dict[str, list[_Sized]] = {}
    for bonus in policy.bonuses:
        if bonus.sign is checked.Sign.AWARD:
            bonuses.setdefault(bonus.category, []).append((bonus.name, bonus.points))
    awards = [[_sized(one) for one in _awards(category)] for category in policy.categories]
    everything = [one for part in awards for one in part]
    _judge(
        report, policy.limits, everything, [one for part in bonuses.values() for one in part], spans
    )
    for category, part in zip(policy.categories, awards, strict=True):
        _judge(report, category.limits, part, bonuses.get(category.name, []), spans)
        for item in category.items:
            _judge(report, own_limits(item), [_sized(item)], [], spans)
    members: dict[str, list[_Sized]] = {}
    for item in (one for category in policy.categories for one in _awards(category)):
        members.setdefault(item.group, []).append(_sized(item))
    for group in policy.groups:
        _judge(report, group.limits, members.get(group.name, []), [], spans)
    for bonus in policy.bonuses:
        _judge(report, own_limits(bonus), [], [(bonus.name, bonus.points)], spans)


def _awards(category: checked.Category) -> list[checked.Item]:
    return [item for item in category.items if item.sign is checked.Sign.AWARD]


def _sized(item: checked.Item) -> _Sized:
    return item.name, largest_value(item.value)


def _size(sized: _Sized) -> int:
    return -sized[1]


def _judge(
    report: Report,
    limits: Sequence[checked.Limit],
    items: Sequence[_Sized],
    bonuses: Sequence[_Sized],
    spans: Mapping[str, Span],
) -> None:
    """Report the limits that are smaller than some of what they limit."""
    if not limits:
        return
    by_size = {
        checked.LimitKind.POINTS: sorted((*items, *bonuses), key=_size),
        checked.LimitKind.TIMES: sorted(items, key=_size),
    }
    for limit in limits:
        sized = by_size[limit.kind]
        least = limit.amount if limit.kind is checked.LimitKind.POINTS else 0
        if limit.kind is checked.LimitKind.TIMES and limit.amount > 0:
            continue
        above = sized[: bisect_left(sized, -least, key=_size)]
        if above:
            _say_too_small(report, limit, above, spans)


def _say_too_small(
    report: Report,
    limit: checked.Limit,
    items: Sequence[_Sized],
    spans: Mapping[str, Span],
) -> None:
    names, written = listed([name for name, _ in items]), report.written(limit.span)
    if limit.kind is checked.LimitKind.TIMES:
        message = text("{limit} lets nothing through of {items}", limit=written, items=names)
        labels: list[tuple[Span, Text | None]] = [
            (spans[name], None) for name, _ in items[:_MOST_LABELS]
        ]
    else:
        message = text("{limit} is smaller than one award of {items}", limit=written, items=names)
        labels = [
            (spans[name], text("up to {points}", points=points_words(points)))
            for name, points in items[:_MOST_LABELS]
        ]
    report.say(
        Code.LIMIT_BELOW_AWARD,
        message,
        limit.span,
        others=labels,
        help=text("raise the limit, or give fewer points"),
    )
