"""The open passbook of the account that a thread is at: counters, sums, lines. Compiled.

Nothing is cleared from one account to the next: a counter's stamp says whose it is and of which
period, and one of another account or period begins again at 0.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled, inlined
from rulesengine.engine.layout import (
    ACCOUNT,
    AMOUNTS,
    AMOUNTS_WRITTEN,
    BALANCE,
    KEY_COLUMNS,
    LINE_COLUMNS,
    ROW,
    STANDING,
    SUM_COLUMNS,
    SUM_PERIOD,
    SUM_SLOT,
    SUSPENDED,
    USED,
)  # fmt: skip


@inlined
def stamp_of(calendar: Days, state: Whole, kind: int) -> int:
    """Whose a counter is now: the account, and the index of the period of the line's day."""
    return (state[ACCOUNT] << 32) | int(calendar[state[ROW] + kind])


@inlined
def used_in(state: Whole, slot: int, stamp: int) -> int:
    """What a counter has counted."""
    if state[slot] != stamp:
        state[slot] = stamp
        state[slot + USED] = 0
    return state[slot + USED]


@inlined
def add_to(state: Whole, slot: int, stamp: int, amount: int) -> None:
    """Add to a counter."""
    state[slot + USED] = used_in(state, slot, stamp) + amount


@compiled
def key_of(state: Whole, counter: int, index: int, whose: int) -> int:
    """Where the counter of a person or an event stands; made with 0 where there was none."""
    keys, mask, account = state[layout.KEYS], state[layout.KEYS_MASK], state[ACCOUNT]
    counted = (counter << 32) | index
    mixed = (counted * 0x9E3779B1 + whose) * 0x85EBCA77
    place = (mixed ^ (mixed >> 29)) & mask
    while True:
        key = keys + place * KEY_COLUMNS
        if state[key] != account:
            state[key + layout.KEY_ACCOUNT] = account
            state[key + layout.KEY_COUNTER] = counted
            state[key + layout.KEY_WHOSE] = whose
            state[key + layout.KEY_USED] = 0
            return key
        if state[key + layout.KEY_COUNTER] == counted and state[key + layout.KEY_WHOSE] == whose:
            return key
        place = (place + 1) & mask


@compiled
def add_to_sums(
    table: Whole, calendar: Days, state: Whole, begins: int, ends: int, points: int
) -> None:
    """Add a line to every sum that looks at it, in the periods of its day."""
    for one in range(begins, ends, SUM_COLUMNS):
        stamp = stamp_of(calendar, state, table[one + SUM_PERIOD])
        add_to(state, table[one + SUM_SLOT], stamp, points)


@compiled
def add_amount(calendar: Days, state: Whole, category: int, points: int, base: int) -> None:
    """Keep a line of standing for a clear that may strike it."""
    place = state[AMOUNTS] + state[AMOUNTS_WRITTEN] * layout.AMOUNT_COLUMNS
    state[place + layout.AMOUNT_DAY] = calendar[state[ROW] + layout.DAY]
    state[place + layout.AMOUNT_CATEGORY] = category
    state[place + layout.AMOUNT_POINTS] = points
    state[place + layout.AMOUNT_BASE] = base
    state[AMOUNTS_WRITTEN] += 1


@inlined
def write_line(
    table: Whole, calendar: Days, state: Whole, out: Whole,
    kind: int, record: int, name: int, label: int, points: int,
) -> None:  # fmt: skip
    """Write one line on the day that the thread is at; every line goes through here."""
    if kind < layout.LOST:
        state[BALANCE] += points
        index = int(calendar[state[ROW] + table[layout.STANDING_KIND]])
        if kind <= layout.CORRECTION and index == table[layout.STANDING_INDEX]:
            state[STANDING] += points
    if table[layout.SUSPENDS_EVER]:
        watch(table, calendar, state, points if kind <= layout.CORRECTION else 0)
    add_to_totals(calendar, state, out, kind, points)
    if out[layout.LINES_ROOM]:
        put_line(calendar, state, out, kind, record, name, label, points)


@inlined
def add_to_totals(calendar: Days, state: Whole, out: Whole, kind: int, points: int) -> None:
    """Add a line to what its kind comes to in its settlement period, where somebody reads that."""
    if out[layout.TOTALS]:
        period = int(calendar[state[ROW] + out[layout.OUT_SETTLE]]) - out[layout.OUT_SETTLE_FROM]
        account = state[ACCOUNT] - out[layout.FIRST_ACCOUNT]
        place = (account * out[layout.TOTAL_PERIODS] + period) * layout.KINDS + kind
        out[out[layout.TOTALS] + place] += points


