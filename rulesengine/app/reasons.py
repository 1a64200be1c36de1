"""Why a record earned what it did: what took points, what would have changed it. Pure words."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from rulesengine.app.rule_words import (
    fact_words,
    floor_words,
    highest_words,
    limit_words,
    most_each_words,
    quantity_words,
    seen_words,
    stretch_words,
    written,
)
from rulesengine.app.words import days_words
from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.calendar import Period
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.quantity import Hundredths
from rulesengine.core.record import Status
from rulesengine.core.register import Stay
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.reference import explanation as story


def takers(told: story.RecordStory) -> Iterator[Text]:
    """The names of the rules that took points from the record, in the order in which they took."""
    if told.highest is not None and told.highest.taken:
        yield highest_words(told.highest.highest)
    yield from _limits_that_took(told.limits, checked.LimitKind.TIMES)
    if told.most_each is not None and told.most_each.taken:
        yield most_each_words(told.most_each.most)
    yield from _limits_that_took(told.limits, checked.LimitKind.POINTS)
    yield from (floor_words(met.floor) for met in told.floors if met.taken)


def bonus_takers(met: story.BonusMet) -> Iterator[Text]:
    """The limits and floors that took points from a bonus, in the order in which they took."""
    yield from (limit_words(limit.limit) for limit in met.limits if limit.taken)
    yield from (floor_words(floor.floor) for floor in met.floors if floor.taken)


def _limits_that_took(limits: Iterable[story.LimitMet], kind: checked.LimitKind) -> Iterator[Text]:
    return (limit_words(met.limit) for met in limits if met.taken and met.limit.kind is kind)


def took(told: story.RecordStory) -> Iterator[Text]:
    """What took points from the record: a mistake in it, or each rule with what it had left."""
    yield from (
        change.problem.message for change in told.changes if isinstance(change, story.CorrectRecord)
    )
    if told.result.outcome is RecordOutcome.APPROVAL_MISSING:
        yield from _approvals_missing(told)
    if told.highest is not None and told.highest.taken:
        yield _highest_took(told.highest, deducts=_deducts(told))
    for met in told.limits:
        if met.taken and met.limit.kind is checked.LimitKind.TIMES:
            yield _limit_took(met, told)
    if told.most_each is not None and told.most_each.taken:
        yield text(
            "{limit}; {not_counted}",
            limit=most_each_words(told.most_each.most),
            not_counted=text("{taken} not credited", taken=points_words(told.most_each.taken)),
        )
    for met in told.limits:
        if met.taken and met.limit.kind is checked.LimitKind.POINTS:
            yield _limit_took(met, told)
    for floor in told.floors:
        if floor.taken:
            yield _floor_took(floor)


def _approvals_missing(told: story.RecordStory) -> Iterator[Text]:
    """Each requirement of the item that the record does not meet, and what it asks it for."""
    for met in told.requirements:
        if not met.is_missing:
            continue
        fact = met.requirement.fact
        seen = seen_words(story.Seen(checked.FactOf(fact), met.value))
        if met.requirement.when is None or told.policy is None:
            yield text("it must be yes first: {seen}", seen=seen)
        else:
            condition = written(told.policy, met.requirement.when)
            yield text(
                "it must be yes first where {condition}: {seen}", condition=condition, seen=seen
            )


def _floor_took(floor: story.FloorMet) -> Text:
    if not floor.room:
        return text(
            "{floor}: nothing above it in {stretch}; {taken} not deducted",
            floor=floor_words(floor.floor),
            stretch=stretch_words(floor.stretch),
            taken=points_words(floor.taken),
        )
    return text(
        "{floor}: {room} above it in {stretch}; {taken} not deducted",
        floor=floor_words(floor.floor),
        room=points_words(floor.room),
        stretch=stretch_words(floor.stretch),
        taken=points_words(floor.taken),
    )


def _highest_took(met: story.HighestMet, *, deducts: bool) -> Text:
    about: Text | str = stretch_words(met.per) if isinstance(met.per, story.Stretch) else met.per
    return text(
        "{highest}: {about} has {mark} already; {not_counted}",
        highest=highest_words(met.highest),
        about=about,
        mark=points_words(met.mark),
        not_counted=_not_counted(met.taken, deducts=deducts),
    )


def _not_counted(taken: Hundredths, *, deducts: bool) -> Text:
    if deducts:
        return text("{taken} not deducted", taken=points_words(taken))
    return text("{taken} not credited", taken=points_words(taken))


def _deducts(told: story.RecordStory) -> bool:
    return told.item is not None and told.item.sign is checked.Sign.DEDUCT


def _limit_took(met: story.LimitMet, told: story.RecordStory) -> Text:
    amount = points_words if met.limit.kind is checked.LimitKind.POINTS else times_words
    words: Text = limit_words(met.limit)
    if met.when is not None and told.policy is not None:
        words = _limit_of_some(words, met.when, told.policy)
    if met.person:
        words = text("{limit}, {person}", limit=words, person=met.person)
    so_far = text("{used} used so far", used=amount(met.used))
    if met.limit.period is not Period.EVER:
        stretch = stretch_words(met.stretch)
        so_far = text("{used} used in {stretch}", used=amount(met.used), stretch=stretch)
    return text(
        "{limit}: {so_far}, {left} left; {not_counted}",
        limit=words,
        so_far=so_far,
        left=amount(met.left),
        not_counted=_not_counted(met.taken, deducts=_deducts(told)),
    )


def _limit_of_some(limit: Text, when: story.Answer, policy: checked.Policy) -> Text:
    """A limit that holds for some accounts, with whose; it also holds where nobody has said so."""
    condition = written(policy, when.condition)
    unknown = tuple(seen_words(seen) for seen in _unknown(when))
    if when.holds is None and unknown:
        return text(
            "{limit} where {condition}, and it may be so: {seen}",
            limit=limit,
            condition=condition,
            seen=unknown,
        )
    return text("{limit} where {condition}", limit=limit, condition=condition)


def _unknown(answer: story.Answer) -> Iterator[story.Seen]:
    """What a condition looked at and nobody has said."""
    yield from (seen for seen in answer.seen if seen.value is None)
    for part in answer.parts:
        yield from _unknown(part)


# --- what would have changed it ------------------------------------------------------------------


def changes(told: story.RecordStory) -> Iterator[Text]:
    """What would have let the record earn, or earn more."""
    for change in told.changes:
        yield from _change(change, told)


def _change(change: story.Change, told: story.RecordStory) -> Iterator[Text]:
    match change:
        case story.CorrectRecord(problem=problem):
            if problem.help is not None:
                yield problem.help
        case story.Approve(status=status):
            yield from _approve(status, told)
        case story.InsidePolicyDates(stretches=stretches):
            yield text(
                "a policy is in force: {days}",
                days=tuple(days_words(first, last) for first, last in stretches),
            )
        case story.InsideItemDates(first_day=first, last_day=last):
            yield text("the item counts: {days}", days=days_words(first, last))
        case story.InRegister(stays=stays):
            yield _in_register(stays)
        case story.ConditionWould(wanted=wanted, is_eligible=is_eligible):
            words = _wanted(wanted, told.policy)
            yield (
                text("to take part: {wanted}", wanted=words)
                if is_eligible
                else text("needed for this item: {wanted}", wanted=words)
            )
        case story.GiveFacts() | story.GiveApproval():
            yield _give(change)
        case story.FloorHeld():
            return  # the rule itself says it: a floor is there to keep points
        case story.RoomInLimit() if _deducts(told):
            return  # nobody asks how more would have been taken
        case _:
            yield _change_of_points(change, told)


def _approve(status: Status, told: story.RecordStory) -> Iterator[Text]:
    """What has to come before the record counts; nothing of one that was withdrawn."""
    if status is Status.WITHDRAWN:
        return
    if told.policy is None:
        yield text("no policy was in force that day, so approving alone does not make it count")
    elif status is Status.REJECTED:
        yield text("put it right and declare it again; it counts once it is approved")
    else:
        yield text(
            "its status is {status}; it counts once it is approved", status=status_words(status)
        )


def _give(change: story.GiveFacts | story.GiveApproval) -> Text:
    facts = tuple(fact_words(fact.subject, fact.name) for fact in change.facts)
    match change:
        case story.GiveFacts():
            return text(
                "nobody has said: {facts}; once it is registered the record may count", facts=facts
            )
        case story.GiveApproval():
            return text("needed first: {facts}", facts=facts)
        case _:
            assert_never(change)


def _change_of_points(
    change: story.FullBlock | story.AboveHighest | story.RoomInLimit,
    told: story.RecordStory,
) -> Text:
    match change:
        case story.FullBlock(size=size):
            unit = told.item.unit if told.item is not None else None
            assert unit is not None, told.item
            return text("points come for each full {size}", size=quantity_words(size, unit))
        case story.AboveHighest(mark=mark):
            if told.result.credited:  # it was above already: this one raised the mark
                mark = told.result.raw
            return text("from now on only what is above {mark} adds more", mark=points_words(mark))
        case story.RoomInLimit(limit=limit, again=again):
            room = (
                text("no more room comes")
                if again is None
                else text("room comes again on {day}", day=again.isoformat())
            )
            several = sum(isinstance(one, story.RoomInLimit) for one in told.changes) > 1
            return text("{limit}: {room}", limit=limit_words(limit), room=room) if several else room
        case _:
            assert_never(change)


def _in_register(stays: tuple[Stay, ...]) -> Text:
    if not stays:
        return text("it is in the register on no day")
    return text(
        "it is in the register: {days}",
        days=tuple(days_words(stay.joined, stay.left) for stay in stays),
    )


def _wanted(wanted: story.Wanted, policy: checked.Policy | None) -> Text:
    match wanted:
        case story.WantedPart(condition=condition, holds=holds, seen=seen):
            words: Text | str = written(policy, condition) if policy is not None else ""
            if not holds:
                words = text("not: {condition}", condition=words)
            return text(
                "{condition} (here {seen})",
                condition=words,
                seen=tuple(seen_words(one) for one in seen),
            )
        case story.WantedAll(parts=parts):
            return text("all of: {parts}", parts=tuple(_wanted(part, policy) for part in parts))
        case story.WantedAny(parts=parts):
            return text("one of: {parts}", parts=tuple(_wanted(part, policy) for part in parts))
        case _:
            assert_never(wanted)


def status_words(status: Status) -> Text:
    """How far a record has come."""
    match status:
        case Status.DECLARED:
            return text("declared")
        case Status.CHECKED:
            return text("checked")
        case Status.APPROVED:
            return text("approved")
        case Status.REJECTED:
            return text("rejected")
        case Status.WITHDRAWN:
            return text("withdrawn")
        case _:
            assert_never(status)
