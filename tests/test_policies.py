"""The example policies: they check, their tests pass, and the tests reach every item.

Warnings are allowed, but each is expected here by its code, so that a new one is looked at.
"""

from pathlib import Path

import pytest

from rulesengine.app.files import load_policy
from rulesengine.core.posting import Posting
from rulesengine.core.record import Record
from rulesengine.core.register import build
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.scoring.score import score
from rulesengine.study.coverage import coverage
from rulesengine.study.mutation import Verdict, mutate
from rulesengine.study.policy_tests import run_tests

FOLDER = Path(__file__).resolve().parent.parent / "policies"
POLICIES = sorted(path.name for path in FOLDER.glob("*.policy"))

# What the checker has to say about each, in the order of the codes. A file not listed: nothing.
WARNINGS = {
    "cixi-tianyuan.policy": ("R308",),  # the source names the ends of a range only
    "dongyang-party-members.policy": ("R308",),  # the source leaves a range open
    "emeishan-xutang.policy": ("R307",),  # the source clears at year's end, with no days of grace
    "feixian-longyuzhuang.policy": ("R308",),  # the person in charge of the grid judges
    "langao-xipo.policy": ("R308",),  # the source leaves ranges open
    "laoxin.policy": ("R308",),  # some points are left to a person's judgement
}


def read(name: str) -> tuple[checked.Policy, tuple[str, ...]]:
    """A policy of the folder, and the codes of what the checker says about it."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    outcome = load(Source(f"policies/{name}", text))
    assert [] == [str(found.message) for found in outcome.diagnostics if found.is_error]
    assert outcome.value is not None
    return outcome.value, tuple(sorted(found.code.id for found in outcome.diagnostics))


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_checks_with_the_warnings_listed(name: str) -> None:
    """No errors, and no warning that nobody has looked at."""
    _, warnings = read(name)

    assert WARNINGS.get(name, ()) == warnings


@pytest.mark.parametrize("name", POLICIES)
def test_the_tests_of_a_policy_pass(name: str) -> None:
    """Every policy has tests, and all of them pass."""
    policy, _ = read(name)
    results = run_tests(policy)

    assert len(results) >= 2
    assert [] == [result.name for result in results if not result.passed]


@pytest.mark.parametrize("name", POLICIES)
def test_the_tests_of_a_policy_reach_every_item(name: str) -> None:
    """No item stands in a policy without a record that uses it."""
    policy, _ = read(name)
    used = {record.item for test in policy.tests for record in test.records}
    unused = {
        item.name
        for category in policy.categories
        for item in category.items
        if used.isdisjoint({item.name, item.other_name})
    }

    assert set() == unused


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.policy")), ids=lambda path: path.name)
def test_the_tests_of_a_policy_reach_all_of_it(path: Path) -> None:
    """Every row, limit, condition and mark is reached; `make mutate` asks more of all of them."""
    policy = load_policy(str(path)).value
    assert policy is not None
    covered = coverage(policy)

    assert [] == [goal.mark for goal in covered.missed]
    assert 100 == covered.percent


@pytest.mark.parametrize("name", ["jingyuan-xinqi.policy", "yizheng-baiyang.en.policy"])
def test_no_change_of_a_policy_goes_unnoticed(name: str) -> None:
    """Two quick ones, in both keyword languages; `make mutate` tries all policies."""
    found = mutate(read(name)[0])

    assert found.count(Verdict.NOTICED) >= 10
    assert found.count(Verdict.NOTICED) == len(found.judged)


@pytest.mark.parametrize("name", [name for name in POLICIES if name != "laoxin.policy"])
def test_a_policy_names_its_source_and_what_it_assumes(name: str) -> None:
    """The head of each file says where it is from, how good the source is, and what it leaves out."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    head = text[: text.index("\n\n")]
    words = (
        ("Source:", "quality", "source says", "does not say", "assumed")
        if name.endswith(".en.policy")
        else ("来源：", "质量", "来源说：", "来源没有说", "假定")
    )

    assert [] == [word for word in words if word not in head]
    assert text.count(words[-1]) > head.count(words[-1])


TWINS = [name for name in POLICIES if name.endswith(".en.policy")]


def test_one_policy_is_in_english_too() -> None:
    """There is an English policy, and each English one stands beside its Chinese twin."""
    assert TWINS
    assert all(name.replace(".en.", ".") in POLICIES for name in TWINS)


@pytest.mark.parametrize("name", TWINS)
def test_a_policy_in_english_gives_the_same_postings(name: str) -> None:
    """The records of both files' tests, scored under either, give the same lines."""
    english, _ = read(name)
    chinese, _ = read(name.replace(".en.", "."))
    tests = (*chinese.tests, *english.tests)

    for test in tests:
        assert postings(chinese, test) == postings(english, test), test.name


def postings(policy: checked.Policy, test: checked.Test) -> list[tuple[object, ...]]:
    """The lines that a test's records give under a policy, items by both their names at once."""
    register = build(test.households or None, test.people or None).value
    assert register is not None
    records: list[Record] = list(test.records)
    run = score({"": checked.alone(policy)}, register, records)
    return [line(policy, posting) for book in run.passbooks for posting in book.postings]


def line(policy: checked.Policy, posting: Posting) -> tuple[object, ...]:
    item = policy.items.get(posting.item)
    names = frozenset({item.name, item.other_name}) if item else frozenset()
    return posting.account, posting.day, posting.kind, posting.points, posting.record, names
