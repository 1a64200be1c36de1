"""`fmt`: policies are formatted in place, or said to be unformatted; what cannot be read stays."""

import os
from pathlib import Path

import pytest

from tests.app.conftest import POLICY, Clerk

UNTIDY = POLICY.replace("2分/次, 上限", "２分每次，上限").replace("\n", "\r\n")
BROKEN = POLICY.replace("3分/小时", "三分/小时")


@pytest.fixture
def three(town: Path) -> Path:
    """A folder of a tidy policy, an untidy one and one that cannot be read."""
    (town / "u.policy").write_bytes(b"\xef\xbb\xbf" + UNTIDY.encode())
    (town / "x.policy").write_text(BROKEN, encoding="utf-8")
    return town


def test_files_are_formatted_in_place_and_a_broken_one_is_left(clerk: Clerk, three: Path) -> None:
    """Each is done by itself; the mistakes of the broken one are shown, and the status is 1."""
    before = (three / "p.policy").stat().st_mtime_ns
    answer = clerk("fmt", "p.policy", "u.policy", "x.policy", "--lang", "en")

    assert 1 == answer.status
    assert "policies: 3; changed: 1; left as they are: 1\n" == answer.out
    assert answer.err.startswith("error[R009]")
    assert POLICY.encode() == (three / "u.policy").read_bytes()
    assert BROKEN == (three / "x.policy").read_text(encoding="utf-8")
    assert before == (three / "p.policy").stat().st_mtime_ns
    assert (0, "policies: 2; changed: 0\n", "") == attrs(
        clerk("fmt", "p.policy", "u.policy", "--lang", "en")
    )


def attrs(answer: object) -> tuple[object, object, object]:
    """Status, standard output and standard error."""
    return answer.status, answer.out, answer.err  # type: ignore[attr-defined]


def test_check_changes_nothing_and_names_what_is_not_formatted(clerk: Clerk, three: Path) -> None:
    """Line ends and a byte-order mark count too; a folder stands for all in it."""
    before = (three / "u.policy").read_bytes()
    (three / "x.policy").unlink()
    answer = clerk("fmt", "--check", ".", "--lang", "en")

    assert (1, "u.policy is not formatted\npolicies: 2; not formatted: 1\n", "") == attrs(answer)
    assert before == (three / "u.policy").read_bytes()
    assert (0, "办法 1 个；没有排好 0 个\n", "") == attrs(clerk("fmt", "--check", "p.policy"))


def test_keywords_go_to_the_other_language_and_back(clerk: Clerk, town: Path) -> None:
    """Byte for byte the same file."""
    there = clerk("fmt", "p.policy", "--to", "en")
    english = (town / "p.policy").read_text(encoding="utf-8")
    back = clerk("fmt", "p.policy", "--to", "zh")

    assert 0 == there.status == back.status
    assert english.startswith('policy "示例"\neffective 2025-01-01 to 2025-12-31\n')
    assert "  award 义务劳动 3 points/hour\n" in english
    assert POLICY == (town / "p.policy").read_text(encoding="utf-8")


def test_a_pipe_gets_the_text_and_nothing_else(clerk: Clerk, folder: Path) -> None:
    """Standard input to standard output; of a text with mistakes nothing but the mistakes."""
    assert (0, POLICY, "") == attrs(clerk("fmt", "-", stdin=UNTIDY))
    assert "policy" in clerk("fmt", "-", "--to", "en", stdin=UNTIDY).out
    broken = clerk("fmt", "-", stdin=BROKEN)
    assert (1, "") == (broken.status, broken.out)
    assert "[R009]" in broken.err
    checked = clerk("fmt", "-", "--check", "--lang", "en", stdin=UNTIDY)
    assert (1, "<stdin> is not formatted\npolicies: 1; not formatted: 1\n") == (
        checked.status,
        checked.out,
    )


def test_what_is_not_there_is_told(clerk: Clerk, folder: Path) -> None:
    """A missing file is R401; a folder without policies is told too."""
    missing = clerk("fmt", "none.policy")
    (folder / "empty").mkdir()
    empty = clerk("fmt", "empty", "--lang", "en")

    assert 1 == missing.status and "R401" in missing.err
    assert 1 == empty.status and "only files named .policy are read" in empty.err


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_a_link_and_its_rights_stay(clerk: Clerk, town: Path) -> None:
    """The file behind a link is formatted, and keeps its rights."""
    (town / "u.policy").write_text(UNTIDY, encoding="utf-8")
    (town / "u.policy").chmod(0o640)
    (town / "link.policy").symlink_to("u.policy")
    answer = clerk("fmt", "link.policy")

    assert 0 == answer.status
    assert (town / "link.policy").is_symlink()
    assert POLICY == (town / "u.policy").read_text(encoding="utf-8")
    assert 0o640 == (town / "u.policy").stat().st_mode & 0o777
