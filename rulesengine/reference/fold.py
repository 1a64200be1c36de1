"""Scoring one account: a fold over what happens to it, a line at a time, as a clerk writes.

This is the definition of what a policy means. Each step has a module:

    agenda     the order: base, records, expiry; base, expiry: when they come, how much they are
    counting   1 does a record count? with soundness, conditions and known (facts on a day)
    raw        2 raw points
    deciding   3 highest only, 4 times, 5 points limits, floors, the outcome
    acting     what acts clear or bar; marks: when a bonus or a bar comes; bonuses: its limits
    writing    6 the lines, and what is used; book: the lines and counters so far
    watching   the figures after each line, suspension
    figures    standing, balance, redeemable, spendable; matching: which gifts are released
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias, assert_never

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.quantity import Hundredths
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.acting import BarDecision, barred
from rulesengine.reference.agenda import Expires, Step, agenda
from rulesengine.reference.base import BaseDue
from rulesengine.reference.bonuses import BonusDecision, decide_bonus
from rulesengine.reference.book import Book
from rulesengine.reference.counting import inside_dates
from rulesengine.reference.deciding import decide
from rulesengine.reference.entry import Entry
from rulesengine.reference.expiry import PeriodEnd, expiring_points
from rulesengine.reference.figures import closed
from rulesengine.reference.known import holder, known_of
from rulesengine.reference.marks import is_reached, of_bar, of_bonus
from rulesengine.reference.sheets import sheets_of
from rulesengine.reference.writing import (
    enter,
    enter_bar,
    enter_bonus,
    note_period_end,
    write_base,
    write_expiry,
)


def fold(
    timeline: checked.Timeline,
    account: Account,
    entries: Sequence[Entry],
    register: Register,
    until: date,
) -> Passbook:
    """The passbook of an account up to the last day.

    `entries` are this account's records; those after `until` are left out of everything. What a
    record earns never depends on another account, nor on a later record.
    """
    book = opened(timeline, account, register)
    for step in agenda(timeline, account, entries, register, until):
        take(book, step)
    return closed(book, register, until)


def opened(timeline: checked.Timeline, account: Account, register: Register) -> Book:
    """An empty passbook."""
    return Book(sheets_of(timeline), account, holder(register, account, timeline.last.account))


Brought: TypeAlias = BonusDecision | BarDecision


def _unseen(_: Brought) -> None:
    """Nobody looks on while a bonus is decided."""


def take(book: Book, step: Step, look_on: Callable[[Brought], None] = _unseen) -> None:
    """Write what one step brings; `look_on` is told of each bonus and bar before it is written."""
    match step:
        case Entry():
            _take_record(book, step, look_on)
        case BaseDue(day=day, base=base):
            write_base(book, base, day)
        case PeriodEnd(day=day, expiry=expiry):
            note_period_end(book, expiry.period, day)
        case Expires(end=end):
            write_expiry(book, end, expiring_points(end, redeemable_at(book, end)), end.due)
        case _:
            assert_never(step)


def _take_record(book: Book, entry: Entry, look_on: Callable[[Brought], None]) -> None:
    """A record, and each bonus behind it; what one is credited is charged before the next.

    Last come the bars that it brings: they touch no points.
    """
    decision, record = decide(book, entry), entry.record
    enter(book, decision)
    if decision.sheet is None or not decision.result.counted:
        return
    for sheet in decision.sheet.bonuses:
        if is_reached(book, of_bonus(sheet.bonus), record):
            bonus = decide_bonus(book, sheet, record, known_of(entry))
            look_on(bonus)
            enter_bonus(book, bonus)
    for act in decision.sheet.bars:
        if inside_dates(act, record.day) and is_reached(book, of_bar(act), record):
            bar = BarDecision(act, record, barred(act, record))
            look_on(bar)
            enter_bar(book, act, bar.barred, record)


def redeemable_at(book: Book, end: PeriodEnd) -> Hundredths:
    """What was redeemable at a period's end, as far as it has not expired since."""
    return book.at_period_end[end.expiry.period, end.day].left(book.expired)
