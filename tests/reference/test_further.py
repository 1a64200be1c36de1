"""Laws of bonuses, clears, bars and suspension over records of any kind, and the totals."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.passbook import Passbook, RecordOutcome
from rulesengine.core.posting import IN_BALANCE, IN_STANDING, Kind, Posting
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Measure, Right, Scope, Sign
from rulesengine.reference.acting import bar_ends
from rulesengine.reference.counting import stopped
from rulesengine.reference.totals import Totals, standing_lines, totals, totals_in
from tests.reference import build

CAP = build.limit(Scope.CATEGORY, "类", LimitKind.POINTS, 2000, Period.MONTH)
OWN = build.limit(Scope.ITEM, "勤", LimitKind.POINTS, 1200, Period.YEAR)


def bonus(name: str, points: int, mark: checked.Reaches | checked.Runs) -> checked.Bonus:
    """A bonus of 甲, under its own limit and the category's."""
    return checked.Bonus(name, "", "类", points, "甲", mark, (OWN, CAP), build.SPAN)


def clears(name: str, period: Period) -> checked.Act:
    """An act that clears."""
    return checked.Act(name, "", checked.Clear(period), build.SPAN)


def bar(period: Period | None, later: int = 0, months: int = 0) -> checked.Bar:
    """A bar from redeeming."""
    return checked.Bar(frozenset({Right.REDEEM}), period, later, months)


ACTS = (
    clears("清月", Period.MONTH),
    clears("清季", Period.QUARTER),
    clears("清年", Period.YEAR),
    clears("清零", Period.EVER),
    checked.Act("禁", "", bar(None, months=2), build.SPAN),
)


def rules(evaluate: Period, wipes: bool) -> checked.Policy:
    """Everything at once; `wipes`: what is left of a quarter expires a month later."""
    return build.policy(
        build.item("甲", build.per_time(400), CAP),
        build.item("乙", build.per_time(700), sign=Sign.DEDUCT),
        last_day=None,
        evaluate=evaluate,
        expiry=checked.Expiry(Period.QUARTER, 0, 31, True, build.SPAN) if wipes else None,
        bases=(
            checked.Base(1000, Period.YEAR, False, "", build.SPAN),
            checked.Base(200, Period.QUARTER, True, "", build.SPAN),
        ),
        bonuses=(
            bonus("勤", 500, checked.Reaches(Measure.TIMES, 4, Period.QUARTER)),
            bonus("多", 300, checked.Reaches(Measure.POINTS, 1500, Period.YEAR)),
            bonus("连", 900, checked.Runs(2, Period.MONTH)),
        ),
        acts=ACTS,
        suspension=checked.Suspension(700, 1100, build.SPAN),
    )


RULES = st.builds(rules, st.sampled_from([Period.QUARTER, Period.YEAR]), st.booleans())
RECORDS = st.lists(
    st.builds(
        lambda day, item, quantity: (day, item, quantity * 100),
        st.dates(date(2025, 1, 1), date(2026, 6, 10)),
        st.sampled_from(["甲", "甲", "甲", "乙", "清月", "清季", "清年", "清零", "禁"]),
        st.integers(1, 4),
    ),
    max_size=30,
)
Happened = list[tuple[date, str, int]]


def scored(policy: checked.Policy, happened: Happened, until: str = "2026-07-31") -> Passbook:
    """The passbook of what happened."""
    records = [
        Record(number, day, item, "张三", quantity=quantity if item in policy.items else None)
        for number, (day, item, quantity) in enumerate(happened, 1)
    ]
    return build.score(policy, *records, until=until)


def running(passbook: Passbook) -> Iterator[tuple[Posting, int, int]]:
    """Each line with balance and redeemable points after it; base of 10 is not redeemable.

    What of a clear was base is given back to redeemable points with its last line.
    """
    balance = redeemable = 0
    base = {clear.record: clear.base for clear in passbook.clears}
    last = {line.record: place for place, line in enumerate(passbook.postings)}
    for place, line in enumerate(passbook.postings):
        if line.kind in IN_BALANCE:
            balance += line.points
            redeemable += line.points
        if line.kind is Kind.BASE and line.points == 1000:
            redeemable -= line.points
        if line.record is not None and last[line.record] == place:
            redeemable += base.get(line.record, 0)
        yield line, balance, redeemable


@given(RULES, RECORDS)
def test_the_lines_make_the_figures(policy: checked.Policy, happened: Happened) -> None:
    """Law 2: balance, redeemable points and standing are the sums of their lines."""
    passbook = scored(policy, happened)
    *_, (_, balance, redeemable) = running(passbook)
    ends = period_index(policy.evaluate, passbook.last_day)

    assert (balance, redeemable) == (passbook.balance, passbook.redeemable)
    assert passbook.standing == sum(
        line.points
        for line in passbook.postings
        if line.kind in IN_STANDING and period_index(policy.evaluate, line.day) == ends
    )


