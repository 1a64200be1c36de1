"""Items: value, clauses, limits and floors of each award and deduction; and what goods cost."""

from collections.abc import Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Fen
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_factor, read_points, read_whole, read_yuan
from rulesengine.language.check_clauses import (
    only,
    refuse_repeated,
    refuse_second,
    settle_when,
    settle_window,
)
from rulesengine.language.check_conditions import settle_condition
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_groups import Groups, find_group, highest_of
from rulesengine.language.check_limits import (
    MOST_TIMES,
    in_taking_order,
    once_per_period,
    settle_cap,
    settle_limit,
)
from rulesengine.language.check_names import other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_requires import settle_requires
from rulesengine.language.check_values import settle_value


@attrs.frozen
class Around:
    """What lies around an item: its category's name, the limits and floors that reach into it,

    and the groups that it may join.
    """

    category: str
    account: Subject
    limits: tuple[checked.Limit, ...]  # of the category, then of the policy, each in its order
    floors: tuple[checked.Floor, ...]
    groups: Groups


def settle_item(
    report: Report, facts: Facts, item: syntax.Item, around: Around
) -> checked.Item | None:
    """An item whose every part has a meaning, or None."""
    before = len(report.found)
    value = settle_value(report, facts, item.value)
    refuse_repeated(report, item.names, item.clauses)
    when = settle_when(report, facts, item.clauses)
    first_day, last_day = settle_window(report, item.clauses)
    factors = _factors(report, facts, item.clauses)
    group = find_group(report, around.groups, item)
    highest = highest_of(report, item, group)
    requires = settle_requires(report, facts, item)
    limits = _own_limits(report, item, value, around.account)
    if value is None or any(found.is_error for found in report.found[before:]):
        return None
    is_award = item.sign is syntax.Sign.AWARD
    of_group = () if group is None else group.limits
    return checked.Item(
        name=item.names.first.text,
        other_name=other_name(item.names),
        category=around.category,
        sign=checked.Sign(item.sign.value),
        value=value,
        limits=(*in_taking_order(limits), *((*of_group, *around.limits) if is_award else ())),
        span=item.span,
        when=when,
        first_day=first_day,
        last_day=last_day,
        factors=factors,
        highest=highest,
        floors=() if is_award else around.floors,
        group="" if group is None else group.name,
        requires=requires,
        most_each=None if item.most_each is None else read_points(report, item.most_each),
    )


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
        refuse_second(report, goods.names.first.text, spans)
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
    price, stock = only(goods.clauses, syntax.Price), only(goods.clauses, syntax.Stock)
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
