"""The tests that a policy carries: what each kind of expectation looks at, and how one fails."""

import attrs
import pytest

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Label
from rulesengine.study.policy_tests import TestResult, no_tests, run_tests
from tests.scoring.policies import HEAD, policy

RULES = (
    HEAD.replace("不设下限", "起兑 5分\n下限 0分\n结算 每季度")
    + """属性 户.常住: 是否
属性 人.党员: 是否
属性 记录.级别: 省级、县级
类别 环境 "Environment"
  基础分 1分 每月
  加分 清扫 "sweep" 2分/次, 上限 1次 每户每天
  加分 义务 3分/小时, 2倍 当 人.党员
  扣分 乱倒 5分/次
类别 荣誉
  加分 表彰 按 记录.级别: 省级 30分、县级 20分
  加分 常住户 4分/月, 当 户.常住
"""
)


def one(lines: str, rules: str = RULES) -> TestResult:
    """The result of one test with these lines."""
    (result,) = run_tests(policy(rules + '测试 "例"\n' + lines))
    return result


def messages(result: TestResult) -> list[str]:
    return [str(found.message) for found in result.diagnostics]


DEEDS = """记录 2025-01-10 张三 清扫
记录 2025-01-10 张三 清扫
记录 2025-02-03 张三 义务 2小时
记录 2025-04-04 张三 表彰, 级别 = 县级
记录 2025-04-05 张三 乱倒
"""


@pytest.mark.parametrize(
    "expected",
    [
        "张三 27分",  # 4 of base, 2 + 6 + 20 - 5
        "张三 2025年1月 3分",
        "张三 2025-Q1 11分",
        "张三 2025-Q2 16分",
        "张三 2025-H1 27分",
        "张三 2025 27分",
        "张三 2025-W02 2分",
        "张三 清扫 2分",
        "张三 义务 6分",
        "张三 乱倒 -5分",
        "张三 环境 7分",  # its base too
        "张三 荣誉 20分",
        "张三 环境 2025年1月 3分",
        "张三 环境 2025-Q2 -4分",
        "张三 清扫 2025-Q2 0分",
        "张三 可兑 27分",
        '张三 "sweep" 2分',
        '张三 "Environment" 2025-02 7分',
    ],
)
def test_what_an_expectation_looks_at(expected: str) -> None:
    """Standing, a period, an item or a category (in a period), and what may be redeemed."""
    result = one(DEEDS + f"应得 {expected}\n")
    assert messages(result) == []
    assert result.passed


def test_an_expectation_that_fails_shows_the_lines_that_made_the_number() -> None:
    """The place, both numbers, and the lines of the passbook, the lost one among them."""
    text = RULES + '测试 "例"\n' + DEEDS + "应得 张三 清扫 4分\n"
    (result,) = run_tests(policy(text))
    (found,) = result.diagnostics
    assert not result.passed
    assert found.code is Code.TEST_FAILED
    assert str(found.message) == "张三 should have 4 points for 清扫 and has 2"
    assert isinstance(found.primary, Label)
    assert found.primary.source.slice(found.primary.span) == "应得 张三 清扫 4分"
    assert [str(note) for note in found.notes] == [
        "2 less than expected",
        "2025-01-10 清扫: 2 points",
        "2025-01-10 清扫: 2 points lost to cap 1 time per household per day (清扫)",
    ]
    (expectation,) = result.expectations
    assert (expectation.found.actual, len(expectation.found.lines)) == (200, 2)


def test_every_expectation_is_compared() -> None:
    """One that fails does not hide the next."""
    result = one(DEEDS + "应得 张三 1分\n应得 张三 27分\n应得 张三 2分\n")
    assert [False, True, False] == [each.passed for each in result.expectations]
    assert len(result.diagnostics) == 2


def test_an_account_that_nothing_names_fails_the_test() -> None:
    """Zero points would say that the name was right. (The checker says so before, where it can.)"""
    whole = policy(RULES + '测试 "例"\n' + DEEDS + "应得 张三 0分\n")
    (test,) = whole.tests
    other = attrs.evolve(test.expectations[0], account="张四")
    (result,) = run_tests(attrs.evolve(whole, tests=(attrs.evolve(test, expectations=(other,)),)))
    assert messages(result) == ["no record of this test and no row of its register names 张四"]
    assert result.expectations[0].found.actual is None


