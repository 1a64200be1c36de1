"""Tables in tests: each row becomes the record and the expectations that it stands for.

Judges only the shape of a table: which columns it has, how many cells a row. What a cell means is
judged with the record or expectation it becomes part of.
"""

from collections.abc import Iterator, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import syntax
from rulesengine.language.check_fields import KEY_WORDS
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import PlainLine, TestLine

_HOUSEHOLD = ("户", "household")
_WORDS = {
    syntax.Heading.HOUSEHOLD: _HOUSEHOLD,
    syntax.Heading.DAY: ("日期", "date"),
    syntax.Heading.ITEM: ("事项", "item"),
    syntax.Heading.QUANTITY: ("数量", "quantity"),
    syntax.Heading.EXPECT: ("应得", "expect"),
    syntax.Heading.BECAUSE: ("因为", "because"),
}
_ABOUT_RECORDS = {syntax.Heading.DAY, syntax.Heading.QUANTITY}


@attrs.frozen
class _Layout:
    """A table whose columns make sense: what each is, and where its account stands."""

    table: syntax.Table
    account: int
    has_records: bool

    def place(self, heading: syntax.Heading) -> int | None:
        """The number of a column, from 0."""
        for number, column in enumerate(self.table.columns):
            if column.what is heading:
                return number
        return None


def rows_as_lines(
    report: Report, account: Subject, lines: Sequence[TestLine]
) -> tuple[PlainLine, ...]:
    """The lines of a test with records and expectations in the place of each row."""
    written: list[PlainLine] = []
    table: syntax.Table | None = None
    layout: _Layout | None = None
    for line in lines:
        match line:
            case syntax.Table():
                table, layout = line, _layout(report, account, line)
            case syntax.TableRow():
                if table is None:
                    _row_without_table(report, line)
                elif layout is not None and _fits(report, layout, line):
                    written += _lines(report, layout, line)
            case _:
                written.append(line)
    return tuple(written)


# --- the columns ---------------------------------------------------------------------------------


def _layout(report: Report, account: Subject, table: syntax.Table) -> _Layout | None:
    if not _each_once(report, table):
        return None
    headings = [column.what for column in table.columns]
    whose: list[object] = [syntax.Heading.HOUSEHOLD]
    if account is Subject.PERSON:
        whose.append(syntax.Key.PERSON)
    account_places = [headings.index(one) for one in whose if one in headings]
    has_records = any(
        column.what in _ABOUT_RECORDS or not isinstance(column.what, syntax.Heading)
        for number, column in enumerate(table.columns)
        if number not in account_places
    )
    needed = [(syntax.Heading.DAY, syntax.Heading.ITEM), (syntax.Heading.EXPECT,)]
    missing = [one for one in needed[not has_records] if one not in headings]
    if syntax.Heading.BECAUSE in headings and not has_records:
        missing = [one for one in missing if one is not syntax.Heading.EXPECT]
    names = [report.words(*_WORDS[one]) for one in missing]
    if not account_places:
        words = KEY_WORDS[syntax.Key.PERSON] if account is Subject.PERSON else _HOUSEHOLD
        names.insert(0, report.words(*words))
    if names:
        _column_missing(report, table, names)
        return None
    return _Layout(table, account_places[0], has_records)


def _each_once(report: Report, table: syntax.Table) -> bool:
    seen: dict[object, Span] = {}
    sound = True
    for column in table.columns:
        key = column.what.text if isinstance(column.what, syntax.Name) else column.what
        if key in seen:
            report.say(
                Code.REPEATED_CLAUSE,
                text("{name} is said twice", name=report.written(column.span)),
                column.span,
                text("again here"),
                others=((seen[key], text("first here")),),
                help=text("keep one of the two"),
            )
            sound = False
        seen.setdefault(key, column.span)
    return sound


def _column_missing(report: Report, table: syntax.Table, names: Sequence[str]) -> None:
    report.say(
        Code.TABLE_MISFIT,
        text("the table has no column {names}", names=tuple(names)),
        table.span,
        help=text(
            "write it in, as in {example}",
            example=report.words(
                "表头 户、日期、事项、应得", "table household | date | item | expect"
            ),
        ),
    )


# --- the rows ------------------------------------------------------------------------------------


def _row_without_table(report: Report, row: syntax.TableRow) -> None:
    report.say(
        Code.TABLE_MISFIT,
        text("this row belongs to a table, and no table stands above it in this test"),
        row.span,
        help=text(
            "say above it what its cells are, as in {example}",
            example=report.words(
                "表头 户、日期、事项、应得", "table household | date | item | expect"
            ),
        ),
    )


def _fits(report: Report, layout: _Layout, row: syntax.TableRow) -> bool:
    cells, columns = len(row.cells), len(layout.table.columns)
    if cells == columns:
        return True
    report.say(
        Code.TABLE_MISFIT,
        text(
            "the row has {cells} cells, and the table {columns} columns",
            cells=cells,
            columns=columns,
        ),
        row.span,
        others=((layout.table.span, text("the columns stand here")),),
        help=text("write one cell for each column, and - where there is nothing to say"),
    )
    return False


