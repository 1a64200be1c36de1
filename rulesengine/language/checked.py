"""A policy after checking: names, units and types settled, no sugar left, every limit in its order.

Nothing here parses or scores. Every amount is whole hundredths of points, units or factors, and
whole fen; every name is known; every table is complete. `reference` and `engine` read only this.
"""

import enum
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Fact, FactValue, Subject
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.quantity import Fen, Hundredths
from rulesengine.core.record import Record, RecordId
from rulesengine.core.register import HouseholdRow, PersonRow
from rulesengine.core.source import Source, Span

# --- conditions ----------------------------------------------------------------------------------


@attrs.frozen
class FactOf:
    """A declared fact; unknown where nobody gave it."""

    fact: Fact


@attrs.frozen
class AgeOf:
    """Full years (as hundredths) on the record's date, from a person's date fact."""

    born: Fact


@attrs.frozen
class RecordDay:
    """The record's date (日期)."""


@attrs.frozen
class Literal:
    """A value as written."""

    value: FactValue


@attrs.frozen
class RawPoints:
    """The record's raw points (分值), as hundredths; in a requirement only."""


Operand: TypeAlias = FactOf | AgeOf | RecordDay | RawPoints | Literal


class Order(enum.Enum):
    """Comparisons; both sides have one type. Levels and yes/no have only the first two."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@attrs.frozen
class Compare:
    """A comparison; unknown if either side is. `span` is the text it was written as."""

    left: Operand
    order: Order
    right: Operand
    span: Span


@attrs.frozen
class IsOneOf:
    """Whether a level fact is one of some levels; unknown if the fact is."""

    fact: Fact
    levels: tuple[str, ...]
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


# A bare yes/no fact is `Compare(FactOf(fact), EQUAL, Literal(True))`.
Condition: TypeAlias = Compare | IsOneOf | Not | And | Or

# --- limits --------------------------------------------------------------------------------------


class Scope(enum.Enum):
    """What a limit counts over, in the order in which limits take."""

    ITEM = "item"
    GROUP = "group"
    CATEGORY = "category"
    POLICY = "policy"


class LimitKind(enum.Enum):
    POINTS = "points"
    TIMES = "times"


@attrs.frozen
class Limit:
    """At most `amount` (hundredths of points, or whole times) per `subject` and `period`.

    `name` is what `scope` is about (empty for the policy). A limit that named no subject has the
    account's. `once_per_period` marks the one time that a value like `4 points/month` allows.
    `when`: it cuts only where the condition is not known to be false; it counts everybody always.
    """

    scope: Scope
    name: str
    kind: LimitKind
    amount: int
    subject: Subject
    period: Period
    span: Span
    once_per_period: bool = False
    when: Condition | None = None

    @property
    def key(self) -> tuple[Scope, str, LimitKind, Subject, Period]:
        """What its counter is known by, from one version of a policy to the next."""
        return self.scope, self.name, self.kind, self.subject, self.period

    @property
    def label(self) -> str:
        """Its name in postings, the same whatever keyword language it was written in."""
        if self.once_per_period:
            return f"once per {self.period.value} ({self.name})"
        amount = (
            _plain_hundredths(self.amount) if self.kind is LimitKind.POINTS else str(self.amount)
        )
        kind = self.kind.value.removesuffix("s") if amount == "1" else self.kind.value
        about = f" ({self.name})" if self.name else ""
        return f"cap {amount} {kind} per {self.subject.value} {_each(self.period)}{about}"


def _each(period: Period) -> str:
    return "ever" if period is Period.EVER else f"per {period.value}"


def _plain_hundredths(amount: Hundredths) -> str:
    whole, decimals = divmod(amount, 100)
    return f"{whole}.{decimals:02d}".rstrip("0").rstrip(".") if decimals else str(whole)


@attrs.frozen
class Floor:
    """A deduction stops at `points`: of a category, or (`category` empty) of the standing.

    `period` is what is summed: for the standing the evaluation period unless said otherwise.
    `with_base`: the category's base is in its sum; in that of the standing base always is.
    `is_alone`: no other floor stands in the same place.
    """

    points: Hundredths
    period: Period
    category: str
    span: Span
    with_base: bool = False
    is_alone: bool = True

    @property
    def label(self) -> str:
        """Its name in postings; where it is not alone it says which of them it is."""
        which = "" if self.is_alone else f" {self._amount} {_each(self.period)}"
        about = f" ({self.category})" if self.category else ""
        return f"floor{which}{about}"

    @property
    def _amount(self) -> str:
        kind = "point" if self.points == 1_00 else "points"
        return f"{_plain_hundredths(self.points)} {kind}"


# --- values --------------------------------------------------------------------------------------


@attrs.frozen
class Unit:
    """A unit of quantities. Known units have their English word in `name`; others are as written.

    `is_times`: the quantity is a number of times (次, 人次), whole, 1 where none is given.
    """

    name: str
    is_times: bool = False


@attrs.frozen
class PerUnit:
    """`points` for each `size` (hundredths) of the unit. Fixed per time where the unit is times."""

    points: Hundredths
    size: Hundredths
    unit: Unit


@attrs.frozen
class PerBlock:
    """`points` for each whole `size` of the unit; the rest is lost.

    Where it is `carried`, the quantities of a period are added up and the whole blocks of the sum
    count: a record is worth the blocks that it completes.
    """

    points: Hundredths
    size: Hundredths
    unit: Unit
    carried: Period | None = None


@attrs.frozen
class PerPeriod:
    """A state: `points` once per period; that one time stands first in the item's limits."""

    points: Hundredths
    period: Period