def test_a_name_that_lives_in_two_villages_fails_the_test() -> None:
    """It is not said which of the two is meant."""
    rows = "户 张三, 村 = 甲村\n户 张三, 村 = 乙村\n"
    result = one(rows + "应得 张三 0分\n")
    assert messages(result) == ["张三 lives in more than one village: 乙村, 甲村"]


def test_declared_rows_keep_their_facts_and_other_names_are_welcome() -> None:
    """The facts are those of the rows; a household without a row is one of which nothing is known."""
    result = one(
        "户 张三, 常住 = 是\n"
        "人 小一 属于 张三, 党员 = 是\n"
        "记录 2025-01-05 张三 常住户\n"
        "记录 2025-01-06 张三 义务 1小时, 人 = 小一\n"
        "记录 2025-01-06 张三 义务 1小时, 人 = 小二\n"
        "记录 2025-01-06 李四 清扫\n"
        "应得 张三 14分\n"
        "应得 李四 3分\n"
    )
    assert messages(result) == []


def test_a_row_alone_makes_an_account() -> None:
    """A test of the base needs no record: the last day is the policy's first."""
    assert one("户 张三\n应得 张三 1分\n").passed


def test_a_joined_day_holds() -> None:
    """A record before it is not in the register; base begins with it."""
    result = one(
        "户 张三, 加入 = 2025-02-02\n"
        "记录 2025-02-01 张三 清扫\n"
        "记录 2025-02-02 张三 清扫\n"
        "应得 张三 3分\n"
    )
    assert messages(result) == []


def test_a_record_in_error_fails_the_test_with_its_reason() -> None:
    """The numbers may be right by chance; the record is still not what somebody meant to write."""
    people = "人 小一 属于 张三\n记录 2025-01-06 李四 清扫, 人 = 小一\n"
    result = one("户 李四\n" + people + "应得 李四 1分\n")
    (found,) = result.diagnostics
    assert not result.passed
    assert found.code is Code.NOT_TOGETHER
    assert isinstance(found.primary, Label)
    assert found.primary.source.slice(found.primary.span).startswith("测试")


def test_a_register_that_holds_a_name_twice_fails_the_test() -> None:
    """The same name without a day from which the second row holds."""
    whole = policy(RULES + '测试 "例"\n户 张三\n应得 张三 1分\n')
    (test,) = whole.tests
    twice = attrs.evolve(test, households=test.households * 2)
    (result,) = run_tests(attrs.evolve(whole, tests=(twice,)))
    assert [Code.REGISTERED_TWICE] == [found.code for found in result.diagnostics]
    assert not result.passed


def test_a_missing_fact_is_told_where_a_test_fails_and_is_no_failure_itself() -> None:
    """A test may show what unknown means; where the number is wrong, the fact is the likely reason."""
    lines = "记录 2025-01-05 张三 常住户\n"
    assert one(lines + "应得 张三 1分\n").passed
    result = one(lines + "应得 张三 5分\n")
    assert [Code.FACT_MISSING, Code.TEST_FAILED] == [found.code for found in result.diagnostics]


def test_persons_have_the_accounts_of_a_policy_that_says_so() -> None:
    """Records of a test name persons then."""
    rules = HEAD.replace("兑换", "计分单位 人\n兑换") + "类别 环境\n  加分 清扫 2分/次\n"
    result = one(
        "人 小一 属于 张三\n记录 2025-01-05 小一 清扫\n记录 2025-01-05 小二 清扫\n应得 小一 2分\n应得 小二 2分\n",
        rules,
    )
    assert messages(result) == []


def test_tests_do_not_see_each_other() -> None:
    """Each has its own records and limits."""
    lines = '测试 "一"\n记录 2025-01-05 张三 清扫\n应得 张三 清扫 2分\n'
    results = run_tests(policy(RULES + lines + lines.replace("一", "二")))
    assert [("一", True), ("二", True)] == [(result.name, result.passed) for result in results]


