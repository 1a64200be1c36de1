"""The checked tree of groups, bonuses, requirements, acts, honours, grades and money."""

from calendar import monthrange
from datetime import date, timedelta

import pytest

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.load import load

HEAD = '办法 "甲村"\n施行 2025-01-01\n'
SWEEP = "类别 环境\n加分 清扫 2分/次\n"


def _policy(text: str) -> checked.Policy:
    outcome = load(Source("case.policy", HEAD + text))
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def _codes(text: str) -> list[str]:
    return [one.code.id for one in load(Source("case.policy", HEAD + text)).diagnostics]


# --- groups --------------------------------------------------------------------------------------


def test_limits_of_a_group_stand_between_those_of_item_and_category() -> None:
    """Item, group, category, policy; a group may stand behind its items and be named either way."""
    item = _policy(
        "上限 900分 每户每年\n类别 环境\n上限 500分 每户每年\n"
        "加分 甲 2分/次, 上限 60分 每户每月, 属于 press\n"
        '组 宣传 "press", 上限 90分 每户每年, 上限 30分 每人每年\n'
    ).items["甲"]

    assert "宣传" == item.group
    assert [
        "cap 60 points per household per month (甲)",
        "cap 30 points per person per year (宣传)",
        "cap 90 points per household per year (宣传)",
        "cap 500 points per household per year (环境)",
        "cap 900 points per household per year",
    ] == [limit.label for limit in item.limits]


def test_highest_only_is_known_by_the_item_or_by_its_group() -> None:
    """Items of one group are compared with each other, another item only with itself."""
    policy = _policy(
        "组 宣传, 取最高 每事由\n类别 环境\n"
        "加分 甲 2分/次, 属于 宣传\n加分 乙 3分/次, 属于 宣传\n加分 丙 4分/次, 取最高 每年\n加分 丁 1分/次\n"
    )
    highest = {name: item.highest for name, item in policy.items.items()}

    assert highest["丁"] is None
    assert [("宣传", None), ("宣传", None), ("丙", Period.YEAR)] == [
        (one.name, one.period) for one in (highest["甲"], highest["乙"], highest["丙"]) if one
    ]
    assert policy.items["甲"].needs_event and not policy.items["丙"].needs_event


# --- requirements --------------------------------------------------------------------------------


def test_what_is_required_is_declared_by_that() -> None:
    """An undeclared requirement is a yes/no fact of the record, once, that tests may give."""
    policy = _policy(
        "属性 记录.照片: 是否\n类别 环境\n加分 甲 30分/次, 需 审核 当 分值 >= 20分 并且 记录.照片, 需 照片\n"
        '加分 乙 3分/次, 需 审核\n测试 "一"\n记录 2025-03-01 张三 乙, 审核 = 是\n应得 张三 3分\n'
    )
    first, second = policy.items["甲"].requires

    assert [("照片", FactType.YES_NO), ("审核", FactType.YES_NO)] == [
        (fact.name, fact.type) for fact in policy.facts if fact.subject is Subject.RECORD
    ]
    assert ("审核", "照片", None) == (first.fact.name, second.fact.name, second.when)
    assert isinstance(first.when, checked.And) and isinstance(first.when.parts[0], checked.Compare)
    value = first.when.parts[0]
    assert (checked.RawPoints(), checked.Order.AT_LEAST, checked.Literal(20_00)) == (
        value.left,
        value.order,
        value.right,
    )
    assert {"审核": True} == policy.tests[0].records[0].facts


