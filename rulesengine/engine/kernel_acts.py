"""What acts do: a clear takes points, a bar only keeps its record. Compiled.

A clear takes from standing what stands in its scope, at most that of the evaluation period; what is
left in the balance of earlier ones in the scope expires with it.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled
from rulesengine.engine.kernel_book import (
    add_to,
    drop_lots,
    left_of,
    note_act,
    note_bar,
    stamp_of,
    used_in,
    write_line,
)  # fmt: skip
from rulesengine.engine.layout import AMOUNT_COLUMNS, AMOUNTS, AMOUNTS_WRITTEN, ROW, SUM_COLUMNS


@compiled
def take_act(
    table: Whole, calendar: Days, state: Whole, out: Whole, record: int, sheet: int
) -> int:
    """An act does what it does in full, or finds nothing to clear; its outcome."""
    if table[sheet + layout.KIND] == layout.BAR:
        note_bar(out, record, table[sheet + layout.NAME])
        return layout.IN_FULL | layout.COUNTED
    cleared = take_clear(table, calendar, state, out, record, sheet)
    return layout.IN_FULL | layout.COUNTED if cleared else layout.WORTH_NOTHING


@compiled
def begins_of(calendar: Days, state: Whole, kind: int) -> int:
    """The first day of the period of a kind that holds the day; 1 for ever."""
    if kind == layout.DAY:
        return int(calendar[state[ROW] + layout.DAY])
    return 1 if kind == layout.EVER else int(calendar[state[ROW] + layout.BEGINS + kind])


@compiled
def stands(table: Whole, calendar: Days, state: Whole, kind: int) -> int:
    """What stands in the period of a kind."""
    slot = table[layout.STANDING_SLOTS + kind]
    return used_in(state, slot, stamp_of(calendar, state, kind))


@compiled
def take_clear(
    table: Whole, calendar: Days, state: Whole, out: Whole, record: int, sheet: int
) -> bool:
    """Take what stands above zero in the scope; whether there was anything to clear."""
    scope, evaluate = table[sheet + layout.ACT_PERIOD], table[sheet + layout.EVALUATE]
    begins, evaluated_from = (
        begins_of(calendar, state, scope),
        begins_of(calendar, state, evaluate),
    )
    near = scope if evaluated_from <= begins else evaluate
    standing, balance = stands(table, calendar, state, near), state[layout.BALANCE]
    taken = max(0, standing)
    waived = taken - min(taken, max(0, balance))
    expired = 0
    if begins < evaluated_from:
        left = max(0, balance - taken + waived)
        earlier = left
        if scope != layout.EVER:
            earlier = stands(table, calendar, state, scope) - standing
        expired = max(0, min(left, earlier))
    if taken == 0 and expired == 0:
        return False
    # what stands below zero in the evaluation period is no part of what is taken: it goes on
    day = int(calendar[state[ROW] + layout.DAY])
    last = day if taken > 0 else evaluated_from - 1
    base = min(base_between(state, begins, last), taken - waived + expired)
    name = table[sheet + layout.NAME]
    if taken > 0:
        write_line(table, calendar, state, out, layout.CLEARED, record, name, 0, -taken)
    if waived > 0:
        write_line(table, calendar, state, out, layout.WAIVED, record, name, 0, waived)
    if expired > 0:
        write_line(table, calendar, state, out, layout.EXPIRE, record, name, 0, -expired)
    state[layout.REDEEMABLE] += waived + base - taken - expired
    strike(table, calendar, state, begins, last)
    drop_lots(state, begins, last)
    clear_pending(table, state, begins)
    note_act(out, record, name, begins, last, base, 0)
    return True


@compiled
def base_between(state: Whole, first: int, last: int) -> int:
    """The base not redeemable in the lines of some days."""
    base, begins = 0, state[AMOUNTS]
    ends = begins + state[AMOUNTS_WRITTEN] * AMOUNT_COLUMNS
    for place in range(begins, ends, AMOUNT_COLUMNS):
        if first <= state[place + layout.AMOUNT_DAY] <= last:
            base += state[place + layout.AMOUNT_BASE]
    return base


@compiled
def strike(table: Whole, calendar: Days, state: Whole, first: int, last: int) -> None:
    """Take the lines of some days out of every sum that still counts, and out of the lines kept.

    A sum of a period that is over is asked by nobody any more.
    """
    kept, begins = 0, state[AMOUNTS]
    for number in range(state[AMOUNTS_WRITTEN]):
        place = begins + number * AMOUNT_COLUMNS
        if first <= state[place + layout.AMOUNT_DAY] <= last:
            strike_one(table, calendar, state, place)
        else:
            for column in range(AMOUNT_COLUMNS):
                state[begins + kept * AMOUNT_COLUMNS + column] = state[place + column]
            kept += 1
    state[AMOUNTS_WRITTEN] = kept


@compiled
def strike_one(table: Whole, calendar: Days, state: Whole, place: int) -> None:
    """Take one line out of the sums of its category and of the standing."""
    category, points = state[place + layout.AMOUNT_CATEGORY], state[place + layout.AMOUNT_POINTS]
    days = state[place + layout.AMOUNT_DAY] - table[layout.FIRST_OF_ALL] + 1
    row = days * layout.CALENDAR_COLUMNS
    for one in range(table[category], table[category + 1], SUM_COLUMNS):
        kind = table[one + layout.SUM_PERIOD]
        if calendar[row + kind] == calendar[state[ROW] + kind]:
            stamp = stamp_of(calendar, state, kind)
            add_to(state, table[one + layout.SUM_SLOT], stamp, -points)


@compiled
def clear_pending(table: Whole, state: Whole, first: int) -> None:
    """Where a clear reaches back behind a period's end whose points have yet to expire, no more of

    them expire (and no greater shortfall is wiped) than is left.
    """
    redeemable = state[layout.REDEEMABLE]
    low, high = min(0, redeemable), max(0, redeemable)
    for number in range(state[layout.NOTED]):
        end = table[layout.ENDS] + number * layout.END_COLUMNS
        day, kept = table[end + layout.END_DAY], state[layout.KEPT] + number * layout.KEPT_COLUMNS
        if day >= first and day >= state[layout.FIRST_END]:
            state[kept] = max(low, min(high, left_of(state, kept)))
            state[kept + 1] = state[layout.EXPIRED]
