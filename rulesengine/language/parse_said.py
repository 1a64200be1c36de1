"""Conditions as people say them, or as other languages write them: 且, 或, 没有, &&, 是, 满60."""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language.parse_case import Case

_B = r"[ \t\u3000\u00a0]*"
_N = r"([0-9０-９]+(?:[.．][0-9０-９]+)?)"
_AGE = r"(?:周岁|岁)?"

# What may join two conditions, deny one, or compare; the likeliest reading of a character first.
_JOINED = {
    "zh": (
        (rf"{_B}(?:而且|同时|(?<!并)且|并(?!且)|[&\uff06]+|\band\b){_B}", " 并且 "),
        (rf"{_B}(?:或是|或(?!者)|\|\||｜｜|\bor\b){_B}", " 或者 "),
    ),
    "en": (
        (r"[ \t]*(?:&&|&|\bplus\b)[ \t]*", " and "),
        (r"[ \t]*(?:\|\||\|)[ \t]*", " or "),
    ),
}
_TWO_WAYS = {
    "zh": rf"{_B}(?:以及|和|与|及|、){_B}",
    "en": r"[ \t]*[,|][ \t]*(?=household|person|record)",
}
_DENIED = {
    "zh": ((rf"(?:没有|不(?!是|属|等|大|小|少|超)|非|未|!|！){_B}", "不是 "),),
    "en": ((r"(?:!|\bno\b|\bwithout\b)[ \t]*", "not "),),
}
_COMPARED = {
    "zh": (
        (rf"{_B}(?:大于(?:或)?等于|不低于|不早于|达到|=>|＝＞|>\s=){_B}", " >= "),
        (rf"{_B}(?:小于(?:或)?等于|不高于|不多于|不晚于|=<|＝＜|<\s=){_B}", " <= "),
        (rf"{_B}(?:高于|超过|多于|晚于|＞){_B}", " > "),
        (rf"{_B}(?:低于|少于|早于|不满|未满|不足){_B}", " < "),
        (rf"{_B}(?:不为|(?<=\S)不是|(?<=\s)不是|<>){_B}", " != "),
        (rf"{_B}(?:==+|＝＝|：|:){_B}", " = "),
        (rf"{_B}(?:(?<!不)是|为){_B}[“\"]([是否])[”\"]", r" = \1"),
        (rf"{_B}(?:(?<!不)是(?!否)|为){_B}", " = "),
        (rf"{_B}(?:已?满){_B}{_N}{_B}{_AGE}", r" >= \1"),
        (rf"{_B}(?:在)?{_B}{_N}{_B}{_AGE}(?:\(含\)|（含）|及)?以上", r" >= \1"),
        (rf"{_B}(?:在)?{_B}{_N}{_B}{_AGE}(?:\(含\)|（含）|及)以下", r" <= \1"),
        (rf"{_B}{_N}{_B}(?:周岁|岁)", r" \1"),
    ),
    "en": (
        (r"[ \t]*(?:at least|no less than|=>)[ \t]*", " >= "),
        (r"[ \t]*(?:at most|no more than|=<)[ \t]*", " <= "),
        (r"[ \t]*(?:more than|greater than|above|over|after)[ \t]*", " > "),
        (r"[ \t]*(?:less than|below|under|before)[ \t]*", " < "),
        (r"[ \t]*(?:is not|isn't|<>)[ \t]*", " != "),
        (r"[ \t]*(?:==?|\bis\b)[ \t]*[“\"](yes|no)[”\"]", r" = \1"),
        (r"[ \t]*(?:==+|\bequals\b|\bis\b|:)[ \t]*", " = "),
        (r"[ \t]*(\d+) years?(?: old)?", r" \1"),
    ),
}


def said_otherwise(case: Case) -> Diagnostic | None:
    """The word of the language for one that joins, denies or compares."""
    stems = case.stems
    rows: tuple[tuple[str, str], ...] = ()
    if _in_condition(case):
        rows = (*_JOINED[case.language], *_DENIED[case.language], *_COMPARED[case.language])
    for pattern, meant in rows:
        for place, match in case.up_to_stop(pattern):
            written = match.expand(meant)
            if _trims(case, place, written):
                return case.unknown_word(place, written)
    return _two_ways(case) if "AND" in stems else None


def _trims(case: Case, place: Span, written: str) -> bool:
    return (
        place.end > place.start
        and case.fits(place, written)
        and case.reads_words_behind(place, written)
    )


