"""Single deeds that may tell two policies apart: values of facts, quantities and days at the edges.

Every value comes from the two policies themselves: each number and date they compare with, one
more and one less; each level; yes, no, and not known.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, islice, product
from typing import TypeAlias

import attrs

from rulesengine.core.facts import Fact, FactType, FactValue, Subject
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow
from rulesengine.core.source import Span
from rulesengine.language import checked

ONE = 100
_MOST_PROFILES = 60
_MOST_AMOUNTS = 12

Profile: TypeAlias = Mapping[tuple[Subject, str], FactValue]


@attrs.frozen
class Names:
    """Names of made-up people in the language of the policy."""

    households: tuple[str, ...]
    heads: tuple[str, ...]  # one of each household
    people: tuple[str, ...]  # several of one household
    events: tuple[str, ...]


_SURNAMES = "张李王赵孙周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施孔曹严华金魏陶姜"
CHINESE = Names(
    tuple(f"{one}三" for one in _SURNAMES),
    tuple(f"{one}大" for one in _SURNAMES),
    ("张大", "张小"),
    tuple("甲乙丙丁戊己庚辛"),
)
_ENGLISH_NAMES = (
    "Zhang", "Li", "Wang", "Zhao", "Sun", "Zhou", "Wu", "Zheng",
    "Feng", "Chen", "Chu", "Wei", "Jiang", "Shen", "Han", "Yang",
    "Zhu", "Qin", "Xu", "He", "Lu", "Shi", "Kong", "Cao",
    "Yan", "Hua", "Jin", "Wen", "Tao", "Lin",
)  # fmt: skip
ENGLISH = Names(
    _ENGLISH_NAMES,
    tuple(f"{one}_senior" for one in _ENGLISH_NAMES),
    ("Dawei", "Xiaomei"),
    ("spring", "summer", "autumn", "winter", "first", "second", "third", "fourth"),
)


Judgings: TypeAlias = tuple[Hundredths, ...]  # the points of each who judged


@attrs.frozen
class Deed:
    """One thing done: an item or act, how much, and what is known of who did it."""

    item: str
    profile: Profile = attrs.field(factory=dict)
    quantity: Hundredths | None = None
    judged: Judgings = ()
    event: bool = False


@attrs.frozen
class Done:
    """A deed on a day, by the household of a number and, where given, its person of a number."""

    deed: Deed
    day: date
    household: int = 0
    person: int | None = None
    event: int = 0


def names_for(policy: checked.Policy) -> Names:
    """Names that fit beside the policy's own."""
    return CHINESE if policy.language == "zh" else ENGLISH


# --- deeds ---------------------------------------------------------------------------------------


def deeds(one: checked.Policy, other: checked.Policy, name: str, day: date) -> Iterator[Deed]:
    """What may be recorded of an item or act that both policies have."""
    found = [policy.items.get(name) or policy.acts_by_name.get(name) for policy in (one, other)]
    both = [deed for deed in found if deed is not None]
    conditions = [
        condition
        for policy, deed in zip((one, other), found, strict=True)
        if deed is not None
        for condition in conditions_of(policy, deed)
    ]
    items = [deed for deed in both if isinstance(deed, checked.Item)]
    event = any(item.needs_event for item in items)
    values = _values(conditions, items, day)
    for profile in islice(_profiles(values), _MOST_PROFILES):
        for quantity, judged in islice(_amounts(items), _MOST_AMOUNTS):
            yield Deed(both[0].name, profile, quantity, judged, event)


