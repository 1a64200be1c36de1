"""Which records are in error, and what is said of them."""

import pytest

from rulesengine.core.calendar import Period
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell
from rulesengine.core.facts import FactType, Subject
from rulesengine.language import checked
from rulesengine.reference.known import Known
from rulesengine.reference.problems import facts_of, problem, unknown_facts
from rulesengine.reference.soundness import fault, most_raw_points
from tests.reference import build

SCORE = build.fact("score", FactType.NUMBER, Subject.RECORD)
RULES = build.policy(
    build.item("次", build.per_time(200)),
    build.item("时", build.per_hour(10_000_00)),
    build.item("月", checked.PerPeriod(400, Period.MONTH)),
    build.item("评", checked.Judged(500, 1000)),
    build.item("带", checked.ByBand(checked.FactOf(SCORE), (), 100)),
    build.item(
        "高",
        build.per_time(500),
        highest=checked.Highest(None, "高", build.SPAN),
        other_name="high",
    ),
)


@pytest.mark.parametrize(
    ("item", "fields", "code", "message"),
    [
        ("没有", {}, Code.UNKNOWN_ITEM, "没有 is not an item of the policy in force that day"),
        ("次", {}, None, ""),
        ("high", {"event": "甲"}, None, ""),
        ("时", {}, Code.MISSING_QUANTITY, "时 needs a quantity (hour)"),
        ("时", {"quantity": 0}, None, ""),
        ("时", {"quantity": -1}, Code.BAD_QUANTITY, "a quantity cannot be below 0, and -0.01 is given"),
        (
            "次",
            {"quantity": 100_000_01},
            Code.BAD_QUANTITY,
            "a quantity is 100000 at most, and 100000.01 is given",
        ),
        ("次", {"quantity": 150}, Code.BAD_QUANTITY, "次 counts whole times, and 1.5 is given"),
        ("月", {"quantity": 200}, Code.BAD_QUANTITY, "月 takes no quantity, and 2 is given"),
        ("月", {"quantity": 100}, None, ""),
        ("月", {"judged": 100}, Code.BAD_JUDGED, "月 is not judged, and judged points are given"),
        ("次", {"judged": 100}, Code.BAD_JUDGED, "次 is not judged, and judged points are given"),
        ("评", {}, Code.MISSING_JUDGED, "评 needs the points that were judged"),
        (
            "评",
            {"judged": 499},
            Code.BAD_JUDGED,
            "评 is judged from 5 to 10 points, and 4.99 are given",
        ),
        ("评", {"judged": 1000}, None, ""),
        ("评", {"judged": 500, "quantity": 0}, Code.BAD_QUANTITY, "评 takes no quantity, and 0 is given"),
        (
            "高",
            {},
            Code.MISSING_EVENT,
            "高 counts the highest of each event, and no event is given",
        ),
        ("时", {"quantity": 100_00}, None, ""),
        (
            "时",
            {"quantity": 100_01},
            Code.RAW_TOO_LARGE,
            "时 could give more than 1000000 points here",
        ),
        ("带", {}, None, ""),
    ],
)  # fmt: skip
def test_what_is_said_of_a_record(
    item: str, fields: dict[str, object], code: Code | None, message: str
) -> None:
    """Each fault has its code and its one line; a sound record has none."""
    record = build.record(1, "03-01", item, **fields)
    found = problem(checked.alone(RULES), record)

    assert code is fault(RULES, record)
    assert (code, message) == ((found.code, str(found.message)) if found else (None, ""))


def test_a_record_is_told_by_its_row_or_by_itself() -> None:
    """The row of the file is the place; a record without one is named in a note."""
    cell = Cell("a.csv", 7)
    in_file = problem(checked.alone(RULES), build.record(1, "03-01", "时", origin=cell))
    alone = problem(checked.alone(RULES), build.record(1, "03-01", "时"))

    assert in_file is not None
    assert (Cell("a.csv", 7, "quantity"), ()) == (in_file.primary, in_file.notes)
    assert alone is not None
    assert (None, ["record 1: 2025-03-01, 张三"]) == (alone.primary, [str(n) for n in alone.notes])


def test_an_unknown_item_is_guessed() -> None:
    """A name near one of the policy's is offered; a name like none is not."""
    rules = checked.alone(build.policy(build.item("清扫门前", build.per_time(200))))
    near = problem(rules, build.record(1, "03-01", "打扫门前"))
    far = problem(rules, build.record(1, "03-01", "xyz"))

    assert near is not None
    assert far is not None
    assert "did you mean 清扫门前?" == str(near.help)
    assert "correct the name, or add the item to the policy" == str(far.help)


def test_a_day_without_a_policy_has_no_errors() -> None:
    """Nothing says what a record should hold on a day without a policy."""
    assert problem(checked.alone(RULES), build.record(1, "2024-12-31", "没有")) is None


def test_the_most_a_record_could_give() -> None:
    """The highest row and the largest factor count, but never a factor below one."""
    party = build.is_yes(build.fact("party", FactType.YES_NO))
    half, double = (checked.Factor(times, party, build.SPAN) for times in (50, 200))
    value = checked.ByCount(Period.YEAR, ((1, 300), (2, 900)), 100)
    record = build.record(1, "03-01", "甲")
    most = [
        most_raw_points(build.policy(), build.item("甲", value, factors=factors), record)
        for factors in ((), (half,), (half, double))
    ]

    assert [900, 900, 1800] == most


def test_the_facts_that_a_record_lacks() -> None:
    """Those of the condition and of the table that nobody gave, in the order written."""
    a, b = (build.fact(name, FactType.YES_NO, Subject.RECORD) for name in "ab")
    both = checked.Or((build.is_yes(a), checked.Not(build.is_yes(b), build.SPAN)), build.SPAN)
    table = checked.ByBand(checked.FactOf(SCORE), (), 100)
    item = build.item("甲", table, when=both)
    known = Known(build.JAN, None, None, {"a": True})

    assert (a, b) == tuple(facts_of(both))
    assert (b, SCORE) == unknown_facts(build.policy(item), item, known)
