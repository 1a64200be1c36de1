"""The made-up town: the same from the same seed, of any size, and like the town it stands for."""

import hashlib
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path

import attrs
import pytest

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.facts import Subject
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.quantity import worth
from rulesengine.core.record import Status
from rulesengine.core.source import Source
from rulesengine.language.checked import Policy, alone
from rulesengine.language.load import load
from rulesengine.scoring.figures import Figures, figures
from rulesengine.scoring.score import Run, score
from rulesengine.study.sample_names import (
    MADE_UP_VILLAGES,
    MOST_HOUSEHOLDS_IN_A_VILLAGE,
    NAMED_VILLAGES,
    Role,
    person_name,
)
from rulesengine.study.sample_town import DEMO_RECORDS, FIRST_DAY, LAST_DAY, sample_town
from tests.study.sample_typing import typed_records, typed_register

POLICY = Path(__file__).parents[2] / "policies" / "laoxin.policy"


@pytest.fixture(scope="module")
def policy() -> Policy:
    """The policy that the sample town lives by."""
    outcome = load(Source(POLICY.name, POLICY.read_text(encoding="utf-8")))
    assert outcome.value is not None, [str(found.message) for found in outcome.diagnostics]
    return outcome.value


@pytest.fixture(scope="module")
def run(policy: Policy) -> Run:
    """The demo town, scored."""
    town = sample_town()
    records = typed_records(policy, town.records())
    return score({"": alone(policy)}, typed_register(policy, town), records)


@pytest.fixture(scope="module")
def shown(run: Run) -> Figures:
    """The figures of the demo town."""
    return figures(run)


def test_same_seed_same_rows() -> None:
    """The same arguments give the same households, people and records."""
    one, other = sample_town(7), sample_town(7)
    assert list(one.households()) == list(other.households())
    assert list(one.people()) == list(other.people())
    assert list(one.records()) == list(other.records())


def test_the_demo_town_stays_as_it_is() -> None:
    """The rows of the demo are the same on every machine; the docs show figures made from them."""
    town = sample_town()
    told = hashlib.sha256()
    for row in (*town.households(), *town.people(), *town.records()):
        columns = attrs.astuple(
            row, recurse=False, filter=lambda one, _: one.name not in ("fault", "judgings")
        )
        cells = (getattr(cell, "value", cell) for cell in columns)
        told.update("|".join(map(str, cells)).encode())
    assert "8431394495b1983e180a6a2b42675d36172ef258812f24f25f5f5147041e5ecc" == told.hexdigest()


def test_another_seed_gives_another_town() -> None:
    """Seeds differ in the records and in the facts."""
    one, other = sample_town(7), sample_town(8)
    assert list(one.records()) != list(other.records())
    assert list(one.people()) != list(other.people())


@pytest.mark.parametrize("count", [0, 1, 10, 999, DEMO_RECORDS])
def test_as_many_records_as_asked(count: int) -> None:
    """A town has exactly so many records, numbered from 1, in the order of their days."""
    records = list(sample_town(records=count).records())
    assert list(range(1, count + 1)) == [record.id for record in records]
    days = [record.day for record in records]
    assert sorted(days) == days
    assert all(FIRST_DAY <= day <= LAST_DAY for day in days)


def test_ten_million_come_one_by_one() -> None:
    """A large town begins at once: nothing is built before its first row is asked for."""
    town = sample_town(records=10_000_000)
    assert [1, 2, 3] == [record.id for record in islice(town.records(), 3)]
    assert 10_000_000 // 110 == town.layout.households
    assert "王国勇" == next(town.households()).household


def test_a_village_year() -> None:
    """One village of 300 households can have 20 000 records in a year."""
    town = sample_town(villages=1, households=300, records=20_000, last_day=date(2025, 12, 31))
    records = list(town.records())
    assert 20_000 == len(records)
    assert {"洪河村"} == {record.village for record in records}
    assert 300 == len({record.household for record in records})


def test_fifteen_villages_of_which_four_are_named_in_the_article() -> None:
    """The demo has fifteen villages with households in each; the names come once."""
    town = sample_town()
    assert NAMED_VILLAGES + MADE_UP_VILLAGES == town.villages
    assert set(town.villages) == {row.village for row in town.households()}
    assert 15 == len(set(town.villages))


