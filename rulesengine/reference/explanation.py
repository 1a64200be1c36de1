"""Why a passbook says what it says, as values: structures, not sentences.

A shell turns them into words in two languages. Amounts are hundredths of points, or whole times
where a limit counts times. `None` as an answer is "unknown".
"""

from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.facts import Fact, FactValue
from rulesengine.core.passbook import Barred, Passbook, Result
from rulesengine.core.posting import Account, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record, Status
from rulesengine.core.register import Stay
from rulesengine.language import checked
from rulesengine.reference.acting import Effect

# --- lines ---------------------------------------------------------------------------------------


@attrs.frozen
class Line:
    """A posting with the figures after it: standing in its day's evaluation period, and balance.

    `suspended`: after it redeeming is suspended.
    """

    posting: Posting
    standing: Hundredths
    balance: Hundredths
    suspended: bool = False


# --- conditions ----------------------------------------------------------------------------------


@attrs.frozen
class Seen:
    """A fact, an age, the date or the raw points that was looked at; None: unknown.

    Raw points are asked for in requirements only.
    """

    operand: checked.FactOf | checked.AgeOf | checked.RecordDay | checked.RawPoints
    value: FactValue | None


@attrs.frozen
class Answer:
    """A condition, whether it held, what it saw (a comparison), and its parts' answers."""

    condition: checked.Condition
    holds: bool | None
    seen: tuple[Seen, ...] = ()
    parts: "tuple[Answer, ...]" = ()


@attrs.frozen
class FactorAnswer:
    """A factor of the item, whether its condition held, and whether it is the one that applied."""

    factor: checked.Factor
    answer: Answer
    applied: bool


# --- raw points ----------------------------------------------------------------------------------


@attrs.frozen
class Arithmetic:
    """How raw points were made: `row` x `quantity` / size x factor, then rounded to `round_to`.

    `exact` is the number before rounding, as numerator and denominator of hundredths. `looked_at`
    is what a table looked at, `number` (from 1) which counted record of its period this would be.
    `before`: of blocks that are carried, what was done before in the period. `judgings` are the
    points of all who judged, `shared` how many of them count: the row is the sum of those.
    """

    value: checked.Value
    row: Hundredths
    quantity: Hundredths
    factor: checked.Factor | None
    exact: tuple[int, int]
    round_to: Hundredths
    raw: Hundredths
    looked_at: Seen | None = None
    number: int | None = None
    before: Hundredths = 0
    judgings: tuple[Hundredths, ...] = ()
    shared: int = 1


# --- what an item requires -----------------------------------------------------------------------


@attrs.frozen
class RequirementMet:
    """A requirement, the answer of its condition (None: it has none), the fact, and whether the

    record lacks what is required.
    """

    requirement: checked.Requirement
    when: Answer | None
    value: FactValue | None
    is_missing: bool


# --- what took points ----------------------------------------------------------------------------


@attrs.frozen
class Stretch:
    """A period of the calendar by its index; `next_day` is the first day after it, None if none."""

    period: Period
    index: int
    next_day: date | None


@attrs.frozen
class Days:
    """The days of a window, both included."""

    first: date
    last: date


@attrs.frozen
class HighestMet:
    """`mark`: the highest raw points before, 0 if none; `per` is the event or the period."""

    highest: checked.Highest
    per: str | Stretch
    mark: Hundredths
    taken: Hundredths


@attrs.frozen
class MostEachMet:
    """What no record of an item that a village added may credit more than, and what it took."""

    most: Hundredths
    taken: Hundredths


@attrs.frozen
class LimitMet:
    """A limit as the record met it: used and left before, and the points it took from the record.

    `used` and `left` are times where the limit counts times. `person` is whose, where per person.
    `when`: the answer of its condition, None where it has none; false, and it takes nothing.
    """

    limit: checked.Limit
    stretch: Stretch
    person: str
    used: int
    left: int
    taken: Hundredths
    when: Answer | None = None

    @property
    def binds(self) -> bool:
        """Whether it is for this account that day."""
        return self.when is None or self.when.holds is not False


@attrs.frozen
class FloorMet:
    """A floor as a deduction met it: the sum before, the room above the floor, what was spared."""

    floor: checked.Floor
    stretch: Stretch
    sum_before: Hundredths
    room: Hundredths
    taken: Hundredths


@attrs.frozen
class BonusMet:
    """A bonus behind a record, the limits as it met them, and what was credited of its points.

    `reached` is what of the item's counted records adds up to its mark (whole times or hundredths),
    or how many periods in a row; `stretch` is the period of the mark, or its window of days.
    """

    bonus: checked.Bonus
    stretch: Stretch | Days
    reached: int
    credited: Hundredths
    limits: tuple[LimitMet, ...]
    floors: tuple[FloorMet, ...] = ()


