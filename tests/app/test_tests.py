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


def test_json_has_the_lines_behind_each_number(clerk: Clerk, town: Path) -> None:
    """What was looked at, and every line of the passbook that made it."""
    answer = clerk("test", "p.policy", "--format", "json")
    month, item, spendable = json.loads(answer.out)[0]["tests"][0]["expectations"]

    assert ("period", "2025-03", None) == (month["of"], month["period"], month["part"])
    assert ("part", "清扫门前") == (item["of"], item["part"])
    assert "spendable" == spendable["of"]
    assert {
        "date": "2025-03-01", "kind": "lost", "item": "清扫门前", "points": 2,
        "limit": "cap 1 time per household per day (清扫门前)",
    } == item["lines"][1]  # fmt: skip


def test_json_of_what_is_no_number(clerk: Clerk, town: Path) -> None:
    """A grade is a name or null, an honour yes or no, a reason a word that never changes."""
    text = POLICY.replace("测试", "等级 五星 96分起\n荣誉 红旗 前1名 按 总分 每年\n测试") + (
        "  应得 张三 没有等级\n  应得 张三 评上 红旗\n  应得 张三 清扫门前 没有分 因为 次数用完\n"
    )
    (town / "p.policy").write_text(text, encoding="utf-8")
    answer = clerk("test", "p.policy", "--format", "json")
    expectations = json.loads(answer.out)[0]["tests"][0]["expectations"][3:]

    assert [
        ("grade", None, None), ("honour", True, True), ("outcome", "times used up", "times used up"),
    ] == [(one["of"], one["expected"], one["actual"]) for one in expectations]  # fmt: skip


def test_an_outcome_that_fails_is_said_in_words(clerk: Clerk, town: Path) -> None:
    """In the policy's language, the reason as `why` says it."""
    text = POLICY + "  应得 张三 清扫门前 没有分 因为 不值分\n"
    (town / "p.policy").write_text(text, encoding="utf-8")
    answer = clerk("test", "p.policy")

    assert 1 == answer.status
    assert "“清扫门前”没有分，原因应是“按办法不得分”，算出来是“次数用完了”" in answer.err
    assert "reason: worth nothing under the rule; it was: the times are used up" in (
        clerk("test", "p.policy", "--lang", "en").err
    )


def test_coverage_lists_what_no_test_reaches(clerk: Clerk, town: Path) -> None:
    """Each with its line, in both languages; what is reached only with --details."""
    chinese = clerk("test", "p.policy", "--coverage")
    english = clerk("test", "p.policy", "--coverage", "--lang", "en", "--details")

    assert (0, "") == (chinese.status, chinese.err)
    assert "测到 45%（11 处中的 5 处）" in chinese.out
    assert "没有测到：环境治理，“上限 30分 每户每月”限住了分（第 8 行）" in chinese.out
    assert "not reached: 表彰: the row 省级 (line 11)" in english.out
    assert "reached: a record of 清扫门前 that counts: 一天只计一次" in english.out
    assert "reached" not in clerk("test", "p.policy", "--lang", "en").out


def test_coverage_has_a_gate(clerk: Clerk, town: Path) -> None:
    """5 of 11 are 45 percent and a bit: 45 is reached, 46 is not; the gate alone asks for coverage."""
    enough = clerk("test", "p.policy", "--coverage-min", "45", "--lang", "en")
    short = clerk("test", "p.policy", "--coverage-min", "46", "--lang", "en")

    assert (0, "") == (enough.status, enough.err)
    assert 1 == short.status
    assert "p.policy: the tests reach 45%, and 46% are asked for" in short.err
    assert 2 == clerk("test", "p.policy", "--coverage-min", "101").status


def test_coverage_as_json(clerk: Clerk, town: Path) -> None:
    """Every goal with the tests that reach it."""
    answer = clerk("test", "p.policy", "--coverage", "--format", "json")
    found = json.loads(answer.out)[0]["coverage"]

    assert (45, 5, 11) == (found["percent"], found["reached"], len(found["goals"]))
    assert {
        "rule": "limit", "of": "清扫门前", "side": None, "row": None, "line": 9,
        "tests": ["一天只计一次"],
    } in found["goals"]  # fmt: skip
    assert "mutation" not in json.loads(answer.out)[0]


def test_mutate_says_what_no_test_notices_and_fails(clerk: Clerk, town: Path) -> None:
    """The sentence of the change, in words of the policy, and lines that would tell."""
    answer = clerk("test", "p.policy", "--mutate", "--lang", "en")

    assert (1, "") == (answer.status, answer.err)
    assert (
        "no test notices if “上限 30分 每户每月” of 环境治理 were “上限 31分 每户每月” (line 8)"
        in answer.out
    )
    assert "these lines would tell:\n" in answer.out
    assert (
        "“环境治理”的“上限 30分 每户每月”改成“上限 31分 每户每月”，没有测试会发现（第 8 行）"
        in (clerk("test", "p.policy", "--mutate").out)
    )


def test_mutate_as_json(clerk: Clerk, town: Path) -> None:
    """Every change with its verdict; each number of the summary is how many there are."""
    answer = clerk("test", "p.policy", "--mutate", "--format", "json")
    found = json.loads(answer.out)[0]["mutation"]
    verdicts = [one["verdict"] for one in found["judged"]]

    assert 1 == answer.status
    assert found["changes"] == len(verdicts)
    assert found["noticed"] == verdicts.count("noticed") > 0
    assert found["unnoticed"] == verdicts.count("unnoticed") > 0
    noticed = next(one for one in found["judged"] if one["before"] == "2分/次")
    assert ("清扫门前", "3分/次", 9, "一天只计一次", None) == (
        noticed["of"], noticed["after"], noticed["line"], noticed["noticed_by"], noticed["witness"],
    )  # fmt: skip
    cap = next(one for one in found["judged"] if one["after"] == "上限 31分 每户每月")
    assert cap["witness"]["test"] is None
    assert cap["witness"]["lines"][0].startswith("测试")


def test_mutate_waits_until_the_tests_pass(clerk: Clerk, town: Path) -> None:
    """A change that a failing test fails on would say nothing."""
    (town / "p.policy").write_text(POLICY.replace("可兑 28分", "可兑 27分"), encoding="utf-8")
    answer = clerk("test", "p.policy", "--mutate", "--coverage", "--lang", "en")

    assert 1 == answer.status
    assert "p.policy: its tests fail, mend these first\n" in answer.out
    assert "changes tried: 0" in answer.out
