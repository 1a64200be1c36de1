"""The sections of a rule sheet that list items: one for each category, and one for groups."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from rulesengine.app.condition_words import condition_words, listed, subject_words
from rulesengine.app.naming import Naming
from rulesengine.app.rule_sheet_marks import mark_words
from rulesengine.app.rule_sheet_tree import Cell, Line, Points, Section, Table
from rulesengine.app.rule_sheet_words import (
    adjustable_words,
    base_words,
    floor_words,
    highest_only_words,
    most_words,
)
from rulesengine.app.rule_words import quantity_words, unit_words
from rulesengine.app.words import days_words, each
from rulesengine.core.amounts import points_words
from rulesengine.core.calendar import Period
from rulesengine.core.facts import Fact, FactType
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.language.checked import Scope, Sign

_JUDGES = {
    checked.Judges.MEAN: text("of several who judge the mean counts"),
    checked.Judges.MEAN_WITHOUT_EXTREMES: text(
        "of several who judge the highest and the lowest are left out, the mean of the rest counts"
    ),
    checked.Judges.MEDIAN: text("of several who judge the one in the middle counts"),
}


def category_section(policy: checked.Policy, category: checked.Category, naming: Naming) -> Section:
    """What its items share, its awards, its deductions, those that counting brings, its bonuses."""
    counted = [bonus for bonus in policy.bonuses if bonus.category == category.name]
    bonuses = [bonus for bonus in counted if bonus.sign is Sign.AWARD]
    by_count = [bonus for bonus in counted if bonus.sign is Sign.DEDUCT]
    awards = [item for item in category.items if item.sign is Sign.AWARD]
    deductions = [item for item in category.items if item.sign is Sign.DEDUCT]
    parts: list[Points | Table] = []
    if shared := tuple(_shared(category, naming)):
        parts.append(Points(shared))
    if awards:
        parts.append(_items((text("awarded for"), text("worth")), policy, awards, naming))
    if deductions:
        parts.append(
            _items((text("deducted for"), text("points deducted")), policy, deductions, naming)
        )
    if by_count:
        what = (text("deducted besides"), text("points deducted"), text("for which"))
        parts.append(_bonuses(what, by_count, naming))
    if bonuses:
        what = (text("bonus"), text("worth"), text("for what"))
        parts.append(_bonuses(what, bonuses, naming))
    return Section(naming.of(category), tuple(parts))


def _shared(category: checked.Category, naming: Naming) -> Iterator[Line]:
    if category.matches:
        yield text("these points are gifts; how many can be redeemed is said under redeeming")
    for limit in category.limits:
        yield text("all of this category together: {limit}", limit=most_words(limit, naming))
    for floor in category.floors:
        yield text("all of this category together: {limit}", limit=floor_words(floor))
    yield from (base_words(base) for base in category.bases)
    if category.open_at_most is not None:
        yield text(
            "a village may add awards of at most {points} each time",
            points=points_words(category.open_at_most),
        )


# --- items ---------------------------------------------------------------------------------------


def _items(
    what: tuple[Text, Text], policy: checked.Policy, items: Sequence[checked.Item], naming: Naming
) -> Table:
    headings = (*what, text("unit"), text("limits"), text("remarks"))
    return Table(headings, tuple(_row(policy, item, naming) for item in items))


def _row(policy: checked.Policy, item: checked.Item, naming: Naming) -> tuple[Cell, ...]:
    return (
        (naming.of(item),),
        tuple(_worth(item.value, naming)),
        (_unit(item.value),),
        tuple(_limits(item, naming)),
        (*_basis(item.value, naming), *_remarks(policy, item, naming)),
    )


def _worth(value: checked.Value, naming: Naming) -> Iterator[Line]:
    match value:
        case checked.PerUnit() | checked.PerBlock() | checked.PerPeriod():
            yield points_words(value.points)
        case checked.Judged(low=low, high=high):
            yield text("{low} to {high}", low=points_words(low), high=points_words(high))
        case checked.ByLevel(fact=fact, points=rows):
            for level, amount in rows.items():
                yield text(
                    "{level}: {points}",
                    level=_level(fact, level, naming),
                    points=points_words(amount),
                )
        case checked.ByBand(rows=bands, otherwise=otherwise):
            for least, amount in bands:
                yield text(
                    "{least} and more: {points}",
                    least=show_hundredths(least),
                    points=points_words(amount),
                )
            yield text("otherwise: {points}", points=points_words(otherwise))
        case checked.ByCount():
            yield from _tiers(value)
        case _:
            assert_never(value)


def _level(fact: Fact, level: str, naming: Naming) -> Text | str:
    if fact.type is FactType.YES_NO:
        return text("yes") if level == "yes" else text("no")
    return naming.level(fact, level)


def _tiers(value: checked.ByCount) -> Iterator[Line]:
    before = 0
    for last, amount in value.tiers:
        if before + 1 == last:
            which = text("number {number}", number=last)
        else:
            which = text("numbers {first} to {last}", first=before + 1, last=last)
        yield text("{level}: {points}", level=which, points=points_words(amount))
        before = last
    yield text("after that: {points}", points=points_words(value.afterwards))


def _unit(value: checked.Value) -> Line:
    """What the points are for: `per time`, `per 10 metres`."""
    match value:
        case checked.PerUnit(size=1_00, unit=unit):
            return text("per {unit}", unit=unit_words(unit))
        case checked.PerUnit(size=size, unit=unit):
            return text("per {unit}", unit=quantity_words(size, unit))
        case checked.PerBlock(size=size, unit=unit):
            return text("per full {unit}", unit=quantity_words(size, unit))
        case checked.PerPeriod(period=period):
            return each(period)
        case _:
            return text("per {unit}", unit=text("time"))


def _limits(item: checked.Item, naming: Naming) -> Iterator[Line]:
    """Those of the item alone; what it shares stands where it is shared."""
    for limit in item.limits:
        if limit.scope is Scope.ITEM and not limit.once_per_period:
            yield most_words(limit, naming)
    if item.highest is not None and item.highest.name == item.name:
        yield highest_only_words(item.highest)
    if item.most_each is not None:
        yield text("at most {amount} each time", amount=points_words(item.most_each))


def _basis(value: checked.Value, naming: Naming) -> Iterator[Line]:
    """What the points go by."""
    match value:
        case checked.Judged(judges=judges):
            yield text("judged within the range")
            if judges is not None:
                yield _JUDGES[judges]
        case checked.PerBlock(carried=Period() as period):
            yield text(
                "what is not a full one is added to the next, counted {each}", each=each(period)
            )
        case checked.PerBlock():
            yield text("what is not a full one does not count")
        case checked.ByLevel(fact=fact) if fact.type is FactType.YES_NO:
            whose = subject_words(fact.subject)
            yield text("by whether {subject} is {fact}", subject=whose, fact=naming.of(fact))
        case checked.ByLevel(fact=fact) | checked.ByBand(measure=checked.FactOf(fact=fact)):
            yield text("by {fact}", fact=naming.of(fact))
        case checked.ByBand(measure=checked.AgeOf()):
            yield text("by {fact}", fact=text("age in years"))
        case checked.ByCount(period=Period.EVER):
            yield text("counted over all the time")
        case checked.ByCount(period=period):
            yield text("counted {each}", each=each(period))
        case _:
            return


def _remarks(policy: checked.Policy, item: checked.Item, naming: Naming) -> Iterator[Line]:
    if item.when is not None:
        yield text("only where {condition}", condition=condition_words(item.when, naming))
    for factor in item.factors:
        yield text(
            "{times} fold where {condition}",
            times=show_hundredths(factor.times),
            condition=condition_words(factor.when, naming),
        )
    if item.first_day is not None or item.last_day is not None:
        yield days_words(item.first_day, item.last_day)
    for requirement in item.requires:
        name = naming.of(requirement.fact)
        if requirement.when is None:
            yield text("only with {approval}", approval=name)
        else:
            when = condition_words(requirement.when, naming)
            yield text("only with {approval} where {condition}", approval=name, condition=when)
    if item.group:
        yield text("counted together with {group}", group=_group(policy, item.group, naming))
    yield from adjustable_words(policy, item.name)


def _group(policy: checked.Policy, name: str, naming: Naming) -> str:
    return next((naming.of(group) for group in policy.groups if group.name == name), name)


# --- bonuses -------------------------------------------------------------------------------------


def _bonuses(
    what: tuple[Text, Text, Text], bonuses: Sequence[checked.Bonus], naming: Naming
) -> Table:
    return Table(
        (*what, text("limits")),
        tuple(
            (
                (naming.of(bonus),),
                (points_words(bonus.points),),
                (mark_words(bonus, naming),),
                tuple(_own(bonus, naming)),
            )
            for bonus in bonuses
        ),
    )


def _own(bonus: checked.Bonus, naming: Naming) -> Iterator[Line]:
    for limit in bonus.limits:
        if limit.scope is Scope.ITEM:
            yield most_words(limit, naming)


# --- groups --------------------------------------------------------------------------------------


def groups_section(policy: checked.Policy, naming: Naming) -> Section:
    """Items that are counted together, wherever they stand."""
    rows = tuple(_group_row(policy, group, naming) for group in policy.groups)
    headings = (text("group"), text("items"), text("limits"))
    parts = (Table(headings, rows),) if rows else ()
    return Section(text("Items counted together"), parts)


def _group_row(policy: checked.Policy, group: checked.Group, naming: Naming) -> tuple[Cell, ...]:
    items = [
        naming.of(item)
        for category in policy.categories
        for item in category.items
        if item.group == group.name
    ]
    limits: list[Line] = [most_words(limit, naming) for limit in group.limits]
    if group.highest is not None:
        limits.append(highest_only_words(group.highest))
    return (naming.of(group),), (listed(items),), tuple(limits)
