"""The docs as tests: policies in them run, what they name exists, what exists is named."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from rulesengine.core.codes import Code
from rulesengine.core.source import Source
from rulesengine.language.load import load
from rulesengine.language.trace import FindParent
from rulesengine.study.policy_tests import run_tests
from tests.language.parents import among

PROJECT = Path(__file__).resolve().parent.parent
DOCS = PROJECT / "docs"
ARCHITECTURE = DOCS / "ARCHITECTURE.md"
READMES = (PROJECT / "README.md", DOCS / "README.zh.md")
PAGES = (PROJECT / "README.md", *sorted(DOCS.rglob("*.md")))

MOST_ARCHITECTURE_LINES = 200


@attrs.frozen
class Block:
    """A fenced block of a page: the word behind its fence, and its text."""

    page: Path
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(PROJECT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page."""
    begun: tuple[int, str] | None = None
    lines: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        if begun is None and line.startswith("```"):
            begun, lines = (number, line.strip("`").strip()), []
        elif begun is not None and line.startswith("```"):
            yield Block(page, begun[0], begun[1], "\n".join(lines) + "\n")
            begun = None
        else:
            lines.append(line)
    assert begun is None, f"{page}: the block of line {begun} is not closed"


def beside(block: Block) -> FindParent:
    """The policies of a page whose first line names their file, for those that extend them."""
    named = ((one.text.partition("\n")[0], one.text) for one in blocks(block.page))
    return among({line.removeprefix("# "): text for line, text in named if line[:2] == "# "})


POLICIES = [block for page in PAGES for block in blocks(page) if block.word == "policy"]


@pytest.mark.parametrize("block", POLICIES, ids=str)
def test_a_policy_in_the_docs_is_right_and_its_tests_pass(block: Block) -> None:
    """Whoever copies a policy out of the docs gets one that checks and whose tests pass."""
    outcome = load(Source(str(block), block.text), find_parent=beside(block))

    assert [] == [str(found.message) for found in outcome.diagnostics if found.is_error]
    assert outcome.value is not None
    failed = [result.name for result in run_tests(outcome.value) if not result.passed]
    assert [] == failed


@pytest.mark.parametrize("page", READMES, ids=str)
def test_a_readme_shows_a_policy(page: Path) -> None:
    """Both READMEs show a policy with a test of its own."""
    policies = [block for block in POLICIES if block.page == page]

    assert any(re.search(r"^\s*(测试|test) ", block.text, re.MULTILINE) for block in policies)


