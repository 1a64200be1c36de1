"""The figures of a run: what each account has, period by period, and what that is worth.

Everything is read off the postings. Points are hundredths, money is fen; a shell writes them out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

import attrs

from rulesengine.core.calendar import Period, last_day, period_index, period_name
from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import IN_BALANCE, IN_STANDING, Account, Kind, Posting
from rulesengine.core.quantity import Fen, Hundredths
from rulesengine.language.checked import Policy, Timeline
from rulesengine.scoring.budgets import Spent, spent
from rulesengine.scoring.heads import Heads, heads_on
from rulesengine.scoring.honours import Honoured, graded, honoured
from rulesengine.scoring.money import Earned, yuan_between
from rulesengine.scoring.redeemable import earned_under_rates
from rulesengine.scoring.score import Run


@attrs.frozen
class Amounts:
    """Points by what lines did. All but `corrected` are positive amounts given or taken;

    `expired` is negative where wiping shortfalls gave more than expiry took.
    """

    base: Hundredths = 0
    awarded: Hundredths = 0  # bonus left out
    bonus: Hundredths = 0
    deducted: Hundredths = 0
    cleared: Hundredths = 0
    corrected: Hundredths = 0
    redeemed: Hundredths = 0
    expired: Hundredths = 0
    lost: Hundredths = 0
    spared: Hundredths = 0

    @property
    def standing(self) -> Hundredths:
        """What these lines added to standing."""
        given = self.base + self.awarded + self.bonus + self.corrected
        return given - self.deducted - self.cleared


@attrs.frozen
class PeriodFigures:
    """One settlement period of an account; `yuan` is fen, None where no rate was in use."""

    period: str
    amounts: Amounts
    yuan: Fen | None


@attrs.frozen
class AccountFigures:
    """An account at the end of the last day, and its settlement periods from its first day on.

    `has_grades`: its policy gives grades; `grade` is the name of its own, None below all of them.
    """

    account: Account
    standing: Hundredths
    balance: Hundredths
    spendable: Hundredths
    periods: tuple[PeriodFigures, ...]
    has_grades: bool = False
    grade: str | None = None


@attrs.frozen
class VillagePolicy:
    """The policy version in use in a village on the last day (the first one, before its day)."""

    village: str
    name: str
    sha256: str


@attrs.frozen
class Figures:
    """Everything that `score` shows but the diagnostics. Accounts by village, then name.

    `honours` and `budgets` by village, in the order of its policy; empty where it has none.
    `waiting`: how many records are still to be approved.
    """

    policies: tuple[VillagePolicy, ...]
    until: date
    accounts: tuple[AccountFigures, ...]
    records: int
    counted: int
    totals: Amounts
    yuan: Fen | None
    honours: tuple[Honoured, ...] = ()
    budgets: tuple[Spent, ...] = ()
    waiting: int = 0


def figures(run: Run) -> Figures:
    """Read the figures off a run. The periods of an account add up to the whole of it."""
    heads = heads_on(run.register, run.timelines, run.until)
    accounts = tuple(
        _account_figures(run, passbook, heads.get(passbook.account, 0))
        for passbook in run.passbooks
    )
    periods = [period for account in accounts for period in account.periods]
    villages = tuple(_by_village(run))
    return Figures(
        tuple(_village_policy(village, run) for village in sorted(run.timelines)),
        run.until,
        accounts,
        run.records,
        run.counted,
        sum_of(period.amounts for period in periods),
        _sum_of_money(period.yuan for period in periods),
        tuple(one for village, own in villages for one in _honours(run, village, own, heads)),
        tuple(one for village, own in villages for one in spent(run, village, own)),
        run.waiting,
    )


def _by_village(run: Run) -> Iterator[tuple[str, list[Passbook]]]:
    """The passbooks are by village already."""
    for village, own in groupby(run.passbooks, key=lambda passbook: passbook.account.village):
        yield village, list(own)


def _honours(
    run: Run, village: str, passbooks: Sequence[Passbook], heads: Heads
) -> Iterator[Honoured]:
    return honoured(village, run.timelines[village], run.register, passbooks, heads)


def sum_of(amounts: Iterable[Amounts]) -> Amounts:
    """Each amount added up."""
    rows = [attrs.astuple(one) for one in amounts]
    return Amounts(*(sum(column) for column in zip(*rows, strict=True)))


def _sum_of_money(fen: Iterable[Fen | None]) -> Fen | None:
    known = [one for one in fen if one is not None]
    return sum(known) if known else None


def _village_policy(village: str, run: Run) -> VillagePolicy:
    policy = _policy_at_end(run.timelines[village], run.until)
    return VillagePolicy(village, policy.name, policy.sha256)


def _policy_at_end(timeline: Timeline, day: date) -> Policy:
    version = timeline.version_on(day) or timeline.versions[0]
    return version.policy


def _account_figures(run: Run, passbook: Passbook, heads: int) -> AccountFigures:
    """The figures of an account; `heads`: its people on the last day."""
    timeline = run.timelines[passbook.account.village]
    policy = _policy_at_end(timeline, passbook.last_day)
    settle, grade = policy.settle, graded(policy, run.register, passbook, heads)
    by_period: dict[int, list[Posting]] = {}
    for posting in passbook.postings:
        by_period.setdefault(period_index(settle, posting.day), []).append(posting)
    books = earned_under_rates(run, passbook)
    periods: list[PeriodFigures] = []
    for index in _indexes(passbook, settle):
        ends = min(last_day(settle, index), passbook.last_day)
        before = last_day(settle, index - 1) if periods else _day_before(passbook.first_day)
        yuan = yuan_between(books, before, ends)
        amounts = _amounts(by_period.pop(index, ()))
        periods.append(PeriodFigures(period_name(settle, index), amounts, yuan))
    assert not by_period, (passbook.account, by_period)
    _assert_adds_up(passbook, books, periods)
    return AccountFigures(
        passbook.account,
        passbook.standing,
        passbook.balance,
        passbook.spendable,
        tuple(periods),
        bool(policy.grades),
        None if grade is None else grade.name,
    )


def _day_before(day: date) -> date | None:
    """An account's first period has the days from its first on; None: from the beginning."""
    return day - timedelta(days=1) if day > date.min else None


