"""The pages about the language as tests: complete, the same in both languages, numbers explained.

That each policy checks and each of its tests passes is shown in `test_docs`.
"""

import enum
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import attrs
import pytest
from lark import Lark, Token, Tree

from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Source, Span
from rulesengine.language import syntax
from rulesengine.language.checked import Selector
from rulesengine.language.cut import cut
from rulesengine.language.grammar import grammar_dir, keywords, stem
from rulesengine.language.load import load
from rulesengine.language.openers import opening_pattern
from rulesengine.language.parse import parse
from tests.test_docs import DOCS, Block, beside, blocks

CHINESE, ENGLISH = DOCS / "language.zh.md", DOCS / "language.md"
PAGES = {"zh": CHINESE, "en": ENGLISH}
EACH_PAGE = pytest.mark.parametrize("language", PAGES)


# --- what a page holds ---------------------------------------------------------------------------


def policies(language: str) -> list[Block]:
    """The policies of a page, in order."""
    return [block for block in blocks(PAGES[language]) if block.word == "policy"]


def prose(page: Path) -> list[tuple[int, str]]:
    """The lines of a page outside its fenced blocks, with their numbers."""
    inside, found = False, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("```"):
            inside = not inside
        elif not inside:
            found.append((number, line))
    return found


def section_around(block: Block) -> str:
    """What the section of a policy says beside it: from the heading above it to the next one."""
    lines = prose(block.page)
    headings = [number for number, line in lines if line.startswith("#")]
    first = max(number for number in headings if number < block.line)
    last = min((number for number in headings if number > block.line), default=10**9)
    return "\n".join(line for number, line in lines if first <= number < last)


def rows(page: Path, heading: str) -> Iterator[list[str]]:
    """The rows of every table below a heading of the second rank, without those of headings."""
    inside = False
    for _, line in prose(page):
        if line.startswith("## "):
            inside = line == f"## {heading}"
        elif inside and line.startswith("| ") and not line.startswith("| ---"):
            yield [
                cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip("|"))
            ]


def section(page: Path, heading: str) -> str:
    """The text below a heading of the second rank."""
    return re.split(
        r"^## ", page.read_text(encoding="utf-8").split(f"\n## {heading}\n")[1], flags=re.MULTILINE
    )[0]


# --- every word, every form ----------------------------------------------------------------------


@EACH_PAGE
def test_the_tables_hold_every_word_of_the_language(language: str) -> None:
    """A word that is missing, gone, or paired with another one makes a table wrong."""
    heading, own = {"zh": ("全部的词", "中文"), "en": ("All words", "English")}[language]
    found: set[tuple[str, str, str]] = set()
    columns: list[str] = []
    for cells in rows(PAGES[language], heading):
        if cells[0] == own:
            columns = ["plural" if "plural" in cell else cell for cell in cells]
            continue
        row = dict(zip(columns, cells, strict=True))
        found.add((row["中文"], row["English"].strip("`"), row.get("plural", "")))
    expected = {
        (word.zh, in_english(name, word.en), word.plural) for name, word in keywords().items()
    }

    assert expected == found


def in_english(name: str, english: str) -> str:
    """What stands for a Chinese keyword that has no English word of its own: a sign, or two words."""
    signs = {
        "EQUAL": "=", "UNEQUAL": "!=", "LESS": "<", "AT_MOST": "<=", "NOT_MORE": "<=", "MORE": ">",
        "AT_LEAST": ">=", "NOT_LESS": ">=", "NOT_IN": "not in",
    }  # fmt: skip
    return english or signs[name]


@cache
def statement_grammar() -> Lark:
    """The grammar itself, which knows its rules by name."""
    return Lark(
        (grammar_dir() / "policy.lark").read_text(encoding="utf-8"),
        parser="lalr",
        start="statement",
    )


@EACH_PAGE
def test_every_form_stands_in_an_example(language: str) -> None:
    """A rule that no example uses is a form that nobody can copy."""
    rules = {
        rule.alias or str(rule.origin.name)
        for rule in statement_grammar().rules
        if not rule.origin.name.startswith("_") and not rule.options.expand1
    }
    shown = {
        str(node.data)
        for statement in statements(language)
        for node in tree(statement).iter_subtrees()
    }

    assert set() == rules - shown


@EACH_PAGE
def test_every_word_stands_in_an_example(language: str) -> None:
    """Whoever looks for a word of the tables finds a line of a policy that uses it."""
    ending = {"zh": ("_ZH",), "en": ("_EN", "_EN_S")}[language]
    shown = {
        stem(token.type)
        for statement in statements(language)
        for token in tokens(statement)
        if token.type.strip("_").endswith(ending)
    }
    expected = {name for name, word in keywords().items() if getattr(word, language)}

    assert set() == expected - shown


def statements(language: str) -> Iterator[str]:
    """Every statement of every policy of a page."""
    for block in policies(language):
        for piece in cut(block.text, opening_pattern()):
            yield block.text[piece.span.start : piece.span.end]


def tree(statement: str) -> Tree[Token]:
    return statement_grammar().parse(statement)


