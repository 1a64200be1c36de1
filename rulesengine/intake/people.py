"""The file of people: who belongs to which household, when, and what is known of them."""

import os
from collections.abc import Sequence
from pathlib import Path

import attrs

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.rawrow import RawPerson
from rulesengine.intake.cells import read_name
from rulesengine.intake.columns import BAD_NAME, Column, column
from rulesengine.intake.findings import Findings
from rulesengine.intake.headings import Heading, Kind
from rulesengine.intake.membership import Days
from rulesengine.intake.sheet import Body, Sheet, body, place
from rulesengine.intake.table import Row

PEOPLE = Kind(
    Subject.PERSON,
    (
        Heading("person", "人"),
        Heading("household", "户"),
        Heading("village", "村"),
        Heading("joined", "加入"),
        Heading("left", "离开"),
        Heading("since", "自"),
    ),
    (("person",), ("household",)),
)


def read_people(
    path: str | os.PathLike[str], facts: Sequence[Fact] | None, *, ignore_columns: bool = False
) -> Outcome[Sheet[RawPerson]]:
    """The people of a CSV or XLSX file, in the order of its rows; facts stay text by heading.

    Arguments as of `records.read_records`. Any mistake, and there is no value.
    """
    found = Findings(os.fspath(path))
    opened = body(Path(path), PEOPLE, facts, found, ignore_unknown=ignore_columns)
    if opened is None:
        return found.outcome(None)
    reader = _Reader.of(opened, found)
    rows = tuple([reader.person(row) for row in opened.rows])
    return found.outcome(None if found.failed else Sheet(found.file, rows))


@attrs.frozen
class _Reader:
    """The columns of people, and how a row becomes one."""

    body: Body
    found: Findings
    name: Column[str]
    household: Column[str]
    village: Column[str]
    days: Days

    @staticmethod
    def of(opened: Body, found: Findings) -> "_Reader":
        """The columns where this file has them."""
        at = opened.layout
        return _Reader(
            opened,
            found,
            column(at, found, "person", read_name, "", bad=BAD_NAME, needed=True),
            column(at, found, "household", read_name, "", bad=BAD_NAME, needed=True),
            column(at, found, "village", read_name, "", bad=BAD_NAME),
            Days.of(at, found),
        )

    def person(self, row: Row) -> RawPerson:
        """A row as a person; what is bad in it is reported."""
        joined, left, since = self.days.at(row)
        return RawPerson(
            self.name.at(row),
            self.household.at(row),
            self.village.at(row),
            joined,
            left,
            since,
            self.body.facts_at(row),
            place(row, self.found),
        )
