"""Policies that extend others, at the command line: found beside them, kept when adopted."""

import json
import os
from pathlib import Path

import pytest

from tests.app.conftest import Clerk

TOWN = """\
办法 "镇办法"
施行 2025-01-01
兑换 1分 = 0.5元
清零 每年, 宽限 31天
上限 100分 每户每年
类别 环境
  加分 清扫 2分/次
  加分 劝阻 10分/次, 可调 5分至15分
类别 产业, 可增 每次至多 10分
  加分 种植 2分/次
测试 "镇里的"
  记录 2025-03-01 张三 劝阻
  应得 张三 10分
"""
VILLAGE = """\
办法 "村办法"
沿用 "town.policy"
调整 劝阻 12分
类别 产业
  加分 护林 6分/次
测试 "村里的"
  记录 2025-03-01 张三 劝阻
  记录 2025-03-02 张三 护林 2次
  应得 张三 22分
"""
RECORDS = "户,村,日期,事项,数量\n张三,东村,2025-03-01,劝阻,\n张三,东村,2025-03-02,护林,2\n"


@pytest.fixture
def town(folder: Path) -> Path:
    """A town's policy, a village's beside it, and records."""
    (folder / "town.policy").write_text(TOWN, encoding="utf-8")
    (folder / "village.policy").write_text(VILLAGE, encoding="utf-8")
    (folder / "r.csv").write_text(RECORDS, encoding="utf-8")
    return folder


def standing(out: str) -> object:
    return json.loads(out)["accounts"][0]["standing"]


def test_every_command_follows_the_line(clerk: Clerk, town: Path) -> None:
    """check, test, score and why read the village's policy with what it extends."""
    assert (0, "policies: 1; no mistakes found\n") == _status(
        clerk("check", "village.policy", "--lang", "en")
    )
    assert (0, "policies: 1; tests: 1; passed: 1; failed: 0\n") == _status(
        clerk("test", "village.policy", "--lang", "en")
    )
    scored = clerk("score", "r.csv", "--policy", "village.policy", "--format", "json")
    assert 22 == standing(scored.out)
    told = clerk("why", "r.csv", "张三", "--policy", "village.policy", "--lang", "en")
    assert "at most 10 points each time" in told.out


def _status(answer: object) -> tuple[int, str]:
    return answer.status, answer.out  # type: ignore[attr-defined]


def test_a_policy_is_found_beside_the_one_that_names_it(clerk: Clerk, town: Path) -> None:
    """From whichever folder the command runs, also for one that comes on standard input."""
    inner = town / "inner"
    inner.mkdir()
    (inner / "far.policy").write_text(VILLAGE, encoding="utf-8")

    answer = clerk("check", "inner/far.policy", "--lang", "en")
    assert 1 == answer.status
    assert "error[R604]: there is no policy town.policy beside this one" in answer.err
    assert 0 == clerk("check", str(town / "village.policy")).status
    assert 0 == clerk("check", "-", stdin=VILLAGE).status


@pytest.mark.parametrize(
    "name",
    ["../town.policy", "/etc/passwd", "inner/town.policy", "..", "C:town.policy", "a\\town.policy",
     "CON.policy", "town.policy ", "town", ".policy.", "a?.policy"],
)  # fmt: skip
def test_nothing_outside_the_folder_is_read(clerk: Clerk, town: Path, name: str) -> None:
    """A way to somewhere else, a device, a name that no file has: refused by the name alone."""
    inner = town / "inner"
    inner.mkdir()
    (inner / "v.policy").write_text(f'办法 "村"\n沿用 "{name}"\n', encoding="utf-8")
    answer = clerk("check", "inner/v.policy", "--lang", "en")

    assert 1 == answer.status
    assert "R604" in answer.err


def test_a_link_out_of_the_folder_is_refused(clerk: Clerk, town: Path) -> None:
    """One that stays inside is followed."""
    inner = town / "inner"
    inner.mkdir()
    (inner / "v.policy").write_text(VILLAGE, encoding="utf-8")
    try:
        (inner / "town.policy").symlink_to(town / "town.policy")
        (town / "alias.policy").symlink_to(town / "town.policy")
    except OSError:
        pytest.skip("this system makes no links")
    (town / "w.policy").write_text(VILLAGE.replace("town", "alias"), encoding="utf-8")

    answer = clerk("check", "inner/v.policy", "--lang", "en")
    assert "error[R604]: town.policy is a link that leads out of the folder" in answer.err
    assert 0 == clerk("check", "w.policy").status


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_keeps_nobody_waiting(clerk: Clerk, town: Path) -> None:
    """What is no ordinary file is refused, like any policy."""
    (town / "town.policy").unlink()
    os.mkfifo(town / "town.policy")

    assert "R401" in clerk("check", "village.policy", "--lang", "en").err


