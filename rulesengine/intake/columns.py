"""A column while its cells are read: each different text is read once. Reports bad cells itself."""

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.core.facts import FactType
from rulesengine.core.text import text
from rulesengine.intake.cells import Bad, clean, read_fact, read_text
from rulesengine.intake.findings import Findings, shortened
from rulesengine.intake.headings import FactColumn, Layout
from rulesengine.intake.table import Row

V = TypeVar("V")

_WORDS = (FactType.LEVEL, FactType.YES_NO)
BAD_NAME = "\0bad"  # stands for a text that was reported
_MOST_REMEMBERED = 65_536  # different texts of a column; names come again, ids do not


@attrs.define
class Column(Generic[V]):
    """A column of a file, or none: then every row has the value `absent`.

    An empty cell is `empty`; one that may not be empty, or is bad, is reported and stands as `bad`
    in a row that nobody gets, because a file with a mistake gives no rows.
    """

    found: Findings
    read: Callable[[str], V | Bad]
    empty: V
    absent: V
    bad: V
    index: int | None
    heading: str
    needed: bool = False
    known: dict[str, V] = attrs.field(factory=dict)
    words: bool = False  # one of a list: another word is the mistake of its record alone

    def at(self, row: Row) -> V:
        """The value in a row."""
        if self.index is None:
            return self.absent
        cell = row.cells[self.index]
        if cell in self.known:
            return self.known[cell]
        return self._first(row, cell)

    def report(self, row: Row, bad: Bad, value: str, code: Code = Code.BAD_CELL) -> None:
        """Say that the cell of a row is bad."""
        self.found.add(self._said(row, bad, value, code))

    def _said(self, row: Row, bad: Bad, value: str, code: Code = Code.BAD_CELL) -> Diagnostic:
        place = Cell(self.found.file, row.number, self.heading, shortened(value))
        return Diagnostic(code, bad.message, place, help=bad.help)

    def _first(self, row: Row, cell: str) -> V:
        assert self.index is not None
        flaw = row.flaws.get(self.index)
        if flaw is not None:
            self.report(row, flaw.bad, flaw.shown)
            return self.bad
        written = clean(cell)
        if not written:
            if self.needed:
                message = text("the cell of {heading} is empty", heading=self.heading)
                self.report(row, Bad(message, text("fill it in")), "", Code.EMPTY_CELL)
                return self.bad
            return self.empty
        value = self.read(written)
        if isinstance(value, Bad) and self.words:
            self.found.of_record(self._said(row, value, written))
            return self.bad
        if isinstance(value, Bad):
            self.report(row, value, written)
            return self.bad
        if len(self.known) < _MOST_REMEMBERED:
            self.known[cell] = value
        return value


def column(
    layout: Layout,
    found: Findings,
    name: str,
    read: Callable[[str], V | Bad],
    empty: V,
    *,
    bad: V,
    needed: bool = False,
    words: bool = False,
) -> Column[V]:
    """The column of an English name; where the file has none, every cell of it is empty."""
    index = layout.places.get(name)
    heading = layout.headings[index] if index is not None else ""
    known = {} if needed else {"": empty}
    return Column(found, read, empty, empty, bad, index, heading, needed, known, words)


def fact_columns(layout: Layout, found: Findings, *, of_records: bool) -> tuple[Column[str], ...]:
    """The columns of facts: text as written, checked where a policy declares the fact.

    `of_records`: a word that is none of its fact's is the mistake of its record alone.
    """
    return tuple(
        Column(
            found,
            _checking(fact),
            "",
            "",
            "",
            fact.index,
            fact.heading,
            known={"": ""},
            words=of_records and fact.fact is not None and fact.fact.type in _WORDS,
        )
        for fact in layout.facts
    )


def _checking(column: FactColumn) -> Callable[[str], str | Bad]:
    fact = column.fact
    if fact is None:
        return read_text

    def check(written: str) -> str | Bad:
        value = read_fact(fact, written)
        return value if isinstance(value, Bad) else written

    return check
