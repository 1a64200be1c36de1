"""`import`: the rows of a file into a database, all of them or none.

Rows are looked at three times: each cell by `intake`, each record by the policy of its village and
day and by the register, and all together by `store` when they are added.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

import click

from rulesengine.app import typed
from rulesengine.app.files import sha256_of
from rulesengine.app.import_checks import names_alike, wrong_records
from rulesengine.app.kinds import FileKind, kind_of
from rulesengine.app.messages import render
from rulesengine.app.sources import register_of, rows_of, timelines_for
from rulesengine.app.terminal import Terminal
from rulesengine.app.versions import Timelines, all_facts
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome, has_errors, in_order
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.register import Register
from rulesengine.core.text import Text, text
from rulesengine.intake.findings import too_many
from rulesengine.intake.households import read_households
from rulesengine.intake.people import read_people
from rulesengine.intake.records import read_records
from rulesengine.intake.sheet import Sheet
from rulesengine.store.database import Database, open_database
from rulesengine.store.imports import ImportResult, ImportRun

_MOST_LISTED = 1000


def run(
    terminal: Terminal,
    database: str,
    file: str,
    *,
    kind: str | None,
    policy: str | None,
    ignore_columns: bool,
    replace: bool = False,
) -> int:
    """Take the file in, say what came in, and give the exit status."""
    opened = open_database(Path(database), write=True)
    if opened.value is None:
        terminal.complain(opened.diagnostics)
        return 1
    with opened.value as into, terminal.working(text("reading {file}", file=file), Path(file)):
        used = timelines_for(terminal, into, policy)
        if used.value is None:
            terminal.complain(used.diagnostics)
            return 1
        of_kind = FileKind(kind) if kind is not None else kind_of(Path(file))
        if replace and of_kind is not FileKind.RECORDS:
            sentence = text("--replace is for records; what changes of a household gets a new day")
            raise click.UsageError(render(sentence, terminal.language), click.get_current_context())
        taken = take_in(
            into, file, of_kind, used.value, ignore_columns=ignore_columns, replace=replace
        )
    terminal.complain(taken.diagnostics)
    if taken.value is None:
        terminal.remark(text("nothing was taken in: {database} is as it was", database=database))
        return 1
    terminal.say(_told(taken.value, file, of_kind))
    return 0


def take_in(
    into: Database,
    file: str,
    kind: FileKind,
    used: Timelines,
    *,
    ignore_columns: bool = False,
    replace: bool = False,
) -> Outcome[ImportResult]:
    """Read a file, look at every row, and add all or none.

    `replace`: a record whose id is recorded already takes that one's place.
    """
    facts = all_facts(used.values()) if used else None
    about = ImportRun(Path(file).name, sha256_of(Path(file)), datetime.now(UTC), _clerk())
    match kind:
        case FileKind.RECORDS:
            read = read_records(file, facts, ignore_columns=ignore_columns, partly=True)
            return _records(into, read, used, about, replace=replace)
        case FileKind.HOUSEHOLDS:
            households = read_households(file, facts, ignore_columns=ignore_columns)
            if households.value is None:
                return Outcome(None, households.diagnostics)
            found = [*households.diagnostics]
            typed.household_rows(households.value.rows, used, found)
            if has_errors(found):
                return Outcome(None, tuple(found))
            added = into.add_households(households.value.rows, about)
        case FileKind.PEOPLE:
            people = read_people(file, facts, ignore_columns=ignore_columns)
            if people.value is None:
                return Outcome(None, people.diagnostics)
            found = [*people.diagnostics]
            typed.person_rows(people.value.rows, (), used, found)
            if has_errors(found):
                return Outcome(None, tuple(found))
            added = into.add_people(people.value.rows, about)
        case _:
            assert_never(kind)
    return Outcome(added.value, (*found, *added.diagnostics))


def _records(
    into: Database,
    read: Outcome[Sheet[RawRecord]],
    used: Timelines,
    about: ImportRun,
    *,
    replace: bool,
) -> Outcome[ImportResult]:
    if read.value is None:
        return Outcome(None, read.diagnostics)
    file = read.value.file
    found = [one for one in read.diagnostics if used or one.code is not Code.FACTS_UNCHECKED]
    if not used:
        found.append(_unchecked(file, read.diagnostics))
    register = _register(into, used)
    if register.value is None:
        return Outcome(None, (*found, *register.diagnostics))
    told = {(one.primary.row, one.code) for one in found if isinstance(one.primary, Cell)}
    wrong = wrong_records(read.value.rows, register.value, used)
    found += (
        one
        for one in wrong
        if not (isinstance(one.primary, Cell) and (one.primary.row, one.code) in told)
    )
    if replace and read.value.rows and not read.value.ids_given and not has_errors(found):
        found.append(_without_ids(file))
    known = into.named()
    if has_errors(found) or known.value is None:
        return Outcome(None, _bounded(file, in_order((*found, *known.diagnostics))))
    alike = names_alike(file, read.value.rows, register.value, known.value)
    added = into.add_records(read.value.rows, about, replace=replace)
    if added.value is not None and alike is not None:
        found.append(alike)
    return Outcome(added.value, (*found, *added.diagnostics))


def _without_ids(file: str) -> Diagnostic:
    return Diagnostic(
        Code.MISSING_COLUMN,
        text("the rows have no ids, so nobody knows which records they correct"),
        Cell(file, 0),
        help=text("give each row the id of the record that it corrects"),
    )


def _register(into: Database, used: Timelines) -> Outcome[Register]:
    rows = rows_of(into, records=False)
    if rows.value is None:
        return Outcome(None, rows.diagnostics)
    return register_of(rows.value, used)


def _unchecked(file: str, found: Iterable[Diagnostic]) -> Diagnostic:
    """R422 for a whole file, with what was said of its headings."""
    of_headings = [one for one in found if one.code is Code.FACTS_UNCHECKED]
    return Diagnostic(
        Code.FACTS_UNCHECKED,
        text("no policy is adopted yet, so items, quantities and facts were not checked"),
        Cell(file, 0),
        notes=tuple(note for one in of_headings for note in (one.message, *one.notes)),
        help=text("adopt a policy first, or name one with --policy"),
    )


def _bounded(file: str, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """As many as are listed of one file, and the count of all others in one message."""
    listed = [one for one in found if one.code is not Code.TOO_MANY]
    counts = [one.message.values["count"] for one in found if one.code is Code.TOO_MANY]
    unlisted = sum(count for count in counts if isinstance(count, int))
    unlisted += max(len(listed) - _MOST_LISTED, 0)
    if not unlisted:
        return tuple(found)
    return (*listed[:_MOST_LISTED], too_many(file, unlisted))


def _told(result: ImportResult, file: str, kind: FileKind) -> Text:
    match kind:
        case FileKind.RECORDS:
            rows = text("records")
        case FileKind.HOUSEHOLDS:
            rows = text("rows of households")
        case FileKind.PEOPLE:
            rows = text("rows of people")
        case _:
            assert_never(kind)
    if result.replaced:
        return text(
            "{file}: {rows} added: {added}; replaced: {replaced}; already there: {known}",
            file=file,
            rows=rows,
            added=result.added,
            replaced=result.replaced,
            known=result.already_there,
        )
    if result.already_there:
        return text(
            "{file}: {rows} added: {added}; already there: {known}",
            file=file,
            rows=rows,
            added=result.added,
            known=result.already_there,
        )
    return text("{file}: {rows} added: {added}", file=file, rows=rows, added=result.added)


def _clerk() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or ""
