"""What SQLite and the system refuse, as diagnostics. Opens nothing and writes nothing.

Only faults of the outside world are translated; anything else that SQLite refuses (a constraint, a
statement) is a bug of ours and stays an exception.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.text import Text, text

T = TypeVar("T")

_AS_IT_WAS = text("nothing was changed: the database is as it was before")


def attempt(path: Path, work: Callable[[], Outcome[T]]) -> Outcome[T]:
    """Do the work; what the outside world refuses becomes a diagnostic about the file."""
    try:
        return work()
    except sqlite3.Error as error:
        found = diagnosis(path, error)
        if found is None:
            raise
        return Outcome(None, (found,))


def diagnosis(path: Path, error: sqlite3.Error) -> Diagnostic | None:
    """The diagnostic of a fault of the outside world; None for one that is our own mistake."""
    match primary_code(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(path)
        case sqlite3.SQLITE_FULL:
            return _cannot_write(
                text("there is no room left to write {path}", path=str(path)),
                text("free some room on the disk, then try again"),
            )
        case sqlite3.SQLITE_IOERR:
            return _cannot_write(
                text("the disk reports a fault at {path}", path=str(path)),
                text("copy the file to another disk, then try again with the copy"),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return refused(path)
        case sqlite3.SQLITE_NOTADB:
            return not_ours(path, text("it is not an SQLite file"))
        case sqlite3.SQLITE_CORRUPT:
            return _damaged(path)
        case _:
            return None


def primary_code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code; None where the error does not come from SQLite itself."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def missing(path: Path) -> Diagnostic:
    """There is no such file."""
    return Diagnostic(
        Code.UNREADABLE_FILE,
        text("there is no database {path}", path=str(path)),
        help=text("correct the name, or make a new one: rulesengine init {path}", path=str(path)),
    )


def no_folder(path: Path) -> Diagnostic:
    """The folder that a new file would stand in does not exist."""
    return Diagnostic(
        Code.CANNOT_WRITE,
        text("there is no folder {folder}", folder=str(path.parent)),
        help=text("make the folder first, or correct the name"),
    )


def not_ours(path: Path, why: Text) -> Diagnostic:
    """A file, but not one that this program made."""
    return Diagnostic(
        Code.NOT_OUR_DATABASE,
        text("{path} is not a database of this program", path=str(path)),
        notes=(why,),
        help=text("give a file that was made with: rulesengine init"),
    )


def busy(path: Path) -> Diagnostic:
    """Somebody else is writing to it."""
    return Diagnostic(
        Code.DATABASE_BUSY,
        text("another program is working on {path}", path=str(path)),
        notes=(_AS_IT_WAS,),
        help=text("wait until it is done, or close it, then try again"),
    )


def too_new(path: Path) -> Diagnostic:
    """A later version of this program made or changed it."""
    return Diagnostic(
        Code.DATABASE_TOO_NEW,
        text("{path} belongs to a newer version of this program", path=str(path)),
        help=text("install the newer version, then try again"),
    )


def too_old(path: Path) -> Diagnostic:
    """An earlier version of this program made it, and nobody has brought it up to date."""
    return Diagnostic(
        Code.DATABASE_TOO_OLD,
        text("{path} was made by an older version of this program", path=str(path)),
        help=text(
            "make a copy of it, then bring it up to date: rulesengine init {path}", path=str(path)
        ),
    )


def old_sqlite(path: Path, found: str, needed: str) -> Diagnostic:
    """The SQLite that came with this Python is older than the file's tables need."""
    return Diagnostic(
        Code.DATABASE_TOO_NEW,
        text(
            "{path} needs SQLite {needed} or newer, and this Python has {found}",
            path=str(path),
            needed=needed,
            found=found,
        ),
        help=text("install a newer Python, then try again"),
    )


def already_there(path: Path) -> Diagnostic:
    """A new file may not take the place of one that exists."""
    return Diagnostic(
        Code.ALREADY_THERE,
        text("{path} is already there", path=str(path)),
        help=text("choose another name, or go on working with the one that is there"),
    )


def _damaged(path: Path) -> Diagnostic:
    return Diagnostic(
        Code.NOT_OUR_DATABASE,
        text("{path} is damaged and cannot be read", path=str(path)),
        help=text("go back to the last good copy of it"),
    )


def refused(path: Path) -> Diagnostic:
    """The file or its folder may not be opened, or not be written."""
    return _cannot_write(
        text("the system refuses access to {path} or to its folder", path=str(path)),
        text("check that both may be read and written, or work on a copy in a folder of your own"),
    )


def _cannot_write(message: Text, way_out: Text) -> Diagnostic:
    return Diagnostic(Code.CANNOT_WRITE, message, notes=(_AS_IT_WAS,), help=way_out)
