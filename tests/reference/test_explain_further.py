"""Why a passbook says what it says: requirements, bonuses, acts, suspension."""

from datetime import date

from hypothesis import given

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.passbook import Barred
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Measure, Scope, Sign
from rulesengine.reference.acting import Clearing
from rulesengine.reference.explanation import (
    BonusMet,
    CorrectRecord,
    GiveApproval,
    InsideItemDates,
    LimitMet,
    MostEachMet,
    RequirementMet,
    Seen,
    Stretch,
)
from tests.reference import build
from tests.reference.test_explain import same, story_of, told
from tests.reference.test_further import ACTS, RECORDS, RULES, Happened

APPROVED = build.fact("审核", FactType.YES_NO, Subject.RECORD)
PHOTO = build.fact("照片", FactType.YES_NO, Subject.RECORD)


@given(RULES, RECORDS)
def test_it_tells_the_passbook_of_the_fold(policy: checked.Policy, happened: Happened) -> None:
    """The same walk with every form: same lines, same results, same figures."""
    records = [
        Record(number, day, item, "张三", quantity=quantity if item in policy.items else None)
        for number, (day, item, quantity) in enumerate(happened, 1)
    ]
    explanation = told(policy, *records, until="2026-07-31")
    lines = [line for story in explanation.stories for line in story.lines]
    passbook = explanation.passbook

    same(explanation, build.score(policy, *records, until="2026-07-31"))
    assert passbook.suspended == lines[-1].suspended


def test_what_an_item_requires() -> None:
    """Each requirement with its condition, what the record says, and whether it is missing."""
    above = checked.Compare(
        checked.RawPoints(), checked.Order.MORE, checked.Literal(2000), build.SPAN
    )
    needs = (
        checked.Requirement(APPROVED, above, build.SPAN),
        checked.Requirement(PHOTO, None, build.SPAN),
    )
    policy = build.policy(
        build.item("甲", build.per_hour(1000), requires=needs), facts=(APPROVED, PHOTO)
    )
    record = build.record(1, "03-01", "甲", quantity=300, facts={"照片": True})
    story = story_of(told(policy, record))
    first, second = story.requirements

    assert first.when is not None
    assert (Seen(checked.RawPoints(), 3000),) == first.when.seen
    assert (None, True) == (first.value, first.is_missing)
    assert RequirementMet(needs[1], None, value=True, is_missing=False) == second
    assert (GiveApproval((APPROVED,)),) == story.changes
    assert "approval missing" == story.result.outcome.value


def test_a_record_in_error_has_no_requirements_to_tell() -> None:
    """Without a quantity there are no raw points to ask about."""
    needs = (checked.Requirement(PHOTO, None, build.SPAN),)
    policy = build.policy(build.item("甲", build.per_hour(1000), requires=needs), facts=(PHOTO,))
    story = story_of(told(policy, build.record(1, "03-01", "甲")))

    assert () == story.requirements
    assert [CorrectRecord] == [type(change) for change in story.changes]


def test_a_bonus_and_the_limits_it_met() -> None:
    """What was reached, what was credited of it, and what each limit had left behind the record."""
    cap = build.limit(Scope.CATEGORY, "类", LimitKind.POINTS, 1500, Period.MONTH)
    mark = checked.Reaches(Measure.TIMES, 2, Period.MONTH)
    bonus = checked.Bonus("勤", "", "类", 1000, "甲", mark, (cap,), build.SPAN)
    policy = build.policy(build.item("甲", build.per_time(400), cap), bonuses=(bonus,))
    story = story_of(told(policy, build.record(1, "03-01", "甲", quantity=200)))
    march = Stretch(Period.MONTH, 2025 * 12 + 2, date(2025, 4, 1))

    assert (
        BonusMet(bonus, march, 2, 700, (LimitMet(cap, march, "", 800, 700, 300),)),
    ) == story.bonuses
    assert ["award", "bonus", "lost"] == [line.posting.kind.value for line in story.lines]


def test_a_run_that_is_full() -> None:
    """How many periods in a row it was, and of which period the last one is."""
    bonus = checked.Bonus("连", "", "类", 1000, "甲", checked.Runs(2, Period.WEEK), (), build.SPAN)
    policy = build.policy(build.item("甲", build.per_time(400)), bonuses=(bonus,))
    records = [build.record(n, on, "甲") for n, on in ((1, "03-05"), (2, "03-10"))]
    story = story_of(told(policy, *records))

    assert [(2, date(2025, 3, 17))] == [
        (one.reached, one.stretch.next_day) for one in story.bonuses
    ]


def test_what_an_act_did() -> None:
    """A clear has what it took, a bar its days; one that found nothing has neither."""
    policy = build.policy(build.item("甲", build.per_time(400)), acts=ACTS)
    records = [
        build.record(number, f"03-0{number}", item)
        for number, item in enumerate(["清年", "甲", "清年", "禁"], 1)
    ]
    explanation = told(policy, *records)
    nothing, _, clear, bar = explanation.stories

    assert (None, "worth nothing", ()) == (
        nothing.effect, nothing.result.outcome.value, nothing.changes,
    )  # type: ignore[union-attr]  # fmt: skip
    assert Clearing("清年", 400, 0, 0, 0, build.JAN, build.day("03-03")) == clear.effect  # type: ignore[union-attr]
    assert (None, ACTS[2], ()) == (clear.item, clear.act, clear.changes)  # type: ignore[union-attr]
    barred = Barred(4, "禁", build.day("03-04"), build.day("05-04"), redeem=True, honour=False)
    assert barred == bar.effect  # type: ignore[union-attr]


def test_why_an_act_did_nothing() -> None:
    """An act outside its dates is told them, as an item is."""
    act = checked.Act(
        "清年", "", checked.Clear(Period.YEAR), build.SPAN, first_day=date(2025, 4, 1)
    )
    policy = build.policy(build.item("甲", build.per_time(400)), acts=(act,))
    story = story_of(told(policy, build.record(1, "03-01", "清年")))

    assert (InsideItemDates(date(2025, 4, 1), None),) == story.changes


def test_the_most_that_a_record_credits() -> None:
    """What the most of an added item took."""
    policy = build.policy(build.item("甲", build.per_time(400), most_each=300))
    story = story_of(told(policy, build.record(1, "03-01", "甲")))

    assert MostEachMet(300, 100) == story.most_each


def test_the_line_with_which_redeeming_stops_and_goes_on() -> None:
    """After each line it is said whether redeeming is suspended."""
    policy = build.policy(
        build.item("甲", build.per_time(400)),
        build.item("乙", build.per_time(300), sign=Sign.DEDUCT),
        suspension=checked.Suspension(200, 500, build.SPAN),
    )
    records = [build.record(n, f"03-0{n}", item) for n, item in enumerate("甲乙甲", 1)]
    explanation = told(policy, *records)

    assert [False, True, False] == [
        line.suspended for story in explanation.stories for line in story.lines
    ]


def test_standing_where_a_version_evaluates_by_another_period() -> None:
    """Evaluated by the quarter from May on, June's line adds to what April brought."""
    item = build.item("甲", build.per_time(400))
    one, two = build.policy(item), build.policy(item, evaluate=Period.QUARTER)
    timeline = checked.Timeline(
        (checked.Version(build.JAN, one), checked.Version(build.day("05-01"), two))
    )
    records = [build.record(n, on, "甲") for n, on in ((1, "03-01"), (2, "04-01"), (3, "06-01"))]
    explanation = told(timeline, *records)

    assert [400, 800, 800] == [
        line.standing for story in explanation.stories for line in story.lines
    ]
