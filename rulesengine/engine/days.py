"""The calendar as a table, so that the kernel divides no day: a row for each day of a run.

A row holds the index of the day's period of each kind, where those periods begin, the version in
use and the one in force. Row 0 is for all days before the first. Also the ends of periods after
which points expire, in the order of their days.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.engine import layout
from rulesengine.language import checked

Whole: TypeAlias = NDArray[np.int64]
Days: TypeAlias = NDArray[np.int32]

MOST_DAYS = 150_000  # of one run: four hundred years

PERIODS = {
    Period.DAY: layout.DAY,
    Period.WEEK: layout.WEEK,
    Period.MONTH: layout.MONTH,
    Period.QUARTER: layout.QUARTER,
    Period.HALF_YEAR: layout.HALF_YEAR,
    Period.YEAR: layout.YEAR,
    Period.EVER: layout.EVER,
}
_MONTHS = {layout.MONTH: 1, layout.QUARTER: 3, layout.HALF_YEAR: 6, layout.YEAR: 12}
_UNIX = date(1970, 1, 1).toordinal()


def calendar_table(timeline: checked.Timeline, last: date) -> NDArray[np.int32]:
    """The calendar from the timeline's first day to `last`; that day itself is always in it."""
    first = timeline.first_day.toordinal()
    days = np.arange(first, max(first, last.toordinal()) + 1, dtype=np.int64)
    table = np.zeros((len(days) + 1, layout.CALENDAR_COLUMNS), np.int32)
    table[0, layout.IN_FORCE] = -1
    rows = table[1:]
    dates = (days - _UNIX).astype("datetime64[D]")
    months = dates.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    rows[:, layout.DAY] = days
    rows[:, layout.WEEK] = (days - 1) // 7
    rows[:, layout.BEGINS + layout.WEEK] = days - (days - 1) % 7
    for kind, length in _MONTHS.items():
        rows[:, kind] = months // length
        begins = (months // length * length - 1970 * 12).astype("datetime64[M]")
        rows[:, layout.BEGINS + kind] = begins.astype("datetime64[D]").astype(np.int64) + _UNIX
    day_of_month = days - rows[:, layout.BEGINS + layout.MONTH] + 1
    rows[:, layout.PACKED] = (months // 12 * 100 + months % 12 + 1) * 100 + day_of_month
    for number, version in enumerate(timeline.versions):
        begins_in_use = version.first_day.toordinal() - first
        rows[begins_in_use:, layout.IN_USE] = number
        rows[begins_in_use:, layout.IN_FORCE] = _in_force(version, days[begins_in_use:], number)
    return table


def window_days(first: int, days: int, months: int) -> list[int]:
    """For so many days from the first: on which day the months begin that end on it.

    The day after the one of the same number so many months before; where that month is too short,
    after its last day.
    """
    ordinals = np.arange(first, first + days, dtype=np.int64)
    own = (ordinals - _UNIX).astype("datetime64[D]").astype("datetime64[M]")
    in_month = ordinals - _first_of(own)
    begins, ends = _first_of(own - months), _first_of(own - months + 1)
    found: list[int] = (np.minimum(begins + in_month, ends - 1) + 1).tolist()
    return found


def _first_of(months: NDArray[np.datetime64]) -> Whole:
    """The number of each month's first day."""
    return months.astype("datetime64[D]").astype(np.int64) + _UNIX


def _in_force(version: checked.Version, days: Whole, number: int) -> Whole:
    policy = version.policy
    last = layout.LAST_OF_DAYS if policy.last_day is None else policy.last_day.toordinal()
    inside = (days >= policy.first_day.toordinal()) & (days <= last)
    return np.where(inside, number, -1)


def mark_turns(calendar: NDArray[np.int32], kinds: Sequence[int]) -> None:
    """Write for each row where the next one begins on which another version, or a period, begins.

    `kinds`: those of the periods that are looked at.
    """
    columns = calendar[:, [layout.IN_FORCE, layout.IN_USE, *kinds]]
    begins = np.flatnonzero(np.any(columns[1:] != columns[:-1], axis=1)) + 1
    places = np.searchsorted(begins, np.arange(len(calendar)), side="right")
    turns = np.append(begins, len(calendar))
    calendar[:, layout.NEXT_TURN] = turns[places] * layout.CALENDAR_COLUMNS


@attrs.frozen
class Ends:
    """`ends`: every end of a period after which points expire. `agenda`: what its days bring."""

    ends: Sequence[Sequence[int]]
    agenda: Sequence[Sequence[int]]


def ends_of(timeline: checked.Timeline, until: date) -> Ends:
    """The ends whose points expire up to the last day, and both their days in order.

    The rule is that of the version in use on the period's last day, even where its policy has
    ended. An end before an account's first day is none of its own: the kernel leaves it out.
    """
    ends: list[tuple[int, ...]] = []
    starts = [version.first_day for version in timeline.versions]
    for version, next_start in zip(timeline.versions, [*starts[1:], None], strict=True):
        expiry = version.policy.expiry
        last = until if next_start is None else min(until, next_start - timedelta(days=1))
        if expiry is not None and version.first_day <= last:
            for day in _last_days(expiry.period, version.first_day, last):
                due = day + expiry.grace_days
                if due <= until.toordinal():
                    rule = (expiry.kept_percent, version.policy.round_to, expiry.wipes_shortfall)
                    ends.append((day, due, *(int(one) for one in rule)))
    # on one day: what was redeemable at the period's end is noted before anything expires
    steps = [(end[0], 0, number) for number, end in enumerate(ends)]
    steps += [(end[1], 1, number) for number, end in enumerate(ends)]
    steps.sort(key=lambda step: step[:2])
    agenda = [(day, number, is_due) for day, is_due, number in steps]
    return Ends(ends, agenda)


def _last_days(period: Period, first: date, last: date) -> Iterator[int]:
    for index in range(period_index(period, first), period_index(period, last) + 1):
        day = last_day(period, index)
        if day <= last:
            yield day.toordinal()
