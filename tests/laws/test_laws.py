"""The laws of meaning.md, on random policies, registers and records."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import Random

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period, first_day, last_day, period_index, period_name
from rulesengine.core.facts import Subject
from rulesengine.core.passbook import Passbook, RecordOutcome, Result
from rulesengine.core.posting import IN_BALANCE, IN_STANDING, Kind, Posting
from rulesengine.core.record import Record, passbook_order
from rulesengine.core.register import Register
from rulesengine.scoring.figures import figures
from rulesengine.scoring.score import Run, score
from rulesengine.study.policy_tests import run_tests
from tests import generators
from tests.generators import Case
from tests.laws import model, oracle
from tests.laws.printing import Style, a_test, statements, text_of
from tests.laws.running import checked_policy, loaded, run_of, timeline_of, without_places

# --- law 1: the same postings, whatever the order and the words ----------------------------------


@given(generators.cases())
def test_every_way_of_writing_a_policy_means_the_same(case: Case) -> None:
    """Chinese, English, and Chinese without spaces give one checked policy and one run."""
    expected = timeline_of(case)
    run = run_of(case, expected)
    for style in (Style.ENGLISH, Style.TYPED, Style.WIDE):
        timeline = timeline_of(case, style)
        assert without_places(expected) == without_places(timeline)
        assert run.passbooks == run_of(case, timeline).passbooks


@pytest.mark.parametrize("period", [one for one in Period if one not in {Period.DAY, Period.EVER}])
def test_a_value_for_each_period_reads_in_every_style(period: Period) -> None:
    """`2分/半年` and `2 points/half-year`: a form that random policies meet too seldom."""
    item = model.Item("四净", False, model.PerPeriod(200, period))
    policy = model.Policy(
        "示例", date(2025, 1, 1), None, Subject.HOUSEHOLD, (model.Category("环境", (item,)),)
    )
    expected = without_places(checked_policy(policy))
    assert [expected] * 3 == [
        without_places(checked_policy(policy, style))
        for style in (Style.ENGLISH, Style.TYPED, Style.WIDE)
    ]


@given(generators.cases(), st.randoms(use_true_random=False))
def test_the_order_of_rows_in_files_changes_nothing(case: Case, random: Random) -> None:
    """Records, households and people may stand in any order in their files."""
    shuffled = attrs.evolve(
        case,
        records=_shuffled(random, case.records),
        households=_shuffled(random, case.households),
        people=_shuffled(random, case.people),
    )
    timeline = timeline_of(case)
    first, second = run_of(case, timeline), run_of(shuffled, timeline)
    assert first.passbooks == second.passbooks
    assert first.until == second.until
    assert first.unplaced == second.unplaced
    said = [sorted(str(one.message) for one in run.diagnostics) for run in (first, second)]
    assert said[0] == said[1]


@given(generators.cases(), st.randoms(use_true_random=False), st.data())
def test_without_a_register_order_and_last_day_change_nothing_either(
    case: Case, random: Random, data: st.DataObject
) -> None:
    """Where only records name accounts, their order says nothing, nor does where a run ends."""
    records = [_perhaps_elsewhere(one, random) for one in case.records]
    timelines = {"": timeline_of(case)}
    whole = score(timelines, Register(), records, until=case.until)
    shuffled = random.sample(records, len(records))
    assert whole.passbooks == score(timelines, Register(), shuffled, until=case.until).passbooks
    day = min(data.draw(generators.days()), whole.until)
    part = score(timelines, Register(), records, until=day)
    for one, other in zip(part.passbooks, whole.passbooks, strict=True):
        assert one.postings == tuple(line for line in other.postings if line.day <= day)


def _perhaps_elsewhere(record: Record, random: Random) -> Record:
    """The record, now and then with a village or another household."""
    village = random.choice(("", "", "", "甲村", "乙村"))
    household = random.choice((record.household,) * 6 + ("李四",))
    return attrs.evolve(record, village=village, household=household)


def _shuffled(random: Random, rows: tuple[generators.T, ...]) -> tuple[generators.T, ...]:
    return tuple(random.sample(rows, len(rows)))


@given(generators.cases())
def test_accounts_do_not_see_each_other(case: Case) -> None:
    """An account alone has the passbook that it has among the others."""
    timeline = timeline_of(case)
    together = run_of(case, timeline)
    for passbook in together.passbooks:
        own = [result.record for result in passbook.results]
        alone = run_of(case, timeline, records=own, until=together.until)
        (same,) = [book for book in alone.passbooks if book.account == passbook.account]
        assert passbook.postings == same.postings
        assert _up_to(together.until, passbook) == same.results


def _up_to(day: date, passbook: Passbook) -> tuple[Result, ...]:
    return tuple(result for result in passbook.results if result.record.day <= day)


# --- law 2: conservation -------------------------------------------------------------------------


@given(generators.cases())
def test_no_hundredth_is_made_or_lost(case: Case) -> None:
    """Raw = credited + lost for every record, and the figures are sums of lines."""
    run = run_of(case)
    bonuses = {
        bonus.name: bonus.points
        for version in run.timelines[""].versions
        for bonus in version.policy.bonuses
    }
    assert case.successor is not None or len(bonuses) == len(case.policy.bonuses)
    for passbook in run.passbooks:
        lines: dict[object, Counter[Kind]] = {}
        of_bonuses: dict[tuple[object, str], int] = {}
        for line in passbook.postings:
            if line.record is not None and line.item in bonuses:
                key = line.record, line.item
                of_bonuses[key] = of_bonuses.get(key, 0) + abs(line.points)
            elif line.record is not None:
                lines.setdefault(line.record, Counter())[line.kind] += line.points
        if case.successor is None:
            assert all(points == bonuses[name] for (_, name), points in of_bonuses.items())
        for result in passbook.results:
            of_record = lines.pop(result.record.id, Counter())
            given_or_taken = of_record[Kind.AWARD] - of_record[Kind.DEDUCT]
            assert result.credited == given_or_taken
            assert result.raw == result.credited + of_record[Kind.LOST] + of_record[Kind.SPARED]
            assert result.credited >= 0
        assert lines == {}
        balance = sum(one.points for one in passbook.postings if one.kind in IN_BALANCE)
        assert passbook.balance == balance
        assert passbook.standing == _standing(run, passbook)
        assert 0 <= passbook.spendable <= max(0, passbook.redeemable)
        assert passbook.matched or passbook.spendable in {0, passbook.redeemable}


def _standing(run: Run, passbook: Passbook) -> int:
    version = run.timelines[""].version_on(run.until) or run.timelines[""].versions[0]
    period = version.policy.evaluate
    now = period_index(period, run.until)
    inside = [one for one in passbook.postings if period_index(period, one.day) == now]
    return sum(one.points for one in inside if one.kind in IN_STANDING)


@given(generators.cases())
def test_every_record_has_one_result(case: Case) -> None:
    """Every record of the run has exactly one result, and lines only where it got so far."""
    run = run_of(case)
    inside = [one.id for one in case.records if case.until is None or one.day <= case.until]
    assert Counter(inside) == Counter(result.record.id for result in run.results())
    for result in run.results():
        got_so_far = result.outcome in _WITH_RAW_POINTS
        assert (result.raw > 0) == got_so_far
        assert not result.counted or got_so_far


_WITH_RAW_POINTS = {
    RecordOutcome.NOT_ABOVE_HIGHEST,
    RecordOutcome.TIMES_USED_UP,
    RecordOutcome.POINTS_USED_UP,
    RecordOutcome.SPARED_BY_FLOOR,
    RecordOutcome.IN_PART,
    RecordOutcome.IN_FULL,
}

# --- law 3: limits and floors hold ---------------------------------------------------------------


@given(generators.cases())
def test_no_limit_is_exceeded(case: Case) -> None:
    """What lines credit inside a limit's bucket, summed afresh, never passes the limit."""
    case = attrs.evolve(case, successor=None)
    run = run_of(case)
    for passbook in run.passbooks:
        for item in case.policy.items:
            for counts in model.Counts:
                for limit in oracle.limits_of(case.policy, item, counts):
                    _assert_kept(case, passbook, limit)


