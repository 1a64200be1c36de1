"""The leaves of Lark's tree: names, numbers, dates, periods and units, each with its place.

Knows the keywords by their stems; nothing is looked up in a policy.
"""

import re
import unicodedata
from typing import Any, TypeAlias

from lark import Token, Tree

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.source import Span
from rulesengine.language import syntax
from rulesengine.language.grammar import stem

Node: TypeAlias = Tree[Token]
Child: TypeAlias = Node | Token | None

PERIODS = {
    "DAY": Period.DAY,
    "WEEK": Period.WEEK,
    "MONTH": Period.MONTH,
    "QUARTER": Period.QUARTER,
    "HALF_YEAR": Period.HALF_YEAR,
    "YEAR": Period.YEAR,
    "EVER": Period.EVER,
}
SUBJECTS = {"HOUSEHOLD": Subject.HOUSEHOLD, "PERSON": Subject.PERSON, "RECORD": Subject.RECORD}
UNITS = {
    "TIME": "time",
    "PERSON_TIME": "person-time",
    "HOUR": "hour",
    "HALF_DAY": "half-day",
    "DAY": "day",
    "METRE": "metre",
    "KG": "kg",
    "PIECE": "piece",
}
ORDERS = {
    "EQUALS": syntax.Order.EQUAL,
    "EQUAL": syntax.Order.EQUAL,
    "UNEQUAL": syntax.Order.UNEQUAL,
    "LESS": syntax.Order.LESS,
    "AT_MOST": syntax.Order.AT_MOST,
    "NOT_MORE": syntax.Order.AT_MOST,
    "MORE": syntax.Order.MORE,
    "AT_LEAST": syntax.Order.AT_LEAST,
    "NOT_LESS": syntax.Order.AT_LEAST,
}
FACT_TYPES = {
    "YES_NO_TYPE": FactType.YES_NO,
    "DATE_WORD": FactType.DATE,
    "NUMBER_WORD": FactType.NUMBER,
}
QUANTITIES = {
    "POINT": syntax.Quantity.POINTS,
    "TIME": syntax.Quantity.TIMES,
    "PIECE": syntax.Quantity.PIECES,
}
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def parts(tree: Node) -> list[Any]:
    """A tree's children: trees, tokens, and None where something optional was left out."""
    return list(tree.children)


def span_of(child: Node | Token) -> Span:
    """Where a tree or a token stands, in code points of the whole text."""
    if isinstance(child, Token):
        assert child.start_pos is not None and child.end_pos is not None, child
        return Span(child.start_pos, child.end_pos)
    return Span(child.meta.start_pos, child.meta.end_pos)


def bare_name(written: str) -> str:
    """A name without quotes as it is compared: ASCII for full-width Latin letters, NFC."""
    return unicodedata.normalize("NFC", written.translate(FULL_WIDTH))


# Marks that come along with pasted text; at the ends of a name they belong to nobody's name.
_UNSEEN_AT_ENDS = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e"


def quoted_name(written: str) -> str:
    """A name with its quotes as it is compared: NFC, and nothing blank or unseen at its ends.

    The cells of files are read in the same way (`intake.cells.clean`), so that both are one name.
    """
    inner = written[1:-1].strip()
    if not inner.isprintable():
        inner = inner.strip(_UNSEEN_AT_ENDS).strip()
    return unicodedata.normalize("NFC", inner)


def name(token: Child) -> syntax.Name:
    assert isinstance(token, Token), token
    written = str(token)
    if token.type == "STRING":
        return syntax.Name(quoted_name(written), span_of(token))
    return syntax.Name(bare_name(written), span_of(token))


def number(token: Child) -> syntax.Number:
    assert isinstance(token, Token), token
    return syntax.Number(unicodedata.normalize("NFKC", str(token)), span_of(token))


def day(token: Child) -> syntax.Day:
    assert isinstance(token, Token), token
    year, month, day = re.findall("[0-9]+", unicodedata.normalize("NFKC", str(token)))
    return syntax.Day(f"{year}-{int(month):02d}-{int(day):02d}", span_of(token))


QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def period_of(token: Token) -> syntax.PeriodOf:
    """As `calendar.period_name` writes it: `2025年3月` is `2025-03`, `上半年` is `H1`."""
    written = unicodedata.normalize("NFKC", str(token)).upper()
    year, rest = written[:4], written[4:]
    if "季" in rest:
        digit = next(one for one in rest if one in "1234一二三四")
        name = f"{year}-Q{QUARTERS.get(digit, digit)}"
    elif "半" in rest:
        name = f"{year}-H{1 if '上' in rest else 2}"
    elif rest[1:2] in ("Q", "H"):
        name = f"{year}-{rest[1:]}"
    elif rest[1:2] == "W":
        name = f"{year}-W{int(rest[2:]):02d}"
    else:
        month = re.search("[0-9]+", rest)
        name = f"{year}-{int(month[0]):02d}" if month else year
    return syntax.PeriodOf(name, span_of(token))


def stem_of(token: Child) -> str:
    assert isinstance(token, Token), token
    return stem(token.type)


def points(tree: Child) -> syntax.Number:
    """The number before 分."""
    assert isinstance(tree, Tree), tree
    return number(parts(tree)[0])


def every(tree: Child) -> syntax.Every:
    assert isinstance(tree, Tree), tree
    if tree.data == "once":
        return syntax.Every(Period.EVER, span_of(tree))
    return syntax.Every(PERIODS[stem_of(parts(tree)[0])], span_of(tree))


def maybe_every(tree: Child) -> syntax.Every | None:
    return None if tree is None else every(tree)


def names(tree: Child) -> syntax.Names:
    assert isinstance(tree, Tree), tree
    first, other = parts(tree)
    return syntax.Names(name(first), None if other is None else name(other), span_of(tree))


def unit(tree: Child) -> syntax.Unit:
    assert isinstance(tree, Tree), tree
    token = parts(tree)[0]
    if isinstance(token, Token) and token.type in ("NAME", "UNIT_NAME", "STRING"):
        return syntax.Unit(name(token).text, known=False, span=span_of(token))
    return syntax.Unit(UNITS[stem_of(token)], known=True, span=span_of(tree))


def grace(tree: Child) -> syntax.Number | None:
    return None if tree is None else points(tree)
