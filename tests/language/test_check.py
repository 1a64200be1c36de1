"""The checked tree of policies that have nothing wrong: defaults, limits in order, floors, tests."""

from collections.abc import Callable
from datetime import date

import attrs
import pytest

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Outcome
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.record import Status
from rulesengine.core.source import Source
from rulesengine.language import checked, syntax
from rulesengine.language.check import check
from rulesengine.language.load import load
from rulesengine.language.parse import parse

HEAD = '办法 "甲村" "village"\n施行 2025-01-01\n'


def _load(text: str) -> Outcome[checked.Policy]:
    return load(Source("case.policy", text))


def _policy(text: str) -> checked.Policy:
    outcome = _load(text)
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def _item(text: str, name: str = "甲") -> checked.Item:
    return _policy(text).items[name]


def _labels(limits: tuple[checked.Limit, ...]) -> list[str]:
    return [limit.label for limit in limits]


# --- header --------------------------------------------------------------------------------------


def test_what_a_header_does_not_say() -> None:
    """Household, 0.01, quarter, year, no yuan, for ever, all carried."""
    policy = _policy(HEAD + "类别 环境\n加分 甲 2分/次\n")

    assert ("甲村", "village") == (policy.name, policy.other_name)
    assert (date(2025, 1, 1), None) == (policy.first_day, policy.last_day)
    assert Subject.HOUSEHOLD is policy.account
    assert 1 == policy.round_to
    assert (Period.QUARTER, Period.YEAR) == (policy.settle, policy.evaluate)
    assert (None, 0, None) == (policy.rate, policy.minimum, policy.expiry)
    assert policy.sha256


def test_what_a_header_says() -> None:
    """Every statement of the header, wherever it stands."""
    policy = _policy(
        "施行 2025-01-01 至 2025-12-31\n类别 环境\n加分 甲 2分/次\n"
        '办法 "甲村"\n计分单位 人\n取整 0.5分\n兑换 100分 = 12.5元\n结算 每月\n评价 每半年\n起兑 5分\n清零 每年, 宽限 31天\n'
    )

    assert date(2025, 12, 31) == policy.last_day
    assert (Subject.PERSON, 50) == (policy.account, policy.round_to)
    assert checked.Rate(100_00, 1250) == policy.rate
    assert (Period.MONTH, Period.HALF_YEAR, 500) == (policy.settle, policy.evaluate, policy.minimum)
    assert policy.expiry is not None
    assert (Period.YEAR, 0, 31, True) == (
        policy.expiry.period,
        policy.expiry.kept_percent,
        policy.expiry.grace_days,
        policy.expiry.wipes_shortfall,
    )


def test_a_share_that_is_carried() -> None:
    """Half is kept, and a shortfall is not wiped."""
    expiry = _policy(HEAD + "结转 50% 每年\n类别 环境\n加分 甲 2分/次\n").expiry

    assert expiry is not None
    assert (50_00, False) == (expiry.kept_percent, expiry.wipes_shortfall)


def test_bases_of_policy_and_category() -> None:
    """Where a base stands says whose it is."""
    policy = _policy(
        HEAD + "基础分 100分 每年, 不可兑换\n类别 环境\n基础分 10分 一次\n加分 甲 2分/次\n"
    )

    assert [
        (100_00, Period.YEAR, False, ""),
        (10_00, Period.EVER, True, "环境"),
    ] == [(base.points, base.period, base.redeemable, base.category) for base in policy.bases]


# --- limits and floors ---------------------------------------------------------------------------


def test_limits_in_the_order_in_which_they_take() -> None:
    """Item, category, policy; person before household; the shorter period; then as written."""
    item = _item(
        HEAD
        + "上限 900分 每户每年\n上限 500分 每人每年\n类别 环境\n上限 200分 每户每年\n上限 20分 每户每周\n"
        "加分 甲 2分/次, 上限 60分 每户每月, 上限 1次 每户每天, 上限 9次 每人每月, 上限 30分 每人每月\n"
    )

    assert [
        "cap 9 times per person per month (甲)",
        "cap 30 points per person per month (甲)",
        "cap 1 time per household per day (甲)",
        "cap 60 points per household per month (甲)",
        "cap 20 points per household per week (环境)",
        "cap 200 points per household per year (环境)",
        "cap 500 points per person per year",
        "cap 900 points per household per year",
    ] == _labels(item.limits)


