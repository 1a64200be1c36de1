"""Which small change of a policy its tests would not notice, with records that would tell.

Each mutant is run on the tests that touch it, up to the first that fails. For one that nobody
notices a witness is searched; where there is none, the change may mean the same.
"""

import enum
import re
from collections.abc import Callable, Iterator, Sequence

import attrs

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.language.trace import FindParent, nothing_beside
from rulesengine.study.meaning import meaning
from rulesengine.study.mutants import Mutant, mutants, without_tests
from rulesengine.study.policy_tests import passes
from rulesengine.study.witness import Pair, Witness, find_witness


class Verdict(enum.Enum):
    """What became of a mutant."""

    NOTICED = "noticed"  # some test fails on it
    UNNOTICED = "unnoticed"  # no test does, and there are records that would tell
    SAME = "same"  # it can make no difference
    PERHAPS_SAME = "perhaps same"  # no records were found that would tell


@attrs.frozen
class Judged:
    """A mutant and its verdict. `test` noticed it; `tried` scenarios told nothing."""

    mutant: Mutant
    verdict: Verdict
    test: str = ""
    witness: Witness | None = None
    tried: int = 0


@attrs.frozen
class Mutation:
    """Every mutant of a policy that is a policy too, in the order of the text."""

    judged: tuple[Judged, ...]

    def count(self, verdict: Verdict) -> int:
        """How many mutants have a verdict."""
        return sum(one.verdict is verdict for one in self.judged)


def _unseen(_done: int, _of: int) -> None:
    """Nobody looks on."""


def mutate(policy: checked.Policy, watch: Callable[[int, int], None] = _unseen) -> Mutation:
    """Judge every mutant of a policy all of whose tests pass. `watch` hears how far it has come.

    What the policy extends stays as it is: a town's text has tests of its own.
    """
    ground = _Ground.of(policy)
    every = list(mutants(policy))
    judged: list[Judged] = []
    for number, mutant in enumerate(every):
        watch(number, len(every))
        found = _judge(ground, mutant)
        if found is not None:
            judged.append(found)
    watch(len(every), len(every))
    return Mutation(tuple(judged))


@attrs.frozen
class _Ground:
    """A policy, what it means, and how a changed text of it is read, with what it extends."""

    policy: checked.Policy
    meaning: object
    find_parent: FindParent

    @classmethod
    def of(cls, policy: checked.Policy) -> "_Ground":
        """That of a policy; the texts above it are kept without their tests."""
        above = {_file_name(one): without_tests(one) for one in policy.source.extended}

        def find(name: str) -> Outcome[Source]:
            return Outcome(above[name]) if name in above else nothing_beside(name)

        loaded = load(without_tests(policy.source.own), find_parent=find)
        assert loaded.value is not None, policy.name
        return cls(policy, meaning(loaded.value, loaded.diagnostics), find)

    def read(self, source: Source) -> Outcome[checked.Policy]:
        """A changed text as a policy."""
        return load(source, find_parent=self.find_parent)


def _file_name(source: Source) -> str:
    return re.split(r"[/\\]", source.name)[-1]


def _judge(ground: _Ground, mutant: Mutant) -> Judged | None:
    """The verdict; None where the change leaves no policy."""
    loaded = ground.read(mutant.source)
    if loaded.value is None:
        return None
    changed = loaded.value
    for test in _touching(ground.policy.tests, mutant.touches):
        if not passes(changed, test):
            return Judged(mutant, Verdict.NOTICED, test.name)
    if meaning(changed, loaded.diagnostics) == ground.meaning:
        return Judged(mutant, Verdict.SAME)
    pair = Pair(ground.policy, changed, lambda source: ground.read(source).value)
    witness, tried = find_witness(pair, mutant.touches)
    if witness is not None:
        return Judged(mutant, Verdict.UNNOTICED, witness=witness)
    return Judged(mutant, Verdict.PERHAPS_SAME, tried=tried)


def _touching(
    tests: Sequence[checked.Test], touches: frozenset[str] | None
) -> Iterator[checked.Test]:
    """The tests whose records may notice."""
    for test in tests:
        if touches is None or any(record.item in touches for record in test.records):
            yield test
