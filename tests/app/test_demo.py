"""`demo`: a town in a folder of its own, whole or not at all."""

import shlex
from pathlib import Path

from tests.app.conftest import Clerk


def test_the_demo_makes_scores_and_shows_a_town(clerk: Clerk, folder: Path) -> None:
    """Policy, three files, database; a sheet that adds up, a passbook, and commands that work."""
    answer = clerk("demo")

    assert (0, "") == (answer.status, answer.err)
    assert {"laoxin.policy", "households.csv", "people.csv", "records.csv", "town.sqlite"} == {
        path.name for path in (folder / "demo-town").iterdir()
    }
    assert "accounts: 478; records: 7800" in answer.out
    tried = [
        line
        for line in answer.out.splitlines()
        if " -m rulesengine " in line or line.startswith("  rulesengine ")
    ]
    assert len(tried) >= 4
    for line in tried:
        given = shlex.split(line.partition("rulesengine ")[2])
        assert 0 == clerk(*given).status, line


def test_the_demo_is_the_same_every_time(clerk: Clerk, folder: Path) -> None:
    """Two folders, one answer."""
    one, other = clerk("demo", "一"), clerk("demo", "二")

    assert one.out.replace("一/", "二/").replace("in 一:", "in 二:") == other.out


def test_a_folder_with_something_in_it_is_left_alone(clerk: Clerk, folder: Path) -> None:
    """R505, and no file is added."""
    (folder / "demo-town").mkdir()
    (folder / "demo-town" / "mine.txt").write_text("x", encoding="utf-8")
    answer = clerk("demo")

    assert (1, "") == (answer.status, answer.out)
    assert "R505" in answer.err
    assert ["mine.txt"] == [path.name for path in (folder / "demo-town").iterdir()]
    assert ["demo-town"] == [path.name for path in folder.iterdir()]


def test_an_empty_folder_is_taken(clerk: Clerk, folder: Path) -> None:
    """A folder that is there and empty is filled."""
    (folder / "镇").mkdir()

    assert 0 == clerk("demo", "镇").status
    assert (folder / "镇" / "town.sqlite").is_file()
