"""What the engine's benchmark runs on: a policy of sixty items, and millions of its records.

Records are columns from the start: what is measured is scoring, not reading files.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rulesengine.core.source import Source
from rulesengine.engine import layout
from rulesengine.engine.cluster import Clustered
from rulesengine.engine.coding import Coding, coding_of
from rulesengine.engine.columns import Columns, Records
from rulesengine.engine.memory import Block
from rulesengine.engine.tables import Laid, lay
from rulesengine.language import checked
from rulesengine.language.load import load

CATEGORIES, ITEMS_EACH, RECORDS_EACH = 6, 10, 50
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
POLICY_CAP, CATEGORY_CAP = 300, 60  # points per quarter, per month
_DIGITS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Item:
    """A fixed award and its own limit, in hundredths; the limit is per day or per month."""

    name: str
    category: int
    points: int
    cap: int
    per_day: bool


@dataclass(frozen=True)
class Material:
    """Records in the order of their rows: account, day and item by number."""

    items: tuple[Item, ...]
    accounts: int
    account: NDArray[np.int32]
    day: NDArray[np.int32]
    item: NDArray[np.uint16]


def items() -> tuple[Item, ...]:
    """The items, of which two in four have a limit per day."""
    caps = ((4, True), (20, False), (30, False), (6, True))
    return tuple(
        Item(
            f"事项{_DIGITS[category]}{_DIGITS[number]}",
            category,
            (1 + (number * 7 + category) % 5) * 100,
            caps[(category * ITEMS_EACH + number) % 4][0] * 100,
            caps[(category * ITEMS_EACH + number) % 4][1],
        )
        for category in range(CATEGORIES)
        for number in range(ITEMS_EACH)
    )


def policy_text(some: tuple[Item, ...]) -> str:
    """The policy as a village would write it."""
    lines = ['办法 "六十个事项"', "施行 2025-01-01", f"上限 {POLICY_CAP}分 每户每季度"]
    for place, item in enumerate(some):
        if place % ITEMS_EACH == 0:
            lines += [f"类别 类别{_DIGITS[item.category]}", f"  上限 {CATEGORY_CAP}分 每户每月"]
        each = "每户每天" if item.per_day else "每户每月"
        lines.append(
            f"  加分 {item.name} {item.points // 100}分/次, 上限 {item.cap // 100}分 {each}"
        )
    return "\n".join(lines) + "\n"


def policy(some: tuple[Item, ...]) -> checked.Policy:
    """The checked policy."""
    outcome = load(Source("sixty.policy", policy_text(some)))
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def material(records: int, seed: int) -> Material:
    """So many records of a year over a fiftieth as many households, in any order."""
    random = np.random.default_rng(seed)
    accounts = max(1, records // RECORDS_EACH)
    first = FIRST.toordinal()
    days = (LAST - FIRST).days + 1
    return Material(
        items(),
        accounts,
        random.integers(0, accounts, records, dtype=np.int32),
        random.integers(first, first + days, records, dtype=np.int32),
        random.integers(0, CATEGORIES * ITEMS_EACH, records, dtype=np.uint16),
    )


def laid_out(some: tuple[Item, ...]) -> Laid:
    """The policy laid out; item n has the code that its records carry."""
    timeline = checked.alone(policy(some))
    known = coding_of([timeline])
    coding = Coding({item.name: number for number, item in enumerate(some)}, known.facts, {})
    laid = lay(timeline, coding, LAST)
    assert isinstance(laid, Laid), str(laid)
    return laid


def columns_of(clustered: Clustered, everybody: NDArray[np.int64], coding: Coding) -> Columns:
    """Columns of records that carry nothing but item and day, of households always there."""
    nothing, nobody = np.full(1, layout.MISSING_AMOUNT, np.int32), np.full(1, -1, np.int32)
    none = np.zeros(1, np.int32)
    records = Records(
        starts=clustered.starts,
        item=clustered.item,
        day=clustered.day,
        approved=np.ones(1, np.bool_),
        quantity=nothing,
        judged=nothing,
        event=none,
        person=none,
        household_member=nobody,
        person_member=nobody,
        facts=np.zeros(0, np.int64),
        masks=np.zeros(7, np.int64),
    )
    return Columns(coding, (), records, everybody, LAST)


def everybody(accounts: int) -> NDArray[np.int64]:
    """A register in which every account has one stay that never ends."""
    block = Block()
    stays = block.add(np.tile(np.array([[0, layout.LAST_OF_DAYS, -1]], np.int64), (accounts, 1)))
    starts = np.arange(accounts + 1, dtype=np.int64).reshape(-1, 1)
    stays.point(starts, 0)
    members = np.full((accounts, 1), -1, np.int64)
    return block.made(
        {
            layout.STAYS: block.add(starts).begins,
            layout.MEMBERS: block.add(members).begins,
            layout.PEOPLE_FACTS: 1,
        }
    )
