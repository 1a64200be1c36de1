"""A timeline as tables of whole numbers: every form that the kernel runs, every version together.

Counters keep their places from version to version by what names them, as meaning.md, Versions,
says. What the kernel cannot run is a reason, and then the reference scores.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.core.calendar import Period, first_day, period_index
from rulesengine.core.text import Text, text
from rulesengine.engine import layout
from rulesengine.engine.coding import Coding
from rulesengine.engine.conditions import Steps, depth
from rulesengine.engine.days import (
    MOST_DAYS,
    PERIODS,
    Days,
    Ends,
    Whole,
    calendar_table,
    ends_of,
    mark_turns,
    window_days,
)
from rulesengine.engine.known_forms import unknown_form
from rulesengine.engine.memory import short_of, table_of
from rulesengine.engine.plan import plan_of
from rulesengine.engine.sheet_rows import STANDING, SheetRows
from rulesengine.language import checked

MOST_LITERAL = 1 << 62  # a number in a condition beyond this is left to the reference


@attrs.frozen
class Room:
    """How much room the state of an account needs.

    `slots`: its counters. `keyed`: counters of people and events that one record can make. `bases`:
    more are never due to one account. `depth`: of the conditions' stack. `cuts` and `bonuses`: of
    one record. `ends`: of periods after which points expire. `windows`: of months.
    """

    slots: int
    keyed: int
    bases: int
    depth: int
    cuts: int
    bonuses: int
    ends: int
    windows: int


@attrs.frozen
class Laid:
    """A timeline laid out for the kernel, for one run.

    `names` and `labels` are what lines call items and limits. `room`: how much an account needs.
    """

    timeline: checked.Timeline
    coding: Coding
    table: Whole
    short: Days
    calendar: Days
    names: tuple[str, ...]
    labels: tuple[str, ...]
    room: Room
    until: date

    @property
    def settle(self) -> Period:
        """The kind of settlement period: of the version in use on the last day."""
        version = self.timeline.version_on(self.until) or self.timeline.versions[0]
        return version.policy.settle


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
    rows = SheetRows(plan_of(timeline), coding, steps, (last - timeline.first_day).days + 1)
    rows.category(STANDING)  # a clear looks at it, even where nothing is summed
    sheet_of = _write_sheets(rows, timeline)
    rows.add_gifts((timeline.version_on(until) or timeline.versions[0]).policy)
    versions = [_version(rows, version) for version in timeline.versions]
    if any(abs(number) > MOST_LITERAL for row in steps.rows for number in row):
        return text("a number in a condition is too large")
    calendar = calendar_table(timeline, last)
    mark_turns(calendar, sorted({base[layout.BASE_PERIOD] for base in rows.bases}))
    ends, settings = ends_of(timeline, until), _settings(rows, timeline, until)
    return Laid(
        timeline,
        coding,
        table_of(_by_kind(rows, timeline, versions, ends), sheet_of, settings),
        short_of(
            rows.plain,
            sheet_of,
            calendar,
            _standing_from(timeline, until),
        ),
        calendar.reshape(-1),
        tuple(rows.names),
        tuple(rows.labels),
        _room(rows, timeline, until, ends),
        until,
    )


def _write_sheets(rows: SheetRows, timeline: checked.Timeline) -> NDArray[np.int64]:
    """Every sheet, and which one a record's item has under each version."""
    codes = rows.coding.items
    sheet_of = np.full((len(timeline.versions), len(codes) + 1), -1, np.int64)
    for number, version in enumerate(timeline.versions):
        policy = version.policy
        for act in (one for one in policy.acts if one.counted is None):
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


def _room(rows: SheetRows, timeline: checked.Timeline, until: date, ends: Ends) -> Room:
    return Room(
        slots=len(rows.slots),
        keyed=_most_keyed(rows),
        bases=_most_bases(rows, timeline.first_day, until),
        depth=depth(rows.steps.rows),
        cuts=_most_cuts(rows),
        bonuses=max(
            (row[layout.BONUSES_END] - row[layout.BONUSES] for row in rows.sheets), default=0
        ),
        ends=len(ends.ends),
        windows=len(rows.windows),
    )


def _by_kind(
    rows: SheetRows, timeline: checked.Timeline, versions: Sequence[Sequence[int]], ends: Ends
) -> Mapping[str, Sequence[Sequence[int]]]:
    """The rows of every kind that the block has."""
    first = timeline.first_day.toordinal()
    windows = [window_days(first, rows.days, months) for months in rows.months]
    evaluated = [(rows.slot("evaluate", one), PERIODS[one]) for one in rows.plan.evaluates]
    return {
        "steps": rows.steps.rows,
        "limits": rows.limits,
        "values": rows.rows,
        "sums": rows.sums,
        "floors": rows.floors,
        "window_days": [[day] for days in windows for day in days],
        "bases": rows.bases,
        "evaluated": evaluated,
        "ends": ends.ends,
        "agenda": ends.agenda,
        "category_sums": rows.category_sums,
        "matches": rows.matches,
        "gifts": rows.gifts,
        "factors": rows.factors,
        "requires": rows.requires,
        "bonuses": rows.bonuses,
        "sheets": rows.sheets,
        "versions": versions,
    }


def _settings(rows: SheetRows, timeline: checked.Timeline, until: date) -> dict[int, int]:
    """What holds for the whole run, by its place."""
    policy = (timeline.version_on(until) or timeline.versions[0]).policy
    days = max(0, (until - timeline.first_day).days + 1)
    return {
        layout.FIRST_OF_ALL: timeline.first_day.toordinal(),
        layout.UNTIL: until.toordinal(),
        layout.LAST_ROW: days * layout.CALENDAR_COLUMNS,
        layout.CLEARS: int(rows.plan.clears),
        layout.MATCHES: int(rows.plan.matches),
        layout.SUSPENDS_EVER: int(bool(rows.plan.evaluates)),
        layout.STANDING_KIND: PERIODS[policy.evaluate],
        layout.STANDING_INDEX: period_index(policy.evaluate, until),
        layout.HAS_BASES: int(bool(rows.bases)),
        layout.ACCOUNT_IS_PERSON: int(rows.plan.account_is_person),
        **{
            layout.STANDING_SLOTS + kind: rows.slots.get(("sum", STANDING, period), -1)
            for period, kind in PERIODS.items()
        },
    }


def _standing_from(timeline: checked.Timeline, until: date) -> int:
    """The day on which the last day's evaluation period begins."""
    evaluate = (timeline.version_on(until) or timeline.versions[0]).policy.evaluate
    return first_day(evaluate, period_index(evaluate, until)).toordinal()


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


def _most_cuts(rows: SheetRows) -> int:
    """The highest, the limits on times, what a record may give at most, limits, floors.

    Or what takes of a bonus.
    """
    of_items = (
        (row[layout.LIMITS_END] - row[layout.LIMITS])
        + (row[layout.FLOORS_END] - row[layout.FLOORS])
        for row in rows.sheets
    )
    of_bonuses = (
        (row[layout.BONUS_LIMITS_END] - row[layout.BONUS_LIMITS])
        + (row[layout.BONUS_FLOORS_END] - row[layout.BONUS_FLOORS])
        for row in rows.bonuses
    )
    return 3 + max([*of_items, *of_bonuses], default=0)
