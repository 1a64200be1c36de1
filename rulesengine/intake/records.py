"""The file of records: what happened, as a clerk wrote it down. Judges no record by a policy."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Outcome
from rulesengine.core.facts import Fact
from rulesengine.core.quantity import MOST_RAW_POINTS, MOST_UNITS, Hundredths, show_hundredths
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import RecordId, Status
from rulesengine.core.text import text
from rulesengine.intake.cells import (
    read_day,
    read_id,
    read_judgings,
    read_name,
    read_names,
    read_number,
    read_status,
    read_text,
)
from rulesengine.intake.columns import BAD_NAME, Column, column
from rulesengine.intake.findings import MOST_LISTED, Findings
from rulesengine.intake.headings import RECORDS
from rulesengine.intake.sheet import Body, Sheet, body, place
from rulesengine.intake.table import Row

_MOST_PLACES = 20  # rows that one warning lists
_BAD_ID = -1  # no cell says so: what is not digits alone is a text


def read_records(
    path: str | os.PathLike[str],
    facts: Sequence[Fact] | None,
    *,
    ignore_columns: bool = False,
    partly: bool = False,
) -> Outcome[Sheet[RawRecord]]:
    """The records of a CSV or XLSX file, in the order of its rows; facts stay text by heading.

    `facts` are those of the policy (of any subject): then other headings are mistakes, and the
    cells of facts are checked; None where no policy is known yet. `ignore_columns` passes over
    unknown headings. Every bad cell is reported and then there is no value. One exception: where
    the only mistakes are amounts out of range (R414, R416) and words that are not in their list
    (R405, of a status or a fact) the rows are given too, because each puts its own record in error
    and no other. `partly` gives the rows without mistakes
    beside the mistakes of the others, so that more can be found in them.
    """
    found = Findings(os.fspath(path))
    opened = body(Path(path), RECORDS, facts, found, ignore_unknown=ignore_columns)
    if opened is None:
        return found.outcome(None)
    reader = _Reader.of(opened, found)
    rows = tuple([reader.record(row) for row in opened.rows])
    ids_given = reader.ids.close(len(rows))
    reader.tell_empty_statuses()
    if found.failed and partly:
        bad_rows = found.bad_rows
        rows = tuple([row for row in rows if _row_number(row) not in bad_rows])
    elif found.failed:
        return found.outcome(None)
    return found.outcome(Sheet(found.file, rows, ids_given, opened.layout.written))


def _row_number(record: RawRecord) -> int:
    return 0 if record.origin is None else record.origin.row


def _of_one(judgings: tuple[Hundredths, ...]) -> Hundredths | None:
    """The points of the one who judged; None where nobody did or several."""
    return judgings[0] if len(judgings) == 1 else None


@attrs.define
class _Ids:
    """The ids of a file while they are read: each once, for every row or for none."""

    found: Findings
    rows: dict[RecordId, int] = attrs.field(factory=dict)
    without: list[int] = attrs.field(factory=list)
    count_without: int = 0

    def note(self, given: RecordId | None, row: Row, heading: str) -> None:
        """Remember a row's id, or that it has none."""
        if given is None:
            self.count_without += 1
            if len(self.without) < MOST_LISTED:
                self.without.append(row.number)
            return
        first = self.rows.setdefault(given, row.number)
        if first != row.number and given != _BAD_ID:
            self.found.at(
                Code.ID_TWICE,
                text(
                    "id {id} stands in row {first} and in row {row}",
                    id=given,
                    first=first,
                    row=row.number,
                ),
                row=row.number,
                column=heading,
                value=str(given),
                secondary=(Cell(self.found.file, first, heading, str(given)),),
                help=text("give each row an id of its own, or leave the column out"),
            )

    def close(self, rows: int) -> bool:
        """Whether every row has an id; a file in which only some have one is reported."""
        if self.rows and self.without:
            self.found.at(
                Code.SOME_IDS_MISSING,
                text("{count} of {rows} rows have no id", count=self.count_without, rows=rows),
                row=self.without[0],
                secondary=tuple(Cell(self.found.file, row) for row in self.without[1:]),
                help=text("give every row an id, or none"),
            )
        return bool(self.rows) and not self.without


