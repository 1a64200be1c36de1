"""A row that credits several people or households becomes one record each, in the order written.

Splits names and gives ids; whether there is anybody of a name is for others to say.
"""

from collections.abc import Collection, Iterator

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Outcome
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import RecordId, id_of_part
from rulesengine.core.text import Text, text
from rulesengine.intake.cells import names_in
from rulesengine.intake.findings import Findings
from rulesengine.intake.sheet import Sheet


def credited(
    sheet: Sheet[RawRecord],
    households: Collection[str] = (),
    people: Collection[str] = (),
    *,
    partly: bool = False,
) -> Outcome[Sheet[RawRecord]]:
    """The records of a file, one for each name of a row (`张三、李四`).

    `households` and `people` are names of the register: what it knows as one name stays one. The
    records of a row with an id have it as theirs: `7`, `7#2`, `7#3`. A name twice in one cell,
    several households beside people, and an id that comes twice so are reported; then there is no
    value, or with `partly` the rows without mistakes.
    """
    splitting = _Splitting(Findings(sheet.file), sheet, frozenset(households), frozenset(people))
    rows = tuple(record for row in sheet.rows for record in splitting.records(row))
    found = splitting.found
    return found.outcome(None if found.failed and not partly else attrs.evolve(sheet, rows=rows))


@attrs.frozen
class _Splitting:
    """A file while its rows are split."""

    found: Findings
    sheet: Sheet[RawRecord]
    households: frozenset[str]
    people: frozenset[str]
    rows: dict[RecordId, int] = attrs.field(init=False)

    @rows.default
    def _ids(self) -> dict[RecordId, int]:
        return {row.id: _number(row) for row in self.sheet.rows if isinstance(row.id, str)}

    def records(self, row: RawRecord) -> Iterator[RawRecord]:
        """What a row becomes; nothing where it has a mistake."""
        households = names_in(row.household, self.households)
        people = names_in(row.person, self.people)
        if len(households) <= 1 and len(people) <= 1:
            household, person = "".join(households), "".join(people)
            same = (household, person) == (row.household, row.person)
            yield row if same else attrs.evolve(row, household=household, person=person)
            return
        if len(households) > 1 and people:
            message = text("the row names several households and people as well")
            self._report(row, "household", row.household, message, _ONE_KIND)
            return
        column, names = ("person", people) if people else ("household", households)
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            message = text("{name} stands twice in one cell", name=twice)
            self._report(row, column, "、".join(names), message, text("leave one of them out"))
            return
        for part, name in enumerate(names, 1):
            one = attrs.evolve(row, person=name) if people else attrs.evolve(row, household=name)
            yield one if row.id is None else self._numbered(one, row.id, part)

    def _numbered(self, row: RawRecord, whole: RecordId, part: int) -> RawRecord:
        given = id_of_part(whole, part)
        if part > 1 and given in self.rows:
            message = text(
                "id {id} is that of a further name in row {first}, and stands in row {row} too",
                id=given,
                first=_number(row),
                row=self.rows[given],
            )
            self._report(row, "id", str(given), message, text("give the other row another id"))
        return attrs.evolve(row, id=given)

    def _report(
        self, row: RawRecord, column: str, value: str, message: Text, way_out: Text
    ) -> None:
        self.found.at(
            Code.ID_TWICE if column == "id" else Code.BAD_CELL,
            message,
            row=_number(row),
            column=self.sheet.headings.get(column, column),
            value=value,
            help=way_out,
        )


_ONE_KIND = text("write one row for the households and another for the people")


def _number(row: RawRecord) -> int:
    return 0 if row.origin is None else row.origin.row
