"""`test`: the tests that policies carry, what they reach, and which change none would notice."""

from collections.abc import Mapping, Sequence
from itertools import chain

import attrs

from rulesengine.app.coverage_page import Line, coverage_json, coverage_lines
from rulesengine.app.exact_json import JsonValue, dump
from rulesengine.app.files import load_policy, policies_in
from rulesengine.app.messages import Language, visible
from rulesengine.app.mutation_page import counts, mutation_json, mutation_lines
from rulesengine.app.render import as_json
from rulesengine.app.rule_words import limit_names
from rulesengine.app.terminal import Terminal
from rulesengine.app.tests_json import expectation_json
from rulesengine.app.words import outcome_words
from rulesengine.core.diagnostic import Diagnostic, has_errors
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.text import Text, Value, text
from rulesengine.language.checked import Policy
from rulesengine.study.coverage import Coverage, coverage
from rulesengine.study.mutation import Mutation, Verdict, mutate
from rulesengine.study.policy_tests import TestResult, no_tests, run_tests


@attrs.frozen
class Request:
    """What the command line asks for; `least_percent` None: no gate."""

    paths: Sequence[str]
    coverage: bool
    least_percent: int | None
    mutate: bool
    details: bool
    form: str

    @property
    def covers(self) -> bool:
        """Whether coverage is asked for, by itself or by its gate."""
        return self.coverage or self.least_percent is not None


