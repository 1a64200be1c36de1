"""The same walk as `fold`, keeping why: each line with its reason, each record with its story.

There is no second meaning here. Before each step the open passbook is looked at with the functions
that decide (`decide`, `worth_of`, `Book.left`, ...); then the step is taken as in `fold`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period, first_day, period_index
from rulesengine.core.posting import Account
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.language import checked
from rulesengine.reference.acting import BarDecision
from rulesengine.reference.agenda import Expires, Step, agenda
from rulesengine.reference.answers import answer, factor_answers, looked_at
from rulesengine.reference.base import BaseDue
from rulesengine.reference.bonuses import BonusDecision
from rulesengine.reference.book import Book
from rulesengine.reference.changes import changes_for_points, changes_for_step_one
from rulesengine.reference.counting import is_missing, with_raw
from rulesengine.reference.deciding import Cutter, Decision, decide, times_hundredths, worth_of
from rulesengine.reference.entry import Entry
from rulesengine.reference.expiry import PeriodEnd
from rulesengine.reference.explanation import (
    Arithmetic,
    BarMet,
    BaseStory,
    BonusMet,
    Days,
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
from rulesengine.reference.fold import Brought, opened, redeemable_at, take
from rulesengine.reference.known import Known, fact_value, known_of
from rulesengine.reference.marks import of_bar, of_bonus, so_far, window_begins
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
        brought: list[BonusMet | BarMet] = []
        take(book, step, _onlooker(book, brought))
        lines = []
        for place in range(written, len(book.postings)):
            posting = book.postings[place]
            watch = watch.after(posting, timeline, book.postings, place)
            lines.append(Line(posting, watch.standing, watch.balance, watch.suspended))
        if isinstance(story, RecordStory):
            story = attrs.evolve(
                story,
                bonuses=tuple(one for one in brought if isinstance(one, BonusMet)),
                bars=tuple(one for one in brought if isinstance(one, BarMet)),
            )
        if story is not None:
            stories.append(attrs.evolve(story, lines=tuple(lines)))
    return Explanation(account, tuple(stories), closed(book, register, until))


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
    highest, limits, floors = _met(book, sheet, record, known, decision)
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


def _onlooker(book: Book, met: list[BonusMet | BarMet]) -> Callable[[Brought], None]:
    """Notes each bonus and bar of a step as it is about to be written."""

    def look_on(brought: Brought) -> None:
        match brought:
            case BonusDecision():
                met.append(_bonus_met(book, brought))
            case BarDecision(act=act, record=record, barred=barred):
                marked = of_bar(act)
                reached = so_far(book, marked, record)
                met.append(BarMet(act, _time_of(marked.mark, record.day), reached, barred))
            case _:
                assert_never(brought)

    return look_on


def _time_of(mark: checked.Mark, day: date) -> Stretch | Days:
    """The period in which a mark is reached, or the days of its window."""
    match mark:
        case checked.Reaches(period=period) | checked.Runs(period=period):
            return _stretch(period, day)
        case checked.Within():
            return Days(window_begins(mark, day), day)
    assert_never(mark)


def _bonus_met(book: Book, decision: BonusDecision) -> BonusMet:
    """A bonus as it is about to be written."""
    bonus, record = decision.sheet.bonus, decision.record
    limits = tuple(
        _limit_met(book, meter, record, decision.known, _taken(decision, meter))
        for meter in decision.sheet.points
    )
    return BonusMet(
        bonus,
        _time_of(bonus.mark, record.day),
        so_far(book, of_bonus(bonus), record),
        decision.credited,
        limits,
        tuple(_floors_met(book, bonus.floors, record, decision)),
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
        exact_points(
            item.value,
            worth.row,
            worth.quantity,
            factor,
            before=worth.before,
            shared=worth.shared,
        ),
        worth.round_to,
        worth.raw,
        looked_at(item.value, known),
        book.number(item, record) if isinstance(item.value, checked.ByCount) else None,
        worth.before,
        record.all_judgings,
        worth.shared,
    )


def _met(
    book: Book, sheet: Sheet, record: Record, known: Known, decision: Decision
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
        _limit_met(book, meter, record, known, _taken(decision, meter))
        for meter in (*sheet.times, *sheet.points)
    )
    return highest, limits, tuple(_floors_met(book, item.floors, record, decision))


def _limit_met(
    book: Book, meter: Meter, record: Record, known: Known, taken: Hundredths
) -> LimitMet:
    key = meter.key(record)
    stretch = _stretch(meter.limit.period, record.day)
    return LimitMet(
        meter.limit,
        stretch,
        key[2],
        book.used.get(key, 0),
        book.left(meter, record),
        taken,
        None if meter.limit.when is None else answer(meter.limit.when, known),
    )


def _floors_met(
    book: Book,
    floors: Iterable[checked.Floor],
    record: Record,
    decision: Decision | BonusDecision,
) -> Iterator[FloorMet]:
    for floor in floors:
        before = book.sum_under(floor, record.day)
        room = max(0, before - floor.points)
        stretch = _stretch(floor.period, record.day)
        yield FloorMet(floor, stretch, before, room, _taken(decision, floor))


def _taken(decision: Decision | BonusDecision, cutter: Cutter) -> Hundredths:
    return sum(points for other, points in decision.cuts if other is cutter)


def _stretch(period: Period, day: date) -> Stretch:
    index = period_index(period, day)
    ends = period is Period.EVER or day.year >= date.max.year
    return Stretch(period, index, None if ends else first_day(period, index + 1))
