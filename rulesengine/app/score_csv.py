"""The figures and the postings of a run as CSV text. Writes no file."""

from collections.abc import Iterable, Iterator

from rulesengine.app.csv_text import Amount, Written, lines
from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Posting
from rulesengine.scoring.figures import AccountFigures, Figures, PeriodFigures

_FIGURES = (
    "account", "village", "period", "base", "awarded", "bonus", "deducted", "cleared", "corrected",
    "redeemed", "expired", "lost", "spared", "standing", "yuan",
)  # fmt: skip
_POSTINGS = ("account", "village", "date", "record", "kind", "item", "limit", "points")


def figures_csv(figures: Figures, period: str) -> Iterator[str]:
    """One row for each account and settlement period (or the one `period`); no yuan: empty."""
    return lines(
        _FIGURES,
        (
            _figures_row(account, one)
            for account in figures.accounts
            for one in account.periods
            if period in ("", one.period)
        ),
    )


def _figures_row(account: AccountFigures, period: PeriodFigures) -> tuple[Written, ...]:
    amounts = period.amounts
    points = (
        amounts.base, amounts.awarded, amounts.bonus, amounts.deducted, amounts.cleared,
        amounts.corrected, amounts.redeemed, amounts.expired, amounts.lost, amounts.spared,
        amounts.standing,
    )  # fmt: skip
    return (
        account.account.name,
        account.account.village,
        period.period,
        *map(Amount, points),
        None if period.yuan is None else Amount(period.yuan),
    )


def postings_csv(passbooks: Iterable[Passbook]) -> Iterator[str]:
    """Every line of every passbook, account by account, in passbook order."""
    return lines(
        _POSTINGS,
        (_posting_row(posting) for passbook in passbooks for posting in passbook.postings),
    )


def _posting_row(posting: Posting) -> tuple[Written, ...]:
    return (
        posting.account.name,
        posting.account.village,
        posting.day,
        posting.record,
        posting.kind.value,
        posting.item,
        posting.limit,
        Amount(posting.points),
    )
