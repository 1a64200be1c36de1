"""How much room limits leave a next record: a quick count that a witness is looked for with.

It decides nothing: what a record earns is what scoring says. Here only the awards' limits are kept.
"""

from collections import defaultdict
from datetime import date
from typing import TypeAlias

from rulesengine.core.calendar import period_index
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import MOST_UNITS, Hundredths
from rulesengine.language import checked
from rulesengine.study.bound import Frame

_Counter: TypeAlias = tuple[object, ...]
_UNITS_WITHOUT_LIMIT = 100  # one unit, where nothing bounds an item


class Room:
    """Counters of one account. Not for reading: `take` counts."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._used: defaultdict[_Counter, int] = defaultdict(int)

    def take(
        self, item: checked.Item, day: date, person: str, raw: Hundredths
    ) -> Hundredths | None:
        """Count a record whose unit is worth `raw`: its quantity (0: none); None: no room."""
        times = [limit for limit in item.limits if limit.kind is checked.LimitKind.TIMES]
        if any(self._left(limit, day, person) < 1 for limit in times):
            return None
        if isinstance(item.value, checked.ByCount):
            raw = self._by_count(item, day, raw)
        left = [
            self._left(limit, day, person)
            for limit in item.limits
            if limit.kind is checked.LimitKind.POINTS
        ]
        room = min(left, default=None)
        above = raw - self._highest(item, day)
        if above <= 0 or room == 0 or (room is None and not times and self._seen(item, day)):
            return None
        quantity = self._quantity(item, raw, room)
        points = above if quantity is None else raw * quantity // self._unit(item)
        self._charge(item, day, person, points if room is None else min(points, room), raw)
        return quantity or 0

    def _left(self, limit: checked.Limit, day: date, person: str) -> int:
        return limit.amount - self._used[_counter(limit, day, person)]

    def _charge(
        self, item: checked.Item, day: date, person: str, points: Hundredths, raw: Hundredths
    ) -> None:
        for limit in item.limits:
            more = 1 if limit.kind is checked.LimitKind.TIMES else points
            self._used[_counter(limit, day, person)] += more
        self._used["seen", item.name, day] += 1
        if isinstance(item.value, checked.ByCount):
            self._used["count", item.name, period_index(item.value.period, day)] += 1
        if item.highest is not None and item.highest.period is not None:
            key = "highest", item.highest.name, period_index(item.highest.period, day)
            self._used[key] = max(self._used[key], raw)

    def _seen(self, item: checked.Item, day: date) -> bool:
        """One record a day of what nothing bounds is enough to show it."""
        return self._used["seen", item.name, day] > 0

    def _highest(self, item: checked.Item, day: date) -> Hundredths:
        if item.highest is None or item.highest.period is None:
            return 0
        return self._used["highest", item.highest.name, period_index(item.highest.period, day)]

    def _by_count(self, item: checked.Item, day: date, first: Hundredths) -> Hundredths:
        """The first tier's raw points, changed to those of the tier that it comes to."""
        value = item.value
        assert isinstance(value, checked.ByCount), item
        number = self._used["count", item.name, period_index(value.period, day)] + 1
        points = next(
            (points for up_to, points in value.tiers if number <= up_to), value.afterwards
        )
        begins = value.tiers[0][1]
        return first * points // begins if begins else points

    def _unit(self, item: checked.Item) -> Hundredths:
        value = item.value
        if isinstance(value, checked.PerUnit | checked.PerBlock):
            return 100 if value.unit.is_times else value.size
        return 100

    def _quantity(
        self, item: checked.Item, raw: Hundredths, room: Hundredths | None
    ) -> Hundredths | None:
        """So many units as fill the room; None for what takes no quantity."""
        value = item.value
        if not isinstance(value, checked.PerUnit | checked.PerBlock):
            return None
        if value.unit.is_times or room is None or item.highest is not None:
            return self._unit(item)
        units = -(-room // raw)
        return min(units * value.size, MOST_UNITS // value.size * value.size)


def _counter(limit: checked.Limit, day: date, person: str) -> _Counter:
    who = person if limit.subject is Subject.PERSON else ""
    return (*limit.key, who, period_index(limit.period, day))
