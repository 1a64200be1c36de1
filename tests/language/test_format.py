"""The formatter and the translator: one tidy form in each language, and nothing else changes."""

from pathlib import Path
from typing import Any

import attrs
import pytest

from rulesengine.core.source import Source
from rulesengine.language import format as format_module
from rulesengine.language.alike import alike
from rulesengine.language.format import format_policy
from rulesengine.language.parse import parse
from rulesengine.language.translate import Word, translate
from tests.golden import Case, cases
from tests.language.forms import FORMS

PROJECT = Path(__file__).resolve().parent.parent.parent
POLICIES = sorted((PROJECT / "policies").rglob("*.policy"))
CASES = cases(PROJECT / "tests" / "conformance" / "cases")

# Forms of the list that the formatter writes in another way: Chinese, then English.
REWRITTEN = {
    "施行 2025年1月1日": ("施行 2025-01-01", "effective 2025-01-01"),
    "加分 清扫门前 2分每次": ("加分 清扫门前 2分/次", "award 清扫门前 2 points/time"),
    "应得 张三 2025年第一季度 -2.5分": (
        "应得 张三 2025年第1季度 -2.5分",
        "expect 张三 2025-Q1 -2.5 points",
    ),
}
# Forms whose English in the list leaves a word in Chinese that the translator knows.
STATUS = "status = 申报"


def tidy(text: str, to: str = "") -> str:
    """The formatted text."""
    outcome = format_policy(Source("t.policy", text), to)
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


@pytest.mark.parametrize("form", FORMS, ids=[form[0] for form in FORMS])
def test_a_form_has_one_tidy_text_in_each_language(form: tuple[str, str, str]) -> None:
    """With spaces or without, from one language or the other, the same text comes out."""
    zh, typed, en = form
    tidy_zh, tidy_en = REWRITTEN.get(
        zh, (zh, en.replace(STATUS, "status = declared").replace("| 申报 |", "| declared |"))
    )

    assert tidy_zh == tidy(zh).rstrip("\n") == tidy(en, "zh").rstrip("\n")
    assert tidy_en == tidy(zh, "en").rstrip("\n")
    assert tidy_zh == tidy(tidy(tidy_zh, "en"), "zh").rstrip("\n")
    if "(甲、乙)" not in typed:  # brackets around a list may be left out, and are left as they are
        assert tidy_zh == tidy(typed).rstrip("\n")
        assert tidy_en == tidy(typed, "en").rstrip("\n")


@pytest.mark.parametrize("path", POLICIES, ids=[path.name for path in POLICIES])
def test_the_policies_of_the_folder_are_formatted(path: Path) -> None:
    """Each is its own tidy form, and comes back from the other language byte for byte."""
    text = path.read_bytes().decode()
    own, other = ("en", "zh") if path.name.endswith(".en.policy") else ("zh", "en")

    assert text == tidy(text)
    assert text != tidy(text, other)
    assert text == tidy(tidy(text, other), own)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_keeps_its_meaning(case: Case) -> None:
    """Every policy of the conformance cases: the same tree, tidied, translated and back."""
    for text in (text for title, text in case.sections.items() if title.startswith("policy")):
        once = tidy(text)
        english = tidy(text, "en")
        assert tidy(once) == once
        assert tidy(english) == english
        assert tidy(english, "zh") == tidy(text, "zh")
        trees = [parse(Source("t", one)).value for one in (text, once, english)]
        assert trees[0] and trees[1] and trees[2]
        assert alike(trees[0], trees[1]) and alike(trees[0], trees[2])


TYPED = """\
\ufeff  办法　“示例” ＃ 名称\r\n\r\n\r\n
施行２０２５年１月１日至2025-12-31   # 假定\r\n
类别环境治理
上限３０分每户每月
#  门前
加分清扫门前２分每次，  # 次

  上限1次每户每天
加分表彰 按 记录.级别：省级３０分｜县级20分，\u2028取最高 每事由
\t# 本类完
# 测试
测试'一天'
记录2025-3-1张三 清扫门前
应得张三2025-3 2分

"""

TIDY = """\
办法 "示例" # 名称

施行 2025-01-01 至 2025-12-31   # 假定

类别 环境治理
  上限 30分 每户每月
  #  门前
  加分 清扫门前 2分/次,  # 次

    上限 1次 每户每天
  加分 表彰 按 记录.级别: 省级 30分、县级 20分,
    取最高 每事由
  # 本类完
# 测试
测试 '一天'
  记录 2025-03-01 张三 清扫门前
  应得 张三 2025年3月 2分
""".replace('"示例" #', '"示例"  #')

ENGLISH = """\
policy "示例"  # 名称

effective 2025-01-01 to 2025-12-31   # 假定

category 环境治理
  cap 30 points per household per month
  #  门前
  award 清扫门前 2 points/time,  # 次

    cap 1 time per household per day
  award 表彰 by record.级别: 省级 30 points | 县级 20 points,
    highest only per event
  # 本类完
# 测试
test '一天'
  record 2025-03-01 张三 清扫门前
  expect 张三 2025-03 2 points
"""