@given(RULES, RECORDS)
def test_every_record_and_every_bonus_is_conserved(
    policy: checked.Policy, happened: Happened
) -> None:
    """Law 2: raw = credited + lost, of a record's own lines and of each of its bonuses."""
    passbook = scored(policy, happened)
    sums: dict[tuple[object, str], int] = {}
    for line in passbook.postings:
        if line.kind in (Kind.AWARD, Kind.BONUS, Kind.LOST):
            key = (line.record, line.item)
            sums[key] = sums.get(key, 0) + line.points
    raw = {one.record.id: one.raw for one in passbook.results if one.record.item == "甲"}
    points = {one.name: one.points for one in policy.bonuses}

    assert sums == {
        (record, name): raw[record] if name == "甲" else points[name]  # type: ignore[index]
        for record, name in sums
    }


@given(RULES, RECORDS)
def test_a_clear_takes_and_never_gives(policy: checked.Policy, happened: Happened) -> None:
    """Redeemable points are not more afterwards, and nothing more is owed; standing is 0 where the

    whole evaluation period was cleared.
    """
    passbook = scored(policy, happened)
    before: dict[object, tuple[int, int]] = {}
    after: dict[object, tuple[int, int]] = {}
    earlier = (0, 0)
    standing: dict[int, int] = {}
    for line, balance, redeemable in running(passbook):
        before.setdefault(line.record, earlier)
        after[line.record] = earlier = balance, redeemable
        index = period_index(policy.evaluate, line.day)
        if line.kind in IN_STANDING:
            standing[index] = standing.get(index, 0) + line.points
        whole = line.kind is Kind.CLEAR and line.item in ("清年", "清零")
        assert not whole or standing[index] == 0

    for clear in passbook.clears:
        old, new = before[clear.record], after[clear.record]
        assert min(0, old[0]) <= new[0] <= old[0]
        assert new[1] <= old[1]
        assert clear.base >= 0


@given(RULES, RECORDS)
def test_nothing_is_left_of_what_a_clear_cleared(
    policy: checked.Policy, happened: Happened
) -> None:
    """A second clear of the same scope, right behind the first, finds nothing."""
    twice = [again for one in happened for again in ((one, one) if "清" in one[1] else (one,))]
    results = {one.record.id: one for one in scored(policy, twice).results}

    for number, (one, other) in enumerate(pairwise(twice), 1):
        same_day = [day for day, _, _ in twice].count(one[0]) == 2
        if one is other and "清" in one[1] and same_day:
            assert results[number + 1].outcome is RecordOutcome.WORTH_NOTHING


@given(RULES, RECORDS, st.dates(date(2025, 1, 1), date(2026, 7, 31)))
def test_a_shorter_run_has_the_first_lines(
    policy: checked.Policy, happened: Happened, day: date
) -> None:
    """Law 5, with every form: lines, results, clears and bars up to a day are those of the day."""
    longer, shorter = scored(policy, happened), scored(policy, happened, day.isoformat())

    assert tuple(line for line in longer.postings if line.day <= day) == shorter.postings
    assert tuple(one for one in longer.results if one.record.day <= day) == shorter.results
    assert tuple(one for one in longer.clears if one.day <= day) == shorter.clears
    assert tuple(one for one in longer.bars if one.first_day <= day) == shorter.bars


@given(RULES, RECORDS)
def test_suspension_is_read_off_the_lines(policy: checked.Policy, happened: Happened) -> None:
    """After each line: below 7 it stops, from 11 it goes on; while it is stopped nothing is spent."""
    passbook = scored(policy, happened)
    suspended, standing = False, dict[int, int]()
    for line in passbook.postings:
        index = period_index(policy.evaluate, line.day)
        points = line.points if line.kind in IN_STANDING else 0
        standing[index] = standing.get(index, 0) + points
        suspended = standing[index] < 700 or (suspended and standing[index] < 1100)
    is_barred = passbook.barred_from_redeeming(passbook.last_day) is not None
    may_redeem = not suspended and not is_barred

    assert suspended == passbook.suspended
    assert (max(0, passbook.redeemable) if may_redeem else 0) == passbook.spendable


@given(RULES, RECORDS)
def test_the_totals_of_the_evaluation_period(policy: checked.Policy, happened: Happened) -> None:
    """What no clear struck out adds up to standing."""
    passbook = scored(policy, happened)
    index = period_index(policy.evaluate, passbook.last_day)
    found = totals_in(checked.alone(policy), passbook, policy.evaluate, index)

    assert passbook.standing == found.total


