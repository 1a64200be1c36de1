"""The figures after each line: standing in the evaluation period of its day, balance, suspension.

Suspension is looked at after every line, the first included: below one mark redeeming stops, from
the other on it goes on. Between the two marks nothing changes.
"""

from collections.abc import Sequence

import attrs

from rulesengine.core.calendar import Period, first_day, period_index
from rulesengine.core.posting import IN_BALANCE, IN_STANDING, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.language import checked


@attrs.frozen
class Watch:
    """Standing and balance after a line, and whether redeeming is suspended."""

    stretch: tuple[Period, int] | None = None
    standing: Hundredths = 0
    balance: Hundredths = 0
    suspended: bool = False

    def after(
        self, posting: Posting, timeline: checked.Timeline, postings: Sequence[Posting], place: int
    ) -> "Watch":
        """The figures when one more line is written, behind the first `place` of the postings."""
        version = timeline.version_on(posting.day) or timeline.versions[0]
        evaluate = version.policy.evaluate
        stretch = (evaluate, period_index(evaluate, posting.day))
        standing = (
            self.standing if stretch == self.stretch else _standing_in(stretch, postings, place)
        )
        standing += posting.points if posting.kind in IN_STANDING else 0
        balance = self.balance + (posting.points if posting.kind in IN_BALANCE else 0)
        suspended = _is_suspended(version.policy.suspension, standing, self.suspended)
        return Watch(stretch, standing, balance, suspended)


def _standing_in(
    stretch: tuple[Period, int], postings: Sequence[Posting], place: int
) -> Hundredths:
    """What the lines so far give in an evaluation period that no line before was looked at in:

    a new one, or one of a version that evaluates by another kind of period.
    """
    begins, total = first_day(*stretch), 0
    for number in range(place - 1, -1, -1):
        posting = postings[number]
        if posting.day < begins:
            break
        total += posting.points if posting.kind in IN_STANDING else 0
    return total


def _is_suspended(
    suspension: checked.Suspension | None, standing: Hundredths, before: bool
) -> bool:
    if suspension is None or standing >= suspension.resume:
        return False
    return before or standing < suspension.below