def _assert_kept(case: Case, passbook: Passbook, limit: oracle.Limit) -> None:
    used: Counter[tuple[int, str]] = Counter()
    per_person = limit.cap.subject is Subject.PERSON
    in_points = limit.cap.counts is model.Counts.POINTS
    for place, result in enumerate(passbook.results):
        record, uses = result.record, list[int]()
        item = oracle.find(case.policy, record.item)
        if item is not None and item.name in limit.reach and result.counted:
            before = passbook.results[:place]
            uses.append(
                result.credited if in_points else _least_times(case, passbook, item, result, before)
            )
        if in_points:
            uses += [
                abs(line.points)
                for line in passbook.postings
                if line.record == record.id
                and line.item in limit.reach - {result.record.item, item.name if item else ""}
                and line.kind in {Kind.BONUS, Kind.DEDUCT}
            ]
        key = period_index(limit.cap.period, record.day), record.person if per_person else ""
        for use in uses:
            used[key] += use
            if use and oracle.binds(case, limit, record):
                assert used[key] <= limit.cap.amount, (limit, record, used)


def _least_times(
    case: Case, passbook: Passbook, item: model.Item, result: Result, before: tuple[Result, ...]
) -> int:
    """The fewest times that explain the points before the points limits, from the lines alone."""
    record = result.record
    cuts = [line for line in passbook.postings if line.record == record.id]
    if any(line.limit == "highest" for line in cuts):
        return 0
    if not oracle.is_times(item.value):
        return 1
    by_times = [line for line in cuts if " times per " in line.limit or " time per " in line.limit]
    points = result.raw - sum(line.points for line in by_times)
    fates = [oracle.Fate(one.record, "" if _passed(one) else "no") for one in before]
    book = oracle.Passbook(case, passbook.account.name, fates=fates)
    most = (100 if record.quantity is None else record.quantity) // 100
    return next(
        times for times in range(most + 1) if book.worth(item, record, times * 100) == points
    )


