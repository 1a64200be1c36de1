"""The guard of CSV text, and the files that we write ourselves."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.intake.csv_file import csv_rows
from rulesengine.intake.findings import Findings
from rulesengine.intake.guard import Amount, guard, unguard, write_csv

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
MARKS = st.text("'=+-@＝＋－\uff20\t\r\n ,\"张a1", max_size=8)


@pytest.mark.parametrize("written", ["=1+1", "+1", "-1", "@a", "＝1", "\t1", "\r1", " =1", "'=1"])
def test_what_a_spreadsheet_would_run_is_guarded(written: str) -> None:
    """A quote in front makes it a text; a text that looks guarded gets one more."""
    assert f"'{written}" == guard(written)


@pytest.mark.parametrize("written", ["张三", "a-b", "1", "'张三", ""])
def test_other_texts_are_left_alone(written: str) -> None:
    """Nothing else changes."""
    assert written == guard(written)


@given(TEXTS | MARKS)
def test_the_guard_comes_off_as_it_went_on(written: str) -> None:
    """Law: taking the guard off gives the text, whatever it is."""
    assert written == unguard(guard(written))


@given(st.lists(st.lists(TEXTS | MARKS, min_size=2, max_size=2), max_size=5))
def test_a_table_that_we_write_is_read_back_the_same(rows: list[list[str]]) -> None:
    """Law: cells survive being written and read, line ends and quotation marks in them too."""
    written = io.StringIO(newline="")
    write_csv(written, ["a", "b"], rows)
    found = Findings("written.csv")

    read = list(csv_rows(written.getvalue().encode("utf-8-sig"), found))

    assert [] == found.listed
    assert [["a", "b"], *rows] == [[unguard(cell) for cell in row.cells] for row in read]


def test_numbers_and_dates_are_no_text(tmp_path: Path) -> None:
    """Negative amounts keep their sign, unguarded; nothing is written for None."""
    path = tmp_path / "out.csv"

    write_csv(
        path, ["户", "分"], [["-张三", Amount(-150)], [date(2025, 3, 1), -3], [None, Amount(0)]]
    )

    assert "\ufeff户,分\r\n'-张三,-1.5\r\n2025-03-01,-3\r\n,0\r\n" == path.read_bytes().decode(
        "utf-8"
    )


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where the rows end in an error, the file that was there is as it was."""
    path = tmp_path / "out.csv"
    path.write_text("before", encoding="utf-8")

    def rows() -> object:
        yield ["a"]
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        write_csv(path, ["x"], rows())  # type: ignore[arg-type]

    assert "before" == path.read_text(encoding="utf-8")
    assert [path] == list(tmp_path.iterdir())


def test_a_stream_keeps_its_own_encoding() -> None:
    """A pipe gets no byte order mark."""
    stream = io.StringIO(newline="")

    write_csv(stream, ["户"], [["=张三"]])

    assert [["户"], ["'=张三"]] == list(csv.reader(io.StringIO(stream.getvalue())))