def test_a_state_counts_once_a_period_before_any_other_limit() -> None:
    """`4分/月` allows one time a month and account; that limit stands first."""
    item = _item(HEAD + "类别 环境\n加分 甲 4分/月, 上限 2次 每人每天\n")

    assert ["once per month (甲)", "cap 2 times per person per day (甲)"] == _labels(item.limits)
    assert (True, Subject.HOUSEHOLD) == (item.limits[0].once_per_period, item.limits[0].subject)


def test_a_limit_without_a_subject_is_the_accounts() -> None:
    """Nothing said: per account."""
    item = _item(HEAD + "计分单位 人\n类别 环境\n加分 甲 2分/次, 上限 1次 每天\n")

    assert [Subject.PERSON] == [limit.subject for limit in item.limits]


def test_a_deduction_meets_its_own_limits_and_the_floors_around_it() -> None:
    """The category's limit is for awards; its floor comes before that of the standing."""
    policy = _policy(
        HEAD + "下限 0分\n上限 500分 每户每年\n类别 环境\n下限 10分 每月\n上限 200分 每户每年\n"
        "加分 乙 2分/次\n扣分 甲 5分/次, 上限 20分 每户每月\n"
    )
    deduction, award = policy.items["甲"], policy.items["乙"]

    assert ["cap 20 points per household per month (甲)"] == _labels(deduction.limits)
    assert [("环境", 10_00, Period.MONTH), ("", 0, Period.YEAR)] == [
        (floor.category, floor.points, floor.period) for floor in deduction.floors
    ]
    assert () == award.floors


def test_a_floor_counts_over_the_evaluation_period() -> None:
    """A floor without a period takes the evaluation's, wherever that is said."""
    policy = _policy(HEAD + "下限 0分\n评价 每半年\n类别 环境\n扣分 甲 5分/次\n")

    assert [Period.HALF_YEAR] == [floor.period for floor in policy.floors]


def test_no_cap_and_no_floor_are_nothing() -> None:
    """What is said not to be there is not there."""
    policy = _policy(HEAD + "不设上限\n不设下限\n类别 环境\n扣分 甲 5分/次, 不设上限\n")

    assert ((), (), ()) == (policy.limits, policy.floors, policy.items["甲"].limits)


# --- values and conditions -----------------------------------------------------------------------

FACTS = '属性 户.常住: 是否\n属性 记录.级别 "level": 省级 "province"、县级\n属性 记录.评分: 数\n属性 人.出生: 日期\n'


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2分/次", checked.PerUnit(200, 100, checked.Unit("time", True))),
        ("2分/人次", checked.PerUnit(200, 100, checked.Unit("person-time", True))),
        ("20分/10米", checked.PerUnit(2000, 1000, checked.Unit("metre"))),
        ("2分/棵", checked.PerUnit(200, 100, checked.Unit("棵"))),
        ("1分/满4小时", checked.PerBlock(100, 400, checked.Unit("hour"))),
        ("4分/季度", checked.PerPeriod(400, Period.QUARTER)),
        ("5分至10分 评定", checked.Judged(500, 1000)),
        (
            "每季度前3次 5分、前5次 3分、之后 2分",
            checked.ByCount(Period.QUARTER, ((3, 500), (5, 300)), 200),
        ),
        ("每月前3次 5分", checked.ByCount(Period.MONTH, ((3, 500),), 0)),
    ],
)
def test_values(written: str, expected: checked.Value) -> None:
    """Each kind of value in hundredths."""
    assert expected == _item(HEAD + f"类别 环境\n加分 甲 {written}\n").value


def test_table_by_level() -> None:
    """Either name of a level makes its row, 其余 fills the rest, and every level has its points."""
    value = _item(
        HEAD + FACTS + "类别 环境\n加分 甲 按 记录.level: province 30分、其余 5分\n"
    ).value

    assert isinstance(value, checked.ByLevel)
    assert ("级别", {"省级": 3000, "县级": 500}) == (value.fact.name, value.points)


def test_table_by_yes_and_no() -> None:
    """A yes/no fact has the rows `yes` and `no`."""
    value = _item(HEAD + FACTS + "类别 环境\n加分 甲 按 户.常住: 是 2分、否 1分\n").value

    assert isinstance(value, checked.ByLevel)
    assert {"yes": 200, "no": 100} == value.points


def test_table_by_band() -> None:
    """Bands by a number and by an age."""
    score = _item(
        HEAD + FACTS + "类别 环境\n加分 甲 按 记录.评分: 90起 10分、80起 5分、其余 0分\n"
    ).value
    age = _item(HEAD + FACTS + "类别 环境\n加分 甲 按 人.周岁: 60起 10分、其余 0分\n").value

    assert isinstance(score, checked.ByBand) and isinstance(age, checked.ByBand)
    assert (((9000, 1000), (8000, 500)), 0) == (score.rows, score.otherwise)
    assert isinstance(age.measure, checked.AgeOf)


