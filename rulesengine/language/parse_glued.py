"""Names that swallowed a word of the language for want of a comma or a space, and what is left out.

`2分/次上限1次` lacks a comma, `表彰按记录.级别` a space, `清扫上限1次` the points.
"""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language.grammar import chinese_words, keywords
from rulesengine.language.openers import BLANK, opener_at
from rulesengine.language.parse_case import Case
from rulesengine.language.parse_clauses import TEST_LINES, clause_words

_VALUED = frozenset({"AWARD", "DEDUCT", "GOODS", "BONUS"})


def comma_missing(case: Case) -> Diagnostic | None:
    """A clause that begins without a comma: 2分/次 上限 1次, 2分/次上限1次."""
    words = rf"{_any_of(clause_words())}|(?<=[a-z])when(?![a-z])"
    if case.opens in TEST_LINES:
        words = rf"(?<=\s)[^\s,，=＝.．]+(?={BLANK}*[=＝])|{words}"
    for place, _ in case.up_to_stop(words):
        if place.start == case.statement.start or place.end == case.statement.end:
            continue
        blank = Span(_without_blanks(case, place.start), place.start)
        word = case.source.slice(place)
        if _is_when(word) and blank.start == blank.end and case.fits(blank, " "):
            return _space_before(case, place, sure=True)  # 需审核当分值>20分: it belongs to 需
        if case.fits(blank, ", "):
            return Diagnostic(
                Code.UNEXPECTED_WORD,
                text("a comma is missing before {word}", word=word),
                Label(case.source, place),
                help=text("write {written}", written=_around(case, blank, ", ", place.end)),
                fix=Fix(Span(blank.start, blank.start), ",")
                if blank.start < blank.end
                else Fix(blank, ", "),
            )
    return None


def space_missing(case: Case) -> Diagnostic | None:
    """A word of the language that was taken for the end of a name: 表彰按记录.级别."""
    if case.language != "zh" or case.opens in ("RECORD", "HOUSEHOLD", "EXPECT", "TEST"):
        return None  # two names side by side: a word of the language is none of them
    words = chinese_words()
    found = [
        place
        for place, match in case.up_to_stop(rf"(?=({_any_of(words)}))")
        if _inside_word(case, place.start) and case.fits(place, " ")
    ]
    if not found:
        return None
    start = found[-1].start  # the first: what stands behind it is no name any more
    match = re.compile(_any_of(words)).match(case.source.text, start)
    assert match is not None
    return _space_before(case, Span(start, match.end()), sure=len(found) == 1)


def _is_when(word: str) -> bool:
    when = keywords()["WHEN"]
    return word.lower() in (when.zh, when.en)


def _space_before(case: Case, word: Span, *, sure: bool) -> Diagnostic:
    place = Span(word.start, word.start)
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("a space is missing before {word}", word=case.source.slice(word)),
        Label(case.source, word),
        help=text("write {written}", written=case.changed(place, " ")),
        fix=Fix(place, " ") if sure else None,
    )


def space_behind(case: Case) -> Diagnostic | None:
    """perday for per day: an English word of the language ends with a blank."""
    if case.language != "en":
        return None
    sorted({one.en for one in keywords().values() if one.en}, key=_longest_first)
    for place, match in case.up_to_stop(r"[A-Za-z]+"):
        for word in sorted(
            {one.en for one in keywords().values()}, key=lambda one: (-len(one), one)
        ):
            if not word or word == match[0].lower() or not match[0].lower().startswith(word):
                continue
            gap = Span(place.start + len(word), place.start + len(word))
            if case.fits(gap, " ") and case.reads_words_behind(gap, " "):
                return Diagnostic(
                    Code.UNEXPECTED_WORD,
                    text("a space is missing behind {word}", word=match[0][: len(word)]),
                    Label(case.source, place),
                    help=text("write {written}", written=f"{word} {match[0][len(word) :]}"),
                    fix=Fix(gap, " "),
                )
    return None


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def item_in_household(case: Case) -> Diagnostic | None:
    """记录 2025-03-01 张三清扫门前: the household's name swallowed that of an item."""
    name = re.search(r"([^\s\d,，、|｜:：/／=＝\"“”]+)\s*$", case.before)
    if case.opens not in ("RECORD", "EXPECT") or name is None:
        return None
    items = (
        r"^[ \t\u3000]*(?:加分|扣分|归零|取消资格|award|deduct|clear|bar)\s*[\"“]?([^\s\"”,，]+)"
    )
    start = case.statement.start + name.start(1)
    for found in re.finditer(items, case.source.text, re.IGNORECASE | re.MULTILINE):
        account = name[1].removesuffix(found[1])
        gap = Span(start + len(account), start + len(account))
        if account and account != name[1] and case.reads_further(gap, " "):
            return Diagnostic(
                Code.UNEXPECTED_WORD,
                text("a space is missing before {word}", word=found[1]),
                Label(case.source, Span(start, start + len(name[1]))),
                help=text("write {written}", written=f"{account} {found[1]}"),
                fix=Fix(gap, " "),
            )
    return None


def value_missing(case: Case) -> Diagnostic | None:
    """加分 清扫, or 加分清扫上限1次: nothing says how many points."""
    if case.opens not in _VALUED:
        return None
    points = case.words("2分/次", "2 points/time")
    if case.opens in ("GOODS", "BONUS"):
        points = case.words("10分", "10 points")
    opener = opener_at(case.source.text, case.statement)
    assert opener is not None
    stop = case.stopped.span
    places = [(stop.start, "")] if case.here in ("", ",", "，", "﹐") else []
    places += [(one.start, ", ") for one, _ in case.up_to_stop(_any_of(clause_words()))]
    for start, comma in places:
        place = Span(_without_blanks(case, start), start)
        name = case.source.text[opener.span.end : place.start].strip()
        if not name or not case.fits(place, f" {points}{comma}"):
            continue
        return Diagnostic(
            Code.UNFINISHED_STATEMENT,
            text("{name} does not say how many points", name=name[:40]),
            Label(
                case.source,
                Span(opener.span.end, place.start)
                if len(name) > 40
                else _of(case, opener.span.end, name),
            ),
            help=text(
                "write the points behind the name, such as {written}",
                written=f"{name[:40]} {points}",
            ),
        )
    return None


def _of(case: Case, start: int, name: str) -> Span:
    begins = case.source.text.index(name, start)
    return Span(begins, begins + len(name))


def _any_of(words: object) -> str:
    """A pattern of words; an English one stands alone."""
    assert isinstance(words, tuple | list)
    return "|".join(
        rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])" if word.isascii() else re.escape(word)
        for word in words
    )


def _inside_word(case: Case, start: int) -> bool:
    """Whether a letter stands right before."""
    return start > case.statement.start and case.source.text[start - 1].isalpha()


def _without_blanks(case: Case, start: int) -> int:
    before = case.source.text[case.statement.start : start]
    return case.statement.start + len(re.sub(rf"(?:{BLANK})+\Z", "", before))


def _around(case: Case, place: Span, written: str, end: int) -> str:
    """The word before a change, the change and the word behind it."""
    before = re.search(
        r"(?:[0-9.]+ )?[^\s,，]*$", case.source.text[case.statement.start : place.start]
    )
    return (before[0] if before else "") + written + case.source.text[place.end : end] + " …"