def conditions_of(
    policy: checked.Policy, deed: checked.Item | checked.Act
) -> Iterator[checked.Condition]:
    """Every condition that a record of it is asked, those of honours and gifts among them."""
    if policy.eligible is not None:
        yield policy.eligible
    if deed.when is not None:
        yield deed.when
    yield from (one.when for one in policy.honours if one.when is not None)
    gifts = (match for category in policy.categories for match in category.matches)
    yield from (one.when for one in gifts if one.when is not None)
    if isinstance(deed, checked.Item):
        counting = (one.limits for one in policy.bonuses if one.item == deed.name)
        limits = (*deed.limits, *chain.from_iterable(counting))
        yield from dict.fromkeys(one.when for one in limits if one.when is not None)
        yield from (factor.when for factor in deed.factors)
        for required in deed.requires:
            if required.when is not None:
                yield required.when
            fact = checked.FactOf(required.fact)
            span = required.span
            yield checked.Compare(fact, checked.Order.EQUAL, checked.Literal(True), span)


def literal_days(condition: checked.Condition) -> Iterator[date]:
    """The days that a condition is written with."""
    match condition:
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from literal_days(part)
        case checked.Not(inner=inner):
            yield from literal_days(inner)
        case checked.Compare(left=left, right=right):
            for side in (left, right):
                if isinstance(side, checked.Literal) and isinstance(side.value, date):
                    yield side.value
        case checked.IsOneOf():
            return


def _amounts(
    items: Sequence[checked.Item],
) -> Iterator[tuple[Hundredths | None, Judgings]]:
    """Quantities and judged points worth trying: whole sizes, a bit less, more; ends of a range."""
    if not items:
        yield None, ()
        return
    values = [item.value for item in items]
    seen: set[tuple[Hundredths | None, Judgings]] = set()
    for value in values:
        for amount in _amounts_of(value):
            if amount not in seen:
                seen.add(amount)
                yield amount


