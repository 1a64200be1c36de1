"""What scoring needs, gathered: policies in force, the register and the records, from one SOURCE.

SOURCE is a database of ours or a file of records. Reads only; says what is wrong as diagnostics.
"""

import difflib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import attrs
import click

from rulesengine.app import declared
from rulesengine.app.belonging import of_sheet
from rulesengine.app.files import is_ordinary, load_policy, unreadable
from rulesengine.app.messages import render
from rulesengine.app.parents import beside_or_adopted
from rulesengine.app.terminal import Terminal
from rulesengine.app.versions import Sheets, Timelines, other_types, sheets
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome, has_errors
from rulesengine.core.facts import Fact
from rulesengine.core.rawrow import RawHousehold, RawPerson, RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import Register, build
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Policy, alone
from rulesengine.language.trace import FindParent
from rulesengine.scoring.facts_used import register_needed
from rulesengine.store.adoption import none_adopted
from rulesengine.store.database import Database, open_database

_SQLITE = b"SQLite format 3\0"
_DATABASE_NAMES = (".db", ".sqlite", ".sqlite3")


@attrs.frozen
class Where:
    """Where all comes from, as the command line says it."""

    source: str
    policy: str | None = None
    village: str = ""
    households: str | None = None
    people: str | None = None
    ignore_columns: bool = False
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()


@attrs.frozen
class Ground:
    """What scoring stands on."""

    timelines: Timelines
    register: Register
    records: Sequence[Record]


@attrs.frozen
class Rows:
    """Rows as files and databases hold them; None where nobody gave such rows."""

    households: Sequence[RawHousehold] | None
    people: Sequence[RawPerson] | None
    records: Sequence[RawRecord]


def gather(terminal: Terminal, where: Where) -> Outcome[Ground]:
    """Read everything; the value is None where something cannot be read at all.

    Raises click.UsageError where the command line lacks or has too much.
    """
    if is_database(where.source):
        return _from_database(terminal, where)
    if not os.path.exists(where.source):  # noqa: PTH110 - never raises
        return Outcome(None, (unreadable(where.source, FileNotFoundError()),))
    if where.policy is None:
        raise _usage(terminal, text("a file of records needs --policy POLICY"))
    if where.sheet:
        raise _usage(
            terminal,
            text("--sheet is for a database; beside a file name other policies with --other-sheet"),
        )
    used = _named_sheets(terminal, where.policy, where.other_sheets)
    if used.value is None:
        return Outcome(None, used.diagnostics)
    rows = _from_files(where, used.value.facts)
    if rows.value is None:
        return Outcome(None, rows.diagnostics)
    ground = _ground(used.value, rows.value, where, is_database=False)
    return Outcome(ground.value, (*rows.diagnostics, *ground.diagnostics))


def is_database(path: str) -> bool:
    """Whether a file is an SQLite file, by its first bytes (by its name where there is none)."""
    if os.path.exists(path) and not is_ordinary(path):  # noqa: PTH110 - never raises
        return False  # reading a pipe could wait for ever
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return Path(path).suffix.lower() in _DATABASE_NAMES


def policy_for(
    terminal: Terminal, path: str, find_parent: FindParent | None = None
) -> Outcome[Policy]:
    """A policy without errors; its warnings are for `check` to tell."""
    loaded = load_policy(path, find_parent)
    if loaded.value is None:
        return Outcome(None, loaded.diagnostics)
    terminal.follow(loaded.value.language)
    return Outcome(loaded.value)


def _named_sheets(terminal: Terminal, policy: str, others: Iterable[str]) -> Outcome[Sheets]:
    """The policy that was named, and those named as standing beside it."""
    first = policy_for(terminal, policy)
    beside = [policy_for(terminal, other) for other in others]
    found = [diagnostic for one in (first, *beside) for diagnostic in one.diagnostics]
    rest = [one.value for one in beside if one.value is not None]
    if first.value is not None:
        found += other_types(first.value, rest)
    if first.value is None or found:
        return Outcome(None, tuple(found))
    return Outcome(Sheets({"": alone(first.value)}, tuple({"": alone(one)} for one in rest)))


def sheets_for(
    terminal: Terminal, database: Database, policy: str | None, sheet: str = ""
) -> Outcome[Sheets]:
    """What the database has adopted, if anything; a policy that is named stands for its sheet."""
    adopted = database.policies()
    if adopted.value is None:
        return Outcome(None, adopted.diagnostics)
    if policy is not None:
        named = policy_for(terminal, policy, beside_or_adopted(policy, adopted.value or ()))
        if named.value is None:
            return Outcome(None, named.diagnostics)
        beside = sheets([one for one in adopted.value if one.sheet != sheet], sheet)
        if beside.value is None:
            return beside
        return Outcome(attrs.evolve(beside.value, timelines={"": alone(named.value)}))
    of_sheet = [one for one in adopted.value if one.sheet == sheet] or adopted.value
    if of_sheet:
        terminal.follow(of_sheet[0].language)
    return sheets(adopted.value, sheet)


