"""A record: one thing that happened, as a clerk entered it. Not yet judged by any policy."""

import enum
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.diagnostic import Cell
from rulesengine.core.facts import FactValues
from rulesengine.core.quantity import Hundredths

RecordId: TypeAlias = int | str


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
    `judgings`: the points of each, where several judged; then `judged` is None.
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
    judgings: tuple[Hundredths, ...] = ()

    @property
    def all_judgings(self) -> tuple[Hundredths, ...]:
        """The points of everybody who judged; empty where nobody did."""
        return self.judgings if self.judged is None else (self.judged, *self.judgings)


def passbook_order(record: Record) -> tuple[date, int, int, str]:
    """The order of a passbook: by date, then whole-number ids, then others by code point."""
    if isinstance(record.id, int):
        return record.day, 0, record.id, ""
    return record.day, 1, 0, record.id
