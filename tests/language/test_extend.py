"""A policy on another: what it becomes, where its parts stand, and that nothing breaks it."""

import hashlib

import pytest

from rulesengine.core.diagnostic import Label, Outcome
from rulesengine.core.source import Source, Span, joined
from rulesengine.language import checked
from rulesengine.language.load import load
from tests.language.forms import FORMS
from tests.language.parents import among

TOWN = """\
办法 "镇办法"
施行 2025-01-01 至 2025-12-31
兑换 1分 = 0.5元, 可调 0.3元至1元
起兑 5分, 可调 1分至10分
清零 每年, 宽限 31天
下限 0分
基础分 100分 每年, 不可兑换, 可调 50分至150分
上限 200分 每户每年
属性 记录.级别 "level": 省级 "province"、县级 "county"
属性 户.低保: 是否
组 宣传, 上限 20分 每户每年
类别 环境治理
  上限 30分 每户每月
  加分 清扫门前 2分/次, 上限 1次 每户每天
  加分 表彰 按 记录.级别: 省级 30分、县级 20分, 可调 10分至40分
  加分 探望 按 户.低保: 是 9分、否 5分, 可调 1分至10分
  加分 开会 每季度前3次 5分、之后 2分, 可调 1分至6分
  加分 劝阻 10分/次, 可调 5分至15分
  加分 四净 4分/月, 可调 1分至5分
  加分 工时 1分/满4小时, 可调 1分至3分
  加分 报道 1分/次, 属于 宣传
  扣分 乱倒垃圾 5分/次
类别 产业, 可增 每次至多 10分
  加分 种植 2分/次
测试 "镇里的"
  记录 2025-03-01 张三 劝阻
  应得 张三 劝阻 10分
"""
HEAD = '办法 "村"\n沿用 "town.policy"\n'
FIND = among({"town.policy": TOWN})


def village(text: str) -> checked.Policy:
    """The village's policy, which has nothing wrong with it."""
    outcome = load(Source("village.policy", HEAD + text), find_parent=FIND)
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def labels(policy: checked.Policy, item: str) -> list[str]:
    return [limit.label for limit in policy.items[item].limits]


# --- what becomes of it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "item", "value"),
    [
        ("调整 劝阻 12分", "劝阻", 1200),
        ("调整 劝阻 12.5分/次", "劝阻", 1250),
        ("调整 四净 3分", "四净", 300),
        ("set 四净 3 points/month", "四净", 300),
        ("调整 工时 2分/满4小时", "工时", 200),
        ("调整 表彰 省级 25分", "表彰", {"省级": 2500, "县级": 2000}),
        ("set 表彰 province 25 points | county 15 points", "表彰", {"省级": 2500, "县级": 1500}),
        ("调整 探望 否 6分", "探望", {"yes": 900, "no": 600}),
        ("set 探望 no 6 points", "探望", {"yes": 900, "no": 600}),
        ("调整 开会 之后 1分", "开会", (((3, 500),), 100)),
    ],
)
def test_a_value_that_is_set(line: str, item: str, value: object) -> None:
    """In either keyword language, by either name of a level; what is not said stays."""
    found = village(line).items[item].value
    match found:
        case checked.ByLevel(points=points):
            assert value == dict(points)
        case checked.ByCount(tiers=tiers, afterwards=afterwards):
            assert value == (tiers, afterwards)
        case checked.PerUnit() | checked.PerBlock() | checked.PerPeriod():
            assert value == found.points
        case _:
            pytest.fail(str(found))


def test_rate_minimum_and_base_that_are_set() -> None:
    """They take the place of the town's, and are settled for those below."""
    policy = village("调整 兑换 1分 = 0.4元\n调整 起兑 8分, 可调 6分至9分\n调整 基础分 80分 每年\n")

    assert checked.Rate(1_00, 40) == policy.rate
    assert 8_00 == policy.minimum
    assert [(80_00, False)] == [(base.points, base.redeemable) for base in policy.bases]
    ranges = {(one.name, one.low, one.high) for one in policy.adjustable}
    assert ("minimum", 6_00, 9_00) in ranges
    assert not {"rate", "base"} & {name for name, *_ in ranges}


