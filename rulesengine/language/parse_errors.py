"""Why a statement could not be read, in words a clerk uses: the place, the fact, the way out.

Never names a terminal. Where a small change would let the statement be read further, that change is
the way out (and the fix): a missing 分, a comma between rows, a name that needs quotes.
"""

import difflib
import re
from collections.abc import Iterator

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import text
from rulesengine.language.grammar import keywords, stem
from rulesengine.language.openers import Opener, openers
from rulesengine.language.parse_case import Attempt, Case, Stopped
from rulesengine.language.parse_choices import notes_of
from rulesengine.language.parse_names import CHINESE_NUMBER, quoted_name, run_around, split_name
from rulesengine.language.parse_rewrites import (
    NUMBERING,
    OPENING,
    by_fact,
    field_without_sign,
    highest_of_what,
    minus_sign,
    remark,
    rewritten,
    wrong_mark,
)

_WORD = re.compile(r"[^\s,，、|｜:：/／=＝#＃()（）]+")
# What people write for a word of the language.
_OTHER_WORDS = {
    "日": "天",
    "季": "季度",
    "个月": "月",
    "星期": "周",
    "年度": "年",
    "months": "month",
    "years": "year",
    "weeks": "week",
    "days": "day",
    "quarters": "quarter",
}


def explain(
    source: Source, statement: Span, opener: Opener, stopped: Stopped, attempt: Attempt
) -> Diagnostic:
    """The message for a statement of which `opener` is the first word and which stopped there.

    `attempt` tells how far a changed statement can be read (None: to its end).
    """
    case = Case(source, statement, opener.language, stopped, attempt)
    ways = (
        minus_sign,
        remark,
        wrong_mark,
        rewritten,
        highest_of_what,
        by_fact,
        _comma_between_rows,
        field_without_sign,
        _ownerless_fact,
        _other_word,
        quoted_name,
        split_name,
        _digits,
        _missing,
    )
    for way in ways:
        found = way(case)
        if found is not None:
            return found
    return _plain(case)


def unknown_statement(
    source: Source, statement: Span, language: str, attempt: Attempt
) -> Diagnostic:
    """A statement whose first word opens none."""
    found = _opening(source, statement, attempt)
    if found is not None:
        return found
    match = _WORD.match(source.text, statement.start, statement.end)
    word = match[0][:40] if match else source.text[statement.start : statement.start + 1]
    place = Span(statement.start, statement.start + len(word))
    known = [getattr(keyword, language) for keyword in openers().values()]
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.5) or [
        opening for opening in known if len(opening) > 1 and word[:2] == opening[:2]
    ]
    way_out = (
        text("did you mean {word}?", word=near[0])
        if near
        else text(
            "a line begins with a word such as {words}; a clause needs a comma on the line before",
            words=tuple(known[index] for index in (1, 17, 18, 19)),
        )
    )
    fix = Fix(place, near[0]) if near and len(word) <= len(near[0]) + 1 else None
    return Diagnostic(
        Code.UNKNOWN_STATEMENT,
        text("no statement begins with {word}", word=word),
        Label(source, place),
        help=way_out,
        fix=fix,
    )


def _opening(source: Source, statement: Span, attempt: Attempt) -> Diagnostic | None:
    """A statement that reads without its number, or with its words in another order."""
    written = source.text[statement.start : statement.end]
    number = re.match(NUMBERING, written)
    if number is not None and attempt(written[number.end() :]) != 0:
        place = Span(statement.start, statement.start + number.end())
        return Diagnostic(
            Code.UNKNOWN_STATEMENT,
            text("no statement begins with {word}", word=number[0].strip()),
            Label(source, place),
            help=text("take {mark} away; lines carry no numbers", mark=number[0].strip()),
            fix=Fix(place, ""),
        )
    line = source.text.rfind("\n", 0, statement.start) + 1
    for row in OPENING:
        found = re.compile(row.pattern, re.IGNORECASE).match(written)
        for meant in row.meant(found) if found is not None else ():
            assert found is not None
            reached = attempt(meant + written[found.end() :])
            if reached is not None and reached < len(meant.rstrip()):
                continue
            place = Span(statement.start, statement.start + found.end())
            return Diagnostic(
                Code.UNKNOWN_STATEMENT,
                text("no statement begins with {word}", word=written.split()[0][:40]),
                Label(source, place),
                help=text(
                    "{word} comes first: {written}", word=meant.split()[0], written=meant.strip()
                ),
                # an indented line may belong to the one before, which then lacks its comma
                fix=None if line < statement.start else Fix(place, meant),
            )
    return None