def test_a_policy_without_tests_is_told_so() -> None:
    """A warning, for the policy can be scored all the same."""
    found = no_tests(policy(RULES))
    assert found is not None
    assert (found.code, found.is_error) == (Code.NO_TESTS, False)
    assert no_tests(policy(RULES + '测试 "例"\n户 张三\n应得 张三 1分\n')) is None


def test_a_bonus_is_among_what_its_category_gave() -> None:
    """A category has its items and its bonuses; an item alone is without them."""
    rules = HEAD + "类别 环境\n  加分 清扫 2分/次\n  奖励 两次 5分, 当 清扫 达到 2次 每月\n"
    deeds = "记录 2025-01-10 张三 清扫\n记录 2025-01-11 张三 清扫\n"
    result = one(deeds + "应得 张三 环境 9分\n应得 张三 清扫 4分\n", rules)
    assert messages(result) == []
    assert result.passed


def test_a_line_by_person_may_name_the_household_too() -> None:
    """Under `account person`, 人 says whose record it is, and the first name is the household."""
    rules = HEAD + "计分单位 人\n类别 环境\n加分 清扫 2分/次\n"
    lines = "户 张家\n人 李四 属于 张家\n人 王五 属于 张家\n"
    shared = "记录 2025-01-10 张家 清扫, 人 = 李四\n记录 2025-01-11 李四 清扫\n"

    assert not messages(one(lines + shared + "应得 李四 4分\n应得 王五 0分\n", rules))


def test_a_household_that_does_not_hold_the_person_is_told() -> None:
    """The record is in error, and its account has nothing."""
    rules = HEAD + "计分单位 人\n类别 环境\n加分 清扫 2分/次\n"
    lines = (
        "户 张家\n户 王家\n人 李四 属于 张家\n记录 2025-01-10 王家 清扫, 人 = 李四\n应得 李四 0分\n"
    )
    outcome = one(lines, rules)

    assert [] != messages(outcome)


# --- further expectations ------------------------------------------------------------------------

FURTHER = (
    RULES
    + """类别 表扬
  加分 评优 按 记录.级别: 省级 9分、县级 3分, 取最高 每事由, 上限 12分 每户每年
  加分 修路 5分/次, 需 盖章, 自 2025-02-01 至 2025-06-30
  归零 酒驾, 本年
荣誉 红旗 前1名 按 总分 每年
等级 五星 20分起
等级 三星 5分起
"""
)
YEAR = """记录 2025-01-10 张三 清扫
记录 2025-04-10 张三 义务 5小时
记录 2025-04-10 李四 清扫
"""


@pytest.mark.parametrize(
    "expected",
    [
        "张三 余额 21分",  # 4 of base, 2 + 15
        "张三 10.5元",
        "张三 2025年第1季度 2.5元",  # 3 of base, 2
        "张三 2025-04 8元",
        "张三 2026 0元",
        "张三 评为 五星",
        "李四 评为 三星",
        "张三 评上 红旗",
        "李四 没有评上 红旗",
        "张三 2025-01-10 清扫 2分",
        "张三 清扫 2025-01-11 0分",
        "张三 2025-04-01 1分",
    ],
)
def test_what_a_further_expectation_looks_at(expected: str) -> None:
    """Balance, money (of any period), grade, honour, and what one day brought."""
    result = one(YEAR + f"应得 {expected}\n", FURTHER)

    assert [] == messages(result)


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("张三 余额 20分", "张三 should have a balance of 20 points and has 21"),
        ("张三 可兑 20分", "张三 should have 20 points to spend and has 21"),
        ("张三 10元", "张三 should have 10 yuan and has 10.5"),
        ("张三 评为 三星", "张三 should have the grade 三星 and has 五星"),
        ("张三 没有等级", "张三 should have no grade and has 五星"),
        ("李四 评上 红旗", "李四 should be honoured (红旗) and is not"),
        ("张三 没有评上 红旗", "张三 should not be honoured (红旗) and is"),
        ("张三 清扫 没有分 因为 次数用完",
         "清扫 of 张三 should bring no points (times used up), and brings 2"),
        ("张三 2025-01-12 清扫 没有分 因为 次数用完", "张三 has no record of 清扫 there"),
        ("张三 修路 没有分 因为 次数用完", "张三 has no record of 修路 there"),
    ],
)  # fmt: skip
def test_what_a_further_expectation_says_that_fails(expected: str, message: str) -> None:
    """What should be and what is, each in its own sentence."""
    result = one(YEAR + f"应得 {expected}\n", FURTHER)

    assert [message] == messages(result)


