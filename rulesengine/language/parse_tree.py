"""Lark's tree of one statement to a node of `syntax`; nothing is looked up, nothing can fail.

One function a rule of the grammar, by the rule's name; `RULES` is what a test holds against it.
"""

from collections.abc import Callable
from typing import Any

from lark import Token, Tree

from rulesengine.core.facts import FactType
from rulesengine.language import parse_further as further
from rulesengine.language import parse_leaves as leaf
from rulesengine.language import parse_of_tests as of_tests
from rulesengine.language import parse_settings as settings
from rulesengine.language import syntax
from rulesengine.language.parse_leaves import Node, parts, span_of, stem_of


def build(tree: Node) -> Any:
    """The node of a statement's tree, or of a part of it."""
    return RULES[str(tree.data)](tree)


def _all(children: list[Any]) -> tuple[Any, ...]:
    return tuple(build(child) for child in children)


def _maybe(tree: Node | None) -> Any:
    return None if tree is None else build(tree)


# --- head of a policy


def _effective(tree: Node) -> syntax.Effective:
    first, last = parts(tree)
    return syntax.Effective(
        leaf.day(first), None if last is None else leaf.day(last), span_of(tree)
    )


def _rate(tree: Node) -> syntax.Rate:
    points, _, yuan, adjustable = parts(tree)
    return syntax.Rate(leaf.points(points), leaf.number(yuan), _maybe(adjustable), span_of(tree))


def _base(tree: Node) -> syntax.Base:
    points, every, not_redeemable, adjustable = parts(tree)
    return syntax.Base(
        leaf.points(points),
        leaf.every(every),
        not_redeemable is None,
        _maybe(adjustable),
        span_of(tree),
    )


def _minimum(tree: Node) -> syntax.Minimum:
    points, adjustable = parts(tree)
    return syntax.Minimum(leaf.points(points), _maybe(adjustable), span_of(tree))


def _suspend(tree: Node) -> syntax.Suspend:
    below, resume = parts(tree)
    return syntax.Suspend(leaf.points(below), leaf.points(resume), span_of(tree))


def _category(tree: Node) -> syntax.Category:
    names, open_at_most = parts(tree)
    most = None if open_at_most is None else leaf.points(parts(open_at_most)[0])
    return syntax.Category(leaf.names(names), most, span_of(tree))


def _carry(tree: Node) -> syntax.Carry:
    percent, every, grace = parts(tree)
    return syntax.Carry(leaf.number(percent), leaf.every(every), leaf.grace(grace), span_of(tree))


def _fact(tree: Node) -> syntax.FactIs:
    subject, names, kind = parts(tree)
    assert isinstance(kind, Tree)
    if kind.data == "levels":
        levels = tuple(leaf.names(level) for level in parts(kind))
        return syntax.FactIs(
            leaf.SUBJECTS[stem_of(subject)],
            leaf.names(names),
            FactType.LEVEL,
            levels,
            span_of(tree),
        )
    fact_type = leaf.FACT_TYPES[stem_of(parts(kind)[0])]
    return syntax.FactIs(
        leaf.SUBJECTS[stem_of(subject)], leaf.names(names), fact_type, (), span_of(tree)
    )


# --- items, values, clauses


def _item(tree: Node) -> syntax.Item:
    sign, names, value, *clauses = parts(tree)
    return syntax.Item(
        syntax.Sign[stem_of(sign)],
        leaf.names(names),
        build(value),
        _all(clauses),
        span_of(tree),
    )


def _goods(tree: Node) -> syntax.Goods:
    names, points, *clauses = parts(tree)
    return syntax.Goods(leaf.names(names), leaf.points(points), _all(clauses), span_of(tree))


def _per_size(tree: Node) -> syntax.PerUnit:
    points, size, unit = parts(tree)
    return syntax.PerUnit(leaf.points(points), leaf.number(size), leaf.unit(unit), span_of(tree))