@compiled
def put_line(
    calendar: Days, state: Whole, out: Whole,
    kind: int, record: int, name: int, label: int, points: int,
) -> None:  # fmt: skip
    """Put a line into the room for lines; where that is full it is only counted."""
    written = out[layout.LINES_WRITTEN]
    if written < out[layout.LINES_ROOM]:
        line = out[layout.LINES] + written * LINE_COLUMNS
        out[line + layout.LINE_ACCOUNT] = state[ACCOUNT]
        out[line + layout.LINE_DAY] = calendar[state[ROW] + layout.DAY]
        out[line + layout.LINE_KIND] = kind
        out[line + layout.LINE_RECORD] = record
        out[line + layout.LINE_NAME] = name
        out[line + layout.LINE_LABEL] = label
        out[line + layout.LINE_POINTS] = points
    out[layout.LINES_WRITTEN] = written + 1


@compiled
def watch(table: Whole, calendar: Days, state: Whole, points: int) -> None:
    """After every line: below one mark redeeming is suspended, from the other on it goes on.

    Standing is kept for every kind of evaluation period that some version has.
    """
    for one in range(table[layout.EVALUATED], table[layout.EVALUATED_END], SUM_COLUMNS):
        stamp = stamp_of(calendar, state, table[one + SUM_PERIOD])
        add_to(state, table[one + SUM_SLOT], stamp, points)
    number = int(calendar[state[ROW] + layout.IN_USE])
    version = table[layout.VERSIONS] + number * layout.VERSION_COLUMNS
    if not table[version + layout.SUSPENDS]:
        state[SUSPENDED] = 0
        return
    stamp = stamp_of(calendar, state, table[version + layout.EVALUATES])
    standing = used_in(state, table[version + layout.EVALUATE_SLOT], stamp)
    if standing >= table[version + layout.RESUME]:
        state[SUSPENDED] = 0
    elif standing < table[version + layout.SUSPEND_BELOW]:
        state[SUSPENDED] = 1


@compiled
def note_act(
    out: Whole, record: int, name: int, begins: int, last: int, base: int, is_bar: int
) -> None:
    """Keep what an act did, for the passbook's clears and bars."""
    written = out[layout.ACTS_WRITTEN]
    if written < out[layout.ACTS_ROOM]:
        act = out[layout.ACTS] + written * layout.ACT_COLUMNS
        out[act + layout.ACT_RECORD], out[act + layout.ACT_NAME] = record, name
        out[act + layout.ACT_FIRST], out[act + layout.ACT_LAST] = begins, last
        out[act + layout.ACT_BASE], out[act + layout.ACT_IS_BAR] = base, is_bar
    out[layout.ACTS_WRITTEN] = written + 1


@compiled
def note_bar(out: Whole, record: int, name: int) -> None:
    """Keep a bar that begins with a record; when it ends is read off the policy."""
    note_act(out, record, name, 0, 0, 0, 1)


@inlined
def left_of(state: Whole, kept: int) -> int:
    """What of a period's points has not expired since: at most what there was, never turned."""
    there = state[kept]
    now = there + state[layout.EXPIRED] - state[kept + 1]
    return max(min(0, there), min(max(0, there), now))


@inlined
def earn(table: Whole, calendar: Days, state: Whole, category: int, points: int) -> None:
    """Add to what may be redeemed."""
    state[layout.REDEEMABLE] += points
    if table[layout.MATCHES]:
        lot = state[layout.LOTS] + state[layout.LOTS_WRITTEN] * layout.LOT_COLUMNS
        state[lot + layout.LOT_DAY] = calendar[state[ROW] + layout.DAY]
        state[lot + layout.LOT_CATEGORY] = category
        state[lot + layout.LOT_POINTS] = points
        state[layout.LOTS_WRITTEN] += 1


@compiled
def drop_lots(state: Whole, first: int, last: int) -> None:
    """Leave out what may be redeemed of some days: it matches nothing any more."""
    kept, begins = 0, state[layout.LOTS]
    for number in range(state[layout.LOTS_WRITTEN]):
        lot = begins + number * layout.LOT_COLUMNS
        if not first <= state[lot + layout.LOT_DAY] <= last:
            for column in range(layout.LOT_COLUMNS):
                state[begins + kept * layout.LOT_COLUMNS + column] = state[lot + column]
            kept += 1
    state[layout.LOTS_WRITTEN] = kept
