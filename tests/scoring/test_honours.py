"""Honours, grades and budgets: worked by hand."""

from datetime import date

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, Register, build
from rulesengine.scoring.budgets import over_budget
from rulesengine.scoring.figures import Figures, figures
from rulesengine.scoring.score import score
from tests.scoring.policies import record, timeline

HEAD = """办法 "示例"
施行 2025-01-01
兑换 1分 = 0.5元
下限 0分
结转 全部
属性 户.常住: 是否
属性 户.类型: 普通户、低保户
"""
ITEMS = """类别 环境
  加分 劳动 1分/小时
  扣分 乱倒 5分/次
类别 乡风
  加分 好事 4分/次
归零 宴席, 本年
取消资格 违法, 荣誉 本季度
"""


def shown(
    statements: str, *records: Record, until: str = "2025-12-31", register: Register | None = None
) -> Figures:
    versions = {"": timeline(HEAD + statements)}
    last = date.fromisoformat(until)
    return figures(score(versions, register or Register(), records, until=last))


def worked(number: int, household: str, hours: int, day: str = "2025-05-01") -> Record:
    return record(number, day, "劳动", household, quantity=hours * 100)


def names(found: Figures) -> list[list[tuple[str, int, int]]]:
    """The name, place and points of everybody honoured, honour by honour."""
    return [
        [(placed.account.name, placed.place, placed.points) for placed in one.placed]
        for one in found.honours
    ]


THREE = (worked(1, "张三", 9), worked(2, "李四", 7), worked(3, "王五", 7), worked(4, "赵六", 3))


def test_all_who_tie_with_the_last_place_are_in() -> None:
    """Two share the second place; whoever comes behind them is fourth."""
    found = shown(ITEMS + "荣誉 之星 前2名 按 总分 每年\n", *THREE)
    assert [[("张三", 1, 900), ("李四", 2, 700), ("王五", 2, 700)]] == names(found)


@pytest.mark.parametrize(
    ("share", "honoured"), [("25%", ["张三"]), ("26%", ["张三", "李四", "王五"])]
)
def test_a_share_is_rounded_up(share: str, honoured: list[str]) -> None:
    """A quarter of four is one; a little more is two, and a tie."""
    found = shown(ITEMS + f"荣誉 之星 前{share} 按 总分 每年\n", *THREE)
    assert honoured == [name for name, _, _ in names(found)[0]]


def test_a_category_is_awards_less_deductions_of_its_own() -> None:
    """What another category gave does not count, and nobody is honoured at or below zero."""
    found = shown(
        ITEMS + "荣誉 之星 前9名 按 环境 每年\n",
        worked(1, "张三", 9),
        record(2, "2025-05-02", "乱倒", "张三"),
        worked(3, "李四", 5),
        record(4, "2025-05-02", "乱倒", "李四"),
        record(5, "2025-05-03", "好事", "王五"),
    )
    assert [[("张三", 1, 400)]] == names(found)


def test_what_was_cleared_does_not_count() -> None:
    """A total begins again after a clear."""
    found = shown(
        ITEMS + "荣誉 之星 前9名 按 环境 每年\n",
        worked(1, "张三", 9),
        record(2, "2025-05-02", "宴席", "张三"),
        worked(3, "张三", 2, "2025-06-01"),
        worked(4, "李四", 1),
        record(5, "2025-05-02", "宴席", "李四"),
    )
    assert [[("张三", 1, 200)]] == names(found)


def test_a_barred_account_is_left_out_until_its_bar_ends() -> None:
    """Barred in the second quarter; at the year's end it is honoured."""
    records = (*THREE, record(5, "2025-05-02", "违法", "张三"))
    honour = ITEMS + "荣誉 之星 前1名 按 总分 每年\n"
    assert ["李四", "王五"] == [
        name for name, _, _ in names(shown(honour, *records, until="2025-06-30"))[0]
    ]
    assert ["张三"] == [name for name, _, _ in names(shown(honour, *records))[0]]


