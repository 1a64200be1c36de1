"""Conditions: what their names mean and whether both sides of a comparison have one type.

Whether a condition can ever hold is asked elsewhere (`check_reach`).
"""

from collections.abc import Sequence
from typing import assert_never

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, FactType, Subject
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_day, read_quantity
from rulesengine.language.check_facts import Facts, find_fact, path_text, unknown_word
from rulesengine.language.check_mentions import paths, value_words
from rulesengine.language.check_names import MOST_LISTED, listed, suggestion
from rulesengine.language.check_report import Report

AGE_UNITS = ("岁", "周岁", "year", "years")
_EQUALITY = (syntax.Order.EQUAL, syntax.Order.UNEQUAL)
_TYPE_WORDS = {
    FactType.YES_NO: text("yes or no"),
    FactType.LEVEL: text("one of a few words"),
    FactType.NUMBER: text("a number"),
    FactType.DATE: text("a date"),
}


@attrs.frozen
class Typed:
    """An operand whose meaning is settled. `fact` where it is a declared fact."""

    operand: checked.Operand
    type: FactType
    span: Span
    fact: Fact | None = None


def settle_condition(
    report: Report, facts: Facts, condition: syntax.Condition
) -> checked.Condition | None:
    """The condition with its names known; None where any part of it has no meaning."""
    for word in value_words(condition):
        report.say(
            Code.WRONG_TYPE,
            text("what a record is worth is not known yet where this is asked"),
            word.span,
            text("only what an item requires may depend on it"),
            help=text(
                "ask for it as in {example}",
                example=report.words("需 镇级审核 当 分值 > 20分",
                                     "requires town_approval when value > 20 points"),
            ),
        )  # fmt: skip
        return None
    return _settle(report, facts, condition)


def settle_requirement_condition(
    report: Report, facts: Facts, condition: syntax.Condition
) -> checked.Condition | None:
    """The same where 分值, the raw points of the record, may stand."""
    return _settle(report, facts, condition)


def _settle(report: Report, facts: Facts, condition: syntax.Condition) -> checked.Condition | None:
    match condition:
        case syntax.Compare():
            return _compare(report, facts, condition)
        case syntax.IsTrue():
            return _is_true(report, facts, condition)
        case syntax.IsOneOf():
            return _is_one_of(report, facts, condition)
        case syntax.Not():
            inner = _settle(report, facts, condition.inner)
            return None if inner is None else checked.Not(inner, condition.span)
        case syntax.And():
            parts = _all(report, facts, condition.parts)
            return None if parts is None else checked.And(parts, condition.span)
        case syntax.Or():
            parts = _all(report, facts, condition.parts)
            return None if parts is None else checked.Or(parts, condition.span)
        case _:
            assert_never(condition)


def settle_eligible(
    report: Report, facts: Facts, statement: syntax.Eligible | None
) -> checked.Condition | None:
    """Who takes part. It is asked of accounts, so no fact of a record may stand in it."""
    if statement is None:
        return None
    for path in paths(statement.condition):
        if path.subject is Subject.RECORD:
            whole = report.written(statement.condition.span)
            report.say(
                Code.WRONG_SUBJECT,
                text("who takes part cannot depend on one record"),
                path.span,
                help=text(
                    "put this behind the item: {example}",
                    example=report.words(f"当 {whole}", f"when {whole}"),
                ),
            )
            return None
    return settle_condition(report, facts, statement.condition)


def _all(
    report: Report, facts: Facts, parts: Sequence[syntax.Condition]
) -> tuple[checked.Condition, ...] | None:
    settled = [_settle(report, facts, part) for part in parts]
    known = [part for part in settled if part is not None]
    return tuple(known) if len(known) == len(settled) else None


# --- comparisons ---------------------------------------------------------------------------------


def _compare(report: Report, facts: Facts, compare: syntax.Compare) -> checked.Condition | None:
    left, right = compare.left, compare.right
    if isinstance(left, syntax.ValueWord) and not _is_points(report, compare, left):
        return None
    if isinstance(left, syntax.Word) and isinstance(right, syntax.Word):
        unknown_word(report, facts, left)
        return None
    if isinstance(left, syntax.Word):
        other = _operand(report, facts, right)
        one = _level(report, facts, other, left) if other is not None else None
    else:
        one = _operand(report, facts, left)
        if isinstance(right, syntax.Word):
            other = _level(report, facts, one, right) if one is not None else None
        else:
            other = _operand(report, facts, right)
    if one is None or other is None:
        return None
    one, other = _as_word(one, other, report), _as_word(other, one, report)
    if not (_same_type(report, one, other) and _suits(report, compare, one, other)):
        return None
    order = checked.Order(compare.order.value)
    return checked.Compare(one.operand, order, other.operand, compare.span)


