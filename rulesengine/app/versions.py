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


def timelines(adopted: Sequence[AdoptedPolicy]) -> Outcome[Timelines]:
    """The timeline of each village that has adopted a policy; that of "" is for all others.

    A text that was adopted is checked again (it was without errors then), each text once. Warnings
    were shown at adoption.
    """
    policies: dict[str, Policy] = {}
    found: list[Diagnostic] = []
    for one in adopted:
        if one.sha256 not in policies:
            source = Source(one.source_name, one.text)
            loaded = load(source, one.sha256, kept_with(one))
            found += (diagnostic for diagnostic in loaded.diagnostics if diagnostic.is_error)
            if loaded.value is not None:
                policies[one.sha256] = loaded.value
    if found:
        return Outcome(None, tuple(found))
    versions: dict[str, list[Version]] = {}
    for one in adopted:
        versions.setdefault(one.village, []).append(Version(one.first_day, policies[one.sha256]))
    return Outcome({village: Timeline(tuple(of_one)) for village, of_one in versions.items()})


def unfit(policy: Policy, first_day: date, others: Iterable[Policy]) -> Iterator[Diagnostic]:
    """Why a policy cannot be put in force on a day beside the other versions of its village."""
    if not policy.in_force(first_day):
        yield _outside(policy, first_day)
    for other in others:
        if other.account is not policy.account:
            yield Diagnostic(
                Code.WRONG_SUBJECT,
                text("one version keeps an account for each household, another for each person"),
                help=text("keep the same kind of account from version to version"),
            )
            return
    declared = {(fact.subject, fact.name): fact for other in others for fact in other.facts}
    for fact in policy.facts:
        before = declared.get((fact.subject, fact.name))
        if before is not None and before.type is not fact.type:
            yield _other_type(fact, before)


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
