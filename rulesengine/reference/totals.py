"""What an account's lines come to in some days: in all and by category, as honours look at it.

Read off a finished passbook. What a clear struck out counts no more, so totals begin again at it.
"""

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from rulesengine.core.calendar import Period, first_day, last_day
from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import IN_STANDING, Kind, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.language import checked


@attrs.frozen
class Totals:
    """`total`: base, awards, bonuses and corrections less deductions, base of categories included.

    `by_category`: the same without base, of each category that has any such line.
    """

    total: Hundredths
    by_category: Mapping[str, Hundredths]


def totals_in(timeline: checked.Timeline, passbook: Passbook, period: Period, index: int) -> Totals:
    """The totals of one period, as they stand at its end (or at the passbook's, if sooner)."""
    return totals(timeline, passbook, first_day(period, index), last_day(period, index))


def totals(timeline: checked.Timeline, passbook: Passbook, first: date, last: date) -> Totals:
    """The totals of the days from `first` to `last`, as they stand at the end of `last`."""
    by_category: dict[str, Hundredths] = {}
    total = 0
    for posting in standing_lines(passbook, last):
        if posting.day >= first:
            total += posting.points
            if posting.kind is not Kind.BASE:
                category = category_of(timeline, posting)
                by_category[category] = by_category.get(category, 0) + posting.points
    return Totals(total, by_category)


def standing_lines(passbook: Passbook, last: date) -> tuple[Posting, ...]:
    """The lines of standing up to the end of a day that no clear up to then struck out."""
    clears = {clear.record: clear for clear in passbook.clears}
    kept: list[Posting] = []
    for posting in passbook.postings:
        if posting.day > last:
            break
        if posting.kind in (Kind.CLEAR, Kind.EXPIRE) and posting.record is not None:
            clear = clears.get(posting.record)
            if clear is not None:
                kept = list(_unless_between(kept, clear.first_day, clear.last_day))
        elif posting.kind in IN_STANDING and posting.kind is not Kind.CLEAR:
            kept.append(posting)
    return tuple(kept)


def _unless_between(postings: list[Posting], first: date, last: date) -> Iterator[Posting]:
    return (posting for posting in postings if not first <= posting.day <= last)


def category_of(timeline: checked.Timeline, posting: Posting) -> str:
    """The category of an award's, a deduction's, a bonus's or a correction's line.

    Of the version in use on the line's day; of another one where that one has no such name.
    """
    inside = timeline.version_on(posting.day)
    policies = [version.policy for version in reversed(timeline.versions)]
    for policy in policies if inside is None else (inside.policy, *policies):
        item = policy.items.get(posting.item)
        if item is not None:
            return item.category
        for bonus in policy.bonuses:
            if bonus.name == posting.item:
                return bonus.category
    return ""
