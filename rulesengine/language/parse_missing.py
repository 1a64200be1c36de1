"""What a statement lacks where reading stopped: a unit, a period, a year, a word or a mark.

Put in only where one thing alone can be missing; where there are several, only the writer knows.
"""

import re
from collections.abc import Iterator

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language.parse_case import Case, one_of


def unit_missing(case: Case) -> Diagnostic | None:
    """3分/ without a unit, 上限 1 without 分 or 次: only the writer knows which."""
    stems, stop = case.stems, case.stopped
    before = case.before.rstrip()
    behind = Span(case.statement.start + len(before), stop.span.start)
    nothing = not case.here or stop.terminal == "_COMMA"
    if nothing and {"TIME", "HOUR"} <= stems and before[-1:] in ("/", "／", "每"):
        example = before[-1:]
        units = case.words("次、小时、天、件、月", "time, hour, day, piece, month").split(
            case.words("、", ", ")
        )
        return Diagnostic(
            Code.MISSING_UNIT,
            text("the unit behind {mark} is missing", mark=example),
            Label(case.source, Span(behind.start - 1, behind.start)),
            help=text("say what is counted: {choices}", choices=tuple(units)),
        )
    number = re.search(r"[0-9０-９.．]+$", before)
    kinds: tuple[str, ...] = ()
    if {"POINT", "TIME", "PIECE"} <= stems:
        kinds = ("分", "次") if case.language == "zh" else (" points", " times")
    if {"PLACE", "PERCENT"} <= stems:
        kinds = ("名", "%") if case.language == "zh" else (" places", "%")
    if number is not None and kinds:
        one = number[0] == "1"  # 1 point, 2 points
        choices = tuple(number[0] + (kind.rstrip("s") if one else kind) for kind in kinds)
        return Diagnostic(
            Code.MISSING_UNIT,
            text("{number} of what?", number=number[0]),
            Label(case.source, Span(behind.start - len(number[0]), behind.start)),
            help=text("write {choices}", choices=one_of(choices)),
        )
    return None


def household_of(case: Case) -> Diagnostic | None:
    """人 李四 张三 for 人 李四 属于 张三."""
    if case.opens != "PERSON" or "IN" not in case.stems or not case.here:
        return None
    swallowed = re.search(r"(?<=[^\W\d_])属于\s*$", case.before)
    if swallowed is not None:
        return None  # what is missing is a space
    place = Span(case.stopped.span.start, case.stopped.span.start)
    written = case.words("属于 ", "in ")
    if case.with_change(place, written)[1] is not None:
        return None
    message = text("{word} is missing here", word=written.strip())
    return case.change(Code.UNEXPECTED_WORD, message, place, written)


def year_missing(case: Case) -> Diagnostic | None:
    """3月1日 for 2025-03-01: of which year?"""
    pattern = (
        r"(?<![0-9年])([0-9]{1,2})月(?:([0-9]{1,2})[日号])?"
        r"|(?<![0-9-])([0-9]{1,2})-([0-9]{1,2})(?![0-9-])"
    )
    for place, match in case.near_stop(pattern):
        month, day = match[1] or match[3], match[2] or match[4]
        date = f"2025-{int(month):02}" + (f"-{int(day):02}" if day else "")
        if case.reads_further(place, date):
            return Diagnostic(
                Code.BAD_DATE,
                text("{date} does not say which year", date=match[0]),
                Label(case.source, place),
                help=text("write the year too, such as {written}", written=date),
            )
    return None


def per_what(case: Case) -> Diagnostic | None:
    """加分 清扫 3分 and 结算: per time, per month? Only the writer knows."""
    stems = case.stems
    if (
        (case.here and case.stopped.terminal != "_COMMA")
        or not {"SLASH", "PER"} & stems
        or "$END" in stems
    ):
        return None
    before = case.before.rstrip()
    place = Span(case.statement.start + len(before), case.stopped.span.start)
    if "SLASH" in stems:
        value = re.search(r"[0-9０-９.．]+[ \t]*[^\s0-9０-９]+$", before)
        shown = value[0] if value else case.words("2分", "2 points")
        units = case.words("次 小时 月", "time hour month").split()
        choices = tuple(f"{shown}/{unit}" for unit in units)
        return Diagnostic(
            Code.MISSING_UNIT,
            text("{points} per what?", points=shown),
            Label(case.source, Span(place.start - len(shown), place.start)),
            help=text("write {choices}", choices=one_of(choices)),
        )
    if "EVENT" in stems or "HOUSEHOLD" in stems:
        return None
    choices = tuple(
        case.words("每月 每季度 每年", "per month,per quarter,per year").split(case.words(" ", ","))
    )
    if "ONCE" in stems:
        choices = (choices[-1], case.words("一次", "once"))
    return Diagnostic(
        Code.UNFINISHED_STATEMENT,
        text("it is not said how often"),
        Label(case.source, Span(place.start, place.start)),
        help=text("write {choices}", choices=one_of(choices)),
    )


def missing(case: Case) -> Diagnostic | None:
    """A word or mark that is missing where reading stopped, where only one can be."""
    behind = len(case.before.rstrip())
    place = Span(case.statement.start + behind, case.statement.start + behind)
    blank_behind = case.source.text[place.end : place.end + 1].isspace()
    for candidate in _candidates(case):
        written = candidate.rstrip() if blank_behind else candidate
        if case.reads_further(place, written) and (
            not case.here or case.reads_words_behind(place, written, to_end=True)
        ):
            shown = written.strip()
            return case.change(
                Code.MISSING_UNIT if shown in _UNITS_SAID else Code.UNEXPECTED_WORD,
                text("{word} is missing here", word=shown),
                place,
                written,
            )
    return None


_UNITS_SAID = frozenset({"分", "points", "元", "yuan", "天", "days", "倍", "fold"})


_WHOM_OR_WHEN = (
    r"[户人天周月季半年次件米]|小时|公斤|household|person|day|week|month|quarter|half|year|time"
)


def _candidates(case: Case) -> Iterator[str]:
    """What might be missing, likeliest first, among what could stand here."""
    chinese = case.language == "zh"
    stems = case.stems
    words = [
        ("POINT", "分" if chinese else " points"),
        ("YUAN", "元" if chinese else " yuan"),
        ("FOLD", "倍" if chinese else " fold"),
        ("DAY", "天" if chinese else " days"),
        ("PERCENT", "%"),
        ("UP", "起" if chinese else " up"),
        ("WHEN", " 当 " if chinese else " when"),
        ("DOT", "."),
        ("PER", " 每" if chinese else " per"),
        ("COLON", ": " if chinese else ":"),
        ("EQUALS", " = "),
        ("JUDGED", " 评定" if chinese else " judged"),
        ("TO", "至" if chinese else " to "),
        ("CLOSE", ")"),
        ("ROW", "、" if chinese else " |"),
    ]
    unsure = set() if case.here else {"WHEN", "COLON"}
    unsure |= set() if case.opens in ("AWARD", "DEDUCT") else {"JUDGED"}
    unsure |= set() if re.match(_WHOM_OR_WHEN, case.here, re.IGNORECASE) else {"PER"}
    unsure |= {"TO"} if case.before.rstrip().endswith((",", "，")) else set()
    unsure |= {"POINT"} if {"TIME", "PIECE"} & stems else set()
    unsure |= {"DAY"} if {"MONTH", "HOUR"} & stems else set()
    unsure |= {"PERCENT"} if "PLACE" in stems else set()
    yield from (written for name, written in words if name in stems - unsure)
