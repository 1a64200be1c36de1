"""Which facts a policy uses, and whether it can be scored without the files that know them."""

import pytest

from rulesengine.core.codes import Code
from rulesengine.scoring.facts_used import in_policy, register_needed
from tests.scoring.policies import HEAD, policy

FACTS = """属性 户.常住: 是否
属性 户.类型: 普通户、低保户
属性 人.党员: 是否
属性 人.出生: 日期
属性 记录.级别: 省级、县级
"""

USES = {
    "eligible": ("参加条件 户.常住\n类别 环境\n加分 甲 1分/次\n", ["常住"]),
    "when": (
        "类别 环境\n加分 甲 1分/次, 当 不是 (人.周岁 < 60 或者 户.类型 属于 低保户)\n",
        ["出生", "类型"],
    ),
    "factor": ("类别 环境\n加分 甲 1分/次, 2倍 当 人.党员\n", ["党员"]),
    "level": ("类别 环境\n加分 甲 按 户.类型: 普通户 1分、其余 2分\n", ["类型"]),
    "band": ("类别 环境\n加分 甲 按 人.周岁: 60起 1分、其余 2分\n", ["出生"]),
    "record": ("类别 环境\n加分 甲 按 记录.级别: 省级 1分、其余 2分\n", ["级别"]),
    "requires": (
        "属性 记录.审核: 是否\n类别 环境\n加分 甲 1分/次, 需 审核 当 户.常住\n",
        ["常住", "审核"],
    ),
    "act": ("类别 环境\n加分 甲 1分/次\n归零 宴席, 本年, 当 户.类型 = 普通户\n", ["类型"]),
    "honour": (
        "类别 环境\n加分 甲 1分/次\n荣誉 星 前1名 按 总分 每年, 当 户.常住, 分类 户.类型\n",
        ["常住", "类型"],
    ),
    "none": ("类别 环境\n加分 甲 1分/次\n", []),
}


@pytest.mark.parametrize("use", USES)
def test_a_fact_is_used_wherever_it_may_stand(use: str) -> None:
    """Conditions of every kind and both kinds of table are looked through."""
    text, expected = USES[use]
    assert expected == [fact.name for fact in in_policy(policy(HEAD + FACTS + text))]


@pytest.mark.parametrize(
    ("use", "households", "people", "needed"),
    [
        ("eligible", False, False, "this policy needs the file of households, for 常住"),
        ("eligible", True, False, ""),
        ("factor", True, False, "this policy needs the file of people, for 党员"),
        ("factor", False, True, ""),
        (
            "when",
            False,
            False,
            "this policy needs the files of households and of people, for 类型, 出生",
        ),
        ("when", True, False, "this policy needs the file of people, for 出生"),
        ("record", False, False, ""),
        ("none", False, False, ""),
    ],
)
def test_a_policy_needs_the_files_whose_facts_it_uses(
    use: str, households: bool, people: bool, needed: str
) -> None:
    """A declared fact that nothing asks for needs no file, nor does a fact of the record."""
    found = register_needed(policy(HEAD + FACTS + USES[use][0]), households, people)
    assert needed == ("" if found is None else str(found.message))
    assert found is None or found.code is Code.REGISTER_NEEDED
