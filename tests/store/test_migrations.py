"""The schema: what is there, and what it refuses."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from rulesengine.store.connection import SCHEMA_VERSION
from rulesengine.store.database import Database
from rulesengine.store.migrations import migrate, migrations
from tests.store.rows import household, person, policy, record, run

_SCHEMA = Path(__file__).with_name("schema.sql")


@pytest.fixture
def filled(database: Database) -> Database:
    """A database with a row in every table."""
    for outcome in (
        database.add_households([household(2, "张三")], run("户.csv")),
        database.add_people([person(2, "小张", "张三")], run("人.csv")),
        database.add_records([record(2, 7, quantity=100)], run()),
        database.add_records([record(2, 7)], run("改.csv"), replace=True),
        database.adopt(policy(village="甲村")),
    ):
        assert outcome.value is not None
    return database


def _schema(connection: sqlite3.Connection) -> str:
    statements = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'"
        " ORDER BY type, name"
    )
    return "".join(re.sub(r"\s+", " ", sql).strip() + ";\n" for (sql,) in statements)


def test_schema_is_the_one_written_down(filled: Database) -> None:
    """Tables, triggers, indexes and views are those of `schema.sql`: nothing is dropped unseen."""
    assert _SCHEMA.read_text(encoding="utf-8") == _schema(filled.connection)


def test_every_table_is_strict(database: Database) -> None:
    """All tables of ours are STRICT and have a whole-number key; names are ASCII; nothing is made."""
    tables = database.connection.execute(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE '%sqlite%' ORDER BY name"
    ).fetchall()
    assert [
        (name, 1)
        for name in (
            "extended_text", "household", "household_history", "import", "person", "person_history", "policy",
            "record", "record_change", "village",
        )
    ] == tables  # fmt: skip
    columns = database.connection.execute(
        "SELECT t.name, c.name, c.type, c.pk, c.hidden"
        " FROM pragma_table_list t, pragma_table_xinfo(t.name) c"
        " WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE '%sqlite%'"
    ).fetchall()
    assert all(column.isascii() for _, column, *_ in columns)
    assert {0} == {hidden for *_, hidden in columns}
    assert {("id", "INTEGER")} == {(column, type) for _, column, type, pk, _ in columns if pk}


def test_version_is_the_number_of_migrations(database: Database) -> None:
    """The version in the file counts the migrations, each of which is noted as applied."""
    applied = migrations.applied(sqlite_utils.Database(database.connection))
    assert SCHEMA_VERSION == len(applied)
    assert (SCHEMA_VERSION,) == database.connection.execute("PRAGMA user_version").fetchone()


def test_migrating_again_changes_nothing(filled: Database) -> None:
    """A file that is up to date stays as it is, rows and schema."""
    before = _schema(filled.connection)
    migrate(sqlite_utils.Database(filled.connection))
    assert before == _schema(filled.connection)
    assert [record(2, 7)] == filled.records().value


@pytest.mark.parametrize("value", [1.5, "1.5", "viel", b"1"])
@pytest.mark.parametrize("column", ["quantity_hundredths", "judged_hundredths", "file_row"])
def test_whole_numbers_only(filled: Database, column: str, value: Any) -> None:
    """A column of whole numbers takes no fraction and no text."""
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        filled.connection.execute(f"UPDATE record SET {column} = ?", (value,))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("record", "day", "2025-02-30"),
        ("record", "day", "2025-2-3"),
        ("record", "day", "now"),
        ("record", "day", "2025-03-04 10:00"),
        ("record", "status", "good"),
        ("record", "facts", "{"),
        ("record", "facts", "[]"),
        ("record", "ref", 1.5),
        ("record", "ref", b"7"),
        ("record", "ref", None),
        ("record", "entered_at", "2025-07-01 08:30"),
        ("record", "content", b"short"),
        ("record", "import_id", 77),
        ("record", "file_row", -1),
        ("household", "name", ""),
        ("household", "village_id", 77),
        ("household_history", "since_day", "2025-13-01"),
        ("household_history", "facts", "1"),
        ("person_history", "household", ""),
        ("person_history", "left_day", ""),
        ("village", "name", ""),
    ],
)
def test_checks(filled: Database, table: str, column: str, value: Any) -> None:
    """Each column refuses what cannot stand there."""
    with pytest.raises((sqlite3.IntegrityError, sqlite3.OperationalError), match="constraint"):
        filled.connection.execute(f"UPDATE {table} SET {column} = ?", (value,))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_change SET old = '{}'",
        "DELETE FROM record_change",
        "INSERT OR REPLACE INTO record_change SELECT * FROM record_change",
    ],
)
def test_corrections_stay(filled: Database, statement: str) -> None:
    """What a record said before it was corrected is never rewritten."""
    with pytest.raises(sqlite3.IntegrityError, match="what was corrected is never"):
        filled.connection.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE import SET added = 0", "DELETE FROM import"])
def test_runs_of_import_stay(filled: Database, statement: str) -> None:
    """What was imported when is never rewritten."""
    with pytest.raises(sqlite3.IntegrityError, match="a run of import is never"):
        filled.connection.execute(statement)
