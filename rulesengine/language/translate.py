"""Tokens as the formatter writes them, in their own keyword language or in the other one.

Only words of the language, separators and stretches of the calendar have two forms; names, strings,
numbers and dates have one. Knows nothing of spaces, lines and comments (`format`).
"""

import enum
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from rulesengine.core.facts import FactType, Subject
from rulesengine.core.quantity import read_hundredths
from rulesengine.core.source import Source, Span
from rulesengine.language import syntax
from rulesengine.language.check_facts import AGE_NAMES, BORN_NAMES
from rulesengine.language.check_fields import KEYS_OF_MEMBERS, KEYS_OF_RECORDS
from rulesengine.language.grammar import Keyword, keywords
from rulesengine.language.tokens import Token, tokens

_MARKS = {
    "COMMA": ",", "COLON": ":", "SLASH": "/", "DOT": ".", "PERCENT": "%", "OPEN": "(", "CLOSE": ")",
    "MINUS": "-", "EQUALS": "=", "UNEQUAL": "!=", "LESS": "<", "AT_MOST": "<=", "MORE": ">",
    "AT_LEAST": ">=",
}  # fmt: skip
_SIGN_WORDS = {
    "EQUAL": "=", "UNEQUAL": "!=", "LESS": "<", "AT_MOST": "<=", "NOT_MORE": "<=", "MORE": ">",
    "AT_LEAST": ">=", "NOT_LESS": ">=",
}  # fmt: skip
_ROWS = {"zh": "、", "en": "|"}
# Words that the grammar reads as a name, or as two words in English.
_FURTHER = {"AGE": Keyword(*AGE_NAMES), "NOT_IN": Keyword("不属于", "not in")}
_YES_NO = {"是": ("YES", "zh"), "否": ("NO", "zh"), "yes": ("YES", "en"), "no": ("NO", "en")}
_NAMES = frozenset({"NAME", "CONDITION_NAME", "UNIT_NAME"})
_QUOTES = {**dict.fromkeys('"“”＂„', '"'), **dict.fromkeys("'‘’＇", "'")}
_TEXTS = frozenset({syntax.Key.PERSON, syntax.Key.EVENT, syntax.Key.VILLAGE})
_PERIOD = re.compile("([0-9]{4})(?:-(?:([0-9]{2})|Q([1-4])|H([12])))?")


@attrs.frozen
class Word:
    """What the formatter writes for a token.

    `stem` is the token's; `NAME` for every name, and for a mark the mark itself. `language` is a
    keyword's own; of a Chinese name its statement's, of another "en"; empty for numbers and marks.
    """

    stem: str
    language: str
    text: str
    span: Span


@attrs.frozen
class Known:
    """What a whole policy says about words that may be names: its levels, and whether ages are."""

    levels: frozenset[str]
    has_age: bool


def known_of(policy: syntax.Policy) -> Known:
    """The levels that a policy declares, and whether it declares from when ages are counted."""
    facts = [one for one in policy.statements if isinstance(one, syntax.FactIs)]
    named = [name for fact in facts for level in fact.levels for name in (level.first, level.other)]
    born = [
        fact
        for fact in facts
        if fact.subject is Subject.PERSON and fact.type is FactType.DATE
        if fact.names.first.text in BORN_NAMES
    ]
    return Known(frozenset(name.text.casefold() for name in named if name is not None), bool(born))


def translate(
    source: Source, statement: syntax.Statement, known: Known, to: str
) -> tuple[Word, ...]:
    """The words of a statement, in `to` ("zh" or "en"), or each in its own language for "".

    Separators are those of the language that the statement opens in.
    """
    roles = _Roles.of(source, statement, known)
    read = [roles.settled(token) for token in tokens(source.text, statement.span)]
    read = _joined(source, read, roles)
    language = to or read[0].language
    words = []
    for place, token in enumerate(read):
        before = read[place - 1] if place else None
        behind = read[place + 1] if place + 1 < len(read) else None
        words.append(_word(token, before, behind, roles, language, to))
    return tuple(words)


# --- what a token is, where the grammar alone does not tell --------------------------------------


class _Role(enum.Enum):
    """What the tokens at a place are, whatever they were read as."""

    SLASH = "slash"  # 每 between points and their unit
    NAME = "name"  # all of them together
    AGE = "age"
    YES_NO = "yes or no"


@attrs.frozen
class _Roles:
    """Places of a statement, in order and apart, with roles; and dates and periods by place."""

    starts: list[int]
    places: list[tuple[Span, _Role]]
    texts: dict[int, str]

    @classmethod
    def of(cls, source: Source, statement: syntax.Statement, known: Known) -> "_Roles":
        nodes = list(_nodes(statement))
        places = sorted(
            {place for node in nodes for place in _places(source, node, known)},
            key=lambda place: place[0],
        )
        texts = {
            node.span.start: node.text
            for node in nodes
            if isinstance(node, syntax.Day | syntax.PeriodOf)
        }
        return cls([span.start for span, _ in places], places, texts)

    def place(self, token: Token) -> tuple[Span, _Role] | None:
        """The place at which a token stands."""
        number = bisect_right(self.starts, token.span.start) - 1
        if number < 0 or self.places[number][0].end <= token.span.start:
            return None
        return self.places[number]

    def settled(self, token: Token) -> Token:
        """The token as what it is."""
        place = self.place(token)
        match place and place[1]:
            case _Role.SLASH if token.stem == "PER":
                return attrs.evolve(token, stem="SLASH", language="")
            case _Role.NAME if token.stem != "STRING":
                return attrs.evolve(token, stem="NAME", language="")
            case _Role.AGE if token.stem in _NAMES:
                language = "en" if token.written.isascii() else "zh"
                return attrs.evolve(token, stem="AGE", language=language)
            case _Role.YES_NO if token.stem in _NAMES:
                stem, language = _YES_NO[token.written.casefold()]
                return attrs.evolve(token, stem=stem, language=language)
            case _:
                return token


