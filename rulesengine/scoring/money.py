"""What points are worth: yuan of any stretch of days, so that stretches add up to the whole.

The rule is meaning.md, Money. Reads postings; makes none.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

import attrs

from rulesengine.core.posting import Posting
from rulesengine.core.quantity import Fen, Hundredths, worth
from rulesengine.language.checked import Rate, Timeline


@attrs.frozen
class Stretch:
    """Days on which one rate (or none) is in use, both ends included; `last` None is open."""

    first: date
    last: date | None
    rate: Rate | None


def stretches(timeline: Timeline) -> tuple[Stretch, ...]:
    """One stretch for each rate of a timeline; a new version with the same rate goes on with it."""
    found: list[Stretch] = []
    for version in timeline.versions:
        rate = version.policy.rate
        if found and _same(found[-1].rate, rate):
            continue
        if found:
            found[-1] = attrs.evolve(found[-1], last=version.first_day - timedelta(days=1))
        found.append(Stretch(version.first_day, None, rate))
    return tuple(found)


def _same(one: Rate | None, other: Rate | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.points * other.fen == other.points * one.fen


@attrs.frozen
class Earned:
    """Redeemable points earned under one rate, as running totals by day."""

    stretch: Stretch
    days: Sequence[date]
    totals: Sequence[Hundredths]

    def worth_after(self, day: date) -> Fen:
        """The money in everything earned under this rate up to and including a day."""
        if self.stretch.rate is None:
            return 0
        place = bisect_right(self.days, day)
        total = self.totals[place - 1] if place else 0
        return worth(total, self.stretch.rate.points, self.stretch.rate.fen)


def earned(stretch: Stretch, redeemable: Iterable[Posting]) -> Earned:
    """Sum an account's redeemable earnings (in order of day) under one rate."""
    inside = [
        posting
        for posting in redeemable
        if stretch.first <= posting.day and (stretch.last is None or posting.day <= stretch.last)
    ]
    totals = accumulate(posting.points for posting in inside)
    return Earned(stretch, [posting.day for posting in inside], list(totals))


def yuan_between(books: Iterable[Earned], before: date | None, last: date) -> Fen | None:
    """The fen of the days after `before` (None: from the beginning) up to and including `last`.

    None where no rate is in use on any of these days.
    """
    total: Fen | None = None
    for book in books:
        begins_in_time = book.stretch.first <= last
        still_open = before is None or book.stretch.last is None or before < book.stretch.last
        if book.stretch.rate is not None and begins_in_time and still_open:
            at_beginning = book.worth_after(before) if before is not None else 0
            total = (total or 0) + book.worth_after(last) - at_beginning
    return total
