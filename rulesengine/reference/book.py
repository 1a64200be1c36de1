"""The open passbook of one account: its lines so far, and every counter that later lines look at.

The one thing in `reference` with state: it lives inside one fold and is changed only by `writing`.
Counters are known by names, not by versions of the policy; what keeps its name keeps its counter:

    used       what limits have counted: see `sheets.Meter`
    counted    counted records of an item by count, by item, kind of period, its index
    highest    by item, and the event or the period
    sums       what floors look at: category (or the standing), kind of period, its index
"""

from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.passbook import Result
from rulesengine.core.posting import Account, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import Member
from rulesengine.language import checked
from rulesengine.reference.sheets import Meter, Sheets, UseKey

CountKey: TypeAlias = tuple[str, Period, int]
HighestKey: TypeAlias = tuple[str, Period | None, int | str]
SumKey: TypeAlias = tuple[str, Period, int]

STANDING = ""  # the standing, among the names of categories


@attrs.define(eq=False)
class Book:
    """See the module. `redeemable` and `expired` are running sums of hundredths."""

    sheets: Sheets
    account: Account
    member: Member | None
    postings: list[Posting] = attrs.field(factory=list)
    results: list[Result] = attrs.field(factory=list)
    redeemable: Hundredths = 0
    expired: Hundredths = 0
    at_period_end: dict[tuple[Period, date], Hundredths] = attrs.field(factory=dict)
    used: dict[UseKey, int] = attrs.field(factory=dict)
    counted: dict[CountKey, int] = attrs.field(factory=dict)
    highest: dict[HighestKey, Hundredths] = attrs.field(factory=dict)
    sums: dict[SumKey, Hundredths] = attrs.field(factory=dict)

    @property
    def timeline(self) -> checked.Timeline:
        return self.sheets.timeline

    def left(self, meter: Meter, record: Record) -> int:
        """What a limit leaves a record; nothing where it is already past its mark."""
        return max(0, meter.limit.amount - self.used.get(meter.key(record), 0))

    def sum_under(self, floor: checked.Floor, day: date) -> Hundredths:
        """What a floor looks at: the sum in its period of the category, or of the standing."""
        key = (floor.category, floor.period, period_index(floor.period, day))
        return self.sums.get(key, 0)

    def number(self, item: checked.Item, record: Record) -> int:
        """Which counted record of its period this would be, from 1; 1 where nothing is by count."""
        key = count_key(item, record)
        return 1 if key is None else 1 + self.counted.get(key, 0)

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


def highest_key(item: checked.Item, record: Record) -> HighestKey | None:
    """Among which records only the highest is worth anything; None where all are."""
    if item.highest is None:
        return None
    period = item.highest.period
    if period is None:
        return item.name, None, record.event
    return item.name, period, period_index(period, record.day)
