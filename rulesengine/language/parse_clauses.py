"""Where the clauses of a statement begin, as far as can be told of one that could not be read.

A clause begins behind a comma, with a word that the grammar lets stand there.
"""

import re
from functools import cache

from rulesengine.core.source import Span
from rulesengine.language.grammar import keywords, statement_parser, stem
from rulesengine.language.openers import BLANK, Opener

# A statement of each kind that takes clauses, as short as can be: clauses are read behind it
# where its own beginning is broken. What follows the first comma of some is no clause.
_HEADS = {
    "CATEGORY": ("类别 甲", "category a"),
    "GROUP": ("组 甲", "group a"),
    "AWARD": ("加分 甲 1分/次", "award a 1 point/time"),
    "DEDUCT": ("扣分 甲 1分/次", "deduct a 1 point/time"),
    "BONUS": (
        "奖励 甲 1分, 当 甲 达到 1次 每年",
        "bonus a 1 point, when a reaches 1 time per year",
    ),
    "CLEAR": ("归零 甲, 本年", "clear a, this year"),
    "BAR": ("取消资格 甲, 兑换 本年", "bar a, redeem this year"),
    "GOODS": ("商品 甲 1分", "goods a 1 point"),
    "HONOUR": ("荣誉 甲 前1名 按 甲 每年", "honour a first 1 place by a per year"),
    "RECORD": ("记录 2025-01-01 甲 甲", "record 2025-01-01 a a"),
    "HOUSEHOLD": ("户 甲", "household a"),
    "PERSON": ("人 甲 属于 甲", "person a in a"),
}
_SUSPEND_TOO = frozenset({"SUSPEND"})  # has no clauses, but a comma in its middle
TEST_LINES = frozenset({"RECORD", "HOUSEHOLD", "PERSON"})
_COMMA = "[,，﹐]"
_QUOTED = (
    r"[\"“”＂„][^\"“”＂„\r\n]*[\"“”＂„]|['‘’＇][^'‘’＇\r\n]*['‘’＇]"
    r"|「[^」\r\n]*」|『[^』\r\n]*』|《[^》\r\n]*》"
)
_COMMENT = r"[#＃][^\r\n]*"


def head_of(opener: Opener) -> str | None:
    """The shortest statement that opens so; None where no clauses follow such a one."""
    heads = _HEADS.get(opener.stem)
    return None if heads is None else heads[opener.language == "en"]


def clauses(written: str, span: Span, opens: str) -> tuple[Span, ...]:
    """The clauses of a statement, each from its comma to the next clause's.

    What a statement cannot do without (当 of a 奖励) is no clause but part of its head.
    """
    pattern = _pattern(opens in TEST_LINES)
    found = [match for match in pattern.finditer(written, span.start, span.end) if match["comma"]]
    heads = _HEADS.get(opens, ("",))
    behind_head = found[heads[0].count(",") + (opens in _SUSPEND_TOO) :]
    commas = [match.start() for match in behind_head if match["clause"] is not None]
    ends = [*commas, span.end][1:]
    return tuple(Span(comma, end) for comma, end in zip(commas, ends, strict=True))


@cache
def clause_words() -> tuple[str, ...]:
    """The Chinese and English words with which a clause may begin, the longest first."""
    stems = _behind_comma()
    words = {word for one in stems if one in keywords() for word in _forms(one)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _forms(one: str) -> tuple[str, ...]:
    keyword = keywords()[one]
    return tuple(word for word in (keyword.zh, keyword.en) if word)


@cache
def _behind_comma() -> frozenset[str]:
    """The stems of all terminals that some rule of the grammar lets stand behind a comma."""
    rules = statement_parser().rules
    found: set[str] = set()
    waiting = [
        after
        for rule in rules
        for comma, after in zip(rule.expansion, rule.expansion[1:], strict=False)
        if comma.name == "_COMMA"
    ]
    seen = set(waiting)
    while waiting:
        symbol = waiting.pop()
        if symbol.is_term:
            found.add(stem(symbol.name))
            continue
        first = {rule.expansion[0] for rule in rules if rule.origin == symbol and rule.expansion}
        waiting += first - seen
        seen |= first
    return frozenset(found)


@cache
def _pattern(fields: bool) -> re.Pattern[str]:
    """Quotes and comments, to pass over them, and commas with a clause behind."""
    chinese = [word for word in clause_words() if not word.isascii()]
    # 当, 自 or 价 may as well begin a name: only what can follow such a word tells
    behind = rf"(?={BLANK}|[0-9０-９(（=＝]|(?:户|人|记录)[.．]|不是|日期|$)"
    words = [word + (behind if len(word) == 1 else "") for word in chinese]
    english = [
        re.escape(word).replace(r"\ ", f"{BLANK}+") for word in clause_words() if word.isascii()
    ]
    begins = [
        *words,
        rf"(?:{'|'.join(english)})(?![A-Za-z0-9_])",
        rf"[0-9０-９.．]+{BLANK}*(?:倍|fold)",
    ]
    if fields:
        begins.append(rf"[^\s,，=＝.．]+{BLANK}*[=＝]")
    return re.compile(
        rf"{_QUOTED}|{_COMMENT}|(?P<comma>{_COMMA}(?P<clause>(?=(?:\s|{BLANK})*(?:{'|'.join(begins)})))?)",
        re.IGNORECASE,
    )
