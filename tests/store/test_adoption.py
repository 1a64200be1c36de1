"""Adopted policies: kept for good, one text a day."""

import sqlite3
from datetime import date
from pathlib import Path

import attrs
import pytest

from rulesengine.core.codes import Code
from rulesengine.store.adoption import none_adopted
from rulesengine.store.database import Database
from tests.store.rows import household, policy, run


def test_versions_come_back_in_order(database: Database) -> None:
    """Versions for every village come first, then by village; each by first day; texts unchanged."""
    later = policy("后\r\n\u3000来", first_day=date(2025, 7, 1), sha="b")
    versions = [policy("起初"), later, policy(village="丙村"), policy(village="甲村")]
    for version in reversed(versions):
        outcome = database.adopt(version)
        assert outcome.value is not None
        assert outcome.value.is_new
    assert versions == database.policies().value


def test_same_text_again(database: Database) -> None:
    """The same text from the same day is nothing new, whatever file it comes from."""
    database.adopt(policy())
    again = database.adopt(attrs.evolve(policy(), source_name="副本.policy")).value
    assert again is not None
    assert (False, "甲.policy") == (again.is_new, again.policy.source_name)
    assert [policy()] == database.policies().value


@pytest.mark.parametrize("village", ["", "甲村"])
def test_another_text_from_the_same_day(database: Database, village: str) -> None:
    """Another text from the same day is refused with both, and the first stays."""
    database.adopt(policy(village=village))
    outcome = database.adopt(policy("别的", village=village, sha="b"))
    assert [Code.VERSION_EXISTS] == [found.code for found in outcome.diagnostics]
    assert [
        "recorded: 甲 from 甲.policy, sha256 aaaaaaaaaaaa",
        "new: 甲 from 甲.policy, sha256 bbbbbbbbbbbb",
    ] == [str(note) for note in outcome.diagnostics[0].notes]
    assert [policy(village=village)] == database.policies().value


def test_a_village_and_every_village_are_apart(database: Database) -> None:
    """A village may adopt its own from the day on which a policy for all of them begins."""
    database.adopt(policy())
    assert database.adopt(policy("别的", village="甲村", sha="b")).value is not None


def test_village_of_the_register(database: Database) -> None:
    """A village that the register has is not made twice."""
    database.add_households([household(2, "张三", "甲村")], run("户.csv"))
    database.adopt(policy(village="甲村"))
    assert [("甲村",)] == database.connection.execute("SELECT name FROM village").fetchall()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy SET text = '别的'",
        "DELETE FROM policy",
        "INSERT OR REPLACE INTO policy SELECT * FROM policy",
        "INSERT OR REPLACE INTO policy (name, first_day, text, sha256, source_name, language,"
        " adopted_at) SELECT name, first_day, '别的', sha256, source_name, language, adopted_at"
        " FROM policy",
    ],
)
def test_adopted_text_is_never_changed(database: Database, statement: str) -> None:
    """Not even another program's SQL changes, deletes or replaces an adopted text."""
    database.adopt(policy())
    with pytest.raises(sqlite3.IntegrityError, match="an adopted policy is never"):
        database.connection.execute(statement)
    assert [policy()] == database.policies().value


def test_nothing_adopted(database: Database) -> None:
    """A database without policies says so, with both ways out."""
    assert [] == database.policies().value
    found = none_adopted(Path("村.db"))
    assert (Code.NO_POLICY_ADOPTED, "no policy has been adopted in 村.db") == (
        found.code,
        str(found.message),
    )
