"""Steps 3 to 6: what a record is worth where the account stands, and what takes the rest. Compiled.

What takes is kept in `state.cuts` in the order in which it takes, for the lines behind the record's.
"""

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import compiled
from rulesengine.engine.days import Whole
from rulesengine.engine.kernel_acts import charge, count_towards, left_of
from rulesengine.engine.kernel_book import (
    add_amount,
    add_to,
    add_to_sums,
    key_of,
    stamp_of,
    used_in,
    write_line,
)
from rulesengine.engine.kernel_worth import ONE, largest_factor, known_of, points_of_row, raw_points
from rulesengine.engine.layout import MISSING, MISSING_AMOUNT, USED
from rulesengine.engine.members import Members
from rulesengine.engine.state import Results, State
from rulesengine.engine.tables import Tables


@compiled
def cut(state: State, label: int, points: int) -> None:
    """Keep what something takes."""
    place = state.book[layout.CUTS]
    state.cuts[place, 0], state.cuts[place, 1] = label, points
    state.book[layout.CUTS] = place + 1


@compiled
def weigh(
    tables: Tables, records: Records, members: Members, state: State, results: Results, row: int,
    record: int, number: int,
) -> int:  # fmt: skip
    """What becomes of a record that passed step 1: its outcome, with COUNTED where it is counted."""
    sheet, account = tables.sheets[number], state.book[layout.ACCOUNT]
    state.book[layout.CUTS] = 0
    given = records.quantity[record & records.masks[layout.MASK_QUANTITY]]
    quantity = ONE if given == MISSING_AMOUNT else given

    # step 2: raw points
    known = known_of(tables, records, record, row, MISSING)
    count = 1
    if sheet[layout.KIND] == layout.BY_COUNT:
        stamp = stamp_of(account, tables.calendar[row, sheet[layout.COUNT_PERIOD]])
        count = 1 + used_in(state.slots, sheet[layout.COUNT_SLOT], stamp)
    points_of_one = points_of_row(tables, records, members, sheet, known, count)
    factor = ONE
    if sheet[layout.FACTORS] != sheet[layout.FACTORS_END]:
        factor = largest_factor(tables, records, members, state.answers, sheet, known)
    raw = raw_points(sheet, points_of_one, quantity, factor)
    if raw == 0:
        return layout.WORTH_NOTHING
    results.raw[record] = raw

    # step 3: highest only
    mark = mark_of(tables, records, state, row, record, sheet)
    if mark > 0:
        cut(state, 1, min(raw, mark))
        if raw <= mark:
            write_lines(tables, state, results, row, record, sheet, 0)
            return layout.NOT_ABOVE_HIGHEST

    # step 4: times; raising a key that is already counted uses no time
    times, within_times = 0, raw - mark
    if mark == 0:
        times = quantity // ONE if sheet[layout.IS_TIMES] else 1
        times, within_times = times_left(
            tables, records, state, row, record, sheet, times, points_of_one, factor, raw
        )
        if times == 0:
            write_lines(tables, state, results, row, record, sheet, 0)
            return layout.TIMES_USED_UP

    # step 5: points limits; then floors
    within_limits = points_left(tables, records, state, row, record, sheet, within_times)
    credited = within_limits
    if sheet[layout.FLOORS] != sheet[layout.FLOORS_END]:
        credited = above_floors(tables, state, row, sheet, credited)

    # step 6: posting
    results.credited[record] = credited
    write_lines(tables, state, results, row, record, sheet, credited)
    if times > 0:
        begins, ends = sheet[layout.TIMES], sheet[layout.TIMES_END]
        charge(tables, records, state, row, record, begins, ends, times)
    if credited > 0:
        begins, ends = sheet[layout.LIMITS], sheet[layout.LIMITS_END]
        charge(tables, records, state, row, record, begins, ends, credited)
    move_on(tables, records, state, row, record, sheet, raw)
    if sheet[layout.BONUSES] != sheet[layout.BONUSES_END]:
        count_towards(tables, state, row, number, times, quantity, credited)
    return outcome_of(raw, within_times, within_limits, credited) | layout.COUNTED


@compiled
def outcome_of(raw: int, within_times: int, within_limits: int, credited: int) -> int:
    """The outcome of a counted record: the first step that left nothing, else how much was left."""
    if credited == raw:
        return layout.IN_FULL
    if within_times == 0:
        return layout.TIMES_USED_UP
    if within_limits == 0:
        return layout.POINTS_USED_UP
    return layout.SPARED_BY_FLOOR if credited == 0 else layout.IN_PART