def _passed(result: Result) -> bool:
    """Whether a record passed step 1."""
    return result.outcome in _WITH_RAW_POINTS | {RecordOutcome.WORTH_NOTHING}


@given(generators.cases())
def test_no_deduction_passes_a_floor(case: Case) -> None:
    """After every line that deducts, each floor's sum, made afresh, is at the floor or above."""
    case = attrs.evolve(case, successor=None)
    run = run_of(case)
    for passbook in run.passbooks:
        for place, line in enumerate(passbook.postings):
            if line.kind is Kind.DEDUCT:
                so_far = passbook.postings[: place + 1]
                for floor, total in _sums_under_floors(case, line, so_far):
                    assert total >= floor.points, (line, floor, total)


def _sums_under_floors(
    case: Case, line: Posting, so_far: tuple[Posting, ...]
) -> Iterator[tuple[model.Floor, int]]:
    policy = case.policy
    for category in policy.categories:
        names = set(category.names)
        floor = category.floor
        if floor is not None and line.item in names and not (floor.with_base and category.bases):
            yield floor, _sum(policy, floor, line, so_far, names)
    if policy.floor is not None:
        yield policy.floor, _sum(policy, policy.floor, line, so_far, None)


def _sum(
    policy: model.Policy,
    floor: model.Floor,
    line: Posting,
    so_far: tuple[Posting, ...],
    names: set[str] | None,
) -> int:
    period = floor.period or policy.evaluate
    now = period_index(period, line.day)
    inside = [one for one in so_far if period_index(period, one.day) == now]
    if names is None:
        return sum(one.points for one in inside if one.kind in IN_STANDING)
    return sum(
        one.points
        for one in inside
        if one.item in names and one.kind in {Kind.AWARD, Kind.BONUS, Kind.DEDUCT}
    )


# --- law 4: more never means less ----------------------------------------------------------------


@given(generators.cases(), st.data())
def test_a_later_award_never_lowers_standing(case: Case, data: st.DataObject) -> None:
    """An award record added after all others leaves every account where it was, or higher."""
    case = attrs.evolve(case, successor=None)
    awards = [item for item in case.policy.items if not item.deducts]
    assume(awards)
    timeline = timeline_of(case)
    before = run_of(case, timeline)
    only_awards = attrs.evolve(case.policy, categories=(model.Category("类别甲", tuple(awards)),))
    around = (before.until,)
    added = data.draw(generators.records(only_awards, "zz", around, generators.EVERYBODY))
    added = attrs.evolve(added, day=before.until)
    after = run_of(case, timeline, records=[*case.records, added], until=before.until)
    for one, other in zip(before.passbooks, after.passbooks, strict=True):
        assert one.standing <= other.standing
        ids = {record.id for record in case.records}  # what expires that day may grow
        assert _of(one, ids) == _of(other, ids)


