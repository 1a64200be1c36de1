"""The open passbook of the account that a thread is at: its counters, its sums, its lines.

The fold's own words are in `kernel`; here is only where things are kept. Compiled.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import compiled
from rulesengine.engine.days import Whole
from rulesengine.engine.layout import STAMP, USED
from rulesengine.engine.state import Results, State
from rulesengine.engine.tables import Tables


@compiled
def stamp_of(account: int, index: int) -> int:
    """Whose a counter is: the account and the index of the period."""
    return (account << 32) | index


@compiled
def used_in(slots: Whole, slot: int, stamp: int) -> int:
    """What a counter has counted; a counter of another account or period begins again at 0."""
    if slots[slot, STAMP] != stamp:
        slots[slot, STAMP] = stamp
        slots[slot, USED] = 0
    return slots[slot, USED]


@compiled
def add_to(slots: Whole, slot: int, stamp: int, amount: int) -> None:
    """Add to a counter."""
    slots[slot, USED] = used_in(slots, slot, stamp) + amount


@compiled
def key_of(keys: Whole, account: int, counter: int, index: int, whose: int) -> int:
    """Where the counter of a person or an event stands; made with 0 where there was none."""
    mask = len(keys) - 1
    counted = (counter << 32) | index
    mixed = (counted * 0x9E3779B1 + whose) * 0x85EBCA77
    place = (mixed ^ (mixed >> 29)) & mask
    while keys[place, 0] == account:
        if keys[place, 1] == counted and keys[place, 2] == whose:
            return place
        place = (place + 1) & mask
    keys[place, 0], keys[place, 1], keys[place, 2] = account, counted, whose
    keys[place, 3] = 0
    return place


@compiled
def add_to_sums(
    tables: Tables, state: State, row: int, begins: int, ends: int, points: int
) -> None:
    """Add a line to every sum that looks at it, in the periods of its day."""
    account = state.book[layout.ACCOUNT]
    for place in range(begins, ends):
        index = tables.calendar[row, tables.sums[place, layout.SUM_PERIOD]]
        add_to(state.slots, tables.sums[place, layout.SUM_SLOT], stamp_of(account, index), points)


@compiled
def add_amount(state: State, day: int, category: int, points: int, base: int) -> None:
    """Keep a line of standing for a clear that may strike it."""
    count = state.book[layout.AMOUNTS]
    state.amounts[count, 0] = day
    state.amounts[count, 1] = category
    state.amounts[count, 2] = points
    state.amounts[count, 3] = base
    state.book[layout.AMOUNTS] = count + 1


@compiled
def write_line(
    tables: Tables,
    state: State,
    results: Results,
    row: int,
    kind: int,
    record: int,
    name: int,
    label: int,
    points: int,
) -> None:
    """Write one line; every line goes through here, and the figures after it."""
    book, calendar, settings = state.book, tables.calendar, tables.settings
    account = book[layout.ACCOUNT]
    if kind < layout.LOST:
        book[layout.BALANCE] += points
        if kind <= layout.CORRECTION:
            index = calendar[row, settings[layout.STANDING_KIND]]
            if index == settings[layout.STANDING_INDEX]:
                book[layout.STANDING] += points
            if settings[layout.WATCHED]:
                watch(tables, state, row, points)
    if settings[layout.WATCHED]:
        look_at_suspension(tables, state, row)
    if len(results.totals) > 0:
        period = calendar[row, settings[layout.SETTLE]] - settings[layout.SETTLE_FROM]
        results.totals[account, period, kind] += points
    if len(results.lines) > 0:
        place = results.written[0]
        if place < len(results.lines):
            line = results.lines[place]
            line[layout.LINE_ACCOUNT] = account
            line[layout.LINE_DAY] = calendar[row, layout.DAY]
            line[layout.LINE_KIND] = kind
            line[layout.LINE_RECORD] = record
            line[layout.LINE_NAME] = name
            line[layout.LINE_LABEL] = label
            line[layout.LINE_POINTS] = points
        results.written[0] = place + 1


@compiled
def watch(tables: Tables, state: State, row: int, points: int) -> None:
    """Keep the standing of every kind of evaluation period that some version has."""
    account = state.book[layout.ACCOUNT]
    for place in range(len(tables.evaluate_slots)):
        slot, period = tables.evaluate_slots[place, 0], tables.evaluate_slots[place, 1]
        add_to(state.slots, slot, stamp_of(account, tables.calendar[row, period]), points)


@compiled
def look_at_suspension(tables: Tables, state: State, row: int) -> None:
    """After every line: below one mark redeeming stops, from the other on it goes on."""
    book = state.book
    version = tables.versions[tables.calendar[row, layout.IN_USE]]
    if not version[layout.SUSPENDS]:
        book[layout.SUSPENDED] = 0
        return
    index = tables.calendar[row, version[layout.EVALUATES]]
    slot = version[layout.EVALUATE_SLOT]
    standing = used_in(state.slots, slot, stamp_of(book[layout.ACCOUNT], index))
    if standing >= version[layout.RESUME]:
        book[layout.SUSPENDED] = 0
    elif standing < version[layout.SUSPEND_BELOW]:
        book[layout.SUSPENDED] = 1
