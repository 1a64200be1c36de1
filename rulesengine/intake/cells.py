"""What a cell says: its text as a date, a number, an id, a name. Knows no file and no policy.

Every reader takes a cell's text that is not empty and gives its value, or what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date

import attrs

from rulesengine.core.facts import Fact, FactType, FactValue
from rulesengine.core.guard import unguard
from rulesengine.core.quantity import Hundredths, is_decimal, read_hundredths
from rulesengine.core.record import RecordId, Status
from rulesengine.core.text import Text, text
from rulesengine.intake.findings import shortened

MOST_CHARACTERS = 200  # of a name or another short text
MOST_NAMES = 500  # in one cell
_LARGEST_ID = 2**63 - 1  # what a whole number of a database holds
_MOST_FACT: Hundredths = 10**15  # keeps a number fact inside whole numbers of a database


@attrs.frozen
class Bad:
    """Why a cell has no value, and how it should be written."""

    message: Text
    help: Text | None = None


# Full-width forms, and nothing else: ² or ① would become digits under a wider normal form.
_HALF_WIDTH = {ord(mark) + 0xFEE0: mark for mark in "0123456789.-+/:"}
_DATE = re.compile(
    r"(?:([0-9]{4})(?P<mark>[-/.])([0-9]{1,2})(?P=mark)([0-9]{1,2})"
    r"|([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号])"
    r"(?P<time>[\sT]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
_COUNT_OF_DAYS = re.compile(
    r"[1-9][0-9]{4}(?:\.[0-9]+)?"
)  # a spreadsheet's date without its format
_EIGHT_DIGITS = re.compile(r"(?:19|20)[0-9]{6}")
_SEPARATED = re.compile(r"[+-]?[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?")
_NUMBER_AND_UNIT = re.compile(r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*[^0-9.,\s]+")
_BETWEEN_NAMES = re.compile("[、;；]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\u202a\u202b\u202c\u202d\u202e"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

STATUS_WORDS: Mapping[str, Status] = {
    "申报": Status.DECLARED, "declared": Status.DECLARED,
    "审核": Status.CHECKED, "checked": Status.CHECKED,
    "通过": Status.APPROVED, "approved": Status.APPROVED,
    "退回": Status.REJECTED, "rejected": Status.REJECTED,
    "撤回": Status.WITHDRAWN, "withdrawn": Status.WITHDRAWN,
}  # fmt: skip


def _both(english: str, chinese: str) -> Text:
    """A word that may be written in either language; people see the one of theirs."""
    return text("{english}/{chinese}", english=english, chinese=chinese)


_WORDS = tuple(STATUS_WORDS)
_STATUS_SHOWN = tuple(
    _both(english, chinese) for chinese, english in zip(_WORDS[::2], _WORDS[1::2], strict=True)
)


def clean(cell: str) -> str:
    """The text somebody meant: no space around it, one form for one letter, our guard off."""
    stripped = cell.strip()
    if stripped.isascii():
        return unguard(stripped)
    if not stripped.isprintable():  # a mark of direction, say, that came along with the clipboard
        stripped = stripped.strip(_INVISIBLE).strip()
    return unguard(unicodedata.normalize("NFC", stripped))


def half_width(written: str) -> str:
    """Full-width digits and their marks as ASCII."""
    return written if written.isascii() else written.translate(_HALF_WIDTH)


def read_text(written: str) -> str | Bad:
    """A short text on one line; a character that nobody sees would make two names of one."""
    if len(written) > MOST_CHARACTERS:
        return Bad(
            text("the text has {count} characters", count=len(written)),
            text("write at most {most} characters", most=MOST_CHARACTERS),
        )
    if written.isprintable():
        return written
    for letter in written:
        if unicodedata.category(letter) in _UNSEEN:
            if letter in "\r\n\v\f\u0085\u2028\u2029":
                return Bad(
                    text("the text has more than one line"), text("write it on a single line")
                )
            return Bad(
                text("the text holds a character that nobody sees (U+{code})", code=_code(letter)),
                text("delete the text and type it again"),
            )
    return written


def read_name(written: str) -> str | Bad:
    """The name of a village, a household, a person or an item."""
    if _DATE.fullmatch(half_width(written)):
        return Bad(
            text("{value} is a date, and a name should stand here", value=written),
            text("a spreadsheet makes dates of names such as 3-1: set the column to text first"),
        )
    return read_text(written)


def read_names(written: str) -> str | Bad:
    """One name, or several with 、 or ； between them, as written; each is a name."""
    if _BETWEEN_NAMES.search(written) is None:
        return read_name(written)
    names = [name for name in map(str.strip, _BETWEEN_NAMES.split(written)) if name]
    if not names:
        return Bad(text("{value} is no name", value=written), text("write whose record it is"))
    if len(names) > MOST_NAMES:
        return Bad(
            text("the cell has {count} names", count=len(names)),
            text("write at most {most} names into one cell", most=MOST_NAMES),
        )
    bad = next((one for one in map(read_name, names) if isinstance(one, Bad)), None)
    return written if bad is None else bad


def names_in(written: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The names of a cell, in the order written; a text that is `known` is one name."""
    if not written:
        return ()
    if _BETWEEN_NAMES.search(written) is None or written in known:
        return (written,)
    names = (name.strip() for name in _BETWEEN_NAMES.split(written))
    return tuple(name for name in names if name)


