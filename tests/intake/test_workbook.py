"""XLSX: values, and cells that have none though they are not empty."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.rawrow import RawRecord
from rulesengine.intake import archive, survey
from rulesengine.intake.records import read_records
from rulesengine.intake.sheet import Sheet
from tests.intake.saying import FACTS, book_file, codes, csv_file, full_width, raw_book, said

HEADINGS = ("编号", "户", "日期", "事项", "数量")
RAW_HEADINGS = (
    '<row r="1"><c r="A1" t="str"><v>户</v></c><c r="B1" t="str"><v>日期</v></c>'
    '<c r="C1" t="str"><v>事项</v></c><c r="D1" t="str"><v>数量</v></c></row>'
)


def read_raw(folder: Path, rows: str, **parts: object) -> Outcome[Sheet[RawRecord]]:
    """Read a workbook with these rows under the usual headings."""
    path = folder / "records.xlsx"
    path.write_bytes(raw_book(RAW_HEADINGS + rows, **parts))  # type: ignore[arg-type]
    return read_records(path, ())


def cell(place: str, value: str, attributes: str = 't="str"') -> str:
    """A cell of XML."""
    return f'<c r="{place}" {attributes}><v>{value}</v></c>'


def start(row: int) -> str:
    """A row of XML whose first three cells are in order."""
    day = cell(f"B{row}", "2025-03-01")
    return f'<row r="{row}">{cell(f"A{row}", "张三")}{day}{cell(f"C{row}", "扫")}'


def test_a_workbook_says_the_same_as_a_csv_file(tmp_path: Path) -> None:
    """Numbers, texts and real dates give the records that a CSV file gives."""
    rows = [
        HEADINGS,
        (1, "张三", date(2025, 3, 1), "扫", 1.5),
        (2.0, "张三", datetime(2025, 3, 2), "扫", 0.1),  # noqa: DTZ001
        (3, "张三", "2025年3月3日", "扫", full_width("2")),
        (4, "张三", "2025.3.4", "扫", None),
    ]
    text = (
        "编号,户,日期,事项,数量\n1,张三,2025-03-01,扫,1.5\n2,张三,2025-03-02,扫,0.1\n"
        "3,张三,2025-03-03,扫,2\n4,张三,2025-03-04,扫,\n"
    )

    outcome = read_records(book_file(tmp_path, rows), ())

    assert [] == said(outcome)
    assert outcome.value is not None
    expected = read_records(csv_file(tmp_path, text), ()).value
    assert expected is not None
    assert expected.rows == outcome.value.rows
    assert [2, 3, 4, 5] == [row.origin.row for row in outcome.value.rows if row.origin]


def test_ids_that_are_text_keep_their_zeros(tmp_path: Path) -> None:
    """001 as text stays text, 12 as a number is 12."""
    day = date(2025, 3, 1)
    path = book_file(tmp_path, [HEADINGS, ("001", "a", day, "b"), (12.0, "a", day, "b")])

    outcome = read_records(path, ())

    assert outcome.value is not None
    assert ["001", 12] == [row.id for row in outcome.value.rows]


@pytest.mark.parametrize("number_format", [14, 22, 27, 28, 31, 36, 50, 57, 58])
def test_chinese_date_formats_are_dates(tmp_path: Path, number_format: int) -> None:
    """The formats that spreadsheets in Chinese use without writing them down."""
    day = cell("B2", "45717", 's="1"')
    rows = f'<row r="2">{cell("A2", "a")}{day}{cell("C2", "b")}</row>'

    outcome = read_raw(tmp_path, rows, styles=(0, number_format))

    assert outcome.value is not None
    assert date(2025, 3, 1) == outcome.value.rows[0].day


def test_what_is_no_day_in_a_date_column(tmp_path: Path) -> None:
    """A time of day, a time alone, a number without a date format: none is taken for a day."""
    path = book_file(
        tmp_path,
        [
            HEADINGS,
            (1, "a", datetime(2025, 3, 1, 14, 30), "b"),  # noqa: DTZ001
            (2, "a", time(14, 30), "b"),
            (3, "a", 45717, "b"),
        ],
    )

    assert [
        "R405 2 日期: 2025-03-01 14:30:00 is a time of day, not only a day",
        "R405 3 日期: 14:30:00 is no date",
        "R405 4 日期: 45717 is no date",
    ] == said(read_records(path, ()))


def test_a_date_where_a_name_should_stand(tmp_path: Path) -> None:
    """A spreadsheet turns the name 3-1 into a day."""
    path = book_file(tmp_path, [HEADINGS, (1, date(2025, 3, 1), date(2025, 3, 1), "b")])

    assert ["R405 2 户: 2025-03-01 is a date, and a name should stand here"] == said(
        read_records(path, ())
    )


def test_a_number_that_lost_digits_is_bad(tmp_path: Path) -> None:
    """An identity number typed as a number, a computed one with a long tail, what is no number."""
    rows = "".join(
        f"{start(row)}{cell(f'D{row}', value, '')}</row>"
        for row, value in enumerate(
            ["110101199001011234", "0.30000000000000004", "1e15", "NaN", "999999999999999"], 2
        )
    )

    assert [
        "R405 2 数量: the number has more digits than the 15 of a spreadsheet",
        "R405 3 数量: the number has more digits than the 15 of a spreadsheet",
        "R405 4 数量: the number has more digits than the 15 of a spreadsheet",
        "R405 5 数量: the number has more digits than the 15 of a spreadsheet",
        "R414 6 数量: 999999999999999 is not between 0 and 100000",
    ] == said(read_raw(tmp_path, rows))


def test_formulas_and_errors_are_never_empty(tmp_path: Path) -> None:
    """No value behind a formula, an error typed or computed: each cell with its reason."""
    values = {
        2: '<c r="D2"><f>1+1</f></c>',
        3: '<c r="D3"><f>1+1</f><v/></c>',
        4: '<c r="D4" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        5: '<c r="D5" t="e"><v>#N/A</v></c>',
        6: '<c r="D6"><f>1+1</f><v>2</v></c>',
        7: '<c r="D7" t="str"><f>""</f><v></v></c>',
    }
    rows = "".join(f"{start(row)}{value}</row>" for row, value in values.items())

    outcome = read_raw(tmp_path, rows)

    assert [
        "R405 2 数量: the cell is a formula without a value",
        "R405 3 数量: the cell is a formula without a value",
        "R405 4 数量: the cell holds the error #DIV/0!",
        "R405 5 数量: the cell holds the error #N/A",
    ] == said(outcome)


def test_formulas_with_values_are_taken(tmp_path: Path) -> None:
    """What a spreadsheet kept of a formula counts, an empty text as empty."""
    rows = (
        f'{start(2)}<c r="D2"><f>1+1</f><v>2</v></c></row>'
        f'{start(3)}<c r="D3" t="str"><f>""</f><v></v></c></row>'
    )

    outcome = read_raw(tmp_path, rows)

    assert outcome.value is not None
    assert [200, None] == [row.quantity for row in outcome.value.rows]


def test_a_formula_written_by_a_program_has_no_value(tmp_path: Path) -> None:
    """A file that no spreadsheet has opened yet knows no results."""
    path = book_file(tmp_path, [HEADINGS, (1, "a", date(2025, 3, 1), "b", "=1+1")])

    assert ["R405 2 数量: the cell is a formula without a value"] == said(read_records(path, ()))


def test_merged_cells_are_bad_in_every_row(tmp_path: Path) -> None:
    """The value of a merge belongs to no single row; merges beside the table are nobody's."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, (1, "a", "2025-03-01", "b", 1), (2, None, "2025-03-02", "b", 1)):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("H1:J3")
    path = tmp_path / "records.xlsx"
    book.save(path)

    outcome = read_records(path, ())

    assert [
        "R405 2 户: the cell is part of merged cells",
        "R405 3 户: the cell is part of merged cells",
    ] == said(outcome)
    assert "a" == outcome.diagnostics[0].primary.value  # type: ignore[union-attr]


