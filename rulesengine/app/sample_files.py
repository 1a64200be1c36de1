"""The rows of the sample town as CSV text, with Chinese headings, as a clerk would keep them.

Writes no file.
"""

from collections.abc import Iterable, Iterator

from rulesengine.app.csv_text import MARK, Amount, Written, lines
from rulesengine.core.rawrow import Headings, RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Status

_STATUS = {
    Status.DECLARED: "申报",
    Status.CHECKED: "审核",
    Status.APPROVED: "通过",
    Status.REJECTED: "退回",
    Status.WITHDRAWN: "撤回",
}


def households_csv(rows: Iterable[RawHousehold]) -> Iterator[str]:
    """The file of households."""
    every = list(rows)
    facts = _facts(row.facts for row in every)
    yield MARK
    yield from lines(
        ("村", "户", "加入", "离开", "自", *facts),
        (
            (row.village, row.household, row.joined, row.left, row.since, *_of(row.facts, facts))
            for row in every
        ),
    )


def people_csv(rows: Iterable[RawPerson]) -> Iterator[str]:
    """The file of people."""
    every = list(rows)
    facts = _facts(row.facts for row in every)
    yield MARK
    yield from lines(
        ("村", "户", "人", "加入", "离开", "自", *facts),
        (
            (
                row.village,
                row.household,
                row.person,
                row.joined,
                row.left,
                row.since,
                *_of(row.facts, facts),
            )
            for row in every
        ),
    )


def records_csv(rows: Iterable[RawRecord]) -> Iterator[str]:
    """The file of records."""
    every = list(rows)
    facts = _facts(row.facts for row in every)
    yield MARK
    yield from lines(
        ("编号", "村", "户", "人", "日期", "事项", "数量", "评定分", "事由", "状态", *facts),
        (
            (
                row.id,
                row.village,
                row.household,
                row.person,
                row.day,
                row.item,
                _amount(row.quantity),
                _amount(row.judged),
                row.event,
                _STATUS[row.status],
                *_of(row.facts, facts),
            )
            for row in every
        ),
    )


def _facts(rows: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))


def _of(facts: Headings, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(facts.get(name, "") for name in names)


def _amount(hundredths: int | None) -> Written:
    return None if hundredths is None else Amount(hundredths)
