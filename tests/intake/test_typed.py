"""Facts as text to facts with values, from files and from databases alike."""

from datetime import date

from rulesengine.core.diagnostic import Cell
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

    outcome = typed_records([row], lambda _: FACTS)

    assert outcome.value is not None
    (record,) = outcome.value
    assert (
        Record(7, DAY, "表彰", "张三", "李四", "洪河村", 100, 50, "事", Status.CHECKED, facts)
        == record
    )
    assert Cell("f", 2) == record.origin


def test_rows_without_ids_are_numbered_in_their_order() -> None:
    """The number is the place among the rows, from 1."""
    outcome = typed_records([RawRecord(None, DAY, "a"), RawRecord(None, DAY, "b")], lambda _: ())

    assert outcome.value is not None
    assert [(1, "a"), (2, "b")] == [(record.id, record.item) for record in outcome.value]


def test_every_bad_fact_is_reported() -> None:
    """Each occurrence, with its row, and the fact stays unknown."""
    rows = [
        RawRecord(1, DAY, "a", facts={"级别": "市级"}, origin=Cell("f", 2)),
        RawRecord(2, DAY, "a", facts={"级别": "市级", "工时": "一"}, origin=Cell("f", 3)),
    ]

    outcome = typed_records(rows, lambda _: FACTS)

    assert outcome.value is not None
    assert [{}, {}] == [record.facts for record in outcome.value]
    assert [
        "R405 2 级别: 市级 is no value of 级别",
        "R405 3 级别: 市级 is no value of 级别",
        "R405 3 工时: 一 is no number",
    ] == said(outcome)


def test_facts_of_another_subject_are_passed_over() -> None:
    """A household fact in a record means nothing."""
    outcome = typed_records([RawRecord(1, DAY, "a", facts={"脱贫户": "也许"})], lambda _: FACTS)

    assert outcome.value is not None
    assert {} == outcome.value[0].facts


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

    outcome = typed_records(rows, lambda _: facts)

    assert outcome.value is not None
    assert [{}, {"aB": "x"}] == [record.facts for record in outcome.value]
