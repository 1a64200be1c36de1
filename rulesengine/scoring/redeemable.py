"""What of an account's lines is worth money: the lines of standing, without base not redeemable.

A clear takes base away too; what it took of base that is not redeemable is no loss of money.
"""

from collections.abc import Iterator
from datetime import date

import attrs

from rulesengine.core.calendar import first_day, period_index
from rulesengine.core.passbook import Cleared, Passbook
from rulesengine.core.posting import IN_STANDING, Kind, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.language.checked import Timeline
from rulesengine.scoring.bases import bases_posted
from rulesengine.scoring.money import Earned, earned, stretches
from rulesengine.scoring.score import Run


def earned_under_rates(run: Run, passbook: Passbook) -> tuple[Earned, ...]:
    """What may be redeemed, as it was earned under each rate: all of it, or base left out."""
    timeline = run.timelines[passbook.account.village]
    lines = tuple(_redeemable(run, timeline, passbook))
    return tuple(earned(stretch, lines) for stretch in stretches(timeline))


def _redeemable(run: Run, timeline: Timeline, passbook: Passbook) -> Iterator[Posting]:
    """The lines of standing with what of each is redeemable points, in passbook order."""
    of_bases = iter(bases_posted(run, passbook))
    clears = {clear.record: clear for clear in passbook.clears}
    held: list[tuple[date, Hundredths]] = []  # base not redeemable that no clear struck out
    for posting in passbook.postings:
        clear = None if posting.record is None else clears.get(posting.record)
        if posting.kind is Kind.BASE and not next(of_bases).redeemable:
            held.append((posting.day, posting.points))
        elif posting.kind is Kind.CLEAR and clear is not None:
            base = _base_taken(timeline, clear, held)
            yield attrs.evolve(posting, points=posting.points + min(base, -posting.points))
        elif posting.kind in IN_STANDING:
            yield posting
        if clear is not None and posting.kind in (Kind.CLEAR, Kind.EXPIRE):
            held = [one for one in held if not clear.first_day <= one[0] <= clear.last_day]


def _base_taken(
    timeline: Timeline, clear: Cleared, held: list[tuple[date, Hundredths]]
) -> Hundredths:
    """The base inside what a clear took from standing: of its scope and its evaluation period.

    What a clear lets expire behind that was money when it was earned, or was base and never was.
    """
    version = timeline.version_on(clear.day) or timeline.versions[0]
    evaluate = version.policy.evaluate
    begins = max(clear.first_day, first_day(evaluate, period_index(evaluate, clear.day)))
    return sum(points for day, points in held if begins <= day <= clear.last_day)
