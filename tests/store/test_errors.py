"""Which refusals are the world's and which are our mistakes."""

import ast
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulesengine import store
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Outcome
from rulesengine.store import errors

_PATH = Path("村.db")


def _error(code: int | None) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("words of SQLite")
    if code is not None:
        error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, Code.DATABASE_BUSY),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Code.DATABASE_BUSY),
        (sqlite3.SQLITE_LOCKED, Code.DATABASE_BUSY),
        (sqlite3.SQLITE_FULL, Code.CANNOT_WRITE),
        (sqlite3.SQLITE_IOERR, Code.CANNOT_WRITE),
        (sqlite3.SQLITE_IOERR_WRITE, Code.CANNOT_WRITE),
        (sqlite3.SQLITE_READONLY, Code.CANNOT_WRITE),
        (sqlite3.SQLITE_READONLY_DBMOVED, Code.CANNOT_WRITE),
        (sqlite3.SQLITE_CANTOPEN, Code.CANNOT_WRITE),
        (sqlite3.SQLITE_NOTADB, Code.NOT_OUR_DATABASE),
        (sqlite3.SQLITE_CORRUPT, Code.NOT_OUR_DATABASE),
    ],
)
def test_faults_of_the_world(code: int, expected: Code) -> None:
    """Faults of disk, system and other programs are diagnostics that name the file, with a way out."""

    def work() -> Outcome[int]:
        raise _error(code)

    (found,) = errors.attempt(_PATH, work).diagnostics
    assert (expected, "村.db") == (found.code, found.message.values["path"])
    assert found.help is not None


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_ERROR, None])
def test_faults_of_ours(code: int | None) -> None:
    """A wrong statement or value is our mistake and is not dressed up as the user's."""

    def work() -> Outcome[int]:
        raise _error(code)

    with pytest.raises(sqlite3.OperationalError, match="words of SQLite"):
        errors.attempt(_PATH, work)


def test_work_that_succeeds() -> None:
    """What the work gives passes through."""
    assert Outcome(7) == errors.attempt(_PATH, lambda: Outcome(7))


def _statements() -> Iterator[tuple[str, ast.expr]]:
    for module in sorted(Path(store.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="execute" | "executemany" | "executescript"),
                    args=[statement, *_],
                ):
                    yield f"{module.name}:{node.lineno}", statement


def _is_constant(statement: ast.expr) -> bool:
    match statement:
        case ast.Constant(value=str()):
            return True
        case ast.Name(id=name):
            return name.isupper()  # written out once, at the head of its module
        case ast.IfExp(body=one, orelse=other):
            return _is_constant(one) and _is_constant(other)
        case _:
            return False


def test_no_sql_is_made_of_values() -> None:
    """Every statement is a constant; only the list of migrations is walked through."""
    made = [place for place, statement in _statements() if not _is_constant(statement)]
    assert ["migrations.py"] == [place.partition(":")[0] for place in made]
