"""Postings: the lines of a passbook."""

import enum
from datetime import date

import attrs

from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import RecordId


class Kind(enum.Enum):
    """What a line does. `lost` and `spared` change no figure; they say what limits took or kept."""

    BASE = "base"
    AWARD = "award"
    BONUS = "bonus"
    DEDUCT = "deduct"
    CLEAR = "clear"
    CORRECTION = "correction"
    REDEEM = "redeem"
    EXPIRE = "expire"
    WAIVED = "waived"
    LOST = "lost"
    SPARED = "spared"

    __hash__ = object.__hash__  # by identity: kinds are looked up for every line


IN_STANDING = frozenset(
    {Kind.BASE, Kind.AWARD, Kind.BONUS, Kind.DEDUCT, Kind.CLEAR, Kind.CORRECTION}
)
IN_BALANCE = IN_STANDING | {Kind.REDEEM, Kind.EXPIRE, Kind.WAIVED}


@attrs.frozen
class Account:
    """A village and the name of its household or person, as the policy's `account` says."""

    village: str
    name: str


@attrs.frozen
class Posting:
    """One line. `points` is positive where the account gains and negative where it loses;

    `lost` and `spared` are positive and name the `limit` in words that no keyword language changes.
    """

    account: Account
    day: date
    kind: Kind
    points: Hundredths
    record: RecordId | None = None
    item: str = ""
    limit: str = ""
