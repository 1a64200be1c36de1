"""Coverage: what there is to reach in a policy, what tests reach, and which test does."""

import attrs

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.scoring.reached import Mark, Rule
from rulesengine.study.coverage import Coverage, Goal, Reached, coverage
from tests.scoring.policies import HEAD, policy
from tests.study import forms

RULES = (
    HEAD.replace("不设下限", "起兑 5分\n下限 0分\n基础分 1分 一次")
    + """属性 户.常住: 是否
属性 户.低保: 是否
属性 记录.级别: 省级、市级、县级
属性 记录.评分: 数
组 宣传, 取最高 每事由
类别 环境
  上限 9分 每户每月
  加分 清扫 2分/次, 上限 1次 每户每天, 当 户.常住 或者 不是 户.低保
  加分 义务 3分/小时, 1.5倍 当 户.低保
  加分 院落 按 记录.评分: 90起 3分、80起 2分、其余 0分
  加分 开会 每季度前2次 2分、之后 1分
  加分 四净 1分/月
  扣分 乱倒 5分/次
  奖励 勤快 3分, 当 清扫 达到 2次 每月
类别 荣誉
  加分 表彰 按 记录.级别: 省级 30分、其余 20分, 需 盖章, 属于 宣传
  归零 酒驾, 本年
荣誉 红旗 前1名 按 总分 每年, 当 户.常住
等级 五星 20分起
"""
)


def covered(lines: str) -> Coverage:
    return coverage(policy(RULES + lines))


def plain(goal: Goal) -> tuple[str, str, str]:
    """A goal by its rule, its owner and its side."""
    return goal.mark.rule.value, goal.owner, goal.mark.side


def met(lines: str) -> set[tuple[str, str, str]]:
    return {plain(one.goal) for one in covered('测试 "一"\n' + lines).goals if one.tests}


def test_everything_that_can_be_reached_is_a_goal_once() -> None:
    """Items, rows, limits, floors, highest, conditions both ways, factors, requirements and the rest."""
    goals = [plain(one.goal) for one in covered("").goals]
    both = [(side, owner) for owner in ("清扫", "义务", "红旗") for side in ("yes", "no")]

    assert 1 == goals.count(("limit", "环境", ""))
    assert 1 == goals.count(("floor", "", ""))
    assert 1 == goals.count(("limit", "四净", "once"))
    assert 1 == goals.count(("highest", "宣传", ""))
    assert ["0", "1", "otherwise"] == [
        side for rule, owner, side in goals if owner == "院落" and rule == "row"
    ]
    assert ["0", "otherwise"] == [
        side for rule, owner, side in goals if owner == "开会" and rule == "row"
    ]
    assert ["省级", "otherwise"] == [
        side for rule, owner, side in goals if owner == "表彰" and rule == "row"
    ]
    assert {"there", "missing"} == {side for rule, _, side in goals if rule == "requirement"}
    assert all(("condition", owner, side) in goals for side, owner in both)
    assert 6 == sum(rule == "condition" and owner == "清扫" for rule, owner, _ in goals)
    for rule in ("base", "minimum", "bonus", "act", "honour", "grade", "factor"):
        assert 1 == sum(rule == found for found, _, _ in goals), rule


def test_an_item_is_reached_by_a_record_that_counts() -> None:
    """A record that is not approved, or worth nothing, does not reach its item; the row it does."""
    worth_nothing = met("记录 2025-03-01 张三 院落, 评分 = 10\n应得 张三 0分\n")

    assert ("row", "院落", "otherwise") in worth_nothing
    assert ("item", "院落", "") not in worth_nothing
    assert ("item", "院落", "") in met("记录 2025-03-01 张三 院落, 评分 = 90\n应得 张三 3分\n")


def test_a_limit_is_reached_where_it_takes_something() -> None:
    """Nine points fit under the cap; the tenth is taken. A bonus that is cut reaches it too."""
    assert ("limit", "环境", "") not in met("记录 2025-03-01 张三 义务 3小时\n应得 张三 10分\n")
    assert ("limit", "环境", "") in met("记录 2025-03-01 张三 义务 4小时\n应得 张三 10分\n")
    lines = (
        "户 张三, 常住 = 是\n记录 2025-03-01 张三 义务 2小时\n记录 2025-03-02 张三 清扫\n"
        "记录 2025-03-03 张三 清扫\n应得 张三 10分\n"
    )
    assert {("bonus", "勤快", ""), ("limit", "环境", "")} <= met(lines)