@attrs.frozen
class BarMet:
    """A bar that a record brought, as the one that reached its mark; see `BonusMet`."""

    act: checked.Act
    stretch: Stretch | Days
    reached: int
    barred: Barred


# --- what would have changed it ------------------------------------------------------------------


@attrs.frozen
class WantedPart:
    """A comparison that would have to be `holds` (true or false), and what it saw instead."""

    condition: checked.Compare | checked.IsOneOf
    holds: bool
    seen: tuple[Seen, ...]


@attrs.frozen
class WantedAll:
    """All of these would be needed."""

    parts: "tuple[Wanted, ...]"


@attrs.frozen
class WantedAny:
    """One of these would be enough."""

    parts: "tuple[Wanted, ...]"


Wanted: TypeAlias = WantedPart | WantedAll | WantedAny


@attrs.frozen
class CorrectRecord:
    """The record is in error: what is wrong with it."""

    problem: Diagnostic


@attrs.frozen
class Approve:
    """It counts once it is approved."""

    status: Status


@attrs.frozen
class InsidePolicyDates:
    """The days on which a policy is in force; a last day of None is for ever."""

    stretches: tuple[tuple[date, date | None], ...]


@attrs.frozen
class InsideItemDates:
    """The item's own dates; None is open."""

    first_day: date | None
    last_day: date | None


@attrs.frozen
class InRegister:
    """The days on which the account is in the register; empty: never."""

    stays: tuple[Stay, ...]


@attrs.frozen
class ConditionWould:
    """What would have made `eligible` or the item's condition hold."""

    wanted: Wanted
    is_eligible: bool


@attrs.frozen
class GiveFacts:
    """The facts that nobody gave."""

    facts: tuple[Fact, ...]


@attrs.frozen
class GiveApproval:
    """The facts of the record that would have to be yes."""

    facts: tuple[Fact, ...]


@attrs.frozen
class FullBlock:
    """The quantity at which the first whole block is full."""

    size: Hundredths


@attrs.frozen
class AboveHighest:
    """More raw points than this would have added something."""

    mark: Hundredths


@attrs.frozen
class RoomInLimit:
    """What the limit left; room comes again on `again`, None if it does not come again."""

    limit: checked.Limit
    left: int
    again: date | None


@attrs.frozen
class FloorHeld:
    """The floor that kept points; with more above it the deduction would have taken more."""

    floor: checked.Floor
    room: Hundredths


Change: TypeAlias = (
    CorrectRecord | Approve | InsidePolicyDates | InsideItemDates | InRegister | ConditionWould
    | GiveFacts | GiveApproval | FullBlock | AboveHighest | RoomInLimit | FloorHeld
)  # fmt: skip

# --- stories -------------------------------------------------------------------------------------


@attrs.frozen
class RecordStory:
    """A record from step 1 to its lines; what it did not get as far as is None or empty.

    The record of an act has no item: it has an `act`, and an `effect` where it did something.
    """

    record: Record
    result: Result
    policy: checked.Policy | None
    item: checked.Item | None
    eligible: Answer | None = None
    when: Answer | None = None
    factors: tuple[FactorAnswer, ...] = ()
    arithmetic: Arithmetic | None = None
    highest: HighestMet | None = None
    times_used: int = 0
    limits: tuple[LimitMet, ...] = ()
    floors: tuple[FloorMet, ...] = ()
    changes: tuple[Change, ...] = ()
    requirements: tuple[RequirementMet, ...] = ()
    most_each: MostEachMet | None = None
    bonuses: tuple[BonusMet, ...] = ()
    bars: tuple[BarMet, ...] = ()
    act: checked.Act | None = None
    effect: Effect | None = None
    lines: tuple[Line, ...] = ()


@attrs.frozen
class BaseStory:
    """A base and its line."""

    base: checked.Base
    day: date
    lines: tuple[Line, ...]


@attrs.frozen
class ExpiryStory:
    """An expiry: what was redeemable of the period that ended; no line where nothing expired."""

    expiry: checked.Expiry
    period_end: date
    day: date
    redeemable: Hundredths
    lines: tuple[Line, ...]


Story: TypeAlias = RecordStory | BaseStory | ExpiryStory


@attrs.frozen
class Explanation:
    """An account's stories in passbook order, and the passbook that they tell."""

    account: Account
    stories: tuple[Story, ...]
    passbook: Passbook
