"""The bonus behind a record: what counts towards its mark, what limits leave of it. Compiled."""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled
from rulesengine.engine.kernel_book import (
    add_amount,
    add_to,
    add_to_sums,
    earn,
    note_bar,
    stamp_of,
    used_in,
    write_line,
)  # fmt: skip
from rulesengine.engine.kernel_limits import above_floors, charge, within_limits, write_cuts
from rulesengine.engine.layout import BONUS_COLUMNS, CUTS_WRITTEN, USED


@compiled
def count_towards(
    table: Whole, calendar: Days, state: Whole, sheet: int, times: int, quantity: int, credited: int
) -> None:
    """Count a record towards the marks of its item's bonuses."""
    for bonus in range(
        table[sheet + layout.BONUSES], table[sheet + layout.BONUSES_END], BONUS_COLUMNS
    ):
        measure = table[bonus + layout.BONUS_MEASURE]
        if measure == layout.OF_A_RUN:
            extend_run(table, calendar, state, bonus)
        else:
            amount = times
            if measure == layout.OF_QUANTITY:
                amount = quantity
            elif measure == layout.OF_POINTS:
                amount = credited
            stamp = stamp_of(calendar, state, table[bonus + layout.BONUS_PERIOD])
            if table[bonus + layout.BONUS_WINDOW] >= 0:
                move_window(table, calendar, state, bonus, stamp, amount)
            add_to(state, table[bonus + layout.BONUS_TALLY], stamp, amount)


@compiled
def extend_run(table: Whole, calendar: Days, state: Whole, bonus: int) -> None:
    """A run goes on with the next period; a gap begins a new one.

    The latest period is kept one higher, so that 0 is none.
    """
    latest, length = table[bonus + layout.BONUS_TALLY], table[bonus + layout.BONUS_GIVEN]
    index = int(calendar[state[layout.ROW] + table[bonus + layout.BONUS_PERIOD]])
    stamp = stamp_of(calendar, state, layout.EVER)
    before, so_far = used_in(state, latest, stamp), used_in(state, length, stamp)
    if before != index + 1:
        state[latest + USED] = index + 1
        state[length + USED] = so_far + 1 if before == index else 1


@compiled
def move_window(
    table: Whole, calendar: Days, state: Whole, bonus: int, stamp: int, amount: int
) -> None:
    """Let go what lies before the months that end today, and keep today's amount."""
    day = int(calendar[state[layout.ROW] + layout.DAY])
    from_day = table[table[bonus + layout.BONUS_WINDOW_FROM] + day - table[layout.FIRST_OF_ALL]]
    total, first = table[bonus + layout.BONUS_TALLY], table[bonus + layout.BONUS_GIVEN]
    ends = table[bonus + layout.BONUS_WINDOW_END]
    begins = state[layout.WINDOWS] + table[bonus + layout.BONUS_WINDOW] * state[layout.WINDOW_ROOM]
    place = begins + used_in(state, first, stamp) * layout.WINDOW_COLUMNS
    new = begins + used_in(state, ends, stamp) * layout.WINDOW_COLUMNS
    while place < new and state[place + layout.WINDOW_DAY] < from_day:
        add_to(state, total, stamp, -state[place + layout.WINDOW_AMOUNT])
        state[first + USED] += 1
        place += layout.WINDOW_COLUMNS
    state[new + layout.WINDOW_DAY], state[new + layout.WINDOW_AMOUNT] = day, amount
    state[ends + USED] += 1


@compiled
def is_due(table: Whole, calendar: Days, state: Whole, bonus: int) -> bool:
    """Whether a bonus comes with a record of its item that was just counted."""
    mark, given = table[bonus + layout.BONUS_AMOUNT], table[bonus + layout.BONUS_GIVEN]
    if table[bonus + layout.BONUS_MEASURE] == layout.OF_A_RUN:
        return used_in(state, given, stamp_of(calendar, state, layout.EVER)) >= mark
    stamp = stamp_of(calendar, state, table[bonus + layout.BONUS_PERIOD])
    reached = used_in(state, table[bonus + layout.BONUS_TALLY], stamp)
    if table[bonus + layout.BONUS_WINDOW] >= 0:
        return reached >= mark
    return reached >= mark and used_in(state, given, stamp) == 0


