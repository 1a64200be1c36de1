"""`bound`: the most that a policy can cost, for one account and for a village."""

import click

from rulesengine.app.bound_page import bound_json, page
from rulesengine.app.exact_json import dump
from rulesengine.app.messages import render
from rulesengine.app.periods import settlement_period
from rulesengine.app.sources import policy_for
from rulesengine.app.terminal import Terminal
from rulesengine.core.calendar import Period, first_day, last_day, read_period
from rulesengine.core.facts import Subject
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.study.bound_report import report, usual_period


def run(
    terminal: Terminal, policy: str, *, households: int, people: int | None, period: str, form: str
) -> int:
    """Work the bound out, show it, and give the exit status."""
    loaded = policy_for(terminal, policy)
    if loaded.value is None:
        terminal.complain(loaded.diagnostics)
        return 1
    kind, index = _asked(terminal, loaded.value, period)
    each = _people(loaded.value, people)
    found = report(loaded.value, kind, index, households=households, people=each)
    if form == "json":
        terminal.write(dump(bound_json(found)) + "\n")
    else:
        terminal.write(page(found, terminal.language))
    return 0


def _people(policy: checked.Policy, said: int | None) -> int:
    """A household whose people nobody counted has one account of a person, and none besides."""
    if policy.account is Subject.PERSON:
        return max(said or 1, 1)
    return said or 0


def _asked(terminal: Terminal, policy: checked.Policy, period: str) -> tuple[Period, int]:
    """The period that was asked for; a usage error where it is none, or the policy holds on no day

    of it.
    """
    if not period:
        return usual_period(policy)
    found = read_period(settlement_period(period))
    if found is None or found[0] is Period.EVER:
        raise _usage(
            terminal,
            text("{period} is no period; write it like 2025, 2025-Q1 or 2025-03", period=period),
        )
    ends = policy.last_day is not None and policy.last_day < first_day(*found)
    if ends or last_day(*found) < policy.first_day:
        raise _usage(
            terminal, text("this policy does not hold on any day of {period}", period=period)
        )
    return found


def _usage(terminal: Terminal, sentence: Text) -> click.UsageError:
    return click.UsageError(
        render(sentence, terminal.language), click.get_current_context(silent=True)
    )
