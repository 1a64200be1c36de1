"""The header of a policy: its name, dates, account, rounding, money, periods and expiry."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Hundredths
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import (
    MOST_GRACE_DAYS,
    read_budget,
    read_percent,
    read_points,
    read_positive_points,
    read_positive_yuan,
    read_whole,
)
from rulesengine.language.check_clauses import window_days
from rulesengine.language.check_names import other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Header

_NO_DAY = date.min


@attrs.frozen
class Settled:
    """A header whose values are settled; what was wrong has its default, and was reported."""

    name: str
    other_name: str
    first_day: date
    last_day: date | None
    account: Subject
    round_to: Hundredths
    rate: checked.Rate | None
    settle: Period
    evaluate: Period
    minimum: Hundredths
    expiry: checked.Expiry | None
    suspension: checked.Suspension | None
    budgets: tuple[checked.Budget, ...]


def settle_header(report: Report, header: Header) -> Settled:
    """The header with what is not said filled in."""
    name, other = _names(report, header.title)
    first_day, last_day = _dates(report, header.effective)
    round_to = header.round_to and read_positive_points(
        report, header.round_to.points, text("the step of rounding")
    )
    minimum = header.minimum and read_points(report, header.minimum.points)
    return Settled(
        name=name,
        other_name=other,
        first_day=first_day,
        last_day=last_day,
        account=Subject.HOUSEHOLD if header.account is None else header.account.subject,
        round_to=round_to or 1,
        rate=_rate(report, header.rate),
        settle=Period.QUARTER
        if header.settle is None
        else ending_period(report, header.settle.period, Period.QUARTER),
        evaluate=Period.YEAR if header.evaluate is None else header.evaluate.period.period,
        minimum=minimum or 0,
        expiry=_expiry(report, header.expiry),
        suspension=_suspension(report, header.suspend),
        budgets=_budgets(report, header.budgets),
    )


def _names(report: Report, title: syntax.PolicyTitle | None) -> tuple[str, str]:
    if title is not None:
        return title.names.first.text, other_name(title.names)
    name = PurePath(report.source.name).stem
    if report.broken:
        return name, ""
    report.say(
        Code.MISSING_NAME,
        text("this policy does not say its name"),
        report.beginning,
        notes=(text("until it does, it is called {name}", name=name),),
        help=text(
            "write it first, as in {example}",
            example=report.words(f'办法 "{name}"', f'policy "{name}"'),
        ),
    )
    return name, ""


def _dates(report: Report, effective: syntax.Effective | None) -> tuple[date, date | None]:
    if effective is None and not report.broken:
        report.say(
            Code.MISSING_EFFECTIVE,
            text("this policy does not say from which day it holds"),
            report.beginning,
            help=text(
                "write the day, as in {example}",
                example=report.words("施行 2025-01-01", "effective 2025-01-01"),
            ),
        )
    if effective is None:
        return _NO_DAY, None
    first_day, last_day = window_days(report, effective.first, effective.last)
    return first_day or _NO_DAY, last_day


def _rate(report: Report, rate: syntax.Rate | None) -> checked.Rate | None:
    if rate is None:
        return None
    points = read_positive_points(report, rate.points, text("the points of a rate"))
    fen = read_positive_yuan(report, rate.yuan)
    return None if points is None or fen is None else checked.Rate(points, fen)


def ending_period(report: Report, every: syntax.Every, default: Period = Period.YEAR) -> Period:
    """A period that ends: nothing is settled, expires or is ranked at the end of ever."""
    if every.period is Period.EVER:
        report.say(
            Code.OUT_OF_RANGE,
            text("{period} never ends", period=report.written(every.span)),
            every.span,
            help=text("write {example}", example=report.words("每年", "per year")),
        )
        return default
    return every.period


def _expiry(
    report: Report, statement: syntax.Expire | syntax.Carry | None
) -> checked.Expiry | None:
    if statement is None:
        return None
    grace = statement.grace_days and read_whole(
        report, statement.grace_days, MOST_GRACE_DAYS, text("days")
    )
    every = statement.period
    period = Period.YEAR if every is None else ending_period(report, every)
    if isinstance(statement, syntax.Expire):
        return checked.Expiry(period, 0, grace or 0, True, statement.span)
    if statement.percent is None:
        return None
    percent = read_percent(report, statement.percent)
    if statement.period is None:
        written = report.written(statement.span)
        report.say(
            Code.MISSING_PERIOD,
            text("it is not said how often a share is carried over"),
            statement.span,
            help=text("write {example}", example=written + report.words(" 每年", " per year")),
        )
    return checked.Expiry(period, percent or 0, grace or 0, False, statement.span)


def _suspension(report: Report, statement: syntax.Suspend | None) -> checked.Suspension | None:
    if statement is None:
        return None
    below, resume = read_points(report, statement.below), read_points(report, statement.resume)
    if below is None or resume is None:
        return None
    if resume < below:
        report.say(
            Code.ROWS_OUT_OF_ORDER,
            text("redeeming would begin again at points at which it stops"),
            statement.resume.span,
            others=((statement.below.span, text("it stops below this")),),
            help=text("write {points} or more", points=statement.below.text),
        )
        return None
    return checked.Suspension(below, resume, statement.span)


def _budgets(report: Report, statements: Sequence[syntax.Budget]) -> tuple[checked.Budget, ...]:
    budgets: list[checked.Budget] = []
    for statement in statements:
        fen = read_budget(report, statement.yuan)
        if fen is not None:
            budgets.append(checked.Budget(fen, statement.period.period, statement.span))
    return tuple(budgets)
