"""A timeline as tables of whole numbers: every form that the kernel runs, every version together.

Counters keep their places from version to version by what names them, as meaning.md, Versions,
says. What the kernel cannot run is a reason, and then the reference scores.
"""

from datetime import date
from typing import NamedTuple

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.core.calendar import period_index
from rulesengine.core.text import Text, text
from rulesengine.engine import layout
from rulesengine.engine.coding import Coding
from rulesengine.engine.conditions import Steps, depth
from rulesengine.engine.days import (
    MOST_DAYS,
    PERIODS,
    Ends,
    Whole,
    calendar_table,
    ends_of,
    next_turns,
    whole_table,
)
from rulesengine.engine.known_forms import unknown_form
from rulesengine.engine.plan import plan_of
from rulesengine.engine.sheet_rows import STANDING, SheetRows
from rulesengine.language import checked

MOST_LITERAL = 1 << 62  # a number in a condition beyond this is left to the reference


class Tables(NamedTuple):
    """What the kernel reads of a timeline; see `layout` for what the columns are."""

    calendar: NDArray[np.int32]
    turns: NDArray[np.int32]
    sheet_of: NDArray[np.int32]  # by version and item code; -1 for what the version does not know
    sheets: Whole
    limits: Whole
    rows: Whole
    factors: Whole
    requires: Whole
    floors: Whole
    sums: Whole
    bonuses: Whole
    steps: Whole
    versions: Whole
    bases: Whole
    ends: Whole
    agenda: Whole
    category_sums: Whole  # by category: where its sums stand in `sums`; the standing is the first
    standing_slots: Whole  # by kind of period: where the standing is summed, or -1
    evaluate_slots: Whole  # slot and kind of period of every figure that suspension looks at
    settings: Whole


@attrs.frozen
class Laid:
    """A timeline laid out for the kernel, for one run.

    `names` and `labels` are what lines call items and limits. `slots`: how many counters an
    account has. `keyed`: of how many people's and events' counters one record can need a new one.
    `most_bases`: more bases are never due to one account. `depth`: of the
    conditions' stack.
    """

    timeline: checked.Timeline
    coding: Coding
    tables: Tables
    names: tuple[str, ...]
    labels: tuple[str, ...]
    slots: int
    keyed: int
    most_bases: int
    depth: int
    until: date


def lay(
    timeline: checked.Timeline, coding: Coding, until: date, last_record: date | None = None
) -> Laid | Text:
    """The tables of a timeline for a run up to `until`, or why the reference has to score it.

    `last_record`: the day of the last record, which may lie behind `until`.
    """
    last = max(until, last_record or until, timeline.first_day)
    if (last - timeline.first_day).days > MOST_DAYS:
        return text("the run is longer than {most} days", most=MOST_DAYS)
    strange = unknown_form(timeline)
    if strange is not None:
        return strange
    steps = Steps(coding)
    rows = SheetRows(plan_of(timeline), coding, steps)
    rows.category(STANDING)  # the first
    sheet_of = _write_sheets(rows, timeline)
    versions = [_version(rows, version) for version in timeline.versions]
    if any(abs(number) > MOST_LITERAL for row in steps.rows for number in row):
        return text("a number in a condition is too large")
    calendar = calendar_table(timeline, last)
    kinds = sorted({base[layout.BASE_PERIOD] for base in rows.bases})
    ends = ends_of(timeline, until)
    tables = _tables(rows, calendar, next_turns(calendar, kinds), ends, sheet_of, versions)
    tables.settings[:] = _settings(rows, timeline, ends, until)
    return Laid(
        timeline,
        coding,
        tables,
        tuple(rows.names),
        tuple(rows.labels),
        len(rows.slots),
        _most_keyed(rows),
        _most_bases(rows, timeline.first_day, until),
        depth(steps.rows),
        until,
    )


