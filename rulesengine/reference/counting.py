"""Step 1: does a record count? The reasons against it, in the order in which the first one tells.

Nothing that the account holds already is asked, so step 1 of a record never depends on another.
Where a requirement asks for the raw points of a value by count, they are those of its highest row.
"""

from datetime import date

import attrs

from rulesengine.core.facts import Subject
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.record import Status
from rulesengine.core.register import Member, Register
from rulesengine.language import checked
from rulesengine.reference.conditions import truth
from rulesengine.reference.entry import Entry
from rulesengine.reference.known import Known, fact_value, holder, known_of
from rulesengine.reference.raw import row_points, stateless_points
from rulesengine.reference.soundness import deed_of, fault


def stopped(timeline: checked.Timeline, register: Register, entry: Entry) -> RecordOutcome | None:
    """What step 1 makes of a record; None: it passes."""
    policy = timeline.policy_on(entry.record.day)
    subject = Subject.HOUSEHOLD if policy is None else policy.account
    member = holder(register, entry.placed.account, subject)
    return reason_against(policy, member, entry, known_of(entry))


def reason_against(
    policy: checked.Policy | None, member: Member | None, entry: Entry, known: Known
) -> RecordOutcome | None:
    """The first reason why a record does not count, or None.

    `policy` is the one in force on its day, `member` whose account it is.
    """
    record = entry.record
    if policy is not None and fault(policy, record) is not None:
        return RecordOutcome.ERROR
    if record.status is not Status.APPROVED:
        return RecordOutcome.NOT_APPROVED
    if policy is None:
        return RecordOutcome.NO_POLICY
    deed = deed_of(policy, record.item)
    assert deed is not None, record
    if not inside_dates(deed, record.day):
        return RecordOutcome.OUTSIDE_DATES
    if member is None or member.stay_on(record.day) is None:
        return RecordOutcome.NOT_IN_REGISTER
    reason = _reason_in_facts(policy.eligible, deed, entry, known)
    if reason is None and isinstance(deed, checked.Item) and deed.requires:
        asked = with_raw(policy, deed, entry, known)
        if any(is_missing(requirement, asked) for requirement in deed.requires):
            return RecordOutcome.APPROVAL_MISSING
    return reason


def inside_dates(deed: checked.Item | checked.Act, day: date) -> bool:
    """Whether a day lies in the item's or act's own dates, both ends included."""
    return (deed.first_day is None or deed.first_day <= day) and (
        deed.last_day is None or day <= deed.last_day
    )


def with_raw(policy: checked.Policy, item: checked.Item, entry: Entry, known: Known) -> Known:
    """What is known with the raw points that requirements ask for."""
    return attrs.evolve(known, raw=stateless_points(policy, item, entry.record, known))


def is_missing(requirement: checked.Requirement, known: Known) -> bool:
    """Whether what is required is not there: anything but yes, where it is asked for.

    It is asked for unless its condition is known not to hold: unknown does not let a record pass.
    """
    if requirement.when is not None and truth(requirement.when, known) is False:
        return False
    return fact_value(requirement.fact, known) is not True


def _reason_in_facts(
    eligible: checked.Condition | None,
    deed: checked.Item | checked.Act,
    entry: Entry,
    known: Known,
) -> RecordOutcome | None:
    is_eligible = eligible is None or truth(eligible, known)
    if is_eligible is False:
        return RecordOutcome.NOT_ELIGIBLE
    condition_holds = deed.when is None or truth(deed.when, known)
    if condition_holds is False:
        return RecordOutcome.CONDITION_NOT_MET
    if is_eligible is None or condition_holds is None or _row_is_unknown(deed, entry, known):
        return RecordOutcome.FACT_MISSING
    return None


def _row_is_unknown(deed: checked.Item | checked.Act, entry: Entry, known: Known) -> bool:
    match deed:
        case checked.Item(value=checked.ByLevel() | checked.ByBand() as value):
            return row_points(value, entry.record, known, 1) is None
        case _:
            return False
