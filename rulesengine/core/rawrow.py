"""Rows as files and databases hold them: the fixed columns typed, facts still as written.

What a fact's text means is known only once a policy has declared the fact; until then it is kept as
text by the heading it stood under (a cell that is empty is left out). Values only; no reading here.
"""

from collections.abc import Mapping
from datetime import date

import attrs

from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import RecordId, Status

Headings = Mapping[str, str]  # what stood under each heading that is no fixed column


@attrs.frozen
class RawRecord:
    """A row of records. `id` is None where the file gives none; empty text means not given.

    `quantity` and `judged` are hundredths. `origin` is the whole row (or None), for messages.
    `fault` is what is wrong with a cell whose word means nothing; only this record is in error.
    """

    id: RecordId | None
    day: date
    item: str
    household: str = ""
    person: str = ""
    village: str = ""
    quantity: Hundredths | None = None
    judged: Hundredths | None = None
    event: str = ""
    status: Status = Status.APPROVED
    facts: Headings = attrs.field(factory=dict)
    origin: Cell | None = attrs.field(default=None, eq=False)
    fault: Diagnostic | None = attrs.field(default=None, eq=False)


@attrs.frozen
class RawHousehold:
    """A row of the households file; the same fields as `register.HouseholdRow`."""

    household: str
    village: str = ""
    joined: date | None = None
    left: date | None = None
    since: date | None = None
    facts: Headings = attrs.field(factory=dict)
    origin: Cell | None = attrs.field(default=None, eq=False)


@attrs.frozen
class RawPerson:
    """A row of the people file; the same fields as `register.PersonRow`."""

    person: str
    household: str
    village: str = ""
    joined: date | None = None
    left: date | None = None
    since: date | None = None
    facts: Headings = attrs.field(factory=dict)
    origin: Cell | None = attrs.field(default=None, eq=False)
