"""Changes that no test notices, in words of the policy and for programs. Pure."""

from collections.abc import Iterator

from rulesengine.app.coverage_page import Line
from rulesengine.app.exact_json import JsonValue
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.study.mutants import Mutant
from rulesengine.study.mutation import Judged, Mutation, Verdict
from rulesengine.study.witness import Witness


def mutation_lines(policy: checked.Policy, found: Mutation, *, details: bool) -> Iterator[Line]:
    """How many changes, then each that was not noticed, with lines to paste that would tell."""
    yield 1, counts(found)
    for one in found.judged:
        change = change_words(one.mutant)
        match one.verdict:
            case Verdict.UNNOTICED:
                yield 2, _with_line(policy, one.mutant, unnoticed_words(one.mutant))
                if one.witness is not None:
                    yield from _witness_lines(one.witness)
            case Verdict.PERHAPS_SAME:
                told = text("no difference in {tried} sets of records", tried=one.tried)
                yield 2, text("perhaps the same: {change} ({told})", change=change, told=told)
            case Verdict.SAME if details:
                yield 2, text("the same: {change}", change=change)
            case Verdict.NOTICED if details:
                yield 2, text("noticed: {change}: {test}", change=change, test=one.test)
            case _:
                pass


def counts(found: Mutation) -> Text:
    """How many changes have which verdict."""
    return text(
        "changes tried: {all}; noticed: {noticed}; not noticed: {unnoticed}; the same: {same}; "
        "perhaps the same: {perhaps}",
        all=len(found.judged),
        noticed=found.count(Verdict.NOTICED),
        unnoticed=found.count(Verdict.UNNOTICED),
        same=found.count(Verdict.SAME),
        perhaps=found.count(Verdict.PERHAPS_SAME),
    )


def unnoticed_words(mutant: Mutant) -> Text:
    """`no test notices if “上限 30分 每户每月” of 环境治理 were “上限 31分 每户每月”`."""
    before, after, owner = mutant.before, mutant.after, mutant.owner
    if owner and after:
        return text(
            "no test notices if “{before}” of {owner} were “{after}”",
            before=before,
            owner=owner,
            after=after,
        )
    if after:
        return text("no test notices if “{before}” were “{after}”", before=before, after=after)
    if owner:
        return text(
            "no test notices if “{before}” of {owner} were left out", before=before, owner=owner
        )
    return text("no test notices if “{before}” were left out", before=before)


def change_words(mutant: Mutant) -> Text:
    """`环境治理: “上限 30分 每户每月” → “上限 31分 每户每月”`."""
    change = (
        text("“{before}” → “{after}”", before=mutant.before, after=mutant.after)
        if mutant.after
        else text("without “{before}”", before=mutant.before)
    )
    return text("{owner}: {change}", owner=mutant.owner, change=change) if mutant.owner else change


def _with_line(policy: checked.Policy, mutant: Mutant, sentence: Text) -> Text:
    line, _ = policy.source.own.position(mutant.place.start)
    return text("{sentence} (line {line})", sentence=sentence, line=line)


def _witness_lines(witness: Witness) -> Iterator[Line]:
    if witness.test:
        yield 3, text("this line in the test “{test}” would tell:", test=witness.test)
    else:
        yield 3, text("these lines would tell:")
    yield from ((4, line) for line in witness.lines)


def mutation_json(policy: checked.Policy, found: Mutation) -> JsonValue:
    """Every change with its verdict; `witness` lines belong into `test`, or are a test (null)."""
    return {
        "changes": len(found.judged),
        **{verdict.value.replace(" ", "_"): found.count(verdict) for verdict in Verdict},
        "judged": [_judged(policy, one) for one in found.judged],
    }


def _judged(policy: checked.Policy, one: Judged) -> JsonValue:
    line, column = policy.source.own.position(one.mutant.place.start)
    return {
        "of": one.mutant.owner or None,
        "before": one.mutant.before,
        "after": one.mutant.after or None,
        "line": line,
        "column": column,
        "verdict": one.verdict.value,
        "noticed_by": one.test or None,
        "tried": one.tried,
        "witness": None
        if one.witness is None
        else {"test": one.witness.test or None, "lines": list(one.witness.lines)},
    }
