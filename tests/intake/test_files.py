"""Files that cannot be read at all: each with its reason and a way out."""

import os
from pathlib import Path

import pytest

from rulesengine.intake import files
from rulesengine.intake.records import read_records
from tests.intake.saying import csv_file, raw_book, said

TEXT = "户,日期,事项\n张三,2025-03-01,扫\n"
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def refused(path: Path) -> list[str]:
    """What is said of a file of which nothing is taken."""
    outcome = read_records(path, ())
    assert outcome.value is None
    assert all(found.help is not None for found in outcome.diagnostics)
    return said(outcome)


def written(folder: Path, name: str, data: bytes) -> Path:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Missing files and folders are told apart."""
    assert ["R401 0: there is no such file"] == refused(tmp_path / "x.csv")
    assert ["R401 0: this is a folder"] == refused(tmp_path)


def test_a_name_that_no_file_can_have() -> None:
    """A zero byte in a name is the system's business, and no crash."""
    assert 1 == len(said(read_records("a\0b.csv", ())))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Reading one would wait for ever."""
    os.mkfifo(tmp_path / "pipe.csv")

    assert ["R401 0: this is no ordinary file"] == refused(tmp_path / "pipe.csv")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program holds it, or it belongs to somebody else."""

    def refuse(*_: object) -> None:
        raise PermissionError("no")

    path = csv_file(tmp_path, TEXT)
    monkeypatch.setattr(Path, "open", refuse)

    assert ["R401 0: the file may not be read"] == refused(path)


def test_empty_files(tmp_path: Path) -> None:
    """No bytes, or only blank rows."""
    assert ["R401 0: the file is empty"] == refused(written(tmp_path, "a.csv", b""))
    assert ["R401 0: nothing stands in the file"] == refused(written(tmp_path, "a.csv", b"\n,,\n"))


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so much is read at all."""
    monkeypatch.setattr(files, "MOST_BYTES", 10)

    assert ["R401 0: the file is larger than 0 MiB"] == refused(csv_file(tmp_path, TEXT))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", raw_book("<row/>"), "the file is a workbook and no .csv file"),
        ("a.xlsx", TEXT.encode(), "the file is no workbook, though it is named .xlsx"),
        ("a.xls", TEXT.encode(), "files of the kind .xls are not read"),
        ("a.parquet", b"PAR1", "files of the kind .parquet are not read"),
        ("a.xls", OLD_OFFICE, "the file is in the old format of Excel (.xls)"),
        ("a.xlsx", OLD_OFFICE, "the file is in the old format of Excel (.xls)"),
        (
            "a.xlsx",
            OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
            "the workbook is protected by a password",
        ),
    ],
)
def test_a_file_that_is_something_else(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    """The first bytes say what a file is; its name must not say otherwise."""
    assert [f"R401 0: {message}"] == refused(written(tmp_path, name, data))


@pytest.mark.parametrize("name", ["A.CSV", "a.txt", "a", "a.2025"])
def test_other_names_are_as_good(tmp_path: Path, name: str) -> None:
    """Where the name says nothing else, the bytes decide."""
    assert [] == said(read_records(csv_file(tmp_path, TEXT, name=name), ()))