def test_a_lone_otherwise_row_gives_always_the_same() -> None:
    """A table of 其余 alone has a meaning, by a number too."""
    value = _item(HEAD + FACTS + "类别 环境\n加分 甲 按 记录.评分: 其余 5分\n").value

    assert isinstance(value, checked.ByBand)
    assert ((), 500) == (value.rows, value.otherwise)


def test_a_lone_yes_no_fact_is_a_comparison() -> None:
    """`户.常住` alone asks whether it is yes."""
    when = _item(HEAD + FACTS + "类别 环境\n加分 甲 2分/次, 当 户.常住\n").when

    assert isinstance(when, checked.Compare)
    assert isinstance(when.left, checked.FactOf)
    assert ("常住", checked.Order.EQUAL, checked.Literal(True)) == (
        when.left.fact.name,
        when.order,
        when.right,
    )


def test_words_and_ages_in_conditions() -> None:
    """Levels are known by their first names, 不属于 is a negation, an age may say 岁."""
    when = _item(
        HEAD
        + FACTS
        + "类别 环境\n加分 甲 2分/次, 当 记录.级别 不属于 province 并且 人.周岁 >= 60岁\n"
    ).when

    assert isinstance(when, checked.And)
    first, second = when.parts
    assert isinstance(first, checked.Not) and isinstance(first.inner, checked.IsOneOf)
    assert ("省级",) == first.inner.levels
    assert isinstance(second, checked.Compare)
    assert (checked.AgeOf, checked.Literal(6000)) == (type(second.left), second.right)


def test_a_fact_of_yes_and_no_words_is_a_yes_no_fact() -> None:
    """`是、否` is 是否 written out."""
    policy = _policy(HEAD + "属性 户.常住: 是、否\n类别 环境\n加分 甲 2分/次, 当 户.常住 = 是\n")

    assert [(FactType.YES_NO, ())] == [(fact.type, fact.levels) for fact in policy.facts]


def test_goods() -> None:
    """Price in fen, stock in pieces, and how many anyone may take."""
    goods = _policy(
        HEAD
        + "结转 全部\n类别 环境\n加分 甲 2分/次\n商品 肥皂 10分, 价 5.5元, 库存 200, 上限 2件 每户每季度\n"
    ).goods

    assert [("肥皂", 1000, 550, 200, ((2, Subject.HOUSEHOLD, Period.QUARTER),))] == [
        (one.name, one.points, one.price, one.stock, one.limits) for one in goods
    ]


# --- tests ---------------------------------------------------------------------------------------

TEST = (
    HEAD
    + FACTS
    + '类别 环境 "Environment"\n加分 甲 "jia" 3分/小时, 当 户.常住 并且 记录.评分 > 5分 并且 记录.级别 = 县级\n'
    '测试 "一"\n'
    "户 张三, 常住 = 是, 加入 = 2025-02-01, 村 = 东村\n"
    "人 李四 属于 张三, 出生 = 1964-05-01, 自 = 2025-03-01\n"
    "记录 2025-03-03 张三 jia 2.5小时, 人 = 李四, 评定 = 8分, 状态 = 申报, 事由 = 12, 评分 = 90分, level = 县级\n"
    "记录 2025-03-04 张三 甲 1\n"
    "应得 张三 -2.5分\n应得 张三 Environment 2025年3月 0分\n应得 张三 2025-Q1 0分\n应得 张三 可兑 0分\n"
)


def test_lines_of_a_test() -> None:
    """Rows, records and expectations with their names and types settled."""
    (test,) = _policy(TEST).tests
    (household,), (person,), (first, second) = test.households, test.people, test.records

    assert ("张三", "东村", date(2025, 2, 1), {"常住": True}) == (
        household.household,
        household.village,
        household.joined,
        household.facts,
    )
    assert ("李四", "张三", date(2025, 3, 1), {"出生": date(1964, 5, 1)}) == (
        person.person,
        person.household,
        person.since,
        person.facts,
    )
    assert (1, "甲", "张三", "李四", 250, 800, "12", Status.DECLARED) == (
        first.id, first.item, first.household, first.person,
        first.quantity, first.judged, first.event, first.status,
    )  # fmt: skip
    assert {"评分": 9000, "级别": "县级"} == first.facts
    assert (2, 100, Status.APPROVED) == (second.id, second.quantity, second.status)


