"""Putting records beside the others of their account, in the order of their days. Compiled.

A counting sort: each thread counts its own stretch of the records, and puts it behind those of the
threads before it, so that records of one account keep the order of their rows. A record is one
number while it moves: its day, its row and its item, in this order of weight.
"""

import numpy as np

from rulesengine.engine.compiled import Codes, Days, Whole, compiled

at = np.uint64  # a place: numba looks whether any other index counts from the end
DAY_SHIFT, ROW_SHIFT = 48, 16
ROW_MASK, ITEM_MASK = (1 << 32) - 1, (1 << 16) - 1
SHORT = 256  # so many records are sorted by insertion


@compiled
def count_accounts(account: Days, counts: Days, first: int, last: int) -> None:
    """Count the records of each account in a stretch of rows."""
    for row in range(first, last):
        counts[account[row]] += 1


@compiled
def places_of(counts: Days, starts: Whole, threads: int) -> None:
    """Turn the counts of each thread and account into where the thread puts its first record."""
    accounts, place = len(starts) - 1, 0
    for account in range(accounts):
        starts[account] = place
        for thread in range(threads):
            count = counts[thread * accounts + account]
            counts[thread * accounts + account] = place
            place += count
    starts[accounts] = place


@compiled
def scatter(
    account: Days, day: Days, item: Codes, places: Days, moved: Whole,
    first_day: int, first: int, last: int,
) -> None:  # fmt: skip
    """Put each record of a stretch of rows beside the others of its account."""
    for row in range(first, last):
        place = places[account[row]]
        places[account[row]] = place + 1
        moved[place] = ((day[row] - first_day) << DAY_SHIFT) | (row << ROW_SHIFT) | item[row]


@compiled
def unpack(
    moved: Whole, starts: Whole, day: Days, item: Codes, row: Days,
    first_day: int, first: int, last: int,
) -> None:  # fmt: skip
    """Sort the records of each account by day, then row, and take them apart."""
    for account in range(first, last):
        begins, ends = starts[account], starts[account + 1]
        sort_stretch(moved, begins, ends)
        for place in range(begins, ends):
            packed = moved[place]
            day[place] = first_day + (packed >> DAY_SHIFT)
            row[place] = (packed >> ROW_SHIFT) & ROW_MASK
            item[place] = packed & ITEM_MASK


@compiled
def sort_stretch(moved: Whole, begins: int, ends: int) -> None:
    """Sort a stretch in place: a heap where it is long, then or at once by insertion."""
    if ends - begins > SHORT and not is_sorted(moved, begins, ends):
        count = ends - begins
        for top in range(count // 2 - 1, -1, -1):
            sink(moved, begins, top, count)
        for last in range(count - 1, 0, -1):
            largest = moved[begins]
            moved[begins] = moved[begins + last]
            moved[begins + last] = largest
            sink(moved, begins, 0, last)
        return
    for place in range(begins + 1, ends):
        packed, before = moved[place], place - 1
        while before >= begins and moved[at(before)] > packed:
            moved[at(before + 1)] = moved[at(before)]
            before -= 1
        moved[at(before + 1)] = packed


@compiled
def is_sorted(moved: Whole, begins: int, ends: int) -> bool:
    place = begins + 1
    while place < ends and moved[place - 1] <= moved[place]:
        place += 1
    return place >= ends


@compiled
def sink(moved: Whole, begins: int, top: int, count: int) -> None:
    """Let a number sink in a heap until none below it is larger."""
    packed = moved[begins + top]
    while True:
        below = 2 * top + 1
        if below >= count:
            break
        if below + 1 < count and moved[begins + below + 1] > moved[begins + below]:
            below += 1
        if moved[begins + below] <= packed:
            break
        moved[begins + top] = moved[begins + below]
        top = below
    moved[begins + top] = packed