def test_limits_that_are_tightened_or_added() -> None:
    """A lower one takes the place of its like; others stand beside those of the town."""
    policy = village(
        "上限 150分 每年\n上限 9次 每户每周\n调整 清扫门前, 上限 0次 每户每天\n"
        "调整 报道, 上限 3分 每人每月\n调整 宣传, 上限 15分 每户每年\n"
        "类别 环境治理\n上限 30分 每月\n上限 25分 每户每月\n"
    )

    assert [
        "cap 0 times per household per day (清扫门前)",
        "cap 25 points per household per month (环境治理)",
        "cap 9 times per household per week",
        "cap 150 points per household per year",
    ] == labels(policy, "清扫门前")
    assert [
        "cap 3 points per person per month (报道)",
        "cap 15 points per household per year (宣传)",
    ] == (labels(policy, "报道")[:2])


def test_what_is_added_knows_its_most() -> None:
    """Only added items have it, and the town's tests are left with the town."""
    policy = village(
        "类别 产业\n加分 护林 3分/小时\n商品 肥皂 5分\n测试 一\n记录 2025-03-01 张三 护林 9小时\n应得 张三 护林 10分\n"
    )

    assert {"护林": 10_00} == {
        item.name: item.most_each for item in policy.items.values() if item.most_each is not None
    }
    assert ["一"] == [test.name for test in policy.tests]
    assert ["肥皂"] == [goods.name for goods in policy.goods]


def test_its_own_name_and_days() -> None:
    """An end that is not said is the town's; so is all of it where no day is said."""
    policy, later = village(""), village("施行 2025-06-01\n")

    assert ("村", 1, 12) == (
        policy.name,
        policy.first_day.month,
        policy.last_day and policy.last_day.month,
    )
    assert (6, 12) == (later.first_day.month, later.last_day and later.last_day.month)


# --- texts and places ----------------------------------------------------------------------------


def test_the_hash_is_of_all_texts_and_of_nothing_else() -> None:
    """Its own text, a zero byte, the town's: as a shell would do it."""
    own = HEAD + "调整 劝阻 12分\n"
    found = load(Source("village.policy", own), "0" * 64, FIND).value
    assert found is not None

    assert hashlib.sha256(f"{own}\0{TOWN}".encode()).hexdigest() == found.sha256
    assert own == found.source.own.text
    assert [TOWN] == [one.text for one in found.source.extended]


def test_places_in_a_joined_text() -> None:
    """Every place is one in the text where it was written, at the very ends too."""
    first, second, third = (Source(f"{name}.policy", name * 3) for name in "abc")
    whole = joined([first, second, third])

    assert "aaa\nbbb\nccc" == whole.text
    assert (first, Span(0, 3)) == whole.place(Span(0, 3))
    assert (first, Span(3, 3)) == whole.place(Span(3, 3))
    assert (second, Span(0, 2)) == whole.place(Span(4, 6))
    assert (third, Span(3, 3)) == whole.place(Span(11, 11))
    assert Label(third, Span(1, 2)) == Label(whole, Span(9, 10))
    assert (third, (second, first)) == (whole.own, whole.extended)
    assert (first, ()) == (first.own, first.extended)


# --- nothing breaks it ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", [form for row in FORMS for form in row])
def test_any_statement_below_a_town_is_judged(form: str) -> None:
    """No form of the language is a surprise: it is right, or it has a message in one of the texts."""
    for before in ("", "类别 环境治理\n", "类别 产业\n"):
        outcome: Outcome[checked.Policy] = load(
            Source("village.policy", HEAD + before + form), find_parent=FIND
        )
        assert (outcome.value is None) == any(one.is_error for one in outcome.diagnostics)
        for one in outcome.diagnostics:
            for place in (one.primary, *one.secondary):
                assert isinstance(place, Label) and not place.source.parts
                assert place.span.end <= len(place.source.text)


def test_a_statement_that_cannot_be_read_is_told_alone() -> None:
    """What stands in it is not missed, and what else is wrong is told beside it."""
    text = (
        HEAD
        + "类别 产业\n加分 护林 三分/小时\n调整 劝阻 99分\n测试 一\n记录 2025-03-01 张三 护林\n应得 张三 护林 1分\n"
    )
    found = load(Source("village.policy", text), find_parent=FIND).diagnostics

    assert ["R009", "R607"] == [one.code.id for one in found]
