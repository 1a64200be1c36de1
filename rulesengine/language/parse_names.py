"""Names that were not read as one: with a space, with digits, with a word of the language."""

import re
from itertools import pairwise

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language.grammar import keywords, stem
from rulesengine.language.parse_case import Case, quoted

CHINESE_NUMBER = re.compile("[零〇一二两三四五六七八九十百千万]+")
# Compiled where it is needed: so many letters take longer than the rest of this module.
_LETTERS_AND_DIGITS = r"[A-Za-z0-9０-９㐀-鿿_·]+"


def quoted_name(case: Case) -> Diagnostic | None:
    """A name that is a word of the language, or that holds digits or an operator, needs quotes."""
    if {"NAME", "CONDITION_NAME", "STRING"} & case.stopped.expected:
        message = text("{word} is a word of the language here", word=case.here)
        is_word = case.stopped.terminal and stem(case.stopped.terminal) in keywords()
        found = _in_quotes(case, case.stopped.span, message) if is_word else None
        if found is not None:
            return found
    run = run_around(case)
    if any(letter.isdigit() for letter in case.source.slice(run)):
        return _in_quotes(case, run, text("a name with digits stands in quotes"))
    if run.start < case.stopped.span.start:
        message = text("a name that holds a word of the language stands in quotes")
        return _in_quotes(case, run, message)
    return None


def run_around(case: Case) -> Span:
    """The letters and digits without a gap around the place where reading stopped."""
    start = case.stopped.span.start
    letters = re.compile(_LETTERS_AND_DIGITS)
    for run in letters.finditer(case.source.text, case.statement.start, case.statement.end):
        if run.start() <= start < run.end():
            return Span(run.start(), run.end())
    return case.stopped.span


def _in_quotes(case: Case, place: Span, message: Text) -> Diagnostic | None:
    in_quotes = quoted(case.source.slice(place), case.language)
    if case.source.slice(place).isdigit() or not case.reads_further(place, in_quotes):
        return None
    return case.change(Code.UNEXPECTED_WORD, message, place, in_quotes)


def split_name(case: Case) -> Diagnostic | None:
    """Two bare words where one name can stand."""
    if case.stopped.terminal not in ("NAME", "CONDITION_NAME"):
        return None
    if CHINESE_NUMBER.fullmatch(case.here.rstrip("分次元倍")):
        return None
    place = _shortest_pair(case)
    if place is None:
        return None
    if case.source.text[max(0, place.start - 1)] in "/／":
        return None  # 次 of 2分/次 begins no name
    with_space = case.source.slice(place)
    joined = re.sub(r"[ \t\u3000]+", "", with_space)
    in_quotes = quoted(with_space, case.language)
    if joined.isascii() or not case.reads_further(place, joined):
        if not case.reads_further(place, in_quotes):
            return None
        message = text("a name with a space stands in quotes")
        return case.change(Code.UNEXPECTED_WORD, message, place, in_quotes)
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{name} has a space in it", name=with_space),
        Label(case.source, place),
        help=text(
            "take the space away: {joined}; if the name has one, put it in quotes", joined=joined
        ),
        fix=Fix(place, joined),
    )


def _shortest_pair(case: Case) -> Span | None:
    """The two bare words that reading stopped at, or those before (张 三 goes first)."""
    start = case.statement.start
    whole = case.source.text[start : case.stopped.span.end]
    words = list(re.finditer(r"[^\s,，、|｜:：/／=＝]+", whole[-200:]))[-3:]
    shift = start + max(0, len(whole) - 200)
    pairs = [
        Span(shift + one.start(), shift + other.end())
        for one, other in pairwise(words)
        if re.fullmatch(r"[ \t\u3000]+", whole[-200:][one.end() : other.start()])
    ]
    if not pairs or pairs[-1].end != case.stopped.span.end:
        return None
    earlier = pairs[0]
    joined = re.sub(r"[ \t\u3000]+", "", case.source.slice(earlier))
    short = earlier.end - earlier.start < pairs[-1].end - pairs[-1].start
    return earlier if short and case.reads_further(earlier, joined) else pairs[-1]
