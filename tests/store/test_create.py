"""New files and older ones brought up to date."""

import os
import sqlite3
import stat
from pathlib import Path

import attrs
import pytest
import sqlite_utils

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Outcome
from rulesengine.store import connection, create, database
from rulesengine.store.database import Database, open_database
from rulesengine.store.migrations import migrations
from tests.store.rows import policy, record, run


def _codes(outcome: Outcome[Database]) -> list[Code]:
    return [diagnostic.code for diagnostic in outcome.diagnostics]


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def test_new_file_is_one_file_of_ours(path: Path) -> None:
    """A new database is a single file that carries our number and the schema's version."""
    assert ["村.db"] == _names(path.parent)
    assert connection.SCHEMA_VERSION == connection.recognise(path)


def test_new_file_keeps_readers_and_a_writer_apart(path: Path) -> None:
    """A new database is in WAL mode for whoever opens it."""
    opened = sqlite3.connect(path)
    assert ("wal",) == opened.execute("PRAGMA journal_mode").fetchone()
    opened.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_new_file_is_for_its_owner(path: Path) -> None:
    """People's names are in it, so only its owner may read a new database."""
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_never_replaced(tmp_path: Path) -> None:
    """Whatever stands at the path stays as it is, a database of ours too."""
    other = tmp_path / "a.db"
    other.write_bytes(b"mine")
    assert [Code.ALREADY_THERE] == _codes(create.create(other))
    assert b"mine" == other.read_bytes()
    ours = tmp_path / "b.db"
    made = create.create(ours).value
    assert made is not None
    made.close()
    before = ours.read_bytes()
    assert [Code.ALREADY_THERE] == _codes(create.create(ours))
    assert before == ours.read_bytes()


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    """A folder at the path is already there too."""
    assert [Code.ALREADY_THERE] == _codes(create.create(tmp_path))


def test_rest_of_a_lost_file_is_not_played_in(tmp_path: Path) -> None:
    """A `-wal` left by a file that is gone would be played into the new one, so it is refused."""
    (tmp_path / "a.db-wal").write_bytes(b"rest")
    outcome = create.create(tmp_path / "a.db")
    assert [Code.ALREADY_THERE] == _codes(outcome)
    assert str(tmp_path / "a.db-wal") == outcome.diagnostics[0].message.values["path"]
    assert ["a.db-wal"] == _names(tmp_path)


def test_folder_that_does_not_exist(tmp_path: Path) -> None:
    """No folder is made for a new database; the message names the folder."""
    outcome = create.create(tmp_path / "no" / "a.db")
    assert [Code.CANNOT_WRITE] == _codes(outcome)
    assert str(tmp_path / "no") == outcome.diagnostics[0].message.values["folder"]


def test_folder_that_may_not_be_written(as_nobody: Path) -> None:
    """A protected folder gives a diagnostic and gets no file."""
    as_nobody.chmod(0o500)
    assert [Code.CANNOT_WRITE] == _codes(create.create(as_nobody / "a.db"))
    assert [] == list(as_nobody.iterdir())


def test_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up while the file is made: a diagnostic, and no file at all."""

    def full(made: sqlite_utils.Database) -> None:
        made.execute("PRAGMA max_page_count = 2")
        made.execute("CREATE TABLE a (x)")
        made.execute("CREATE TABLE b (x)")

    monkeypatch.setattr(create, "migrate", full)
    assert [Code.CANNOT_WRITE] == _codes(create.create(tmp_path / "a.db"))
    assert [] == list(tmp_path.iterdir())


def test_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk knows no hard links the complete file is moved to its place."""

    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    made = create.create(tmp_path / "a.db").value
    assert made is not None
    made.close()
    assert ["a.db"] == _names(tmp_path)


def test_older_file_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an older version is refused until `create` has given it what is new; rows stay."""
    filled = open_database(path, write=True).value
    assert filled is not None
    with filled:
        assert filled.add_records([record(2)], run()).value is not None

    def add_table(made: sqlite_utils.Database) -> None:
        made.execute("CREATE TABLE later (x INTEGER) STRICT")
        made.execute(f"PRAGMA user_version = {connection.SCHEMA_VERSION + 1:d}")

    for module in (create, database):
        monkeypatch.setattr(module, "SCHEMA_VERSION", connection.SCHEMA_VERSION + 1)
    monkeypatch.setattr(create, "migrate", add_table)
    for write in (False, True):
        assert [Code.DATABASE_TOO_OLD] == _codes(open_database(path, write=write))
    renewed = create.create(path).value
    assert renewed is not None
    with renewed:
        assert 1 == len(renewed.records().value or [])
        assert [] == renewed.connection.execute("SELECT x FROM later").fetchall()


def test_a_file_without_sheets_is_brought_up_to_date(tmp_path: Path) -> None:
    """What was adopted before there were sheets stands on the main one and is still kept for good."""
    path = tmp_path / "old.db"
    older = sqlite_utils.Database(sqlite3.connect(path, isolation_level=None))
    migrations.apply(older, stop_before="keep_sheets_apart")
    older.execute("PRAGMA journal_mode = WAL")
    older.execute(
        "INSERT INTO policy (name, first_day, text, sha256, source_name, language, adopted_at)"
        " VALUES ('甲', '2025-01-01', 'policy 甲', ?, '甲.policy', 'zh', '2025-07-01T08:30:00Z')",
        ("a" * 64,),
    )
    older.execute(f"PRAGMA application_id = {connection.APPLICATION_ID:d}")
    older.execute("PRAGMA user_version = 2")
    older.close()

    assert [Code.DATABASE_TOO_OLD] == _codes(open_database(path, write=True))
    renewed = create.create(path).value
    assert renewed is not None
    with renewed:
        assert [policy()] == renewed.policies().value
        other = attrs.evolve(policy("policy 乙", sha="b"), sheet="党员")
        assert renewed.adopt(other).value is not None
        assert [policy(), other] == renewed.policies().value
        for statement in (
            "UPDATE policy SET sheet = ''",
            "INSERT OR REPLACE INTO policy SELECT * FROM policy",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="an adopted policy is never"):
                renewed.connection.execute(statement)


def test_failed_renewal_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that fails half-way leaves the older file as it was."""

    def fails(made: sqlite_utils.Database) -> None:
        made.execute("CREATE TABLE later (x INTEGER) STRICT")
        raise sqlite3.IntegrityError

    before = path.read_bytes()
    monkeypatch.setattr(create, "SCHEMA_VERSION", connection.SCHEMA_VERSION + 1)
    monkeypatch.setattr(create, "migrate", fails)
    with pytest.raises(sqlite3.IntegrityError):
        create.create(path)
    assert before == path.read_bytes()
    assert ["村.db"] == _names(path.parent)
