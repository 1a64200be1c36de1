"""Items: value, clauses, limits and floors of each award and deduction; and what goods cost."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Fen
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import (
    read_day,
    read_factor,
    read_points,
    read_whole,
    read_yuan,
)
from rulesengine.language.check_conditions import settle_condition
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_limits import (
    MOST_TIMES,
    in_taking_order,
    once_per_period,
    settle_cap,
    settle_limit,
)
from rulesengine.language.check_names import other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_values import settle_value

C = TypeVar("C", bound=syntax.ItemClause | syntax.GoodsClause)


@attrs.frozen
class Around:
    """What lies around an item: its category's name, the limits and floors that reach into it."""

    category: str
    account: Subject
    limits: tuple[checked.Limit, ...]  # of the category, then of the policy, each in its order
    floors: tuple[checked.Floor, ...]


def settle_item(
    report: Report, facts: Facts, item: syntax.Item, around: Around
) -> checked.Item | None:
    """An item whose every part has a meaning, or None."""
    before = len(report.found)
    value = settle_value(report, facts, item.value)
    _refuse_repeated(report, item)
    when = _only(item.clauses, syntax.When)
    condition = None if when is None else settle_condition(report, facts, when.condition)
    first_day, last_day = _window(report, _only(item.clauses, syntax.Window))
    factors = _factors(report, facts, item.clauses)
    highest = _highest(report, item)
    limits = _own_limits(report, item, value, around.account)
    if value is None or any(found.is_error for found in report.found[before:]):
        return None
    is_award = item.sign is syntax.Sign.AWARD
    return checked.Item(
        name=item.names.first.text,
        other_name=other_name(item.names),
        category=around.category,
        sign=checked.Sign(item.sign.value),
        value=value,
        limits=(*in_taking_order(limits), *(around.limits if is_award else ())),
        span=item.span,
        when=condition,
        first_day=first_day,
        last_day=last_day,
        factors=factors,
        highest=highest,
        floors=() if is_award else around.floors,
    )


def window_days(
    report: Report, first: syntax.Day | None, last: syntax.Day | None
) -> tuple[date | None, date | None]:
    """Both ends of a stretch of days; an end before its beginning is reported."""
    first_day = None if first is None else read_day(report, first)
    last_day = None if last is None else read_day(report, last)
    if first is not None and last is not None and first_day and last_day and last_day < first_day:
        report.say(
            Code.DATES_OUT_OF_ORDER,
            text("{last} comes before {first}", last=last.text, first=first.text),
            last.span,
            text("the last day"),
            others=((first.span, text("the first day")),),
            help=text("write the earlier day first"),
        )
    return first_day, last_day


def _only(
    clauses: Sequence[syntax.ItemClause] | Sequence[syntax.GoodsClause], kind: type[C]
) -> C | None:
    return next((clause for clause in clauses if isinstance(clause, kind)), None)


def _refuse_repeated(report: Report, item: syntax.Item) -> None:
    for kind in (syntax.When, syntax.Window, syntax.Highest, syntax.NoCap):
        spans = [clause.span for clause in item.clauses if isinstance(clause, kind)]
        joined = text("join the two conditions with {word}", word=report.words("并且", "and"))
        help = joined if kind is syntax.When else None
        _refuse_second(report, item.names.first.text, spans, help)
    caps = [clause.span for clause in item.clauses if isinstance(clause, syntax.Cap)]
    no_caps = [clause.span for clause in item.clauses if isinstance(clause, syntax.NoCap)]
    if caps and no_caps:
        _refuse_second(report, item.names.first.text, sorted([caps[0], no_caps[0]]))


def _refuse_second(
    report: Report, name: str, spans: Sequence[Span], help: Text | None = None
) -> None:
    for later in spans[1:]:
        report.say(
            Code.REPEATED_CLAUSE,
            text(
                "{name} says {earlier} and {later}, and only one of them can hold",
                name=name,
                earlier=report.written(spans[0]),
                later=report.written(later),
            ),
            later,
            text("said again here"),
            others=((spans[0], text("said first here")),),
            help=help or text("keep one of the two"),
        )


def _window(report: Report, window: syntax.Window | None) -> tuple[date | None, date | None]:
    return (None, None) if window is None else window_days(report, window.first, window.last)


def _factors(
    report: Report, facts: Facts, clauses: Sequence[syntax.ItemClause]
) -> tuple[checked.Factor, ...]:
    factors: list[checked.Factor] = []
    for clause in clauses:
        if isinstance(clause, syntax.Factor):
            times = read_factor(report, clause.times)
            condition = settle_condition(report, facts, clause.condition)
            if times is not None and condition is not None:
                factors.append(checked.Factor(times, condition, clause.span))
    return tuple(factors)


def _highest(report: Report, item: syntax.Item) -> checked.Highest | None:
    clause = _only(item.clauses, syntax.Highest)
    if clause is None:
        return None
    if isinstance(item.value, syntax.ByCount):
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("highest only has no meaning for points that go by the count"),
            clause.span,
            others=((item.value.span, text("these points go by how often it happened")),),
            help=text("leave one of the two out"),
        )
        return None
    return checked.Highest(None if clause.period is None else clause.period.period, clause.span)


def _own_limits(
    report: Report, item: syntax.Item, value: checked.Value | None, account: Subject
) -> list[checked.Limit]:
    name = item.names.first.text
    caps = [clause for clause in item.clauses if isinstance(clause, syntax.Cap)]
    settled = [settle_limit(report, cap, account, checked.Scope.ITEM, name) for cap in caps]
    limits = [limit for limit in settled if limit is not None]
    if isinstance(value, checked.PerPeriod):
        limits.insert(0, once_per_period(name, value, account, item.value.span))
    return limits


# --- goods ---------------------------------------------------------------------------------------


def settle_goods(report: Report, goods: syntax.Goods, account: Subject) -> checked.Goods | None:
    """What points buy: its points, price, stock and how many pieces anyone may take."""
    before = len(report.found)
    points = read_points(report, goods.points)
    for kind in (syntax.Price, syntax.Stock):
        spans = [clause.span for clause in goods.clauses if isinstance(clause, kind)]
        _refuse_second(report, goods.names.first.text, spans)
    price, stock = _price_and_stock(report, goods)
    limits = [
        settle_cap(report, clause, account)
        for clause in goods.clauses
        if isinstance(clause, syntax.Cap) and _in_pieces(report, clause)
    ]
    if points is None or len(report.found) > before:
        return None
    return checked.Goods(
        name=goods.names.first.text,
        other_name=other_name(goods.names),
        points=points,
        price=price,
        stock=stock,
        limits=tuple((cap.amount, cap.subject, cap.period) for cap in limits if cap is not None),
        span=goods.span,
    )


def _price_and_stock(report: Report, goods: syntax.Goods) -> tuple[Fen | None, int | None]:
    price, stock = _only(goods.clauses, syntax.Price), _only(goods.clauses, syntax.Stock)
    return (
        None if price is None else read_yuan(report, price.yuan),
        None if stock is None else read_whole(report, stock.pieces, MOST_TIMES, text("pieces")),
    )


def _in_pieces(report: Report, cap: syntax.Cap) -> bool:
    if cap.quantity is syntax.Quantity.PIECES:
        return True
    report.say(
        Code.WRONG_UNIT,
        text("goods are limited in pieces"),
        cap.span,
        help=text("write {example}", example=report.words("件", "pieces")),
    )
    return False
