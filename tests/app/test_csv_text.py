"""CSV text as the shells write it, and that our own reader gets the same out of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rulesengine.app.csv_text import MARK, Amount, lines
from rulesengine.core.guard import unguard
from rulesengine.intake.csv_file import csv_rows
from rulesengine.intake.findings import Findings
from tests.core.test_guard import MARKS, TEXTS


@given(st.lists(st.lists(TEXTS | MARKS, min_size=2, max_size=2), max_size=5))
def test_a_table_that_we_write_is_read_back_the_same(rows: list[list[str]]) -> None:
    """Law: cells survive being written and read, line ends and quotation marks in them too."""
    written = MARK + "".join(lines(["a", "b"], rows))
    found = Findings("written.csv")

    read = list(csv_rows(written.encode("utf-8"), found))

    assert [] == found.listed
    assert [["a", "b"], *rows] == [[unguard(cell) for cell in row.cells] for row in read]


def test_numbers_and_dates_are_no_text() -> None:
    """Negative amounts keep their sign, unguarded; nothing is written for None."""
    rows = [["-张三", Amount(-150)], [date(2025, 3, 1), -3], [None, Amount(0)]]

    assert ["户,分\n", "'-张三,-1.5\n", "2025-03-01,-3\n", ",0\n"] == list(
        lines(["户", "分"], rows)
    )


def test_csv_lines_are_quoted_where_they_must() -> None:
    """A comma or a line break in a name stays inside its cell."""
    assert ["a,b\n", '"张,三","李\n四"\n'] == list(lines(("a", "b"), [("张,三", "李\n四")]))
