"""Why a passbook says what it says."""

from datetime import date

from hypothesis import given

from rulesengine.core.admitting import admitting
from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType
from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.record import Record, Status
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Scope, Sign
from rulesengine.reference.explain import explain
from rulesengine.reference.explanation import (
    AboveHighest,
    Approve,
    ConditionWould,
    CorrectRecord,
    ExpiryStory,
    Explanation,
    FloorHeld,
    FullBlock,
    GiveFacts,
    HighestMet,
    InRegister,
    InsideItemDates,
    InsidePolicyDates,
    RecordStory,
    RoomInLimit,
    Seen,
    WantedAll,
    WantedAny,
    WantedPart,
)
from tests.reference import build
from tests.reference.test_fold import RECORDS, RULES, records_of

HERE = build.fact("常住", FactType.YES_NO)
LOW = build.fact("低保", FactType.YES_NO)


def told(
    rules: checked.Policy | checked.Timeline,
    *records: Record,
    known: Register | None = None,
    until: str = "12-31",
) -> Explanation:
    """The explanation of 张三's passbook."""
    whole = admitting(known or build.register(), records)
    mine = build.entries(whole, records)
    timeline = checked.alone(rules) if isinstance(rules, checked.Policy) else rules
    return explain(timeline, Account("", "张三"), mine, whole, build.day(until))


def story_of(explanation: Explanation) -> RecordStory:
    """The story of the last record."""
    stories = [story for story in explanation.stories if isinstance(story, RecordStory)]
    return stories[-1]


def same(explanation: Explanation, passbook: Passbook) -> None:
    """The explanation tells exactly this passbook, each line once and in order."""
    told_lines = [line for story in explanation.stories for line in story.lines]
    assert passbook == explanation.passbook
    assert list(passbook.postings) == [line.posting for line in told_lines]
    assert passbook.balance == (told_lines[-1].balance if told_lines else 0)


@given(RECORDS)
def test_it_tells_the_passbook_of_the_fold(happened: list[tuple[date, str, int]]) -> None:
    """The same walk: same lines, same results, same figures."""
    records = records_of(happened)

    same(
        told(RULES, *records, until="2026-03-31"),
        build.score(RULES, *records, until="2026-03-31"),
    )


def test_standing_runs_by_evaluation_period_and_balance_on() -> None:
    """22 of 2025 (10 and 4 x 2 of base, 4 earned), 16 of 2026: standing is 16, balance 38."""
    records = [build.record(1, "12-01", "甲"), build.record(2, "2026-01-05", "甲")]
    lines = story_of(told(RULES, *records, until="2026-01-05")).lines

    assert [(1600, 3800)] == [(line.standing, line.balance) for line in lines]


def test_the_arithmetic_of_raw_points() -> None:
    """2.5 hours at 0.3 points with factor 1.5 are 1.125, in steps of 0.5 so 1."""
    factor = checked.Factor(150, build.is_yes(HERE), build.SPAN)
    rules = build.policy(build.item("甲", build.per_hour(30), factors=(factor,)), round_to=50)
    known = build.register({"": {"常住": True}})
    story = story_of(told(rules, build.record(1, "03-01", "甲", quantity=250), known=known))
    sums = story.arithmetic

    assert sums is not None
    assert (30, 250, factor, 50, 100) == (
        sums.row, sums.quantity, sums.factor, sums.round_to, sums.raw,
    )  # fmt: skip
    assert 112_5 * sums.exact[1] == 10 * sums.exact[0]
    assert [(True, True)] == [(one.applied, one.answer.holds) for one in story.factors]


def test_the_limits_that_a_record_met() -> None:
    """Used and left before, what each took, and when there is room again."""
    cap = build.limit(Scope.CATEGORY, "类", LimitKind.POINTS, 500, Period.MONTH)
    once = build.limit(Scope.ITEM, "甲", LimitKind.TIMES, 3, Period.EVER)
    rules = build.policy(build.item("甲", build.per_time(400), once, cap))
    records = [build.record(1, "03-01", "甲"), build.record(2, "03-02", "甲", quantity=300)]
    story = story_of(told(rules, *records))

    assert [(once, 1, 2, 400), (cap, 400, 100, 700)] == [
        (met.limit, met.used, met.left, met.taken) for met in story.limits
    ]
    assert (
        RoomInLimit(once, 2, None),
        RoomInLimit(cap, 100, date(2025, 4, 1)),
    ) == story.changes
    assert 2 == story.times_used


