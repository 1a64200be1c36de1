"""What was expected, what came, and the lines that made it, for programs. Pure."""

from typing import assert_never

from rulesengine.app.exact_json import JsonValue, amount
from rulesengine.core.calendar import period_name
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.posting import Posting
from rulesengine.study.expectations import Actual, wanted
from rulesengine.study.policy_tests import ExpectationResult


def expectation_json(result: ExpectationResult) -> JsonValue:
    """What was expected of what, what came, and the lines of the passbook that made it."""
    expected = result.expectation
    return {
        "account": expected.account,
        "of": expected.selector.value,
        "part": expected.part or None,
        "period": None if expected.period is None else period_name(*expected.period),
        "expected": _plain(wanted(expected)),
        "actual": _plain(result.found.actual),
        "passed": result.passed,
        "lines": [_line(line) for line in result.found.lines],
    }


def _plain(found: Actual) -> JsonValue:
    """A number exactly; the name of a grade or null, whether honoured, the outcome in English."""
    match found:
        case None | bool():
            return found
        case int():
            return amount(found)
        case str():
            return found or None
        case RecordOutcome():
            return found.value
    assert_never(found)


def _line(line: Posting) -> JsonValue:
    return {
        "date": line.day.isoformat(),
        "kind": line.kind.value,
        "item": line.item or None,
        "points": amount(line.points),
        "limit": line.limit or None,
    }
