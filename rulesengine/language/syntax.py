"""A policy as written: one node a statement, a span on every node, nothing settled yet.

`parse` makes these; `check` reads them. Numbers stay text (a third decimal is the checker's to
report), names are not looked up, and both keyword languages give the same tree.
"""

import enum
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.source import Source, Span

# --- words ---------------------------------------------------------------------------------------


@attrs.frozen
class Name:
    """A name without its quotes; in a bare one full-width Latin letters have become ASCII."""

    text: str
    span: Span


@attrs.frozen
class Names:
    """A name and, in quotes behind it, the other language's."""

    first: Name
    other: Name | None
    span: Span


@attrs.frozen
class Number:
    """A decimal number as written, in ASCII digits (`text`); a sign only in expectations."""

    text: str
    span: Span


@attrs.frozen
class Day:
    """A date in the form `2025-07-01`, whether or not the calendar has it."""

    text: str
    span: Span


@attrs.frozen
class PeriodOf:
    """A stretch of the calendar in a test, as `calendar.period_name` writes it: `2025-Q1`."""

    text: str
    span: Span


@attrs.frozen
class Unit:
    """A unit word: `name` is the English word of a known unit (`time`, `hour`), else as written."""

    name: str
    known: bool
    span: Span


@attrs.frozen
class Every:
    """A period word with its place."""

    period: Period
    span: Span


# --- conditions ----------------------------------------------------------------------------------


@attrs.frozen
class FactPath:
    """`户.常住`: a fact of somebody."""

    subject: Subject
    name: Name
    span: Span


@attrs.frozen
class RecordDay:
    """日期 / date."""

    span: Span


@attrs.frozen
class ValueWord:
    """分值 / value: the raw points, in `requires` only."""

    span: Span


@attrs.frozen
class NumberLiteral:
    """A number, with its unit where one is written; `points` where the unit is 分."""

    number: Number
    unit: Unit | None
    points: bool
    span: Span


@attrs.frozen
class DayLiteral:
    day: Day
    span: Span


@attrs.frozen
class YesNoLiteral:
    value: bool
    span: Span


@attrs.frozen
class Word:
    """A bare word in a condition: the name of a level."""

    name: Name
    span: Span


Operand: TypeAlias = (
    FactPath | RecordDay | ValueWord | NumberLiteral | DayLiteral | YesNoLiteral | Word
)


class Order(enum.Enum):
    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@attrs.frozen
class Compare:
    left: Operand
    order: Order
    right: Operand
    span: Span


@attrs.frozen
class IsTrue:
    """A fact alone: a yes/no fact that must be yes."""

    operand: Operand
    span: Span


@attrs.frozen
class IsOneOf:
    """属于 / in; `negated` for 不属于 / not in."""

    operand: Operand
    words: tuple[Word, ...]
    negated: bool
    span: Span


@attrs.frozen
class Not:
    inner: "Condition"
    span: Span


@attrs.frozen
class And:
    parts: "tuple[Condition, ...]"
    span: Span


@attrs.frozen
class Or:
    parts: "tuple[Condition, ...]"
    span: Span


Condition: TypeAlias = Compare | IsTrue | IsOneOf | Not | And | Or

# --- values and clauses of an item ---------------------------------------------------------------


@attrs.frozen
class PerUnit:
    """`3分/小时`, `20分/10米`; `size` None is 1."""

    points: Number
    size: Number | None
    unit: Unit
    span: Span


@attrs.frozen
class PerBlock:
    """`1分/满4小时`."""

    points: Number
    size: Number
    unit: Unit
    span: Span


@attrs.frozen
class PerPeriod:
    """`4分/月`."""

    points: Number
    period: Every
    span: Span


@attrs.frozen
class Judged:
    """`5分至10分 评定`."""

    low: Number
    high: Number
    span: Span


@attrs.frozen
class LevelRow:
    """`省级 30分`; `level` None is 其余."""

    level: Name | None
    points: Number
    span: Span


@attrs.frozen
class BandRow:
    """`90起 10分`; `threshold` None is 其余."""

    threshold: Number | None
    points: Number
    span: Span


@attrs.frozen
class ByTable:
    """`按 记录.级别: …`: by level or by band, as its rows say; 其余 is a level row."""

    operand: FactPath
    rows: tuple[LevelRow | BandRow, ...]
    span: Span


@attrs.frozen
class CountRow:
    """`前3次 5分`; `times` None is 之后."""

    times: Number | None
    points: Number
    span: Span


@attrs.frozen
class ByCount:
    """`每季度前3次 5分、之后 2分`."""

    period: Every
    rows: tuple[CountRow, ...]
    span: Span


