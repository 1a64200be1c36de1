"""Small sets of records that may tell a changed policy from the original, simplest first.

One deed alone, on the edges of the dates; the same again on the same day, in the same week, month,
quarter, year and later; as often as it takes to pass a limit; two people; several households; other
items before and after it. Bounded, in a fixed order.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

import attrs

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.language import checked
from rulesengine.study.probes import ONE, Deed, Done

_MOST_COPIES = 40
_MOST_OTHERS = 6


@attrs.frozen
class Ground:
    """What scenarios are made of: both policies, the deed looked at, others that count, a day.

    `worth`: raw points of a deed on its own, by item. `best` deeds are worth something.
    """

    original: checked.Policy
    changed: checked.Policy
    deeds: Sequence[Deed]
    best: Deed
    others: Sequence[Deed]
    worth: dict[str, int]
    day: date


def scenarios(ground: Ground) -> Iterator[Sequence[Done]]:
    """What to try, in order."""
    best, day = ground.best, ground.day
    yield from ([Done(deed, day)] for deed in ground.deeds)
    for edge in _edges(ground):
        yield [Done(best, edge)]
    days = _days(day)
    for later in days:
        yield [Done(best, day), Done(best, later)]
        yield [Done(best, day), Done(best, later, event=1)]
        yield [Done(best, day, person=0), Done(best, later, person=1)]
    yield from _mixed(ground, days)
    yield from _often(ground, days)
    yield from _together(ground, days)
    yield from _in_time(ground)
    yield from _up_and_down(ground)
    yield from _households(ground)


def _days(day: date) -> list[date]:
    """The same day, then one in the same week, month, quarter, half-year, year, and later ones."""
    within = [day, day + timedelta(1), day + timedelta(7)]
    months = [_months_later(day, months) for months in (1, 3, 5, 6, 10, 12, 24)]
    return [*within, *months]


def _months_later(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, min(day.day, 28))


def _edges(ground: Ground) -> list[date]:
    """The first and last days of the policies, the item and its conditions; a day to each side."""
    found: list[date] = []
    for policy in (ground.original, ground.changed):
        item = policy.items.get(ground.best.item) or policy.acts_by_name.get(ground.best.item)
        days = [policy.first_day, policy.last_day]
        if item is not None:
            days += [item.first_day, item.last_day, *_literal_days(item.when)]
        for one in days:
            if one is not None and date.min < one < date.max:
                found += [one, one - timedelta(1), one + timedelta(1)]
    return list(dict.fromkeys(found))


def _literal_days(condition: checked.Condition | None) -> Iterator[date]:
    match condition:
        case checked.And(parts=parts) | checked.Or(parts=parts):
            yield from chain.from_iterable(_literal_days(part) for part in parts)
        case checked.Not(inner=inner):
            yield from _literal_days(inner)
        case checked.Compare(left=left, right=right):
            for side in (left, right):
                if isinstance(side, checked.Literal) and isinstance(side.value, date):
                    yield side.value
        case _:
            return


# --- more of the same ----------------------------------------------------------------------------


def _mixed(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """Two different deeds of the item, in both orders: what is highest, what a table says."""
    for deed in ground.deeds[:20]:
        if deed != ground.best:
            for later in days[1:4]:
                yield [Done(deed, ground.day), Done(ground.best, later)]
                yield [Done(ground.best, ground.day), Done(deed, later)]


def _often(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """As often as it takes to pass each limit, on one day, on days running, month after month."""
    for copies in _copies(ground):
        for shift in (timedelta(0), timedelta(1), timedelta(7)):
            row = [ground.day + shift * number for number in range(copies)]
            yield [Done(ground.best, one) for one in row]
            yield [Done(ground.best, one, person=0) for one in row]
            for later in days[1:]:
                yield [*(Done(ground.best, one) for one in row), Done(ground.best, later)]
        if copies <= 13:
            months = [_months_later(ground.day, number) for number in range(copies)]
            yield [Done(ground.best, one) for one in months]
    for quantity in _quantities(ground):
        large = attrs.evolve(ground.best, quantity=quantity)
        yield [Done(large, ground.day)]
        for later in days[:]:
            yield [Done(large, ground.day), Done(ground.best, later)]
            yield [Done(large, ground.day), Done(large, later)]
            yield [Done(large, ground.day, person=0), Done(large, later, person=1)]


def _copies(ground: Ground) -> list[int]:
    """Numbers of records: few, and those that pass limits, counts and marks of either policy."""
    worth = max(1, ground.worth.get(ground.best.item, 1))
    found = [2, 3, 4]
    for policy in (ground.original, ground.changed):
        for amount, is_times in _amounts(policy, ground.best.item):
            times = amount if is_times else -(-amount // worth)
            found += [times, times + 1]
    return sorted({number for number in found if 2 <= number <= _MOST_COPIES})


def _amounts(policy: checked.Policy, name: str) -> Iterator[tuple[int, bool]]:
    """Every amount that records of the item add up to: of limits, counts, bonuses, grades."""
    item = policy.items.get(name)
    if item is None:
        return
    for limit in item.limits:
        yield limit.amount, limit.kind is checked.LimitKind.TIMES
    if isinstance(item.value, checked.ByCount):
        yield from ((up_to, True) for up_to, _ in item.value.tiers)
    for bonus in policy.bonuses:
        match bonus.mark:
            case _ if bonus.item != item.name:
                continue
            case checked.Reaches(measure=checked.Measure.POINTS, amount=amount):
                yield amount, False
            case checked.Reaches(measure=checked.Measure.QUANTITY, amount=amount):
                yield amount // ONE, True
            case checked.Reaches(amount=amount):
                yield amount, True
            case checked.Runs(count=count):
                yield count, True
    yield from ((grade.points, False) for grade in policy.grades)
    yield policy.minimum, False


def _quantities(ground: Ground) -> list[int]:
    """Quantities with which one record passes each limit, mark or grade."""
    item = ground.original.items.get(ground.best.item)
    if item is None or item.unit is None:
        return []
    assert isinstance(item.value, checked.PerUnit | checked.PerBlock)
    found: list[int] = []
    for policy in (ground.original, ground.changed):
        for amount, is_times in _amounts(policy, item.name):
            each = max(1, item.value.points)
            blocks = amount if is_times else -(-amount // each)
            found += [blocks * item.value.size, (blocks + 1) * item.value.size]
    return sorted({one for one in found if 0 < one <= 100_000 * ONE})[:12]


# --- with other items ----------------------------------------------------------------------------


def _together(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """Other items first, as much of each as there can be, then the one that is looked at."""
    others = [deed for deed in ground.others if deed.item != ground.best.item][:_MOST_OTHERS]
    for other in others:
        yield [Done(other, ground.day), Done(ground.best, ground.day + timedelta(1))]
        yield [Done(ground.best, ground.day), Done(other, ground.day + timedelta(1))]
    for copies in (1, 2, 4, 8, 16):
        full = [
            Done(deed, ground.day + timedelta(number % 17), person=None)
            for deed in (ground.best, *others)
            for number in range(copies)
        ]
        yield full
        for later in days[1:]:
            again = [attrs.evolve(one, day=later) for one in full[:24]]
            yield [*full, Done(ground.best, later)]
            yield [*full, *again]


def _in_time(ground: Ground) -> Iterator[Sequence[Done]]:
    """A deed, and another one after each period's end: what expires, what base comes again."""
    grace, few = {0}, ground.others[:3]
    for policy in (ground.original, ground.changed):
        if policy.expiry is not None:
            grace.add(policy.expiry.grace_days)
    for period in (Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR):
        ends = last_day(period, period_index(period, ground.day))
        for days in sorted(grace):
            for shift in (-1, 0, 1):
                later = Done(ground.best, ends + timedelta(days + shift))
                yield from ([Done(one, ground.day), later] for one in (ground.best, *few))
    for months in (1, 2, 3, 6, 9, 12, 18, 24, 36):
        yield [Done(ground.best, ground.day), Done(ground.best, _months_later(ground.day, months))]