def _in_condition(case: Case) -> bool:
    """Whether reading stopped in a condition, or at the end of one."""
    when = r"当|需|参加条件|并且|或者|不是|when|eligible|requires|\band\b|\bor\b|\bnot\b"
    return bool({"AND", "NOT", "EQUALS"} & case.stems) or (
        re.search(when, case.before, re.IGNORECASE) is not None
    )


def _two_ways(case: Case) -> Diagnostic | None:
    """户.常住 和 户.低保: both, or one of them? Only the writer knows."""
    both, one = case.words(" 并且 ", " and "), case.words(" 或者 ", " or ")
    for place, match in case.up_to_stop(_TWO_WAYS[case.language]):
        if _trims(case, place, both):
            return Diagnostic(
                Code.UNEXPECTED_WORD,
                text("{word} may mean two things here", word=match[0].strip()),
                Label(case.source, case.bare(place)),
                help=text(
                    "write {both} if both must hold, or {one} if one is enough",
                    both=both.strip(),
                    one=one.strip(),
                ),
            )
    return None


def several_words(case: Case) -> Diagnostic | None:
    """户.类型 = 甲、乙 for 户.类型 属于 甲、乙."""
    source = case.source.text
    if case.here not in ("、", "|", "｜", "､"):
        return None
    for sign, meant in ((r"!=|！=|≠|不等于", "不属于"), (r"=|＝|等于", "属于")):
        written = f" {case.words(meant, 'not in' if meant == '不属于' else 'in')} "
        for place, _ in case.up_to_stop(rf"{_B}(?:{sign}){_B}"):
            if case.reads_further(place, written):
                words = re.match(
                    r"[^,，、|｜\r\n]+(?:[、|｜][^,，、|｜\r\n]+)*",
                    source[place.end : case.statement.end],
                )
                shown = case.changed(Span(place.start, case.stopped.span.start), written)
                if words is not None:
                    behind = Span(place.start, place.end + words.end())
                    shown = case.changed(behind, written + words[0])
                return Diagnostic(
                    Code.UNEXPECTED_WORD,
                    text(
                        "several words stand behind {sign}", sign=case.source.slice(place).strip()
                    ),
                    Label(case.source, case.bare(place)),
                    help=text("write {written}", written=shown),
                    fix=Fix(place, written),
                )
    return None


def fact_of_word(case: Case) -> Diagnostic | None:
    """当 常住 for 当 户.常住, 当 低保户 for 当 户.类型 = 低保户, as the policy declares them."""
    if not {"HOUSEHOLD", "PERSON", "RECORD"} <= case.stems or case.stopped.terminal != "NAME":
        return None
    declared = r"^[ \t\u3000]*(?:属性|fact)\s*(户|人|记录|household|person|record)\s*[.．]\s*"
    stop = case.stopped.span
    source = case.source.text
    owners = [one[1] for one in _lines(rf"{declared}{re.escape(case.here)}(?!\w)", source)]
    if len(set(owners)) == 1 and case.reads_further(stop, f"{owners[0]}.{case.here}"):
        message = text("{word} does not say whose fact it is", word=case.here)
        return case.change(Code.UNEXPECTED_WORD, message, stop, f"{owners[0]}.{case.here}")
    words = re.compile(rf"[^\s,，、|｜=()（）]+(?:{_B}[、|｜]{_B}[^\s,，、|｜=()（）]+)*").match(
        source, stop.start, case.statement.end
    )
    if words is None:
        return None
    listed = re.split(rf"{_B}[、|｜]{_B}", words[0])
    facts = [
        f"{one[1]}.{one[2]}"
        for one in _lines(
            rf"{declared}([^\s:：\"“]{{1,80}})[^:：\r\n]{{0,80}}[:：]([^\r\n#]{{0,400}})", source
        )
        if all(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", one[3]) for word in listed)
    ]
    place = Span(stop.start, words.end())
    sign = "=" if len(listed) == 1 else case.words("属于", "in")
    if len(set(facts)) != 1 or not case.fits(place, f"{facts[0]} {sign} {words[0]}"):
        return None
    message = text("{word} does not say which fact is compared", word=words[0])
    return case.change(Code.UNEXPECTED_WORD, message, place, f"{facts[0]} {sign} {words[0]}")


def _lines(pattern: str, source: str) -> list["re.Match[str]"]:
    return list(re.finditer(pattern, source, re.IGNORECASE | re.MULTILINE))
