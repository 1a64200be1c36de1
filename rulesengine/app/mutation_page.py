"""Changes that no test notices, in words of the policy and for programs. Pure."""

from collections.abc import Iterator

from rulesengine.app.exact_json import JsonValue
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.study.mutants import Mutant
from rulesengine.study.mutation import Judged, Mutation, Verdict
from rulesengine.study.witness import Witness


def mutation_lines(policy: checked.Policy, found: Mutation, *, details: bool) -> Iterator[Text]:
    """How many changes, then each that was not noticed, with lines to paste that would tell."""
    yield counts(found)
    for one in found.judged:
        match one.verdict:
            case Verdict.UNNOTICED:
                yield _indented(_with_line(policy, one.mutant, unnoticed_words(one.mutant)))
                if one.witness is not None:
                    yield from _witness_lines(one.witness)
            case Verdict.PERHAPS_SAME:
                yield _indented(
                    text(
                        "perhaps the same: {change} ({tried} sets of records tell no difference)",
                        change=change_words(one.mutant),
                        tried=one.tried,
                    )
                )
            case Verdict.SAME if details:
                yield _indented(text("the same: {change}", change=change_words(one.mutant)))
            case Verdict.NOTICED if details:
                yield _indented(
                    text(
                        "noticed: {change}: {test}",
                        change=change_words(one.mutant),
                        test=one.test,
                    )
                )
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
    line, _ = policy.source.position(mutant.place.start)
    return text("{sentence} (line {line})", sentence=sentence, line=line)


def _indented(sentence: Text) -> Text:
    return text("  {sentence}", sentence=sentence)


def _witness_lines(witness: Witness) -> Iterator[Text]:
    if witness.test:
        yield text("    this line in the test “{test}” would tell:", test=witness.test)
    else:
        yield text("    these lines would tell:")
    yield from (text("      {line}", line=line) for line in witness.lines)


def mutation_json(policy: checked.Policy, found: Mutation) -> JsonValue:
    """Every change with its verdict; `witness` lines belong into `test`, or are a test (null)."""
    return {
        "changes": len(found.judged),
        **{verdict.value.replace(" ", "_"): found.count(verdict) for verdict in Verdict},
        "judged": [_judged(policy, one) for one in found.judged],
    }


def _judged(policy: checked.Policy, one: Judged) -> JsonValue:
    line, column = policy.source.position(one.mutant.place.start)
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
