"""A timeline's rows as one block of memory, in which a place that points to a row holds its place.

The rows come with numbers (the third limit, the fifth step); here each becomes where it begins.
"""

from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.engine import layout
from rulesengine.engine.days import PERIODS, Ends, Whole
from rulesengine.engine.sheet_rows import STANDING, SheetRows


@attrs.define
class Block:
    """A block while it is made: named places, then rows of one kind after the other."""

    parts: list[Whole] = attrs.field(factory=list)
    length: int = layout.HEAD

    def add(self, rows: Whole) -> "Place":
        """Put rows behind all that is there."""
        place = Place(self.length, rows.shape[1] if rows.ndim == 2 else 1)
        self.parts.append(rows.reshape(-1))
        self.length += rows.size
        return place

    def made(self, named: Mapping[int, int]) -> Whole:
        """The whole block, with what stands in its named places."""
        head = np.zeros(layout.HEAD, np.int64)
        for place, value in named.items():
            head[place] = value
        return np.concatenate([head, *self.parts])


@attrs.frozen
class Place:
    """Where rows of one kind begin, and how long each is."""

    begins: int
    columns: int

    def point(self, rows: Whole, *columns: int) -> None:
        """Turn numbers of rows that stand in some columns into where those rows begin."""
        for column in columns:
            rows[:, column] = self.begins + rows[:, column] * self.columns


def whole_rows(rows: Sequence[Sequence[int]], columns: int) -> Whole:
    """Rows of whole numbers; there may be none."""
    return np.array(rows, np.int64).reshape(-1, columns)


def table_of(
    rows: SheetRows,
    sheet_of: NDArray[np.int64],
    versions: Sequence[Sequence[int]],
    ends: Ends,
    settings: Mapping[int, int],
) -> Whole:
    """The block `table` of `layout`."""
    block = Block()
    steps = block.add(whole_rows(rows.steps.rows, layout.STEP_COLUMNS))
    limits = block.add(whole_rows(rows.limits, layout.LIMIT_COLUMNS))
    values = block.add(whole_rows(rows.rows, layout.ROW_COLUMNS))
    sums = block.add(whole_rows(rows.sums, layout.SUM_COLUMNS))
    floors = block.add(whole_rows(rows.floors, layout.FLOOR_COLUMNS))
    bases = block.add(whole_rows(rows.bases, layout.BASE_COLUMNS))
    evaluates = [(rows.slot("evaluate", one), PERIODS[one]) for one in rows.plan.evaluates]
    evaluated = block.add(whole_rows(evaluates, layout.SUM_COLUMNS))

    written = whole_rows(rows.category_sums, 2)
    sums.point(written, 0, 1)
    category_sums = block.add(written)
    factors = block.add(_with_conditions(rows.factors, layout.FACTOR_COLUMNS, steps))
    requires = block.add(_with_conditions(rows.requires, layout.REQUIRE_COLUMNS, steps))
    written = whole_rows(rows.bonuses, layout.BONUS_COLUMNS)
    limits.point(written, layout.BONUS_LIMITS, layout.BONUS_LIMITS_END)
    sums.point(written, layout.BONUS_SUMS, layout.BONUS_SUMS_END)
    category_sums.point(written, layout.BONUS_CATEGORY)
    bonuses = block.add(written)

    written = whole_rows(rows.sheets, layout.SHEET_COLUMNS)
    steps.point(written, layout.ELIGIBLE, layout.ELIGIBLE_END, layout.WHEN, layout.WHEN_END)
    values.point(written, layout.ROWS, layout.ROWS_END)
    factors.point(written, layout.FACTORS, layout.FACTORS_END)
    requires.point(written, layout.REQUIRES, layout.REQUIRES_END)
    limits.point(written, layout.TIMES, layout.TIMES_END, layout.LIMITS, layout.LIMITS_END)
    floors.point(written, layout.FLOORS, layout.FLOORS_END)
    bonuses.point(written, layout.BONUSES, layout.BONUSES_END)
    sums.point(written, layout.SUMS, layout.SUMS_END)
    category_sums.point(written, layout.CATEGORY)
    sheets = block.add(written)

    written = whole_rows(versions, layout.VERSION_COLUMNS)
    bases.point(written, layout.BASES, layout.BASES_END)
    steps.point(written, layout.VERSION_ELIGIBLE, layout.VERSION_ELIGIBLE_END)
    of_versions = block.add(written)
    in_sheets = np.where(sheet_of < 0, -1, sheets.begins + sheet_of * sheets.columns)
    of_ends, of_agenda = block.add(ends.ends), block.add(ends.agenda)
    slots = {
        layout.STANDING_SLOTS + kind: rows.slots.get(("sum", STANDING, period), -1)
        for period, kind in PERIODS.items()
    }
    named = {
        layout.SHEET_OF: block.add(in_sheets.reshape(-1)).begins,
        layout.CODES: sheet_of.shape[1],
        layout.SHEETS: sheets.begins,
        layout.VERSIONS: of_versions.begins,
        layout.ENDS: of_ends.begins,
        layout.AGENDA: of_agenda.begins,
        layout.AGENDA_STEPS: len(ends.agenda),
        layout.OF_STANDING: category_sums.begins,
        layout.EVALUATED: evaluated.begins,
        layout.EVALUATED_END: evaluated.begins + len(evaluates) * evaluated.columns,
    }
    return block.made({**settings, **slots, **named})


def _with_conditions(rows: Sequence[Sequence[int]], columns: int, steps: Place) -> Whole:
    """Rows whose first two columns are a condition's steps."""
    written = whole_rows(rows, columns)
    steps.point(written, 0, 1)
    return written
