"""What `bound` answers: the days it is about, the most of one account and of a village, and why.

Values only; says nothing in words.
"""

from collections.abc import Iterator
from datetime import date

import attrs

from rulesengine.core.calendar import Period, first_day, last_day, period_index, period_name
from rulesengine.core.facts import Subject
from rulesengine.core.posting import Kind
from rulesengine.core.quantity import Fen, Hundredths, worth
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.study.bound import Frame, UpperBound, upper_bound
from rulesengine.study.dearest import Witness, witness


@attrs.frozen
class Filled:
    """A limit that the witness uses up: in so many of its periods (and for so many people)."""

    limit: checked.Limit
    times: int


@attrs.frozen
class Report:
    """`kind` and `index` are the period that was asked for. `upper` is never too low, and `found`

    reaches it, or nearly. `yuan` is what the most points are worth in fen (None where there is no
    rate, or nothing bounds the points), `accounts` how many accounts a village has.
    """

    frame: Frame
    kind: Period
    index: int
    upper: UpperBound
    found: Witness | None
    yuan: Fen | None
    accounts: int
    filled: tuple[Filled, ...]

    @property
    def period(self) -> str:
        """Its name, like `2025-Q1`."""
        return period_name(self.kind, self.index)

    @property
    def gap(self) -> Hundredths | None:
        """What the witness lacks; 0: the bound is exact."""
        if self.upper.points is None or self.found is None:
            return None
        return self.upper.points - self.found.points


def frame_of(policy: checked.Policy, kind: Period, index: int, people: int) -> Frame:
    """The days of a period on which the policy is in force. The caller has made sure of some."""
    first = max(first_day(kind, index), policy.first_day)
    last = min(last_day(kind, index), policy.last_day or date.max)
    return Frame(policy, first, last, people)


def usual_period(policy: checked.Policy) -> tuple[Period, int]:
    """The first whole evaluation period in which the policy is in force; else its first one.

    A year where points are evaluated over all time.
    """
    kind = Period.YEAR if policy.evaluate is Period.EVER else policy.evaluate
    index = period_index(kind, policy.first_day)
    if first_day(kind, index) == policy.first_day:
        return kind, index
    last = policy.last_day
    if last is None or last_day(kind, index + 1) <= last:
        return kind, index + 1
    return kind, index


def report(
    policy: checked.Policy, kind: Period, index: int, *, households: int, people: int
) -> Report:
    """The bound of a period, with a witness where there is a bound to reach."""
    frame = frame_of(policy, kind, index, people)
    upper = upper_bound(frame)
    found = None if upper.points is None else witness(frame, upper.points)
    by_person = frame.policy.account is Subject.PERSON
    return Report(
        frame,
        kind,
        index,
        upper,
        found,
        _yuan(frame.policy, upper),
        households * (frame.people if by_person else 1),
        () if found is None else tuple(_filled(frame, found)),
    )


def _yuan(policy: checked.Policy, upper: UpperBound) -> Fen | None:
    if policy.rate is None or upper.redeemable is None:
        return None
    return worth(upper.redeemable, policy.rate.points, policy.rate.fen)


def _filled(frame: Frame, found: Witness) -> Iterator[Filled]:
    """Each limit with the number of its counters that the witness leaves nothing in."""
    used: dict[checked.Limit, dict[tuple[int, str], int]] = {}
    policy = frame.policy
    bonuses = {bonus.name: bonus for bonus in policy.bonuses}
    people: dict[object, str] = {record.id: record.person for record in found.records}
    for passbook in found.run.passbooks:
        for result in passbook.results:
            item = policy.items[result.record.item]
            for limit in item.limits:
                times = limit.kind is checked.LimitKind.TIMES
                amount = _times(item, result.record) * result.counted if times else result.credited
                _charge(used, limit, result.record.day, result.record.person, amount)
        for posting in passbook.postings:
            if posting.kind is Kind.BONUS:
                for limit in bonuses[posting.item].limits:
                    who = people.get(posting.record, "")
                    _charge(used, limit, posting.day, who, posting.points)
    for limit, counters in used.items():
        full = sum(amount >= limit.amount for amount in counters.values())
        if full and not limit.once_per_period:
            yield Filled(limit, full)


def _times(item: checked.Item, record: Record) -> int:
    if item.unit is None or not item.unit.is_times or record.quantity is None:
        return 1
    return record.quantity // 100


def _charge(
    used: dict[checked.Limit, dict[tuple[int, str], int]],
    limit: checked.Limit,
    day: date,
    person: str,
    amount: int,
) -> None:
    who = person if limit.subject is Subject.PERSON else ""
    counters = used.setdefault(limit, {})
    place = period_index(limit.period, day), who
    counters[place] = counters.get(place, 0) + amount
