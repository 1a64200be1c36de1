"""What the lines of a test expect, with every name settled."""

from collections.abc import Iterable, Mapping
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period, period_index, read_period
from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.record import RecordId
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_day, read_signed_points, read_yuan
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_names import NameSpace, meant
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Act
from rulesengine.language.check_units import UnitOf


@attrs.frozen
class Known:
    """What the lines of a test may name."""

    facts: Facts
    units: Mapping[tuple[Subject, str], UnitOf]
    items: Mapping[str, syntax.Item | Act]  # by either name, also those in error
    parts: NameSpace  # items, categories and bonuses
    account: Subject
    honours: Mapping[str, syntax.Honour] = attrs.field(factory=dict)  # by either name
    grades: Mapping[str, syntax.Grade] = attrs.field(factory=dict)
    has_rate: bool = True


_SELECTORS = {
    syntax.Figure.SPENDABLE: checked.Selector.SPENDABLE,
    syntax.Figure.BALANCE: checked.Selector.BALANCE,
}


def settle_expectation(
    report: Report, known: Known, line: syntax.Expect, record: RecordId | None
) -> checked.Expectation:
    """What a line expects; `record` is the one of its row of a table."""
    period = _period(report, line.period)
    expected = line.expected
    match expected:
        case syntax.ExpectedPoints():
            return _points(report, known, line, expected, period, record)
        case syntax.ExpectedYuan():
            return _yuan(report, known, line, expected, period)
        case syntax.Reason():
            return _reason(report, known, line, expected, period, record)
        case syntax.ExpectedGrade():
            _refuse_part_and_period(report, line)
            name = "" if expected.grade is None else _grade(report, known, expected.grade)
            return checked.Expectation(
                line.account.text, checked.Selector.GRADE, 0, name, None, line.span
            )
        case syntax.ExpectedHonour():
            _refuse_part_and_period(report, line)
            return checked.Expectation(
                line.account.text,
                checked.Selector.HONOUR,
                0,
                _honour(report, known, expected.honour),
                None,
                line.span,
                holds=expected.given,
            )
        case _:
            assert_never(expected)


def _points(
    report: Report,
    known: Known,
    line: syntax.Expect,
    expected: syntax.ExpectedPoints,
    period: tuple[Period, int] | None,
    record: RecordId | None,
) -> checked.Expectation:
    points = read_signed_points(report, expected.points)
    if expected.figure is not syntax.Figure.EARNED:
        if line.part is not None or line.period is not None:
            report.say(
                Code.UNSUITABLE_CLAUSE,
                text("what may be spent has no item, category or period")
                if expected.figure is syntax.Figure.SPENDABLE
                else text("a balance has no item, category or period"),
                line.span,
                help=text("leave the item, category or period out"),
            )
        selector = _SELECTORS[expected.figure]
    elif record is not None:
        selector = checked.Selector.RECORD
    elif line.part is not None:
        selector = checked.Selector.PART
    else:
        selector = checked.Selector.STANDING if period is None else checked.Selector.PERIOD
    part = "" if line.part is None or line.of_record else _part(report, known, line.part)
    if line.of_record and line.part is not None:
        part = line.part.text
    return checked.Expectation(
        line.account.text, selector, points or 0, part, period, line.span, record=record
    )


def _yuan(
    report: Report,
    known: Known,
    line: syntax.Expect,
    expected: syntax.ExpectedYuan,
    period: tuple[Period, int] | None,
) -> checked.Expectation:
    if line.part is not None:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("money has no item or category"),
            line.part.span,
            help=text("leave it out"),
        )
    if not known.has_rate:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("in this policy points are worth no money"),
            expected.span,
            help=text(
                "say what points are worth, as in {example}",
                example=report.words("兑换 1分 = 0.5元", "redeem 1 point = 0.5 yuan"),
            ),
        )
    fen = read_yuan(report, expected.yuan)
    return checked.Expectation(
        line.account.text, checked.Selector.YUAN, fen or 0, "", period, line.span
    )


def _reason(
    report: Report,
    known: Known,
    line: syntax.Expect,
    expected: syntax.Reason,
    period: tuple[Period, int] | None,
    record: RecordId | None,
) -> checked.Expectation:
    item = ""
    if line.part is None:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("only a record has a reason for bringing no points"),
            line.span,
            help=text(
                "say which item, as in {example}",
                example=report.words(
                    "应得 张三 清扫门前 没有分 因为 次数用完",
                    "expect Zhang sweep no points because times used up",
                ),
            ),
        )
    else:
        deed = known.items.get(line.part.text)
        item = line.part.text if deed is None else deed.names.first.text
        if deed is None and not line.of_record:
            _unknown(report, line.part, text("this policy has no item {item}", item=item), known.items)  # fmt: skip # noqa: E501
    return checked.Expectation(
        line.account.text,
        checked.Selector.OUTCOME,
        0,
        item,
        period,
        line.span,
        outcome=expected.outcome,
        record=record,
    )


def _period(
    report: Report, written: syntax.PeriodOf | syntax.Day | None
) -> tuple[Period, int] | None:
    match written:
        case None:
            return None
        case syntax.Day():
            day = read_day(report, written)
            return None if day is None else (Period.DAY, period_index(Period.DAY, day))
        case syntax.PeriodOf():
            period = read_period(written.text)
            if period is None:
                report.say(
                    Code.BAD_DATE,
                    text("the calendar has no {period}", period=written.text),
                    written.span,
                    help=text(
                        "write a month, quarter or year, as in {examples}",
                        examples=("2025-03", "2025-Q1", "2025"),
                    ),
                )
            return period
    assert_never(written)


def _refuse_part_and_period(report: Report, line: syntax.Expect) -> None:
    if line.part is not None or line.period is not None:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("a grade or an honour has no item, category or period"),
            line.span,
            help=text("leave the item, category or period out"),
        )


# Months without a year, as people write them.
_MONTHS = {
    **{f"{word}月": number for number, word in enumerate(
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)},
    **{month: number for number, month in enumerate(
        ["January", "February", "March", "April", "May", "June", "July", "August",
         "September", "October", "November", "December"], 1)},
}  # fmt: skip


def _part(report: Report, known: Known, name: syntax.Name) -> str:
    part = known.parts.find(name.text)
    if part is None:
        message = text("this policy has no item, category or bonus {name}", name=name.text)
        if name.text in _MONTHS:
            example = report.words(f"2025年{_MONTHS[name.text]}月", f"2025-{_MONTHS[name.text]:02}")
            help = text("a month is written with its year, as in {example}", example=example)
            report.say(Code.UNKNOWN_NAME, message, name.span, help=help)
            return name.text
        _unknown(report, name, message, known.parts.known)
    return name.text if part is None else part


def _grade(report: Report, known: Known, name: syntax.Name) -> str:
    grade = known.grades.get(name.text)
    if grade is None:
        message = text("this policy has no grade {name}", name=name.text)
        _unknown(report, name, message, known.grades)
    return name.text if grade is None else grade.names.first.text


def _honour(report: Report, known: Known, name: syntax.Name) -> str:
    honour = known.honours.get(name.text)
    if honour is None:
        message = text("this policy has no honour {name}", name=name.text)
        _unknown(report, name, message, known.honours)
    return name.text if honour is None else honour.names.first.text


def _unknown(report: Report, name: syntax.Name, message: Text, near: Iterable[str]) -> None:
    help, _ = meant(report, name.text, () if report.is_long else tuple(near))
    report.say(Code.UNKNOWN_NAME, message, name.span, help=help)
