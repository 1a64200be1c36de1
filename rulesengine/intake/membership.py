"""The days of a membership, as the files of households and of people give them."""

from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.text import text
from rulesengine.intake.cells import Bad, read_day
from rulesengine.intake.columns import Column, column
from rulesengine.intake.findings import Findings
from rulesengine.intake.headings import Layout
from rulesengine.intake.table import Row

Day: TypeAlias = date | None


@attrs.frozen
class Days:
    """First and last day of a membership (both inside it), and from when a row's facts hold."""

    joined: Column[Day]
    left: Column[Day]
    since: Column[Day]

    @staticmethod
    def of(layout: Layout, found: Findings) -> "Days":
        """The columns where this file has them."""
        joined, left, since = (
            column(layout, found, name, _read, None, bad=None)
            for name in ("joined", "left", "since")
        )
        return Days(joined, left, since)

    def at(self, row: Row) -> tuple[Day, Day, Day]:
        """The days of a row; one who left before joining is reported."""
        joined, left = self.joined.at(row), self.left.at(row)
        if joined is not None and left is not None and left < joined:
            message = text(
                "left on {left}, before joining on {joined}",
                left=left.isoformat(),
                joined=joined.isoformat(),
            )
            self.left.report(
                row, Bad(message, text("correct one of the two dates")), left.isoformat()
            )
        return joined, left, self.since.at(row)


def _read(written: str) -> Day | Bad:
    return read_day(written)
