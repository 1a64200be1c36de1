"""Opening, reading and writing a file in a world that does not always let us."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Outcome
from rulesengine.store import connection, database
from rulesengine.store.database import Database, open_database
from tests.store.rows import household, policy, record, run


def _codes(outcome: Outcome[Any]) -> list[Code]:
    return [diagnostic.code for diagnostic in outcome.diagnostics]


def _opened(path: Path, *, write: bool) -> Database:
    outcome = open_database(path, write=write)
    assert outcome.value is not None, outcome
    return outcome.value


def _files(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def _foreign(path: Path) -> bytes:
    other = sqlite3.connect(path)
    other.execute("PRAGMA application_id = 7")
    other.execute("CREATE TABLE t (x)")
    other.commit()
    other.close()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"not a database", "it is not an SQLite file"),
        (os.urandom(5000), "it is not an SQLite file"),
        (b"SQLite format 3\0", "it is not an SQLite file"),
        (b"SQLite format 3\0" + bytes(200), "it is an SQLite file of another program"),
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_a_file_that_is_not_ours(tmp_path: Path, content: bytes, why: str, write: bool) -> None:
    """Anything else than a file of ours is refused with the reason, and stays as it was."""
    path = tmp_path / "a.db"
    path.write_bytes(content)
    outcome = open_database(path, write=write)
    assert [Code.NOT_OUR_DATABASE] == _codes(outcome)
    assert why == str(outcome.diagnostics[0].notes[0])
    assert {"a.db": content} == _files(path)


def test_sqlite_file_of_another_program(tmp_path: Path) -> None:
    """A sound SQLite file that another program made is refused, and its content stays."""
    content = _foreign(tmp_path / "a.db")
    assert [Code.NOT_OUR_DATABASE] == _codes(open_database(tmp_path / "a.db", write=True))
    assert {"a.db": content} == _files(tmp_path / "a.db")


def test_a_folder(tmp_path: Path) -> None:
    """A folder is no database."""
    assert [Code.NOT_OUR_DATABASE] == _codes(open_database(tmp_path, write=False))


@pytest.mark.parametrize("write", [False, True])
def test_no_file(tmp_path: Path, write: bool) -> None:
    """A missing file is reported, and opening makes none."""
    assert [Code.UNREADABLE_FILE] == _codes(open_database(tmp_path / "a.db", write=write))
    assert [] == list(tmp_path.iterdir())


def test_damaged_file(path: Path) -> None:
    """A file of ours whose pages were overwritten is called damaged."""
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    outcome = open_database(path, write=False)
    assert [Code.NOT_OUR_DATABASE] == _codes(outcome)
    assert "{path} is damaged and cannot be read" == outcome.diagnostics[0].message.template


@pytest.mark.parametrize("write", [False, True])
def test_file_of_a_newer_version(path: Path, write: bool) -> None:
    """A file with more migrations than we know is left to the newer version."""
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    assert [Code.DATABASE_TOO_NEW] == _codes(open_database(path, write=write))


def test_old_sqlite(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An SQLite that does not know our tables is told before it misreads them."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    assert [Code.DATABASE_TOO_NEW] == _codes(open_database(path, write=False))


@pytest.mark.usefixtures("other")
def test_somebody_else_writes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes we may not, but we may read."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    assert [Code.DATABASE_BUSY] == _codes(open_database(path, write=True))
    with _opened(path, write=False) as reading:
        assert [] == reading.records().value


def test_somebody_begins_to_write_after_we_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock taken between opening and adding is reported too; nothing is added."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.01)
    with _opened(path, write=True) as writing:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert [Code.DATABASE_BUSY] == _codes(writing.add_records([record(2)], run()))
        other.close()
        assert [] == writing.records().value


def test_reading_leaves_no_trace(path: Path) -> None:
    """Opening for reading, reading and closing changes no byte and leaves no file behind."""
    with _opened(path, write=True) as filled:
        assert filled.add_records([record(2)], run()).value is not None
    before, touched = _files(path), path.stat().st_mtime_ns
    with _opened(path, write=False) as reading:
        assert 1 == len(reading.records().value or [])
    assert (before, touched) == (_files(path), path.stat().st_mtime_ns)


def test_a_reader_sees_one_moment(path: Path) -> None:
    """What others add after a reader opened the file is not seen by it, in no table."""
    with _opened(path, write=False) as reading, _opened(path, write=True) as writing:
        assert writing.add_records([record(2)], run()).value is not None
        assert writing.adopt(policy()).value is not None
        assert ([], []) == (reading.records().value, reading.policies().value)


def test_a_reader_cannot_add(path: Path) -> None:
    """A file opened for reading takes nothing in."""
    with _opened(path, write=False) as reading, pytest.raises(AssertionError, match="reading"):
        reading.add_records([record(2)], run())
    with _opened(path, write=False) as reading:
        assert [] == reading.records().value


def _protected(folder: Path, *, file: int, around: int) -> Path:
    from rulesengine.store.create import create

    made = create(folder / "a.db").value
    assert made is not None
    with made:
        assert made.add_records([record(2)], run()).value is not None
    made.path.chmod(file)
    folder.chmod(around)
    return made.path


@pytest.mark.parametrize(("file", "around"), [(0o400, 0o700), (0o600, 0o500), (0o400, 0o500)])
def test_protected_file_or_folder(as_nobody: Path, file: int, around: int) -> None:
    """Where file or folder may not be written we read and leave nothing; adding is refused."""
    path = _protected(as_nobody, file=file, around=around)
    before = _files(path)
    with _opened(path, write=False) as reading:
        assert 1 == len(reading.records().value or [])
    assert [Code.CANNOT_WRITE] == _codes(open_database(path, write=True))
    assert before == _files(path)


def test_protected_folder_of_another_writer(as_nobody: Path) -> None:
    """Read without locks, a file that changes meanwhile gives a diagnostic, never a mixture."""
    path = _protected(as_nobody, file=0o400, around=0o500)
    with _opened(path, write=False) as reading:
        path.chmod(0o600)
        os.utime(path, (1, 1))
        assert [Code.DATABASE_BUSY] == _codes(reading.records())


def test_file_that_may_not_be_read(as_nobody: Path) -> None:
    """A file that is not for us gives a diagnostic."""
    path = _protected(as_nobody, file=0o000, around=0o700)
    assert [Code.CANNOT_WRITE] == _codes(open_database(path, write=False))


def test_full_disk(path: Path) -> None:
    """A disk that fills up during an import: a diagnostic, and the database as it was."""
    with _opened(path, write=True) as writing:
        assert writing.add_records([record(2)], run()).value is not None
    before = path.read_bytes()
    with _opened(path, write=True) as writing:
        (pages,) = writing.connection.execute("PRAGMA page_count").fetchone()
        writing.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
        rows = (record(number, item=f"事项{number}") for number in range(2, 5000))
        outcome = writing.add_records(rows, run())
        assert [Code.CANNOT_WRITE] == _codes(outcome)
        assert 1 == len(writing.records().value or [])
    assert before == path.read_bytes()


def test_fault_of_our_own_changes_nothing(database: Database) -> None:
    """An exception in the middle of the rows undoes what was added before it, and is not hidden."""

    def rows() -> Any:
        for number in range(5000):
            yield record(number + 2)
        raise KeyError("ours")

    with pytest.raises(KeyError, match="ours"):
        database.add_records(rows(), run())
    assert [] == database.records().value
    assert database.add_records([record(2)], run()).value is not None


_KILLED = """
import sys
from pathlib import Path
from rulesengine.store.database import open_database
from tests.store.rows import record, run

