"""Mutation: which changes there are, which a test notices, and records that would tell."""

import pytest

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.source import Source
from rulesengine.language.load import load
from rulesengine.language.parse import parse
from rulesengine.study.edit_statements import edits_of
from rulesengine.study.mutants import mutants
from rulesengine.study.mutation import Judged, Verdict, mutate
from rulesengine.study.policy_tests import passes, run_tests
from tests.scoring.policies import HEAD, policy
from tests.study import forms


def changes(statement: str) -> list[str]:
    """A statement after each of its changes."""
    source = Source("t.policy", statement)
    parsed = parse(source)
    assert parsed.value is not None and not parsed.diagnostics, statement
    (node,) = parsed.value.statements
    return [
        statement[: edit.place.start] + edit.written + statement[edit.place.end :]
        for edit in edits_of(source, node)
    ]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("上限 30分 每户每月", [
            "上限 31分 每户每月", "上限 30分 每户每季度", "上限 30分 每户每周", "上限 30分 每人每月"]),
        ("cap 1 time per person ever", [
            "cap 2 time per person ever", "cap 1 time per person per year",
            "cap 1 time per household ever"]),
        ("施行 2025-01-01 至 2025-12-31", [
            "施行 2025-01-02 至 2025-12-31", "施行 2024-12-31 至 2025-12-31",
            "施行 2025-01-01 至 2026-01-01", "施行 2025-01-01 至 2025-12-30"]),
        ("兑换 1分 = 0.5元", ["兑换 1分 = 0.6元"]),
        ("下限 0分", ["下限 1分", "不设下限"]),
        ("no floor", ["floor 0 points"]),
        ("结转 全部", ["清零 每年"]),
        ("expire per year, grace 31 days", [
            "carry all", "expire ever, grace 31 days", "expire per half-year, grace 31 days",
            "expire per year, grace 32 days", "expire per year, grace 30 days"]),
        ("基础分 10分 一次", ["基础分 11分 一次", "基础分 10分 每年", "基础分 10分 一次, 不可兑换"]),
        ("基础分 10分 每年, 不可兑换", [
            "基础分 11分 每年, 不可兑换", "基础分 10分 终身, 不可兑换", "基础分 10分 每半年, 不可兑换",
            "基础分 10分 每年"]),
        ("停兑 低于 70分, 恢复 80分", [
            "停兑 低于 71分, 恢复 80分", "停兑 低于 69分, 恢复 80分", "停兑 低于 70分, 恢复 81分",
            "停兑 低于 70分, 恢复 79分"]),
        ("加分 甲 1分/满4小时", ["加分 甲 2分/满4小时", "加分 甲 1分/满5小时", "加分 甲 1分/4小时"]),
        ("加分 甲 2分/月", ["加分 甲 3分/月", "加分 甲 2分/季度", "加分 甲 2分/周"]),
        ("加分 甲 5分至10分 评定", [
            "加分 甲 6分至10分 评定", "加分 甲 4分至10分 评定", "加分 甲 5分至11分 评定",
            "加分 甲 5分至9分 评定"]),
        ("加分 甲 按 记录.评分: 90起 10分、其余 0分", [
            "加分 甲 按 记录.评分: 91起 10分、其余 0分", "加分 甲 按 记录.评分: 89起 10分、其余 0分",
            "加分 甲 按 记录.评分: 90起 11分、其余 0分", "加分 甲 按 记录.评分: 90起 10分、其余 1分"]),
        ("加分 甲 每季度前3次 5分、之后 2分", [
            "加分 甲 每半年前3次 5分、之后 2分", "加分 甲 每月前3次 5分、之后 2分",
            "加分 甲 每季度前4次 5分、之后 2分", "加分 甲 每季度前2次 5分、之后 2分",
            "加分 甲 每季度前3次 6分、之后 2分", "加分 甲 每季度前3次 5分、之后 3分"]),
        ("加分 甲 2分/次, 当 人.周岁 < 60 并且 不是 户.低保", [
            "加分 甲 3分/次, 当 人.周岁 < 60 并且 不是 户.低保",
            "加分 甲 2分/次, 当 人.周岁 < 60 或者 不是 户.低保",
            "加分 甲 2分/次, 当 人.周岁 <= 60 并且 不是 户.低保",
            "加分 甲 2分/次, 当 人.周岁 < 61 并且 不是 户.低保",
            "加分 甲 2分/次, 当 人.周岁 < 59 并且 不是 户.低保",
            "加分 甲 2分/次, 当 人.周岁 < 60 并且 户.低保",
            "加分 甲 2分/次"]),
        ("award a 2 points/time, when household.kind in b | c", [
            "award a 3 points/time, when household.kind in b | c",
            "award a 2 points/time, when household.kind not in b | c",
            "award a 2 points/time, when household.kind in c",
            "award a 2 points/time, when household.kind in b",
            "award a 2 points/time"]),
        ("加分 甲 2分/次, 1.5倍 当 户.常住, 取最高 每月, 属于 乙", [
            "加分 甲 3分/次, 1.5倍 当 户.常住, 取最高 每月, 属于 乙",
            "加分 甲 2分/次, 1.6倍 当 户.常住, 取最高 每月, 属于 乙",
            "加分 甲 2分/次, 1.5倍 当 不是 户.常住, 取最高 每月, 属于 乙",
            "加分 甲 2分/次, 1.5倍 当 户.常住, 属于 乙",
            "加分 甲 2分/次, 1.5倍 当 户.常住, 取最高 每季度, 属于 乙",
            "加分 甲 2分/次, 1.5倍 当 户.常住, 取最高 每周, 属于 乙",
            "加分 甲 2分/次, 1.5倍 当 户.常住, 取最高 每月"]),
        ("奖励 乙 10分, 当 甲 连续 3个月", [
            "奖励 乙 11分, 当 甲 连续 3个月", "奖励 乙 10分, 当 甲 连续 4个月",
            "奖励 乙 10分, 当 甲 连续 2个月", "奖励 乙 10分, 当 甲 连续 3个季度",
            "奖励 乙 10分, 当 甲 连续 3周"]),
        ("归零 甲, 本年", ["归零 甲, 本季度", "归零 甲, 全部"]),
        ("取消资格 甲, 兑换、荣誉 本年、下年", [
            "取消资格 甲, 荣誉 本年、下年", "取消资格 甲, 兑换 本年、下年",
            "取消资格 甲, 兑换、荣誉 下年", "取消资格 甲, 兑换、荣誉 本年"]),
        ("荣誉 红旗 前10% 按 志愿 每年, 当 户.常住", [
            "荣誉 红旗 前11% 按 志愿 每年, 当 户.常住", "荣誉 红旗 前9% 按 志愿 每年, 当 户.常住",
            "荣誉 红旗 前10% 按 总分 每年, 当 户.常住", "荣誉 红旗 前10% 按 志愿 终身, 当 户.常住",
            "荣誉 红旗 前10% 按 志愿 每半年, 当 户.常住", "荣誉 红旗 前10% 按 志愿 每年, 当 不是 户.常住",
            "荣誉 红旗 前10% 按 志愿 每年"]),
        ("等级 五星 96分起", ["等级 五星 97分起", "等级 五星 95分起"]),
        ("调整 兑换 1分 = 0.4元", ["调整 兑换 1分 = 0.5元"]),
        ("调整 起兑 8分", ["调整 起兑 9分", "调整 起兑 7分"]),
        ("调整 基础分 80分", ["调整 基础分 81分"]),
        ("调整 劝阻 12分, 上限 2次 每户每月", [
            "调整 劝阻 13分, 上限 2次 每户每月", "调整 劝阻 12分, 上限 3次 每户每月",
            "调整 劝阻 12分, 上限 2次 每户每季度", "调整 劝阻 12分, 上限 2次 每户每周",
            "调整 劝阻 12分, 上限 2次 每人每月"]),
        ("调整 调解 5分至8分", [
            "调整 调解 6分至8分", "调整 调解 4分至8分", "调整 调解 5分至9分", "调整 调解 5分至7分"]),
        ("调整 表彰 省级 25分、县级 18分", [
            "调整 表彰 省级 26分、县级 18分", "调整 表彰 省级 25分、县级 19分"]),
        ("上限 20分 每户每月 当 户.类型 = 低保户", [
            "上限 21分 每户每月 当 户.类型 = 低保户", "上限 20分 每户每月 当 户.类型 != 低保户",
            "上限 20分 每户每月", "上限 20分 每户每季度 当 户.类型 = 低保户",
            "上限 20分 每户每周 当 户.类型 = 低保户", "上限 20分 每人每月 当 户.类型 = 低保户"]),
        ("award a 2 points/time, cap 1 time per month when household.low", [
            "award a 3 points/time, cap 1 time per month when household.low",
            "award a 2 points/time, cap 2 time per month when household.low",
            "award a 2 points/time, cap 1 time per quarter when household.low",
            "award a 2 points/time, cap 1 time per week when household.low",
            "award a 2 points/time, cap 1 time per month when not household.low",
            "award a 2 points/time, cap 1 time per month"]),
        ("下限 0分 每年, 含基础分", [
            "下限 1分 每年, 含基础分", "不设下限", "下限 0分 终身, 含基础分", "下限 0分 每半年, 含基础分",
            "下限 0分 每年"]),
        ("floor 0 points per year, with base", [
            "floor 1 points per year, with base", "no floor", "floor 0 points ever, with base",
            "floor 0 points per half-year, with base", "floor 0 points per year"]),
        ("配兑 5分 每得 2分 当 户.低保", [
            "配兑 6分 每得 2分 当 户.低保", "配兑 4分 每得 2分 当 户.低保", "配兑 5分 每得 3分 当 户.低保",
            "配兑 5分 每得 1分 当 户.低保", "配兑 5分 每得 2分 当 不是 户.低保", "配兑 5分 每得 2分", ""]),
        ("match 1 point for each 1 point", [
            "match 2 point for each 1 point", "match 0 point for each 1 point",
            "match 1 point for each 2 point", "match 1 point for each 0 point", ""]),
        ("加分 甲 1分/满4小时, 余数累计 每月", [
            "加分 甲 2分/满4小时, 余数累计 每月", "加分 甲 1分/满5小时, 余数累计 每月",
            "加分 甲 1分/4小时, 余数累计 每月", "加分 甲 1分/满4小时",
            "加分 甲 1分/满4小时, 余数累计 每季度", "加分 甲 1分/满4小时, 余数累计 每周"]),
        ("加分 甲 0分至10分 评定 取平均 去掉最高最低", [
            "加分 甲 1分至10分 评定 取平均 去掉最高最低", "加分 甲 0分至11分 评定 取平均 去掉最高最低",
            "加分 甲 0分至9分 评定 取平均 去掉最高最低", "加分 甲 0分至10分 评定 取平均"]),
        ("award a 0 points to 10 points judged mean without extremes", [
            "award a 1 points to 10 points judged mean without extremes",
            "award a 0 points to 11 points judged mean without extremes",
            "award a 0 points to 9 points judged mean without extremes",
            "award a 0 points to 10 points judged mean"]),
        ("加分 甲 0分至9分 评定 取中位数", [
            "加分 甲 1分至9分 评定 取中位数", "加分 甲 0分至10分 评定 取中位数",
            "加分 甲 0分至8分 评定 取中位数", "加分 甲 0分至9分 评定 取平均"]),
        ("award a 0 points to 9 points judged mean", [
            "award a 1 points to 9 points judged mean", "award a 0 points to 10 points judged mean",
            "award a 0 points to 8 points judged mean", "award a 0 points to 9 points judged median"]),
        ("扣分 屡 9分, 当 甲 达到 3次 近 12个月, 上限 40分 每户每年", [
            "扣分 屡 10分, 当 甲 达到 3次 近 12个月, 上限 40分 每户每年",
            "扣分 屡 9分, 当 甲 达到 4次 近 12个月, 上限 40分 每户每年",
            "扣分 屡 9分, 当 甲 达到 2次 近 12个月, 上限 40分 每户每年",
            "扣分 屡 9分, 当 甲 达到 3次 近 13个月, 上限 40分 每户每年",
            "扣分 屡 9分, 当 甲 达到 3次 近 11个月, 上限 40分 每户每年",
            "扣分 屡 9分, 当 甲 达到 3次 近 12个月, 上限 41分 每户每年",
            "扣分 屡 9分, 当 甲 达到 3次 近 12个月, 上限 40分 每户终身",
            "扣分 屡 9分, 当 甲 达到 3次 近 12个月, 上限 40分 每户每半年",
            "扣分 屡 9分, 当 甲 达到 3次 近 12个月, 上限 40分 每人每年"]),
        ("取消资格 黑, 兑换 3个月, 当 甲 达到 3次 近 12个月", [
            "取消资格 黑, 荣誉 3个月, 当 甲 达到 3次 近 12个月",
            "取消资格 黑, 兑换 4个月, 当 甲 达到 3次 近 12个月",
            "取消资格 黑, 兑换 2个月, 当 甲 达到 3次 近 12个月",
            "取消资格 黑, 兑换 3个月, 当 甲 达到 4次 近 12个月",
            "取消资格 黑, 兑换 3个月, 当 甲 达到 2次 近 12个月",
            "取消资格 黑, 兑换 3个月, 当 甲 达到 3次 近 13个月",
            "取消资格 黑, 兑换 3个月, 当 甲 达到 3次 近 11个月"]),
        ("荣誉 家 前3名 按 总分 人均 每年", [
            "荣誉 家 前4名 按 总分 人均 每年", "荣誉 家 前2名 按 总分 人均 每年", "荣誉 家 前3名 按 总分 每年",
            "荣誉 家 前3名 按 总分 人均 终身", "荣誉 家 前3名 按 总分 人均 每半年"]),
        ("honour a first 3 places by total per head per year", [
            "honour a first 4 places by total per head per year",
            "honour a first 2 places by total per head per year",
            "honour a first 3 places by total per year",
            "honour a first 3 places by total per head ever",
            "honour a first 3 places by total per head per half-year"]),
        ("等级 五星 5分起 人均", ["等级 五星 6分起 人均", "等级 五星 4分起 人均", "等级 五星 5分起"]),
        ("结算 每季度", []),
        ("预算 10000元 每年", []),
        ("商品 肥皂 10分, 价 5元", []),
    ],
)  # fmt: skip
def test_the_changes_of_a_statement(statement: str, expected: list[str]) -> None:
    """One number, limit, period, comparison or date at a time, in the statement's own language."""
    assert sorted(expected) == sorted(changes(statement))