def _is_points(report: Report, compare: syntax.Compare, value: syntax.ValueWord) -> bool:
    """Whether 分值 is compared with points as written: `20分`, and nothing else."""
    right, number = compare.right, "20"
    code, message = Code.WRONG_TYPE, text("what a record is worth is compared with points only")
    if isinstance(right, syntax.NumberLiteral):
        if right.points:
            return True
        number = right.number.text
        code, message = Code.WRONG_UNIT, text("what a record is worth is measured in points")
        if right.unit is None:
            code, message = Code.MISSING_UNIT, text("the unit of this number is missing")
    example = f"{report.written(value.span)} {compare.order.value} {number}" + report.words(
        "分", " points"
    )
    report.say(code, message, right.span, help=text("write {example}", example=example))
    return False


def _operand(
    report: Report,
    facts: Facts,
    operand: syntax.Operand,
) -> Typed | None:
    match operand:
        case syntax.Word():
            unknown_word(report, facts, operand)
            return None
        case syntax.FactPath():
            found = find_fact(report, facts, operand)
            match found:
                case checked.FactOf(fact=fact):
                    return Typed(found, fact.type, operand.span, fact)
                case checked.AgeOf():
                    return Typed(found, FactType.NUMBER, operand.span)
                case None:
                    return None
        case syntax.RecordDay():
            return Typed(checked.RecordDay(), FactType.DATE, operand.span)
        case syntax.ValueWord():
            return Typed(checked.RawPoints(), FactType.NUMBER, operand.span)
        case syntax.NumberLiteral():
            number = read_quantity(report, operand.number)
            if number is None:
                return None
            return Typed(checked.Literal(number), FactType.NUMBER, operand.span)
        case syntax.DayLiteral():
            day = read_day(report, operand.day)
            return None if day is None else Typed(checked.Literal(day), FactType.DATE, operand.span)
        case syntax.YesNoLiteral():
            return Typed(checked.Literal(operand.value), FactType.YES_NO, operand.span)
        case _:
            assert_never(operand)


def _level(report: Report, facts: Facts, beside: Typed, word: syntax.Word) -> Typed | None:
    """The level that a word names, of the fact it is compared with."""
    if beside.fact is None or beside.type is not FactType.LEVEL:
        if facts.with_level(word.name.text) is not None or beside.fact is None:
            _wrong_type(report, beside, word.span, text("a word"))
        else:
            unknown_word(report, facts, word)
        return None
    level = find_level(report, facts, beside.fact, word.name)
    if level is None:
        return None
    return Typed(checked.Literal(level), FactType.LEVEL, word.span, beside.fact)


def _as_word(one: Typed, beside: Typed, report: Report) -> Typed:
    """是 beside a fact that has a level of that name is the level."""
    is_yes_no = isinstance(one.operand, checked.Literal) and isinstance(one.operand.value, bool)
    if is_yes_no and beside.fact is not None and beside.type is FactType.LEVEL:
        level = beside.fact.read(report.written(one.span))
        if isinstance(level, str):
            return Typed(checked.Literal(level), FactType.LEVEL, one.span, beside.fact)
    return one


def find_level(report: Report, facts: Facts, fact: Fact, name: syntax.Name) -> str | None:
    """The first name of a level; an unknown one is reported with what it may have meant."""
    level = facts.level(fact, name.text)
    if level is not None:
        return level
    path = path_text(report, fact.subject, fact.name)
    message = text("{path} has no {level}", path=path, level=name.text)
    known = facts.levels(fact)
    near = suggestion(report, name.text, known)
    report.say(
        Code.UNKNOWN_NAME,
        message,
        name.span,
        others=((facts.span(fact), text("declared here")),),
        notes=(text("it has {names}", names=listed(known)),),
        help=text("did you mean {name}?", name=near) if near is not None else None,
    )
    return None


def _same_type(report: Report, one: Typed, other: Typed) -> bool:
    if one.type is not other.type:
        _wrong_type(report, one, other.span, _TYPE_WORDS[other.type])
        return False
    if one.type is FactType.LEVEL and one.fact is not None and other.fact is not None:
        levels = {level.name for level in one.fact.levels}
        if not levels & {level.name for level in other.fact.levels}:
            report.say(
                Code.WRONG_TYPE,
                text("these two facts have no word in common, so they are never equal"),
                one.span.to(other.span),
                notes=[
                    text("{fact} has {names}", fact=fact.name, names=listed(level_names(fact)))
                    for fact in (one.fact, other.fact)
                ],
                help=text("write {example}", example=_example(report, one)),
            )
            return False
    return True


