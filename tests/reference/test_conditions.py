"""Conditions: yes, no and unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.facts import Fact, FactType, FactValue, Subject
from rulesengine.language import checked
from rulesengine.language.checked import Order
from rulesengine.reference.conditions import Truth, conjunction, truth
from rulesengine.reference.known import Known
from tests.reference import build

ANSWERS: tuple[Truth, ...] = (True, False, None)
A = build.fact("a", FactType.YES_NO, Subject.RECORD)
B = build.fact("b", FactType.YES_NO, Subject.RECORD)


def known(**facts: FactValue | None) -> Known:
    """A record of 1 March 2025 with these facts; None is not given."""
    given_facts = {name: value for name, value in facts.items() if value is not None}
    return Known(date(2025, 3, 1), None, None, given_facts)


def compare(fact: Fact, order: Order, value: FactValue) -> checked.Compare:
    return checked.Compare(checked.FactOf(fact), order, checked.Literal(value), build.SPAN)


@pytest.mark.parametrize("a", ANSWERS)
@pytest.mark.parametrize("b", ANSWERS)
def test_and_and_or_are_three_valued(a: Truth, b: Truth) -> None:
    """`and` is the lesser of its parts and `or` the greater, where no < unknown < yes."""
    rank = {False: 0, None: 1, True: 2}
    both, parts = known(a=a, b=b), (build.is_yes(A), build.is_yes(B))

    assert min(a, b, key=rank.__getitem__) is truth(checked.And(parts, build.SPAN), both)
    assert max(a, b, key=rank.__getitem__) is truth(checked.Or(parts, build.SPAN), both)


@pytest.mark.parametrize(("answer", "expected"), [(True, False), (False, True), (None, None)])
def test_not_leaves_unknown_unknown(answer: Truth, *, expected: Truth) -> None:
    """`not` turns yes and no, and an unknown stays one."""
    condition = checked.Not(build.is_yes(A), build.SPAN)

    assert expected is truth(condition, known(a=answer))


@given(st.lists(st.sampled_from(ANSWERS), max_size=5))
def test_the_order_of_parts_does_not_matter(answers: list[Truth]) -> None:
    """One no makes it no, wherever it stands; then one unknown makes it unknown."""
    expected = False if False in answers else None if None in answers else True

    assert expected is conjunction(answers)
    assert expected is conjunction(reversed(answers))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.EQUAL, (False, True, False)),
        (Order.UNEQUAL, (True, False, True)),
        (Order.LESS, (True, False, False)),
        (Order.AT_MOST, (True, True, False)),
        (Order.MORE, (False, False, True)),
        (Order.AT_LEAST, (False, True, True)),
    ],
)
def test_numbers_compare(order: Order, expected: tuple[bool, ...]) -> None:
    """Each comparison below, at and above a number."""
    score = build.fact("score", FactType.NUMBER, Subject.RECORD)
    condition = compare(score, order, 6000)

    assert expected == tuple(truth(condition, known(score=n)) for n in (5999, 6000, 6001))


def test_a_level_is_one_of_several() -> None:
    """`in` asks whether the level is among those named; unknown where nobody gave it."""
    kind = build.fact("kind", FactType.LEVEL, Subject.RECORD, "x", "y", "z")
    condition = checked.IsOneOf(kind, ("x", "y"), build.SPAN)

    assert [True, False, None] == [
        truth(condition, known(kind=level)) for level in ("x", "z", None)
    ]


def test_a_value_of_another_type_is_unknown() -> None:
    """A number where yes or no is meant, and a level that the fact does not have, are unknown."""
    kind = build.fact("kind", FactType.LEVEL, Subject.RECORD, "x")
    is_x = checked.IsOneOf(kind, ("x",), build.SPAN)

    assert truth(build.is_yes(A), known(a=100)) is None
    assert truth(is_x, known(kind="gone")) is None
    assert truth(compare(build.fact("a", FactType.NUMBER, Subject.RECORD), Order.LESS, 5), known(a=True)) is None  # fmt: skip


def test_the_records_date_compares_with_a_date() -> None:
    """The date of the record is known always."""
    day = checked.Literal(date(2025, 3, 1))
    condition = checked.Compare(checked.RecordDay(), Order.AT_LEAST, day, build.SPAN)

    assert truth(condition, known()) is True
