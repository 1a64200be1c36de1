"""Which edit did what: the change of an amount shared out among edits, whatever their order.

The share of an edit is its Shapley value: what it adds to a set of the others, averaged over all
orders in which edits could have been made (L. S. Shapley, A value for n-person games, 1953). The
shares of one amount add up to its whole change, exactly. Knows nothing of policies: whoever calls
says what an amount is under each set of edits.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import factorial, isqrt

import attrs

MOST_EXACT = 12  # edits of which all subsets are run
ORDERS = 400  # orders drawn where there are more

# Amounts of every account under a set of edits, a bit for each; 0 is the baseline. Same length.
Amounts = Callable[[int], Sequence[int]]


@attrs.frozen
class Attribution:
    """`shares[account][edit]`, whole amounts; those of an account add up to its change.

    `errors` is None where the shares are exact; else for each edit the standard error of its share
    of all accounts together, rounded up.
    """

    shares: tuple[tuple[int, ...], ...]
    errors: tuple[int, ...] | None


def attribute(edits: int, amounts: Amounts, *, seed: int = 0) -> Attribution:
    """Share out what `edits` edits change together. `seed` draws the orders beyond MOST_EXACT."""
    if edits > MOST_EXACT:
        return _sampled(edits, amounts, seed)
    under = [amounts(chosen) for chosen in range(1 << edits)]
    weights = _weights(edits)
    shares = (
        rounded(_exact([one[place] for one in under], edits, weights))
        for place in range(len(under[0]))
    )
    return Attribution(tuple(shares), None)


def rounded(shares: Sequence[Fraction]) -> tuple[int, ...]:
    """Whole numbers with the same sum, by largest remainder; ties go to the first of them.

    The shares add up to a whole number. Their negatives give the negative result.
    """
    total = sum(shares, Fraction())
    assert total.denominator == 1, shares
    lead = total or next((share for share in shares if share), Fraction())
    if lead < 0:
        return tuple(-one for one in rounded([-share for share in shares]))
    whole = [share.numerator // share.denominator for share in shares]
    left = total.numerator - sum(whole)
    by_remainder = sorted(range(len(shares)), key=lambda n: (whole[n] - shares[n], n))
    for place in by_remainder[:left]:
        whole[place] += 1
    return tuple(whole)


def _weights(edits: int) -> list[Fraction]:
    """For each size of a set, the share of orders in which just that set comes before an edit."""
    return [
        Fraction(factorial(size) * factorial(edits - size - 1), factorial(edits))
        for size in range(edits)
    ]


def _exact(under: Sequence[int], edits: int, weights: Sequence[Fraction]) -> list[Fraction]:
    """The Shapley value of each edit, from an amount under every set of edits."""
    if all(one == under[0] for one in under):
        return [Fraction()] * edits
    shares = []
    for edit in range(edits):
        bit = 1 << edit
        share = Fraction()
        for chosen in range(1 << edits):
            added = 0 if chosen & bit else under[chosen | bit] - under[chosen]
            if added:
                share += weights[chosen.bit_count()] * added
        shares.append(share)
    return shares


# --- more edits than can be run in every combination ---------------------------------------------


def _sampled(edits: int, amounts: Amounts, seed: int) -> Attribution:
    """The mean over orders drawn at random; each order alone adds up to the whole change."""
    known: dict[int, Sequence[int]] = {}

    def under(chosen: int) -> Sequence[int]:
        if chosen not in known:
            known[chosen] = amounts(chosen)
        return known[chosen]

    accounts = len(under(0))
    sums = [[0] * edits for _ in range(accounts)]
    together = [[0] * ORDERS for _ in range(edits)]  # of all accounts, in each order
    for number, order in enumerate(_orders(edits, seed)):
        chosen = 0
        for edit in order:
            before, chosen = chosen, chosen | 1 << edit
            for place, (was, now) in enumerate(zip(under(before), under(chosen), strict=True)):
                sums[place][edit] += now - was
                together[edit][number] += now - was
    shares = (rounded([Fraction(one, ORDERS) for one in row]) for row in sums)
    return Attribution(tuple(shares), tuple(_standard_error(drawn) for drawn in together))


def _orders(edits: int, seed: int) -> Iterator[list[int]]:
    """Orders in pairs, one the other's reverse: it halves the error where edits work alike."""
    draw = random.Random(seed)  # noqa: S311 - chance for counting, not for secrets
    for _ in range(ORDERS // 2):
        order = list(range(edits))
        draw.shuffle(order)
        yield order
        yield order[::-1]


def _standard_error(drawn: Sequence[int]) -> int:
    """Of the mean of pairs of orders, rounded up."""
    pairs = [first + second for first, second in zip(drawn[::2], drawn[1::2], strict=True)]
    number, total = len(pairs), sum(pairs)
    squares = sum((number * one - total) ** 2 for one in pairs)
    # squares / (number² (number - 1)) is the variance of a pair's sum; the mean halves each pair
    return isqrt(-(-squares // (4 * number**3 * (number - 1)))) + (squares > 0)
