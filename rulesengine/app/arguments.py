"""Every command with its arguments, options and help, in one place; what it does is imported late.

Built in a function, because help has a language. A command here only hands over what was typed.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from gettext import gettext
from typing import Any, TypeAlias

import click

from rulesengine import __version__
from rulesengine.app.messages import Language, render
from rulesengine.app.terminal import Terminal
from rulesengine.core.text import Text, text

Say: TypeAlias = Callable[[Text], str]
Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


def build(language: Language) -> click.Group:
    """The whole command, speaking a language."""
    say: Say = partial(render, language=language)
    group = _InOrder(
        "rulesengine",
        help=say(text("Score village records under a policy that villagers can read.")),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        params=[_lang(say), _version()],
    )
    for add in (_demo, _check, _test, _diff, _init, _import, _adopt, _score, _why, _explain):
        add(group, say)
    group.subcommand_metavar = say(text("COMMAND [ARGUMENTS]..."))
    for command in (group, *group.commands.values()):
        command.options_metavar = say(text("[OPTIONS]"))
    for command in group.commands.values():
        command.short_help = command.help
        command.params.append(_lang(say))
    return group


class _InOrder(click.Group):
    """Lists its commands in the order in which people meet them, and each help to its end."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return list(self.commands)


# --- one function a command ----------------------------------------------------------------------


def _demo(group: click.Group, say: Say) -> None:
    @group.command(
        "demo",
        help=say(
            text(
                "Make a sample town in DIR (demo-town unless said), score it, and show one "
                "village's quarter and one household's passbook."
            )
        ),
    )
    @click.argument("folder", metavar=say(text("[DIR]")), default="demo-town")
    @click.pass_obj
    def demo(terminal: Terminal, folder: str) -> int:
        from rulesengine.app.commands import demo

        return demo.run(terminal, folder)


def _check(group: click.Group, say: Say) -> None:
    @group.command(
        "check",
        help=say(text("Look for mistakes in policies; - reads one from standard input.")),
    )
    @click.argument("policies", metavar=say(text("POLICY...")), nargs=-1, required=True)
    @_format(say, "text", "json")
    @_flag("--strict", say(text("Fail on warnings too.")))
    @click.pass_obj
    def check(terminal: Terminal, policies: tuple[str, ...], form: str, *, strict: bool) -> int:
        from rulesengine.app.commands import check

        return check.run(terminal, policies, form, strict=strict)


def _test(group: click.Group, say: Say) -> None:
    @group.command(
        "test", help=say(text("Run the tests written in policies; a folder stands for all in it."))
    )
    @click.argument("paths", metavar=say(text("PATH...")), nargs=-1, required=True)
    @_format(say, "text", "json")
    @click.pass_obj
    def test(terminal: Terminal, paths: tuple[str, ...], form: str) -> int:
        from rulesengine.app.commands import tests

        return tests.run(terminal, paths, form)


def _diff(group: click.Group, say: Say) -> None:
    @group.command(
        "diff",
        help=say(
            text(
                "Say what changed from one policy to another, or what a village set in its town's; "
                "three and more stand side by side in a table."
            )
        ),
    )
    @click.argument("policies", metavar=say(text("POLICY POLICY...")), nargs=-1, required=True)
    @_flag("--table", say(text("A table of settings for two policies too.")))
    @_flag("--all", say(text("In a table, also the settings that are the same everywhere.")))
    @_format(say, "text", "json", "csv")
    @click.pass_context
    def diff(
        context: click.Context, policies: tuple[str, ...], form: str, *, table: bool, all: bool
    ) -> int:
        if len(policies) < 2:
            raise click.UsageError(say(text("name two policies to compare")), context)
        from rulesengine.app.commands import diff

        terminal: Terminal = context.obj
        return diff.run(terminal, policies, form, as_table=table or all, everything=all)


def _init(group: click.Group, say: Say) -> None:
    @group.command("init", help=say(text("Make a new, empty database file.")))
    @click.argument("database", metavar=say(text("DB")))
    @click.pass_obj
    def init(terminal: Terminal, database: str) -> int:
        from rulesengine.app.commands import database as command

        return command.init(terminal, database)


