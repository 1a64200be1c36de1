"""Bonuses: whether a counted record reached a mark, and what limits leave of the bonus.

Looks at the open passbook and changes nothing; `writing` counts records and writes bonuses.

What is counted towards a mark is known by the bonus's name, what it counts and its period; whether
it came in a period by its name and period. So a new version that keeps a bonus goes on with it.
"""

from typing import TypeAlias, assert_never

import attrs

from rulesengine.core.calendar import period_index
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.book import BonusKey, Book, RunKey, TallyKey
from rulesengine.reference.sheets import BonusSheet, Meter

BonusCuts: TypeAlias = tuple[tuple[Meter, Hundredths], ...]


@attrs.frozen
class BonusDecision:
    """A bonus that comes with a record: raw = the bonus's points = credited + the cuts."""

    sheet: BonusSheet
    record: Record
    credited: Hundredths
    cuts: BonusCuts = ()


def is_due(book: Book, bonus: checked.Bonus, record: Record) -> bool:
    """Whether a bonus comes with a record of its item that was just counted."""
    match bonus.mark:
        case checked.Reaches() as mark:
            reached = book.tallies.get(tally_key(bonus, mark, record), 0)
            return reached >= mark.amount and bonus_key(bonus, mark, record) not in book.given
        case checked.Runs() as mark:
            return book.runs[run_key(bonus, mark)].length >= mark.count
    assert_never(bonus.mark)


def decide_bonus(book: Book, sheet: BonusSheet, record: Record) -> BonusDecision:
    """What the limits leave of a bonus: each in order takes what still exceeds it."""
    points, cuts = sheet.bonus.points, list[tuple[Meter, Hundredths]]()
    for meter in sheet.points:
        left = book.left(meter, record)
        if points > left:
            cuts.append((meter, points - left))
            points = left
    return BonusDecision(sheet, record, points, tuple(cuts))


def tally_key(bonus: checked.Bonus, mark: checked.Reaches, record: Record) -> TallyKey:
    """Where a record counts towards a mark."""
    period = mark.period
    index = period_index(period, record.day)
    return bonus.name, bonus.item, mark.measure, period, index


def bonus_key(bonus: checked.Bonus, mark: checked.Reaches, record: Record) -> BonusKey:
    """In which period a bonus comes once."""
    return bonus.name, mark.period, period_index(mark.period, record.day)


def run_key(bonus: checked.Bonus, mark: checked.Runs) -> RunKey:
    """Where the periods in a row are counted."""
    return bonus.name, bonus.item, mark.period
