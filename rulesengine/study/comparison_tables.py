"""The tables of a comparison: by village, class, age, change, item and limit.

Each is a partition: its rows hold every account (or every line of standing) once, so it adds up to
the total, to the hundredth, which is asserted whenever one is made. Reads only.
"""

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import full_years, period_index
from rulesengine.core.facts import FactType, FactValue, Subject
from rulesengine.core.posting import IN_STANDING, Account, Kind
from rulesengine.core.quantity import Hundredths
from rulesengine.core.register import Member
from rulesengine.scoring.score import Run
from rulesengine.study.comparison import NOTHING, AccountPair, Comparison, Group, Pair, group_of

Part: TypeAlias = tuple[str, str, Kind]  # category, item, kind; the first two may be empty

# First ages of the bands that people are grouped by.
AGE_BANDS = (0, 18, 45, 60, 70, 80)
# Upper ends of the bands of change, in hundredths; a change is in the first band that holds it.
CHANGE_BANDS = (-100_00, -50_00, -20_00, -10_00, -1, 0, 10_00, 20_00, 50_00, 100_00)


@attrs.frozen
class PartOfStanding:
    """What lines of one kind, about one item, add to the standing of all accounts."""

    category: str
    item: str
    kind: Kind
    standing: Pair


@attrs.frozen
class LimitUse:
    """A limit or floor: how many records it cut, and how many hundredths of points it took."""

    limit: str
    records: Pair
    points: Pair


def by_village(comparison: Comparison) -> tuple[Group, ...]:
    """A row for each village."""
    return _added_up(
        comparison,
        tuple(
            group_of(village, own)
            for village, own in groupby(comparison.accounts, key=lambda one: one.account.village)
        ),
    )


def by_classes(comparison: Comparison) -> Mapping[str, tuple[Group, ...]]:
    """For each yes/no fact or fact with levels of the accounts: a row for each value.

    Facts are those of the baseline's policies, as they stand on the last day. The value is a
    level's name, `yes`, `no`, or empty where nobody gave it; rows without accounts are left out.
    """
    names: dict[str, None] = {}
    for timeline in comparison.baseline.timelines.values():
        policy = timeline.last
        for fact in policy.facts:
            if fact.subject is policy.account and fact.type in (FactType.YES_NO, FactType.LEVEL):
                names[fact.name] = None
    return {name: _by_class(comparison, name) for name in names}


def _by_class(comparison: Comparison, name: str) -> tuple[Group, ...]:
    return _grouped(comparison, lambda one: _value(comparison, one, name))


def by_age(comparison: Comparison) -> tuple[Group, ...]:
    """A row for each band of ages on the last day, where accounts are of people; else no row.

    A row is named by its first age, or not at all for those whose day of birth nobody gave.
    """
    born = {
        fact.name
        for timeline in comparison.baseline.timelines.values()
        for fact in timeline.last.facts
        if timeline.last.account is Subject.PERSON
        and fact.subject is Subject.PERSON
        and fact.type is FactType.DATE
    }
    if len(born) != 1:
        return ()
    (name,) = born
    return _grouped(comparison, lambda one: _age_band(comparison, one, name))


def by_change(comparison: Comparison) -> tuple[tuple[int, ...], ...]:
    """How many accounts changed by how much: a count for each band, the last one open."""
    counts = [0] * (len(CHANGE_BANDS) + 1)
    for one in comparison.accounts:
        change = one.standing.change
        place = next((n for n, end in enumerate(CHANGE_BANDS) if change <= end), len(CHANGE_BANDS))
        counts[place] += 1
    assert sum(counts) == len(comparison.accounts), counts
    return tuple((end, count) for end, count in zip((*CHANGE_BANDS, 0), counts, strict=True))


def _grouped(comparison: Comparison, name_of: Callable[[AccountPair], str]) -> tuple[Group, ...]:
    by_name: dict[str, list[AccountPair]] = {}
    for one in comparison.accounts:
        by_name.setdefault(name_of(one), []).append(one)
    rows = tuple(group_of(name, by_name[name]) for name in sorted(by_name))
    return _added_up(comparison, rows)