def _import(group: click.Group, say: Say) -> None:
    @group.command(
        "import",
        help=say(
            text(
                "Take the rows of a CSV or XLSX file into a database: all of them, or none "
                "if one is bad."
            )
        ),
    )
    @click.argument("database", metavar=say(text("DB")))
    @click.argument("file", metavar=say(text("FILE")))
    @click.option(
        "--kind",
        type=click.Choice(["records", "households", "people"]),
        help=say(text("What the rows are; seen from the headings unless said.")),
    )
    @click.option(
        "--policy",
        metavar=say(text("POLICY")),
        help=say(text("Check the rows against this policy instead of the adopted ones.")),
    )
    @_flag(
        "--replace",
        say(text("A record whose id is recorded already takes its place; the old one is kept.")),
    )
    @_ignore_columns(say)
    @click.pass_obj
    def import_(terminal: Terminal, /, database: str, file: str, **given: Any) -> int:
        from rulesengine.app.commands import importing

        return importing.run(terminal, database, file, **given)


def _adopt(group: click.Group, say: Say) -> None:
    @group.command("adopt", help=say(text("Put a policy in force in a database from a day on.")))
    @click.argument("database", metavar=say(text("DB")))
    @click.argument("policy", metavar=say(text("POLICY")))
    @click.option(
        "--village",
        metavar=say(text("VILLAGE")),
        default="",
        help=say(text("The village; every village without a policy of its own unless said.")),
    )
    @click.option(
        "--from",
        "first_day",
        type=Day(say),
        metavar=say(text("DATE")),
        help=say(text("The first day; the policy's own unless said.")),
    )
    @_sheet(say, text("A sheet beside the main one, such as one for party members."))
    @_flag("--untested", say(text("Adopt it even where its own tests fail.")))
    @click.pass_obj
    def adopt(terminal: Terminal, /, database: str, policy: str, **given: Any) -> int:
        from rulesengine.app.commands import database as command

        return command.adopt(terminal, database, policy, **given)


def _score(group: click.Group, say: Say) -> None:
    @group.command(
        "score",
        help=say(
            text(
                "Score every account of SOURCE: a database made by init, or a CSV or XLSX file of "
                "records."
            )
        ),
    )
    @click.argument("source", metavar=say(text("SOURCE")))
    @_source_options(say)
    @_format(say, "table", "json", "csv")
    @click.option(
        "--period",
        metavar=say(text("PERIOD")),
        default="",
        help=say(text("Only this settlement period, such as 2025-Q1 (table and csv).")),
    )
    @click.option(
        "--postings",
        metavar=say(text("FILE")),
        help=say(text("Write every line of every passbook as CSV.")),
    )
    @_flag("--strict", say(text("Fail if a record is in error.")))
    @click.pass_obj
    def score(terminal: Terminal, /, **given: Any) -> int:
        from rulesengine.app.commands import score

        return score.run(terminal, score.Request(**given))


def _why(group: click.Group, say: Say) -> None:
    @group.command(
        "why",
        help=say(
            text(
                "Show the passbook of one account of SOURCE: where each point came from, and why a "
                "record earned nothing or less."
            )
        ),
    )
    @click.argument("source", metavar=say(text("SOURCE")))
    @click.argument("account", metavar=say(text("ACCOUNT")))
    @_source_options(say)
    @_format(say, "text", "json")
    @click.pass_obj
    def why(terminal: Terminal, /, **given: Any) -> int:
        from rulesengine.app.commands import why

        return why.run(terminal, why.Request(**given))


def _explain(group: click.Group, say: Say) -> None:
    @group.command("explain", help=say(text("Show the page of a message code, such as R101.")))
    @click.argument("code", metavar=say(text("CODE")))
    @click.pass_obj
    def explain(terminal: Terminal, code: str) -> int:
        from rulesengine.app.commands import explain

        return explain.run(terminal, code)


# --- options that commands share -----------------------------------------------------------------


def _lang(say: Say) -> click.Option:
    """Read before all else (`app/cli.py`); here it has its help, and a wrong one is refused."""
    return click.Option(
        ["--lang"],
        type=click.Choice([language.value for language in Language]),
        expose_value=False,
        help=say(text("Language: the policy's unless said, else the system's.")),
    )


def _version() -> click.Option:
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


def _format(say: Say, first: str, *others: str) -> Decorator:
    return click.option(
        "--format",
        "form",
        type=click.Choice([first, *others]),
        default=first,
        help=say(text("How the result is written; {usual} unless said.", usual=first)),
    )


def _flag(name: str, explained: str) -> Decorator:
    return click.option(name, is_flag=True, help=explained)


def _ignore_columns(say: Say) -> Decorator:
    return _flag("--ignore-columns", say(text("Go on where a heading is not known.")))


def _sheet(say: Say, explained: Text) -> Decorator:
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
        _sheet(say, text("The sheet of a database that is scored; the main one unless said.")),
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


def _source_options(say: Say) -> Decorator:
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
        _ignore_columns(say),
    ]

    def decorate(callback: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            callback = option(callback)
        return callback

    return decorate


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
