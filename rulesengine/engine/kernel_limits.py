"""What limits and floors leave and take, and charging limits. Compiled.

What takes is kept in `state` in the order in which it takes, for the lines behind the record's own.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled, inlined
from rulesengine.engine.kernel_book import add_to, key_of, stamp_of, used_in, write_line
from rulesengine.engine.kernel_facts import truth
from rulesengine.engine.layout import CUTS_WRITTEN, LIMIT_COLUMNS, NO


@compiled
def key_of_person(table: Whole, calendar: Days, state: Whole, limit: int) -> int:
    """Where a limit per person counts for the record's person; nobody is one nameless person."""
    index = int(calendar[state[layout.ROW] + table[limit + layout.PERIOD]])
    return key_of(state, table[limit + layout.COUNTER], index, state[layout.PERSON])


@inlined
def left_of(table: Whole, calendar: Days, state: Whole, limit: int) -> int:
    """What a limit leaves the record at hand; nothing where it is already past its mark."""
    if table[limit + layout.PER_PERSON]:
        used = state[key_of_person(table, calendar, state, limit) + layout.KEY_USED]
    else:
        stamp = stamp_of(calendar, state, table[limit + layout.PERIOD])
        used = used_in(state, table[limit + layout.COUNTER], stamp)
    return max(0, table[limit + layout.AMOUNT] - used)


@inlined
def binds(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, limit: int
) -> bool:
    """Whether a limit is for this account that day: unless its condition is known not to hold."""
    begins, ends = table[limit + layout.LIMIT_WHEN], table[limit + layout.LIMIT_WHEN_END]
    return begins == ends or truth(table, calendar, people, facts, state, begins, ends) != NO


@inlined
def cut(state: Whole, label: int, points: int) -> None:
    """Keep what something takes."""
    place = state[layout.CUTS] + state[CUTS_WRITTEN] * layout.CUT_COLUMNS
    state[place + layout.CUT_LABEL], state[place + layout.CUT_POINTS] = label, points
    state[CUTS_WRITTEN] += 1


@inlined
def within_limits(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole,
    begins: int, ends: int, points: int,
) -> int:  # fmt: skip
    """What limits on points leave: each in order takes what still exceeds it after those before."""
    for limit in range(begins, ends, LIMIT_COLUMNS):
        left = left_of(table, calendar, state, limit)
        if points > left and binds(table, calendar, people, facts, state, limit):
            cut(state, table[limit + layout.LABEL], points - left)
            points = left
    return points


@inlined
def above_floors(
    table: Whole, calendar: Days, state: Whole, begins: int, ends: int, points: int
) -> int:
    """What floors let a deduction take: down to the floor, nothing where it is below already."""
    for floor in range(begins, ends, layout.FLOOR_COLUMNS):
        stamp = stamp_of(calendar, state, table[floor + layout.FLOOR_PERIOD])
        total = used_in(state, table[floor + layout.FLOOR_SLOT], stamp)
        of_base = table[floor + layout.FLOOR_BASE_SLOT]
        if of_base >= 0:
            total += used_in(state, of_base, stamp)
        room = max(0, total - table[floor + layout.FLOOR_POINTS])
        if points > room:
            cut(state, table[floor + layout.FLOOR_LABEL], points - room)
            points = room
    return points


@inlined
def write_cuts(
    table: Whole, calendar: Days, state: Whole, out: Whole, kind: int, record: int, name: int
) -> None:
    """A line for each cut; never a line of 0."""
    place = state[layout.CUTS]
    for _ in range(state[CUTS_WRITTEN]):
        label, points = state[place + layout.CUT_LABEL], state[place + layout.CUT_POINTS]
        write_line(table, calendar, state, out, kind, record, name, label, points)
        place += layout.CUT_COLUMNS


@inlined
def charge(table: Whole, calendar: Days, state: Whole, begins: int, ends: int, amount: int) -> None:
    """Charge limits with what they let pass, each counter once."""
    for limit in range(begins, ends, LIMIT_COLUMNS):
        if table[limit + layout.CHARGED]:
            if table[limit + layout.PER_PERSON]:
                place = key_of_person(table, calendar, state, limit) + layout.KEY_USED
                state[place] += amount
            else:
                stamp = stamp_of(calendar, state, table[limit + layout.PERIOD])
                add_to(state, table[limit + layout.COUNTER], stamp, amount)