def _per_block(tree: Node) -> syntax.PerBlock:
    points, size, unit = parts(tree)
    return syntax.PerBlock(leaf.points(points), leaf.number(size), leaf.unit(unit), span_of(tree))


def _per_period(tree: Node) -> syntax.PerPeriod:
    points, period = parts(tree)
    assert isinstance(period, Token)
    every = syntax.Every(leaf.PERIODS[stem_of(period)], span_of(period))
    return syntax.PerPeriod(leaf.points(points), every, span_of(tree))


def _judged(tree: Node) -> syntax.Judged:
    low, high, *_ = parts(tree)
    return syntax.Judged(leaf.points(low), leaf.points(high), span_of(tree))


def _by_table(tree: Node) -> syntax.ByTable:
    path, *rows = parts(tree)
    return syntax.ByTable(build(path), _all(rows), span_of(tree))


def _level_row(tree: Node) -> syntax.LevelRow:
    level, points = parts(tree)
    return syntax.LevelRow(leaf.name(level), leaf.points(points), span_of(tree))


def _band_row(tree: Node) -> syntax.BandRow:
    threshold, points = parts(tree)
    return syntax.BandRow(leaf.number(threshold), leaf.points(points), span_of(tree))


def _by_count(tree: Node) -> syntax.ByCount:
    every, *rows = parts(tree)
    return syntax.ByCount(leaf.every(every), _all(rows), span_of(tree))


def _count_row(tree: Node) -> syntax.CountRow:
    return syntax.CountRow(leaf.number(parts(tree)[0]), leaf.points(parts(tree)[-1]), span_of(tree))


def _fact_path(tree: Node) -> syntax.FactPath:
    subject, name = parts(tree)
    return syntax.FactPath(leaf.SUBJECTS[stem_of(subject)], leaf.name(name), span_of(tree))


def _cap(tree: Node) -> syntax.Cap:
    amount, quantity, subject, every = parts(tree)
    whom = None if subject is None else leaf.SUBJECTS[stem_of(parts(subject)[0])]
    return syntax.Cap(
        leaf.number(amount),
        leaf.QUANTITIES[stem_of(quantity)],
        whom,
        leaf.maybe_every(every),
        span_of(tree),
    )


def _window(tree: Node) -> syntax.Window:
    first, last = parts(tree)
    return syntax.Window(leaf.day(first), None if last is None else leaf.day(last), span_of(tree))


def _factor(tree: Node) -> syntax.Factor:
    times, condition = parts(tree)
    return syntax.Factor(leaf.number(times), build(condition), span_of(tree))


def _requires(tree: Node) -> syntax.Requires:
    fact, *condition = parts(tree)
    return syntax.Requires(
        leaf.name(fact), build(condition[0]) if condition else None, span_of(tree)
    )


# --- conditions


def _bracket(tree: Node) -> syntax.Condition:
    condition: syntax.Condition = build(parts(tree)[0])
    return condition


def _compare(tree: Node) -> syntax.Compare:
    left, order, right = parts(tree)
    which = leaf.ORDERS[stem_of(parts(order)[0])]
    return syntax.Compare(build(left), which, build(right), span_of(tree))


def _is_one_of(tree: Node) -> syntax.IsOneOf:
    left, words = parts(tree)[0], parts(tree)[-1]
    assert isinstance(left, Tree) and isinstance(words, Tree)
    return syntax.IsOneOf(build(left), _all(parts(words)), tree.data == "is_none_of", span_of(tree))


def _number_literal(tree: Node) -> syntax.NumberLiteral:
    number, unit = parts(tree)
    points = isinstance(unit, Token) and stem_of(unit) == "POINT"
    word = (
        None if unit is None or points else syntax.Unit(leaf.name(unit).text, False, span_of(unit))
    )
    return syntax.NumberLiteral(leaf.number(number), word, points, span_of(tree))


def _yes_no(tree: Node) -> syntax.YesNoLiteral:
    return syntax.YesNoLiteral(stem_of(parts(tree)[0]) == "YES", span_of(tree))


