"""Writing a line into the open passbook: the only functions that change it.

Conservation is kept here: raw = credited + lost, for every record and every bonus, always.
"""

from datetime import date
from typing import assert_never

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.passbook import Barred, Cleared
from rulesengine.core.posting import Kind, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.language.checked import Sign
from rulesengine.reference.acting import Clearing, Effect
from rulesengine.reference.bonuses import BonusDecision
from rulesengine.reference.book import (
    STANDING,
    Amount,
    Book,
    Lot,
    Pending,
    Run,
    Window,
    carry_key,
    count_key,
    highest_key,
)
from rulesengine.reference.deciding import Cutter, Decision
from rulesengine.reference.expiry import PeriodEnd
from rulesengine.reference.marks import (
    Marked,
    of_bar,
    of_bonus,
    once_key,
    run_key,
    tally_key,
    window_begins,
    window_key,
)
from rulesengine.reference.raw import quantity_of
from rulesengine.reference.sheets import Sheet, base_of


def enter(book: Book, decision: Decision) -> None:
    """Write what was decided of a record, and count it."""
    result, sheet = decision.result, decision.sheet
    book.results.append(result)
    if decision.effect is not None:
        _take_effect(book, decision.effect, result.record)
    if sheet is None:
        return
    taken = sum([points for _, points in decision.cuts])
    assert result.raw == result.credited + taken, decision
    _write_lines(book, sheet.item, decision)
    carried = carry_key(sheet.item, result.record)
    if carried is not None:  # whatever became of the record: its hours were done
        book.carried[carried] = book.carried.get(carried, 0) + quantity_of(result.record)
    if result.counted:
        _count(book, sheet, decision)


def _write_lines(book: Book, item: checked.Item, decision: Decision) -> None:
    """An award or deduction of what is credited, then a line for each cut; never a line of 0."""
    record, credited = decision.result.record, decision.result.credited
    is_award = item.sign is Sign.AWARD
    if credited:
        kind, points = (Kind.AWARD, credited) if is_award else (Kind.DEDUCT, -credited)
        _write(book, Posting(book.account, record.day, kind, points, record.id, item.name))
        _earn(book, record.day, item.category, points)
        _add(book, record.day, item.category, points)
    kept = Kind.LOST if is_award else Kind.SPARED
    for cutter, points in decision.cuts:
        label = label_of(cutter)
        _write(book, Posting(book.account, record.day, kept, points, record.id, item.name, label))


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
    for bonus in sheet.bonuses:
        _count_towards(book, of_bonus(bonus.bonus), decision)
    for bar in sheet.bars:
        _count_towards(book, of_bar(bar), decision)


def _count_towards(book: Book, marked: Marked, decision: Decision) -> None:
    """Count a record towards a mark."""
    record = decision.result.record
    match marked.mark:
        case checked.Reaches(measure=measure) as mark:
            key = tally_key(marked, mark, record)
            book.tallies[key] = book.tallies.get(key, 0) + _measured(decision, measure)
        case checked.Within(measure=measure) as mark:
            window = book.windows.setdefault(window_key(marked, mark), Window())
            window.move_to(window_begins(mark, record.day))
            window.add(record.day, _measured(decision, measure))
        case checked.Runs(period=period) as mark:
            index = period_index(period, record.day)
            run = book.runs.get(run_key(marked, mark))
            book.runs[run_key(marked, mark)] = Run(index, 1) if run is None else run.extended(index)
        case _:
            assert_never(marked.mark)


def _measured(decision: Decision, measure: checked.Measure) -> int:
    """What of a counted record counts towards a mark."""
    match measure:
        case checked.Measure.TIMES:
            return decision.times
        case checked.Measure.QUANTITY:
            return quantity_of(decision.result.record)
        case checked.Measure.POINTS:
            return decision.result.credited
    assert_never(measure)


def _start_again(book: Book, marked: Marked, record: Record) -> None:
    """A mark that was reached: it is not reached again by what was counted up to now."""
    match marked.mark:
        case checked.Reaches() as mark:
            book.given.add(once_key(marked, mark, record))
        case checked.Within() as mark:
            book.windows[window_key(marked, mark)] = Window()
        case checked.Runs() as mark:
            key = run_key(marked, mark)
            book.runs[key] = Run(book.runs[key].last, 0)
        case _:
            assert_never(marked.mark)


def enter_bonus(book: Book, decision: BonusDecision) -> None:
    """Write a bonus and what its limits took, charge them, and see that it does not come again."""
    bonus, record, credited = decision.sheet.bonus, decision.record, decision.credited
    taken = sum(points for _, points in decision.cuts)
    assert bonus.points == credited + taken, decision
    is_award = decision.is_award
    if credited:
        kind, gained = (Kind.BONUS, credited) if is_award else (Kind.DEDUCT, -credited)
        _write(book, Posting(book.account, record.day, kind, gained, record.id, bonus.name))
        _earn(book, record.day, bonus.category, gained)
        _add(book, record.day, bonus.category, gained)
        for meter in decision.sheet.counted:
            key = meter.key(record)
            book.used[key] = book.used.get(key, 0) + credited
    kept = Kind.LOST if is_award else Kind.SPARED
    for cutter, points in decision.cuts:
        label = label_of(cutter)
        _write(book, Posting(book.account, record.day, kept, points, record.id, bonus.name, label))
    _start_again(book, of_bonus(bonus), record)


