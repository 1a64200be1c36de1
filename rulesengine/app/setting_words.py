"""The settings of a policy in words: what each is called, and what it says. Pure.

Numbers, periods and units are in the reader's language; conditions and whole statements are as
the policy writes them.
"""

import enum
from datetime import date
from typing import cast

import attrs

from rulesengine.app.rule_words import (
    JUDGES,
    base_words,
    floor_words,
    highest_words,
    limit_words,
    most_each_words,
    quantity_words,
    unit_words,
)
from rulesengine.app.words import days_words, each, per, type_words
from rulesengine.core.amounts import points_words
from rulesengine.core.calendar import Period
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.study.settings import Path

_HEADER = {
    "dates": text("in force"),
    "account": text("account"),
    "eligible": text("who is eligible"),
    "round_to": text("rounding"),
    "settle": text("settlement"),
    "evaluate": text("evaluation"),
    "rate": text("points into yuan"),
    "minimum": text("points needed to redeem"),
    "expiry": text("expiry"),
    "suspension": text("suspension of redeeming"),
}
_OF_ITEM = {
    "other_name": text("the other name"),
    "category": text("category"),
    "sign": text("award or deduction"),
    "when": text("condition"),
    "first_day": text("first day"),
    "last_day": text("last day"),
    "factors": text("factors"),
    "highest": text("highest only"),
    "group": text("group"),
    "requires": text("what it requires"),
    "most_each": text("most each time"),
}


# --- what a setting is called --------------------------------------------------------------------


def title_words(path: Path) -> Text | str:
    """`义务劳动`, `清扫门前, condition`, `the whole policy`: what a setting is about."""
    match path:
        case ("items", name, "value"):
            return name
        case ("items", name, field):
            return text("{name}, {part}", name=name, part=_OF_ITEM.get(field, field))
        case ("limits", "policy", *_) | ("floors" | "bases", "", *_):
            return text("the whole policy")
        case ("limits", _, name, *_) | ("floors" | "bases", name, *_):
            return name
        case ("facts", subject, name):
            return text("fact {name} of the {subject}", name=name, subject=_SUBJECTS[subject])
        case ("categories", name):
            return text("category {name}", name=name)
        case ("groups", name):
            return text("group {name}", name=name)
        case ("grades", name):
            return text("grade {name}", name=name)
        case ("budgets", *_):
            return text("budget")
        case ("adjustable", name, _):
            return text("what may be set: {name}", name=_ADJUSTABLE.get(name, name))
        case (kind,):
            return _HEADER.get(kind, kind)
        case _:
            return path[1]


_SUBJECTS = {
    Subject.HOUSEHOLD.value: text("household"),
    Subject.PERSON.value: text("person"),
    Subject.RECORD.value: text("record"),
}
_ADJUSTABLE = {
    "rate": text("points into yuan"),
    "minimum": text("points needed to redeem"),
    "base": text("base points"),
}


# --- what it says --------------------------------------------------------------------------------


def setting_words(path: Path, setting: object, source: Source) -> Text | str:
    """A setting; `source` is the text that its places are places in."""
    match path, setting:
        case _, (None | () | "" | False):
            return text("none")
        case ("dates",), tuple():
            first, last = cast("tuple[date | None, date | None]", setting)
            return days_words(first, last)
        case ("items", _, "most_each"), int():
            return most_each_words(setting)
        case ("round_to" | "minimum",), int():
            return points_words(setting)
        case ("items", _, "category"), str():
            return text("in the category {name}", name=setting)
        case ("items", _, "when"), _:
            return text("when {condition}", condition=_written(setting, source))
        case ("items", _, "value"), _:
            return value_words(cast("checked.Value", setting))
        case _, checked.Limit(when=condition) if condition is not None:
            of_all = limit_words(attrs.evolve(setting, name=""))
            written = _written(condition, source)
            return text("{limit} where {condition}", limit=of_all, condition=written)
        case _, checked.Category(matches=matches) if matches:
            written_ones = tuple(_written(one, source) for one in matches)
            open_to = _category(setting.open_at_most)
            return text("{category}; gifts: {parts}", category=open_to, parts=written_ones)
        case _, tuple():
            return text("{parts}", parts=tuple(setting_words(path, one, source) for one in setting))
        case _:
            return _plain_words(setting) or _part_words(setting) or _written(setting, source)


def _plain_words(setting: object) -> Text | str | None:
    """A word, a day, a period, a kind of account; None for what is a part of a policy."""
    match setting:
        case checked.Sign():
            return text("deduction") if setting is checked.Sign.DEDUCT else text("award")
        case Period():
            return each(setting)
        case Subject():
            return per(setting)
        case date():
            return setting.isoformat()
        case enum.Enum():
            return str(setting.value)
        case str():
            return setting
        case _:
            return None


