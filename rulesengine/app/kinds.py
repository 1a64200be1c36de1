"""What a file of rows is about, seen from its headings."""

import enum
from pathlib import Path

from rulesengine.intake.cells import clean
from rulesengine.intake.files import file_rows
from rulesengine.intake.findings import Findings
from rulesengine.intake.headings import folded


class FileKind(enum.Enum):
    """The kinds of files."""

    RECORDS = "records"
    HOUSEHOLDS = "households"
    PEOPLE = "people"


def kind_of(path: Path) -> FileKind:
    """The kind whose headings the first row has; records where it cannot be told.

    Records have a date or an item; people have a person and a household; households a household.
    """
    first = next((row for row in file_rows(path, Findings(str(path))) if not row.is_blank), None)
    headings = {folded(clean(cell)) for cell in first.cells} if first is not None else set()
    if headings & {"date", "日期", "item", "事项"}:
        return FileKind.RECORDS
    if headings & {"person", "人"}:
        return FileKind.PEOPLE
    return FileKind.HOUSEHOLDS if headings & {"household", "户"} else FileKind.RECORDS
