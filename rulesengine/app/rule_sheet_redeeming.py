"""What points are good for: the rate, from how many on, until when, and the goods."""

from collections.abc import Iterator

from rulesengine.app.condition_words import condition_words
from rulesengine.app.naming import Naming
from rulesengine.app.rule_sheet_tree import Cell, Line, Points, Section, Table
from rulesengine.app.rule_sheet_words import adjustable_words, period_after, yuan
from rulesengine.app.rule_words import (
    quantity_words,
)
from rulesengine.app.words import each, per
from rulesengine.core.amounts import points_words
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked

_PIECE = checked.Unit("piece")


def redeeming_section(policy: checked.Policy, naming: Naming) -> Section:
    """How points are redeemed, and what happens to those that are not."""
    parts: list[Points | Table] = [Points(tuple(_lines(policy, naming)))]
    if policy.goods:
        parts.append(_goods(policy, naming))
    return Section(text("Redeeming"), tuple(parts))


def _lines(policy: checked.Policy, naming: Naming) -> Iterator[Line]:
    if policy.rate is not None:
        rate = policy.rate
        yield text("{points} = {yuan}", points=points_words(rate.points), yuan=yuan(rate.fen))
        for range in adjustable_words(policy, "rate"):
            yield text("the rate: {range}", range=range)
    elif not policy.goods:
        yield text("points are not worth money")
    if policy.minimum:
        yield text("from {points} on they can be redeemed", points=points_words(policy.minimum))
        for range in adjustable_words(policy, "minimum"):
            yield text("the fewest points: {range}", range=range)
    for category in policy.categories:
        yield from _gifts(category, naming)
    if policy.suspension is not None:
        yield text(
            "below {below} of the evaluation nobody may redeem until it is {resume} again",
            below=points_words(policy.suspension.below),
            resume=points_words(policy.suspension.resume),
        )
    yield _what_becomes(policy.expiry)
    for budget in policy.budgets:
        yield text(
            "the village plans to spend at most {yuan} {each}",
            yuan=yuan(budget.fen),
            each=each(budget.period),
        )


def _gifts(category: checked.Category, naming: Naming) -> Iterator[Line]:
    """How many points of a category of gifts what is earned outside it releases."""
    gifts = naming.of(category)
    for match in category.matches:
        words = text(
            "gifts of {category}: for each {earned} earned besides gifts {points} can be redeemed",
            category=gifts,
            earned=points_words(match.earned),
            points=points_words(match.points),
        )
        if match.when is not None:
            when = condition_words(match.when, naming)
            words = text("{words}; only where {condition}", words=words, condition=when)
        yield words
    if len(category.matches) > 1:
        yield text(
            "gifts of {category}: where several of these hold, the most generous one counts alone",
            category=gifts,
        )


def _what_becomes(expiry: checked.Expiry | None) -> Text:
    """What becomes of points that nobody redeems."""
    if expiry is None:
        return text("points that are not redeemed are kept")
    when = period_after(expiry.period)
    if expiry.grace_days == 1:
        when = text("{when} (and 1 day of grace)", when=when)
    elif expiry.grace_days:
        when = text("{when} (and {days} days of grace)", when=when, days=expiry.grace_days)
    if expiry.wipes_shortfall:
        return text("points that are not redeemed lapse {when}", when=when)
    return text(
        "{percent}% of the points that are not redeemed are kept {when}, the rest lapses",
        percent=show_hundredths(expiry.kept_percent),
        when=when,
    )


def _goods(policy: checked.Policy, naming: Naming) -> Table:
    headings = [text("goods"), text("points needed")]
    with_price = any(one.price is not None for one in policy.goods)
    with_stock = any(one.stock is not None for one in policy.goods)
    with_limits = any(one.limits for one in policy.goods)
    headings += [text("price")] if with_price else []
    headings += [text("stock")] if with_stock else []
    headings += [text("limits")] if with_limits else []
    rows = []
    for goods in policy.goods:
        row: list[Cell] = [(naming.of(goods),), (points_words(goods.points),)]
        if with_price:
            row.append(() if goods.price is None else (yuan(goods.price),))
        if with_stock:
            row.append(() if goods.stock is None else (_pieces(goods.stock),))
        if with_limits:
            row.append(tuple(_limits(goods)))
        rows.append(tuple(row))
    return Table(tuple(headings), tuple(rows))


def _limits(goods: checked.Goods) -> Iterator[Line]:
    for number, subject, period in goods.limits:
        yield text(
            "at most {amount} {per} {each}",
            amount=_pieces(number),
            per=per(subject),
            each=each(period),
        )


def _pieces(number: int) -> Text:
    return quantity_words(number * 100, _PIECE)
