"""Names that were not read as one: with a space, with digits, with a word of the language."""

import difflib
import re
from collections.abc import Iterator
from itertools import islice, pairwise

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language.grammar import chinese_words, keywords, stem
from rulesengine.language.openers import BLANK
from rulesengine.language.parse_case import Case, one_of, quoted
from rulesengine.language.parse_numbers import CHINESE_NUMBER

# Amounts, dates and periods are no names, and what makes them unreadable is not mended by quotes.
_AMOUNT = re.compile(
    r"[0-9０-９]+(?:[分元次倍年月日天号季]|-[0-9QHW])|^(?:[0-9０-９.]+|points?|times?)[/／%％]"
)
_MOST_LIKELY = 12  # words of the language that are tried in place of a misspelt one
_BLANKS = rf"(?:{BLANK})+"
# Compiled where it is needed: so many letters take longer than the rest of this module.
_LETTERS_AND_DIGITS = r"[A-Za-z0-9０-９㐀-鿿_·]+"


def quoted_name(case: Case) -> Diagnostic | None:
    """A name that is a word of the language, or that holds digits or an operator, needs quotes."""
    if {"NAME", "CONDITION_NAME"} & case.stopped.expected:
        message = text("{word} is a word of the language here", word=case.here)
        is_word = case.here[:1].isalpha() and stem(case.stopped.terminal) in keywords()
        found = _in_quotes(case, case.stopped.span, message) if is_word else None
        if found is not None:
            return found
    run = run_around(case)
    starts_with_digit = case.source.slice(run)[:1].isdigit()
    if _AMOUNT.search(case.source.slice(run)) or (
        starts_with_digit and case.opens in ("RECORD", "EXPECT")
    ):
        return None  # 25米 and 2025年 of a record are no names
    if any(letter.isdigit() for letter in case.source.slice(run)):
        return _in_quotes(case, run, text("a name with digits stands in quotes"))
    if run.start < case.stopped.span.start:
        message = text("a name that holds a word of the language stands in quotes")
        return _in_quotes(case, run, message)
    return None


def misspelt(case: Case) -> Diagnostic | None:
    """上线 for 上限, pionts for points: a word of the language with a wrong character."""
    meant: dict[Span, list[str]] = {}
    for place, word in islice(_likely_words(case), _MOST_LIKELY):
        comma = "" if _opens_clause(case, place.start) else ", "
        for written in dict.fromkeys((word, f"{comma}{word}")):
            if case.fits(place, written) and case.reads_words_behind(place, written):
                meant.setdefault(place, []).append(word)
    if not meant:
        return None
    place, words = next(iter(meant.items()))
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{word} is not a word of the language here", word=case.source.slice(place)),
        Label(case.source, place),
        help=text("did you mean {word}?", word=one_of(tuple(dict.fromkeys(words)))),
    )


def _opens_clause(case: Case, start: int) -> bool:
    before = case.source.text[case.statement.start : start].rstrip()
    return before.endswith((",", "，"))


def _likely_words(case: Case) -> Iterator[tuple[Span, str]]:
    """Words near the stop that differ in one character from one of the language."""
    if case.language == "en":
        forms = [form for word in keywords().values() for form in (word.en, word.plural) if form]
        known = {*forms, *(form.split()[0] for form in forms)}
        for place, match in case.up_to_stop(r"[A-Za-z-]{3,}"):
            if match[0].lower() in known:
                continue
            near = difflib.get_close_matches(match[0].lower(), known, n=3, cutoff=0.6)
            once = [word for word in near if f"{word}s" not in near]
            yield from ((place, word) for word in once)
        return
    words = [word for word in chinese_words() if len(word) > 1]
    for place, match in case.up_to_stop(r"[^\W\d_]+"):
        for word in words:
            for at in range(len(match[0]) - len(word) + 1):
                part = match[0][at : at + len(word)]
                if sum(a != b for a, b in zip(part, word, strict=True)) == 1:
                    start = place.start + at
                    yield Span(start, start + len(word)), word


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
    if case.source.slice(place).isdigit() or not case.reads_words_behind(place, in_quotes):
        return None
    return case.change(Code.UNEXPECTED_WORD, message, place, in_quotes)


