"""What is known on a day."""

from datetime import date

from rulesengine.core.facts import FactType, Subject
from rulesengine.core.posting import Account
from rulesengine.core.register import PersonRow
from rulesengine.language import checked
from rulesengine.reference.known import fact_value, known_of, known_on, value_of
from tests.reference import build

LOW = build.fact("低保", FactType.YES_NO)
BORN = build.fact("出生", FactType.DATE, Subject.PERSON)


def test_a_fact_is_that_of_the_records_date() -> None:
    """The value holds from its day on, that day included."""
    known = build.register({"": {"低保": False}, "03-01": {"低保": True}})
    records = [build.record(1, "02-28", "甲"), build.record(2, "03-01", "甲")]
    seen = [fact_value(LOW, known_of(entry)) for entry in build.entries(known, records)]

    assert [False, True] == seen


def test_age_is_full_years_in_hundredths() -> None:
    """61 on the birthday itself, 60 the day before; unknown without a birthday or a person."""
    people = [PersonRow("老李", "张三", facts={"出生": date(1964, 5, 10)})]
    known = build.register(people=people)
    records = [
        build.record(1, "05-09", "甲", person="老李"),
        build.record(2, "05-10", "甲", person="老李"),
        build.record(3, "05-10", "甲"),
    ]
    ages = [
        value_of(checked.AgeOf(BORN), known_of(entry)) for entry in build.entries(known, records)
    ]

    assert [6000, 6100, None] == ages


def test_a_persons_account_sees_the_household_of_the_day() -> None:
    """For a base the household is the one that holds the person that day, or none."""
    people = [PersonRow("小张", "张三", left=date(2025, 6, 30))]
    known = build.register({"": {"低保": True}}, people)
    account = Account("", "小张")
    seen = [
        fact_value(LOW, known_on(known, account, Subject.PERSON, day))
        for day in (date(2025, 6, 30), date(2025, 7, 1))
    ]

    assert [True, None] == seen