def _suits(report: Report, compare: syntax.Compare, one: Typed, other: Typed) -> bool:
    if one.type not in (FactType.LEVEL, FactType.YES_NO) or compare.order in _EQUALITY:
        return True
    known = one.fact or other.fact
    named = one if isinstance(one.operand, checked.FactOf) else other
    report.say(
        Code.WRONG_TYPE,
        text("{order} compares numbers and dates only", order=compare.order.value),
        compare.span,
        text("this is {type}", type=_TYPE_WORDS[one.type]),
        notes=(text("it has {names}", names=listed(level_names(known))),)
        if known is not None and known.levels
        else (),
        help=text("write {example}", example=_example(report, named)),
    )
    return False


def _wrong_type(report: Report, one: Typed, other: Span, found: Text) -> None:
    fact = one.fact
    message = text(
        "{left} is {type}, and cannot be compared with {found}",
        left=report.written(one.span),
        type=_TYPE_WORDS[one.type],
        found=found,
    )
    notes: tuple[Text, ...] = ()
    if fact is not None and fact.levels:
        notes = (text("it has {names}", names=listed(level_names(fact))),)
    report.say(
        Code.WRONG_TYPE,
        message,
        other,
        text("this is {found}", found=found),
        others=((one.span, text("this is {type}", type=_TYPE_WORDS[one.type])),),
        notes=notes,
        help=text("write {example}", example=_example(report, one)),
    )


# --- a fact alone, and lists ---------------------------------------------------------------------


def _is_true(report: Report, facts: Facts, condition: syntax.IsTrue) -> checked.Condition | None:
    if isinstance(condition.operand, syntax.Word):
        unknown_word(report, facts, condition.operand)
        return None
    operand = _operand(report, facts, condition.operand)
    if operand is None:
        return None
    if operand.fact is None or operand.type is not FactType.YES_NO:
        written = report.written(operand.span)
        report.say(
            Code.WRONG_TYPE,
            text("{operand} alone is not a condition", operand=written),
            operand.span,
            text("this is {type}", type=_TYPE_WORDS[operand.type]),
            help=text("say what it must be, as in {example}", example=_example(report, operand)),
        )
        return None
    return checked.Compare(
        operand.operand, checked.Order.EQUAL, checked.Literal(True), condition.span
    )


def level_names(fact: Fact) -> list[str]:
    """The first name of each word of a fact, as many as are ever shown."""
    return [level.name for level in fact.levels[: MOST_LISTED + 1]]


def _example(report: Report, operand: Typed) -> str:
    written = report.written(operand.span)
    if isinstance(operand.operand, checked.Literal):
        return report.words("户.常住 = 是", "household.resident = yes")
    if isinstance(operand.operand, checked.RawPoints):
        return f"{written} > 20" + report.words("分", " points")
    match operand.type:
        case FactType.LEVEL:
            fact = operand.fact
            if fact is None or len(fact.levels) < 2:
                return written
            first, second = level_names(fact)[:2]
            return report.words(
                f"{written} 属于 {first}、{second}", f"{written} in {first} | {second}"
            )
        case FactType.NUMBER:
            return f"{written} >= 60"
        case FactType.DATE:
            return f"{written} >= 2025-01-01"
        case FactType.YES_NO:
            return f"{written} = {report.words('是', 'yes')}"
        case _:
            assert_never(operand.type)


def _is_one_of(report: Report, facts: Facts, condition: syntax.IsOneOf) -> checked.Condition | None:
    if isinstance(condition.operand, syntax.Word):
        unknown_word(report, facts, condition.operand)
        return None
    operand = _operand(report, facts, condition.operand)
    if operand is None:
        return None
    if operand.fact is None or operand.type is not FactType.LEVEL:
        _wrong_type(report, operand, condition.span, text("a list of words"))
        return None
    found = [find_level(report, facts, operand.fact, word.name) for word in condition.words]
    levels = [level for level in found if level is not None]
    if len(levels) != len(found):
        return None
    inner = checked.IsOneOf(operand.fact, tuple(dict.fromkeys(levels)), condition.span)
    return checked.Not(inner, condition.span) if condition.negated else inner
