"""Versions of a town and of its villages, and policies side by side in one village."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import Clerk

# Each item feels one counter: a limit of the year, by-count, a base a year, highest only, a bonus.
TOWN = """\
办法 "镇办法"
施行 2025-01-01 至 2025-12-31
兑换 1分 = 1元
清零 每年, 宽限 31天
下限 0分
属性 记录.级别: 省级、县级
类别 环境治理
  上限 20分 每户每年
  基础分 10分 每年
  加分 义务劳动 2分/小时
  加分 巡逻 每年前1次 5分、前2次 3分、之后 1分
类别 表彰
  加分 评优 按 记录.级别: 省级 30分、县级 20分, 取最高 每年
"""
VILLAGE = TOWN.replace("镇办法", "村办法").replace("2分/小时", "3分/小时")

RECORDS = """\
编号,户,村,日期,事项,数量,级别
1,张三,甲村,2025-03-01,义务劳动,3,
2,张三,甲村,2025-03-02,巡逻,,
3,张三,甲村,2025-03-03,评优,,县级
4,张三,甲村,2025-05-01,义务劳动,1,
5,张三,甲村,2025-06-01,巡逻,,
6,张三,甲村,2025-06-02,评优,,省级
7,张三,甲村,2025-08-01,义务劳动,3,
8,李四,乙村,2025-03-01,义务劳动,3,
9,李四,乙村,2025-08-02,义务劳动,3,
"""


@pytest.fixture
def town(folder: Path) -> Path:
    """Policies of a town and of one of its villages, and records of two villages."""
    (folder / "town.policy").write_text(TOWN, encoding="utf-8")
    (folder / "village.policy").write_text(VILLAGE, encoding="utf-8")
    later = TOWN.replace("2分/小时", "9分/小时")
    (folder / "later.policy").write_text(later, encoding="utf-8")
    (folder / "r.csv").write_text(RECORDS, encoding="utf-8")
    return folder


def scored(clerk: Clerk, database: str, *options: str) -> Any:
    """The JSON of `score`, and the postings by account as text."""
    answer = clerk("score", database, "--format", "json", "--postings", "p.csv", *options)
    assert 0 == answer.status, answer.err
    found = json.loads(answer.out)
    return found["accounts"], found["diagnostics"], Path("p.csv").read_text(encoding="utf-8")


def adopt(clerk: Clerk, database: str, *versions: str) -> None:
    """A new database with each version adopted (`file [village] day`) and the records in it."""
    assert 0 == clerk("init", database).status
    for version in versions:
        file, *village, day = version.split()
        answer = clerk(
            "adopt", database, file, "--from", day, *(["--village", *village] if village else [])
        )
        assert 0 == answer.status, answer.err
    answer = clerk("import", database, "r.csv")
    assert 0 == answer.status, answer.err


def test_a_villages_own_policy_goes_on_from_the_towns(clerk: Clerk, town: Path) -> None:
    """Earlier records keep the town's version, counters and base go on, a later town version is
    not for the village: as if both versions had been adopted for the village itself."""
    adopt(
        clerk,
        "t.db",
        "town.policy 2025-01-01",
        "village.policy 甲村 2025-05-01",
        "later.policy 2025-08-01",
    )
    adopt(
        clerk,
        "v.db",
        "town.policy 甲村 2025-01-01",
        "village.policy 甲村 2025-05-01",
        "town.policy 乙村 2025-01-01",
        "later.policy 乙村 2025-08-01",
    )
    together, alone = (scored(clerk, name) for name in ("t.db", "v.db"))
    lines = [line for line in together[2].splitlines() if line.startswith("张三")]

    assert alone == together
    assert [
        "张三,甲村,2025-01-01,,base,,,10",  # once, though the village's own version has a base too
        "张三,甲村,2025-03-01,1,award,义务劳动,,6",
        "张三,甲村,2025-03-02,2,award,巡逻,,5",
        "张三,甲村,2025-03-03,3,award,评优,,20",
        "张三,甲村,2025-05-01,4,award,义务劳动,,3",  # the village's 3 points an hour
        "张三,甲村,2025-06-01,5,award,巡逻,,3",  # the second time of the year
        "张三,甲村,2025-06-02,6,award,评优,,10",  # what county 20 lacks to province 30
        "张三,甲村,2025-06-02,6,lost,评优,highest,20",
        "张三,甲村,2025-08-01,7,award,义务劳动,,3",  # 3 of 20 left: not the town's 9 an hour
        "张三,甲村,2025-08-01,7,lost,义务劳动,cap 20 points per household per year (环境治理),6",
    ] == lines
    assert "李四,乙村,2025-08-02,9,award,义务劳动,,14" in together[2]


def test_a_village_that_was_first_does_not_follow_the_town(clerk: Clerk, town: Path) -> None:
    """A town's policy from the same day or later leaves a village with its own alone."""
    adopt(clerk, "t.db", "village.policy 甲村 2025-01-01", "town.policy 2025-01-01")

    assert "张三,甲村,2025-03-01,1,award,义务劳动,,9" in scored(clerk, "t.db")[2]