RULES = (
    HEAD
    + """类别 环境
  加分 清扫 2分/次, 上限 1次 每户每天
  加分 劳动 3分/小时, 上限 30分 每户每月
  扣分 乱倒 5分/次
"""
)
SWEEP = """测试 "一天只计一次"
  记录 2025-03-01 张三 清扫
  记录 2025-03-01 张三 清扫
  记录 2025-03-02 张三 清扫
  应得 张三 清扫 4分
"""


def judged(text: str) -> dict[tuple[str, str], Judged]:
    """What became of each change, by what stood before and after."""
    return {(one.mutant.before, one.mutant.after): one for one in mutate(policy(text)).judged}


def test_a_change_that_a_test_notices_names_the_test() -> None:
    """The first test that fails is named, and no witness is looked for."""
    found = judged(RULES + SWEEP)[("2分/次", "3分/次")]

    assert (Verdict.NOTICED, "一天只计一次", None) == (found.verdict, found.test, found.witness)


def test_a_change_that_no_test_notices_has_records_that_would_tell() -> None:
    """The monthly cap of labour: a test to paste, which passes and fails on the change."""
    found = judged(RULES + SWEEP)[("上限 30分 每户每月", "上限 31分 每户每月")]

    assert Verdict.UNNOTICED is found.verdict
    assert found.witness is not None
    assert "" == found.witness.test
    assert "劳动" in "".join(found.witness.lines)
    assert "应得 张三 劳动 30分" == found.witness.lines[-1].strip()