@compiled
def give_bonuses(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, out: Whole,
    record: int, sheet: int,
) -> None:  # fmt: skip
    """Each bonus of the record's item that is due, then each bar: bars touch no points.

    What one is credited is charged before the next.

    raw = the bonus's points = credited + lost; it meets points limits only, a deduction floors too.
    """
    for bonus in range(
        table[sheet + layout.BONUSES], table[sheet + layout.BONUSES_END], BONUS_COLUMNS
    ):
        if table[bonus + layout.BONUS_IS_BAR]:
            day = int(calendar[state[layout.ROW] + layout.DAY])
            first, last = (
                table[bonus + layout.BONUS_FIRST_DAY],
                table[bonus + layout.BONUS_LAST_DAY],
            )
            if first <= day <= last and is_due(table, calendar, state, bonus):
                note_bar(out, record, table[bonus + layout.BONUS_NAME])
                start_again(table, calendar, state, bonus)
        elif is_due(table, calendar, state, bonus):
            give_bonus(table, calendar, people, facts, state, out, record, bonus)
            start_again(table, calendar, state, bonus)


@compiled
def give_bonus(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, out: Whole,
    record: int, bonus: int,
) -> None:  # fmt: skip
    """What limits and floors leave of a bonus: its lines, and charging the limits."""
    limits, limits_end = table[bonus + layout.BONUS_LIMITS], table[bonus + layout.BONUS_LIMITS_END]
    floors, floors_end = table[bonus + layout.BONUS_FLOORS], table[bonus + layout.BONUS_FLOORS_END]
    points = table[bonus + layout.BONUS_POINTS]
    state[CUTS_WRITTEN] = 0
    points = within_limits(table, calendar, people, facts, state, limits, limits_end, points)
    credited = above_floors(table, calendar, state, floors, floors_end, points)
    write_bonus(table, calendar, state, out, record, bonus, credited)
    charge(table, calendar, state, limits, limits_end, credited)


@compiled
def start_again(table: Whole, calendar: Days, state: Whole, bonus: int) -> None:
    """A mark that was reached: it is not reached again by what was counted up to now."""
    given = table[bonus + layout.BONUS_GIVEN]
    if table[bonus + layout.BONUS_MEASURE] == layout.OF_A_RUN:
        state[given + USED] = 0
    elif table[bonus + layout.BONUS_WINDOW] >= 0:
        state[table[bonus + layout.BONUS_TALLY] + USED] = 0
        state[given + USED] = state[table[bonus + layout.BONUS_WINDOW_END] + USED]
    else:
        kind = table[bonus + layout.BONUS_PERIOD]
        add_to(state, given, stamp_of(calendar, state, kind), 1)


@compiled
def write_bonus(
    table: Whole, calendar: Days, state: Whole, out: Whole, record: int, bonus: int, credited: int
) -> None:
    """The line of a bonus, or of the deduction that comes like one, then a line for each cut."""
    name, is_award = table[bonus + layout.BONUS_NAME], table[bonus + layout.BONUS_IS_AWARD]
    if credited > 0:
        points = credited if is_award else -credited
        kind = layout.BONUS if is_award else layout.DEDUCT
        write_line(table, calendar, state, out, kind, record, name, 0, points)
        earn(table, calendar, state, table[bonus + layout.BONUS_GIVEN_IN], points)
        if table[layout.CLEARS]:
            add_amount(calendar, state, table[bonus + layout.BONUS_CATEGORY], points, 0)
        begins, ends = table[bonus + layout.BONUS_SUMS], table[bonus + layout.BONUS_SUMS_END]
        add_to_sums(table, calendar, state, begins, ends, points)
    kept = layout.LOST if is_award else layout.SPARED
    write_cuts(table, calendar, state, out, kept, record, name)
