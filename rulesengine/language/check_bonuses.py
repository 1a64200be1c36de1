"""Bonuses: the item whose records lead to one, the mark they must reach, and what limits it."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import (
    read_points,
    read_positive_points,
    read_size,
    read_whole,
)
from rulesengine.language.check_clauses import refuse_repeated
from rulesengine.language.check_limits import MOST_TIMES, in_taking_order, settle_limit
from rulesengine.language.check_names import meant, other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_values import TIMES_UNITS

_FEWEST_IN_A_ROW = 2


def settle_bonus(
    report: Report,
    bonus: syntax.Bonus,
    items: Mapping[str, syntax.Item],
    category: str,
    account: Subject,
    around: Sequence[checked.Limit],
) -> checked.Bonus | None:
    """A bonus whose every part has a meaning, or None.

    `items` are the policy's by either name; `around` the limits of its category, then the policy's.
    """
    before = len(report.found)
    refuse_repeated(report, bonus.names, bonus.clauses)
    points = read_points(report, bonus.points)
    item = _item(report, bonus, items)
    mark = None if item is None else _mark(report, bonus, item)
    own = _own_limits(report, bonus, account)
    if points is None or item is None or mark is None:
        return None
    if any(found.is_error for found in report.found[before:]):
        return None
    shared = [limit for limit in around if limit.kind is checked.LimitKind.POINTS]
    return checked.Bonus(
        name=bonus.names.first.text,
        other_name=other_name(bonus.names),
        category=category,
        points=points,
        item=item.names.first.text,
        mark=mark,
        limits=(*own, *shared),
        span=bonus.span,
    )


def _item(
    report: Report, bonus: syntax.Bonus, items: Mapping[str, syntax.Item]
) -> syntax.Item | None:
    item = items.get(bonus.item.text)
    if item is None:
        help, _ = meant(report, bonus.item.text, () if report.is_long else tuple(items))
        report.say(
            Code.UNKNOWN_NAME,
            text("this policy has no item {item}", item=bonus.item.text),
            bonus.item.span,
            help=help,
        )
    elif item.sign is syntax.Sign.DEDUCT:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("{item} takes points, and a bonus is for what gives them", item=bonus.item.text),
            bonus.item.span,
            others=((item.span, text("it takes points here")),),
            help=text("name an item that gives points"),
        )
        return None
    return item


def _own_limits(report: Report, bonus: syntax.Bonus, account: Subject) -> tuple[checked.Limit, ...]:
    name, limits = bonus.names.first.text, list[checked.Limit]()
    for clause in bonus.clauses:
        if not isinstance(clause, syntax.Cap):
            continue
        if clause.quantity is syntax.Quantity.TIMES:
            report.say(
                Code.UNSUITABLE_CLAUSE,
                text("a bonus comes once for each mark, so it has no limit in times"),
                clause.span,
                help=text("write the limit in points, or leave it out"),
            )
            continue
        limit = settle_limit(report, clause, account, checked.Scope.ITEM, name)
        if limit is not None:
            limits.append(limit)
    return in_taking_order(limits)


# --- marks ---------------------------------------------------------------------------------------


def _mark(
    report: Report, bonus: syntax.Bonus, item: syntax.Item
) -> checked.Reaches | checked.Runs | None:
    mark = bonus.mark
    match mark:
        case syntax.ReachesPoints():
            amount = read_positive_points(report, mark.points, text("a mark"))
            return _reaches(checked.Measure.POINTS, amount, mark.period)
        case syntax.Reaches():
            measure = _measure(report, mark, item)
            if measure is checked.Measure.QUANTITY:
                return _reaches(measure, read_size(report, mark.amount), mark.period)
            times = read_whole(report, mark.amount, MOST_TIMES, text("times"))
            return _reaches(measure, _at_least(report, mark.amount, times, 1, _TIMES), mark.period)
        case syntax.Runs():
            count = read_whole(report, mark.count, MOST_TIMES, text("periods"))
            count = _at_least(report, mark.count, count, _FEWEST_IN_A_ROW, _IN_A_ROW)
            return None if count is None else checked.Runs(count, mark.period.period)
        case _:
            assert_never(mark)


def _reaches(
    measure: checked.Measure | None, amount: int | None, every: syntax.Every
) -> checked.Reaches | None:
    if measure is None or amount is None:
        return None
    return checked.Reaches(measure, amount, every.period)


_TIMES = text("the times of a mark")
_IN_A_ROW = text("the periods in a row")


def _at_least(
    report: Report, number: syntax.Number, amount: int | None, least: int, what: Text
) -> int | None:
    if amount is None or amount >= least:
        return amount
    report.say(
        Code.OUT_OF_RANGE,
        text("{what} must be at least {least}, and here they are {amount}",
             what=what, least=least, amount=amount),
        number.span,
        help=text("write a larger number"),
    )  # fmt: skip
    return None


def _measure(report: Report, mark: syntax.Reaches, item: syntax.Item) -> checked.Measure | None:
    """What is counted up: whole times, or quantities in the item's own unit."""
    value, unit = item.value, mark.unit
    is_time = unit.known and unit.name == TIMES_UNITS[0]
    if not isinstance(value, syntax.PerUnit | syntax.PerBlock):
        if is_time:
            return checked.Measure.TIMES
        expected = report.words("次", "times")
    else:
        same = (unit.known, unit.name) == (value.unit.known, value.unit.name)
        counts_times = value.unit.known and value.unit.name in TIMES_UNITS
        if counts_times and (same or is_time):
            return checked.Measure.TIMES
        if same and not counts_times:
            return checked.Measure.QUANTITY
        expected = report.written(value.unit.span)
    report.say(
        Code.WRONG_UNIT,
        text("{item} is not measured in {unit}", item=item.names.first.text,
             unit=report.written(unit.span)),
        unit.span,
        others=((item.value.span, text("its value is declared here")),),
        help=text(
            "write {example}", example=mark.amount.text + report.words("", " ") + expected
        ),
    )  # fmt: skip
    return None
