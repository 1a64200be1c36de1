"""What conditions mention, as written: their facts and their comparisons. Settles nothing."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from rulesengine.language import syntax


def conditions_in(statements: Sequence[syntax.Statement]) -> Iterator[syntax.Condition]:
    """Every condition of some statements, in the order written."""
    for statement in statements:
        match statement:
            case syntax.Eligible():
                yield statement.condition
            case (
                syntax.Item()
                | syntax.Bonus()
                | syntax.Group()
                | syntax.Clear()
                | syntax.Bar()
                | syntax.Honour()
            ):
                for clause in statement.clauses:
                    yield from _in_clause(clause)
            case syntax.Limit():
                yield from _in_clause(statement.cap)
            case syntax.Match() if statement.condition is not None:
                yield statement.condition
            case _:
                pass


def _in_clause(clause: object) -> Iterator[syntax.Condition]:
    match clause:
        case syntax.When():
            yield clause.condition
        case syntax.Factor() | syntax.Requires() if clause.condition is not None:
            yield clause.condition
        case syntax.Cap() if clause.when is not None:
            yield clause.when
        case _:
            pass


def paths(condition: syntax.Condition) -> Iterator[syntax.FactPath]:
    """Every fact that a condition names, in the order written."""
    match condition:
        case syntax.Compare():
            yield from (
                one for one in (condition.left, condition.right) if isinstance(one, syntax.FactPath)
            )
        case syntax.IsTrue() | syntax.IsOneOf():
            if isinstance(condition.operand, syntax.FactPath):
                yield condition.operand
        case syntax.Not():
            yield from paths(condition.inner)
        case syntax.And() | syntax.Or():
            for part in condition.parts:
                yield from paths(part)
        case _:
            assert_never(condition)


def value_words(condition: syntax.Condition) -> Iterator[syntax.ValueWord]:
    """Every 分值 in a condition, in the order written."""
    match condition:
        case syntax.Compare():
            sides = (condition.left, condition.right)
            yield from (one for one in sides if isinstance(one, syntax.ValueWord))
        case syntax.IsTrue() | syntax.IsOneOf():
            if isinstance(condition.operand, syntax.ValueWord):
                yield condition.operand
        case syntax.Not():
            yield from value_words(condition.inner)
        case syntax.And() | syntax.Or():
            for part in condition.parts:
                yield from value_words(part)
        case _:
            assert_never(condition)


def comparisons(condition: syntax.Condition) -> Iterator[syntax.Compare]:
    """Every comparison inside a condition, in the order written."""
    match condition:
        case syntax.Compare():
            yield condition
        case syntax.Not():
            yield from comparisons(condition.inner)
        case syntax.And() | syntax.Or():
            for part in condition.parts:
                yield from comparisons(part)
        case syntax.IsTrue() | syntax.IsOneOf():
            pass
        case _:
            assert_never(condition)
