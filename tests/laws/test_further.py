"""The further forms against a second reading of the page: every line, outcome and figure."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import attrs
from hypothesis import given, note, settings
from hypothesis import strategies as st

from rulesengine.core.calendar import first_day, last_day, read_period
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, build
from rulesengine.engine.door import Engine
from rulesengine.language import checked
from rulesengine.scoring.engines import REFERENCE_ALONE, Choice
from rulesengine.scoring.figures import figures
from rulesengine.scoring.score import Run, score
from tests.engine.differing import Strict
from tests.laws import further, further_oracle
from tests.laws.further import Case
from tests.laws.further_draw import case_of
from tests.laws.running import loaded

KERNEL = Choice(lambda: Strict(Engine()), fewest=0)


def run_of(case: Case, choice: Choice = REFERENCE_ALONE) -> Run:
    """The case as text through the package."""
    versions = tuple(
        checked.Version(day, loaded(further.text_of(policy)))
        for day, policy in further_oracle.versions_of(case)
    )
    rows: list[HouseholdRow] = []
    for one in case.households:
        facts = {} if one.resident is None else {"常住": one.resident}
        rows.append(HouseholdRow(one.name, "", one.joined, one.left, None, facts))
        if one.changed is not None:
            since, value = one.changed
            rows.append(HouseholdRow(one.name, since=since, facts={"常住": value}))
    built = build(rows, None)
    assert built.value is not None
    records = [
        Record(
            deed.number,
            deed.day,
            deed.item,
            deed.household,
            deed.person,
            quantity=deed.quantity,
            event=deed.event,
            facts=dict(deed.facts),
        )
        for deed in case.deeds
    ]
    return score(
        {"": checked.Timeline(versions)}, built.value, records, until=case.until, choice=choice
    )


SEEDS = st.integers(0, 2**48)
# Four times as many as other laws draw: each costs little, and the forms have to meet each other.
OFTEN = settings(max_examples=4 * settings().max_examples)


def assert_smallest(case: Case, check: Callable[[Case], None]) -> None:
    """Check a case; where it fails, show it with as few deeds as still make it fail."""
    if not _fails(case, check):
        return
    for deed in case.deeds:
        without = attrs.evolve(case, deeds=tuple(one for one in case.deeds if one != deed))
        if _fails(without, check):
            case = without
    for day, policy in further_oracle.versions_of(case):
        note(f"{day}\n{further.text_of(policy)}")
    note("\n".join(map(str, (*case.deeds, *case.households, case.until))))
    check(case)


def _fails(case: Case, check: Callable[[Case], None]) -> bool:
    try:
        check(case)
    except AssertionError:
        return True
    return False


@OFTEN
@given(SEEDS)
def test_every_line_is_what_a_second_reading_of_the_page_gives(seed: int) -> None:
    """Lines, outcomes, and the figures on the last day, of every household."""
    assert_smallest(case_of(seed), _assert_lines)


def _assert_lines(case: Case) -> None:
    found = further_oracle.books(case)
    run = run_of(case)
    assert run.passbooks == run_of(case, KERNEL).passbooks
    for passbook in run.passbooks:
        book = found[passbook.account.name]
        # base of several places on one day has no order; all else has
        told = [
            (one.day, one.kind.value, one.points, one.record, one.item) for one in passbook.postings
        ]
        expected = [(one.day, one.kind, one.points, one.record, one.item) for one in book.lines]
        assert Counter(expected) == Counter(told)
        assert [one for one in expected if one[1] != "base"] == [
            one for one in told if one[1] != "base"
        ]
        results = [
            (one.record.id, one.outcome.value, one.raw, one.credited, one.counted)
            for one in passbook.results
        ]
        assert book.results == results
        standing, spendable = book.standing(case.until), book.spendable(case.until)
        assert (standing, book.balance) == (passbook.standing, passbook.balance)
        assert (book.is_suspended, spendable) == (passbook.suspended, passbook.spendable)


@OFTEN
@given(SEEDS)
def test_every_figure_is_what_a_second_reading_of_the_page_gives(seed: int) -> None:
    """Yuan of each period, honours, grades and budgets."""
    assert_smallest(case_of(seed), _assert_figures)


def _assert_figures(case: Case) -> None:
    found = further_oracle.books(case)
    shown, last_policy = figures(run_of(case)), further_oracle.policy_at(case, case.until)
    for account in shown.accounts:
        book = found[account.account.name]
        assert account.grade == further_oracle.grade(case, last_policy, book)
        for period in account.periods:
            read = read_period(period.period)
            assert read is not None
            begins = max(first_day(*read), book.household.joined or further.FIRST)
            first, last = begins, min(last_day(*read), case.until)
            assert book.yuan(first, last) == period.yuan
    for honour, told in zip(last_policy.honours, shown.honours, strict=True):
        placed = [(one.account.name, one.place, one.points) for one in told.placed]
        assert further_oracle.honoured(case, found, honour) == placed
    over = [(_first(one.period), one.fen) for one in shown.budgets if one.is_over]
    assert further_oracle.over_budget(case, found) == over


def _first(period: str) -> date:
    read = read_period(period)
    assert read is not None
    return first_day(*read)
