"""Clustering: every record beside the others of its account, by day, then as the rows stood."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.engine.cluster import cluster


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(738000, 738003)), max_size=120))
def test_it_is_a_stable_sort_by_account_and_day(rows: list[tuple[int, int]]) -> None:
    """The same as Python's own sort, whatever the number of threads."""
    account = np.array([one for one, _ in rows], np.int32)
    day = np.array([one for _, one in rows], np.int32)
    item = np.arange(len(rows), dtype=np.uint16)
    expected = sorted(range(len(rows)), key=lambda row: rows[row])
    for threads in (1, 2, 3):
        found = cluster(account, day, item, 5, threads)

        assert expected == found.row.tolist()
        assert [rows[row][1] for row in expected] == found.day.tolist()
        assert expected == found.item.tolist()
        assert [
            sum(one < number for one, _ in rows) for number in range(6)
        ] == found.starts.tolist()


@pytest.mark.parametrize("skewed", [False, True])
def test_large_accounts_are_sorted_too(*, skewed: bool) -> None:
    """One account with nearly all records, and many with some."""
    random = np.random.default_rng(1)
    account = (random.integers(0, 50, 20_000) * (0 if skewed else 1)).astype(np.int32)
    day = random.integers(700_000, 730_000, 20_000).astype(np.int32)
    found = cluster(account, day, np.zeros(20_000, np.uint16), 50, 2)

    assert np.lexsort((np.arange(20_000), day, account)).tolist() == found.row.tolist()
