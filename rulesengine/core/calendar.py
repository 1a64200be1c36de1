"""Periods of the calendar. Days are `datetime.date`; both ends of a period belong to it.

A period is known by an index: whole numbers, one more for each next period of its kind.
"""

import enum
import re
from datetime import date, timedelta
from functools import lru_cache


class Period(enum.Enum):
    """Kinds of period, from the shortest to the longest."""

    DAY = "day"
    WEEK = "week"  # Monday to Sunday, never cut by a month or a year
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    EVER = "ever"

    __hash__ = object.__hash__  # by identity: periods are looked up for every record

    @property
    def length_rank(self) -> int:
        """0 for a day up to 6 for ever: the order "the shorter period first" goes by."""
        return _RANK[self]


_RANK = {period: rank for rank, period in enumerate(Period)}
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_EPOCH_MONDAY = date(1, 1, 1).toordinal()  # 0001-01-01 is a Monday


@lru_cache(maxsize=65536)
def period_index(period: Period, day: date) -> int:
    """The index of the period of this kind that holds the day."""
    if period is Period.DAY:
        return day.toordinal()
    if period is Period.WEEK:
        return (day.toordinal() - _EPOCH_MONDAY) // 7
    if period is Period.EVER:
        return 0
    return (day.year * 12 + day.month - 1) // _MONTHS[period]


def first_day(period: Period, index: int) -> date:
    """The first day of a period; `date.min` for ever."""
    if period is Period.DAY:
        return date.fromordinal(index)
    if period is Period.WEEK:
        return date.fromordinal(index * 7 + _EPOCH_MONDAY)
    if period is Period.EVER:
        return date.min
    year, month = divmod(index * _MONTHS[period], 12)
    return date(year, month + 1, 1)


def last_day(period: Period, index: int) -> date:
    """The last day of a period; `date.max` for ever."""
    if period is Period.EVER or first_day(period, index).year >= 9999:
        return date.max
    return first_day(period, index + 1) - timedelta(days=1)


def period_name(period: Period, index: int) -> str:
    """`2025-03-04`, `2025-W10`, `2025-03`, `2025-Q1`, `2025-H1`, `2025`, `ever`."""
    if period is Period.EVER:
        return "ever"
    first = first_day(period, index)
    match period:
        case Period.DAY:
            return first.isoformat()
        case Period.WEEK:
            year, week, _ = first.isocalendar()
            return f"{year}-W{week:02d}"
        case Period.MONTH:
            return f"{first.year}-{first.month:02d}"
        case Period.QUARTER:
            return f"{first.year}-Q{(first.month + 2) // 3}"
        case Period.HALF_YEAR:
            return f"{first.year}-H{(first.month + 5) // 6}"
        case _:
            return f"{first.year}"


_PERIOD = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-W(?P<week>[0-9]{2})|-Q(?P<quarter>[1-4])|-H(?P<half>[12])"
    r"|-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
)


def read_period(written: str) -> tuple[Period, int] | None:
    """The period that `period_name` names so, and its index; None where there is none such."""
    if written == "ever":
        return Period.EVER, 0
    match = _PERIOD.fullmatch(written)
    if match is None:
        return None
    year, part = (
        int(match["year"]),
        {name: int(text) for name, text in match.groupdict("0").items()},
    )
    try:
        if match["day"]:
            return Period.DAY, date(year, part["month"], part["day"]).toordinal()
        if match["week"]:
            return Period.WEEK, period_index(
                Period.WEEK, date.fromisocalendar(year, part["week"], 1)
            )
        if match["month"]:
            return Period.MONTH, period_index(Period.MONTH, date(year, part["month"], 1))
        if match["quarter"]:
            first = date(year, part["quarter"] * 3, 1)
            return Period.QUARTER, period_index(Period.QUARTER, first)
        if match["half"]:
            return Period.HALF_YEAR, period_index(Period.HALF_YEAR, date(year, part["half"] * 6, 1))
        return Period.YEAR, period_index(Period.YEAR, date(year, 1, 1))
    except ValueError:  # a month 13, a day 31 of April, a week 53 that the year does not have
        return None


_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def read_date(written: str) -> date | None:
    """`2025-07-01` as a date; None where the calendar has no such day."""
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def full_years(born: date, day: date) -> int:
    """Full years of age on a day; a birthday on 29 February comes on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
