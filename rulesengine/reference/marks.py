"""Marks: what an item's counted records add up to, and whether that brings a bonus or a bar.

Looks at the open passbook and changes nothing; `writing` counts records towards marks.

What is counted is known by the name of what it brings, the item, what of it is counted, and its
period or months. So a new version that keeps a bonus or a bar goes on with what was counted.
"""

from datetime import date, timedelta
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.book import BonusKey, Book, RunKey, TallyKey, WindowKey


@attrs.frozen
class Marked:
    """What comes when records of `item` reach a mark, by its name."""

    name: str
    item: str
    mark: checked.Mark


def of_bonus(bonus: checked.Bonus) -> Marked:
    """What brings a bonus."""
    return Marked(bonus.name, bonus.item, bonus.mark)


def of_bar(act: checked.Act) -> Marked:
    """What brings a bar that has no records of its own."""
    assert act.counted is not None, act
    return Marked(act.name, act.counted.item, act.counted.mark)


def is_reached(book: Book, marked: Marked, record: Record) -> bool:
    """Whether a record that was just counted reaches a mark that has not been reached already."""
    match marked.mark:
        case checked.Reaches() as mark:
            reached = so_far(book, marked, record)
            return reached >= mark.amount and once_key(marked, mark, record) not in book.given
        case checked.Within() as mark:
            return so_far(book, marked, record) >= mark.amount
        case checked.Runs() as mark:
            return so_far(book, marked, record) >= mark.count
    assert_never(marked.mark)


def so_far(book: Book, marked: Marked, record: Record) -> int:
    """What has been counted: whole times or hundredths, or how many periods in a row."""
    match marked.mark:
        case checked.Reaches() as mark:
            return book.tallies.get(tally_key(marked, mark, record), 0)
        case checked.Within() as mark:
            return book.windows[window_key(marked, mark)].total
        case checked.Runs() as mark:
            return book.runs[run_key(marked, mark)].length
    assert_never(marked.mark)


def window_begins(mark: checked.Within, day: date) -> date:
    """The first day of the months that end on a day: the day after the one of the same number

    so many months before; where that month is too short, after its last day.
    """
    month = period_index(Period.MONTH, day) - mark.months
    if month < period_index(Period.MONTH, date.min):
        return date.min
    ends = last_day(Period.MONTH, month)
    return ends.replace(day=min(day.day, ends.day)) + timedelta(days=1)


def tally_key(marked: Marked, mark: checked.Reaches, record: Record) -> TallyKey:
    """Where a record counts towards a mark of a period."""
    index = period_index(mark.period, record.day)
    return marked.name, marked.item, mark.measure, mark.period, index


def once_key(marked: Marked, mark: checked.Reaches, record: Record) -> BonusKey:
    """In which period a mark is reached once."""
    return marked.name, mark.period, period_index(mark.period, record.day)


def window_key(marked: Marked, mark: checked.Within) -> WindowKey:
    """Where the records of the last months are counted."""
    return marked.name, marked.item, mark.measure, mark.months


def run_key(marked: Marked, mark: checked.Runs) -> RunKey:
    """Where the periods in a row are counted."""
    return marked.name, marked.item, mark.period
