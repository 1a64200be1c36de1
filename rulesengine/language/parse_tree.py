"""Lark's tree of one statement to a node of `syntax`. Nothing is looked up and nothing can fail here.

One function a rule of the grammar, by the rule's name; `RULES` is what a test holds against it.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

from lark import Token, Tree

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.source import Span
from rulesengine.language import syntax
from rulesengine.language.grammar import stem

Node: TypeAlias = Tree[Token]
Child: TypeAlias = Node | Token | None

_PERIODS = {
    "DAY": Period.DAY,
    "WEEK": Period.WEEK,
    "MONTH": Period.MONTH,
    "QUARTER": Period.QUARTER,
    "HALF_YEAR": Period.HALF_YEAR,
    "YEAR": Period.YEAR,
    "EVER": Period.EVER,
}
_SUBJECTS = {"HOUSEHOLD": Subject.HOUSEHOLD, "PERSON": Subject.PERSON, "RECORD": Subject.RECORD}
_UNITS = {
    "TIME": "time",
    "PERSON_TIME": "person-time",
    "HOUR": "hour",
    "HALF_DAY": "half-day",
    "DAY": "day",
    "METRE": "metre",
    "KG": "kg",
    "PIECE": "piece",
}
_ORDERS = {
    "EQUALS": syntax.Order.EQUAL,
    "EQUAL": syntax.Order.EQUAL,
    "UNEQUAL": syntax.Order.UNEQUAL,
    "LESS": syntax.Order.LESS,
    "AT_MOST": syntax.Order.AT_MOST,
    "NOT_MORE": syntax.Order.AT_MOST,
    "MORE": syntax.Order.MORE,
    "AT_LEAST": syntax.Order.AT_LEAST,
    "NOT_LESS": syntax.Order.AT_LEAST,
}
_FACT_TYPES = {
    "YES_NO_TYPE": FactType.YES_NO,
    "DATE_WORD": FactType.DATE,
    "NUMBER_WORD": FactType.NUMBER,
}
_QUANTITIES = {
    "POINT": syntax.Quantity.POINTS,
    "TIME": syntax.Quantity.TIMES,
    "PIECE": syntax.Quantity.PIECES,
}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def build(tree: Node) -> Any:
    """The node of a statement's tree."""
    return RULES[str(tree.data)](tree)


# --- leaves ----------------------------------------------------------------------------------------


def span_of(child: Node | Token) -> Span:
    """Where a tree or a token stands, in code points of the whole text."""
    if isinstance(child, Token):
        return Span(child.start_pos or 0, child.end_pos or 0)
    return Span(child.meta.start_pos, child.meta.end_pos)


def bare_name(written: str) -> str:
    """A name without quotes as it is compared: ASCII for full-width Latin letters, NFC."""
    return unicodedata.normalize("NFC", written.translate(_FULL_WIDTH))


def _name(token: Child) -> syntax.Name:
    assert isinstance(token, Token), token
    written = str(token)
    if token.type == "STRING":
        return syntax.Name(written[1:-1].strip(), span_of(token))
    return syntax.Name(bare_name(written), span_of(token))


def _number(token: Child) -> syntax.Number:
    assert isinstance(token, Token), token
    return syntax.Number(unicodedata.normalize("NFKC", str(token)), span_of(token))


def _day(token: Child) -> syntax.Day:
    assert isinstance(token, Token), token
    year, month, day = re.findall("[0-9]+", unicodedata.normalize("NFKC", str(token)))
    return syntax.Day(f"{year}-{int(month):02d}-{int(day):02d}", span_of(token))


_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def _period_of(token: Token) -> syntax.PeriodOf:
    """`2025年3月` and `2025-3` as `2025-03`, `2025年第一季度` as `2025-Q1`, `2025年上半年` as `2025-H1`."""
    written = unicodedata.normalize("NFKC", str(token)).upper()
    year, rest = written[:4], written[4:]
    if "季" in rest:
        digit = next(one for one in rest if one in "1234一二三四")
        name = f"{year}-Q{_QUARTERS.get(digit, digit)}"
    elif "半" in rest:
        name = f"{year}-H{1 if '上' in rest else 2}"
    elif rest[1:2] in ("Q", "H"):
        name = f"{year}-{rest[1:]}"
    elif rest[1:2] == "W":
        name = f"{year}-W{int(rest[2:]):02d}"
    else:
        month = re.search("[0-9]+", rest)
        name = f"{year}-{int(month[0]):02d}" if month else year
    return syntax.PeriodOf(name, span_of(token))


