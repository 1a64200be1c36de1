"""Steps 2 to 6: what a record is worth where the account stands, and what takes the rest.

`decide` looks at the open passbook and changes nothing; `writing.enter` writes what was decided.
"""

from collections.abc import Iterable
from typing import TypeAlias

import attrs

from rulesengine.core.passbook import RecordOutcome, Result
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.acting import Effect, effect_of
from rulesengine.reference.book import Book
from rulesengine.reference.conditions import truth
from rulesengine.reference.counting import reason_against
from rulesengine.reference.entry import Entry
from rulesengine.reference.known import Known, known_of
from rulesengine.reference.raw import (
    ONE,
    factor_of,
    quantity_of,
    raw_points,
    row_points,
    shared_by,
    times_of,
)
from rulesengine.reference.sheets import Meter, MostEach, Sheet

Cutter: TypeAlias = checked.Highest | MostEach | Meter | checked.Floor
Cuts: TypeAlias = tuple[tuple[Cutter, Hundredths], ...]


@attrs.frozen
class Worth:
    """Raw points and what made them: points of the `row`, quantity and factor in hundredths.

    `before` and `shared` as `raw.raw_points` has them.
    """

    row: Hundredths
    quantity: Hundredths
    factor: checked.Factor | None
    raw: Hundredths
    round_to: Hundredths
    before: Hundredths
    shared: int

    def of_times(self, value: checked.Value, times: int) -> Hundredths:
        """What so many of the record's times are worth, by the same arithmetic."""
        return raw_points(
            value,
            self.row,
            times * ONE,
            times_hundredths(self.factor),
            self.round_to,
            before=self.before,
            shared=self.shared,
        )


@attrs.frozen
class Decision:
    """What becomes of a record: its result, each cut in order (none of 0), and the times it uses.

    `sheet` is None where step 1 stopped it, and for the record of an act; `effect` is what an act
    does.
    """

    result: Result
    sheet: Sheet | None = None
    cuts: Cuts = ()
    times: int = 0
    effect: Effect | None = None


def decide(book: Book, entry: Entry) -> Decision:
    """What becomes of a record whose turn it is."""
    record = entry.record
    policy = book.timeline.policy_on(record.day)
    known = known_of(entry)
    reason = reason_against(policy, book.member, entry, known)
    if reason is not None or policy is None:
        assert reason is not None, record
        return Decision(Result(record, reason))
    act = policy.acts_by_name.get(record.item)
    if act is not None:
        return _decide_act(book, policy, act, record)
    sheet = book.sheets.of(policy, policy.items[record.item])
    worth = worth_of(policy, sheet.item, record, known, book)
    return _weigh(book, sheet, record, worth, known)


def _decide_act(book: Book, policy: checked.Policy, act: checked.Act, record: Record) -> Decision:
    """An act has no raw points: it does what it does in full, or finds nothing to clear."""
    effect = effect_of(book, policy, act, record)
    if effect is None:
        return Decision(Result(record, RecordOutcome.WORTH_NOTHING))
    return Decision(Result(record, RecordOutcome.IN_FULL, counted=True), effect=effect)


def worth_of(
    policy: checked.Policy, item: checked.Item, record: Record, known: Known, book: Book
) -> Worth:
    """Step 2, for a record that passed step 1."""
    row = row_points(item.value, record, known, book.number(item, record))
    assert row is not None, record
    factor = factor_of(item, known) if item.factors else None
    quantity, before = quantity_of(record), book.before(item, record)
    shared = shared_by(item.value, record)
    raw = raw_points(
        item.value,
        row,
        quantity,
        times_hundredths(factor),
        policy.round_to,
        before=before,
        shared=shared,
    )
    return Worth(row, quantity, factor, raw, policy.round_to, before, shared)


def times_hundredths(factor: checked.Factor | None) -> Hundredths:
    """A factor as a number; one where none applies."""
    return ONE if factor is None else factor.times


def binds(meter: Meter, known: Known) -> bool:
    """Whether a limit is for this account that day: unless its condition is known not to hold."""
    return meter.limit.when is None or truth(meter.limit.when, known) is not False


