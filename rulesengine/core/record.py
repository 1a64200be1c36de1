"""A record: one thing that happened, as a clerk entered it. Not yet judged by any policy."""

import enum
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.facts import FactValues
from rulesengine.core.quantity import Hundredths

RecordId: TypeAlias = int | str

_PART = "#"  # between the id of a row and the place of a record among those of the row


class Status(enum.Enum):
    """How far a record has come; only an approved one counts."""

    DECLARED = "declared"
    CHECKED = "checked"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@attrs.frozen
class Record:
    """One thing that happened on `day`.

    Empty text means not given. `quantity` and `judged` (judged points) are hundredths. `facts` are
    the record's own facts, typed, by the fact's first name. `origin` is the row it was read from.
    `fault`: a cell of it has no meaning, so the record is in error whatever else it says.
    """

    id: RecordId
    day: date
    item: str
    household: str = ""
    person: str = ""
    village: str = ""
    quantity: Hundredths | None = None
    judged: Hundredths | None = None
    event: str = ""
    status: Status = Status.APPROVED
    facts: FactValues = attrs.field(factory=dict)
    origin: Cell | None = attrs.field(default=None, eq=False)
    fault: Diagnostic | None = attrs.field(default=None, eq=False)

    def cell(self, column: str, value: str = "") -> Cell | None:
        """The place of one column (its English name) of the row it was read from, if it was."""
        return self.origin and attrs.evolve(self.origin, column=column, value=value)


def passbook_order(record: Record) -> tuple[date, int, int, str, int]:
    """The order of a passbook: by date, then whole-number ids, then others by code point.

    The second of several records of one row (`7#2`) follows the first (`7`), and so on.
    """
    whole, part = (record.id, 1) if isinstance(record.id, int) else split_id(record.id)
    if isinstance(whole, int):
        return record.day, 0, whole, "", part
    return record.day, 1, 0, whole, part


def id_of_part(whole: RecordId, part: int) -> RecordId:
    """The id of the n-th (from 1) of the records that one row with an id becomes."""
    return whole if part == 1 else f"{whole}{_PART}{part}"


def split_id(written: str) -> tuple[RecordId, int]:
    """The id of the row that a record's text id comes from, and which of its records it is."""
    whole, mark, part = written.rpartition(_PART)
    is_part = mark and whole and _is_number(part) and part not in ("0", "1")
    if not is_part:
        return written, 1
    return (int(whole) if _is_number(whole) else whole), int(part)


def _is_number(written: str) -> bool:
    """Whether a text is how a whole number is written; no longer than an id may be."""
    digits = written.isascii() and written.isdigit() and len(written) <= 19
    return digits and (written == "0" or written[0] != "0")
