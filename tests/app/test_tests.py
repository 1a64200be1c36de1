"""`test`: the tests that policies carry."""

import json
from pathlib import Path

from tests.app.conftest import POLICY, Clerk


def test_a_folder_stands_for_all_policies_in_it(clerk: Clerk, town: Path) -> None:
    """Folders are searched below too; one line sums up."""
    (town / "below").mkdir()
    (town / "below" / "q.policy").write_text(POLICY, encoding="utf-8")
    answer = clerk("test", ".", "--lang", "en")

    assert (0, "") == (answer.status, answer.err)
    assert "policies: 2; tests: 2; passed: 2; failed: 0\n" == answer.out


def test_a_failing_test_shows_the_lines_that_made_the_number(clerk: Clerk, town: Path) -> None:
    """The test by its name, the place, what was expected, what came, and why; in plain words."""
    (town / "p.policy").write_text(
        POLICY.replace("应得 张三 清扫门前 2分", "应得 张三 清扫门前 4分"), encoding="utf-8"
    )
    answer = clerk("test", "p.policy")

    assert 1 == answer.status
    assert "[R601]" in answer.err
    assert "p.policy:20:3" in answer.err
    assert "测试：一天只计一次" in answer.err
    assert "上限 1次 每户每天（清扫门前）" in answer.err
    assert "cap 1 time" not in answer.err


def test_json_has_expected_and_actual(clerk: Clerk, town: Path) -> None:
    """Numbers exact, for every expectation."""
    answer = clerk("test", "p.policy", "--format", "json")
    expectations = json.loads(answer.out)[0]["tests"][0]["expectations"]

    assert (0, "") == (answer.status, answer.err)
    assert [(28, 28), (2, 2), (28, 28)] == [
        (one["expected"], one["actual"]) for one in expectations
    ]


def test_a_policy_with_errors_fails_and_one_without_tests_is_warned_of(
    clerk: Clerk, town: Path
) -> None:
    """Errors are shown; no tests is R602 and no failure."""
    (town / "broken.policy").write_text("办法", encoding="utf-8")
    (town / "untested.policy").write_text(POLICY.split("测试")[0], encoding="utf-8")

    assert 1 == clerk("test", "broken.policy").status
    untested = clerk("test", "untested.policy")
    assert 0 == untested.status
    assert "[R602]" in untested.err
