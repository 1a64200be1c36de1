"""What clerks write, and what they are told: every message whole, by a case; every fix put in.

A case holds one text a line (`\\n` is a line break, `\\u200b` a character that nobody sees). Under
each stands what is said: `R004 “the words it stands under” message`, then notes, help and fix.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source
from rulesengine.language.grammar import keywords, statement_parser
from rulesengine.language.load import load
from rulesengine.language.openers import openers
from rulesengine.language.parse import parse
from rulesengine.language.parse_clauses import _HEADS, clauses
from tests.golden import Case, cases

CASES = cases(Path(__file__).parent / "mistakes")
ESCAPES = {"\\n": "\n", "\\t": "\t", "\\u00a0": "\u00a0", "\\u3000": "\u3000", "\\u200b": "\u200b"}


def texts(case: Case) -> list[str]:
    """The texts of a case, as a clerk has written them."""
    return [unescaped(line) for line in case.sections["written"].splitlines() if line]


def unescaped(line: str) -> str:
    for escape, character in ESCAPES.items():
        line = line.replace(escape, character)
    return line


ALL = [
    pytest.param(text, id=f"{case}-{number}")
    for case in CASES
    for number, text in enumerate(texts(case), 1)
]


def escaped(text: str) -> str:
    for escape, character in ESCAPES.items():
        text = text.replace(character, escape)
    return text


def found_in(text: str) -> tuple[Diagnostic, ...]:
    return parse(Source("t.policy", text)).diagnostics


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_told(case: Case, update_cases: bool) -> None:
    """Each mistake of a case: its place, its message and its way out are what the case says."""
    case.check(update_cases, told="\n".join(told(text) for text in texts(case)))


def told(text: str) -> str:
    found = found_in(text)
    lines = [escaped(text), *(f"  {line}" for one in found for line in lines_of(one))]
    fixed = mended(text, [one.fix for one in found if one.fix is not None])
    return "\n".join([*lines, *([f"  -> {escaped(fixed)}"] if fixed != text else [])]) + "\n"


def lines_of(diagnostic: Diagnostic) -> Iterator[str]:
    assert isinstance(diagnostic.primary, Label)
    places = [diagnostic.primary, *(one for one in diagnostic.secondary if isinstance(one, Label))]
    words = ", ".join(escaped(f"«{one.source.slice(one.span)}»") for one in places)
    yield f"{diagnostic.code.id} {words} {diagnostic.message}"
    yield from (f"  note: {note}" for note in diagnostic.notes)
    if diagnostic.help is not None:
        yield f"  help: {diagnostic.help}"


def mended(text: str, fixes: list[Fix]) -> str:
    """The text with all fixes put in; no two of them may touch the same words."""
    end = len(text)
    for fix in sorted(fixes, key=lambda one: (one.span.start, one.span.end), reverse=True):
        assert fix.span.end <= end, "two fixes overlap"
        text = text[: fix.span.start] + fix.text + text[fix.span.end :]
        end = fix.span.start
    return text


@pytest.mark.parametrize("text", ALL)
def test_every_mistake_is_told_once(text: str) -> None:
    """Something is said of each text, and nothing twice."""
    said = [(one.code, str(one.message), one.primary) for one in found_in(text)]

    assert said
    assert len(said) == len({(code, message, str(place)) for code, message, place in said})


@pytest.mark.parametrize("text", ALL)
def test_fixes_put_in_leave_only_what_had_none(text: str) -> None:
    """With every fix of a text put in, what had a fix is mended and nothing else is broken."""
    found = found_in(text)
    left = [str(one.message) for one in found if one.fix is None]
    fixed = mended(text, [one.fix for one in found if one.fix is not None])

    remark_only = [one for one in found_in(fixed) if one.code is not Code.EMPTY_POLICY]

    assert left == [str(one.message) for one in remark_only]


@pytest.mark.parametrize("text", ALL)
def test_no_message_names_a_terminal(text: str) -> None:
    """Messages are in words of the language: CAP, _COMMA or POINT_EN_S are none."""
    names = {terminal.name for terminal in statement_parser().terminals} - {"DATE"}
    words = {
        word
        for one in found_in(text)
        for sentence in (one.message, *one.notes, one.help)
        for word in re.findall(r"[A-Z_]{2,}", str(sentence))
    }

    assert set() == words & (names | {name.strip("_") for name in names} | set(keywords()))


@pytest.mark.parametrize("text", ALL)
def test_every_mistake_has_a_way_out(text: str) -> None:
    """Each message ends in a help, or at least in what may stand there."""
    assert [] == [str(one.message) for one in found_in(text) if one.help is None and not one.notes]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("stem", sorted(_HEADS))
def test_the_heads_that_stand_in_are_statements(stem: str, language: str) -> None:
    """What stands in for a broken head is a statement that opens with the same word."""
    head = _HEADS[stem][language == "en"]

    assert () == tuple(one for one in found_in(head) if one.code.id != "R101")
    assert head.startswith(getattr(openers()[stem], language))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("加分 甲 2分/次, 当 户.常住, 上限 1次 每天", [", 当 户.常住", ", 上限 1次 每天"]),
        ("加分 甲 2分/次, 当家人 2分，上限 1次", ["，上限 1次"]),
        ("加分 “甲, 当 乙” 2分/次, 1.5倍 当 人.党员  # 甲, 上限", [", 1.5倍 当 人.党员  # 甲, 上限"]),
        ("奖励 甲 10分, 当 乙 达到 1次 每年, 上限 20分 每年", [", 上限 20分 每年"]),
        ("award a 2 points/time, highest\u00a0only per event, captain",
         [", highest\u00a0only per event, captain"]),
        ("记录 2025-01-01 甲 乙, 级别 = 县级, 人 = 丙", [", 级别 = 县级", ", 人 = 丙"]),
    ],
)  # fmt: skip
def test_clauses_begin_behind_commas(written: str, expected: list[str]) -> None:
    """A clause begins behind a comma, with a word that may stand there; quotes hide what they hold."""
    source = Source("t", written)
    first = next(stem for stem, word in openers().items() if written.startswith((word.zh, word.en)))
    whole = source.line_span(1)

    assert expected == [source.slice(one) for one in clauses(written, whole, first)]


HEAD = "办法 甲\n施行 2025-01-01\n结转 全部\n下限 0分\n属性 户.常住: 是否\n类别 环境\n"


def test_what_stands_beside_a_mistake_is_checked() -> None:
    """A statement of which one clause cannot be read is checked without it, names and all."""
    text = (
        HEAD
        + "  加分 清扫 2分/次, 当 户.常驻, 上限 1 每天\n测试 甲\n  户 张三\n  应得 张三 清扫 0分\n"
    )
    outcome = load(Source("t", text))

    assert [Code.UNKNOWN_NAME, Code.MISSING_UNIT] == [one.code for one in outcome.diagnostics]
    assert outcome.value is None


def test_a_mended_statement_is_checked_at_its_places() -> None:
    """What a fix mended is checked as meant, and messages stand where the text as written has them."""
    text = HEAD + "  加分 清扫 2/次 上限 1次 户天, 当 户.常驻\n"
    found = load(Source("t", text)).diagnostics
    unknown = found[-1]

    assert ["R201", "R004", "R004", "R101"] == [one.code.id for one in found]
    assert isinstance(unknown.primary, Label)
    assert "户.常驻" == text[unknown.primary.span.start : unknown.primary.span.end]


def test_nothing_follows_from_a_line_of_a_test_that_is_broken() -> None:
    """A record without its broken field is not checked: it would lack what it says."""
    text = HEAD + "  加分 调解 1分至5分 评定\n测试 甲\n  记录 2025-03-01 张三 调解, 评定 ~ 2分\n"

    assert [Code.UNEXPECTED_WORD] == [one.code for one in load(Source("t", text)).diagnostics]
