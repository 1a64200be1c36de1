"""Rows whose facts are text, to rows whose facts have values: once a policy says what they mean.

Files and databases give the same rows, so both go through here and mean the same. Which facts a
row has is for the caller to say (`declared`): here is only what their cells mean.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.facts import Fact, FactValue, FactValues, Subject
from rulesengine.core.rawrow import Headings, RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow
from rulesengine.intake.cells import Bad, clean, read_fact
from rulesengine.intake.findings import Findings, shortened
from rulesengine.intake.headings import fact_named

_NO_FACTS: FactValues = {}
_MOST_REMEMBERED = 65_536

_Row = TypeVar("_Row", RawRecord, RawHousehold, RawPerson)


def typed_records(
    rows: Iterable[RawRecord], declared: Callable[[RawRecord], Sequence[Fact]]
) -> tuple[Record, ...]:
    """Records with the values of the record facts that are declared; other headings mean nothing.

    A row without an id is numbered by its place, from 1. A value that is none of its fact's (R405)
    is the record's fault: scoring tells it with the record, which earns nothing.
    """
    typing = _Typing(Subject.RECORD)
    made = []
    for place, row in enumerate(rows, 1):
        values, fault = typing.values(row, declared) if row.facts else (_NO_FACTS, None)
        made.append(
            Record(
                place if row.id is None else row.id,
                row.day,
                row.item,
                row.household,
                row.person,
                row.village,
                row.quantity,
                row.judged,
                row.event,
                row.status,
                values,
                row.origin,
                row.fault or fault,
            )
        )
    return tuple(made)


def typed_households(
    rows: Iterable[RawHousehold], declared: Callable[[RawHousehold], Sequence[Fact]]
) -> Outcome[tuple[HouseholdRow, ...]]:
    """Households with the values of the household facts; other headings mean nothing here.

    Every value that is none of its fact's is reported (R405); that fact stays unknown, so that
    nothing that asks for it is earned.
    """
    typing = _Typing(Subject.HOUSEHOLD)
    made = tuple(
        HouseholdRow(
            row.household,
            row.village,
            row.joined,
            row.left,
            row.since,
            typing.told(row, declared),
            row.origin,
        )
        for row in rows
    )
    return typing.found.outcome(made)


def typed_people(
    rows: Iterable[RawPerson], declared: Callable[[RawPerson], Sequence[Fact]]
) -> Outcome[tuple[PersonRow, ...]]:
    """People with the values of the person facts; as `typed_households`."""
    typing = _Typing(Subject.PERSON)
    made = tuple(
        PersonRow(
            row.person,
            row.household,
            row.village,
            row.joined,
            row.left,
            row.since,
            typing.told(row, declared),
            row.origin,
        )
        for row in rows
    )
    return typing.found.outcome(made)


class _HasFacts(Protocol):
    @property
    def facts(self) -> Headings: ...

    @property
    def origin(self) -> Cell | None: ...


@attrs.define
class _Typing:
    """What was found in the rows of a subject, and what each set of declared facts made of them."""

    subject: Subject
    found: Findings = attrs.field(factory=lambda: Findings(""))
    declared: dict[int, "_Declared"] = attrs.field(factory=dict)

    def values(
        self, row: _Row, declared: Callable[[_Row], Sequence[Fact]]
    ) -> tuple[FactValues, Diagnostic | None]:
        """The typed facts of a row by each fact's first name, and why the first bad one is bad."""
        bad: list[Diagnostic] = []
        return self._of(row, declared, bad), bad[0] if bad else None

    def told(self, row: _Row, declared: Callable[[_Row], Sequence[Fact]]) -> FactValues:
        """The typed facts of a row; what is bad is added to `found`."""
        bad: list[Diagnostic] = []
        values = self._of(row, declared, bad)
        for one in bad:
            assert isinstance(one.primary, Cell), one
            self.found.file = one.primary.file
            self.found.add(one)
        return values

    def _of(
        self, row: _Row, declared: Callable[[_Row], Sequence[Fact]], bad: list[Diagnostic]
    ) -> FactValues:
        facts = declared(row)
        known = self.declared.get(id(facts))
        if known is None:
            own = [fact for fact in facts if fact.subject is self.subject]
            known = self.declared[id(facts)] = _Declared(facts, own)
        return known.values(row, bad)


@attrs.define
class _Declared:
    """The facts of a subject, and every value that has been read so far.

    `given` is what they were taken from, kept so that its identity stays its own.
    """

    given: Sequence[Fact]
    facts: Sequence[Fact]
    named: dict[str, Fact | None] = attrs.field(factory=dict)
    known: dict[tuple[str, str], FactValue] = attrs.field(factory=dict)

    def values(self, row: _HasFacts, bad: list[Diagnostic]) -> FactValues:
        """The typed facts of a row, by each fact's first name; bad cells are added to `bad`."""
        values: dict[str, FactValue] = {}
        for heading, written in row.facts.items():
            if heading not in self.named:
                self.named[heading] = fact_named(self.facts, heading)
            fact = self.named[heading]
            if fact is None:
                continue
            value: FactValue | Bad | None = self.known.get((fact.name, written))
            if value is None:
                value = self._first(fact, written)
            if isinstance(value, Bad):
                bad.append(_said(row.origin, heading, written, value))
            elif value is not None:
                values[fact.name] = value
        return values

    def _first(self, fact: Fact, written: str) -> FactValue | Bad | None:
        """Read a text that was not met before; None where it is empty."""
        tidy = clean(written)
        if not tidy:
            return None
        value = read_fact(fact, tidy)
        if not isinstance(value, Bad) and len(self.known) < _MOST_REMEMBERED:
            self.known[fact.name, written] = value
        return value


def _said(origin: Cell | None, heading: str, written: str, bad: Bad) -> Diagnostic:
    place = Cell("", 0) if origin is None else origin
    return Diagnostic(
        Code.BAD_CELL,
        bad.message,
        attrs.evolve(place, column=heading, value=shortened(written)),
        help=bad.help,
    )