@given(generators.cases(), st.data())
def test_raising_a_limit_never_lowers_what_is_credited(case: Case, data: st.DataObject) -> None:
    """Where limits in points lie one inside the other, a higher one credits no less in all."""
    nested = attrs.evolve(case, successor=None, policy=_with_nested_limits(case.policy, data))
    places = list(_points_caps(nested.policy))
    assume(places)
    chosen = data.draw(st.sampled_from(places))
    raised = attrs.evolve(nested, policy=chosen(data.draw(st.integers(1, 2000))))
    credited = [
        sum(
            line.points
            for book in run.passbooks
            for line in book.postings
            if line.kind is Kind.AWARD
        )
        for run in (run_of(nested, until=_end(nested)), run_of(raised, until=_end(nested)))
    ]
    assert credited[0] <= credited[1]


def _end(case: Case) -> date:
    return max(record.day for record in case.records)


def _with_nested_limits(policy: model.Policy, data: st.DataObject) -> model.Policy:
    """Every limit in points replaced: scope, subject and period only grow along one chain."""
    chain = (Period.DAY, Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR, Period.EVER)
    count = data.draw(st.integers(1, 4))
    scopes = sorted(data.draw(st.integers(0, 2)) for _ in range(count))
    households = [policy.account is Subject.HOUSEHOLD and data.draw(st.booleans()) for _ in scopes]
    periods = sorted(data.draw(st.integers(0, 5)) for _ in scopes)
    drawn: dict[int, list[model.Cap]] = {0: [], 1: [], 2: []}
    for scope, household, period in zip(scopes, sorted(households), periods, strict=True):
        subject = Subject.HOUSEHOLD if household else Subject.PERSON
        amount = data.draw(generators.points())
        cap = model.Cap(amount, model.Counts.POINTS, subject, chain[period])
        drawn[scope].append(cap)
    categories = tuple(
        attrs.evolve(
            category,
            caps=(*_in_times(category.caps), *drawn[1]),
            bonuses=(),  # one that looks at points may come in a month without room
            items=tuple(
                attrs.evolve(item, caps=(*_in_times(item.caps), *drawn[0]))
                for item in category.items
            ),
        )
        for category in policy.categories
    )
    return attrs.evolve(policy, categories=categories, caps=(*_in_times(policy.caps), *drawn[2]))


def _in_times(caps: tuple[model.Cap, ...]) -> tuple[model.Cap, ...]:
    return tuple(cap for cap in caps if cap.counts is model.Counts.TIMES)


def _points_caps(policy: model.Policy) -> Iterator[Callable[[int], model.Policy]]:
    """For each limit in points, what makes the policy in which it is higher."""
    for place, cap in enumerate(policy.caps):
        if cap.counts is model.Counts.POINTS:
            yield lambda by, at=place: attrs.evolve(policy, caps=_raised(policy.caps, at, by))
    for number, category in enumerate(policy.categories):
        for place, cap in enumerate(category.caps):
            if cap.counts is model.Counts.POINTS:
                yield lambda by, n=number, c=category, at=place: _with_category(
                    policy, n, attrs.evolve(c, caps=_raised(c.caps, at, by))
                )


def _raised(caps: tuple[model.Cap, ...], place: int, by: int) -> tuple[model.Cap, ...]:
    higher = attrs.evolve(caps[place], amount=caps[place].amount + by)
    return (*caps[:place], higher, *caps[place + 1 :])


def _with_category(policy: model.Policy, number: int, category: model.Category) -> model.Policy:
    categories = list(policy.categories)
    categories[number] = category
    return attrs.evolve(policy, categories=tuple(categories))


# --- law 5: the past stays as it is --------------------------------------------------------------


@given(generators.cases(), st.data())
def test_scoring_up_to_a_day_gives_the_postings_up_to_that_day(
    case: Case, data: st.DataObject
) -> None:
    """A run that ends earlier is the beginning of a run that ends later."""
    timeline = timeline_of(case)
    whole = run_of(case, timeline)
    day = min(data.draw(generators.days()), whole.until)
    part = run_of(case, timeline, until=day)
    for one, other in zip(part.passbooks, whole.passbooks, strict=True):
        assert one.postings == tuple(line for line in other.postings if line.day <= day)
        assert one.results == _up_to(day, other)


@given(generators.cases(), st.data())
def test_a_record_does_not_hang_on_later_ones(case: Case, data: st.DataObject) -> None:
    """Leaving out everything behind a record, on its own day too, changes none of the lines."""
    timeline = timeline_of(case)
    whole = run_of(case, timeline)
    ordered = sorted(case.records, key=passbook_order)
    kept = ordered[: data.draw(st.integers(0, len(ordered)))]
    part = run_of(case, timeline, records=kept, until=whole.until)
    ids = {record.id for record in kept}
    for one, other in zip(part.passbooks, whole.passbooks, strict=True):
        assert _of(one, ids) == _of(other, ids)