def _stem(token: Child) -> str:
    assert isinstance(token, Token), token
    return stem(token.type)


def _points(tree: Child) -> syntax.Number:
    """The number before 分."""
    assert isinstance(tree, Tree), tree
    return _number(tree.children[0])


def _every(tree: Child) -> syntax.Every:
    assert isinstance(tree, Tree), tree
    if tree.data == "once":
        return syntax.Every(Period.EVER, span_of(tree))
    return syntax.Every(_PERIODS[_stem(tree.children[0])], span_of(tree))


def _maybe_every(tree: Child) -> syntax.Every | None:
    return None if tree is None else _every(tree)


def _names(tree: Child) -> syntax.Names:
    assert isinstance(tree, Tree), tree
    first, other = tree.children
    return syntax.Names(_name(first), None if other is None else _name(other), span_of(tree))


def _unit(tree: Child) -> syntax.Unit:
    assert isinstance(tree, Tree), tree
    token = tree.children[0]
    if isinstance(token, Token) and token.type in ("NAME", "STRING"):
        return syntax.Unit(_name(token).text, known=False, span=span_of(token))
    return syntax.Unit(_UNITS[_stem(token)], known=True, span=span_of(tree))


def _grace(tree: Child) -> syntax.Number | None:
    return None if tree is None else _points(tree)


def _all(children: list[Any]) -> tuple[Any, ...]:
    return tuple(build(child) for child in children)


# --- head of a policy ------------------------------------------------------------------------------


def _effective(tree: Node) -> syntax.Effective:
    first, last = tree.children
    return syntax.Effective(_day(first), None if last is None else _day(last), span_of(tree))


def _rate(tree: Node) -> syntax.Rate:
    points, _, yuan = tree.children
    return syntax.Rate(_points(points), _number(yuan), span_of(tree))


def _base(tree: Node) -> syntax.Base:
    points, every, not_redeemable = tree.children
    return syntax.Base(_points(points), _every(every), not_redeemable is None, span_of(tree))


def _carry(tree: Node) -> syntax.Carry:
    percent, every, grace = tree.children
    return syntax.Carry(_number(percent), _every(every), _grace(grace), span_of(tree))


def _fact(tree: Node) -> syntax.FactIs:
    subject, names, kind = tree.children
    assert isinstance(kind, Tree)
    if kind.data == "levels":
        levels = tuple(_names(level) for level in kind.children)
        return syntax.FactIs(
            _SUBJECTS[_stem(subject)], _names(names), FactType.LEVEL, levels, span_of(tree)
        )
    fact_type = _FACT_TYPES[_stem(kind.children[0])]
    return syntax.FactIs(_SUBJECTS[_stem(subject)], _names(names), fact_type, (), span_of(tree))


# --- items, values, clauses ------------------------------------------------------------------------


def _item(tree: Node) -> syntax.Item:
    sign, names, value, *clauses = tree.children
    return syntax.Item(
        syntax.Sign[_stem(sign)], _names(names), build(value), _all(clauses), span_of(tree)  # type: ignore[arg-type]
    )


def _goods(tree: Node) -> syntax.Goods:
    names, points, *clauses = tree.children
    return syntax.Goods(_names(names), _points(points), _all(clauses), span_of(tree))


def _per_size(tree: Node) -> syntax.PerUnit:
    points, size, unit = tree.children
    return syntax.PerUnit(_points(points), _number(size), _unit(unit), span_of(tree))


def _per_block(tree: Node) -> syntax.PerBlock:
    points, size, unit = tree.children
    return syntax.PerBlock(_points(points), _number(size), _unit(unit), span_of(tree))


def _per_period(tree: Node) -> syntax.PerPeriod:
    points, period = tree.children
    assert isinstance(period, Token)
    every = syntax.Every(_PERIODS[_stem(period)], span_of(period))
    return syntax.PerPeriod(_points(points), every, span_of(tree))


def _judged(tree: Node) -> syntax.Judged:
    low, high, *_ = tree.children
    return syntax.Judged(_points(low), _points(high), span_of(tree))


def _by_table(tree: Node) -> syntax.ByTable:
    path, *rows = tree.children
    return syntax.ByTable(build(path), _all(rows), span_of(tree))  # type: ignore[arg-type]


def _level_row(tree: Node) -> syntax.LevelRow:
    level, points = tree.children
    return syntax.LevelRow(_name(level), _points(points), span_of(tree))