def test_a_condition_is_reached_part_by_part_and_unknown_is_told_apart() -> None:
    """True and not true of each part, also of one that did not decide; unknown counts for neither."""
    found = covered('测试 "一"\n户 张三, 常住 = 是\n记录 2025-03-01 张三 清扫\n应得 张三 3分\n')
    of_sweep = [one for one in found.goals if plain(one.goal)[:2] == ("condition", "清扫")]
    written = {
        (found_text(one.goal.mark.span), one.goal.mark.side): bool(one.tests) for one in of_sweep
    }

    assert {
        ("户.常住 或者 不是 户.低保", "yes"): True,
        ("户.常住 或者 不是 户.低保", "no"): False,
        ("户.常住", "yes"): True,
        ("户.常住", "no"): False,
        ("户.低保", "yes"): False,
        ("户.低保", "no"): False,
    } == written
    assert ["户.低保"] == [found_text(one.goal.mark.span) for one in found.unknown]


def found_text(span: Span) -> str:
    return RULES[span.start : span.end]


def test_what_the_calendar_and_the_policy_bring_is_reached() -> None:
    """Base, the minimum, a grade, an honour, a clear, a factor, a requirement on both sides."""
    assert {("base", "", ""), ("minimum", "", "")} <= met(
        "记录 2025-03-01 张三 院落, 评分 = 80\n应得 张三 可兑 0分\n"
    )
    high = met(
        "户 张三, 常住 = 是, 低保 = 是\n记录 2025-03-01 张三 表彰, 级别 = 市级, 事由 = 甲, 盖章 = 是\n"
        "记录 2025-03-02 张三 表彰, 级别 = 市级, 事由 = 甲, 盖章 = 是\n"
        "记录 2025-03-03 张三 表彰, 级别 = 市级, 事由 = 乙\n记录 2025-03-04 张三 义务 1小时\n"
        "应得 张三 25.5分\n"
    )
    assert {
        ("grade", "五星", ""), ("honour", "红旗", ""), ("factor", "义务", ""),
        ("highest", "宣传", ""), ("requirement", "表彰", "there"), ("requirement", "表彰", "missing"),
        ("row", "表彰", "otherwise"),
    } <= high  # fmt: skip
    assert ("act", "酒驾", "") in met("记录 2025-03-01 张三 酒驾\n应得 张三 0分\n")


def test_it_says_which_test_reached_it() -> None:
    """The names of the tests, in the order written."""
    one = '测试 "一"\n记录 2025-03-01 张三 义务 1小时\n应得 张三 4分\n'
    found = covered(one + one.replace("一", "二", 1) + '测试 "三"\n户 张三\n应得 张三 1分\n')
    item = next(goal for goal in found.goals if plain(goal.goal) == ("item", "义务", ""))

    assert ("一", "二") == item.tests


def test_percent_is_cut_off_and_never_rounded_up() -> None:
    """199 of 200 is 99 percent; nothing to reach is all of it."""
    goal = Goal(Mark(Rule.ITEM, Span(0, 1)), "甲")
    reached, missed = Reached(goal, ("一",)), Reached(goal, ())

    assert 99 == Coverage((reached,) * 199 + (missed,), ()).percent
    assert 100 == Coverage((reached,) * 200, ()).percent
    assert 100 == Coverage((), ()).percent
    assert 0 == Coverage((missed,), ()).percent


def test_a_policy_that_is_suspended_and_resumed() -> None:
    """Both are goals, and a test that only falls reaches one."""
    rules = HEAD + "停兑 低于 0分, 恢复 2分\n类别 甲\n  加分 乙 5分/次\n  扣分 丙 3分/次\n"
    falls = '测试 "一"\n记录 2025-03-01 张三 丙\n应得 张三 -3分\n'
    rises = falls.replace("应得 张三 -3分", "记录 2025-03-02 张三 乙\n应得 张三 2分")

    def sides(lines: str) -> set[str]:
        goals = coverage(policy(rules + lines)).goals
        return {
            one.goal.mark.side
            for one in goals
            if one.goal.mark.rule is Rule.SUSPENSION and one.tests
        }

    assert {"suspended"} == sides(falls)
    assert {"suspended", "resumed"} == sides(rises)


def test_a_test_that_cannot_be_scored_reaches_nothing() -> None:
    """A register that is refused stops its own test alone."""
    whole = policy(RULES + '测试 "一"\n记录 2025-03-01 张三 义务 1小时\n应得 张三 4分\n')
    (test,) = whole.tests
    twice = checked.HouseholdRow("张三")
    broken = checked.Test("坏", (twice, twice), (), test.records, test.expectations, test.span)
    found = coverage(attrs.evolve(whole, tests=(broken, test)))

    assert ("一",) == next(
        one for one in found.goals if plain(one.goal)[0] == "item" and one.tests
    ).tests


# --- a policy that extends another ---------------------------------------------------------------

TOWN = """办法 "镇"
施行 2025-01-01
结转 全部
起兑 5分, 可调 1分至9分
类别 环境, 可增 每次至多 5分
  加分 清扫 2分/次, 上限 3次 每户每月, 可调 1分至4分
  加分 劳动 3分/小时
"""
VILLAGE = """办法 "村"
沿用 "town.policy"
调整 清扫 3分
类别 环境
  上限 10分 每户每月
  加分 护林 2分/小时
  加分 巡河 4分/次
"""


