"""Step 1, does a record count, and step 2, its raw points, as far as no other record is asked.

Compiled.
"""

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import compiled
from rulesengine.engine.days import Whole
from rulesengine.engine.kernel_facts import Answers, Known, fact_of_member, operand, truth
from rulesengine.engine.layout import MISSING, MISSING_AMOUNT, NO, UNKNOWN, YES
from rulesengine.engine.members import Members
from rulesengine.engine.tables import Tables

ONE = 100  # one unit, one time, a factor that changes nothing
MOST_UNITS = 100_000_00
MOST_RAW_POINTS = 1_000_000_00


@compiled
def row_of(tables: Tables, day: int) -> int:
    """The calendar's row of a day; 0 for days before the first."""
    return max(0, day - tables.settings[layout.FIRST_OF_ALL] + 1)


@compiled
def stay_on(members: Members, account: int, day: int) -> int:
    """The stay that holds a day: its row, or -1 where the account is not in the register."""
    for stay in range(members.stays[account], members.stays[account + 1]):
        if members.stay[stay, 0] <= day <= members.stay[stay, 1]:
            return stay
    return -1


@compiled
def rounded(numerator: int, denominator: int, step: int) -> int:
    """To a multiple of the step, half away from zero; nothing here is below zero."""
    whole = denominator * step
    return (2 * numerator + whole) // (2 * whole) * step


