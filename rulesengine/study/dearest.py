"""Records that earn one household as much as a policy allows, or nearly: a witness for a bound.

Found by trying: facts under which items are worth most, then day by day every record that still
finds room. `score` has the last word: what a witness is worth is what scoring it gives.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice, product
from typing import TypeAlias

import attrs

from rulesengine.core.facts import Fact, FactType, FactValue, FactValues, Subject
from rulesengine.core.quantity import MOST_UNITS, Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow, Register, build
from rulesengine.language import checked
from rulesengine.scoring.figures import Figures, figures
from rulesengine.scoring.score import Run, score
from rulesengine.study.bound import Frame
from rulesengine.study.room import Room

HOUSEHOLD, PERSON = "户", "人"
_MOST_TRIED = 48  # ways in which facts may stand
_MOST_WAYS = 64  # ways in which the facts of one record may stand
_MOST_RECORDS = 20_000

Facts: TypeAlias = Mapping[tuple[Subject, str], FactValue]


@attrs.frozen
class Witness:
    """Records of one account, what facts stand, and what scoring gives it. All count."""

    register: Register
    records: tuple[Record, ...]
    run: Run
    figures: Figures

    @property
    def points(self) -> Hundredths:
        """What base, awards and bonuses come to."""
        totals = self.figures.totals
        return totals.base + totals.awarded + totals.bonus


def witness(frame: Frame, enough: Hundredths) -> Witness:
    """The best of those tried, or the first that reaches `enough`. Bounded in time."""
    best: Witness | None = None
    for facts in islice(_assignments(frame), _MOST_TRIED):
        for backwards in (False, True):
            tried = _pruned(frame, _scored(frame, facts, _fill(frame, facts, backwards)))
            if best is None or tried.points > best.points:
                best = tried
            if best.points >= enough:
                return best
    assert best is not None
    return best


# --- facts ---------------------------------------------------------------------------------------


def _assignments(frame: Frame) -> Iterator[Facts]:
    """Ways in which the facts of household and person may stand, those most asked for first."""
    facts = [fact for fact in frame.policy.facts if fact.subject is not Subject.RECORD]
    choices = [_choices(frame, fact) for fact in facts]
    keys = [(fact.subject, fact.name) for fact in facts]
    # the first choice of each, then what differs in one fact, then everything in order
    yield dict(zip(keys, (one[0] for one in choices), strict=True))
    for place, own in enumerate(choices):
        for other in own[1:]:
            row = [one[0] for one in choices]
            row[place] = other
            yield dict(zip(keys, row, strict=True))
    for row_ in product(*choices):
        yield dict(zip(keys, row_, strict=True))


def _choices(frame: Frame, fact: Fact) -> list[FactValue]:
    """Values of a fact that a policy may tell apart."""
    match fact.type:
        case FactType.YES_NO:
            return [True, False]
        case FactType.LEVEL:
            return [level.name for level in fact.levels]
        case FactType.NUMBER:
            marks = sorted(_marks(frame, fact), reverse=True)
            near = {value for mark in marks for value in (mark, mark + 1, mark - 1) if value >= 0}
            return list(near) or [0]
        case FactType.DATE:
            return _births(frame, fact)


def _marks(frame: Frame, fact: Fact) -> set[int]:
    """Numbers with which a fact is compared."""
    found = {
        right.value
        for left, right in _comparisons(frame.policy)
        if left == checked.FactOf(fact)
        and isinstance(right, checked.Literal)
        and isinstance(right.value, int)
    }
    for item in frame.policy.items.values():
        if isinstance(item.value, checked.ByBand) and item.value.measure == checked.FactOf(fact):
            found |= {threshold for threshold, _ in item.value.rows}
    return found


def _births(frame: Frame, fact: Fact) -> list[FactValue]:
    """Days of birth on either side of each age and each date that is asked for."""
    ages = {30}
    days: set[date] = set()
    for left, right in _comparisons(frame.policy):
        if isinstance(right, checked.Literal):
            if left == checked.AgeOf(fact) and isinstance(right.value, int):
                ages |= {right.value // 100 + more for more in (-1, 0, 1)}
            if left == checked.FactOf(fact) and isinstance(right.value, date):
                days |= {right.value + timedelta(days=more) for more in (-1, 0, 1)}
    for item in frame.policy.items.values():
        if isinstance(item.value, checked.ByBand) and item.value.measure == checked.AgeOf(fact):
            ages |= {
                threshold // 100 + more for threshold, _ in item.value.rows for more in (-1, 0)
            }
    born = {date(max(1, frame.first.year - age), 1, 1) for age in ages if age >= 0}
    return [*sorted(born | days)]


def _comparisons(policy: checked.Policy) -> Iterator[tuple[checked.Operand, checked.Operand]]:
    """Both sides of every comparison, either way round."""
    for condition in _conditions(policy):
        yield from _compared(condition)


def _conditions(policy: checked.Policy) -> Iterator[checked.Condition]:
    if policy.eligible is not None:
        yield policy.eligible
    for category in policy.categories:
        for item in category.items:
            if item.when is not None:
                yield item.when
            yield from (factor.when for factor in item.factors)


def _compared(
    condition: checked.Condition,
) -> Iterator[tuple[checked.Operand, checked.Operand]]:
    match condition:
        case checked.Compare(left=left, right=right):
            yield left, right
            yield right, left
        case checked.IsOneOf():
            pass
        case checked.Not(inner=inner):
            yield from _compared(inner)
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from _compared(part)


# --- records -------------------------------------------------------------------------------------


def _fill(frame: Frame, facts: Facts, backwards: bool) -> list[Record]:
    """Item by item, its best days first: its best record again and again while it finds room."""
    items = [
        item
        for category in frame.policy.categories
        for item in category.items
        if item.sign is checked.Sign.AWARD
    ]
    room = Room(frame)
    made: list[Record] = []
    for item in reversed(items) if backwards else items:
        stretches = [(*days, _best(frame, facts, item, days[0])) for days in _stretches(frame)]
        stretches.sort(key=lambda one: -max((pattern.raw for pattern in one[2]), default=0))
        for first, last, patterns in stretches:
            day = first
            while day <= last and patterns and len(made) < _MOST_RECORDS:
                for pattern in patterns:
                    made.extend(_again(room, item, pattern, day, len(made)))
                day += timedelta(days=1)
    return made


def _again(
    room: Room, item: checked.Item, pattern: "Pattern", day: date, number: int
) -> Iterator[Record]:
    while number < _MOST_RECORDS:
        quantity = room.take(item, day, pattern.record.person, pattern.raw)
        if quantity is None:
            return
        number += 1
        yield attrs.evolve(
            pattern.record,
            id=number,
            day=day,
            quantity=quantity or None,
            event=str(number) if item.needs_event else "",
        )


@attrs.frozen
class Pattern:
    """A record that an item is worth most with, and its raw points (of one unit if it has any)."""

    record: Record
    raw: Hundredths


def _best(frame: Frame, facts: Facts, item: checked.Item, day: date) -> list[Pattern]:
    """For the household and each of its people: the record worth most on a day, if any is."""
    who = ["", *_people(frame)]
    if frame.policy.account is Subject.PERSON:
        who = who[1:]
    tried = [
        attrs.evolve(one, id=number, person=person)
        for number, (person, one) in enumerate(product(who, _ways(item, day)), start=1)
    ]
    raw: dict[str, Pattern] = {}
    # each in a household of its own, so that no limit of one meets another
    for record in tried:
        worth = _raw(frame, facts, record)
        if worth > 0 and (record.person not in raw or worth > raw[record.person].raw):
            raw[record.person] = Pattern(record, worth)
    return list(raw.values())


def _raw(frame: Frame, facts: Facts, record: Record) -> Hundredths:
    run = score(
        {"": checked.alone(frame.policy)},
        _register(frame, facts),
        [record],
        until=frame.last,
    )
    (result,) = run.results()
    return result.raw


def _ways(item: checked.Item, day: date) -> Iterator[Record]:
    """Records of an item with one unit, in all ways in which their own facts may stand."""
    facts: dict[str, list[FactValue]] = {one.fact.name: [True] for one in item.requires}
    conditions = [item.when, *(factor.when for factor in item.factors)]
    for condition in conditions:
        if condition is not None:
            for fact, asked in _asked(condition):
                facts.setdefault(fact.name, []).append(asked)
    value = item.value
    if isinstance(value, checked.ByLevel) and value.fact.subject is Subject.RECORD:
        facts[value.fact.name] = [
            level == "yes" if value.fact.type is FactType.YES_NO else level
            for level in value.points
        ]
    if isinstance(value, checked.ByBand) and value.measure in _record_measures(value):
        fact = _measured(value)
        facts.setdefault(fact.name, []).extend((*(mark for mark, _ in value.rows), 0))
    names = list(facts)
    for row in islice(product(*(dict.fromkeys(facts[name]) for name in names)), _MOST_WAYS):
        yield Record(
            0,
            day,
            item.name,
            household=HOUSEHOLD,
            quantity=_one_unit(value),
            judged=value.high if isinstance(value, checked.Judged) and not value.judges else None,
            judgings=(value.high,) * 3
            if isinstance(value, checked.Judged) and value.judges
            else (),
            event="1" if item.needs_event else "",
            facts=dict(zip(names, row, strict=True)),
        )


def _record_measures(value: checked.ByBand) -> tuple[checked.Operand, ...]:
    measure = value.measure
    is_record = isinstance(measure, checked.FactOf) and measure.fact.subject is Subject.RECORD
    return (measure,) if is_record else ()


def _measured(value: checked.ByBand) -> Fact:
    assert isinstance(value.measure, checked.FactOf), value
    return value.measure.fact


def _one_unit(value: checked.Value) -> Hundredths | None:
    if not isinstance(value, checked.PerUnit | checked.PerBlock):
        return None
    return 100 if value.unit.is_times else min(value.size, MOST_UNITS)


def _asked(condition: checked.Condition) -> Iterator[tuple[Fact, FactValue]]:
    """Values of facts of the record on either side of what a condition asks."""
    for left, right in _compared(condition):
        if isinstance(left, checked.FactOf) and left.fact.subject is Subject.RECORD:
            if left.fact.type is FactType.YES_NO:
                yield from ((left.fact, value) for value in (True, False))
            elif left.fact.type is FactType.LEVEL:
                yield from ((left.fact, level.name) for level in left.fact.levels)
            elif isinstance(right, checked.Literal) and isinstance(right.value, date):
                around = (right.value + timedelta(days=more) for more in (-1, 0, 1))
                yield from ((left.fact, value) for value in around)
            elif isinstance(right, checked.Literal) and isinstance(right.value, int):
                yield from ((left.fact, max(right.value + more, 0)) for more in (-1, 0, 1))
    yield from _levels_asked(condition)


def _levels_asked(condition: checked.Condition) -> Iterator[tuple[Fact, FactValue]]:
    match condition:
        case checked.IsOneOf(fact=fact) if fact.subject is Subject.RECORD:
            yield from ((fact, level.name) for level in fact.levels)
        case checked.Not(inner=inner):
            yield from _levels_asked(inner)
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from _levels_asked(part)
        case _:
            pass


def _stretches(frame: Frame) -> Iterator[tuple[date, date]]:
    """The days of a frame, cut wherever a date in the policy may change what an item is worth."""
    cuts = {frame.first}
    for left, right in _comparisons(frame.policy):
        if not isinstance(left, checked.RecordDay) or not isinstance(right, checked.Literal):
            continue
        if isinstance(right.value, date):
            cuts |= {right.value, right.value + timedelta(days=1)}
    for item in frame.policy.items.values():
        if item.first_day is not None:
            cuts.add(item.first_day)
        if item.last_day is not None:
            cuts.add(item.last_day + timedelta(days=1))
    starts = sorted(day for day in cuts if frame.first <= day <= frame.last)
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        yield start, frame.last if following is None else following - timedelta(days=1)


# --- scoring -------------------------------------------------------------------------------------


def _people(frame: Frame) -> list[str]:
    number = 1 if frame.policy.account is Subject.PERSON else frame.people
    return [f"{PERSON}{place}" for place in range(1, number + 1)]


def _register(frame: Frame, facts: Facts) -> Register:
    def of(subject: Subject) -> FactValues:
        return {name: value for (owner, name), value in facts.items() if owner is subject}

    households = [HouseholdRow(HOUSEHOLD, joined=frame.first, facts=of(Subject.HOUSEHOLD))]
    people = [
        PersonRow(name, HOUSEHOLD, joined=frame.first, facts=of(Subject.PERSON))
        for name in _people(frame)
    ]
    built = build(households, people)
    assert built.value is not None, built.diagnostics
    return built.value


def _scored(frame: Frame, facts: Facts, records: Sequence[Record]) -> Witness:
    register = _register(frame, facts)
    run = score({"": checked.alone(frame.policy)}, register, records, until=frame.last)
    return Witness(register, tuple(records), run, figures(run))


def _pruned(frame: Frame, found: Witness) -> Witness:
    """Without the records that count for nothing, where that changes nothing."""
    useful = {result.record.id for result in found.run.results() if result.counted}
    kept = [record for record in found.records if record.id in useful]
    if len(kept) == len(found.records):
        return found
    run = score({"": checked.alone(frame.policy)}, found.register, kept, until=frame.last)
    again = attrs.evolve(found, records=tuple(kept), run=run, figures=figures(run))
    return again if again.points >= found.points else found
