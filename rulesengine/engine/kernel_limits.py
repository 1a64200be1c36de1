"""What limits leave, and charging them. Compiled."""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled, inlined
from rulesengine.engine.kernel_book import add_to, key_of, stamp_of, used_in
from rulesengine.engine.layout import LIMIT_COLUMNS


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
