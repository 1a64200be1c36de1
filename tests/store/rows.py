"""Rows and runs for the tests of the store."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from rulesengine.core.diagnostic import Cell
from rulesengine.core.quantity import Hundredths
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import RecordId
from rulesengine.store.adoption import AdoptedPolicy
from rulesengine.store.imports import ImportRun

MOMENT = datetime(2025, 7, 1, 8, 30, tzinfo=UTC)


def run(file: str = "记录.csv", by: str = "") -> ImportRun:
    """A run of import of a file."""
    return ImportRun(file, "ab" * 32, MOMENT, by)


def record(
    row: int,
    id: RecordId | None = None,
    item: str = "义务劳动",
    quantity: Hundredths | None = 150,
    facts: Mapping[str, str] | None = None,
    file: str = "记录.csv",
) -> RawRecord:
    """A record as a file's row gives it."""
    return RawRecord(
        id,
        date(2025, 3, 4),
        item,
        "张三",
        village="洪河村",
        quantity=quantity,
        facts=facts or {},
        origin=Cell(file, row),
    )


def household(
    row: int,
    name: str,
    village: str = "洪河村",
    joined: date | None = None,
    since: date | None = None,
    facts: Mapping[str, str] | None = None,
) -> RawHousehold:
    """A household as a file's row gives it."""
    return RawHousehold(
        name, village, joined, None, since, facts=facts or {}, origin=Cell("户.csv", row)
    )


def person(
    row: int,
    name: str,
    household: str,
    village: str = "洪河村",
    since: date | None = None,
    facts: Mapping[str, str] | None = None,
) -> RawPerson:
    """A person as a file's row gives it."""
    return RawPerson(
        name, household, village, None, None, since, facts=facts or {}, origin=Cell("人.csv", row)
    )


def policy(
    text: str = "policy 甲", village: str = "", first_day: date = date(2025, 1, 1), sha: str = "a"
) -> AdoptedPolicy:
    """A policy about to be adopted; equal `sha` stands for equal text."""
    return AdoptedPolicy(village, first_day, "甲", text, sha * 64, "甲.policy", "zh", MOMENT)
