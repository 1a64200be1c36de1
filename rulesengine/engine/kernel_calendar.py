"""What the calendar brings to an account: base, the ends of periods, expiry. Compiled."""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled
from rulesengine.engine.kernel_book import (
    add_amount,
    add_to_sums,
    drop_lots,
    earn,
    left_of,
    stamp_of,
    used_in,
    write_line,
)
from rulesengine.engine.kernel_facts import truth
from rulesengine.engine.kernel_worth import rounded, row_of, stay_on
from rulesengine.engine.layout import CALENDAR_COLUMNS, ROW, USED, YES


@compiled
def bases_due(table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole) -> None:
    """Find every base of the account and its day, by day, then as written.

    A base is due on the first day of its period on which the policy is in force and the account is
    in the register and eligible. Days are looked at one by one while an account waits for that;
    where all that is due has come, nothing turns before the next period or version.
    """
    row = CALENDAR_COLUMNS
    while row <= table[layout.LAST_ROW]:
        version = version_in_force(table, calendar, row)
        state[ROW] = row
        if version < 0 or table[version + layout.BASES] == table[version + layout.BASES_END]:
            row = int(calendar[row + layout.NEXT_TURN])
        elif may_have_base(table, calendar, people, facts, state, version):
            note_bases(table, calendar, state, version)
            row = int(calendar[row + layout.NEXT_TURN])
        else:
            row += CALENDAR_COLUMNS


@compiled
def version_in_force(table: Whole, calendar: Days, row: int) -> int:
    """The version in force on a day, or -1."""
    number = int(calendar[row + layout.IN_FORCE])
    return -1 if number < 0 else table[layout.VERSIONS] + number * layout.VERSION_COLUMNS


@compiled
def may_have_base(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, version: int
) -> bool:
    """Whether the account is in the register and eligible that day; unknown is not."""
    account = state[layout.ACCOUNT]
    stay = stay_on(people, account, int(calendar[state[ROW] + layout.DAY]))
    if stay < 0:
        return False
    take_up_account(table, people, state, stay)
    begins = table[version + layout.VERSION_ELIGIBLE]
    ends = table[version + layout.VERSION_ELIGIBLE_END]
    return truth(table, calendar, people, facts, state, begins, ends) == YES


@compiled
def take_up_account(table: Whole, people: Whole, state: Whole, stay: int) -> None:
    """Take an account in hand on a day without a record; `stay` is where it is then, or -1."""
    member = people[people[layout.MEMBERS] + state[layout.ACCOUNT]]
    if table[layout.ACCOUNT_IS_PERSON]:
        state[layout.HOUSEHOLD_MEMBER] = -1 if stay < 0 else people[stay + layout.STAY_HOUSEHOLD]
        state[layout.PERSON_MEMBER] = member
    else:
        state[layout.HOUSEHOLD_MEMBER], state[layout.PERSON_MEMBER] = member, -1
    state[layout.RECORD] = -1


@compiled
def note_bases(table: Whole, calendar: Days, state: Whole, version: int) -> None:
    """Every base of the version in force that has not come in its period yet."""
    begins, ends = table[version + layout.BASES], table[version + layout.BASES_END]
    for base in range(begins, ends, layout.BASE_COLUMNS):
        slot = table[base + layout.BASE_SLOT]
        stamp = stamp_of(calendar, state, table[base + layout.BASE_PERIOD])
        if used_in(state, slot, stamp) == 0:
            state[slot + USED] = 1
            due = state[layout.DUE] + state[layout.BASES_DUE] * layout.DUE_COLUMNS
            state[due + layout.DUE_ROW], state[due + layout.DUE_BASE] = state[ROW], base
            state[layout.BASES_DUE] += 1


@compiled
def write_base(table: Whole, calendar: Days, state: Whole, out: Whole) -> None:
    """Post the next base in full: in the sums of the standing and of its category's base."""
    due = state[layout.DUE] + state[layout.NEXT_BASE] * layout.DUE_COLUMNS
    base = state[due + layout.DUE_BASE]
    state[ROW] = state[due + layout.DUE_ROW]
    state[layout.NEXT_BASE] += 1
    points, redeemable = table[base + layout.BASE_POINTS], table[base + layout.BASE_REDEEMABLE]
    category = table[base + layout.BASE_CATEGORY]
    write_line(table, calendar, state, out, layout.BASE, -1, 0, 0, points)
    if table[layout.CLEARS]:
        add_amount(calendar, state, category, points, 0 if redeemable else points)
    add_to_sums(table, calendar, state, table[category], table[category + 1], points)
    if redeemable:
        earn(table, calendar, state, table[base + layout.BASE_GIVEN_IN], points)


@compiled
def take_agenda(table: Whole, calendar: Days, state: Whole, out: Whole) -> None:
    """The end of a period: keep what is redeemable. The day it is due: post what expires."""
    step = table[layout.AGENDA] + state[layout.AGENDA_STEP] * layout.AGENDA_COLUMNS
    state[layout.AGENDA_STEP] += 1
    number = table[step + layout.AGENDA_NUMBER]
    end = table[layout.ENDS] + number * layout.END_COLUMNS
    if table[end + layout.END_DAY] < state[layout.FIRST_END]:
        return  # the account's first day is later
    kept = state[layout.KEPT] + number * layout.KEPT_COLUMNS
    if not table[step + layout.AGENDA_IS_DUE]:
        state[kept] = state[layout.REDEEMABLE]
        state[kept + 1] = state[layout.EXPIRED]
        state[layout.NOTED] = number + 1
        return
    if table[end + layout.END_KEPT_PERCENT] == 0:
        drop_lots(state, 0, table[end + layout.END_DAY])
    points = expiring(table, end, left_of(state, kept))
    if points != 0:
        state[ROW] = row_of(table, table[step + layout.AGENDA_DAY])
        write_line(table, calendar, state, out, layout.EXPIRE, -1, 0, 0, points)
        state[layout.REDEEMABLE] += points
        state[layout.EXPIRED] += points


@compiled
def expiring(table: Whole, end: int, redeemable: int) -> int:
    """Negative where points expire, positive where a shortfall is wiped."""
    if redeemable < 0:
        return -redeemable if table[end + layout.END_WIPES] else 0
    percent, step = table[end + layout.END_KEPT_PERCENT], table[end + layout.END_ROUND_TO]
    whole, rest = divmod(redeemable, 10000 * step)  # a product of the whole could be too large
    share = whole * percent * step + rounded(rest * percent, 10000, step)
    return min(share, redeemable) - redeemable
