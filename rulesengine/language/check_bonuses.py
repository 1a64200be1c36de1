"""Bonuses: the item whose records lead to one, the mark they must reach, and what limits it."""

from collections.abc import Mapping
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
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_items import Around
from rulesengine.language.check_limits import MOST_TIMES, in_taking_order, settle_limit
from rulesengine.language.check_names import meant, other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_values import TIMES_UNITS

_FEWEST_IN_A_ROW = 2


MOST_MONTHS = 1200


def settle_bonus(
    report: Report,
    facts: Facts,
    bonus: syntax.Bonus,
    items: Mapping[str, syntax.Item],
    around: Around,
) -> checked.Bonus | None:
    """A bonus or its opposite whose every part has a meaning, or None.

    `items` are the policy's by either name; `around` what lies around it, as around an item.
    """
    before = len(report.found)
    refuse_repeated(report, bonus.names, bonus.clauses)
    points = read_points(report, bonus.points)
    item = find_counted(report, bonus.item, items)
    is_award = bonus.sign is syntax.Sign.AWARD
    if item is not None and item.sign is not bonus.sign:
        _wrong_sign(report, bonus.item, item)
        return None
    mark = None if item is None else settle_mark(report, bonus.mark, item)
    own = _own_limits(report, facts, bonus, around.account)
    if points is None or item is None or mark is None:
        return None
    if any(found.is_error for found in report.found[before:]):
        return None
    shared = [limit for limit in around.limits if limit.kind is checked.LimitKind.POINTS]
    return checked.Bonus(
        name=bonus.names.first.text,
        other_name=other_name(bonus.names),
        category=around.category,
        points=points,
        item=item.names.first.text,
        mark=mark,
        limits=(*own, *(shared if is_award else ())),
        span=bonus.span,
        sign=checked.Sign(bonus.sign.value),
        floors=() if is_award else around.floors,
    )


def find_counted(
    report: Report, name: syntax.Name, items: Mapping[str, syntax.Item]
) -> syntax.Item | None:
    """The item whose records are counted; an unknown one is reported."""
    item = items.get(name.text)
    if item is None:
        help, _ = meant(report, name.text, () if report.is_long else tuple(items))
        report.say(
            Code.UNKNOWN_NAME,
            text("this policy has no item {item}", item=name.text),
            name.span,
            help=help,
        )
    return item


def _wrong_sign(report: Report, name: syntax.Name, item: syntax.Item) -> None:
    """A bonus is for what gives points, a deduction for what takes them: no award ever takes."""
    if item.sign is syntax.Sign.DEDUCT:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("{item} takes points, and a bonus is for what gives them", item=name.text),
            name.span,
            others=((item.span, text("it takes points here")),),
            help=text("name an item that gives points"),
        )
    else:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("{item} gives points, and what gives them never leads to a deduction",
                 item=name.text),
            name.span,
            others=((item.span, text("it gives points here")),),
            help=text("name an item that takes points"),
        )  # fmt: skip


def _own_limits(
    report: Report, facts: Facts, bonus: syntax.Bonus, account: Subject
) -> tuple[checked.Limit, ...]:
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
        limit = settle_limit(report, facts, clause, account, checked.Scope.ITEM, name)
        if limit is not None:
            limits.append(limit)
    return in_taking_order(limits)


# --- marks ---------------------------------------------------------------------------------------


def settle_mark(report: Report, mark: syntax.Mark, item: syntax.Item) -> checked.Mark | None:
    """The mark that the counted records of an item are to reach."""
    match mark:
        case syntax.ReachesPoints():
            amount = read_positive_points(report, mark.points, text("a mark"))
            return _reaches(report, checked.Measure.POINTS, amount, mark.period)
        case syntax.Reaches():
            measure = _measure(report, mark, item)
            if measure is checked.Measure.QUANTITY:
                return _reaches(report, measure, read_size(report, mark.amount), mark.period)
            times = read_whole(report, mark.amount, MOST_TIMES, text("times"))
            times = _at_least(report, mark.amount, times, 1, _TIMES)
            return _reaches(report, measure, times, mark.period)
        case syntax.Runs():
            count = read_whole(report, mark.count, MOST_TIMES, text("periods"))
            count = _at_least(report, mark.count, count, _FEWEST_IN_A_ROW, _IN_A_ROW)
            return None if count is None else checked.Runs(count, mark.period.period)
        case _:
            assert_never(mark)


def _reaches(
    report: Report,
    measure: checked.Measure | None,
    amount: int | None,
    time: syntax.Every | syntax.Within,
) -> checked.Reaches | checked.Within | None:
    months = None
    if isinstance(time, syntax.Within):
        months = read_whole(report, time.months, MOST_MONTHS, text("months"))
        months = _at_least(report, time.months, months, 1, _MONTHS)
        if months is None:
            return None
    if measure is None or amount is None:
        return None
    if isinstance(time, syntax.Within):
        return None if months is None else checked.Within(measure, amount, months)
    return checked.Reaches(measure, amount, time.period)


_MONTHS = text("the months of a mark")
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
