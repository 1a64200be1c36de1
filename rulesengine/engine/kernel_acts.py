"""What acts do, and the bonus behind a record. Compiled.

A clear takes from standing what stands in its scope, at most that of the evaluation period; what is
left in the balance of earlier ones in the scope expires with it. A bar only keeps its record.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import compiled
from rulesengine.engine.kernel_book import (
    add_amount,
    add_to,
    add_to_sums,
    key_of,
    stamp_of,
    used_in,
    write_line,
)
from rulesengine.engine.columns import Records
from rulesengine.engine.layout import MISSING_AMOUNT, STAMP, USED
from rulesengine.engine.state import Results, State
from rulesengine.engine.tables import Tables


@compiled
def begins_of(tables: Tables, row: int, kind: int) -> int:
    """The first day of the period of a kind that holds the row's day; 1 for ever."""
    if kind == layout.DAY:
        return tables.calendar[row, layout.DAY]
    return 1 if kind == layout.EVER else tables.calendar[row, layout.BEGINS + kind]


@compiled
def stands(tables: Tables, state: State, row: int, kind: int) -> int:
    """What stands in the period of a kind."""
    stamp = stamp_of(state.book[layout.ACCOUNT], tables.calendar[row, kind])
    return used_in(state.slots, tables.standing_slots[kind], stamp)


@compiled
def take_clear(
    tables: Tables, state: State, results: Results, row: int, record: int, number: int
) -> bool:
    """Take what stands above zero in the scope; whether there was anything to clear."""
    book, sheet = state.book, tables.sheets[number]
    scope, evaluate = sheet[layout.ACT_PERIOD], sheet[layout.EVALUATE]
    day = tables.calendar[row, layout.DAY]
    begins, evaluated_from = begins_of(tables, row, scope), begins_of(tables, row, evaluate)
    standing = stands(tables, state, row, scope if evaluated_from <= begins else evaluate)
    taken = max(0, standing)
    balance = book[layout.BALANCE]
    waived = taken - min(taken, max(0, balance))
    expired = 0
    if begins < evaluated_from:
        left = max(0, balance - taken + waived)
        earlier = left
        if scope != layout.EVER:
            earlier = stands(tables, state, row, scope) - standing
        expired = max(0, min(left, earlier))
    if taken == 0 and expired == 0:
        return False
    # what stands below zero in the evaluation period is no part of what is taken: it goes on
    last = day if taken > 0 else evaluated_from - 1
    base = min(base_between(state, begins, last), taken - waived + expired)
    name = sheet[layout.NAME]
    if taken > 0:
        write_line(tables, state, results, row, layout.CLEARED, record, name, 0, -taken)
    if waived > 0:
        write_line(tables, state, results, row, layout.WAIVED, record, name, 0, waived)
    if expired > 0:
        write_line(tables, state, results, row, layout.EXPIRE, record, name, 0, -expired)
    book[layout.REDEEMABLE] += waived + base - taken - expired
    strike(tables, state, row, begins, last)
    clear_pending(tables, state, begins)
    note_act(results, record, begins, last, base, False)
    return True


@compiled
def base_between(state: State, first: int, last: int) -> int:
    """The base not redeemable in the lines of some days."""
    base = 0
    for place in range(state.book[layout.AMOUNTS]):
        if first <= state.amounts[place, 0] <= last:
            base += state.amounts[place, 3]
    return base


@compiled
def strike(tables: Tables, state: State, row: int, first: int, last: int) -> None:
    """Take the lines of some days out of every sum that still counts, and out of the lines kept.

    A sum of a period that is over is asked by nobody any more.
    """
    kept = 0
    for place in range(state.book[layout.AMOUNTS]):
        day, category = state.amounts[place, 0], state.amounts[place, 1]
        if first <= day <= last:
            points = state.amounts[place, 2]
            begins, ends = tables.category_sums[category, 0], tables.category_sums[category, 1]
            of_day = day - tables.settings[layout.FIRST_OF_ALL] + 1
            for one in range(begins, ends):
                slot, kind = tables.sums[one, 0], tables.sums[one, 1]
                index = tables.calendar[row, kind]
                if tables.calendar[of_day, kind] == index:
                    stamp = stamp_of(state.book[layout.ACCOUNT], index)
                    add_to(state.slots, slot, stamp, -points)
        else:
            state.amounts[kept] = state.amounts[place]
            kept += 1
    state.book[layout.AMOUNTS] = kept


