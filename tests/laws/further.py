"""Small policies of the further forms, as values and as text, with records for them.

Groups, bonuses, clears, bars, suspension, requirements, base of a category, honours, grades and
budgets. Values of items are kept plain, so that what is looked at are these forms and how they
meet limits, floors and expiry. Amounts are hundredths. `further_draw` makes them, `further_oracle`
says what one gives.
"""

from collections.abc import Iterator
from datetime import date

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.quantity import show_hundredths

FIRST = date(2025, 1, 1)
HOUSEHOLDS = ("张三", "李四", "王五")
PEOPLE = {"张三": "张小", "李四": "李小", "王五": "王小"}

PERIODS = {
    Period.DAY: "天",
    Period.WEEK: "周",
    Period.MONTH: "月",
    Period.QUARTER: "季度",
    Period.HALF_YEAR: "半年",
    Period.YEAR: "年",
}
RUNS = {Period.DAY: "天", Period.WEEK: "周", Period.MONTH: "个月", Period.QUARTER: "个季度"}
SCOPES = {
    Period.MONTH: "本月",
    Period.QUARTER: "本季度",
    Period.YEAR: "本年",
    Period.EVER: "全部",
}


@attrs.frozen
class Cap:
    """`subject` is 户, 人 or empty; `times`: the amount is whole times."""

    amount: int
    times: bool
    subject: str
    period: Period


@attrs.frozen
class Requirement:
    """A yes/no fact; `above`: only for raw points above this."""

    fact: str
    above: int | None


@attrs.frozen
class Item:
    """`by_hour`: points for each hour, else for each time. `highest`: 事由, a period, or not."""

    name: str
    deducts: bool
    points: int
    by_hour: bool
    group: str
    highest: str | Period | None
    caps: tuple[Cap, ...]
    requires: tuple[Requirement, ...]


@attrs.frozen
class Group:
    name: str
    highest: str | Period | None
    caps: tuple[Cap, ...]


@attrs.frozen
class Reaches:
    """`measure` is 次, 小时 or 分; the amount is hundredths."""

    amount: int
    measure: str
    period: Period


@attrs.frozen
class Runs:
    count: int
    period: Period


@attrs.frozen
class Bonus:
    name: str
    points: int
    item: str
    mark: Reaches | Runs
    caps: tuple[Cap, ...]


@attrs.frozen
class Floor:
    points: int
    period: Period | None


@attrs.frozen
class Base:
    points: int
    period: Period
    redeemable: bool


@attrs.frozen
class Category:
    name: str
    items: tuple[Item, ...]
    bonuses: tuple[Bonus, ...]
    caps: tuple[Cap, ...]
    floors: tuple[Floor, ...]
    bases: tuple[Base, ...]


@attrs.frozen
class Clear:
    name: str
    scope: Period


@attrs.frozen
class Bar:
    """So many `months`, or (0) up to the end of the `period` that comes `later` after this one."""

    name: str
    redeem: bool
    honour: bool
    months: int
    period: Period
    later: int


@attrs.frozen
class Honour:
    """The first `places`, or (0) the first `percent`; `by` a category, empty for the total."""

    name: str
    places: int
    percent: int
    by: str
    period: Period
    only_residents: bool


@attrs.frozen
class Policy:
    categories: tuple[Category, ...]
    groups: tuple[Group, ...]
    acts: tuple[Clear | Bar, ...]
    honours: tuple[Honour, ...]
    grades: tuple[int, ...]
    bases: tuple[Base, ...]
    floors: tuple[Floor, ...]
    caps: tuple[Cap, ...]
    evaluate: Period
    settle: Period
    rate: tuple[int, int] | None  # (points, fen)
    budget: tuple[int, Period] | None  # (whole yuan, period)
    minimum: int
    suspend: tuple[int, int] | None  # (below, resume)
    expiry: tuple[Period, int | None, int] | None  # (period, percent kept or None, days of grace)
    only_residents: bool  # who takes part

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for category in self.categories for item in category.items)

    @property
    def bonuses(self) -> tuple[Bonus, ...]:
        return tuple(bonus for category in self.categories for bonus in category.bonuses)


@attrs.frozen
class Deed:
    """A record: `quantity` hundredths or None, `facts` yes/no."""

    number: int
    day: date
    household: str
    person: str
    item: str
    quantity: int | None
    event: str
    facts: tuple[tuple[str, bool], ...]


@attrs.frozen
class Household:
    """When it is in the register, and whether it is 常住: at first, and from a later day on."""

    name: str
    joined: date | None
    left: date | None
    resident: bool | None
    changed: tuple[date, bool] | None

    def is_there(self, day: date) -> bool:
        return (self.joined or date.min) <= day <= (self.left or date.max)

    def is_resident(self, day: date) -> bool | None:
        """None: nobody said so yet."""
        if self.changed is not None and self.changed[0] <= day:
            return self.changed[1]
        return self.resident


@attrs.frozen
class Case:
    """`later`: the day from which a second version is in use, and that version."""

    policy: Policy
    later: tuple[date, Policy] | None
    deeds: tuple[Deed, ...]
    households: tuple[Household, ...]
    until: date


# --- text ----------------------------------------------------------------------------------------


