"""How points are spread over accounts: who has most of them, and who has none.

Reads amounts; knows nothing of policies or runs.
"""

from collections.abc import Sequence

import attrs

from rulesengine.core.quantity import Hundredths


@attrs.frozen
class Spread:
    """How points are spread over accounts; a standing below zero counts as nothing.

    The shares are ten-thousandths, rounded half up; None where nobody has any points. `top`:
    the tenth of accounts (rounded up) with most points, and all who tie with the last of them.
    """

    accounts: int
    with_nothing: int
    total: Hundredths
    gini: int | None
    top: int
    top_share: int | None


def spread(standings: Sequence[Hundredths]) -> Spread:
    """The spread of standings over accounts, in any order."""
    rising = sorted(max(one, 0) for one in standings)
    number, total = len(rising), sum(rising)
    nothing = sum(one == 0 for one in rising)
    if not total:
        return Spread(number, nothing, total, None, 0, None)
    weighed = sum((2 * place - number - 1) * one for place, one in enumerate(rising, start=1))
    edge = rising[number - -(-number // 10)]
    top = [one for one in rising if one >= edge]
    return Spread(
        number,
        nothing,
        total,
        _share(weighed, number * total),
        len(top),
        _share(sum(top), total),
    )


def _share(part: int, whole: int) -> int:
    """Ten-thousandths, half up."""
    return (2 * part * 10_000 + whole) // (2 * whole)
