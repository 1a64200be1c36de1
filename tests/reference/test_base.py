"""When base comes."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.facts import FactType, FactValues, Subject
from rulesengine.core.posting import Account
from rulesengine.core.register import HouseholdRow, PersonRow, Register
from rulesengine.core.register import build as build_register
from rulesengine.language import checked
from rulesengine.language.checked import Order
from rulesengine.reference.base import bases_due, birthday, may_have_base
from rulesengine.reference.known import holder
from tests.reference import build

HERE = build.fact("常住", FactType.YES_NO)
MOVED = build.fact("入住", FactType.DATE)
BORN = build.fact("出生", FactType.DATE, Subject.PERSON)
UNTIL = date(2026, 6, 30)
DAYS = st.dates(date(2024, 11, 1), date(2026, 8, 1))


def base(period: Period, points: int = 1000) -> checked.Base:
    return checked.Base(points, period, True, "", build.SPAN)


def compare(left: checked.Operand, order: Order, right: checked.Operand) -> checked.Compare:
    return checked.Compare(left, order, right, build.SPAN)


def test_base_comes_on_the_first_day_of_each_period() -> None:
    """From the policy's first day on, and once for ever where it is once."""
    rules = build.policy(
        bases=(base(Period.QUARTER), base(Period.EVER)), first_day=date(2025, 2, 3)
    )
    due = bases_due(checked.alone(rules), Account("", "张三"), build.register(), date(2025, 7, 31))

    assert [
        (date(2025, 2, 3), Period.QUARTER),
        (date(2025, 2, 3), Period.EVER),
        (date(2025, 4, 1), Period.QUARTER),
        (date(2025, 7, 1), Period.QUARTER),
    ] == [(one.day, one.base.period) for one in due]


def test_a_base_already_posted_is_known_by_its_name() -> None:
    """A new version posts only what the period has not had yet."""
    first = build.policy(bases=(base(Period.YEAR),))
    second = build.policy(bases=(base(Period.YEAR, 1200), base(Period.MONTH, 100)))
    timeline = checked.Timeline(
        (checked.Version(build.JAN, first), checked.Version(date(2025, 11, 15), second))
    )
    due = bases_due(timeline, Account("", "张三"), build.register(), date(2025, 12, 31))

    assert [
        (build.JAN, 1000), (date(2025, 11, 15), 100), (date(2025, 12, 1), 100),
    ] == [(one.day, one.base.points) for one in due]  # fmt: skip


def test_birthdays() -> None:
    """29 February is 1 March in years that have no such day."""
    born = date(1964, 2, 29)

    assert date(2025, 3, 1) == birthday(born, 2025)
    assert date(2024, 2, 29) == birthday(born, 2024)
    assert date(2100, 3, 1) == birthday(born, 2100)
    assert date(2025, 5, 10) == birthday(date(1964, 5, 10), 2025)


CONDITIONS: st.SearchStrategy[checked.Condition] = st.recursive(
    st.one_of(
        st.just(build.is_yes(HERE)),
        st.builds(
            compare,
            st.just(checked.RecordDay()),
            st.sampled_from(Order),
            st.builds(checked.Literal, DAYS) | st.just(checked.FactOf(MOVED)),
        ),
        st.builds(
            compare,
            st.just(checked.AgeOf(BORN)),
            st.sampled_from(Order),
            st.sampled_from([checked.Literal(age) for age in (0, 100, 6000, 6100)]),
        ),
    ),
    lambda inner: st.one_of(
        st.builds(checked.Not, inner, st.just(build.SPAN)),
        st.builds(checked.And, st.tuples(inner, inner), st.just(build.SPAN)),
        st.builds(checked.Or, st.tuples(inner, inner), st.just(build.SPAN)),
    ),
    max_leaves=4,
)
HOUSEHOLD_FACTS: st.SearchStrategy[FactValues] = st.fixed_dictionaries(
    {}, optional={"常住": st.booleans(), "入住": DAYS}
)
BIRTHS = (
    st.none() | st.dates(date(1964, 1, 1), date(1966, 12, 31)) | DAYS | st.just(date(1964, 2, 29))
)


@st.composite
def registers(draw: st.DrawFn) -> Register:
    """小张 in one or two households with facts over time."""
    moved = draw(DAYS)
    rows = [
        HouseholdRow(name, since=since, facts=draw(HOUSEHOLD_FACTS))
        for name in ("张三", "李四")
        for since in (None, draw(DAYS))
    ]
    born = draw(BIRTHS)
    facts: FactValues = {} if born is None else {"出生": born}
    people = [PersonRow("小张", "张三", joined=draw(st.none() | DAYS), facts=facts)]
    if draw(st.booleans()) and (people[0].joined or date.min) < moved:
        people = [
            PersonRow("小张", "张三", joined=people[0].joined, left=moved, facts=facts),
            PersonRow("小张", "李四", joined=moved + timedelta(days=draw(st.integers(1, 40)))),
        ]
        people[1] = PersonRow("小张", "李四", joined=people[1].joined, since=people[1].joined)
    outcome = build_register(rows, people)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@given(
    registers(),
    CONDITIONS,
    st.sampled_from([Period.MONTH, Period.QUARTER, Period.YEAR, Period.EVER]),
    st.sampled_from([(Subject.PERSON, "小张"), (Subject.HOUSEHOLD, "张三")]),
)
def test_looking_at_turning_days_only_is_enough(
    known: Register, condition: checked.Condition, period: Period, whose: tuple[Subject, str]
) -> None:
    """The days found are the first of each period on which a look at every single day allows it."""
    subject, name = whose
    rules = build.policy(
        eligible=condition, bases=(base(period),), account=subject, last_day=date(2026, 3, 31)
    )
    account = Account("", name)
    member = holder(known, account, subject)
    assert member is not None
    expected: dict[int, date] = {}
    for ordinal in range(build.JAN.toordinal(), UNTIL.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if rules.in_force(day) and may_have_base(rules, account, known, member, day):
            expected.setdefault(period_index(period, day), day)

    due = bases_due(checked.alone(rules), account, known, UNTIL)

    assert list(expected.values()) == [one.day for one in due]
