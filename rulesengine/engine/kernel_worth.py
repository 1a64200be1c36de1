"""Step 1, does a record count, and step 2, its raw points, as far as no other record is asked.

The record at hand stands in `state`. Compiled.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled, inlined
from rulesengine.engine.kernel_facts import operand, truth
from rulesengine.engine.layout import MISSING, MISSING_AMOUNT, NO, UNKNOWN, YES

ONE = 100  # one unit, one time, a factor that changes nothing
MOST_UNITS = 100_000_00
MOST_JUDGES = 100
MOST_RAW_POINTS = 1_000_000_00


@inlined
def row_of(table: Whole, day: int) -> int:
    """Where the calendar's row of a day begins; the first one's for days before."""
    return max(0, day - table[layout.FIRST_OF_ALL] + 1) * layout.CALENDAR_COLUMNS


@inlined
def stay_on(people: Whole, account: int, day: int) -> int:
    """The stay that holds a day, or -1 where the account is not in the register."""
    stays = people[layout.STAYS] + account
    for stay in range(people[stays], people[stays + 1], layout.STAY_COLUMNS):
        if people[stay + layout.STAY_JOINED] <= day <= people[stay + layout.STAY_LEFT]:
            return stay
    return -1


@compiled
def rounded(numerator: int, denominator: int, step: int) -> int:
    """To a multiple of the step, half away from zero; nothing here is below zero."""
    whole = denominator * step
    return (2 * numerator + whole) // (2 * whole) * step


@inlined
def raw_points(
    table: Whole, sheet: int, points: int, quantity: int, factor: int, before: int, shared: int
) -> int:
    """Raw points of a quantity: exact, and rounded once.

    `before`: what was done before in the period, of blocks that are carried. `shared`: by how many
    judges.
    """
    kind, step = table[sheet + layout.KIND], table[sheet + layout.ROUND_TO]
    if kind == layout.PER_UNIT:
        size = table[sheet + layout.SIZE]
        if factor == ONE and quantity == size and step == 1:
            return points
        return rounded(points * quantity * factor, size * ONE, step)
    if kind == layout.PER_BLOCK:
        size = table[sheet + layout.SIZE]
        blocks = (before + quantity) // size - before // size
        return rounded(blocks * points * factor, ONE, step)
    if factor == ONE and step == 1 and shared == 1:
        return points
    return rounded(points * factor, ONE * shared, step)


@inlined
def quantity_at_hand(state: Whole) -> int:
    """The quantity of a sound record: one where none is given."""
    return ONE if state[layout.QUANTITY] == MISSING_AMOUNT else state[layout.QUANTITY]


@inlined
def of_judges(facts: Whole, state: Whole, column: int) -> int:
    """What stands in a column of the judges' points; of one judge all but how many are alike."""
    begins = state[layout.JUDGINGS]
    if begins >= 0:
        return facts[begins + column * state[layout.RECORDS] + state[layout.RECORD]]
    judged = state[layout.JUDGED_POINTS]
    if column == layout.JUDGED_BY:
        return 0 if judged == MISSING_AMOUNT else 1
    return judged


@compiled
def is_judged_wrong(table: Whole, facts: Whole, state: Whole, sheet: int) -> bool:
    """Whether too few or too many judged, or somebody gave points out of range."""
    judges, given = table[sheet + layout.JUDGES], of_judges(facts, state, layout.JUDGED_BY)
    fewest = 3 if judges == layout.MEAN_WITHOUT_EXTREMES else 1
    most = 1 if judges == layout.ONE_JUDGE else MOST_JUDGES
    return (
        given < fewest
        or given > most
        or of_judges(facts, state, layout.JUDGED_LOWEST) < table[sheet + layout.LOW]
        or state[layout.JUDGED_POINTS] > table[sheet + layout.HIGH]
    )


@compiled
def judged_points(table: Whole, facts: Whole, state: Whole, sheet: int) -> int:
    """The sum of the judges' points that count."""
    judges = table[sheet + layout.JUDGES]
    if judges == layout.MEDIAN:
        return of_judges(facts, state, layout.JUDGED_MIDDLE)
    points = of_judges(facts, state, layout.JUDGED_SUM)
    if judges == layout.MEAN_WITHOUT_EXTREMES:
        lowest = of_judges(facts, state, layout.JUDGED_LOWEST)
        return points - lowest - state[layout.JUDGED_POINTS]
    return points


@compiled
def shared_by(table: Whole, facts: Whole, state: Whole, sheet: int) -> int:
    """Among how many the row is shared: the judges whose points count; else one."""
    judges = table[sheet + layout.JUDGES]
    if judges == layout.ONE_JUDGE:
        return 1
    given = of_judges(facts, state, layout.JUDGED_BY)
    if judges == layout.MEDIAN:
        return 2 - given % 2
    return given - 2 if judges == layout.MEAN_WITHOUT_EXTREMES else given


@compiled
def is_faulty(table: Whole, facts: Whole, state: Whole, sheet: int) -> bool:
    """Whether the record carries what its item cannot take, or lacks what it needs."""
    kind, quantity = table[sheet + layout.KIND], state[layout.QUANTITY]
    judged = state[layout.JUDGED_POINTS]
    if kind == layout.JUDGED:
        if is_judged_wrong(table, facts, state, sheet):
            return True
    elif judged != MISSING_AMOUNT:
        return True
    if kind == layout.PER_UNIT or kind == layout.PER_BLOCK:
        if quantity == MISSING_AMOUNT:
            if not table[sheet + layout.IS_TIMES]:
                return True
        elif (
            quantity < 0
            or quantity > MOST_UNITS
            or (table[sheet + layout.IS_TIMES] and quantity % ONE != 0)
        ):
            return True
    elif quantity != MISSING_AMOUNT and quantity != ONE:
        return True
    if table[sheet + layout.NEEDS_EVENT] and state[layout.EVENT] == 0:
        return True
    if not table[sheet + layout.MAY_BE_LARGE]:
        return False
    points = judged if kind == layout.JUDGED else table[sheet + layout.MOST_ROW]
    factor = table[sheet + layout.MOST_FACTOR]
    quantity, rest = quantity_at_hand(state), table[sheet + layout.MOST_REST]
    return raw_points(table, sheet, points, quantity, factor, rest, 1) > MOST_RAW_POINTS