def test_text_as_people_type_it_becomes_tidy() -> None:
    """Marks, digits, dates, spaces, indentation and line ends; comments and line breaks stay."""
    assert TIDY == tidy(TYPED)
    assert TIDY == tidy(TIDY)
    assert ENGLISH == tidy(TYPED, "en")
    assert TIDY == tidy(ENGLISH, "zh")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("AWARD sweep 2 Points/TIMES, Cap 1 times per Household  PER day",
         "加分 sweep 2分/次, 上限 1次 每户每天",
         "award sweep 2 points/time, cap 1 time per household per day"),
        ("加分 甲 1分/满1小时", "加分 甲 1分/满1小时", "award 甲 1 point/full 1 hour"),
        ("加分 甲 0.5分/1.0小时", "加分 甲 0.5分/1.0小时", "award 甲 0.5 points/1.0 hour"),
        ("加分 甲 4分每月", "加分 甲 4分/月", "award 甲 4 points/month"),
        ("加分 甲 1分每满3次", "加分 甲 1分/满3次", "award 甲 1 point/full 3 times"),
        ("加分 甲 5分/10 mu", "加分 甲 5分/10 mu", "award 甲 5 points/10 mu"),
        ("加分 甲 5分/10亩", "加分 甲 5分/10亩", "award 甲 5 points/10 亩"),
        ("加分 甲 2分/次,当 人.周岁不小于60并且(户.甲 不是 户.乙)", "", ""),
        ("加分 甲 2分/次,当 人.年龄不小于60并且(户.甲 不等于 户.乙)",
         "加分 甲 2分/次, 当 人.年龄 >= 60 并且 (户.甲 != 户.乙)",
         "award 甲 2 points/time, when person.年龄 >= 60 and (household.甲 != household.乙)"),
        ("加分 甲 2分/次, 当 不是(不是 户.甲)", "加分 甲 2分/次, 当 不是 (不是 户.甲)",
         "award 甲 2 points/time, when not (not household.甲)"),
        ("应得 张三 2025年 -1分", "应得 张三 2025年 -1分", "expect 张三 2025 -1 point"),
        ("应得 张三 2025年 可兑 2分", "应得 张三 2025年 可兑 2分",
         "expect 张三 2025年 spendable 2 points"),
        ("应得 张三 2025-h2 2分", "应得 张三 2025年下半年 2分", "expect 张三 2025-H2 2 points"),
        ("应得 张三 2025-W5 2分", "应得 张三 2025-W05 2分", "expect 张三 2025-W05 2 points"),
        ("加分 「985大学」 1分/“块”", "加分 「985大学」 1分/\"块\"", "award 「985大学」 1 point/\"块\""),
        ("取消资格 甲, 兑换｜荣誉 本年|下年", "取消资格 甲, 兑换、荣誉 本年、下年",
         "bar 甲, redeem | honour this year | next year"),
        ("NO   FLOOR", "不设下限", "no floor"),
    ],
)  # fmt: skip
def test_words_and_marks(text: str, zh: str, en: str) -> None:
    """Plurals, signs for words, slashes for 每, names and quotes as they are."""
    if not zh:
        assert format_policy(Source("t", text)).value is None
        return
    assert (zh, en) == (tidy(text, "zh").rstrip("\n"), tidy(text, "en").rstrip("\n"))


FACTS = """\
属性 户.状态: 申报、正常
属性 户.在家: 是否
属性 人.出生: 日期
属性 记录.结果: 是、否、弃权
类别 甲
  加分 乙 按 户.在家: 是 5分、否 2分, 当 记录.结果 = 是
  加分 丙 2分/次, 当 户.在家 = 是 并且 人.周岁 >= 60
测试 "丁"
  户 张三, 状态 = 申报, 在家 = 是
  记录 2025-03-01 张三 乙, 状态 = 申报, 结果 = 否, 事由 = 是, 人 = 审核
"""


def test_a_name_stays_where_a_keyword_could_stand() -> None:
    """A level 是 or 申报, a fact 状态, an event 是 are names; a status, yes and an age are words."""
    english = tidy(FACTS, "en")

    assert [
        "fact household.状态: 申报 | 正常",
        "fact household.在家: yes/no",
        "fact person.出生: date",
        "fact record.结果: 是 | 否 | 弃权",
        "category 甲",
        "  award 乙 by household.在家: 是 5 points | 否 2 points, when record.结果 = 是",
        "  award 丙 2 points/time, when household.在家 = 是 and person.age >= 60",
        'test "丁"',
        "  household 张三, 状态 = 申报, 在家 = 是",
        "  record 2025-03-01 张三 乙, status = declared, 结果 = 否, event = 是, person = 审核",
    ] == english.splitlines()
    assert FACTS == tidy(english, "zh")
    without_level = FACTS.replace("是、否、弃权", "赞成、反对").replace("结果 = 否", "结果 = 赞成")
    without_level = without_level.replace("结果 = 是", "结果 = 赞成")
    assert "by household.在家: yes 5 points | no 2 points" in tidy(without_level, "en")
    assert "在家 = yes" in tidy(without_level, "en")
    assert without_level == tidy(tidy(without_level, "en"), "zh")


def test_an_age_that_the_text_does_not_declare_is_a_name() -> None:
    """Where no date of birth is declared, 周岁 may be a fact of a policy that is extended."""
    text = "加分 甲 2分/次, 当 人.周岁 >= 60\n"

    assert "award 甲 2 points/time, when person.周岁 >= 60\n" == tidy(text, "en")


def test_a_text_that_would_mean_something_else_is_never_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Were the formatter wrong about a number, nothing would come of it but our own mistake."""

    def wrong(*given: Any) -> tuple[Word, ...]:
        words = translate(*given)
        return tuple(attrs.evolve(one, text="3") if one.text == "2" else one for one in words)

    monkeypatch.setattr(format_module, "translate", wrong)
    with pytest.raises(AssertionError, match="would change"):
        format_policy(Source("t", "加分 甲 2分/次"))
    assert format_policy(Source("t", "加分 甲 1分/次")).value == "加分 甲 1分/次\n"


def test_a_text_with_a_mistake_is_left_alone() -> None:
    """No text, and the parser's messages."""
    outcome = format_policy(Source("t", "加分 甲 2分/次\n加分 乙\n"))

    assert outcome.value is None
    assert ["R005"] == [one.code.id for one in outcome.diagnostics]