def test_a_household_of_a_village_lives_there() -> None:
    """Picking a household of a village by share gives one that lives in it, all over the village."""
    layout = sample_town().layout
    for village in range(15):
        picked = {layout.in_village(village, share / 100) for share in range(100)}
        assert {village} == {layout.place(household).village for household in picked}
        assert len(picked) > 15


def test_478_households_named_by_their_heads() -> None:
    """Every household is named by the first of its people; no name comes twice in a village."""
    town = sample_town()
    households = {(row.village, row.household) for row in town.households()}
    people = [(row.village, row.person) for row in town.people()]
    assert 478 == len(households)
    assert len(set(people)) == len(people)
    assert households <= set(people)
    assert households == {(row.village, row.household) for row in town.people()}


def test_names_of_a_full_village_come_once() -> None:
    """As many names as a village may need are all different."""
    names = [
        person_name(3, household, role)
        for household in range(MOST_HOUSEHOLDS_IN_A_VILLAGE)
        for role in Role
    ]
    assert len(set(names)) == len(names)


def test_records_name_people_of_their_household() -> None:
    """A record's household is in the register, and its person, where named, lives there."""
    town = sample_town()
    lives_in = {(row.village, row.person): row.household for row in town.people()}
    for record in town.records():
        assert (record.village, record.household) in lives_in
        if record.person:
            assert record.household == lives_in[record.village, record.person]


def test_every_item_is_the_policys(policy: Policy) -> None:
    """The generator enters items of the policy, and over a half-year every one of them."""
    entered = {record.item for record in sample_town().records()}
    assert set(policy.items) == entered


def test_facts_are_the_policys(policy: Policy) -> None:
    """What stands in the rows' facts are values of facts that the policy declares."""
    town = sample_town()
    rows = {
        Subject.HOUSEHOLD: [row.facts for row in town.households()],
        Subject.PERSON: [row.facts for row in town.people()],
        Subject.RECORD: [row.facts for row in town.records()],
    }
    for fact in policy.facts:
        written = [facts[fact.name] for facts in rows[fact.subject] if fact.name in facts]
        assert written
        assert all(fact.read(value) is not None for value in written)


def test_texture() -> None:
    """Some facts are unknown or change, some households come and go, some records are not approved."""
    town = sample_town()
    households, people = list(town.households()), list(town.people())
    assert any(row.joined for row in households)
    assert any(row.left for row in households)
    assert any(row.since for row in households)
    assert any("商户" not in row.facts for row in households)
    assert any("出生" not in row.facts for row in people)
    assert any("党员" not in row.facts for row in people)
    assert set(Status) == {record.status for record in town.records()}


def test_totals_are_near_the_articles(shown: Figures) -> None:
    """About 30 000 points and 15 000 yuan: a little more than either, as the article says."""
    assert 30_000_00 <= shown.totals.standing <= 31_000_00
    assert shown.yuan is not None
    assert 15_000_00 <= shown.yuan <= 15_500_00
    assert worth(shown.totals.standing, 100, 50) == shown.yuan


def test_what_can_become_of_a_record_does(run: Run) -> None:
    """Nothing is in error; every other outcome that this policy can give comes about."""
    outcomes = Counter(result.outcome for result in run.results())
    impossible = {
        RecordOutcome.ERROR,
        RecordOutcome.NO_POLICY,  # it began on the first day
        RecordOutcome.OUTSIDE_DATES,  # flood watch is entered in season only
        RecordOutcome.NOT_ELIGIBLE,  # everybody may take part
        RecordOutcome.APPROVAL_MISSING,
    }
    assert set(RecordOutcome) - impossible == set(outcomes)
    assert DEMO_RECORDS == outcomes.total()


def test_ties(run: Run) -> None:
    """Some accounts of a village have the same standing."""
    standings = Counter(
        (passbook.account.village, passbook.standing)
        for passbook in run.passbooks
        if passbook.standing
    )
    assert max(standings.values()) > 1


def test_clean_up_days(run: Run) -> None:
    """More happens on Saturdays, when villages clean up, than on any other day of a week."""
    by_weekday = Counter(
        result.record.day.weekday()
        for result in run.results()
        if result.record.item == "清扫公共区域"
    )
    assert [(5, max(by_weekday.values()))] == by_weekday.most_common(1)
    weeks = {period_index(Period.WEEK, result.record.day) for result in run.results()}
    assert 27 == len(weeks)