def _up_and_down(ground: Ground) -> Iterator[Sequence[Done]]:
    """So many deductions after so many awards, and awards again: floors, suspension, grades."""
    by_sign: dict[checked.Sign, list[Deed]] = {}
    for deed in (ground.best, *ground.others):
        item = ground.original.items.get(deed.item)
        if item is not None:
            by_sign.setdefault(item.sign, []).append(deed)
    awards = by_sign.get(checked.Sign.AWARD, [])[:3]
    deductions = by_sign.get(checked.Sign.DEDUCT, [])[:3]
    for deduction in deductions:
        for down in (1, 2, 3, 5, 8, 13):
            low = _running(deduction, down, ground.day + timedelta(10))
            yield low
            for award in awards:
                for up in (1, 2, 5):
                    yield [*_running(award, up, ground.day), *low]
                    yield [*low, *_running(award, up, ground.day + timedelta(30))]


def _running(deed: Deed, times: int, first: date) -> list[Done]:
    """A deed on so many days running."""
    return [Done(deed, first + timedelta(number)) for number in range(times)]


def _households(ground: Ground) -> Iterator[Sequence[Done]]:
    """Several households with more and more: who is among the first."""
    if not ground.original.honours:
        return
    best = [ground.best, *ground.others][:4]
    for number in (2, 3, 4, 5, 6):
        for deed in best:
            yield [
                Done(deed, ground.day + timedelta(day), household=who)
                for who in range(number)
                for day in range(number - who)
            ]
        yield [
            Done(deed, ground.day + timedelta(place), household=who)
            for who in range(number)
            for place, deed in enumerate(best[: 1 + who % len(best)])
        ]