def _from_database(terminal: Terminal, where: Where) -> Outcome[Ground]:
    if where.households is not None or where.people is not None:
        raise _usage(
            terminal,
            text("a database has its own register; --households and --people are for files"),
        )
    if where.other_sheets:
        raise _usage(terminal, text("a database has its own sheets; --other-sheet is for files"))
    opened = open_database(Path(where.source), write=False)
    if opened.value is None:
        return Outcome(None, opened.diagnostics)
    with opened.value as database:
        used = sheets_for(terminal, database, where.policy, where.sheet)
        adopted = database.policies()
        rows = rows_of(database, village=where.village)
    if used.value is None or rows.value is None:
        return Outcome(None, (*used.diagnostics, *rows.diagnostics))
    if not used.value.timelines:
        there = tuple(dict.fromkeys(one.sheet for one in adopted.value or ()))
        return Outcome(None, (none_adopted(Path(where.source), where.sheet, there),))
    return _ground(used.value, rows.value, where, is_database=True)


def rows_of(database: Database, *, village: str = "", records: bool = True) -> Outcome[Rows]:
    """The rows of a database: of one village where one is named, without records if so asked."""
    households, people = database.households(), database.people()
    of_records = database.records(village or None) if records else Outcome([])
    if households.value is None or people.value is None or of_records.value is None:
        found = (*households.diagnostics, *people.diagnostics, *of_records.diagnostics)
        return Outcome(None, found)
    return Outcome(Rows(households.value or None, people.value or None, of_records.value))


def register_of(rows: Rows, used: Timelines) -> Outcome[Register]:
    """The register that rows make, with typed facts; a bad cell is told and its fact unknown."""
    found: list[Diagnostic] = []
    households = declared.household_rows(rows.households or (), used, found)
    people = declared.person_rows(rows.people or (), households, used, found)
    built = build(
        None if rows.households is None else households, None if rows.people is None else people
    )
    return Outcome(built.value, (*found, *built.diagnostics))


def _from_files(where: Where, facts: Sequence[Fact]) -> Outcome[Rows]:
    # not needed for a database, and a spreadsheet reader takes time to load
    from rulesengine.intake.credited import credited
    from rulesengine.intake.membership import read_households, read_people
    from rulesengine.intake.records import read_records

    ignore = where.ignore_columns
    records = read_records(where.source, facts, ignore_columns=ignore)
    # rows with mistakes: of one record each, and scoring says them again with the record
    found = [one for one in records.diagnostics if records.value is None or not one.is_error]
    households: Sequence[RawHousehold] | None = None
    people: Sequence[RawPerson] | None = None
    if where.households is not None:
        of_households = read_households(where.households, facts, ignore_columns=ignore)
        found += of_households.diagnostics
        households = () if of_households.value is None else of_households.value.rows
    if where.people is not None:
        of_people = read_people(where.people, facts, ignore_columns=ignore)
        found += of_people.diagnostics
        people = () if of_people.value is None else of_people.value.rows
    if records.value is None or has_errors(found):
        return Outcome(None, tuple(found))
    known = ({row.household for row in households or ()}, {row.person for row in people or ()})
    single = credited(records.value, *known)
    found += single.diagnostics
    if single.value is None:
        return Outcome(None, tuple(found))
    rows = [
        row if row.id is not None else attrs.evolve(row, id=place)
        for place, row in enumerate(single.value.rows, 1)
    ]
    return Outcome(Rows(households, people, rows), tuple(found))


def _ground(used: Sheets, rows: Rows, where: Where, *, is_database: bool) -> Outcome[Ground]:
    lacking = _lacking(used.timelines, rows, is_database=is_database)
    if lacking is not None:
        return Outcome(None, (lacking,))
    register = register_of(rows, used.timelines)
    if register.value is None:
        return Outcome(None, register.diagnostics)
    unknown = _unknown_village(where.village, register.value, rows.records)
    if unknown is not None:
        return Outcome(None, (unknown,))
    mine = of_sheet(rows.records, register.value, used)
    records = declared.records(mine, register.value, used.timelines)
    return Outcome(Ground(used.timelines, register.value, records), register.diagnostics)


def _lacking(used: Timelines, rows: Rows, *, is_database: bool) -> Diagnostic | None:
    for timeline in used.values():
        for version in timeline.versions:
            needed = register_needed(
                version.policy, rows.households is not None, rows.people is not None
            )
            if needed is not None and is_database:
                way_out = text("take it in with: rulesengine import DB FILE")
                return attrs.evolve(needed, help=way_out)
            if needed is not None:
                return needed
    return None


def _unknown_village(
    village: str, register: Register, records: Iterable[RawRecord]
) -> Diagnostic | None:
    known = {home for home, _ in (*register.households, *register.people)}
    known |= {record.village for record in records}
    if not village or village in known:
        return None
    near = difflib.get_close_matches(village, sorted(known - {""}), n=1, cutoff=0.5)
    return Diagnostic(
        Code.UNKNOWN_ACCOUNT,
        text("no household and no record is in {village}", village=village),
        help=text("did you mean {name}?", name=near[0])
        if near
        else text("correct the name of the village"),
    )


def _usage(terminal: Terminal, sentence: Text) -> click.UsageError:
    return click.UsageError(render(sentence, terminal.language), click.get_current_context())