def test_a_merged_title_is_one_mistake(tmp_path: Path) -> None:
    """The usual title above the headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("2025年积分表",), HEADINGS, (1, "a", "2025-03-01", "b", 1)):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    path = tmp_path / "records.xlsx"
    book.save(path)

    outcome = read_records(path, ())

    assert ["R405 1: row 1 looks like a title, not like headings"] == said(outcome)
    assert "take row 1 out, so that the headings become the first row" == str(
        outcome.diagnostics[0].help
    )


def test_a_table_may_begin_anywhere(tmp_path: Path) -> None:
    """Empty rows above and empty columns before it; row numbers are those of the sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for place, value in {"C5": "户", "D5": "日期", "E5": "事项"}.items():
        sheet[place] = value
    for place, value in {"C7": "a", "D7": "x", "E7": "b"}.items():
        sheet[place] = value
    path = tmp_path / "records.xlsx"
    book.save(path)

    assert ["R405 7 日期: x is no date"] == said(read_records(path, ()))


def test_a_million_empty_rows_are_harmless(tmp_path: Path) -> None:
    """Rows that only have a format hold nothing; neither do a few before the last one."""
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(3, 100_000))
    rows = f"{start(2)}</row>{empty}{start(1_000_000)}</row>"

    outcome = read_raw(tmp_path, rows)

    assert outcome.value is not None
    assert [2, 1_000_000] == [row.origin.row for row in outcome.value.rows if row.origin]


def test_cells_too_far_apart_are_refused(tmp_path: Path) -> None:
    """One cell in the last corner must not take all memory."""
    rows = f'{start(2)}</row><row r="1048576">{cell("XFD1048576", "x")}</row>'

    assert [
        "R401 0: the cells of sheet S lie too far apart: 1048576 rows and 16384 columns"
    ] == said(read_raw(tmp_path, rows))


