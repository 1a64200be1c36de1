"""The figures of `score`: worked by hand."""

from datetime import date

import pytest

from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, Register, build
from rulesengine.language import checked
from rulesengine.scoring.figures import Amounts, Figures, figures
from rulesengine.scoring.score import score
from tests.scoring.policies import HEAD, SWEEPING, policy, record, timeline, timeline_of


def figures_of(
    versions: checked.Timeline,
    *records: Record,
    until: str | None = None,
    register: Register | None = None,
) -> Figures:
    last = None if until is None else date.fromisoformat(until)
    return figures(score({"": versions}, register or Register(), records, until=last))


def yuan(shown: Figures) -> list[int | None]:
    (account,) = shown.accounts
    return [period.yuan for period in account.periods]


def test_periods_run_from_the_first_day_to_the_last_and_add_up() -> None:
    """Quarters without lines stand there with zeros; the totals are the sums."""
    shown = figures_of(
        timeline(),
        record(1, "2025-01-10", "清扫"),
        record(2, "2025-01-10", "清扫"),
        record(3, "2025-07-01", "劳动", quantity=250),
        record(4, "2025-08-01", "乱倒"),
    )
    (account,) = shown.accounts
    assert [
        ("2025-Q1", Amounts(awarded=200, lost=200), 200, 100),
        ("2025-Q2", Amounts(), 0, 0),
        ("2025-Q3", Amounts(awarded=750, deducted=500), 250, 125),
    ] == [(one.period, one.amounts, one.amounts.standing, one.yuan) for one in account.periods]
    assert (account.standing, account.balance, account.spendable) == (450, 450, 450)
    assert Amounts(awarded=950, deducted=500, lost=200) == shown.totals
    assert (shown.records, shown.counted, shown.yuan) == (4, 3, 225)


@pytest.mark.parametrize(
    ("settle", "names"),
    [
        ("每月", ["2025-01", "2025-02", "2025-03"]),
        ("每季度", ["2025-Q1"]),
        ("每半年", ["2025-H1"]),
        ("每年", ["2025"]),
    ],
)
def test_periods_are_those_of_settlement(settle: str, names: list[str]) -> None:
    """They are named as the calendar names them."""
    shown = figures_of(
        timeline(HEAD.replace("兑换", f"结算 {settle}\n兑换") + SWEEPING),
        record(1, "2025-03-02", "清扫"),
    )
    assert names == [period.period for period in shown.accounts[0].periods]


def test_an_account_begins_when_it_joins() -> None:
    """Its first period is that of the day it joined; one that joins later still has none."""
    built = build(
        [
            HouseholdRow("张三", joined=date(2025, 5, 1)),
            HouseholdRow("李四", joined=date(2026, 1, 1)),
        ],
        None,
    )
    assert built.value is not None
    shown = figures_of(timeline(), until="2025-08-01", register=built.value)
    assert [["2025-Q2", "2025-Q3"], []] == [
        [period.period for period in account.periods]
        for account in sorted(shown.accounts, key=lambda one: one.account.name)
    ]


def test_without_a_rate_there_is_no_yuan() -> None:
    """Not even zero."""
    shown = figures_of(
        timeline(HEAD.replace("兑换 1分 = 0.5元\n", "") + SWEEPING), record(1, "2025-01-10", "清扫")
    )
    assert (yuan(shown), shown.yuan) == ([None], None)


def test_half_a_fen_is_rounded_up_once_on_the_running_total() -> None:
    """Each quarter earns 0.01 points at 0.5 yuan: 0.5 fen. Rounded apart they would be too much."""
    text = HEAD + "类别 环境\n加分 小事 0.01分/次\n"
    days = ("2025-01-10", "2025-04-10", "2025-07-10", "2025-10-10")
    shown = figures_of(timeline(text), *(record(n, day, "小事") for n, day in enumerate(days, 1)))
    assert (yuan(shown), shown.yuan) == ([1, 0, 1, 0], 2)


def test_money_never_falls_below_zero_in_all() -> None:
    """A deduction takes back at most what was earned; later points fill the hole first."""
    shown = figures_of(
        timeline(),
        record(1, "2025-01-10", "清扫"),
        record(2, "2025-04-10", "乱倒"),
        record(3, "2025-07-10", "清扫"),
        record(4, "2025-10-10", "劳动", quantity=100),
    )
    assert yuan(shown) == [100, -100, 0, 100]
    assert shown.accounts[0].balance == 200


