"""Ways of writing that are common on paper, and what the language says instead.

One table: a pattern, what it means, and a sentence if “not a word of the language” says too little.
A row is offered only where the statement reads on with it. Knows nothing of names.
"""

import re
from collections.abc import Callable

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language.parse_case import AROUND, Case, Match

_N = r"(?<![0-9０-９.．])([0-9０-９]+(?:[.．][0-9０-９]+)?)"
_B = r"[ \t\u3000]*"
_DAY = r"[0-9]{4}(?:-[0-9]{1,2}-[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
_BEHIND_DAY = r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})"
_BAR = r"[-－\u2212–—~～到至]+"
_LINES = re.IGNORECASE | re.MULTILINE
_RANGE = rf"{_N}{_B}分?{_B}{_BAR}{_B}{_N}{_B}分"
_EN_EACH = r"\b(?:per|each|every|a)"
_OWN_UNITS = "人次|次|半天|小时|公斤|件|米"
_PERIODS = "天|周|月|季度|半年|年"
_EN_PERIODS = "half-year|quarter|month|week|year|day"
_EN_EVERY = rf"per (?:household|person)(?: (?:per (?:{_EN_PERIODS})|ever))?|per (?:{_EN_PERIODS})"
_ENDS = {
    "年底": "每年", "年末": "每年", "年终": "每年", "月底": "每月", "月末": "每月",
    "季末": "每季度", "季度末": "每季度", "月度": "每月", "年度": "每年", "季": "每季度",
}  # fmt: skip


@attrs.frozen
class Rewrite:
    """What people write and what the language says for it, likeliest first."""

    pattern: str
    meant: Callable[[Match], tuple[str, ...]]
    sure: bool = True  # else it is told, and only the writer can put it in


def _as(*templates: str) -> Callable[[Match], tuple[str, ...]]:
    return lambda match: tuple(match.expand(template) for template in templates)


def _date(match: Match) -> tuple[str, ...]:
    year, month, day = match.groups()
    if int(month) not in range(1, 13) or int(day) not in range(1, 32):
        return ()
    return (f"{int(year)}-{int(month):02}-{int(day):02}",)


def _tenths(match: Match) -> tuple[str, ...]:
    return (f"{int(match[1]) // 10}.{int(match[1]) % 10}元",)


def _limit(match: Match) -> tuple[str, ...]:
    """每户每月 最多 20分 is 上限 20分 每户每月."""
    return (f"上限 {match[2]} {match[1].strip().replace('日', '天')}".rstrip(),)


def _en_points(number: str) -> str:
    return f"{number} point" if number == "1" else f"{number} points"


def _en_range(match: Match) -> tuple[str, ...]:
    return (f"{_en_points(match[1])} to {_en_points(match[2])}",)


def _en_judged(match: Match) -> tuple[str, ...]:
    return (f"{_en_range(match)[0]} judged",)


def _every(match: Match) -> tuple[str, ...]:
    return (_ENDS.get(match[1], f"每{match[1]}"),)


def _per_period(match: Match) -> tuple[str, ...]:
    """上限 20分/月 is 上限 20分 每月."""
    whom = f"每{match[3]}" if match[3] else ""
    return (f"{match[1]} {whom}每{match[4]}",)


def _whom_and_when(match: Match) -> tuple[str, ...]:
    """上限 1次 户天 is 每户每天."""
    period = {"日": "天", "季": "季度"}.get(match[4], match[4])
    return (f"{match[1].rstrip()} 每{match[3]}每{period}",)


_DATES = (
    Rewrite(r"(?<!\d)(\d{4})[.．/／年](\d{1,2})[.．/／月](\d{1,2})[日号]?(?!\d)", _date),
    Rewrite(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)", _date),
)  # fmt: skip
_CAP = Rewrite(
    rf"((?:每[户人])?{_B}(?:每(?:{_PERIODS}|日)|终身)?){_B}(?:上限|最多|(?<!取)最高|至多|不(?:得)?超过|限|封顶){_B}({_N}{_B}[分次件])",
    _limit,
)
_CAP_LATE = Rewrite(
    rf"(?:上限|最多|至多|不(?:得)?超过|限){_B}((?:每[户人])?{_B}(?:每(?:{_PERIODS}|日)|终身)?){_B}({_N}{_B}[分次件])",
    _limit,
)
_EN_CAP = Rewrite(rf"({_EN_EVERY}) (?:cap|at most|maximum|max) ({_N} \w+)", _as(r"cap \2 \1"))
_EN_MOST = Rewrite(rf"(?:at most|maximum|max) ({_N} \w+)", _as(r"cap \1"))

