"""What the record of an act does: a clear takes points, a bar takes rights.

Looks at the open passbook and changes nothing; `writing.enter` writes what was decided.

A clear takes from standing what stands in its scope, at most that of the evaluation period: what
earlier evaluation periods brought stands no more. Where its scope reaches further back, what is
left of that in the balance expires with it.
"""

from datetime import date
from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.calendar import Period, first_day, last_day, period_index
from rulesengine.core.passbook import Barred
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.book import STANDING, Book


@attrs.frozen
class Clearing:
    """What the act `item` takes and gives back; never below 0, and one of the first two above it.

    `taken` from standing and balance; `expired` from the balance alone; `waived` goes back to the
    balance; `base` of what was taken was base not redeemable. Standing lines of `first_day` to
    `last_day` count no more.
    """

    item: str
    taken: Hundredths
    expired: Hundredths
    waived: Hundredths
    base: Hundredths
    first_day: date
    last_day: date


@attrs.frozen
class BarDecision:
    """A bar that records of an item bring, at the record that reaches its mark."""

    act: checked.Act
    record: Record
    barred: Barred


Effect: TypeAlias = Clearing | Barred


def effect_of(
    book: Book, policy: checked.Policy, act: checked.Act, record: Record
) -> Effect | None:
    """What the record of an act does where the account stands; None: there is nothing to clear."""
    match act.effect:
        case checked.Clear(period=period):
            return _clearing(book, act.name, period, policy.evaluate, record.day)
        case checked.Bar():
            return barred(act, record)
    assert_never(act.effect)


def barred(act: checked.Act, record: Record) -> Barred:
    """What a bar takes away from the day of the record that brings it."""
    bar = act.effect
    assert isinstance(bar, checked.Bar), act
    return Barred(
        record.id,
        act.name,
        record.day,
        bar_ends(bar, record.day),
        checked.Right.REDEEM in bar.rights,
        checked.Right.HONOUR in bar.rights,
    )


def _clearing(book: Book, item: str, scope: Period, evaluate: Period, day: date) -> Clearing | None:
    begins = first_day(scope, period_index(scope, day))
    evaluated_from = first_day(evaluate, period_index(evaluate, day))
    near = scope if evaluated_from <= begins else evaluate
    stands = _stands(book, near, day)
    taken = max(0, stands)
    balance = book.watch.balance
    waived = taken - min(taken, max(0, balance))
    expired = 0
    if begins < evaluated_from:
        left = max(0, balance - taken + waived)
        earlier = left if scope is Period.EVER else _stands(book, scope, day) - stands
        expired = max(0, min(left, earlier))
    if taken == 0 and expired == 0:
        return None
    # what stands below zero in the evaluation period is no part of what is taken: it goes on
    last = day if taken else _day_before(evaluated_from)
    struck = book.amounts_between(begins, last)
    base = min(sum(amount.base for amount in struck), taken - waived + expired)
    return Clearing(item, taken, expired, waived, base, begins, last)


def _stands(book: Book, period: Period, day: date) -> Hundredths:
    return book.sums.get((STANDING, period, period_index(period, day)), 0)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def bar_ends(bar: checked.Bar, day: date) -> date:
    """The last day of a bar: of its period, or the day of the same number so many months later.

    Where that month is too short it is the month's last day.
    """
    if bar.period is not None:
        if bar.period is Period.EVER:
            return date.max
        return last_day(bar.period, period_index(bar.period, day) + bar.periods_later)
    month = period_index(Period.MONTH, day) + bar.months
    if month > period_index(Period.MONTH, date.max):
        return date.max
    ends = last_day(Period.MONTH, month)
    return ends.replace(day=min(day.day, ends.day))