def test_a_line_in_a_test_that_is_there_is_the_first_choice() -> None:
    """The records of a test already tell what its expectations do not look at."""
    found = judged(RULES + SWEEP)[("兑换 1分 = 0.5元", "兑换 1分 = 0.6元")]

    assert found.witness is not None
    assert ("一天只计一次", ("应得 张三 2元",)) == (found.witness.test, found.witness.lines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_witness_passes_on_the_policy_and_fails_on_the_change(language: str) -> None:
    """Pasted as they stand: with all of them no change goes unnoticed that was."""
    chinese = RULES.replace("结转 全部\n", "结转 全部\n基础分 3分 每年\n") + SWEEP
    text = chinese if language == "zh" else ENGLISH
    before = mutate(policy(text))
    lines = [one.witness for one in before.judged if one.witness is not None]
    assert len(lines) >= 5
    pasted = text
    for number, witness in enumerate(lines):
        if witness.test:
            pasted = pasted.replace(ANCHOR[language], f"{ANCHOR[language]}\n  {witness.lines[0]}")
        else:
            name = (
                witness.lines[0].replace("新的测试", f"新{number}").replace("a new", f"a {number}")
            )
            pasted += "\n".join([name, *witness.lines[1:]]) + "\n"
    whole = policy(pasted)

    assert all(result.passed for result in run_tests(whole))
    assert 0 == mutate(whole).count(Verdict.UNNOTICED)


ANCHOR = {"zh": "  应得 张三 清扫 4分", "en": "  expect Zhang 4 points"}
ENGLISH = """policy "example"
effective 2025-01-01
account household
redeem 1 point = 0.5 yuan
floor 0 points
expire per year
fact person.age_group: old | young
category village
  award sweep 2 points/time, cap 1 time per household per day
  award help 5 points/time, when person.age_group = young
  award labour 3 points/hour, cap 12 points per person per month
  deduct litter 5 points/time
honour star first 2 places by total per year
grade five_star 20 points up
test "once a day"
  record 2025-03-01 Zhang sweep
  record 2025-03-01 Zhang sweep
  record 2025-03-02 Zhang sweep
  expect Zhang 4 points
"""


def test_a_change_that_means_the_same_is_said_to_be() -> None:
    """In a policy of one year a yearly cap is one for ever; nothing is deducted, so no floor matters."""
    text = (
        RULES.replace("施行 2025-01-01", "施行 2025-01-01 至 2025-12-31")
        .replace("每户每月", "每户每年")
        .replace("  扣分 乱倒 5分/次\n", "")
    )
    found = judged(text + SWEEP)

    assert Verdict.SAME is found[("上限 30分 每户每年", "上限 30分 每户终身")].verdict
    assert Verdict.SAME is found[("不设下限", "下限 0分")].verdict


def test_a_limit_that_never_binds_is_the_same_with_one_point_more() -> None:
    """The checker proves it, so nothing is searched for."""
    text = RULES.replace("上限 1次 每户每天", "上限 1次 每户每天, 上限 9分 每户每天")
    found = judged(text + SWEEP)[("上限 9分 每户每天", "上限 10分 每户每天")]

    assert (Verdict.SAME, 0) == (found.verdict, found.tried)


def test_a_change_without_a_difference_in_sight_is_perhaps_the_same() -> None:
    """Everything comes in fives: below 70 and below 69 are one, which no proof here says."""
    text = (
        HEAD + "基础分 100分 每年, 不可兑换\n停兑 低于 70分, 恢复 70分\n类别 甲\n"
        "  加分 乙 5分/次\n  扣分 丙 20分/次\n"
    )
    found = judged(text + '测试 "一"\n  记录 2025-03-01 张三 丙 2次\n  应得 张三 可兑 0分\n')
    fallen = found[("停兑 低于 70分, 恢复 70分", "停兑 低于 69分, 恢复 70分")]

    assert Verdict.PERHAPS_SAME is fallen.verdict
    assert fallen.witness is None
    assert fallen.tried > 100


def test_only_what_is_a_policy_counts_and_each_change_once() -> None:
    """A change that the checker refuses is no mutant; no two mutants are one text."""
    whole = policy(RULES + SWEEP)
    texts = [one.source.text for one in mutants(whole)]
    sound = [text for text in texts if load(Source("t", text)).value is not None]

    assert len(set(texts)) == len(texts)
    assert len(sound) == len(mutate(whole).judged)
    assert not any("测试" in text for text in texts)


def test_only_tests_that_touch_the_place_are_asked() -> None:
    """A change of one item is put to the tests that have a record of it."""
    whole = policy(RULES + SWEEP)
    labour = next(one for one in mutants(whole) if one.before == "3分/小时")

    assert frozenset({"劳动"}) == labour.touches
    changed = load(labour.source).value
    assert changed is not None
    assert passes(changed, whole.tests[0])


def test_the_same_policy_is_judged_the_same() -> None:
    """Nothing hangs on chance, on the clock or on the order of a set."""
    assert mutate(policy(ENGLISH)) == mutate(policy(ENGLISH))


def test_it_says_how_far_it_has_come() -> None:
    """From nothing done to all done."""
    heard: list[tuple[int, int]] = []
    found = mutate(policy(RULES + SWEEP), lambda done, of: heard.append((done, of)))

    every = heard[-1][1]
    assert [(number, every) for number in range(every + 1)] == heard
    assert len(found.judged) <= every


def test_what_expires_after_the_policys_last_day_is_told_with_until() -> None:
    """No record can come then, so the lines say up to which day."""
    text = RULES.replace("施行 2025-01-01", "施行 2025-01-01 至 2025-12-31").replace(
        "结转 全部", "清零 每年, 宽限 31天"
    )
    found = judged(text + SWEEP)[("清零 每年, 宽限 31天", "清零 每年, 宽限 32天")]

    assert found.witness is not None
    assert "  截至 2026-01-31" in found.witness.lines


def test_a_village_is_changed_in_its_own_text() -> None:
    """What it set and added, inside what the town allows; the town's text stays as it is."""
    town = Source(
        "town.policy",
        "办法 镇\n施行 2025-01-01\n结转 全部\n类别 环境\n"
        "  加分 清扫 2分/次, 可调 1分至4分\n  加分 劳动 3分/小时\n测试 镇里的\n"
        "  记录 2025-03-01 张三 劳动 1小时\n  应得 张三 3分\n",
    )
    text = (
        '办法 村\n沿用 "town.policy"\n调整 清扫 4分, 上限 3次 每户每月\n测试 村里的\n'
        "  记录 2025-03-01 张三 清扫\n  应得 张三 4分\n"
    )
    loaded = load(Source("village.policy", text), find_parent=lambda _: Outcome(town)).value
    assert loaded is not None
    found = {
        (one.mutant.owner, one.mutant.before, one.mutant.after): one
        for one in mutate(loaded).judged
    }
    cap = found[("清扫", "上限 3次 每户每月", "上限 4次 每户每月")]

    assert all(owner == "清扫" for owner, _, _ in found)
    assert ("清扫", "4分", "5分") not in found  # the town allows 4 points at most
    assert Verdict.UNNOTICED is cap.verdict
    assert cap.witness is not None
    assert "应得 张三 清扫 12分" == cap.witness.lines[-1].strip()


def test_records_tell_of_the_forms_of_the_census() -> None:
    """For whom a limit is, judges, a carried rest, base in a floor, months, a match: each is told."""
    told = {
        (one.mutant.before, one.mutant.after)
        for one in mutate(policy(forms.RULES + '测试 "一"\n记录 2025-03-01 张三 清扫\n')).judged
        if one.witness is not None
    }
    of_some = "上限 4分 每户每月 当 户.类型 = 低保户"

    assert {
        (of_some, "上限 4分 每户每月"),
        ("下限 0分 每年, 含基础分", "下限 0分 每年"),
        ("余数累计 每月", ""),
        ("0分至10分 评定 取平均 去掉最高最低", "0分至10分 评定 取平均"),
        ("0分至10分 评定 取中位数", "0分至10分 评定 取平均"),
        ("达到 2次 近 12个月", "达到 2次 近 13个月"),
        ("达到 3次 近 12个月", "达到 4次 近 12个月"),
        ("配兑 1分 每得 2分", "配兑 2分 每得 2分"),
    } - told == set()