@compiled
def mark_of(
    tables: Tables, records: Records, state: State, row: int, record: int, sheet: Whole
) -> int:
    """The highest raw points among the counted records of the key; 0 where there are none."""
    account = state.book[layout.ACCOUNT]
    if sheet[layout.HIGHEST] == layout.HIGHEST_NONE:
        return 0
    slot = sheet[layout.HIGHEST_SLOT]
    if sheet[layout.HIGHEST] == layout.HIGHEST_OF_EVENT:
        event = records.event[record & records.masks[layout.MASK_EVENT]]
        return state.keys[key_of(state.keys, account, slot, 0, event), 3]
    index = tables.calendar[row, sheet[layout.HIGHEST_PERIOD]]
    return used_in(state.slots, slot, stamp_of(account, index))


@compiled
def times_left(
    tables: Tables, records: Records, state: State, row: int, record: int, sheet: Whole,
    times: int, points_of_one: int, factor: int, raw: int,
) -> tuple[int, int]:  # fmt: skip
    """How many of its times the record earns for, and what those are worth."""
    tightest, left = -1, times
    for limit in range(sheet[layout.TIMES], sheet[layout.TIMES_END]):
        here = left_of(tables, records, state, row, record, limit)
        if here < left:  # the first of those that leave least
            tightest, left = limit, here
    if tightest < 0:
        return times, raw
    points = raw_points(sheet, points_of_one, left * ONE, factor) if left > 0 else 0
    if points < raw:
        cut(state, tables.limits[tightest, layout.LABEL], raw - points)
    return left, points


@compiled
def points_left(
    tables: Tables, records: Records, state: State, row: int, record: int, sheet: Whole,
    points: int,
) -> int:  # fmt: skip
    """Each limit in order takes what still exceeds it after those before."""
    most = sheet[layout.MOST_EACH]
    if 0 <= most < points:
        cut(state, sheet[layout.MOST_EACH_LABEL], points - most)
        points = most
    for limit in range(sheet[layout.LIMITS], sheet[layout.LIMITS_END]):
        left = left_of(tables, records, state, row, record, limit)
        if points > left:
            cut(state, tables.limits[limit, layout.LABEL], points - left)
            points = left
    return points


@compiled
def above_floors(tables: Tables, state: State, row: int, sheet: Whole, points: int) -> int:
    """What floors let a deduction take: down to the floor, nothing where it is below already."""
    for place in range(sheet[layout.FLOORS], sheet[layout.FLOORS_END]):
        floor = tables.floors[place]
        index = tables.calendar[row, floor[layout.FLOOR_PERIOD]]
        stamp = stamp_of(state.book[layout.ACCOUNT], index)
        total = used_in(state.slots, floor[layout.FLOOR_SLOT], stamp)
        room = max(0, total - floor[layout.FLOOR_POINTS])
        if points > room:
            cut(state, floor[layout.FLOOR_LABEL], points - room)
            points = room
    return points


@compiled
def write_lines(
    tables: Tables, state: State, results: Results, row: int, record: int, sheet: Whole,
    credited: int,
) -> None:  # fmt: skip
    """An award or deduction of what is credited, then a line for each cut; never a line of 0."""
    name, is_award = sheet[layout.NAME], sheet[layout.IS_AWARD]
    if credited > 0:
        points = credited if is_award else -credited
        kind = layout.AWARD if is_award else layout.DEDUCT
        write_line(tables, state, results, row, kind, record, name, 0, points)
        state.book[layout.REDEEMABLE] += points
        if tables.settings[layout.CLEARS]:
            day = tables.calendar[row, layout.DAY]
            add_amount(state, day, sheet[layout.CATEGORY], points, 0)
        add_to_sums(tables, state, row, sheet[layout.SUMS], sheet[layout.SUMS_END], points)
    kept = layout.LOST if is_award else layout.SPARED
    for place in range(state.book[layout.CUTS]):
        label, points = state.cuts[place, 0], state.cuts[place, 1]
        write_line(tables, state, results, row, kept, record, name, label, points)


@compiled
def move_on(
    tables: Tables, records: Records, state: State, row: int, record: int, sheet: Whole, raw: int
) -> None:
    """Move the count on, raise the highest mark: a counted record of a key is above the mark."""
    account = state.book[layout.ACCOUNT]
    if sheet[layout.KIND] == layout.BY_COUNT:
        index = tables.calendar[row, sheet[layout.COUNT_PERIOD]]
        add_to(state.slots, sheet[layout.COUNT_SLOT], stamp_of(account, index), 1)
    if sheet[layout.HIGHEST] == layout.HIGHEST_OF_PERIOD:
        stamp = stamp_of(account, tables.calendar[row, sheet[layout.HIGHEST_PERIOD]])
        used_in(state.slots, sheet[layout.HIGHEST_SLOT], stamp)
        state.slots[sheet[layout.HIGHEST_SLOT], USED] = raw
    elif sheet[layout.HIGHEST] == layout.HIGHEST_OF_EVENT:
        event = records.event[record & records.masks[layout.MASK_EVENT]]
        slot = sheet[layout.HIGHEST_SLOT]
        state.keys[key_of(state.keys, account, slot, 0, event), 3] = raw