Value: TypeAlias = PerUnit | PerBlock | PerPeriod | Judged | ByTable | ByCount


class Quantity(enum.Enum):
    """What the amount of a cap counts."""

    POINTS = "points"
    TIMES = "times"
    PIECES = "pieces"


@attrs.frozen
class Cap:
    """`上限 30分 每户每月`; what was not said is None (a period must be: an error later)."""

    amount: Number
    quantity: Quantity
    subject: Subject | None
    period: Every | None
    span: Span


@attrs.frozen
class NoCap:
    """不设上限."""

    span: Span


@attrs.frozen
class When:
    condition: Condition
    span: Span


@attrs.frozen
class Window:
    """`自 2025-06-01 至 2025-08-31`; either end may be left out."""

    first: Day | None
    last: Day | None
    span: Span


@attrs.frozen
class Factor:
    """`1.5倍 当 人.党员`."""

    times: Number
    condition: Condition
    span: Span


@attrs.frozen
class Highest:
    """`取最高 每事由` (`period` None) or `取最高 每年`."""

    period: Every | None
    span: Span


@attrs.frozen
class InGroup:
    """`属于 宣传`: the group that the item belongs to."""

    group: Name
    span: Span


@attrs.frozen
class Adjustable:
    """`可调 5分至15分`: within what a village may set it; in yuan for a rate."""

    low: Number
    high: Number
    span: Span


@attrs.frozen
class Requires:
    """`需 镇级审核 当 分值 > 20分`: a yes/no fact of the record that must be yes."""

    fact: Name
    condition: Condition | None
    span: Span


@attrs.frozen
class Price:
    """`价 5元`."""

    yuan: Number
    span: Span


@attrs.frozen
class Stock:
    """`库存 200`."""

    pieces: Number
    span: Span


ItemClause: TypeAlias = (
    Cap | NoCap | When | Window | Factor | Highest | InGroup | Adjustable | Requires
)
GoodsClause: TypeAlias = Cap | Price | Stock

# --- statements ----------------------------------------------------------------------------------


@attrs.frozen
class PolicyTitle:
    names: Names
    span: Span


@attrs.frozen
class Extends:
    """`沿用 "老新镇.policy"`: the policy that this one adapts."""

    parent: Name
    span: Span


@attrs.frozen
class Effective:
    first: Day
    last: Day | None
    span: Span


@attrs.frozen
class AccountOf:
    subject: Subject
    span: Span


@attrs.frozen
class Eligible:
    condition: Condition
    span: Span


@attrs.frozen
class RoundTo:
    points: Number
    span: Span


@attrs.frozen
class Rate:
    """`兑换 1分 = 0.5元`."""

    points: Number
    yuan: Number
    adjustable: Adjustable | None
    span: Span


@attrs.frozen
class Settle:
    period: Every
    span: Span


@attrs.frozen
class Evaluate:
    period: Every
    span: Span


@attrs.frozen
class Base:
    """`基础分 100分 每年, 不可兑换`; a period of EVER is 一次."""

    points: Number
    period: Every
    redeemable: bool
    adjustable: Adjustable | None
    span: Span


@attrs.frozen
class Floor:
    """`下限 0分 每月`; `points` None is 不设下限."""

    points: Number | None
    period: Every | None
    span: Span


@attrs.frozen
class Limit:
    """A cap as a statement, of a category or of the policy; `cap` NoCap is 不设上限."""

    cap: Cap | NoCap
    span: Span


@attrs.frozen
class Minimum:
    points: Number
    adjustable: Adjustable | None
    span: Span


@attrs.frozen
class Suspend:
    """`停兑 低于 70分, 恢复 70分`."""

    below: Number
    resume: Number
    span: Span


@attrs.frozen
class Budget:
    """`预算 10000元 每年`."""

    yuan: Number
    period: Every
    span: Span


@attrs.frozen
class Expire:
    """`清零 每年, 宽限 31天`."""

    period: Every
    grace_days: Number | None
    span: Span


@attrs.frozen
class Carry:
    """`结转 全部` (`percent` None) or `结转 50% 每年`."""

    percent: Number | None
    period: Every | None
    grace_days: Number | None
    span: Span


@attrs.frozen
class FactIs:
    """`属性 户.类型: 普通户、低保户`."""

    subject: Subject
    names: Names
    type: FactType
    levels: tuple[Names, ...]
    span: Span


@attrs.frozen
class Category:
    """`类别 产业发展, 可增 每次至多 10分`; `open_at_most` None: a village may add no items."""

    names: Names
    open_at_most: Number | None
    span: Span


