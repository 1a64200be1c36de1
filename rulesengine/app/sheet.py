"""The figures of a run as tables that a village reads: one a village, with a total. Pure."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulesengine.app.messages import Language, render
from rulesengine.app.tables import Column, table
from rulesengine.app.words import part_words, period_words, show_yuan
from rulesengine.core.quantity import Fen, Hundredths, show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.scoring.figures import AccountFigures, Amounts, Figures, sum_of
from rulesengine.scoring.honours import Honoured

_HEADINGS: dict[str, Text] = {
    "base": text("base"),
    "awarded": text("awarded"),
    "bonus": text("bonus"),
    "deducted": text("deducted"),
    "cleared": text("cleared"),
    "corrected": text("corrected"),
    "redeemed": text("redeemed"),
    "expired": text("expired"),
    "lost": text("over limits"),
    "spared": text("spared"),
}
_ALWAYS_SHOWN = ("awarded", "deducted", "lost")


@attrs.frozen
class _Row:
    """One account on a sheet: what its lines did, what stands at the end, and money."""

    name: str
    amounts: Amounts
    ends: tuple[Hundredths, ...]
    yuan: Fen | None
    grade: str = ""


def sheets(figures: Figures, language: Language, period: str = "") -> str:
    """A sheet for each village, and a line on the whole run.

    For the whole run each account has its standing, balance and what it may redeem at the end; for
    one `period` (its name) what the period added to its standing.
    """
    parts = [
        sheet(figures, village, language, period)
        for village in dict.fromkeys(account.account.village for account in figures.accounts)
    ]
    whole = summary(figures)
    if period:  # what follows is not the period's, and would seem not to add up
        whole = text("all records of all periods: {summary}", summary=whole)
    return "\n".join([*parts, render(whole, language) + "\n"])


def sheet(figures: Figures, village: str, language: Language, period: str = "") -> str:
    """The sheet of one village, with its title and a last row that adds up."""
    accounts = [account for account in figures.accounts if account.account.village == village]
    rows = list(_rows(accounts, period))
    shown = [name for name in _HEADINGS if name in _ALWAYS_SHOWN or _any(rows, name)]
    money = any(row.yuan is not None for row in rows)
    graded = not period and any(account.has_grades for account in accounts)
    columns = [
        Column(render(text("account"), language), number=False),
        *(Column(render(_HEADINGS[name], language)) for name in shown),
        *(Column(render(heading, language)) for heading in _ends(period)),
        *([Column(render(text("yuan"), language))] if money else []),
        *([Column(render(text("grade"), language), number=False)] if graded else []),
    ]
    body = [_cells(row, shown, money, graded) for row in rows]
    together = _total(rows, render(text("total"), language), len(_ends(period)))
    total = _cells(together, shown, money, graded)
    title = render(_title(figures, village, period), language)
    honours = "" if period else _honours(figures, village, language)
    return f"{title}\n{table(columns, body, total)}{honours}"


def _honours(figures: Figures, village: str, language: Language) -> str:
    """A line for each honour, with who has it."""
    own = (one for one in figures.honours if one.village == village)
    return "".join(f"{render(_honour_words(one), language)}\n" for one in own)


def _honour_words(one: Honoured) -> Text:
    honour: Text | str = one.honour.name
    if one.part:
        honour = text("{honour} ({part})", honour=honour, part=part_words(one.part))
    names = tuple(
        text(
            "{name} {points} per head",
            name=placed.account.name,
            points=show_hundredths(placed.per_head),
        )
        if one.honour.per_head
        else text(
            "{name} {points}", name=placed.account.name, points=show_hundredths(placed.points)
        )
        for placed in one.placed
    )
    when = period_words(one.period)
    if not names:
        return text("{honour}, {when}: nobody", honour=honour, when=when)
    if one.so_far:
        return text("{honour}, {when} so far: {names}", honour=honour, when=when, names=names)
    return text("{honour}, {when}: {names}", honour=honour, when=when, names=names)


def _rows(accounts: Iterable[AccountFigures], period: str) -> Iterator[_Row]:
    for account in accounts:
        periods = [one for one in account.periods if period in ("", one.period)]
        if period and not periods:
            continue
        amounts = sum_of(one.amounts for one in periods)
        fen = [one.yuan for one in periods if one.yuan is not None]
        ends = (
            (amounts.standing,)
            if period
            else (account.standing, account.balance, account.spendable)
        )
        yuan = sum(fen) if fen else None
        yield _Row(account.account.name, amounts, ends, yuan, account.grade or "")


def _total(rows: Sequence[_Row], name: str, width: int) -> _Row:
    """The sum of the rows, each of which has `width` ends (there may be no row at all)."""
    fen = [row.yuan for row in rows if row.yuan is not None]
    ends = tuple(sum(row.ends[place] for row in rows) for place in range(width))
    return _Row(name, sum_of(row.amounts for row in rows), ends, sum(fen) if fen else None)


def _any(rows: Iterable[_Row], name: str) -> bool:
    return any(getattr(row.amounts, name) for row in rows)


def _ends(period: str) -> tuple[Text, ...]:
    if period:
        return (text("this period"),)
    return (text("standing"), text("balance"), text("spendable"))


def _cells(row: _Row, shown: Sequence[str], money: bool, graded: bool) -> list[str]:
    cells = [row.name, *(show_hundredths(getattr(row.amounts, name)) for name in shown)]
    cells += map(show_hundredths, row.ends)
    if money:
        cells.append("" if row.yuan is None else show_yuan(row.yuan))
    if graded:
        cells.append(row.grade)
    return cells


def _title(figures: Figures, village: str, period: str) -> Text:
    names = {policy.village: policy.name for policy in figures.policies}
    when = period_words(period) if period else text("up to {day}", day=figures.until.isoformat())
    policy = names.get(village, "")
    if not village:
        return text("{policy}, {when}", policy=policy, when=when)
    return text("{village}, {policy}, {when}", village=village, policy=policy, when=when)


def summary(figures: Figures) -> Text:
    """How many accounts and records, and what they came to."""
    totals = figures.totals
    counts = text(
        "accounts: {accounts}; records: {records}, counted: {counted}; points awarded: {awarded}, "
        "over limits: {lost}",
        accounts=len(figures.accounts),
        records=figures.records,
        counted=figures.counted,
        awarded=show_hundredths(totals.awarded),
        lost=show_hundredths(totals.lost),
    )
    if figures.waiting:
        waiting = text("not approved yet: {count}", count=figures.waiting)
        counts = text("{counts}; {waiting}", counts=counts, waiting=waiting)
    if figures.yuan is None:
        return counts
    return text("{counts}; worth {yuan} yuan", counts=counts, yuan=show_yuan(figures.yuan))
