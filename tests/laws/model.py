"""A policy as the laws think of it: small values, apart from every class of the package.

Amounts are whole hundredths. `printing` writes one as text, `oracle` says what it gives.
"""

import enum
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject


@attrs.frozen
class Fact:
    subject: Subject
    name: str
    type: FactType
    levels: tuple[str, ...] = ()


# --- conditions ----------------------------------------------------------------------------------


@attrs.frozen
class FactOf:
    fact: Fact


@attrs.frozen
class AgeOf:
    """人.周岁, from the fact 人.出生."""

    born: Fact


@attrs.frozen
class Today:
    """日期."""


Measure: TypeAlias = FactOf | AgeOf | Today


@attrs.frozen
class IsYes:
    """A yes/no fact standing alone."""

    fact: Fact


@attrs.frozen
class Compare:
    """`sign` is one of = != < <= > >=."""

    left: Measure
    sign: str
    right: bool | int | date | str


@attrs.frozen
class IsIn:
    fact: Fact
    levels: tuple[str, ...]
    negated: bool


@attrs.frozen
class Not:
    inner: "Condition"


@attrs.frozen
class And:
    parts: "tuple[Condition, ...]"


@attrs.frozen
class Or:
    parts: "tuple[Condition, ...]"


Condition: TypeAlias = IsYes | Compare | IsIn | Not | And | Or

# --- values and limits ---------------------------------------------------------------------------


@attrs.frozen
class Unit:
    zh: str
    en: str
    is_times: bool = False
    en_plural: str = ""


@attrs.frozen
class PerUnit:
    points: int
    size: int
    unit: Unit


@attrs.frozen
class PerBlock:
    """`carried`: the period in which what is left of a block is added up."""

    points: int
    size: int
    unit: Unit
    carried: Period | None = None


@attrs.frozen
class PerPeriod:
    points: int
    period: Period


@attrs.frozen
class Judged:
    """`judges`: "mean", "mean without extremes" or "median" of several; "" where one judges."""

    low: int
    high: int
    judges: str = ""


@attrs.frozen
class ByLevel:
    """`otherwise` None: every level has a row of its own."""

    fact: Fact
    rows: tuple[tuple[str, int], ...]
    otherwise: int | None


@attrs.frozen
class ByBand:
    measure: FactOf | AgeOf
    rows: tuple[tuple[int, int], ...]
    otherwise: int


@attrs.frozen
class ByCount:
    """`tiers`: (up to this many, points), rising."""

    period: Period
    tiers: tuple[tuple[int, int], ...]
    afterwards: int


Value: TypeAlias = PerUnit | PerBlock | PerPeriod | Judged | ByLevel | ByBand | ByCount


class Counts(enum.Enum):
    POINTS = "points"
    TIMES = "times"


@attrs.frozen
class Cap:
    """`amount`: hundredths of points, or whole times. `subject` None: not said."""

    amount: int
    counts: Counts
    subject: Subject | None
    period: Period
    when: Condition | None = None


@attrs.frozen
class Factor:
    times: int
    when: Condition


@attrs.frozen
class Item:
    name: str
    deducts: bool
    value: Value
    caps: tuple[Cap, ...] = ()
    when: Condition | None = None
    first_day: date | None = None
    last_day: date | None = None
    factors: tuple[Factor, ...] = ()
    highest: Period | str | None = None  # "event", a period, or not at all
    other_name: str = ""


@attrs.frozen
class Reaches:
    """`time`: a period, or so many months that end on the record's day."""

    counts: Counts
    amount: int
    time: Period | int


@attrs.frozen
class Bonus:
    """`deducts`: it takes points, and counts an item that does."""

    name: str
    deducts: bool
    points: int
    item: str
    mark: Reaches
    caps: tuple[Cap, ...] = ()


@attrs.frozen
class Match:
    """So many points of a category of gifts for so many earned elsewhere."""

    points: int
    earned: int
    when: Condition | None


@attrs.frozen
class Floor:
    """`with_base`: of a category, with its base."""

    points: int
    period: Period | None
    with_base: bool = False


@attrs.frozen
class Base:
    """`period` EVER is 一次."""

    points: int
    period: Period
    redeemable: bool


@attrs.frozen
class Category:
    name: str
    items: tuple[Item, ...]
    caps: tuple[Cap, ...] = ()
    floor: Floor | None = None
    bases: tuple[Base, ...] = ()
    other_name: str = ""
    bonuses: tuple[Bonus, ...] = ()
    matches: tuple[Match, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """What gives or takes points in it, base apart."""
        return frozenset(one.name for one in (*self.items, *self.bonuses))


@attrs.frozen
class Expiry:
    """`kept_percent` whole percent; None is 清零."""

    period: Period
    kept_percent: int | None
    grace_days: int


@attrs.frozen
class Goods:
    name: str
    points: int


@attrs.frozen
class Policy:
    name: str
    first_day: date
    last_day: date | None
    account: Subject
    categories: tuple[Category, ...]
    facts: tuple[Fact, ...] = ()
    eligible: Condition | None = None
    round_to: int = 1
    rate: tuple[int, int] | None = None  # (hundredths of points, fen)
    settle: Period = Period.QUARTER
    evaluate: Period = Period.YEAR
    bases: tuple[Base, ...] = ()
    floor: Floor | None = None
    caps: tuple[Cap, ...] = ()
    minimum: int = 0
    expiry: Expiry | None = None
    goods: tuple[Goods, ...] = ()

    @property
    def bonuses(self) -> tuple[Bonus, ...]:
        return tuple(bonus for category in self.categories for bonus in category.bonuses)

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for category in self.categories for item in category.items)
