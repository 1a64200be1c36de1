"""The words that open a statement, in both languages."""

import re
from functools import cache

import attrs

from rulesengine.core.source import Span
from rulesengine.language.grammar import Keyword, keywords

_STEMS = (
    "POLICY",
    "EFFECTIVE",
    "ACCOUNT",
    "ELIGIBLE",
    "ROUND",
    "REDEEM",
    "SETTLE",
    "EVALUATE",
    "BASE",
    "FLOOR",
    "NO_FLOOR",
    "CAP",
    "NO_CAP",
    "MINIMUM",
    "EXPIRE",
    "CARRY",
    "FACT",
    "CATEGORY",
    "AWARD",
    "DEDUCT",
    "GOODS",
    "TEST",
    "HOUSEHOLD",
    "PERSON",
    "RECORD",
    "EXPECT",
    "UNTIL",
    "TABLE",
    "TABLE_ROW",
    "SUSPEND",
    "BUDGET",
    "GROUP",
    "BONUS",
    "CLEAR",
    "BAR",
    "HONOUR",
    "GRADE",
    "EXTENDS",
    "SET",
)
# These may also open a clause, so a line after a comma that begins with one goes on.
_CLAUSES_TOO = frozenset({"CAP", "NO_CAP"})
# So may these, as what a bar takes away: then another of them or a term stands behind them.
_RIGHTS_TOO = frozenset({"REDEEM", "HONOUR"})
BLANK = r"[ \t\u3000\u00a0\u2000-\u200f\u202f\u205f\u2060\ufeff]"  # within a line
_TERM_BEHIND = (
    rf"(?!{BLANK}*(?:[、､|｜]|本月|本季度|本年|下年|终身|(?:this|next){BLANK}|ever\b"
    rf"|[0-9０-９]+{BLANK}*(?:个月|months?\b)))"
)

_LATIN = "A-Za-zＡ-Ｚａ-ｚ0-9０-９_·"


@attrs.frozen
class Opener:
    """A word that opens a statement: its stem (as in the grammar), language and place."""

    stem: str
    language: str
    span: Span

    def span_text(self, written: str) -> str:
        """The word as it stands in the text."""
        return written[self.span.start : self.span.end]


@cache
def openers() -> dict[str, Keyword]:
    """Every word that opens a statement, by stem."""
    known = keywords()
    return {stem: known[stem] for stem in _STEMS}


@cache
def _pattern() -> re.Pattern[str]:
    words = openers().items()
    return re.compile(
        _one_of(
            [(word.zh, f"(?P<zh_{stem}>{word.zh})") for stem, word in words],
            [(word.en, f"(?P<en_{stem}>{_spaced(word.en)})") for stem, word in words],
        ),
        re.IGNORECASE,
    )


@cache
def opening_pattern() -> re.Pattern[str]:
    """Matches where a line can only open a new statement, even behind a comma.

    A word before `=` is a field of a test (`类别 = 甲`), not an opening.
    """
    words = [(stem, word) for stem, word in openers().items() if stem not in _CLAUSES_TOO]
    term = dict.fromkeys(_RIGHTS_TOO, _TERM_BEHIND)
    one_of = _one_of(
        [(word.zh, word.zh + term.get(stem, "")) for stem, word in words],
        [(word.en, _spaced(word.en) + term.get(stem, "")) for stem, word in words],
    )
    return re.compile(rf"(?:{one_of})(?!\w*{BLANK}*[=＝])", re.IGNORECASE)


def _one_of(chinese: list[tuple[str, str]], english: list[tuple[str, str]]) -> str:
    """Words with their patterns: the longest first; an English word ends where its letters end."""
    zh, en = (
        "|".join(pattern for _, pattern in sorted(words, key=lambda pair: -len(pair[0])))
        for words in (chinese, english)
    )
    return f"{zh}|(?:{en})(?![{_LATIN}])"


def opener_at(written: str, span: Span) -> Opener | None:
    """The opening word at the start of a statement, or None."""
    match = _pattern().match(written, span.start, span.end)
    if match is None or match.lastgroup is None:
        return None
    language, _, stem = match.lastgroup.partition("_")
    return Opener(stem, language, Span(match.start(), match.end()))


def _spaced(word: str) -> str:
    return f"{BLANK}+".join(map(re.escape, word.split(" ")))
