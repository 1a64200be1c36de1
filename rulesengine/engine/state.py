"""What the kernel keeps while it walks, and what it gives: arrays made before, sized for a chunk.

Nothing here is cleared from one account to the next: a counter's stamp says whose it is.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rulesengine.engine import layout
from rulesengine.engine.days import Whole
from rulesengine.engine.tables import Laid


class State(NamedTuple):
    """Of one thread; `book` are the figures of the account that it is at."""

    book: Whole
    slots: Whole  # counters of an account: stamp, used
    keys: Whole  # counters of people and events: account, counter and period, whose, used
    amounts: Whole  # lines of standing that a clear may strike: day, category, points, base
    due: Whole  # bases of the account: day, row
    kept: Whole  # redeemable at the ends of periods, less all that has expired
    cuts: Whole  # what took of the record at hand, in order: label, points
    answers: NDArray[np.int8]


class Results(NamedTuple):
    """What became of a chunk's records and accounts. A table that nobody wants has no rows.

    `written`: how many lines and acts there are; more than the tables' rows are counted, not kept.
    """

    raw: NDArray[np.int32]
    credited: NDArray[np.int32]
    outcome: NDArray[np.uint8]  # with COUNTED where the record is counted
    figures: Whole  # by account
    totals: NDArray[np.int64]  # by account, settlement period and kind of line
    lines: Whole
    acts: Whole
    written: Whole


def state_for(laid: Laid, most_records: int) -> State:
    """Room for any account of at most so many records."""
    tables = laid.tables
    per_record = 1 + int(_most_bonuses(laid))
    amounts = most_records * per_record + laid.most_bases
    clears = bool(tables.settings[layout.CLEARS])
    keyed = laid.keyed * most_records if laid.keyed else 0
    return State(
        np.zeros(layout.BOOK_COLUMNS, np.int64),
        np.full((max(1, laid.slots), 2), -1, np.int64),
        np.full((_power_of_two(2 * keyed + 2), 4), -1, np.int64),
        np.zeros((amounts if clears else 0, 4), np.int64),
        np.zeros((laid.most_bases, 2), np.int64),
        np.zeros(len(tables.ends), np.int64),
        np.zeros((_most_cuts(laid), 2), np.int64),
        np.zeros(laid.depth, np.int8),
    )


def _most_bonuses(laid: Laid) -> int:
    sheets = laid.tables.sheets
    counts = sheets[:, layout.BONUSES_END] - sheets[:, layout.BONUSES]
    return int(counts.max(initial=0))


def _most_cuts(laid: Laid) -> int:
    """The highest, the limits on times, what a record may give at most, limits, floors."""
    sheets = laid.tables.sheets
    limits = sheets[:, layout.LIMITS_END] - sheets[:, layout.LIMITS]
    floors = sheets[:, layout.FLOORS_END] - sheets[:, layout.FLOORS]
    return 3 + int((limits + floors).max(initial=0))


def _power_of_two(least: int) -> int:
    return 1 << max(2, (least - 1).bit_length())