_ROWS = {
    "zh": (
        *_DATES,
        Rewrite(rf"[+＋]{_B}({_N}{_B}分)", _as(r"\1")),
        Rewrite(rf"每年{_B}12月31[日号]", _as("每年")),
        Rewrite(
            rf"扣分{_B}([^\s,，]+){_B}(?:取消(?:全部)?积分|清零|归零|扣完|全部扣除)",
            _as(r"归零 \1, 本年"),
            sure=False,
        ),
        Rewrite(r"需要[ \t\u3000]+", _as("需 ")),
        Rewrite(
            rf"({_N}{_B}[分次件]{_B})每?([户人]){_B}每?{_B}(天|日|周|月|季度?|半年|年)",
            _whom_and_when,
        ),
        Rewrite(rf"每{_B}({_OWN_UNITS}){_B}[得计记给加奖]?{_B}{_N}{_B}分?", _as(r"\2分/\1")),
        Rewrite(rf"一次{_B}{_N}{_B}分?", _as(r"\1分/次")),
        Rewrite(rf"{_RANGE}(?:{_B}[/／每]{_B}次)?({_B}评定)?", _as(r"\1分至\2分 评定")),
        Rewrite(_RANGE, _as(r"\1分至\2分")),
        Rewrite(_RANGE, _as(r"\1分起"), sure=False),
        Rewrite(rf"{_N}{_B}元{_B}[=＝]{_B}{_N}{_B}分", _as(r"\2分 = \1元")),
        Rewrite(rf"(?:得|计|记|给){_B}({_N}{_B}分)", _as(r"\1")),
        Rewrite(rf"是{_B}[/／或]{_B}(?:否|不是)", _as("是否")),
        Rewrite(r"(?<!\d)(\d{1,6})[ \t]*[角毛]钱?", _tenths),
        Rewrite(rf"{_N}{_B}块钱?", _as(r"\1元")),
        Rewrite(
            rf"((?:上限|下限|基础分|预算){_B}{_N}{_B}[分次件元]){_B}[/／]{_B}([户人]?)[/／]?"
            r"(天|周|月|季度|半年|年)",
            _per_period,
        ),
        Rewrite(
            rf"(每[户人])?{_B}(每(?:{_PERIODS})){_B}({_N}{_B}[次件])",
            _as(r"上限 \3 \1\2"),
            sure=False,
        ),
        Rewrite(rf"(?:自|从|于)?{_B}({_DAY})(?:{_B}起)?(?:{_B}施行)?", _as(r"\1")),
        Rewrite(rf"{_N}{_B}分?{_B}(?:及)?以上", _as(r"\1起", r"\1分起")),
        Rewrite(r"(?<![0-9])[.．]([0-9]{1,2})(?![0-9.])", _as(r"0.\1")),
        Rewrite(r"双倍|翻倍|加倍", _as("2倍")),
        Rewrite(r"一半", _as("50%")),
        Rewrite(
            rf"(?:{_BEHIND_DAY}|(?<=[日分元])){_B}(?:到|[-~～—–]+){_B}(?=[0-9])", _as(" 至 ")
        ),
        Rewrite(rf"同一?(?:个|件)?(?:事由|事项|事情|事){_B}(?:只)?取最高", _as("取最高 每事由")),
        _CAP,
        _CAP_LATE,
        Rewrite(
            r"(?:按|每一)?(季度末|季末|年[底末终度]|月[底末度]|季度|半年|季|天|周|月|年)(?![㐀-鿿])",
            _every,
        ),
    ),
    "en": (
        *_DATES,
        Rewrite(rf"[+]({_N} points?)", _as(r"\1")),
        Rewrite(r"per year (?:on )?(?:12-31|december 31)", _as("per year")),
        Rewrite(
            r"deduct +([^\s,]+) +(?:all(?: points)?|clear|everything)",
            _as(r"clear \1, this year"),
            sure=False,
        ),
        Rewrite(r"needs? (?:an? )?", _as("requires ")),
        Rewrite(
            rf"(?:{_EN_EACH} )?\b(household|person),? (?:{_EN_EACH} )?({_EN_PERIODS})",
            _as(r"per \1 per \2"),
        ),
        Rewrite(rf"(?:per|each|a) (time|hour|piece|metre){_B}{_N} points?", _as(r"\2 points/\1")),
        Rewrite(rf"{_N} points? (?:each|a) (time|hour|piece|metre)", _as(r"\1 points/\2")),
        Rewrite(rf"{_N}(?: points?)? ?[-–~] ?{_N} points?(?: ?/ ?time)?( judged)?", _en_judged),
        Rewrite(rf"{_N}(?: points?)? ?[-–~] ?{_N} points?", _en_range),
        Rewrite(
            rf"(?:{_BEHIND_DAY}|(?<=points)|(?<=yuan)) ?(?:until|till|through|[-~–]) ?(?=[0-9])",
            _as(" to "),
        ),
        _EN_CAP,
        _EN_MOST,
        Rewrite(r"yearly|annually|annual", _as("per year")),
        Rewrite(r"daily", _as("per day")),
        Rewrite(r"(?<![0-9])[.．]([0-9]{1,2})(?![0-9.])", _as(r"0.\1")),
        Rewrite(r"once", _as("1 time")),
        Rewrite(r"twice", _as("2 times")),
        Rewrite(rf"{_N} yuan ?= ?{_N} points?", _as(r"\2 points = \1 yuan")),
        Rewrite(r"yes (?:or|and) no|boolean|bool", _as("yes/no")),
        Rewrite(rf"(?:a|each|every) (household|person|{_EN_PERIODS})", _as(r"per \1")),
        Rewrite(rf"(points?|times?|pieces?) ?/ ?({_EN_PERIODS})", _as(r"\1 per \2")),
        Rewrite(r"(?:from|on|since) (\d{4}-\d+-\d+)(?: on)?", _as(r"\1")),
        Rewrite(r"double", _as("2 fold")),
        Rewrite(r"half", _as("50%")),
        Rewrite(r"(?:by )?(quarter|month|week|year|half-year|day)(?:ly)?", _as(r"per \1")),
    ),
}  # fmt: skip

