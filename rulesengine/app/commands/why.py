"""`why`: the passbook of one account, as text or JSON."""

from datetime import date

import attrs

from rulesengine.app.account import find
from rulesengine.app.exact_json import dump
from rulesengine.app.sources import Where, gather
from rulesengine.app.terminal import Terminal
from rulesengine.core.diagnostic import has_errors
from rulesengine.scoring.explained import explained
from rulesengine.scoring.score import score


@attrs.frozen
class Request:
    """What the command line asks for."""

    source: str
    account: str
    policy: str | None
    village: str
    until: date | None
    households: str | None
    people: str | None
    ignore_columns: bool
    form: str
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


def run(terminal: Terminal, request: Request) -> int:
    """Score, find the account, show its passbook, and give the exit status."""
    ground = gather(terminal, request.where)
    if ground.value is None:
        terminal.complain(ground.diagnostics)
        return 1
    scored = score(
        ground.value.timelines,
        ground.value.register,
        ground.value.records,
        until=request.until,
        village=request.village or None,
    )
    passbook = find(scored, request.account, ground.value.register)
    if passbook.value is None:
        obstacles = () if scored.timelines else scored.diagnostics
        terminal.complain(obstacles if has_errors(obstacles) else passbook.diagnostics)
        return 1
    told = explained(scored, passbook.value)
    timeline = scored.timelines[told.account.village]
    if request.form == "json":
        from rulesengine.app.why_json import why_json

        terminal.write(dump(why_json(told, timeline, terminal.language)) + "\n")
    else:
        from rulesengine.app.passbook_page import page

        terminal.write(page(told, timeline, terminal.language))
    return 0
