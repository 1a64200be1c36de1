"""Step 1: does a record count? The reasons against it, in the order in which the first one tells.

Nothing that the account holds already is asked, so step 1 of a record never depends on another.
"""

from datetime import date

from rulesengine.core.facts import Subject
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.record import Status
from rulesengine.core.register import Member, Register
from rulesengine.language import checked
from rulesengine.reference.conditions import truth
from rulesengine.reference.entry import Entry
from rulesengine.reference.known import Known, holder, known_of
from rulesengine.reference.raw import row_points
from rulesengine.reference.soundness import fault


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
    item = policy.items[record.item]
    if not inside_dates(item, record.day):
        return RecordOutcome.OUTSIDE_DATES
    if member is None or member.stay_on(record.day) is None:
        return RecordOutcome.NOT_IN_REGISTER
    return _reason_in_facts(policy.eligible, item, entry, known)


def inside_dates(item: checked.Item, day: date) -> bool:
    """Whether a day lies in the item's own dates, both ends included."""
    return (item.first_day is None or item.first_day <= day) and (
        item.last_day is None or day <= item.last_day
    )


def _reason_in_facts(
    eligible: checked.Condition | None, item: checked.Item, entry: Entry, known: Known
) -> RecordOutcome | None:
    is_eligible = eligible is None or truth(eligible, known)
    if is_eligible is False:
        return RecordOutcome.NOT_ELIGIBLE
    condition_holds = item.when is None or truth(item.when, known)
    if condition_holds is False:
        return RecordOutcome.CONDITION_NOT_MET
    if is_eligible is None or condition_holds is None or _row_is_unknown(item, entry, known):
        return RecordOutcome.FACT_MISSING
    return None


def _row_is_unknown(item: checked.Item, entry: Entry, known: Known) -> bool:
    match item.value:
        case checked.ByLevel() | checked.ByBand():
            return row_points(item.value, entry.record, known, 1) is None
        case _:
            return False
