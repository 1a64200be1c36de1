"""Records from CSV files: what is taken, and every mistake with its place."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesengine.app.csv_text import MARK, Amount, lines
from rulesengine.core.diagnostic import Cell
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import Status
from rulesengine.intake.records import read_records
from tests.intake.saying import FACTS, codes, csv_file, said

GOOD = """编号,村,户,人,日期,事项,数量,评定分,事由,状态,级别
1,洪河村,张三,李四,2025-03-01,清扫门前,1.5,,,通过,省级
002,洪河村,张三,,2025/3/2,表彰,,12,植树节,,
"""


def test_records_come_in_the_order_of_the_rows(tmp_path: Path) -> None:
    """Every column is read; what is empty is not given; facts stay as written."""
    path = csv_file(tmp_path, GOOD)

    outcome = read_records(path, FACTS)

    assert [
        "R428 3 状态: the status of one row is empty: it is taken as declared and earns nothing yet"
    ] == said(outcome)
    assert outcome.value is not None
    assert outcome.value.ids_given
    assert (
        RawRecord(
            1, date(2025, 3, 1), "清扫门前", "张三", "李四", "洪河村", 150, None, "",
            Status.APPROVED, {"级别": "省级"},
        ),
        RawRecord(
            "002", date(2025, 3, 2), "表彰", "张三", "", "洪河村", None, 1200, "植树节",
            Status.DECLARED, {},
        ),
    ) == outcome.value.rows  # fmt: skip
    assert [Cell(str(path), 2), Cell(str(path), 3)] == [row.origin for row in outcome.value.rows]


def test_the_shortest_file_needs_three_columns(tmp_path: Path) -> None:
    """Only whose it is, the date and the item are needed; without a status column all count."""
    outcome = read_records(csv_file(tmp_path, "date,item,person\n2025-03-01,a,b\n"), ())

    assert outcome.value is not None
    assert (RawRecord(None, date(2025, 3, 1), "a", person="b"),) == outcome.value.rows
    assert not outcome.value.ids_given


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_makes_no_difference(tmp_path: Path, encoding: str) -> None:
    """UTF-8 with and without a mark, UTF-16 and GB18030 give the same records."""
    expected = read_records(csv_file(tmp_path, GOOD), FACTS).value

    outcome = read_records(csv_file(tmp_path, GOOD, encoding), FACTS)

    assert outcome.value is not None
    assert expected == outcome.value


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    """The heading is row 1; blank rows count, and are passed over."""
    text = "户,日期,事项\n\n,,\n张三,2025-03-01,清扫\n  , ,\n张三,昨天,清扫\n"

    outcome = read_records(csv_file(tmp_path, text), ())

    assert ["R405 6 日期: 昨天 is no date"] == said(outcome)


def test_every_bad_cell_is_listed(tmp_path: Path) -> None:
    """One mistake never hides another, and one row may hold several."""
    text = (
        "编号,户,日期,事项,数量,评定分,状态,级别,工时\n"
        "1,张三,2025-02-30,清扫,一,,通过,,\n"
        '2,张三,2025-03-01,清扫,"1,000",,同意,市级,1.234\n'
        "3,,2025-03-01,,1,,通过,,\n"
        "4,张\u200b三,,清扫,1,x,通过,,\n"
    )

    outcome = read_records(csv_file(tmp_path, text), FACTS)

    assert outcome.value is None
    assert [
        "R405 2 日期: the calendar has no day 2025-02-30",
        "R405 2 数量: 一 is no number",
        "R405 3 数量: 1,000 is no number",
        "R405 3 状态: 同意 is no status",
        "R405 3 级别: 市级 is no value of 级别",
        "R405 3 工时: 1.234 has more than two decimals",
        "R406 4 事项: the cell of 事项 is empty",
        "R406 4 户: the row names neither a household nor a person",
        "R406 5 日期: the cell of 日期 is empty",
        "R405 5 户: the text holds a character that nobody sees (U+200B)",
        "R405 5 评定分: x is no number",
    ] == said(outcome)


def test_amounts_out_of_range_are_reported_and_the_rows_given(tmp_path: Path) -> None:
    """The record alone is in error, so scoring can go on without it."""
    text = (
        "户,日期,事项,数量,评定分\n张三,2025-03-01,清扫,-1,\n张三,2025-03-01,清扫,100000.01,\n"
        "张三,2025-03-01,表彰,,-0.01\n张三,2025-03-01,表彰,,1000001\n张三,2025-03-01,清扫,100000,\n"
    )

    outcome = read_records(csv_file(tmp_path, text), ())

    assert [
        "R414 2 数量: -1 is not between 0 and 100000",
        "R414 3 数量: 100000.01 is not between 0 and 100000",
        "R416 4 评定分: -0.01 is not between 0 and 1000000",
        "R416 5 评定分: 1000001 is not between 0 and 1000000",
    ] == said(outcome)
    assert outcome.value is not None
    assert [-100, 10_000_001, None, None, 10_000_000] == [
        row.quantity for row in outcome.value.rows
    ]


def test_ids_are_for_every_row_or_for_none(tmp_path: Path) -> None:
    """All rows without an id are listed; an id column that is empty throughout is none."""
    text = "id,户,日期,事项\n1,张三,2025-03-01,a\n,张三,2025-03-01,a\n,张三,2025-03-01,a\n"
    outcome = read_records(csv_file(tmp_path, text), ())
    empty = read_records(csv_file(tmp_path, text.replace("\n1,", "\n,")), ())

    assert ["R407 3: 2 of 3 rows have no id"] == said(outcome)
    assert [4] == [
        place.row for place in outcome.diagnostics[0].secondary if isinstance(place, Cell)
    ]
    assert empty.value is not None
    assert [None] * 3 == [row.id for row in empty.value.rows]


def test_an_id_stands_once(tmp_path: Path) -> None:
    """Both rows are named; 1 and 01 are two ids."""
    text = "id,户,日期,事项\n1,张三,2025-03-01,a\n01,张三,2025-03-01,a\n1,张三,2025-03-01,a\n"

    outcome = read_records(csv_file(tmp_path, text), ())

    assert ["R408 4 id: id 1 stands in row 2 and in row 4"] == said(outcome)
    assert (Cell(str(tmp_path / "records.csv"), 2, "id", "1"),) == outcome.diagnostics[0].secondary


def test_a_bad_id_is_no_missing_one(tmp_path: Path) -> None:
    """One mistake, one message, also where the same bad id comes twice."""
    text = (
        f"id,户,日期,事项\n1,a,2025-03-01,a\n{'9' * 30},a,2025-03-01,a\n{'9' * 30},a,2025-03-01,a\n"
    )

    assert ["R405", "R405"] == codes(read_records(csv_file(tmp_path, text), ()))


def test_a_row_that_is_too_long_is_bad(tmp_path: Path) -> None:
    """A comma that nobody meant shifts the cells behind it; empty cells behind are harmless."""
    text = "户,日期,事项\n张三,2025-03-01,扫,地\n张三,2025-03-01,扫,,\n张三,2025-03-01\n"

    outcome = read_records(csv_file(tmp_path, text), ())

    assert [
        "R405 2: something stands in column 4, which has no heading",
        "R406 4 事项: the cell of 事项 is empty",
    ] == said(outcome)


def test_a_cell_under_an_empty_heading_is_bad(tmp_path: Path) -> None:
    """Unless unknown columns are passed over."""
    path = csv_file(tmp_path, "户,,日期,事项\n张三,什么,2025-03-01,扫\n")

    assert ["R405 2: something stands in column 2, which has no heading"] == said(
        read_records(path, ())
    )
    assert [] == said(read_records(path, (), ignore_columns=True))


def test_our_own_guard_is_taken_off(tmp_path: Path) -> None:
    """Names that a spreadsheet would run come back as they were."""
    path = tmp_path / "written.csv"
    row = ["=张三", date(2025, 3, 1), "－清扫", Amount(150)]
    path.write_text("".join(lines(["户", "日期", "事项", "数量"], [row])), encoding="utf-8")

    outcome = read_records(path, ())

    assert outcome.value is not None
    row = outcome.value.rows[0]
    assert ("=张三", "－清扫", 150) == (row.household, row.item, row.quantity)


def test_a_file_with_headings_alone_has_no_records(tmp_path: Path) -> None:
    """Nothing happened yet: that is no mistake."""
    outcome = read_records(csv_file(tmp_path, "户,日期,事项\n"), ())

    assert outcome.value is not None
    assert () == outcome.value.rows


def test_of_many_mistakes_a_thousand_are_listed(tmp_path: Path) -> None:
    """Memory stays bounded, and the others are counted."""
    text = "户,日期,事项\n" + "张三,x,扫\n" * 1200

    outcome = read_records(csv_file(tmp_path, text), ())

    assert 1001 == len(outcome.diagnostics)
    assert "R420 0: 200 more mistakes in this file are not listed" == said(outcome)[-1]


NAMES = st.text("张三李四'=+-@ab,\"\n", min_size=1, max_size=6).filter(
    lambda name: name == name.strip() and "\n" not in name
)
AMOUNTS = st.integers(0, 10_000_000)


@given(st.lists(st.tuples(NAMES, st.dates(), NAMES, AMOUNTS, NAMES), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_records_that_we_write_are_read_back_the_same(
    tmp_path: Path, rows: list[tuple[str, date, str, int, str]]
) -> None:
    """Law: writing records and reading them changes nothing."""
    path = tmp_path / "written.csv"
    written = lines(
        ["household", "date", "item", "quantity", "event"],
        [[one, day, item, Amount(amount), event] for one, day, item, amount, event in rows],
    )
    path.write_text(MARK + "".join(written), encoding="utf-8")

    outcome = read_records(path, ())

    assert outcome.value is not None, said(outcome)
    assert rows == [
        (row.household, row.day, row.item, row.quantity, row.event) for row in outcome.value.rows
    ]


@given(st.binary(max_size=300), st.sampled_from(["records.csv", "records.xlsx", "records"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_bytes_of_any_kind_never_raise(tmp_path: Path, data: bytes, name: str) -> None:
    """Whatever stands in a file, reading it ends with rows or with a reason."""
    path = tmp_path / name
    path.write_bytes(data)

    outcome = read_records(path, FACTS)

    assert outcome.value is not None or codes(outcome)


LINES = st.lists(
    st.lists(
        st.sampled_from(
            [
                "户",
                "日期",
                "事项",
                "id",
                "级别",
                "张三",
                "2025-03-01",
                "x",
                "",
                '"',
                "=1",
                "1",
                "１",
                "\r",
                "\0",
            ]
        ),
        max_size=6,
    ).map(",".join),
    max_size=6,
).map("\n".join)


@given(LINES, st.sampled_from(["utf-8", "gb18030", "utf-16"]), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_tables_of_any_kind_never_raise(
    tmp_path: Path, text: str, encoding: str, unknown: bool
) -> None:
    """Tables that are nearly right never raise either, with or without a policy."""
    path = csv_file(tmp_path, text, encoding)

    outcome = read_records(path, None if unknown else FACTS, ignore_columns=unknown)

    assert outcome.value is not None or codes(outcome)


def test_points_of_several_judges(tmp_path: Path) -> None:
    """、 and ; stand between the points of several; one number is one judge, an empty cell nobody."""
    text = "户,日期,事项,评定分\n" + "".join(
        f"张三,2025-03-01,评,{cell}\n" for cell in ("8、9.5、７", "8;9", "8", "")
    )

    outcome = read_records(csv_file(tmp_path, text), FACTS)

    assert outcome.value is not None
    assert [
        (None, (800, 950, 700)), (None, (800, 900)), (800, ()), (None, ()),
    ] == [(row.judged, row.judgings) for row in outcome.value.rows]  # fmt: skip


def test_points_of_several_judges_otherwise_apart(tmp_path: Path) -> None:
    """A comma may belong to a number, so it is not guessed at; the way out shows what to write."""
    outcome = read_records(
        csv_file(tmp_path, '户,日期,事项,评定分\n张三,2025-03-01,评,"8,9,7"\n'), FACTS
    )

    assert ["R405 2 评定分: 8,9,7 is no number"] == said(outcome)
    assert "8、9、7" in str(outcome.diagnostics[0].help)
