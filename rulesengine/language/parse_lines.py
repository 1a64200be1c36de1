"""Line breaks that are missing or too many: two statements on one line, a clause on its own."""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import text
from rulesengine.language.openers import BLANK, opener_at
from rulesengine.language.parse_case import Attempt, Case, Stopped
from rulesengine.language.parse_clauses import TEST_LINES

_OF_TESTS = TEST_LINES | {"UNTIL", "TABLE", "TABLE_ROW"}
_LETTERS = r"[^\W\d_]+"
_MARKS = "；;。.，,、|｜"  # that people put between two statements


def second_line(written: str, statement: Span, stopped: Stopped, attempt: Attempt) -> int | None:
    """Where a new statement begins in a line that a mark at the end of the one before drew in.

    Only the line that reading had come to, and only if it reads further as a statement.
    """
    first = max(written.rfind(mark, statement.start, stopped.span.start) for mark in "\n\r\u2028")
    if first < 0:
        return None
    blanks = re.compile(rf"(?:\s|{BLANK})*").match(written, first, statement.end)
    assert blanks is not None
    begins = blanks.end()
    if begins > stopped.span.start or opener_at(written, Span(begins, statement.end)) is None:
        return None
    reached = attempt(written[begins : statement.end])
    return begins if reached is None or reached > stopped.span.end - begins else None


def joint_of(
    source: Source, before: Span, line: Span, attempt: Attempt, marks: tuple[str, ...] = ()
) -> Diagnostic | None:
    """A clause or a row of a table on a line of its own: the line before lacks its mark."""
    whole = source.text
    one, other = source.slice(before), source.slice(line)
    opener = opener_at(whole, before)
    if not marks:
        chinese = opener is not None and opener.language == "zh"
        marks = ("，", "、", " ") if chinese else (",", " |", " ")
    between = source.slice(Span(before.end, line.start))
    for mark in marks:
        blank = "" if not mark.strip() else " "
        if attempt(f"{one}{mark}{blank}{other}") is not None or (not blank and between.strip()):
            continue
        word = re.match(r"[^\s,，、|｜=＝0-9０-９]+|\S", other)
        return Diagnostic(
            Code.UNKNOWN_STATEMENT,
            text("no statement begins with {word}", word=word[0][:40] if word else other[:40]),
            Label(source, line),
            secondary=(Label(source, before, text("it may belong to this line")),),
            help=text("put {mark} at the end of the line above", mark=mark.strip())
            if blank
            else text("put it at the end of the line above"),
            fix=Fix(Span(before.end, before.end), mark)
            if blank
            else Fix(Span(before.end, line.start), mark),
        )
    return None


def new_line(case: Case) -> Diagnostic | None:
    """Two statements on one line: the second needs a line of its own."""
    if not case.here:
        return None
    if case.here in _MARKS:
        behind = re.compile(rf"(?:{BLANK})*").match(case.source.text, case.stopped.span.end)
        assert behind is not None
        found = _second(case, behind.end())
        if found is not None:
            return found
    for place, _ in case.up_to_stop(_LETTERS):
        for start in range(place.start, min(place.end, case.stopped.span.end)):
            found = _second(case, start)
            if found is not None:
                return found
    return None


def _second(case: Case, start: int) -> Diagnostic | None:
    whole, end = case.source.text, case.statement.end
    opener = opener_at(whole, Span(start, end))
    if opener is None or start == case.statement.start:
        return None
    if opener.stem in _OF_TESTS and case.opens not in (*_OF_TESTS, "TEST", "EXPECT"):
        return None  # 上限 1次 户 每天 is no line about a household
    before = re.sub(
        rf"(?:{BLANK}|[{re.escape(_MARKS)}])+\Z", "", whole[case.statement.start : start]
    )
    if not before or case.attempt(before) is not None:
        return None
    reached = case.attempt(whole[start:end])
    if reached is not None and (
        len(opener.span_text(whole)) < 2 or reached < case.stopped.span.end - start
    ):
        return None
    gap = Span(case.statement.start + len(before), start)
    word = opener.span_text(whole)
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("a new statement begins on the same line: {word}", word=word),
        Label(case.source, opener.span),
        help=text("put {word} on a new line", word=word),
        fix=Fix(gap, "\n"),
    )
