"""Ways of writing that need a sentence of their own: a minus sign, money for points, a remark.

Where only the writer knows what is meant, the ways out are told and nothing is put in.
"""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language.openers import BLANK
from rulesengine.language.parse_case import Case

_N = r"(?<![0-9０-９.．])([0-9０-９]+(?:[.．][0-9０-９]+)?)"
_B = rf"{BLANK}*"


def minus_sign(case: Case) -> Diagnostic | None:
    """扣分 … -5分: what is deducted carries no sign; an award below nothing is a deduction."""
    place = case.stopped.span
    behind = case.source.text[place.end : place.end + 1]
    if case.here not in ("-", "－", "\u2212") or not behind.isdigit():
        return None
    if not case.reads_further(place, ""):
        return None
    before = case.source.text[case.statement.start : place.start].rstrip()
    if before[-1:].isdigit() or before.endswith("分"):
        return None  # 5分-10分 is a range
    deducts = case.written.casefold().startswith(("扣分", "deduct"))
    awards = case.written.casefold().startswith(("加分", "award"))
    if not deducts and not awards:
        return None
    way_out: Text = text("take {mark} away; a deduction is written without it", mark=case.here)
    if awards:
        way_out = text("points that are taken away are written with 扣分 (deduct)")
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("points are written without a minus sign"),
        Label(case.source, place),
        help=way_out,
        fix=Fix(place, "") if deducts else None,
    )


_NAME_LAST = {
    "zh": rf"((?:加分|扣分|奖励|商品|应得){_B})"
    rf"({_N}{_B}分(?:{_B}[/／每]{_B}满?[0-9]*[^\s\d,，、]+)?)"
    rf"{BLANK}+([^\s\d,，、/]+)",
    "en": rf"((?:award|deduct|bonus|goods) +)({_N} points?(?:/[\w-]+)?) +([A-Za-z_]\w*)",
}


def name_last(case: Case) -> Diagnostic | None:
    """加分 2分/次 清扫 for 加分 清扫 2分/次."""
    for place, match in case.near_stop(_NAME_LAST[case.language]):
        written = f"{match[1]}{match[4]} {match[2].rstrip()}"
        if place.start == case.statement.start and case.fits(place, written):
            message = text("the name {name} comes before the points", name=match[4])
            return case.change(Code.UNEXPECTED_WORD, message, place, written)
    return None


def yuan_for_points(case: Case) -> Diagnostic | None:
    """加分 清扫 2元/次: how many points that is, only the writer knows."""
    if "POINT" not in case.stems or "YUAN" in case.stems:
        return None
    found = re.compile(r"元|块钱?|角|yuan|RMB", re.IGNORECASE).match(
        case.source.text, case.stopped.span.start, case.statement.end
    )
    if found is None:
        return None
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("points stand here, not money: {word}", word=found[0]),
        Label(case.source, Span(found.start(), found.end())),
        help=text("write how many points; what a point is worth stands in 兑换 (redeem)"),
    )


def remark(case: Case) -> Diagnostic | None:
    """A remark in brackets; at the end of a statement it can stand behind #."""
    if case.here not in ("（", "("):
        return None
    found = re.compile(r"[（(]([^（）()\r\n]*)[）)]").match(
        case.source.text, case.stopped.span.start, case.statement.end
    )
    if found is None or not case.reads_further(Span(found.start(), found.end()), ""):
        return None
    if not found[1].strip():
        return None
    before = case.source.text[case.statement.start : found.start()].rstrip()
    place = Span(case.statement.start + len(before), found.end())
    says_more = re.search(r"[0-9０-９一二三四五六七八九十每限仅只除不]|only|most|per|not", found[1])
    limit = case.words("上限 1次 每天", "cap 1 time per day")
    at_end = place.end == case.statement.end and says_more is None
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("a remark in brackets cannot stand here"),
        Label(case.source, place),
        help=text("write remarks at the end of the line behind #: # {remark}", remark=found[1])
        if says_more is None
        else text("a rule stands behind a comma, such as {limit}; a remark behind #", limit=limit),
        fix=Fix(place, f"  # {found[1]}") if at_end else None,
    )


def highest_of_what(case: Case) -> Diagnostic | None:
    """取最高 alone: the highest of each event, or of each year? Only the writer knows."""
    before = re.search(r"(?:取最高|highest[ \t]+only)\s*$", case.source.text[
        case.statement.start : case.stopped.span.start], re.IGNORECASE)  # fmt: skip
    if before is None or "PER" not in case.stems:
        return None
    start = case.statement.start + before.start()
    chinese = case.language == "zh"
    ways = ("取最高 每事由", "取最高 每年") if chinese else (
        "highest only per event", "highest only per year")  # fmt: skip
    place = Span(start, start + len(before[0].rstrip()))
    if not case.fits(place, ways[0]):
        return None
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{word} does not say of what", word=before[0].strip()),
        Label(case.source, place),
        help=text(
            "write {event} if one event counts once, or {period}", event=ways[0], period=ways[1]
        ),
    )
