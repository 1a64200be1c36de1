"""What an import adds, passes over and refuses."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import RecordId, Status
from rulesengine.store import records
from rulesengine.store.create import create
from rulesengine.store.database import Database
from rulesengine.store.imports import ImportResult
from tests.store.rows import record, run


def _added(
    database: Database, rows: Sequence[RawRecord], file: str = "记录.csv"
) -> tuple[int, int]:
    outcome = database.add_records(rows, run(file))
    assert outcome.value is not None, outcome
    return outcome.value.added, outcome.value.already_there


def _ids(database: Database) -> list[RecordId | None]:
    return [row.id for row in database.records().value or []]


def _only(outcome: Outcome[Any]) -> Diagnostic:
    assert outcome.value is None
    (diagnostic,) = outcome.diagnostics
    return diagnostic


def test_every_column_comes_back(database: Database) -> None:
    """A record is read as it was added, with the file and row it stood in."""
    full = attrs.evolve(
        record(2, "A-1", facts={"等级": "一等", "=1+1": "'"}),
        person="李四",
        judged=-5,
        event="评比",
        status=Status.DECLARED,
    )
    assert (1, 0) == _added(database, [full])
    (back,) = database.records().value or []
    assert full == back
    assert Cell("记录.csv", 2) == back.origin


def test_empty_file(database: Database) -> None:
    """A file without rows is a run of import that adds nothing."""
    assert (0, 0) == _added(database, [])
    assert (1,) == database.connection.execute("SELECT count(*) FROM import").fetchone()


def test_run_is_written_down(database: Database) -> None:
    """Each run keeps the file's name and hash, who and when, and what it added."""
    database.add_records([record(2), record(3)], run(by="会计"))
    database.add_records([record(2), record(3), record(4)], run(by="会计"))
    assert [
        ("记录.csv", "records", "ab" * 32, 2, 2, "2025-07-01T08:30:00Z", "会计"),
        ("记录.csv", "records", "ab" * 32, 3, 1, "2025-07-01T08:30:00Z", "会计"),
    ] == database.connection.execute(
        "SELECT name, kind, sha256, row_count, added, imported_at, imported_by FROM import"
    ).fetchall()


def test_same_file_again(database: Database) -> None:
    """The same file again adds nothing, with ids and without."""
    given = [record(2, 7), record(3, "A")]
    assert (2, 0) == _added(database, given)
    assert (0, 2) == _added(database, given)
    without = [record(2), record(3), record(4, item="开会")]
    assert (3, 0) == _added(database, without)
    assert (0, 3) == _added(database, without)


def test_equal_rows_without_ids_are_different_records(database: Database) -> None:
    """Two equal rows of one file are two things that happened; a longer file adds the third."""
    assert (2, 0) == _added(database, [record(2), record(3)])
    assert (1, 2) == _added(database, [record(2), record(3), record(4)])
    assert [1, 2, 3] == _ids(database)


def test_longer_file_adds_what_is_new(database: Database) -> None:
    """New rows may stand anywhere in the longer file; they get the next numbers."""
    assert (2, 0) == _added(database, [record(2), record(3, item="开会")])
    assert (1, 2) == _added(database, [record(2, item="调解"), record(3), record(4, item="开会")])
    assert [("义务劳动", 1), ("开会", 2), ("调解", 3)] == [
        (row.item, row.id) for row in database.records().value or []
    ]


def test_another_file_says_the_same(database: Database) -> None:
    """A row is known by what it says, not by the name of its file or the row's place."""
    _added(database, [record(2, facts={"a": "1", "b": "2"})])
    same = record(9, facts={"b": "2", "a": "1"}, file="副本.csv")
    assert (0, 1) == _added(database, [same], "副本.csv")


def test_rows_without_ids_are_numbered_in_order(database: Database) -> None:
    """The first file without ids gets 1, 2, 3 …, so that it scores in the order of its rows."""
    rows = [record(row, item=f"事项{row % 7}") for row in range(2, 5002)]
    assert (5000, 0) == _added(database, rows)
    assert list(range(1, 5001)) == _ids(database)


def test_numbers_go_on_after_given_ids(database: Database) -> None:
    """Rows without ids get whole numbers after the largest there is; texts do not count."""
    _added(database, [record(2, 41), record(3, "9999")])
    _added(database, [record(2, item="开会"), record(3, item="调解")])
    assert [41, "9999", 42, 43] == _ids(database)


def test_number_and_text_are_different_ids(database: Database) -> None:
    """7 and 「7」 are two ids, and come back as they were."""
    assert (2, 0) == _added(database, [record(2, 7), record(3, "7")])
    assert [7, "7"] == _ids(database)


def test_same_id_other_content(database: Database) -> None:
    """An id that is recorded with other content is refused with both places and values."""
    _added(database, [record(2, 7, facts={"等级": "一等"})])
    later = record(5, 7, quantity=None, facts={"等级": "二等"}, file="四月.csv")
    found = _only(database.add_records([record(4, 6), later], run("四月.csv")))
    assert Code.ID_TWICE == found.code
    assert Cell("四月.csv", 5) == found.primary
    assert (Cell("记录.csv", 2),) == found.secondary
    assert [
        "quantity: recorded 1.5, now (empty)",
        "等级: recorded 一等, now 二等",
    ] == [str(note) for note in found.notes]
    assert [7] == _ids(database)


