"""How values stand in columns: days, moments, facts, the row of a file. Asks no database."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

from rulesengine.core.diagnostic import Cell
from rulesengine.core.rawrow import Headings


def day_text(day: date | None) -> str | None:
    """A day as it is stored: `2025-07-01`."""
    return None if day is None else day.isoformat()


def read_day(stored: str | None) -> date | None:
    """A stored day."""
    return None if stored is None else date.fromisoformat(stored)


def utc_text(moment: datetime) -> str:
    """A moment as it is stored: UTC, to the second. It must have a time zone."""
    assert moment.tzinfo is not None, moment
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_utc(stored: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(stored)


def storable(name: str) -> str:
    """A name from the system, bytes that are no Unicode shown as question marks."""
    return name.encode("utf-8", "replace").decode("utf-8")


def facts_text(facts: Headings) -> str:
    """Facts as they are stored: JSON with sorted headings, so that equal facts are equal text."""
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True) if facts else "{}"


class FactsReader:
    """Stored facts back to facts; equal texts give one mapping, which nobody may change."""

    def __init__(self) -> None:
        self._known: dict[str, Headings] = {"{}": {}}

    def read(self, stored: str) -> Headings:
        facts = self._known.get(stored)
        if facts is None:
            facts = self._known[stored] = json.loads(stored)
        return facts


def file_row(origin: Cell | None) -> int | None:
    """The row of the file, as it is stored."""
    return None if origin is None else origin.row


def read_origin(files: Mapping[int, str], import_id: int | None, row: int | None) -> Cell | None:
    """The row that a stored row was read from; None where it came from no file."""
    return None if import_id is None else Cell(files[import_id], row or 0)