BASES = HEAD.replace(
    "不设下限", "基础分 100分 每年, 不可兑换\n基础分 10分 每季度\n基础分 100分 一次\n不设下限"
)


def test_only_base_that_may_be_redeemed_is_worth_money() -> None:
    """Two bases of one size on one day are told apart: one is redeemable, one is not."""
    shown = figures_of(timeline(BASES + SWEEPING), record(1, "2025-04-10", "清扫"))
    (account,) = shown.accounts
    assert [21000, 1000] == [period.amounts.base for period in account.periods]
    assert yuan(shown) == [5500, 600]
    assert (account.balance, account.spendable) == (22200, 12200)


def test_expired_points_are_a_positive_amount_and_leave_the_yuan() -> None:
    """What expires was earned and paid for by the village all the same."""
    text = HEAD.replace("结转 全部", "清零 每季度") + SWEEPING
    shown = figures_of(timeline(text), record(1, "2025-01-10", "清扫"), until="2025-04-01")
    assert [200, 0] == [period.amounts.expired for period in shown.accounts[0].periods]
    assert yuan(shown) == [100, 0]
    assert (shown.accounts[0].standing, shown.accounts[0].balance) == (200, 0)


def test_a_wiped_shortfall_is_a_negative_expiry() -> None:
    """Expiry gives back what stood below zero."""
    text = HEAD.replace("结转 全部", "清零 每季度") + SWEEPING
    shown = figures_of(timeline(text), record(1, "2025-01-10", "乱倒"), until="2025-04-01")
    assert [-500, 0] == [period.amounts.expired for period in shown.accounts[0].periods]
    assert (shown.accounts[0].standing, shown.accounts[0].balance) == (-500, 0)


def test_each_rate_counts_what_was_earned_under_it() -> None:
    """2 points at 0.5 yuan, then 2 at 0.8: the same quarter has both."""
    later = HEAD.replace("1分 = 0.5元", "10分 = 8元") + SWEEPING
    versions = timeline_of(("2025-01-01", HEAD + SWEEPING), ("2025-03-01", later))
    shown = figures_of(versions, record(1, "2025-02-28", "清扫"), record(2, "2025-03-01", "清扫"))
    assert yuan(shown) == [260]


def test_a_version_with_the_same_rate_goes_on_with_its_total() -> None:
    """Half a fen in each version makes one fen in all, for the rate is one: 100分 = 50元."""
    small = "类别 环境\n加分 小事 0.01分/次\n"
    later = HEAD.replace("1分 = 0.5元", "100分 = 50元") + small
    versions = timeline_of(("2025-01-01", HEAD + small), ("2025-04-01", later))
    shown = figures_of(versions, record(1, "2025-01-10", "小事"), record(2, "2025-04-10", "小事"))
    assert yuan(shown) == [1, 0]


def test_a_period_without_any_rate_has_no_yuan() -> None:
    """The rate ended with the version before; the total has what there was."""
    later = HEAD.replace("兑换 1分 = 0.5元\n", "") + SWEEPING
    versions = timeline_of(("2025-01-01", HEAD + SWEEPING), ("2025-04-01", later))
    shown = figures_of(versions, record(1, "2025-03-31", "清扫"), record(2, "2025-04-01", "清扫"))
    assert (yuan(shown), shown.yuan) == ([100, None], 100)


def test_the_policy_shown_is_the_one_in_use_on_the_last_day() -> None:
    """Each village with its policy's name and hash."""
    later = (HEAD + SWEEPING).replace("示例", "新办法")
    versions = timeline_of(("2025-01-01", HEAD + SWEEPING), ("2025-04-01", later))
    before = figures_of(versions, record(1, "2025-03-31", "清扫"))
    after = figures_of(versions, record(1, "2025-04-01", "清扫"))
    assert ["示例", "新办法"] == [before.policies[0].name, after.policies[0].name]
    assert after.policies[0].sha256 == policy(later).sha256


def test_a_rate_that_comes_back_begins_at_zero() -> None:
    """Half a fen under the first rate and half a fen after its return are two amounts: 1 fen each."""
    small = "类别 环境\n加分 小事 0.01分/次\n"
    without = HEAD.replace("兑换 1分 = 0.5元\n", "") + small
    versions = timeline_of(
        ("2025-01-01", HEAD + small), ("2025-04-01", without), ("2025-07-01", HEAD + small)
    )
    shown = figures_of(versions, record(1, "2025-01-10", "小事"), record(2, "2025-07-10", "小事"))
    assert (yuan(shown), shown.yuan) == ([1, None, 1], 2)