def test_the_highest_mark() -> None:
    """A record below the mark is told the mark it has to pass."""
    item = build.item(
        "甲", checked.Judged(100, 900), highest=checked.Highest(Period.YEAR, "甲", build.SPAN)
    )
    records = [build.record(n, "03-01", "甲", judged=points) for n, points in ((1, 500), (2, 300))]
    story = story_of(told(build.policy(item), *records))

    assert isinstance(story.highest, HighestMet)
    assert (500, 300) == (story.highest.mark, story.highest.taken)
    assert (AboveHighest(500),) == story.changes


def test_the_floor_that_held() -> None:
    """The room above the floor before, and what the floor kept."""
    floor = checked.Floor(0, Period.YEAR, "", build.SPAN)
    rules = build.policy(
        build.item("乙", build.per_time(700), sign=Sign.DEDUCT, floors=(floor,)),
        build.item("甲", build.per_time(300)),
        floors=(floor,),
    )
    story = story_of(told(rules, build.record(1, "03-01", "甲"), build.record(2, "03-02", "乙")))

    assert [(300, 300, 400)] == [(met.sum_before, met.room, met.taken) for met in story.floors]
    assert (FloorHeld(floor, 300),) == story.changes


def test_conditions_tell_what_they_saw_and_what_was_wanted() -> None:
    """Each part has its answer; only the parts that stood in the way are wanted."""
    here, low = build.is_yes(HERE), build.is_yes(LOW)
    both = checked.And((here, checked.Not(low, build.SPAN)), build.SPAN)
    rules = build.policy(build.item("甲", build.per_time(100), when=both))
    known = build.register({"": {"常住": True, "低保": True}})
    story = story_of(told(rules, build.record(1, "03-01", "甲"), known=known))

    assert story.when is not None
    assert (False, [True, False]) == (story.when.holds, [part.holds for part in story.when.parts])
    seen = (Seen(checked.FactOf(LOW), True),)
    assert seen == story.when.parts[1].parts[0].seen
    assert (
        ConditionWould(WantedPart(low, holds=False, seen=seen), is_eligible=False),
    ) == story.changes


def test_what_is_wanted_is_all_or_any() -> None:
    """`and` wants all of what is missing, `or` any of it."""
    parts = (build.is_yes(HERE), build.is_yes(LOW))
    known = build.register({"": {"常住": False, "低保": False}})
    record = build.record(1, "03-01", "甲")
    wants = []
    for kind in (checked.And, checked.Or):
        rules = build.policy(build.item("甲", build.per_time(1), when=kind(parts, build.SPAN)))
        (change,) = story_of(told(rules, record, known=known)).changes
        assert isinstance(change, ConditionWould)
        wants.append(type(change.wanted))

    assert [WantedAll, WantedAny] == wants


def test_what_would_have_let_a_record_count() -> None:
    """Each outcome of step 1 has its change."""
    item = build.item("甲", build.per_hour(100), first_day=date(2025, 2, 1), when=build.is_yes(LOW))
    rules = build.policy(item, eligible=build.is_yes(HERE))
    known = build.register({"": {"常住": True}}, left=date(2025, 9, 30))

    def change(day: str, **fields: object) -> object:
        record = build.record(1, day, "甲", **{"quantity": 100, **fields})
        (only,) = story_of(told(rules, record, known=known, until="2026-02-01")).changes
        return only

    assert isinstance(change("03-01", quantity=None), CorrectRecord)
    assert Approve(Status.CHECKED) == change("03-01", status=Status.CHECKED)
    assert InsidePolicyDates(((build.JAN, date(2025, 12, 31)),)) == change("2026-01-01")
    assert InsideItemDates(date(2025, 2, 1), None) == change("01-31")
    assert GiveFacts((LOW,)) == change("03-01")
    found = change("10-01")
    assert isinstance(found, InRegister)
    assert date(2025, 9, 30) == found.stays[0].left


def test_a_block_that_was_not_full() -> None:
    """It is told how much fills the first block."""
    rules = build.policy(build.item("甲", checked.PerBlock(100, 400, build.HOUR)))
    story = story_of(told(rules, build.record(1, "03-01", "甲", quantity=399)))

    assert (FullBlock(400),) == story.changes


def test_expiry_tells_what_was_redeemable() -> None:
    """Even where nothing expires the story is there, without a line."""
    expiry = checked.Expiry(Period.YEAR, 100_00, 0, False, build.SPAN)
    rules = build.policy(build.item("甲", build.per_time(300)), expiry=expiry)
    story = told(rules, build.record(1, "03-01", "甲")).stories[-1]

    assert ExpiryStory(expiry, date(2025, 12, 31), date(2025, 12, 31), 300, ()) == story
