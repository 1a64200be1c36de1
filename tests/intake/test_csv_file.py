"""CSV: separators, quotation marks, and files that cannot be cut into cells."""

import pytest

from rulesengine.intake.csv_file import csv_rows
from rulesengine.intake.findings import Findings


def cells(text: str) -> list[list[str]]:
    """The cells of a text that is in order."""
    found = Findings("f")
    rows = [row.cells for row in csv_rows(text.encode(), found)]
    assert [] == found.listed
    return rows


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_the_heading_line_shows_what_separates(mark: str) -> None:
    """Comma, tab or semicolon."""
    assert [["户", "日期"], ["张三", "x"]] == cells(f"户{mark}日期\n张三{mark}x\n")


def test_a_comma_in_the_headings_comes_first() -> None:
    """Other marks are then part of cells, and so is what stands in quotation marks."""
    assert [["户", "备注;其他"], ["a;b", "c\td"]] == cells("户,备注;其他\na;b,c\td\n")
    assert [["户,村", "日期"]] == cells('"户,村"\t日期\n')


def test_quotation_marks_hold_commas_and_line_ends() -> None:
    """As spreadsheets write them; a cell over two lines is one row."""
    found = Findings("f")
    rows = list(csv_rows(b'a,b\r\n"x,\n""y""",2\r\nz,3', found))

    assert [["a", "b"], ['x,\n"y"', "2"], ["z", "3"]] == [row.cells for row in rows]
    assert [1, 2, 3] == [row.number for row in rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    """Old and new line ends separate rows."""
    assert [["a"], ["1"], ["2"]] == cells(f"a{end}1{end}2{end}")


@pytest.mark.parametrize(
    "text", ['a,b\n1,2\n"3,4\n5,6\n', 'a,b\n1,2\n"3"x,4\n', "a,b\n1,2\n" + "x" * 200_000 + ",4\n"]
)
def test_a_file_that_cannot_be_cut_names_the_row(text: str) -> None:
    """A quotation mark that is not closed, one in the wrong place, a cell without end."""
    found = Findings("f")
    rows = list(csv_rows(text.encode(), found))

    assert 2 == len(rows)
    assert ["from row 3 on the file cannot be cut into cells"] == [
        str(one.message) for one in found.listed
    ]
