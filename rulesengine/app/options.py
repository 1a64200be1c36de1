"""Options that several commands share, and the values they take: format, days, sources."""

from collections.abc import Callable
from datetime import date
from gettext import gettext
from typing import Any, TypeAlias

import click

from rulesengine import __version__
from rulesengine.app.messages import Language
from rulesengine.core.text import Text, text

Say: TypeAlias = Callable[[Text], str]
Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def lang(say: Say) -> click.Option:
    """Read before all else (`app/cli.py`); here it has its help, and a wrong one is refused."""
    return click.Option(
        ["--lang"],
        type=click.Choice([language.value for language in Language]),
        expose_value=False,
        help=say(text("Language: the policy's unless said, else the system's.")),
    )


def version() -> click.Option:
    """Shows the version and ends."""

    def show(context: click.Context, _option: click.Parameter, value: object) -> None:
        if value:
            click.echo(f"rulesengine {__version__}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=gettext("Show the version and exit."),
    )


def result_format(say: Say, first: str, *others: str) -> Decorator:
    """`--format`, as the parameter `form`; `first` is what it is unless said."""
    return click.option(
        "--format",
        "form",
        type=click.Choice([first, *others]),
        default=first,
        help=say(text("How the result is written; {usual} unless said.", usual=first)),
    )


def flag(name: str, explained: str) -> Decorator:
    """An option that is there or not."""
    return click.option(name, is_flag=True, help=explained)


def ignore_columns(say: Say) -> Decorator:
    """What commands that read files of rows share."""
    return flag("--ignore-columns", say(text("Go on where a heading is not known.")))


def sheet_option(say: Say, explained: Text) -> Decorator:
    """Which of several policies side by side is meant; empty: the main one."""
    return click.option(
        "--sheet",
        metavar=say(text("NAME")),
        default="",
        callback=lambda _context, _option, name: name.strip(),
        help=say(explained),
    )


def _sheet_options(say: Say) -> list[Decorator]:
    """Which of several policies side by side is scored, and what is not its business."""
    return [
        sheet_option(
            say, text("The sheet of a database that is scored; the main one unless said.")
        ),
        click.option(
            "--other-sheet",
            "other_sheets",
            metavar=say(text("POLICY")),
            multiple=True,
            help=say(
                text(
                    "Beside a file of records: a policy whose items are not this one's business; "
                    "may be given again."
                )
            ),
        ),
    ]


def source_options(say: Say) -> Decorator:
    """Where records, register and policy come from, and up to which day."""
    options: list[Decorator] = [
        click.option(
            "--policy",
            metavar=say(text("POLICY")),
            help=say(text("The policy; what the database has adopted unless said.")),
        ),
        click.option(
            "--village",
            metavar=say(text("VILLAGE")),
            default="",
            help=say(text("Only this village.")),
        ),
        click.option(
            "--until",
            type=Day(say),
            metavar=say(text("DATE")),
            help=say(text("The last day; the date of the last record that counts unless said.")),
        ),
        click.option(
            "--households",
            metavar=say(text("FILE")),
            help=say(text("The households, beside a file of records.")),
        ),
        click.option(
            "--people",
            metavar=say(text("FILE")),
            help=say(text("The people, beside a file of records.")),
        ),
        *_sheet_options(say),
        ignore_columns(say),
    ]

    def decorate(callback: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            callback = option(callback)
        return callback

    return decorate


class WholeNumber(click.IntRange):
    """A whole number of a range; click's own name for it is not translated."""

    @property
    def name(self) -> str:  # type: ignore[override]
        """What an error calls the type."""
        return gettext("integer")

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002 - click's
        """What stands for it in the help."""
        return self.name.upper()


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
