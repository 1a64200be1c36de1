"""What is wrong with a record, said to the clerk: the place, the fact, the way out.

`soundness` decides; this module only finds words, and the facts that conditions ask for.
"""

import difflib
from collections.abc import Iterator
from functools import lru_cache

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.facts import Fact
from rulesengine.core.quantity import MOST_RAW_POINTS, MOST_UNITS, show_hundredths
from rulesengine.core.record import Record
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.reference.known import Known, fact_value
from rulesengine.reference.soundness import deed_of, fault

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


def problem(timeline: checked.Timeline, record: Record) -> Diagnostic | None:
    """Why a record is in error under the policy in force on its day; None: it is sound.

    A record on a day without a policy is not in error: nothing says what it should hold.
    """
    policy = timeline.policy_on(record.day)
    code = None if policy is None else fault(policy, record)
    if policy is None or code is None:
        return None
    if record.fault is not None:
        return record.fault
    message, way_out = _words(policy, record, code)
    place = record.cell(*_column(policy, record, code))
    return Diagnostic(code, message, place, notes=_which(record), help=way_out)


def unknown_facts(
    policy: checked.Policy, deed: checked.Item | checked.Act, known: Known
) -> tuple[Fact, ...]:
    """The facts that step 1 asks for and that nobody gave; requirements left out."""
    asked = [*facts_of(policy.eligible), *facts_of(deed.when)]
    if isinstance(deed, checked.Item):
        asked += _table_facts(deed.value)
    return tuple(fact for fact in asked if fact_value(fact, known) is None)


def facts_of(condition: checked.Condition | None) -> Iterator[Fact]:
    """Every fact a condition looks at, in the order written."""
    match condition:
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from facts_of(part)
        case checked.Not(inner=inner):
            yield from facts_of(inner)
        case checked.IsOneOf(fact=fact):
            yield fact
        case checked.Compare(left=left, right=right):
            for operand in (left, right):
                yield from _operand_facts(operand)
        case None:
            return


def _operand_facts(operand: checked.Operand) -> Iterator[Fact]:
    match operand:
        case checked.FactOf(fact=fact) | checked.AgeOf(born=fact):
            yield fact
        case _:
            return


def _table_facts(value: checked.Value) -> Iterator[Fact]:
    match value:
        case checked.ByLevel(fact=fact):
            yield fact
        case checked.ByBand(measure=measure):
            yield from _operand_facts(measure)
        case _:
            return


def _which(record: Record) -> tuple[Text, ...]:
    """Which record it is, where no row of a file says it."""
    if record.origin is not None:
        return ()
    who = record.person or record.household
    day = record.day.isoformat()
    return (text("record {id}: {day}, {who}", id=record.id, day=day, who=who),)


def _column(policy: checked.Policy, record: Record, code: Code) -> tuple[str, str]:
    """The column that a fault stands in (its English name), and what stands there."""
    quantity = "" if record.quantity is None else show_hundredths(record.quantity)
    judged = "" if record.judged is None else show_hundredths(record.judged)
    match code:
        case Code.UNKNOWN_ITEM:
            return "item", record.item
        case Code.MISSING_EVENT:
            return "event", record.event
        case Code.MISSING_JUDGED | Code.BAD_JUDGED:
            return "points", judged
        case _:
            item = policy.items.get(record.item)
            is_judged = item is not None and isinstance(item.value, checked.Judged)
            of_points = code is Code.RAW_TOO_LARGE and is_judged
            return ("points", judged) if of_points else ("quantity", quantity)


def _words(policy: checked.Policy, record: Record, code: Code) -> tuple[Text, Text]:
    """The message and the way out for a fault."""
    name = record.item
    if code is Code.UNKNOWN_ITEM:
        near = _nearest(name, (*policy.items, *policy.acts_by_name))
        message = text("{item} is not an item of the policy in force that day", item=name)
        if near:
            return message, text("did you mean {name}?", name=near)
        return message, text("correct the name, or add the item to the policy")
    deed = deed_of(policy, name)
    assert deed is not None, record
    if isinstance(deed, checked.Act):
        return _act_words(record, code)
    item = deed
    match code:
        case Code.MISSING_QUANTITY:
            unit = _UNITS.get(item.unit.name, item.unit.name) if item.unit is not None else ""
            return (
                text("{item} needs a quantity ({unit})", item=name, unit=unit),
                text("fill in how much it was"),
            )
        case Code.BAD_QUANTITY:
            return _quantity_words(item, record)
        case Code.MISSING_JUDGED | Code.BAD_JUDGED:
            return _judged_words(item, record)
        case Code.MISSING_EVENT:
            return (
                text("{item} counts the highest of each event, and no event is given", item=name),
                text("say which event it was; records of one event carry the same name"),
            )
        case _:
            most = show_hundredths(MOST_RAW_POINTS)
            return (
                text("{item} could give more than {most} points here", item=name, most=most),
                text("correct the quantity, or the points in the policy"),
            )


def _act_words(record: Record, code: Code) -> tuple[Text, Text]:
    """What is wrong beside an act, which takes neither a quantity nor judged points."""
    name = record.item
    if code is Code.BAD_JUDGED:
        return (
            text("{item} gives no points, and judged points are given", item=name),
            text("leave the judged points out"),
        )
    given = show_hundredths(record.quantity or 0)
    return (
        text("{item} takes no quantity, and {quantity} is given", item=name, quantity=given),
        text("leave the quantity out, or enter one record for each time"),
    )


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    """The known name that looks most like it, or empty."""
    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.5)), "")


def _quantity_words(item: checked.Item, record: Record) -> tuple[Text, Text]:
    quantity, name = record.quantity or 0, record.item
    given = show_hundredths(quantity)
    if quantity < 0:
        return (
            text("a quantity cannot be below 0, and {quantity} is given", quantity=given),
            text("taking points away needs an item that deducts"),
        )
    if quantity > MOST_UNITS:
        most = show_hundredths(MOST_UNITS)
        return (
            text(
                "a quantity is {most} at most, and {quantity} is given", most=most, quantity=given
            ),
            text("correct the quantity"),
        )
    if item.unit is None:
        return (
            text("{item} takes no quantity, and {quantity} is given", item=name, quantity=given),
            text("leave the quantity out, or enter one record for each time"),
        )
    return (
        text("{item} counts whole times, and {quantity} is given", item=name, quantity=given),
        text("correct the quantity"),
    )


def _judged_words(item: checked.Item, record: Record) -> tuple[Text, Text]:
    name = record.item
    if not isinstance(item.value, checked.Judged):
        return (
            text("{item} is not judged, and judged points are given", item=name),
            text("leave the judged points out; the policy says what it is worth"),
        )
    low, high = show_hundredths(item.value.low), show_hundredths(item.value.high)
    way_out = text("give points from {low} to {high}", low=low, high=high)
    if record.judged is None:
        return text("{item} needs the points that were judged", item=name), way_out
    given = show_hundredths(record.judged)
    message = text(
        "{item} is judged from {low} to {high} points, and {points} are given",
        item=name, low=low, high=high, points=given,
    )  # fmt: skip
    return message, way_out
