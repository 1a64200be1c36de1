"""What is known on a day, and conditions with three answers: yes, no and unknown.

The steps of a condition are those that `conditions` wrote. Compiled.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rulesengine.engine import layout
from rulesengine.engine.columns import Records
from rulesengine.engine.compiled import compiled
from rulesengine.engine.layout import MISSING, NO, UNKNOWN, YES
from rulesengine.engine.members import Members
from rulesengine.engine.tables import Tables

Answers: TypeAlias = NDArray[np.int8]
# the record (-1 for none), household and person (-1 for nobody), day, packed date, raw points
Known: TypeAlias = tuple[int, int, int, int, int, int]


@compiled
def fact_of_member(members: Members, member: int, column: int, day: int) -> int:
    """The value of a household's or a person's fact that held on a day."""
    if member >= 0:
        snapshot = members.snapshots[member + 1] - 1
        while snapshot >= members.snapshots[member]:
            if members.snapshot_day[snapshot] <= day:
                return members.facts[snapshot, column]
            snapshot -= 1
    return MISSING


@compiled
def operand(records: Records, members: Members, kind: int, place: int, known: Known) -> int:
    """What an operand is worth; MISSING is unknown. `known`: see `truth`."""
    record, household, person, day, packed, raw = known
    if kind == layout.LITERAL:
        return place
    if kind == layout.RECORD_DAY:
        return packed
    if kind == layout.RAW_POINTS:
        return raw
    if kind == layout.RECORD_FACT or kind == layout.RECORD_AGE:
        value = records.facts[place, record] if record >= 0 else MISSING
    elif kind == layout.HOUSEHOLD_FACT or kind == layout.HOUSEHOLD_AGE:
        value = fact_of_member(members, household, place, day)
    else:
        value = fact_of_member(members, person, place, day)
    if value != MISSING and (
        kind == layout.RECORD_AGE or kind == layout.HOUSEHOLD_AGE or kind == layout.PERSON_AGE
    ):
        return (packed - value) // 10000 * 100  # full years, as hundredths
    return value


@compiled
def compare(order: int, left: int, right: int) -> bool:
    if order == layout.EQUAL:
        return left == right
    if order == layout.UNEQUAL:
        return left != right
    if order == layout.LESS:
        return left < right
    if order == layout.AT_MOST:
        return left <= right
    if order == layout.MORE:
        return left > right
    return left >= right


@compiled
def truth(
    tables: Tables,
    records: Records,
    members: Members,
    answers: Answers,
    begins: int,
    ends: int,
    known: Known,
) -> int:
    """Whether a condition holds: NO, YES or UNKNOWN. No condition at all holds."""
    depth = 0
    for step in range(begins, ends):
        operation = tables.steps[step, layout.OPERATION]
        if operation == layout.COMPARE:
            left_kind, left_place = tables.steps[step, 1], tables.steps[step, 2]
            right_kind, right_place = tables.steps[step, 4], tables.steps[step, 5]
            left = operand(records, members, left_kind, left_place, known)
            right = operand(records, members, right_kind, right_place, known)
            if left == MISSING or right == MISSING:
                answer = UNKNOWN
            else:
                answer = YES if compare(tables.steps[step, layout.ORDER], left, right) else NO
        elif operation == layout.NOT:
            depth -= 1
            answer = negation(answers[depth])
        else:
            count = tables.steps[step, layout.LEFT]
            depth -= count
            answer = combination(operation, answers[depth : depth + count])
        answers[depth] = answer
        depth += 1
    return YES if depth == 0 else int(answers[0])


@compiled
def negation(answer: int) -> int:
    if answer == UNKNOWN:
        return UNKNOWN
    return NO if answer == YES else YES


@compiled
def combination(operation: int, answers: Answers) -> int:
    """`and` is no as soon as one is no, `or` is yes as soon as one is yes; else unknown spreads."""
    decides = NO if operation == layout.AND else YES
    answer = YES if operation == layout.AND else NO
    for one in answers:
        if one == decides:
            return decides
        if one == UNKNOWN:
            answer = UNKNOWN
    return answer