def test_totals_at_the_end_of_a_day() -> None:
    """A later clear changes nothing of an earlier end; at its own the totals begin again."""
    policy = rules(Period.YEAR, wipes=False)
    happened = [
        (date(2025, 2, 1), "甲", 100),
        (date(2025, 3, 1), "乙", 100),
        (date(2025, 5, 1), "清年", 100),
        (date(2025, 6, 1), "甲", 200),
    ]
    passbook, timeline = scored(policy, happened, "2025-06-30"), checked.alone(policy)

    assert Totals(1200 + 400 - 700, {"类": -300}) == totals_in(
        timeline, passbook, Period.QUARTER, period_index(Period.QUARTER, date(2025, 3, 31))
    )
    assert Totals(800, {"类": 800}) == totals(timeline, passbook, build.JAN, date(2025, 6, 30))
    assert [4] == [line.record for line in standing_lines(passbook, date(2025, 6, 30))]


def test_what_no_record_credits_more_than() -> None:
    """The most of an added item takes first among the points limits, and the rest meets them."""
    cap = build.limit(Scope.ITEM, "甲", LimitKind.POINTS, 1500, Period.YEAR)
    policy = build.policy(build.item("甲", build.per_hour(500), cap, most_each=1000))
    records = [
        build.record(number, f"03-0{number}", "甲", quantity=hours)
        for number, hours in ((1, 200), (2, 300))
    ]
    passbook = build.score(policy, *records)

    assert [
        ("03-01", "award", "", 1000),
        ("03-02", "award", "", 500),
        ("03-02", "lost", "at most 10 per record", 500),
        ("03-02", "lost", "cap 15 points per household per year (甲)", 500),
    ] == build.lines(passbook)
    assert ["in full", "in part"] == build.outcomes(passbook)


@pytest.mark.parametrize(
    ("one", "day", "last"),
    [
        (bar(Period.MONTH), "03-10", "2025-03-31"),
        (bar(Period.QUARTER), "03-10", "2025-03-31"),
        (bar(Period.YEAR), "03-10", "2025-12-31"),
        (bar(Period.YEAR, later=1), "03-10", "2026-12-31"),
        (bar(Period.EVER), "03-10", "9999-12-31"),
        (bar(None, months=3), "03-10", "2025-06-10"),
        (bar(None, months=12), "2024-02-29", "2025-02-28"),
        (bar(None, months=1200), "9990-01-01", "9999-12-31"),
    ],
)
def test_the_last_day_of_a_bar(one: checked.Bar, day: str, last: str) -> None:
    """The end of its period, or the day of the same number so many months later."""
    assert date.fromisoformat(last) == bar_ends(one, build.day(day))


def test_bars_say_who_may_not_be_honoured() -> None:
    """A bar from honours bars from nothing else, from its record's day to its end."""
    act = checked.Act(
        "禁", "", checked.Bar(frozenset({Right.HONOUR}), Period.YEAR, 0, 0), build.SPAN
    )
    policy = build.policy(build.item("甲", build.per_time(100)), acts=(act,), last_day=None)
    passbook = build.score(policy, build.record(1, "03-10", "禁"))

    assert None is passbook.barred_from_honours(date(2025, 3, 9))
    assert date(2025, 12, 31) == passbook.barred_from_honours(date(2025, 3, 10))
    assert None is passbook.barred_from_honours(date(2026, 1, 1))
    assert None is passbook.barred_from_redeeming(date(2025, 3, 10))


APPROVED = build.fact("审核", FactType.YES_NO, Subject.RECORD)


@given(
    st.lists(
        st.tuples(st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.sampled_from([None, True])),
        max_size=12,
    )
)
def test_step_one_alone_says_what_the_fold_says(
    happened: list[tuple[date, bool | None]],
) -> None:
    """A requirement on the raw points of a value by count never looks at other records."""
    above = checked.Compare(
        checked.RawPoints(), checked.Order.MORE, checked.Literal(500), build.SPAN
    )
    needs = checked.Requirement(APPROVED, above, build.SPAN)
    value = checked.ByCount(Period.YEAR, ((2, 300),), 800)
    policy = build.policy(build.item("甲", value, requires=(needs,)), facts=(APPROVED,))
    records = [
        build.record(number, day.isoformat(), "甲", facts={} if given is None else {"审核": given})
        for number, (day, given) in enumerate(happened, 1)
    ]
    passbook, known = build.score(policy, *records), build.register()
    alone = {
        entry.record.id: stopped(checked.alone(policy), known, entry)
        for entry in build.entries(known, records)
    }

    for result in passbook.results:
        reason = alone[result.record.id]
        assert (reason is None) == result.counted
        assert reason in (None, result.outcome)