def _band_row(tree: Node) -> syntax.BandRow:
    threshold, points = tree.children
    return syntax.BandRow(_number(threshold), _points(points), span_of(tree))


def _by_count(tree: Node) -> syntax.ByCount:
    every, *rows = tree.children
    return syntax.ByCount(_every(every), _all(rows), span_of(tree))


def _count_row(tree: Node) -> syntax.CountRow:
    return syntax.CountRow(_number(tree.children[0]), _points(tree.children[-1]), span_of(tree))


def _fact_path(tree: Node) -> syntax.FactPath:
    subject, name = tree.children
    return syntax.FactPath(_SUBJECTS[_stem(subject)], _name(name), span_of(tree))


def _cap(tree: Node) -> syntax.Cap:
    amount, quantity, subject, every = tree.children
    whom = None if subject is None else _SUBJECTS[_stem(subject.children[0])]  # type: ignore[union-attr]
    return syntax.Cap(
        _number(amount), _QUANTITIES[_stem(quantity)], whom, _maybe_every(every), span_of(tree)
    )


def _window(tree: Node) -> syntax.Window:
    first, last = tree.children
    return syntax.Window(_day(first), None if last is None else _day(last), span_of(tree))


def _factor(tree: Node) -> syntax.Factor:
    times, condition = tree.children
    return syntax.Factor(_number(times), build(condition), span_of(tree))  # type: ignore[arg-type]


# --- conditions ------------------------------------------------------------------------------------


def _bracket(tree: Node) -> syntax.Condition:
    return build(tree.children[0])  # type: ignore[arg-type, no-any-return]


def _compare(tree: Node) -> syntax.Compare:
    left, order, right = tree.children
    which = _ORDERS[_stem(order.children[0])]  # type: ignore[union-attr]
    return syntax.Compare(build(left), which, build(right), span_of(tree))  # type: ignore[arg-type]


def _is_one_of(tree: Node) -> syntax.IsOneOf:
    left, words = tree.children[0], tree.children[-1]
    assert isinstance(left, Tree) and isinstance(words, Tree)
    return syntax.IsOneOf(
        build(left), _all(words.children), tree.data == "is_none_of", span_of(tree)
    )


def _number_literal(tree: Node) -> syntax.NumberLiteral:
    number, unit = tree.children
    points = isinstance(unit, Token) and _stem(unit) == "POINT"
    word = None if unit is None or points else syntax.Unit(_name(unit).text, False, span_of(unit))
    return syntax.NumberLiteral(_number(number), word, points, span_of(tree))


def _yes_no(tree: Node) -> syntax.YesNoLiteral:
    return syntax.YesNoLiteral(_stem(tree.children[0]) == "YES", span_of(tree))


def _word(tree: Node) -> syntax.Word:
    return syntax.Word(_name(tree.children[0]), span_of(tree))


# --- tests -----------------------------------------------------------------------------------------


def _test_household(tree: Node) -> syntax.TestHousehold:
    _, household, *fields = tree.children
    return syntax.TestHousehold(_name(household), _all(fields), span_of(tree))


def _test_person(tree: Node) -> syntax.TestPerson:
    _, person, household, *fields = tree.children
    return syntax.TestPerson(_name(person), _name(household), _all(fields), span_of(tree))


def _test_record(tree: Node) -> syntax.TestRecord:
    _, day, account, item, quantity, *fields = tree.children
    number, unit = quantity.children if isinstance(quantity, Tree) else (None, None)
    return syntax.TestRecord(
        _day(day),
        _name(account.children[0]),  # type: ignore[union-attr]
        _name(item),
        None if number is None else _number(number),
        None if unit is None else _unit(unit),
        _all(fields),
        span_of(tree),
    )


def _field(tree: Node) -> syntax.Field:
    key, _, value = tree.children
    assert isinstance(key, Tree) and isinstance(value, Tree)
    token = key.children[0]
    assert isinstance(token, Token)
    which = _name(token) if token.type in ("NAME", "STRING") else syntax.Key[_stem(token)]
    return syntax.Field(which, build(value.children[0]), span_of(tree), span_of(token))  # type: ignore[arg-type]


def _expect(tree: Node) -> syntax.Expect:
    account, part, period, spendable, minus, points = tree.children
    number = _points(points)
    if minus is not None:
        number = syntax.Number(f"-{number.text}", span_of(minus).to(number.span))
    return syntax.Expect(
        _name(account.children[0]),  # type: ignore[union-attr]
        None if part is None else _name(part.children[0]),  # type: ignore[union-attr]
        _period_of(period) if isinstance(period, Token) else None,
        spendable is not None,
        number,
        span_of(tree),
    )