def _word(tree: Node) -> syntax.Word:
    return syntax.Word(leaf.name(parts(tree)[0]), span_of(tree))


# --- tests


def _test_household(tree: Node) -> syntax.TestHousehold:
    _, household, *fields = parts(tree)
    return syntax.TestHousehold(leaf.name(household), _all(fields), span_of(tree))


def _test_person(tree: Node) -> syntax.TestPerson:
    _, person, household, *fields = parts(tree)
    return syntax.TestPerson(leaf.name(person), leaf.name(household), _all(fields), span_of(tree))


def _test_record(tree: Node) -> syntax.TestRecord:
    _, day, account, item, quantity, *fields = parts(tree)
    number, unit = parts(quantity) if isinstance(quantity, Tree) else (None, None)
    return syntax.TestRecord(
        leaf.day(day),
        leaf.name(parts(account)[0]),
        leaf.name(item),
        None if number is None else leaf.number(number),
        None if unit is None else leaf.unit(unit),
        _all(fields),
        span_of(tree),
    )


def _field(tree: Node) -> syntax.Field:
    key, _, value = parts(tree)
    assert isinstance(key, Tree) and isinstance(value, Tree)
    token = parts(key)[0]
    assert isinstance(token, Token)
    which = leaf.name(token) if token.type in ("NAME", "STRING") else syntax.Key[stem_of(token)]
    return syntax.Field(which, build(parts(value)[0]), span_of(tree), span_of(token))