def test_texts_that_fill_all_memory_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One long text that a million cells share is small in the file and large outside."""
    monkeypatch.setattr(survey, "_MOST_TEXT", 9_999)
    shared = cell("D2", "0", 't="s"')

    outcome = read_raw(tmp_path, f"{start(2)}{shared}</row>", shared=["x" * 10_000])

    assert ["R401 0: the texts of sheet S are too long"] == said(outcome)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the parts say of their size is added up before any is unpacked."""
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 10)
    path = book_file(tmp_path, [HEADINGS])

    assert ["R401 0: the workbook unpacks to 0 MiB"] == said(read_records(path, ()))


def test_too_many_flaws_and_merges_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither list grows with the file without end."""
    monkeypatch.setattr(survey, "MOST_FLAWS", 1)
    monkeypatch.setattr(survey, "MOST_MERGED_ROWS", 1)
    flawed = "".join(f'<row r="{row}"><c r="A{row}"><f>1</f></c></row>' for row in (2, 3))
    merged = '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>'

    assert ["R401 0: more than 1 rows hold cells without a value"] == said(
        read_raw(tmp_path, flawed)
    )
    assert ["R401 0: sheet S has too many merged cells"] == said(
        read_raw(tmp_path, f"{start(4)}</row>", after=merged)
    )


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    """No workbook has one; it is how a small file names a huge text."""
    path = tmp_path / "records.xlsx"
    packed = io.BytesIO(raw_book(RAW_HEADINGS))
    with zipfile.ZipFile(packed) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode("utf-8")
            after.writestr(name, content.replace("?>", "?><!DOCTYPE a [<!ENTITY b 'c'>]>", 1))

    assert ["R401 0: the workbook holds what no workbook needs (a document type)"] == said(
        read_records(path, ())
    )


def sheets(folder: Path, tables: Sequence[tuple[str, Sequence[Sequence[object]], str]]) -> Path:
    """A workbook of several sheets: name, rows, visible or hidden."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows, state in tables:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    path = folder / "records.xlsx"
    book.save(path)
    return path


ROWS = [HEADINGS, (1, "a", date(2025, 3, 1), "b", 1)]


def test_the_first_sheet_with_anything_in_it_is_read(tmp_path: Path) -> None:
    """Empty and hidden sheets are passed over without a word; others with a warning."""
    hidden = [("空", [], "visible"), ("名单", [("x",)], "hidden"), ("记录", ROWS, "visible")]
    quiet = read_records(sheets(tmp_path, hidden), ())
    loud = read_records(sheets(tmp_path, [*hidden, ("说明", [("x",)], "visible")]), ())

    assert quiet.value is not None
    assert [] == said(quiet)
    assert loud.value == quiet.value
    assert ["R423 0: only sheet 记录 was read; left out: 说明"] == said(loud)


def test_a_workbook_without_anything_in_it(tmp_path: Path) -> None:
    """There is nothing to read."""
    path = sheets(tmp_path, [("空", [], "visible"), ("名单", ROWS, "hidden")])

    assert ["R401 0: no sheet of the workbook has anything in it"] == said(read_records(path, ()))


def test_a_broken_workbook_says_so(tmp_path: Path) -> None:
    """Half a file, a zip that is no workbook, a sheet that is no XML."""
    whole = raw_book(RAW_HEADINGS)
    (tmp_path / "half.xlsx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as other:
        other.writestr("a.txt", "x")
    (tmp_path / "xml.xlsx").write_bytes(raw_book("<row>"))

    assert [["R401 0: the workbook is broken"]] * 3 == [
        said(read_records(tmp_path / name, ())) for name in ("half.xlsx", "other.xlsx", "xml.xlsx")
    ]


@given(st.data())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200
)
def test_a_workbook_with_broken_bytes_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    """Any byte changed anywhere: rows, or a reason."""
    whole = bytearray(raw_book(f"{RAW_HEADINGS}{start(2)}</row>"))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    path = tmp_path / "records.xlsx"
    path.write_bytes(whole)

    outcome = read_records(path, FACTS)

    assert outcome.value is not None or codes(outcome)


XML_PIECES = st.lists(
    st.sampled_from(
        [
            '<row r="2">', '<row r="x">', "<row>", "</row>", '<c r="A2">', "<c>", '<c r="ZZZ9999999">',
            '<c r="A2" t="e">', '<c r="A2" t="s">', '<c r="A2" t="d">', "</c>", "<v>1</v>", "<v>-1</v>",
            "<v>x</v>", "<f>1</f>", "<is><t>户</t></is>", "<v/>", '<mergeCell ref="A1:B9"/>',
            '<mergeCell ref="B9:A1"/>', '<c r="A0"/>', '<c r="B2" s="99"><v>1</v></c>',
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(XML_PIECES)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300
)
def test_a_sheet_of_any_xml_never_raises(tmp_path: Path, rows: str) -> None:
    """XML that no spreadsheet writes: rows, or a reason."""
    outcome = read_raw(tmp_path, rows)

    assert outcome.value is not None or codes(outcome)
