"""The town of the example policies: its villages extend it in different ways, and all tests pass."""

from pathlib import Path

import pytest

from rulesengine.app.files import load_policy
from rulesengine.language import checked
from rulesengine.study.differences import compare
from rulesengine.study.policy_tests import run_tests

FOLDER = Path(__file__).resolve().parent.parent / "policies" / "town"
VILLAGES = sorted(path.stem for path in FOLDER.glob("*.policy") if path.stem != "town")
# What each village does to the town's policy: the kinds of settings that its edits begin with.
CHANGES = {
    "beihu": {"honours", "goods", "budgets"},
    "donghe": {"rate", "minimum", "bases", "items"},
    "nanwan": {"dates", "limits"},
    "xiling": {"items"},
}


def read(name: str) -> checked.Policy:
    """A policy of the folder; the town alone leaves some points to judgement."""
    outcome = load_policy(str(FOLDER / f"{name}.policy"))
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    warnings = [one.code.id for one in outcome.diagnostics]
    assert (["R308"] if name == "town" else []) == warnings
    return outcome.value


@pytest.mark.parametrize("name", ["town", *VILLAGES])
def test_the_tests_of_a_policy_pass(name: str) -> None:
    """Every policy has tests, and all of them pass."""
    results = run_tests(read(name))

    assert len(results) >= 2
    assert [] == [result.name for result in results if not result.passed]


def test_the_villages_extend_the_town_differently() -> None:
    """One sets values, one tightens limits, one adds items, one adds what touches no points."""
    town = read("town")
    found = {name: {edit.path[0] for edit in compare(town, read(name)).edits} for name in VILLAGES}

    assert CHANGES == found
    assert {"value"} == {edit.path[2] for edit in compare(town, read("donghe")).edits
                         if edit.path[0] == "items"}  # fmt: skip
    added = set(read("xiling").items) - set(town.items)
    assert {"入社分红", "护林巡山", "示范种植"} == added


@pytest.mark.parametrize("name", ["town", *VILLAGES])
def test_the_tests_reach_what_the_policy_says_itself(name: str) -> None:
    """Every item of the town, and every item that a village adds or changes, has a record."""
    policy = read(name)
    own = set(policy.items)
    if name != "town":
        edits = compare(read("town"), policy).edits
        own = {path.path[1] for edit in edits for path in edit.changes if path.path[0] == "items"}
    used = {record.item for test in policy.tests for record in test.records}

    assert set() == own - used
