"""The memory of one thread: counters and what it finds out of the account that it is at.

Sized for any account of a run before it begins; the kernel never asks for more.
"""

import numpy as np

from rulesengine.engine import layout
from rulesengine.engine.columns import Columns
from rulesengine.engine.days import Whole
from rulesengine.engine.tables import Laid


def state_for(laid: Laid, most_records: int, columns: Columns) -> Whole:
    """The block `state` of `layout`, for accounts of at most so many records of the columns."""
    room = laid.room
    most_lines = most_records * (1 + room.bonuses) + room.bases
    amounts = most_lines if laid.table[layout.CLEARS] else 0
    lots = most_lines if laid.table[layout.MATCHES] else 0
    keys = _power_of_two(2 * room.keyed * most_records + 2)
    begins = layout.HEAD + room.slots * layout.SLOT_COLUMNS
    places: dict[int, int] = {}
    for place, length in (
        (layout.CUTS, room.cuts * layout.CUT_COLUMNS),
        (layout.ANSWERS, room.depth),
        (layout.DUE, room.bases * layout.DUE_COLUMNS),
        (layout.KEPT, room.ends * layout.KEPT_COLUMNS),
        (layout.AMOUNTS, amounts * layout.AMOUNT_COLUMNS),
        (layout.LOTS, lots * layout.LOT_COLUMNS),
        (layout.WINDOWS, room.windows * most_records * layout.WINDOW_COLUMNS),
        (layout.KEYS, keys * layout.KEY_COLUMNS),
    ):
        places[place] = begins
        begins += length
    state = np.full(begins, -1, np.int64)
    state[: layout.HEAD] = 0
    for place, value in places.items():
        state[place] = value
    state[layout.KEYS_MASK] = keys - 1
    state[layout.WINDOW_ROOM] = most_records * layout.WINDOW_COLUMNS
    state[layout.RECORDS] = len(columns)
    state[layout.JUDGINGS] = columns.judgings
    return state


def forget(state: Whole) -> None:
    """Make counters nobody's, before accounts are scored once more."""
    state[layout.HEAD : state[layout.CUTS]] = -1
    state[state[layout.KEYS] :] = -1


def _power_of_two(least: int) -> int:
    return 1 << max(2, (least - 1).bit_length())
