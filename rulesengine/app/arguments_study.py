"""The commands that ask what rules would do, with their arguments, options and help.

As in `arguments`: a command only hands over what was typed, and what it does is imported late.
"""

import click

from rulesengine.app.options import Say, WholeNumber, result_format
from rulesengine.app.terminal import Terminal
from rulesengine.core.text import text

_MOST_HOUSEHOLDS = 100_000_000
_MOST_PEOPLE = 100


def add_bound(group: click.Group, say: Say) -> None:
    """`bound POLICY`."""

    @group.command(
        "bound",
        help=say(
            text(
                "The most points and yuan that a household and a village can earn under a policy, "
                "whatever they do."
            )
        ),
    )
    @click.argument("policy", metavar=say(text("POLICY")))
    @click.option(
        "--households",
        type=WholeNumber(1, _MOST_HOUSEHOLDS),
        default=1,
        help=say(text("How many households the village has.")),
    )
    @click.option(
        "--people",
        type=WholeNumber(0, _MOST_PEOPLE),
        help=say(text("How many people a household has, where limits are per person.")),
    )
    @click.option(
        "--period",
        metavar=say(text("PERIOD")),
        default="",
        help=say(text("The year, quarter or month that is meant; usually the first whole year.")),
    )
    @result_format(say, "text", "json")
    @click.pass_obj
    def bound(
        terminal: Terminal, policy: str, households: int, people: int | None, period: str, form: str
    ) -> int:
        from rulesengine.app.commands import bound

        return bound.run(
            terminal, policy, households=households, people=people, period=period, form=form
        )