def _indexes(passbook: Passbook, settle: Period) -> range:
    """The settlement periods from the account's first day to the last; none if it joins later."""
    if passbook.first_day > passbook.last_day:
        return range(0)
    first = period_index(settle, passbook.first_day)
    return range(first, period_index(settle, passbook.last_day) + 1)


def _amounts(postings: Iterable[Posting]) -> Amounts:
    sums = dict.fromkeys(Kind, 0)
    for posting in postings:
        sums[posting.kind] += posting.points
    return Amounts(
        base=sums[Kind.BASE],
        awarded=sums[Kind.AWARD],
        bonus=sums[Kind.BONUS],
        deducted=-sums[Kind.DEDUCT],
        cleared=-sums[Kind.CLEAR],
        corrected=sums[Kind.CORRECTION],
        redeemed=-sums[Kind.REDEEM],
        expired=-sums[Kind.EXPIRE],
        lost=sums[Kind.LOST],
        spared=sums[Kind.SPARED],
    )


def _assert_adds_up(
    passbook: Passbook, books: Iterable[Earned], periods: Sequence[PeriodFigures]
) -> None:
    postings = passbook.postings
    standing = sum(posting.points for posting in postings if posting.kind in IN_STANDING)
    assert sum(period.amounts.standing for period in periods) == standing, passbook.account
    balance = sum(posting.points for posting in postings if posting.kind in IN_BALANCE)
    assert passbook.balance == balance, passbook.account
    whole = yuan_between(books, None, passbook.last_day)
    in_periods = _sum_of_money(period.yuan for period in periods)
    assert (in_periods or 0) == (whole or 0), passbook.account