@attrs.frozen
class Group:
    """`组 宣传, 取最高 每事由, 上限 20分 每户每年`."""

    names: Names
    clauses: "tuple[Cap | NoCap | Highest, ...]"
    span: Span


class Sign(enum.Enum):
    AWARD = "award"
    DEDUCT = "deduct"


@attrs.frozen
class Item:
    sign: Sign
    names: Names
    value: Value
    clauses: tuple[ItemClause, ...]
    span: Span
    most_each: Number | None = None  # of an item that was added to an open category


@attrs.frozen
class ReachesPoints:
    """`达到 30分 每月`: credited points of the item."""

    points: Number
    period: Every
    span: Span


@attrs.frozen
class Reaches:
    """`达到 20次 每月`, `达到 10小时 每月`: records by count, or quantities."""

    amount: Number
    unit: Unit
    period: Every
    span: Span


@attrs.frozen
class Runs:
    """`连续 3个月`: so many periods in a row that each hold a counted record."""

    count: Number
    period: Every
    span: Span


@attrs.frozen
class Bonus:
    """`奖励 月月清洁 10分, 当 清扫门前 达到 20次 每月`."""

    names: Names
    points: Number
    item: Name
    mark: ReachesPoints | Reaches | Runs
    clauses: tuple[Cap | NoCap, ...]
    span: Span


class Stretch(enum.Enum):
    """本月, 本季度, 本年, 下年, 全部, 终身: a time seen from the record's date."""

    THIS_MONTH = "this month"
    THIS_QUARTER = "this quarter"
    THIS_YEAR = "this year"
    NEXT_YEAR = "next year"
    ALL = "all"
    EVER = "ever"


@attrs.frozen
class Clear:
    """`归零 高额宴席, 本年`."""

    names: Names
    stretch: Stretch
    clauses: tuple[When | Window, ...]
    span: Span


@attrs.frozen
class Months:
    """`3个月`, counted from the record's date."""

    count: Number
    span: Span


class Right(enum.Enum):
    """What a bar takes away."""

    REDEEM = "redeem"
    HONOUR = "honour"


@attrs.frozen
class Bar:
    """`取消资格 违法犯罪, 兑换、荣誉 本年、下年`."""

    names: Names
    rights: tuple[Right, ...]
    terms: tuple[Stretch | Months, ...]
    clauses: tuple[When | Window, ...]
    span: Span


@attrs.frozen
class PerClass:
    """`分类 户.类型`: ranked apart by a fact."""

    fact: FactPath
    span: Span


@attrs.frozen
class Honour:
    """`荣誉 志愿服务之星 前10名 按 志愿服务 每年`; `share`: the first so many percent.

    `ranked_by` None is 总分.
    """

    names: Names
    first: Number
    share: bool
    ranked_by: Name | None
    period: Every
    clauses: tuple[When | PerClass, ...]
    span: Span


@attrs.frozen
class Grade:
    """`等级 五星 96分起`."""

    names: Names
    points: Number
    span: Span


@attrs.frozen
class SetPoints:
    """`12分`: the points of a value that has one number."""

    points: Number
    span: Span


@attrs.frozen
class SetRange:
    """`5分至8分`: the range of a judged value."""

    low: Number
    high: Number
    span: Span


@attrs.frozen
class SetRows:
    """`省级 25分、县级 18分`: rows of a table, or of a value by count, each with other points."""

    rows: tuple[LevelRow | BandRow | CountRow, ...]
    span: Span


SetTo: TypeAlias = SetPoints | SetRange | SetRows | PerUnit | PerBlock | PerPeriod


@attrs.frozen
class SetItem:
    """`调整 劝阻 12分, 上限 2次 每户每月`: an item's value, limits of an item or of a group."""

    name: Name
    value: SetTo | None
    clauses: tuple[Cap | Adjustable, ...]
    span: Span


@attrs.frozen
class SetRate:
    """`调整 兑换 1分 = 0.4元`."""

    points: Number
    yuan: Number
    adjustable: Adjustable | None
    span: Span


@attrs.frozen
class SetMinimum:
    """`调整 起兑 8分`."""

    points: Number
    adjustable: Adjustable | None
    span: Span


@attrs.frozen
class SetBase:
    """`调整 基础分 80分 每年`; `period` None: of the one base that is there."""

    points: Number
    period: Every | None
    adjustable: Adjustable | None
    span: Span


@attrs.frozen
class Goods:
    names: Names
    points: Number
    clauses: tuple[GoodsClause, ...]
    span: Span