# --- bonuses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "mark", "expected"),
    [
        ("2分/次", "达到 20次 每月", checked.Reaches(checked.Measure.TIMES, 20, Period.MONTH)),
        ("2分/人次", "达到 20次 每月", checked.Reaches(checked.Measure.TIMES, 20, Period.MONTH)),
        ("2分/人次", "达到 20人次 每年", checked.Reaches(checked.Measure.TIMES, 20, Period.YEAR)),
        ("4分/月", "达到 3次 每季度", checked.Reaches(checked.Measure.TIMES, 3, Period.QUARTER)),
        ("5分至9分 评定", "达到 3次 每周", checked.Reaches(checked.Measure.TIMES, 3, Period.WEEK)),
        (
            "3分/小时",
            "达到 10.5小时 每月",
            checked.Reaches(checked.Measure.QUANTITY, 10_50, Period.MONTH),
        ),
        (
            "1分/满4小时",
            "达到 8小时 每天",
            checked.Reaches(checked.Measure.QUANTITY, 8_00, Period.DAY),
        ),
        ("2分/棵", "达到 9棵 每年", checked.Reaches(checked.Measure.QUANTITY, 9_00, Period.YEAR)),
        ("2分/次", "达到 30分 终身", checked.Reaches(checked.Measure.POINTS, 30_00, Period.EVER)),
        ("2分/次", "连续 3个月", checked.Runs(3, Period.MONTH)),
        ("2分/次", "连续 2周", checked.Runs(2, Period.WEEK)),
        ("2分/次", "连续 4个季度", checked.Runs(4, Period.QUARTER)),
    ],
)
def test_marks(value: str, mark: str, expected: checked.Reaches | checked.Runs) -> None:
    """Times are whole, quantities and points are hundredths."""
    (bonus,) = _policy(f"类别 环境\n加分 甲 {value}\n奖励 乙 10分, 当 甲 {mark}\n").bonuses

    assert expected == bonus.mark


@pytest.mark.parametrize(
    ("value", "mark"),
    [
        ("2分/次", "达到 20人次 每月"),
        ("2分/次", "达到 20小时 每月"),
        ("3分/小时", "达到 20次 每月"),
        ("3分/小时", "达到 20天 每月"),
        ("2分/棵", "达到 9株 每年"),
        ("4分/月", "达到 3人次 每年"),
    ],
)
def test_a_mark_in_another_unit(value: str, mark: str) -> None:
    """Nothing is converted: the mark is in the item's own unit."""
    assert ["R202"] == _codes(f"类别 环境\n加分 甲 {value}\n奖励 乙 10分, 当 甲 {mark}\n")


def test_a_bonus_meets_limits_in_points_only() -> None:
    """Its own, those of the category in which it stands, the policy's; not those of its item."""
    (bonus,) = _policy(
        "上限 900分 每户每年\n上限 99次 每户每年\n类别 环境\n加分 甲 2分/次, 上限 60分 每户每月, 属于 组\n"
        "组 组, 上限 80分 每户每年\n类别 奖\n上限 50次 每户每年\n上限 500分 每户每年\n"
        '奖励 乙 "bonus" 10分, 当 甲 达到 20次 每月, 上限 30分 每户每年\n'
    ).bonuses

    assert ("乙", "bonus", "奖", 10_00, "甲") == (
        bonus.name,
        bonus.other_name,
        bonus.category,
        bonus.points,
        bonus.item,
    )
    assert [
        "cap 30 points per household per year (乙)",
        "cap 500 points per household per year (奖)",
        "cap 900 points per household per year",
    ] == [limit.label for limit in bonus.limits]


