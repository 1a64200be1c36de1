"""`diff`: two policies in words, many in a table."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.app.conftest import Clerk
from tests.app.test_extends import TOWN, VILLAGE


@pytest.fixture
def town(folder: Path) -> Path:
    """A town and two villages."""
    other = VILLAGE.replace("村办法", "另一村").replace("12分", "15分").replace("22分", "25分")
    for name, text in (("town", TOWN), ("village", VILLAGE), ("other", other)):
        (folder / f"{name}.policy").write_text(text, encoding="utf-8")
    return folder


def test_what_a_village_set(clerk: Clerk, town: Path) -> None:
    """A line for each edit, in both languages."""
    english = clerk("diff", "town.policy", "village.policy", "--lang", "en")
    chinese = clerk("diff", "town.policy", "village.policy")

    assert (0, "") == (english.status, english.err)
    assert [
        "村办法 in place of 镇办法:",
        "  劝阻: 10 points/time → 12 points/time",
        "  护林: new, 6 points/time, in the category 产业, at most 10 points each time",
    ] == english.out.splitlines()
    assert [
        "村办法，在镇办法的基础上：",
        "  劝阻：10分/次 → 12分/次",
        "  护林：新增 6分/次、类别 产业、每次至多 10分",
    ] == chinese.out.splitlines()


CHANGES = [
    ("兑换 1分 = 0.5元", "兑换 1分 = 0.6元", "points into yuan: 1 point = 0.5 yuan → 1 point = 0.6 yuan"),
    ("施行 2025-01-01", "施行 2025-01-01 至 2026-12-31",
     "in force: from 2025-01-01 → 2025-01-01 to 2026-12-31"),
    ("上限 100分 每户每年", "上限 90分 每户每年", "the whole policy: cap 100 points per household per year"
     " → cap 90 points per household per year"),
    ("上限 100分 每户每年", "", "the whole policy: no longer, cap 100 points per household per year"),
    ("清扫 2分/次", "清扫 2分/次, 上限 1次 每户每天", "清扫: new, cap 1 time per household per day"),
    ("清扫 2分/次", "清扫 2分/小时", "清扫: 2 points/time → 2 points/hour"),
    ("清扫 2分/次", "清扫 2分/满3小时", "清扫: 2 points/time → 2 points/full 3 hours"),
    ("清扫 2分/次", "清扫 2分/10米", "清扫: 2 points/time → 2 points/10 metres"),
    ("清扫 2分/次", "清扫 2分/月", "清扫: 2 points/time → 2 points per month"),
    ("清扫 2分/次", "清扫 2分至5分 评定", "清扫: 2 points/time → 2 to 5 points judged"),
    ("清扫 2分/次", "清扫 每月前2次 5分、之后 1分",
     "清扫: 2 points/time → per month: up to number 2 5 points, then 1 point"),
    ("清扫 2分/次", "清扫 2分/次, 取最高 每年", "清扫, highest only: new, highest only per year"),
    ("清扫 2分/次", "清扫 2分/次, 自 2025-06-01", "清扫, first day: new, 2025-06-01"),
    ("清扫 2分/次", "清扫 2分/次, 当 日期 >= 2025-06-01",
     "清扫, condition: new, when 日期 >= 2025-06-01"),
    ("清扫 2分/次", "清扫 2分/次, 1.5倍 当 日期 >= 2025-06-01",
     "清扫, factors: new, 1.5倍 当 日期 >= 2025-06-01"),
    ("加分 清扫 2分/次", "扣分 清扫 2分/次", "清扫, award or deduction: award → deduction"),
    ("可增 每次至多 10分", "可增 每次至多 5分",
     "category 产业: open, at most 10 points each time → open, at most 5 points each time"),
    ("可调 5分至15分", "可调 5分至20分", "what may be set: 劝阻: 5 to 15 points → 5 to 20 points"),
    ("清零 每年, 宽限 31天", "清零 每年, 宽限 10天", "expiry: 清零 每年, 宽限 31天 → 清零 每年, 宽限 10天"),
    ("上限 100分", "下限 0分\n上限 100分", "the whole policy: new, floor 0 points"),
    ("上限 100分", "基础分 5分 每年\n上限 100分", "the whole policy: new, base 5 points per year"),
    ("上限 100分", "起兑 5分\n上限 100分", "points needed to redeem: 0 points → 5 points"),
    ("上限 100分", "结算 每月\n上限 100分", "settlement: per quarter → per month"),
    ("上限 100分", "预算 100元 每年\n上限 100分", "budget: new, 100 yuan per year"),
    ("上限 100分", "等级 五星 9分起\n上限 100分", "grade 五星: new, from 9 points up"),
    ("上限 100分", "商品 肥皂 10分\n上限 100分", "肥皂: new, 商品 肥皂 10分"),
    ("上限 100分", "属性 户.类: 甲、乙\n上限 100分", "fact 类 of the household: new, 甲, 乙"),
    ("  加分 清扫 2分/次\n", "", "清扫: no longer, 2 points/time, in the category 环境"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "line"), CHANGES)
def test_each_change_has_its_line(
    clerk: Clerk, town: Path, before: str, after: str, line: str
) -> None:
    """What changed, in words; nothing else is said to have changed."""
    assert before in TOWN
    (town / "later.policy").write_text(TOWN.replace(before, after, 1), encoding="utf-8")
    answer = clerk("diff", "town.policy", "later.policy", "--lang", "en")

    assert (0, "") == (answer.status, answer.err)
    assert ["from 镇办法 to 镇办法:", f"  {line}"] == answer.out.splitlines()


def test_nothing_differs(clerk: Clerk, town: Path) -> None:
    """Tests and comments change no rule."""
    (town / "later.policy").write_text("# 后来\n" + TOWN.split("测试")[0], encoding="utf-8")
    answer = clerk("diff", "town.policy", "later.policy", "--lang", "en")

    assert (0, ["from 镇办法 to 镇办法:", "  nothing differs"]) == (
        answer.status,
        answer.out.splitlines(),
    )


def test_json_of_two(clerk: Clerk, town: Path) -> None:
    """The lines and the settings that each changes."""
    page = json.loads(clerk("diff", "town.policy", "village.policy", "--format", "json").out)

    assert ["baseline", "against", "edits"] == list(page)
    assert "劝阻：10分/次 → 12分/次" == page["edits"][0]["edit"]
    assert "items/劝阻/value" == page["edits"][0]["settings"][0]


def test_a_table_for_a_whole_town(clerk: Clerk, town: Path) -> None:
    """Rows are settings, columns the policies, the town first; what differs from it is marked."""
    answer = clerk("diff", "village.policy", "town.policy", "other.policy", "--lang", "en")
    lines = [line.split() for line in answer.out.splitlines()]

    assert ["setting", "镇办法", "村办法", "另一村"] == lines[0]
    assert [
        "劝阻",
        "10",
        "points/time",
        "*",
        "12",
        "points/time",
        "*",
        "15",
        "points/time",
    ] in lines
    assert ["护林", "–", "*", "6", "points/time", "*", "6", "points/time"] in lines
    assert ["*", "differs", "from", "镇办法"] == lines[-1]
    assert not any("清扫" in line for line in lines)


def test_the_table_in_other_forms(clerk: Clerk, town: Path) -> None:
    """As CSV without marks, as JSON with what differs, and of everything."""
    paths = ("town.policy", "village.policy")
    rows = list(csv.reader(io.StringIO(clerk("diff", *paths, "--format", "csv").out)))
    page = json.loads(clerk("diff", *paths, "--table", "--format", "json").out)

    assert ["规定", "镇办法", "村办法"] == rows[0]
    assert ["劝阻", "10分/次", "12分/次"] in rows
    assert [True] == [row["differs"][1] for row in page["rows"] if row["setting"] == "劝阻"]
    assert "清扫" in clerk("diff", *paths, "--all").out


def test_a_text_that_a_spreadsheet_would_run_is_guarded(clerk: Clerk, town: Path) -> None:
    """Names of policies and items are somebody's texts."""
    (town / "town.policy").write_text(TOWN.replace("镇办法", "=1+1"), encoding="utf-8")
    answer = clerk("diff", "town.policy", "village.policy", "--format", "csv")

    assert "规定,'=1+1,村办法" == answer.out.splitlines()[0]


def test_a_policy_with_mistakes_is_not_compared(clerk: Clerk, town: Path) -> None:
    """The mistakes are told; one policy alone is a wrong use."""
    (town / "town.policy").write_text(TOWN.replace("2分/次", "二分/次"), encoding="utf-8")
    answer = clerk("diff", "town.policy", "village.policy", "--lang", "en")

    assert (1, "") == (answer.status, answer.out)
    assert "town.policy:7:" in answer.err
    assert 2 == clerk("diff", "village.policy").status
