"""Whether a condition can hold at all. Sound, not complete: "cannot" is certain, "can" is not.

A condition is spread into alternatives of simple comparisons with fixed values; an alternative is
impossible where what it asks of one fact leaves no value. A comparison of two facts asks nothing.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from itertools import product
from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.facts import FactType, FactValue
from rulesengine.language import checked

_MOST_ALTERNATIVES = 64
_SMALLEST, _LARGEST = -(10**30), 10**30

_OPPOSITE = {
    checked.Order.EQUAL: checked.Order.UNEQUAL,
    checked.Order.UNEQUAL: checked.Order.EQUAL,
    checked.Order.LESS: checked.Order.AT_LEAST,
    checked.Order.AT_LEAST: checked.Order.LESS,
    checked.Order.MORE: checked.Order.AT_MOST,
    checked.Order.AT_MOST: checked.Order.MORE,
}
_TURNED = {
    checked.Order.EQUAL: checked.Order.EQUAL,
    checked.Order.UNEQUAL: checked.Order.UNEQUAL,
    checked.Order.LESS: checked.Order.MORE,
    checked.Order.MORE: checked.Order.LESS,
    checked.Order.AT_LEAST: checked.Order.AT_MOST,
    checked.Order.AT_MOST: checked.Order.AT_LEAST,
}


@attrs.frozen
class Range:
    """Whole numbers from `low` to `high` without `excluded`."""

    low: int = _SMALLEST
    high: int = _LARGEST
    excluded: frozenset[int] = frozenset()

    def meet(self, other: "Range") -> "Range":
        return Range(
            max(self.low, other.low), min(self.high, other.high), self.excluded | other.excluded
        )

    @property
    def is_empty(self) -> bool:
        width = self.high - self.low + 1
        inside = sum(self.low <= one <= self.high for one in self.excluded)
        return width <= inside


Allowed: TypeAlias = "Range | frozenset[FactValue]"
Asked: TypeAlias = tuple[Hashable, Allowed]  # of an operand
Alternative: TypeAlias = tuple[Asked, ...]


def never_holds(condition: checked.Condition, first: date | None, last: date | None) -> bool:
    """Whether no facts make it true on a day from `first` to `last` (None: open)."""
    alternatives = _alternatives(condition, holds=True)
    if alternatives is None:
        return False
    days = Range(
        _SMALLEST if first is None else first.toordinal(),
        _LARGEST if last is None else last.toordinal(),
    )
    return all(_is_impossible(alternative, days) for alternative in alternatives)


def always_holds(condition: checked.Condition, first: date | None, last: date | None) -> bool:
    """Whether it is true on those days for whatever facts are known."""
    return never_holds(checked.Not(condition, condition.span), first, last)


def _is_impossible(alternative: Alternative, days: Range) -> bool:
    left: dict[Hashable, Allowed] = {checked.RecordDay(): days}
    for operand, allowed in alternative:
        left[operand] = _meet(left[operand], allowed) if operand in left else allowed
    return any(one.is_empty if isinstance(one, Range) else not one for one in left.values())


def _meet(one: Allowed, other: Allowed) -> Allowed:
    if isinstance(one, Range) and isinstance(other, Range):
        return one.meet(other)
    assert not isinstance(one, Range) and not isinstance(other, Range)
    return one & other


def _alternatives(condition: checked.Condition, *, holds: bool) -> tuple[Alternative, ...] | None:
    """The ways in which it can be true (or, not `holds`, false); None where they are too many."""
    match condition:
        case checked.Compare():
            return ((_compare(condition, holds),),)
        case checked.IsOneOf():
            levels = frozenset(level.name for level in condition.fact.levels)
            listed: frozenset[FactValue] = frozenset(condition.levels)
            return (((checked.FactOf(condition.fact), listed if holds else levels - listed),),)
        case checked.Not():
            return _alternatives(condition.inner, holds=not holds)
        case checked.And():
            return _spread(condition.parts, holds, together=holds)
        case checked.Or():
            return _spread(condition.parts, holds, together=not holds)
        case _:
            assert_never(condition)


def _spread(
    parts: Iterable[checked.Condition], holds: bool, *, together: bool
) -> tuple[Alternative, ...] | None:
    found: list[tuple[Alternative, ...]] = []
    size = 1 if together else 0
    for part in parts:
        alternatives = _alternatives(part, holds=holds)
        if alternatives is None:
            return None
        size = size * len(alternatives) if together else size + len(alternatives)
        if size > _MOST_ALTERNATIVES:
            return None
        found.append(alternatives)
    if not together:
        return tuple(one for alternatives in found for one in alternatives)
    return tuple(tuple(asked for one in chosen for asked in one) for chosen in product(*found))


_NOTHING_ASKED: Asked = (None, Range())


def _compare(compare: checked.Compare, holds: bool) -> Asked:
    left, order, right = compare.left, compare.order, compare.right
    if isinstance(left, checked.Literal):
        left, order, right = right, _TURNED[order], left
    if isinstance(left, checked.Literal) or not isinstance(right, checked.Literal):
        return _NOTHING_ASKED
    order = order if holds else _OPPOSITE[order]
    value = right.value
    if isinstance(value, bool | str):
        return left, _choice(left, order, value)
    return left, _range(order, value.toordinal() if isinstance(value, date) else value)


def _choice(
    operand: checked.Operand, order: checked.Order, value: FactValue
) -> frozenset[FactValue]:
    assert isinstance(operand, checked.FactOf), operand
    fact = operand.fact
    everything: frozenset[FactValue] = (
        frozenset({True, False})
        if fact.type is FactType.YES_NO
        else frozenset(level.name for level in fact.levels)
    )
    one = frozenset({value})
    return everything & one if order is checked.Order.EQUAL else everything - one


def _range(order: checked.Order, value: int) -> Range:
    ranges: Mapping[checked.Order, Range] = {
        checked.Order.EQUAL: Range(value, value),
        checked.Order.UNEQUAL: Range(excluded=frozenset({value})),
        checked.Order.LESS: Range(high=value - 1),
        checked.Order.AT_MOST: Range(high=value),
        checked.Order.MORE: Range(low=value + 1),
        checked.Order.AT_LEAST: Range(low=value),
    }
    return ranges[order]
