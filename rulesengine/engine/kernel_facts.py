"""What is known on a day, and conditions with three answers: yes, no and unknown. Compiled.

The steps of a condition are those that `conditions` wrote. The record, the day and the members
that are meant stand in `state`.
"""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled
from rulesengine.engine.layout import (
    ANSWERS,
    LEFT,
    LEFT_KIND,
    MISSING,
    NO,
    OPERATION,
    ORDER,
    RIGHT,
    RIGHT_KIND,
    STEP_COLUMNS,
    UNKNOWN,
    YES,
)  # fmt: skip


@compiled
def fact_of_member(people: Whole, member: int, column: int, day: int) -> int:
    """The value of a household's or a person's fact that held on a day."""
    if member < 0:
        return MISSING
    size = people[layout.PEOPLE_FACTS] + 1
    first = people[people[layout.SNAPSHOTS] + member]
    snapshot = people[people[layout.SNAPSHOTS] + member + 1] - size
    while snapshot >= first:
        if people[snapshot] <= day:
            return people[snapshot + 1 + column]
        snapshot -= size
    return MISSING


@compiled
def operand(
    calendar: Days, people: Whole, facts: Whole, state: Whole, kind: int, place: int
) -> int:
    """What an operand is worth; MISSING is unknown. An age is full years, in hundredths."""
    row = state[layout.ROW]
    if kind == layout.LITERAL:
        return place
    if kind == layout.RAW_POINTS:
        return state[layout.RAW]
    packed = int(calendar[row + layout.PACKED])
    if kind == layout.RECORD_DAY:
        return packed
    value = MISSING
    if kind == layout.RECORD_FACT or kind == layout.RECORD_AGE:
        if state[layout.RECORD] >= 0:
            value = facts[place * state[layout.RECORDS] + state[layout.RECORD]]
    else:
        of_person = kind == layout.PERSON_FACT or kind == layout.PERSON_AGE
        member = state[layout.PERSON_MEMBER] if of_person else state[layout.HOUSEHOLD_MEMBER]
        value = fact_of_member(people, member, place, int(calendar[row + layout.DAY]))
    if kind >= layout.RECORD_AGE and value != MISSING:
        return (packed - value) // 10000 * 100
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
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, begins: int, ends: int
) -> int:
    """Whether a condition holds: NO, YES or UNKNOWN. No condition at all holds."""
    if begins == ends:
        return YES
    top = state[ANSWERS]
    for step in range(begins, ends, STEP_COLUMNS):
        operation = table[step + OPERATION]
        if operation == layout.COMPARE:
            one, other = table[step + LEFT_KIND], table[step + RIGHT_KIND]
            left = operand(calendar, people, facts, state, one, table[step + LEFT])
            right = operand(calendar, people, facts, state, other, table[step + RIGHT])
            if left == MISSING or right == MISSING:
                state[top] = UNKNOWN
            else:
                state[top] = YES if compare(table[step + ORDER], left, right) else NO
        else:
            top -= table[step + LEFT]
            state[top] = combination(state, operation, top, table[step + LEFT])
        top += 1
    return state[state[ANSWERS]]


@compiled
def combination(state: Whole, operation: int, first: int, count: int) -> int:
    """`and` is no as soon as one is no, `or` is yes as soon as one is yes; else unknown spreads."""
    if operation == layout.NOT:
        return UNKNOWN if state[first] == UNKNOWN else YES - state[first]
    decides = NO if operation == layout.AND else YES
    answer = YES if operation == layout.AND else NO
    for place in range(first, first + count):
        if state[place] == decides:
            return decides
        if state[place] == UNKNOWN:
            answer = UNKNOWN
    return answer
