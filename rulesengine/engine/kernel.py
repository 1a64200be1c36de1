"""The fold of meaning.md over accounts: the same lines as `reference.fold`, from tables and columns.

One pass over each account's records in passbook order, with a few counters; accounts do not see
each other, so threads take different ones. Compiled; the steps of a record stand in

    kernel_worth      1 does it count? 2 raw points, with kernel_facts (conditions)
    kernel_deciding   3 highest only, 4 times, 5 points limits, floors, 6 its lines
    kernel_acts       what acts do, bonuses; charging limits
    kernel_calendar   what the calendar brings: base, expiry
    kernel_book       where counters are kept and lines are written
"""

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import compiled
from rulesengine.engine.kernel_acts import give_bonuses, note_act, take_clear
from rulesengine.engine.kernel_calendar import bases_due, take_agenda, write_base
from rulesengine.engine.kernel_deciding import weigh
from rulesengine.engine.kernel_worth import reason_against, row_of
from rulesengine.engine.members import Members
from rulesengine.engine.state import Results, State
from rulesengine.engine.tables import Tables

NEVER = 1 << 62


@compiled
def fold(
    tables: Tables,
    records: Records,
    members: Members,
    state: State,
    results: Results,
    first: int,
    last: int,
) -> None:
    """Score the accounts from `first` up to and without `last`."""
    for account in range(first, last):
        fold_account(tables, records, members, state, results, account)


@compiled
def fold_account(
    tables: Tables,
    records: Records,
    members: Members,
    state: State,
    results: Results,
    account: int,
) -> None:
    """One passbook up to the last day. Records after it are left out of everything."""
    book, until = state.book, tables.settings[layout.UNTIL]
    book[:] = 0
    book[layout.ACCOUNT] = account
    bases = 0
    if tables.settings[layout.HAS_BASES]:
        bases = bases_due(tables, records, members, state, account)
    begins, ends = records.starts[account], records.starts[account + 1]
    begin_calendar(tables, records, state, bases, begins, ends)
    due, turn = 0, next_turn(tables, state, 0, bases)
    for record in range(begins, ends):
        day = records.day[record]
        if day > until:
            break
        while turn <= 4 * day:
            due, turn = take_turn(tables, state, results, due, bases)
        take_record(tables, records, members, state, results, account, record, row_of(tables, day))
    while turn < NEVER:
        due, turn = take_turn(tables, state, results, due, bases)
    results.figures[account] = book[layout.STANDING : layout.STANDING + layout.FIGURES]


@compiled
def begin_calendar(
    tables: Tables, records: Records, state: State, bases: int, begins: int, ends: int
) -> None:
    """An account begins with its first base or record; ends of periods before concern it not."""
    book, first = state.book, NEVER
    if bases > 0:
        first = tables.calendar[state.due[0, 0], layout.DAY]
    if begins < ends and records.day[begins] <= tables.settings[layout.UNTIL]:
        first = min(first, records.day[begins])
    book[layout.FIRST_END] = first
    if first == NEVER:
        book[layout.AGENDA_STEP] = len(tables.agenda)


@compiled
def next_turn(tables: Tables, state: State, due: int, bases: int) -> int:
    """When the calendar brings something next: four times the day, 3 more behind its records.

    On one day: base; the records; what is redeemable at a period's end; expiry.
    """
    turn = NEVER
    step = state.book[layout.AGENDA_STEP]
    if step < len(tables.agenda):
        turn = 4 * tables.agenda[step, layout.AGENDA_DAY] + 3
    if due < bases:
        turn = min(turn, 4 * tables.calendar[state.due[due, 0], layout.DAY])
    return turn


@compiled
def take_turn(
    tables: Tables, state: State, results: Results, due: int, bases: int
) -> tuple[int, int]:
    """Take what comes next; the next base, and when something comes again."""
    if next_turn(tables, state, due, bases) % 4 == 0:
        write_base(tables, state, results, due)
        due += 1
    else:
        step = state.book[layout.AGENDA_STEP]
        take_agenda(tables, state, results, step)
        state.book[layout.AGENDA_STEP] = step + 1
    return due, next_turn(tables, state, due, bases)


@compiled
def take_record(
    tables: Tables,
    records: Records,
    members: Members,
    state: State,
    results: Results,
    account: int,
    record: int,
    row: int,
) -> None:
    """A record, and each bonus behind it."""
    version = tables.calendar[row, layout.IN_FORCE]
    number = tables.sheet_of[version, records.item[record]] if version >= 0 else -1
    outcome = reason_against(tables, records, members, state.answers, account, record, row, number)
    results.raw[record] = 0
    results.credited[record] = 0
    if outcome == layout.PASSES:
        kind = tables.sheets[number, layout.KIND]
        if kind == layout.CLEAR:
            cleared = take_clear(tables, state, results, row, record, number)
            outcome = layout.IN_FULL | layout.COUNTED if cleared else layout.WORTH_NOTHING
        elif kind == layout.BAR:
            note_act(results, record, 0, 0, 0, True)
            outcome = layout.IN_FULL | layout.COUNTED
        else:
            outcome = weigh(tables, records, members, state, results, row, record, number)
            if outcome >= layout.COUNTED:
                give_bonuses(tables, records, state, results, row, record, number)
    results.outcome[record] = outcome


@compiled
def find_reasons(
    tables: Tables,
    records: Records,
    members: Members,
    state: State,
    results: Results,
    first: int,
    last: int,
) -> None:
    """Step 1 alone, for every record of some accounts: its outcome, or PASSES."""
    for account in range(first, last):
        for record in range(records.starts[account], records.starts[account + 1]):
            row = row_of(tables, records.day[record])
            version = tables.calendar[row, layout.IN_FORCE]
            number = tables.sheet_of[version, records.item[record]] if version >= 0 else -1
            results.outcome[record] = reason_against(
                tables, records, members, state.answers, account, record, row, number
            )
