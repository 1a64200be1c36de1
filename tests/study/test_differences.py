"""What changed between two policies: edits that can each be made alone, and all of them together."""

import random
from collections.abc import Iterable, Sequence

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.study.differences import Differences, Edit, apply, compare
from rulesengine.study.settings import Path, meaning_at, policy_of, settings_of
from tests.generators import Case, cases
from tests.laws.running import checked_policy, run_of
from tests.study import forms

HEAD = '办法 "甲"\n施行 2025-01-01\n下限 0分\n'


def policy(text: str) -> checked.Policy:
    """A policy without mistakes."""
    outcome = load(Source("a.policy", HEAD + text))
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def rules(one: checked.Policy) -> dict[Path, object]:
    """Everything that a policy says, without places and without order."""
    return {path: meaning_at(path, setting) for path, setting in settings_of(one).items()}


def paths(edits: Iterable[Edit]) -> list[list[str]]:
    """The settings of each edit, without what says that it is nothing."""
    return [["/".join(change.path) for change in edit.changes] for edit in edits]


# --- the law -------------------------------------------------------------------------------------


@given(one=cases(), other=cases(), chosen=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=80)
def test_none_is_the_first_all_are_the_second_some_can_be_scored(
    one: Case, other: Case, chosen: random.Random
) -> None:
    """Between any two policies, however they differ: the same rules, and the same postings."""
    before, after = checked_policy(one.policy), checked_policy(other.policy)
    found = compare(before, after)

    assert rules(before) == rules(apply(found, ()))
    assert rules(after) == rules(apply(found, found.edits))
    assert after.sha256 == apply(found, found.edits).sha256
    assert postings(one, before) == postings(one, apply(found, ()))
    assert postings(other, after) == postings(other, apply(found, found.edits))
    some = [edit for edit in found.edits if chosen.random() < 0.5]
    between = apply(found, some)
    postings(attrs.evolve(one), between)
    assert rules(between) == rules(policy_of(settings_of(between), between))


@given(case=cases())
@settings(deadline=None, max_examples=40)
def test_a_policy_differs_in_nothing_from_itself(case: Case) -> None:
    """Taken apart and put together it is the same, and there is no edit."""
    one = checked_policy(case.policy)

    assert () == compare(one, checked_policy(case.policy)).edits
    assert rules(one) == rules(policy_of(settings_of(one), one))


def postings(case: Case, one: checked.Policy) -> list[object]:
    """The lines of every account: points by day, record, kind and item."""
    run = run_of(attrs.evolve(case, successor=None), checked.alone(one))
    return [
        sorted((line.day, str(line.record), line.kind.value, line.item or "", line.points)
               for line in book.postings)
        for book in run.passbooks
    ]  # fmt: skip


# --- edits ---------------------------------------------------------------------------------------

BASE = """
上限 100分 每户每年
类别 环境
  上限 30分 每户每月
  加分 清扫 2分/次, 上限 1次 每户每天
  加分 劳动 3分/小时
"""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("3分/小时", "4分/小时"), [["items/劳动/value"]]),
        (("30分", "20分"), [["limits/category/环境/points/household/month/0"]]),
        (("1次 每户每天", "2次 每户每天"), [["limits/item/清扫/times/household/day/0"]]),
        (("1次 每户每天", "1次 每户每周"), [["limits/item/清扫/times/household/day/0",
                                     "limits/item/清扫/times/household/week/0"]]),
        (("上限 100分 每户每年", ""), [["limits/policy//points/household/year/0"]]),
        (("3分/小时", "3分/小时, 自 2025-06-01"), [["items/劳动/first_day"]]),
        (("上限 100分 每户每年", "上限 100分 每户每年\n兑换 1分 = 1元"), [["rate"]]),
    ],
)  # fmt: skip
def test_one_change_is_one_edit(change: tuple[str, str], expected: list[list[str]]) -> None:
    """A number, a limit, a condition: each is told alone."""
    found = compare(policy(BASE), policy(BASE.replace(*change)))

    assert expected == paths(found.edits)


def test_an_item_in_a_new_category_comes_with_it() -> None:
    """What cannot stand without the other is one edit; the fact that only it asks for as well."""
    added = (
        BASE
        + "属性 户.党员户: 是否\n类别 风气\n  上限 9分 每户每月\n  加分 劝阻 5分/次, 当 户.党员户\n"
    )
    found = compare(policy(BASE), policy(added))

    (edit,) = found.edits
    said = paths(found.edits)[0]
    assert "categories/风气" == said[0]
    assert {"items/劝阻/value", "facts/household/党员户",
            "limits/category/风气/points/household/month/0"} < set(said)  # fmt: skip
    assert rules(policy(BASE)) == rules(apply(found, ()))
    assert {"清扫", "劳动", "劝阻"} == set(apply(found, [edit]).items)


def test_two_items_that_share_nothing_are_two_edits() -> None:
    """Each can be made without the other."""
    found = compare(policy(BASE), policy(BASE + "  加分 植树 5分/次\n  加分 巡山 2分/次\n"))

    assert ["items/植树/value", "items/巡山/value"] == [one[0] for one in paths(found.edits)]
    first, second = found.edits
    assert "巡山" not in apply(found, [first]).items
    assert "植树" not in apply(found, [second]).items