def test_no_grade_is_none_below_all_of_them() -> None:
    """Two points are below three stars."""
    result = one("记录 2025-01-10 张三 清扫\n应得 张三 没有等级\n应得 张三 评为 三星\n", FURTHER)

    assert ["张三 should have the grade 三星 and has none"] == messages(result)


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ("记录 2025-03-01 张三 义务\n", "有错"),
        ("记录 2025-03-01 张三 清扫, 状态 = 申报\n", "没有通过"),
        ("记录 2024-12-31 张三 清扫\n", "当天没有办法"),
        ("记录 2025-01-31 张三 修路, 盖章 = 是\n", "不在日期内"),
        ("户 张三, 加入 = 2025-03-02\n记录 2025-03-01 张三 清扫\n", "不在册"),
        ("户 张三, 常住 = 否\n记录 2025-03-01 张三 常住户\n", "条件不符"),
        ("记录 2025-03-01 张三 常住户\n", "情况没有登记"),
        ("记录 2025-03-01 张三 修路\n", "缺少审核"),
        ("记录 2025-03-01 张三 义务 0小时\n", "不值分"),
        ("记录 2025-03-01 张三 评优, 级别 = 省级, 事由 = 甲\n"
         "记录 2025-03-02 张三 评优, 级别 = 县级, 事由 = 甲\n", "没有超过最高"),
        ("记录 2025-03-01 张三 清扫\n记录 2025-03-01 张三 清扫\n", "次数用完"),
        ("记录 2025-03-01 张三 评优, 级别 = 省级, 事由 = 甲\n记录 2025-03-02 张三 评优, 级别 = 县级,"
         " 事由 = 乙\n记录 2025-03-03 张三 评优, 级别 = 县级, 事由 = 丙\n", "分数用完"),
        ("户 张三, 加入 = 2025-12-01\n记录 2025-12-01 张三 乱倒\n记录 2025-12-01 张三 乱倒\n",
         "到了下限"),
    ],
)  # fmt: skip
def test_why_a_record_brought_no_points(records: str, reason: str) -> None:
    """Each reason is met by its own record, the last of its item, and by no other reason."""
    item = records.splitlines()[-1].split()[3].strip(",")
    result = one(f"{records}应得 张三 {item} 没有分 因为 {reason}\n", FURTHER)
    other = "次数用完" if reason != "次数用完" else "不值分"
    wrong = one(f"{records}应得 张三 {item} 没有分 因为 {other}\n", FURTHER)

    assert [] == messages(result)
    assert not wrong.passed


def test_an_account_that_may_not_take_part() -> None:
    """The reason of a policy with a condition for taking part."""
    rules = FURTHER.replace("属性 户.常住", "参加条件 户.常住\n属性 户.常住")
    lines = "户 张三, 常住 = 否\n记录 2025-03-01 张三 清扫\n应得 张三 清扫 没有分 因为 不能参加\n"

    assert one(lines, rules).passed


def test_an_act_that_finds_nothing_is_worth_nothing() -> None:
    """Acts have reasons too."""
    rules = FURTHER.replace("  基础分 1分 每月\n", "")

    assert one("记录 2025-03-01 张三 酒驾\n应得 张三 酒驾 没有分 因为 不值分\n", rules).passed


