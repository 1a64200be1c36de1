"""`demo`: a made-up town in a folder of its own, scored, and what to try with it."""

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from rulesengine.app.commands.database import adopt_into
from rulesengine.app.commands.importing import take_in
from rulesengine.app.files import load_policy, unwritable
from rulesengine.app.kinds import FileKind
from rulesengine.app.passbook_page import page
from rulesengine.app.sample_files import households_csv, people_csv, records_csv
from rulesengine.app.sheet import sheet, summary
from rulesengine.app.shipped import sample_policy
from rulesengine.app.sources import Ground, Where, gather
from rulesengine.app.terminal import Terminal
from rulesengine.app.versions import Sheets
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.passbook import Passbook
from rulesengine.core.text import text
from rulesengine.language.checked import Policy, alone
from rulesengine.scoring.explained import explained
from rulesengine.scoring.figures import figures
from rulesengine.scoring.score import Run, score
from rulesengine.store.create import create
from rulesengine.study.sample_town import SampleTown, sample_town

_POLICY, _DATABASE = "laoxin.policy", "town.sqlite"
_MOST_RECORDS_SHOWN = 16
_FILES = {
    FileKind.HOUSEHOLDS: "households.csv",
    FileKind.PEOPLE: "people.csv",
    FileKind.RECORDS: "records.csv",
}


def run(terminal: Terminal, folder: str) -> int:
    """Make the town, show it, and give the exit status."""
    terminal.settled = True  # the sample policy is ours, not the user's: its language says nothing
    target = Path(folder)
    policy = sample_policy(_POLICY)
    assert policy is not None, "the sample policy comes with the program"
    made = _obstacle(target) or _make(target, policy)
    if made is not None:
        terminal.complain([made] if isinstance(made, Diagnostic) else made)
        return 1
    ground = gather(terminal, Where(str(target / _DATABASE)))
    if ground.value is None:
        terminal.complain(ground.diagnostics)
        return 1
    _show(terminal, target, ground.value)
    return 0


# --- making --------------------------------------------------------------------------------------


def _obstacle(target: Path) -> Diagnostic | None:
    if target.is_dir() and not any(target.iterdir()):
        return None
    if not os.path.lexists(target):
        return None
    message = (
        text("the folder {path} is not empty", path=str(target))
        if target.is_dir()
        else text("{path} is a file, not a folder", path=str(target))
    )
    return Diagnostic(
        Code.ALREADY_THERE,
        message,
        Cell(str(target), 0),
        help=text("name a new folder: rulesengine demo DIR"),
    )


def _make(target: Path, policy: Path) -> Diagnostic | Sequence[Diagnostic] | None:
    """Make everything beside the folder's place, then move it there: whole or not at all."""
    beside = target.absolute().parent
    try:
        beside.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=beside))
    except OSError as error:
        return unwritable(str(target), error)
    try:
        found = _fill(unfinished, policy)
        if found:
            return found
        unfinished.chmod(0o755)
        if target.is_dir():
            target.rmdir()
        unfinished.rename(target)
    except OSError as error:
        return unwritable(str(target), error)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return None


def _fill(folder: Path, policy_path: Path) -> Sequence[Diagnostic]:
    """The policy, the three files of rows, and the database with all of it; what went wrong."""
    shutil.copyfile(policy_path, folder / _POLICY)
    town = sample_town()
    _write_rows(folder, town)
    loaded = load_policy(str(folder / _POLICY))
    if loaded.value is None:
        return loaded.diagnostics
    return _fill_database(folder, loaded.value).diagnostics


def _write_rows(folder: Path, town: SampleTown) -> None:
    for kind, content in (
        (FileKind.HOUSEHOLDS, households_csv(town.households())),
        (FileKind.PEOPLE, people_csv(town.people())),
        (FileKind.RECORDS, records_csv(town.records())),
    ):
        with (folder / _FILES[kind]).open("w", encoding="utf-8", newline="") as file:
            file.writelines(content)


def _fill_database(folder: Path, policy: Policy) -> Outcome[bool]:
    """The way a clerk would: init, adopt, and the three imports."""
    created = create(folder / _DATABASE)
    if created.value is None:
        return Outcome(None, created.diagnostics)
    with closing(created.value) as database:
        adopted = adopt_into(database, policy, "", policy.first_day)
        if adopted.value is None:
            return Outcome(None, adopted.diagnostics)
        for kind, name in _FILES.items():
            taken = take_in(database, str(folder / name), kind, Sheets({"": alone(policy)}))
            if taken.value is None:
                return Outcome(None, taken.diagnostics)
    return Outcome(True)


# --- showing -------------------------------------------------------------------------------------


def _show(terminal: Terminal, target: Path, ground: Ground) -> None:
    scored = score(ground.timelines, ground.register, ground.records)
    read_off = figures(scored)
    passbook = _telling(scored.passbooks)
    account = passbook.account
    last_period = next(one for one in read_off.accounts if one.account == account).periods[-1]
    told = explained(scored, passbook)
    timeline = scored.timelines[account.village]
    terminal.say(
        text(
            "A made-up town is in {folder}: {policy}, three files of rows, and a database of them.",
            folder=str(target),
            policy=_POLICY,
        )
    )
    terminal.write("\n" + sheet(read_off, account.village, terminal.language, last_period.period))
    terminal.write("\n")
    terminal.say(text("The whole town: {summary}", summary=summary(read_off)))
    terminal.write("\n" + page(told, timeline, terminal.language) + "\n")
    terminal.say(text("What to try next:"))
    for line in _commands(target, passbook, scored):
        terminal.write(f"  {line}\n")


def _telling(passbooks: Iterable[Passbook]) -> Passbook:
    """A short passbook in which much can be seen: most kinds of outcomes and of lines."""
    every = list(passbooks)
    short = [book for book in every if len(book.results) <= _MOST_RECORDS_SHOWN]
    return max(
        short or every,
        key=lambda book: (
            len({result.outcome for result in book.results})
            + len({posting.kind for posting in book.postings}),
            -len(book.results),
        ),
    )


def _commands(target: Path, passbook: Passbook, scored: Run) -> list[str]:
    program = _program()
    database, policy = _quoted(str(target / _DATABASE)), _quoted(str(target / _POLICY))
    village, name = _quoted(passbook.account.village), _quoted(passbook.account.name)
    other = next(book.account for book in scored.passbooks if book.account != passbook.account)
    return [
        f"{program} why {database} {name} --village {village}",
        f"{program} why {database} {_quoted(other.name)} --village {_quoted(other.village)}",
        f"{program} score {database} --village {village}",
        f"{program} check {policy}",
        f"{program} test {policy}",
    ]


def _program() -> str:
    """How this program was called, so that the commands shown can be copied."""
    called = Path(sys.argv[0])
    if called.stem == "rulesengine":
        return "rulesengine" if shutil.which("rulesengine") else _quoted(str(called))
    return f"{_quoted(sys.executable)} -m rulesengine"


def _quoted(written: str) -> str:
    if os.name == "nt":  # pragma: no cover - Windows
        return f'"{written}"' if " " in written else written
    return shlex.quote(written) if not written.replace("-", "").isalnum() else written