def marked_name(case: Case) -> Diagnostic | None:
    """清扫-门前 and front-door: a name that holds a mark."""
    run = _marked_run(case)
    if run is None:
        return None
    name = case.source.slice(run)
    in_quotes = quoted(name, case.language)
    if not case.reads_words_behind(run, in_quotes):
        return None
    several = "、" in name or "|" in name
    message = text("a name that holds a mark such as {mark} stands in quotes", mark=_mark_of(name))
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        message,
        Label(case.source, run),
        help=text("if it is one name, write {written}; if not, give each a line", written=in_quotes)
        if several
        else text("write {written}", written=in_quotes),
        fix=None if several else Fix(run, in_quotes),
    )


def _marked_run(case: Case) -> Span | None:
    """Letters, digits and marks without a gap around the mark at which reading stopped."""
    if not case.here or case.here.isalnum() or case.here in "，,：:":
        return None
    start = case.stopped.span.start
    for run in re.compile(r"[^\s\u3000,，：:=＝#＃\"“”]+").finditer(
        case.source.text, case.statement.start, case.statement.end
    ):
        if run.start() < start < run.end() - 1:
            shown = run[0]
            if any(letter.isalpha() for letter in shown) and not _AMOUNT.search(shown):
                return Span(run.start(), run.end())
    return None


def _mark_of(name: str) -> str:
    return next(letter for letter in name if not letter.isalnum())


def split_name(case: Case) -> Diagnostic | None:
    """Two bare words where one name can stand."""
    token = case.stopped.terminal
    another_name = "STRING" in case.stopped.expected and stem(token) in keywords()
    if token not in ("NAME", "CONDITION_NAME") and not another_name:
        return None
    amount = case.here.rstrip("分次元倍")
    if amount != case.here and CHINESE_NUMBER.fullmatch(amount):
        return None
    place = _shortest_pair(case)
    if place is None:
        return None
    if case.source.text[max(0, place.start - 1)] in "/／":
        return None  # 次 of 2分/次 begins no name
    if _AMOUNT.search(case.source.slice(place)):
        return None
    with_space = re.sub(_BLANKS, " ", case.source.slice(place))
    if with_space.split(" ")[0] in chinese_words():
        return None
    joined = re.sub(_BLANKS, "", with_space)
    in_quotes = quoted(with_space, case.language)
    if case.opens == "FACT" and _is_list(case):
        return _two_words_of_a_list(case, place, with_space, in_quotes)
    if joined.isascii():
        if not case.reads_words_behind(place, in_quotes):
            return None
        message = text("a name with a space stands in quotes")
        return case.change(Code.UNEXPECTED_WORD, message, place, in_quotes)
    if not case.reads_words_behind(place, joined):
        return None
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{name} has a space in it", name=with_space),
        Label(case.source, place),
        help=text(
            "take the space away: {joined}; if the name has one, put it in quotes", joined=joined
        ),
        fix=Fix(place, joined),
    )


def _is_list(case: Case) -> bool:
    return any(mark in case.before for mark in ":：")


def _two_words_of_a_list(case: Case, place: Span, words: str, in_quotes: str) -> Diagnostic:
    """省级 县级 behind 属性 记录.级别: two words, or one name with a space?"""
    listed = words.replace(" ", case.words("、", " | "))
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("nothing stands between {words}", words=tuple(words.split(" "))),
        Label(case.source, place),
        help=text("write {listed}; if it is one name, {quoted}", listed=listed, quoted=in_quotes),
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
        if re.fullmatch(_BLANKS, whole[-200:][one.end() : other.start()])
    ]
    if not pairs or pairs[-1].end != case.stopped.span.end:
        return None
    earlier = pairs[0]
    joined = re.sub(_BLANKS, "", case.source.slice(earlier))
    short = earlier.end - earlier.start < pairs[-1].end - pairs[-1].start
    return earlier if short and case.reads_further(earlier, joined) else pairs[-1]
