"""A new file, or an older one brought up to date. Either happens whole or not at all."""

import os
import sqlite3
import tempfile
from pathlib import Path

import sqlite_utils

from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.store import errors
from rulesengine.store.connection import (
    SCHEMA_VERSION,
    check_sqlite,
    connect_writing,
    may_write,
    recognise,
    version,
    write,
)
from rulesengine.store.database import Database, open_database
from rulesengine.store.migrations import migrate


def create(path: Path) -> Outcome[Database]:
    """Make a new file and open it for writing, or bring an older file of ours up to date.

    Anything else that is already there is an error. Only its owner may read the new file, for it
    holds people's names. It is made beside its place and moved there when it is complete.
    """
    lacking = check_sqlite(path)
    if lacking is not None:
        return Outcome(None, (lacking,))
    if os.path.lexists(path):
        return _renew(path)
    for rest in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-journal")):
        if os.path.lexists(rest):  # of a file that is gone: SQLite would play it into the new one
            return Outcome(None, (errors.already_there(rest),))
    found = _make(path)
    if found is not None:
        return Outcome(None, (found,))
    return open_database(path, write=True)


def _renew(path: Path) -> Outcome[Database]:
    found = recognise(path)
    if not isinstance(found, int):
        return Outcome(None, (errors.already_there(path),))
    if not may_write(path):
        return Outcome(None, (errors.refused(path),))

    def renewed() -> Outcome[int]:
        connection = connect_writing(path)
        try:
            if version(connection) >= SCHEMA_VERSION:
                return Outcome(None, (errors.already_there(path),))
            return write(connection, path, lambda: _migrated(connection))
        finally:
            connection.close()

    outcome = errors.attempt(path, renewed)
    if outcome.value is None:
        return Outcome(None, outcome.diagnostics)
    return open_database(path, write=True)


def _make(path: Path) -> Diagnostic | None:
    try:
        handle, name = tempfile.mkstemp(prefix=".rulesengine-", dir=path.absolute().parent)
    except FileNotFoundError:
        return errors.no_folder(path)
    except OSError:
        return errors.refused(path)
    os.close(handle)
    unfinished = Path(name)
    try:
        outcome = errors.attempt(path, lambda: _fill(unfinished, path))
        return outcome.diagnostics[0] if outcome.value is None else _move(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _fill(unfinished: Path, path: Path) -> Outcome[int]:
    connection = sqlite3.connect(unfinished, isolation_level=None)
    try:
        outcome = write(connection, path, lambda: _migrated(connection))
        connection.execute("PRAGMA journal_mode = WAL")
        return outcome
    finally:
        connection.close()


def _migrated(connection: sqlite3.Connection) -> Outcome[int]:
    migrate(sqlite_utils.Database(connection, execute_plugins=False))
    return Outcome(SCHEMA_VERSION)


def _move(unfinished: Path, path: Path) -> Diagnostic | None:
    """Give the complete file its name, never in place of another file."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        return errors.already_there(path)
    except OSError:  # a disk without hard links
        if os.path.lexists(path):
            return errors.already_there(path)
        try:
            unfinished.rename(path)
        except OSError:
            return errors.refused(path)
    return None
