"""Why a statement could not be read, in words a clerk uses: the place, the fact, the way out.

Never names a terminal. Where a small change would let the statement be read further, that change is
the way out (and the fix): a missing 分, a comma between rows, a name that needs quotes.
"""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language.grammar import chinese_words, keywords
from rulesengine.language.openers import BLANK, opener_at
from rulesengine.language.parse_case import Case, one_of
from rulesengine.language.parse_choices import notes_of
from rulesengine.language.parse_glued import (
    comma_missing,
    item_in_household,
    space_behind,
    space_missing,
    value_missing,
)
from rulesengine.language.parse_lines import new_line
from rulesengine.language.parse_missing import (
    household_of,
    missing,
    per_what,
    unit_missing,
    year_missing,
)
from rulesengine.language.parse_names import (
    marked_name,
    misspelt,
    quoted_name,
    run_around,
    split_name,
)
from rulesengine.language.parse_numbers import number_in_words, thousands
from rulesengine.language.parse_rewrites import (
    by_fact,
    field_without_sign,
    rewritten,
    wrong_mark,
)
from rulesengine.language.parse_said import fact_of_word, said_otherwise, several_words
from rulesengine.language.parse_scripts import traditional, unseen_inside
from rulesengine.language.parse_told import (
    highest_of_what,
    minus_sign,
    name_last,
    remark,
    yuan_for_points,
)

# What people write for a word of the language.
_OTHER_WORDS = {
    "日": "天",
    "季": "季度",
    "个月": "月",
    "星期": "周",
    "年度": "年",
    "今年": "本年",
    "当年": "本年",
    "明年": "下年",
    "次年": "下年",
    "当月": "本月",
    "永久": "终身",
    "终生": "终身",
    "积分": "分",
    "事件": "事由",
    "事情": "事由",
    "家庭": "户",
    "农户": "户",
    "村民": "人",
    "个人": "人",
    "回": "次",
    "months": "month",
    "years": "year",
    "weeks": "week",
    "days": "day",
    "quarters": "quarter",
}


def explain(case: Case) -> Diagnostic:
    """The message for a statement that could not be read to its end."""
    for way in _WAYS:
        found = way(case)
        if found is not None:
            return found
    return _plain(case)


def _comma_between_rows(case: Case) -> Diagnostic | None:
    """省级 30分，县级 20分 and 属性 记录.级别: 省级，县级."""
    whole, place = case.source.text, case.stopped.span.start
    before = whole[case.statement.start : place].rstrip()
    if case.here in (",", "，", "﹐", "/", "／", ";", "；") and case.here:
        comma = case.stopped.span
    elif before and before[-1] in ",，﹐":
        comma = Span(case.statement.start + len(before) - 1, case.statement.start + len(before))
    else:
        return None
    if "ROW" not in case.stems and comma == case.stopped.span:
        return None
    separator = case.words("、", " |")
    if comma == case.stopped.span and case.language == "en":
        separator = " | " if whole[comma.end : comma.end + 1].strip() else " |"
    if not (case.reads_further(comma, separator) and _reads_a_word_more(case, comma, separator)):
        return None
    if case.here not in (",", "，", "﹐") and comma == case.stopped.span:
        return case.unknown_word(comma, separator)
    behind = whole[comma.end : case.statement.end]
    rows = re.match(r"\s*(?:[^\s\d,，、|｜]+[ \t]*[0-9０-９]|[0-9０-９])", behind)
    message = text("a comma stands between two rows of a table")
    way_out = text("put {mark} between rows; a comma begins a new clause", mark=separator.strip())
    if rows is None:
        message = text("a comma stands between two words of a list")
        way_out = text("put {mark} between words", mark=separator.strip())
    return Diagnostic(
        Code.COMMA_BETWEEN_ROWS,
        message,
        Label(case.source, comma),
        help=way_out,
        fix=Fix(comma, separator),
    )


def _reads_a_word_more(case: Case, place: Span, written: str) -> bool:
    """Whether what stands behind a mark put there can be read, and not the mark alone."""
    changed, reached = case.with_change(place, written)
    behind = place.start - case.statement.start + len(written)
    return reached is None or reached > len(changed) - len(changed[behind:].lstrip())


def _ownerless_fact(case: Case) -> Diagnostic | None:
    """当 常住 for 当 户.常住."""
    owners = ("HOUSEHOLD", "PERSON", "RECORD")
    if not set(owners) <= case.stems or case.stopped.terminal not in ("NAME", "CONDITION_NAME"):
        return None
    if run_around(case).start < case.stopped.span.start:
        return None  # 达标并且在册 is more likely one name
    choices = tuple(f"{getattr(keywords()[owner], case.language)}.{case.here}" for owner in owners)
    listed = re.match(
        r"[ \t]*[、|｜]", case.source.text[case.stopped.span.end : case.statement.end]
    )
    if listed:
        return Diagnostic(
            Code.UNEXPECTED_WORD,
            text("{word} does not say which fact is compared", word=case.here),
            Label(case.source, case.stopped.span),
            help=text(
                "write the fact before it, such as {written}",
                written=f"{choices[0].removesuffix(case.here)}"
                + case.words(f"类型 属于 {case.here}、…", f"kind in {case.here} | …"),
            ),
        )
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{word} does not say whose fact it is", word=case.here),
        Label(case.source, case.stopped.span),
        help=text("write one of: {choices}", choices=choices),
    )


