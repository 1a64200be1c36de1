"""A form that the tables do not know is refused with a reason, never left out in silence."""

import enum

import attrs
import pytest

from rulesengine.core.calendar import Period
from rulesengine.core.record import Record
from rulesengine.engine.known_forms import (
    FORMS,
    LEFT_TO_THE_REFERENCE,
    MEMBERS,
    unknown_form,
)
from rulesengine.language import checked
from tests.reference import build

# Classes of the checked policy on which no line of a passbook hangs.
OUTSIDE = {
    checked.Adjustable, checked.Budget, checked.Expectation, checked.Goods, checked.Grade,
    checked.Group, checked.Honour, checked.Rate, checked.Test, checked.Timeline, checked.Version,
}  # fmt: skip


def forms() -> dict[type, set[str]]:
    """Every class of the checked policy with its fields."""
    found = [one for one in vars(checked).values() if isinstance(one, type) and attrs.has(one)]
    return {
        form: {field.name for field in attrs.fields(form) if field.init}
        for form in found
        if form.__module__ == checked.__name__
    }


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.__name__)
def test_every_form_is_known_or_outside(form: type) -> None:
    """Whoever adds a form or a field teaches the kernel, or leaves it to the reference knowingly."""
    known = FORMS.get(form, "").split()
    left = LEFT_TO_THE_REFERENCE.get(form, "").split()

    assert form in OUTSIDE or forms()[form] == {*known, *left}
    assert set() == set(known) & set(left)


def test_every_word_of_a_list_is_known() -> None:
    """A new kind of period, measure or order is not known by itself."""
    for kind, names in MEMBERS.items():
        assert {one.name for one in kind} == names


def test_every_column_of_a_record_is_known() -> None:
    """A new field of a record has to come into the columns."""
    known = {
        "id", "day", "item", "household", "person", "village", "quantity", "judged", "event",
        "status", "facts", "origin", "fault", "judgings",
    }  # fmt: skip

    assert {field.name for field in attrs.fields(Record)} == known


@attrs.frozen
class Strange:
    """A value that nobody knows."""

    points: int


Strange.__module__ = checked.__name__


class Odd(enum.Enum):
    """A list of words that nobody knows."""

    ODD = "odd"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (build.item("清扫", build.per_time(100)), None),
        (build.item("清扫", Strange(100)), "Strange"),  # type: ignore[arg-type]
        (build.item("清扫", checked.PerPeriod(100, Odd.ODD)), "Odd.ODD"),  # type: ignore[arg-type]
        (build.item("清扫", checked.PerPeriod(100, Period.MONTH)), None),
    ],
)
def test_a_strange_form_needs_the_reference(item: checked.Item, expected: str | None) -> None:
    """The reason names what is strange."""
    reason = unknown_form(checked.alone(build.policy(item)))

    assert expected == (None if reason is None else reason.values["form"])
