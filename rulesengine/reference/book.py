"""The open passbook of one account: its lines so far, and every counter that later lines look at.

The one thing in `reference` with state: it lives inside one fold and is changed only by `writing`.
Counters are known by names, not by versions of the policy; what keeps its name keeps its counter:

    used       what limits have counted: see `sheets.Meter`
    counted    counted records of an item by count, by item, kind of period, its index
    highest    by item or group, and the event or the period
    carried    what was done in a period, by an item whose blocks are carried: its unit, the period
    sums       what floors and clears look at: category (or the standing), kind of period, its index
    tallies, given, runs, windows    of marks: see `marks`
    lots       what may be redeemed, by category, where gifts are matched: see `matching`
"""

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.passbook import Barred, Cleared, Result
from rulesengine.core.posting import Account, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import Member
from rulesengine.language import checked
from rulesengine.reference.sheets import Meter, Sheets, UseKey, base_of
from rulesengine.reference.watching import Watch

CountKey: TypeAlias = tuple[str, Period, int]
HighestKey: TypeAlias = tuple[str, Period | None, int | str]
SumKey: TypeAlias = tuple[str, Period, int]
TallyKey: TypeAlias = tuple[str, str, checked.Measure, Period, int]  # bonus, item, what, period
BonusKey: TypeAlias = tuple[str, Period, int]
RunKey: TypeAlias = tuple[str, str, Period]

CarryKey: TypeAlias = tuple[str, str, Period, int]  # item, unit, period
WindowKey: TypeAlias = tuple[str, str, checked.Measure, int]  # what is marked, item, what, months

STANDING = ""  # the standing, among the names of categories


@attrs.frozen
class Amount:
    """A line of standing that is in the sums; `base` of its points are base not redeemable.

    `category` is empty for base, which is in no sum of a category but that of its own base:
    `base_of`.
    """

    day: date
    category: str
    points: Hundredths
    base: Hundredths = 0
    base_of: str = ""


@attrs.frozen
class Lot:
    """Points that may be redeemed, of a category (empty: base of the policy)."""

    day: date
    category: str
    points: Hundredths


@attrs.define
class Window:
    """What is counted towards a mark in a window of days, the latest last, with its total."""

    amounts: deque[tuple[date, int]] = attrs.field(factory=deque)
    total: int = 0

    def add(self, day: date, amount: int) -> None:
        self.amounts.append((day, amount))
        self.total += amount

    def move_to(self, first: date) -> None:
        """Let go what lies before the first day of the window."""
        while self.amounts and self.amounts[0][0] < first:
            self.total -= self.amounts.popleft()[1]


@attrs.frozen
class Run:
    """Periods in a row with a counted record: the index of the latest, and how many."""

    last: int
    length: int

    def extended(self, index: int) -> "Run":
        """The run when a record is counted in a period."""
        if index == self.last:
            return self
        return Run(index, self.length + 1 if index == self.last + 1 else 1)


@attrs.frozen
class Pending:
    """What was redeemable at a period's end, and all that had expired by then."""

    redeemable: Hundredths
    expired: Hundredths

    def left(self, expired: Hundredths) -> Hundredths:
        """What of it is left when so much has expired in all.

        Of whichever period that was: where a later period's points went first, these are gone with
        them. It is never more than there was, and its sign never turns.
        """
        least, most = min(0, self.redeemable), max(0, self.redeemable)
        return max(least, min(most, self.redeemable + expired - self.expired))


@attrs.define(eq=False)
class Book:
    """See the module. `redeemable` and `expired` are running sums of hundredths.

    `amounts` are what makes up the sums, in order of day, kept where an act of the timeline clears;
    `watch` has the figures so far where the timeline is watched.
    """

    sheets: Sheets
    account: Account
    member: Member | None
    postings: list[Posting] = attrs.field(factory=list)
    results: list[Result] = attrs.field(factory=list)
    redeemable: Hundredths = 0
    expired: Hundredths = 0
    at_period_end: dict[tuple[Period, date], Pending] = attrs.field(factory=dict)
    used: dict[UseKey, int] = attrs.field(factory=dict)
    counted: dict[CountKey, int] = attrs.field(factory=dict)
    highest: dict[HighestKey, Hundredths] = attrs.field(factory=dict)
    sums: dict[SumKey, Hundredths] = attrs.field(factory=dict)
    tallies: dict[TallyKey, int] = attrs.field(factory=dict)
    given: set[BonusKey] = attrs.field(factory=set)
    runs: dict[RunKey, Run] = attrs.field(factory=dict)
    windows: dict[WindowKey, Window] = attrs.field(factory=dict)
    carried: dict[CarryKey, Hundredths] = attrs.field(factory=dict)
    lots: list[Lot] = attrs.field(factory=list)
    amounts: list[Amount] = attrs.field(factory=list)
    watch: Watch = attrs.field(factory=Watch)
    clears: list[Cleared] = attrs.field(factory=list)
    bars: list[Barred] = attrs.field(factory=list)

    @property
    def timeline(self) -> checked.Timeline:
        return self.sheets.timeline

    def left(self, meter: Meter, record: Record) -> int:
        """What a limit leaves a record; nothing where it is already past its mark."""
        return max(0, meter.limit.amount - self.used.get(meter.key(record), 0))

    def sum_under(self, floor: checked.Floor, day: date) -> Hundredths:
        """What a floor looks at: the sum in its period of the category, or of the standing."""
        index = period_index(floor.period, day)
        total = self.sums.get((floor.category, floor.period, index), 0)
        if floor.with_base:
            total += self.sums.get((base_of(floor.category), floor.period, index), 0)
        return total

    def amounts_between(self, first: date, last: date) -> Iterator[Amount]:
        """The amounts of some days up to now, the latest first."""
        for amount in reversed(self.amounts):
            if amount.day < first:
                return
            if amount.day <= last:
                yield amount

    def number(self, item: checked.Item, record: Record) -> int:
        """Which counted record of its period this would be, from 1; 1 where nothing is by count."""
        key = count_key(item, record)
        return 1 if key is None else 1 + self.counted.get(key, 0)

    def before(self, item: checked.Item, record: Record) -> Hundredths:
        """What was done before in the period, where what is left of a block is carried."""
        key = carry_key(item, record)
        return 0 if key is None else self.carried.get(key, 0)

    def mark(self, item: checked.Item, record: Record) -> Hundredths:
        """The highest raw points among the counted records of the key; 0 where there are none."""
        key = highest_key(item, record)
        return 0 if key is None else self.highest.get(key, 0)


def count_key(item: checked.Item, record: Record) -> CountKey | None:
    """Where a value by count counts its records; None for every other value."""
    if not isinstance(item.value, checked.ByCount):
        return None
    period = item.value.period
    return item.name, period, period_index(period, record.day)


def carry_key(item: checked.Item, record: Record) -> CarryKey | None:
    """Where the quantities of carried blocks are added up; None for every other value."""
    value = item.value
    if not isinstance(value, checked.PerBlock) or value.carried is None:
        return None
    period = value.carried
    return item.name, value.unit.name, period, period_index(period, record.day)


def highest_key(item: checked.Item, record: Record) -> HighestKey | None:
    """Among which records only the highest is worth anything; None where all are."""
    if item.highest is None:
        return None
    period = item.highest.period
    if period is None:
        return item.highest.name, None, record.event
    return item.highest.name, period, period_index(period, record.day)