def rows():
    for number in range(2, 1_000_000):
        if number == 30_000:
            print("half", flush=True)
            sys.stdin.read()
        yield record(number, item=f"item {number}")

open_database(Path(sys.argv[1]), write=True).value.add_records(rows(), run())
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is not of Windows")
def test_killed_import(path: Path) -> None:
    """An import that is killed half-way leaves what was there before, and the next one works."""
    with _opened(path, write=True) as writing:
        assert writing.add_records([record(2)], run()).value is not None
    before = path.read_bytes()
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    with child:
        assert child.stdout is not None
        assert b"half" == child.stdout.readline().strip()
        child.send_signal(signal.SIGKILL)
    assert before == path.read_bytes()
    with _opened(path, write=False) as reading:
        assert [2] == [row.origin.row for row in reading.records().value or [] if row.origin]
    with _opened(path, write=True) as writing:
        assert ("ok",) == writing.connection.execute("PRAGMA integrity_check").fetchone()
        result = writing.add_records([record(2), record(3, item="新")], run()).value
        assert result is not None
        assert (1, 1) == (result.added, result.already_there)
    assert [path.name] == [file.name for file in path.parent.iterdir()]


def test_names_with_marks_of_addresses(tmp_path: Path) -> None:
    """`?`, `#`, `%` and spaces in a file's name are part of the name."""
    from rulesengine.store.create import create

    path = tmp_path / "a?mode=memory#b %41 村.db"
    made = create(path).value
    assert made is not None
    made.close()
    with _opened(path, write=True) as writing:
        assert writing.add_households([household(2, "张三")], run("户.csv")).value is not None
    with _opened(path, write=False) as reading:
        assert ["张三"] == [row.household for row in reading.households().value or []]
    assert [path.name] == [file.name for file in tmp_path.iterdir()]


def test_foreign_keys_are_on(database: Database) -> None:
    """Every connection of ours refuses a row that points nowhere."""
    with pytest.raises(sqlite3.IntegrityError):
        database.connection.execute("INSERT INTO household (village_id, name) VALUES (77, '张三')")


def test_everything_survives_closing(path: Path) -> None:
    """What one program added another reads the same."""
    with _opened(path, write=True) as writing:
        assert writing.add_records([record(2, 7)], run()).value is not None
        assert writing.add_households(
            [household(2, "张三", since=date(2025, 1, 1), facts={"低保": "是"})], run("户.csv")
        ).value
        assert writing.adopt(policy()).value is not None
    with _opened(path, write=False) as reading:
        assert [record(2, 7)] == reading.records().value
        assert [household(2, "张三", since=date(2025, 1, 1), facts={"低保": "是"})] == (
            reading.households().value
        )
        assert [policy()] == reading.policies().value


def test_reading_needs_no_sqlite_utils() -> None:
    """Scoring from a database must start fast: only making one loads the library of migrations."""
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, rulesengine.store.database; print('sqlite_utils' in sys.modules)",
        ],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert b"False" == loaded.stdout.strip()
    assert database.open_database is open_database