def text_of(policy: Policy) -> str:
    """The policy as a clerk would write it."""
    return "\n".join(_lines(policy)) + "\n"


def _lines(policy: Policy) -> Iterator[str]:
    yield '办法 "例"'
    yield f"施行 {FIRST.isoformat()}"
    yield f"评价 每{PERIODS[policy.evaluate]}"
    yield f"结算 每{PERIODS[policy.settle]}"
    yield "属性 户.常住: 是否"
    if policy.only_residents:
        yield "参加条件 户.常住"
    yield from _header(policy)
    yield _expiry(policy)
    yield from _place(policy.bases, policy.floors, policy.caps)
    for group in policy.groups:
        clauses = [*([_highest(group.highest)] if group.highest else []), *map(_cap, group.caps)]
        yield f"组 {group.name}, {', '.join(clauses)}"
    for honour in policy.honours:
        yield _honour(honour)
    for number, grade in enumerate(policy.grades):
        yield f"等级 等级{'甲乙丙'[number]} {_points(grade)}起"
    for category in policy.categories:
        yield f"类别 {category.name}"
        yield from _place(category.bases, category.floors, category.caps)
        for item in category.items:
            yield ", ".join(_item(item))
        for bonus in category.bonuses:
            yield ", ".join(_bonus(bonus))
    for act in policy.acts:
        yield _act(act)


def _header(policy: Policy) -> Iterator[str]:
    if policy.rate is not None:
        yield f"兑换 {_points(policy.rate[0])} = {show_hundredths(policy.rate[1])}元"
    if policy.budget is not None:
        yield f"预算 {policy.budget[0]}元 每{PERIODS[policy.budget[1]]}"
    if policy.suspend is not None:
        yield f"停兑 低于 {_points(policy.suspend[0])}, 恢复 {_points(policy.suspend[1])}"
    if policy.minimum:
        yield f"起兑 {_points(policy.minimum)}"


def _points(amount: int) -> str:
    return f"{show_hundredths(amount)}分"


def _expiry(policy: Policy) -> str:
    if policy.expiry is None:
        return "结转 全部"
    period, kept, grace = policy.expiry
    share = "清零" if kept is None else f"结转 {kept}%"
    return f"{share} 每{PERIODS[period]}" + (f", 宽限 {grace}天" if grace else "")


def _place(
    bases: tuple[Base, ...], floors: tuple[Floor, ...], caps: tuple[Cap, ...]
) -> Iterator[str]:
    for base in bases:
        span = "一次" if base.period is Period.EVER else f"每{PERIODS[base.period]}"
        yield f"基础分 {_points(base.points)} {span}" + ("" if base.redeemable else ", 不可兑换")
    for floor in floors:
        span = "" if floor.period is None else f" 每{PERIODS[floor.period]}"
        yield f"下限 {_points(floor.points)}{span}"
    if not floors:
        yield "不设下限"
    yield from map(_cap, caps)


def _cap(cap: Cap) -> str:
    amount = f"{cap.amount}次" if cap.times else _points(cap.amount)
    subject = f"每{cap.subject}" if cap.subject else ""
    span = "终身" if cap.period is Period.EVER else f"每{PERIODS[cap.period]}"
    return f"上限 {amount} {subject}{span}"


def _highest(highest: str | Period) -> str:
    return f"取最高 每{highest if isinstance(highest, str) else PERIODS[highest]}"


def _honour(honour: Honour) -> str:
    first = f"前{honour.places}名" if honour.places else f"前{honour.percent}%"
    words = f"荣誉 {honour.name} {first} 按 {honour.by or '总分'} 每{PERIODS[honour.period]}"
    return words + (", 当 户.常住" if honour.only_residents else "")


def _item(item: Item) -> Iterator[str]:
    opener, unit = "扣分" if item.deducts else "加分", "小时" if item.by_hour else "次"
    yield f"{opener} {item.name} {_points(item.points)}/{unit}"
    if item.group:
        yield f"属于 {item.group}"
    if item.highest:
        yield _highest(item.highest)
    yield from map(_cap, item.caps)
    for one in item.requires:
        condition = "" if one.above is None else f" 当 分值 > {_points(one.above)}"
        yield f"需 {one.fact}{condition}"


def _bonus(bonus: Bonus) -> Iterator[str]:
    yield f"奖励 {bonus.name} {_points(bonus.points)}"
    match bonus.mark:
        case Reaches(amount=amount, measure=measure, period=period):
            span = "终身" if period is Period.EVER else f"每{PERIODS[period]}"
            yield f"当 {bonus.item} 达到 {show_hundredths(amount)}{measure} {span}"
        case Runs(count=count, period=period):
            yield f"当 {bonus.item} 连续 {count}{RUNS[period]}"
    yield from map(_cap, bonus.caps)


def _act(act: Clear | Bar) -> str:
    if isinstance(act, Clear):
        return f"归零 {act.name}, {SCOPES[act.scope]}"
    rights = "、".join(["兑换"] * act.redeem + ["荣誉"] * act.honour)
    if act.months:
        term = f"{act.months}个月"
    elif act.period is Period.EVER:
        term = "终身"
    else:
        term = ("本年、下年" if act.later else "本年") if act.period is Period.YEAR else "本月"
    return f"取消资格 {act.name}, {rights} {term}"
