"""A timeline's rows as one block of memory, in which a place that points to a row holds its place.

The rows come with numbers (the third limit, the fifth step); here each becomes where it begins.
"""

from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.engine import layout
from rulesengine.engine.days import Whole


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


# Each kind of row: how long one is, and which of its columns point to rows of a kind before it.
_KINDS: Mapping[str, tuple[int, Mapping[str, tuple[int, ...]]]] = {
    "steps": (layout.STEP_COLUMNS, {}),
    "limits": (layout.LIMIT_COLUMNS, {"steps": (layout.LIMIT_WHEN, layout.LIMIT_WHEN_END)}),
    "values": (layout.ROW_COLUMNS, {}),
    "sums": (layout.SUM_COLUMNS, {}),
    "floors": (layout.FLOOR_COLUMNS, {}),
    "window_days": (1, {}),
    "evaluated": (layout.SUM_COLUMNS, {}),
    "ends": (layout.END_COLUMNS, {}),
    "agenda": (layout.AGENDA_COLUMNS, {}),
    "category_sums": (2, {"sums": (0, 1)}),
    "bases": (layout.BASE_COLUMNS, {"category_sums": (layout.BASE_CATEGORY,)}),
    "matches": (layout.MATCH_COLUMNS, {"steps": (layout.MATCH_WHEN, layout.MATCH_WHEN_END)}),
    "gifts": (layout.GIFT_COLUMNS, {"matches": (layout.GIFT_MATCHES, layout.GIFT_MATCHES_END)}),
    "factors": (layout.FACTOR_COLUMNS, {"steps": (layout.FACTOR_WHEN, layout.FACTOR_WHEN_END)}),
    "requires": (
        layout.REQUIRE_COLUMNS,
        {"steps": (layout.REQUIRE_WHEN, layout.REQUIRE_WHEN_END)},
    ),
    "bonuses": (
        layout.BONUS_COLUMNS,
        {
            "limits": (layout.BONUS_LIMITS, layout.BONUS_LIMITS_END),
            "floors": (layout.BONUS_FLOORS, layout.BONUS_FLOORS_END),
            "window_days": (layout.BONUS_WINDOW_FROM,),
            "sums": (layout.BONUS_SUMS, layout.BONUS_SUMS_END),
            "category_sums": (layout.BONUS_CATEGORY,),
        },
    ),
    "sheets": (
        layout.SHEET_COLUMNS,
        {
            "steps": (layout.ELIGIBLE, layout.ELIGIBLE_END, layout.WHEN, layout.WHEN_END),
            "values": (layout.ROWS, layout.ROWS_END),
            "factors": (layout.FACTORS, layout.FACTORS_END),
            "requires": (layout.REQUIRES, layout.REQUIRES_END),
            "limits": (layout.TIMES, layout.TIMES_END, layout.LIMITS, layout.LIMITS_END),
            "floors": (layout.FLOORS, layout.FLOORS_END),
            "bonuses": (layout.BONUSES, layout.BONUSES_END),
            "sums": (layout.SUMS, layout.SUMS_END),
            "category_sums": (layout.CATEGORY,),
        },
    ),
    "versions": (
        layout.VERSION_COLUMNS,
        {
            "bases": (layout.BASES, layout.BASES_END),
            "steps": (layout.VERSION_ELIGIBLE, layout.VERSION_ELIGIBLE_END),
        },
    ),
}


def table_of(
    rows: Mapping[str, Sequence[Sequence[int]]],
    sheet_of: NDArray[np.int64],
    settings: Mapping[int, int],
) -> Whole:
    """The block `table` of `layout`, from the rows of each kind."""
    block, places = Block(), dict[str, Place]()
    for kind, (columns, pointing) in _KINDS.items():
        written = whole_rows(rows[kind], columns)
        for other, places_in_row in pointing.items():
            places[other].point(written, *places_in_row)
        places[kind] = block.add(written)
    sheets, evaluated, gifts = places["sheets"], places["evaluated"], places["gifts"]
    in_sheets = np.where(sheet_of < 0, -1, sheets.begins + sheet_of * sheets.columns)
    named = {
        layout.SHEET_OF: block.add(in_sheets.reshape(-1)).begins,
        layout.CODES: sheet_of.shape[1],
        layout.SHEETS: sheets.begins,
        layout.VERSIONS: places["versions"].begins,
        layout.ENDS: places["ends"].begins,
        layout.AGENDA: places["agenda"].begins,
        layout.AGENDA_STEPS: len(rows["agenda"]),
        layout.GIFTS: gifts.begins,
        layout.GIFTS_END: gifts.begins + len(rows["gifts"]) * gifts.columns,
        layout.EVALUATED: evaluated.begins,
        layout.EVALUATED_END: evaluated.begins + len(rows["evaluated"]) * evaluated.columns,
    }
    return block.made({**settings, **named})


def short_of(
    plain: Mapping[int, Sequence[int]],
    sheet_of: NDArray[np.int64],
    calendar: NDArray[np.int32],
    standing_from: int,
) -> NDArray[np.int32]:
    """The block `short` of `layout`. `standing_from`: where the last evaluation period begins."""
    days = calendar[1:]
    parts = [np.zeros(layout.SHORT_HEAD, np.int32)]
    columns: dict[int, int] = {}
    for kind in (layout.IN_FORCE, *range(layout.EVER + 1)):
        columns[kind] = layout.SHORT_HEAD + len(days) * len(columns)
        parts.append(days[:, kind].copy())
    begins = layout.SHORT_HEAD + len(days) * len(columns)
    codes, rows, places = sheet_of.shape[1], list[int](), dict[int, int]()
    for number, row in plain.items():
        places[number] = begins + sheet_of.size + len(rows)
        rows += _placed(row, places[number], columns)
    found = [places.get(sheet, -1) for sheet in sheet_of.reshape(-1).tolist()]
    in_force = parts[1]  # from the number of a version to where its codes begin
    in_force[:] = np.where(in_force < 0, -1, begins + in_force * codes)
    head = parts[0]
    head[layout.SHORT_VERSION] = columns[layout.IN_FORCE]
    head[layout.SHORT_STANDING_FROM] = standing_from
    return np.concatenate([*parts, np.array(found + rows, np.int32)])


def _placed(row: Sequence[int], begins: int, columns: Mapping[int, int]) -> list[int]:
    """A plain item's row with places in the block for ends and columns of the calendar."""
    placed = list(row)
    for end in (layout.SHORT_TIMES_END, layout.SHORT_END):
        placed[end] += begins
    for limit in range(layout.SHORT_LIMITS, len(row), layout.SHORT_COLUMNS):
        placed[limit + layout.SHORT_PERIOD] = columns[row[limit + layout.SHORT_PERIOD]]
    return placed
