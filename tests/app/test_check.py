"""`check` and `explain`."""

import json
from pathlib import Path

import pytest

from rulesengine.core.codes import Code
from tests.app.conftest import POLICY, Clerk


def test_a_policy_without_mistakes_says_so(clerk: Clerk, town: Path) -> None:
    """Status 0, one line, nothing on standard error."""
    answer = clerk("check", "p.policy", "--lang", "en")

    assert (0, "policies: 1; no mistakes found\n", "") == (answer.status, answer.out, answer.err)


def test_every_mistake_of_every_file_is_shown(clerk: Clerk, town: Path) -> None:
    """Diagnostics on standard error with place and carets, the count on standard output."""
    (town / "q.policy").write_text(
        POLICY.replace("义务劳动 3分", "义务劳动 三分"), encoding="utf-8"
    )
    (town / "old.policy").write_bytes(POLICY.encode("gb18030"))
    answer = clerk("check", "p.policy", "q.policy", "old.policy", "none.policy", "--lang", "en")

    assert 1 == answer.status
    assert " --> q.policy:10:" in answer.err
    assert "error[R001]" in answer.err
    assert "error[R401]: none.policy cannot be read: it is not there" in answer.err
    assert answer.out.startswith("policies: 4; errors: ")


def test_warnings_fail_only_under_strict(clerk: Clerk, town: Path) -> None:
    """A policy that deducts and says no floor is warned of."""
    (town / "p.policy").write_text(POLICY.replace("下限 0分\n", ""), encoding="utf-8")

    assert 0 == clerk("check", "p.policy").status
    assert 1 == clerk("check", "p.policy", "--strict").status


def test_json_lists_diagnostics_with_places(clerk: Clerk, folder: Path) -> None:
    """Programs get a list on standard output, and nothing on standard error."""
    answer = clerk("check", "-", "--format", "json", stdin="办法")
    found = json.loads(answer.out)

    assert (1, "") == (answer.status, answer.err)
    assert "<stdin>" == found[0]["file"]
    assert {"code", "severity", "message", "line", "column", "end", "help", "notes", "fix"} <= set(
        found[0]
    )


@pytest.mark.parametrize("code", [code.id for code in Code])
def test_explain_shows_a_page_in_both_languages(clerk: Clerk, code: str) -> None:
    """Every code has a page, and the Chinese one is Chinese."""
    english, chinese = clerk("explain", code), clerk("explain", code.lower(), "--lang", "zh")

    assert (0, 0) == (english.status, chinese.status)
    assert english.out.startswith(f"{code}")
    assert chinese.out.startswith(f"{code}")
    assert english.out != chinese.out


def test_explain_finds_a_code_by_its_name_and_helps_with_a_wrong_one(clerk: Clerk) -> None:
    """A name such as `name-twice` is as good as R102; a name that is unknown is answered with a near one."""
    assert clerk("explain", "name-twice").out.startswith("R102")
    wrong, near = clerk("explain", "R1O2"), clerk("explain", "name-twise")

    assert (1, "") == (wrong.status, wrong.out)
    assert "a code stands in brackets before a message" in wrong.err
    assert "did you mean name-twice?" in near.err
