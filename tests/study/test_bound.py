"""The most that an account can earn: never too low, and reached where limits lie one in another."""

from datetime import date

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rulesengine.core.posting import Kind
from rulesengine.scoring.figures import figures
from rulesengine.study.bound import Frame, UpperBound, upper_bound
from rulesengine.study.dearest import witness
from tests import generators
from tests.generators import Case
from tests.laws.running import checked_policy, run_of
from tests.scoring.policies import HEAD, policy

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def bounded(rules: str, people: int = 0) -> tuple[UpperBound, int | None]:
    """The bound of a year, and what the witness earns where there is one."""
    frame = Frame(policy(HEAD + rules), *YEAR, people)
    upper = upper_bound(frame)
    if upper.points is None:
        return upper, None
    found = witness(frame, upper.points)
    assert found.points <= upper.points
    return upper, found.points


@pytest.mark.parametrize(
    ("rules", "people", "most"),
    [
        ("类别 环境\n加分 清扫 2分/次, 上限 1次 每户每天\n", 0, 365 * 200),
        ("类别 环境\n上限 30分 每户每月\n加分 清扫 2分/次\n加分 劳动 7分/小时\n", 0, 12 * 3000),
        ("上限 100分 每户每年\n类别 环境\n加分 清扫 2分/次\n类别 乡风\n加分 劳动 7分/小时\n", 0, 10000),
        ("类别 环境\n加分 清扫 2分/次, 上限 1次 每人每天\n", 0, 365 * 200),
        ("类别 环境\n加分 清扫 2分/次, 上限 1次 每人每天\n", 2, 3 * 365 * 200),  # two, and nobody
        ("类别 环境\n加分 四净 4分/月\n", 0, 12 * 400),
        ("类别 环境\n加分 会 每季度前3次 5分、之后 0分\n", 0, 4 * 1500),
        ("类别 环境\n加分 升学 5分/次, 上限 1次 每户终身, 2倍 当 日期 >= 2025-06-01\n", 0, 1000),
        ("基础分 10分 每月\n类别 环境\n加分 升学 5分/次, 上限 1次 每户每年\n", 0, 12500),
        ("类别 环境\n加分 会 5分/次, 取最高 每月\n", 0, 12 * 500),
        ("类别 环境\n加分 清扫 2分/次, 上限 3次 每户每年, 自 2025-03-01 至 2025-03-02\n", 0, 600),
        ("类别 环境\n加分 评 5分至8分 评定, 上限 1次 每户每季度\n", 0, 3200),
        ("属性 户.低保: 是否\n类别 环境\n加分 帮 5分/次, 上限 1次 每户每年, 3倍 当 户.低保\n", 0, 1500),
        ("类别 环境\n加分 清扫 1分/次, 上限 1次 每户每天\n奖励 月 9分, 当 清扫 达到 20次 每月\n", 0,
         36500 + 12 * 900),
    ],
)  # fmt: skip
def test_a_bound_is_reached(rules: str, people: int, most: int) -> None:
    """By hand: the most of a year, and records that earn just that."""
    upper, reached = bounded(rules, people)

    assert most == upper.points
    assert most == reached


def test_what_nothing_bounds_is_named() -> None:
    """Items without any limit come first; one under a limit of its category is none of them."""
    upper, _ = bounded(
        "类别 环境\n加分 清扫 2分/次\n加分 评 5分至8分 评定, 上限 1次 每户每季度\n"
        "类别 乡风\n上限 30分 每户每月\n加分 劳动 7分/小时\n"
    )

    assert ("清扫",) == upper.unbounded
    assert upper.points is None


def test_two_limits_across_each_other_leave_a_gap_or_none() -> None:
    """A category by the month, an item by the year: the bound is the least of what each leaves."""
    upper, reached = bounded(
        "类别 环境\n上限 10分 每户每月\n加分 清扫 2分/次, 上限 50分 每户每年\n加分 劳动 7分/次, 上限 40分 每户每年\n"
    )

    assert 9000 == upper.points
    assert 9000 == reached


@given(generators.cases(), st.integers(0, 2))
def test_random_records_never_pass_the_bound(case: Case, more: int) -> None:
    """Whatever happens inside the days of the frame, nobody earns more than the bound says."""
    settled = checked_policy(case.policy)
    first = max(settled.first_day, YEAR[0])
    last = min(settled.last_day or YEAR[1], YEAR[1])
    assume(first <= last)
    frame = Frame(settled, first, last, len(case.people) + more)
    upper = upper_bound(frame)
    assume(upper.points is not None)
    alone = attrs.evolve(case, successor=None)
    records = [one for one in case.records if first <= one.day <= last]
    run = run_of(alone, records=records, until=last)
    for passbook in run.passbooks:
        earned = sum(
            posting.points
            for posting in passbook.postings
            if posting.kind in (Kind.BASE, Kind.AWARD, Kind.BONUS) and posting.day >= first
        )
        assert earned <= upper.points


@settings(max_examples=30)
@given(generators.cases())
def test_a_witness_is_below_its_bound(case: Case) -> None:
    """What is looked for by trying never passes what is reckoned, and holds no record in vain."""
    settled = checked_policy(case.policy)
    first = max(settled.first_day, date(2025, 1, 1))
    last = min(settled.last_day or date(2025, 3, 31), date(2025, 3, 31))
    assume(first <= last)
    frame = Frame(settled, first, last, 1)
    upper = upper_bound(frame)
    assume(upper.points is not None)
    found = witness(frame, upper.points)

    assert found.points <= upper.points
    assert found.points == sum(
        one.totals.base + one.totals.awarded + one.totals.bonus for one in [figures(found.run)]
    )