def test_only_the_period_counts_and_before_its_end_it_is_so_far() -> None:
    """The quarter that holds the last day."""
    honour = ITEMS + "荣誉 之星 前1名 按 总分 每季度\n"
    records = (worked(1, "张三", 9), worked(2, "李四", 1, "2025-07-01"))
    early = shown(honour, *records, until="2025-07-31").honours[0]
    late = shown(honour, *records, until="2025-09-30").honours[0]
    assert ("2025-Q3", True, ["李四"]) == (
        early.period,
        early.so_far,
        [placed.account.name for placed in early.placed],
    )
    assert (early.placed, False) == (late.placed, late.so_far)


def register() -> Register:
    rows = [
        HouseholdRow("张三", facts={"常住": True, "类型": "普通户"}),
        HouseholdRow("李四", facts={"常住": True, "类型": "低保户"}),
        HouseholdRow("王五", facts={"常住": False, "类型": "普通户"}),
        HouseholdRow("赵六", facts={"类型": "低保户"}),
        HouseholdRow("孙七", facts={"常住": True}),
    ]
    return build(rows, []).value or pytest.fail("a bad register")


def test_a_condition_and_classes() -> None:
    """Unknown is not yes, nobody without a class is ranked, and empty accounts are in no share."""
    found = shown(
        ITEMS
        + "荣誉 之星 前5名 按 总分 每年, 当 户.常住\n荣誉 各类 前1名 按 总分 每年, 分类 户.类型\n",
        *THREE,
        register=register(),
    )
    assert [
        ("", ["张三", "李四"]),
        ("普通户", ["张三"]),
        ("低保户", ["李四"]),
    ] == [(one.part, [placed.account.name for placed in one.placed]) for one in found.honours]
    assert Subject.HOUSEHOLD is found.honours[1].honour.per_class.subject  # type: ignore[union-attr]


def test_the_first_grade_from_the_top_that_standing_reaches() -> None:
    """The mark itself is enough; below all marks there is none."""
    found = shown(ITEMS + "等级 五星 9分起\n等级 三星 7分起\n", *THREE)
    assert {"张三": "五星", "李四": "三星", "王五": "三星", "赵六": None} == {
        account.account.name: account.grade for account in found.accounts
    }


def test_more_than_the_budget_is_a_warning_and_no_less_points() -> None:
    """Nine and seven points are 8 yuan; 8 is enough, 7.99 is not."""
    for yuan, codes in (("8元", []), ("7.99元", [Code.OVER_BUDGET])):
        found = shown(ITEMS + f"预算 {yuan} 每年\n", *THREE[:2])
        assert codes == [one.code for one in over_budget(found.budgets)]
        assert [("2025", 800)] == [(one.period, one.fen) for one in found.budgets]
        assert 800 == found.yuan


def test_each_period_has_its_budget() -> None:
    """The quarters of a year, one over its budget."""
    found = shown(
        ITEMS + "预算 2元 每季度\n",
        worked(1, "张三", 4, "2025-02-01"),
        worked(2, "李四", 5, "2025-08-01"),
    )
    assert [
        ("2025-Q1", 200, False),
        ("2025-Q2", 0, False),
        ("2025-Q3", 250, True),
        ("2025-Q4", 0, False),
    ] == [(one.period, one.fen, one.is_over) for one in found.budgets]


def test_who_has_no_grade() -> None:
    """Barred from honours, not eligible, without a line: none of them, though the mark is 0."""
    rows = [
        HouseholdRow(name, facts={"常住": name != "外来户"})
        for name in ("张三", "李四", "外来户", "空户")
    ]
    register = build(rows, []).value
    assert register is not None
    found = shown(
        "参加条件 户.常住\n" + ITEMS + "等级 普通 0分起\n",
        worked(1, "张三", 9),
        worked(2, "李四", 9),
        record(3, "2025-12-01", "违法", "李四"),
        worked(4, "外来户", 9),
        register=register,
    )

    assert {"张三": "普通", "李四": None, "外来户": None, "空户": None} == {
        one.account.name: one.grade for one in found.accounts
    }
