"""What of a policy a run reached: each rule that decided something, as the reference tells it.

No second evaluator: everything is read off the explanation of each passbook.
"""

import enum
from collections.abc import Iterator
from itertools import pairwise
from typing import assert_never

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.source import Span
from rulesengine.language import checked
from rulesengine.reference import explanation as story
from rulesengine.reference.answers import answer
from rulesengine.reference.known import known_on
from rulesengine.reference.matching import largest
from rulesengine.scoring.explained import explained
from rulesengine.scoring.heads import heads_on
from rulesengine.scoring.honours import graded, honoured
from rulesengine.scoring.score import Run

OTHERWISE = "otherwise"  # among the rows of a table


class Rule(enum.Enum):
    """A kind of thing in a policy that a run may reach."""

    ITEM = "item"  # a record of it was counted
    ROW = "row"  # of a table
    LIMIT = "limit"  # it took something
    FLOOR = "floor"  # it spared something
    HIGHEST = "highest"  # it took something
    CONDITION = "condition"  # it was true, false, unknown
    FACTOR = "factor"  # it applied
    REQUIREMENT = "requirement"  # it was met, or missing
    BONUS = "bonus"
    ACT = "act"  # it took effect
    BASE = "base"
    EXPIRY = "expiry"  # something expired
    MINIMUM = "minimum"  # an account had something to redeem, and less than it
    SUSPENSION = "suspension"  # suspended, resumed
    GRADE = "grade"
    HONOUR = "honour"
    MATCH = "match"  # it released gifts
    HELD_BACK = "held back"  # gifts that nothing released
    JUDGES = "judges"  # that there were several made a difference
    CARRIED = "carried"  # a rest filled a block


@attrs.frozen
class Mark:
    """Something reached: the rule, where it stands, and which side or row of it."""

    rule: Rule
    span: Span
    side: str = ""


NOWHERE = Span(0, 0)  # of what has no place of its own in a checked policy


def reached(run: Run) -> frozenset[Mark]:
    """Every mark of a run, over all accounts."""
    return frozenset(mark for passbook in run.passbooks for mark in _of_passbook(run, passbook))


def _of_passbook(run: Run, passbook: Passbook) -> Iterator[Mark]:
    timeline = run.timelines[passbook.account.village]
    policy = (timeline.version_on(passbook.last_day) or timeline.versions[0]).policy
    told = explained(run, passbook)
    lines = [line for one in told.stories for line in one.lines]
    for one in told.stories:
        yield from _of_story(one)
    for before, after in pairwise(lines):
        if before.suspended and not after.suspended and policy.suspension is not None:
            yield Mark(Rule.SUSPENSION, policy.suspension.span, "resumed")
    if any(line.suspended for line in lines) and policy.suspension is not None:
        yield Mark(Rule.SUSPENSION, policy.suspension.span, "suspended")
    if 0 < passbook.redeemable < policy.minimum:
        yield Mark(Rule.MINIMUM, NOWHERE)
    heads = heads_on(run.register, run.timelines, run.until)
    grade = graded(policy, run.register, passbook, heads.get(passbook.account, 0))
    if grade is not None:
        yield Mark(Rule.GRADE, grade.span)
    yield from _of_honours(run, passbook, policy)
    yield from _of_gifts(run, passbook, policy)


def _of_honours(run: Run, passbook: Passbook, policy: checked.Policy) -> Iterator[Mark]:
    """What is asked and given on the last day, and of whom a base asks."""
    village = passbook.account.village
    heads = heads_on(run.register, run.timelines, run.until)
    known = known_on(run.register, passbook.account, policy.account, passbook.last_day)
    for honour in policy.honours:
        if honour.when is not None:
            yield from _of_answer(answer(honour.when, known))
    if policy.bases and policy.eligible is not None:
        yield from _of_answer(answer(policy.eligible, known))
    own = [book for book in run.passbooks if book.account.village == village]
    if policy.honours and passbook is own[0]:
        for given in honoured(village, run.timelines[village], run.register, own, heads):
            if given.placed:
                yield Mark(Rule.HONOUR, given.honour.span)


def _of_gifts(run: Run, passbook: Passbook, policy: checked.Policy) -> Iterator[Mark]:
    """What each category of gifts asks on the last day, what it releases and what it holds back."""
    known = known_on(run.register, passbook.account, policy.account, passbook.last_day)
    categories = {category.name: category for category in policy.categories}
    for gifts in passbook.matched:
        category = categories[gifts.category]
        for match in category.matches:
            if match.when is not None:
                yield from _of_answer(answer(match.when, known))
        applied = largest(category, known)
        if applied is not None and gifts.released > 0:
            yield Mark(Rule.MATCH, applied.span)
        if gifts.released < gifts.given:
            yield Mark(Rule.HELD_BACK, category.span)


