"""Running the kernel: threads over chunks of accounts, in bounded memory.

The one part of the engine with something alive: threads, which end with the call. What one chunk
gives hangs on no other, so neither threads nor chunks can be seen in the results.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.engine import layout
from rulesengine.engine.columns import Columns
from rulesengine.engine.days import Whole
from rulesengine.engine.kernel import find_reasons, fold
from rulesengine.engine.state import Results, State, state_for
from rulesengine.engine.tables import Laid

RECORDS_A_CHUNK = 1 << 16
THREADS = 1


@attrs.frozen
class Wanted:
    """What a run is to give besides each record's raw and credited points and outcome."""

    lines: bool = True
    totals: bool = False


@attrs.frozen
class Scored:
    """What a run gave, in the order of the columns: see `state.Results`.

    `lines` and `acts` are those of each chunk, one after the other.
    """

    laid: Laid
    columns: Columns
    results: Results
    lines: tuple[Whole, ...]
    acts: tuple[Whole, ...]


def run(laid: Laid, columns: Columns, wanted: Wanted = Wanted(), threads: int = 1) -> Scored:
    """Score every account of the columns up to the last day that was laid out."""
    results = _room(laid, columns, wanted)
    chunks = tuple(chunks_of(columns.records.starts))
    most = int(np.diff(columns.records.starts).max(initial=0))

    def work(own: Sequence[tuple[int, int]]) -> list[tuple[Whole, Whole]]:
        state = state_for(laid, most)
        return [_score_chunk(laid, columns, state, results, wanted, *chunk) for chunk in own]

    if threads == 1 or len(chunks) == 1:
        written = work(chunks)
    else:
        with ThreadPoolExecutor(threads) as pool:
            shares = [chunks[number::threads] for number in range(threads)]
            by_thread = list(pool.map(work, shares))
        written = [
            by_thread[number % threads][number // threads] for number in range(len(chunks))
        ]
    lines, acts = (tuple(one[place] for one in written) for place in (0, 1))
    return Scored(laid, columns, results, lines, acts)


def chunks_of(
    starts: NDArray[np.int64], records: int = RECORDS_A_CHUNK
) -> Iterable[tuple[int, int]]:
    """The accounts in runs of about so many records; an account is never cut."""
    first, accounts = 0, len(starts) - 1
    while first < accounts:
        last = int(np.searchsorted(starts, starts[first] + records, side="right")) - 1
        last = min(max(last, first + 1), first + records, accounts)
        yield first, last
        first = last


def _room(laid: Laid, columns: Columns, wanted: Wanted) -> Results:
    records, accounts = len(columns), len(columns.records.starts) - 1
    settle = layout.SETTLE, layout.SETTLE_FROM
    periods = 0
    if wanted.totals:
        kind, begins = (int(laid.tables.settings[one]) for one in settle)
        row = max(0, laid.until.toordinal() - int(laid.tables.settings[layout.FIRST_OF_ALL]) + 1)
        periods = max(1, int(laid.tables.calendar[row, kind]) - begins + 1)
    return Results(
        np.zeros(records, np.int32),
        np.zeros(records, np.int32),
        np.zeros(records, np.uint8),
        np.zeros((accounts, layout.FIGURES), np.int64),
        np.zeros((accounts if wanted.totals else 0, periods, layout.KINDS), np.int64),
        np.zeros((0, layout.LINE_COLUMNS), np.int64),
        np.zeros((0, layout.ACT_COLUMNS), np.int64),
        np.zeros(2, np.int64),
    )


def _score_chunk(
    laid: Laid,
    columns: Columns,
    state: State,
    results: Results,
    wanted: Wanted,
    first: int,
    last: int,
) -> tuple[Whole, Whole]:
    """The lines and the acts of a chunk; where there is too little room, once more with enough."""
    starts = columns.records.starts
    records = int(starts[last] - starts[first])
    room = 2 * records + 4 * (last - first) + 16 if wanted.lines else 0
    acts = 16
    while True:
        own = results._replace(
            lines=np.empty((room, layout.LINE_COLUMNS), np.int64),
            acts=np.empty((acts, layout.ACT_COLUMNS), np.int64),
            written=np.zeros(2, np.int64),
        )
        fold(laid.tables, columns.records, columns.members, state, own, first, last)
        lines_written, acts_written = (int(one) for one in own.written)
        if lines_written <= room and acts_written <= acts:
            return own.lines[:lines_written].copy(), own.acts[:acts_written].copy()
        room, acts = max(room, lines_written), max(acts, acts_written)
        own.totals[first:last] = 0
        _forget(state)


def _forget(state: State) -> None:
    """Counters that were written before a chunk is scored once more are nobody's."""
    state.slots[:, layout.STAMP] = -1
    state.keys[:, 0] = -1


def last_passing_day(laid: Laid, columns: Columns) -> date | None:
    """The date of the last record that passes step 1; None where there is none."""
    results = _room(laid, columns, Wanted(lines=False))
    accounts = len(columns.records.starts) - 1
    state = state_for(laid, 0)
    find_reasons(laid.tables, columns.records, columns.members, state, results, 0, accounts)
    passing = columns.records.day[results.outcome == layout.PASSES]
    return date.fromordinal(int(passing.max())) if len(passing) else None
