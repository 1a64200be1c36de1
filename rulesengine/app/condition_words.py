"""Conditions in plain words, as a rule sheet says them: 本人年满60周岁. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from rulesengine.app.naming import Naming
from rulesengine.core.amounts import points_words
from rulesengine.core.facts import Fact, FactType, Subject
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.language.checked import Order

_OPPOSITES = {
    Order.EQUAL: Order.UNEQUAL,
    Order.UNEQUAL: Order.EQUAL,
    Order.LESS: Order.AT_LEAST,
    Order.AT_LEAST: Order.LESS,
    Order.MORE: Order.AT_MOST,
    Order.AT_MOST: Order.MORE,
}


def condition_words(condition: checked.Condition, naming: Naming) -> Text:
    """What must hold; every number, date and level of the condition stands in it."""
    match condition:
        case checked.Compare():
            return _compared(condition, naming)
        case checked.IsOneOf(fact=fact, levels=levels):
            words = listed([naming.level(fact, level) for level in levels])
            return text("{fact} is one of {levels}", fact=_whose(fact, naming), levels=words)
        case checked.Not(inner=inner):
            return _negated(inner, naming)
        case checked.And(parts=parts):
            return _all_of([_part(part, naming) for part in parts])
        case checked.Or(parts=parts):
            return _one_of([_part(part, naming) for part in parts])
        case _:
            assert_never(condition)


def listed(words: Sequence[Text | str]) -> Text | str:
    """Any number of words as a list; halved again and again, so that no list is too deep."""
    if len(words) < 2:
        return words[0] if words else ""
    half = len(words) // 2
    return text("{first}, {second}", first=listed(words[:half]), second=listed(words[half:]))


def _part(condition: checked.Condition, naming: Naming) -> Text:
    """A part of a larger condition, in brackets where it is one of several parts itself."""
    words = condition_words(condition, naming)
    if isinstance(condition, checked.And | checked.Or):
        return text("({condition})", condition=words)
    return words


def _all_of(parts: Sequence[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return text("{one} and {other}", one=_all_of(parts[:half]), other=_all_of(parts[half:]))


def _one_of(parts: Sequence[Text]) -> Text:
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return text("{one} or {other}", one=_one_of(parts[:half]), other=_one_of(parts[half:]))


def _negated(inner: checked.Condition, naming: Naming) -> Text:
    match inner:
        case checked.Compare():  # unknown stays unknown, so the opposite says the same
            opposite = _OPPOSITES[inner.order]
            return _compared(checked.Compare(inner.left, opposite, inner.right, inner.span), naming)
        case checked.IsOneOf(fact=fact, levels=levels):
            words = listed([naming.level(fact, level) for level in levels])
            return text("{fact} is none of {levels}", fact=_whose(fact, naming), levels=words)
        case _:
            return text("it does not hold that {condition}", condition=_part(inner, naming))


# --- comparisons ---------------------------------------------------------------------------------


def _compared(compare: checked.Compare, naming: Naming) -> Text:
    match compare:
        case checked.Compare(
            left=checked.FactOf(fact=fact), order=order, right=checked.Literal(value=bool(value))
        ):
            whose = subject_words(fact.subject)
            if (order is Order.EQUAL) == value:
                return text("{subject} is {fact}", subject=whose, fact=naming.of(fact))
            return text("{subject} is not {fact}", subject=whose, fact=naming.of(fact))
        case checked.Compare(
            left=checked.AgeOf(), order=Order.AT_LEAST, right=checked.Literal(value=int(age))
        ):
            return text("this person is {age} years old or older", age=show_hundredths(age))
        case checked.Compare(
            left=checked.AgeOf(), order=Order.LESS, right=checked.Literal(value=int(age))
        ):
            return text("this person is younger than {age} years", age=show_hundredths(age))
        case _:
            left, right = _operand(compare.left, naming), _right(compare, naming)
            if _is_day(compare.left) or _is_day(compare.right):
                return _days_in_order(left, compare.order, right)
            return _numbers_in_order(left, compare.order, right)


def _numbers_in_order(left: Text | str, order: Order, right: Text | str) -> Text:
    match order:
        case Order.EQUAL:
            return text("{left} is {right}", left=left, right=right)
        case Order.UNEQUAL:
            return text("{left} is not {right}", left=left, right=right)
        case Order.LESS:
            return text("{left} is less than {right}", left=left, right=right)
        case Order.AT_MOST:
            return text("{left} is at most {right}", left=left, right=right)
        case Order.MORE:
            return text("{left} is more than {right}", left=left, right=right)
        case Order.AT_LEAST:
            return text("{left} is at least {right}", left=left, right=right)
        case _:
            assert_never(order)


def _days_in_order(left: Text | str, order: Order, right: Text | str) -> Text:
    match order:
        case Order.EQUAL:
            return text("{left} is {right}", left=left, right=right)
        case Order.UNEQUAL:
            return text("{left} is not {right}", left=left, right=right)
        case Order.LESS:
            return text("{left} is before {right}", left=left, right=right)
        case Order.AT_MOST:
            return text("{left} is {right} or before", left=left, right=right)
        case Order.MORE:
            return text("{left} is after {right}", left=left, right=right)
        case Order.AT_LEAST:
            return text("{left} is {right} or after", left=left, right=right)
        case _:
            assert_never(order)


def _is_day(operand: checked.Operand) -> bool:
    match operand:
        case checked.RecordDay() | checked.FactOf(fact=Fact(type=FactType.DATE)):
            return True
        case _:
            return False


def _right(compare: checked.Compare, naming: Naming) -> Text | str:
    """The right side; a level has two names, raw points are points."""
    match compare.left, compare.right:
        case checked.FactOf(fact=fact), checked.Literal(value=str(level)):
            return naming.level(fact, level)
        case checked.RawPoints(), checked.Literal(value=int(amount)):
            return points_words(amount)
        case _:
            return _operand(compare.right, naming)


def _operand(operand: checked.Operand, naming: Naming) -> Text | str:
    match operand:
        case checked.FactOf(fact=fact):
            return _whose(fact, naming)
        case checked.AgeOf():
            return text("the age of this person")
        case checked.RecordDay():
            return text("the day on which it happens")
        case checked.RawPoints():
            return text("what it is worth")
        case checked.Literal(value=value):
            return _literal(value)
        case _:
            assert_never(operand)


def _literal(value: bool | int | date | str) -> Text | str:
    match value:
        case bool():
            return text("yes") if value else text("no")
        case int():
            return show_hundredths(value)
        case date():
            return value.isoformat()
        case str():
            return value
        case _:
            assert_never(value)


def _whose(fact: Fact, naming: Naming) -> Text:
    """`本户的类型`."""
    return text("{fact} of {subject}", fact=naming.of(fact), subject=subject_words(fact.subject))


def subject_words(subject: Subject) -> Text:
    """Whom a rule is about."""
    match subject:
        case Subject.HOUSEHOLD:
            return text("this household")
        case Subject.PERSON:
            return text("this person")
        case Subject.RECORD:
            return text("this deed")
        case _:
            assert_never(subject)
