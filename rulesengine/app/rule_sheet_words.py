"""Words that several parts of a rule sheet share: limits, floors, bases and dates in sentences."""

from collections.abc import Iterator
from typing import assert_never

from rulesengine.app.condition_words import condition_words
from rulesengine.app.naming import Naming
from rulesengine.app.words import each, per
from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.calendar import Period
from rulesengine.core.quantity import Fen, show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked


def most_words(limit: checked.Limit, naming: Naming) -> Text:
    """`at most 30 points per household per month`, and for whom it is."""
    words = _most(limit)
    if limit.when is None:
        return words
    return text(
        "where {condition}: {limit}", condition=condition_words(limit.when, naming), limit=words
    )


def _most(limit: checked.Limit) -> Text:
    if limit.once_per_period:
        return text("counts once {each}", each=each(limit.period))
    amount = (
        points_words(limit.amount)
        if limit.kind is checked.LimitKind.POINTS
        else times_words(limit.amount)
    )
    return text(
        "at most {amount} {per} {each}",
        amount=amount,
        per=per(limit.subject),
        each=each(limit.period),
    )


def highest_only_words(highest: checked.Highest) -> Text:
    """Which of several records counts."""
    if highest.period is None:
        return text("of one event only the highest counts")
    return text("only the highest counts {each}", each=each(highest.period))


def floor_words(floor: checked.Floor) -> Text:
    """Where deductions stop."""
    words = _stops(floor)
    return text("{words}, its base points included", words=words) if floor.with_base else words


def _stops(floor: checked.Floor) -> Text:
    if floor.period is Period.EVER:
        return text("deductions stop at {points}", points=points_words(floor.points))
    return text(
        "deductions stop at {points}, counted {each}",
        points=points_words(floor.points),
        each=each(floor.period),
    )


def base_words(base: checked.Base) -> Text:
    """What everybody has from the start."""
    if base.period is Period.EVER:
        words = text("a base of {points} is given once", points=points_words(base.points))
    else:
        words = text(
            "a base of {points} is given {each}",
            points=points_words(base.points),
            each=each(base.period),
        )
    return words if base.redeemable else text("{words}; it cannot be redeemed", words=words)


def yuan(fen: Fen) -> Text:
    """`0.5 yuan`, in the shortest decimals."""
    return text("{amount} yuan", amount=show_hundredths(fen))


def may_be_set(low: Text, high: Text) -> Text:
    """From where to where a village may set it."""
    return text("a village may set it from {low} to {high}", low=low, high=high)


def adjustable_words(policy: checked.Policy, name: str) -> Iterator[Text]:
    """What a village may set of an item, or of `rate`, `minimum`, `base`."""
    for one in policy.adjustable:
        if one.name == name:
            show = yuan if name == "rate" else points_words
            yield may_be_set(show(one.low), show(one.high))


def period_after(period: Period) -> Text:
    """The end of a period: when something lapses."""
    match period:
        case Period.DAY:
            return text("at the end of each day")
        case Period.WEEK:
            return text("at the end of each week")
        case Period.MONTH:
            return text("at the end of each month")
        case Period.QUARTER:
            return text("at the end of each quarter")
        case Period.HALF_YEAR:
            return text("at the end of each half-year")
        case Period.YEAR:
            return text("at the end of each year")
        case Period.EVER:
            return text("at the very end")
        case _:
            assert_never(period)