def test_a_misspelt_name_is_guessed(clerk: Clerk, town: Path) -> None:
    """The folder knows what is there."""
    (town / "village.policy").write_text(VILLAGE.replace("town.p", "towm.p"), encoding="utf-8")
    answer = clerk("check", "village.policy", "--lang", "en")

    assert "did you mean town.policy?" in answer.err


def test_a_mistake_of_the_town_is_told_once_and_in_its_file(clerk: Clerk, town: Path) -> None:
    """However many villages extend it."""
    (town / "town.policy").write_text(TOWN.replace("2分/次", "二分/次", 1), encoding="utf-8")
    (town / "other.policy").write_text(VILLAGE, encoding="utf-8")
    answer = clerk("check", "town.policy", "village.policy", "other.policy", "--lang", "en")

    assert 1 == answer.err.count("error[")
    assert " --> town.policy:7:" in answer.err


def test_both_places_are_shown(clerk: Clerk, town: Path) -> None:
    """The village's line and the town's, each with its file."""
    (town / "village.policy").write_text(VILLAGE.replace("12分", "16分"), encoding="utf-8")
    answer = clerk("check", "village.policy", "--lang", "en")

    assert "--> village.policy:3:7" in answer.err
    assert "::: town.policy:8:16" in answer.err
    zh = clerk("check", "village.policy", "--lang", "zh")
    assert "16 超出了镇办法在这里允许的范围" in zh.err


# --- adopted -------------------------------------------------------------------------------------


@pytest.fixture
def database(clerk: Clerk, town: Path) -> Path:
    """A database with the village's policy adopted, and its records."""
    assert 0 == clerk("init", "t.db").status
    adopted = clerk("adopt", "t.db", "village.policy", "--village", "东村")
    assert 0 == adopted.status, adopted.err
    assert 0 == clerk("import", "t.db", "r.csv").status
    return town / "t.db"


def test_an_adopted_policy_keeps_what_it_extends(clerk: Clerk, database: Path) -> None:
    """The folder may go: the texts of that day are what is scored, under the same sha256."""
    before = clerk("score", "t.db", "--format", "json").out
    (database.parent / "town.policy").unlink()
    (database.parent / "village.policy").unlink()
    after = clerk("score", "t.db", "--format", "json").out

    assert 22 == standing(after)
    assert before == after


def test_the_hash_is_of_all_texts(clerk: Clerk, town: Path) -> None:
    """Another town makes another policy of the same village."""

    def sha256() -> str:
        out = clerk("score", "r.csv", "--policy", "village.policy", "--format", "json").out
        found: str = json.loads(out)["policy"]["sha256"]
        return found

    before = sha256()
    (town / "town.policy").write_text(TOWN.replace("上限 100分", "上限 90分"), encoding="utf-8")
    assert before != sha256()
    (town / "town.policy").write_text(TOWN, encoding="utf-8")
    assert before == sha256()


def test_the_adopted_town_is_the_one_that_is_extended(clerk: Clerk, town: Path) -> None:
    """Where the town adopted another text than the one beside the village, nothing is adopted."""
    clerk("init", "t.db")
    assert 0 == clerk("adopt", "t.db", "town.policy").status
    (town / "town.policy").write_text(TOWN.replace("上限 100分", "上限 90分"), encoding="utf-8")
    answer = clerk("adopt", "t.db", "village.policy", "--village", "东村", "--lang", "en")

    assert 1 == answer.status
    assert (
        "error[R609]: town.policy beside this policy is not the one that was adopted" in answer.err
    )
    (town / "town.policy").write_text(TOWN, encoding="utf-8")
    assert 0 == clerk("adopt", "t.db", "village.policy", "--village", "东村").status


def test_a_town_is_found_among_adopted_policies(clerk: Clerk, town: Path) -> None:
    """A village that has only its own file extends what its town adopted."""
    clerk("init", "t.db")
    clerk("adopt", "t.db", "town.policy")
    (town / "town.policy").unlink()

    assert 0 == clerk("adopt", "t.db", "village.policy", "--village", "东村").status
    assert 0 == clerk("import", "t.db", "r.csv").status
    assert 22 == standing(clerk("score", "t.db", "--format", "json").out)
    named = clerk("score", "t.db", "--policy", "village.policy", "--format", "json")
    assert 22 == standing(named.out)


def test_a_village_outside_its_town_is_not_adopted(clerk: Clerk, town: Path) -> None:
    """The checker of the editor is the one of adoption."""
    clerk("init", "t.db")
    (town / "village.policy").write_text(VILLAGE.replace("12分", "16分"), encoding="utf-8")
    answer = clerk("adopt", "t.db", "village.policy", "--village", "东村", "--lang", "en")

    assert 1 == answer.status
    assert "R607" in answer.err
    assert "R506" in clerk("score", "t.db").err
