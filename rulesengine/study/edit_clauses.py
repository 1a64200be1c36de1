"""Changes of values, limits and the other clauses of items."""

import re
from typing import assert_never

from rulesengine.core.facts import Subject
from rulesengine.core.source import Span
from rulesengine.language import syntax
from rulesengine.study.edit_conditions import of_condition
from rulesengine.study.edits import PERIOD_WORDS, Edit, Edits, Written, beside


def of_value(  # noqa: C901 - a list, one case for each kind of value
    text: Written, value: syntax.Value
) -> Edits:
    match value:
        case syntax.PerUnit(points=points, size=size):
            yield from text.numbers(value.span, points)
            if size is not None:
                yield from text.numbers(value.span, size)
        case syntax.PerBlock(points=points, size=size):
            yield from text.numbers(value.span, points)
            yield from text.numbers(value.span, size)
            yield from _without_full(text, value.span)
        case syntax.PerPeriod(points=points, period=every):
            yield from text.numbers(value.span, points)
            for period in beside(every.period):
                yield Edit(value.span, every.span, text.words(every.span, PERIOD_WORDS[period]))
        case syntax.Judged(low=low, high=high):
            yield from text.numbers(value.span, low, both=True)
            yield from text.numbers(value.span, high, both=True)
            yield from _of_judges(text, value)
        case syntax.ByTable(rows=rows):
            for row in rows:
                if isinstance(row, syntax.BandRow) and row.threshold is not None:
                    yield from text.numbers(row.span, row.threshold, both=True)
                yield from text.numbers(row.span, row.points)
        case syntax.ByCount(period=every, rows=rows):
            yield from text.periods(value.span, every)
            for count in rows:
                if count.times is not None:
                    yield from text.numbers(count.span, count.times, both=True)
                yield from text.numbers(count.span, count.points)
        case _:
            assert_never(value)


def _of_judges(text: Written, value: syntax.Judged) -> Edits:
    """The mean for the median, the other way, and the extremes counted too."""
    behind = Span(value.high.span.end, value.span.end)
    mean, median = ("取平均", "mean"), ("取中位数", "median")
    match value.judges:
        case None:
            return
        case syntax.Judges.MEDIAN:
            yield from _instead(text, value.span, behind, median, mean)
        case syntax.Judges.MEAN:
            yield from _instead(text, value.span, behind, mean, median)
        case syntax.Judges.MEAN_WITHOUT_EXTREMES:
            yield from _instead(
                text, value.span, behind, (r"\s*去掉最高最低", r"\s*without\s+extremes")
            )
        case _:
            assert_never(value.judges)


def _instead(
    text: Written,
    clause: Span,
    inside: Span,
    words: tuple[str, str],
    others: tuple[str, str] | None = None,
) -> Edits:
    """Another word in the place of one; with no other the word is left out."""
    found = re.search("|".join(words), text.slice(inside), re.IGNORECASE)
    if found is not None:
        place = Span(inside.start + found.start(), inside.start + found.end())
        yield Edit(clause, place, "" if others is None else text.words(place, others))


def left_out_word(text: Written, clause: Span, words: tuple[str, str]) -> Edits:
    """Without a word of a clause, and the blanks and the comma before it."""
    pairs = (rf"\s*[,，﹐]?\s*{word}" for word in words)
    yield from _instead(text, clause, clause, (next(pairs), next(pairs)))


def of_asked(text: Written, clause: Span, condition: syntax.Condition) -> Edits:
    """A condition behind something without a comma: changed, and left out."""
    yield from of_condition(text, clause, condition)
    before = text.source.text[clause.start : condition.span.start]
    said = re.search(r"\s*(?:当|\bwhen\b)\s*\(*\s*$", before, re.IGNORECASE)
    if said is not None:
        yield Edit(clause, Span(clause.start + said.start(), clause.end), "")


def _without_full(text: Written, clause: Span) -> Edits:
    found = re.search(r"满\s*|full\s+", text.slice(clause), re.IGNORECASE)
    if found is not None:
        place = Span(clause.start + found.start(), clause.start + found.end())
        yield Edit(clause, place, "")


def of_clause(text: Written, clause: syntax.ItemClause | syntax.Cap | syntax.NoCap) -> Edits:
    match clause:
        case syntax.Cap() | syntax.NoCap():
            yield from of_cap(text, clause)
        case syntax.When(condition=condition):
            yield from of_condition(text, clause.span, condition)
            yield text.left_out(clause.span)
        case syntax.Window(first=first, last=last):
            yield from text.days(clause.span, (first, last))
        case syntax.Factor(times=times, condition=condition):
            yield from text.numbers(clause.span, times)
            yield from of_condition(text, clause.span, condition)
        case syntax.Highest(period=every):
            yield text.left_out(clause.span)
            if every is not None:
                yield from text.periods(clause.span, every)
        case syntax.InGroup():
            yield text.left_out(clause.span)
        case syntax.Requires(condition=asked):
            yield text.left_out(clause.span)
            if asked is not None:
                yield from of_condition(text, clause.span, asked)
        case syntax.Carried(period=every):
            yield text.left_out(clause.span)
            yield from text.periods(clause.span, every)
        case syntax.Adjustable():
            return  # what a village may set changes no points
        case _:
            assert_never(clause)


def of_cap(text: Written, cap: syntax.Cap | syntax.NoCap) -> Edits:
    if isinstance(cap, syntax.NoCap):
        return
    yield from text.numbers(cap.span, cap.amount)
    if cap.when is not None:
        yield from of_asked(text, cap.span, cap.when)
    if cap.period is not None:
        yield from text.periods(cap.span, cap.period)
    found = re.search(
        r"每\s*[户人]|per\s+(?:household|person)", text.slice(cap.span), re.IGNORECASE
    )
    if found is not None and cap.subject is not None:
        place = Span(cap.span.start + found.start(), cap.span.start + found.end())
        other = (
            ("每人", "per person")
            if cap.subject is Subject.HOUSEHOLD
            else ("每户", "per household")
        )
        yield Edit(cap.span, place, text.words(place, other))
