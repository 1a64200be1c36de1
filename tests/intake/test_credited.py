"""Rows that credit several people or households."""

from datetime import date

import pytest

from rulesengine.core.diagnostic import Cell
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import Record, passbook_order, split_id
from rulesengine.intake.cells import Bad, names_in, read_names
from rulesengine.intake.credited import credited
from rulesengine.intake.sheet import Sheet
from tests.intake.saying import said

DAY = date(2025, 3, 1)


def sheet(*rows: RawRecord) -> Sheet[RawRecord]:
    """A file of these rows."""
    return Sheet("f", rows, headings={"person": "人", "household": "户", "id": "编号"})


def row(id: int | str | None, household: str = "", person: str = "", number: int = 2) -> RawRecord:
    """A row of a file."""
    return RawRecord(id, DAY, "调解", household, person, origin=Cell("f", number))


def test_one_record_for_each_in_the_order_written() -> None:
    """Each has its own id; the first keeps that of the row, and all else is the row's."""
    outcome = credited(sheet(row(7, "", "张三、李四；王五"), row("A-1", "赵家;钱家", number=3)))

    assert outcome.value is not None
    assert [
        (7, "", "张三", 2),
        ("7#2", "", "李四", 2),
        ("7#3", "", "王五", 2),
        ("A-1", "赵家", "", 3),
        ("A-1#2", "钱家", "", 3),
    ] == [
        (one.id, one.household, one.person, one.origin.row if one.origin else 0)
        for one in outcome.value.rows
    ]


def test_people_of_one_household_and_rows_without_ids() -> None:
    """The household goes with each of them; ids come from the order of all."""
    outcome = credited(sheet(row(None, "张家", "张三、李四、")))

    assert outcome.value is not None
    assert [(None, "张家", "张三"), (None, "张家", "李四")] == [
        (one.id, one.household, one.person) for one in outcome.value.rows
    ]


def test_what_the_register_knows_as_one_name_stays_one() -> None:
    """Only the whole text counts: the register says so, not the marks."""
    rows = sheet(row(1, "张三、李四"), row(2, "张三、李四、王五"), row(3, "", "张三、李四"))
    outcome = credited(rows, households={"张三、李四"})

    assert outcome.value is not None
    assert ["张三、李四", "张三", "李四", "王五", "", ""] == [
        one.household for one in outcome.value.rows
    ]


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (row(7, "", "张三、李四、张三"), "R405 2 人: 张三 stands twice in one cell"),
        (
            row(7, "张家、李家", "张三"),
            "R405 2 户: the row names several households and people as well",
        ),
    ],
)
def test_what_cannot_be_meant_is_reported(one: RawRecord, message: str) -> None:
    """Nobody gets points twice by a slip, and no household is guessed for anybody."""
    assert [message] == said(credited(sheet(one)))


def test_an_id_that_comes_twice_so_is_reported() -> None:
    """A file of ours, where each record has its row, may not give one of these ids again."""
    outcome = credited(sheet(row(7, "", "张三、李四"), row("7#2", "", "王五", number=3)))

    assert [
        "R408 2 编号: id 7#2 is that of a further name in row 2, and stands in row 3 too"
    ] == said(outcome)


def test_the_records_of_a_row_follow_each_other() -> None:
    """Order of a passbook: 6, 7, 7#2, 7#10, 8, then texts; only a number behind # is a place."""
    ids = [6, 7, "7#2", "7#10", 8, "007", "7#", "7#02", "7#1", "A", "A#2", "A#10", "A!"]
    shuffled = [Record(one, DAY, "调解") for one in ids[::-1]]

    assert [6, 7, "7#2", "7#10", 8, "007", "7#", "7#02", "7#1", "A", "A#2", "A#10", "A!"] == [
        one.id for one in sorted(shuffled, key=passbook_order)
    ]
    assert [(7, 2), ("007", 2), ("a#2", 3), ("#2", 1)] == [
        split_id(one) for one in ("7#2", "007#2", "a#2#3", "#2")
    ]


def test_each_name_of_a_cell_is_a_name() -> None:
    """A date among them, or nothing but marks, is a bad cell; a long list is none."""
    people = "、".join(f"村民{number:03}" for number in range(80))

    assert 80 == len(names_in(people))
    assert people == read_names(people)
    assert isinstance(read_names("张三、2025-03-01"), Bad)
    assert isinstance(read_names("、"), Bad)
    assert isinstance(read_names("、".join(["张"] * 501)), Bad)
