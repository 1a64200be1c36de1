"""Bonuses and their opposite: what limits and floors leave of one whose mark is reached.

Looks at the open passbook and changes nothing; `marks` says when one comes, `writing` writes it.
"""

from typing import TypeAlias

import attrs

from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.book import Book
from rulesengine.reference.deciding import Cutter, above_floors, binds
from rulesengine.reference.known import Known
from rulesengine.reference.sheets import BonusSheet

BonusCuts: TypeAlias = tuple[tuple[Cutter, Hundredths], ...]


@attrs.frozen
class BonusDecision:
    """A bonus that comes with a record: raw = the bonus's points = credited + the cuts.

    `known` is what is known of the record. For a deduction `credited` is what is deducted.
    """

    sheet: BonusSheet
    record: Record
    known: Known
    credited: Hundredths
    cuts: BonusCuts = ()

    @property
    def is_award(self) -> bool:
        return self.sheet.bonus.sign is checked.Sign.AWARD


def decide_bonus(book: Book, sheet: BonusSheet, record: Record, known: Known) -> BonusDecision:
    """What limits and floors leave of a bonus: each in order takes what still exceeds it."""
    points, cuts = sheet.bonus.points, list[tuple[Cutter, Hundredths]]()
    for meter in sheet.points:
        left = book.left(meter, record)
        if points > left and binds(meter, known):
            cuts.append((meter, points - left))
            points = left
    points = above_floors(book, sheet.bonus.floors, record, points, cuts)
    return BonusDecision(sheet, record, known, points, tuple(cuts))
