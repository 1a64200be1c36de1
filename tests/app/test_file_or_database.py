"""The same rows give the same figures and postings, from a file or from a database."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.conftest import Answer, Clerk

# Two versions' worth of days: nothing holds before March 2025 and after the year.
POLICY = """\
办法 "示例"
施行 2025-03-01 至 2025-12-31
兑换 1分 = 0.5元
清零 每年, 宽限 31天
下限 0分
属性 记录.级别: 省级、县级
类别 环境治理
  上限 9分 每户每月
  加分 义务劳动 1.5分/小时
  加分 巡逻 每年前1次 5分、前2次 3分、之后 1分
  加分 表彰 按 记录.级别: 省级 30分、县级 20分, 取最高 每年
  扣分 乱倒垃圾 5分/次
"""

# Days before the policy, inside it and after it, in no order: ids are the row's order, not the day's.
_DAYS = st.sampled_from(["2025-02-27", "2025-03-01", "2025-03-02", "2025-05-31", "2026-01-01"])
_DEEDS = st.sampled_from(
    [
        ("义务劳动", "2", "", ""),
        ("义务劳动", "0.33", "", ""),
        ("义务劳动", "", "", ""),  # in error: the quantity is missing
        ("巡逻", "", "", ""),
        ("表彰", "", "省级", ""),
        ("表彰", "", "县级", ""),
        ("表彰", "", "国家级", ""),  # in error: no word of the fact
        ("义务劳动", "1", "国家级", ""),
        ("乱倒垃圾", "", "", ""),
        ("巡逻", "", "", "撤回"),
    ]
)
_ROWS = st.lists(
    st.tuples(st.sampled_from(["张三", "李四", "李四、张三"]), _DAYS, _DEEDS), max_size=12
)


def both(clerk: Clerk, folder: Path) -> tuple[Answer, ...]:
    """What `score` gives of `r.csv` as a file and after an import, postings in `f.csv`, `d.csv`."""
    (folder / "t.db").unlink(missing_ok=True)
    assert 0 == clerk("init", "t.db").status
    imported = clerk("import", "t.db", "r.csv")
    assert 0 == imported.status, imported.err
    assert 0 == clerk("adopt", "t.db", "p.policy").status
    asked = ("--format", "json", "--lang", "en", "--postings")
    return (
        clerk("score", "r.csv", "--policy", "p.policy", *asked, "f.csv"),
        clerk("score", "t.db", *asked, "d.csv"),
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS, ids=st.booleans())
def test_rows_score_the_same(clerk: Clerk, folder: Path, rows: list[object], ids: bool) -> None:
    """Law 1: with ids or without, for one or for several, whatever policy holds on the day."""
    (folder / "p.policy").write_text(POLICY, encoding="utf-8")
    lines = ["编号,户,村,日期,事项,数量,级别,状态"]
    for number, row in enumerate(rows):
        name, day, (item, quantity, level, status) = row  # type: ignore[misc]
        given_id = str(100 - number) if ids else ""  # not in the order of the rows
        lines.append(f"{given_id},{name},甲村,{day},{item},{quantity},{level},{status or '通过'}")
    (folder / "r.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    from_file, from_database = both(clerk, folder)

    assert (0, 0) == (from_file.status, from_database.status)
    assert json.loads(from_file.out) == json.loads(from_database.out)
    assert (folder / "f.csv").read_bytes() == (folder / "d.csv").read_bytes()


@pytest.mark.parametrize("day", ["2025-02-27", "2025-04-04"])
def test_an_id_is_the_rows_order(clerk: Clerk, folder: Path, day: str) -> None:
    """A row between two others counts among them, also on a day without a policy."""
    (folder / "p.policy").write_text(POLICY, encoding="utf-8")
    rows = f"张三,2025-03-05,巡逻\n张三,{day},巡逻\n李四,2025-03-05,巡逻\n"
    (folder / "r.csv").write_text(f"户,日期,事项\n{rows}", encoding="utf-8")

    clerk("score", "r.csv", "--policy", "p.policy", "--postings", "f.csv")
    written = (folder / "f.csv").read_text(encoding="utf-8")

    assert "李四,,2025-03-05,3,award,巡逻,,5\n" in written
