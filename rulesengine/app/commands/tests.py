"""`test`: the tests that policies carry, and where one fails the lines that made its number."""

from collections.abc import Mapping, Sequence
from typing import assert_never

import attrs

from rulesengine.app.exact_json import JsonValue, amount, dump
from rulesengine.app.files import load_policy, policies_in
from rulesengine.app.messages import Language
from rulesengine.app.render import as_json
from rulesengine.app.rule_words import limit_names
from rulesengine.app.terminal import Terminal
from rulesengine.app.words import outcome_words
from rulesengine.core.calendar import period_name
from rulesengine.core.diagnostic import Diagnostic, has_errors
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.posting import Posting
from rulesengine.core.text import Text, Value, text
from rulesengine.language.checked import Policy
from rulesengine.study.expectations import Actual, wanted
from rulesengine.study.policy_tests import ExpectationResult, TestResult, no_tests, run_tests


@attrs.frozen
class _Tested:
    """A policy file, what is wrong with it, and what its tests gave."""

    path: str
    diagnostics: tuple[Diagnostic, ...]
    results: tuple[TestResult, ...]

    @property
    def all_diagnostics(self) -> tuple[Diagnostic, ...]:
        return (*self.diagnostics, *(one for result in self.results for one in result.diagnostics))


def run(terminal: Terminal, paths: Sequence[str], form: str) -> int:
    """Test every policy, show what failed, and give the exit status."""
    files = list(dict.fromkeys(policies_in(paths)))
    tested = [_test(terminal, path) for path in files]
    if form == "json":
        terminal.write(dump([_json(one, terminal.language) for one in tested]) + "\n")
    else:
        for one in tested:
            terminal.complain(one.all_diagnostics)
        broken = sum(has_errors(one.diagnostics) for one in tested)
        if broken:
            errors = sum(error.is_error for one in tested for error in one.diagnostics)
            terminal.remark(
                text(
                    "policies with mistakes: {broken}, mistakes: {errors}; their tests did not run",
                    broken=broken,
                    errors=errors,
                )
            )
        if not files:
            terminal.remark(text("there is no policy here: only files named .policy are read"))
            return 1
        if broken == len(files):
            return 1
        results = [result for one in tested for result in one.results]
        passed = sum(result.passed for result in results)
        terminal.say(
            text(
                "policies: {policies}; tests: {tests}; passed: {passed}; failed: {failed}",
                policies=len(files),
                tests=len(results),
                passed=passed,
                failed=len(results) - passed,
            )
        )
    return 1 if any(has_errors(one.all_diagnostics) for one in tested) else 0


def _test(terminal: Terminal, path: str) -> _Tested:
    loaded = load_policy(path)
    if loaded.value is None:
        return _Tested(path, tuple(one for one in loaded.diagnostics if one.is_error), ())
    terminal.follow(loaded.value.language)
    missing = no_tests(loaded.value)
    return _Tested(path, () if missing is None else (missing,), run_named_tests(loaded.value))


def run_named_tests(policy: Policy) -> tuple[TestResult, ...]:
    """Run the tests of a policy; what failed says in which test, and limits in words."""
    names = limit_names(policy)
    return tuple(
        attrs.evolve(
            result, diagnostics=tuple(_named(one, result.name, names) for one in result.diagnostics)
        )
        for result in run_tests(policy)
    )


def _named(diagnostic: Diagnostic, test: str, names: Mapping[str, Text]) -> Diagnostic:
    """The test by its name, limits and outcomes in words: in a posting they are labels that no

    language changes.
    """
    notes = [attrs.evolve(note, values=_in_words(note.values, names)) for note in diagnostic.notes]
    message = attrs.evolve(diagnostic.message, values=_in_words(diagnostic.message.values, names))
    return attrs.evolve(
        diagnostic, message=message, notes=(text("test: {test}", test=test), *notes)
    )


def _in_words(values: Mapping[str, Value], names: Mapping[str, Text]) -> Mapping[str, Value]:
    said = dict(values)
    if "limit" in said:
        said["limit"] = names.get(str(said["limit"]), said["limit"])
    if "outcome" in said:
        said["outcome"] = outcome_words(RecordOutcome(said["outcome"]))
    return said


def _json(tested: _Tested, language: Language) -> JsonValue:
    return {
        "policy": tested.path,
        "tests": [
            {
                "test": result.name,
                "passed": result.passed,
                "expectations": [_expectation(one) for one in result.expectations],
                "diagnostics": [as_json(one, language) for one in result.diagnostics],
            }
            for result in tested.results
        ],
        "diagnostics": [as_json(one, language) for one in tested.diagnostics],
    }


def _expectation(result: ExpectationResult) -> JsonValue:
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