def _part_words(part: object) -> Text | None:
    """A part of a policy that has words in both languages; None for one shown as it is written."""
    match part:
        case checked.Limit():
            return limit_words(attrs.evolve(part, name=""))
        case checked.Floor():
            return floor_words(attrs.evolve(part, category=""))
        case checked.Base():
            return base_words(attrs.evolve(part, category=""))
        case checked.Rate(points=amount, fen=fen):
            return text("{points} = {yuan} yuan", points=points_words(amount), yuan=_yuan(fen))
        case checked.Budget(fen=fen, period=period):
            return text("{yuan} yuan {each}", yuan=_yuan(fen), each=each(period))
        case checked.Grade():
            return _grade(part)
        case checked.Highest():
            return highest_words(part)
        case checked.Group(highest=highest):
            return text("a group") if highest is None else highest_words(highest)
        case checked.Category(open_at_most=most):
            return _category(most)
        case checked.Adjustable():
            return _adjustable(part)
        case Fact():
            return _fact(part)
        case _:
            return None


def _grade(grade: checked.Grade) -> Text:
    mark = points_words(grade.points)
    if grade.per_head:
        return text("from {points} up per head", points=mark)
    return text("from {points} up", points=mark)


def value_words(value: checked.Value) -> Text:
    """What an item is worth: `3 points/hour`."""
    match value:
        case checked.PerUnit(points=amount, size=1_00, unit=unit):
            return text("{points}/{unit}", points=points_words(amount), unit=unit_words(unit))
        case checked.PerUnit(points=amount, size=size, unit=unit):
            return text(
                "{points}/{size}", points=points_words(amount), size=quantity_words(size, unit)
            )
        case checked.PerBlock(carried=Period() as period):
            whole = value_words(attrs.evolve(value, carried=None))
            return text("{value}, rest carried {each}", value=whole, each=each(period))
        case checked.PerBlock(points=amount, size=size, unit=unit):
            size_words = quantity_words(size, unit)
            return text("{points}/full {size}", points=points_words(amount), size=size_words)
        case checked.PerPeriod(points=amount, period=period):
            return text("{points} {each}", points=points_words(amount), each=each(period))
        case checked.Judged(judges=checked.Judges() as judges):
            by_one = value_words(attrs.evolve(value, judges=None))
            return text("{value}, {judges}", value=by_one, judges=JUDGES[judges])
        case checked.Judged(low=low, high=high):
            return text("{low} to {high} judged", low=show_hundredths(low), high=points_words(high))
        case checked.ByLevel(points=rows):
            named = {"yes": text("yes"), "no": text("no")}
            pairs = [(named.get(level, level), amount) for level, amount in rows.items()]
            return text("{parts}", parts=tuple(_row(level, amount) for level, amount in pairs))
        case checked.ByBand(rows=bands, otherwise=otherwise):
            shown = [
                text("{mark} up {points}", mark=show_hundredths(mark), points=points_words(amount))
                for mark, amount in bands
            ]
            return text("{parts}", parts=(*shown, _row(text("otherwise"), otherwise)))
        case checked.ByCount(period=period, tiers=tiers, afterwards=afterwards):
            shown = [
                text("up to number {count} {points}", count=count, points=points_words(amount))
                for count, amount in tiers
            ]
            then = _row(text("then"), afterwards)
            return text("{each}: {parts}", each=each(period), parts=(*shown, then))


def _row(level: Text | str, amount: int) -> Text:
    return text("{level} {points}", level=level, points=points_words(amount))


def _category(open_at_most: int | None) -> Text:
    if open_at_most is None:
        return text("closed")
    return text("open, at most {points} each time", points=points_words(open_at_most))


def _adjustable(range_of: checked.Adjustable) -> Text:
    if range_of.name == "rate":
        return text("{low} to {high} yuan", low=_yuan(range_of.low), high=_yuan(range_of.high))
    return text(
        "{low} to {points}", low=show_hundredths(range_of.low), points=points_words(range_of.high)
    )


def _fact(fact: Fact) -> Text:
    if not fact.levels:
        return type_words(fact.type)
    return text("{parts}", parts=tuple(level.name for level in fact.levels))


def _yuan(fen: int) -> str:
    return show_hundredths(fen)


def _written(setting: object, source: Source) -> str:
    """A statement or a condition as the policy writes it, on one line."""
    span = getattr(setting, "span", None)
    return " ".join(source.slice(span).split()) if isinstance(span, Span) else str(setting)