def _write_sheets(rows: SheetRows, timeline: checked.Timeline) -> NDArray[np.int32]:
    """Every sheet, and which one a record's item has under each version."""
    codes = rows.coding.items
    sheet_of = np.full((len(timeline.versions), len(codes) + 1), -1, np.int32)
    for number, version in enumerate(timeline.versions):
        policy = version.policy
        for act in policy.acts:
            sheet = rows.add_act(policy, act)
            for name in (act.name, act.other_name):
                if name:
                    sheet_of[number, codes[name]] = sheet
        for category in policy.categories:
            for item in category.items:
                sheet = rows.add_item(policy, item)
                for name in (item.name, item.other_name):
                    if name:
                        sheet_of[number, codes[name]] = sheet
    return sheet_of


def _version(rows: SheetRows, version: checked.Version) -> list[int]:
    policy, suspension = version.policy, version.policy.suspension
    row = [0] * layout.VERSION_COLUMNS
    row[layout.SUSPENDS] = suspension is not None
    if suspension is not None:
        row[layout.SUSPEND_BELOW], row[layout.RESUME] = suspension.below, suspension.resume
    row[layout.EVALUATE_SLOT] = rows.slot("evaluate", policy.evaluate)
    row[layout.EVALUATES] = PERIODS[policy.evaluate]
    row[layout.BASES : layout.BASES_END + 1] = rows.add_bases(policy.bases)
    row[layout.VERSION_ELIGIBLE : layout.VERSION_ELIGIBLE_END + 1] = rows.steps.add(policy.eligible)
    return row


def _tables(
    rows: SheetRows,
    calendar: NDArray[np.int32],
    turns: NDArray[np.int32],
    ends: Ends,
    sheet_of: NDArray[np.int32],
    versions: list[list[int]],
) -> Tables:
    standing = [rows.slots.get(("sum", STANDING, period), -1) for period in PERIODS]
    evaluates = [(rows.slot("evaluate", one), PERIODS[one]) for one in rows.plan.evaluates]
    return Tables(
        calendar,
        turns,
        sheet_of,
        whole_table(rows.sheets, layout.SHEET_COLUMNS),
        whole_table(rows.limits, layout.LIMIT_COLUMNS),
        whole_table(rows.rows, 2),
        whole_table(rows.factors, 3),
        whole_table(rows.requires, 3),
        whole_table(rows.floors, 4),
        whole_table(rows.sums, 2),
        whole_table(rows.bonuses, layout.BONUS_COLUMNS),
        whole_table(rows.steps.rows, 6),
        whole_table(versions, layout.VERSION_COLUMNS),
        whole_table(rows.bases, 4),
        ends.ends,
        ends.agenda,
        whole_table(rows.category_sums, 2),
        np.array(standing, np.int64),
        whole_table(evaluates, 2),
        np.zeros(layout.SETTINGS, np.int64),
    )


def _settings(rows: SheetRows, timeline: checked.Timeline, ends: Ends, until: date) -> list[int]:
    version = timeline.version_on(until) or timeline.versions[0]
    settle, evaluate = version.policy.settle, version.policy.evaluate
    settings = [0] * layout.SETTINGS
    settings[layout.FIRST_OF_ALL] = timeline.first_day.toordinal()
    settings[layout.UNTIL] = until.toordinal()
    settings[layout.CLEARS] = rows.plan.clears
    settings[layout.WATCHED] = bool(rows.plan.evaluates)
    settings[layout.STANDING_KIND] = PERIODS[evaluate]
    settings[layout.STANDING_INDEX] = period_index(evaluate, until)
    settings[layout.SETTLE] = PERIODS[settle]
    settings[layout.SETTLE_FROM] = period_index(settle, timeline.first_day)
    settings[layout.HAS_BASES] = bool(rows.bases)
    settings[layout.ACCOUNT_IS_PERSON] = rows.plan.account_is_person
    return settings


def _most_keyed(rows: SheetRows) -> int:
    """How many counters of people and events one record can make: of limits, and of its event."""
    per_person = {row[layout.COUNTER] for row in rows.limits if row[layout.PER_PERSON]}
    return len(per_person) + 1


def _most_bases(rows: SheetRows, first: date, until: date) -> int:
    """Every base once in every period of the run."""
    kinds = {number: period for period, number in PERIODS.items()}
    due = {(base[layout.BASE_SLOT], base[layout.BASE_PERIOD]) for base in rows.bases}
    return sum(
        period_index(kinds[kind], max(first, until)) - period_index(kinds[kind], first) + 1
        for _, kind in due
    )
