"""What intake's tests share: files to read, and diagnostics as short lines to compare."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.facts import Fact, FactType, Level, Subject

LEVEL = Fact(
    Subject.RECORD,
    "级别",
    FactType.LEVEL,
    "level",
    (Level("省级", "province"), Level("县级", "county")),
)
HOURS = Fact(Subject.RECORD, "工时", FactType.NUMBER, "hours")
FINISHED = Fact(Subject.RECORD, "完工日", FactType.DATE, "finished")
CHECKED = Fact(Subject.RECORD, "已核", FactType.YES_NO, "seen")
POOR = Fact(Subject.HOUSEHOLD, "脱贫户", FactType.YES_NO, "poor")
PARTY = Fact(Subject.PERSON, "党员", FactType.YES_NO, "party member")
FACTS = (LEVEL, HOURS, FINISHED, CHECKED, POOR, PARTY)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def said(outcome: Outcome[Any]) -> list[str]:
    """What was found: code, row, column and message of each."""
    return [line(found) for found in outcome.diagnostics]


def full_width(written: str) -> str:
    """ASCII letters, digits and marks in the width of Chinese ones."""
    return "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in written)


def line(found: Diagnostic) -> str:
    """A diagnostic on one line."""
    assert isinstance(found.primary, Cell)
    place = found.primary
    return f"{found.code.id} {place.row} {place.column}: {found.message}".replace(" :", ":")


def codes(outcome: Outcome[Any]) -> list[str]:
    """The codes of what was found."""
    return [found.code.id for found in outcome.diagnostics]


def csv_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "records.csv") -> Path:
    """A CSV file of this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def book_file(folder: Path, rows: Iterable[Sequence[Any]], name: str = "records.xlsx") -> Path:
    """A workbook of one sheet with these rows."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    path = folder / name
    book.save(path)
    return path


def raw_book(
    rows: str, after: str = "", styles: Sequence[int] = (0,), shared: Sequence[str] = ()
) -> bytes:
    """A workbook whose only sheet holds this XML; `styles` are number formats, by place."""
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in styles)
    texts = "".join(f"<si><t>{one}</t></si>" for one in shared)
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="a" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{_LINKS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="c" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs>{formats}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return packed.getvalue()
