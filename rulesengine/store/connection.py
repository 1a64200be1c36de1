"""Connections to the file: whose it is, how it is opened, how it is written. Knows no table.

Reading changes nothing and leaves nothing behind; writing is one transaction that happens whole or
not at all. SQLite itself (WAL) keeps readers and a writer apart.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar
from urllib.parse import quote

from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.text import text
from rulesengine.store import errors

T = TypeVar("T")
Stand: TypeAlias = tuple[int, int, bool]  # time of change, size, whether a `-wal` is there

APPLICATION_ID = 0x4A46424B  # "JFBK", 积分簿 book: in the header of every file of ours
SCHEMA_VERSION = 4  # PRAGMA user_version: how many migrations the file has had
BUSY_SECONDS = 5.0  # how long to wait for another writer
_OLDEST_SQLITE = (3, 38, 0)  # STRICT tables, RETURNING, JSON always built in

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_VERSION_AT, _APPLICATION_AT = 60, 68  # offsets in the header of an SQLite file


def recognise(path: Path) -> Diagnostic | int:
    """The schema version in the header of a file of ours, or why it is none of ours.

    Looks at the first bytes only, so that another program's file is never opened through SQLite
    (which could fold its WAL into it).
    """
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - never raise
        is_folder = os.path.isdir(path)  # noqa: PTH112
        return errors.not_ours(
            path, text("it is a folder") if is_folder else text("it is no ordinary file")
        )
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return errors.missing(path)
    except OSError:
        return errors.refused(path)
    if not header:
        return errors.not_ours(path, text("the file is empty"))
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        return errors.not_ours(path, text("it is not an SQLite file"))
    if int.from_bytes(header[_APPLICATION_AT : _APPLICATION_AT + 4], "big") != APPLICATION_ID:
        return errors.not_ours(path, text("it is an SQLite file of another program"))
    return int.from_bytes(header[_VERSION_AT : _VERSION_AT + 4], "big")


def check_sqlite(path: Path) -> Diagnostic | None:
    """Whether this machine's SQLite knows what our tables are made of."""
    if sqlite3.sqlite_version_info >= _OLDEST_SQLITE:
        return None
    needed = ".".join(str(part) for part in _OLDEST_SQLITE)
    return errors.old_sqlite(path, sqlite3.sqlite_version, needed)


def connect_writing(path: Path) -> sqlite3.Connection:
    """A connection that may write; the file must be there, and `may_write` must have said yes.

    Raises sqlite3.Error at once where another writer is at work, so that nothing is done in vain.
    """
    connection = _connect(path, "mode=rw")
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reading(path: Path) -> tuple[sqlite3.Connection, Stand | None]:
    """A connection that sees the file as it is now until it is closed, whoever writes meanwhile.

    A plain read-only connection would leave `-wal` and `-shm` files behind; one that could write
    and does not (`query_only`) takes them away again. Where nothing may be written, a file without
    a `-wal` is complete and is read as it stands, without SQLite's locks: then how the file stood
    comes too, to be compared after reading.
    """
    if may_write(path):
        return _snapshot(path, "mode=rw"), None
    if _wal(path).exists():
        return _snapshot(path, "mode=ro"), None
    before = stand(path)
    return _snapshot(path, "mode=ro&immutable=1"), before


def stand(path: Path) -> Stand:
    """What changes when somebody writes to the file."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0, False
    return status.st_mtime_ns, status.st_size, _wal(path).exists()


def write(connection: sqlite3.Connection, path: Path, work: Callable[[], Outcome[T]]) -> Outcome[T]:
    """Do the work in one transaction, kept only if it has a value.

    A diagnostic, a full disk, a fault or an exception: everything is as it was before.
    """

    assert not connection.in_transaction, "the database was opened for reading"

    def inside() -> Outcome[T]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            outcome = work()
            connection.execute("ROLLBACK" if outcome.value is None else "COMMIT")
        finally:
            if connection.in_transaction:  # something was raised, and SQLite has not undone it yet
                connection.execute("ROLLBACK")
        return outcome

    return errors.attempt(path, inside)


def version(connection: sqlite3.Connection) -> int:
    """The schema version as this connection sees it (the header may lag behind a `-wal`)."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0])


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    whole = path.absolute().as_posix()
    root = "" if whole.startswith("/") else "/"  # before the drive letter of Windows
    uri = f"file://{root}{quote(os.fsencode(whole), safe='/:')}?{mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _snapshot(path: Path, mode: str) -> sqlite3.Connection:
    connection = _connect(path, mode)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the snapshot begins
    except BaseException:
        connection.close()
        raise
    return connection


def may_write(path: Path) -> bool:
    """Whether the system lets us write the file and beside it.

    Asked before SQLite is, which would open a protected file for reading and notice late.
    """
    effective = os.access in os.supports_effective_ids
    return all(
        os.access(place, os.W_OK, effective_ids=effective)
        for place in (path, path.absolute().parent)
    )


def _wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
