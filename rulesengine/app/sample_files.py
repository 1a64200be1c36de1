"""The rows of the sample town as CSV files, with Chinese headings, as a clerk would keep them."""

from collections.abc import Iterable
from pathlib import Path

from rulesengine.core.rawrow import Headings, RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Status
from rulesengine.intake.guard import Amount, Written, write_csv

_STATUS = {
    Status.DECLARED: "申报",
    Status.CHECKED: "审核",
    Status.APPROVED: "通过",
    Status.REJECTED: "退回",
    Status.WITHDRAWN: "撤回",
}


def write_households(path: Path, rows: Iterable[RawHousehold]) -> None:
    """The file of households."""
    every = list(rows)
    facts = _facts(row.facts for row in every)
    write_csv(
        path,
        ("村", "户", "加入", "离开", "自", *facts),
        (
            (row.village, row.household, row.joined, row.left, row.since, *_of(row.facts, facts))
            for row in every
        ),
    )


def write_people(path: Path, rows: Iterable[RawPerson]) -> None:
    """The file of people."""
    every = list(rows)
    facts = _facts(row.facts for row in every)
    write_csv(
        path,
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


def write_records(path: Path, rows: Iterable[RawRecord]) -> None:
    """The file of records."""
    every = list(rows)
    facts = _facts(row.facts for row in every)
    write_csv(
        path,
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
                _amount(row.judged),  # in a made-up town one person judges
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
