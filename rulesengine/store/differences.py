"""What a row says otherwise than the one that is recorded, in words for a diagnostic's notes."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from rulesengine.core.quantity import show_hundredths
from rulesengine.core.rawrow import Headings, RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Status
from rulesengine.core.text import Text, Value, text

_Cell: TypeAlias = str | date | int | Status | None  # a number is hundredths

_STATUS: Mapping[Status, Text] = {
    Status.DECLARED: text("declared"),
    Status.CHECKED: text("checked"),
    Status.APPROVED: text("approved"),
    Status.REJECTED: text("rejected"),
    Status.WITHDRAWN: text("withdrawn"),
}


def different_records(old: RawRecord, new: RawRecord) -> tuple[Text, ...]:
    """Column by column; ids are not compared."""
    return _notes(
        (text("date: recorded {before}, now {now}"), old.day, new.day),
        (text("village: recorded {before}, now {now}"), old.village, new.village),
        (text("household: recorded {before}, now {now}"), old.household, new.household),
        (text("person: recorded {before}, now {now}"), old.person, new.person),
        (text("item: recorded {before}, now {now}"), old.item, new.item),
        (text("quantity: recorded {before}, now {now}"), old.quantity, new.quantity),
        (text("judged points: recorded {before}, now {now}"), _judged(old), _judged(new)),
        (text("event: recorded {before}, now {now}"), old.event, new.event),
        (text("status: recorded {before}, now {now}"), old.status, new.status),
        *_facts(old.facts, new.facts),
    )


def different_members(
    old: RawHousehold | RawPerson, new: RawHousehold | RawPerson
) -> tuple[Text, ...]:
    """Column by column, of two rows for one name and one first day."""
    return _notes(
        (text("joined: recorded {before}, now {now}"), old.joined, new.joined),
        (text("left: recorded {before}, now {now}"), old.left, new.left),
        *_facts(old.facts, new.facts),
    )


def _judged(row: RawRecord) -> int | str | None:
    """One number, or those of several judges as one text."""
    return "、".join(map(show_hundredths, row.judgings)) if row.judgings else row.judged


def _facts(old: Headings, new: Headings) -> Iterator[tuple[Text, _Cell, _Cell]]:
    for heading in {**old, **new}:
        sentence = text("{heading}: recorded {before}, now {now}", heading=heading)
        yield sentence, old.get(heading, ""), new.get(heading, "")


def _notes(*columns: tuple[Text, _Cell, _Cell]) -> tuple[Text, ...]:
    return tuple(
        Text(sentence.template, {**sentence.values, "before": _shown(old), "now": _shown(new)})
        for sentence, old, new in columns
        if old != new
    )


def _shown(cell: _Cell) -> Value:
    match cell:
        case None | "":
            return text("(empty)")
        case Status():
            return _STATUS[cell]
        case date():
            return cell.isoformat()
        case int():
            return show_hundredths(cell)
        case str():
            return cell
