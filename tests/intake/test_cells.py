"""Cells one by one: dates, numbers, ids, names, facts."""

from datetime import date

import pytest

from rulesengine.core.facts import FactValue
from rulesengine.core.record import RecordId, Status
from rulesengine.intake.cells import (
    Bad,
    clean,
    read_day,
    read_fact,
    read_id,
    read_name,
    read_number,
    read_status,
    read_text,
)
from tests.intake.saying import CHECKED, FINISHED, HOURS, LEVEL, full_width


def why(value: object) -> str:
    """The reason why a cell is bad."""
    assert isinstance(value, Bad), value
    return str(value.message)


def way_out(value: object) -> str:
    """What to do about a bad cell."""
    assert isinstance(value, Bad), value
    return str(value.help)


@pytest.mark.parametrize(
    "written",
    [
        "2025-03-01", "2025-3-1", "2025/3/1", "2025.3.1", "2025.03.01", "2025年3月1日",
        "2025年03月01日", "2025 年 3 月 1 日", "2025年3月1号", full_width("2025-03-01"),
        full_width("2025年3月1日"), full_width("2025.3.1"), "2025/3/1 0:00", "2025-03-01 00:00:00",
        "2025-03-01T00:00:00",
    ],
)  # fmt: skip
def test_a_date_may_be_written_in_these_ways(written: str) -> None:
    """Dashes, slashes, points, Chinese words, full-width digits, midnight: all the same day."""
    assert date(2025, 3, 1) == read_day(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2025-02-30", "the calendar has no day 2025-02-30"),
        ("2025-13-01", "the calendar has no day 2025-13-01"),
        ("0000-01-01", "the calendar has no day 0000-01-01"),
        ("25-03-01", "25-03-01 is no date"),
        ("2025-03/01", "2025-03/01 is no date"),
        ("2025-03", "2025-03 is no date"),
        ("三月一日", "三月一日 is no date"),
        ("2025-03-01 14:30", "2025-03-01 14:30 is a time of day, not only a day"),
        ("²⁰²⁵-03-01", "²⁰²⁵-03-01 is no date"),
    ],
)
def test_what_is_no_date_is_said_to_be_none(written: str, reason: str) -> None:
    """No date is guessed from a text that the calendar or the form does not allow."""
    assert reason == why(read_day(written))


def test_a_date_without_marks_is_shown_with_them() -> None:
    """The way out of 20250301 is written out."""
    assert "write it with marks between, like 2025-03-01" == way_out(read_day("20250301"))


def test_a_spreadsheet_date_without_its_format_is_recognised() -> None:
    """45717 is what a date cell becomes when its format is lost."""
    assert "give the cell a date format in the spreadsheet" == way_out(read_day("45717"))


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [
        ("0", 0), ("2", 200), ("1.5", 150), ("0.05", 5), ("1.50", 150), ("1.5000", 150),
        (".5", 50), ("+3", 300), ("-5", -500), ("-0", 0), (full_width("1.5"), 150), (full_width("-5"), -500),
        ("100000", 10_000_000),
    ],
)  # fmt: skip
def test_a_number_is_exact(written: str, hundredths: int) -> None:
    """Numbers are whole hundredths, zeros behind them make no difference."""
    assert hundredths == read_number(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("1.005", "1.005 has more than two decimals"),
        ("1e3", "1e3 is no number"),
        ("5²", "5² is no number"),
        ("①", "① is no number"),
        ("½", "½ is no number"),
        ("五", "五 is no number"),
        ("1 000", "1 000 is no number"),
        ("--1", "--1 is no number"),
        ("nan", "nan is no number"),
        ("9" * 19, "9999999999999999999 is too large"),
    ],
)
def test_what_is_no_number_is_said_to_be_none(written: str, reason: str) -> None:
    """Nothing is rounded and nothing is guessed; ² never becomes a digit."""
    assert reason == why(read_number(written))


@pytest.mark.parametrize("written", ["1,000", "１，０００", "12,345,678.5"])
def test_a_separator_is_not_guessed_at(written: str) -> None:
    """1,000 could be one and no decimals: the clerk decides."""
    bad = read_number(written)

    assert f"{written} is no number" == why(bad)
    assert way_out(bad).startswith("write it without commas: 1")


