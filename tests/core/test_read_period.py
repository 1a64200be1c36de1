"""`read_period` undoes `period_name`."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period, period_index, period_name, read_period

ENDING = [period for period in Period if period is not Period.EVER]


@given(st.sampled_from(ENDING), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_name_is_read_back(period: Period, day: date) -> None:
    """The period of any day is known by its name."""
    index = period_index(period, day)

    assert (period, index) == read_period(period_name(period, index))


def test_ever_is_read_back() -> None:
    """The one period that never ends has a name too."""
    assert (Period.EVER, 0) == read_period("ever")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2025-13",
        "2025-02-30",
        "2025-W53",
        "2025-Q5",
        "2025-H3",
        "25-01",
        "2025-1",
        "0000",
        "2025-",
    ],
)
def test_what_the_calendar_does_not_have(written: str) -> None:
    """Anything else is no period."""
    assert read_period(written) is None