OPENING = (
    Rewrite(r"([^\s,，\"“”=＝]+)[ \t\u3000]+(加分|扣分)[ \t\u3000]*", _as(r"\2 \1 ")),
    Rewrite(r"([^\s,，\"“”=＝]+)[ \t]+(award|deduct)[ \t]+", _as(r"\2 \1 ")),
    _CAP,
    _EN_CAP,
    _EN_MOST,
)
NUMBERING = (
    r"[;；,，、.。:：]+[ \t\u3000]*"
    r"|(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]|[①-⑳]|[•·*-])[ \t\u3000]*"
)


def rewritten(case: Case) -> Diagnostic | None:
    """The first row of the table with which the statement reads on."""
    for row in _ROWS[case.language]:
        for place, match in case.near_stop(row.pattern):
            for meant in row.meant(match):
                blank = re.match(rf"{_B}", match[0])
                written = meant if meant.startswith(" ") or blank is None else blank[0] + meant
                if written != match[0] and case.fits(place, written):
                    found = case.unknown_word(place, written)
                    return found if row.sure else attrs.evolve(found, fix=None)
    return None


def _passes(case: Case, place: Span, written: str) -> bool:
    """Whether reading goes on past the word behind the change."""
    changed, reached = case.with_change(place, written)
    behind = place.start - case.statement.start + len(written)
    return reached is None or reached > len(changed) - len(changed[behind:].lstrip())


def wrong_mark(case: Case) -> Diagnostic | None:
    """A semicolon or full stop inside a line, where a comma or 、 belongs."""
    place = case.stopped.span
    if case.here not in ("；", ";", "。") or place.end >= case.statement.end:
        return None
    for mark in ("，", "、") if case.language == "zh" else (",", " |"):
        if _passes(case, place, mark) and case.reads_words_behind(place, mark):
            return Diagnostic(
                Code.UNEXPECTED_WORD,
                text("{word} cannot stand here", word=case.here),
                Label(case.source, place),
                help=text("put {mark} in its place", mark=mark.strip()),
                fix=Fix(place, mark),
            )
    return None