def test_a_number_with_its_unit_is_shown_alone() -> None:
    """3小时 is refused with the 3 that was meant."""
    assert "write the number alone: 3" == way_out(read_number("3小时"))


@pytest.mark.parametrize(
    ("written", "record_id"),
    [
        ("12", 12), ("0", 0), ("001", "001"), ("00", "00"), ("-1", "-1"), ("1.5", "1.5"),
        ("１２", "１２"), ("A12", "A12"), ("9223372036854775807", 2**63 - 1),
    ],
)  # fmt: skip
def test_an_id_is_a_number_only_if_it_looks_like_one(written: str, record_id: RecordId) -> None:
    """Leading zeros are kept: 001 is a text, 12 a number."""
    assert record_id == read_id(written)


@pytest.mark.parametrize("written", ["9223372036854775808", "1" * 5000])
def test_an_id_of_too_many_digits_is_refused(written: str) -> None:
    """A number that a database cannot hold is no id."""
    assert "has too many digits" in why(read_id(written))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("张\n三", "the text has more than one line"),
        ("张\x07三", "the text holds a character that nobody sees (U+0007)"),
        ("张\u200b三", "the text holds a character that nobody sees (U+200B)"),
        ("张" * 201, "the text has 201 characters"),
        ("2025-03-01", "2025-03-01 is a date, and a name should stand here"),
    ],
)
def test_a_name_is_one_short_line_of_what_people_see(written: str, reason: str) -> None:
    """Two names that look the same must be the same."""
    assert reason == why(read_name(written))


@pytest.mark.parametrize("written", ["张" * 200, "阿依古丽·买买提", "𠮷", "\ue000", "张\u3000三"])
def test_rare_and_long_names_are_taken(written: str) -> None:
    """Characters of the extensions and private ones are names too."""
    assert written == read_name(written)


def test_an_event_may_be_a_date() -> None:
    """Only names are no dates."""
    assert "2025-03-01" == read_text("2025-03-01")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  张三　", "张三"),
        ("\ufeff张三\u200b", "张三"),
        ("e\u0301", "é"),
        ("'=1+1", "=1+1"),
        ("'－5", "－5"),
        ("'张三", "'张三"),
        ("' =1", " =1"),
    ],
)
def test_a_cell_is_made_tidy(cell: str, text: str) -> None:
    """Space around it, other ways to write one letter, and our own guard make no difference."""
    assert text == clean(cell)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("申报", Status.DECLARED), ("审核", Status.CHECKED), ("通过", Status.APPROVED),
        ("退回", Status.REJECTED), ("撤回", Status.WITHDRAWN), ("Approved", Status.APPROVED),
        (full_width("declared"), Status.DECLARED),
    ],
)  # fmt: skip
def test_a_status_has_two_names(written: str, status: Status) -> None:
    """Chinese, or English in any case and width."""
    assert status is read_status(written)


def test_another_status_is_none() -> None:
    """An unknown word is not taken for declared."""
    assert "同意 is no status" == why(read_status("同意"))


@pytest.mark.parametrize(
    ("fact", "written", "value"),
    [
        (LEVEL, "省级", "省级"),
        (LEVEL, "county", "县级"),
        (HOURS, "1.25", 125),
        (HOURS, "-3", -300),
        (FINISHED, "2025年3月1日", date(2025, 3, 1)),
        (CHECKED, "是", True),
        (CHECKED, "NO", False),
        (CHECKED, "１", True),
    ],
)
def test_a_fact_has_the_type_that_the_policy_says(
    fact: object, written: str, value: FactValue
) -> None:
    """Levels by either name, numbers in hundredths, dates in any form, yes and no."""
    assert value == read_fact(fact, written)  # type: ignore[arg-type]


def test_a_level_that_is_none_lists_those_that_are() -> None:
    """The way out shows every level, by both names."""
    bad = read_fact(LEVEL, "市级")

    assert "市级 is no value of 级别" == why(bad)
    assert "write one of 省级/province, 县级/county" == way_out(bad)


def test_a_number_fact_stays_small_enough_to_keep() -> None:
    """Ten billion is enough for any fact."""
    assert 10**15 == read_fact(HOURS, "10000000000000")
    assert "10000000000001 is too large" == why(read_fact(HOURS, "10000000000001"))
