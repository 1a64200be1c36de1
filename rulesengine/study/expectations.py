"""One expectation of a test compared with what scoring gave: the number, and what made it.

Reads runs; scores nothing and prints nothing. What differs is said in `failures`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.calendar import Period, first_day, last_day, period_index
from rulesengine.core.passbook import Passbook, RecordOutcome, Result
from rulesengine.core.posting import IN_BALANCE, IN_STANDING, Kind, Posting
from rulesengine.language.checked import Expectation, Policy, Selector
from rulesengine.scoring.bases import bases_posted
from rulesengine.scoring.heads import heads_on
from rulesengine.scoring.honours import graded, honoured
from rulesengine.scoring.money import yuan_between
from rulesengine.scoring.redeemable import earned_under_rates
from rulesengine.scoring.score import Run

Actual: TypeAlias = int | str | bool | RecordOutcome | None
_BESIDE = frozenset({Kind.LOST, Kind.SPARED})  # change no figure, but say why it is not more


@attrs.frozen
class Found:
    """What an expectation looked at. `actual`: hundredths of points, fen (None: no rate), the name

    of a grade (empty: none), whether an honour was given, what became of a record (None: there is
    no such record). `lines` made the number, lost and spared ones beside them; `nothing` are the
    results of the records concerned that brought no line.
    """

    actual: Actual
    lines: tuple[Posting, ...] = ()
    nothing: tuple[Result, ...] = ()


def look(policy: Policy, run: Run, passbook: Passbook, expected: Expectation) -> Found:
    """What came out where the expectation looks."""
    match expected.selector:
        case Selector.OUTCOME:
            return _outcome(policy, run, passbook, expected)
        case Selector.GRADE:
            heads = heads_on(run.register, run.timelines, run.until)
            among = heads.get(passbook.account, 0)
            grade = graded(policy, run.register, passbook, among)
            return Found("" if grade is None else grade.name, _standing_lines(policy, passbook))
        case Selector.HONOUR:
            return Found(_is_honoured(run, passbook, expected), _standing_lines(policy, passbook))
        case Selector.STANDING:
            return _with_lines(policy, run, passbook, expected, passbook.standing)
        case Selector.SPENDABLE:
            return _with_lines(policy, run, passbook, expected, passbook.spendable)
        case Selector.BALANCE:
            return _with_lines(policy, run, passbook, expected, passbook.balance)
        case Selector.YUAN:
            return _with_lines(policy, run, passbook, expected, _yuan(run, passbook, expected))
        case Selector.PERIOD | Selector.PART | Selector.RECORD:
            lines = tuple(_lines(policy, run, passbook, expected))
            points = sum(line.points for line in lines if line.kind in IN_STANDING)
            return _with_lines(policy, run, passbook, expected, points)
    assert_never(expected.selector)


def wanted(expected: Expectation) -> Actual:
    """What `look` must find for the expectation to be met."""
    match expected.selector:
        case Selector.OUTCOME:
            return expected.outcome
        case Selector.GRADE:
            return expected.part
        case Selector.HONOUR:
            return expected.holds
        case _:
            return expected.points


# --- outcomes, honours, money --------------------------------------------------------------------


def result_of(policy: Policy, run: Run, passbook: Passbook, expected: Expectation) -> Result | None:
    """What became of the expected record, or of the last one of the item in the period."""
    name = passbook.account.name
    outside = [one for one in run.unplaced if name in (one.record.household, one.record.person)]
    about = [*passbook.results, *outside]
    if expected.record is not None:
        return next((one for one in about if one.record.id == expected.record), None)
    names = _deed_names(policy, expected.part)
    meant = [one for one in about if one.record.item in names and _inside(expected, one.record.day)]
    return meant[-1] if meant else None


def _outcome(policy: Policy, run: Run, passbook: Passbook, expected: Expectation) -> Found:
    result = result_of(policy, run, passbook, expected)
    if result is None:
        return Found(None)
    lines = tuple(line for line in passbook.postings if line.record == result.record.id)
    return Found(result.outcome, lines, () if lines else (result,))


def _deed_names(policy: Policy, name: str) -> tuple[str, ...]:
    deed = policy.items.get(name) or policy.acts_by_name.get(name)
    return (name,) if deed is None else (deed.name, deed.other_name or deed.name)


def _is_honoured(run: Run, passbook: Passbook, expected: Expectation) -> bool:
    village = passbook.account.village
    own = [book for book in run.passbooks if book.account.village == village]
    heads = heads_on(run.register, run.timelines, run.until)
    return any(
        placed.account == passbook.account
        for one in honoured(village, run.timelines[village], run.register, own, heads)
        if one.honour.name == expected.part
        for placed in one.placed
    )


def _yuan(run: Run, passbook: Passbook, expected: Expectation) -> int | None:
    books = earned_under_rates(run, passbook)
    if expected.period is None:
        return yuan_between(books, None, passbook.last_day)
    period, index = expected.period
    begins = first_day(period, index)
    ends = min(last_day(period, index), passbook.last_day)
    if begins > ends:
        return 0
    before = None if period is Period.EVER else begins - timedelta(days=1)
    return yuan_between(books, before, ends)


# --- lines ---------------------------------------------------------------------------------------


def _with_lines(
    policy: Policy, run: Run, passbook: Passbook, expected: Expectation, actual: int | None
) -> Found:
    lines = tuple(_lines(policy, run, passbook, expected))
    told = {line.record for line in passbook.postings}
    items = _part(policy, expected.part)[0]
    nothing = tuple(
        one
        for one in passbook.results
        if one.record.id not in told
        and (not expected.part or one.record.item in items)
        and (expected.record is None or one.record.id == expected.record)
        and _inside(expected, one.record.day)
    )
    return Found(actual, lines, nothing)


def _standing_lines(policy: Policy, passbook: Passbook) -> tuple[Posting, ...]:
    """The lines of the evaluation period that holds the last day."""
    period, index = policy.evaluate, period_index(policy.evaluate, passbook.last_day)
    return tuple(
        line
        for line in passbook.postings
        if line.kind in IN_STANDING and period_index(period, line.day) == index
    )


def _lines(
    policy: Policy, run: Run, passbook: Passbook, expected: Expectation
) -> Iterator[Posting]:
    """The lines that an expectation is about, with the lost and spared ones among them."""
    of_balance = expected.selector in (Selector.SPENDABLE, Selector.BALANCE)
    kinds = (IN_BALANCE if of_balance else IN_STANDING) | _BESIDE
    inside = expected.period
    if expected.selector is Selector.STANDING:
        inside = policy.evaluate, period_index(policy.evaluate, passbook.last_day)
    items, category = _part(policy, expected.part)
    bases = iter(bases_posted(run, passbook))
    for line in passbook.postings:
        of_part = line.item in items
        if line.kind is Kind.BASE:
            of_part = category != "" and next(bases).category == category
        if expected.selector is Selector.RECORD:
            of_part = line.record == expected.record
        if (
            line.kind in kinds
            and (inside is None or period_index(inside[0], line.day) == inside[1])
            and (not expected.part or of_part)
        ):
            yield line


def _inside(expected: Expectation, day: date) -> bool:
    from_period = expected.period
    return from_period is None or period_index(from_period[0], day) == from_period[1]


def _part(policy: Policy, part: str) -> tuple[frozenset[str], str]:
    """The items (and bonuses) that a part stands for, and the category if it is one."""
    for category in policy.categories:
        if part in (category.name, category.other_name):
            bonuses = (one.name for one in policy.bonuses if one.category == category.name)
            items = (item.name for item in category.items)
            return frozenset((*items, *bonuses)), category.name
    item = policy.items.get(part)
    return frozenset({part if item is None else item.name}), ""
