"""Gifts and what releases them: how much of a category of gifts may be redeemed on a day.

No line hangs on it. Gifts and what was earned are added up over everything that may be redeemed
and has neither been cleared nor expired with its period; what was redeemed counts on both sides,
so that what is spent of a gift stays spent.
"""

from collections.abc import Iterator

from rulesengine.core.passbook import Matched
from rulesengine.core.quantity import Hundredths
from rulesengine.language import checked
from rulesengine.reference.book import Book
from rulesengine.reference.conditions import truth
from rulesengine.reference.known import Known


def matched(book: Book, policy: checked.Policy, known: Known) -> tuple[Matched, ...]:
    """Each category of gifts, as the policy in use on the last day and the facts of it say."""
    return tuple(_matched(book, policy, known))


def _matched(book: Book, policy: checked.Policy, known: Known) -> Iterator[Matched]:
    gifts = {category.name for category in policy.categories if category.matches}
    earned = sum(lot.points for lot in book.lots if lot.category not in gifts)
    for category in policy.categories:
        if category.matches:
            given = sum(lot.points for lot in book.lots if lot.category == category.name)
            match = largest(category, known)
            released = 0 if match is None else _released(match, earned)
            yield Matched(category.name, max(0, given), earned, min(max(0, given), released))


def largest(category: checked.Category, known: Known) -> checked.Match | None:
    """The match that releases most, of those whose condition holds; an unknown one does not."""
    holding = [
        match for match in category.matches if match.when is None or truth(match.when, known)
    ]
    best: checked.Match | None = None
    for match in holding:
        if best is None or match.points * best.earned > best.points * match.earned:
            best = match
    return best


def _released(match: checked.Match, earned: Hundredths) -> Hundredths:
    """Down to the hundredth: no gift is released that is not matched in full."""
    return match.points * max(0, earned) // match.earned


def withheld(found: tuple[Matched, ...], redeemable: Hundredths) -> Hundredths:
    """What of the redeemable points are gifts that nothing has released, at most all of them."""
    return min(max(0, redeemable), sum(one.given - one.released for one in found))
