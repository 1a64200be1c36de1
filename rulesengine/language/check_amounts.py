"""Numbers and dates as written, read into hundredths, fen, whole numbers and days.

Each reader reports what is wrong and gives None; nobody rounds, nothing is guessed.
"""

from calendar import monthrange
from datetime import date

from rulesengine.core.calendar import read_date
from rulesengine.core.codes import Code
from rulesengine.core.quantity import (
    MOST_FACTOR,
    MOST_POLICY_POINTS,
    MOST_UNITS,
    Fen,
    Hundredths,
    read_hundredths,
    show_hundredths,
)
from rulesengine.core.text import Text, text
from rulesengine.language import syntax
from rulesengine.language.check_report import Report

MOST_FEN: Fen = 100_000_00
MOST_BUDGET: Fen = 1_000_000_000_00  # of all accounts of a village, a town or a county
MOST_GRACE_DAYS = 3660


def read_points(report: Report, number: syntax.Number) -> Hundredths | None:
    """Points of an award, a limit, a floor, a price: 0 to 100 000."""
    return _in_range(report, number, MOST_POLICY_POINTS, text("points"))


def read_signed_points(report: Report, number: syntax.Number) -> Hundredths | None:
    """Points that a test expects: any sign and size, two decimals."""
    amount = read_hundredths(number.text)
    if amount is None:
        _no_hundredths(report, number)
    return amount


def read_positive_points(report: Report, number: syntax.Number, what: Text) -> Hundredths | None:
    """Points that may not be 0: those of a rate and of the step that points are rounded to."""
    return _not_zero(report, number, read_points(report, number), what)


def read_size(report: Report, number: syntax.Number) -> Hundredths | None:
    """How many units a value is for: more than 0, at most 100 000."""
    size = _in_range(report, number, MOST_UNITS, text("units"))
    return _not_zero(report, number, size, text("the number of units"))


def read_quantity(report: Report, number: syntax.Number) -> Hundredths | None:
    """A quantity, a threshold or a number that a fact is compared with: 0 to 100 000."""
    return _in_range(report, number, MOST_UNITS, text("units"))


def read_factor(report: Report, number: syntax.Number) -> Hundredths | None:
    """A factor: more than 0, at most 100."""
    factor = _in_range(report, number, MOST_FACTOR, text("fold"))
    return _not_zero(report, number, factor, text("a factor"))


def read_yuan(report: Report, number: syntax.Number) -> Fen | None:
    """Money, in fen: 0 to 100 000 yuan."""
    return _in_range(report, number, MOST_FEN, text("Chinese yuan"))


def read_positive_yuan(report: Report, number: syntax.Number) -> Fen | None:
    """Money of a rate, in fen: more than 0."""
    return _not_zero(report, number, read_yuan(report, number), text("the money of a rate"))


def read_budget(report: Report, number: syntax.Number) -> Fen | None:
    """Money of all accounts, in fen: more than 0, at most a billion yuan."""
    fen = _in_range(report, number, MOST_BUDGET, text("Chinese yuan"))
    return _not_zero(report, number, fen, text("a budget"))


def read_percent(report: Report, number: syntax.Number) -> Hundredths | None:
    """A share, in hundredths of a percent: 0 to 100 percent."""
    return _in_range(report, number, 100_00, text("percent"))


def read_whole(report: Report, number: syntax.Number, most: int, what: Text) -> int | None:
    """A whole number of times, pieces or days, from 0."""
    amount = _in_range(report, number, most * 100, what)
    if amount is None:
        return None
    if amount % 100:
        report.say(
            Code.OUT_OF_RANGE,
            text("{number} is not a whole number of {what}", number=number.text, what=what),
            number.span,
            help=text("write a whole number"),
        )
        return None
    return amount // 100


def read_day(report: Report, day: syntax.Day) -> date | None:
    """A date that the calendar has."""
    found = read_date(day.text)
    if found is None:
        report.say(
            Code.BAD_DATE,
            text("the calendar has no {day}", day=day.text),
            day.span,
            help=_last_day_of(day)
            or text("write year, month and day, as in {example}", example="2025-07-01"),
        )
    return found


def _last_day_of(day: syntax.Day) -> Text | None:
    """The last day of the month that was meant; None where there is no such month."""
    year, month, _ = (int(part) for part in day.text.split("-"))
    if year < 1 or month not in range(1, 13):
        return None
    return text(
        "the last day of {month} is {day}",
        month=f"{year}-{month:02}",
        day=monthrange(year, month)[1],
    )


def _in_range(report: Report, number: syntax.Number, most: Hundredths, what: Text) -> int | None:
    amount = read_hundredths(number.text)
    if amount is None:
        _no_hundredths(report, number)
        return None
    if amount < 0:
        report.say(
            Code.OUT_OF_RANGE,
            text("{number} is below zero", number=number.text),
            number.span,
            help=text(
                "write the number without a sign; what takes points is written {keyword}",
                keyword=report.words("扣分", "deduct"),
            ),
        )
        return None
    if amount > most:
        report.say(
            Code.OUT_OF_RANGE,
            text(
                "{number} is too large: a policy may say at most {most} {what}",
                number=number.text,
                most=show_hundredths(most),
                what=what,
            ),
            number.span,
        )
        return None
    return amount


def _no_hundredths(report: Report, number: syntax.Number) -> None:
    whole, _, decimals = number.text.lstrip("+-").partition(".")
    if len(decimals.rstrip("0")) > 2:
        report.say(
            Code.OUT_OF_RANGE,
            text("{number} has more than two decimals", number=number.text),
            number.span,
            help=text(
                "points, quantities and money go down to a hundredth; write two decimals at most"
            ),
        )
    elif len(whole) > 18:
        report.say(
            Code.OUT_OF_RANGE, text("{number} is too large", number=number.text), number.span
        )
    else:
        report.say(
            Code.BAD_NUMBER, text("{number} is not a number", number=number.text), number.span
        )


def _not_zero(report: Report, number: syntax.Number, amount: int | None, what: Text) -> int | None:
    if amount == 0:
        report.say(
            Code.OUT_OF_RANGE,
            text("{what} may not be 0", what=what),
            number.span,
            help=text("write a number above 0"),
        )
        return None
    return amount