@attrs.frozen
class Test:
    """`测试 "一天只计一次"`: what follows belongs to it."""

    title: Name
    span: Span


class Key(enum.Enum):
    """What a field of a test statement is, where it is not a fact."""

    PERSON = "person"
    EVENT = "event"
    JUDGED = "judged"
    STATUS = "status"
    VILLAGE = "village"
    JOINED = "joined"
    LEFT = "left"
    SINCE = "since"


@attrs.frozen
class Field:
    """`级别 = 县级`: `key` is a Key or the name of a fact; `value` as an operand."""

    key: Key | Name
    value: NumberLiteral | DayLiteral | YesNoLiteral | Word
    span: Span
    key_span: Span


@attrs.frozen
class TestHousehold:
    household: Name
    fields: tuple[Field, ...]
    span: Span


@attrs.frozen
class TestPerson:
    person: Name
    household: Name
    fields: tuple[Field, ...]
    span: Span


@attrs.frozen
class TestRecord:
    day: Day
    account: Name
    item: Name
    quantity: Number | None
    unit: Unit | None
    fields: tuple[Field, ...]
    span: Span


class Figure(enum.Enum):
    """Which points of an account a test expects; EARNED is what it earned (standing)."""

    EARNED = "earned"
    SPENDABLE = "spendable"
    BALANCE = "balance"


@attrs.frozen
class ExpectedPoints:
    """`28分`, `可兑 28分`, `余额 28分`; a minus is part of the number."""

    figure: Figure
    points: Number
    span: Span


@attrs.frozen
class ExpectedYuan:
    """`14元`."""

    yuan: Number
    span: Span


@attrs.frozen
class Reason:
    """`次数用完`: what became of a record that brought no points."""

    outcome: RecordOutcome
    span: Span


@attrs.frozen
class ExpectedGrade:
    """`评为 五星`; `grade` None is 没有等级."""

    grade: Name | None
    span: Span


@attrs.frozen
class ExpectedHonour:
    """`评上 最美家庭`; `given` False is 没有评上."""

    honour: Name
    given: bool
    span: Span


Expected: TypeAlias = ExpectedPoints | ExpectedYuan | Reason | ExpectedGrade | ExpectedHonour


@attrs.frozen
class Expect:
    """`应得 张三 清扫门前 2025年3月 2分`; `part` is an item, a bonus or a category.

    `of_record`: it is about the record of its own row of a table, the one that stands before it.
    """

    account: Name
    part: Name | None
    period: PeriodOf | Day | None
    expected: Expected
    span: Span
    of_record: bool = False


@attrs.frozen
class TestUntil:
    """`截至 2026-01-31`: the last day of a test."""

    day: Day
    span: Span


class Heading(enum.Enum):
    """What a column of a table in a test is, where it is neither a `Key` nor a fact."""

    HOUSEHOLD = "household"
    DAY = "date"
    ITEM = "item"
    QUANTITY = "quantity"
    EXPECT = "expect"
    BECAUSE = "because"


@attrs.frozen
class Column:
    """A column of a table; a Name is a fact's."""

    what: Heading | Key | Name
    span: Span


@attrs.frozen
class EmptyCell:
    """`-`: this row says nothing here."""

    span: Span


Cell: TypeAlias = NumberLiteral | DayLiteral | YesNoLiteral | Word | Reason | EmptyCell


@attrs.frozen
class Table:
    """`表 户、日期、事项、应得`: what the cells of the rows below it are."""

    columns: tuple[Column, ...]
    span: Span


@attrs.frozen
class TableRow:
    """`行 张三、2025-03-01、清扫门前、2分`."""

    cells: tuple[Cell, ...]
    span: Span


Statement: TypeAlias = (
    PolicyTitle | Extends | Effective | AccountOf | Eligible | RoundTo | Rate | Settle | Evaluate
    | Base | Floor | Limit | Minimum | Suspend | Expire | Carry | Budget | FactIs
    | Category | Group | Item | Bonus | Clear | Bar | Goods | Honour | Grade
    | SetItem | SetRate | SetMinimum | SetBase
    | Test | TestHousehold | TestPerson | TestRecord | Expect | TestUntil | Table | TableRow
)  # fmt: skip


@attrs.frozen
class Policy:
    """Every statement that could be read, in the order written.

    `language` is the keyword language of its first statement, "zh" or "en"; `broken` says that
    some statement could not be read; `unread` are those statements, in which a name that is missed
    may stand. `start` is where its own text begins in a source that is joined of several.
    """

    source: Source
    language: str
    statements: tuple[Statement, ...]
    broken: bool
    unread: tuple[Span, ...] = ()
    start: int = 0
