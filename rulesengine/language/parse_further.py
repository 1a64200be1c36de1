"""Trees of groups, bonuses, sanctions and honours to nodes of `syntax`; see `parse_tree`.

What builds a part (a clause, a condition) is handed in by `parse_tree`, which knows every rule.
"""

from collections.abc import Callable
from typing import Any

from lark import Token

from rulesengine.core.calendar import Period
from rulesengine.language import parse_leaves as leaf
from rulesengine.language import syntax
from rulesengine.language.parse_leaves import Node, parts, span_of, stem_of

_STRETCHES = {
    "THIS_MONTH": syntax.Stretch.THIS_MONTH,
    "THIS_QUARTER": syntax.Stretch.THIS_QUARTER,
    "THIS_YEAR": syntax.Stretch.THIS_YEAR,
    "NEXT_YEAR": syntax.Stretch.NEXT_YEAR,
    "ALL": syntax.Stretch.ALL,
    "EVER": syntax.Stretch.EVER,
}
_RIGHTS = {"TO_REDEEM": syntax.Right.REDEEM, "TO_HONOUR": syntax.Right.HONOUR}
_RUNS = {
    "DAY": Period.DAY,
    "RUN_WEEK": Period.WEEK,
    "RUN_MONTH": Period.MONTH,
    "RUN_QUARTER": Period.QUARTER,
    "RUN_YEAR": Period.YEAR,
}

All = Callable[[list[Any]], tuple[Any, ...]]


def group(tree: Node, build_all: All) -> syntax.Group:
    names, *clauses = parts(tree)
    return syntax.Group(leaf.names(names), build_all(clauses), span_of(tree))


def bonus(tree: Node, build: Callable[[Node], Any], build_all: All) -> syntax.Bonus:
    names, points, item, mark, *clauses = parts(tree)
    return syntax.Bonus(
        leaf.names(names),
        leaf.points(points),
        leaf.name(item),
        build(mark),
        build_all(clauses),
        span_of(tree),
    )


def reaches(tree: Node) -> syntax.Reaches:
    amount, unit, every = parts(tree)
    return syntax.Reaches(leaf.number(amount), leaf.unit(unit), leaf.every(every), span_of(tree))


def reaches_points(tree: Node) -> syntax.ReachesPoints:
    points, every = parts(tree)
    return syntax.ReachesPoints(leaf.points(points), leaf.every(every), span_of(tree))


def runs(tree: Node) -> syntax.Runs:
    count, unit = parts(tree)
    every = syntax.Every(_RUNS[stem_of(parts(unit)[0])], span_of(unit))
    return syntax.Runs(leaf.number(count), every, span_of(tree))


def clear(tree: Node, build_all: All) -> syntax.Clear:
    names, scope, *clauses = parts(tree)
    stretch = _STRETCHES[stem_of(parts(scope)[0])]
    return syntax.Clear(leaf.names(names), stretch, build_all(clauses), span_of(tree))


def bar(tree: Node, build_all: All) -> syntax.Bar:
    names, rights, terms, *clauses = parts(tree)
    return syntax.Bar(
        leaf.names(names),
        tuple(_RIGHTS[stem_of(right)] for right in parts(rights)),
        tuple(_term(term) for term in parts(terms)),
        build_all(clauses),
        span_of(tree),
    )


def _term(term: Node | Token) -> syntax.Stretch | syntax.Months:
    if isinstance(term, Token):
        return _STRETCHES[stem_of(term)]
    return syntax.Months(leaf.number(parts(term)[0]), span_of(term))


def honour(tree: Node, build_all: All) -> syntax.Honour:
    names, first, ranked, every, *clauses = parts(tree)
    by = parts(ranked)[0]
    return syntax.Honour(
        leaf.names(names),
        leaf.number(parts(first)[0]),
        first.data == "share_first",
        leaf.name(by) if by.type in ("NAME", "STRING") else None,
        leaf.every(every),
        build_all(clauses),
        span_of(tree),
    )