def enter_bar(book: Book, act: checked.Act, barred: Barred, record: Record) -> None:
    """Note a bar that records of an item brought; it writes no line."""
    book.bars.append(barred)
    _start_again(book, of_bar(act), record)


def _earn(book: Book, day: date, category: str, points: Hundredths) -> None:
    """Add to what may be redeemed."""
    book.redeemable += points
    if book.sheets.matches:
        book.lots.append(Lot(day, category, points))


def _take_effect(book: Book, effect: Effect, record: Record) -> None:
    match effect:
        case Clearing():
            _clear(book, effect, record)
        case Barred():
            book.bars.append(effect)
        case _:
            assert_never(effect)


def _clear(book: Book, clearing: Clearing, record: Record) -> None:
    """Write what a clear takes and gives back, and strike what it cleared from the sums."""
    for kind, points in (
        (Kind.CLEAR, -clearing.taken),
        (Kind.WAIVED, clearing.waived),
        (Kind.EXPIRE, -clearing.expired),
    ):
        if points:
            _write(book, Posting(book.account, record.day, kind, points, record.id, clearing.item))
            book.redeemable += points
    book.redeemable += clearing.base
    _strike(book, clearing.first_day, clearing.last_day)
    _clear_pending(book, clearing.first_day)
    book.clears.append(
        Cleared(record.id, record.day, clearing.first_day, clearing.last_day, clearing.base)
    )


def _strike(book: Book, first: date, last: date) -> None:
    """Take the amounts of some days up to now out of every sum."""
    later: list[Amount] = []
    while book.amounts and book.amounts[-1].day >= first:
        amount = book.amounts.pop()
        if amount.day > last:
            later.append(amount)
        else:
            if amount.category != STANDING:
                _add_to_sums(book, amount.day, amount.category, -amount.points)
            if amount.base_of:
                _add_to_sums(book, amount.day, base_of(amount.base_of), -amount.points)
            _add_to_sums(book, amount.day, STANDING, -amount.points)
    book.amounts.extend(reversed(later))
    book.lots = [lot for lot in book.lots if not first <= lot.day <= last]


def _clear_pending(book: Book, first: date) -> None:
    """Where a clear reaches back behind a period's end whose points have yet to expire, no more of

    them expire (and no greater shortfall is wiped) than is left.
    """
    low, high = min(0, book.redeemable), max(0, book.redeemable)
    for (period, day), kept in book.at_period_end.items():
        if day >= first:
            left = max(low, min(high, kept.left(book.expired)))
            book.at_period_end[period, day] = Pending(left, book.expired)


def _move_on(book: Book, item: checked.Item, record: Record, raw: Hundredths) -> None:
    counting = count_key(item, record)
    if counting is not None:
        book.counted[counting] = book.counted.get(counting, 0) + 1
    mark = highest_key(item, record)
    if mark is not None:
        book.highest[mark] = raw  # a counted record of the key is above the mark before


def write_base(book: Book, base: checked.Base, day: date) -> None:
    """Write a base in full."""
    _write(book, Posting(book.account, day, Kind.BASE, base.points))
    held = 0 if base.redeemable else base.points
    _add(book, day, STANDING, base.points, held, base.category)
    if base.redeemable:
        _earn(book, day, base.category, base.points)


def write_expiry(book: Book, end: PeriodEnd, points: Hundredths, day: date) -> None:
    """Write what expires: negative where the account loses, positive where a shortfall is wiped.

    Where nothing of the period stays, what it brought matches nothing any more.
    """
    if not end.expiry.kept_percent:
        book.lots = [lot for lot in book.lots if lot.day > end.day]
    if points:
        _write(book, Posting(book.account, day, Kind.EXPIRE, points))
        book.redeemable += points
        book.expired += points


def note_period_end(book: Book, period: Period, day: date) -> None:
    """Keep what is redeemable at a period's end for when its grace is over."""
    book.at_period_end[period, day] = Pending(book.redeemable, book.expired)


def _write(book: Book, posting: Posting) -> None:
    """Write one line; every line goes through here."""
    if book.sheets.watched:
        book.watch = book.watch.after(posting, book.timeline, book.postings, len(book.postings))
    book.postings.append(posting)


def _add(
    book: Book,
    day: date,
    category: str,
    points: Hundredths,
    base: Hundredths = 0,
    of_base: str = "",
) -> None:
    """Add a line of standing to the sums that floors and clears look at.

    Base belongs to no category, whatever category it stands in (`of_base`): it is in the sum of
    that category's base and in the standing; `base` of it may not be redeemed.
    """
    if book.sheets.clears:
        book.amounts.append(Amount(day, category, points, base, of_base))
    if category != STANDING:
        _add_to_sums(book, day, category, points)
    if of_base:
        _add_to_sums(book, day, base_of(of_base), points)
    _add_to_sums(book, day, STANDING, points)


def _add_to_sums(book: Book, day: date, name: str, points: Hundredths) -> None:
    for period in book.sheets.sums.get(name, ()):
        key = (name, period, period_index(period, day))
        book.sums[key] = book.sums.get(key, 0) + points


def label_of(cutter: Cutter) -> str:
    """What a posting calls a limit, in words that no keyword language changes."""
    return "highest" if isinstance(cutter, checked.Highest) else cutter.label