def _nodes(node: Any) -> Iterator[Any]:
    """A node of the tree with all that is in it."""
    if isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)
    elif attrs.has(type(node)):
        yield node
        for field in attrs.fields(type(node)):
            yield from _nodes(getattr(node, field.name))


def _places(source: Source, node: object, known: Known) -> Iterator[tuple[Span, _Role]]:
    match node:
        case syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod():
            yield node.span, _Role.SLASH
        case syntax.FactPath(subject=Subject.PERSON, name=name):
            if known.has_age and name.text.casefold() in AGE_NAMES:
                yield name.span, _Role.AGE
        case syntax.LevelRow(level=syntax.Name(text=level, span=span)):
            if level.casefold() in _YES_NO and level.casefold() not in known.levels:
                yield span, _Role.YES_NO
        case syntax.YesNoLiteral(span=span):
            if source.slice(span).casefold() in known.levels:
                yield span, _Role.NAME
        case syntax.TestHousehold() | syntax.TestPerson():
            for field in node.fields:
                yield from _names_in(source, field, KEYS_OF_MEMBERS, known)
        case syntax.TestRecord():
            for field in node.fields:
                yield from _names_in(source, field, KEYS_OF_RECORDS, known)
        case _:  # of every other node the grammar tells what its words are
            pass


def _names_in(
    source: Source, field: syntax.Field, keys: Sequence[syntax.Key], known: Known
) -> Iterator[tuple[Span, _Role]]:
    """What is a name in `级别 = 县级`: a fact that is called as a field is elsewhere, a level."""
    is_key = isinstance(field.key, syntax.Key) and field.key in keys
    if not is_key:
        yield field.key_span, _Role.NAME
    match field.value:
        case syntax.DayLiteral():
            return
        case syntax.Word() if is_key and field.key is syntax.Key.STATUS:
            return
        case syntax.Word():
            yield field.value.span, _Role.NAME
        case syntax.NumberLiteral() | syntax.YesNoLiteral():
            span = field.value.span
            is_text = is_key and field.key in _TEXTS
            if is_text or source.slice(span).casefold() in known.levels:
                yield span, _Role.NAME


def _joined(source: Source, read: Sequence[Token], roles: _Roles) -> list[Token]:
    """`not` and `in` as one word, and the tokens of one name as one."""
    joined: list[Token] = []
    for token in read:
        before = joined[-1] if joined else None
        if before is not None and before.stem == "NOT" and token.stem == "IN":
            joined[-1] = attrs.evolve(before, stem="NOT_IN", span=before.span.to(token.span))
            continue
        place = roles.place(token)
        is_name = place is not None and place[1] is _Role.NAME
        if before is not None and is_name and roles.place(before) == place:
            span = before.span.to(token.span)
            joined[-1] = Token("NAME", "", source.slice(span), span)
            continue
        joined.append(token)
    return joined


# --- what is written for it ----------------------------------------------------------------------


def _word(
    token: Token, before: Token | None, behind: Token | None, roles: _Roles, language: str, to: str
) -> Word:
    """`language` is the statement's."""
    if token.language and token.stem in _SIGN_WORDS:
        sign = _SIGN_WORDS[token.stem]
        return Word(sign, "", sign, token.span)
    if token.language:
        own = to or token.language
        return Word(token.stem, own, _keyword(token.stem, before, own), token.span)
    match token.stem:
        case "ROW":
            text = _ROWS[language]
        case "NUMBER":
            text = unicodedata.normalize("NFKC", token.written)
        case "DATE":
            text = roles.texts[token.span.start]
        case "PERIOD_OF":
            beside_number = behind is not None and behind.stem in ("NUMBER", "MINUS")
            text = _period(roles.texts[token.span.start], language, beside_number=beside_number)
        case "STRING":
            text = _string(token.written)
        case mark if mark in _MARKS:
            return Word(_MARKS[mark], "", _MARKS[mark], token.span)
        case name:
            assert name in _NAMES, token
            own = "en" if token.written[0].isascii() else language
            return Word("NAME", own, token.written, token.span)
    return Word(token.stem, "", text, token.span)


def _keyword(stem: str, before: Token | None, language: str) -> str:
    """The plural stands behind a number other than 1."""
    keyword = _FURTHER.get(stem) or keywords()[stem]
    if language == "zh":
        return keyword.zh
    if keyword.plural and before is not None and before.stem == "NUMBER":
        return keyword.en if read_hundredths(before.written) == 1_00 else keyword.plural
    return keyword.en


def _string(written: str) -> str:
    """Quotes in ASCII; brackets that serve as quotes stay, and so does what stands between."""
    opening = _QUOTES.get(written[0])
    return written if opening is None else f"{opening}{written[1:-1]}{opening}"


def _period(name: str, language: str, *, beside_number: bool) -> str:
    """`2025-03` or `2025年3月`. A bare year is a period only beside a number."""
    found = _PERIOD.fullmatch(name)
    if found is None:  # a week, which has one form
        return name
    year, month, quarter, half = found.groups()
    if language == "en":
        return name if beside_number or name != year else f"{year}年"
    if month:
        return f"{year}年{int(month)}月"
    if quarter:
        return f"{year}年第{quarter}季度"
    if half:
        return f"{year}年{'上' if half == '1' else '下'}半年"
    return f"{year}年"
