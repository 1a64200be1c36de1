"""Parts of a policy in words: units, values, limits, floors, facts and what was seen. Pure."""

from datetime import date
from typing import assert_never

from rulesengine.app.words import each, of_the, per, period_words
from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.calendar import Period, period_name
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Hundredths, show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.reference.explanation import Arithmetic, Seen, Stretch
from rulesengine.reference.sheets import MostEach

_UNITS = {
    "time": text("time"),
    "person-time": text("person-time"),
    "hour": text("hour"),
    "half-day": text("half-day"),
    "day": text("day"),
    "metre": text("metre"),
    "kg": text("kg"),
    "piece": text("piece"),
}

_UNITS_MANY = {
    "time": text("times"),
    "person-time": text("person-times"),
    "hour": text("hours"),
    "half-day": text("half-days"),
    "day": text("days"),
    "metre": text("metres"),
    "kg": text("kg"),
    "piece": text("pieces"),
}


JUDGES = {
    checked.Judges.MEAN: text("the mean"),
    checked.Judges.MEAN_WITHOUT_EXTREMES: text("the mean without the lowest and the highest"),
    checked.Judges.MEDIAN: text("the one in the middle"),
}


def unit_words(unit: checked.Unit) -> Text | str:
    """A unit; one that only the policy knows is as the policy writes it."""
    return _UNITS.get(unit.name, unit.name)


def quantity_words(quantity: Hundredths, unit: checked.Unit) -> Text:
    """`1 hour`, `2.5 hours`."""
    words = unit_words(unit) if quantity == 1_00 else _UNITS_MANY.get(unit.name, unit.name)
    return text("{number} {unit}", number=show_hundredths(quantity), unit=words)


# --- values and the arithmetic of raw points -----------------------------------------------------


def arithmetic_words(made: Arithmetic) -> Text:
    """How raw points came about: `3 points/hour x 2 hour = 6 points`."""
    result: Text = points_words(made.raw)
    if made.exact[0] != made.raw * made.exact[1]:  # rounded
        result = text(
            "{points} (rounded to {step})", points=result, step=show_hundredths(made.round_to)
        )
    worth = _worth(made)
    if made.factor is None:
        if made.raw == made.row and _is_plain(made):
            return worth
        return text("{worth} = {points}", worth=worth, points=result)
    return text(
        "{worth} × {factor} fold = {points}",
        worth=worth,
        factor=show_hundredths(made.factor.times),
        points=result,
    )


def _is_plain(made: Arithmetic) -> bool:
    """Whether the points stand there already, with nothing to multiply."""
    match made.value:
        case checked.PerBlock():
            return False
        case checked.Judged(judges=checked.Judges()):
            return False
        case checked.PerUnit(size=size):
            return size == 1_00 and made.quantity == 1_00
        case _:
            return True


