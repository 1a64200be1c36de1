"""How conditions and tables came to their answers, part by part. Truth itself is `conditions`."""

from collections.abc import Iterator
from typing import assert_never

from rulesengine.language import checked
from rulesengine.reference.conditions import truth
from rulesengine.reference.explanation import (
    Answer,
    FactorAnswer,
    Seen,
    Wanted,
    WantedAll,
    WantedAny,
    WantedPart,
)
from rulesengine.reference.known import Known, value_of
from rulesengine.reference.raw import factor_of


def answer(condition: checked.Condition, known: Known) -> Answer:
    """A condition's answer with those of its parts and what each comparison saw."""
    holds = truth(condition, known)
    match condition:
        case checked.And(parts=parts) | checked.Or(parts=parts):
            return Answer(condition, holds, parts=tuple(answer(part, known) for part in parts))
        case checked.Not(inner=inner):
            return Answer(condition, holds, parts=(answer(inner, known),))
        case checked.Compare() | checked.IsOneOf():
            return Answer(condition, holds, seen=seen_by(condition, known))
    assert_never(condition)


def factor_answers(item: checked.Item, known: Known) -> tuple[FactorAnswer, ...]:
    """Every factor of an item, and which one applied."""
    applied = factor_of(item, known)
    return tuple(
        FactorAnswer(factor, answer(factor.when, known), factor is applied)
        for factor in item.factors
    )


def seen_by(condition: checked.Compare | checked.IsOneOf, known: Known) -> tuple[Seen, ...]:
    """What a comparison looked at: every side that is not written out in the policy."""
    match condition:
        case checked.IsOneOf(fact=fact):
            return (_seen(checked.FactOf(fact), known),)
        case checked.Compare(left=left, right=right):
            return tuple(
                _seen(operand, known)
                for operand in (left, right)
                if not isinstance(operand, checked.Literal)
            )
    assert_never(condition)


def looked_at(value: checked.Value, known: Known) -> Seen | None:
    """What a table looked at; None for a value without a table."""
    match value:
        case checked.ByLevel(fact=fact):
            return _seen(checked.FactOf(fact), known)
        case checked.ByBand(measure=measure):
            return _seen(measure, known)
        case _:
            return None


def _seen(
    operand: checked.FactOf | checked.AgeOf | checked.RecordDay | checked.RawPoints, known: Known
) -> Seen:
    return Seen(operand, value_of(operand, known))


def wanted(condition: checked.Condition, known: Known, *, holds: bool = True) -> Wanted | None:
    """What would have to be otherwise for a condition to be `holds`; None: it is so already."""
    if truth(condition, known) is holds:
        return None
    match condition:
        case checked.Compare() | checked.IsOneOf():
            return WantedPart(condition, holds, seen_by(condition, known))
        case checked.Not(inner=inner):
            return wanted(inner, known, holds=not holds)
        case checked.And(parts=parts):
            missing = tuple(_missing(parts, known, holds=holds))
            return _joined(WantedAll(missing) if holds else WantedAny(missing))
        case checked.Or(parts=parts):
            missing = tuple(_missing(parts, known, holds=holds))
            return _joined(WantedAny(missing) if holds else WantedAll(missing))
    assert_never(condition)


def _missing(
    parts: tuple[checked.Condition, ...], known: Known, *, holds: bool
) -> Iterator[Wanted]:
    for part in parts:
        found = wanted(part, known, holds=holds)
        if found is not None:
            yield found


def _joined(several: WantedAll | WantedAny) -> Wanted:
    return several.parts[0] if len(several.parts) == 1 else several