def read_id(written: str) -> RecordId | Bad:
    """An id: ASCII digits without a zero in front are a whole number, anything else is text."""
    if written.isascii() and written.isdigit() and (written[0] != "0" or written == "0"):
        number = int(written) if len(written) <= 19 else _LARGEST_ID + 1
        if number <= _LARGEST_ID:
            return number
        return Bad(
            text("the id {value} has too many digits", value=shortened(written)),
            text("write a shorter id, or put a letter in front of it"),
        )
    return read_text(written)


def read_day(written: str) -> date | Bad:
    """A day of the calendar, in one of the ways in which people write it."""
    plain = half_width(written)
    match = _DATE.fullmatch(plain)
    if match is None:
        return _no_date(written, plain)
    year, month, day = (int(match[one] or match[other]) for one, other in ((1, 5), (3, 6), (4, 7)))
    if match["time"] and re.search("[1-9]", match["time"]):
        return Bad(
            text("{value} is a time of day, not only a day", value=written),
            text("write the day alone, like 2025-03-01"),
        )
    try:
        return date(year, month, day)
    except ValueError:
        return Bad(text("the calendar has no day {value}", value=written), text("correct the date"))


def _no_date(written: str, plain: str) -> Bad:
    message = text("{value} is no date", value=shortened(written))
    if _COUNT_OF_DAYS.fullmatch(plain):
        return Bad(message, text("give the cell a date format in the spreadsheet"))
    if _EIGHT_DIGITS.fullmatch(plain):
        split = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
        return Bad(message, text("write it with marks between, like {date}", date=split))
    return Bad(message, text("write year, month and day, like 2025-03-01 or 2025年3月1日"))


def read_number(written: str) -> Hundredths | Bad:
    """A decimal of at most two decimals, in hundredths. Separators are not guessed at."""
    plain = half_width(written)
    size = read_hundredths(plain) if plain.isascii() else None
    if size is not None:
        return size
    if plain.isascii() and is_decimal(plain):
        decimals = plain.partition(".")[2].rstrip("0")
        if len(decimals) > 2:
            return Bad(
                text("{value} has more than two decimals", value=shortened(written)),
                text("write at most two decimals; in a spreadsheet, ROUND(…, 2)"),
            )
        return Bad(
            text("{value} is too large", value=shortened(written)), text("correct the number")
        )
    message = text("{value} is no number", value=shortened(written))
    if _SEPARATED.fullmatch(plain):
        return Bad(
            message,
            text("write it without commas: {number}", number=re.sub("[,，]", "", plain)),
        )
    with_unit = _NUMBER_AND_UNIT.fullmatch(plain)
    if with_unit is not None:
        return Bad(message, text("write the number alone: {number}", number=with_unit[1]))
    return Bad(message, text("write digits, like 2 or 1.5"))


def read_status(written: str) -> Status | Bad:
    """How far a record has come."""
    status = STATUS_WORDS.get(unicodedata.normalize("NFKC", written).casefold())
    if status is not None:
        return status
    return Bad(
        text("{value} is no status", value=shortened(written)),
        text("write one of {words}", words=_STATUS_SHOWN),
    )


def read_fact(fact: Fact, written: str) -> FactValue | Bad:
    """A value of a fact that a policy declares: yes/no, hundredths, a day, the name of a level."""
    match fact.type:
        case FactType.NUMBER:
            number = read_number(written)
            if isinstance(number, int) and abs(number) > _MOST_FACT:
                return Bad(text("{value} is too large", value=shortened(written)))
            return number
        case FactType.DATE:
            return read_day(written)
        case FactType.YES_NO | FactType.LEVEL:
            value = fact.read(written)
            return _no_value(fact, written) if value is None else value


def _no_value(fact: Fact, written: str) -> Bad:
    return Bad(
        text("{value} is no value of {fact}", value=shortened(written), fact=fact.name),
        text("write one of {words}", words=_words(fact)),
    )


def _words(fact: Fact) -> tuple[Text | str, ...]:
    if fact.type is FactType.YES_NO:
        return (_both("yes", "是"), _both("no", "否"))
    return tuple(
        f"{level.name}/{level.other_name}" if level.other_name else level.name
        for level in fact.levels
    )


def _code(letter: str) -> str:
    return f"{ord(letter):04X}"