def extended(lines: str) -> checked.Policy:
    town = Source("town.policy", TOWN)
    found = load(Source("village.policy", VILLAGE + lines), find_parent=lambda _: Outcome(town))
    assert found.value is not None, found.diagnostics
    return found.value


def test_a_village_is_asked_for_what_it_adds_and_sets() -> None:
    """The town's own rules are the town's to test; a set value is reached by a record of its item."""
    goals = [plain(one.goal) for one in coverage(extended("")).goals]

    assert [
        ("item", "清扫", ""), ("limit", "环境", ""), ("item", "护林", ""), ("limit", "护林", "each"),
        ("item", "巡河", ""), ("limit", "巡河", "each"),
    ] == goals  # fmt: skip


def test_a_minimum_is_the_villages_where_it_sets_it() -> None:
    """Otherwise the town's."""
    whole = VILLAGE.replace("调整 清扫 3分", "调整 起兑 6分")
    town = Source("town.policy", TOWN)
    found = load(Source("village.policy", whole), find_parent=lambda _: Outcome(town)).value
    assert found is not None

    assert Rule.MINIMUM in {one.goal.mark.rule for one in coverage(found).goals}


def met_of_census(lines: str) -> set[tuple[str, str, str]]:
    found = coverage(policy(forms.RULES + '测试 "一"\n' + lines))
    return {plain(one.goal) for one in found.goals if one.tests}


def test_a_condition_of_a_limit_is_reached_both_ways() -> None:
    """For whom a limit is, and for whom it is not."""
    low = met_of_census("户 张三, 类型 = 低保户\n记录 2025-03-01 张三 清扫\n")
    other = met_of_census("户 张三, 类型 = 普通户\n记录 2025-03-01 张三 清扫 9次\n")

    assert {("condition", "清扫", "yes")} == {
        one for one in low if one[:2] == ("condition", "清扫")
    }
    assert {("condition", "清扫", "no")} == {
        one for one in other if one[:2] == ("condition", "清扫")
    }
    assert ("limit", "清扫", "") not in other


def test_a_match_is_reached_where_it_releases_and_gifts_may_be_held_back() -> None:
    """The match that applies alone; nothing is held back where all is matched."""
    given = "户 张三, 类型 = 普通户\n记录 2025-03-01 张三 慰问 2元\n"
    few = met_of_census(given)  # the base of 10 releases 5
    many = met_of_census(given.replace("2元", "9元"))

    assert ("match", "赠分", "") in few & many
    assert ("held back", "赠分", "") not in few
    assert ("held back", "赠分", "") in many


def test_judges_are_reached_where_it_matters_how_they_become_one() -> None:
    """All alike, or a mean that is the median, tells nothing of the word."""
    alike = "".join(
        f"记录 2025-03-01 张三 {item}, 评定 = 8分、8分、8分\n" for item in ("评院", "评灶", "评屋")
    )
    assert not [one for one in met_of_census(alike) if one[0] == "judges"]
    even = alike.replace("8分、8分、8分", "7分、8分、9分")
    assert {("judges", "评院", "")} == {one for one in met_of_census(even) if one[0] == "judges"}
    apart = alike.replace("8分、8分、8分", "8分、9分、1分")
    assert {"评院", "评灶", "评屋"} == {
        owner for rule, owner, _ in met_of_census(apart) if rule == "judges"
    }


def test_a_rest_is_reached_where_it_fills_a_block() -> None:
    """Four hours at once need no rest; three and two do."""
    assert ("carried", "工时", "") not in met_of_census("记录 2025-03-01 张三 工时 4小时\n")
    rest = "记录 2025-03-01 张三 工时 3小时\n记录 2025-03-02 张三 工时 2小时\n"
    assert ("carried", "工时", "") in met_of_census(rest)


def test_what_counting_brings_is_reached_at_its_record() -> None:
    """A deduction and a bar, each with the record that reaches its mark, and not before."""
    twice = "".join(f"记录 2025-03-0{day} 张三 乱倒\n" for day in (1, 2))

    assert ("bonus", "屡乱倒", "") in met_of_census(twice)
    assert ("act", "黑榜", "") not in met_of_census(twice)
    assert ("act", "黑榜", "") in met_of_census(twice + "记录 2025-03-03 张三 乱倒\n")


def test_a_floor_is_reached_by_a_deduction_that_counting_brings() -> None:
    """What the floor spares of it alone is a mark of the floor."""
    rules = forms.RULES.replace("扣分 乱倒 1分/次", "扣分 乱倒 4.5分/次")
    twice = "".join(f"记录 2025-03-0{day} 张三 乱倒\n" for day in (1, 2))
    found = coverage(policy(rules + '测试 "一"\n' + twice))

    assert ("floor", "环境", "") in {plain(one.goal) for one in found.goals if one.tests}
