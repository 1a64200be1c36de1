"""Words of the language in traditional characters, and characters in a name that nobody sees."""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language.grammar import chinese_words
from rulesengine.language.openers import openers
from rulesengine.language.parse_case import Attempt, Case

# The characters of keywords alone: a name may be written as its owner writes it.
_TRADITIONAL = str.maketrans(
    "辦計單參條換結評價設兌轉屬類別扣獎勵組榮譽級調測試戶記錄應預復複歸資當從終後餘審過離狀態數點滿時"
    "週個達連續寬庫總門與於並區質養還無準齊減發開關為採確認",
    "办计单参条换结评价设兑转属类别扣奖励组荣誉级调测试户记录应预复复归资当从终后余审过离状态数点满时"
    "周个达连续宽库总门与于并区质养还无准齐减发开关为采确认",
)
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e"
_LETTER = r"[^\W\d_]"


def simplified(written: str) -> str:
    """Keywords in simplified characters; as long as what was written."""
    return written.translate(_TRADITIONAL)


def traditional_opening(source_text: str, statement: Span, attempt: Attempt) -> Span | None:
    """Where a statement opens with a word in traditional characters."""
    written = source_text[statement.start : statement.end]
    plain = simplified(written[:8])
    for word in sorted((one.zh for one in openers().values()), key=len, reverse=True):
        if plain.startswith(word) and not written.startswith(word):
            reached = attempt(word + written[len(word) :])
            if reached is None or reached > 0:
                return Span(statement.start, statement.start + len(word))
    return None


def traditional(case: Case) -> Diagnostic | None:
    """當 for 当, 每戶 for 每户."""
    if case.language != "zh":
        return None
    plain = re.compile("|".join(map(re.escape, chinese_words())))
    for place, match in case.up_to_stop(rf"{_LETTER}+"):
        shown = simplified(match[0])
        if shown == match[0]:
            continue
        for found in plain.finditer(shown):
            word = Span(place.start + found.start(), place.start + found.end())
            if case.source.slice(word) != found[0] and case.fits(word, found[0]):
                return in_simplified(case, word, found[0])
    return None


def in_simplified(case: Case, word: Span, meant: str) -> Diagnostic:
    return case.change(
        Code.UNEXPECTED_WORD,
        text("words of the language are written in simplified characters"),
        word,
        meant,
    )


def unseen_inside(case: Case) -> Diagnostic | None:
    """A zero-width character in the middle of a name, as text copied from a web page has it."""
    pattern = rf"(?<={_LETTER})[{_UNSEEN}]+(?={_LETTER})"
    for place, match in case.up_to_stop(pattern):
        if case.reads_further(place, ""):
            return Diagnostic(
                Code.UNEXPECTED_WORD,
                text(
                    "the name holds a character that nobody sees (U+{code})",
                    code=f"{ord(match[0][0]):04X}",
                ),
                Label(case.source, place),
                help=text("take it out: {written}", written=case.changed(place, "")),
                fix=Fix(place, ""),
            )
    return None
