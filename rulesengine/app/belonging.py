"""Which records belong to the sheet that is asked for, where policies stand side by side.

Looks at items alone: whether a record counts there is for scoring to say. Opens no file.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulesengine.app.versions import Sheets, Timelines
from rulesengine.core.admitting import admitting
from rulesengine.core.placing import village_of
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.reference.soundness import deed_of


def of_sheet(rows: Sequence[RawRecord], register: Register, used: Sheets) -> Sequence[RawRecord]:
    """The rows whose item the sheet's policy has on their day, in their order.

    One that no sheet has stays on the sheet that keeps such rows, where it is in error. A row is
    given its village where it names none, because on one sheet alone it might not be found again.
    """
    if not used.others:
        return rows
    return list(_of_sheet(rows, register, used))


def each_sheet(used: Sheets) -> Iterator[Sheets]:
    """Every sheet in its turn, seen from itself."""
    yield used
    for place, timelines in enumerate(used.others, 1):
        rest = (*used.every[:place], *used.every[place + 1 :])
        yield Sheets(timelines, rest, keeps_unknown=not used.timelines and place == 1)


def _of_sheet(rows: Sequence[RawRecord], register: Register, used: Sheets) -> Iterator[RawRecord]:
    named = [Record(0, row.day, row.item, row.household, row.person, row.village) for row in rows]
    admitted = admitting(register, named)
    for row, record in zip(rows, named, strict=True):
        known = village_of(admitted, record)
        home = known if isinstance(known, str) else ""
        here = _has(used.timelines, home, row)
        if not here and (not used.keeps_unknown or _any_has(used.others, home, row)):
            continue
        yield attrs.evolve(row, village=home) if home and not row.village else row


def _any_has(every: Iterable[Timelines], village: str, row: RawRecord) -> bool:
    return any(_has(timelines, village, row) for timelines in every)


def _has(timelines: Timelines, village: str, row: RawRecord) -> bool:
    timeline = timelines.get(village) or timelines.get("")
    policy = None if timeline is None else timeline.policy_on(row.day)
    return policy is not None and deed_of(policy, row.item) is not None
