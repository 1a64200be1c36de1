"""Running the kernel: threads over chunks of accounts, in bounded memory.

The one part of the engine with something alive: threads, which end with the call. What one chunk
gives hangs on no other, so neither threads nor chunks can be seen in the results.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.core.calendar import period_index
from rulesengine.engine import layout
from rulesengine.engine.columns import Columns
from rulesengine.engine.days import PERIODS, Whole
from rulesengine.engine.kernel import find_reasons, fold
from rulesengine.engine.state import forget, state_for
from rulesengine.engine.tables import Laid

RECORDS_A_CHUNK = 1 << 16


@attrs.frozen
class Wanted:
    """What a run is to give besides each record's raw and credited points and outcome.

    `totals`: points by account, settlement period and kind of line.
    """

    lines: bool = True
    totals: bool = False


@attrs.frozen
class Scored:
    """What a run gave, in the order of the columns.

    `outcome` is that of core.passbook by number, with COUNTED where the record is counted.
    `figures` are standing, balance, redeemable, suspended and those of gifts by account; `lines`
    and `acts` those of each chunk, one after the other.
    """

    laid: Laid
    columns: Columns
    raw: NDArray[np.int32]
    credited: NDArray[np.int32]
    outcome: NDArray[np.uint8]
    figures: Whole
    totals: Whole
    lines: tuple[Whole, ...]
    acts: tuple[Whole, ...]


EVERYTHING = Wanted(lines=True, totals=True)
LINES = Wanted(lines=True)


def run(
    laid: Laid,
    columns: Columns,
    wanted: Wanted = LINES,
    threads: int = 1,
    records_a_chunk: int = RECORDS_A_CHUNK,
) -> Scored:
    """Score every account of the columns up to the last day that was laid out."""
    scored = _room(laid, columns, wanted)
    chunks = tuple(chunks_of(columns.records.starts, records_a_chunk))
    most = int(np.diff(columns.records.starts).max(initial=0))

    def work(own: Sequence[tuple[int, int]]) -> list[tuple[Whole, Whole]]:
        state = state_for(laid, most, columns)
        return [_score_chunk(scored, wanted, state, *chunk) for chunk in own]

    if threads == 1 or len(chunks) < 2:
        written = work(chunks)
    else:
        with ThreadPoolExecutor(threads) as pool:
            shares = list(pool.map(work, [chunks[first::threads] for first in range(threads)]))
        written = [shares[one % threads][one // threads] for one in range(len(chunks))]
    lines, acts = (tuple(chunk[place] for chunk in written) for place in (0, 1))
    return attrs.evolve(scored, lines=lines, acts=acts)


def chunks_of(starts: NDArray[np.int64], records: int) -> Iterator[tuple[int, int]]:
    """The accounts in runs of about so many records (or accounts); an account is never cut."""
    first, accounts = 0, len(starts) - 1
    while first < accounts:
        last = int(np.searchsorted(starts, starts[first] + records, side="right")) - 1
        last = min(max(last, first + 1), first + records, accounts)
        yield first, last
        first = last


def _room(laid: Laid, columns: Columns, wanted: Wanted) -> Scored:
    records, accounts = len(columns), len(columns.records.starts) - 1
    begins, ends = laid.table[layout.GIFTS], laid.table[layout.GIFTS_END]
    gifts = int(ends - begins) // layout.GIFT_COLUMNS
    return Scored(
        laid,
        columns,
        np.empty(records, np.int32),
        np.empty(records, np.int32),
        np.full(records, layout.PASSES, np.uint8),
        np.empty((accounts, layout.FIGURES + gifts * layout.GIFT_FIGURES), np.int64),
        np.zeros((accounts if wanted.totals else 0, _periods(laid), layout.KINDS), np.int64),
        (),
        (),
    )


def _periods(laid: Laid) -> int:
    """The settlement periods from the first day to the last."""
    last = max(laid.until, laid.timeline.first_day)
    return period_index(laid.settle, last) - period_index(laid.settle, laid.timeline.first_day) + 1


def _score_chunk(
    scored: Scored, wanted: Wanted, state: Whole, first: int, last: int
) -> tuple[Whole, Whole]:
    """The lines and the acts of a chunk; where there is too little room, once more with enough."""
    laid, columns, starts = scored.laid, scored.columns, scored.columns.records.starts
    room = 2 * int(starts[last] - starts[first]) + 4 * (last - first) + 16 if wanted.lines else 0
    acts, periods = 16, _periods(laid)
    totals = (last - first) * periods * layout.KINDS if wanted.totals else 0
    while True:
        out = _out(room, acts, totals, periods, first)
        out[layout.OUT_SETTLE] = PERIODS[laid.settle]
        out[layout.OUT_SETTLE_FROM] = period_index(laid.settle, laid.timeline.first_day)
        fold(
            laid.table, laid.short, laid.calendar, columns.people, columns.records, state, out,
            scored.raw, scored.credited, scored.outcome, scored.figures.reshape(-1), first, last,
        )  # fmt: skip
        written, acted = int(out[layout.LINES_WRITTEN]), int(out[layout.ACTS_WRITTEN])
        if (written <= room or not wanted.lines) and acted <= acts:
            break
        room, acts = max(room, written) if wanted.lines else 0, max(acts, acted)
        forget(state)
    if totals:
        begins = int(out[layout.TOTALS])
        of_chunk = out[begins : begins + totals].reshape(last - first, periods, layout.KINDS)
        scored.totals[first:last] = of_chunk
    return (
        _rows(out, layout.LINES, written if wanted.lines else 0, layout.LINE_COLUMNS),
        _rows(out, layout.ACTS, acted, layout.ACT_COLUMNS),
    )


def _out(room: int, acts: int, totals: int, periods: int, first: int) -> Whole:
    """The block `out` of `layout`."""
    lines, noted = layout.HEAD, layout.HEAD + room * layout.LINE_COLUMNS
    summed = noted + acts * layout.ACT_COLUMNS
    out = np.empty(summed + totals, np.int64)
    out[: layout.HEAD] = 0
    out[summed:] = 0
    out[layout.LINES_ROOM], out[layout.LINES] = room, lines
    out[layout.ACTS_ROOM], out[layout.ACTS] = acts, noted
    out[layout.TOTALS], out[layout.TOTAL_PERIODS] = summed if totals else 0, periods
    out[layout.FIRST_ACCOUNT] = first
    out[layout.LOSSES_READ] = int(room > 0 or totals > 0)
    return out


def _rows(out: Whole, place: int, rows: int, columns: int) -> Whole:
    begins = int(out[place])
    return out[begins : begins + rows * columns].reshape(rows, columns).copy()


def last_passing_day(laid: Laid, columns: Columns) -> date | None:
    """The date of the last record that passes step 1; None where there is none."""
    outcome = np.empty(len(columns), np.uint8)
    accounts = len(columns.records.starts) - 1
    state = state_for(laid, 0, columns)
    find_reasons(
        laid.table, laid.calendar, columns.people, columns.records, state, outcome, accounts
    )
    passing = columns.records.day[outcome == layout.PASSES]
    return date.fromordinal(int(passing.max())) if len(passing) else None
