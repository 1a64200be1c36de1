"""Trees of what a village sets (调整) to nodes of `syntax`; see `parse_tree`.

What builds a part (a row, a clause) is handed in by `parse_tree`, which knows every rule.
"""

from collections.abc import Callable
from typing import Any

from rulesengine.language import parse_leaves as leaf
from rulesengine.language import syntax
from rulesengine.language.parse_leaves import Node, parts, span_of

Build = Callable[[Node], Any]
Maybe = Callable[[Node | None], Any]
All = Callable[[list[Any]], tuple[Any, ...]]


def set_item(tree: Node, build: Build, build_all: All) -> syntax.SetItem:
    named, value, *clauses = parts(tree)
    name = leaf.name(parts(named)[0])
    return syntax.SetItem(name, build(value), build_all(clauses), span_of(tree))


def set_limits(tree: Node, build_all: All) -> syntax.SetItem:
    named, *clauses = parts(tree)
    return syntax.SetItem(leaf.name(parts(named)[0]), None, build_all(clauses), span_of(tree))


def set_range(tree: Node) -> syntax.SetRange:
    low, high, _ = parts(tree)
    return syntax.SetRange(leaf.points(low), leaf.points(high), span_of(tree))


def set_rate(tree: Node, maybe: Maybe) -> syntax.SetRate:
    points, _, yuan, adjustable = parts(tree)
    return syntax.SetRate(leaf.points(points), leaf.number(yuan), maybe(adjustable), span_of(tree))


def set_minimum(tree: Node, maybe: Maybe) -> syntax.SetMinimum:
    points, adjustable = parts(tree)
    return syntax.SetMinimum(leaf.points(points), maybe(adjustable), span_of(tree))


def set_base(tree: Node, maybe: Maybe) -> syntax.SetBase:
    points, every, adjustable = parts(tree)
    return syntax.SetBase(
        leaf.points(points), leaf.maybe_every(every), maybe(adjustable), span_of(tree)
    )