class Judges(enum.Enum):
    """How the points of several judges become one: their mean, or the one in the middle."""

    MEAN = "mean"
    MEAN_WITHOUT_EXTREMES = "mean without extremes"
    MEDIAN = "median"


@attrs.frozen
class Judged:
    """The record carries the points, from `low` to `high`, both ends included.

    `judges` None: one number; else one from each of those who judge.
    """

    low: Hundredths
    high: Hundredths
    judges: Judges | None = None


@attrs.frozen
class ByLevel:
    """The row of the fact's level; every level has one. A yes/no fact has `yes` and `no`.

    `rest`: the levels that share the row `otherwise`.
    """

    fact: Fact
    points: Mapping[str, Hundredths]
    rest: frozenset[str] = frozenset()


@attrs.frozen
class ByBand:
    """The first row from the top whose threshold the number reaches, else `otherwise`."""

    measure: FactOf | AgeOf
    rows: tuple[tuple[Hundredths, Hundredths], ...]  # (threshold, points), thresholds falling
    otherwise: Hundredths


@attrs.frozen
class ByCount:
    """By how many counted records of the item the account has in the period, this one included."""

    period: Period
    tiers: tuple[tuple[int, Hundredths], ...]  # (up to and including this many, points), rising
    afterwards: Hundredths


Value: TypeAlias = PerUnit | PerBlock | PerPeriod | Judged | ByLevel | ByBand | ByCount


@attrs.frozen
class Factor:
    """`times` hundredths (150 is one and a half) while the condition holds."""

    times: Hundredths
    when: Condition
    span: Span


class Sign(enum.Enum):
    AWARD = "award"
    DEDUCT = "deduct"


@attrs.frozen
class Highest:
    """Highest only: per event of the records (`period` None), or per period.

    `name` is the item's or, where its group says it, the group's: records are compared under it.
    """

    period: Period | None
    name: str
    span: Span


@attrs.frozen
class Requirement:
    """A yes/no fact of the record that must be yes before it counts; `when` None: always."""

    fact: Fact
    when: Condition | None
    span: Span


