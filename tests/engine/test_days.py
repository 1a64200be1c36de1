"""The calendar of the tables: where the months begin that end on a day."""

from datetime import date

import pytest

from rulesengine.engine.days import window_days
from rulesengine.language.checked import Measure, Within
from rulesengine.reference.marks import window_begins

FIRST, DAYS = date(2023, 11, 1), 600


@pytest.mark.parametrize("months", [1, 2, 3, 12, 18, 24, 1200])
def test_months_begin_where_the_reference_says(months: int) -> None:
    """On every day around a short month, a leap day and the end of a year."""
    mark = Within(Measure.TIMES, 1, months)
    days = (date.fromordinal(FIRST.toordinal() + number) for number in range(DAYS))
    expected = [window_begins(mark, day).toordinal() for day in days]

    assert expected == window_days(FIRST.toordinal(), DAYS, months)


def test_months_before_the_first_day_of_all_begin_before_it() -> None:
    """A window may reach back behind the calendar; nothing lies there."""
    first = date.min.toordinal()

    assert all(day <= first for day in window_days(first, 28, 12))
