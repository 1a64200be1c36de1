"""Every number in a part of a policy, as people write it; for tests of pages that must hold them all.

A field of the checked policy that holds a number and stands in none of the lists below fails.
"""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

import attrs

from rulesengine.core.facts import Fact
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Measure

# How each whole number of a policy is shown; a field that is in neither list fails the test.
HUNDREDTHS = {
    "Literal.value", "Floor.points", "PerUnit.points", "PerUnit.size", "PerBlock.points",
    "PerBlock.size", "PerPeriod.points", "Judged.low", "Judged.high", "ByBand.otherwise",
    "ByCount.afterwards", "Factor.times", "Item.most_each", "Category.open_at_most",
    "Bonus.points", "Grade.points", "Suspension.below", "Suspension.resume", "Budget.fen",
    "Adjustable.low", "Adjustable.high", "Policy.round_to", "Base.points", "Rate.points",
    "Rate.fen", "Match.points", "Match.earned", "Goods.points", "Goods.price", "Policy.minimum", "Expiry.kept_percent",
}  # fmt: skip
WHOLE = {"Runs.count", "Within.months", "Bar.months", "Goods.stock", "Expiry.grace_days"}
# 每次 is per 1 time, and what is not asked for is not told.
SAID_BY_LEAVING_OUT = (
    ("PerUnit.size", 100), ("Policy.minimum", 0), ("Bar.months", 0), ("Expiry.grace_days", 0),
)  # fmt: skip
# In words alone (next year), or looked for in the place where it belongs.
APART = {
    "Bar.periods_later", "Item.limits", "Item.floors", "Bonus.limits",
    "Policy.tests", "Policy.categories", "Policy.bases", "Policy.facts", "Policy.bonuses",
}  # fmt: skip


def numbers(node: Any) -> Iterator[str]:
    """Every number, date and threshold in a part of a policy."""
    match node:
        case None | str() | bool() | Enum() | Span() | Source() | Fact() | frozenset():
            return
        case date():
            yield node.isoformat()
        case tuple():
            for part in node:
                yield from numbers(part)
        case checked.ByLevel() | checked.ByBand() | checked.ByCount():
            yield from _of_table(node)
        case checked.Limit(kind=kind, amount=amount, when=when):
            yield from numbers(when)
            if not node.once_per_period:  # its one time is in the word for the unit
                yield _amount(kind is LimitKind.POINTS, amount)
        case checked.Reaches(measure=measure, amount=amount):
            yield _amount(measure is not Measure.TIMES, amount)
        case checked.Within(measure=measure, amount=amount, months=months):
            yield from (_amount(measure is not Measure.TIMES, amount), str(months))
        case checked.Honour(share=share, places=places, when=when):
            yield _amount(share, places)
            yield from numbers(when)
        case checked.Goods(limits=limits):
            yield from (str(count) for count, _, _ in limits)
            yield from _of_fields(attrs.evolve(node, limits=()))
        case _:
            assert attrs.has(type(node)), node
            yield from _of_fields(node)


def _of_table(value: checked.ByLevel | checked.ByBand | checked.ByCount) -> Iterator[str]:
    match value:
        case checked.ByLevel(points=rows):
            yield from map(show_hundredths, rows.values())
        case checked.ByBand(rows=rows, otherwise=otherwise):
            yield from (show_hundredths(one) for row in rows for one in row)
            yield show_hundredths(otherwise)
        case checked.ByCount(tiers=tiers, afterwards=afterwards):
            for last, amount in tiers:
                yield from (str(last), show_hundredths(amount))
            yield show_hundredths(afterwards)


def _amount(in_hundredths: bool, amount: int) -> str:
    return show_hundredths(amount) if in_hundredths else str(amount)


def _of_fields(node: Any) -> Iterator[str]:
    for field in attrs.fields(type(node)):
        name, value = f"{type(node).__name__}.{field.name}", getattr(node, field.name)
        if name in APART or not field.eq or (name, value) in SAID_BY_LEAVING_OUT:
            continue
        if isinstance(value, int) and not isinstance(value, bool):
            if name == "Expiry.kept_percent" and node.wipes_shortfall:
                continue
            assert name in HUNDREDTHS | WHOLE, f"{name} is shown nowhere"
            yield show_hundredths(value) if name in HUNDREDTHS else str(value)
        else:
            yield from numbers(value)