def _lines(report: Report, layout: _Layout, row: syntax.TableRow) -> Iterator[PlainLine]:
    """The record of a row and what it expects of it; in a table without dates, what it expects."""
    account = _name(report, layout, row, layout.account)
    item_place = layout.place(syntax.Heading.ITEM)
    item = None if item_place is None else _name(report, layout, row, item_place)
    if account is None:
        return
    if layout.has_records:
        day = _day(report, layout, row)
        if day is None or item is None:
            return
        yield _record(report, layout, row, (day, account, item))
    for expected in _expected(report, layout, row):
        yield syntax.Expect(account, item, None, expected, row.span, of_record=layout.has_records)


def _record(
    report: Report,
    layout: _Layout,
    row: syntax.TableRow,
    said: tuple[syntax.Day, syntax.Name, syntax.Name],
) -> syntax.TestRecord:
    day, account, item = said
    quantity: syntax.NumberLiteral | None = None
    fields: list[syntax.Field] = []
    for number, (column, cell) in enumerate(zip(layout.table.columns, row.cells, strict=True)):
        if number == layout.account or isinstance(cell, syntax.EmptyCell):
            continue
        if column.what is syntax.Heading.QUANTITY:
            if isinstance(cell, syntax.NumberLiteral) and not cell.points:
                quantity = cell
            else:
                _wrong(report, column, cell, text("a number"), "2")
        elif isinstance(column.what, syntax.Key | syntax.Name):
            field = _field(report, column.what, column, cell)
            if field is not None:
                fields.append(field)
    return syntax.TestRecord(
        day,
        account,
        item,
        None if quantity is None else quantity.number,
        None if quantity is None else quantity.unit,
        tuple(fields),
        row.span,
    )


def _field(
    report: Report, key: syntax.Key | syntax.Name, column: syntax.Column, cell: syntax.Cell
) -> syntax.Field | None:
    if isinstance(cell, syntax.Reason | syntax.EmptyCell):
        word = syntax.Name(report.written(cell.span), cell.span)
        return syntax.Field(key, syntax.Word(word, cell.span), cell.span, column.span)
    if isinstance(cell, syntax.NumberLiteral) and cell.unit is not None:
        # units of facts are known as they are written
        unit = syntax.Unit(report.written(cell.unit.span), False, cell.unit.span)
        cell = attrs.evolve(cell, unit=unit)
    return syntax.Field(key, cell, cell.span, column.span)


def _expected(
    report: Report, layout: _Layout, row: syntax.TableRow
) -> Iterator[syntax.ExpectedPoints | syntax.Reason]:
    for heading in (syntax.Heading.EXPECT, syntax.Heading.BECAUSE):
        place = layout.place(heading)
        if place is None or isinstance(row.cells[place], syntax.EmptyCell):
            continue
        column, cell = layout.table.columns[place], row.cells[place]
        is_points = isinstance(cell, syntax.NumberLiteral) and cell.points
        if heading is syntax.Heading.EXPECT and is_points:
            assert isinstance(cell, syntax.NumberLiteral)
            yield syntax.ExpectedPoints(syntax.Figure.EARNED, cell.number, cell.span)
        elif isinstance(cell, syntax.Reason):
            yield cell
        elif heading is syntax.Heading.EXPECT:
            _wrong(report, column, cell, text("points"), report.words("2分", "2 points"))
        else:
            example = report.words("次数用完", "times used up")
            _wrong(report, column, cell, text("a reason"), example)


def _name(report: Report, layout: _Layout, row: syntax.TableRow, place: int) -> syntax.Name | None:
    """A name in a cell; a table of expectations may leave its item out."""
    column, cell = layout.table.columns[place], row.cells[place]
    match cell:
        case syntax.Word():
            return cell.name
        case syntax.EmptyCell() if not layout.has_records and place != layout.account:
            return None
        case _:
            _wrong(report, column, cell, text("a name"), report.words("张三", "Zhang"))
            return None


def _day(report: Report, layout: _Layout, row: syntax.TableRow) -> syntax.Day | None:
    place = layout.place(syntax.Heading.DAY)
    assert place is not None
    cell = row.cells[place]
    if isinstance(cell, syntax.DayLiteral):
        return cell.day
    _wrong(report, layout.table.columns[place], cell, text("a date"), "2025-07-01")
    return None


def _wrong(
    report: Report, column: syntax.Column, cell: syntax.Cell, what: Text, example: str
) -> None:
    report.say(
        Code.WRONG_TYPE,
        text("{key} is {type}", key=report.written(column.span), type=what),
        cell.span,
        others=((column.span, text("the column stands here")),),
        help=text("write {example}", example=example),
    )