# --- acts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("本月", Period.MONTH),
        ("本季度", Period.QUARTER),
        ("本年", Period.YEAR),
        ("全部", Period.EVER),
    ],
)
def test_clears(written: str, period: Period) -> None:
    """What a clear reaches back to."""
    (act,) = _policy(SWEEP + f"归零 甲, {written}\n").acts

    assert checked.Clear(period) == act.effect


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("本年、下年", (Period.YEAR, 1, 0)),
        ("下年、本月", (Period.YEAR, 1, 0)),
        ("本季度、本月", (Period.QUARTER, 0, 0)),
        ("终身、下年", (Period.EVER, 0, 0)),
        ("3个月、5个月", (None, 0, 5)),
        ("本月、1个月", (None, 0, 1)),
        ("12个月、下年", (Period.YEAR, 1, 0)),
        ("12个月、本年", (None, 0, 12)),
        ("24个月、下年", (None, 0, 24)),
        ("1200个月、终身", (Period.EVER, 0, 0)),
    ],
)
def test_the_last_term_of_a_bar(written: str, expected: tuple[Period | None, int, int]) -> None:
    """Of several terms the one that ends last holds."""
    (act,) = _policy(SWEEP + f"取消资格 甲, 兑换 {written}\n").acts

    assert isinstance(act.effect, checked.Bar)
    assert frozenset({checked.Right.REDEEM}) == act.effect.rights
    assert expected == (act.effect.period, act.effect.periods_later, act.effect.months)


STRETCHES = {
    "本月": (Period.MONTH, 0),
    "本季度": (Period.QUARTER, 0),
    "本年": (Period.YEAR, 0),
    "下年": (Period.YEAR, 1),
}
DAYS = [date(2023, 12, 1) + timedelta(days=number) for number in range(800)]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ends(stretch: str, day: date) -> date:
    period, later = STRETCHES[stretch]
    return last_day(period, period_index(period, day) + later)


@pytest.mark.parametrize("stretch", STRETCHES)
def test_months_and_a_period_on_every_day(stretch: str) -> None:
    """What the checker takes never ends before the other, and it refuses only what depends on the day."""
    for months in range(1, 27):
        codes = _codes(SWEEP + f"取消资格 甲, 兑换 {stretch}、{months}个月\n")
        later = {_months_later(day, months) > _ends(stretch, day) for day in DAYS}
        earlier = {_months_later(day, months) < _ends(stretch, day) for day in DAYS}
        if codes:
            assert ["R017"] == codes
            assert True in later and True in earlier, months
            continue
        (act,) = _policy(SWEEP + f"取消资格 甲, 兑换 {stretch}、{months}个月\n").acts
        assert isinstance(act.effect, checked.Bar)
        assert {False} == (later if act.effect.period is not None else earlier), months


def test_acts_have_days_and_conditions() -> None:
    """An act is found by both names and holds for some days and some households."""
    policy = _policy(
        SWEEP
        + '属性 户.常住: 是否\n归零 甲 "feast", 本年, 当 户.常住, 自 2025-06-01 至 2025-08-31\n'
    )
    act = policy.acts_by_name["feast"]

    assert policy.acts_by_name["甲"] is act
    assert (date(2025, 6, 1), date(2025, 8, 31)) == (act.first_day, act.last_day)
    assert isinstance(act.when, checked.Compare)


def test_a_record_of_an_act_may_say_once() -> None:
    """One time is what it is; two times, or one of anything else, are not."""
    test = '归零 甲 "feast", 本年\n测试 "一"\n记录 2025-03-01 张三 {}\n应得 张三 0分\n'

    assert [] == _codes(SWEEP + test.format("甲 1次"))
    assert ["R017"] == _codes(SWEEP + test.format("甲 2次"))
    assert ["R017"] == _codes(SWEEP + test.format("甲 1小时"))
    records = _policy(SWEEP + test.format("feast")).tests[0].records
    assert ["甲"] == [record.item for record in records]


# --- honours, grades, money ----------------------------------------------------------------------


def test_honours() -> None:
    """By a category under either of its names or by the total; places, or a share in hundredths."""
    policy = _policy(
        '属性 户.类型: 甲、乙\n类别 志愿 "service"\n加分 清扫 2分/次\n'
        '荣誉 星 "star" 前10名 按 service 每季度\n'
        "荣誉 家 前12.5% 按 总分 每年, 当 户.类型 = 甲, 分类 户.类型\n"
    )
    star, family = policy.honours

    assert ("star", 10, False, "志愿", Period.QUARTER, None, None) == (
        star.other_name, star.places, star.share, star.category, star.period, star.when,
        star.per_class,
    )  # fmt: skip
    assert (12_50, True, "", Period.YEAR) == (
        family.places,
        family.share,
        family.category,
        family.period,
    )
    assert family.when is not None and family.per_class is not None