@pytest.mark.parametrize(("page", "language"), [(READMES[0], "en"), (READMES[1], "zh")])
def test_a_readme_shows_what_the_demo_really_prints(
    page: Path, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of the demo that a README shows is printed, in that order; `…` is what it leaves out."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "rulesengine", "demo", "build/demo-town", "--lang", language],
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    printed = [line.rstrip() for line in done.stdout.decode("utf-8").splitlines()]
    (block,) = [block for block in blocks(page) if block.word == "demo"]
    shown = [line for line in block.text.splitlines() if line != "…"]

    assert [] == [line for line in shown if line not in printed]
    places = iter(printed)
    assert all(line in places for line in shown)


# --- names ---------------------------------------------------------------------------------------

# `scoring/score.py`, `tests/`: what the pages say about the checkout.
PATH = re.compile(r"`([\w.{}*-]+(?:/[\w.{}*-]*)+)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def modules() -> set[str]:
    """Every module of the package, as the architecture page writes it: `scoring/score.py`."""
    package = PROJECT / "rulesengine"
    return {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if path.name != "__init__.py"
    }


def named_modules() -> list[str]:
    """The modules that the architecture page lists, in lines of their own under their part."""
    part, found, listing = "", [], False
    for line in ARCHITECTURE.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"\*\*`(\w+)/`\*\*", line)
        if heading:
            part = heading[1]
        listing = line.startswith("- `") or (listing and line.startswith("  "))
        if part and listing:
            names = re.findall(r"`([\w/]+\.py)`", line)
            found += [name if part == "rulesengine" else f"{part}/{name}" for name in names]
    return found


def test_the_architecture_page_names_every_module_once() -> None:
    """A module without its line on the page, or a line without its module, is out of date."""
    assert sorted(modules()) == sorted(named_modules())


def test_the_architecture_page_stays_short() -> None:
    """A page that is read in one go."""
    lines = ARCHITECTURE.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= MOST_ARCHITECTURE_LINES


@pytest.mark.parametrize(
    "page", [ARCHITECTURE, *sorted((DOCS / "recipes").glob("*.md"))], ids=lambda page: page.stem
)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    """The files to touch, as a recipe lists them, exist; `Rnnn` and `*` stand for any name."""
    text = page.read_text(encoding="utf-8")
    missing = [path for path in PATH.findall(text) if not stands_somewhere(path)]

    assert [] == missing


def stands_somewhere(path: str) -> bool:
    """Whether a path is in the checkout, from its top, from the package or from its shells."""
    pattern = path.strip("/").replace("{lang}", "*").replace("Rnnn", "R*").replace("<part>", "*")
    made = ("_grammar", "_errors", "_policies")  # only in the wheel
    tops = (PROJECT, PROJECT / "rulesengine", PROJECT / "rulesengine" / "app")
    return any(name in pattern for name in made) or any(any(top.glob(pattern)) for top in tops)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """A relative link of a page names a file that is there."""
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [] == [link for link in links if not (page.parent / link).exists()]


def test_both_languages_have_the_same_pages() -> None:
    """The pages for the people who write policies stand in Chinese and in English."""
    english = {path.name for path in (DOCS / "errors").glob("R*.md") if ".zh." not in path.name}
    chinese = {path.name for path in (DOCS / "errors").glob("R*.zh.md")}

    assert chinese == {name.replace(".md", ".zh.md") for name in english}
    assert (DOCS / "language.md").is_file()
    assert (DOCS / "language.zh.md").is_file()


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", Code, ids=lambda code: code.id)
def test_a_code_has_a_page_in_both_languages(code: Code) -> None:
    """`rulesengine explain` finds a page, and the page is about this code."""
    for name in (f"{code.id}.md", f"{code.id}.zh.md"):
        text = (DOCS / "errors" / name).read_text(encoding="utf-8")
        assert code.id in text.splitlines()[0], name


@pytest.mark.parametrize("code", Code, ids=lambda code: code.id)
def test_a_code_is_used_and_tested(code: Code) -> None:
    """A code that nothing raises is retired; one that no test mentions is not known to work."""
    package, tests = text_of("rulesengine"), text_of("tests")

    assert f"Code.{code.name}" in package
    assert f"Code.{code.name}" in tests or code.id in tests


def text_of(folder: str) -> str:
    """All Python and case files of a folder as one text."""
    found = _TEXTS.get(folder)
    if found is None:
        paths = sorted(
            path
            for pattern in ("*.py", "*.case")
            for path in (PROJECT / folder).rglob(pattern)
            if path != Path(__file__)
        )
        found = _TEXTS[folder] = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    return found


_TEXTS: dict[str, str] = {}


def test_no_page_is_about_a_code_that_is_gone() -> None:
    """A page without a code would never be shown."""
    known = {code.id for code in Code}

    assert set() == {path.name.split(".")[0] for path in (DOCS / "errors").glob("R*.md")} - known


# --- commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", READMES, ids=str)
def test_a_readme_names_every_command(page: Path) -> None:
    """Each command of the tool has a line in both READMEs, and no other is promised."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `rulesengine (\w+)", text, re.MULTILINE))

    assert command_names() == named


def command_names() -> set[str]:
    """The commands that the tool has."""
    import click

    from rulesengine.app.arguments import build
    from rulesengine.app.messages import Language

    group = build(next(iter(Language)))
    return set(group.list_commands(click.Context(group)))
