"""What people see who open the file."""

import sqlite3

import attrs
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.quantity import show_hundredths
from rulesengine.core.record import Status
from rulesengine.store.database import Database
from rulesengine.store.views import VIEWS
from tests.store.rows import household, person, policy, record, run


def _view(database: Database, name: str) -> list[dict[str, object]]:
    assert name in VIEWS
    cursor = database.connection.execute(f"SELECT * FROM {name}")
    names = [column for column, *_ in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def test_records(database: Database) -> None:
    """A record in Chinese, with decimals and its village from the register."""
    row = attrs.evolve(
        record(2, "A-1", quantity=-5), village="", judged=300, status=Status.DECLARED
    )
    database.add_households([household(2, "张三")], run("户.csv"))
    database.add_records([row], run(by="会计"))
    assert [
        {
            "编号": "A-1", "日期": "2025-03-04", "村": "洪河村", "户": "张三", "人": "",
            "事项": "义务劳动", "数量": "-0.05", "评定分": "3", "事由": "", "状态": "申报",
            "其他情况": "{}", "文件": "记录.csv", "行": 2, "录入时间": "2025-07-01T08:30:00Z",
            "录入人": "会计",
        }
    ] == _view(database, "records_zh")  # fmt: skip


def test_village_that_is_not_certain(database: Database) -> None:
    """Where two villages have such a household the view names none."""
    database.add_households([household(2, "张三", "甲村"), household(3, "张三", "乙村")], run("户"))
    database.add_records([attrs.evolve(record(2, 1), village="")], run())
    assert [None] == [row["村"] for row in _view(database, "records_zh")]


def test_members(database: Database) -> None:
    """Households and people with their villages, each line of their files."""
    database.add_households([household(2, "张三", facts={"低保": "是"})], run("户.csv"))
    database.add_people([person(3, "小张", "张三", village="")], run("人.csv"))
    assert [
        {"村": "洪河村", "户": "张三", "自": None, "加入": None, "离开": None,
         "情况": '{"低保": "是"}', "文件": "户.csv", "行": 2}
    ] == _view(database, "households_zh")  # fmt: skip
    assert [
        {"村": None, "人": "小张", "户": "张三", "自": None, "加入": None, "离开": None,
         "情况": "{}", "文件": "人.csv", "行": 3}
    ] == _view(database, "people_zh")  # fmt: skip


def test_policies_and_imports(database: Database) -> None:
    """Adopted policies and runs of import."""
    database.adopt(policy())
    database.add_records([record(2)], run())
    assert [("各村", "甲", "2025-01-01")] == [
        (row["村"], row["办法"], row["施行日"]) for row in _view(database, "policies_zh")
    ]
    assert [("记录.csv", "记录", 1, 1)] == [
        (row["文件"], row["种类"], row["行数"], row["新增"])
        for row in _view(database, "imports_zh")
    ]


@given(st.integers(-(10**12), 10**12))
def test_law_decimals(hundredths: int) -> None:
    """The view writes hundredths as every other part does."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE record (ref, day, village, household, person, item, quantity_hundredths,"
        " judged_hundredths, event, status, facts, judgings, import_id, file_row, entered_at,"
        " entered_by);"
        "CREATE TABLE household (name, village_id); CREATE TABLE village (id, name);"
        "CREATE TABLE import (id, name);"
    )
    connection.execute("INSERT INTO record (quantity_hundredths) VALUES (?)", (hundredths,))
    connection.execute("CREATE VIEW v AS " + VIEWS["records_zh"])
    shown, empty = connection.execute('SELECT "数量", "评定分" FROM v').fetchone()
    connection.close()
    assert (show_hundredths(hundredths), None) == (shown, empty)
