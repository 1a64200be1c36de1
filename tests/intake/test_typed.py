"""Facts as text to facts with values, from files and from databases alike."""

from datetime import date

from rulesengine.core.diagnostic import Cell, Outcome
from rulesengine.core.facts import Fact, FactType, Level, Subject
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Record, Status
from rulesengine.core.register import HouseholdRow, PersonRow
from rulesengine.intake.typed import typed_households, typed_people, typed_records
from tests.intake.saying import FACTS, said

DAY = date(2025, 3, 1)


def test_facts_are_keyed_by_their_first_name() -> None:
    """Whichever name headed the column; what is no fact of the policy means nothing."""
    row = RawRecord(
        7, DAY, "表彰", "张三", "李四", "洪河村", 100, 50, "事", Status.CHECKED,
        {"LEVEL": "county", "工时": "1.5", "完工日": "2025/3/1", "已核": "是", "备注": "x"},
        Cell("f", 2),
    )  # fmt: skip
    facts = {"级别": "县级", "工时": 150, "完工日": DAY, "已核": True}

    (record,) = typed_records([row], lambda _: FACTS)

    assert (
        Record(7, DAY, "表彰", "张三", "李四", "洪河村", 100, 50, "事", Status.CHECKED, facts)
        == record
    )
    assert Cell("f", 2) == record.origin


def test_rows_without_ids_are_numbered_in_their_order() -> None:
    """The number is the place among the rows, from 1."""
    typed = typed_records([RawRecord(None, DAY, "a"), RawRecord(None, DAY, "b")], lambda _: ())

    assert [(1, "a"), (2, "b")] == [(record.id, record.item) for record in typed]


def test_a_bad_fact_is_the_fault_of_its_record() -> None:
    """Of each record the first, with its row and column; the others are as they would be."""
    rows = [
        RawRecord(1, DAY, "a", facts={"级别": "市级", "已核": "是"}, origin=Cell("f", 2)),
        RawRecord(2, DAY, "a", facts={"级别": "市级", "工时": "一"}, origin=Cell("f", 3)),
        RawRecord(3, DAY, "a", facts={"级别": "县级"}, origin=Cell("f", 4)),
    ]

    typed = typed_records(rows, lambda _: FACTS)

    assert [{"已核": True}, {}, {"级别": "县级"}] == [record.facts for record in typed]
    faults = tuple(record.fault for record in typed if record.fault is not None)
    assert [
        "R405 2 级别: 市级 is no value of 级别",
        "R405 3 级别: 市级 is no value of 级别",
    ] == said(Outcome(0, faults))


def test_every_bad_fact_of_a_register_is_reported() -> None:
    """Each occurrence, with its row, and the fact stays unknown."""
    rows = [
        RawHousehold("张三", facts={"脱贫户": "也许"}, origin=Cell("f", 2)),
        RawHousehold("李四", facts={"脱贫户": "也许"}, origin=Cell("f", 3)),
    ]

    outcome = typed_households(rows, lambda _: FACTS)

    assert (HouseholdRow("张三"), HouseholdRow("李四")) == outcome.value
    assert [
        "R405 2 脱贫户: 也许 is no value of 脱贫户",
        "R405 3 脱贫户: 也许 is no value of 脱贫户",
    ] == said(outcome)


def test_facts_of_another_subject_are_passed_over() -> None:
    """A household fact in a record means nothing."""
    (record,) = typed_records([RawRecord(1, DAY, "a", facts={"脱贫户": "也许"})], lambda _: FACTS)

    assert ({}, None) == (record.facts, record.fault)


def test_no_is_a_value_and_empty_is_none() -> None:
    """A fact that nobody gave is unknown, never no."""
    rows = [
        RawHousehold("张三", facts={"脱贫户": "否"}),
        RawHousehold("李四", facts={"脱贫户": " "}),
    ]

    outcome = typed_households(rows, lambda _: FACTS)

    assert (
        HouseholdRow("张三", facts={"脱贫户": False}),
        HouseholdRow("李四", facts={}),
    ) == outcome.value


def test_people_keep_their_days() -> None:
    """Everything but the facts stays as it is."""
    row = RawPerson("李四", "张三", "村", DAY, None, DAY, {"party member": "yes"})

    outcome = typed_people([row], lambda _: FACTS)

    assert (PersonRow("李四", "张三", "村", DAY, None, DAY, {"党员": True}),) == outcome.value


def test_a_heading_alike_to_two_facts_names_neither() -> None:
    """Only what is written exactly so tells them apart."""
    facts = [Fact(Subject.RECORD, name, FactType.LEVEL, "", (Level("x"),)) for name in ("Ab", "aB")]
    rows = [RawRecord(1, DAY, "a", facts={"AB": "y"}), RawRecord(2, DAY, "a", facts={"aB": "x"})]

    typed = typed_records(rows, lambda _: facts)

    assert [{}, {"aB": "x"}] == [record.facts for record in typed]
