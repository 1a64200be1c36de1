"""The fold of meaning.md over accounts: the same lines as `reference.fold`, from whole numbers.

One pass over each account's records in passbook order, with a few counters; accounts do not see
each other, so threads take different ones. Compiled; the steps of a record stand in

    kernel_worth      1 does it count? 2 raw points, with kernel_facts (conditions)
    kernel_deciding   3 highest only, 4 times, 5 points limits, floors, 6 its lines
    kernel_limits     what limits leave, charging them; kernel_bonuses, kernel_acts
    kernel_calendar   what the calendar brings: base, expiry; kernel_matching: gifts at the end
    kernel_book       where counters are kept and lines are written
"""

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import Days, Outcomes, Points, Whole, compiled, inlined
from rulesengine.engine.kernel_acts import take_act
from rulesengine.engine.kernel_bonuses import give_bonuses
from rulesengine.engine.kernel_calendar import bases_due, take_agenda, write_base
from rulesengine.engine.kernel_deciding import weigh
from rulesengine.engine.kernel_matching import match_gifts
from rulesengine.engine.kernel_plain import take_plain
from rulesengine.engine.kernel_worth import reason_against, row_of, stay_on
from rulesengine.engine.layout import ROW

NEVER = 1 << 62


@compiled
def fold(
    table: Whole, short: Days, calendar: Days, people: Whole, records: Records, state: Whole,
    out: Whole, raw: Points, credited: Points, outcome: Outcomes, figures: Whole,
    first: int, last: int,
) -> None:  # fmt: skip
    """Score the accounts from `first` up to and without `last`, each up to the last day.

    Records after it are left out of everything.
    """
    facts, width = records.facts, len(figures) // (len(records.starts) - 1)
    for account in range(first, last):
        begins, ends = records.starts[account], records.starts[account + 1]
        turn = open_book(table, calendar, people, facts, state, account, records.day, begins, ends)
        record = begins
        while record < ends and records.day[record] <= table[layout.UNTIL]:
            day = int(records.day[record])
            while turn <= 4 * day:
                turn = take_turn(table, calendar, state, out)
            if state[layout.ALWAYS_THERE]:
                stop = min((turn + 3) // 4, table[layout.UNTIL] + 1)
                record = take_plain(
                    short, calendar, records, state, out, raw, credited, outcome,
                    record, ends, table[layout.FIRST_OF_ALL], stop,
                )  # fmt: skip
                if record == ends or records.day[record] >= stop:
                    continue
            state[ROW] = row_of(table, int(records.day[record]))
            outcome[record] = take_record(
                table, calendar, people, records, state, out, raw, credited, record
            )
            record += 1
        while turn < NEVER:
            turn = take_turn(table, calendar, state, out)
        place = account * width
        for figure in range(layout.FIGURES):
            figures[place + figure] = state[figure]
        if table[layout.GIFTS] < table[layout.GIFTS_END]:
            place += layout.FIGURES
            match_gifts(table, calendar, people, facts, state, figures, place)


@compiled
def open_book(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole,
    account: int, days: Days, begins: int, ends: int,
) -> int:  # fmt: skip
    """An empty passbook, and when the calendar brings something first.

    An account begins with its first base or record; ends of periods before that concern it not.
    """
    for place in range(layout.PER_ACCOUNT):
        state[place] = 0
    state[layout.ACCOUNT] = account
    state[layout.ALWAYS_THERE] = is_always_there(table, people, account)
    if table[layout.HAS_BASES]:
        bases_due(table, calendar, people, facts, state)
    first = NEVER
    if state[layout.BASES_DUE] > 0:
        first = int(calendar[state[state[layout.DUE]] + layout.DAY])
    if begins < ends and days[begins] <= table[layout.UNTIL]:
        first = min(first, int(days[begins]))
    state[layout.FIRST_END] = first
    if first == NEVER:
        state[layout.AGENDA_STEP] = table[layout.AGENDA_STEPS]
    return next_turn(table, calendar, state)


@inlined
def is_always_there(table: Whole, people: Whole, account: int) -> bool:
    """Whether one stay of the account holds the whole run."""
    stay = stay_on(people, account, table[layout.FIRST_OF_ALL])
    return stay >= 0 and people[stay + layout.STAY_LEFT] >= table[layout.UNTIL]


@compiled
def next_turn(table: Whole, calendar: Days, state: Whole) -> int:
    """When the calendar brings something next: four times the day, 3 more behind its records.

    On one day: base; the records; what is redeemable at a period's end; expiry.
    """
    turn = NEVER
    if state[layout.AGENDA_STEP] < table[layout.AGENDA_STEPS]:
        step = table[layout.AGENDA] + state[layout.AGENDA_STEP] * layout.AGENDA_COLUMNS
        turn = 4 * table[step + layout.AGENDA_DAY] + 3
    if state[layout.NEXT_BASE] < state[layout.BASES_DUE]:
        due = state[layout.DUE] + state[layout.NEXT_BASE] * layout.DUE_COLUMNS
        turn = min(turn, 4 * int(calendar[state[due + layout.DUE_ROW] + layout.DAY]))
    return turn


@compiled
def take_turn(table: Whole, calendar: Days, state: Whole, out: Whole) -> int:
    """Take what the calendar brings next, and find when it brings something again."""
    if next_turn(table, calendar, state) % 4 == 0:
        write_base(table, calendar, state, out)
    else:
        take_agenda(table, calendar, state, out)
    return next_turn(table, calendar, state)


@inlined
def take_up(state: Whole, records: Records, record: int) -> bool:
    """Take a record in hand; whether it is approved."""
    masks = records.masks
    state[layout.RECORD] = record
    state[layout.QUANTITY] = records.quantity[record & masks[layout.MASK_QUANTITY]]
    state[layout.JUDGED_POINTS] = records.judged[record & masks[layout.MASK_JUDGED]]
    state[layout.EVENT] = records.event[record & masks[layout.MASK_EVENT]]
    state[layout.PERSON] = records.person[record & masks[layout.MASK_PERSON]]
    household = records.household_member[record & masks[layout.MASK_HOUSEHOLD_MEMBER]]
    state[layout.HOUSEHOLD_MEMBER] = household
    person = records.person_member[record & masks[layout.MASK_PERSON_MEMBER]]
    state[layout.PERSON_MEMBER] = person
    return records.approved[record & masks[layout.MASK_APPROVED]]


@inlined
def sheet_at_hand(table: Whole, calendar: Days, state: Whole, item: int) -> int:
    """The sheet of the record's item under the version in force; -1 where there is none."""
    version = int(calendar[state[ROW] + layout.IN_FORCE])
    if version < 0:
        return -1
    return table[table[layout.SHEET_OF] + version * table[layout.CODES] + item]


@inlined
def take_record(
    table: Whole, calendar: Days, people: Whole, records: Records, state: Whole, out: Whole,
    raw: Points, credited: Points, record: int,
) -> int:  # fmt: skip
    """Score a record whose turn it is, and each bonus behind it; its outcome."""
    sheet = sheet_at_hand(table, calendar, state, records.item[record])
    facts = records.facts
    approved = take_up(state, records, record)
    outcome = reason_against(table, calendar, people, facts, state, sheet, approved)
    state[layout.RAW] = state[layout.CREDITED] = 0
    if outcome == layout.PASSES:
        kind = table[sheet + layout.KIND]
        if kind == layout.CLEAR or kind == layout.BAR:
            outcome = take_act(table, calendar, state, out, record, sheet)
        else:
            outcome = weigh(table, calendar, people, facts, state, out, record, sheet)
            if outcome >= layout.COUNTED:
                give_bonuses(table, calendar, people, facts, state, out, record, sheet)
    raw[record], credited[record] = state[layout.RAW], state[layout.CREDITED]
    return outcome


@compiled
def find_reasons(
    table: Whole,
    calendar: Days,
    people: Whole,
    records: Records,
    state: Whole,
    outcome: Outcomes,
    accounts: int,
) -> None:
    """Step 1 alone, for every record: its outcome, or PASSES."""
    facts = records.facts
    for account in range(accounts):
        state[layout.ACCOUNT] = account
        for record in range(records.starts[account], records.starts[account + 1]):
            state[ROW] = row_of(table, int(records.day[record]))
            approved = take_up(state, records, record)
            sheet = sheet_at_hand(table, calendar, state, records.item[record])
            outcome[record] = reason_against(table, calendar, people, facts, state, sheet, approved)