def test_honours_of_people_may_ask_for_their_household() -> None:
    """Where people have accounts, their own facts and those of their household are the account's."""
    assert [] == _codes(
        "计分单位 人\n属性 人.党员: 是否\n属性 户.类型: 甲、乙\n"
        + SWEEP
        + "荣誉 星 前3名 按 总分 每年, 当 人.党员, 分类 户.类型\n"
    )


def test_grades_from_the_highest_down() -> None:
    """However they are written."""
    grades = _policy(SWEEP + '等级 丙 60分起\n等级 甲 "best" 96分起\n等级 乙 86分起\n').grades

    assert [("甲", 96_00), ("乙", 86_00), ("丙", 60_00)] == [
        (grade.name, grade.points) for grade in grades
    ]


def test_suspension_budgets_and_what_a_village_may_set() -> None:
    """Points in hundredths, money in fen; an open category says how much each record may give."""
    policy = _policy(
        "兑换 1分 = 0.5元, 可调 0.3元至1元\n结转 全部\n起兑 5分, 可调 1分至10分\n停兑 低于 70分, 恢复 70分\n"
        "预算 1000000元 每年\n预算 5000元 终身\n基础分 10分 每年, 可调 5分至15分\n"
        "类别 环境, 可增 每次至多 10分\n基础分 1分 一次, 可调 0分至2分\n加分 清扫 2分/次, 可调 1分至3分\n"
        "类别 志愿\n加分 劳动 2分/次\n"
    )

    assert policy.suspension is not None
    assert (70_00, 70_00) == (policy.suspension.below, policy.suspension.resume)
    assert [(1_000_000_00, Period.YEAR), (5000_00, Period.EVER)] == [
        (budget.fen, budget.period) for budget in policy.budgets
    ]
    assert [
        ("rate", 30, 100),
        ("minimum", 1_00, 10_00),
        ("base", 5_00, 15_00),
        ("base", 0, 2_00),
        ("清扫", 1_00, 3_00),
    ] == [(one.name, one.low, one.high) for one in policy.adjustable]
    assert [10_00, None] == [category.open_at_most for category in policy.categories]


# --- what is never reached -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "mark", "codes"),
    [
        ("上限 1次 每户每天", "达到 31次 每月", []),
        ("上限 1次 每户每天", "达到 32次 每月", ["R303"]),
        ("上限 1次 每人每天", "达到 32次 每月", []),  # a household has several people
        ("上限 1次 每户每年", "连续 2个月", []),  # December and January
        ("上限 1次 每户每年", "连续 3个月", ["R303"]),
        ("上限 1次 每户每季度", "连续 3个季度", []),
        ("上限 1次 每户每季度", "连续 4个月", ["R303"]),
        ("上限 3次 每户终身", "连续 4个季度", ["R303"]),
        ("上限 3次 每户终身", "连续 3个季度", []),
        ("上限 10分 每户每月", "达到 30分 每季度", []),
        ("上限 10分 每户每月", "达到 31分 每季度", ["R303"]),
        ("上限 2次 每户每月", "达到 5分 每月", ["R303"]),  # two times of two points
        ("上限 2次 每户每月, 取最高 每月", "达到 5次 每月", []),
    ],
)
def test_marks_that_limits_keep_from_being_reached(limit: str, mark: str, codes: list[str]) -> None:
    """Said only where it is certain, whatever days the records have."""
    text = f"类别 环境\n加分 甲 2分/次, {limit}\n奖励 乙 1分, 当 甲 {mark}\n"

    assert codes == _codes(text)
