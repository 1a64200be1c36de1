"""What happens to an account, in order: on one day base, then the records, then expiry.

Known before anything is scored: what comes and when never depends on what records earned.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.posting import Account
from rulesengine.core.record import passbook_order
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.base import BaseDue, bases_due
from rulesengine.reference.entry import Entry
from rulesengine.reference.expiry import PeriodEnd, period_ends


@attrs.frozen
class Expires:
    """The day on which what was redeemable at a period's end expires."""

    end: PeriodEnd


Step: TypeAlias = BaseDue | Entry | PeriodEnd | Expires

_BEFORE_RECORDS, _PERIOD_END, _EXPIRY = 0, 2, 3


def agenda(
    timeline: checked.Timeline,
    account: Account,
    entries: Sequence[Entry],
    register: Register,
    until: date,
) -> Iterator[Step]:
    """Every step of one account up to the last day, in the order of a passbook."""
    bases = bases_due(timeline, account, register, until)
    ordered = sorted(
        (entry for entry in entries if entry.record.day <= until),
        key=lambda entry: passbook_order(entry.record),
    )
    calendar = _calendar(timeline, bases, ordered, until)
    place = 0
    for entry in ordered:
        turn = (entry.record.day, 1)
        while place < len(calendar) and calendar[place][0] < turn:
            yield calendar[place][1]
            place += 1
        yield entry
    for _, step in calendar[place:]:
        yield step


def _calendar(
    timeline: checked.Timeline, bases: Sequence[BaseDue], ordered: Sequence[Entry], until: date
) -> list[tuple[tuple[date, int], Step]]:
    """What the calendar brings, each with the day and its place in the day."""
    steps: list[tuple[tuple[date, int], Step]] = [
        ((base.day, _BEFORE_RECORDS), base) for base in bases
    ]
    first_days = [base.day for base in bases[:1]] + [entry.record.day for entry in ordered[:1]]
    if first_days:
        for end in period_ends(timeline, min(first_days), until):
            steps.append(((end.day, _PERIOD_END), end))
            steps.append(((end.due, _EXPIRY), Expires(end)))
    return sorted(steps, key=lambda step: step[0])