@attrs.frozen
class _Reader:
    """The columns of records, and how a row becomes one."""

    body: Body
    found: Findings
    ids: _Ids
    id: Column[RecordId | None]
    village: Column[str]
    household: Column[str]
    person: Column[str]
    day: Column[date]
    item: Column[str]
    quantity: Column[Hundredths | None]
    judgings: Column[tuple[Hundredths, ...]]
    event: Column[str]
    status: Column[Status]
    without_status: list[int] = attrs.field(factory=list)

    @staticmethod
    def of(opened: Body, found: Findings) -> "_Reader":
        """The columns where this file has them."""
        at = opened.layout
        absent = Status.DECLARED if "status" in at.places else Status.APPROVED
        return _Reader(
            opened,
            found,
            _Ids(found),
            column(at, found, "id", read_id, None, bad=_BAD_ID),
            column(at, found, "village", read_name, "", bad=BAD_NAME),
            column(at, found, "household", read_names, "", bad=BAD_NAME),
            column(at, found, "person", read_names, "", bad=BAD_NAME),
            column(at, found, "date", read_day, date.min, bad=date.min, needed=True),
            column(at, found, "item", read_name, "", bad=BAD_NAME, needed=True),
            column(at, found, "quantity", read_number, None, bad=None),
            column(at, found, "points", read_judgings, (), bad=()),
            column(at, found, "event", read_text, "", bad=BAD_NAME),
            column(at, found, "status", read_status, absent, bad=absent, words=True),
        )

    def record(self, row: Row) -> RawRecord:
        """A row as a record; what is bad in it is reported."""
        record = RawRecord(
            self.id.at(row),
            self.day.at(row),
            self.item.at(row),
            self.household.at(row),
            self.person.at(row),
            self.village.at(row),
            self.quantity.at(row),
            _of_one(judgings := self.judgings.at(row)),
            self.event.at(row),
            self.status.at(row),
            self.body.facts_at(row),
            place(row, self.found),
            self.found.faults.get(row.number),
            judgings if len(judgings) > 1 else (),
        )
        self.ids.note(record.id, row, self.id.heading)
        if not record.household and not record.person:
            self._names_nobody(row)
        if record.status is Status.DECLARED and self._has_no_status(row):
            self.without_status.append(row.number)
        if record.quantity is not None and not 0 <= record.quantity <= MOST_UNITS:
            self._out_of_range(Code.BAD_QUANTITY, self.quantity, row, MOST_UNITS)
        if not all(0 <= points <= MOST_RAW_POINTS for points in judgings):
            self._out_of_range(Code.BAD_JUDGED, self.judgings, row, MOST_RAW_POINTS)
        return record

    def _has_no_status(self, row: Row) -> bool:
        return self.status.index is not None and not row.cells[self.status.index].strip()

    def tell_empty_statuses(self) -> None:
        """R428 for the rows whose status is left empty, which counts as declared."""
        if not self.without_status:
            return
        count, (first, *others) = len(self.without_status), self.without_status
        heading = self.status.heading
        self.found.at(
            Code.STATUS_EMPTY,
            text("the status of one row is empty: it is taken as declared and earns nothing yet")
            if count == 1
            else text(
                "the status of {count} rows is empty: they are taken as declared and earn "
                "nothing yet",
                count=count,
            ),
            row=first,
            column=heading,
            secondary=tuple(Cell(self.found.file, row, heading) for row in others[:_MOST_PLACES]),
            help=text("where a record is approved already, write approved"),
        )

    def _names_nobody(self, row: Row) -> None:
        self.found.at(
            Code.EMPTY_CELL,
            text("the row names neither a household nor a person"),
            row=row.number,
            column=self.household.heading or self.person.heading,
            help=text("write whose record it is"),
        )

    def _out_of_range(
        self,
        code: Code,
        column: Column[Hundredths | None] | Column[tuple[Hundredths, ...]],
        row: Row,
        most: Hundredths,
    ) -> None:
        assert column.index is not None
        value = row.cells[column.index].strip()
        self.found.harmless += 1
        self.found.at(
            code,
            text("{value} is not between 0 and {most}", value=value, most=show_hundredths(most)),
            row=row.number,
            column=column.heading,
            value=value,
            help=text("correct the number"),
        )
