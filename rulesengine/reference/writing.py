"""Writing a line into the open passbook: the only functions that change it.

Conservation is kept here: raw = credited + lost, for every record, always.
"""

from datetime import date

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.posting import Kind, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.language.checked import Sign
from rulesengine.reference.book import STANDING, Book, count_key, highest_key
from rulesengine.reference.deciding import Cutter, Decision
from rulesengine.reference.sheets import Sheet


def enter(book: Book, decision: Decision) -> None:
    """Write what was decided of a record, and count it."""
    result, sheet = decision.result, decision.sheet
    book.results.append(result)
    if sheet is None:
        return
    taken = sum([points for _, points in decision.cuts])
    assert result.raw == result.credited + taken, decision
    _write_lines(book, sheet.item, decision)
    if result.counted:
        _count(book, sheet, decision)


def _write_lines(book: Book, item: checked.Item, decision: Decision) -> None:
    """An award or deduction of what is credited, then a line for each cut; never a line of 0."""
    record, credited = decision.result.record, decision.result.credited
    is_award = item.sign is Sign.AWARD
    if credited:
        kind, points = (Kind.AWARD, credited) if is_award else (Kind.DEDUCT, -credited)
        book.postings.append(Posting(book.account, record.day, kind, points, record.id, item.name))
        book.redeemable += points
        _add(book, item.category, record.day, points)
        _add(book, STANDING, record.day, points)
    kept = Kind.LOST if is_award else Kind.SPARED
    for cutter, points in decision.cuts:
        book.postings.append(
            Posting(book.account, record.day, kept, points, record.id, item.name, label_of(cutter))
        )


def _count(book: Book, sheet: Sheet, decision: Decision) -> None:
    """Use its times and its points, move the count on, raise the highest mark."""
    record, credited = decision.result.record, decision.result.credited
    if decision.times:
        for meter in sheet.times_counted:
            key = meter.key(record)
            book.used[key] = book.used.get(key, 0) + decision.times
    if credited:
        for meter in sheet.points_counted:
            key = meter.key(record)
            book.used[key] = book.used.get(key, 0) + credited
    _move_on(book, sheet.item, record, decision.result.raw)


def _move_on(book: Book, item: checked.Item, record: Record, raw: Hundredths) -> None:
    counting = count_key(item, record)
    if counting is not None:
        book.counted[counting] = book.counted.get(counting, 0) + 1
    mark = highest_key(item, record)
    if mark is not None:
        book.highest[mark] = raw  # a counted record of the key is above the mark before


def write_base(book: Book, base: checked.Base, day: date) -> None:
    """Write a base in full."""
    book.postings.append(Posting(book.account, day, Kind.BASE, base.points))
    _add(book, STANDING, day, base.points)
    if base.redeemable:
        book.redeemable += base.points


def write_expiry(book: Book, points: Hundredths, day: date) -> None:
    """Write what expires: negative where the account loses, positive where a shortfall is wiped."""
    if points:
        book.postings.append(Posting(book.account, day, Kind.EXPIRE, points))
        book.redeemable += points
        book.expired += points


def note_period_end(book: Book, period: Period, day: date) -> None:
    """Keep what is redeemable at a period's end, less all that has expired, for when grace ends."""
    book.at_period_end[period, day] = book.redeemable - book.expired


def _add(book: Book, name: str, day: date, points: Hundredths) -> None:
    """Add to the sums that floors look at."""
    for period in book.sheets.sums.get(name, ()):
        key = (name, period, period_index(period, day))
        book.sums[key] = book.sums.get(key, 0) + points


def label_of(cutter: Cutter) -> str:
    """What a posting calls a limit, in words that no keyword language changes."""
    return "highest" if isinstance(cutter, checked.Highest) else cutter.label
