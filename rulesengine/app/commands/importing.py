"""`import`: the rows of a file into a database, all of them or none.

Rows are looked at three times: each cell by `intake`, each record by the policy of its village and
day and by the register, and all together by `store` when they are added.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, assert_never

import click

from rulesengine.app import declared
from rulesengine.app.belonging import each_sheet, of_sheet
from rulesengine.app.columns import headings_of, under_headings
from rulesengine.app.files import sha256_of
from rulesengine.app.import_checks import names_alike, wrong_records
from rulesengine.app.kinds import FileKind, kind_of
from rulesengine.app.messages import render
from rulesengine.app.sources import policy_for, register_of, rows_of, sheets_for
from rulesengine.app.terminal import Terminal
from rulesengine.app.versions import Sheets, Timelines
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome, has_errors, in_order
from rulesengine.core.rawrow import RawPerson, RawRecord
from rulesengine.core.register import Register
from rulesengine.core.text import Text, text
from rulesengine.intake.credited import credited
from rulesengine.intake.findings import too_many
from rulesengine.intake.membership import read_households, read_people
from rulesengine.intake.records import read_records
from rulesengine.intake.sheet import Sheet
from rulesengine.language.checked import alone
from rulesengine.store.database import Database, open_database
from rulesengine.store.imports import ImportResult, ImportRun

_MOST_LISTED = 1000
_MOST_IDS = 20  # that one remark lists

_Row = TypeVar("_Row")


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
        used = _used(terminal, into, policy)
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
    _tell_besides(terminal, taken.value)
    return 0


def _tell_besides(terminal: Terminal, taken: ImportResult) -> None:
    """What a correction withdrew, and what it found no record for."""
    if taken.withdrawn:
        withdrawn = text(
            "withdrawn, because their rows no longer name them: {count}",
            count=taken.withdrawn,
        )
        terminal.say(withdrawn)
    if taken.unknown:
        terminal.remark(
            text(
                "added as new, because no record has their ids: {ids}",
                ids=tuple(str(one) for one in taken.unknown[:_MOST_IDS]),
            )
        )


def take_in(
    into: Database,
    file: str,
    kind: FileKind,
    used: Sheets,
    *,
    ignore_columns: bool = False,
    replace: bool = False,
) -> Outcome[ImportResult]:
    """Read a file, look at every row, and add all or none.

    `replace`: a record whose id is recorded already takes that one's place.
    """
    facts = used.facts if any(used.every) else None
    about = ImportRun(Path(file).name, sha256_of(Path(file)), datetime.now(UTC), _clerk())
    match kind:
        case FileKind.RECORDS:
            read = read_records(file, facts, ignore_columns=ignore_columns, partly=True)
            return _records(into, read, used, about, replace=replace)
        case FileKind.HOUSEHOLDS:
            households = read_households(file, facts, ignore_columns=ignore_columns)
            return _members(
                households,
                used,
                declared.household_rows,
                lambda rows: into.add_households(rows, about),
            )
        case FileKind.PEOPLE:
            people = read_people(file, facts, ignore_columns=ignore_columns)
            return _members(people, used, _typed_people, lambda rows: into.add_people(rows, about))
        case _:
            assert_never(kind)


def _members(
    read: Outcome[Sheet[_Row]],
    used: Sheets,
    typed: Callable[[Sequence[_Row], Timelines, list[Diagnostic]], object],
    add: Callable[[Sequence[_Row]], Outcome[ImportResult]],
) -> Outcome[ImportResult]:
    """Add the rows of a register's file if every sheet can read their facts."""
    if read.value is None:
        return Outcome(None, read.diagnostics)
    found = [*read.diagnostics]
    for timelines in used.every:
        told: list[Diagnostic] = []
        typed(read.value.rows, timelines, told)
        found += _not_said_yet(told, found)
    if has_errors(found):
        return Outcome(None, tuple(found))
    added = add(read.value.rows)
    return Outcome(added.value, (*found, *added.diagnostics))


def _typed_people(rows: Sequence[RawPerson], used: Timelines, found: list[Diagnostic]) -> object:
    return declared.person_rows(rows, (), used, found)


def _records(
    into: Database,
    read: Outcome[Sheet[RawRecord]],
    used: Sheets,
    about: ImportRun,
    *,
    replace: bool,
) -> Outcome[ImportResult]:
    if read.value is None:
        return Outcome(None, read.diagnostics)
    file = read.value.file
    checked = any(used.every)
    found = [one for one in read.diagnostics if checked or one.code is not Code.FACTS_UNCHECKED]
    if not checked:
        found.append(_unchecked(file, read.diagnostics))
    register = _register(into, used.timelines)
    if register.value is None:
        return Outcome(None, (*found, *register.diagnostics))
    sheet = _single(read.value, register.value, found)
    of_reading, headings = tuple(found), headings_of(read.value.headings)
    for one in each_sheet(used):
        rows = of_sheet(sheet.rows, register.value, one)
        wrong = under_headings(wrong_records(rows, register.value, one.timelines), headings)
        found += _not_said_yet(_beyond_reading(wrong, of_reading), found)
    if replace and sheet.rows and not sheet.ids_given and not has_errors(found):
        found.append(_without_ids(file))
    known = into.named()
    if has_errors(found) or known.value is None:
        return Outcome(None, _bounded(file, in_order((*found, *known.diagnostics))))
    alike = names_alike(file, sheet.rows, register.value, known.value)
    added = into.add_records(sheet.rows, about, replace=replace)
    if added.value is not None and alike is not None:
        found.append(alike)
    return Outcome(added.value, (*found, *added.diagnostics))


def _single(
    sheet: Sheet[RawRecord], register: Register, found: list[Diagnostic]
) -> Sheet[RawRecord]:
    """The rows with one name each, as far as they can be had; what is wrong is added to `found`."""
    households = {name for _, name in register.households}
    people = {name for _, name in register.people}
    single = credited(sheet, households, people, partly=True)
    found += single.diagnostics
    return sheet if single.value is None else single.value


def _used(terminal: Terminal, into: Database, policy: str | None) -> Outcome[Sheets]:
    """What rows are checked against: the policy that was named alone, else all that is adopted."""
    if policy is None:
        return sheets_for(terminal, into, None)
    named = policy_for(terminal, policy)
    if named.value is None:
        return Outcome(None, named.diagnostics)
    return Outcome(Sheets({"": alone(named.value)}))


def _beyond_reading(
    found: Iterable[Diagnostic], of_reading: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """Without what reading the file has said of the same rows."""
    said = {(one.primary.row, one.code) for one in of_reading if isinstance(one.primary, Cell)}
    for one in found:
        if not isinstance(one.primary, Cell) or (one.primary.row, one.code) not in said:
            yield one


def _not_said_yet(further: Iterable[Diagnostic], found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without what was said of the same cells already: of another sheet, say."""
    said = {(one.code, one.primary) for one in found}
    return [one for one in further if one.primary is None or (one.code, one.primary) not in said]


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
