"""What would have changed a record's outcome: for villagers who ask "why not?".

Only words for what `counting` and `deciding` decided: nothing here gives or takes a point.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import assert_never

from rulesengine.core.facts import Fact
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.register import Member
from rulesengine.language import checked
from rulesengine.reference.answers import wanted
from rulesengine.reference.counting import is_missing, with_raw
from rulesengine.reference.entry import Entry
from rulesengine.reference.explanation import (
    AboveHighest,
    Approve,
    Change,
    ConditionWould,
    CorrectRecord,
    FloorHeld,
    FloorMet,
    FullBlock,
    GiveApproval,
    GiveFacts,
    HighestMet,
    InRegister,
    InsideItemDates,
    InsidePolicyDates,
    LimitMet,
    RoomInLimit,
)
from rulesengine.reference.known import known_of
from rulesengine.reference.problems import problem, unknown_facts
from rulesengine.reference.soundness import deed_of


def changes_for_step_one(
    timeline: checked.Timeline, member: Member | None, entry: Entry, outcome: RecordOutcome
) -> tuple[Change, ...]:
    """What would have let a record count that step 1 stopped."""
    record, policy = entry.record, timeline.policy_on(entry.record.day)
    match outcome:
        case RecordOutcome.ERROR:
            found = problem(timeline, record)
            return () if found is None else (CorrectRecord(found),)
        case RecordOutcome.NOT_APPROVED:
            return (Approve(record.status),)
        case RecordOutcome.NO_POLICY:
            return (InsidePolicyDates(tuple(days_in_force(timeline))),)
        case RecordOutcome.NOT_IN_REGISTER:
            return (InRegister(() if member is None else member.presence),)
        case _:
            pass
    if policy is None:
        return ()
    deed = deed_of(policy, record.item)
    assert deed is not None, record
    match outcome:
        case RecordOutcome.OUTSIDE_DATES:
            return (InsideItemDates(deed.first_day, deed.last_day),)
        case RecordOutcome.FACT_MISSING:
            return (GiveFacts(unknown_facts(policy, deed, known_of(entry))),)
        case RecordOutcome.APPROVAL_MISSING:
            return (GiveApproval(_approvals(policy, deed, entry)),)
        case _:
            return tuple(_conditions(policy, deed, entry))


def _approvals(
    policy: checked.Policy, deed: checked.Item | checked.Act, entry: Entry
) -> tuple[Fact, ...]:
    """The facts of the record that are required and not there."""
    assert isinstance(deed, checked.Item), deed
    known = with_raw(policy, deed, entry, known_of(entry))
    return tuple(one.fact for one in deed.requires if is_missing(one, known))


def _conditions(
    policy: checked.Policy, deed: checked.Item | checked.Act, entry: Entry
) -> Iterator[ConditionWould]:
    for condition, is_eligible in ((policy.eligible, True), (deed.when, False)):
        missing = None if condition is None else wanted(condition, known_of(entry))
        if missing is not None:
            yield ConditionWould(missing, is_eligible)


def days_in_force(timeline: checked.Timeline) -> Iterator[tuple[date, date | None]]:
    """The stretches of days on which some version is in force."""
    for number, version in enumerate(timeline.versions):
        first = max(version.first_day, version.policy.first_day)
        last = version.policy.last_day
        if number + 1 < len(timeline.versions):
            before_next = timeline.versions[number + 1].first_day - timedelta(days=1)
            last = before_next if last is None else min(last, before_next)
        if last is None or first <= last:
            yield first, last


def changes_for_points(
    item: checked.Item,
    outcome: RecordOutcome,
    met: tuple[HighestMet | LimitMet | FloorMet, ...],
) -> tuple[Change, ...]:
    """What would have given more to a record that passed step 1: one change for each cut."""
    if outcome is RecordOutcome.WORTH_NOTHING:
        match item.value:
            case checked.PerBlock(size=size):
                return (FullBlock(size),)
            case _:
                return ()
    return tuple(_change(one) for one in met if one.taken)


def _change(met: HighestMet | LimitMet | FloorMet) -> Change:
    match met:
        case HighestMet(mark=mark):
            return AboveHighest(mark)
        case LimitMet(limit=limit, left=left, stretch=stretch):
            return RoomInLimit(limit, left, stretch.next_day)
        case FloorMet(floor=floor, room=room):
            return FloorHeld(floor, room)
    assert_never(met)