RULES: dict[str, Callable[[Node], Any]] = {
    "title": lambda tree: syntax.PolicyTitle(leaf.names(parts(tree)[0]), span_of(tree)),
    "effective": _effective,
    "account": lambda tree: syntax.AccountOf(leaf.SUBJECTS[stem_of(parts(tree)[0])], span_of(tree)),
    "eligible": lambda tree: syntax.Eligible(build(parts(tree)[0]), span_of(tree)),
    "round_to": lambda tree: syntax.RoundTo(leaf.points(parts(tree)[0]), span_of(tree)),
    "rate": _rate,
    "settle": lambda tree: syntax.Settle(leaf.every(parts(tree)[0]), span_of(tree)),
    "evaluate": lambda tree: syntax.Evaluate(leaf.every(parts(tree)[0]), span_of(tree)),
    "base": _base,
    "floor": lambda tree: syntax.Floor(
        leaf.points(parts(tree)[0]), leaf.maybe_every(parts(tree)[1]), span_of(tree)
    ),
    "no_floor": lambda tree: syntax.Floor(None, None, span_of(tree)),
    "limit": lambda tree: syntax.Limit(build(parts(tree)[0]), span_of(tree)),
    "minimum": _minimum,
    "suspend": _suspend,
    "budget": lambda tree: syntax.Budget(
        leaf.number(parts(tree)[0]), leaf.every(parts(tree)[1]), span_of(tree)
    ),
    "extends": lambda tree: syntax.Extends(leaf.name(parts(tree)[0]), span_of(tree)),
    "expire": lambda tree: syntax.Expire(
        leaf.every(parts(tree)[0]), leaf.grace(parts(tree)[1]), span_of(tree)
    ),
    "carry": _carry,
    "carry_all": lambda tree: syntax.Carry(None, None, None, span_of(tree)),
    "fact": _fact,
    "category": _category,
    "item": _item,
    "goods": _goods,
    "per_unit": lambda tree: syntax.PerUnit(
        leaf.points(parts(tree)[0]), None, leaf.unit(parts(tree)[1]), span_of(tree)
    ),
    "per_size": _per_size,
    "per_block": _per_block,
    "per_period": _per_period,
    "judged": _judged,
    "by_table": _by_table,
    "level_row": _level_row,
    "band_row": _band_row,
    "otherwise_row": lambda tree: syntax.LevelRow(None, leaf.points(parts(tree)[0]), span_of(tree)),
    "by_count": _by_count,
    "count_row": _count_row,
    "then_row": lambda tree: syntax.CountRow(None, leaf.points(parts(tree)[0]), span_of(tree)),
    "fact_path": _fact_path,
    "condition_fact": _fact_path,
    "cap": _cap,
    "no_cap": lambda tree: syntax.NoCap(span_of(tree)),
    "when": lambda tree: syntax.When(build(parts(tree)[0]), span_of(tree)),
    "window": _window,
    "window_to": lambda tree: syntax.Window(None, leaf.day(parts(tree)[0]), span_of(tree)),
    "factor": _factor,
    "highest": lambda tree: syntax.Highest(leaf.every(parts(tree)[0]), span_of(tree)),
    "highest_per_event": lambda tree: syntax.Highest(None, span_of(tree)),
    "in_group": lambda tree: syntax.InGroup(leaf.name(parts(tree)[0]), span_of(tree)),
    "adjustable": lambda tree: syntax.Adjustable(
        leaf.points(parts(tree)[0]), leaf.points(parts(tree)[1]), span_of(tree)
    ),
    "adjustable_yuan": lambda tree: syntax.Adjustable(
        leaf.number(parts(tree)[0]), leaf.number(parts(tree)[1]), span_of(tree)
    ),
    "requires": _requires,
    "group": lambda tree: further.group(tree, _all),
    "bonus": lambda tree: further.bonus(tree, build, _all),
    "reaches": further.reaches,
    "reaches_points": further.reaches_points,
    "runs": further.runs,
    "clear": lambda tree: further.clear(tree, _all),
    "bar": lambda tree: further.bar(tree, _all),
    "honour": lambda tree: further.honour(tree, _all),
    "per_class": lambda tree: syntax.PerClass(build(parts(tree)[0]), span_of(tree)),
    "grade": lambda tree: syntax.Grade(
        leaf.names(parts(tree)[0]), leaf.points(parts(tree)[1]), span_of(tree)
    ),
    "set_item": lambda tree: settings.set_item(tree, build, _all),
    "set_limits": lambda tree: settings.set_limits(tree, _all),
    "set_points": lambda tree: syntax.SetPoints(leaf.points(parts(tree)[0]), span_of(tree)),
    "set_range": settings.set_range,
    "set_rows": lambda tree: syntax.SetRows(_all(parts(tree)), span_of(tree)),
    "set_rate": lambda tree: settings.set_rate(tree, _maybe),
    "set_minimum": lambda tree: settings.set_minimum(tree, _maybe),
    "set_base": lambda tree: settings.set_base(tree, _maybe),
    "value_word": lambda tree: syntax.ValueWord(span_of(tree)),
    "price": lambda tree: syntax.Price(leaf.number(parts(tree)[0]), span_of(tree)),
    "stock": lambda tree: syntax.Stock(leaf.number(parts(tree)[0]), span_of(tree)),
    "either": lambda tree: syntax.Or(_all(parts(tree)), span_of(tree)),
    "both": lambda tree: syntax.And(_all(parts(tree)), span_of(tree)),
    "negation": lambda tree: syntax.Not(build(parts(tree)[0]), span_of(tree)),
    "bracket": _bracket,
    "is_true": lambda tree: syntax.IsTrue(build(parts(tree)[0]), span_of(tree)),
    "compare": _compare,
    "is_one_of": _is_one_of,
    "is_none_of": _is_one_of,
    "record_day": lambda tree: syntax.RecordDay(span_of(tree)),
    "number_literal": _number_literal,
    "field_number": _number_literal,
    "day_literal": lambda tree: syntax.DayLiteral(leaf.day(parts(tree)[0]), span_of(tree)),
    "yes_no_literal": _yes_no,
    "word": _word,
    "field_word": _word,
    "test": lambda tree: syntax.Test(leaf.name(parts(tree)[0]), span_of(tree)),
    "test_household": _test_household,
    "test_person": _test_person,
    "test_record": _test_record,
    "field": _field,
    **of_tests.RULES,
}
