"""When points expire, and how many."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period
from rulesengine.language import checked
from rulesengine.reference.expiry import PeriodEnd, expiring_points, period_ends
from tests.reference import build


def expiry(
    period: Period, kept_percent: int = 0, grace_days: int = 0, *, wipes: bool = True
) -> checked.Expiry:
    return checked.Expiry(period, kept_percent, grace_days, wipes, build.SPAN)


def end(rule: checked.Expiry, round_to: int = 1) -> PeriodEnd:
    return PeriodEnd(date(2025, 12, 31), date(2025, 12, 31), rule, round_to)


@pytest.mark.parametrize(
    ("rule", "round_to", "redeemable", "expected"),
    [
        (expiry(Period.YEAR), 1, 1000, -1000),
        (expiry(Period.YEAR), 1, -300, 300),
        (expiry(Period.YEAR), 1, 0, 0),
        (expiry(Period.YEAR, 50_00, wipes=False), 1, 1001, -500),
        (expiry(Period.YEAR, 50_00, wipes=False), 50, 725, -375),
        (expiry(Period.YEAR, 90_00, wipes=False), 50, 30, 0),
        (expiry(Period.YEAR, 50_00, wipes=False), 1, -300, 0),
    ],
)
def test_what_expires(rule: checked.Expiry, round_to: int, redeemable: int, expected: int) -> None:
    """All, or all but the share that is kept; a shortfall is wiped by `expire` alone."""
    assert expected == expiring_points(end(rule, round_to), redeemable)


@given(
    redeemable=st.integers(-(10**9), 10**9),
    percent=st.integers(0, 100_00),
    step=st.integers(1, 1000),
    wipes=st.booleans(),
)
def test_expiry_leaves_between_nothing_and_what_there_was(
    redeemable: int, percent: int, step: int, *, wipes: bool
) -> None:
    """It never makes a shortfall and never gives points that were not owed."""
    rule = expiry(Period.YEAR, percent, wipes=wipes)
    left = redeemable + expiring_points(end(rule, step), redeemable)

    assert min(0, redeemable) <= left <= max(0, redeemable)


def test_the_rule_is_that_of_the_version_in_use_on_the_last_day() -> None:
    """Quarters under the first version, years under the second; the year's grace is over later."""
    timeline = checked.Timeline(
        (
            checked.Version(build.JAN, build.policy(expiry=expiry(Period.QUARTER))),
            checked.Version(
                date(2025, 6, 30), build.policy(expiry=expiry(Period.YEAR, grace_days=31))
            ),
        )
    )
    whole = period_ends(timeline, build.JAN, date(2026, 1, 31))
    before = period_ends(timeline, build.JAN, date(2026, 1, 30))

    assert [
        (date(2025, 3, 31), date(2025, 3, 31)),
        (date(2025, 12, 31), date(2026, 1, 31)),
    ] == [(one.day, one.due) for one in whole]
    assert whole[:1] == before


def test_nothing_ends_before_the_account_begins() -> None:
    """Periods before the first line have nothing to expire and are not looked at."""
    timeline = checked.alone(build.policy(expiry=expiry(Period.DAY)))

    assert 2 == len(period_ends(timeline, date(2025, 12, 30), date(2025, 12, 31)))
