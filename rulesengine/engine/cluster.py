"""Records in any order of accounts to records account after account, each in passbook order."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.engine.compiled import Codes, Days, Whole
from rulesengine.engine.kernel_cluster import count_accounts, places_of, scatter, unpack

MOST_DAYS = 1 << 15  # between the first record and the last
MOST_ROWS = 1 << 31


@attrs.frozen
class Clustered:
    """`starts`: where each account's records begin, and the end of the last.

    `row`: where each record came from, so that other columns can follow (`column[row]`).
    """

    starts: Whole
    day: Days
    item: Codes
    row: Days


def cluster(account: Days, day: Days, item: Codes, accounts: int, threads: int = 1) -> Clustered:
    """Cluster records by the number of their account, below `accounts`.

    The rows are in the order of ids: records of one day keep it. At most 2^31 rows, and fewer than
    2^15 days from the first to the last.
    """
    rows = len(day)
    first_day = int(day.min(initial=0)) if rows == 0 else int(day.min())
    assert rows < MOST_ROWS, rows
    assert rows == 0 or int(day.max()) - first_day < MOST_DAYS, (first_day, int(day.max()))
    starts = np.zeros(accounts + 1, np.int64)
    counts = np.zeros((threads, accounts), np.int32)
    moved = np.empty(rows, np.int64)
    given = Clustered(
        starts, np.empty(rows, np.int32), np.empty(rows, np.uint16), np.empty(rows, np.int32)
    )
    stretches = list(_shares(rows, threads))

    def count(thread: int) -> None:
        count_accounts(account, counts[thread], *stretches[thread])

    def move(thread: int) -> None:
        scatter(account, day, item, counts[thread], moved, first_day, *stretches[thread])

    def take_apart(thread: int) -> None:
        first, last = (_account_at(starts, rows, one, threads) for one in (thread, thread + 1))
        unpack(moved, starts, given.day, given.item, given.row, first_day, first, last)

    with ThreadPoolExecutor(threads) as pool:
        _each(pool, count, threads)
        places_of(counts.reshape(-1), starts, threads)
        _each(pool, move, threads)
        _each(pool, take_apart, threads)
    return given


def _each(pool: ThreadPoolExecutor, work: Callable[[int], None], threads: int) -> None:
    for _ in pool.map(work, range(threads)):
        pass


def _shares(rows: int, threads: int) -> Iterator[tuple[int, int]]:
    for thread in range(threads):
        yield rows * thread // threads, rows * (thread + 1) // threads


def _account_at(starts: NDArray[np.int64], rows: int, share: int, threads: int) -> int:
    """The first account of a thread's share of the records."""
    accounts = len(starts) - 1
    return (
        accounts if share == threads else int(np.searchsorted(starts[:-1], rows * share // threads))
    )
