"""Who is honoured, and which grade an account has: read off passbooks, for the last day of a run.

Neither changes a line. Before the period of an honour is over the answer holds "so far".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import lcm
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import first_day, last_day, period_index, period_name
from rulesengine.core.facts import Fact, FactType, FactValue
from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account, Kind
from rulesengine.core.quantity import Hundredths, round_to_step
from rulesengine.core.register import Register
from rulesengine.language.checked import Condition, Grade, Honour, Policy, Timeline
from rulesengine.reference.conditions import truth
from rulesengine.reference.known import Known, fact_value, holder, known_on
from rulesengine.reference.totals import category_of, standing_lines, totals_in
from rulesengine.scoring.heads import Heads

ALL = 100_00  # hundredths of a percent


@attrs.frozen
class Placed:
    """An account that is honoured: its place from 1, the same for all who tie, and its points.

    `heads`: the people among whom they are divided where an honour goes per head; else 1.
    """

    account: Account
    place: int
    points: Hundredths
    heads: int = 1

    @property
    def per_head(self) -> Hundredths:
        """The points for each head, rounded like money of points: half away from zero."""
        return round_to_step(self.points, self.heads, 1)


@attrs.frozen
class Honoured:
    """An honour in a village, best first. `part`: the class that was ranked apart, else empty.

    `so_far`: its period goes on after the last day.
    """

    village: str
    honour: Honour
    period: str
    so_far: bool
    part: str
    placed: tuple[Placed, ...]


def grade_of(grades: Iterable[Grade], standing: Hundredths, heads: int) -> Grade | None:
    """The first grade (from the highest down) that a standing reaches.

    Per head it is compared with the points of all `heads` together; without any there is none.
    """
    for grade in grades:
        among = heads if grade.per_head else 1
        if among and standing >= grade.points * among:
            return grade
    return None


def graded(policy: Policy, register: Register, passbook: Passbook, heads: int) -> Grade | None:
    """The grade of an account on the last day; None below all of them, and for an account that is

    barred from honours, not in the register, not eligible, or has no line in the evaluation period.
    """
    known = known_on(register, passbook.account, policy.account, passbook.last_day)
    if not _takes_part(policy, None, register, passbook, known):
        return None
    index = period_index(policy.evaluate, passbook.last_day)
    begins = first_day(policy.evaluate, index)
    if all(line.day < begins for line in standing_lines(passbook, passbook.last_day)):
        return None
    return grade_of(policy.grades, passbook.standing, heads)


def honoured(
    village: str,
    timeline: Timeline,
    register: Register,
    passbooks: Sequence[Passbook],
    heads: Heads,
) -> Iterator[Honoured]:
    """Every honour of a village's policy in use on the last day, over the period that holds it.

    `passbooks` are the village's; all end on one day, that of `heads`.
    """
    if not passbooks:
        return
    until = passbooks[0].last_day
    policy = (timeline.version_on(until) or timeline.versions[0]).policy
    for honour in policy.honours:
        index = period_index(honour.period, until)
        so_far = until < last_day(honour.period, index)
        classes = _classes(policy, honour, timeline, register, passbooks)
        for part, ranked in classes.items():
            yield Honoured(
                village,
                honour,
                period_name(honour.period, index),
                so_far,
                part,
                tuple(_first(honour, _among(honour, heads, ranked))),
            )


def _classes(
    policy: Policy,
    honour: Honour,
    timeline: Timeline,
    register: Register,
    passbooks: Iterable[Passbook],
) -> Mapping[str, Sequence[tuple[Account, Hundredths]]]:
    """Accounts with their points, by the class in which they are ranked, in order of the fact."""
    found: dict[str, list[tuple[Account, Hundredths]]] = {
        part: [] for part in _parts(honour.per_class)
    }
    for passbook in passbooks:
        known = known_on(register, passbook.account, policy.account, passbook.last_day)
        if not _takes_part(policy, honour.when, register, passbook, known):
            continue
        points = _points(honour, timeline, passbook)
        part = _class_of(honour, known)
        if points is not None and part is not None:
            found[part].append((passbook.account, points))
    return found


def _parts(per_class: Fact | None) -> tuple[str, ...]:
    """The classes there are; one without a name where all are ranked together."""
    if per_class is None:
        return ("",)
    if per_class.type is FactType.YES_NO:
        return "yes", "no"
    return tuple(level.name for level in per_class.levels)


def _takes_part(
    policy: Policy,
    when: Condition | None,
    register: Register,
    passbook: Passbook,
    known: Known,
) -> bool:
    """Whether an account is in the register, eligible and not barred on the last day."""
    day = passbook.last_day
    member = holder(register, passbook.account, policy.account)
    if member is None or member.stay_on(day) is None:
        return False
    if passbook.barred_from_honours(day) is not None:
        return False
    conditions = (one for one in (policy.eligible, when) if one is not None)
    return all(truth(condition, known) is True for condition in conditions)


def _points(honour: Honour, timeline: Timeline, passbook: Passbook) -> Hundredths | None:
    """What an account is ranked by; None where it has no line that the ranking looks at."""
    index = period_index(honour.period, passbook.last_day)
    begins = first_day(honour.period, index)
    looked_at = any(
        posting.day >= begins
        and (
            not honour.category
            or (posting.kind is not Kind.BASE and category_of(timeline, posting) == honour.category)
        )
        for posting in standing_lines(passbook, passbook.last_day)
    )
    if not looked_at:
        return None
    totals = totals_in(timeline, passbook, honour.period, index)
    return totals.by_category.get(honour.category, 0) if honour.category else totals.total


def _class_of(honour: Honour, known: Known) -> str | None:
    """The name of an account's class; None where the fact is not known."""
    if honour.per_class is None:
        return ""
    value: FactValue | None = fact_value(honour.per_class, known)
    if value is None:
        return None
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


_Ranked: TypeAlias = tuple[Account, Hundredths, int]  # an account, its points, among how many


def _among(
    honour: Honour, heads: Heads, ranked: Iterable[tuple[Account, Hundredths]]
) -> list[_Ranked]:
    """Accounts with their points and heads; per head one without people is not ranked."""
    if not honour.per_head:
        return [(account, points, 1) for account, points in ranked]
    return [
        (account, points, heads[account]) for account, points in ranked if heads.get(account, 0)
    ]


def _first(honour: Honour, ranked: Sequence[_Ranked]) -> Iterator[Placed]:
    """The first places, or share of all who are ranked, rounded up; ties with the last are in.

    Nobody is honoured for nothing: points above zero only. Points per head are compared exactly,
    over one denominator.
    """
    places = -(-len(ranked) * honour.places // ALL) if honour.share else honour.places
    whole = lcm(*{among for _, _, among in ranked})
    best_first = sorted(ranked, key=lambda one: (-one[1] * (whole // one[2]), one[0].name))
    place, before = 0, None
    for number, (account, points, among) in enumerate(best_first, start=1):
        share = points * (whole // among)
        if share != before:
            place, before = number, share
        if place > places or points <= 0:
            return
        yield Placed(account, place, points, among)
