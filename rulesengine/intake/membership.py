"""The files of the register: households and people, from when to when, and their facts."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import attrs

from rulesengine.core.diagnostic import Cell, Outcome
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.rawrow import Headings, RawHousehold, RawPerson
from rulesengine.core.text import text
from rulesengine.intake.cells import Bad, read_day, read_name
from rulesengine.intake.columns import BAD_NAME, Column, column
from rulesengine.intake.findings import Findings
from rulesengine.intake.headings import Heading, Kind
from rulesengine.intake.sheet import Body, Sheet, body, place
from rulesengine.intake.table import Row

Day: TypeAlias = date | None

_OF_BOTH = (
    Heading("household", "户"),
    Heading("village", "村"),
    Heading("joined", "加入"),
    Heading("left", "离开"),
    Heading("since", "自"),
)
HOUSEHOLDS = Kind(Subject.HOUSEHOLD, _OF_BOTH, (("household",),))
PEOPLE = Kind(Subject.PERSON, (Heading("person", "人"), *_OF_BOTH), (("person",), ("household",)))


def read_households(
    path: str | os.PathLike[str], facts: Sequence[Fact] | None, *, ignore_columns: bool = False
) -> Outcome[Sheet[RawHousehold]]:
    """The households of a CSV or XLSX file, in the order of its rows; facts stay text by heading.

    Arguments as of `records.read_records`. Any mistake, and there is no value.
    """
    found = Findings(os.fspath(path))
    reader = _opened(path, HOUSEHOLDS, facts, found, ignore_columns=ignore_columns)
    if reader is None:
        return found.outcome(None)
    rows = tuple([RawHousehold(*reader.membership(row)) for row in reader.body.rows])
    return found.outcome(None if found.failed else Sheet(found.file, rows))


def read_people(
    path: str | os.PathLike[str], facts: Sequence[Fact] | None, *, ignore_columns: bool = False
) -> Outcome[Sheet[RawPerson]]:
    """The people of a CSV or XLSX file; as `read_households`."""
    found = Findings(os.fspath(path))
    reader = _opened(path, PEOPLE, facts, found, ignore_columns=ignore_columns)
    if reader is None:
        return found.outcome(None)
    name = column(reader.body.layout, found, "person", read_name, "", bad=BAD_NAME, needed=True)
    rows = tuple([RawPerson(name.at(row), *reader.membership(row)) for row in reader.body.rows])
    return found.outcome(None if found.failed else Sheet(found.file, rows))


def _opened(
    path: str | os.PathLike[str],
    kind: Kind,
    facts: Sequence[Fact] | None,
    found: Findings,
    *,
    ignore_columns: bool,
) -> "_Reader | None":
    opened = body(Path(path), kind, facts, found, ignore_unknown=ignore_columns)
    return None if opened is None else _Reader.of(opened, found)


@attrs.frozen
class _Reader:
    """The columns that both files have: whose row it is, its days and its facts."""

    body: Body
    found: Findings
    household: Column[str]
    village: Column[str]
    joined: Column[Day]
    left: Column[Day]
    since: Column[Day]

    @staticmethod
    def of(opened: Body, found: Findings) -> "_Reader":
        """The columns where this file has them."""
        at = opened.layout
        joined, left, since = (
            column(at, found, name, _read_day, None, bad=None)
            for name in ("joined", "left", "since")
        )
        return _Reader(
            opened,
            found,
            column(at, found, "household", read_name, "", bad=BAD_NAME, needed=True),
            column(at, found, "village", read_name, "", bad=BAD_NAME),
            joined,
            left,
            since,
        )

    def membership(self, row: Row) -> "_Membership":
        """Household, village, joined, left, since, facts, place; what is bad is reported."""
        household, village = self.household.at(row), self.village.at(row)
        joined, left = self.joined.at(row), self.left.at(row)
        if joined is not None and left is not None and left < joined:
            self._left_too_early(row, joined, left)
        since, facts = self.since.at(row), self.body.facts_at(row)
        return household, village, joined, left, since, facts, place(row, self.found)

    def _left_too_early(self, row: Row, joined: date, left: date) -> None:
        message = text(
            "left on {left}, before joining on {joined}",
            left=left.isoformat(),
            joined=joined.isoformat(),
        )
        bad = Bad(message, text("correct one of the two dates"))
        self.left.report(row, bad, left.isoformat())


_Membership: TypeAlias = tuple[str, str, Day, Day, Day, Headings, Cell]


def _read_day(written: str) -> Day | Bad:
    return read_day(written)
