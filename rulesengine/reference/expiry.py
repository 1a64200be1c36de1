"""When points expire, and how many: what is redeemable at a period's end, less what is kept.

The rule is that of the version in use on the period's last day, even where its policy has ended.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from rulesengine.core.calendar import last_day, period_index
from rulesengine.core.quantity import Hundredths, round_to_step
from rulesengine.language import checked

_WHOLE = 100_00  # a hundred percent, in hundredths of a percent


@attrs.frozen
class PeriodEnd:
    """The end of a period after which points expire, on `due` (the same day without grace)."""

    day: date
    due: date
    expiry: checked.Expiry
    round_to: Hundredths


def period_ends(timeline: checked.Timeline, start: date, until: date) -> tuple[PeriodEnd, ...]:
    """The period ends from the account's first day on whose points expire by the last day."""
    ends: list[PeriodEnd] = []
    starts = [version.first_day for version in timeline.versions]
    for version, next_start in zip(timeline.versions, [*starts[1:], None], strict=True):
        last = until if next_start is None else min(until, next_start - timedelta(days=1))
        policy = version.policy
        if policy.expiry is not None:
            for day in _last_days(policy.expiry, max(start, version.first_day), last):
                due = day.toordinal() + policy.expiry.grace_days
                if due <= until.toordinal():
                    due_day = date.fromordinal(due)
                    ends.append(PeriodEnd(day, due_day, policy.expiry, policy.round_to))
    return tuple(ends)


def _last_days(expiry: checked.Expiry, first: date, last: date) -> Iterator[date]:
    if first > last:
        return
    for index in range(period_index(expiry.period, first), period_index(expiry.period, last) + 1):
        day = last_day(expiry.period, index)
        if day <= last:
            yield day


def expiring_points(end: PeriodEnd, redeemable: Hundredths) -> Hundredths:
    """The posting's points: negative where points expire, positive where a shortfall is wiped.

    `redeemable`: what was redeemable at the period's end, less what was redeemed or expired since.
    """
    if redeemable < 0:
        return -redeemable if end.expiry.wipes_shortfall else 0
    share = round_to_step(redeemable * end.expiry.kept_percent, _WHOLE, end.round_to)
    return min(share, redeemable) - redeemable
