"""Two runs over the same records, side by side: what becomes of every account and of the whole.

Reads runs and their figures; changes nothing, writes nothing.
"""

from collections.abc import Iterable

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.quantity import Fen, Hundredths
from rulesengine.scoring.figures import AccountFigures, Figures
from rulesengine.scoring.score import Run


@attrs.frozen
class Pair:
    """One amount under the baseline and under what is compared with it."""

    baseline: int
    against: int

    @property
    def change(self) -> int:
        """What the second has more than the first."""
        return self.against - self.baseline

    def __add__(self, other: "Pair") -> "Pair":
        return Pair(self.baseline + other.baseline, self.against + other.against)


NOTHING = Pair(0, 0)


@attrs.frozen
class Side:
    """An account in one run. `yuan` is fen up to the last day, None where there is no rate."""

    standing: Hundredths
    spendable: Hundredths
    yuan: Fen | None
    grade: str
    suspended: bool


@attrs.frozen
class AccountPair:
    """An account in both runs."""

    account: Account
    baseline: Side
    against: Side

    @property
    def standing(self) -> Pair:
        """Hundredths of points on the last day."""
        return Pair(self.baseline.standing, self.against.standing)

    @property
    def yuan(self) -> Pair:
        """Fen up to the last day; no rate counts as nothing."""
        return Pair(self.baseline.yuan or 0, self.against.yuan or 0)


@attrs.frozen
class Group:
    """Some accounts together. Winners have more standing than under the baseline, losers less."""

    name: str
    accounts: int
    standing: Pair
    yuan: Pair
    winners: int
    losers: int

    @property
    def unchanged(self) -> int:
        """Accounts whose standing is the same in both."""
        return self.accounts - self.winners - self.losers


@attrs.frozen
class Comparison:
    """Both runs, account by account: by village, then name."""

    baseline: Run
    against: Run
    accounts: tuple[AccountPair, ...]
    has_yuan: bool  # either of them has a rate

    @property
    def whole(self) -> Group:
        """All accounts together."""
        return group_of("", self.accounts)


def compare(baseline: Run, against: Run, before: Figures, after: Figures) -> Comparison:
    """Both runs of the same register and records up to the same day, with their figures."""
    assert baseline.until == against.until, (baseline.until, against.until)
    pairs = []
    for (first, was), (second, now) in zip(
        zip(baseline.passbooks, before.accounts, strict=True),
        zip(against.passbooks, after.accounts, strict=True),
        strict=True,
    ):
        assert first.account == second.account, (first.account, second.account)
        pairs.append(AccountPair(first.account, _side(first, was), _side(second, now)))
    has_yuan = before.yuan is not None or after.yuan is not None
    return Comparison(baseline, against, tuple(pairs), has_yuan)


def _side(passbook: Passbook, figures: AccountFigures) -> Side:
    known = [period.yuan for period in figures.periods if period.yuan is not None]
    return Side(
        passbook.standing,
        passbook.spendable,
        sum(known) if known else None,
        figures.grade or "",
        passbook.suspended,
    )


def group_of(name: str, accounts: Iterable[AccountPair]) -> Group:
    """A group of some accounts; an empty one has zeros."""
    listed = tuple(accounts)
    changes = [one.standing.change for one in listed]
    return Group(
        name,
        len(listed),
        sum((one.standing for one in listed), NOTHING),
        sum((one.yuan for one in listed), NOTHING),
        sum(change > 0 for change in changes),
        sum(change < 0 for change in changes),
    )
