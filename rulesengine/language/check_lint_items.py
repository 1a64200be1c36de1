"""Warnings about items: nobody can reach one, it gives nothing, a part of it does nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from rulesengine.core.codes import Code
from rulesengine.core.quantity import Hundredths, read_hundredths, show_hundredths
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_bounds import largest_value
from rulesengine.language.check_reach import always_holds, never_holds
from rulesengine.language.check_report import Report

_Dated: TypeAlias = checked.Item | checked.Act


def lint_items(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    """Warn about every item and every act by itself."""
    for category in policy.categories:
        for item in category.items:
            span = spans[item.name]
            if _window(report, policy, item, span):
                _condition(report, policy, item)
            _factors(report, policy, item)
            _requires(report, policy, item)
            _value(report, policy, item, span)
    for act in policy.acts:
        if _window(report, policy, act, spans[act.name]):
            _condition(report, policy, act)


# A word behind the slash that is no period of the language, though people mean one by it.
_LIKE_PERIODS = {
    "个月": "月",
    "每月": "月",
    "季": "季度",
    "个季度": "季度",
    "年度": "年",
    "日": "天",
    "星期": "周",
    "months": "month",
    "quarters": "quarter",
    "years": "year",
    "weeks": "week",
}


def lint_units(report: Report, statements: Iterable[syntax.Statement]) -> None:
    """Warn where the unit of an item's quantity looks like a period that was written otherwise."""
    for statement in statements:
        match statement:
            case syntax.Item(value=syntax.PerUnit(unit=unit, size=None)) if not unit.known:
                meant = _LIKE_PERIODS.get(unit.name.casefold())
                if meant is not None:
                    report.say(
                        Code.UNIT_LIKE_PERIOD,
                        text(
                            "{unit} is read as a unit of quantity, not as a period", unit=unit.name
                        ),
                        unit.span,
                        help=text("for once a period write {period}", period=meant),
                        fix=meant,
                    )
            case _:
                pass


def lint_counts(report: Report, statements: Iterable[syntax.Statement]) -> None:
    """Warn where a value by count gives nothing after its last row, or cannot leave a row."""
    for statement in statements:
        match statement:
            case syntax.Item(names=names, value=syntax.ByCount(rows=rows)):
                _count_ends(report, names.first.text, rows)
                _row_never_left(report, names.first.text, rows)
            case _:
                pass


def _count_ends(report: Report, item: str, rows: Sequence[syntax.CountRow]) -> None:
    """Nobody wrote what comes after the last row."""
    last = rows[-1]
    if last.times is not None:
        report.say(
            Code.COUNT_ENDS,
            text("after {number} times {item} gives nothing", item=item, number=last.times.text)
            if last.times.text != "1"
            else text("after the first time {item} gives nothing", item=item),
            last.span,
            help=text(
                "say what comes afterwards: {example}",
                example=report.words("之后 0分", "then 0 points"),
            ),
        )


def _row_never_left(report: Report, item: str, rows: Sequence[syntax.CountRow]) -> None:
    """A record worth nothing is not counted, so it does not lead on to the next row."""
    worthless = [read_hundredths(row.points.text) == 0 for row in rows]
    for row, is_worthless in zip(rows[:-1], worthless, strict=False):
        if is_worthless and not all(worthless):
            report.say(
                Code.ROW_NEVER_LEFT,
                text("{item} never comes to the rows behind this one", item=item),
                row.span,
                notes=(text("a record that is worth nothing is not counted"),),
                help=text("give it points, or say with a limit what you mean"),
            )
            return


def _window(report: Report, policy: checked.Policy, item: _Dated, span: Span) -> bool:
    """Whether any day of the item's dates lies inside the policy's; report it where none does."""
    first, last = _days(policy, item)
    own_first, own_last = item.first_day or policy.first_day, item.last_day or policy.last_day
    dates = text(
        "the policy holds from {first} to {last}",
        first=policy.first_day.isoformat(),
        last=policy.last_day.isoformat() if policy.last_day else text("any later day"),
    )
    if last is not None and first > last:
        report.say(
            Code.UNREACHABLE_ITEM,
            text("no record can reach {item}: its days lie outside the policy's", item=item.name),
            span,
            notes=(dates,),
            help=text("correct the days of the item or of the policy"),
        )
        return False
    ends_later = (
        item.last_day is not None
        and policy.last_day is not None
        and item.last_day > policy.last_day
    )
    if own_first < policy.first_day or ends_later:
        report.say(
            Code.OVERLAPPING_DATES,
            text("some days of {item} lie outside the policy's", item=item.name),
            span,
            text(
                "from {first} to {last}",
                first=own_first.isoformat(),
                last=own_last.isoformat() if own_last else text("any later day"),
            ),
            notes=(dates,),
            help=text("on those days it gives nothing; correct the days"),
        )
    return True


