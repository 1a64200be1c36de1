"""Units of the numbers that facts are compared with: one fact, one unit throughout a policy."""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, FactType, Subject
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import syntax
from rulesengine.language.check_conditions import AGE_UNITS
from rulesengine.language.check_facts import AGE_NAMES, Facts
from rulesengine.language.check_mentions import comparisons, conditions_in
from rulesengine.language.check_report import Report


@attrs.frozen
class UnitOf:
    """A unit that a number was written with, empty for none, and where."""

    name: str
    written: str
    span: Span


def check_units(
    report: Report, facts: Facts, statements: Sequence[syntax.Statement]
) -> Mapping[tuple[Subject, str], UnitOf]:
    """The unit of each number fact (by subject and first name), as conditions first use it."""
    units: dict[tuple[Subject, str], UnitOf] = {}
    for condition in conditions_in(statements):
        for compare in comparisons(condition):
            for path, literal in _pairs(compare):
                fact = facts.find(path.subject, path.name.text)
                if fact is not None and fact.type is FactType.NUMBER:
                    key = fact.subject, fact.name
                    expect_unit(
                        report, fact, units.setdefault(key, unit_of(report, literal)), literal
                    )
                elif fact is None and path.name.text.casefold() in AGE_NAMES:
                    _expect_years(report, literal)
    return units


def unit_of(report: Report, literal: syntax.NumberLiteral) -> UnitOf:
    """The unit of a number as written."""
    if literal.points:
        return UnitOf(
            "分", report.written(literal.span)[len(literal.number.text) :].strip(), literal.span
        )
    if literal.unit is None:
        return UnitOf("", "", literal.span)
    return UnitOf(literal.unit.name, report.written(literal.unit.span), literal.span)


def expect_unit(
    report: Report, fact: Fact, expected: UnitOf, literal: syntax.NumberLiteral
) -> None:
    """Report a number of a fact whose unit is not the one used before."""
    found = unit_of(report, literal)
    if found.name == expected.name:
        return
    others = (
        (expected.span, text("here it has {unit}", unit=expected.written or text("no unit"))),
    )
    if not found.name:
        report.say(
            Code.MISSING_UNIT,
            text("the unit of this number is missing"),
            literal.span,
            others=others,
            help=text("write {example}", example=f"{literal.number.text}{expected.written}"),
        )
        return
    report.say(
        Code.WRONG_UNIT,
        text("{fact} is measured in two units", fact=fact.name),
        literal.span,
        text("here it has {unit}", unit=found.written),
        others=others,
        help=text("use one unit for one fact"),
    )


def _expect_years(report: Report, literal: syntax.NumberLiteral) -> None:
    unit = unit_of(report, literal)
    if unit.name and unit.name.casefold() not in AGE_UNITS:
        report.say(
            Code.WRONG_UNIT,
            text("an age is in years, not in {unit}", unit=unit.written),
            literal.span,
            help=text(
                "write {example}", example=literal.number.text + report.words("岁", " years")
            ),
        )


def _pairs(compare: syntax.Compare) -> Iterator[tuple[syntax.FactPath, syntax.NumberLiteral]]:
    for one, other in ((compare.left, compare.right), (compare.right, compare.left)):
        if isinstance(one, syntax.FactPath) and isinstance(other, syntax.NumberLiteral):
            yield one, other