def _of(passbook: Passbook, ids: set[int | str]) -> list[Posting]:
    return [line for line in passbook.postings if line.record in ids]


# --- the same, worked out a second time ----------------------------------------------------------


@given(generators.cases())
def test_every_passbook_is_what_a_second_reading_of_the_page_gives(case: Case) -> None:
    """Every line, result and figure equals those of the oracle, which shares no code with ours."""
    case = attrs.evolve(case, successor=None)
    run = run_of(case)
    assert oracle.until_of(case) == run.until
    assert oracle.accounts(case) == [passbook.account.name for passbook in run.passbooks]
    for passbook in run.passbooks:
        expected = oracle.passbook(case, passbook.account.name)
        assert Counter(expected.lines) == Counter(_line(one) for one in passbook.postings)
        figures = (passbook.standing, passbook.balance, passbook.spendable)
        assert (expected.standing, expected.balance, expected.spendable) == figures
        results = _up_to(run.until, passbook)
        assert [
            (fate.record, fate.raw, fate.credited, fate.counted) for fate in expected.fates
        ] == [(one.record, one.raw, one.credited, one.counted) for one in results]
        stopped = [(fate.record, fate.outcome) for fate in expected.fates if fate.outcome]
        outcomes = {result.record.id: result.outcome.value for result in results}
        assert stopped == [(record, outcomes[record.id]) for record, _ in stopped]


@given(generators.base_cases())
def test_base_comes_on_the_first_day_that_allows_it(case: Case) -> None:
    """The oracle looks at every day; birthdays and dates turn who takes part."""
    for passbook in run_of(case).passbooks:
        expected = oracle.passbook(case, passbook.account.name)
        assert Counter(expected.lines) == Counter(_line(one) for one in passbook.postings)


def _line(posting: Posting) -> oracle.Line:
    return oracle.Line(
        posting.day, posting.kind.value, posting.points, posting.record, posting.item
    )


@given(generators.cases())
def test_figures_are_what_a_second_reading_of_the_page_gives(case: Case) -> None:
    """Each settlement period's points and yuan equal those summed from the oracle's lines."""
    case = attrs.evolve(case, successor=None)
    run = run_of(case)
    shown = figures(run)
    for account in shown.accounts:
        book = oracle.passbook(case, account.account.name)
        for period in account.periods:
            first, last = _days_of(case.policy.settle, period.period, run.until)
            inside = [line for line in book.lines if first <= line.day <= last]
            sums = Counter[str]()
            for line in inside:
                sums[line.kind] += line.points
            given = sums["base"], sums["award"], sums["bonus"]
            of_lines = (*given, -sums["deduct"], -sums["expire"])
            amounts = period.amounts
            gained = amounts.base, amounts.awarded, amounts.bonus
            expected = (*gained, amounts.deducted, amounts.expired)
            assert of_lines == expected
            assert (sums["lost"], sums["spared"]) == (amounts.lost, amounts.spared)
            assert oracle.yuan(case, book, first, last) == period.yuan


def _days_of(settle: Period, name: str, until: date) -> tuple[date, date]:
    index = period_index(settle, until)
    while period_name(settle, index) != name:
        index -= 1
    return first_day(settle, index), min(last_day(settle, index), until)


@given(generators.cases(), st.sampled_from(Style))
def test_tests_in_a_policy_score_as_the_records_do(case: Case, style: Style) -> None:
    """The case written as a test of its policy, with the oracle's standings, passes."""
    sound = [_with_home(case, one) for one in case.records if not _is_wrong(case, one)]
    ordered = tuple(sorted(sound, key=passbook_order))
    case = attrs.evolve(case, successor=None, until=None, records=ordered)
    expected = [(name, oracle.passbook(case, name).standing) for name in oracle.accounts(case)]
    words = statements(case.policy, list(a_test(case, "全部", ordered, expected)))
    (result,) = run_tests(loaded(text_of(words, style)))
    assert [str(one.message) for one in result.diagnostics] == []
    assert result.passed


def _is_wrong(case: Case, record: Record) -> bool:
    if oracle.do_not_belong(case, _with_home(case, record)):
        return True
    return oracle.is_unsound(oracle.find(case.policy, record.item), record)


def _with_home(case: Case, record: Record) -> Record:
    home = record.household or oracle.home_of(case, record.person)
    return attrs.evolve(record, household=home)
