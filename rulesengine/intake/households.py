"""The file of households: who is in the register, from when to when, and what is known of them."""

import os
from collections.abc import Sequence
from pathlib import Path

import attrs

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.rawrow import RawHousehold
from rulesengine.intake.cells import read_name
from rulesengine.intake.columns import BAD_NAME, Column, column
from rulesengine.intake.findings import Findings
from rulesengine.intake.headings import Heading, Kind
from rulesengine.intake.membership import Days
from rulesengine.intake.sheet import Body, Sheet, body, place
from rulesengine.intake.table import Row

HOUSEHOLDS = Kind(
    Subject.HOUSEHOLD,
    (
        Heading("household", "户"),
        Heading("village", "村"),
        Heading("joined", "加入"),
        Heading("left", "离开"),
        Heading("since", "自"),
    ),
    (("household",),),
)


def read_households(
    path: str | os.PathLike[str], facts: Sequence[Fact] | None, *, ignore_columns: bool = False
) -> Outcome[Sheet[RawHousehold]]:
    """The households of a CSV or XLSX file, in the order of its rows; facts stay text by heading.

    Arguments as of `records.read_records`. Any mistake, and there is no value.
    """
    found = Findings(os.fspath(path))
    opened = body(Path(path), HOUSEHOLDS, facts, found, ignore_unknown=ignore_columns)
    if opened is None:
        return found.outcome(None)
    reader = _Reader.of(opened, found)
    rows = tuple([reader.household(row) for row in opened.rows])
    return found.outcome(None if found.failed else Sheet(found.file, rows))


@attrs.frozen
class _Reader:
    """The columns of households, and how a row becomes one."""

    body: Body
    found: Findings
    name: Column[str]
    village: Column[str]
    days: Days

    @staticmethod
    def of(opened: Body, found: Findings) -> "_Reader":
        """The columns where this file has them."""
        at = opened.layout
        return _Reader(
            opened,
            found,
            column(at, found, "household", read_name, "", bad=BAD_NAME, needed=True),
            column(at, found, "village", read_name, "", bad=BAD_NAME),
            Days.of(at, found),
        )

    def household(self, row: Row) -> RawHousehold:
        """A row as a household; what is bad in it is reported."""
        joined, left, since = self.days.at(row)
        return RawHousehold(
            self.name.at(row),
            self.village.at(row),
            joined,
            left,
            since,
            self.body.facts_at(row),
            place(row, self.found),
        )
