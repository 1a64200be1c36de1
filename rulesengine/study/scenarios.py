"""Small sets of records that may tell a changed policy from the original, simplest first.

One deed alone, on the edges of the dates; the same again on the same day, in the same week, month,
quarter, year and later; as often as it takes to pass a limit; two people; several households; other
items before and after it. Bounded, in a fixed order.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import TypeVar

import attrs

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.language import checked
from rulesengine.study.probes import ONE, Deed, Done, conditions_of, literal_days

T = TypeVar("T")

_MOST_COPIES = 40
_MOST_SUMS = 2000
_MOST_HOUSEHOLDS = 30
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
    """What to try, in order: of each kind one in turn, so that none has to wait for another."""
    days = _days(ground.day)
    rows = [
        ([Done(deed, ground.day)] for deed in ground.deeds),
        ([Done(ground.best, edge)] for edge in _edges(ground)),
        _again(ground, days),
        _mixed(ground, days),
        _often(ground, days),
        _much(ground, days),
        _together(ground, days),
        _in_time(ground),
        _up_and_down(ground),
        exactly(ground),
        _households(ground, days),
    ]
    return in_turn(rows)


def in_turn(rows: Sequence[Iterator[T]]) -> Iterator[T]:
    """One of each row in turn, until all are at their end."""
    waiting = list(rows)
    while waiting:
        left = []
        for row in waiting:
            found = next(row, None)
            if found is not None:
                left.append(row)
                yield found
        waiting = left


def _again(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """The deed twice, for one event or two, by one person or two."""
    for later in days:
        yield [Done(ground.best, ground.day), Done(ground.best, later)]
        yield [Done(ground.best, ground.day), Done(ground.best, later, event=1)]
        yield [Done(ground.best, ground.day, person=0), Done(ground.best, later, person=1)]


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
            days += [item.first_day, item.last_day]
            days += chain.from_iterable(map(literal_days, conditions_of(policy, item)))
        for one in days:
            if one is not None and date.min < one < date.max:
                found += [one, one - timedelta(1), one + timedelta(1)]
    return list(dict.fromkeys(found))


# --- more of the same ----------------------------------------------------------------------------


def _mixed(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """Two different deeds of the item, in both orders: what is highest, what a table says."""
    for deed in ground.deeds[:20]:
        if deed != ground.best:
            for later in days[1:4]:
                yield [Done(deed, ground.day), Done(ground.best, later)]
                yield [Done(ground.best, ground.day), Done(deed, later)]
                yield [Done(deed, ground.day), Done(deed, later)]  # a rest that is carried


def _often(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """As often as it takes to pass each limit, on one day, on days running, month after month."""
    for copies in _copies(ground):
        if copies <= 13:
            months = [_months_later(ground.day, number) for number in range(copies)]
            yield [Done(ground.best, one) for one in months]
        for shift in (timedelta(0), timedelta(1), timedelta(7)):
            row = [ground.day + shift * number for number in range(copies)]
            same = [Done(ground.best, one) for one in row]
            yield same
            yield [Done(ground.best, one, person=place % 2) for place, one in enumerate(row)]
            events = [Done(ground.best, one, event=place) for place, one in enumerate(row)]
            yield events
            for later in days[1:]:
                yield [*same, Done(ground.best, later)]
                if ground.best.event:
                    yield [*events, Done(ground.best, later, event=copies)]


def _much(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """As much in one record as it takes to pass each limit."""
    for quantity in _quantities(ground):
        large = attrs.evolve(ground.best, quantity=quantity)
        yield [Done(large, ground.day)]
        for later in days:
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
    marks = [bonus.mark for bonus in policy.bonuses if bonus.item == item.name]
    bars = [act.counted for act in policy.acts if act.counted is not None]
    marks += [counted.mark for counted in bars if counted.item == item.name]
    for mark in marks:
        match mark:
            case (
                checked.Reaches(measure=measure, amount=amount)
                | checked.Within(measure=measure, amount=amount)
            ):
                yield (
                    amount // ONE if measure is checked.Measure.QUANTITY else amount,
                    measure is not checked.Measure.POINTS,
                )
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
            Done(deed, ground.day + timedelta(number % 17), event=number)
            for deed in (ground.best, *others)
            for number in range(copies)
        ]
        yield full
        yield [attrs.evolve(one, person=place % 2) for place, one in enumerate(full)]
        for later in days[1:]:
            again = [attrs.evolve(one, day=later) for one in full[:24]]
            yield [*full, Done(ground.best, later)]
            yield [*full, *again]


def _in_time(ground: Ground) -> Iterator[Sequence[Done]]:
    """A deed, and another one after each period's end: what expires, what base comes again."""
    grace, few = {0}, ground.others[:3]
    periods: dict[Period, None] = {}
    for policy in (ground.original, ground.changed):
        if policy.expiry is not None:
            grace.add(policy.expiry.grace_days)
            periods[policy.expiry.period] = None
        periods |= dict.fromkeys([policy.evaluate, *(base.period for base in policy.bases)])
    periods |= dict.fromkeys((Period.YEAR, Period.QUARTER, Period.MONTH, Period.HALF_YEAR))
    periods.pop(Period.EVER, None)
    for period in periods:
        ends = last_day(period, period_index(period, ground.day))
        for days in sorted(grace):
            for shift in (-1, 0, 1):
                later = Done(ground.best, ends + timedelta(days + shift))
                yield from ([Done(one, ground.day), later] for one in (ground.best, *few))
    for months in (1, 2, 3, 6, 9, 12, 18, 24, 36):
        yield [Done(ground.best, ground.day), Done(ground.best, _months_later(ground.day, months))]


