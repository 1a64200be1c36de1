"""Conditions with three answers: yes, no, and unknown (None). Unknown is not no.

`and` is no as soon as one part is no, `or` is yes as soon as one part is yes; otherwise one unknown
part makes them unknown. A condition whose answer is unknown does not hold.
"""

from collections.abc import Iterable
from typing import TypeAlias, assert_never

from rulesengine.core.facts import FactValue
from rulesengine.language import checked
from rulesengine.language.checked import Condition, Order
from rulesengine.reference.known import Known, fact_value, value_of

Truth: TypeAlias = "bool | None"


def truth(condition: Condition, known: Known) -> Truth:
    """Whether a condition holds on what is known."""
    match condition:
        case checked.Compare():
            left, right = value_of(condition.left, known), value_of(condition.right, known)
            return None if left is None or right is None else _compare(left, condition.order, right)
        case checked.IsOneOf():
            level = fact_value(condition.fact, known)
            return None if level is None else level in condition.levels
        case checked.Not():
            return negation(truth(condition.inner, known))
        case checked.And():
            return conjunction(truth(part, known) for part in condition.parts)
        case checked.Or():
            return negation(conjunction(negation(truth(part, known)) for part in condition.parts))
    assert_never(condition)


def conjunction(answers: Iterable[Truth]) -> Truth:
    """`and`: no if any is no, else unknown if any is unknown, else yes."""
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def negation(answer: Truth) -> Truth:
    """`not`: unknown stays unknown."""
    return None if answer is None else not answer


def _compare(left: FactValue, order: Order, right: FactValue) -> bool:
    match order:
        case Order.EQUAL:
            return left == right
        case Order.UNEQUAL:
            return left != right
        case Order.LESS:
            return left < right  # type: ignore[operator]  # the checker lets only one type meet
        case Order.AT_MOST:
            return left <= right  # type: ignore[operator]
        case Order.MORE:
            return left > right  # type: ignore[operator]
        case Order.AT_LEAST:
            return left >= right  # type: ignore[operator]
    assert_never(order)