@attrs.frozen
class Item:
    """What a record can be about. `limits` are all that meet its records, in the order in which

    they take: item, group, category, policy; inside one, person before household, then the shorter
    period, then as written. A deduction meets only its own item's.
    """

    name: str
    other_name: str
    category: str
    sign: Sign
    value: Value
    limits: tuple[Limit, ...]
    span: Span
    when: Condition | None = None
    first_day: date | None = None
    last_day: date | None = None
    factors: tuple[Factor, ...] = ()
    highest: Highest | None = None
    floors: tuple[Floor, ...] = ()  # of a deduction: the category's, then the standing's
    group: str = ""
    requires: tuple[Requirement, ...] = ()
    most_each: Hundredths | None = None  # no record of an item that a village added credits more
    points_limits: tuple[Limit, ...] = attrs.field(init=False, eq=False, repr=False)
    times_limits: tuple[Limit, ...] = attrs.field(init=False, eq=False, repr=False)

    @points_limits.default
    def _points_limits(self) -> tuple[Limit, ...]:
        return tuple(limit for limit in self.limits if limit.kind is LimitKind.POINTS)

    @times_limits.default
    def _times_limits(self) -> tuple[Limit, ...]:
        return tuple(limit for limit in self.limits if limit.kind is LimitKind.TIMES)

    @property
    def unit(self) -> Unit | None:
        """The unit of a quantity; None where the value takes none."""
        return self.value.unit if isinstance(self.value, PerUnit | PerBlock) else None

    @property
    def needs_event(self) -> bool:
        return self.highest is not None and self.highest.period is None


@attrs.frozen
class Category:
    """A part of the policy with its items, in the order written."""

    name: str
    other_name: str
    items: tuple[Item, ...]
    limits: tuple[Limit, ...]
    floors: tuple[Floor, ...]
    bases: "tuple[Base, ...]"
    span: Span
    matches: "tuple[Match, ...]" = ()  # not empty: its points are gifts
    open_at_most: Hundredths | None = None  # a village may add awards of at most so much each


@attrs.frozen
class Match:
    """`points` of a category of gifts may be redeemed for each `earned` points outside it.

    Of several the largest share whose condition holds, alone, as with factors.
    """

    points: Hundredths
    earned: Hundredths
    when: Condition | None
    span: Span


# --- groups, bonuses, sanctions, honours ---------------------------------------------------------


@attrs.frozen
class Group:
    """Items of one or several categories that share limits or a highest-only."""

    name: str
    other_name: str
    limits: tuple[Limit, ...]
    highest: Highest | None
    span: Span


class Measure(enum.Enum):
    """What of an item's counted records is added up until a mark is reached."""

    TIMES = "times"  # whole times
    QUANTITY = "quantity"  # hundredths of its unit
    POINTS = "points"  # hundredths of credited points


@attrs.frozen
class Reaches:
    """Once a period, at the record with which the sum in the period reaches `amount`."""

    measure: Measure
    amount: int
    period: Period


@attrs.frozen
class Within:
    """At the record with which the sum of the `months` that end on its day reaches `amount`;

    what was summed up to then counts no more, so that the next comes with as many again.
    """

    measure: Measure
    amount: int
    months: int


@attrs.frozen
class Runs:
    """At the first counted record of the `count`-th period in a row; then the run starts again."""

    count: int
    period: Period


Mark: TypeAlias = Reaches | Within | Runs


@attrs.frozen
class Bonus:
    """An award of `points` when an item's counted records reach a mark. Only points limits meet it.

    `limits`: its own, then its category's, then the policy's, ordered as an item's are. With `sign`
    DEDUCT it is a deduction: it meets its own limits only, and then `floors`.
    """

    name: str
    other_name: str
    category: str
    points: Hundredths
    item: str
    mark: Mark
    limits: tuple[Limit, ...]
    span: Span
    sign: Sign = Sign.AWARD
    floors: tuple[Floor, ...] = ()


class Right(enum.Enum):
    """What a bar takes away."""

    REDEEM = "redeem"
    HONOUR = "honour"


@attrs.frozen
class Clear:
    """Posts away what stands above zero in the record's `period` (EVER: everything)."""

    period: Period