def _amounts_of(
    value: checked.Value,
) -> Iterator[tuple[Hundredths | None, Judgings]]:
    match value:
        case checked.PerUnit(unit=unit) if unit.is_times:
            yield from ((None, ()), (2 * ONE, ()), (5 * ONE, ()), (50 * ONE, ()))
        case checked.PerUnit(size=size) | checked.PerBlock(size=size):
            yield from ((size, ()), (2 * size, ()), (size + size // 2, ()), (10 * size, ()))
            yield from ((size - ONE, ()),) if size > ONE else ()
        case checked.Judged(low=low, high=high, judges=judges):
            together = 1 if judges is None else 3
            for points in (low, high, high + ONE, low - ONE):
                if points >= 0:
                    yield None, (points,) * together
            if judges is not None:  # one far off, and two
                yield from ((None, (low, high, high)), (None, (low, low, high, high, high)))
        case _:
            yield None, ()


# --- facts ---------------------------------------------------------------------------------------


def _profiles(
    values: Mapping[tuple[Subject, str], Sequence[FactValue | None]],
) -> Iterator[Profile]:
    """Combinations of values: the first of each, then what differs in few, then all."""
    keys = list(values)
    firsts = {key: values[key][0] for key in keys}
    yield _known(firsts)
    for key in keys:
        for value in values[key][1:]:
            yield _known({**firsts, key: value})
    if len(keys) > 1:
        for chosen in product(*(values[key] for key in keys)):
            yield _known(dict(zip(keys, chosen, strict=True)))


def _known(values: Mapping[tuple[Subject, str], FactValue | None]) -> Profile:
    return {key: value for key, value in values.items() if value is not None}


def _values(
    conditions: Sequence[checked.Condition], items: Sequence[checked.Item], day: date
) -> Mapping[tuple[Subject, str], list[FactValue | None]]:
    found: dict[tuple[Subject, str], dict[FactValue | None, None]] = {}

    def add(fact: Fact, values: Sequence[FactValue]) -> None:
        found.setdefault((fact.subject, fact.name), {}).update(dict.fromkeys(values))

    for condition in conditions:
        for fact, values in _of_condition(condition, day):
            add(fact, values)
    for item in items:
        match item.value:
            case checked.ByLevel(fact=fact, points=points):
                levels = [name == "yes" for name in points] if fact.type is FactType.YES_NO else []
                add(fact, levels or list(points))
            case checked.ByBand(measure=measure, rows=rows):
                thresholds = [row[0] for row in rows]
                for fact, values in _near(measure, thresholds, day):
                    add(fact, values)
            case _:
                pass
    return {key: [*values, None] for key, values in found.items()}


def _of_condition(
    condition: checked.Condition, day: date
) -> Iterator[tuple[Fact, Sequence[FactValue]]]:
    match condition:
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from _of_condition(part, day)
        case checked.Not(inner=inner):
            yield from _of_condition(inner, day)
        case checked.IsOneOf(fact=fact):
            yield fact, _all_of(fact)
        case checked.Compare(left=left, right=right):
            for side, against in ((left, right), (right, left)):
                if isinstance(side, checked.FactOf) and side.fact.type in (
                    FactType.YES_NO, FactType.LEVEL,
                ):  # fmt: skip
                    yield side.fact, _all_of(side.fact)
                elif isinstance(side, checked.FactOf | checked.AgeOf):
                    number = against.value if isinstance(against, checked.Literal) else 0
                    if isinstance(number, date):
                        moved = (number, number + timedelta(1), number - timedelta(1))
                        yield _fact_of(side), moved
                    elif isinstance(number, int):
                        yield from _near(side, [number], day)


def _near(
    measure: checked.FactOf | checked.AgeOf, numbers: Sequence[Hundredths], day: date
) -> Iterator[tuple[Fact, Sequence[FactValue]]]:
    """Each number, one more and one less; of an age, days of birth that give it."""
    around = [one for number in numbers for one in (number, number + ONE, number - ONE) if one >= 0]
    if isinstance(measure, checked.AgeOf):
        years = [day.year - number // ONE for number in around]
        yield measure.born, [date(year, 1, 1) for year in years if 1 <= year <= 9999]
    elif measure.fact.type is FactType.DATE:
        yield measure.fact, [day]
    else:
        yield measure.fact, around


def _fact_of(side: checked.FactOf | checked.AgeOf) -> Fact:
    return side.fact if isinstance(side, checked.FactOf) else side.born


def _all_of(fact: Fact) -> Sequence[FactValue]:
    return [True, False] if fact.type is FactType.YES_NO else [one.name for one in fact.levels]


# --- tests ---------------------------------------------------------------------------------------


def as_test(policy: checked.Policy, done: Sequence[Done]) -> checked.Test:
    """A test without expectations in which all this happened; who differs in facts is another."""
    names = names_for(policy)
    by_person = policy.account is Subject.PERSON
    households: dict[str, HouseholdRow] = {}
    people: dict[str, PersonRow] = {}
    records: list[Record] = []
    for one in sorted(done, key=lambda each: each.day):
        household = names.households[one.household % len(names.households)]
        facts = _of(one.deed.profile, Subject.HOUSEHOLD)
        if facts:
            households.setdefault(household, HouseholdRow(household, facts=facts))
        person, personal = "", _of(one.deed.profile, Subject.PERSON)
        if by_person or one.person is not None or personal:
            person = _person(names, one, by_person=by_person)
            if personal or by_person:
                people.setdefault(person, PersonRow(person, household, facts=personal))
        records.append(_record(names, one, len(records) + 1, household, person))
    return checked.Test(
        "", tuple(households.values()), tuple(people.values()), tuple(records), (), Span(0, 0)
    )


def _person(names: Names, one: Done, *, by_person: bool) -> str:
    if by_person:
        return names.heads[one.household % len(names.heads)]
    return names.people[(one.person or 0) % len(names.people)]


def _record(names: Names, one: Done, number: int, household: str, person: str) -> Record:
    judged = one.deed.judged
    return Record(
        number,
        one.day,
        one.deed.item,
        household=household,
        person=person,
        quantity=one.deed.quantity,
        judged=judged[0] if len(judged) == 1 else None,
        judgings=judged if len(judged) > 1 else (),
        event=names.events[one.event % len(names.events)] if one.deed.event else "",
        facts=_of(one.deed.profile, Subject.RECORD),
    )


def _of(profile: Profile, subject: Subject) -> dict[str, FactValue]:
    return {name: value for (whose, name), value in profile.items() if whose is subject}
