"""The fields of a test's lines (`级别 = 县级`): what each is, and its value by its type."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, FactType, FactValue, Subject
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Status
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import syntax
from rulesengine.language.check_amounts import read_day, read_points, read_quantity
from rulesengine.language.check_conditions import find_level
from rulesengine.language.check_facts import SUBJECT_WORDS, Facts
from rulesengine.language.check_names import meant
from rulesengine.language.check_report import Report
from rulesengine.language.check_units import UnitOf, expect_unit

STATUS_WORDS: Mapping[str, Status] = {
    "申报": Status.DECLARED, "declared": Status.DECLARED,
    "审核": Status.CHECKED, "checked": Status.CHECKED,
    "通过": Status.APPROVED, "approved": Status.APPROVED,
    "退回": Status.REJECTED, "rejected": Status.REJECTED,
    "撤回": Status.WITHDRAWN, "withdrawn": Status.WITHDRAWN,
}  # fmt: skip

KEY_WORDS = {
    syntax.Key.PERSON: ("人", "person"),
    syntax.Key.EVENT: ("事由", "event"),
    syntax.Key.JUDGED: ("评定", "judged"),
    syntax.Key.STATUS: ("状态", "status"),
    syntax.Key.VILLAGE: ("村", "village"),
    syntax.Key.JOINED: ("加入", "joined"),
    syntax.Key.LEFT: ("离开", "left"),
    syntax.Key.SINCE: ("自", "since"),
}
# What a line may say besides facts: of a household or a person; of a record.
KEYS_OF_MEMBERS = (syntax.Key.VILLAGE, syntax.Key.JOINED, syntax.Key.LEFT, syntax.Key.SINCE)
KEYS_OF_RECORDS = (
    syntax.Key.PERSON,
    syntax.Key.EVENT,
    syntax.Key.JUDGED,
    syntax.Key.STATUS,
    syntax.Key.VILLAGE,
)
_DAYS = (syntax.Key.JOINED, syntax.Key.LEFT, syntax.Key.SINCE)


@attrs.define
class Fields:
    """The fields of one line, settled."""

    texts: dict[syntax.Key, str] = attrs.field(factory=dict)
    days: dict[syntax.Key, date] = attrs.field(factory=dict)
    facts: dict[str, FactValue] = attrs.field(factory=dict)
    judged: Hundredths | None = None
    status: Status = Status.APPROVED

    def text(self, key: syntax.Key) -> str:
        return self.texts.get(key, "")

    def day(self, key: syntax.Key) -> date | None:
        return self.days.get(key)


def settle_fields(
    report: Report,
    facts: Facts,
    units: Mapping[tuple[Subject, str], UnitOf],
    subject: Subject,
    allowed: Sequence[syntax.Key],
    fields: Sequence[syntax.Field],
) -> Fields:
    """The fields of a line about `subject`, which may say the `allowed` keys and its facts."""
    found = Fields()
    seen: dict[syntax.Key | str, Span] = {}
    for field in fields:
        name = (
            report.written(field.key_span) if isinstance(field.key, syntax.Key) else field.key.text
        )
        fact = facts.find(subject, name)
        if isinstance(field.key, syntax.Key) and field.key in allowed:
            key: syntax.Key | str = field.key
            _settle_key(report, found, field.key, field)
        elif fact is not None:
            key = fact.name
            value = _fact_value(report, facts, units, fact, field)
            if value is not None:
                found.facts[fact.name] = value
        else:
            _unknown_key(report, facts, subject, allowed, name, field.key_span)
            continue
        if key in seen:
            _twice(report, name, seen[key], field.key_span)
        seen.setdefault(key, field.key_span)
    return found


def _settle_key(report: Report, found: Fields, key: syntax.Key, field: syntax.Field) -> None:
    if key in _DAYS:
        if isinstance(field.value, syntax.DayLiteral):
            day = read_day(report, field.value.day)
            if day is not None:
                found.days[key] = day
        else:
            _wrong(report, field, text("a date"), "2025-07-01")
    elif key is syntax.Key.JUDGED:
        found.judged = _judged(report, field)
    elif key is syntax.Key.STATUS:
        found.status = _status(report, field)
    else:
        found.texts[key] = _text(report, field)


def _text(report: Report, field: syntax.Field) -> str:
    """A name; events may also be numbers or dates, and are the same however they are typed."""
    match field.value:
        case syntax.Word():
            return field.value.name.text
        case syntax.NumberLiteral() | syntax.YesNoLiteral():
            return report.written(field.value.span)
        case syntax.DayLiteral():
            return field.value.day.text
        case _:
            assert_never(field.value)


def _judged(report: Report, field: syntax.Field) -> Hundredths | None:
    if not isinstance(field.value, syntax.NumberLiteral):
        _wrong(report, field, text("points"), report.words("8分", "8 points"))
        return None
    number = field.value.number.text
    if not field.value.points:
        missing = field.value.unit is None
        report.say(
            Code.MISSING_UNIT if missing else Code.WRONG_UNIT,
            text("the unit of these points is missing")
            if missing
            else text("judged points are points"),
            field.value.span,
            help=text("write {example}", example=number + report.words("分", " points")),
        )
        return None
    return read_points(report, field.value.number)


def _status(report: Report, field: syntax.Field) -> Status:
    written = report.written(field.value.span)
    status = STATUS_WORDS.get(written.casefold())
    if status is None:
        words = [word for word in STATUS_WORDS if word.isascii() == written.isascii()]
        report.say(
            Code.UNKNOWN_NAME,
            text("no record has the status {status}", status=written),
            field.value.span,
            notes=(text("the words for it: {names}", names=tuple(words)),),
            help=meant(report, written, words)[0],
        )
    return status or Status.APPROVED


def _fact_value(
    report: Report,
    facts: Facts,
    units: Mapping[tuple[Subject, str], UnitOf],
    fact: Fact,
    field: syntax.Field,
) -> FactValue | None:
    value = field.value
    match fact.type:
        case FactType.YES_NO:
            if isinstance(value, syntax.YesNoLiteral):
                return value.value
            _wrong(report, field, text("yes or no"), report.words("是", "yes"))
        case FactType.NUMBER:
            if isinstance(value, syntax.NumberLiteral):
                unit = units.get((fact.subject, fact.name))
                if unit is not None and (value.unit is not None or value.points):
                    expect_unit(report, fact, unit, value)
                return read_quantity(report, value.number)
            _wrong(report, field, text("a number"), "85")
        case FactType.DATE:
            if isinstance(value, syntax.DayLiteral):
                return read_day(report, value.day)
            _wrong(report, field, text("a date"), "2025-07-01")
        case FactType.LEVEL:
            if isinstance(value, syntax.Word):
                return find_level(report, facts, fact, value.name)
            written = syntax.Name(report.written(value.span), value.span)
            return find_level(report, facts, fact, written)
        case _:
            assert_never(fact.type)
    return None


def _wrong(report: Report, field: syntax.Field, what: Text, example: str) -> None:
    key = report.written(field.key_span)
    report.say(
        Code.WRONG_TYPE,
        text("{key} is {type}", key=key, type=what),
        field.value.span,
        help=text("write {example}", example=f"{key} = {example}"),
    )


def _unknown_key(
    report: Report,
    facts: Facts,
    subject: Subject,
    allowed: Sequence[syntax.Key],
    name: str,
    span: Span,
) -> None:
    known = [
        *(() if report.is_long else facts.names(subject)),
        *(report.words(*KEY_WORDS[key]) for key in allowed),
    ]
    report.say(
        Code.UNKNOWN_NAME,
        text(
            "a line about {subject} has no {name}",
            subject=report.words(*SUBJECT_WORDS[subject]),
            name=name,
        ),
        span,
        help=meant(report, name, known)[0],
    )


def _twice(report: Report, name: str, earlier: Span, later: Span) -> None:
    report.say(
        Code.REPEATED_CLAUSE,
        text("{name} is said twice", name=name),
        later,
        text("again here"),
        others=((earlier, text("first here")),),
        help=text("keep one of the two"),
    )
