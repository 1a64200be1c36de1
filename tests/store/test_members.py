"""Households and people: lines in, lines out, and what is refused."""

from datetime import date
from typing import Any

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.rawrow import RawHousehold, RawPerson
from rulesengine.store.database import Database
from tests.store.rows import household, person, record, run


def _only(outcome: Outcome[Any]) -> Diagnostic:
    assert outcome.value is None
    (diagnostic,) = outcome.diagnostics
    return diagnostic


def _added(outcome: Outcome[Any]) -> tuple[int, int]:
    assert outcome.value is not None, outcome
    return outcome.value.added, outcome.value.already_there


def test_lines_come_back_as_they_were(database: Database) -> None:
    """Every column of both files is read as it was added, in the order of the files."""
    day = date(2025, 6, 1)
    households = [
        RawHousehold(
            "李四",
            "洪河村",
            date(2020, 1, 1),
            date(2025, 12, 31),
            day,
            {"低保": "是"},
            Cell("户.csv", 2),
        ),
        household(3, "张三", village=""),
    ]
    people = [
        RawPerson(
            "小李", "李四", "洪河村", date(2020, 1, 1), date(2025, 12, 31), day, {"党员": "否"},
            Cell("人.csv", 2),
        ),
        person(3, "小张", "张三", village=""),
    ]  # fmt: skip
    assert (2, 0) == _added(database.add_households(households, run("户.csv")))
    assert (2, 0) == _added(database.add_people(people, run("人.csv")))
    assert households == database.households().value
    assert people == database.people().value
    assert [row.origin for row in households] == [
        row.origin for row in database.households().value or []
    ]


def test_one_name_in_two_villages(database: Database) -> None:
    """A name is a household of its village; one without a village is another one."""
    rows = [household(2, "张三", "甲村"), household(3, "张三", "乙村"), household(4, "张三", "")]
    assert (3, 0) == _added(database.add_households(rows, run("户.csv")))
    assert rows == database.households().value


def test_same_file_again(database: Database) -> None:
    """The same lines again add nothing."""
    households, people = [household(2, "张三")], [person(2, "小张", "张三")]
    for expected in ((1, 0), (0, 1)):
        assert expected == _added(database.add_households(households, run("户.csv")))
        assert expected == _added(database.add_people(people, run("人.csv")))


def test_later_day_is_added(database: Database) -> None:
    """A line with a new first day is a change over time; the old line stays."""
    first = household(2, "张三", facts={"低保": "否"})
    changed = household(2, "张三", since=date(2025, 7, 1), facts={"低保": "是"})
    database.add_households([first], run("户.csv"))
    assert (1, 1) == _added(database.add_households([first, changed], run("户.csv")))
    assert [first, changed] == database.households().value


def test_person_moves(database: Database) -> None:
    """A person's line for another household is another stay."""
    stays = [person(2, "小张", "张三"), person(3, "小张", "李四", since=date(2025, 7, 1))]
    database.add_people(stays[:1], run("人.csv"))
    assert (1, 1) == _added(database.add_people(stays, run("人.csv")))
    assert stays == database.people().value


def test_other_content_is_refused_with_both(database: Database) -> None:
    """A line that says otherwise for the same first day is refused with both values and places."""
    database.add_households([household(2, "张三", facts={"低保": "否"})], run("户.csv"))
    other = household(9, "张三", joined=date(2025, 1, 1), facts={"低保": "是", "党员户": "是"})
    found = _only(database.add_households([household(8, "王五"), other], run("新.csv")))
    assert Code.REGISTERED_TWICE == found.code
    assert (Cell("户.csv", 9), (Cell("户.csv", 2),)) == (found.primary, found.secondary)
    assert [
        "joined: recorded (empty), now 2025-01-01",
        "低保: recorded 否, now 是",
        "党员户: recorded (empty), now 是",
    ] == [str(note) for note in found.notes]
    assert ["张三"] == [row.household for row in database.households().value or []]


def test_person_with_other_content(database: Database) -> None:
    """The same holds for people."""
    database.add_people([person(2, "小张", "张三")], run("人.csv"))
    found = _only(
        database.add_people([person(2, "小张", "张三", facts={"党员": "是"})], run("人.csv"))
    )
    assert ("小张", "党员: recorded (empty), now 是") == (
        found.message.values["name"],
        str(found.notes[0]),
    )


def test_name_twice_in_a_file(database: Database) -> None:
    """One name twice in a file is refused even where both lines say the same."""
    found = _only(
        database.add_households([household(2, "张三"), household(3, "张三")], run("户.csv"))
    )
    assert (Cell("户.csv", 3), (Cell("户.csv", 2),)) == (found.primary, found.secondary)
    people = [person(2, "小张", "张三"), person(3, "小张", "张三")]
    assert Code.REGISTERED_TWICE == _only(database.add_people(people, run("人.csv"))).code
    assert ([], []) == (database.households().value, database.people().value)


def test_person_in_two_households_at_once(database: Database) -> None:
    """Stays that lie over each other make no register, so the second is refused with both rows."""
    database.add_people([person(2, "小张", "张三")], run("人.csv"))
    found = _only(database.add_people([person(7, "小张", "李四")], run("人.csv")))
    assert Code.REGISTERED_TWICE == found.code
    assert (Cell("人.csv", 7), (Cell("人.csv", 2),)) == (found.primary, found.secondary)


def test_households_that_make_two_people_one(database: Database) -> None:
    """A person's village may be known only when the households come; what then clashes is refused."""
    people = [person(2, "小张", "张三", ""), person(3, "小张", "张三", "甲村")]
    assert (2, 0) == _added(database.add_people(people, run("人.csv")))
    found = _only(database.add_households([household(2, "张三", "甲村")], run("户.csv")))
    assert (Cell("人.csv", 3), (Cell("人.csv", 2),)) == (found.primary, found.secondary)
    assert [] == database.households().value


def test_register_after_records(database: Database) -> None:
    """Records may come before the register; the two meet by name."""
    assert database.add_records([attrs.evolve(record(2, 1), village="")], run()).value is not None
    database.add_households([household(2, "张三", "甲村")], run("户.csv"))
    assert [("甲村", "张三")] == database.connection.execute(
        'SELECT "村", "户" FROM records_zh'
    ).fetchall()


def test_nobody_written_down(database: Database) -> None:
    """Without a register both lists are empty, which is not the same as a person missing."""
    assert ([], []) == (database.households().value, database.people().value)
