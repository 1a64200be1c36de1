"""Adopted policies as timelines, and whether versions of one village can follow each other.

Reads policies, opens no file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import attrs

from rulesengine.app.parents import kept_with
from rulesengine.app.words import type_words
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.source import Source
from rulesengine.core.text import text
from rulesengine.language.checked import Policy, Timeline, Version
from rulesengine.language.load import load
from rulesengine.store.adoption import AdoptedPolicy

Timelines = Mapping[str, Timeline]


@attrs.frozen
class Sheets:
    """What is in use: the timelines of the sheet that is asked for, and those of all others.

    A record belongs to every sheet whose policy has its item on its day. What no sheet has belongs
    to the one that keeps the unknown: the main sheet, or a policy that was named alone.
    """

    timelines: Timelines
    others: tuple[Timelines, ...] = ()
    keeps_unknown: bool = True

    @property
    def every(self) -> tuple[Timelines, ...]:
        """The timelines of all sheets, those asked for first."""
        return (self.timelines, *self.others)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that any policy in use declares, each name once."""
        return all_facts(one for timelines in self.every for one in timelines.values())


def sheets(adopted: Sequence[AdoptedPolicy], name: str = "") -> Outcome[Sheets]:
    """What is in use of what was adopted; of the sheet `name` there may be nothing.

    A text that was adopted is checked again (it was without errors then), each text once. Warnings
    were shown at adoption.
    """
    policies = _policies(adopted)
    if policies.value is None:
        return Outcome(None, policies.diagnostics)
    by_sheet: dict[str, list[AdoptedPolicy]] = {name: []}
    for one in adopted:
        by_sheet.setdefault(one.sheet, []).append(one)
    made = {sheet: _timelines(of_one, policies.value) for sheet, of_one in by_sheet.items()}
    return Outcome(Sheets(made.pop(name), tuple(made.values()), keeps_unknown=not name))


def unfit(
    policy: Policy, new: AdoptedPolicy, adopted: Sequence[AdoptedPolicy]
) -> Iterator[Diagnostic]:
    """Why a policy (`new`, checked) cannot be put in force beside those adopted before."""
    if not policy.in_force(new.first_day):
        yield _outside(policy, new.first_day)
    on_sheet = [one for one in adopted if one.sheet == new.sheet]
    follows = [
        one for of_one in _in_use((*on_sheet, new)).values() if new in of_one for one in of_one
    ]
    beside = [
        one
        for one in adopted
        if one.sheet != new.sheet and (one.village in ("", new.village) or not new.village)
    ]
    policies = _policies(one for one in (*follows, *beside) if one.sha256 != new.sha256)
    if policies.value is None:
        yield from policies.diagnostics
        return
    known = {**policies.value, new.sha256: policy}
    if any(known[one.sha256].account is not policy.account for one in follows):
        yield Diagnostic(
            Code.WRONG_SUBJECT,
            text("one version keeps an account for each household, another for each person"),
            help=text("keep the same kind of account from version to version"),
        )
        return
    yield from other_types(policy, known.values())


def other_types(policy: Policy, others: Iterable[Policy]) -> Iterator[Diagnostic]:
    """R2xx for facts that another policy of the same village declares with another type."""
    declared = {(fact.subject, fact.name): fact for other in others for fact in other.facts}
    for fact in policy.facts:
        before = declared.get((fact.subject, fact.name))
        if before is not None and before.type is not fact.type:
            yield _other_type(fact, before)


def _policies(adopted: Iterable[AdoptedPolicy]) -> Outcome[Mapping[str, Policy]]:
    """The policies of adopted texts, by their sha256."""
    policies: dict[str, Policy] = {}
    found: list[Diagnostic] = []
    for one in adopted:
        if one.sha256 not in policies:
            source = Source(one.source_name, one.text)
            loaded = load(source, one.sha256, kept_with(one))
            found += (diagnostic for diagnostic in loaded.diagnostics if diagnostic.is_error)
            if loaded.value is not None:
                policies[one.sha256] = loaded.value
    return Outcome(None, tuple(found)) if found else Outcome(policies)


def _timelines(adopted: Iterable[AdoptedPolicy], policies: Mapping[str, Policy]) -> Timelines:
    """The timeline of each village that adopted its own; that of "" is for all others."""
    return {
        village: Timeline(tuple(Version(one.first_day, policies[one.sha256]) for one in of_one))
        for village, of_one in _in_use(adopted).items()
    }


def _in_use(adopted: Iterable[AdoptedPolicy]) -> Mapping[str, Sequence[AdoptedPolicy]]:
    """What each village that adopted something uses, by first day; that of "" is for all others.

    A village that adopts its own goes on from what held there: the versions for every village that
    began before its first own one come first, so that every counter goes on. Later versions for
    every village are not for it.
    """
    own: dict[str, list[AdoptedPolicy]] = {}
    for one in sorted(adopted, key=lambda one: one.first_day):
        own.setdefault(one.village, []).append(one)
    everywhere = own.get("", [])
    return {
        village: [
            *(one for one in everywhere if village and one.first_day < versions[0].first_day),
            *versions,
        ]
        for village, versions in own.items()
    }


def facts_of(timeline: Timeline | None) -> tuple[Fact, ...]:
    """The facts that any version declares, each name once; the same tuple for the same timeline."""
    return () if timeline is None else _facts_of(_Same(timeline))


class _Same:
    """A timeline told from others by identity: comparing whole policies would take too long."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    def __hash__(self) -> int:
        return id(self.timeline)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.timeline is self.timeline


@lru_cache(maxsize=64)
def _facts_of(same: _Same) -> tuple[Fact, ...]:
    return all_facts([same.timeline])


def all_facts(used: Iterable[Timeline]) -> tuple[Fact, ...]:
    """The facts that any version of any village declares; a level that any of them has is known."""
    facts: dict[tuple[Subject, str], Fact] = {}
    for timeline in used:
        for version in timeline.versions:
            for fact in version.policy.facts:
                known = facts.get((fact.subject, fact.name), fact)
                levels = tuple(dict.fromkeys((*known.levels, *fact.levels)))
                facts[fact.subject, fact.name] = attrs.evolve(known, levels=levels)
    return tuple(facts.values())


def _outside(policy: Policy, first_day: date) -> Diagnostic:
    first, last = policy.first_day.isoformat(), policy.last_day
    return Diagnostic(
        Code.DATES_OUT_OF_ORDER,
        text("{policy} does not hold on {day}", policy=policy.name, day=first_day.isoformat()),
        notes=(
            text("it holds from {first}", first=first)
            if last is None
            else text("it holds from {first} to {last}", first=first, last=last.isoformat()),
        ),
        help=text("give a day inside its dates with --from"),
    )


def _other_type(fact: Fact, before: Fact) -> Diagnostic:
    return Diagnostic(
        Code.WRONG_TYPE,
        text(
            "{fact} is {new} here and {old} in another version",
            fact=fact.name,
            new=type_words(fact.type),
            old=type_words(before.type),
        ),
        help=text("give the fact another name, or the type it had"),
    )