def test_a_bonus_goes_with_the_item_that_it_counts() -> None:
    """An item that is measured otherwise takes the mark of its bonus with it."""
    by_hours = BASE + "奖励 勤劳 5分, 当 劳动 达到 10小时 每月\n"
    by_times = by_hours.replace("3分/小时", "3分/次").replace("10小时", "10次")
    found = compare(policy(by_hours), policy(by_times))

    assert [["items/劳动/value", "bonuses/勤劳"]] == paths(found.edits)


def test_a_group_comes_with_its_items() -> None:
    """Joining a group that is not there yet brings it, with its limits."""
    grouped = BASE.replace("类别", "组 甲组, 上限 9分 每户每年\n类别", 1).replace(
        "3分/小时", "3分/小时, 属于 甲组"
    )
    found = compare(policy(BASE), policy(grouped))

    assert 1 == len(found.edits)
    (item,) = [one for one in apply(found, found.edits).items.values() if one.name == "劳动"]
    assert ["cap 9 points per household per year (甲组)"] == [one.label for one in item.limits][:1]


def test_another_account_takes_its_limits_along() -> None:
    """A limit per household has no meaning where each person has an account."""
    of_people = "计分单位 人\n" + BASE.replace("每户", "每人")
    found = compare(policy(BASE), policy(of_people))

    (edit,) = [one for one in found.edits if one.path == ("account",)]
    assert 7 == len(edit.changes)
    assert rules(policy(of_people)) == rules(apply(found, found.edits))


def test_places_of_both_policies_are_told_apart() -> None:
    """A condition of either policy can be shown as it was written there."""
    one = policy(BASE.replace("3分/小时", "3分/小时, 当 日期 >= 2025-02-01"))
    other = policy(BASE.replace("3分/小时", "3分/小时, 当 日期 >= 2025-03-01"))
    found: Differences = compare(one, other)

    (edit,) = found.edits
    before, after = edit.changes[0].before, edit.changes[0].after
    assert isinstance(before, checked.Compare) and isinstance(after, checked.Compare)
    shown: Sequence[str] = [found.source.slice(one.span) for one in (before, after)]
    assert ["日期 >= 2025-02-01", "日期 >= 2025-03-01"] == shown


# --- the forms of the census ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("每户每月 当 户.类型 = 低保户", "每户每月 当 户.类型 = 普通户"),
         [["limits/item/清扫/points/household/month/0"]]),
        (("下限 0分 每年, 含基础分", "下限 0分 每年"), [["floors/环境/year/0"]]),
        (("余数累计 每月", "余数累计 每年"), [["items/工时/value"]]),
        (("评定 取中位数", "评定 取平均"), [["items/评屋/value"]]),
        (("扣分 屡乱倒 3分", "扣分 屡乱倒 4分"), [["bonuses/屡乱倒"]]),
        (("配兑 1分 每得 2分", "配兑 1分 每得 3分"), [["categories/赠分"]]),
        (("达到 3次 近 12个月", "达到 3次 近 6个月"), [["acts/黑榜"]]),
        (("总分 人均", "总分"), [["honours/家"]]),
        (("5分起 人均", "5分起"), [["grades/五星"]]),
    ],
)  # fmt: skip
def test_a_change_of_a_form_of_the_census_is_one_edit(
    change: tuple[str, str], expected: list[list[str]]
) -> None:
    """Each alone; made, it is the other policy, floors of what counting deducts included."""
    before, after = whole(forms.RULES), whole(forms.RULES.replace(*change))
    found = compare(before, after)

    assert expected == paths(found.edits)
    assert rules(before) == rules(apply(found, ()))
    assert rules(after) == rules(apply(found, found.edits))
    assert floors(after) == floors(apply(found, found.edits))


def floors(one: checked.Policy) -> list[tuple[str, ...]]:
    """The floors that meet each deduction that counting brings."""
    return [tuple(floor.label for floor in bonus.floors) for bonus in one.bonuses]


def test_what_counting_deducts_meets_the_floors_again() -> None:
    """Those of its category, then of the standing, when put together."""
    one = whole(forms.RULES)

    assert [("floor (环境)", "floor")] == floors(policy_of(settings_of(one), one))


def test_all_grades_go_per_head_or_none() -> None:
    """A grade that is no longer per head takes a new one beside it along."""
    after = forms.RULES.replace("5分起 人均", "50分起\n等级 四星 40分起")
    found = compare(whole(forms.RULES), whole(after))

    assert [["grades/五星", "grades/四星"]] == paths(found.edits)


def test_what_is_carried_and_highest_only_change_together() -> None:
    """Neither can stand beside the other, so that one goes with the other's coming."""
    after = forms.RULES.replace("余数累计 每月", "取最高 每月")
    found = compare(whole(forms.RULES), whole(after))

    assert [["items/工时/value", "items/工时/highest"]] == paths(found.edits)


def whole(text: str) -> checked.Policy:
    """A policy with a head of its own."""
    outcome = load(Source("a.policy", text))
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def test_a_second_floor_leaves_the_first_as_it_is() -> None:
    """One more floor is one edit, though a line now says of each which it is."""
    base = BASE.strip() + "\n  扣分 乱扔 1分/次\n"
    before, after = policy(base), policy(f"下限 3分 每月\n{base}")

    assert paths(compare(before, after).edits) == [["floors//month/0"]]
    assert [floor.label for floor in before.floors] == ["floor"]
    assert [floor.label for floor in after.floors] == [
        "floor 0 points per year",
        "floor 3 points per month",
    ]
