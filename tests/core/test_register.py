"""Rows to members: stays, returning, and rows that contradict each other."""

from datetime import date

from rulesengine.core.codes import Code
from rulesengine.core.register import HouseholdRow, PersonRow, Register, Stay, build

JANUARY, MARCH, JUNE, SEPTEMBER = (date(2025, month, 1) for month in (1, 3, 6, 9))
MAY_END = date(2025, 5, 31)


def register(
    households: list[HouseholdRow] | None, people: list[PersonRow] | None = None
) -> Register:
    built = build(households, people)
    assert built.value is not None, built.diagnostics
    return built.value


def said(households: list[HouseholdRow], people: list[PersonRow] | None = None) -> list[str]:
    built = build(households, people)
    assert built.value is None
    assert {one.code for one in built.diagnostics} == {Code.STAYS_DISAGREE}
    return [str(one.message) for one in built.diagnostics]


def test_a_household_that_comes_back_has_two_stays() -> None:
    """A row that joins after the row before has left is a second stay; facts go on."""
    rows = [
        HouseholdRow("张三", joined=JANUARY, left=MARCH, facts={"低保": True}),
        HouseholdRow("张三", joined=JUNE, since=JUNE),
    ]
    member = register(rows).households["", "张三"]
    assert member.stays == (Stay("张三", JANUARY, MARCH), Stay("张三", JUNE, None))
    assert [member.stay_on(day) is not None for day in (MARCH, MAY_END, JUNE)] == [
        True,
        False,
        True,
    ]
    assert member.history.at(JUNE) == {"低保": True}


def test_rows_that_repeat_the_days_are_one_stay() -> None:
    """A list that carries 加入 in every row says the same day again; a later row may say 离开."""
    rows = [
        HouseholdRow("张三", joined=JANUARY),
        HouseholdRow("张三", joined=JANUARY, since=MARCH),
        HouseholdRow("张三", left=JUNE, since=JUNE),
    ]
    member = register(rows).households["", "张三"]
    assert member.stays == (Stay("张三", JANUARY, JUNE),)


def test_a_person_who_comes_back_to_the_household_has_two_stays() -> None:
    """Left on 1 March, back on 1 June: in between the person is nowhere."""
    rows = [
        PersonRow("小张", "张三", joined=JANUARY, left=MARCH),
        PersonRow("小张", "张三", joined=JUNE, since=JUNE),
    ]
    member = register(None, rows).people["", "小张"]
    assert member.stays == (Stay("张三", JANUARY, MARCH), Stay("张三", JUNE, None))


def test_a_person_may_go_and_come_back_by_way_of_another_household() -> None:
    """Rows with `since` alone end each stay on the day before the next."""
    rows = [
        PersonRow("小张", "张三"),
        PersonRow("小张", "李四", since=MARCH),
        PersonRow("小张", "张三", since=JUNE),
    ]
    member = register(None, rows).people["", "小张"]
    assert [(stay.household, stay.joined) for stay in member.stays] == [
        ("张三", None),
        ("李四", MARCH),
        ("张三", JUNE),
    ]


def test_joining_again_without_having_left_is_refused() -> None:
    """Nobody can tell whether the day is wrong or the leaving is missing."""
    rows = [
        HouseholdRow("张三", joined=JANUARY),
        HouseholdRow("张三", joined=JUNE, since=JUNE),
    ]
    assert said(rows) == ["张三 joins on 2025-06-01 without having left before"]
    people = [
        PersonRow("小张", "张三", joined=JANUARY, left=SEPTEMBER),
        PersonRow("小张", "张三", joined=JUNE, since=JUNE),
    ]
    assert said([], people) == ["小张 joins on 2025-06-01 without having left before"]


def test_two_days_of_leaving_are_refused() -> None:
    """One stay ends once."""
    rows = [
        HouseholdRow("张三", left=JUNE),
        HouseholdRow("张三", left=SEPTEMBER, since=MARCH),
    ]
    assert said(rows) == ["张三 leaves on 2025-06-01 in one row and on 2025-09-01 in another"]


def test_leaving_before_joining_is_refused_across_rows() -> None:
    """Each row alone is sound."""
    rows = [
        HouseholdRow("张三", joined=JUNE),
        HouseholdRow("张三", left=MARCH, since=SEPTEMBER),
    ]
    assert said(rows) == ["张三 left on 2025-03-01, before joining on 2025-06-01"]


def test_a_person_is_there_only_while_the_household_is() -> None:
    """The household came in March and went in June; a person's own days are inside that."""
    households = [HouseholdRow("张三", joined=MARCH, left=JUNE)]
    people = [PersonRow("小张", "张三"), PersonRow("小李", "张三", joined=MAY_END)]
    known = register(households, people).people
    assert known["", "小张"].presence == (Stay("张三", MARCH, JUNE),)
    assert known["", "小李"].presence == (Stay("张三", MAY_END, JUNE),)
    assert known["", "小张"].joined == MARCH


def test_a_person_whose_days_lie_outside_the_households_is_never_there() -> None:
    """Such a person has no day, and no first one."""
    households = [HouseholdRow("张三", joined=JUNE)]
    people = [PersonRow("小张", "张三", left=MARCH)]
    person = register(households, people).people["", "小张"]
    assert person.presence == ()
    assert person.joined == date.max
