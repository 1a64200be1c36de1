"""The tests that a policy carries: each is scored on its own and its expectations compared.

A test knows only the households, people and records it lists. Nothing here reads text or prints.
"""

from collections.abc import Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome, has_errors
from rulesengine.core.passbook import RecordOutcome, Result
from rulesengine.core.register import build
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Expectation, Policy, Selector, Test, alone
from rulesengine.scoring.score import Run, score
from rulesengine.study.expectations import Found, look, result_of, wanted
from rulesengine.study.failures import no_account, not_met

_MOST_DAYS_SHOWN = 12


@attrs.frozen
class ExpectationResult:
    """An expectation and what came out."""

    expectation: Expectation
    found: Found
    diagnostic: Diagnostic | None

    @property
    def passed(self) -> bool:
        return self.diagnostic is None


@attrs.frozen
class TestResult:
    """What became of a test. It passes where every expectation is met and no record is in

    error but those that are expected to be."""

    __test__ = False  # no test of ours: pytest looks for classes with such a name

    name: str
    span: Span
    expectations: tuple[ExpectationResult, ...]
    diagnostics: tuple[Diagnostic, ...]  # one for each expectation that failed, and of its records
    results: tuple[Result, ...]  # what became of its records

    @property
    def passed(self) -> bool:
        return not has_errors(self.diagnostics)


def run_tests(policy: Policy) -> tuple[TestResult, ...]:
    """Run every test of a policy, in the order written."""
    return tuple(run_test(policy, test) for test in policy.tests)


def no_tests(policy: Policy) -> Diagnostic | None:
    """R602 where a policy has no tests at all."""
    if policy.tests:
        return None
    return Diagnostic(
        Code.NO_TESTS,
        text("{policy} has no tests", policy=policy.name),
        help=text("write at least one: what happened, and the points that should come of it"),
    )


def run_test(policy: Policy, test: Test) -> TestResult:
    """Run one test on a policy: its own, or one that has the same names."""
    scored = score_test(policy, test)
    if scored.value is None:
        found = _placed_at(policy, test, scored.diagnostics)
        return TestResult(test.name, test.span, (), found, ())
    run = scored.value
    expectations = tuple(_compare(policy, run, one) for one in test.expectations)
    failed = [one.diagnostic for one in expectations if one.diagnostic is not None]
    of_records = _placed_at(policy, test, _unexpected(policy, run, test))
    failed = [_with_outside(policy, run, one) for one in failed[:1]] + failed[1:]
    diagnostics = (*of_records, *failed) if failed or has_errors(of_records) else ()
    return TestResult(test.name, test.span, expectations, diagnostics, tuple(run.results()))


def score_test(policy: Policy, test: Test) -> Outcome[Run]:
    """What scoring gives for the records of a test."""
    built = build(test.households, test.people)
    if built.value is None:
        return Outcome(None, built.diagnostics)
    # names that only records carry are welcome too, as they are where no register was given
    register = attrs.evolve(built.value, households_given=False, people_given=False)
    return Outcome(score({"": alone(policy)}, register, test.records, until=test.until))


def passes(policy: Policy, test: Test) -> bool:
    """Whether a test passes on a policy, without the words: the first thing amiss decides."""
    scored = score_test(policy, test)
    if scored.value is None:
        return False
    run = scored.value
    for expected in test.expectations:
        books = [book for book in run.passbooks if book.account.name == expected.account]
        if len(books) != 1 or look(policy, run, books[0], expected).actual != wanted(expected):
            return False
    return not has_errors(_unexpected(policy, run, test))


def _unexpected(policy: Policy, run: Run, test: Test) -> Sequence[Diagnostic]:
    """What is wrong with records, less what the test expects to be wrong."""
    expected = set()
    for one in test.expectations:
        if one.selector is Selector.OUTCOME and one.outcome is RecordOutcome.ERROR:
            for book in run.passbooks:
                if book.account.name == one.account:
                    result = result_of(policy, run, book, one)
                    if result is not None and result.record.id in run.problems:
                        expected.add(id(run.problems[result.record.id]))
    return [one for one in run.diagnostics if id(one) not in expected]


def _with_outside(policy: Policy, run: Run, failed: Diagnostic) -> Diagnostic:
    """The failure, with the days of the test's records on which the policy does not hold."""
    outside = [one for one in run.results() if one.outcome is RecordOutcome.NO_POLICY]
    days: Text = text("from {first}", first=policy.first_day.isoformat())
    if policy.last_day is not None:
        last = policy.last_day.isoformat()
        days = text("{first} to {last}", first=policy.first_day.isoformat(), last=last)
    notes = tuple(
        text(
            "{day}: a record of this test is outside the days of the policy ({days})",
            day=day.isoformat(),
            days=days,
        )
        for day in sorted({one.record.day for one in outside})[:_MOST_DAYS_SHOWN]
    )
    return attrs.evolve(failed, notes=(*failed.notes, *notes))


def _placed_at(
    policy: Policy, test: Test, diagnostics: Sequence[Diagnostic]
) -> tuple[Diagnostic, ...]:
    place = Label(policy.source, test.span)
    return tuple(
        one if one.primary is not None else attrs.evolve(one, primary=place) for one in diagnostics
    )


def _compare(policy: Policy, run: Run, expected: Expectation) -> ExpectationResult:
    of_name = [book for book in run.passbooks if book.account.name == expected.account]
    if len(of_name) != 1:
        missing = no_account(policy, expected, of_name)
        return ExpectationResult(expected, Found(None), missing)
    found = look(policy, run, of_name[0], expected)
    if found.actual == wanted(expected):
        return ExpectationResult(expected, found, None)
    return ExpectationResult(expected, found, not_met(policy, expected, found))
