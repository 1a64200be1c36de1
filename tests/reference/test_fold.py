"""Whole passbooks: the order of a day, the figures, versions."""

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period
from rulesengine.core.posting import Kind
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Scope, Sign
from tests.reference import build

EXPIRY = checked.Expiry(Period.YEAR, 0, 31, True, build.SPAN)
FLOOR = checked.Floor(0, Period.YEAR, "", build.SPAN)
CAP = build.limit(Scope.CATEGORY, "类", LimitKind.POINTS, 1500, Period.MONTH)
RULES = build.policy(
    build.item("甲", build.per_time(400), CAP),
    build.item("乙", build.per_time(700), sign=Sign.DEDUCT, floors=(FLOOR,)),
    last_day=None,
    floors=(FLOOR,),
    expiry=EXPIRY,
    minimum=500,
    bases=(
        checked.Base(1000, Period.YEAR, False, "", build.SPAN),
        checked.Base(200, Period.QUARTER, True, "", build.SPAN),
    ),
)


def test_an_empty_account() -> None:
    """Without records there is base, and nothing else."""
    passbook = build.score(RULES, until="04-01")

    assert [
        ("01-01", "base", "", 1000), ("01-01", "base", "", 200), ("04-01", "base", "", 200),
    ] == build.lines(passbook)  # fmt: skip
    assert (1400, 1400, 400, 0) == (
        passbook.standing, passbook.balance, passbook.redeemable, passbook.spendable,
    )  # fmt: skip


def test_the_first_day_is_that_of_joining() -> None:
    """The passbook opens on the policy's first day, or on the day the account joined."""
    late = build.score(RULES, known=build.register(joined=date(2025, 5, 10)))

    assert date(2025, 5, 10) == late.first_day
    assert build.JAN == build.score(RULES).first_day


def test_expiry_after_grace_takes_what_the_year_left() -> None:
    """The 12 of 2025 (4 and four bases of 2) go on 31 January; what 2026 brought stays."""
    records = [build.record(1, "03-01", "甲"), build.record(2, "2026-01-05", "甲")]
    passbook = build.score(RULES, *records, until="2026-01-31")
    expired = [line for line in passbook.postings if line.kind is Kind.EXPIRE]

    assert [(date(2026, 1, 31), -1200)] == [(line.day, line.points) for line in expired]
    assert (1600, 600, 600) == (passbook.standing, passbook.redeemable, passbook.spendable)


RECORDS = st.lists(
    st.builds(
        lambda day, item, quantity: (day, item, quantity * 100),
        st.dates(date(2024, 12, 25), date(2026, 3, 10)),
        st.sampled_from(["甲", "乙", "丙"]),
        st.integers(0, 4),
    ),
    max_size=25,
)


def records_of(happened: list[tuple[date, str, int]]) -> list[Record]:
    return [
        Record(number, day, item, "张三", quantity=quantity)
        for number, (day, item, quantity) in enumerate(happened, 1)
    ]


@given(RECORDS, st.dates(date(2025, 1, 1), date(2026, 3, 31)))
def test_scoring_up_to_a_day_gives_the_lines_up_to_it(
    happened: list[tuple[date, str, int]], day: date
) -> None:
    """Law 5: a shorter run has exactly the first lines of a longer one."""
    records = records_of(happened)
    longer = build.score(RULES, *records, until="2026-03-31")
    shorter = build.score(RULES, *records, until=day.isoformat())

    assert tuple(line for line in longer.postings if line.day <= day) == shorter.postings
    assert tuple(one for one in longer.results if one.record.day <= day) == shorter.results


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_arguments_does_not_matter(
    happened: list[tuple[date, str, int]], random: Random
) -> None:
    """Records are taken in the order of date and id, however they come."""
    records = records_of(happened)
    shuffled = list(records)
    random.shuffle(shuffled)

    assert build.score(RULES, *records) == build.score(RULES, *shuffled)


@given(RECORDS)
def test_no_deduction_passes_the_floor(happened: list[tuple[date, str, int]]) -> None:
    """After each line the standing of the year is at least 0, base included."""
    sums: dict[int, int] = {}
    for line in build.score(RULES, *records_of(happened), until="2026-03-31").postings:
        if line.kind in (Kind.BASE, Kind.AWARD, Kind.DEDUCT):
            sums[line.day.year] = sums.get(line.day.year, 0) + line.points
            assert sums[line.day.year] >= 0
