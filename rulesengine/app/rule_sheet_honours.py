"""Honours, grades, and what costs an account its points or its rights, in plain sentences."""

from typing import assert_never

from rulesengine.app.condition_words import condition_words
from rulesengine.app.naming import Naming
from rulesengine.app.rule_sheet_marks import mark_words
from rulesengine.app.rule_sheet_tree import Line, Points, Section, Table
from rulesengine.app.words import days_words, each
from rulesengine.core.amounts import points_words
from rulesengine.core.calendar import Period
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.language.checked import Right

# --- honours and grades --------------------------------------------------------------------------


def honours_section(policy: checked.Policy, naming: Naming) -> Section:
    """Who is honoured, and from how many points on an account has which grade."""
    parts: list[Points | Table] = []
    if policy.honours:
        parts.append(Points(tuple(_honour(honour, naming) for honour in policy.honours)))
    if policy.grades:
        rows = tuple(((naming.of(grade),), (_from(grade),)) for grade in policy.grades)
        parts.append(Table((text("grade"), text("from how many points")), rows))
    return Section(text("Honours and grades"), tuple(parts))


def _from(grade: checked.Grade) -> Text:
    if grade.per_head:
        return text("{points} per head and more", points=points_words(grade.points))
    return text("{points} and more", points=points_words(grade.points))


def _honour(honour: checked.Honour, naming: Naming) -> Text:
    words = text(
        "{honour}: {first} by {measure}, {each}",
        honour=naming.of(honour),
        first=_first(honour),
        measure=_measure(honour, naming),
        each=each(honour.period),
    )
    if honour.per_class is not None:
        fact = naming.of(honour.per_class)
        words = text("{words}; ranked apart by {fact}", words=words, fact=fact)
    if honour.when is not None:
        when = condition_words(honour.when, naming)
        words = text("{words}; only where {condition}", words=words, condition=when)
    return words


def _measure(honour: checked.Honour, naming: Naming) -> Text | str:
    measure: Text | str = text("the total of points")
    if honour.category:
        measure = naming.category(honour.category)
    return text("{measure} per head", measure=measure) if honour.per_head else measure


def _first(honour: checked.Honour) -> Text:
    if honour.share:
        return text("the first {percent}%", percent=show_hundredths(honour.places))
    return text("the first {number}", number=honour.places)


# --- clears and bars -----------------------------------------------------------------------------


def acts_section(policy: checked.Policy, naming: Naming) -> Section:
    """What takes away all points, or the right to redeem or to be honoured."""
    lines = tuple(_act(act, naming) for act in policy.acts)
    parts = (Points(lines),) if lines else ()
    return Section(text("What costs points or rights"), parts)


def _act(act: checked.Act, naming: Naming) -> Line:
    words = text("{act}: {effect}", act=naming.of(act), effect=_effect(act.effect))
    if act.counted is not None:
        words = text(
            "{act} ({mark}): {effect}",
            act=naming.of(act),
            mark=mark_words(act.counted, naming),
            effect=_effect(act.effect),
        )
    if act.first_day is not None or act.last_day is not None:
        days = days_words(act.first_day, act.last_day)
        words = text("{words}; {days}", words=words, days=days)
    if act.when is not None:
        when = condition_words(act.when, naming)
        words = text("{words}; only where {condition}", words=words, condition=when)
    return words


def _effect(effect: checked.Clear | checked.Bar) -> Text:
    match effect:
        case checked.Clear(period=Period.EVER):
            return text("all points are taken away")
        case checked.Clear(period=period):
            return text("the points {of_the_period} are taken away", of_the_period=_of_this(period))
        case checked.Bar():
            return text("{rights} {until}", rights=_rights(effect.rights), until=_until(effect))
        case _:
            assert_never(effect)


def _rights(rights: frozenset[Right]) -> Text:
    if rights == {Right.REDEEM}:
        return text("no redeeming")
    if rights == {Right.HONOUR}:
        return text("no honours")
    return text("no redeeming and no honours")


def _until(bar: checked.Bar) -> Text:
    if bar.period is None:
        if bar.months == 1:
            return text("for 1 month")
        return text("for {months} months", months=bar.months)
    if bar.period is Period.EVER:
        return text("for ever")
    if bar.periods_later:
        return text("to the end of next year")
    return text("to the end {of_the_period}", of_the_period=_of_this(bar.period))


def _of_this(period: Period) -> Text:
    """The period in which it happened."""
    match period:
        case Period.MONTH:
            return text("of that month")
        case Period.QUARTER:
            return text("of that quarter")
        case _:
            return text("of that year")
