"""A table as text, whose columns stay in line where Chinese stands in them. Prints nothing."""

import io
from collections.abc import Iterable, Sequence

import attrs
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Written

from rulesengine.app.messages import visible

_NO_WRAPPING = 4000  # columns: a terminal wraps a long line better than a table cuts it


@attrs.frozen
class Column:
    """A heading; `number` columns stand to the right."""

    heading: str
    number: bool = True


def table(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Sequence[str] | None = None
) -> str:
    """The table, each line ended; `total` is a last row under a rule."""
    drawn = Table(box=box.SIMPLE, show_edge=False, pad_edge=False, show_footer=total is not None)
    for column, foot in zip(columns, total or [""] * len(columns), strict=True):
        drawn.add_column(
            Written(column.heading),
            Written(visible(foot)),
            justify="right" if column.number else "left",
            no_wrap=True,
        )
    for row in rows:
        drawn.add_row(*(Written(visible(cell)) for cell in row))
    page = io.StringIO()
    Console(file=page, width=_NO_WRAPPING, color_system=None, legacy_windows=False).print(drawn)
    return "".join(line.rstrip() + "\n" for line in page.getvalue().splitlines())
