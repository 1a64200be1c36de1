"""Records as columns of whole numbers, account after account, each in passbook order.

Columns hang on a coding and a register, on no policy: many policies may score the same ones.
A column that no record needs has one row, and its mask sends every record there.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from rulesengine.core.facts import Subject
from rulesengine.core.placing import Placed
from rulesengine.core.posting import Account
from rulesengine.core.record import Record, Status
from rulesengine.core.register import Member, Register
from rulesengine.core.text import Text, text
from rulesengine.engine import layout
from rulesengine.engine.coding import MOST_AMOUNT, UNKNOWN_ITEM, Coding
from rulesengine.engine.days import Whole
from rulesengine.engine.members import NOBODY, Registered, members_of


class Entry(Protocol):
    """A record that has found its account."""

    @property
    def record(self) -> Record: ...
    @property
    def placed(self) -> Placed: ...


class Records(NamedTuple):
    """The columns. Amounts are hundredths, days are their numbers, the other columns are codes.

    `starts`: where each account's records begin, and the end of the last. Event and person 0 are
    none; `household_member` and `person_member` number the register's members. `judged` is the
    highest where several judged; then the columns of `layout` stand behind those of the facts.
    """

    starts: NDArray[np.int64]
    item: NDArray[np.uint16]
    day: NDArray[np.int32]
    approved: NDArray[np.bool_]
    quantity: NDArray[np.int32]
    judged: NDArray[np.int32]
    event: NDArray[np.int32]
    person: NDArray[np.int32]
    household_member: NDArray[np.int32]
    person_member: NDArray[np.int32]
    facts: Whole  # one column after the other
    masks: NDArray[np.int64]  # of the optional columns, in their order: 0 or all bits


@attrs.frozen
class Columns:
    """Records and members as columns, with what turns results back into words."""

    coding: Coding
    accounts: tuple[Account, ...]
    records: Records
    people: Whole
    last_record: date | None

    def __len__(self) -> int:
        return len(self.records.day)

    @property
    def judgings(self) -> int:
        """Where the columns of several judges' points begin behind the facts; -1 without."""
        begins = len(self.coding.facts[Subject.RECORD]) * len(self)
        return begins if begins < len(self.records.facts) else -1


_FAR = 2_000_000_000  # hundredths: much more than anybody may say, and it fits the column


def columns_of(
    coding: Coding,
    accounts: Sequence[Account],
    entries: Mapping[Account, Sequence[Entry]],
    register: Register,
    subject: Subject,
) -> Columns | Text:
    """The columns of some accounts' records, which are in passbook order.

    `subject`: whom an account belongs to. A reason where a number is too large for the columns.
    """
    registered = members_of(coding, register, accounts, subject)
    ordered = [entry for account in accounts for entry in entries.get(account, ())]
    starts = np.zeros(len(accounts) + 1, np.int64)
    np.cumsum([len(entries.get(account, ())) for account in accounts], out=starts[1:])
    facts = _facts(coding, ordered)
    records = [entry.record for entry in ordered]
    if any(
        abs(number) > MOST_AMOUNT for row in facts for number in row if number != layout.MISSING
    ):
        return text("a fact's number is too large")
    facts += _columns_of_judges(records)
    columns = _records(coding, ordered, starts, facts, registered)
    last = max((one.day for one in records), default=None)
    return Columns(coding, tuple(accounts), columns, registered.people_block, last)


def _records(
    coding: Coding,
    ordered: Sequence[Entry],
    starts: NDArray[np.int64],
    facts: Sequence[Sequence[int]],
    registered: Registered,
) -> Records:
    records = [entry.record for entry in ordered]
    placed = [entry.placed for entry in ordered]
    events, people = {"": 0}, {"": 0}
    approved = np.array([one.status is Status.APPROVED for one in records], np.bool_)
    missing = layout.MISSING_AMOUNT
    columns = (
        _optional([_amount(one.quantity) for one in records], missing),
        _optional([_highest(one) for one in records], missing),
        _optional([events.setdefault(one.event, len(events)) for one in records], 0),
        _optional([people.setdefault(one.person, len(people)) for one in records], 0),
        _optional([_row(registered.households, one.household) for one in placed], NOBODY),
        _optional([_row(registered.people, one.person) for one in placed], NOBODY),
    )
    return Records(
        starts,
        np.array([_item(coding, one) for one in records], np.uint16),
        np.array([one.day.toordinal() for one in records], np.int32),
        np.ones(1, np.bool_) if approved.all() else approved,
        *columns,
        np.array(facts, np.int64).reshape(-1),
        np.array([-1 if not approved.all() else 0, *(masked(one) for one in columns)], np.int64),
    )


def _item(coding: Coding, record: Record) -> int:
    """What a record is about; one with a fault of its own is in error, like one about nothing."""
    return UNKNOWN_ITEM if record.fault is not None else coding.items.get(record.item, UNKNOWN_ITEM)


def masked(column: NDArray[np.int32]) -> int:
    """What a record's number is masked with: no bits where one row stands for all."""
    return 0 if len(column) == 1 else -1


def _optional(values: Sequence[int], absent: int) -> NDArray[np.int32]:
    """A column, or one row where no record has anything in it."""
    column = np.array(values, np.int32)
    return column if (column != absent).any() else np.array([absent], np.int32)


def _amount(amount: int | None) -> int:
    """A quantity or judged points; far out of range is as wrong as further out of range."""
    return layout.MISSING_AMOUNT if amount is None else max(-_FAR, min(_FAR, amount))


def _judgings(record: Record) -> list[int]:
    """The points of everybody who judged, from the lowest up."""
    return sorted(_amount(one) for one in record.all_judgings)


def _highest(record: Record) -> int:
    """The judged points, the highest of several."""
    return _judgings(record)[-1] if record.judgings else _amount(record.judged)


def _columns_of_judges(records: Sequence[Record]) -> list[list[int]]:
    """The columns of several judges' points, as in `layout`; none where nobody has several."""
    if not any(record.judgings for record in records):
        return []
    rows = [_row_of_judges(_judgings(record)) for record in records]
    return [list(column) for column in zip(*rows, strict=True)]


def _row_of_judges(given: Sequence[int]) -> tuple[int, int, int, int]:
    if not given:
        return 0, 0, 0, 0
    half = (len(given) - 1) // 2
    return len(given), given[0], sum(given), sum(given[half : len(given) - half])


def _facts(coding: Coding, ordered: Sequence[Entry]) -> list[list[int]]:
    return [
        [coding.value(fact, entry.record.facts.get(fact.name)) for entry in ordered]
        for fact in coding.facts[Subject.RECORD]
    ]


def _row(rows: Mapping[tuple[str, str], int], member: Member | None) -> int:
    return NOBODY if member is None else rows.get((member.village, member.name), NOBODY)
