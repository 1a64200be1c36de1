"""Runs of import: which file was read, when, and what it brought. Reads no file itself."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import attrs

from rulesengine.core.record import RecordId
from rulesengine.store.columns import storable, utc_text


@attrs.frozen
class ImportRun:
    """A file about to be taken in: its name, the sha256 of its bytes (hex), when and by whom.

    `at` has a time zone.
    """

    file_name: str
    sha256: str
    at: datetime
    by: str = ""


@attrs.frozen
class ImportResult:
    """What a file brought: its rows, how many are new, how many took the place of a record.

    `withdrawn`: records of names that their row no longer has; they are no rows of the file.
    """

    rows: int
    added: int
    replaced: int = 0
    withdrawn: int = 0
    unknown: tuple[RecordId, ...] = ()  # ids of a correction that no record had: added as new

    @property
    def already_there(self) -> int:
        """How many of its rows were in the database before, saying the same."""
        return self.rows - self.added - self.replaced


def next_import(connection: sqlite3.Connection) -> int:
    """The id that `note_import` will use; the caller holds the write transaction."""
    row = connection.execute("SELECT ifnull(max(id), 0) + 1 FROM import").fetchone()
    return int(row[0])


def note_import(
    connection: sqlite3.Connection, number: int, kind: str, run: ImportRun, result: ImportResult
) -> None:
    """Write the run down once its rows are in (their foreign key is looked at in the end)."""
    connection.execute(
        "INSERT INTO import (id, name, kind, sha256, row_count, added, imported_at, imported_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            storable(run.file_name),
            kind,
            run.sha256,
            result.rows,
            result.added,
            utc_text(run.at),
            storable(run.by),
        ),
    )


def file_names(connection: sqlite3.Connection) -> Mapping[int, str]:
    """The names of the files that rows came from, by run."""
    return dict(connection.execute("SELECT id, name FROM import"))