@pytest.mark.parametrize(
    ("column", "value", "note"),
    [
        ("item", "开会", "item: recorded 义务劳动, now 开会"),
        ("household", "李四", "household: recorded 张三, now 李四"),
        ("person", "小张", "person: recorded (empty), now 小张"),
        ("village", "", "village: recorded 洪河村, now (empty)"),
        ("quantity", 151, "quantity: recorded 1.5, now 1.51"),
        ("judged", 0, "judged points: recorded (empty), now 0"),
        ("event", "评比", "event: recorded (empty), now 评比"),
        ("status", Status.REJECTED, "status: recorded approved, now rejected"),
        ("facts", {"a": "b"}, "a: recorded (empty), now b"),
    ],
)
def test_every_column_is_content(database: Database, column: str, value: Any, note: str) -> None:
    """A difference in any one column is seen."""
    _added(database, [record(2, 7)])
    changed = attrs.evolve(record(2, 7), **{column: value})
    found = _only(database.add_records([changed], run()))
    assert (note,) == tuple(str(one) for one in found.notes)


def test_every_clash_is_listed(database: Database) -> None:
    """All clashes of a file are reported at once, also beyond a batch, and nothing is added."""
    _added(database, [record(row, row) for row in range(1, 5001)])
    rows = [
        record(row, row, quantity=99 if row in (1, 2500, 4999) else 150) for row in range(1, 5002)
    ]
    outcome = database.add_records(rows, run())
    assert [1, 2500, 4999] == [found.message.values["id"] for found in outcome.diagnostics]
    assert 5000 == len(_ids(database))


def test_id_twice_in_one_file(database: Database) -> None:
    """Two rows of one file with one id and different content name each other."""
    found = _only(database.add_records([record(2, 7), record(3, 7, item="开会")], run()))
    assert (Cell("记录.csv", 3), (Cell("记录.csv", 2),)) == (found.primary, found.secondary)


def test_given_id_meets_a_numbered_row(database: Database) -> None:
    """An id that we gave to a row without one is not free for another row."""
    _added(database, [record(2)])
    found = _only(database.add_records([record(2, 1, item="开会")], run()))
    assert "id 1 was given to a row of a file that had no ids" == str(found.message)


def test_numbers_too_large_to_keep(database: Database) -> None:
    """A number beyond SQLite's is a bad cell with its place, never a wrong or rounded number."""
    rows = [
        record(2, 2**63),
        record(3, 3, quantity=10**20),
        attrs.evolve(record(4, 4), judged=-(10**19)),
        record(5, 2**63 - 1),
    ]
    outcome = database.add_records(rows, run())
    assert [
        Cell("记录.csv", 2, "id", str(2**63)),
        Cell("记录.csv", 3, "quantity", "1000000000000000000"),
        Cell("记录.csv", 4, "points", "-100000000000000000"),
    ] == [found.primary for found in outcome.diagnostics]
    assert {Code.BAD_CELL} == {found.code for found in outcome.diagnostics}
    assert [] == _ids(database)


def test_records_of_a_village(database: Database) -> None:
    """A village's records are those that name it and those that name none (their household says)."""
    rows = [
        attrs.evolve(record(2, 1), village="甲村"),
        attrs.evolve(record(3, 2), village="乙村"),
        attrs.evolve(record(4, 3), village=""),
    ]
    _added(database, rows)
    assert [rows[0], rows[2]] == database.records("甲村").value
    assert rows == database.records().value


def test_values_are_never_sql(database: Database) -> None:
    """Quotes, semicolons and NULs in a cell are kept as they are."""
    nasty = "'); DROP TABLE record; --\x00\"?1:x"
    row = attrs.evolve(record(2, nasty, item=nasty), event=nasty, facts={nasty: nasty})
    _added(database, [row], nasty)
    assert [] == database.records(nasty).value
    assert [row] == database.records().value


def test_file_name_of_another_encoding(database: Database) -> None:
    """A file name whose bytes are no Unicode can be written down."""
    _added(database, [record(2)], "\udcbc\udcc7.csv")
    (back,) = database.records().value or []
    assert back.origin is not None
    assert "??.csv" == back.origin.file


_ITEMS = st.lists(st.sampled_from("甲乙丙"), max_size=12)


