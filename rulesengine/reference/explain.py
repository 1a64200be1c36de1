"""The same walk as `fold`, keeping why: each line with its reason, each record with its story.

There is no second meaning here. Before each step the open passbook is looked at with the functions
that decide (`decide`, `worth_of`, `Book.left`, ...); then the step is taken as in `fold`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period, first_day, period_index
from rulesengine.core.posting import Account
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.agenda import Expires, Step, agenda
from rulesengine.reference.answers import answer, factor_answers, looked_at
from rulesengine.reference.base import BaseDue
from rulesengine.reference.bonuses import BonusDecision, run_key, tally_key
from rulesengine.reference.book import Book
from rulesengine.reference.changes import changes_for_points, changes_for_step_one
from rulesengine.reference.counting import is_missing, with_raw
from rulesengine.reference.deciding import Cutter, Decision, decide, times_hundredths, worth_of
from rulesengine.reference.entry import Entry
from rulesengine.reference.expiry import PeriodEnd
from rulesengine.reference.explanation import (
    Arithmetic,
    BaseStory,
    BonusMet,
    ExpiryStory,
    Explanation,
    FloorMet,
    HighestMet,
    LimitMet,
    Line,
    MostEachMet,
    RecordStory,
    RequirementMet,
    Story,
    Stretch,
)
from rulesengine.reference.figures import closed
from rulesengine.reference.fold import opened, redeemable_at, take
from rulesengine.reference.known import Known, fact_value, known_of
from rulesengine.reference.raw import exact_points
from rulesengine.reference.sheets import Meter, Sheet
from rulesengine.reference.soundness import deed_of, fault
from rulesengine.reference.watching import Watch


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
    watch = Watch()
    for step in agenda(timeline, account, entries, register, until):
        story = _story(book, step)
        written = len(book.postings)
        bonuses: list[BonusMet] = []
        take(book, step, _onlooker(book, bonuses))
        lines = []
        for place in range(written, len(book.postings)):
            posting = book.postings[place]
            watch = watch.after(posting, timeline, book.postings, place)
            lines.append(Line(posting, watch.standing, watch.balance, watch.suspended))
        if isinstance(story, RecordStory):
            story = attrs.evolve(story, bonuses=tuple(bonuses))
        if story is not None:
            stories.append(attrs.evolve(story, lines=tuple(lines)))
    return Explanation(account, tuple(stories), closed(book, until))


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
    story = _opening(book, entry, policy, decision)
    if sheet is None or policy is None:
        return story
    highest, limits, floors = _met(book, sheet, record, decision)
    every_met = (*((highest,) if highest is not None else ()), *limits, *floors)
    return attrs.evolve(
        story,
        factors=factor_answers(sheet.item, known),
        arithmetic=_arithmetic(book, policy, sheet.item, record, known),
        highest=highest,
        times_used=decision.times,
        most_each=_most_each_met(sheet, decision),
        limits=limits,
        floors=floors,
        changes=changes_for_points(sheet.item, result.outcome, every_met),
    )


def _opening(
    book: Book, entry: Entry, policy: checked.Policy | None, decision: Decision
) -> RecordStory:
    """A record's story up to step 1, and the whole story of an act."""
    record, known = entry.record, known_of(entry)
    deed = deed_of(policy, record.item) if policy is not None else None
    item = deed if isinstance(deed, checked.Item) else None
    passed = decision.sheet is not None or decision.effect is not None
    return RecordStory(
        record,
        decision.result,
        policy,
        item,
        answer(policy.eligible, known) if policy is not None and policy.eligible else None,
        answer(deed.when, known) if deed is not None and deed.when is not None else None,
        changes=()
        if passed
        else changes_for_step_one(book.timeline, book.member, entry, decision.result.outcome),
        requirements=tuple(_requirements_met(policy, item, entry)) if policy and item else (),
        act=deed if isinstance(deed, checked.Act) else None,
        effect=decision.effect,
    )


def _requirements_met(
    policy: checked.Policy, item: checked.Item, entry: Entry
) -> Iterator[RequirementMet]:
    if not item.requires or fault(policy, entry.record) is not None:
        return
    known = with_raw(policy, item, entry, known_of(entry))
    for requirement in item.requires:
        yield RequirementMet(
            requirement,
            None if requirement.when is None else answer(requirement.when, known),
            fact_value(requirement.fact, known),
            is_missing(requirement, known),
        )


def _most_each_met(sheet: Sheet, decision: Decision) -> MostEachMet | None:
    if sheet.most_each is None:
        return None
    return MostEachMet(sheet.most_each.points, _taken(decision, sheet.most_each))


def _onlooker(book: Book, met: list[BonusMet]) -> Callable[[BonusDecision], None]:
    """Notes each bonus of a step as it is about to be written."""

    def look_on(bonus: BonusDecision) -> None:
        met.append(_bonus_met(book, bonus))

    return look_on


def _bonus_met(book: Book, decision: BonusDecision) -> BonusMet:
    """A bonus as it is about to be written."""
    bonus, record = decision.sheet.bonus, decision.record
    match bonus.mark:
        case checked.Reaches(period=period) as mark:
            reached = book.tallies[tally_key(bonus, mark, record)]
        case checked.Runs(period=period) as mark:
            reached = book.runs[run_key(bonus, mark)].length
        case _:
            assert_never(bonus.mark)
    taken = dict(decision.cuts)
    limits = tuple(
        _limit_met(book, meter, record, taken.get(meter, 0)) for meter in decision.sheet.points
    )
    return BonusMet(bonus, _stretch(period, record.day), reached, decision.credited, limits)


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
