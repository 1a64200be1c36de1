"""Words that several pages share: periods, days, units, outcomes and kinds of lines.

Values to `Text`; nothing here knows a language or prints.
"""

import re
from datetime import date
from typing import assert_never

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.posting import Kind
from rulesengine.core.quantity import Fen
from rulesengine.core.text import Text, text

_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_HALF = re.compile(r"([0-9]{4})-H([12])")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")


def period_words(name: str) -> Text:
    """A period by its name (`calendar.period_name`): `2025-Q1` is 2025年第1季度 in Chinese."""
    if found := _QUARTER.fullmatch(name):
        return text("{year}-Q{quarter}", year=found[1], quarter=found[2])
    if found := _HALF.fullmatch(name):
        if found[2] == "1":
            return text("the first half of {year}", year=found[1])
        return text("the second half of {year}", year=found[1])
    if found := _WEEK.fullmatch(name):
        return text("week {week} of {year}", year=found[1], week=str(int(found[2])))
    if found := _MONTH.fullmatch(name):
        return _month(int(found[2]), found[1])
    if found := _YEAR.fullmatch(name):
        return text("the year {year}", year=found[0])
    if name == "ever":
        return text("all time")
    return text("{day}", day=name)


def _month(number: int, year: str) -> Text:
    """`March 2025`."""
    names = (
        text("January {year}", year=year),
        text("February {year}", year=year),
        text("March {year}", year=year),
        text("April {year}", year=year),
        text("May {year}", year=year),
        text("June {year}", year=year),
        text("July {year}", year=year),
        text("August {year}", year=year),
        text("September {year}", year=year),
        text("October {year}", year=year),
        text("November {year}", year=year),
        text("December {year}", year=year),
    )
    return names[number - 1]


def of_the(period: Period) -> Text:
    """`of the month`: the one that is meant."""
    match period:
        case Period.DAY:
            return text("of the day")
        case Period.WEEK:
            return text("of the week")
        case Period.MONTH:
            return text("of the month")
        case Period.QUARTER:
            return text("of the quarter")
        case Period.HALF_YEAR:
            return text("of the half-year")
        case Period.YEAR:
            return text("of the year")
        case Period.EVER:
            return text("in all")
        case _:
            assert_never(period)


def each(period: Period) -> Text:
    """`per month`."""
    match period:
        case Period.DAY:
            return text("per day")
        case Period.WEEK:
            return text("per week")
        case Period.MONTH:
            return text("per month")
        case Period.QUARTER:
            return text("per quarter")
        case Period.HALF_YEAR:
            return text("per half-year")
        case Period.YEAR:
            return text("per year")
        case Period.EVER:
            return text("ever")
        case _:
            assert_never(period)


def per(subject: Subject) -> Text:
    """`per household`."""
    match subject:
        case Subject.HOUSEHOLD:
            return text("per household")
        case Subject.PERSON:
            return text("per person")
        case Subject.RECORD:
            return text("per record")
        case _:
            assert_never(subject)


def kind_words(kind: Kind) -> Text:
    """What a line does, in a word."""
    match kind:
        case Kind.BASE:
            return text("base")
        case Kind.AWARD:
            return text("award")
        case Kind.BONUS:
            return text("bonus")
        case Kind.DEDUCT:
            return text("deduction")
        case Kind.CLEAR:
            return text("clearing")
        case Kind.CORRECTION:
            return text("correction")
        case Kind.REDEEM:
            return text("redeemed")
        case Kind.EXPIRE:
            return text("expiry")
        case Kind.WAIVED:
            return text("waived")
        case Kind.LOST:
            return text("not credited")
        case Kind.SPARED:
            return text("not deducted")
        case _:
            assert_never(kind)


def outcome_words(outcome: RecordOutcome, *, deducts: bool = False) -> Text:  # noqa: C901 - a list, one line for each
    """What became of a record, in a few words."""
    match outcome:
        case RecordOutcome.ERROR:
            return text("the record has a mistake")
        case RecordOutcome.NOT_APPROVED:
            return text("not approved")
        case RecordOutcome.NO_POLICY:
            return text("no policy was in force that day")
        case RecordOutcome.OUTSIDE_DATES:
            return text("outside the dates of the item")
        case RecordOutcome.NOT_IN_REGISTER:
            return text("not in the register that day")
        case RecordOutcome.NOT_ELIGIBLE:
            return text("does not meet the condition for taking part")
        case RecordOutcome.CONDITION_NOT_MET:
            return text("does not meet the condition of the item")
        case RecordOutcome.FACT_MISSING:
            return text("something that the rule asks for is not known")
        case RecordOutcome.APPROVAL_MISSING:
            return text("an approval is missing")
        case RecordOutcome.WORTH_NOTHING:
            return text("worth nothing under the rule")
        case RecordOutcome.NOT_ABOVE_HIGHEST:
            return text("not above the highest so far, which alone counts")
        case RecordOutcome.TIMES_USED_UP:
            return text("the times are used up")
        case RecordOutcome.POINTS_USED_UP:
            return text("the limit is used up")
        case RecordOutcome.SPARED_BY_FLOOR:
            return text("spared by the floor")
        case RecordOutcome.IN_PART:
            return text("deducted in part") if deducts else text("counted in part")
        case RecordOutcome.IN_FULL:
            return text("counted in full")
        case _:
            assert_never(outcome)


def part_words(part: str) -> Text | str:
    """A class in which accounts are ranked apart; that of a yes/no fact is yes or no."""
    match part:
        case "yes":
            return text("yes")
        case "no":
            return text("no")
        case _:
            return part


def type_words(type: FactType) -> Text:
    """What kind of values a fact has."""
    match type:
        case FactType.YES_NO:
            return text("yes or no")
        case FactType.LEVEL:
            return text("a level")
        case FactType.NUMBER:
            return text("a number")
        case FactType.DATE:
            return text("a date")
        case _:
            assert_never(type)


def days_words(first: date | None, last: date | None) -> Text:
    """From a day to a day, both ends included; None is open."""
    if first is None and last is None:
        return text("always")
    if last is None:
        return text("from {first}", first=first.isoformat() if first else "")
    if first is None:
        return text("up to {day}", day=last.isoformat())
    return text("{first} to {last}", first=first.isoformat(), last=last.isoformat())


def show_yuan(fen: Fen) -> str:
    """Money with both decimals: `15.50`."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan}.{rest:02d}"
