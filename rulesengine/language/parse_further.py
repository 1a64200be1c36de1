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

_JUDGES = {"MEAN": syntax.Judges.MEAN, "MEDIAN": syntax.Judges.MEDIAN}

Build = Callable[[Node], Any]
All = Callable[[list[Any]], tuple[Any, ...]]


def floor(tree: Node) -> syntax.Floor:
    points, every, with_base = parts(tree)
    return syntax.Floor(
        leaf.points(points), leaf.maybe_every(every), with_base is not None, span_of(tree)
    )


def judges(tree: Node) -> syntax.Judges:
    """How the points of several judges become one."""
    which, *without = parts(tree)
    if any(one is not None for one in without):
        return syntax.Judges.MEAN_WITHOUT_EXTREMES
    return _JUDGES[stem_of(which)]


def matching(tree: Node, build: Build) -> syntax.Match:
    points, earned, when = parts(tree)
    condition = None if when is None else build(parts(when)[0])
    return syntax.Match(leaf.points(points), leaf.points(earned), condition, span_of(tree))


def group(tree: Node, build_all: All) -> syntax.Group:
    names, *clauses = parts(tree)
    return syntax.Group(leaf.names(names), build_all(clauses), span_of(tree))


def bonus(tree: Node, build: Build, build_all: All) -> syntax.Bonus:
    return _bonus(syntax.Sign.AWARD, tree, parts(tree), build, build_all)


def penalty(tree: Node, build: Build, build_all: All) -> syntax.Bonus:
    return _bonus(syntax.Sign.DEDUCT, tree, parts(tree)[1:], build, build_all)


def _bonus(
    sign: syntax.Sign, tree: Node, written: list[Any], build: Build, build_all: All
) -> syntax.Bonus:
    names, points, item, mark, *clauses = written
    return syntax.Bonus(
        sign,
        leaf.names(names),
        leaf.points(points),
        leaf.name(item),
        build(mark),
        build_all(clauses),
        span_of(tree),
    )


def reaches(tree: Node) -> syntax.Reaches:
    amount, unit, time = parts(tree)
    return syntax.Reaches(leaf.number(amount), leaf.unit(unit), _time(time), span_of(tree))


def reaches_points(tree: Node) -> syntax.ReachesPoints:
    points, time = parts(tree)
    return syntax.ReachesPoints(leaf.points(points), _time(time), span_of(tree))


def _time(tree: Node) -> syntax.Every | syntax.Within:
    """The period in which a mark is to be reached, or the months before the record."""
    if tree.data == "within":
        return syntax.Within(leaf.number(parts(tree)[0]), span_of(tree))
    return leaf.every(tree)


def counted(tree: Node, build: Build) -> syntax.Counted:
    item, mark = parts(tree)
    return syntax.Counted(leaf.name(item), build(mark), span_of(tree))


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


def grade(tree: Node) -> syntax.Grade:
    names, points, per_head = parts(tree)
    return syntax.Grade(leaf.names(names), leaf.points(points), per_head is not None, span_of(tree))


def honour(tree: Node, build_all: All) -> syntax.Honour:
    names, first, ranked, per_head, every, *clauses = parts(tree)
    by = parts(ranked)[0]
    return syntax.Honour(
        leaf.names(names),
        leaf.number(parts(first)[0]),
        first.data == "share_first",
        leaf.name(by) if by.type in ("NAME", "STRING") else None,
        per_head is not None,
        leaf.every(every),
        build_all(clauses),
        span_of(tree),
    )
