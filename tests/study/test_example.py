"""The pages that work three households by hand: every number on them is what the engine gives."""

import re
from pathlib import Path

import attrs
import pytest

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Kind
from rulesengine.core.quantity import Hundredths, read_hundredths
from rulesengine.core.source import Source
from rulesengine.language.checked import alone
from rulesengine.language.load import load
from rulesengine.scoring.figures import Figures, figures
from rulesengine.scoring.score import Run, score
from rulesengine.study.sample_town import sample_town
from tests.study.sample_typing import typed_records, typed_register

PROJECT = Path(__file__).parents[2]
PAGES = [PROJECT / "docs" / "example.md", PROJECT / "docs" / "example.zh.md"]


@attrs.frozen
class Section:
    """A household of a page: the rows of its two tables, cells as written."""

    household: str
    village: str
    records: tuple[tuple[str, ...], ...]
    quarters: tuple[tuple[str, ...], ...]


@pytest.fixture(scope="module")
def run() -> Run:
    """The demo town, scored."""
    path = PROJECT / "policies" / "laoxin.policy"
    policy = load(Source(path.name, path.read_text(encoding="utf-8"))).value
    assert policy is not None
    town = sample_town()
    register = typed_register(policy, town)
    return score({"": alone(policy)}, register, typed_records(policy, town.records()))


@pytest.fixture(scope="module")
def shown(run: Run) -> Figures:
    """The figures of the demo town."""
    return figures(run)


def sections(page: Path) -> list[Section]:
    """The households of a page, by its second-level headings."""
    found = []
    for part in page.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading = part.splitlines()[0].replace("（", "(").replace("）", ")").replace("：", ":")
        household, village = heading.split(":")[0].rstrip(")").split("(")
        records, quarters = tables(part)
        found.append(Section(household.strip(), village, records, quarters))
    return found


def tables(text: str) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """The rows of the two tables of a text, without their headings."""
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in text.splitlines()
        if line.startswith("|")
    ]
    rows = [row for row in rows if row[0][0].isdigit()]
    return tuple(row for row in rows if len(row) == 9), tuple(row for row in rows if len(row) == 7)


def amount(written: str) -> Hundredths:
    """A number of the page in hundredths."""
    read = read_hundredths(written)
    assert read is not None, written
    return read


def passbook_of(run: Run, section: Section) -> Passbook:
    """The passbook of the household of a section."""
    return next(
        passbook
        for passbook in run.passbooks
        if (passbook.account.village, passbook.account.name) == (section.village, section.household)
    )


def worked(row: tuple[str, ...]) -> tuple[str, str, Hundredths, Hundredths, Hundredths, Hundredths]:
    """A row of the page: id, day, raw, what counts, lost, spared."""
    return row[0], row[1], amount(row[4]), amount(row[5]), amount(row[6]), amount(row[7])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_line_is_what_the_engine_posts(page: Path, run: Run) -> None:
    """Raw points, what counts, what is lost and what is spared agree, record by record."""
    for section in sections(page):
        passbook = passbook_of(run, section)
        expected = [worked(row) for row in section.records]
        actual = []
        for result in passbook.results:
            lines = [one for one in passbook.postings if one.record == result.record.id]
            sums = {kind: sum(one.points for one in lines if one.kind is kind) for kind in Kind}
            counts = sums[Kind.AWARD] + sums[Kind.DEDUCT]
            actual.append(
                (str(result.record.id), result.record.day.isoformat(), result.raw, counts,
                 sums[Kind.LOST], sums[Kind.SPARED])
            )  # fmt: skip
        assert expected == actual


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_sums_are_right(page: Path, run: Run) -> None:
    """The running sum adds up by itself and ends at the engine's standing."""
    for section in sections(page):
        so_far = 0
        for row in section.records:
            so_far += amount(row[5])
            assert amount(row[8]) == so_far, row
        assert so_far == passbook_of(run, section).standing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_was_entered_is_named(page: Path, run: Run) -> None:
    """Each row names the item of its record."""
    for section in sections(page):
        items = [result.record.item for result in passbook_of(run, section).results]
        assert len(items) == len(section.records)
        for item, row in zip(items, section.records, strict=True):
            assert row[2].startswith(item)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_quarters_are_the_engines(page: Path, shown: Figures) -> None:
    """Each quarter's figures and its yuan agree."""
    accounts = {(one.account.village, one.account.name): one for one in shown.accounts}
    for section in sections(page):
        expected = [(row[0], *(amount(cell) for cell in row[1:])) for row in section.quarters]
        actual = [
            (
                period.period,
                period.amounts.awarded,
                period.amounts.deducted,
                period.amounts.lost,
                period.amounts.spared,
                period.amounts.standing,
                period.yuan,
            )
            for period in accounts[section.village, section.household].periods
        ]
        assert expected == actual


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_shows_what_it_promises(page: Path) -> None:
    """Three households: one cut by a limit, one at the floor, one with the highest only."""
    cut, floor, highest = sections(page)
    assert any(amount(row[6]) for row in cut.records)
    assert any(amount(row[7]) for row in floor.records)
    assert any(row[2].startswith("评选表彰") and amount(row[6]) for row in highest.records)


def test_both_languages_say_the_same() -> None:
    """The numbers of the two pages are the same."""
    english, chinese = (
        [[(row[:2], row[4:]) for row in section.records] + [section.quarters] for section in page]
        for page in map(sections, PAGES)
    )
    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_arithmetic_in_words_is_right(page: Path) -> None:
    """Each sum and product that is written out comes to what stands behind its equals sign."""
    written = re.findall(
        r"([\d.]+) ([+\u2212]) ([\d.]+) = ([\d.]+)", page.read_text(encoding="utf-8")
    )
    assert len(written) >= 10
    for left, sign, right, result in written:
        signed = amount(right) if sign == "+" else -amount(right)
        assert amount(result) == amount(left) + signed, (left, sign, right)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_names_the_size_of_the_town(page: Path, run: Run) -> None:
    """The opening says how many households and records there are."""
    opening = page.read_text(encoding="utf-8").split("\n## ")[0]
    assert f"{len(run.passbooks)} " in opening
    assert f"{run.records} " in opening
