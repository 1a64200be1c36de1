"""Rows whose facts are text, to rows whose facts have values: once a policy says what they mean.

Files and databases give the same rows, so both go through here and mean the same.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

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


def typed_records(rows: Iterable[RawRecord], facts: Sequence[Fact]) -> Outcome[tuple[Record, ...]]:
    """Records with the values of the record facts among `facts`; other headings mean nothing here.

    A row without an id is numbered by its place, from 1. Every value that is none of its fact's is
    reported (R405); that fact stays unknown, so that nothing that asks for it is earned.
    """
    typing = _Typing.of(facts, Subject.RECORD)
    made = tuple(
        [
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
                typing.values(row) if row.facts else _NO_FACTS,
                row.origin,
                row.judgings,
            )
            for place, row in enumerate(rows, 1)
        ]
    )
    return typing.found.outcome(made)


def typed_households(
    rows: Iterable[RawHousehold], facts: Sequence[Fact]
) -> Outcome[tuple[HouseholdRow, ...]]:
    """Households with the values of the household facts among `facts`; as `typed_records`."""
    typing = _Typing.of(facts, Subject.HOUSEHOLD)
    made = tuple(
        HouseholdRow(
            row.household,
            row.village,
            row.joined,
            row.left,
            row.since,
            typing.values(row),
            row.origin,
        )
        for row in rows
    )
    return typing.found.outcome(made)


def typed_people(
    rows: Iterable[RawPerson], facts: Sequence[Fact]
) -> Outcome[tuple[PersonRow, ...]]:
    """People with the values of the person facts among `facts`; as `typed_records`."""
    typing = _Typing.of(facts, Subject.PERSON)
    made = tuple(
        PersonRow(
            row.person,
            row.household,
            row.village,
            row.joined,
            row.left,
            row.since,
            typing.values(row),
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
    """The facts of a subject, and every value that has been read so far."""

    facts: Sequence[Fact]
    found: Findings
    named: dict[str, Fact | None] = attrs.field(factory=dict)
    known: dict[tuple[str, str], FactValue] = attrs.field(factory=dict)

    @staticmethod
    def of(facts: Sequence[Fact], subject: Subject) -> "_Typing":
        return _Typing([fact for fact in facts if fact.subject is subject], Findings(""))

    def values(self, row: _HasFacts) -> FactValues:
        """The typed facts of a row, by each fact's first name."""
        values: dict[str, FactValue] = {}
        for heading, written in row.facts.items():
            if heading not in self.named:
                self.named[heading] = fact_named(self.facts, heading)
            fact = self.named[heading]
            if fact is None:
                continue
            value = self.known.get((fact.name, written))
            if value is None:
                value = self._first(row, heading, fact, written)
            if value is not None:
                values[fact.name] = value
        return values

    def _first(self, row: _HasFacts, heading: str, fact: Fact, written: str) -> FactValue | None:
        """Read a text that was not met before; None where it is empty or bad (reported)."""
        tidy = clean(written)
        if not tidy:
            return None
        value = read_fact(fact, tidy)
        if isinstance(value, Bad):
            self._report(row.origin, heading, written, value)
            return None
        if len(self.known) < _MOST_REMEMBERED:
            self.known[fact.name, written] = value
        return value

    def _report(self, origin: Cell | None, heading: str, written: str, bad: Bad) -> None:
        place = Cell("", 0) if origin is None else origin
        self.found.file = place.file
        self.found.add(
            Diagnostic(
                Code.BAD_CELL,
                bad.message,
                attrs.evolve(place, column=heading, value=shortened(written)),
                help=bad.help,
            )
        )
