"""What scoring an account gives: its lines, and what became of every record.

The reference and every engine give exactly these; which of them ran cannot be seen here.
"""

import enum
from datetime import date

import attrs

from rulesengine.core.posting import Account, Posting
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Record, RecordId


class RecordOutcome(enum.Enum):
    """What became of a record: exactly one, the first of these that applies."""

    ERROR = "error"
    NOT_APPROVED = "not approved"
    NO_POLICY = "no policy that day"
    OUTSIDE_DATES = "outside the item's dates"
    NOT_IN_REGISTER = "not in the register"
    NOT_ELIGIBLE = "not eligible"
    CONDITION_NOT_MET = "condition not met"
    FACT_MISSING = "fact missing"
    APPROVAL_MISSING = "approval missing"
    WORTH_NOTHING = "worth nothing"
    NOT_ABOVE_HIGHEST = "not above the highest"
    TIMES_USED_UP = "times used up"
    POINTS_USED_UP = "points used up"
    SPARED_BY_FLOOR = "spared by the floor"
    IN_PART = "in part"
    IN_FULL = "in full"


@attrs.frozen
class Result:
    """What became of a record. All amounts are positive hundredths of points.

    `raw` = `credited` + what its lost (or spared) lines say; all three are 0 for a record that did
    not get as far as raw points. `counted`: it used its times (meaning.md, step 4). For a
    deduction `credited` is what was deducted.
    """

    record: Record
    outcome: RecordOutcome
    raw: Hundredths = 0
    credited: Hundredths = 0
    counted: bool = False


@attrs.frozen
class Cleared:
    """A record that cleared points: the lines of `first_day` to `last_day` written before it count

    no more for totals and floors. `base`: how much of what it took was base not redeemable.
    """

    record: RecordId
    day: date
    first_day: date
    last_day: date
    base: Hundredths


@attrs.frozen
class Barred:
    """A record that bars from redeeming, from honours or both; both days included.

    A last day of `date.max` is for ever.
    """

    record: RecordId
    item: str
    first_day: date
    last_day: date
    redeem: bool
    honour: bool

    def holds(self, day: date) -> bool:
        """Whether it bars on a day."""
        return self.first_day <= day <= self.last_day


@attrs.frozen
class Matched:
    """A category of gifts on the last day: what was given, what was earned outside every such

    category, and what of the gifts that releases. In hundredths; neither cleared nor expired.
    """

    category: str
    given: Hundredths
    earned: Hundredths
    released: Hundredths


@attrs.frozen
class Passbook:
    """An account's lines up to the last day, in passbook order, and its records' results in order.

    `first_day` is the later of the policy's first day and the day the account joined;
    `unredeemable_base` is the base in the balance that may not be redeemed; `spendable` is what
    may be redeemed at the end of the last day. `suspended`: redeeming is suspended on the last day.
    `clears` and `bars` are in the order of their records, those that are over included; `matched`
    in that of the categories.
    """

    account: Account
    first_day: date
    last_day: date
    postings: tuple[Posting, ...]
    results: tuple[Result, ...]
    standing: Hundredths
    balance: Hundredths
    redeemable: Hundredths
    spendable: Hundredths
    suspended: bool = False
    clears: tuple[Cleared, ...] = ()
    bars: tuple[Barred, ...] = ()
    matched: tuple[Matched, ...] = ()

    def barred_from_redeeming(self, day: date) -> date | None:
        """The last day of the bars from redeeming that hold on a day; None: it may redeem."""
        ends = [bar.last_day for bar in self.bars if bar.redeem and bar.holds(day)]
        return max(ends, default=None)

    def barred_from_honours(self, day: date) -> date | None:
        """The last day of the bars from honours that hold on a day; None: it may be honoured."""
        ends = [bar.last_day for bar in self.bars if bar.honour and bar.holds(day)]
        return max(ends, default=None)
