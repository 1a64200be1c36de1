"""Steps 2 to 6: what a record is worth where the account stands, what takes the rest. Compiled."""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled, inlined
from rulesengine.engine.kernel_bonuses import count_towards
from rulesengine.engine.kernel_book import (
    add_amount,
    add_to,
    add_to_sums,
    earn,
    key_of,
    stamp_of,
    used_in,
    write_line,
)  # fmt: skip
from rulesengine.engine.kernel_limits import (
    above_floors,
    binds,
    charge,
    cut,
    left_of,
    within_limits,
    write_cuts,
)  # fmt: skip
from rulesengine.engine.kernel_worth import (
    ONE,
    largest_factor,
    points_of_row,
    quantity_at_hand,
    raw_points,
    shared_by,
)  # fmt: skip
from rulesengine.engine.layout import CUTS_WRITTEN, LIMIT_COLUMNS, USED


@compiled
def weigh(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, out: Whole,
    record: int, sheet: int,
) -> int:  # fmt: skip
    """What becomes of a record that passed step 1: its outcome, with COUNTED if it is counted."""
    quantity = quantity_at_hand(state)
    before = carry(table, calendar, state, sheet, quantity)
    state[CUTS_WRITTEN] = 0
    # step 2: raw points
    points, factor = row_and_factor(table, calendar, people, facts, state, sheet)
    shared = shared_by(table, facts, state, sheet)
    raw = raw_points(table, sheet, points, quantity, factor, before, shared)
    state[layout.RAW] = raw
    if raw == 0:
        return layout.WORTH_NOTHING
    # step 3: highest only
    mark = mark_of(table, calendar, state, sheet)
    if mark > 0:
        cut(state, layout.HIGHEST_LABEL, min(raw, mark))
        if raw <= mark:
            write_lines(table, calendar, state, out, record, sheet, 0)
            return layout.NOT_ABOVE_HIGHEST
    # step 4: times; raising a key that is already counted uses no time
    times, within_times = 0, raw - mark
    if mark == 0:
        times = times_left(table, calendar, people, facts, state, sheet, quantity)
        within_times = points_of_times(table, state, sheet, times, points, factor, before, shared)
        if times == 0:
            write_lines(table, calendar, state, out, record, sheet, 0)
            return layout.TIMES_USED_UP
    # step 5: points limits; then floors
    left = points_left(table, calendar, people, facts, state, sheet, within_times)
    floors, floors_end = table[sheet + layout.FLOORS], table[sheet + layout.FLOORS_END]
    credited = above_floors(table, calendar, state, floors, floors_end, left)
    state[layout.CREDITED] = credited
    # step 6: posting
    write_lines(table, calendar, state, out, record, sheet, credited)
    use_limits(table, calendar, state, sheet, times, credited)
    move_on(table, calendar, state, sheet, raw)
    count_towards(table, calendar, state, sheet, times, quantity, credited)
    return outcome_of(raw, within_times, left, credited) | layout.COUNTED


@inlined
def row_and_factor(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, sheet: int
) -> tuple[int, int]:
    """The points that the item's value names here, and the factor in hundredths."""
    number, factor = 1, ONE
    if table[sheet + layout.KIND] == layout.BY_COUNT:
        stamp = stamp_of(calendar, state, table[sheet + layout.COUNT_PERIOD])
        number = 1 + used_in(state, table[sheet + layout.COUNT_SLOT], stamp)
    points = points_of_row(table, calendar, people, facts, state, sheet, number)
    if table[sheet + layout.FACTORS] != table[sheet + layout.FACTORS_END]:
        factor = largest_factor(table, calendar, people, facts, state, sheet)
    return points, factor


@inlined
def carry(table: Whole, calendar: Days, state: Whole, sheet: int, quantity: int) -> int:
    """Add what was done to what was done before in the period, which is given.

    Whatever becomes of the record: its hours were done. Nothing where nothing is carried.
    """
    if not table[sheet + layout.CARRIES]:
        return 0
    slot = table[sheet + layout.CARRY_SLOT]
    stamp = stamp_of(calendar, state, table[sheet + layout.CARRY_PERIOD])
    before = used_in(state, slot, stamp)
    add_to(state, slot, stamp, quantity)
    return before


@inlined
def use_limits(
    table: Whole, calendar: Days, state: Whole, sheet: int, times: int, credited: int
) -> None:
    """Charge limits on times with the times used, limits on points with what is credited."""
    if times > 0:
        begins, ends = table[sheet + layout.TIMES], table[sheet + layout.TIMES_END]
        charge(table, calendar, state, begins, ends, times)
    if credited > 0:
        begins, ends = table[sheet + layout.LIMITS], table[sheet + layout.LIMITS_END]
        charge(table, calendar, state, begins, ends, credited)


