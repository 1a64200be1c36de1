"""A day on the command line, written as policies and sheets write it."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import click

from rulesengine.core.text import Text, text

Say: TypeAlias = Callable[[Text], str]


class Day(click.ParamType[date]):
    """A day of the calendar, written 2025-03-31 or in another way that policies and sheets take."""

    name = "date"

    def __init__(self, say: Say) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        from rulesengine.intake.cells import read_day  # needed only where a day is given

        day = read_day(value.strip())
        if isinstance(day, date):
            return day
        sentence = text("{problem}; write 2025-03-31", problem=day.message)
        raise click.BadParameter(self.say(sentence), ctx, param)