@compiled
def points_of_row(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, sheet: int, number: int
) -> int:
    """The points that the item's value names, before quantity and factor; -1 where unknown.

    `number`: for a value by count, which counted record of its period it would be.
    """
    kind = table[sheet + layout.KIND]
    if kind < layout.JUDGED:
        return table[sheet + layout.POINTS]
    if kind == layout.JUDGED:
        return judged_points(table, facts, state, sheet)
    measure = number
    if kind != layout.BY_COUNT:
        where, place = table[sheet + layout.MEASURE_KIND], table[sheet + layout.MEASURE]
        measure = operand(calendar, people, facts, state, where, place)
        if measure == MISSING:
            return -1
    for row in range(
        table[sheet + layout.ROWS], table[sheet + layout.ROWS_END], layout.ROW_COLUMNS
    ):
        key = table[row + layout.ROW_KEY]
        if kind == layout.BY_LEVEL:
            reached = measure == key
        elif kind == layout.BY_BAND:
            reached = measure >= key
        else:
            reached = measure <= key
        if reached:
            return table[row + layout.ROW_POINTS]
    return -1 if kind == layout.BY_LEVEL else table[sheet + layout.OTHERWISE]


@compiled
def largest_factor(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, sheet: int
) -> int:
    """The largest factor whose condition holds, alone; an unknown condition does not hold."""
    largest = -1
    begins, ends = table[sheet + layout.FACTORS], table[sheet + layout.FACTORS_END]
    for one in range(begins, ends, layout.FACTOR_COLUMNS):
        times = table[one + layout.FACTOR_TIMES]
        if times > largest:
            when, when_end = table[one + layout.FACTOR_WHEN], table[one + layout.FACTOR_WHEN_END]
            if truth(table, calendar, people, facts, state, when, when_end) == YES:
                largest = times
    return ONE if largest < 0 else largest


@inlined
def reason_against(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole,
    sheet: int, approved: bool,
) -> int:  # fmt: skip
    """Step 1: the first reason why the record does not count, or PASSES. `sheet` -1: there is none.

    Nothing that the account holds already is asked.
    """
    row = state[layout.ROW]
    if calendar[row + layout.IN_FORCE] < 0:
        return layout.NO_POLICY if approved else layout.NOT_APPROVED
    if sheet < 0 or is_faulty(table, facts, state, sheet):
        return layout.ERROR
    if not approved:
        return layout.NOT_APPROVED
    day = int(calendar[row + layout.DAY])
    if day < table[sheet + layout.FIRST_DAY] or day > table[sheet + layout.LAST_DAY]:
        return layout.OUTSIDE_DATES
    if stay_on(people, state[layout.ACCOUNT], day) < 0:
        return layout.NOT_IN_REGISTER
    if not table[sheet + layout.ASKS]:
        return layout.PASSES
    return reason_in_facts(table, calendar, people, facts, state, sheet)


@compiled
def reason_in_facts(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, sheet: int
) -> int:
    """The part of step 1 that looks at facts: eligible, condition, table, requirements."""
    begins, ends = table[sheet + layout.ELIGIBLE], table[sheet + layout.ELIGIBLE_END]
    eligible = truth(table, calendar, people, facts, state, begins, ends)
    if eligible == NO:
        return layout.NOT_ELIGIBLE
    begins, ends = table[sheet + layout.WHEN], table[sheet + layout.WHEN_END]
    holds = truth(table, calendar, people, facts, state, begins, ends)
    if holds == NO:
        return layout.CONDITION_NOT_MET
    if eligible == UNKNOWN or holds == UNKNOWN:
        return layout.FACT_MISSING
    points = points_of_row(table, calendar, people, facts, state, sheet, 1)
    if points < 0:
        return layout.FACT_MISSING
    begins, ends = table[sheet + layout.REQUIRES], table[sheet + layout.REQUIRES_END]
    if begins == ends:
        return layout.PASSES
    # requirements look at raw points: by count those of the highest row, of carried blocks those
    # with the largest rest
    if table[sheet + layout.KIND] == layout.BY_COUNT:
        points = table[sheet + layout.MOST_ROW]
    factor = largest_factor(table, calendar, people, facts, state, sheet)
    shared = shared_by(table, facts, state, sheet)
    quantity, rest = quantity_at_hand(state), table[sheet + layout.MOST_REST]
    state[layout.RAW] = raw_points(table, sheet, points, quantity, factor, rest, shared)
    for one in range(begins, ends, layout.REQUIRE_COLUMNS):
        when, when_end = table[one + layout.REQUIRE_WHEN], table[one + layout.REQUIRE_WHEN_END]
        given = facts[
            table[one + layout.REQUIRE_FACT] * state[layout.RECORDS] + state[layout.RECORD]
        ]
        if given != YES and truth(table, calendar, people, facts, state, when, when_end) != NO:
            return layout.APPROVAL_MISSING
    return layout.PASSES