def _weigh(book: Book, sheet: Sheet, record: Record, worth: Worth, known: Known) -> Decision:
    """Steps 3 to 6: highest only, times, points limits, floors; each takes from what is left."""
    raw, cuts = worth.raw, list[tuple[Cutter, Hundredths]]()
    if raw == 0:
        return Decision(Result(record, RecordOutcome.WORTH_NOTHING), sheet)

    mark = book.mark(sheet.item, record)
    if mark and sheet.item.highest is not None:
        cuts.append((sheet.item.highest, min(raw, mark)))
        if raw <= mark:
            return _nothing(sheet, record, RecordOutcome.NOT_ABOVE_HIGHEST, raw, cuts)

    times, points = 0, raw - mark
    if not mark:  # raising a key that is already counted uses no time
        times, points = _within_times(book, sheet, record, worth, known, cuts)
        if times == 0:
            return _nothing(sheet, record, RecordOutcome.TIMES_USED_UP, raw, cuts)

    within_limits = _within_points(book, sheet, record, points, known, cuts)
    credited = above_floors(book, sheet.item.floors, record, within_limits, cuts)
    outcome = _outcome(raw, points, within_limits, credited)
    result = Result(record, outcome, raw, credited, counted=True)
    return Decision(result, sheet, tuple(cuts), times)


def _nothing(
    sheet: Sheet,
    record: Record,
    outcome: RecordOutcome,
    raw: Hundredths,
    cuts: list[tuple[Cutter, Hundredths]],
) -> Decision:
    """A record that is worth something and gets nothing, and is not counted."""
    return Decision(Result(record, outcome, raw), sheet, tuple(cuts))


def _within_times(
    book: Book,
    sheet: Sheet,
    record: Record,
    worth: Worth,
    known: Known,
    cuts: list[tuple[Cutter, Hundredths]],
) -> tuple[int, Hundredths]:
    """Step 4: how many of its times the record earns for, and what those are worth."""
    times = times_of(sheet.item.value, worth.quantity)
    tightest, left = None, times
    for meter in sheet.times:  # the first of those that leave least
        here = book.left(meter, record)
        if here < left and binds(meter, known):
            tightest, left = meter, here
    if tightest is None:
        return times, worth.raw
    points = worth.of_times(sheet.item.value, left) if left else 0
    if points < worth.raw:
        cuts.append((tightest, worth.raw - points))
    return left, points


def _within_points(
    book: Book,
    sheet: Sheet,
    record: Record,
    points: Hundredths,
    known: Known,
    cuts: list[tuple[Cutter, Hundredths]],
) -> Hundredths:
    """Step 5: each limit in order takes what still exceeds it after those before."""
    if sheet.most_each is not None and points > sheet.most_each.points:
        cuts.append((sheet.most_each, points - sheet.most_each.points))
        points = sheet.most_each.points
    for meter in sheet.points:
        left = book.left(meter, record)
        if points > left and binds(meter, known):
            cuts.append((meter, points - left))
            points = left
    return points


def above_floors(
    book: Book,
    floors: Iterable[checked.Floor],
    record: Record,
    points: Hundredths,
    cuts: list[tuple[Cutter, Hundredths]],
) -> Hundredths:
    """What floors let a deduction take: down to the floor, nothing where it is below already."""
    for floor in floors:
        room = max(0, book.sum_under(floor, record.day) - floor.points)
        if points > room:
            cuts.append((floor, points - room))
            points = room
    return points


def _outcome(
    raw: Hundredths, within_times: Hundredths, within_limits: Hundredths, credited: Hundredths
) -> RecordOutcome:
    """The outcome of a counted record: the first step that left nothing, else how much was left."""
    if within_times == 0:
        return RecordOutcome.TIMES_USED_UP
    if within_limits == 0:
        return RecordOutcome.POINTS_USED_UP
    if credited == 0:
        return RecordOutcome.SPARED_BY_FLOOR
    return RecordOutcome.IN_FULL if credited == raw else RecordOutcome.IN_PART
