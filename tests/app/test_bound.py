"""`bound` at the command line: the most of a household and a village, and what has no limit."""

import json
from pathlib import Path

from tests.app.conftest import POLICY, Clerk


def _policy(rules: str) -> str:
    return f'办法 "示例"\n施行 2025-01-01 至 2025-12-31\n不设下限\n结转 全部\n{rules}'


def test_a_village_and_its_budget(clerk: Clerk) -> None:
    """The most of one, of all, whether the budget holds, and the limit that is used up."""
    Path("a.policy").write_text(
        _policy(
            "兑换 1分 = 0.5元\n预算 3000元 每年\n类别 环境\n上限 30分 每户每月\n加分 清扫 2分/次\n"
        ),
        encoding="utf-8",
    )
    answer = clerk("bound", "a.policy", "--households", "20", "--lang", "en")

    assert 0 == answer.status
    assert [
        "示例, the year 2025: 2025-01-01 to 2025-12-31",
        "one household can earn at most 360 points, worth 180.00 yuan",
        "20 households can earn at most 7200 points, worth 3600.00 yuan",
        "the budget of 3000.00 yuan can be passed, by 600.00 yuan at most",
        "that is exact: 180 records earn just so much",
        "what binds then:",
        "  cap 30 points per household per month (环境) (used up: 12)",
    ] == answer.out.splitlines()


def test_what_has_no_limit_is_named_first(clerk: Clerk) -> None:
    """In the policy's language; JSON has nulls for what nothing bounds."""
    Path("a.policy").write_text(
        _policy("类别 环境\n加分 清扫 2分/次\n加分 四净 4分/月\n"), encoding="utf-8"
    )
    answer = clerk("bound", "a.policy")
    found = json.loads(clerk("bound", "a.policy", "--format", "json").out)

    assert "这些事项没有限制：清扫" in answer.out.splitlines()[1]
    assert "其余各项合起来最多 48分" == answer.out.splitlines()[2]
    assert (["清扫"], 48, None, None) == (
        found["unbounded"],
        found["rest"],
        found["account"]["points"],
        found["exact"] or None,
    )


def test_a_witness_can_be_replayed(clerk: Clerk) -> None:
    """The records of the witness, scored as a file of their own, come to the bound."""
    Path("a.policy").write_text(POLICY.split("测试")[0], encoding="utf-8")
    found = json.loads(
        clerk("bound", "a.policy", "--period", "2025年第2季度", "--format", "json").out
    )
    rows = [
        f"{one['id']},{one['household']},{one['date']},{one['item']},{one['quantity'] or ''},{one['event']}"
        for one in found["witness"]
    ]
    Path("r.csv").write_text("编号,户,日期,事项,数量,事由\n" + "\n".join(rows), encoding="utf-8")
    scored = json.loads(clerk("score", "r.csv", "--policy", "a.policy", "--format", "json").out)

    assert found["exact"]
    assert 90 == found["account"]["points"] == scored["totals"]["awarded"]
    assert 45 == found["account"]["yuan"] == scored["totals"]["yuan"]


def test_a_period_that_is_none_is_refused(clerk: Clerk) -> None:
    """Wrong usage, with how a period is written; the same for one before the policy."""
    Path("a.policy").write_text(POLICY, encoding="utf-8")

    assert (2, 2) == (
        clerk("bound", "a.policy", "--period", "去年").status,
        clerk("bound", "a.policy", "--period", "2024").status,
    )


def test_it_speaks_of_households_and_whole_numbers_in_chinese(clerk: Clerk, town: Path) -> None:
    """Neither 账户 for a household, nor click's English name of a number."""
    out = clerk("bound", "p.policy", "--households", "100", "--lang", "zh").out
    wrong = clerk("bound", "p.policy", "--households", "很多", "--lang", "zh")
    help = clerk("bound", "--help", "--lang", "zh")

    assert "100 户最多能得" in out
    assert (2, True) == (wrong.status, "整数" in wrong.err)
    assert "INTEGER" not in help.out + wrong.err
    assert "整数" in help.out
