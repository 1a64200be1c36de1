"""`score`: every account's figures, as tables, JSON or CSV, and the postings as a file."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs
import click

from rulesengine.app import fast
from rulesengine.app.columns import headings_in, under_headings
from rulesengine.app.exact_json import dump
from rulesengine.app.files import overwrites, write_whole
from rulesengine.app.messages import render
from rulesengine.app.periods import settlement_period
from rulesengine.app.sources import Ground, Where, gather
from rulesengine.app.terminal import Terminal
from rulesengine.app.words import each
from rulesengine.core.diagnostic import Diagnostic, has_errors
from rulesengine.core.text import text
from rulesengine.scoring.budgets import over_budget
from rulesengine.scoring.figures import Figures, VillagePolicy, figures
from rulesengine.scoring.score import Run, score


@attrs.frozen
class Request:
    """What the command line asks for."""

    source: str
    policy: str | None
    village: str
    until: date | None
    households: str | None
    people: str | None
    ignore_columns: bool
    form: str
    period: str
    postings: str | None
    strict: bool
    verbose: bool
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    @property
    def where(self) -> Where:
        """Where all comes from."""
        return Where(
            self.source,
            self.policy,
            self.village,
            self.households,
            self.people,
            self.ignore_columns,
            self.sheet,
            self.other_sheets,
        )

    @property
    def beside(self) -> tuple[str | None, ...]:
        """The files that are read beside the source."""
        return (self.policy, self.households, self.people, *self.other_sheets)


def run(terminal: Terminal, request: Request) -> int:
    """Score, write and show, and give the exit status."""
    _refuse_period_of_json(terminal, request)
    if request.postings is not None:
        lost = overwrites(request.postings, (request.source, *request.beside))
        if lost is not None:
            terminal.complain([lost])
            return 1
    with terminal.working(text("scoring {file}", file=request.source), Path(request.source)):
        ground = gather(terminal, request.where)
        scored = None if ground.value is None else _scored(ground.value, request)
    if ground.value is None or scored is None:
        terminal.complain(ground.diagnostics)
        return 1
    if request.verbose:
        _say_which_engine(terminal, scored)
    read_off = _named(figures(scored), ground.value)
    of_run = under_headings(scored.diagnostics, headings_in(terminal.language))
    found = (*ground.diagnostics, *of_run, *over_budget(read_off.budgets))
    impossible = not scored.timelines and has_errors(found)
    failed = impossible or (request.strict and has_errors(found))
    if failed or request.form != "json":
        terminal.complain(found)
    if impossible:
        return 1
    period = _period(terminal, request, read_off, scored)
    if request.postings is not None and not failed:
        from rulesengine.app.score_csv import postings_csv

        unwritten = write_whole(request.postings, postings_csv(scored.passbooks))
        if unwritten is not None:
            terminal.complain([unwritten])
            return 1
    _show(terminal, request, read_off, found, period)
    return 1 if failed else 0


def _refuse_period_of_json(terminal: Terminal, request: Request) -> None:
    if request.period and request.form == "json":
        sentence = text("--period is for table and csv; JSON has every period")
        raise click.UsageError(
            render(sentence, terminal.language), click.get_current_context(silent=True)
        )


def _scored(ground: Ground, request: Request) -> Run:
    return score(
        ground.timelines,
        ground.register,
        ground.records,
        until=request.until,
        village=request.village or None,
        choice=fast.choice(),
    )


def _say_which_engine(terminal: Terminal, scored: Run) -> None:
    alone = text("the reference scored {count} records", count=scored.records)
    for note in scored.notes or (alone,):
        terminal.remark(note)


def _named(read_off: Figures, ground: Ground) -> Figures:
    """The figures with the policies that were there, also where there was nobody to score."""
    if read_off.policies:
        return read_off
    versions = {
        village: timeline.version_on(read_off.until) or timeline.versions[0]
        for village, timeline in ground.timelines.items()
    }
    policies = (
        VillagePolicy(village, version.policy.name, version.policy.sha256)
        for village, version in sorted(versions.items())
    )
    return attrs.evolve(read_off, policies=tuple(policies))


def _period(terminal: Terminal, request: Request, read_off: Figures, scored: Run) -> str:
    """The name of the period that was asked for, empty for none; a usage error if it is not there.

    Where no account has any period there is nothing to choose from, and nothing to refuse.
    """
    names = sorted({one.period for account in read_off.accounts for one in account.periods})
    period = settlement_period(request.period)
    if not period or not names or period in names:
        return period
    settled = {timeline.last.settle for timeline in scored.timelines.values()}
    if len(settled) == 1:
        sentence = text(
            "there is no settlement period {period}; this policy settles {each}: {periods}",
            period=request.period,
            each=each(settled.pop()),
            periods=tuple(names),
        )
    else:
        sentence = text(
            "there is no settlement period {period}; there are: {periods}",
            period=request.period,
            periods=tuple(names),
        )
    raise click.UsageError(
        render(sentence, terminal.language), click.get_current_context(silent=True)
    )


def _show(
    terminal: Terminal,
    request: Request,
    read_off: Figures,
    found: Sequence[Diagnostic],
    period: str,
) -> None:
    match request.form:
        case "json":
            from rulesengine.app.score_json import score_json

            terminal.write(dump(score_json(read_off, found, terminal.language)) + "\n")
        case "csv":
            from rulesengine.app.score_csv import figures_csv

            for line in figures_csv(read_off, period):
                terminal.write(line)
        case _:
            from rulesengine.app.sheet import sheets

            terminal.write(sheets(read_off, terminal.language, period))