def test_expectations_of_a_test() -> None:
    """Standing, a part in a period, a period, and what may be spent."""
    (test,) = _policy(TEST).tests
    march = Period.MONTH, period_index(Period.MONTH, date(2025, 3, 1))
    quarter = Period.QUARTER, period_index(Period.QUARTER, date(2025, 3, 1))

    assert [
        (checked.Selector.STANDING, -250, "", None),
        (checked.Selector.PART, 0, "环境", march),
        (checked.Selector.PERIOD, 0, "", quarter),
        (checked.Selector.SPENDABLE, 0, "", None),
    ] == [(one.selector, one.points, one.part, one.period) for one in test.expectations]


def test_records_of_people_where_people_have_accounts() -> None:
    """With `计分单位 人` a record of a test is about a person."""
    (test,) = _policy(
        HEAD
        + '计分单位 人\n类别 环境\n加分 甲 2分/次\n测试 "一"\n人 李四 属于 张三\n记录 2025-03-03 李四 甲\n应得 李四 2分\n'
    ).tests

    assert [("", "李四")] == [(record.household, record.person) for record in test.records]


# --- trees that no text gives, because the grammar is narrower than the tree ---------------------


def _checked_with(text: str, change: Callable[[syntax.Item], syntax.Item]) -> list[str]:
    parsed = parse(Source("case.policy", text)).value
    assert parsed is not None
    statements = tuple(
        change(one) if isinstance(one, syntax.Item) else one for one in parsed.statements
    )
    outcome = check(attrs.evolve(parsed, statements=statements), "0" * 64)
    return [f"{one.code.id} {one.message} {one.help}" for one in outcome.diagnostics]


def _with_condition(make: Callable[[syntax.Compare], syntax.Condition]) -> list[str]:
    def change(item: syntax.Item) -> syntax.Item:
        (when,) = item.clauses
        assert isinstance(when, syntax.When) and isinstance(when.condition, syntax.Compare)
        return attrs.evolve(item, clauses=(attrs.evolve(when, condition=make(when.condition)),))

    fact = "属性 记录.级别: 省级、县级\n"
    return _checked_with(HEAD + fact + "类别 环境\n加分 甲 2分/次, 当 记录.级别 = 县级\n", change)


def test_a_word_may_stand_on_the_left() -> None:
    """`县级 = 记录.级别` means the same as the other way round."""
    assert [] == _with_condition(lambda one: attrs.evolve(one, left=one.right, right=one.left))


def test_a_word_beside_a_word_and_a_word_alone() -> None:
    """A level without its fact is told which fact it may be of."""
    said = "R101 it is not said whose 县级 is meant did you mean 记录.级别 = 县级?"

    assert [said] == _with_condition(lambda one: attrs.evolve(one, left=one.right))
    assert [said] == _with_condition(lambda one: syntax.IsTrue(one.right, one.span))
    assert [said] == _with_condition(lambda one: syntax.IsOneOf(one.right, (), False, one.span))


# --- broken and wrong policies -------------------------------------------------------------------


def test_all_mistakes_at_once() -> None:
    """Mistakes in different places are all reported, in the order of the text."""
    outcome = _load(
        "施行 2025-02-30\n类别 环境\n加分 甲 2.123分/次\n加分 甲 2分/次, 上限 3分 每户\n加分 乙 0分/0米\n"
    )

    assert outcome.value is None
    assert ["R018", "R008", "R204", "R102", "R209", "R204"] == [
        one.code.id for one in outcome.diagnostics
    ]


def test_no_second_message_for_what_a_broken_statement_may_have_said() -> None:
    """A line that cannot be read gives no messages about the names that it would have declared."""
    outcome = _load(
        "施 2025-01-01\n办 甲\n属 户.常住: 是否\n类 环境\n加分 甲 2分/次, 当 户.常住\n加分 乙 2分/次, 当 户.常住\n扣分 丙 2分/次\n"
        "兑换 1分 = 1元\n测 一\n应得 张三 2分\n"
    )
    codes = [one.code for one in outcome.diagnostics]

    assert 5 == codes.count(Code.UNKNOWN_STATEMENT)
    assert 0 == sum(str(one.message).startswith("no fact") for one in outcome.diagnostics)


def test_warnings_wait_until_nothing_is_in_error() -> None:
    """With an error in one item, another's judged range is not listed yet."""
    outcome = _load(HEAD + "类别 环境\n加分 甲 2.123分/次\n加分 乙 5分至10分 评定\n")

    assert [Code.OUT_OF_RANGE] == [one.code for one in outcome.diagnostics]
