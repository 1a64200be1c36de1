"""The shares of edits: they add up, do not depend on order, and are what the definition says."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.study.attribution import MOST_EXACT, attribute, rounded


def _by_definition(under: Sequence[int], edits: int) -> list[Fraction]:
    """The mean over every order of what an edit adds when it is made."""
    sums = [0] * edits
    orders = list(permutations(range(edits)))
    for order in orders:
        chosen = 0
        for edit in order:
            sums[edit] += under[chosen | 1 << edit] - under[chosen]
            chosen |= 1 << edit
    return [Fraction(one, len(orders)) for one in sums]


@st.composite
def games(draw: st.DrawFn) -> tuple[int, list[list[int]]]:
    """A number of edits, and for each account its amount under every set of them."""
    edits = draw(st.integers(0, 4))
    amount = st.integers(-50, 50)
    row = st.lists(amount, min_size=1 << edits, max_size=1 << edits)
    return edits, draw(st.lists(row, min_size=1, max_size=4))


@given(games())
def test_shares_are_those_of_every_order(game: tuple[int, list[list[int]]]) -> None:
    """Each account's shares are the rounded means over all orders, and add up to its change."""
    edits, accounts = game
    found = attribute(edits, lambda chosen: [row[chosen] for row in accounts])

    assert found.errors is None
    for row, shares in zip(accounts, found.shares, strict=True):
        assert rounded(_by_definition(row, edits)) == shares
        assert sum(shares) == (row[-1] - row[0] if edits else 0)


@given(games())
def test_the_way_back_has_the_other_sign(game: tuple[int, list[list[int]]]) -> None:
    """From what is compared back to the baseline every share changes its sign and no more."""
    edits, accounts = game
    everything = (1 << edits) - 1
    there = attribute(edits, lambda chosen: [row[chosen] for row in accounts])
    back = attribute(edits, lambda chosen: [row[everything ^ chosen] for row in accounts])

    assert tuple(tuple(-one for one in row) for row in there.shares) == back.shares


@given(st.lists(st.fractions(-20, 20, max_denominator=30), min_size=1, max_size=6))
def test_rounding_keeps_the_sum(shares: list[Fraction]) -> None:
    """No share moves by a whole unit, and the sum stays."""
    shares = [*shares, -sum(shares, Fraction())]
    whole = rounded(shares)

    assert 0 == sum(whole)
    assert all(abs(one - share) < 1 for one, share in zip(whole, shares, strict=True))


def test_ties_go_to_the_first_edit() -> None:
    """Three edits that share two hundredths evenly: the first two get one each."""
    third = Fraction(2, 3)

    assert (1, 1, 0) == rounded([third, third, third])
    assert (-1, -1, 0) == rounded([-third, -third, -third])


def test_many_edits_are_drawn_and_still_add_up() -> None:
    """Beyond what can be run in full, the error is told; here edits do not meet, so it is zero."""
    edits = MOST_EXACT + 2
    found = attribute(
        edits, lambda chosen: [sum(10 * n for n in range(edits) if chosen >> n & 1), 7]
    )

    assert tuple(10 * n for n in range(edits)) == found.shares[0]
    assert (0,) * edits == found.shares[1]
    assert (0,) * edits == found.errors


@pytest.mark.parametrize("seed", [0, 1])
def test_what_is_drawn_lies_near_the_truth(seed: int) -> None:
    """One edit counts only beside another: each is worth half, give or take the error told."""
    edits = MOST_EXACT + 1
    found = attribute(edits, lambda chosen: [1000 if chosen & 0b11 == 0b11 else 0], seed=seed)
    first, second, *others = found.shares[0]

    assert found.errors is not None
    assert 1000 == first + second
    assert abs(first - 500) <= 4 * found.errors[0] + 1
    assert {0} == set(others)
