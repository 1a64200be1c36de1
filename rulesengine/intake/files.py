"""A file as a table, whatever kind it is: its first bytes decide, its name must not disagree."""

from collections.abc import Iterator
from pathlib import Path

from rulesengine.core.text import text
from rulesengine.intake.csv_file import csv_rows
from rulesengine.intake.findings import Findings
from rulesengine.intake.table import Row
from rulesengine.intake.workbook import workbook_rows

MOST_BYTES = 512 << 20

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT_NAMES = (".csv", ".txt", ".tsv")
_BOOK_NAMES = (".xlsx", ".xlsm")
_OTHER_NAMES = (".xls", ".et", ".ods", ".xlsb", ".numbers", ".parquet")


def file_rows(path: Path, found: Findings) -> Iterator[Row]:
    """The rows of a CSV or XLSX file, blank ones too; what cannot be read is reported."""
    data = _bytes(path, found)
    if data is None:
        return iter(())
    name = path.suffix.lower()
    if data.startswith(_OLD_OFFICE):
        return _refuse_old_office(data, found)
    if data.startswith(_ZIP):
        if name in _TEXT_NAMES:
            found.unreadable(
                text("the file is a workbook and no {kind} file", kind=name),
                text("rename it to .xlsx"),
            )
            return iter(())
        return workbook_rows(data, found)
    if name in _BOOK_NAMES:
        found.unreadable(
            text("the file is no workbook, though it is named {kind}", kind=name),
            text("rename it to .csv if it is a text file; otherwise save it anew as XLSX"),
        )
        return iter(())
    if name in _OTHER_NAMES:
        found.unreadable(
            text("files of the kind {kind} are not read", kind=name),
            text("save it as XLSX or as CSV (UTF-8)"),
        )
        return iter(())
    return csv_rows(data, found)


def _bytes(path: Path, found: Findings) -> bytes | None:
    """What is in the file; None where it cannot be read (reported)."""
    try:
        if not path.exists():
            found.unreadable(text("there is no such file"), text("check the name and the folder"))
            return None
        if not path.is_file():
            found.unreadable(
                text("this is a folder") if path.is_dir() else text("this is no ordinary file"),
                text("name a CSV or XLSX file"),
            )
            return None
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except PermissionError:
        found.unreadable(
            text("the file may not be read"),
            text("close it in other programs, or ask for the right to read it"),
        )
        return None
    except (OSError, ValueError) as problem:  # ValueError: a name with NUL in it
        found.unreadable(text("the file cannot be read: {reason}", reason=str(problem)))
        return None
    if len(data) > MOST_BYTES:
        found.unreadable(
            text("the file is larger than {size} MiB", size=MOST_BYTES >> 20),
            text("split it into smaller files"),
        )
        return None
    if not data:
        found.unreadable(text("the file is empty"), text("name a file with headings and rows"))
        return None
    return data


def _refuse_old_office(data: bytes, found: Findings) -> Iterator[Row]:
    if _ENCRYPTED in data:
        found.unreadable(
            text("the workbook is protected by a password"),
            text("save it without a password to open it"),
        )
    else:
        found.unreadable(
            text("the file is in the old format of Excel (.xls)"),
            text("save it as XLSX or as CSV (UTF-8)"),
        )
    return iter(())