def test_only_the_record_that_is_expected_to_be_in_error_may_be() -> None:
    """A second mistake still fails the test."""
    wrong = "记录 2025-03-01 张三 义务\n"
    expected = "应得 张三 2025-03-01 义务 没有分 因为 有错\n"

    assert one(wrong + expected, FURTHER).passed
    assert not one(wrong + "记录 2025-03-02 张三 义务\n" + expected, FURTHER).passed


def test_a_record_that_has_no_account_is_expected_to_be_in_error() -> None:
    """Its person belongs to another household; what stands there says whose it should be."""
    lines = (
        "户 张三\n户 李四\n人 李大 属于 李四\n记录 2025-03-01 张三 清扫, 人 = 李大\n"
        "应得 张三 清扫 没有分 因为 有错\n"
    )

    assert [] == messages(one(lines, FURTHER))


TABLE = """户 张三, 常住 = 是
表头 户、日期、事项、数量、级别、事由、应得、因为
行 张三、2025-03-01、清扫、-、-、-、2分、-
行 张三、2025-03-01、清扫、1次、-、-、0分、次数用完
行 张三、2025-03-02、义务、2小时、-、-、6分、-
行 张三、2025-03-03、乱倒、-、-、-、-5分、-
行 张三、2025-03-04、评优、-、县级、甲、3分、-
"""


def test_each_row_of_a_table_is_a_record_and_what_it_brought() -> None:
    """Points, a deduction, a reason; the row's own record alone is looked at."""
    (test,) = policy(FURTHER + '测试 "例"\n' + TABLE).tests
    result = one(TABLE, FURTHER)

    assert [] == messages(result)
    assert 5 == len(test.records)
    assert [1, 2, 2, 3, 4, 5] == [expected.record for expected in test.expectations]


def test_a_row_that_fails_shows_its_own_record() -> None:
    """The place is the row; the lines are those of its record."""
    result = one(TABLE.replace("义务、2小时、-、-、6分", "义务、2小时、-、-、7分"), FURTHER)
    (found,) = result.diagnostics

    assert "张三 should have 7 points for 义务 and has 6" == str(found.message)
    assert ["1 less than expected", "2025-03-02 义务: 6 points"] == [
        str(one) for one in found.notes
    ]


def test_a_bonus_is_part_of_what_a_row_brought() -> None:
    """All lines of the record that change standing."""
    rules = FURTHER.replace("类别 荣誉", "  奖励 勤快 4分, 当 清扫 达到 1次 每月\n类别 荣誉")
    lines = "表头 户、日期、事项、应得\n行 张三、2025-03-01、清扫、6分\n"

    assert [] == messages(one(lines, rules))


def test_a_table_without_dates_is_a_list_of_expectations() -> None:
    """Of items, and of the standing where the item is left out."""
    lines = YEAR + "表头 户、事项、应得\n行 张三、清扫、2分\n行 张三、-、21分\n行 李四、清扫、2分\n"

    assert [] == messages(one(lines, FURTHER))


def test_what_brought_nothing_stands_under_a_failure() -> None:
    """Records without a line are told with the reason, so that none seems to be forgotten."""
    lines = "记录 2025-03-01 张三 常住户\n记录 2025-03-02 张三 常住户, 状态 = 申报\n应得 张三 常住户 4分\n"
    *_, found = one(lines, FURTHER).diagnostics

    assert [
        "4 less than expected",
        "2025-03-01 常住户: nothing, fact missing",
        "2025-03-02 常住户: nothing, not approved",
    ] == [str(note) for note in found.notes]


def test_a_test_may_end_after_its_last_record() -> None:
    """Points that expire when the policy has ended: the day before they are there, then gone."""
    rules = RULES.replace("施行 2025-01-01", "施行 2025-01-01 至 2025-12-31").replace(
        "结转 全部", "清零 每年, 宽限 31天"
    )
    lines = "记录 2025-03-01 张三 义务 10小时\n"

    assert one(lines + "截至 2026-01-30\n应得 张三 可兑 42分\n", rules).passed
    assert one(lines + "截至 2026-01-31\n应得 张三 可兑 0分\n应得 张三 余额 0分\n", rules).passed