def _other_word(case: Case) -> Diagnostic | None:
    """每日 for 每天, and 2分每10米 for 2分/10米."""
    start = case.stopped.span.start
    if case.stopped.terminal == "NUMBER":
        before = case.source.text[case.statement.start : start]
        per = re.search(r"(?:每|[ \t]per)[ \t\u3000]*$", before)
        if per is not None:
            place = Span(case.statement.start + per.start(), start)
            if case.reads_further(place, "/"):
                message = text("a number stands behind {word}", word=per[0].strip())
                return case.change(Code.UNEXPECTED_WORD, message, place, "/")
    for said, meant in _OTHER_WORDS.items():
        if case.source.text.startswith(said, start):
            place = Span(start, start + len(said))
            if case.reads_further(place, meant):
                message = text("{word} is not a word of the language here", word=said)
                return case.change(Code.UNEXPECTED_WORD, message, place, meant)
    return None


def _superfluous(case: Case) -> Diagnostic | None:
    """清扫：2分/次, and a full stop at the end of a line: without the mark it reads on."""
    place = case.stopped.span
    at_end = place.end == case.statement.end
    twice = case.here in (",", "，") and case.before.rstrip().endswith((",", "，"))
    if not case.here or not (twice or case.here in (_END_MARKS if at_end else _MARKS)):
        return None
    behind = case.source.text[place.end : case.statement.end]
    opener = opener_at(case.source.text, case.statement)
    at_start = opener is not None and opener.span.end == place.start
    if not (at_end or twice or at_start or behind.lstrip()[:1].isdigit()):
        return None  # inside a name, or between two: who knows
    blank = "" if behind[:1].isspace() else " "
    _, reached = case.with_change(place, " ")
    if reached is not None and (at_end or reached <= place.end - case.statement.start + 1):
        return None
    way_out = text("take {mark} away", mark=case.here)
    if at_end:
        way_out = text("take {mark} away; a line needs no mark at its end", mark=case.here)
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("{word} cannot stand here", word=case.here),
        Label(case.source, place),
        help=way_out,
        fix=Fix(place, "" if at_end else blank),
    )


# A mark that may carry a meaning (- . ! =) is never taken away.
_MARKS = frozenset("：:→、")
_END_MARKS = frozenset("。；;.！!")


def _nothing_behind(case: Case) -> Diagnostic | None:
    """A comma at the end of the whole text, and 属性 户.低保 without what may stand there."""
    before = case.before.rstrip()
    mark = before[-1:]
    if case.here:
        return None
    end = case.statement.start + len(before)
    if mark and mark in ",，、|｜:：":
        return Diagnostic(
            Code.UNFINISHED_STATEMENT,
            text("the line ends in a comma, but nothing follows")
            if mark in ",，"
            else text("the line ends in {mark}, but nothing follows", mark=mark),
            Label(case.source, Span(end - 1, end)),
            help=text("take {mark} away, or write what belongs behind it", mark=mark),
        )
    if case.opens == "FACT" and "COLON" in case.stems:
        kinds = case.words(": 是否|: 数|: 日期|: 省级、县级", ": yes/no|: number|: date|: a | b")
        return Diagnostic(
            Code.UNFINISHED_STATEMENT,
            text("it is not said what may stand there"),
            Label(case.source, Span(end, end)),
            help=text("write {choices}", choices=one_of(tuple(kinds.split("|", 3)))),
        )
    return None


def _broken_word(case: Case) -> Diagnostic | None:
    """上 限 for 上限."""
    if case.language != "zh":
        return None
    words = [word for word in chinese_words() if len(word) > 1]
    spaced = "|".join(rf"{BLANK}*".join(map(re.escape, word)) for word in words)
    for place, match in case.up_to_stop(spaced):
        joined = re.sub(BLANK, "", match[0])
        if joined != match[0] and case.reads_words_behind(place, joined):
            return Diagnostic(
                Code.UNEXPECTED_WORD,
                text("{word} has a space in it", word=match[0]),
                Label(case.source, place),
                help=text("write {written}", written=joined),
                fix=Fix(place, joined),
            )
    return None


def _plain(case: Case) -> Diagnostic:
    notes = notes_of(case.stopped.expected, case.language)
    if case.here:
        message = text("{word} cannot stand here", word=case.here[:40])
        code = Code.UNEXPECTED_WORD
    else:
        message = text("the statement is not finished")
        code = Code.UNFINISHED_STATEMENT
    return Diagnostic(code, message, Label(case.source, case.stopped.span), notes=notes)


# The order matters: what says more about a mistake comes before what would also read on.
_WAYS = (
    unseen_inside,
    traditional,
    _superfluous,
    wrong_mark,
    comma_missing,
    new_line,
    thousands,
    name_last,
    minus_sign,
    remark,
    _nothing_behind,
    _broken_word,
    several_words,
    fact_of_word,
    said_otherwise,
    year_missing,
    rewritten,
    yuan_for_points,
    highest_of_what,
    by_fact,
    _comma_between_rows,
    field_without_sign,
    _ownerless_fact,
    number_in_words,
    _other_word,
    household_of,
    item_in_household,
    space_missing,
    space_behind,
    value_missing,
    marked_name,
    quoted_name,
    misspelt,
    split_name,
    unit_missing,
    per_what,
    missing,
)