def _comma_between_rows(case: Case) -> Diagnostic | None:
    whole, place = case.source.text, case.stopped.span.start
    before = whole[case.statement.start : place].rstrip()
    if not before or before[-1] not in ",，﹐":
        return None
    comma = Span(case.statement.start + len(before) - 1, case.statement.start + len(before))
    separator = "、" if case.language == "zh" else " |"
    if not case.reads_further(comma, separator):
        return None
    return Diagnostic(
        Code.COMMA_BETWEEN_ROWS,
        text("a comma stands between two rows of a table"),
        Label(case.source, comma),
        help=text("put {mark} between rows; a comma begins a new clause", mark=separator.strip()),
        fix=Fix(comma, separator),
    )


def _ownerless_fact(case: Case) -> Diagnostic | None:
    """当 常住 for 当 户.常住."""
    owners = ("HOUSEHOLD", "PERSON", "RECORD")
    stems = {stem(terminal) for terminal in case.stopped.expected}
    if not set(owners) <= stems or case.stopped.terminal not in ("NAME", "CONDITION_NAME"):
        return None
    if run_around(case).start < case.stopped.span.start:
        return None  # 达标并且在册 is more likely one name
    choices = tuple(f"{getattr(keywords()[owner], case.language)}.{case.here}" for owner in owners)
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{word} does not say whose fact it is", word=case.here),
        Label(case.source, case.stopped.span),
        help=text("write one of: {choices}", choices=choices),
    )


def _other_word(case: Case) -> Diagnostic | None:
    """每日 for 每天, and 2分每10米 for 2分/10米."""
    start = case.stopped.span.start
    if case.stopped.terminal == "NUMBER":
        before = case.source.text[case.statement.start : start]
        per = re.search(r"(?:每|[ \t]per)[ \t\u3000]*$", before)
        if per is not None:
            place = Span(case.statement.start + per.start(), start)
            if case.reads_further(place, "/"):
                message = text("a number stands behind {word}", word=per[0].strip())
                return case.change(Code.UNEXPECTED_WORD, message, place, "/")
    for said, meant in _OTHER_WORDS.items():
        if case.source.text.startswith(said, start):
            place = Span(start, start + len(said))
            if case.reads_further(place, meant):
                message = text("{word} is not a word of the language here", word=said)
                return case.change(Code.UNEXPECTED_WORD, message, place, meant)
    return None


def _digits(case: Case) -> Diagnostic | None:
    """十分 for 10分."""
    match = CHINESE_NUMBER.match(case.source.text, case.stopped.span.start, case.statement.end)
    if match is None or "NUMBER" not in case.stopped.expected:
        return None
    return Diagnostic(
        Code.BAD_NUMBER,
        text("the number {word} is written in words", word=match[0]),
        Label(case.source, Span(match.start(), match.end())),
        help=text("write numbers in digits, such as 10"),
    )


def _missing(case: Case) -> Diagnostic | None:
    """A word or mark that is missing where reading stopped."""
    behind = len(case.source.text[case.statement.start : case.stopped.span.start].rstrip())
    place = Span(case.statement.start + behind, case.statement.start + behind)
    for written in _candidates(case):
        if case.reads_further(place, written):
            shown = written.strip()
            return case.change(
                Code.MISSING_UNIT if shown in _UNITS_SAID else Code.UNEXPECTED_WORD,
                text("{word} is missing here", word=shown),
                place,
                written,
            )
    return None


_UNITS_SAID = frozenset(
    {"分", "points", "/次", "/time", "元", "yuan", "次", "times", "天", "days", "倍", "fold"}
)


def _candidates(case: Case) -> Iterator[str]:
    """What might be missing, likeliest first, among what could stand here."""
    chinese = case.language == "zh"
    stems = {stem(terminal) for terminal in case.stopped.expected}
    words = [
        ("POINT", "分" if chinese else " points"),
        ("YUAN", "元" if chinese else " yuan"),
        ("FOLD", "倍" if chinese else " fold"),
        ("DAY", "天" if chinese else " days"),
        ("SLASH", "/次" if chinese else "/time"),
        ("PER", " 每年" if chinese else " per year"),
        ("PER", " 每" if chinese else " per"),
        ("COMMA", ", " if chinese else ","),
        ("COLON", ": " if chinese else ":"),
        ("EQUALS", " = "),
        ("JUDGED", " 评定" if chinese else " judged"),
        ("TO", "至" if chinese else " to "),
        ("CLOSE", ")"),
        ("ROW", "、" if chinese else " |"),
    ]
    yield from (written for name, written in words if name in stems)


def _plain(case: Case) -> Diagnostic:
    notes = notes_of(case.stopped.expected, case.language)
    if case.here:
        message = text("{word} cannot stand here", word=case.here[:40])
        code = Code.UNEXPECTED_WORD
    else:
        message = text("the statement is not finished")
        code = Code.UNFINISHED_STATEMENT
    way_out = None
    if case.here and case.here in "。；;." and case.stopped.span.end == case.statement.end:
        way_out = text("take {mark} away; a line needs no mark at its end", mark=case.here)
    return Diagnostic(
        code, message, Label(case.source, case.stopped.span), notes=notes, help=way_out
    )