@inlined
def outcome_of(raw: int, within_times: int, within_limits: int, credited: int) -> int:
    """The outcome of a counted record: the first step that left nothing, else how much was left."""
    if credited == raw:
        return layout.IN_FULL
    if within_times == 0:
        return layout.TIMES_USED_UP
    if within_limits == 0:
        return layout.POINTS_USED_UP
    return layout.SPARED_BY_FLOOR if credited == 0 else layout.IN_PART


@inlined
def mark_of(table: Whole, calendar: Days, state: Whole, sheet: int) -> int:
    """The highest raw points among the counted records of the key; 0 where there are none."""
    highest, slot = table[sheet + layout.HIGHEST], table[sheet + layout.HIGHEST_SLOT]
    if highest == layout.HIGHEST_NONE:
        return 0
    if highest == layout.HIGHEST_OF_EVENT:
        return state[key_of(state, slot, 0, state[layout.EVENT]) + layout.KEY_USED]
    return used_in(state, slot, stamp_of(calendar, state, table[sheet + layout.HIGHEST_PERIOD]))


@inlined
def times_left(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole,
    sheet: int, quantity: int,
) -> int:  # fmt: skip
    """For how many of its times the record earns: as many as every limit on times leaves.

    A cut without points yet stands for the first of the limits that leave least.
    """
    left = quantity // ONE if table[sheet + layout.IS_TIMES] else 1
    tightest = -1
    for limit in range(table[sheet + layout.TIMES], table[sheet + layout.TIMES_END], LIMIT_COLUMNS):
        here = left_of(table, calendar, state, limit)
        if here < left and binds(table, calendar, people, facts, state, limit):
            tightest, left = limit, here
    if tightest >= 0:
        cut(state, table[tightest + layout.LABEL], 0)
    return left


@inlined
def points_of_times(
    table: Whole, state: Whole, sheet: int,
    times: int, points: int, factor: int, before: int, shared: int,
) -> int:  # fmt: skip
    """What the times that are left are worth; the rest is lost against the limit on times."""
    raw = state[layout.RAW]
    if state[CUTS_WRITTEN] == 0:
        return raw
    worth = 0
    if times > 0:
        worth = raw_points(table, sheet, points, times * ONE, factor, before, shared)
    if worth < raw:
        state[state[layout.CUTS] + layout.CUT_POINTS] = raw - worth
    else:
        state[CUTS_WRITTEN] = 0
    return worth


@inlined
def points_left(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole,
    sheet: int, points: int,
) -> int:  # fmt: skip
    """What limits leave; before them what no record of an added item may credit more than."""
    most = table[sheet + layout.MOST_EACH]
    if 0 <= most < points:
        cut(state, table[sheet + layout.MOST_EACH_LABEL], points - most)
        points = most
    begins, ends = table[sheet + layout.LIMITS], table[sheet + layout.LIMITS_END]
    return within_limits(table, calendar, people, facts, state, begins, ends, points)


@inlined
def write_lines(
    table: Whole, calendar: Days, state: Whole, out: Whole, record: int, sheet: int, credited: int
) -> None:
    """An award or deduction of what is credited, then a line for each cut; never a line of 0."""
    name, is_award = table[sheet + layout.NAME], table[sheet + layout.IS_AWARD]
    if credited > 0:
        points = credited if is_award else -credited
        kind = layout.AWARD if is_award else layout.DEDUCT
        write_line(table, calendar, state, out, kind, record, name, 0, points)
        earn(table, calendar, state, table[sheet + layout.GIVEN_IN], points)
        if table[layout.CLEARS]:
            add_amount(calendar, state, table[sheet + layout.CATEGORY], points, 0)
        begins, ends = table[sheet + layout.SUMS], table[sheet + layout.SUMS_END]
        add_to_sums(table, calendar, state, begins, ends, points)
    kept = layout.LOST if is_award else layout.SPARED
    write_cuts(table, calendar, state, out, kept, record, name)


@inlined
def move_on(table: Whole, calendar: Days, state: Whole, sheet: int, raw: int) -> None:
    """Move the count on, raise the highest mark: a counted record of a key is above the mark."""
    if table[sheet + layout.KIND] == layout.BY_COUNT:
        stamp = stamp_of(calendar, state, table[sheet + layout.COUNT_PERIOD])
        add_to(state, table[sheet + layout.COUNT_SLOT], stamp, 1)
    highest, slot = table[sheet + layout.HIGHEST], table[sheet + layout.HIGHEST_SLOT]
    if highest == layout.HIGHEST_OF_EVENT:
        state[key_of(state, slot, 0, state[layout.EVENT]) + layout.KEY_USED] = raw
    elif highest == layout.HIGHEST_OF_PERIOD:
        used_in(state, slot, stamp_of(calendar, state, table[sheet + layout.HIGHEST_PERIOD]))
        state[slot + USED] = raw
