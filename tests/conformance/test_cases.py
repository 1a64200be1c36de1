"""What a policy means, case by case: text and records in, postings, outcomes and figures out.

Each case shows one rule of the page of meanings or one choice of docs/semantics.md. Every engine
gives the same; only the definition, `reference`, may rewrite what is expected. The sections:

- `policy`, and `policy from 2025-07-01` for a version in use from that day
- `records`, `households`, `people` (small CSV tables with English headings), `until`
- expected: `postings`, `outcomes`, `figures`, `diagnostics` where there are any, and `yuan` in the
  cases that are about money and periods
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from rulesengine.core.calendar import read_date
from rulesengine.core.placing import Placed, place
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Source
from rulesengine.engine.door import Engine
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.reference.entry import Entry
from rulesengine.reference.explain import explain
from rulesengine.scoring.engines import Choice
from rulesengine.scoring.figures import figures
from rulesengine.scoring.reached import reached
from rulesengine.scoring.score import Run, score
from rulesengine.study.coverage import coverage
from tests.conformance import reading
from tests.engine.differing import Strict
from tests.golden import Case, cases

CASES = cases(Path(__file__).parent / "cases")
ENGINES: Mapping[str, Callable[..., Run]] = {
    "reference": score,  # the definition comes first
    **{
        name: partial(score, choice=Choice(lambda made=made: Strict(made), fewest=0))
        for name, made in {
            "kernel": Engine(),
            "kernel, 2 threads": Engine(threads=2, records_a_chunk=1),
            "kernel, 4 threads": Engine(threads=4, records_a_chunk=2),
            "kernel, chunked": Engine(records_a_chunk=3),
        }.items()
    },
}
PARTS = frozenset({"policy", "records", "households", "people", "until"})
EXPECTED = frozenset({"postings", "outcomes", "figures", "yuan", "diagnostics"})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_out_as_written(case: Case, engine: str, update_cases: bool) -> None:
    """Postings, outcomes and figures are those that the case was worked out to have."""
    run = _run(case, ENGINES[engine])
    told = _diagnostics(run)
    expected = {"postings": _postings(run), "outcomes": _outcomes(run), "figures": _figures(run)}
    if "yuan" in case.sections:
        expected["yuan"] = _yuan(run)
    if told or "diagnostics" in case.sections:
        expected["diagnostics"] = told

    case.check(update_cases and engine == "reference", **expected)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_has_only_sections_that_are_read(case: Case) -> None:
    """A misspelt section would be left out in silence."""
    names = {"policy" if name.startswith("policy from ") else name for name in case.sections}

    assert set() == names - PARTS - EXPECTED


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_can_be_explained(case: Case) -> None:
    """Explaining walks the same way: the same passbook, and each line in one story, in order."""
    run = _run(case, score)
    for passbook in run.passbooks:
        timeline = run.timelines[passbook.account.village]
        inside = [result for result in passbook.results if result.record.day <= run.until]
        records = [result.record for result in inside]
        placed = [place(run.register, one, timeline.last.account) for one in records]
        entries = [
            Entry(one, where)
            for one, where in zip(records, placed, strict=True)
            if isinstance(where, Placed)
        ]
        told = explain(timeline, passbook.account, entries, run.register, run.until)
        lines = [line for story in told.stories for line in story.lines]

        assert inside == list(told.passbook.results)
        assert list(passbook.postings) == [line.posting for line in lines]
        assert passbook.balance == (lines[-1].balance if lines else 0)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_a_case_reaches_is_there_to_be_reached(case: Case) -> None:
    """Coverage knows every rule that can decide something: no mark of a run is left out of it."""
    run = _run(case, score)
    marks = {
        goal.goal.mark
        for timeline in run.timelines.values()
        for version in timeline.versions
        for goal in coverage(version.policy).goals
    }

    assert set() == {one for one in reached(run) if one.side != "unknown"} - marks


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_is_the_same_in_any_order_of_rows(case: Case) -> None:
    """Records come in the order of date and id, however the file has them."""
    rows = case.sections.get("records", "").splitlines(keepends=True)
    if "id" not in rows[0].split(",") if rows else True:
        return
    turned = Case(
        case.path,
        case.sentence,
        {**case.sections, "records": "".join([rows[0], *reversed(rows[1:])])},
    )

    assert _postings(_run(case, score)) == _postings(_run(turned, score))


def test_every_choice_names_its_case() -> None:
    """Each choice of docs/semantics.md ends with the names of cases, and those cases exist.

    Sections about files and whole runs say that other tests fix them; those about the checker name
    cases of the language.
    """
    page = Path(__file__).parents[2] / "docs" / "semantics.md"
    of_language = (Path(__file__).parents[1] / "language" / "cases").glob("*.case")
    known = {str(case) for case in CASES} | {path.name.split(".")[0] for path in of_language}
    for section in page.read_text(encoding="utf-8").split("\n## ")[1:]:
        for choice in section.split("\n- ")[1:]:
            words = " ".join(choice.split())
            _, mark, names = words.replace("Cases: ", "Case: ").rpartition("Case: ")
            named = {name.strip("`") for name in names.removesuffix(".").split(", ")}

            assert mark or "is fixed by a test in" in section, words
            assert named <= known or not mark, words


def _run(case: Case, engine: Callable[..., Run]) -> Run:
    timeline = _timeline(case)
    facts = {fact for version in timeline.versions for fact in version.policy.facts}
    until = read_date(case.sections["until"].strip()) if "until" in case.sections else None
    return engine(
        {"": timeline},
        reading.register(case.sections.get("households"), case.sections.get("people"), facts),
        reading.records(case.sections.get("records", ""), facts),
        until=until,
    )


def _timeline(case: Case) -> checked.Timeline:
    versions = []
    for name, text in case.sections.items():
        if name == "policy" or name.startswith("policy from "):
            outcome = load(Source(f"{case.path.name}: {name}", text))
            assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
            written = read_date(name.removeprefix("policy from "))
            first_day = written if written is not None else outcome.value.first_day
            versions.append(checked.Version(first_day, outcome.value))
    return checked.Timeline(tuple(versions))


def _postings(run: Run) -> str:
    heading = ("account", "village", "date", "record", "kind", "item", "limit", "points")
    rows = (
        (
            posting.account.name,
            posting.account.village,
            posting.day.isoformat(),
            "" if posting.record is None else posting.record,
            posting.kind.value,
            posting.item,
            posting.limit,
            show_hundredths(posting.points),
        )
        for passbook in run.passbooks
        for posting in passbook.postings
    )
    return _table(heading, rows)


def _outcomes(run: Run) -> str:
    """What became of each record; `counted` is its mark in the sense of step 4."""
    rows = (
        (
            result.record.id,
            result.outcome.value,
            show_hundredths(result.raw),
            show_hundredths(result.credited),
            "counted" if result.counted else "",
        )
        for result in run.results()
    )
    return _table(("record", "outcome", "raw", "credited", "counted"), rows)


def _figures(run: Run) -> str:
    rows = (
        (
            passbook.account.name,
            passbook.last_day.isoformat(),
            show_hundredths(passbook.standing),
            show_hundredths(passbook.balance),
            show_hundredths(passbook.spendable),
        )
        for passbook in run.passbooks
    )
    return _table(("account", "until", "standing", "balance", "spendable"), rows)


def _yuan(run: Run) -> str:
    """Settlement periods; an empty cell is null."""
    rows = (
        (
            account.account.name,
            period.period,
            show_hundredths(period.amounts.standing),
            "" if period.yuan is None else show_hundredths(period.yuan),
        )
        for account in figures(run).accounts
        for period in account.periods
    )
    return _table(("account", "period", "standing", "yuan"), rows)


def _diagnostics(run: Run) -> str:
    return "".join(f"{one.code.id} {one.message}\n" for one in run.diagnostics)


def _table(heading: tuple[str, ...], rows: Iterable[tuple[date | str | int, ...]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return written.getvalue()