def _value(comparison: Comparison, one: AccountPair, name: str) -> str:
    value = _fact(comparison, one, name)
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _age_band(comparison: Comparison, one: AccountPair, name: str) -> str:
    born = _fact(comparison, one, name)
    if born is None or isinstance(born, bool | int | str):
        return ""
    age = full_years(born, comparison.baseline.until)
    return f"{max(first for first in AGE_BANDS if first <= max(age, 0)):02d}"


def _fact(comparison: Comparison, one: AccountPair, name: str) -> FactValue | None:
    member = _member(comparison.baseline, one.account)
    return None if member is None else member.history.at(comparison.baseline.until).get(name)


def _member(run: Run, account: Account) -> Member | None:
    by_person = run.timelines[account.village].last.account is Subject.PERSON
    members = run.register.people if by_person else run.register.households
    return members.get((account.village, account.name))


def _added_up(comparison: Comparison, rows: tuple[Group, ...]) -> tuple[Group, ...]:
    whole = comparison.whole
    assert sum(row.accounts for row in rows) == whole.accounts, rows
    assert sum((row.standing for row in rows), NOTHING) == whole.standing, rows
    assert sum((row.yuan for row in rows), NOTHING) == whole.yuan, rows
    assert sum(row.winners for row in rows) == whole.winners, rows
    assert sum(row.losers for row in rows) == whole.losers, rows
    return rows


# --- tables of lines -----------------------------------------------------------------------------


def by_part(comparison: Comparison) -> tuple[PartOfStanding, ...]:
    """What each item, each bonus, the base and clears add to standing, by category, then item.

    Only lines inside the evaluation period count, as in standing itself.
    """
    before = _parts(comparison.baseline)
    after = _parts(comparison.against)
    rows = tuple(
        PartOfStanding(*part, Pair(before.get(part, 0), after.get(part, 0)))
        for part in sorted({**before, **after}, key=lambda part: (part[0], part[1], part[2].value))
    )
    total = sum((row.standing for row in rows), NOTHING)
    assert total == comparison.whole.standing, (total, comparison.whole.standing)
    return rows


def _parts(run: Run) -> dict[Part, Hundredths]:
    found: dict[Part, Hundredths] = {}
    for passbook in run.passbooks:
        timeline = run.timelines[passbook.account.village]
        version = timeline.version_on(passbook.last_day) or timeline.versions[0]
        evaluate = version.policy.evaluate
        last = period_index(evaluate, passbook.last_day)
        for posting in passbook.postings:
            if posting.kind in IN_STANDING and period_index(evaluate, posting.day) == last:
                item = version.policy.items.get(posting.item)
                category = item.category if item is not None else ""
                part = (category, posting.item, posting.kind)
                found[part] = found.get(part, 0) + posting.points
    return found


def by_limit(comparison: Comparison) -> tuple[LimitUse, ...]:
    """Each limit and floor that took anything in either run, the largest change first."""
    before = _uses(comparison.baseline)
    after = _uses(comparison.against)
    none = (0, 0)
    rows = [
        LimitUse(
            limit,
            Pair(before.get(limit, none)[0], after.get(limit, none)[0]),
            Pair(before.get(limit, none)[1], after.get(limit, none)[1]),
        )
        for limit in {**before, **after}
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(row.points.change), row.limit)))


def _uses(run: Run) -> dict[str, tuple[int, Hundredths]]:
    found: dict[str, tuple[int, Hundredths]] = {}
    for passbook in run.passbooks:
        for posting in passbook.postings:
            if posting.kind in (Kind.LOST, Kind.SPARED):
                records, points = found.get(posting.limit, (0, 0))
                found[posting.limit] = records + 1, points + posting.points
    return found


def never_fired(run: Run) -> tuple[str, ...]:
    """Items of the policies in use on the last day of which no record was counted."""
    counted = {
        result.record.item
        for passbook in run.passbooks
        for result in passbook.results
        if result.counted
    }
    names: dict[str, None] = {}
    for timeline in run.timelines.values():
        version = timeline.version_on(run.until) or timeline.versions[0]
        for category in version.policy.categories:
            for item in category.items:
                if not {item.name, item.other_name} & counted:
                    names[item.name] = None
    return tuple(names)