@compiled
def raw_points(sheet: Whole, row: int, quantity: int, factor: int) -> int:
    """Raw points: exact, and rounded once."""
    kind, step = sheet[layout.KIND], sheet[layout.ROUND_TO]
    if kind == layout.PER_UNIT:
        if factor == ONE and quantity == sheet[layout.SIZE] and step == 1:
            return row
        return rounded(row * quantity * factor, sheet[layout.SIZE] * ONE, step)
    if kind == layout.PER_BLOCK:
        return rounded(quantity // sheet[layout.SIZE] * row * factor, ONE, step)
    if factor == ONE and step == 1:
        return row
    return rounded(row * factor, ONE, step)


@compiled
def is_faulty(sheet: Whole, quantity: int, judged: int, event: int) -> bool:
    """Whether a record carries what its item cannot take, or lacks what it needs."""
    kind = sheet[layout.KIND]
    if kind == layout.JUDGED:
        if judged < sheet[layout.LOW] or judged > sheet[layout.HIGH]:
            return True  # missing ones are far below
    elif judged != MISSING_AMOUNT:
        return True
    if kind == layout.PER_UNIT or kind == layout.PER_BLOCK:
        if quantity == MISSING_AMOUNT:
            if not sheet[layout.IS_TIMES]:
                return True
        elif quantity < 0 or quantity > MOST_UNITS:
            return True
        elif sheet[layout.IS_TIMES] and quantity % ONE != 0:
            return True
    elif quantity != MISSING_AMOUNT and quantity != ONE:
        return True
    if sheet[layout.NEEDS_EVENT] and event == 0:
        return True
    if not sheet[layout.MAY_BE_LARGE]:
        return False
    row = judged if kind == layout.JUDGED else sheet[layout.MOST_ROW]
    given = ONE if quantity == MISSING_AMOUNT else quantity
    return raw_points(sheet, row, given, sheet[layout.MOST_FACTOR]) > MOST_RAW_POINTS


@compiled
def known_of(tables: Tables, records: Records, record: int, row: int, raw: int) -> Known:
    """Whose facts a record's conditions look at, and when."""
    masks = records.masks
    household = records.household_member[record & masks[layout.MASK_HOUSEHOLD_MEMBER]]
    person = records.person_member[record & masks[layout.MASK_PERSON_MEMBER]]
    day, packed = tables.calendar[row, layout.DAY], tables.calendar[row, layout.PACKED]
    return (record, household, person, day, packed, raw)


@compiled
def points_of_row(
    tables: Tables, records: Records, members: Members, sheet: Whole, known: Known, number: int
) -> int:
    """The points that the item's value names, before quantity and factor; -1 where unknown.

    `number`: for a value by count, which counted record of its period it would be.
    """
    kind = sheet[layout.KIND]
    if kind < layout.JUDGED:
        return sheet[layout.POINTS]
    if kind == layout.JUDGED:
        return records.judged[known[0] & records.masks[layout.MASK_JUDGED]]
    measure = number
    if kind != layout.BY_COUNT:
        where, place = sheet[layout.MEASURE_KIND], sheet[layout.MEASURE]
        measure = operand(records, members, where, place, known)
        if measure == MISSING:
            return -1
    for one in range(sheet[layout.ROWS], sheet[layout.ROWS_END]):
        key = tables.rows[one, layout.ROW_KEY]
        if kind == layout.BY_LEVEL:
            reached = measure == key
        elif kind == layout.BY_BAND:
            reached = measure >= key
        else:
            reached = measure <= key
        if reached:
            return tables.rows[one, layout.ROW_POINTS]
    return -1 if kind == layout.BY_LEVEL else sheet[layout.OTHERWISE]


@compiled
def largest_factor(
    tables: Tables,
    records: Records,
    members: Members,
    answers: Answers,
    sheet: Whole,
    known: Known,
) -> int:
    """The largest factor whose condition holds, alone; an unknown condition does not hold."""
    largest = -1
    for one in range(sheet[layout.FACTORS], sheet[layout.FACTORS_END]):
        factor = tables.factors[one]
        if factor[layout.FACTOR_TIMES] > largest:
            begins, ends = factor[layout.FACTOR_WHEN], factor[layout.FACTOR_WHEN_END]
            if truth(tables, records, members, answers, begins, ends, known) == YES:
                largest = factor[layout.FACTOR_TIMES]
    return ONE if largest < 0 else largest


@compiled
def reason_against(
    tables: Tables,
    records: Records,
    members: Members,
    answers: Answers,
    account: int,
    record: int,
    row: int,
    number: int,
) -> int:
    """Step 1: the first reason why a record does not count, or PASSES. `number`: of its sheet.

    Nothing that the account holds already is asked.
    """
    approved = records.approved[record & records.masks[layout.MASK_APPROVED]]
    if tables.calendar[row, layout.IN_FORCE] < 0:
        return layout.NO_POLICY if approved else layout.NOT_APPROVED
    if number < 0:
        return layout.ERROR
    sheet = tables.sheets[number]
    quantity = records.quantity[record & records.masks[layout.MASK_QUANTITY]]
    judged = records.judged[record & records.masks[layout.MASK_JUDGED]]
    event = records.event[record & records.masks[layout.MASK_EVENT]]
    if is_faulty(sheet, quantity, judged, event):
        return layout.ERROR
    if not approved:
        return layout.NOT_APPROVED
    day = records.day[record]
    if day < sheet[layout.FIRST_DAY] or day > sheet[layout.LAST_DAY]:
        return layout.OUTSIDE_DATES
    if stay_on(members, account, day) < 0:
        return layout.NOT_IN_REGISTER
    if not sheet[layout.ASKS]:
        return layout.PASSES
    return reason_in_facts(tables, records, members, answers, account, record, row, number)


@compiled
def reason_in_facts(
    tables: Tables,
    records: Records,
    members: Members,
    answers: Answers,
    account: int,
    record: int,
    row: int,
    number: int,
) -> int:
    """The part of step 1 that looks at facts: eligible, condition, table, requirements."""
    sheet = tables.sheets[number]
    known = known_of(tables, records, record, row, MISSING)
    begins, ends = sheet[layout.ELIGIBLE], sheet[layout.ELIGIBLE_END]
    eligible = truth(tables, records, members, answers, begins, ends, known)
    if eligible == NO:
        return layout.NOT_ELIGIBLE
    begins, ends = sheet[layout.WHEN], sheet[layout.WHEN_END]
    holds = truth(tables, records, members, answers, begins, ends, known)
    if holds == NO:
        return layout.CONDITION_NOT_MET
    if eligible == UNKNOWN or holds == UNKNOWN:
        return layout.FACT_MISSING
    points = points_of_row(tables, records, members, sheet, known, 1)
    if points < 0:
        return layout.FACT_MISSING
    if sheet[layout.REQUIRES] == sheet[layout.REQUIRES_END]:
        return layout.PASSES
    # requirements look at raw points; those of a value by count are those of its highest row
    if sheet[layout.KIND] == layout.BY_COUNT:
        points = sheet[layout.MOST_ROW]
    given = records.quantity[record & records.masks[layout.MASK_QUANTITY]]
    quantity = ONE if given == MISSING_AMOUNT else given
    factor = largest_factor(tables, records, members, answers, sheet, known)
    raw = raw_points(sheet, points, quantity, factor)
    known = known_of(tables, records, record, row, raw)
    for one in range(sheet[layout.REQUIRES], sheet[layout.REQUIRES_END]):
        asked = tables.requires[one]
        begins, ends = asked[layout.REQUIRE_WHEN], asked[layout.REQUIRE_WHEN_END]
        when = truth(tables, records, members, answers, begins, ends, known)
        if when != NO and records.facts[asked[layout.REQUIRE_FACT], record] != 1:
            return layout.APPROVAL_MISSING
    return layout.PASSES
