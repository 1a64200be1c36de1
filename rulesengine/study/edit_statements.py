"""Every change of one statement of a policy."""

import re
from collections.abc import Sequence
from typing import assert_never

from rulesengine.core.calendar import Period
from rulesengine.core.source import Source, Span
from rulesengine.language import syntax
from rulesengine.study.edit_clauses import left_out_word, of_asked, of_cap, of_clause, of_value
from rulesengine.study.edit_conditions import of_condition
from rulesengine.study.edits import Edit, Edits, Written, beside

_RUNS = {
    Period.DAY: ("天", "days"),
    Period.WEEK: ("周", "weeks"),
    Period.MONTH: ("个月", "months"),
    Period.QUARTER: ("个季度", "quarters"),
    Period.YEAR: ("年", "years"),
}
_STRETCHES = [("本月", "this month"), ("本季度", "this quarter"), ("本年", "this year"),
              ("全部", "all")]  # fmt: skip
_TERMS = [("本月", "this month"), ("本季度", "this quarter"), ("本年", "this year"),
          ("下年", "next year")]  # fmt: skip
_PER_HEAD = ("人均", r"per\s+head")
_RIGHTS = [("兑换", "redeem"), ("荣誉", "honour")]


def edits_of(source: Source, statement: syntax.Statement) -> Edits:  # noqa: C901 - a list
    """Every change of one statement; none for what no line of a passbook hangs on."""
    text = Written(source, statement.span)
    match statement:
        case syntax.Effective(first=first, last=last):
            yield from text.days(statement.span, (first, last))
        case syntax.Eligible(condition=condition):
            yield from of_condition(text, statement.span, condition)
            yield text.left_out(statement.span)
        case syntax.RoundTo(points=points):
            yield from text.numbers(statement.span, points, both=True)
        case syntax.Rate(yuan=yuan):
            yield from text.numbers(statement.span, yuan)
        case syntax.Evaluate(period=every):
            yield from text.periods(statement.span, every)
        case syntax.Base():
            yield from of_base(text, statement)
        case syntax.Floor():
            yield from of_floor(text, statement)
        case syntax.Limit(cap=cap):
            yield from of_cap(text, cap)
        case syntax.Minimum(points=points):
            yield from text.numbers(statement.span, points, both=True)
        case syntax.Suspend(below=below, resume=resume):
            yield from text.numbers(statement.span, below, both=True)
            yield from text.numbers(statement.span, resume, both=True)
        case syntax.Expire() | syntax.Carry():
            yield from of_expiry(text, statement)
        case syntax.Group(clauses=clauses):
            for clause in clauses:
                yield from of_clause(text, clause)
        case syntax.Item(value=value, clauses=clauses):
            yield from of_value(text, value)
            for item_clause in clauses:
                yield from of_clause(text, item_clause)
        case syntax.Bonus():
            yield from of_bonus(text, statement)
        case syntax.Clear() | syntax.Bar():
            yield from of_act(text, statement)
        case syntax.Honour():
            yield from of_honour(text, statement)
        case syntax.Grade(points=points):
            yield from text.numbers(statement.span, points, both=True)
            if statement.per_head:
                yield from left_out_word(text, statement.span, _PER_HEAD)
        case syntax.Match():
            yield from of_match(text, statement)
        case syntax.SetItem() | syntax.SetRate() | syntax.SetMinimum() | syntax.SetBase():
            yield from of_setting(text, statement)
        case _:
            return


def of_setting(
    text: Written,
    setting: syntax.SetItem | syntax.SetRate | syntax.SetMinimum | syntax.SetBase,
) -> Edits:
    """What a village sets, as what it sets would be changed."""
    match setting:
        case syntax.SetItem(value=value, clauses=clauses):
            if value is not None:
                yield from _of_set_value(text, value)
            for clause in clauses:
                yield from of_clause(text, clause)
        case syntax.SetRate(yuan=yuan):
            yield from text.numbers(setting.span, yuan)
        case syntax.SetMinimum(points=points):
            yield from text.numbers(setting.span, points, both=True)
        case syntax.SetBase(points=points):
            yield from text.numbers(setting.span, points)
        case _:
            assert_never(setting)


def _of_set_value(text: Written, value: syntax.SetTo) -> Edits:
    match value:
        case syntax.SetPoints(points=points):
            yield from text.numbers(value.span, points)
        case syntax.SetRange(low=low, high=high):
            yield from text.numbers(value.span, low, both=True)
            yield from text.numbers(value.span, high, both=True)
        case syntax.SetRows(rows=rows):
            for row in rows:
                yield from text.numbers(row.span, row.points)
        case syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod():
            yield from text.numbers(value.span, value.points)
        case _:
            assert_never(value)


def of_base(text: Written, base: syntax.Base) -> Edits:
    yield from text.numbers(base.span, base.points)
    if base.period.period is Period.EVER:
        written = text.words(base.period.span, ("每年", "per year"))
        yield Edit(base.span, base.period.span, written)
    else:
        yield from text.periods(base.span, base.period)
    found = re.search(
        r"[,，﹐]\s*(不可兑换|not\s+redeemable)", text.slice(base.span), re.IGNORECASE
    )
    if found is not None:
        place = Span(base.span.start + found.start(), base.span.start + found.end())
        yield Edit(base.span, place, "")
    else:
        after = text.words(base.period.span, (", 不可兑换", ", not redeemable"))
        end = base.period.span.end
        yield Edit(base.span, Span(end, end), after)


