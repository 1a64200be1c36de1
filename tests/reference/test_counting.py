"""Step 1: the first reason against a record."""

from datetime import date

import pytest

from rulesengine.core.facts import FactType
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.record import Record, Status
from rulesengine.language import checked
from rulesengine.reference.counting import stopped
from tests.reference import build

HERE = build.fact("常住", FactType.YES_NO)
LOW = build.fact("低保", FactType.YES_NO)
RULES = build.policy(
    build.item(
        "甲",
        build.per_hour(100),
        when=build.is_yes(LOW),
        first_day=date(2025, 2, 1),
        last_day=date(2025, 11, 30),
    ),
    eligible=build.is_yes(HERE),
)
FINE = build.record(1, "03-01", "甲", quantity=100)


@pytest.mark.parametrize(
    ("facts", "record", "expected"),
    [
        ((True, True), FINE, None),
        ((True, True), build.record(1, "01-31", "甲"), RecordOutcome.ERROR),
        (
            (False, False),
            build.record(1, "01-31", "甲", quantity=100, status=Status.CHECKED),
            RecordOutcome.NOT_APPROVED,
        ),
        ((False, False), build.record(1, "2026-01-01", "甲"), RecordOutcome.NO_POLICY),
        ((False, False), build.record(1, "01-31", "甲", quantity=1), RecordOutcome.OUTSIDE_DATES),
        ((False, False), build.record(1, "12-01", "甲", quantity=1), RecordOutcome.OUTSIDE_DATES),
        ((False, False), build.record(1, "10-01", "甲", quantity=1), RecordOutcome.NOT_IN_REGISTER),
        ((False, None), FINE, RecordOutcome.NOT_ELIGIBLE),
        ((None, False), FINE, RecordOutcome.CONDITION_NOT_MET),
        ((True, False), FINE, RecordOutcome.CONDITION_NOT_MET),
        ((None, True), FINE, RecordOutcome.FACT_MISSING),
        ((True, None), FINE, RecordOutcome.FACT_MISSING),
    ],
)
def test_the_first_reason_tells(
    facts: tuple[bool | None, bool | None], record: Record, expected: RecordOutcome | None
) -> None:
    """Of all reasons against a record the first of the page's order is its outcome."""
    given = {
        name: value
        for name, value in zip(("常住", "低保"), facts, strict=True)
        if value is not None
    }
    known = build.register({"": given}, left=date(2025, 9, 30))
    (entry,) = build.entries(known, [record])

    assert expected is stopped(checked.alone(RULES), known, entry)