@attrs.frozen
class Bar:
    """From the record on an account loses `rights` up to the end of the last of its terms.

    `period` None: so many `months` from the record's day; else to the end of the period that is
    `periods_later` after the record's (0: the record's own; EVER: for ever).
    """

    rights: frozenset[Right]
    period: Period | None
    periods_later: int
    months: int


@attrs.frozen
class Counted:
    """Records of `item` that reach a mark."""

    item: str
    mark: Mark


@attrs.frozen
class Act:
    """A deed that clears points or bars an account; its records carry no quantity and no points.

    A bar that is `counted` has no records of its own: those of an item bring it.
    """

    name: str
    other_name: str
    effect: Clear | Bar
    span: Span
    when: Condition | None = None
    first_day: date | None = None
    last_day: date | None = None
    counted: Counted | None = None


@attrs.frozen
class Honour:
    """The first `places` (or hundredths of a percent of the accounts) of a period's ranking.

    `category` empty: by the total. `per_class`: ranked apart by a level or yes/no fact. `per_head`:
    by the points for each of the household's people.
    """

    name: str
    other_name: str
    places: int
    share: bool
    category: str
    period: Period
    when: Condition | None
    per_class: Fact | None
    span: Span
    per_head: bool = False


@attrs.frozen
class Grade:
    """From `points` of standing up; `per_head`: for each of the household's people."""

    name: str
    other_name: str
    points: Hundredths
    span: Span
    per_head: bool = False


@attrs.frozen
class Suspension:
    """Redeeming stops when standing falls below `below`, until it is `resume` or more."""

    below: Hundredths
    resume: Hundredths
    span: Span


@attrs.frozen
class Budget:
    """At most so much money in a period of all accounts of a village; it warns, never cuts."""

    fen: Fen
    period: Period
    span: Span


@attrs.frozen
class Adjustable:
    """What a village may set: `name` (an item's, or `rate`, `minimum`, `base`), from low to high.

    In hundredths of points; of the rate in fen.
    """

    name: str
    low: int
    high: int
    span: Span


# --- the policy ----------------------------------------------------------------------------------


@attrs.frozen
class Base:
    """Posted in full once a period (`EVER`: once) to every account in the register and eligible."""

    points: Hundredths
    period: Period
    redeemable: bool
    category: str  # empty: of the policy
    span: Span


@attrs.frozen
class Rate:
    """`points` are worth `fen`."""

    points: Hundredths
    fen: Fen


@attrs.frozen
class Expiry:
    """What happens at each period's end, `grace_days` later: `kept_percent` hundredths of a percent

    of what is redeemable stay (0 under `expire`); `wipes_shortfall` under `expire` only.
    """

    period: Period
    kept_percent: Hundredths
    grace_days: int
    wipes_shortfall: bool
    span: Span


@attrs.frozen
class Goods:
    """What points buy. `points` for one piece; `price` in fen and `stock` where said."""

    name: str
    other_name: str
    points: Hundredths
    price: Fen | None
    stock: int | None
    limits: tuple[tuple[int, Subject, Period], ...]  # (pieces, per whom, period)
    span: Span


# --- tests ---------------------------------------------------------------------------------------


class Selector(enum.Enum):
    """What a test expects something of."""

    STANDING = "standing"
    PERIOD = "period"
    PART = "part"  # an item, a bonus or a category
    RECORD = "record"  # of a row of a table: all that the record brought
    SPENDABLE = "spendable"
    BALANCE = "balance"
    YUAN = "yuan"
    GRADE = "grade"
    HONOUR = "honour"
    OUTCOME = "outcome"


@attrs.frozen
class Expectation:
    """`account` has `points` (with YUAN, fen). With PERIOD: what (`period`, index) added to

    standing; with PART: what `part` added (in the period too, where one is given). With GRADE and
    HONOUR `part` is its name (an empty grade: none), and an honour is given only if `holds`. With
    OUTCOME: what became of `record`, or of the last record of the item `part` (in the period).
    """

    account: str
    selector: Selector
    points: int
    part: str
    period: tuple[Period, int] | None
    span: Span
    outcome: RecordOutcome | None = None
    record: RecordId | None = None
    holds: bool = True


