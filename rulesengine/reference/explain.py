"""The same walk as `fold`, keeping why: each line with its reason, each record with its story.

There is no second meaning here. Before each step the open passbook is looked at with the functions
that decide (`decide`, `worth_of`, `Book.left`, ...); then the step is taken as in `fold`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period, first_day, period_index
from rulesengine.core.posting import IN_BALANCE, IN_STANDING, Account, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.agenda import Expires, Step, agenda
from rulesengine.reference.answers import answer, factor_answers, looked_at
from rulesengine.reference.base import BaseDue
from rulesengine.reference.book import Book
from rulesengine.reference.changes import changes_for_points, changes_for_step_one
from rulesengine.reference.deciding import Cutter, Decision, decide, times_hundredths, worth_of
from rulesengine.reference.entry import Entry
from rulesengine.reference.expiry import PeriodEnd
from rulesengine.reference.explanation import (
    Arithmetic,
    BaseStory,
    ExpiryStory,
    Explanation,
    FloorMet,
    HighestMet,
    LimitMet,
    Line,
    RecordStory,
    Story,
    Stretch,
)
from rulesengine.reference.figures import closed
from rulesengine.reference.fold import opened, redeemable_at, take
from rulesengine.reference.known import Known, known_of
from rulesengine.reference.raw import exact_points
from rulesengine.reference.sheets import Meter, Sheet


def explain(
    timeline: checked.Timeline,
    account: Account,
    entries: Sequence[Entry],
    register: Register,
    until: date,
) -> Explanation:
    """What `fold` makes of the same arguments, with the reasons; the passbook is the same."""
    book = opened(timeline, account, register)
    stories: list[Story] = []
    running = Running()
    for step in agenda(timeline, account, entries, register, until):
        story = _story(book, step)
        written = len(book.postings)
        take(book, step)
        lines = []
        for posting in book.postings[written:]:
            running = running.after(posting, timeline)
            lines.append(Line(posting, running.standing, running.balance))
        if story is not None:
            stories.append(attrs.evolve(story, lines=tuple(lines)))
    return Explanation(account, tuple(stories), closed(book, until))


@attrs.frozen
class Running:
    """The figures after a line: standing in the evaluation period of its day, and balance."""

    stretch: tuple[Period, int] | None = None
    standing: Hundredths = 0
    balance: Hundredths = 0

    def after(self, posting: Posting, timeline: checked.Timeline) -> "Running":
        """The figures when one more line is written."""
        version = timeline.version_on(posting.day) or timeline.versions[0]
        evaluate = version.policy.evaluate
        stretch = (evaluate, period_index(evaluate, posting.day))
        before = self.standing if stretch == self.stretch else 0
        return Running(
            stretch,
            before + (posting.points if posting.kind in IN_STANDING else 0),
            self.balance + (posting.points if posting.kind in IN_BALANCE else 0),
        )


def _story(book: Book, step: Step) -> Story | None:
    """What there is to tell of a step that is about to be taken; its lines come later."""
    match step:
        case Entry():
            return _record_story(book, step)
        case BaseDue(day=day, base=base):
            return BaseStory(base, day, ())
        case Expires(end=end):
            return ExpiryStory(end.expiry, end.day, end.due, redeemable_at(book, end), ())
        case PeriodEnd():
            return None
    assert_never(step)


def _record_story(book: Book, entry: Entry) -> RecordStory:
    record, known = entry.record, known_of(entry)
    policy = book.timeline.policy_on(record.day)
    decision = decide(book, entry)
    result, sheet = decision.result, decision.sheet
    item = policy.items.get(record.item) if policy is not None else None
    story = RecordStory(
        record,
        result,
        policy,
        item,
        answer(policy.eligible, known) if policy is not None and policy.eligible else None,
        answer(item.when, known) if item is not None and item.when is not None else None,
    )
    if sheet is None or policy is None:
        stopped = changes_for_step_one(book.timeline, book.member, entry, result.outcome)
        return attrs.evolve(story, changes=stopped)
    highest, limits, floors = _met(book, sheet, record, decision)
    every_met = (*((highest,) if highest is not None else ()), *limits, *floors)
    return attrs.evolve(
        story,
        factors=factor_answers(sheet.item, known),
        arithmetic=_arithmetic(book, policy, sheet.item, record, known),
        highest=highest,
        times_used=decision.times,
        limits=limits,
        floors=floors,
        changes=changes_for_points(sheet.item, result.outcome, every_met),
    )


def _arithmetic(
    book: Book, policy: checked.Policy, item: checked.Item, record: Record, known: Known
) -> Arithmetic:
    worth = worth_of(policy, item, record, known, book)
    factor = times_hundredths(worth.factor)
    return Arithmetic(
        item.value,
        worth.row,
        worth.quantity,
        worth.factor,
        exact_points(item.value, worth.row, worth.quantity, factor),
        worth.round_to,
        worth.raw,
        looked_at(item.value, known),
        book.number(item, record) if isinstance(item.value, checked.ByCount) else None,
    )


def _met(
    book: Book, sheet: Sheet, record: Record, decision: Decision
) -> tuple[HighestMet | None, tuple[LimitMet, ...], tuple[FloorMet, ...]]:
    """Highest, limits and floors as the record meets them; a record worth nothing meets none."""
    item = sheet.item
    if decision.result.raw == 0:
        return None, (), ()
    highest = None
    if item.highest is not None:
        per = _stretch(item.highest.period, record.day) if item.highest.period else record.event
        mark, taken = book.mark(item, record), _taken(decision, item.highest)
        highest = HighestMet(item.highest, per, mark, taken)
    limits = tuple(
        _limit_met(book, meter, record, _taken(decision, meter))
        for meter in (*sheet.times, *sheet.points)
    )
    return highest, limits, tuple(_floors_met(book, item, record, decision))


def _limit_met(book: Book, meter: Meter, record: Record, taken: Hundredths) -> LimitMet:
    key = meter.key(record)
    stretch = _stretch(meter.limit.period, record.day)
    return LimitMet(
        meter.limit, stretch, key[2], book.used.get(key, 0), book.left(meter, record), taken
    )


def _floors_met(
    book: Book, item: checked.Item, record: Record, decision: Decision
) -> Iterator[FloorMet]:
    for floor in item.floors:
        before = book.sum_under(floor, record.day)
        room = max(0, before - floor.points)
        stretch = _stretch(floor.period, record.day)
        yield FloorMet(floor, stretch, before, room, _taken(decision, floor))


def _taken(decision: Decision, cutter: Cutter) -> Hundredths:
    return sum(points for other, points in decision.cuts if other is cutter)


def _stretch(period: Period, day: date) -> Stretch:
    index = period_index(period, day)
    ends = period is Period.EVER or day.year >= date.max.year
    return Stretch(period, index, None if ends else first_day(period, index + 1))
