"""A line of which the first word opens no statement: what may have been meant."""

import difflib
import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import text
from rulesengine.language.openers import BLANK, openers
from rulesengine.language.parse_case import Attempt, one_of
from rulesengine.language.parse_rewrites import NUMBERING, OPENING
from rulesengine.language.parse_scripts import simplified, traditional_opening

_WORD = re.compile(r"[^\s,，、|｜:：/／=＝#＃()（）]+")
# What people write for a word that opens a statement.
_OTHER_WORDS = {
    "zh": {
        "名称": "办法", "标题": "办法", "规定": "办法",
        "生效": "施行", "实施": "施行", "执行": "施行", "起始": "施行",
        "项目": "类别", "分类": "类别", "大类": "类别", "一级指标": "类别",
        "奖分": "加分", "得分": "加分", "加": "加分",
        "减分": "扣分", "罚分": "扣分", "扣除": "扣分", "扣": "扣分", "减": "扣分",
        "封顶": "上限", "最高": "上限", "最多": "上限", "最低": "下限", "保底": "下限",
        "兑换比例": "兑换", "礼品": "商品", "奖品": "商品", "物品": "商品",
        "用例": "测试", "例子": "测试", "底分": "基础分", "初始分": "基础分",
        "家庭": "户", "农户": "户", "村民": "人", "成员": "人", "事实": "属性",
    },
    "en": {
        "title": "policy", "name": "policy", "start": "effective", "valid": "effective",
        "section": "category", "topic": "category", "item": "award", "give": "award",
        "points": "award", "add": "award", "earn": "award", "penalty": "deduct",
        "subtract": "deduct", "minus": "deduct", "limit": "cap", "max": "cap",
        "maximum": "cap", "prize": "goods", "product": "goods",
        "honor": "honour", "family": "household", "member": "person", "attribute": "fact",
        "property": "fact", "rate": "redeem", "example": "test",
    },
}  # fmt: skip


def unknown_statement(
    source: Source, statement: Span, language: str, attempt: Attempt
) -> Diagnostic:
    """A statement whose first word opens none."""
    remark = _remark(source, statement)
    if remark is not None:
        return remark
    for way in (_opening, _glued, _traditional):
        found = way(source, statement, attempt)
        if found is not None:
            return found
    match = _WORD.match(source.text, statement.start, statement.end)
    word = match[0][:40] if match else source.text[statement.start : statement.start + 1]
    place = Span(statement.start, statement.start + len(word))
    broken = _broken(source, statement)
    if broken is not None:
        word, place = source.slice(broken), broken
    meant, sure = _meant(source, statement, word, language, attempt)
    known = [getattr(keyword, language) for keyword in openers().values()]
    way_out = (
        text("did you mean {word}?", word=one_of(meant))
        if meant
        else text(
            "a line begins with a word such as {words}; a clause needs a comma on the line before",
            words=tuple(known[index] for index in (1, 17, 18, 19)),
        )
    )
    return Diagnostic(
        Code.UNKNOWN_STATEMENT,
        text("no statement begins with {word}", word=word),
        Label(source, place),
        help=way_out,
        fix=Fix(place, meant[0]) if sure else None,
    )


def _traditional(source: Source, statement: Span, attempt: Attempt) -> Diagnostic | None:
    """類別 for 类别."""
    place = traditional_opening(source.text, statement, attempt)
    if place is None:
        return None
    written = simplified(source.slice(place))
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text("words of the language are written in simplified characters"),
        Label(source, place),
        help=text("write {written}", written=written),
        fix=Fix(place, written),
    )


def _broken(source: Source, statement: Span) -> Span | None:
    """A word that opens a statement, with blanks between its characters: 加 分."""
    words = sorted((one.zh for one in openers().values()), key=len, reverse=True)
    spaced = "|".join(rf"{BLANK}*".join(word) for word in words if len(word) > 1)
    match = re.compile(spaced).match(source.text, statement.start, statement.end)
    return None if match is None else Span(match.start(), match.end())