def test_a_village_keeps_the_towns_kind_of_account(clerk: Clerk, town: Path) -> None:
    """R205 at adoption, for the village after the town and for the town under the village."""
    of_people = VILLAGE.replace("下限", "计分单位 人\n下限").replace("每户", "每人")
    (town / "people.policy").write_text(of_people, encoding="utf-8")
    clerk("init", "t.db")
    clerk("adopt", "t.db", "town.policy", "--from", "2025-02-01")
    after = clerk("adopt", "t.db", "people.policy", "--village", "甲村", "--from", "2025-05-01")
    before = clerk("adopt", "t.db", "people.policy", "--village", "甲村", "--from", "2025-02-01")
    under = clerk("adopt", "t.db", "town.policy", "--from", "2025-01-01")

    assert (1, True) == (after.status, "R205" in after.err)
    assert 0 == before.status
    assert (1, True) == (under.status, "R205" in under.err)


# --- policies side by side ------------------------------------------------------------------------

PARTY = """\
办法 "党员积分"
施行 2025-01-01 至 2025-12-31
计分单位 人
下限 0分
类别 先锋
  加分 党员活动 5分/次
  加分 义务劳动 1分/小时
"""
BOTH = """\
编号,户,人,村,日期,事项,数量
1,张三,,甲村,2025-03-01,义务劳动,2
2,,张小三,甲村,2025-03-02,党员活动,
3,张三,张小三,甲村,2025-03-03,义务劳动,2
4,张三,,甲村,2025-03-04,巡逻,
"""


@pytest.fixture
def party(town: Path) -> Path:
    """A second policy beside the town's, and records of both."""
    (town / "party.policy").write_text(PARTY, encoding="utf-8")
    (town / "b.csv").write_text(BOTH, encoding="utf-8")
    (town / "people.csv").write_text("人,户,村\n张小三,张三,甲村\n", encoding="utf-8")
    return town


@pytest.fixture
def side_by_side(clerk: Clerk, party: Path) -> Path:
    """A database in which both policies are adopted, with the records of both."""
    for command in (
        ("init", "s.db"),
        ("adopt", "s.db", "town.policy"),
        ("adopt", "s.db", "party.policy", "--sheet", "党员"),
        ("import", "s.db", "people.csv"),
    ):
        answer = clerk(*command)
        assert 0 == answer.status, answer.err
    return party


def test_each_sheet_scores_its_own_records(clerk: Clerk, side_by_side: Path) -> None:
    """An item of one sheet is no error on the other; one that both know counts on both."""
    (side_by_side / "b.csv").write_text(
        BOTH.replace("1,张三,,甲村", "1,张三,张小三,甲村"), encoding="utf-8"
    )
    answer = clerk("import", "s.db", "b.csv", "--lang", "en")
    assert (0, "b.csv: records added: 4\n") == (answer.status, answer.out), answer.err

    (family,), of_family, _ = scored(clerk, "s.db")
    (member,), of_members, _ = scored(clerk, "s.db", "--sheet", "党员")

    assert ("张三", 23, []) == (family["account"], family["standing"], of_family)
    assert ("张小三", 9, []) == (member["account"], member["standing"], of_members)
    why = clerk("why", "s.db", "张小三", "--sheet", "党员", "--lang", "en")
    assert (0, True) == (why.status, "党员活动" in why.out)
    assert 1 == clerk("why", "s.db", "张小三").status


