"""CSV that a spreadsheet opens without running anything in it, and the way back.

A spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula, so such a text gets
a `'` in front. Reading takes exactly that one off again. Numbers are never text here: -5 stays -5.
"""

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TextIO, TypeAlias

import attrs

from rulesengine.core.quantity import Hundredths, show_hundredths

# A text that already looks guarded gets one more, so that taking one off always gives the text.
_NEEDS_GUARD = re.compile(r"'*(?:\s*[=+\-@＝＋－\uff20]|[\t\r\n])")


@attrs.frozen
class Amount:
    """A number of hundredths, written as the shortest decimal and never guarded."""

    hundredths: Hundredths


Written: TypeAlias = str | int | date | Amount | None


def guard(written: str) -> str:
    """Somebody's text as it may stand in a CSV file."""
    return f"'{written}" if _NEEDS_GUARD.match(written) else written


def unguard(cell: str) -> str:
    """The text that `guard` was given."""
    return cell[1:] if cell.startswith("'") and _NEEDS_GUARD.match(cell) else cell


def write_csv(
    target: Path | TextIO, headings: Sequence[str], rows: Iterable[Sequence[Written]]
) -> None:
    """Write a table. A path is written whole or not at all, in UTF-8 with a byte order mark.

    A stream keeps its own encoding and gets no mark; it should leave line ends alone
    (`newline=""`). Raises OSError where the file cannot be written.
    """
    if not isinstance(target, Path):
        _write(target, headings, rows)
        return
    if target.exists() and not target.is_file():  # a pipe or a terminal: nothing to put in place of
        with target.open("w", encoding="utf-8-sig", newline="") as stream:
            _write(stream, headings, rows)
        return
    handle, beside = tempfile.mkstemp(dir=target.resolve().parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
            _write(stream, headings, rows)
        Path(beside).chmod(_usual_mode(target))
        Path(beside).replace(target.resolve())
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _write(stream: TextIO, headings: Sequence[str], rows: Iterable[Sequence[Written]]) -> None:
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guard(heading) for heading in headings])
    writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Written) -> str:
    match value:
        case None:
            return ""
        case str():
            return guard(value)
        case Amount(hundredths=hundredths):
            return show_hundredths(hundredths)
        case date():
            return value.isoformat()
        case int():
            return str(value)


def _usual_mode(target: Path) -> int:
    """The mode that the file had, or that a new file of this user would have."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
