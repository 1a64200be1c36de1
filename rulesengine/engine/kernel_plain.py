"""The short way of most records: one time of a fixed award, with limits per account. Compiled.

It says nothing of its own: steps 4 to 6 of `kernel_deciding` with what such an item does not have
left out, over a table of its own that is small enough to stay at the processor's side. A record
that needs more (a time that no limit leaves, a cut that somebody wants to read) has changed nothing
here, and goes the long way.
"""

import numpy as np

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import Days, Outcomes, Points, Whole, compiled, inlined
from rulesengine.engine.kernel_book import add_to_totals, put_line
from rulesengine.engine.layout import (
    MISSING_AMOUNT,
    SHORT_AMOUNT,
    SHORT_COLUMNS,
    SHORT_LIMITS,
    SHORT_PERIOD,
    SHORT_SLOT,
    USED,
)  # fmt: skip

ONE = 100
at = np.uint64  # a place: numba looks whether any other index counts from the end


@compiled
def take_plain(
    short: Days, calendar: Days, records: Records, state: Whole, out: Whole,
    raw: Points, credited: Points, outcome: Outcomes,
    record: int, ends: int, first_of_all: int, stop: int,
) -> int:  # fmt: skip
    """Score plain records from `record` on; where the first stands that goes the long way.

    None of them lies on the day `stop` or later. `first_of_all`: the day of the calendar's second
    row.
    """
    item, days, account = records.item, records.day, state[layout.ACCOUNT] << 32
    reads = out[layout.LOSSES_READ]
    alike = is_alike(records) and is_one_time(records, record)
    total, standing, standing_from = 0, 0, short[layout.SHORT_STANDING_FROM]
    while record < ends:
        day = days[at(record)]
        if day >= stop or day < first_of_all or not (alike or is_one_time(records, record)):
            break
        row = day - first_of_all
        codes = short[at(short[layout.SHORT_VERSION] + row)]
        if codes < 0:
            break
        place = short[at(codes + item[at(record)])]
        if place < 0:
            break
        points = left_of_one(short, state, account, row, place)
        worth = short[at(place + layout.SHORT_POINTS)]
        if points < 0 or (reads and points < worth):
            break
        use_one(short, state, place, points)
        total += points
        standing += points if day >= standing_from else 0
        raw[at(record)], credited[at(record)] = worth, points
        outcome[at(record)] = outcome_of_one(worth, points)
        if reads and points > 0:
            state[layout.ROW] = (row + 1) * layout.CALENDAR_COLUMNS
            tell(calendar, state, out, record, short[at(place + layout.SHORT_NAME)], points)
        record += 1
    state[layout.BALANCE] += total
    state[layout.REDEEMABLE] += total
    state[layout.STANDING] += standing
    return record


@inlined
def is_alike(records: Records) -> bool:
    """Whether all records are alike in what `is_one_time` asks: those columns are left out."""
    masks = records.masks
    return (
        masks[layout.MASK_QUANTITY] == 0
        and masks[layout.MASK_JUDGED] == 0
        and masks[layout.MASK_APPROVED] == 0
    )


@inlined
def is_one_time(records: Records, record: int) -> bool:
    """Whether the record is approved, one time, and carries no judged points."""
    masks = records.masks
    quantity = records.quantity[at(record & masks[layout.MASK_QUANTITY])]
    judged = records.judged[at(record & masks[layout.MASK_JUDGED])]
    approved = records.approved[at(record & masks[layout.MASK_APPROVED])]
    return approved and judged == MISSING_AMOUNT and (quantity in (MISSING_AMOUNT, ONE))


@inlined
def left_of_one(short: Days, state: Whole, account: int, row: int, place: int) -> int:
    """What limits leave of one time: its points; -1 where a limit on times leaves none.

    A counter of another account or period begins again at 0.
    """
    limit, times_end = place + SHORT_LIMITS, short[at(place + layout.SHORT_TIMES_END)]
    while limit < times_end:
        if left_here(short, state, account, row, limit) < 1:
            return -1
        limit += SHORT_COLUMNS
    ends, points = short[at(place + layout.SHORT_END)], short[at(place + layout.SHORT_POINTS)]
    while limit < ends:
        points = min(points, left_here(short, state, account, row, limit))
        limit += SHORT_COLUMNS
    return max(points, 0)


@inlined
def left_here(short: Days, state: Whole, account: int, row: int, limit: int) -> int:
    """What one limit leaves."""
    slot = short[at(limit + SHORT_SLOT)]
    stamp = account | short[at(short[at(limit + SHORT_PERIOD)] + row)]
    if state[at(slot)] != stamp:
        state[at(slot)] = stamp
        state[at(slot + USED)] = 0
    return short[at(limit + SHORT_AMOUNT)] - state[at(slot + USED)]


@inlined
def use_one(short: Days, state: Whole, place: int, points: int) -> None:
    """Charge limits on times with one, those on points with what is credited."""
    limit, times_end = place + SHORT_LIMITS, short[at(place + layout.SHORT_TIMES_END)]
    while limit < times_end:
        state[at(short[at(limit + SHORT_SLOT)] + USED)] += 1
        limit += SHORT_COLUMNS
    ends = short[at(place + layout.SHORT_END)]
    while limit < ends:
        state[at(short[at(limit + SHORT_SLOT)] + USED)] += points
        limit += SHORT_COLUMNS


@inlined
def outcome_of_one(raw: int, credited: int) -> int:
    """In full, in part, or nothing left by a limit on points; counted all the same."""
    if credited == raw:
        return layout.IN_FULL | layout.COUNTED
    return (layout.IN_PART if credited > 0 else layout.POINTS_USED_UP) | layout.COUNTED


@compiled
def tell(calendar: Days, state: Whole, out: Whole, record: int, name: int, points: int) -> None:
    """The award's line, and its place in the totals."""
    add_to_totals(calendar, state, out, layout.AWARD, points)
    if out[layout.LINES_ROOM]:
        put_line(calendar, state, out, layout.AWARD, record, name, 0, points)
