"""Conditions as steps for the kernel: operands, comparisons, and answers on a small stack.

Each step is a row of the table `steps`; a condition is a run of rows. What a step means is written
in `kernel_truth`.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.facts import Fact, Subject
from rulesengine.engine import layout
from rulesengine.engine.coding import Coding
from rulesengine.language import checked
from rulesengine.language.checked import Order

Place: TypeAlias = tuple[int, int]  # where a condition's steps begin, and where they end
NOTHING: Place = (0, 0)

ORDERS = {
    Order.EQUAL: layout.EQUAL,
    Order.UNEQUAL: layout.UNEQUAL,
    Order.LESS: layout.LESS,
    Order.AT_MOST: layout.AT_MOST,
    Order.MORE: layout.MORE,
    Order.AT_LEAST: layout.AT_LEAST,
}
_FACTS = {
    Subject.RECORD: layout.RECORD_FACT,
    Subject.HOUSEHOLD: layout.HOUSEHOLD_FACT,
    Subject.PERSON: layout.PERSON_FACT,
}
_AGES = {
    Subject.RECORD: layout.RECORD_AGE,
    Subject.HOUSEHOLD: layout.HOUSEHOLD_AGE,
    Subject.PERSON: layout.PERSON_AGE,
}


@attrs.define
class Steps:
    """The steps of all conditions, one after the other."""

    coding: Coding
    rows: list[Sequence[int]] = attrs.field(factory=list)

    def add(self, condition: checked.Condition | None) -> Place:
        """Write a condition's steps; no condition has none."""
        begins = len(self.rows)
        if condition is not None:
            self._write(condition)
        return begins, len(self.rows)

    def _write(self, condition: checked.Condition) -> None:
        match condition:
            case checked.Compare(left=left, order=order, right=right):
                sides = (*self.operand(left), ORDERS[order], *self.operand(right))
                self.rows.append((layout.COMPARE, *sides))
            case checked.IsOneOf(fact=fact, levels=levels):
                for level in levels:
                    named = (layout.EQUAL, layout.LITERAL, self.coding.literal(level))
                    self.rows.append((layout.COMPARE, *self.fact(fact), *named))
                self._combine(layout.OR, len(levels))
            case checked.Not(inner=inner):
                self._write(inner)
                self._combine(layout.NOT, 1)
            case checked.And(parts=parts) | checked.Or(parts=parts):
                for part in parts:
                    self._write(part)
                is_and = isinstance(condition, checked.And)
                self._combine(layout.AND if is_and else layout.OR, len(parts))
            case _:
                assert_never(condition)

    def _combine(self, operation: int, answers: int) -> None:
        self.rows.append((operation, 0, answers, 0, 0, 0))

    def operand(self, operand: checked.Operand) -> tuple[int, int]:
        """Where the kernel finds an operand: what kind it is, and its column or number."""
        match operand:
            case checked.FactOf(fact=fact):
                return self.fact(fact)
            case checked.AgeOf(born=fact):
                return _AGES[fact.subject], self.coding.facts[fact.subject][fact]
            case checked.RecordDay():
                return layout.RECORD_DAY, 0
            case checked.RawPoints():
                return layout.RAW_POINTS, 0
            case checked.Literal(value=value):
                return layout.LITERAL, self.coding.literal(value)
            case _:
                assert_never(operand)

    def fact(self, fact: Fact) -> tuple[int, int]:
        """Where the kernel finds a fact."""
        return _FACTS[fact.subject], self.coding.facts[fact.subject][fact]


def depth(steps: Sequence[Sequence[int]]) -> int:
    """How many answers wait on the stack at once, at most."""
    waiting = most = 1
    for operation, _, count, *_ in steps:
        waiting += 1 if operation == layout.COMPARE else 1 - count
        most = max(most, waiting)
    return most
