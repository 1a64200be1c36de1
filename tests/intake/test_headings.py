"""Headings: known ones in any dress, unknown, repeated and missing ones with a way out."""

from pathlib import Path

import pytest

from rulesengine.intake.membership import read_people
from rulesengine.intake.records import read_records
from tests.intake.saying import FACTS, codes, csv_file, full_width, said


@pytest.mark.parametrize(
    "headings",
    [
        "事项,日期,户,数量", "item,date,household,quantity", " Item , DATE,HouseHold,数 量",
        ",".join(full_width(name) for name in ("item", "date", "household", "quantity")), '"事\n项",日期,户,数量',
    ],
)  # fmt: skip
def test_a_heading_is_known_in_any_dress(tmp_path: Path, headings: str) -> None:
    """Chinese or English, any order, spaces, full-width letters, any case, a line end inside."""
    path = csv_file(tmp_path, f"{headings}\n扫,2025-03-01,张三,2\n")

    outcome = read_records(path, ())

    assert [] == said(outcome)
    assert outcome.value is not None
    row = outcome.value.rows[0]
    assert ("扫", "张三", 200) == (row.item, row.household, row.quantity)


def test_a_fact_is_headed_by_either_of_its_names(tmp_path: Path) -> None:
    """The name of the other language, in any case, and a space more or less."""
    path = csv_file(tmp_path, "person,household,PartyMember\n李四,张三,是\n")

    outcome = read_people(path, FACTS)

    assert outcome.value is not None
    assert {"PartyMember": "是"} == outcome.value.rows[0].facts


def test_an_unknown_heading_stops_the_file(tmp_path: Path) -> None:
    """It says what it may have meant; whose fact it is; or how to go on."""
    path = csv_file(tmp_path, "户,日期,事项,评定,党员,wxyz\n张三,2025-03-01,扫,,,\n")

    outcome = read_records(path, FACTS)

    assert outcome.value is None
    assert [
        ("R403 1 评定: 评定 is neither a column nor a fact of the policy", "did you mean 评定分?"),
        (
            "R403 1 党员: 党员 is neither a column nor a fact of the policy",
            "it is a fact of people: it belongs into the people file",
        ),
        (
            "R403 1 wxyz: wxyz is neither a column nor a fact of the policy",
            "correct the heading, or leave such columns out with --ignore-columns",
        ),
    ] == list(zip(said(outcome), (str(one.help) for one in outcome.diagnostics), strict=True))


@pytest.mark.parametrize(
    ("heading", "way_out"),
    [
        ("序号", "points do not come from it: --ignore-columns leaves such columns out"),
        ("经办人", "points do not come from it: --ignore-columns leaves such columns out"),
        ("次数", "did you mean 数量?"),
        ("姓名", "did you mean 人?"),
        ("户主姓名", "correct the heading, or leave such columns out with --ignore-columns"),
    ],
)
def test_other_words_for_columns(tmp_path: Path, heading: str, way_out: str) -> None:
    """What sheets call our columns is understood; a column that is there is not proposed."""
    path = csv_file(tmp_path, f"户,日期,事项,{heading}\n张三,2025-03-01,扫,1\n")

    (found,) = read_records(path, FACTS).diagnostics

    assert way_out == str(found.help)


def test_totals_and_signatures_are_one_mistake_each(tmp_path: Path) -> None:
    """What closes a printed sheet is to be taken out, and is told once a row."""
    path = csv_file(tmp_path, "户,日期,事项\n张三,2025-03-01,扫\n合计,,\n制表人：王会计,,\n")

    assert [
        "R405 3: the row looks like a total or a signature",
        "R405 4: the row looks like a total or a signature",
    ] == said(read_records(path, FACTS))


def test_unknown_columns_may_be_passed_over(tmp_path: Path) -> None:
    """With the option their cells are not even looked at, though two have one heading."""
    path = csv_file(tmp_path, "户,日期,事项,备注,备注\n张三,2025-03-01,扫,\u200ba\u200bb,\n")

    outcome = read_records(path, FACTS, ignore_columns=True)

    assert [] == said(outcome)
    assert outcome.value is not None
    assert {} == outcome.value.rows[0].facts


def test_without_a_policy_unknown_headings_are_facts(tmp_path: Path) -> None:
    """One warning names them, and what one may have meant; the text is kept as written."""
    path = csv_file(tmp_path, "户,日期,事项,级别,数目\n张三,2025-03-01,扫,省级,\n")

    outcome = read_records(path, None)

    assert ["R422 1: taken as facts, unchecked: 级别, 数目"] == said(outcome)
    assert ["if 数目 means 数量, correct the heading"] == [
        str(note) for note in outcome.diagnostics[0].notes
    ]
    assert outcome.value is not None
    assert {"级别": "省级"} == outcome.value.rows[0].facts


def test_a_column_stands_once(tmp_path: Path) -> None:
    """Two names of one column are the same column, and so are two names of one fact."""
    path = csv_file(tmp_path, "户,日期,事项,Date,级别,level,户\n张三,2025-03-01,扫,,,,\n")

    assert [
        "R404 1 Date: 日期 and Date are the same column",
        "R404 1 level: 级别 and level are the same column",
        "R404 1 户: the column 户 is there twice",
    ] == said(read_records(path, FACTS))


def test_missing_columns_are_each_named(tmp_path: Path) -> None:
    """By both names, so that either can be added."""
    path = csv_file(tmp_path, "事项\n扫\n")

    assert [
        "R402 1: there is none of the columns household/户, person/人",
        "R402 1: there is no column date/日期",
    ] == said(read_records(path, FACTS))


@pytest.mark.parametrize(
    ("text", "help"),
    [
        (
            "2025年洪河村积分表\n户,日期,事项\n",
            "take row 1 out, so that the headings become the first row",
        ),
        (
            "户，日期，事项\n张三，2025-03-01，扫\n",
            "separate the columns with the ASCII comma (,), not with ，",
        ),
    ],
)
def test_a_first_row_without_any_heading_is_one_mistake(
    tmp_path: Path, text: str, help: str
) -> None:
    """A title above the headings, or the wrong comma between them, is said to be that."""
    outcome = read_records(csv_file(tmp_path, text), FACTS)

    assert ["R402"] == codes(outcome)
    assert help == str(outcome.diagnostics[0].help)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """No spreadsheet has more."""
    path = csv_file(tmp_path, "户,日期,事项" + "," * 16_384 + "\n")

    assert ["R401 1: the file has more than 16384 columns"] == said(read_records(path, FACTS))
