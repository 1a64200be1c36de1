"""The short way of most records: one time of a fixed award, with limits per account. Compiled.

It says nothing of its own: steps 4 to 6 of `kernel_deciding` with what such an item does not have
left out. A record that needs more than that (a time that no limit leaves, a cut that somebody wants
to read) has changed nothing here, and goes the long way.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, inlined
from rulesengine.engine.kernel_book import stamp_of, used_in, write_line
from rulesengine.engine.layout import AMOUNT, COUNTER, LIMIT_COLUMNS, PERIOD, USED

THE_LONG_WAY = -1


@inlined
def take_plain(
    table: Whole, calendar: Days, state: Whole, out: Whole, record: int, sheet: int
) -> int:
    """What is credited of one time, or THE_LONG_WAY."""
    times, times_end = table[sheet + layout.TIMES], table[sheet + layout.TIMES_END]
    for limit in range(times, times_end, LIMIT_COLUMNS):
        stamp = stamp_of(calendar, state, table[limit + PERIOD])
        if used_in(state, table[limit + COUNTER], stamp) >= table[limit + AMOUNT]:
            return THE_LONG_WAY
    credited = table[sheet + layout.POINTS]
    begins, ends = table[sheet + layout.LIMITS], table[sheet + layout.LIMITS_END]
    for limit in range(begins, ends, LIMIT_COLUMNS):
        stamp = stamp_of(calendar, state, table[limit + PERIOD])
        left = table[limit + AMOUNT] - used_in(state, table[limit + COUNTER], stamp)
        credited = min(credited, max(0, left))
    if credited < table[sheet + layout.POINTS] and out[layout.LOSSES_READ]:
        return THE_LONG_WAY
    for limit in range(times, times_end, LIMIT_COLUMNS):
        state[table[limit + COUNTER] + USED] += 1
    if credited > 0:
        for limit in range(begins, ends, LIMIT_COLUMNS):
            state[table[limit + COUNTER] + USED] += credited
        name = table[sheet + layout.NAME]
        write_line(table, calendar, state, out, layout.AWARD, record, name, 0, credited)
        state[layout.REDEEMABLE] += credited
    return credited
