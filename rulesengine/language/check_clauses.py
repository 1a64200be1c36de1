"""Clauses of any statement: which stand twice, the condition and the days for which it holds."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from rulesengine.core.codes import Code
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_day
from rulesengine.language.check_conditions import settle_condition
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_report import Report

C = TypeVar("C")


def only(clauses: Sequence[object], kind: type[C]) -> C | None:
    """The first clause of a kind, or None."""
    return next((clause for clause in clauses if isinstance(clause, kind)), None)


def refuse_repeated(report: Report, names: syntax.Names, clauses: Sequence[object]) -> None:
    """Report every clause that may stand once and stands again, and 上限 beside 不设上限."""
    name = names.first.text
    for kind in (
        syntax.When,
        syntax.Window,
        syntax.Highest,
        syntax.NoCap,
        syntax.InGroup,
        syntax.Adjustable,
        syntax.PerClass,
        syntax.Carried,
        syntax.Counted,
    ):
        spans = [clause.span for clause in clauses if isinstance(clause, kind)]
        joined = text("join the two conditions with {word}", word=report.words("并且", "and"))
        refuse_second(report, name, spans, joined if kind is syntax.When else None)
    caps = [clause.span for clause in clauses if isinstance(clause, syntax.Cap)]
    no_caps = [clause.span for clause in clauses if isinstance(clause, syntax.NoCap)]
    if caps and no_caps:
        refuse_second(report, name, sorted([caps[0], no_caps[0]]))


def refuse_second(
    report: Report, name: str, spans: Sequence[Span], help: Text | None = None
) -> None:
    """Report every span but the first as said again."""
    for later in spans[1:]:
        report.say(
            Code.REPEATED_CLAUSE,
            text(
                "{name} says {earlier} and {later}, and only one of them can hold",
                name=name,
                earlier=report.written(spans[0]),
                later=report.written(later),
            ),
            later,
            text("said again here"),
            others=((spans[0], text("said first here")),),
            help=help or text("keep one of the two"),
        )


def settle_when(
    report: Report, facts: Facts, clauses: Sequence[object]
) -> checked.Condition | None:
    """The condition under which a statement holds; None: always (or it has no meaning)."""
    when = only(clauses, syntax.When)
    return None if when is None else settle_condition(report, facts, when.condition)


def settle_window(report: Report, clauses: Sequence[object]) -> tuple[date | None, date | None]:
    """The first and the last day of a statement; None: the policy's."""
    window = only(clauses, syntax.Window)
    return (None, None) if window is None else window_days(report, window.first, window.last)


def window_days(
    report: Report, first: syntax.Day | None, last: syntax.Day | None
) -> tuple[date | None, date | None]:
    """Both ends of a stretch of days; an end before its beginning is reported."""
    first_day = None if first is None else read_day(report, first)
    last_day = None if last is None else read_day(report, last)
    if first is not None and last is not None and first_day and last_day and last_day < first_day:
        report.say(
            Code.DATES_OUT_OF_ORDER,
            text("{last} comes before {first}", last=last.text, first=first.text),
            last.span,
            text("the last day"),
            others=((first.span, text("the first day")),),
            help=text("write the earlier day first"),
        )
    return first_day, last_day
