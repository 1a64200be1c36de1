"""When base comes: once a period (or once ever), on the first day of it that allows it.

A day allows it while the policy is in force, the account is in the register and it is eligible.
What may turn these is known in advance (`turning_days`), so only those days are looked at.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from rulesengine.core.calendar import Period, first_day, period_index
from rulesengine.core.facts import Fact, FactType
from rulesengine.core.posting import Account
from rulesengine.core.register import Member, Register
from rulesengine.language import checked
from rulesengine.reference.conditions import truth
from rulesengine.reference.known import holder, known_on


@attrs.frozen
class BaseDue:
    """A base and the day on which it is posted."""

    day: date
    base: checked.Base


def bases_due(
    timeline: checked.Timeline, account: Account, register: Register, until: date
) -> tuple[BaseDue, ...]:
    """Every base of an account up to the last day, by day, then as written."""
    periods = {base.period for version in timeline.versions for base in version.policy.bases}
    member = holder(register, account, timeline.last.account)
    if not periods or member is None:
        return ()
    due: list[BaseDue] = []
    posted: set[tuple[str, Period, int, int]] = set()
    for day in sorted(turning_days(timeline, member, register, periods, until)):
        policy = timeline.policy_on(day)
        if policy is None or not may_have_base(policy, account, register, member, day):
            continue
        for base, ordinal in _numbered(policy.bases):
            key = (base.category, base.period, ordinal, period_index(base.period, day))
            if key not in posted:
                posted.add(key)
                due.append(BaseDue(day, base))
    return tuple(due)


def may_have_base(
    policy: checked.Policy, account: Account, register: Register, member: Member, day: date
) -> bool:
    """Whether the account is in the register and eligible that day; unknown is not."""
    if member.stay_on(day) is None:
        return False
    if policy.eligible is None:
        return True
    return truth(policy.eligible, known_on(register, account, policy.account, day)) is True


def _numbered(bases: tuple[checked.Base, ...]) -> Iterator[tuple[checked.Base, int]]:
    """Each base with its number among those of the same category and period."""
    seen: dict[tuple[str, Period], int] = {}
    for base in bases:
        number = seen.get((base.category, base.period), 0)
        seen[base.category, base.period] = number + 1
        yield base, number


def turning_days(
    timeline: checked.Timeline,
    member: Member,
    register: Register,
    periods: set[Period],
    until: date,
) -> set[date]:
    """The days, from the policy's first to the last, on which a base may become due."""
    first = timeline.first_day
    days = {first}
    days.update(version.first_day for version in timeline.versions)
    days.update(version.policy.first_day for version in timeline.versions)
    for period in periods - {Period.EVER}:
        indices = range(period_index(period, first) + 1, period_index(period, until) + 1)
        days.update(first_day(period, index) for index in indices)
    days.update(_register_days(member))
    conditions = [version.policy.eligible for version in timeline.versions]
    if any(condition is not None for condition in conditions):
        members = [member, *_households(register, member)]
        for other in members:
            days.update(other.history.days)
            days.update(_register_days(other))
        for condition in conditions:
            if condition is not None:
                days.update(_condition_days(condition, members, first, until))
    return {day for day in days if first <= day <= until}


def _register_days(member: Member) -> Iterator[date]:
    """The days on which a stay begins, and those after one ends."""
    for stay in member.presence:
        if stay.joined is not None:
            yield stay.joined
        if stay.left is not None:
            yield from _next_day(stay.left)


def _households(register: Register, member: Member) -> Iterator[Member]:
    for stay in member.stays:
        household = register.households.get((member.village, stay.household))
        if household is not None:
            yield household


def _condition_days(
    condition: checked.Condition, members: list[Member], first: date, until: date
) -> Iterator[date]:
    """The days on which the passing of time alone may turn a condition."""
    match condition:
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from _condition_days(part, members, first, until)
        case checked.Not(inner=inner):
            yield from _condition_days(inner, members, first, until)
        case checked.Compare(left=left, right=right):
            for operand in (left, right):
                yield from _operand_days(operand, members, first, until)
        case checked.IsOneOf():
            return


def _operand_days(
    operand: checked.Operand, members: list[Member], first: date, until: date
) -> Iterator[date]:
    """A date turns what is compared with today on the day itself and on the day after."""
    match operand:
        case checked.Literal(value=date() as day):
            yield day
            yield from _next_day(day)
        case checked.FactOf(fact=fact) if fact.type is FactType.DATE:
            for day in _values(fact, members):
                yield day
                yield from _next_day(day)
        case checked.AgeOf(born=fact):
            for born in _values(fact, members):
                for year in range(max(first.year, born.year), until.year + 1):
                    yield birthday(born, year)
        case _:
            return


def _values(fact: Fact, members: list[Member]) -> Iterator[date]:
    for member in members:
        for _, facts in member.history.changes:
            value = facts.get(fact.name)
            if isinstance(value, date):
                yield value


def birthday(born: date, year: int) -> date:
    """The birthday in a year: of 29 February on 1 March where the year has no such day."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if (born.month, born.day) == (2, 29) and not leap:
        return date(year, 3, 1)
    return born.replace(year=year)


def _next_day(day: date) -> Iterator[date]:
    if day < date.max:
        yield day + timedelta(days=1)