def test_a_record_is_checked_on_every_sheet_that_has_its_item(
    clerk: Clerk, side_by_side: Path
) -> None:
    """A household alone is enough for the family's sheet and too little for the members'; an item
    that no sheet has is an error once."""
    unknown = "5,张三,,甲村,2025-03-05,打扫,\n"
    (side_by_side / "b.csv").write_text(BOTH + unknown, encoding="utf-8")
    answer = clerk("import", "s.db", "b.csv", "--lang", "en")

    assert 1 == answer.status
    assert ["R411", "R410"] == [
        line[6:10] for line in answer.err.splitlines() if line.startswith("error")
    ]


def test_a_file_of_records_names_the_other_sheets(clerk: Clerk, party: Path) -> None:
    """`--other-sheet`: what is not this policy's business; without it those items are unknown."""
    family = ("score", "b.csv", "--policy", "town.policy", "--format", "json")
    members = ("score", "b.csv", "--policy", "party.policy", "--format", "json")
    alone = json.loads(clerk(*family).out)
    beside = json.loads(clerk(*family, "--other-sheet", "party.policy").out)
    other = json.loads(clerk(*members, "--other-sheet", "town.policy").out)

    assert (4, ["R410"]) == (
        alone["totals"]["records"],
        [one["code"] for one in alone["diagnostics"]],
    )
    assert (3, []) == (beside["totals"]["records"], beside["diagnostics"])
    assert (3, ["R411"]) == (
        other["totals"]["records"],
        [one["code"] for one in other["diagnostics"]],
    )
    assert 2 == clerk(*family, "--sheet", "党员").status


def test_versions_are_by_sheet_and_a_sheet_must_be_there(clerk: Clerk, side_by_side: Path) -> None:
    """The same day is free on another sheet; a name that is not there is told with those that are."""
    again = clerk("adopt", "s.db", "party.policy", "--sheet", "党员", "--lang", "en")
    missing = clerk("score", "s.db", "--sheet", "党", "--lang", "en")

    assert (0, True) == (again.status, "was in force already" in again.out)
    assert (1, True) == (missing.status, "R506" in missing.err)
    assert "there are: the main sheet, 党员" in missing.err


def test_a_named_policy_stands_for_its_sheet(clerk: Clerk, side_by_side: Path) -> None:
    """`--policy` on a database leaves the other sheets as they are."""
    (side_by_side / "b.csv").write_text(
        BOTH.replace("1,张三,,甲村", "1,张三,张小三,甲村"), encoding="utf-8"
    )
    clerk("import", "s.db", "b.csv")
    (family,), found, _ = scored(clerk, "s.db", "--policy", "village.policy")

    assert (27, []) == (family["standing"], found)


def test_a_village_that_the_database_does_not_have_is_refused(clerk: Clerk, town: Path) -> None:
    """Adoption cannot be undone: a mistyped village is named, and a new one has its flag."""
    adopt(clerk, "t.db", "town.policy 2025-01-01")
    given = ("adopt", "t.db", "village.policy", "--village", "丁村", "--lang", "zh")
    assert 0 == clerk("import", "t.db", "r.csv").status
    refused = clerk(*given)

    assert (1, "") == (refused.status, refused.out)
    assert "库里没有丁村" in refused.err
    assert "库里有：乙村、甲村" in refused.err
    assert "确实是新村的，请加 --new-village" in refused.err
    assert 0 == clerk(*given, "--new-village").status
    assert 0 == clerk(*given[:4], "甲村").status
