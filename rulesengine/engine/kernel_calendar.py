"""What the calendar brings to an account: base, the ends of periods, expiry. Compiled."""

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import compiled
from rulesengine.engine.kernel_book import (
    add_amount,
    add_to_sums,
    stamp_of,
    used_in,
    write_line,
)
from rulesengine.engine.kernel_facts import truth
from rulesengine.engine.kernel_worth import rounded, row_of, stay_on
from rulesengine.engine.layout import USED, YES
from rulesengine.engine.members import Members
from rulesengine.engine.state import Results, State
from rulesengine.engine.tables import Tables


@compiled
def bases_due(
    tables: Tables, records: Records, members: Members, state: State, account: int
) -> int:
    """Find every base of an account and its day, by day, then as written; how many there are.

    On the first day of its period on which the policy is in force and the account is in the
    register and eligible. Days are looked at one by one while an account waits for one of these;
    where all that is due has come, nothing turns before the next period or version.
    """
    count, row = 0, 1
    until = row_of(tables, tables.settings[layout.UNTIL])
    while row <= until:
        version = tables.calendar[row, layout.IN_FORCE]
        if version < 0 or tables.versions[version, layout.BASES] == (
            tables.versions[version, layout.BASES_END]
        ):
            row = tables.turns[row]
        elif may_have_base(tables, records, members, state, account, row):
            count = note_bases(tables, state, account, row, count)
            row = tables.turns[row]
        else:
            row += 1
    return count


@compiled
def may_have_base(
    tables: Tables, records: Records, members: Members, state: State, account: int, row: int
) -> bool:
    """Whether the account is in the register and eligible that day; unknown is not."""
    day = tables.calendar[row, layout.DAY]
    stay = stay_on(members, account, day)
    if stay < 0:
        return False
    version = tables.versions[tables.calendar[row, layout.IN_FORCE]]
    begins, ends = version[layout.VERSION_ELIGIBLE], version[layout.VERSION_ELIGIBLE_END]
    if begins == ends:
        return True
    if tables.settings[layout.ACCOUNT_IS_PERSON]:
        household, person = members.stay[stay, 2], members.member[account]
    else:
        household, person = members.member[account], -1
    packed = tables.calendar[row, layout.PACKED]
    known = (-1, household, person, day, packed, layout.MISSING)
    return truth(tables, records, members, state.answers, begins, ends, known) == YES


@compiled
def note_bases(tables: Tables, state: State, account: int, row: int, count: int) -> int:
    """Every base of the version in force that has not come in its period yet."""
    version = tables.versions[tables.calendar[row, layout.IN_FORCE]]
    for base in range(version[layout.BASES], version[layout.BASES_END]):
        index = tables.calendar[row, tables.bases[base, layout.BASE_PERIOD]]
        slot, stamp = tables.bases[base, layout.BASE_SLOT], stamp_of(account, index)
        if used_in(state.slots, slot, stamp) == 0:
            state.slots[slot, USED] = 1
            state.due[count, 0] = row
            state.due[count, 1] = base
            count += 1
    return count


@compiled
def write_base(tables: Tables, state: State, results: Results, due: int) -> None:
    """Post a base in full; it belongs to no category and is in the sums of the standing alone."""
    row, base = state.due[due, 0], tables.bases[state.due[due, 1]]
    points, redeemable = base[layout.BASE_POINTS], base[layout.BASE_REDEEMABLE]
    write_line(tables, state, results, row, layout.BASE, -1, 0, 0, points)
    if tables.settings[layout.CLEARS]:
        day = tables.calendar[row, layout.DAY]
        add_amount(state, day, 0, points, 0 if redeemable else points)
    begins, ends = tables.category_sums[0, 0], tables.category_sums[0, 1]
    add_to_sums(tables, state, row, begins, ends, points)
    if redeemable:
        state.book[layout.REDEEMABLE] += points


@compiled
def take_agenda(tables: Tables, state: State, results: Results, step: int) -> None:
    """The end of a period: keep what is redeemable. The day it is due: post what expires."""
    book = state.book
    end = tables.agenda[step, layout.AGENDA_END]
    if tables.ends[end, layout.END_DAY] < book[layout.FIRST_END]:
        return  # the account's first day is later
    if not tables.agenda[step, layout.AGENDA_IS_DUE]:
        state.kept[end] = book[layout.REDEEMABLE] - book[layout.EXPIRED]
        book[layout.NOTED] = end + 1
        return
    redeemable = state.kept[end] + book[layout.EXPIRED]
    points = expiring(tables, end, redeemable)
    if points != 0:
        row = row_of(tables, tables.agenda[step, layout.AGENDA_DAY])
        write_line(tables, state, results, row, layout.EXPIRE, -1, 0, 0, points)
        book[layout.REDEEMABLE] += points
        book[layout.EXPIRED] += points


@compiled
def expiring(tables: Tables, end: int, redeemable: int) -> int:
    """Negative where points expire, positive where a shortfall is wiped."""
    if redeemable < 0:
        return -redeemable if tables.ends[end, layout.END_WIPES] else 0
    kept = tables.ends[end, layout.END_KEPT_PERCENT]
    step = tables.ends[end, layout.END_ROUND_TO]
    whole, rest = divmod(redeemable, 10000 * step)  # a product of the whole could be too large
    share = whole * kept * step + rounded(rest * kept, 10000, step)
    return min(share, redeemable) - redeemable