@compiled
def clear_pending(tables: Tables, state: State, first: int) -> None:
    """Where a clear reaches back behind a period's end whose points have yet to expire, no more of

    them expire (and no greater shortfall is wiped) than is left.
    """
    book = state.book
    redeemable, expired = book[layout.REDEEMABLE], book[layout.EXPIRED]
    low, high = min(0, redeemable), max(0, redeemable)
    for end in range(book[layout.NOTED]):
        day = tables.ends[end, layout.END_DAY]
        if day >= first and day >= book[layout.FIRST_END]:
            left = max(low, min(high, state.kept[end] + expired))
            state.kept[end] = left - expired


@compiled
def note_act(
    results: Results, record: int, first: int, last: int, base: int, is_bar: bool
) -> None:
    """Keep what an act did, for the passbook's clears and bars."""
    place = results.written[1]
    if place < len(results.acts):
        act = results.acts[place]
        act[layout.ACT_RECORD] = record
        act[layout.ACT_FIRST], act[layout.ACT_LAST] = first, last
        act[layout.ACT_BASE], act[layout.ACT_IS_BAR] = base, is_bar
    results.written[1] = place + 1


# --- bonuses ----------------------------------------------------------------------------------------


@compiled
def count_towards(
    tables: Tables, state: State, row: int, number: int, times: int, quantity: int, credited: int
) -> None:
    """Count a record towards the marks of its item's bonuses."""
    sheet, account = tables.sheets[number], state.book[layout.ACCOUNT]
    for place in range(sheet[layout.BONUSES], sheet[layout.BONUSES_END]):
        bonus = tables.bonuses[place]
        measure, tally = bonus[layout.BONUS_MEASURE], bonus[layout.BONUS_TALLY]
        index = tables.calendar[row, bonus[layout.BONUS_PERIOD]]
        if measure == layout.OF_A_RUN:
            extend_run(state, tally, bonus[layout.BONUS_GIVEN], account, index)
        else:
            amount = times
            if measure == layout.OF_QUANTITY:
                amount = quantity
            elif measure == layout.OF_POINTS:
                amount = credited
            add_to(state.slots, tally, stamp_of(account, index), amount)


@compiled
def extend_run(state: State, last: int, length: int, account: int, index: int) -> None:
    """A run goes on with the next period; a gap begins a new one."""
    stamp, slots = stamp_of(account, 0), state.slots
    before = used_in(slots, last, stamp)  # 0: none yet, for an index is kept one higher
    so_far = used_in(slots, length, stamp)
    if before == index + 1:
        return
    slots[last, USED] = index + 1
    slots[length, USED] = so_far + 1 if before == index else 1


@compiled
def is_due(tables: Tables, state: State, row: int, place: int) -> bool:
    """Whether a bonus comes with a record of its item that was just counted."""
    bonus, account = tables.bonuses[place], state.book[layout.ACCOUNT]
    if bonus[layout.BONUS_MEASURE] == layout.OF_A_RUN:
        length = used_in(state.slots, bonus[layout.BONUS_GIVEN], stamp_of(account, 0))
        return length >= bonus[layout.BONUS_AMOUNT]
    stamp = stamp_of(account, tables.calendar[row, bonus[layout.BONUS_PERIOD]])
    reached = used_in(state.slots, bonus[layout.BONUS_TALLY], stamp)
    given = used_in(state.slots, bonus[layout.BONUS_GIVEN], stamp)
    return reached >= bonus[layout.BONUS_AMOUNT] and given == 0