def by_fact(case: Case) -> Diagnostic | None:
    """A table whose fact is missing (评先评优 县级 30分、…) or has no owner (按 级别:)."""
    chinese = case.language == "zh"
    declared = r"^[ \t\u3000]*(?:属性|fact)\s*(户|人|记录|household|person|record)\s*[.．]\s*"
    by, record = ("按", "记录") if chinese else ("by", "record")
    source, stop = case.source.text, case.stopped.span
    found = re.compile(rf"(?:^|\s){by}\s*$", re.IGNORECASE).search(
        source[max(case.statement.start, stop.start - 9) : stop.start]
    )
    if found is not None and case.stopped.terminal == "NAME":
        owner = re.search(declared + re.escape(case.here) + r"(?![\w])", source, _LINES)
        written = f"{owner[1] if owner else record}.{case.here}"
        if not case.fits(stop, written):
            return None
        message = text("{word} does not say whose fact it is", word=case.here)
        return attrs.evolve(
            case.change(Code.UNEXPECTED_WORD, message, stop, written),
            help=text("write {written}", written=f"{by} {written}:"),
        )
    return _table_without_fact(case, declared, by, record)


def _table_without_fact(case: Case, declared: str, by: str, record: str) -> Diagnostic | None:
    stop, source = case.stopped.span, case.source.text
    rows = re.compile(r"[^、|｜]{1,40}[、|｜]").match(source, stop.start, case.statement.end)
    if case.stopped.terminal != "NAME" or rows is None:
        return None
    level = re.escape(case.here)
    fact = re.search(
        rf"{declared}([^\s:：\"“]{{1,80}})[^:：\r\n]{{0,80}}[:：][^\r\n#]{{0,400}}(?<!\w){level}(?!\w)",
        source,
        _LINES,
    )
    name = fact[2] if fact else ("级别" if case.language == "zh" else "level")
    written = f"{by} {fact[1] if fact else record}.{name}: "
    place = Span(stop.start, stop.start)
    if not case.fits(place, written):
        return None
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("the fact by which the points differ is missing"),
        Label(case.source, stop),
        help=text("put {written} before the first row", written=written.strip()),
        fix=Fix(place, written) if fact else None,
    )


def field_without_sign(case: Case) -> Diagnostic | None:
    """级别 县级 in a record or household of a test, for 级别 = 县级."""
    start, whole = case.stopped.span.start, case.source.text
    if case.language == "zh" and not case.written.startswith(("记录", "户", "人")):
        return None
    pattern = re.compile(r"([^\s,，=＝.．:：]+)[ \t\u3000]+([^\s,，=＝.．:：]+)")
    nearby = max(case.statement.start, start - AROUND)
    window = re.search(r"[^\s,，]*[ \t\u3000]*$", whole[nearby:start])
    for first in (start, nearby + (window.start() if window else 0)):
        found = pattern.match(whole, first, case.statement.end)
        if found is None:
            continue
        comma = "" if re.search(r"[,，]\s*$", whole[case.statement.start : first]) else ", "
        if comma and not _is_field(found[1], whole):
            continue
        behind = len(whole[case.statement.start : first].rstrip()) if comma else None
        place = Span(
            found.start() if behind is None else case.statement.start + behind, found.end()
        )
        written = f"{comma}{found[1]} = {found[2]}"
        if case.fits(place, written) and case.reads_words_behind(place, written):
            message = text("{word} is missing here", word="=")
            return case.change(Code.UNEXPECTED_WORD, message, place, written)
    return None


def _is_field(name: str, source: str) -> bool:
    known = {"人", "事由", "评定", "状态", "村", "person", "event", "judged", "status", "village"}
    declared = rf"^[ \t\u3000]*(?:属性|fact)\s*\S{{1,9}}?[.．]{re.escape(name)}(?!\w)"
    return name in known or re.search(declared, source, _LINES) is not None
