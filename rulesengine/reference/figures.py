"""The figures at the end of the last day: standing, balance, redeemable, spendable."""

from datetime import date

from rulesengine.core.calendar import first_day, period_index
from rulesengine.core.passbook import Matched, Passbook
from rulesengine.core.posting import IN_BALANCE, IN_STANDING
from rulesengine.core.quantity import Hundredths
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.book import Book
from rulesengine.reference.known import known_on
from rulesengine.reference.matching import matched, withheld


def closed(book: Book, register: Register, until: date) -> Passbook:
    """The passbook with its figures on the last day."""
    version = book.timeline.version_on(until) or book.timeline.versions[0]
    joined = book.member.joined if book.member is not None else None
    first = book.timeline.first_day
    suspended = version.policy.suspension is not None and book.watch.suspended
    barred = any(bar.redeem and bar.holds(until) for bar in book.bars)
    gifts: tuple[Matched, ...] = ()
    if book.sheets.matches:
        known = known_on(register, book.account, version.policy.account, until)
        gifts = matched(book, version.policy, known)
    return Passbook(
        book.account,
        first if joined is None else max(first, joined),
        until,
        tuple(book.postings),
        tuple(book.results),
        standing(book, version.policy, until),
        sum(posting.points for posting in book.postings if posting.kind in IN_BALANCE),
        book.redeemable,
        0
        if suspended or barred
        else spendable(book.redeemable, version.policy, withheld(gifts, book.redeemable)),
        suspended,
        tuple(book.clears),
        tuple(book.bars),
        gifts,
    )


def standing(book: Book, policy: checked.Policy, until: date) -> Hundredths:
    """What counts for standing inside the evaluation period that holds the last day."""
    begins = first_day(policy.evaluate, period_index(policy.evaluate, until))
    return sum(
        posting.points
        for posting in book.postings
        if posting.day >= begins and posting.kind in IN_STANDING
    )


def spendable(redeemable: Hundredths, policy: checked.Policy, held: Hundredths = 0) -> Hundredths:
    """What may be redeemed: nothing where it is negative or below the minimum.

    `held` are gifts that nothing has released; the minimum looks at all that is redeemable.
    """
    return redeemable - held if redeemable >= max(policy.minimum, 0) else 0