@attrs.frozen
class _Tested:
    """A policy file, what is wrong with it, and what its tests gave.

    `covered` and `mutated` are None where they were not asked for or its tests did not pass.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    results: tuple[TestResult, ...] = ()
    policy: Policy | None = None
    covered: Coverage | None = None
    mutated: Mutation | None = None

    @property
    def all_diagnostics(self) -> tuple[Diagnostic, ...]:
        return (*self.diagnostics, *(one for result in self.results for one in result.diagnostics))

    @property
    def passed(self) -> bool:
        """Whether it has no mistake and all its tests passed."""
        return not has_errors(self.all_diagnostics)


def run(terminal: Terminal, request: Request) -> int:
    """Test every policy, show what failed or is not tested, and give the exit status."""
    files = list(dict.fromkeys(policies_in(request.paths)))
    tested = [_test(terminal, request, path) for path in files]
    if request.form == "json":
        terminal.write(dump([_json(one, terminal.language) for one in tested]) + "\n")
    elif not _show(terminal, request, tested):
        return 1
    gates = [_is_short(one, request.least_percent) for one in tested]
    unnoticed = [
        one.mutated is not None and bool(one.mutated.count(Verdict.UNNOTICED)) for one in tested
    ]
    passed = all(one.passed for one in tested)
    return 0 if passed and not any(gates) and not any(unnoticed) else 1


def _show(terminal: Terminal, request: Request, tested: Sequence[_Tested]) -> bool:
    """What failed and what is not tested, in sentences; False where nothing was tested at all."""
    for one in tested:
        terminal.complain(one.all_diagnostics)
    broken = sum(has_errors(one.diagnostics) for one in tested)
    if broken:
        errors = sum(error.is_error for one in tested for error in one.diagnostics)
        terminal.remark(
            text(
                "policies with mistakes: {broken}, mistakes: {errors}; their tests did not run",
                broken=broken,
                errors=errors,
            )
        )
    if not tested:
        terminal.remark(text("there is no policy here: only files named .policy are read"))
    if broken == len(tested):
        return False
    for one in tested:
        _show_further(terminal, request, one)
    _sum_up(terminal, tested)
    if request.mutate:
        judged = [one.mutated.judged for one in tested if one.mutated is not None]
        terminal.say(counts(Mutation(tuple(chain.from_iterable(judged)))))
    return True


def _sum_up(terminal: Terminal, tested: Sequence[_Tested]) -> None:
    results = [result for one in tested for result in one.results]
    passed = sum(result.passed for result in results)
    terminal.say(
        text(
            "policies: {policies}; tests: {tests}; passed: {passed}; failed: {failed}",
            policies=len(tested),
            tests=len(results),
            passed=passed,
            failed=len(results) - passed,
        )
    )


def _show_further(terminal: Terminal, request: Request, one: _Tested) -> None:
    """Its coverage and its mutants, under its name."""
    if one.policy is None or not (request.covers or request.mutate):
        return
    if not one.passed:
        terminal.say(text("{path}: its tests fail, mend these first", path=one.path))
        return
    terminal.write(f"{visible(one.path)}\n")
    lines: list[Line] = []
    if one.covered is not None:
        lines += coverage_lines(one.policy, one.covered, details=request.details)
    if one.mutated is not None:
        lines += mutation_lines(one.policy, one.mutated, details=request.details)
    for depth, sentence in lines:
        terminal.say(sentence, indent=2 * depth)
    if one.covered is not None and _is_short(one, request.least_percent):
        terminal.remark(
            text(
                "{path}: the tests reach {percent}%, and {least}% are asked for",
                path=one.path,
                percent=one.covered.percent,
                least=request.least_percent or 0,
            )
        )


def _is_short(one: _Tested, least_percent: int | None) -> bool:
    """Whether less is reached than the gate asks for, in whole numbers."""
    if one.covered is None or least_percent is None:
        return False
    return one.covered.reached * 100 < least_percent * len(one.covered.goals)


def _test(terminal: Terminal, request: Request, path: str) -> _Tested:
    loaded = load_policy(path)
    if loaded.value is None:
        return _Tested(path, tuple(one for one in loaded.diagnostics if one.is_error))
    policy = loaded.value
    terminal.follow(policy.language)
    missing = no_tests(policy)
    results = run_named_tests(policy)
    tested = _Tested(path, () if missing is None else (missing,), results, policy)
    if not tested.passed:
        return tested
    covered = coverage(policy) if request.covers else None
    if not request.mutate:
        return attrs.evolve(tested, covered=covered)
    with terminal.progress(text("changes of {path}", path=path)) as watch:
        return attrs.evolve(tested, covered=covered, mutated=mutate(policy, watch))


def run_named_tests(policy: Policy) -> tuple[TestResult, ...]:
    """Run the tests of a policy; what failed says in which test, and limits in words."""
    names = limit_names(policy)
    return tuple(
        attrs.evolve(
            result, diagnostics=tuple(_named(one, result.name, names) for one in result.diagnostics)
        )
        for result in run_tests(policy)
    )


def _named(diagnostic: Diagnostic, test: str, names: Mapping[str, Text]) -> Diagnostic:
    """The test by its name, limits and outcomes in words: in a posting they are labels that no

    language changes.
    """
    notes = [attrs.evolve(note, values=_in_words(note.values, names)) for note in diagnostic.notes]
    message = attrs.evolve(diagnostic.message, values=_in_words(diagnostic.message.values, names))
    return attrs.evolve(
        diagnostic, message=message, notes=(text("test: {test}", test=test), *notes)
    )


def _in_words(values: Mapping[str, Value], names: Mapping[str, Text]) -> Mapping[str, Value]:
    said = dict(values)
    if "limit" in said:
        said["limit"] = names.get(str(said["limit"]), said["limit"])
    for key in ("outcome", "instead"):
        if key in said:
            said[key] = outcome_words(RecordOutcome(said[key]))
    return said


def _json(tested: _Tested, language: Language) -> JsonValue:
    return {
        "policy": tested.path,
        "tests": [
            {
                "test": result.name,
                "passed": result.passed,
                "expectations": [expectation_json(one) for one in result.expectations],
                "diagnostics": [as_json(one, language) for one in result.diagnostics],
            }
            for result in tested.results
        ],
        "diagnostics": [as_json(one, language) for one in tested.diagnostics],
        **_further(tested),
    }


def _further(tested: _Tested) -> dict[str, JsonValue]:
    """`coverage` and `mutation`, where they were asked for."""
    found: dict[str, JsonValue] = {}
    if tested.policy is not None and tested.covered is not None:
        found["coverage"] = coverage_json(tested.policy, tested.covered)
    if tested.policy is not None and tested.mutated is not None:
        found["mutation"] = mutation_json(tested.policy, tested.mutated)
    return found