def _up_and_down(ground: Ground) -> Iterator[Sequence[Done]]:
    """So many deductions after so many awards, and awards again: floors, suspension, grades."""
    by_worth = sorted(ground.others, key=lambda deed: -ground.worth.get(deed.item, 0))
    awards = _of_sign(ground, checked.Sign.AWARD, [ground.best, *by_worth])[:3]
    deductions = _of_sign(ground, checked.Sign.DEDUCT, [ground.best, *by_worth])[:3]
    for deduction in deductions:
        for down in (1, 2, 3, 5, 8, 13):
            low = _running(deduction, down, ground.day + timedelta(20))
            yield low
            for award in awards:
                for up in (1, 2, 5, 10):
                    high = _running(award, up, ground.day)
                    yield [*high, *low]
                    yield [*high, *(attrs.evolve(one, person=n % 2) for n, one in enumerate(low))]
                    yield [*low, *_running(award, up, ground.day + timedelta(40))]


def _of_sign(ground: Ground, sign: checked.Sign, deeds: Sequence[Deed]) -> list[Deed]:
    found = [(deed, ground.original.items.get(deed.item)) for deed in deeds]
    return [deed for deed, item in found if item is not None and item.sign is sign]


def _running(deed: Deed, times: int, first: date) -> list[Done]:
    """A deed on so many days running, each for an event of its own."""
    return [Done(deed, first + timedelta(number), event=number) for number in range(times)]


def _households(ground: Ground, days: Sequence[date]) -> Iterator[Sequence[Done]]:
    """Several households, some ahead of others, now and later: who is among the first."""
    best = [ground.best, *ground.others][:4]
    for number, ahead in _numbers(ground):
        for deed in best:
            once = [Done(deed, ground.day, household=who) for who in range(number)]
            again = [attrs.evolve(one, day=ground.day + timedelta(1)) for one in once[:ahead]]
            yield [*once, *again]
            for later in days[3:]:
                yield [*once, *again, Done(deed, later, household=number - 1)]
                yield [*once, *(attrs.evolve(one, day=later) for one in once[ahead:])]
        yield [
            Done(deed, ground.day + timedelta(place), household=who)
            for who in range(number)
            for place, deed in enumerate(best[: 1 + who % len(best)])
        ]


def _numbers(ground: Ground) -> list[tuple[int, int]]:
    """How many households, and how many of them ahead: first where the policies honour not alike.

    With so many ahead as one policy honours, the others are out; in the other they all are in.
    """
    both = list(zip(ground.original.honours, ground.changed.honours, strict=False))
    if not both:
        return []
    telling = []
    for number in range(2, _MOST_HOUSEHOLDS + 1):
        honoured = [{_honoured(one, number), _honoured(other, number)} for one, other in both]
        telling += [(number, min(pair)) for pair in honoured if len(pair) > 1]
    return [*telling[:2], (2, 1), (3, 1), (5, 2)]


def _honoured(honour: checked.Honour, number: int) -> int:
    """How many of so many households are among the first."""
    if honour.share:
        return -(-number * honour.places // (100 * ONE))
    return min(number, honour.places)


# --- to the point --------------------------------------------------------------------------------


def exactly(ground: Ground) -> Iterator[Sequence[Done]]:
    """Deeds that add up to a mark to the point: of spending, suspension, grades, floors."""
    coins = [(deed, ground.worth.get(deed.item, 0)) for deed in (ground.best, *ground.others)]
    bases = sum(base.points for base in ground.original.bases)
    for target in sorted(_marks(ground)):
        for start in dict.fromkeys((0, bases)):
            sign = checked.Sign.AWARD if target >= start else checked.Sign.DEDUCT
            fitting = {deed.item for deed in _of_sign(ground, sign, [deed for deed, _ in coins])}
            usable = [(deed, worth) for deed, worth in coins if deed.item in fitting and worth > 0]
            change = _change(abs(target - start), usable[:8])
            for apart in (1, 7, 31, 92):
                row = [
                    Done(deed, ground.day + timedelta(apart * n)) for n, deed in enumerate(change)
                ]
                if row:
                    yield row
                    yield [*row, Done(ground.best, row[-1].day + timedelta(apart))]


def _marks(ground: Ground) -> set[int]:
    found: set[int] = set()
    for policy in (ground.original, ground.changed):
        found |= {policy.minimum, *(grade.points for grade in policy.grades)}
        found |= {floor.points for floor in policy.floors}
        if policy.suspension is not None:
            found |= {policy.suspension.below, policy.suspension.resume}
    return {mark for mark in found if mark > 0}


def _change(target: int, coins: Sequence[tuple[Deed, int]]) -> list[Deed]:
    """As few deeds as add up to so many points exactly; none where nothing does."""
    ways: dict[int, list[Deed]] = {0: []}
    waiting = [0]
    while waiting and target not in ways:
        reached = []
        for total in waiting:
            for deed, worth in coins:
                new = total + worth
                if new <= target and new not in ways and len(ways[total]) < _MOST_COPIES:
                    ways[new] = [*ways[total], deed]
                    reached.append(new)
        waiting = reached if len(ways) < _MOST_SUMS else []
    return ways.get(target, [])
