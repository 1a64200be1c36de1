"""One door to scoring: which policy holds for whom, each record to its account, the last day.

Reads values and gives values. What a line of a passbook says is decided in `reference`; nothing
here adds, drops or changes a posting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from rulesengine.core.admitting import admitting
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, in_order
from rulesengine.core.facts import Subject
from rulesengine.core.passbook import Passbook, RecordOutcome, Result
from rulesengine.core.placing import place, village_of
from rulesengine.core.posting import Account
from rulesengine.core.record import Record, RecordId, Status, passbook_order
from rulesengine.core.register import Register
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Timeline
from rulesengine.reference.counting import stopped
from rulesengine.reference.entry import Entry
from rulesengine.reference.fold import fold
from rulesengine.reference.problems import problem
from rulesengine.scoring.engines import REFERENCE_ALONE, Choice, Engine
from rulesengine.scoring.facts_missing import facts_missing


@attrs.frozen
class Run:
    """What scoring gave. Made by `score`; every figure is read off it.

    `passbooks` are those of every account of the register, by village and name in code point
    order. `unplaced` are the results of records that have no account; each is in error.
    `timelines` holds the timeline of every village that was scored; `register` has every name.
    `problems` are those of `diagnostics` that are about one record, by its id.
    `notes` say which engine scored, and why; nothing else hangs on it.
    """

    until: date
    register: Register
    timelines: Mapping[str, Timeline]
    passbooks: tuple[Passbook, ...]
    unplaced: tuple[Result, ...]
    diagnostics: tuple[Diagnostic, ...]
    problems: Mapping[RecordId, Diagnostic] = attrs.field(factory=dict)
    notes: tuple[Text, ...] = attrs.field(default=(), eq=False)

    def results(self) -> Iterator[Result]:
        """What became of every record, account by account; those without one come last."""
        for passbook in self.passbooks:
            yield from passbook.results
        yield from self.unplaced

    @property
    def records(self) -> int:
        """How many records the run has."""
        return sum(1 for _ in self.results())

    @property
    def counted(self) -> int:
        """How many records are counted in the sense of meaning.md, step 4."""
        return sum(result.counted for result in self.results())

    @property
    def waiting(self) -> int:
        """How many records somebody has still to approve."""
        return sum(
            result.outcome is RecordOutcome.NOT_APPROVED
            and result.record.status in (Status.DECLARED, Status.CHECKED)
            for result in self.results()
        )


@attrs.frozen
class _Ground:
    """What a run stands on: the register with every name, and who is scored by which timeline."""

    register: Register
    timelines: Mapping[str, Timeline]
    obstacles: tuple[Diagnostic, ...]  # of villages that cannot be scored


@attrs.frozen
class _Placing:
    """Entries of each account in passbook order, and the records that have no account."""

    entries: Mapping[Account, Sequence[Entry]]
    unplaced: tuple[Result, ...]
    problems: Mapping[RecordId, Diagnostic]


def score(
    timelines: Mapping[str, Timeline],
    register: Register,
    records: Sequence[Record],
    *,
    until: date | None = None,
    village: str | None = None,
    choice: Choice = REFERENCE_ALONE,
) -> Run:
    """Score every account of the register, or of one `village`, up to and including the last day.

    `timelines` are by village; that of "" is for every village that has none of its own. Record
    ids differ. The last day is `until`, else the date of the last record that passes step 1, else
    the first day of the earliest policy; records after a given `until` are outside the run. A
    record in error earns nothing, is told in `diagnostics`, and stops nobody. `choice` says from
    how many records on another engine than the reference writes the passbooks, the same ones.
    """
    ground = _ground(timelines, register, records, village)
    inside = [record for record in records if until is None or record.day <= until]
    placing = _place(ground, inside, village)
    last_day = until or _last_day(ground, timelines.values(), placing)
    notes: list[Text] = []
    passbooks = tuple(_passbooks(ground, placing, last_day, choice, notes))
    problems = {**placing.problems, **dict(_problems(ground, passbooks))}
    found = (
        *ground.obstacles,
        *problems.values(),
        *facts_missing(ground.timelines, placing.entries, passbooks),
    )
    return Run(
        last_day,
        ground.register,
        ground.timelines,
        passbooks,
        placing.unplaced,
        in_order(found),
        problems,
        tuple(notes),
    )


def _ground(
    timelines: Mapping[str, Timeline],
    register: Register,
    records: Sequence[Record],
    village: str | None,
) -> _Ground:
    register = admitting(register, records)
    villages = {home for home, _ in (*register.households, *register.people)}
    scored: dict[str, Timeline] = {}
    obstacles: list[Diagnostic] = []
    for home in sorted(villages if village is None else villages & {village}):
        timeline = timelines.get(home) or timelines.get("")
        obstacle = _obstacle(home, timeline)
        if timeline is not None and obstacle is None:
            scored[home] = timeline
        elif obstacle is not None:
            obstacles.append(obstacle)
    return _Ground(register, scored, tuple(obstacles))


def _obstacle(village: str, timeline: Timeline | None) -> Diagnostic | None:
    """Why nobody of a village can be scored; None where nothing stands in the way."""
    if timeline is None:
        return Diagnostic(
            Code.NO_POLICY_ADOPTED,
            text("no policy is in use in {village}, so none of its records count", village=village)
            if village
            else text("no policy is in use for households without a village"),
            help=text("adopt a policy for this village, or for all villages"),
        )
    if len({version.policy.account for version in timeline.versions}) > 1:
        return Diagnostic(
            Code.WRONG_SUBJECT,
            text("one version keeps an account for each household, another for each person"),
            help=text("keep the same kind of account from version to version"),
        )
    return None


def _place(ground: _Ground, records: Iterable[Record], village: str | None) -> _Placing:
    entries: dict[Account, list[Entry]] = {}
    unplaced: list[Result] = []
    found: dict[RecordId, Diagnostic] = {}
    for record in records:
        home = village_of(ground.register, record)
        timeline = ground.timelines.get(home) if isinstance(home, str) else None
        placed = place(ground.register, record, _account_of(timeline))
        nowhere = isinstance(placed, Diagnostic) and not record.village
        if village is not None and home != village and not (nowhere and not _is_named(home)):
            continue
        if isinstance(placed, Diagnostic):
            found[record.id] = placed
        if isinstance(placed, Diagnostic) or timeline is None:
            unplaced.append(Result(record, RecordOutcome.ERROR))
        else:
            entries.setdefault(placed.account, []).append(Entry(record, placed))
    for of_account in entries.values():
        of_account.sort(key=lambda entry: passbook_order(entry.record))
    unplaced.sort(key=lambda result: passbook_order(result.record))
    return _Placing(entries, tuple(unplaced), found)


def _is_named(home: str | Diagnostic) -> bool:
    """Whether a record's village is known: then it belongs to that village's run alone."""
    return isinstance(home, str) and home != ""


def _account_of(timeline: Timeline | None) -> Subject:
    return timeline.versions[0].policy.account if timeline is not None else Subject.HOUSEHOLD


def _last_day(ground: _Ground, timelines: Iterable[Timeline], placing: _Placing) -> date:
    """The date of the last record that passes step 1, else the policy's first day."""
    latest_first = sorted(
        (entry for of_account in placing.entries.values() for entry in of_account),
        key=lambda entry: entry.record.day,
        reverse=True,
    )
    for entry in latest_first:
        timeline = ground.timelines[entry.placed.account.village]
        if stopped(timeline, ground.register, entry) is None:
            return entry.record.day
    return min(timeline.first_day for timeline in ground.timelines.values() or timelines)