@attrs.frozen
class Test:
    """A test in a policy: what is in the register, what happened, what should come of it.

    `until`: its last day, where one is said.
    """

    name: str
    households: tuple[HouseholdRow, ...]
    people: tuple[PersonRow, ...]
    records: tuple[Record, ...]
    expectations: tuple[Expectation, ...]
    span: Span
    until: date | None = None


@attrs.frozen
class Policy:
    """A whole policy. `source` is its text; spans of every part are places in it.

    `last_day` None: for ever. `rate` None: points are worth no money. `expiry` None: all stays.
    `items` finds an item by either of its names.
    """

    source: Source
    sha256: str
    language: str  # "zh" or "en": the keywords it opens with
    name: str
    other_name: str
    first_day: date
    last_day: date | None
    account: Subject
    eligible: Condition | None
    round_to: Hundredths
    settle: Period
    evaluate: Period
    rate: Rate | None
    minimum: Hundredths
    expiry: Expiry | None
    limits: tuple[Limit, ...]
    floors: tuple[Floor, ...]
    bases: tuple[Base, ...]  # the policy's and the categories', in the order written
    facts: tuple[Fact, ...]
    categories: tuple[Category, ...]
    goods: tuple[Goods, ...]
    tests: tuple[Test, ...]
    groups: tuple[Group, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    acts: tuple[Act, ...] = ()
    honours: tuple[Honour, ...] = ()
    grades: tuple[Grade, ...] = ()  # from the highest down
    suspension: Suspension | None = None
    budgets: tuple[Budget, ...] = ()
    adjustable: tuple[Adjustable, ...] = ()
    items: Mapping[str, Item] = attrs.field(init=False, eq=False, repr=False)

    @items.default
    def _items_by_name(self) -> Mapping[str, Item]:
        return {
            name: item
            for category in self.categories
            for item in category.items
            for name in (item.name, item.other_name)
            if name
        }

    acts_by_name: Mapping[str, Act] = attrs.field(init=False, eq=False, repr=False)

    @acts_by_name.default
    def _acts_by_name(self) -> Mapping[str, Act]:
        return {
            name: act
            for act in self.acts
            if act.counted is None
            for name in (act.name, act.other_name)
            if name
        }

    @property
    def per_head(self) -> bool:
        """Whether an honour or a grade asks how many people a household has."""
        return any(one.per_head for one in self.honours) or any(one.per_head for one in self.grades)

    def in_force(self, day: date) -> bool:
        """Whether the day lies inside its own dates."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@attrs.frozen
class Version:
    """A policy and the first day on which it is used; it stays in use until the next one's."""

    first_day: date
    policy: Policy


@attrs.frozen
class Timeline:
    """The versions of a village's policy, by first day. Never empty."""

    versions: tuple[Version, ...]

    def __attrs_post_init__(self) -> None:
        days = [version.first_day for version in self.versions]
        assert days and days == sorted(set(days)), days

    def version_on(self, day: date) -> Version | None:
        """The version in use on a day, even if its policy has ended; None before the first."""
        found = None
        for version in self.versions:
            if version.first_day > day:
                break
            found = version
        return found

    def policy_on(self, day: date) -> Policy | None:
        """The policy in force on a day, or None."""
        version = self.version_on(day)
        return version.policy if version is not None and version.policy.in_force(day) else None

    @property
    def first_day(self) -> date:
        """The policy's first day: the first version's."""
        return self.versions[0].first_day

    @property
    def last(self) -> Policy:
        """The newest version's policy."""
        return self.versions[-1].policy


def alone(policy: Policy) -> Timeline:
    """A policy on its own, in use from its first day."""
    return Timeline((Version(policy.first_day, policy),))
