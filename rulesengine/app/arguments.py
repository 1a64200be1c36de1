"""Every command with its arguments, options and help, in one place; what it does is imported late.

Built in a function, because help has a language. A command here only hands over what was typed.
"""

from functools import partial
from typing import Any

import click

from rulesengine.app.arguments_study import add_bound
from rulesengine.app.messages import Language, render
from rulesengine.app.options import (
    Day,
    Say,
    WholeNumber,
    flag,
    ignore_columns,
    lang,
    result_format,
    sheet_option,
    source_options,
    version,
)
from rulesengine.app.terminal import Terminal
from rulesengine.core.text import text


def build(language: Language) -> click.Group:
    """The whole command, speaking a language."""
    say: Say = partial(render, language=language)
    group = _InOrder(
        "rulesengine",
        help=say(text("Score village records under a policy that villagers can read.")),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        params=[lang(say), version()],
    )
    about_policies = (_demo, _check, _fmt, _test, _doc, _diff)
    for add in (*about_policies, _init, _import, _adopt, _score, _why, add_bound, _explain):
        add(group, say)
    group.subcommand_metavar = say(text("COMMAND [ARGUMENTS]..."))
    for command in (group, *group.commands.values()):
        command.options_metavar = say(text("[OPTIONS]"))
    for command in group.commands.values():
        command.short_help = command.help
        command.params.append(lang(say))
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
    @result_format(say, "text", "json")
    @flag("--strict", say(text("Fail on warnings too.")))
    @click.pass_obj
    def check(terminal: Terminal, policies: tuple[str, ...], form: str, *, strict: bool) -> int:
        from rulesengine.app.commands import check

        return check.run(terminal, policies, form, strict=strict)


def _fmt(group: click.Group, say: Say) -> None:
    @group.command(
        "fmt",
        help=say(
            text(
                "Write policies in their one tidy form, in place; a folder stands for all in it, - "
                "reads one from standard input and writes it to standard output."
            )
        ),
    )
    @click.argument("policies", metavar=say(text("POLICY...")), nargs=-1, required=True)
    @flag("--check", say(text("Change nothing; say which are not formatted, and fail then.")))
    @click.option(
        "--to",
        type=click.Choice(["zh", "en"]),
        help=say(text("Write the keywords in this language; names and comments stay.")),
    )
    @click.pass_obj
    def fmt(terminal: Terminal, policies: tuple[str, ...], to: str | None, *, check: bool) -> int:
        from rulesengine.app.commands import fmt

        return fmt.run(terminal, policies, to or "", check=check)


def _test(group: click.Group, say: Say) -> None:
    @group.command(
        "test", help=say(text("Run the tests written in policies; a folder stands for all in it."))
    )
    @click.argument("paths", metavar=say(text("PATH...")), nargs=-1, required=True)
    @flag("--coverage", say(text("Say which rules of a policy no test reaches.")))
    @click.option(
        "--coverage-min",
        "least_percent",
        type=WholeNumber(0, 100),
        metavar=say(text("PERCENT")),
        help=say(text("Fail where the tests of a policy reach less of it, in whole percent.")),
    )
    @flag(
        "--mutate",
        say(
            text(
                "Change one number, limit, period, comparison or date at a time, and say which "
                "change no test notices; fail if there is one."
            )
        ),
    )
    @flag("--details", say(text("List also what is reached or noticed, and by which test.")))
    @result_format(say, "text", "json")
    @click.pass_obj
    def test(terminal: Terminal, /, **given: Any) -> int:
        from rulesengine.app.commands import tests

        return tests.run(terminal, tests.Request(**given))


def _doc(group: click.Group, say: Say) -> None:
    @group.command("doc", help=say(text("Write the rule sheet of a policy, as villagers read it.")))
    @click.argument("policy", metavar=say(text("POLICY")))
    @result_format(say, "md", "html")
    @click.option(
        "--output",
        metavar=say(text("FILE")),
        help=say(text("Write it to this file; to standard output unless said.")),
    )
    @click.pass_obj
    def doc(terminal: Terminal, policy: str, form: str, output: str | None) -> int:
        from rulesengine.app.commands import doc

        return doc.run(terminal, policy, form, output)


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
    @flag("--table", say(text("A table of settings for two policies too.")))
    @flag("--all", say(text("In a table, also the settings that are the same everywhere.")))
    @result_format(say, "text", "json", "csv")
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
    @flag(
        "--replace",
        say(text("A record whose id is recorded already takes its place; the old one is kept.")),
    )
    @ignore_columns(say)
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
    @sheet_option(say, text("A sheet beside the main one, such as one for party members."))
    @flag("--untested", say(text("Adopt it even where its own tests fail.")))
    @flag("--new-village", say(text("The village has no household and no record yet.")))
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
    @source_options(say)
    @result_format(say, "table", "json", "csv")
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
    @flag("--strict", say(text("Fail if a record is in error.")))
    @flag("--verbose", say(text("Say which engine scored the records.")))
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
    @source_options(say)
    @result_format(say, "text", "json")
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
