"""An XLSX file as a table. Knows no columns.

Values come from calamine; which of its empty cells are none comes from `survey`.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from rulesengine.core.codes import Code
from rulesengine.core.text import text
from rulesengine.intake.archive import (
    NotAWorkbookError,
    SheetPart,
    broken_workbook,
    check_size,
    visible_sheets,
)
from rulesengine.intake.cells import Bad
from rulesengine.intake.findings import Findings
from rulesengine.intake.survey import IN_MERGE, Merge, Survey, is_filled, survey
from rulesengine.intake.table import FLAWED, NO_FLAWS, Flaw, Row

_MOST_DIGITS = 15  # a spreadsheet keeps no more of a number
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    OSError,
    expat.ExpatError,
    CalamineError,
)
_Sheet: TypeAlias = tuple[Survey, int, Iterator[list[Any]]]  # with the column the cells begin in


def workbook_rows(data: bytes, found: Findings) -> Iterator[Row]:
    """The rows of the first visible sheet that has any; what cannot be read is reported."""
    sheet = _opened(data, found)
    if sheet is None:
        return
    seen, first_column, values = sheet
    merges = _merged_columns(seen.merges, seen.columns)
    padding = [""] * first_column
    for index, row in enumerate(values):
        cells = padding + [_WRITTEN[type(value)](value) for value in row]
        yield _row(index, cells, seen.flaws.get(index), merges.get(index, ()), row, first_column)


def _opened(data: bytes, found: Findings) -> _Sheet | None:
    """The sheet to read, or None where there is none (reported)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_size(archive)
            filled = [sheet for sheet in visible_sheets(archive) if is_filled(archive, sheet)]
            if not filled:
                raise NotAWorkbookError(text("no sheet of the workbook has anything in it"))
            seen = survey(archive, filled[0])
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_name(filled[0].name)
        _warn_of_others(filled, found)
        return seen, (sheet.start or (0, 0))[1], sheet.iter_rows()
    except NotAWorkbookError as problem:
        found.unreadable(problem.why, problem.way_out)
    except _BROKEN:
        _report_broken(found)
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # calamine gave up on a broken file
            raise
        _report_broken(found)
    return None


def _report_broken(found: Findings) -> None:
    problem = broken_workbook()
    found.unreadable(problem.why, problem.way_out)


def _warn_of_others(filled: Sequence[SheetPart], found: Findings) -> None:
    if len(filled) > 1:
        found.at(
            Code.SHEETS_LEFT,
            text(
                "only sheet {sheet} was read; left out: {others}",
                sheet=filled[0].name,
                others=tuple(sheet.name for sheet in filled[1:]),
            ),
            help=text("to read another one, put it first"),
        )


def _merged_columns(merges: Iterable[Merge], columns: int) -> Mapping[int, Sequence[range]]:
    """The merged columns of each row (from 0)."""
    merged: dict[int, list[range]] = {}
    for merge in merges:
        across = range(merge.left, min(merge.right + 1, columns))
        for row in range(merge.top, merge.bottom + 1):
            merged.setdefault(row, []).append(across)
    return merged


def _row(
    index: int,
    cells: list[str],
    known: Mapping[int, Flaw] | None,
    merged: Iterable[range],
    values: Sequence[Any],
    first_column: int,
) -> Row:
    """A row with its flaws: those of the survey, merged cells, numbers that lost their digits."""
    if known is None and not merged and FLAWED not in cells:
        return Row(index + 1, cells, NO_FLAWS)
    flaws: dict[int, Flaw] = {}
    for place, cell in enumerate(cells):
        if cell == FLAWED:
            flaws[place] = _digits_lost(values[place - first_column])
    for across in merged:
        flaws |= {place: Flaw(IN_MERGE, _shown(cells, place)) for place in across}
    flaws |= known or {}
    for place in flaws:
        cells += [""] * (place + 1 - len(cells))
        cells[place] = FLAWED
    return Row(index + 1, cells, flaws)


def _shown(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) and cells[place] != FLAWED else ""


def _digits_lost(value: float) -> Flaw:
    return Flaw(
        Bad(
            text(
                "the number has more digits than the {most} of a spreadsheet",
                most=_MOST_DIGITS,
            ),
            text("write it as text; if it was computed, round it: ROUND(…, 2)"),
        ),
        repr(value),
    )


def _number(value: float) -> str:
    """The shortest decimal text of a spreadsheet number, without an exponent."""
    if value.is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    shortest = Decimal(repr(value))
    if not shortest.is_finite() or len(shortest.normalize().as_tuple().digits) > _MOST_DIGITS:
        return FLAWED
    if abs(value) >= 10**_MOST_DIGITS:
        return FLAWED
    return format(shortest, "f")


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ")


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    str: str,
    float: _number,
    int: lambda value: _number(float(value)),
    bool: lambda value: "TRUE" if value else "FALSE",
    date: date.isoformat,
    datetime: _moment,
    time: time.isoformat,
    timedelta: str,
}