def _accounts(ground: _Ground) -> list[Account]:
    names: dict[str, list[str]] = {}
    members = {
        Subject.HOUSEHOLD: ground.register.households,
        Subject.PERSON: ground.register.people,
    }
    for subject, known in members.items():
        for village, name in known:
            timeline = ground.timelines.get(village)
            if timeline is not None and _account_of(timeline) is subject:
                names.setdefault(village, []).append(name)
    return [Account(village, name) for village in sorted(names) for name in sorted(names[village])]


def _passbooks(
    ground: _Ground, placing: _Placing, last_day: date, choice: Choice, notes: list[Text]
) -> Iterator[Passbook]:
    """The passbook of every account: by the reference, or where there is much to do the engine."""
    accounts = _accounts(ground)
    engine = choice.engine_for(sum(len(own) for own in placing.entries.values()))
    written: Mapping[Account, Passbook] = {}
    if engine is not None:
        written = _by_engine(ground, placing, accounts, last_day, engine, notes)
    for account in accounts:
        entries = placing.entries.get(account, ())
        passbook = written.get(account)
        if passbook is None:
            timeline = ground.timelines[account.village]
            passbook = fold(timeline, account, entries, ground.register, last_day)
        yield _with_later(ground, passbook, entries)


def _by_engine(
    ground: _Ground,
    placing: _Placing,
    accounts: Iterable[Account],
    last_day: date,
    engine: Engine,
    notes: list[Text],
) -> Mapping[Account, Passbook]:
    """What the engine writes, timeline by timeline; what it cannot is left to the reference."""
    by_timeline: dict[int, dict[Account, Sequence[Entry]]] = {}
    for account in accounts:
        own = by_timeline.setdefault(id(ground.timelines[account.village]), {})
        own[account] = placing.entries.get(account, ())
    written: dict[Account, Passbook] = {}
    for entries in by_timeline.values():
        timeline = ground.timelines[next(iter(entries)).village]
        passbooks = engine.score(timeline, entries, ground.register, last_day)
        policy, count = timeline.last.name, sum(len(own) for own in entries.values())
        if isinstance(passbooks, Text):
            why = text("{policy} is scored by the reference: {why}", policy=policy, why=passbooks)
            notes.append(why)
        else:
            written.update((passbook.account, passbook) for passbook in passbooks)
            notes.append(
                text(
                    "the fast engine scored {count} records under {policy}",
                    count=count,
                    policy=policy,
                )
            )
    return written


def _with_later(ground: _Ground, passbook: Passbook, entries: Iterable[Entry]) -> Passbook:
    """Records behind a last day that was not given, each with why it does not count."""
    timeline, last_day = ground.timelines[passbook.account.village], passbook.last_day
    later = []  # where no last day was given, a record that fails step 1 does not move it
    for entry in entries:
        if entry.record.day > last_day:
            outcome = stopped(timeline, ground.register, entry)
            assert outcome is not None, entry
            later.append(Result(entry.record, outcome))
    return attrs.evolve(passbook, results=(*passbook.results, *later)) if later else passbook


def _problems(
    ground: _Ground, passbooks: Iterable[Passbook]
) -> Iterator[tuple[RecordId, Diagnostic]]:
    for passbook in passbooks:
        timeline = ground.timelines[passbook.account.village]
        for result in passbook.results:
            if result.outcome is RecordOutcome.ERROR:
                found = problem(timeline, result.record)
                assert found is not None, result
                yield result.record.id, found
