"""Scoring one account: a fold over what happens to it, a line at a time, as a clerk writes.

This is the definition of what a policy means. Each step has a module:

    agenda     the order: base, records, expiry; base, expiry: when they come, how much they are
    counting   1 does a record count? with soundness, conditions and known (facts on a day)
    raw        2 raw points
    deciding   3 highest only, 4 times, 5 points limits, floors, the outcome
    acting     what acts clear or bar; bonuses: which bonus a record brings, and its limits
    writing    6 the lines, and what is used; book: the lines and counters so far
    watching   the figures after each line, suspension
    figures    standing, balance, redeemable, spendable
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import assert_never

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.quantity import Hundredths
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.agenda import Expires, Step, agenda
from rulesengine.reference.base import BaseDue
from rulesengine.reference.bonuses import BonusDecision, decide_bonus, is_due
from rulesengine.reference.book import Book
from rulesengine.reference.deciding import decide
from rulesengine.reference.entry import Entry
from rulesengine.reference.expiry import PeriodEnd, expiring_points
from rulesengine.reference.figures import closed
from rulesengine.reference.known import holder
from rulesengine.reference.sheets import sheets_of
from rulesengine.reference.writing import (
    enter,
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
    return closed(book, until)


def opened(timeline: checked.Timeline, account: Account, register: Register) -> Book:
    """An empty passbook."""
    return Book(sheets_of(timeline), account, holder(register, account, timeline.last.account))


def _unseen(_: BonusDecision) -> None:
    """Nobody looks on while a bonus is decided."""


def take(book: Book, step: Step, look_on: Callable[[BonusDecision], None] = _unseen) -> None:
    """Write what one step brings; `look_on` is told of each bonus before it is written."""
    match step:
        case Entry():
            _take_record(book, step, look_on)
        case BaseDue(day=day, base=base):
            write_base(book, base, day)
        case PeriodEnd(day=day, expiry=expiry):
            note_period_end(book, expiry.period, day)
        case Expires(end=end):
            write_expiry(book, expiring_points(end, redeemable_at(book, end)), end.due)
        case _:
            assert_never(step)


def _take_record(book: Book, entry: Entry, look_on: Callable[[BonusDecision], None]) -> None:
    """A record, and each bonus behind it; what one is credited is charged before the next."""
    decision = decide(book, entry)
    enter(book, decision)
    if decision.sheet is not None and decision.result.counted:
        for sheet in decision.sheet.bonuses:
            if is_due(book, sheet.bonus, entry.record):
                bonus = decide_bonus(book, sheet, entry.record)
                look_on(bonus)
                enter_bonus(book, bonus)


def redeemable_at(book: Book, end: PeriodEnd) -> Hundredths:
    """What was redeemable at a period's end, as far as it has not expired since."""
    return book.at_period_end[end.expiry.period, end.day].left(book.expired)