def _worth(made: Arithmetic) -> Text:
    row, value = points_words(made.row), made.value
    match value:
        case checked.PerUnit(size=1_00, unit=unit):
            each_unit = text("{points}/{unit}", points=row, unit=unit_words(unit))
            if made.quantity == 1_00:
                return each_unit
            return text(
                "{worth} × {quantity}",
                worth=each_unit,
                quantity=quantity_words(made.quantity, unit),
            )
        case checked.PerUnit(size=size, unit=unit):
            return text(
                "{points}/{size} × {quantity}",
                points=row,
                size=quantity_words(size, unit),
                quantity=quantity_words(made.quantity, unit),
            )
        case checked.PerBlock(size=size, unit=unit, carried=Period() as period):
            done = made.before + made.quantity
            return text(
                "{points}/full {size} × {blocks} more full {of_the_period} "
                "({before} before, {done} with this {quantity})",
                points=row,
                size=quantity_words(size, unit),
                blocks=str(done // size - made.before // size),
                of_the_period=of_the(period),
                before=quantity_words(made.before, unit),
                quantity=quantity_words(made.quantity, unit),
                done=quantity_words(done, unit),
            )
        case checked.PerBlock(size=size, unit=unit):
            return text(
                "{points}/full {size} × {quantity}",
                points=row,
                size=quantity_words(size, unit),
                quantity=quantity_words(made.quantity, unit),
            )
        case checked.PerPeriod(period=period):
            return text("{points} {each}", points=row, each=each(period))
        case checked.Judged(judges=checked.Judges() as judges):
            return text(
                "judged {judgings}, {judges}",
                judgings=tuple(show_hundredths(one) for one in made.judgings),
                judges=JUDGES[judges],
            )
        case checked.Judged(low=low, high=high):
            return text(
                "judged {points} ({low} to {high})",
                points=row,
                low=show_hundredths(low),
                high=show_hundredths(high),
            )
        case checked.ByLevel() | checked.ByBand():
            if made.looked_at is None:
                return row
            return text("{seen}: {points}", seen=_looked_at(made.looked_at), points=row)
        case checked.ByCount(period=period):
            return text(
                "number {number} {of_the_period}: {points}",
                number=made.number or 0,
                of_the_period=of_the(period),
                points=row,
            )
        case _:
            assert_never(value)


def _looked_at(seen: Seen) -> Text:
    """`级别 县级`: what a table went by, in short."""
    name: Text | str = text("age")
    if isinstance(seen.operand, checked.FactOf):
        name = seen.operand.fact.name
    return text("{fact} {value}", fact=name, value=_value(seen))


# --- limits and floors ---------------------------------------------------------------------------


def limit_words(limit: checked.Limit) -> Text:
    """`cap 30 points per household per month (环境治理)`."""
    if limit.once_per_period:
        return text("counts once {each} ({name})", each=each(limit.period), name=limit.name)
    amount_of = points_words if limit.kind is checked.LimitKind.POINTS else times_words
    words = text(
        "cap {amount} {per} {each}",
        amount=amount_of(limit.amount),
        per=per(limit.subject),
        each=each(limit.period),
    )
    return text("{limit} ({name})", limit=words, name=limit.name) if limit.name else words


def floor_words(floor: checked.Floor) -> Text:
    """`floor 0 points (环境治理)`; with its period where another floor stands beside it."""
    words = text("floor {amount}", amount=points_words(floor.points))
    if not floor.is_alone:
        words = text(
            "floor {amount} {each}", amount=points_words(floor.points), each=each(floor.period)
        )
    if floor.with_base:
        words = text("{floor} with base", floor=words)
    return text("{limit} ({name})", limit=words, name=floor.category) if floor.category else words


def most_each_words(most: Hundredths) -> Text:
    """`at most 10 points each time`: of an item that a village added."""
    return text("at most {amount} each time", amount=points_words(most))


def limit_names(policy: checked.Policy) -> dict[str, Text]:
    """The limits and floors of a policy in words, by the label that postings have."""
    names = {"highest": text("highest only")}
    for item in {id(item): item for item in policy.items.values()}.values():
        names |= {limit.label: limit_words(limit) for limit in item.limits}
        names |= {floor.label: floor_words(floor) for floor in item.floors}
        if item.most_each is not None:
            names[MostEach(item.most_each).label] = most_each_words(item.most_each)
    for bonus in policy.bonuses:
        names |= {limit.label: limit_words(limit) for limit in bonus.limits}
    return names


def stretch_words(stretch: Stretch) -> Text:
    """A period of the calendar."""
    return period_words(period_name(stretch.period, stretch.index))


def highest_words(highest: checked.Highest) -> Text:
    """`highest only per event`."""
    if highest.period is None:
        return text("highest only per event")
    return text("highest only {each}", each=each(highest.period))


def base_words(base: checked.Base) -> Text:
    """`base 100 points per year`."""
    if base.period is Period.EVER:
        words = text("base {amount} once", amount=points_words(base.points))
    else:
        words = text(
            "base {amount} {each}", amount=points_words(base.points), each=each(base.period)
        )
    if not base.redeemable:
        words = text("{base}, not redeemable", base=words)
    return text("{limit} ({name})", limit=words, name=base.category) if base.category else words


# --- facts ---------------------------------------------------------------------------------------


def fact_words(subject: Subject, name: str) -> Text:
    """`household.kind`."""
    match subject:
        case Subject.HOUSEHOLD:
            return text("household.{fact}", fact=name)
        case Subject.PERSON:
            return text("person.{fact}", fact=name)
        case Subject.RECORD:
            return text("record.{fact}", fact=name)
        case _:
            assert_never(subject)


def operand_words(
    operand: checked.FactOf | checked.AgeOf | checked.RecordDay | checked.RawPoints,
) -> Text:
    """What a condition or a table looks at."""
    match operand:
        case checked.FactOf(fact=fact):
            return fact_words(fact.subject, fact.name)
        case checked.AgeOf():
            return text("person.age")
        case checked.RecordDay():
            return text("the date")
        case checked.RawPoints():
            return text("the record's raw points")
        case _:
            assert_never(operand)


def seen_words(seen: Seen) -> Text:
    """`person.age is 65`."""
    operand = operand_words(seen.operand)
    if seen.value is None:
        return text("{fact} is not known", fact=operand)
    return text("{fact} is {value}", fact=operand, value=_value(seen))


def _value(seen: Seen) -> Text | str:
    """A value as people write it; a number is hundredths."""
    value = seen.value
    match value:
        case None:
            return text("not known")
        case bool():
            return text("yes") if value else text("no")
        case date():
            return value.isoformat()
        case int():
            return show_hundredths(value)
        case str():
            return value
        case _:
            assert_never(value)


def written(policy: checked.Policy, part: checked.Condition) -> str:
    """A condition as the policy writes it, on one line."""
    return " ".join(policy.source.slice(part.span).split())
