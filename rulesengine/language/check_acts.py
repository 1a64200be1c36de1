"""Acts: deeds that clear points (归零) or bar an account from redeeming or honours (取消资格)."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from rulesengine.core.calendar import Period
from rulesengine.core.codes import Code
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_whole
from rulesengine.language.check_bonuses import MOST_MONTHS, find_counted, settle_mark
from rulesengine.language.check_clauses import only, refuse_repeated, settle_when, settle_window
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_names import other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Act

_CLEARED = {
    syntax.Stretch.THIS_MONTH: Period.MONTH,
    syntax.Stretch.THIS_QUARTER: Period.QUARTER,
    syntax.Stretch.THIS_YEAR: Period.YEAR,
    syntax.Stretch.ALL: Period.EVER,
}
# The terms of a bar that end with a period, the earliest first: none ends before the one above it.
_ENDS = {
    syntax.Stretch.THIS_MONTH: (Period.MONTH, 0),
    syntax.Stretch.THIS_QUARTER: (Period.QUARTER, 0),
    syntax.Stretch.THIS_YEAR: (Period.YEAR, 0),
    syntax.Stretch.NEXT_YEAR: (Period.YEAR, 1),
    syntax.Stretch.EVER: (Period.EVER, 0),
}
# Of so many months and a period: up to the first number the period ends later on whatever day it
# began (or as late), from the second on the months do; between them it depends on the day.
_PERIOD_ENDS_LATER, _NEVER = 0, MOST_MONTHS + 1
_BESIDE_MONTHS = {
    syntax.Stretch.THIS_MONTH: (0, 1),
    syntax.Stretch.THIS_QUARTER: (0, 3),
    syntax.Stretch.THIS_YEAR: (0, 12),
    syntax.Stretch.NEXT_YEAR: (12, 24),
    syntax.Stretch.EVER: (MOST_MONTHS, _NEVER),
}


def settle_act(
    report: Report, facts: Facts, act: Act, items: Mapping[str, syntax.Item]
) -> checked.Act | None:
    """A clear or a bar whose every part has a meaning, or None; `items` by either name."""
    before = len(report.found)
    refuse_repeated(report, act.names, act.clauses)
    when = settle_when(report, facts, act.clauses)
    first_day, last_day = settle_window(report, act.clauses)
    effect = _effect(report, act)
    counted = _counted(report, act, items)
    if effect is None or any(found.is_error for found in report.found[before:]):
        return None
    return checked.Act(
        name=act.names.first.text,
        other_name=other_name(act.names),
        effect=effect,
        span=act.span,
        when=when,
        first_day=first_day,
        last_day=last_day,
        counted=counted,
    )


def _counted(report: Report, act: Act, items: Mapping[str, syntax.Item]) -> checked.Counted | None:
    """The records that bring a bar; None where it has its own."""
    clause = only(act.clauses, syntax.Counted)
    if clause is None:
        return None
    when = only(act.clauses, syntax.When)
    if when is not None:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("records of {item} bring this, so it has no condition of its own",
                 item=clause.item.text),
            when.span,
            others=((clause.span, text("they are counted here")),),
            help=text("leave one of the two out"),
        )  # fmt: skip
    item = find_counted(report, clause.item, items)
    mark = None if item is None else settle_mark(report, clause.mark, item)
    if item is None or mark is None:
        return None
    return checked.Counted(item.names.first.text, mark)


def _effect(report: Report, act: Act) -> checked.Clear | checked.Bar | None:
    match act:
        case syntax.Clear():
            return checked.Clear(_CLEARED[act.stretch])
        case syntax.Bar():
            rights = frozenset(checked.Right(right.value) for right in act.rights)
            return _bar(report, rights, act.terms)
        case _:
            assert_never(act)


def _bar(
    report: Report,
    rights: frozenset[checked.Right],
    terms: Sequence[syntax.Stretch | syntax.Months],
) -> checked.Bar | None:
    """The bar up to the last of its terms."""
    stretches = [term for term in terms if isinstance(term, syntax.Stretch)]
    counts: list[tuple[int, syntax.Months]] = []
    for term in terms:
        if isinstance(term, syntax.Months):
            count = _months(report, term)
            if count is None:
                return None
            counts.append((count, term))
    last = max(stretches, key=list(_ENDS).index, default=None)
    months, written = max(counts, key=lambda one: one[0], default=(0, None))
    if last is None:
        return checked.Bar(rights, None, 0, months)
    if written is not None:
        at_most, at_least = _BESIDE_MONTHS[last]
        if months >= at_least:
            return checked.Bar(rights, None, 0, months)
        if months > at_most:
            _depends_on_the_day(report, written)
            return None
    period, later = _ENDS[last]
    return checked.Bar(rights, period, later, 0)


def _months(report: Report, term: syntax.Months) -> int | None:
    count = read_whole(report, term.count, MOST_MONTHS, text("months"))
    if count == 0:
        report.say(
            Code.OUT_OF_RANGE,
            text("{what} may not be 0", what=text("the months of a bar")),
            term.count.span,
            help=text("write a number above 0"),
        )
        return None
    return count


def _depends_on_the_day(report: Report, months: syntax.Months) -> None:
    report.say(
        Code.UNSUITABLE_CLAUSE,
        text(
            "which of these terms ends later depends on the day from which {months} are counted",
            months=report.written(months.span),
        ),
        months.span,
        help=text("keep one of the terms"),
    )