def tokens(statement: str) -> list[Token]:
    return list(statement_grammar().parse_interactive(statement).iter_parse())


# --- one page is the other's twin ----------------------------------------------------------------


def test_both_pages_have_the_same_parts() -> None:
    """The same headings, in rank and number, and as many policies below each."""
    assert outline("zh") == outline("en")


def outline(language: str) -> list[tuple[int, int]]:
    """The rank of each heading and how many policies stand between it and the next."""
    headings = [
        (number, len(line) - len(line.lstrip("#")))
        for number, line in prose(PAGES[language])
        if line.startswith("#")
    ]
    places = [block.line for block in policies(language)]
    ends = [number for number, _ in headings[1:]] + [10**9]
    return [
        (rank, sum(first < place < end for place in places))
        for (first, rank), end in zip(headings, ends, strict=True)
    ]


@pytest.mark.parametrize(
    ("chinese", "english"), list(zip(policies("zh"), policies("en"), strict=False)), ids=str
)
def test_an_example_says_the_same_in_both_languages(chinese: Block, english: Block) -> None:
    """Apart from names the two are one policy: statement for statement, number for number."""
    assert shape(read(chinese)) == shape(read(english))


def read(block: Block) -> syntax.Policy:
    outcome = parse(Source(str(block), block.text))
    assert outcome.value is not None
    return outcome.value


def shape(node: object) -> object:
    """A tree of the syntax without places, names, and the units that are names."""
    match node:
        case syntax.Policy():
            return [shape(statement) for statement in node.statements]
        case syntax.Name():
            return "a name"
        case syntax.Unit(known=False):
            return "a unit"
        case Span() | None | str() | bool() | int() | enum.Enum():
            return None if isinstance(node, Span) else node
        case tuple():
            return [shape(one) for one in node]
        case _:
            inside: Mapping[str, object] = {
                field.name: shape(getattr(node, field.name)) for field in attrs.fields(type(node))
            }
            return type(node).__name__, inside


# --- what stands beside the examples -------------------------------------------------------------


@pytest.mark.parametrize("block", [*policies("zh"), *policies("en")], ids=str)
def test_the_numbers_of_an_example_are_explained_beside_it(block: Block) -> None:
    """Every number that a test expects is told in the text around the policy."""
    policy = load(Source(str(block), block.text), find_parent=beside(block)).value
    assert policy is not None
    expected = [
        show_hundredths(abs(one.points))
        for test in policy.tests
        for one in test.expectations
        if one.selector not in (Selector.OUTCOME, Selector.GRADE, Selector.HONOUR)
    ]
    units = r"(?:分|points?|元|yuan)"
    said = set(re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?)\s?{units}", section_around(block)))

    assert expected
    assert set() == set(expected) - said


@pytest.mark.parametrize("block", [*policies("zh"), *policies("en")], ids=str)
def test_a_warning_of_an_example_is_told_beside_it(block: Block) -> None:
    """Whoever copies an example gets no warning that the text around it does not link."""
    outcome = load(Source(str(block), block.text), find_parent=beside(block))
    linked = set(re.findall(r"\[(R\d+)\]", section_around(block)))

    assert set() == {found.code.id for found in outcome.diagnostics} - linked


HEADS = {
    "zh": "办法 甲\n施行 2025-01-01\n属性 户.常住: 是否\n属性 记录.级别: 省级、县级\n类别 乙\n",
    "en": "policy a\neffective 2025-01-01\nfact household.resident: yes/no\n"
    "fact record.level: province | county\ncategory b\n",
}
MISTAKES = [
    pytest.param(
        language, *(cell.strip("`") for cell in cells[:2]), cells[2], id=f"{language}-{place}"
    )
    for language, heading in (("zh", "常见的写错"), ("en", "Common mistakes"))
    for place, cells in enumerate(rows(PAGES[language], heading))
    if cells[0].startswith("`")
]


@pytest.mark.parametrize(("language", "wrong", "right", "told"), MISTAKES)
def test_a_common_mistake_is_told_as_the_page_says(
    language: str, wrong: str, right: str, told: str
) -> None:
    """What the page calls wrong gives the code that it links, and what it calls right none."""
    (linked,) = re.findall(r"\[(R\d+)\]", told)

    assert [linked] == errors(HEADS[language] + wrong)
    assert [] == errors(HEADS[language] + right)


def errors(written: str) -> list[str]:
    found = load(Source("an example", written)).diagnostics
    return [one.code.id for one in found if one.is_error]


@EACH_PAGE
def test_every_link_into_a_page_finds_its_heading(language: str) -> None:
    """A link to a part of this page or of another one names a heading that is there."""
    page = PAGES[language]
    links = re.findall(r"\]\(([^)#:\s]*)#([^)]+)\)", page.read_text(encoding="utf-8"))

    assert links
    assert [] == [
        (name, anchor)
        for name, anchor in links
        if anchor not in anchors(page.parent / name if name else page)
    ]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings: lower case, no marks, hyphens for spaces."""
    headings = [line.lstrip("#").strip() for _, line in prose(page) if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
