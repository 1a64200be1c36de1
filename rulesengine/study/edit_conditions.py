"""Changes of a condition: a comparison turned, a number or a date moved, and for or, yes for no."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import assert_never

from rulesengine.core.source import Span
from rulesengine.language import syntax
from rulesengine.study.edits import Edit, Edits, Written

_FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "=",
            "小于": "不超过", "不超过": "小于", "不大于": "小于", "大于": "不少于",
            "不少于": "大于", "不小于": "大于", "等于": "不等于", "不等于": "等于",
            "≤": "<", "≦": "<", "≥": ">", "≧": ">", "≠": "="}  # fmt: skip


def of_condition(text: Written, clause: Span, condition: syntax.Condition) -> Edits:
    """A comparison turned, a number or a date moved, and for or, yes for no."""
    match condition:
        case syntax.And(parts=parts) | syntax.Or(parts=parts):
            is_and = isinstance(condition, syntax.And)
            yield from _joined(text, clause, parts, is_and=is_and)
            for part in parts:
                yield from of_condition(text, clause, part)
        case syntax.Not(inner=inner):
            yield Edit(clause, condition.span, text.slice(inner.span))
            yield from _inside(text, clause, inner)
        case syntax.IsTrue():
            negated = "not " if text.in_english() else "不是 "
            yield Edit(clause, condition.span, negated + text.slice(condition.span))
        case syntax.IsOneOf():
            yield from _is_one_of(text, clause, condition)
        case syntax.Compare():
            yield from _compare(text, clause, condition)
        case _:
            assert_never(condition)


def _inside(text: Written, clause: Span, inner: syntax.Condition) -> Edits:
    if not isinstance(inner, syntax.IsTrue):  # turned already
        yield from of_condition(text, clause, inner)


def _joined(
    text: Written, clause: Span, parts: Sequence[syntax.Condition], *, is_and: bool
) -> Edits:
    pairs = pairwise(parts)
    for before, after in pairs:
        between = Span(before.span.end, after.span.start)
        found = re.search(r"并且|或者|\band\b|\bor\b", text.slice(between), re.IGNORECASE)
        if found is not None:
            span = Span(between.start + found.start(), between.start + found.end())
            other = ("或者", "or") if is_and else ("并且", "and")
            yield Edit(clause, span, text.words(span, other))


def _is_one_of(text: Written, clause: Span, condition: syntax.IsOneOf) -> Edits:
    between = Span(condition.operand.span.end, condition.words[0].span.start)
    found = re.search(r"不?属于|(?:not\s+)?\bin\b", text.slice(between), re.IGNORECASE)
    if found is not None:
        span = Span(between.start + found.start(), between.start + found.end())
        other = ("属于", "in") if condition.negated else ("不属于", "not in")
        yield Edit(clause, span, text.words(span, other))
    if len(condition.words) > 1:
        for word in condition.words:
            yield Edit(clause, text.with_separator(word.span), "")


def _compare(text: Written, clause: Span, condition: syntax.Compare) -> Edits:
    between = Span(condition.left.span.end, condition.right.span.start)
    sign = text.slice(between).strip()
    turned = _FLIPPED.get(sign.translate({0xFF1C: "<", 0xFF1D: "=", 0xFF1E: ">"}))
    if turned is not None:
        start = between.start + text.slice(between).index(sign)
        yield Edit(clause, Span(start, start + len(sign)), turned)
    for side in (condition.left, condition.right):
        match side:
            case syntax.NumberLiteral(number=number):
                yield from text.numbers(clause, number, both=True)
            case syntax.DayLiteral(day=day):
                yield from text.days(clause, (day,))
            case _:
                pass