def _of_story(told: story.Story) -> Iterator[Mark]:
    match told:
        case story.RecordStory():
            yield from _of_record(told)
        case story.BaseStory(base=base):
            yield Mark(Rule.BASE, base.span)
        case story.ExpiryStory(expiry=expiry, lines=lines):
            if lines:
                yield Mark(Rule.EXPIRY, expiry.span)
        case _:
            assert_never(told)


def _of_record(told: story.RecordStory) -> Iterator[Mark]:
    for asked in (told.eligible, told.when):
        if asked is not None:
            yield from _of_answer(asked)
    for factor in told.factors:
        yield from _of_answer(factor.answer)
        if factor.applied:
            yield Mark(Rule.FACTOR, factor.factor.span)
    for required in told.requirements:
        if required.when is not None:
            yield from _of_answer(required.when)
        side = "missing" if required.is_missing else "there"
        yield Mark(Rule.REQUIREMENT, required.requirement.span, side)
    if told.item is not None and told.result.counted:
        yield Mark(Rule.ITEM, told.item.span)
    if told.act is not None and told.effect is not None:
        yield Mark(Rule.ACT, told.act.span)
    if told.arithmetic is not None and told.item is not None:
        yield from _of_value(told.item, told.arithmetic)
    yield from _of_takers(told)


def _of_value(item: checked.Item, made: story.Arithmetic) -> Iterator[Mark]:
    side = row_of(made)
    if side:
        yield Mark(Rule.ROW, item.span, side)
    if _several_told(made):
        yield Mark(Rule.JUDGES, item.span)
    if _rest_told(made):
        yield Mark(Rule.CARRIED, item.span)


def row_of(made: story.Arithmetic) -> str:
    """Which row of a table: a level, the number of a row from 0, or the one for all others."""
    seen = None if made.looked_at is None else made.looked_at.value
    match made.value:
        case checked.ByLevel(rest=rest):
            level = ("yes" if seen else "no") if isinstance(seen, bool) else str(seen)
            return OTHERWISE if level in rest else level
        case checked.ByBand(rows=rows):
            assert isinstance(seen, int), made
            reached = (str(place) for place, row in enumerate(rows) if seen >= row[0])
            return next(reached, OTHERWISE)
        case checked.ByCount(tiers=tiers):
            number = made.number or 0
            held = (str(place) for place, tier in enumerate(tiers) if number <= tier[0])
            return next(held, OTHERWISE)
        case _:
            return ""


def _several_told(made: story.Arithmetic) -> bool:
    """Whether it mattered how the points of several judges become one."""
    if not isinstance(made.value, checked.Judged) or len(set(made.judgings)) < 2:
        return False
    if made.value.judges is checked.Judges.MEAN:
        return True
    return made.row * len(made.judgings) != sum(made.judgings) * made.shared  # not the mean of all


def _rest_told(made: story.Arithmetic) -> bool:
    """Whether what was carried filled a block that the record alone would not have."""
    match made.value:
        case checked.PerBlock(size=size, carried=carried) if carried is not None:
            filled = (made.before + made.quantity) // size - made.before // size
            return filled > made.quantity // size
        case _:
            return False


def _of_takers(told: story.RecordStory) -> Iterator[Mark]:
    """The limits, floors and highest-only that took something; the bonuses and bars that came."""
    if told.highest is not None and told.highest.taken:
        yield Mark(Rule.HIGHEST, told.highest.highest.span)
    if told.most_each is not None and told.most_each.taken and told.item is not None:
        yield Mark(Rule.LIMIT, told.item.span, "each")
    limits = [*told.limits, *(limit for bonus in told.bonuses for limit in bonus.limits)]
    for met in limits:
        if met.when is not None:
            yield from _of_answer(met.when)
        if met.taken:
            yield Mark(Rule.LIMIT, met.limit.span, "once" if met.limit.once_per_period else "")
    for floor in [*told.floors, *(one for bonus in told.bonuses for one in bonus.floors)]:
        if floor.taken:
            yield Mark(Rule.FLOOR, floor.floor.span)
    for bonus in told.bonuses:
        yield Mark(Rule.BONUS, bonus.bonus.span)
    for bar in told.bars:
        yield Mark(Rule.ACT, bar.act.span)


def _of_answer(told: story.Answer) -> Iterator[Mark]:
    """A condition and each of its parts: true, false or unknown."""
    side = "unknown" if told.holds is None else "yes" if told.holds else "no"
    if not isinstance(told.condition, checked.Not):  # what stands inside tells as much
        yield Mark(Rule.CONDITION, told.condition.span, side)
    for part in told.parts:
        yield from _of_answer(part)