RULES: dict[str, Callable[[Node], Any]] = {
    "title": lambda tree: syntax.PolicyTitle(_names(tree.children[0]), span_of(tree)),
    "effective": _effective,
    "account": lambda tree: syntax.AccountOf(_SUBJECTS[_stem(tree.children[0])], span_of(tree)),
    "eligible": lambda tree: syntax.Eligible(build(tree.children[0]), span_of(tree)),  # type: ignore[arg-type]
    "round_to": lambda tree: syntax.RoundTo(_points(tree.children[0]), span_of(tree)),
    "rate": _rate,
    "settle": lambda tree: syntax.Settle(_every(tree.children[0]), span_of(tree)),
    "evaluate": lambda tree: syntax.Evaluate(_every(tree.children[0]), span_of(tree)),
    "base": _base,
    "floor": lambda tree: syntax.Floor(
        _points(tree.children[0]), _maybe_every(tree.children[1]), span_of(tree)
    ),
    "no_floor": lambda tree: syntax.Floor(None, None, span_of(tree)),
    "limit": lambda tree: syntax.Limit(build(tree.children[0]), span_of(tree)),  # type: ignore[arg-type]
    "minimum": lambda tree: syntax.Minimum(_points(tree.children[0]), span_of(tree)),
    "expire": lambda tree: syntax.Expire(
        _every(tree.children[0]), _grace(tree.children[1]), span_of(tree)
    ),
    "carry": _carry,
    "carry_all": lambda tree: syntax.Carry(None, None, None, span_of(tree)),
    "fact": _fact,
    "category": lambda tree: syntax.Category(_names(tree.children[0]), span_of(tree)),
    "item": _item,
    "goods": _goods,
    "per_unit": lambda tree: syntax.PerUnit(
        _points(tree.children[0]), None, _unit(tree.children[1]), span_of(tree)
    ),
    "per_size": _per_size,
    "per_block": _per_block,
    "per_period": _per_period,
    "judged": _judged,
    "by_table": _by_table,
    "level_row": _level_row,
    "band_row": _band_row,
    "otherwise_row": lambda tree: syntax.LevelRow(None, _points(tree.children[0]), span_of(tree)),
    "by_count": _by_count,
    "count_row": _count_row,
    "then_row": lambda tree: syntax.CountRow(None, _points(tree.children[0]), span_of(tree)),
    "fact_path": _fact_path,
    "condition_fact": _fact_path,
    "cap": _cap,
    "no_cap": lambda tree: syntax.NoCap(span_of(tree)),
    "when": lambda tree: syntax.When(build(tree.children[0]), span_of(tree)),  # type: ignore[arg-type]
    "window": _window,
    "window_to": lambda tree: syntax.Window(None, _day(tree.children[0]), span_of(tree)),
    "factor": _factor,
    "highest": lambda tree: syntax.Highest(_every(tree.children[0]), span_of(tree)),
    "highest_per_event": lambda tree: syntax.Highest(None, span_of(tree)),
    "price": lambda tree: syntax.Price(_number(tree.children[0]), span_of(tree)),
    "stock": lambda tree: syntax.Stock(_number(tree.children[0]), span_of(tree)),
    "either": lambda tree: syntax.Or(_all(tree.children), span_of(tree)),
    "both": lambda tree: syntax.And(_all(tree.children), span_of(tree)),
    "negation": lambda tree: syntax.Not(build(tree.children[0]), span_of(tree)),  # type: ignore[arg-type]
    "bracket": _bracket,
    "is_true": lambda tree: syntax.IsTrue(build(tree.children[0]), span_of(tree)),  # type: ignore[arg-type]
    "compare": _compare,
    "is_one_of": _is_one_of,
    "is_none_of": _is_one_of,
    "record_day": lambda tree: syntax.RecordDay(span_of(tree)),
    "number_literal": _number_literal,
    "field_number": _number_literal,
    "day_literal": lambda tree: syntax.DayLiteral(_day(tree.children[0]), span_of(tree)),
    "yes_no_literal": _yes_no,
    "word": _word,
    "field_word": _word,
    "test": lambda tree: syntax.Test(_name(tree.children[0]), span_of(tree)),
    "test_household": _test_household,
    "test_person": _test_person,
    "test_record": _test_record,
    "field": _field,
    "expect": _expect,
}
