"""Steps 3 to 6: highest only, times, points limits, floors."""

from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Subject
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Scope, Sign
from tests.reference import build

POINTS, TIMES = LimitKind.POINTS, LimitKind.TIMES


def test_each_limit_takes_what_still_exceeds_it() -> None:
    """Of 12 points 10, 7 and 6 are left one after the other, and 6 are charged to each limit."""
    limits = (
        build.limit(Scope.ITEM, "甲", POINTS, 1000, Period.MONTH),
        build.limit(Scope.CATEGORY, "类", POINTS, 700, Period.MONTH),
        build.limit(Scope.POLICY, "", POINTS, 600, Period.MONTH),
    )
    rules = build.policy(build.item("甲", build.per_time(1200), *limits))
    passbook = build.score(rules, build.record(1, "03-01", "甲"), build.record(2, "03-02", "甲"))

    assert [
        ("03-01", "award", "", 600),
        ("03-01", "lost", limits[0].label, 200),
        ("03-01", "lost", limits[1].label, 300),
        ("03-01", "lost", limits[2].label, 100),
        ("03-02", "lost", limits[0].label, 800),
        ("03-02", "lost", limits[1].label, 300),
        ("03-02", "lost", limits[2].label, 100),
    ] == build.lines(passbook)
    assert ["in part", "points used up"] == build.outcomes(passbook)


def test_two_limits_alike_are_charged_once() -> None:
    """They share a counter: after 4 points 6 of 10 and 1 of 5 are left, not 2 and none."""
    alike = (
        build.limit(Scope.ITEM, "甲", POINTS, 1000, Period.MONTH),
        build.limit(Scope.ITEM, "甲", POINTS, 500, Period.MONTH),
    )
    rules = build.policy(build.item("甲", build.per_time(400), *alike))
    passbook = build.score(rules, build.record(1, "03-01", "甲"), build.record(2, "03-02", "甲"))

    assert 500 == passbook.standing


def test_times_are_lost_against_the_first_that_leaves_least() -> None:
    """Of limits on times that leave 2, 1 and 1 the second takes."""
    limits = (
        build.limit(Scope.ITEM, "甲", TIMES, 2, Period.DAY),
        build.limit(Scope.ITEM, "甲", TIMES, 1, Period.WEEK),
        build.limit(Scope.CATEGORY, "类", TIMES, 1, Period.MONTH),
    )
    rules = build.policy(build.item("甲", build.per_time(200), *limits))
    passbook = build.score(rules, build.record(1, "03-01", "甲", quantity=300))

    assert [
        ("03-01", "award", "", 200),
        ("03-01", "lost", limits[1].label, 400),
    ] == build.lines(passbook)


def test_nobody_named_is_one_nameless_person() -> None:
    """Each named person has the limit, and the nameless share one."""
    limit = build.limit(Scope.ITEM, "甲", TIMES, 1, Period.MONTH, Subject.PERSON)
    rules = build.policy(build.item("甲", build.per_time(200), limit))
    people = ["小张", "", "小李", "", "小张"]
    records = [
        build.record(number, "03-01", "甲", person=name) for number, name in enumerate(people, 1)
    ]

    expected = ["in full", "in full", "in full", "times used up", "times used up"]
    assert expected == build.outcomes(build.score(rules, *records))


def test_highest_keeps_the_raw_mark() -> None:
    """A limit leaves 15 of 20; 50 of the same event still adds only 30, and uses no time."""
    limits = (
        build.limit(Scope.ITEM, "甲", TIMES, 1, Period.YEAR),
        build.limit(Scope.ITEM, "甲", POINTS, 1500, Period.MONTH),
    )
    value = checked.Judged(100, 5000)
    item = build.item("甲", value, *limits, highest=checked.Highest(None, "甲", build.SPAN))
    passbook = build.score(
        build.policy(item),
        build.record(1, "03-01", "甲", judged=2000, event="路"),
        build.record(2, "04-01", "甲", judged=5000, event="路"),
        build.record(3, "05-01", "甲", judged=5000, event="路"),
        build.record(4, "05-01", "甲", judged=1000, event="桥"),
    )

    assert [
        ("03-01", "award", "", 1500),
        ("03-01", "lost", limits[1].label, 500),
        ("04-01", "award", "", 1500),
        ("04-01", "lost", "highest", 2000),
        ("04-01", "lost", limits[1].label, 1500),
        ("05-01", "lost", "highest", 5000),
        ("05-01", "lost", limits[0].label, 1000),
    ] == build.lines(passbook)
    assert [True, True, False, False] == [result.counted for result in passbook.results]


def test_a_deduction_stops_at_each_floor() -> None:
    """Own limits first, then the category's floor, then the standing's."""
    own = checked.Floor(0, Period.YEAR, "类", build.SPAN)
    whole = checked.Floor(400, Period.YEAR, "", build.SPAN)
    limit = build.limit(Scope.ITEM, "乙", POINTS, 900, Period.YEAR)
    deduction = build.item("乙", build.per_time(1000), limit, sign=Sign.DEDUCT, floors=(own, whole))
    rules = build.policy(
        build.item("甲", build.per_time(600)), deduction, category_floors=(own,), floors=(whole,)
    )
    passbook = build.score(rules, build.record(1, "03-01", "甲"), build.record(2, "03-02", "乙"))

    assert [
        ("03-01", "award", "", 600),
        ("03-02", "deduct", "", -200),
        ("03-02", "spared", limit.label, 100),
        ("03-02", "spared", own.label, 300),
        ("03-02", "spared", whole.label, 400),
    ] == build.lines(passbook)


@given(
    st.lists(st.tuples(st.integers(1, 28), st.integers(0, 400)), max_size=12),
    st.integers(1, 2000),
    st.integers(1, 5),
)
def test_credited_and_lost_are_raw(
    happened: list[tuple[int, int]], points: int, times: int
) -> None:
    """Conservation for every record, and no limit is ever exceeded."""
    limits = (
        build.limit(Scope.ITEM, "甲", TIMES, times, Period.WEEK),
        build.limit(Scope.CATEGORY, "类", POINTS, points, Period.MONTH),
    )
    rules = build.policy(build.item("甲", build.per_time(70), *limits))
    records = [
        build.record(number, f"03-{day:02d}", "甲", quantity=quantity // 100 * 100)
        for number, (day, quantity) in enumerate(happened, 1)
    ]
    passbook = build.score(rules, *records)

    for result in passbook.results:
        mine = [line for line in passbook.postings if line.record == result.record.id]
        assert result.raw == sum(line.points for line in mine)
    assert points >= passbook.standing
