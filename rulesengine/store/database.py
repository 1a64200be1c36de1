"""The open file, with all that can be asked of it and added to it. Decides nothing itself.

Every answer is an `Outcome`: what the disk, the system or another program refuses is a diagnostic.
"""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import attrs

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.store import adoption, errors, members, records
from rulesengine.store.adoption import AdoptedPolicy, Adoption
from rulesengine.store.connection import (
    SCHEMA_VERSION,
    Stand,
    check_sqlite,
    connect_reading,
    connect_writing,
    may_write,
    recognise,
    stand,
    version,
    write,
)
from rulesengine.store.imports import ImportResult, ImportRun

T = TypeVar("T")


@attrs.define(eq=False)
class Database:
    """A file of ours, open until `close` (or the end of `with`).

    Opened for reading it shows the file as it was then. Adding is all or nothing.
    """

    path: Path
    connection: sqlite3.Connection = attrs.field(repr=False)
    unguarded: Stand | None = None  # set where SQLite cannot notice another writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; may be called again."""
        self.connection.close()

    def add_records(
        self, rows: Iterable[RawRecord], run: ImportRun, *, replace: bool = False
    ) -> Outcome[ImportResult]:
        """Add the records of a file, in its order; ids for every row or for none.

        A row known already (by its id, or by content and place) is passed over. An id that is
        recorded with other content is an error, and nothing is added; with `replace` the row takes
        the place of the record, and what that said is kept.
        """
        return self._write(lambda: records.add_records(self.connection, rows, run, replace=replace))

    def add_households(self, rows: Iterable[RawHousehold], run: ImportRun) -> Outcome[ImportResult]:
        """Add lines of a households file; one for a known name and day must say the same."""
        return self._write(lambda: members.add_households(self.connection, rows, run))

    def add_people(self, rows: Iterable[RawPerson], run: ImportRun) -> Outcome[ImportResult]:
        """Add lines of a people file; one for a known name, household and day must say the same."""
        return self._write(lambda: members.add_people(self.connection, rows, run))

    def adopt(self, policy: AdoptedPolicy) -> Outcome[Adoption]:
        """Keep a version of a policy; another text from the same day is an error."""
        return self._write(lambda: adoption.adopt(self.connection, policy))

    def records(self, village: str | None = None) -> Outcome[list[RawRecord]]:
        """All records in the order they were entered; of one village, also those that name none."""
        return self._read(lambda: records.read_records(self.connection, village))

    def named(self) -> Outcome[list[tuple[str, str]]]:
        """Every village and household, and village and person, that records name."""
        return self._read(lambda: records.read_names(self.connection))

    def households(self) -> Outcome[list[RawHousehold]]:
        """All lines of households files; empty where nobody gave one."""
        return self._read(lambda: members.read_households(self.connection))

    def people(self) -> Outcome[list[RawPerson]]:
        """All lines of people files; empty where nobody gave one."""
        return self._read(lambda: members.read_people(self.connection))

    def policies(self) -> Outcome[list[AdoptedPolicy]]:
        """All adopted versions: the main sheet's first; then by village and first day."""
        return self._read(lambda: adoption.read_policies(self.connection))

    def _read(self, work: Callable[[], T]) -> Outcome[T]:
        outcome = errors.attempt(self.path, lambda: Outcome(work()))
        if self.unguarded is not None and stand(self.path) != self.unguarded:
            return Outcome(None, (errors.busy(self.path),))
        return outcome

    def _write(self, work: Callable[[], Outcome[T]]) -> Outcome[T]:
        return write(self.connection, self.path, work)


def open_database(path: Path, *, write: bool) -> Outcome[Database]:
    """Open a file of ours; a file that is none, or cannot be opened so, is left untouched."""
    found = check_sqlite(path) or recognise(path)
    if not isinstance(found, int):
        return Outcome(None, (found,))
    if write and not may_write(path):
        return Outcome(None, (errors.refused(path),))

    def opened() -> Outcome[Database]:
        connection, unguarded = (connect_writing(path), None) if write else connect_reading(path)
        has = version(connection)
        if has == SCHEMA_VERSION:
            return Outcome(Database(path, connection, unguarded))
        connection.close()
        return Outcome(
            None, (errors.too_new(path) if has > SCHEMA_VERSION else errors.too_old(path),)
        )

    return errors.attempt(path, opened)
