"""The page of thirty mistakes: what it says that the program prints is what it prints.

Every mistake of the page is a case: a policy (behind the head that the page gives) and, in the
next block, what `check` says of it. `pytest --update-cases` writes what is said now.
"""

import re
from pathlib import Path

import attrs
import pytest

from rulesengine.app.messages import Language
from rulesengine.app.render import lines_of, plain
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.source import Source
from rulesengine.language.load import load
from rulesengine.language.parse import parse
from tests.language.test_parse_mistakes import mended

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"zh": DOCS / "mistakes.zh.md", "en": DOCS / "mistakes.md"}
TOWNS = {"zh": "镇.policy", "en": "town.policy"}
HOW_MANY = 30
COMPARED = ("Elm", "Gleam", "Cedar")
SECTION = re.compile(
    r"^## (?P<number>\d+)\. (?P<title>.+)\n\n(?:.+\n\n```town\n(?P<town>[^`]+)```\n\n)?```mistake\n(?P<policy>[^`]+)```\n\n"
    r"```told\n(?P<told>[^`]*(?:`[^`]+`[^`]*)*)```\n\n(?P<compared>(?:\|.*\n)+)\n(?P<verdict>.+)\n",
    re.MULTILINE,
)


@attrs.frozen
class Mistake:
    """One section of a page."""

    language: str
    number: int
    town: str  # the policy that this one extends, or empty
    policy: str
    told: str
    compared: str
    verdict: str

    def __str__(self) -> str:
        return f"{self.language}-{self.number}"


def mistakes(language: str) -> list[Mistake]:
    """Every mistake of a page."""
    return [
        Mistake(
            language,
            int(one["number"]),
            one["town"] or "",
            one["policy"],
            one["told"],
            one["compared"],
            one["verdict"],
        )
        for one in SECTION.finditer(PAGES[language].read_text(encoding="utf-8"))
    ]


ALL = [one for language in PAGES for one in mistakes(language)]


def head(language: str) -> str:
    """The lines that every policy of a page begins with."""
    found = re.search(r"```head\n([^`]+)```", PAGES[language].read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def whole(mistake: Mistake) -> str:
    """The policy of a mistake with its head; one that extends a town's has its own."""
    return mistake.policy if mistake.town else head(mistake.language) + mistake.policy


def said(mistake: Mistake) -> tuple[Diagnostic, ...]:
    """What is found in the policy of a mistake."""
    town = Source(TOWNS[mistake.language], head(mistake.language) + mistake.town)
    source = Source("a.policy", whole(mistake))
    return load(source, find_parent=lambda _: Outcome(town)).diagnostics


def printed(mistake: Mistake) -> str:
    """What `check` prints of a mistake. The head stands above the first line that is shown."""
    return "\n".join(plain(lines_of(one, Language(mistake.language))) for one in said(mistake))


@pytest.mark.parametrize("language", PAGES)
def test_a_page_has_thirty_mistakes(language: str) -> None:
    """They are counted from one, and each is compared with three other languages."""
    found = mistakes(language)

    assert list(range(1, HOW_MANY + 1)) == [one.number for one in found]
    assert [] == [
        one.number for one in found if not all(f"| {name}" in one.compared for name in COMPARED)
    ]


@pytest.mark.parametrize("mistake", ALL, ids=str)
def test_the_page_shows_what_is_printed(mistake: Mistake, update_cases: bool) -> None:
    """The messages on the page are those of the program, to the letter."""
    if update_cases:
        page = PAGES[mistake.language]
        text = page.read_text(encoding="utf-8")
        before = f"```mistake\n{mistake.policy}```\n\n```told\n"
        assert text.count(before) == 1
        text = text.replace(f"{before}{mistake.told}```", f"{before}{printed(mistake)}```")
        page.write_text(text, encoding="utf-8", newline="\n")
        return
    assert mistake.told == printed(mistake)


@pytest.mark.parametrize("mistake", ALL, ids=str)
def test_a_mistake_of_the_page_has_a_way_out(mistake: Mistake) -> None:
    """Each message says what to do, and what can be put in lets the policy be read further."""
    found = said(mistake)
    fixed = mended(whole(mistake), [one.fix for one in found if one.fix is not None])
    left = [one.message for one in found if one.fix is None]
    unread = [one.message for one in parse(Source("a.policy", fixed)).diagnostics]

    assert found
    assert [] == [str(one.message) for one in found if one.help is None]
    assert set(map(str, unread)) <= set(map(str, left))


def test_both_pages_show_the_same_mistakes() -> None:
    """The n-th mistake of either page gives the same codes and the same verdict."""
    for chinese, english in zip(mistakes("zh"), mistakes("en"), strict=True):
        assert [one.code for one in said(chinese)] == [one.code for one in said(english)]
        assert VERDICTS[chinese.verdict.split("：")[0]] == english.verdict.split(":")[0]


VERDICTS = {"**更好**": "**Better**", "**相当**": "**Equal**", "**更差**": "**Worse**"}


@pytest.mark.parametrize(
    ("language", "better", "equal"),
    [("zh", "**更好**", "**相当**"), ("en", "**Better**", "**Equal**")],
)
def test_the_page_counts_its_verdicts(language: str, better: str, equal: str) -> None:
    """How many are better and how many equal stands in the beginning of the page, as they are."""
    verdicts = [one.verdict for one in mistakes(language)]
    counted = [sum(one.startswith(word) for one in verdicts) for word in (better, equal)]
    beginning = PAGES[language].read_text(encoding="utf-8").split("```head")[0]
    sentence = re.search(
        r"三十处里(\d+)处.*?(\d+)处|In (\d+) of the.*?in (\d+) equal", beginning, re.DOTALL
    )

    assert sentence is not None
    assert counted == [int(number) for number in sentence.groups() if number is not None]
