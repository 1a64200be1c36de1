"""Step 2: raw points."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.language import checked
from rulesengine.reference.known import Known
from rulesengine.reference.raw import (
    exact_points,
    factor_of,
    raw_points,
    row_points,
    times_of,
)
from tests.reference import build

SCORE = build.fact("score", FactType.NUMBER, Subject.RECORD)
NOBODY = Known(date(2025, 3, 1), None, None)


@pytest.mark.parametrize(
    ("value", "quantity", "expected"),
    [
        (build.per_time(200), 300, 600),
        (build.per_hour(300), 250, 750),
        (checked.PerUnit(2000, 1000, checked.Unit("metre")), 2500, 5000),
        (checked.PerUnit(100, 300, build.HOUR), 100, 33),
        (checked.PerUnit(100, 300, build.HOUR), 200, 67),
        (checked.PerUnit(1, 200, build.HOUR), 100, 1),  # 0.005 points: half away from zero
        (checked.PerBlock(100, 400, build.HOUR), 399, 0),
        (checked.PerBlock(100, 400, build.HOUR), 1199, 200),
    ],
)
def test_raw_points_of_a_quantity(value: checked.Value, quantity: int, expected: int) -> None:
    """Value x quantity / size, or whole blocks, to the hundredth."""
    row = row_points(value, build.record(1, "03-01", "甲"), NOBODY, 1)
    assert row is not None

    assert expected == raw_points(value, row, quantity, 100, 1)


def test_rounding_comes_once_after_the_factor() -> None:
    """0.3 x 1.5 = 0.45, in steps of 0.5 that is 0.5; rounding twice would have made 1."""
    assert (30 * 100 * 150, 100 * 100) == exact_points(build.per_time(30), 30, 100, 150)
    assert 50 == raw_points(build.per_time(30), 30, 100, 150, 50)


@pytest.mark.parametrize(("score", "expected"), [(9000, 10), (8999, 5), (0, 1), (None, None)])
def test_bands_go_from_the_top(score: int | None, expected: int | None) -> None:
    """The first row that is reached; unknown is not `otherwise`."""
    value = checked.ByBand(checked.FactOf(SCORE), ((9000, 10), (8000, 5)), 1)
    facts = {} if score is None else {"score": score}
    known = Known(date(2025, 3, 1), None, None, facts)

    assert expected == row_points(value, build.record(1, "03-01", "甲"), known, 1)


def test_a_table_by_yes_or_no() -> None:
    """The rows of a yes/no fact are known as `yes` and `no`."""
    party = build.fact("party", FactType.YES_NO, Subject.RECORD)
    value = checked.ByLevel(party, {"yes": 1, "no": 2})
    record = build.record(1, "03-01", "甲")
    rows = [
        row_points(value, record, Known(record.day, None, None, {"party": answer}), 1)
        for answer in (True, False)
    ]

    assert [1, 2] == rows


def test_by_count_goes_by_the_number() -> None:
    """Up to and including each row's number, then afterwards."""
    value = checked.ByCount(Period.QUARTER, ((2, 500), (3, 300)), 100)
    record = build.record(1, "03-01", "甲")

    assert [500, 500, 300, 100] == [row_points(value, record, NOBODY, n) for n in (1, 2, 3, 4)]


def test_the_largest_factor_applies_alone() -> None:
    """Of 0.5, 2 and 1.5 the 2 applies where all hold, the 0.5 where it alone holds; else none."""
    facts = [build.fact(name, FactType.YES_NO, Subject.RECORD) for name in "abc"]
    factors = tuple(
        checked.Factor(times, build.is_yes(fact), build.SPAN)
        for times, fact in zip((50, 200, 150), facts, strict=True)
    )
    item = build.item("甲", build.per_time(100), factors=factors)
    day = date(2025, 3, 1)

    assert factors[1] is factor_of(item, Known(day, None, None, dict.fromkeys("abc", True)))
    assert factors[0] is factor_of(item, Known(day, None, None, {"a": True}))
    assert factor_of(item, NOBODY) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(build.per_time(1), 3), (checked.PerBlock(1, 400, build.TIME), 3), (build.per_hour(1), 1)],
)
def test_how_many_times_a_record_is(value: checked.Value, expected: int) -> None:
    """The quantity where it counts times, else one."""
    assert expected == times_of(value, 300)


@given(
    st.integers(0, 10_000_000),
    st.integers(0, 10_000_000),
    st.integers(0, 10_000_000),
    st.integers(1, 10_000_000),
    st.sampled_from([1, 10, 50, 100]),
)
def test_more_never_earns_less(points: int, one: int, other: int, size: int, step: int) -> None:
    """Raw points rise with the quantity, so fewer times are never worth more than all of them."""
    value = checked.PerUnit(points, size, build.HOUR)
    fewer, more = sorted([one, other])

    assert raw_points(value, points, fewer, 100, step) <= raw_points(value, points, more, 100, step)