@given(earlier=_ITEMS, more=_ITEMS, cut=st.integers(1, 5))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_law_longer_files(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    earlier: list[str],
    more: list[str],
    cut: int,
) -> None:
    """A file and then a longer one hold what the longer one alone holds, in whatever batches."""
    monkeypatch.setattr(records, "_BATCH", cut)
    folder: Path = tmp_path_factory.mktemp("law")
    made = create(folder / "a.db").value
    assert made is not None
    with made:
        first = [record(row, item=item) for row, item in enumerate(earlier, 2)]
        longer = [*first, *(record(row, item=item) for row, item in enumerate(more, 50))]
        assert (len(first), 0) == _added(made, first)
        assert (len(more), len(first)) == _added(made, longer)
        assert (0, len(longer)) == _added(made, longer)
        assert [
            (number, *attrs.astuple(row, recurse=False)[1:-1])
            for number, row in enumerate(longer, 1)
        ] == [attrs.astuple(row, recurse=False)[:-1] for row in made.records().value or []]


def test_a_record_is_replaced_and_its_old_content_kept(database: Database) -> None:
    """By the id of a file; the order of entry stays, and what it said is written down."""
    _added(database, [record(2, 7, quantity=100), record(3, 8)])
    outcome = database.add_records([record(4, 7), record(5, 8)], run("改.csv"), replace=True)

    assert outcome.value is not None
    assert (0, 1, 1) == (
        outcome.value.added,
        outcome.value.replaced,
        outcome.value.already_there,
    )
    assert [record(4, 7), record(3, 8)] == database.records().value
    (kept,) = database.connection.execute(
        "SELECT old ->> 'quantity_hundredths', new ->> 'quantity_hundredths', old ->> 'file_row'"
        " FROM record_change"
    ).fetchall()
    assert (100, 150, 2) == kept


def test_a_number_that_we_gave_is_replaced_by_the_same_deed_alone(database: Database) -> None:
    """A file that has it as its own id may mean another record; the same day, item and people
    mean that one."""
    _added(database, [record(2), record(3, item="巡逻")])
    found = _only(database.add_records([record(2, 1, item="巡逻")], run("改.csv"), replace=True))
    refused = _only(database.add_records([record(2, 1, quantity=100)], run("改.csv")))
    replaced = database.add_records([record(2, 1, quantity=100)], run("改.csv"), replace=True)

    assert Code.ID_TWICE == found.code
    assert "ids up to 2 are taken: begin with 3, or put a letter in front of each" == str(
        found.help
    )
    assert "is it a correction? import the file again with --replace" == str(refused.help)
    assert ImportResult(1, 0, 1) == replaced.value
    assert [100, 150] == [one.quantity for one in database.records().value or []]


def test_a_row_without_id_beside_one_that_goes_on_counting(database: Database) -> None:
    """R427 where a recorded row is not in the file, but one that differs only in its status is."""
    withdrawn = attrs.evolve(record(3), status=Status.WITHDRAWN)
    _added(database, [record(2), record(3), record(4, item="巡逻")])
    outcome = database.add_records([record(2), withdrawn, record(4, item="巡逻")], run("改.csv"))
    again = database.add_records([record(2), withdrawn, record(4, item="巡逻")], run("改.csv"))
    (found,) = outcome.diagnostics

    assert (ImportResult(3, 1), Code.STILL_COUNTING) == (outcome.value, found.code)
    assert Cell("改.csv", 3) == found.primary
    assert ["row 3: record 2 (2025-03-04, 张三, 义务劳动) goes on counting"] == [
        str(note) for note in found.notes
    ]
    assert (ImportResult(3, 0), ()) == (again.value, again.diagnostics)


def test_what_does_not_count_needs_no_warning(database: Database) -> None:
    """A declared row that comes again as approved counts once, and so does a second equal deed."""
    declared = attrs.evolve(record(2), status=Status.DECLARED)
    _added(database, [declared, record(3, item="巡逻")])
    withdrawn = attrs.evolve(record(4, item="巡逻"), status=Status.WITHDRAWN)
    rows = [record(2), record(3, item="巡逻"), withdrawn]

    assert () == database.add_records(rows, run("改.csv")).diagnostics


def test_a_row_that_is_recorded_with_an_id_counts_twice_without(database: Database) -> None:
    """R427: a file that lost its column of ids."""
    _added(database, [record(2, "A-1")])
    outcome = database.add_records([record(2)], run("改.csv"))

    assert [Code.STILL_COUNTING] == [found.code for found in outcome.diagnostics]


def test_a_name_that_its_row_no_longer_has_is_withdrawn(database: Database) -> None:
    """Refused without `replace`; with it the record stays, withdrawn, with what it said."""
    people = [attrs.evolve(record(2, id), person=name) for id, name in ((7, "甲"), ("7#2", "乙"))]
    _added(database, people)
    refused = _only(database.add_records(people[:1], run("改.csv")))
    outcome = database.add_records(people[:1], run("改.csv"), replace=True)
    again = database.add_records(people[:1], run("改.csv"))

    assert "id 7 is recorded for 乙 too, and its row no longer names them" == str(refused.message)
    assert ImportResult(1, 0, 0, 1) == outcome.value
    assert [(7, Status.APPROVED), ("7#2", Status.WITHDRAWN)] == [
        (one.id, one.status) for one in database.records().value or []
    ]
    assert ImportResult(1, 0) == again.value
    assert ImportResult(2, 0, 1) == database.add_records(people, run("改.csv"), replace=True).value