def of_floor(text: Written, floor: syntax.Floor) -> Edits:
    if floor.points is None:
        yield Edit(floor.span, floor.span, text.words(floor.span, ("下限 0分", "floor 0 points")))
        return
    yield from text.numbers(floor.span, floor.points)
    yield Edit(floor.span, floor.span, text.words(floor.span, ("不设下限", "no floor")))
    if floor.period is not None:
        yield from text.periods(floor.span, floor.period)
    if floor.with_base:
        yield from left_out_word(text, floor.span, ("含基础分", r"with\s+base"))


def of_match(text: Written, match: syntax.Match) -> Edits:
    """How much is released, by how much, for whom; and not released at all."""
    yield from text.numbers(match.span, match.points, both=True)
    yield from text.numbers(match.span, match.earned, both=True)
    if match.condition is not None:
        yield from of_asked(text, match.span, match.condition)
    yield text.left_out(match.span)


def of_expiry(text: Written, statement: syntax.Expire | syntax.Carry) -> Edits:
    span, english = statement.span, text.in_english()
    if isinstance(statement, syntax.Carry) and statement.percent is None:
        yield Edit(span, span, "expire per year" if english else "清零 每年")
        return
    yield Edit(span, span, "carry all" if english else "结转 全部")
    if isinstance(statement, syntax.Carry) and statement.percent is not None:
        yield from text.numbers(span, statement.percent)
    if statement.period is not None:
        yield from text.periods(span, statement.period)
    if statement.grace_days is not None:
        yield from text.numbers(span, statement.grace_days, both=True)


def of_bonus(text: Written, bonus: syntax.Bonus) -> Edits:
    yield from text.numbers(bonus.points.span, bonus.points)
    yield from of_mark(text, bonus.mark)
    for clause in bonus.clauses:
        yield from of_cap(text, clause)


def of_mark(text: Written, mark: syntax.Mark) -> Edits:
    match mark:
        case syntax.Reaches(amount=amount, period=every):
            yield from text.numbers(mark.span, amount, both=True)
            yield from _of_stretch(text, mark.span, every)
        case syntax.ReachesPoints(points=points, period=every):
            yield from text.numbers(mark.span, points, both=True)
            yield from _of_stretch(text, mark.span, every)
        case syntax.Runs(count=count, period=every):
            yield from text.numbers(mark.span, count, both=True)
            for period in beside(every.period):
                if period in _RUNS:
                    yield Edit(mark.span, every.span, text.words(every.span, _RUNS[period]))
        case _:
            assert_never(mark)


def _of_stretch(text: Written, clause: Span, stretch: syntax.Every | syntax.Within) -> Edits:
    if isinstance(stretch, syntax.Within):
        yield from text.numbers(clause, stretch.months, both=True)
    else:
        yield from text.periods(clause, stretch)


def of_act(text: Written, act: syntax.Clear | syntax.Bar) -> Edits:
    """How much is cleared, what is barred and how long; found by their words."""
    behind = Span(act.names.span.end, act.clauses[0].span.start if act.clauses else act.span.end)
    if isinstance(act, syntax.Clear):
        yield from _neighbours(text, behind, _STRETCHES)
    else:
        yield from _neighbours(text, behind, _RIGHTS, taken=len(act.rights))
        yield from _neighbours(text, behind, _TERMS, taken=len(act.terms))
        for term in act.terms:
            if isinstance(term, syntax.Months):
                yield from text.numbers(behind, term.count, both=True)
    for clause in act.clauses:
        if isinstance(clause, syntax.Counted):
            yield from of_mark(text, clause.mark)
        else:
            yield from of_clause(text, clause)


def _neighbours(
    text: Written, inside: Span, words: Sequence[tuple[str, str]], *, taken: int = 1
) -> Edits:
    """Another word of a row of words; where several stand, each left out."""
    written = text.slice(inside)
    for place, (chinese, english) in enumerate(words):
        pattern = rf"{chinese}|\b{english.replace(' ', r'[ ]+')}\b"
        for found in re.finditer(pattern, written, re.IGNORECASE):
            span = Span(inside.start + found.start(), inside.start + found.end())
            clause = text.trimmed(inside)
            if taken > 1:
                yield Edit(clause, text.with_separator(span), "")
                continue
            for other in (place - 1, place + 1):
                if 0 <= other < len(words):
                    yield Edit(clause, span, text.words(span, words[other]))


def of_honour(text: Written, honour: syntax.Honour) -> Edits:
    behind = Span(honour.names.span.end, honour.period.span.end)
    clause = text.trimmed(behind)
    yield from text.numbers(clause, honour.first, both=True)
    if honour.ranked_by is not None:
        written = "total" if text.in_english() else "总分"
        yield Edit(clause, honour.ranked_by.span, written)
    if honour.per_head:
        yield from left_out_word(text, clause, _PER_HEAD)
    yield from text.periods(clause, honour.period)
    for one in honour.clauses:
        match one:
            case syntax.When():
                yield from of_clause(text, one)
            case syntax.PerClass():
                yield text.left_out(one.span)
            case _:
                assert_never(one)
