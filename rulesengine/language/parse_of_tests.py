"""Trees of what tests expect, and of their tables, to nodes of `syntax`; see `parse_tree`."""

from collections.abc import Callable
from typing import Any

from lark import Token, Tree

from rulesengine.core.passbook import RecordOutcome
from rulesengine.language import parse_leaves as leaf
from rulesengine.language import syntax
from rulesengine.language.parse_leaves import Child, Node, parts, span_of, stem_of

_FIGURES = {"SPENDABLE": syntax.Figure.SPENDABLE, "BALANCE": syntax.Figure.BALANCE}
_REASONS = {
    "MISTAKE": RecordOutcome.ERROR,
    "NOT_APPROVED": RecordOutcome.NOT_APPROVED,
    "NO_POLICY": RecordOutcome.NO_POLICY,
    "OUTSIDE_DATES": RecordOutcome.OUTSIDE_DATES,
    "NOT_IN_REGISTER": RecordOutcome.NOT_IN_REGISTER,
    "NOT_ELIGIBLE": RecordOutcome.NOT_ELIGIBLE,
    "CONDITION_NOT_MET": RecordOutcome.CONDITION_NOT_MET,
    "FACT_MISSING": RecordOutcome.FACT_MISSING,
    "APPROVAL_MISSING": RecordOutcome.APPROVAL_MISSING,
    "WORTH_NOTHING": RecordOutcome.WORTH_NOTHING,
    "NOT_ABOVE_HIGHEST": RecordOutcome.NOT_ABOVE_HIGHEST,
    "TIMES_USED_UP": RecordOutcome.TIMES_USED_UP,
    "POINTS_USED_UP": RecordOutcome.POINTS_USED_UP,
    "SPARED_BY_FLOOR": RecordOutcome.SPARED_BY_FLOOR,
}
_HEADINGS = {
    "HOUSEHOLD": syntax.Heading.HOUSEHOLD,
    "DATE_WORD": syntax.Heading.DAY,
    "ITEM_WORD": syntax.Heading.ITEM,
    "QUANTITY_WORD": syntax.Heading.QUANTITY,
    "TO_EXPECT": syntax.Heading.EXPECT,
    "TO_BECAUSE": syntax.Heading.BECAUSE,
}


def _expect(tree: Node) -> syntax.Expect:
    account, part, period, expected = parts(tree)
    return _expectation(tree, account, part, period, expected)


def _expect_on_day(tree: Node) -> syntax.Expect:
    account, day, part, expected = parts(tree)
    return _expectation(tree, account, part, day, expected)


def _expectation(
    tree: Node, account: Node, part: Node | None, period: Token | None, expected: Node
) -> syntax.Expect:
    when: syntax.PeriodOf | syntax.Day | None = None
    if period is not None:
        when = leaf.day(period) if period.type == "DATE" else leaf.period_of(period)
    return syntax.Expect(
        leaf.name(parts(account)[0]),
        None if part is None else leaf.name(parts(part)[0]),
        when,
        RULES[str(expected.data)](expected),
        span_of(tree),
    )


def _expected_points(tree: Node) -> syntax.ExpectedPoints:
    figure, minus, points = parts(tree)
    which = syntax.Figure.EARNED if figure is None else _FIGURES[stem_of(figure)]
    return syntax.ExpectedPoints(which, _signed(minus, points), span_of(tree))


def _signed(minus: Token | None, points: Child) -> syntax.Number:
    number = leaf.points(points)
    if minus is None:
        return number
    return syntax.Number(f"-{number.text}", span_of(minus).to(number.span))


def _reason(tree: Node) -> syntax.Reason:
    return syntax.Reason(_REASONS[stem_of(parts(tree)[0])], span_of(tree))


# --- tables --------------------------------------------------------------------------------------


def _column(tree: Node) -> syntax.Column:
    token = parts(tree)[0]
    what: syntax.Heading | syntax.Key | syntax.Name
    if token.type in ("NAME", "STRING"):
        what = leaf.name(token)
    else:
        which = stem_of(token)
        what = _HEADINGS[which] if which in _HEADINGS else syntax.Key[which]
    return syntax.Column(what, span_of(tree))


def _cell_points(tree: Node) -> syntax.NumberLiteral:
    minus, points = parts(tree)
    return syntax.NumberLiteral(_signed(minus, points), None, True, span_of(tree))


def _cell_quantity(tree: Node) -> syntax.NumberLiteral:
    number, unit = parts(tree)
    of = None if unit is None else leaf.unit(unit)
    return syntax.NumberLiteral(leaf.number(number), of, False, span_of(tree))


def _cells(tree: Node) -> tuple[syntax.Cell, ...]:
    cells: list[syntax.Cell] = []
    for cell in parts(tree):
        assert isinstance(cell, Tree), cell
        cells.append(_CELLS[str(cell.data)](cell))
    return tuple(cells)


_CELLS: dict[str, Callable[[Node], syntax.Cell]] = {
    "day_literal": lambda tree: syntax.DayLiteral(leaf.day(parts(tree)[0]), span_of(tree)),
    "yes_no_literal": lambda tree: syntax.YesNoLiteral(
        stem_of(parts(tree)[0]) == "YES", span_of(tree)
    ),
    "cell_word": lambda tree: syntax.Word(leaf.name(parts(tree)[0]), span_of(tree)),
    "cell_points": _cell_points,
    "cell_quantity": _cell_quantity,
    "reason": _reason,
    "empty_cell": lambda tree: syntax.EmptyCell(span_of(tree)),
}

RULES: dict[str, Callable[[Node], Any]] = {
    "expect": _expect,
    "expect_on_day": _expect_on_day,
    "expected_points": _expected_points,
    "expected_yuan": lambda tree: syntax.ExpectedYuan(leaf.number(parts(tree)[0]), span_of(tree)),
    "no_points": lambda tree: _reason(parts(tree)[0]),
    "has_grade": lambda tree: syntax.ExpectedGrade(leaf.name(parts(tree)[0]), span_of(tree)),
    "no_grade": lambda tree: syntax.ExpectedGrade(None, span_of(tree)),
    "has_honour": lambda tree: syntax.ExpectedHonour(
        leaf.name(parts(tree)[0]), True, span_of(tree)
    ),
    "no_honour": lambda tree: syntax.ExpectedHonour(
        leaf.name(parts(tree)[0]), False, span_of(tree)
    ),
    "reason": _reason,
    "test_until": lambda tree: syntax.TestUntil(leaf.day(parts(tree)[0]), span_of(tree)),
    "table": lambda tree: syntax.Table(
        tuple(_column(column) for column in parts(tree)), span_of(tree)
    ),
    "column": _column,
    "table_row": lambda tree: syntax.TableRow(_cells(tree), span_of(tree)),
    "cell_word": _CELLS["cell_word"],
    "cell_points": _cell_points,
    "cell_quantity": _cell_quantity,
    "empty_cell": _CELLS["empty_cell"],
}
