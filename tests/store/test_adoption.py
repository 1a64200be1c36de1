"""Adopted policies: kept for good, one text a day."""

import sqlite3
from datetime import date
from pathlib import Path

import attrs
import pytest

from rulesengine.core.codes import Code
from rulesengine.store.adoption import ExtendedText, none_adopted
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


def test_what_a_policy_extends_is_kept_with_it(database: Database) -> None:
    """By its sha256, so that villages that adopt the same keep it once; the nearest first."""
    texts = (ExtendedText("镇.policy", "镇\r\n"), ExtendedText("县.policy", "县"))
    extended = attrs.evolve(policy(village="甲村"), extended=texts)
    again = attrs.evolve(extended, village="乙村")
    for one in (extended, again):
        assert database.adopt(one).value is not None

    assert sorted([again, extended], key=lambda one: one.village) == database.policies().value
    rows = database.connection.execute("SELECT level, source_name FROM extended_text").fetchall()
    assert [(1, "镇.policy"), (2, "县.policy")] == rows


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE extended_text SET text = '别的'",
        "DELETE FROM extended_text",
        "INSERT OR REPLACE INTO extended_text SELECT * FROM extended_text",
        "INSERT OR REPLACE INTO extended_text (policy_sha256, level, source_name, text)"
        " SELECT policy_sha256, level, source_name, '别的' FROM extended_text",
    ],
)
def test_an_extended_text_is_never_changed(database: Database, statement: str) -> None:
    """Nor is what an adopted policy extends changed, deleted or replaced."""
    texts = (ExtendedText("镇.policy", "镇"),)
    database.adopt(attrs.evolve(policy(), extended=texts))
    with pytest.raises(sqlite3.IntegrityError, match="what an adopted policy extends is never"):
        database.connection.execute(statement)


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