@compiled
def give_bonuses(
    tables: Tables, records: Records, state: State, results: Results, row: int, record: int,
    number: int,
) -> None:  # fmt: skip
    """Each bonus of the record's item that is due; what one is credited is charged before the next.

    raw = the bonus's points = credited + lost; it meets points limits only.
    """
    sheet = tables.sheets[number]
    for place in range(sheet[layout.BONUSES], sheet[layout.BONUSES_END]):
        if is_due(tables, state, row, place):
            bonus = tables.bonuses[place]
            begins, ends = bonus[layout.BONUS_LIMITS], bonus[layout.BONUS_LIMITS_END]
            credited = bonus[layout.BONUS_POINTS]
            for one in range(begins, ends):
                credited = min(credited, left_of(tables, records, state, row, record, one))
            write_bonus(tables, records, state, results, row, record, place, credited)
            charge(tables, records, state, row, record, begins, ends, credited)
            account = state.book[layout.ACCOUNT]
            if bonus[layout.BONUS_MEASURE] == layout.OF_A_RUN:
                state.slots[bonus[layout.BONUS_GIVEN], USED] = 0
            else:
                index = tables.calendar[row, bonus[layout.BONUS_PERIOD]]
                add_to(state.slots, bonus[layout.BONUS_GIVEN], stamp_of(account, index), 1)


@compiled
def write_bonus(
    tables: Tables, records: Records, state: State, results: Results, row: int, record: int,
    place: int, credited: int,
) -> None:  # fmt: skip
    """The bonus's line, then one for each limit that took of it; nothing is charged yet."""
    bonus = tables.bonuses[place]
    name, left = bonus[layout.BONUS_NAME], bonus[layout.BONUS_POINTS]
    if credited > 0:
        write_line(tables, state, results, row, layout.BONUS, record, name, 0, credited)
        state.book[layout.REDEEMABLE] += credited
        if tables.settings[layout.CLEARS]:
            day = tables.calendar[row, layout.DAY]
            add_amount(state, day, bonus[layout.BONUS_CATEGORY], credited, 0)
        begins, ends = bonus[layout.BONUS_SUMS], bonus[layout.BONUS_SUMS_END]
        add_to_sums(tables, state, row, begins, ends, credited)
    for one in range(bonus[layout.BONUS_LIMITS], bonus[layout.BONUS_LIMITS_END]):
        here = left_of(tables, records, state, row, record, one)
        if left > here:
            label = tables.limits[one, layout.LABEL]
            write_line(tables, state, results, row, layout.LOST, record, name, label, left - here)
            left = here


@compiled
def left_of(
    tables: Tables, records: Records, state: State, row: int, record: int, limit: int
) -> int:
    """What a limit leaves a record; nothing where it is already past its mark."""
    counter, amount = tables.limits[limit, layout.COUNTER], tables.limits[limit, layout.AMOUNT]
    index = tables.calendar[row, tables.limits[limit, layout.PERIOD]]
    account = state.book[layout.ACCOUNT]
    if tables.limits[limit, layout.PER_PERSON]:
        person = records.person[record & records.masks[layout.MASK_PERSON]]
        used = state.keys[key_of(state.keys, account, counter, index, person), 3]
    else:
        used = used_in(state.slots, counter, stamp_of(account, index))
    return max(0, amount - used)


@compiled
def charge(
    tables: Tables, records: Records, state: State, row: int, record: int, begins: int, ends: int,
    amount: int,
) -> None:  # fmt: skip
    """Charge limits with what they let pass, each counter once."""
    account = state.book[layout.ACCOUNT]
    for limit in range(begins, ends):
        if tables.limits[limit, layout.CHARGED]:
            counter = tables.limits[limit, layout.COUNTER]
            index = tables.calendar[row, tables.limits[limit, layout.PERIOD]]
            if tables.limits[limit, layout.PER_PERSON]:
                person = records.person[record & records.masks[layout.MASK_PERSON]]
                state.keys[key_of(state.keys, account, counter, index, person), 3] += amount
            else:
                add_to(state.slots, counter, stamp_of(account, index), amount)