def _days(policy: checked.Policy, item: _Dated) -> tuple[date, date | None]:
    first = max(policy.first_day, item.first_day or policy.first_day)
    ends = [day for day in (policy.last_day, item.last_day) if day is not None]
    return first, min(ends, default=None)


def _condition(report: Report, policy: checked.Policy, item: _Dated) -> None:
    if item.when is None:
        return
    days = _days(policy, item)
    if never_holds(item.when, *days):
        report.say(
            Code.UNREACHABLE_ITEM,
            text("no record can reach {item}: this condition can never hold", item=item.name),
            item.when.span,
            help=text("look for two parts that exclude each other"),
        )
    elif always_holds(item.when, *days):
        report.say(
            Code.ALWAYS_SAME,
            text("this condition keeps nobody out"),
            item.when.span,
            help=text("leave it out, or correct it"),
        )
    elif policy.eligible is not None:
        both = checked.And((policy.eligible, item.when), item.when.span)
        if never_holds(both, *days):
            report.say(
                Code.UNREACHABLE_ITEM,
                text(
                    "no record can reach {item}: whoever takes part cannot meet this",
                    item=item.name,
                ),
                item.when.span,
                others=((policy.eligible.span, text("who takes part")),),
                help=text("correct one of the two conditions"),
            )


def _factors(report: Report, policy: checked.Policy, item: checked.Item) -> None:
    days = _days(policy, item)
    for factor in item.factors:
        if never_holds(factor.when, *days):
            message = text("this factor never applies: its condition can never hold")
        elif always_holds(factor.when, *days):
            message = text("this factor always applies: its condition keeps nobody out")
        elif factor.times == 100:
            message = text("this factor changes nothing")
        else:
            continue
        report.say(Code.ALWAYS_SAME, message, factor.span, help=text("leave it out, or correct it"))


def _requires(report: Report, policy: checked.Policy, item: checked.Item) -> None:
    days = _days(policy, item)
    for requirement in item.requires:
        if requirement.when is None:
            continue
        if never_holds(requirement.when, *days):
            message = text("this is never required: its condition can never hold")
        elif always_holds(requirement.when, *days):
            message = text("this is always required: its condition keeps nobody out")
        else:
            continue
        report.say(
            Code.ALWAYS_SAME, message, requirement.span, help=text("leave it out, or correct it")
        )


def _value(report: Report, policy: checked.Policy, item: checked.Item, span: Span) -> None:
    value = item.value
    if largest_value(value) == 0:
        message = text("{item} is always worth nothing", item=item.name)
        report.say(Code.ALWAYS_SAME, message, span, help=text("write its points"))
        return
    amounts = set(_amounts(value))
    if isinstance(value, checked.ByLevel | checked.ByBand) and len(amounts) == 1:
        report.say(
            Code.ALWAYS_SAME,
            text("every row of {item} gives the same", item=item.name),
            span,
            help=text("write one value instead of the table, or correct a row"),
        )
    off = [amount for amount in sorted(amounts) if amount % policy.round_to]
    if off:
        report.say(
            Code.NOT_ON_STEP,
            text(
                "{points} points are never given: points are rounded to {step}",
                points=tuple(show_hundredths(amount) for amount in off),
                step=show_hundredths(policy.round_to),
            ),
            span,
            help=text("write a multiple of {step}", step=show_hundredths(policy.round_to)),
        )


def _amounts(value: checked.Value) -> Iterator[Hundredths]:
    """What one record can be worth by the words of the policy alone."""
    match value:
        case checked.PerUnit():
            if value.unit.is_times and value.size == 100:
                yield value.points
        case checked.PerBlock() | checked.PerPeriod():
            yield value.points
        case checked.Judged():
            yield from (value.low, value.high)
        case checked.ByLevel():
            yield from value.points.values()
        case checked.ByBand():
            yield from (value.otherwise, *(points for _, points in value.rows))
        case checked.ByCount():
            yield from (value.afterwards, *(points for _, points in value.tiers))