def _glued(source: Source, statement: Span, attempt: Attempt) -> Diagnostic | None:
    """awardsweep 2 points/time: an English word needs a space behind it."""
    written = source.slice(statement)
    for keyword in openers().values():
        word, rest = written[: len(keyword.en)], written[len(keyword.en) :]
        if rest and word.casefold() == keyword.en and attempt(f"{word} {rest}") is None:
            place = Span(statement.start, statement.start + len(word))
            return Diagnostic(
                Code.UNKNOWN_STATEMENT,
                text("a space is missing behind {word}", word=word),
                Label(source, place),
                help=text("write {written}", written=f"{word} {rest}"),
                fix=Fix(Span(place.end, place.end), " "),
            )
    return None


def _meant(
    source: Source, statement: Span, word: str, language: str, attempt: Attempt
) -> tuple[tuple[str, ...], bool]:
    """Words that open a statement and may have been meant, and whether the first is sure.

    With each of them the line reads on; a word that is only alike is sure where it alone lets the
    whole line be read: 分 may be 加分 as well as 扣分.
    """
    known: list[str] = [getattr(keyword, language) for keyword in openers().values()]
    said = _OTHER_WORDS[language].get(word.casefold())
    joined = re.sub(BLANK, "", word)
    said = joined if joined in known else said
    if word.isascii():
        alike = difflib.get_close_matches(word.casefold(), known, n=3, cutoff=0.65)
    else:
        alike = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    alike = [one for one in alike if abs(len(one) - len(word)) <= 1]
    alike += [one for one in known if len(one) > 1 and word[:2] == one[:2] and not word.isascii()]
    rest = source.text[statement.start + len(word) : statement.end]
    if said and attempt(said + rest) is None:
        return (said,), True
    reached = {
        one: attempt(one + rest) for one in dict.fromkeys([*([said] if said else []), *alike])
    }
    meant = tuple(one for one in reached if _reads_on(reached[one], one))
    return meant, len(meant) == 1 and reached[meant[0]] is None


def _reads_on(reached: int | None, word: str) -> bool:
    return reached is None or reached > len(word) + 1


def _remark(source: Source, statement: Span) -> Diagnostic | None:
    """// 说明 for # 说明."""
    mark = re.match(r"//+|/\*+|--+(?!\d)|※|注[:：]|备注[:：]|说明[:：]", source.slice(statement))
    if mark is None:
        return None
    place = Span(statement.start, statement.start + mark.end())
    return Diagnostic(
        Code.UNKNOWN_STATEMENT,
        text("a remark begins with #"),
        Label(source, place),
        help=text("write # before it"),
        fix=Fix(Span(place.start, place.start), "# "),
    )


def _opening(source: Source, statement: Span, attempt: Attempt) -> Diagnostic | None:
    """A statement that reads without its number, or with its words in another order."""
    written = source.text[statement.start : statement.end]
    number = re.match(NUMBERING, written)
    if number is not None and attempt(written[number.end() :]) != 0:
        place = Span(statement.start, statement.start + number.end())
        return Diagnostic(
            Code.UNKNOWN_STATEMENT,
            text("no statement begins with {word}", word=number[0].strip()),
            Label(source, place),
            help=text("take {mark} away; lines carry no numbers", mark=number[0].strip())
            if any(letter.isalnum() for letter in number[0])
            else text("take {mark} away", mark=number[0].strip()),
            fix=Fix(place, ""),
        )
    line = source.text.rfind("\n", 0, statement.start) + 1
    for row in OPENING:
        found = re.compile(row.pattern, re.IGNORECASE).match(written)
        for meant in row.meant(found) if found is not None else ():
            assert found is not None
            reached = attempt(meant + written[found.end() :])
            if reached is not None and reached < len(meant.rstrip()):
                continue
            place = Span(statement.start, statement.start + found.end())
            return Diagnostic(
                Code.UNKNOWN_STATEMENT,
                text("no statement begins with {word}", word=written.split()[0][:40]),
                Label(source, place),
                help=text(
                    "{word} comes first: {written}", word=meant.split()[0], written=meant.strip()
                ),
                # an indented line may belong to the one before, which then lacks its comma
                fix=None if line < statement.start else Fix(place, meant),
            )
    return None
