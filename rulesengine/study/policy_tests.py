"""The tests that a policy carries: each is scored on its own and its expectations compared.

A test knows only the households, people and records it lists. Nothing here reads text or prints.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.amounts import points_words
from rulesengine.core.calendar import period_index
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, has_errors
from rulesengine.core.passbook import Passbook, RecordOutcome, Result
from rulesengine.core.posting import IN_STANDING, Kind, Posting
from rulesengine.core.quantity import Hundredths, show_hundredths
from rulesengine.core.register import build
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Expectation, Policy, Selector, Test, alone
from rulesengine.scoring.bases import bases_posted
from rulesengine.scoring.score import Run, score

Lines: TypeAlias = tuple[Posting, ...]

_MOST_LINES_SHOWN = 12  # under an expectation that failed; `lines` has them all


@attrs.frozen
class ExpectationResult:
    """An expectation and what came out, in hundredths; `actual` None: there is no such account.

    `lines` are the postings the number is made of, and the lost and spared lines beside them.
    """

    expectation: Expectation
    actual: Hundredths | None
    lines: Lines
    diagnostic: Diagnostic | None

    @property
    def passed(self) -> bool:
        return self.diagnostic is None


@attrs.frozen
class TestResult:
    """What became of a test. It passes where every expectation is met and no record is in error."""

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
    return tuple(_run_test(policy, test) for test in policy.tests)


def no_tests(policy: Policy) -> Diagnostic | None:
    """R602 where a policy has no tests at all."""
    if policy.tests:
        return None
    return Diagnostic(
        Code.NO_TESTS,
        text("{policy} has no tests", policy=policy.name),
        help=text("write at least one: what happened, and the points that should come of it"),
    )


def _run_test(policy: Policy, test: Test) -> TestResult:
    built = build(test.households, test.people)
    if built.value is None:
        return TestResult(test.name, test.span, (), _placed_at(policy, test, built.diagnostics), ())
    # names that only records carry are welcome too, as they are where no register was given
    register = attrs.evolve(built.value, households_given=False, people_given=False)
    run = score({"": alone(policy)}, register, test.records)
    expectations = tuple(_compare(policy, run, one) for one in test.expectations)
    failed = [one.diagnostic for one in expectations if one.diagnostic is not None]
    of_records = _placed_at(policy, test, run.diagnostics)
    failed = [_with_outside(policy, run, one) for one in failed[:1]] + failed[1:]
    diagnostics = (*of_records, *failed) if failed or has_errors(of_records) else ()
    return TestResult(test.name, test.span, expectations, diagnostics, tuple(run.results()))


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
        for day in sorted({one.record.day for one in outside})[:_MOST_LINES_SHOWN]
    )
    return attrs.evolve(failed, notes=(*failed.notes, *notes))


def _placed_at(
    policy: Policy, test: Test, diagnostics: Sequence[Diagnostic]
) -> tuple[Diagnostic, ...]:
    place = Label(policy.source, test.span)
    return tuple(
        one if one.primary is not None else attrs.evolve(one, primary=place) for one in diagnostics
    )


def _compare(policy: Policy, run: Run, expectation: Expectation) -> ExpectationResult:
    of_name = [book for book in run.passbooks if book.account.name == expectation.account]
    if len(of_name) != 1:
        return ExpectationResult(expectation, None, (), _no_account(policy, expectation, of_name))
    passbook = of_name[0]
    lines = _lines(policy, run, passbook, expectation)
    match expectation.selector:
        case Selector.STANDING:
            actual = passbook.standing
        case Selector.SPENDABLE:
            actual = passbook.spendable
        case Selector.PERIOD | Selector.PART:
            actual = sum(line.points for line in lines if line.kind in IN_STANDING)
        case _:
            assert_never(expectation.selector)
    if actual == expectation.points:
        return ExpectationResult(expectation, actual, lines, None)
    return ExpectationResult(
        expectation, actual, lines, _failed(policy, expectation, actual, lines)
    )


def _lines(policy: Policy, run: Run, passbook: Passbook, expected: Expectation) -> Lines:
    """The lines that an expectation is about, with the lost and spared ones among them."""
    spendable = expected.selector is Selector.SPENDABLE
    evaluated = (policy.evaluate, period_index(policy.evaluate, passbook.last_day))
    inside = evaluated if expected.selector is Selector.STANDING else expected.period
    items, category = _part(policy, expected.part)
    bases = iter(bases_posted(run, passbook))
    lines = []
    for line in passbook.postings:
        of_part = line.item in items
        if line.kind is Kind.BASE:
            of_part = category != "" and next(bases).category == category
        if (
            (spendable or line.kind in IN_STANDING or line.kind in {Kind.LOST, Kind.SPARED})
            and (inside is None or period_index(inside[0], line.day) == inside[1])
            and (not expected.part or of_part)
        ):
            lines.append(line)
    return tuple(lines)


def _part(policy: Policy, part: str) -> tuple[frozenset[str], str]:
    """The items (and bonuses) that a part stands for, and the category if it is one."""
    for category in policy.categories:
        if part in (category.name, category.other_name):
            bonuses = (one.name for one in policy.bonuses if one.category == category.name)
            items = (item.name for item in category.items)
            return frozenset((*items, *bonuses)), category.name
    item = policy.items.get(part)
    return frozenset({part if item is None else item.name}), ""


def _no_account(
    policy: Policy, expectation: Expectation, of_name: Sequence[Passbook]
) -> Diagnostic:
    name = expectation.account
    if of_name:
        villages = tuple(book.account.village for book in of_name)
        message = text(
            "{name} lives in more than one village: {villages}", name=name, villages=villages
        )
        way_out = text("give the accounts of a test different names")
    else:
        message = text("no record of this test and no row of its register names {name}", name=name)
        way_out = text("correct the name, or write a record for it")
    return Diagnostic(
        Code.TEST_FAILED, message, Label(policy.source, expectation.span), help=way_out
    )


def _failed(
    policy: Policy, expectation: Expectation, actual: Hundredths, lines: Lines
) -> Diagnostic:
    return Diagnostic(
        Code.TEST_FAILED,
        text(
            "{account} should have {expected} and has {actual}",
            account=expectation.account,
            expected=points_words(expectation.points),
            actual=show_hundredths(actual),
        ),
        Label(policy.source, expectation.span),
        notes=_notes(lines),
    )


def _notes(lines: Lines) -> tuple[Text, ...]:
    shown = tuple(_note(line) for line in lines[:_MOST_LINES_SHOWN])
    if not lines:
        return (text("no line of its passbook is about this"),)
    hidden = len(lines) - len(shown)
    if hidden == 1:
        return (*shown, text("and one line more"))
    return (*shown, text("and {count} lines more", count=hidden)) if hidden else shown


def _note(line: Posting) -> Text:
    day, points = line.day.isoformat(), points_words(line.points)
    about = line.item or (text("base points") if line.kind is Kind.BASE else text("all points"))
    match line.kind:
        case Kind.LOST:
            return text(
                "{day} {item}: {points} lost to {limit}",
                day=day, item=about, points=points, limit=line.limit,
            )  # fmt: skip
        case Kind.SPARED:
            return text(
                "{day} {item}: {points} spared by {limit}",
                day=day, item=about, points=points, limit=line.limit,
            )  # fmt: skip
        case Kind.EXPIRE:
            return text("{day} expired: {points}", day=day, points=points)
        case _:
            return text("{day} {item}: {points}", day=day, item=about, points=points)
