"""Yuan beside clears and base that is not redeemable: worked by hand."""

from datetime import date

from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.scoring.figures import AccountFigures, figures
from rulesengine.scoring.score import score
from tests.scoring.policies import record, timeline

HEAD = """办法 "示例"
施行 2024-01-01
兑换 1分 = 0.5元
不设下限
结转 全部
结算 每年
基础分 100分 每年, 不可兑换
类别 环境
  加分 劳动 1分/小时
  扣分 乱倒 80分/次
"""
YEAR, ALL = HEAD + "归零 宴席, 本年\n", HEAD + "归零 宴席, 全部\n"


def account(text: str, *records: Record) -> AccountFigures:
    run = score({"": timeline(text)}, Register(), records, until=date(2025, 12, 31))
    (found,) = figures(run).accounts
    return found


def worked(number: int, day: str, hours: int) -> Record:
    return record(number, day, "劳动", quantity=hours * 100)


def yuan(found: AccountFigures) -> list[int | None]:
    return [period.yuan for period in found.periods]


def test_a_clear_takes_the_money_of_what_was_earned_and_none_for_base() -> None:
    """100 of base and 50 earned are cleared; the 10 earned afterwards are worth 5 yuan."""
    found = account(
        YEAR,
        worked(1, "2025-02-01", 50),
        record(2, "2025-03-01", "宴席"),
        worked(3, "2025-04-01", 10),
    )
    assert [0, 500] == yuan(found)
    assert (1000, 15000) == (found.standing, found.periods[1].amounts.cleared)


def test_a_clear_of_everything_leaves_the_money_of_earlier_years() -> None:
    """Base that only expired with the clear was never money: nothing comes back for it.

    2024: 40 earned, 20 yuan. 2025: 100 of base and 50 earned, all cleared; what was left of
    2024 expires, and expiry takes no money that was earned.
    """
    found = account(
        ALL,
        worked(1, "2024-02-01", 40),
        worked(2, "2025-02-01", 50),
        record(3, "2025-03-01", "宴席"),
    )
    assert [2000, 0] == yuan(found)
    assert (0, 0) == (found.standing, found.balance)


def test_a_deduction_that_ate_base_is_still_owed_after_a_clear() -> None:
    """50 earned less 80: the 70 of base that are cleared give nothing back, 30 are owed."""
    found = account(
        YEAR,
        worked(1, "2025-02-01", 50),
        record(2, "2025-02-02", "乱倒"),
        record(3, "2025-03-01", "宴席"),
        worked(4, "2025-04-01", 40),
    )
    assert [0, 500] == yuan(found)
