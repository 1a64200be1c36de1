"""Gifts and what releases them on the last day. No line hangs on it. Compiled."""

from rulesengine.engine import layout
from rulesengine.engine.compiled import Days, Whole, compiled
from rulesengine.engine.kernel_calendar import take_up_account
from rulesengine.engine.kernel_facts import truth
from rulesengine.engine.kernel_worth import row_of, stay_on
from rulesengine.engine.layout import ROW, YES


@compiled
def match_gifts(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole,
    figures: Whole, place: int,
) -> None:  # fmt: skip
    """Of each category of gifts: what was given, what was earned elsewhere, what that releases."""
    until = table[layout.UNTIL]
    state[ROW] = row_of(table, until)
    take_up_account(table, people, state, stay_on(people, state[layout.ACCOUNT], until))
    earned = points_in(state, -1)
    for gift in range(table[layout.GIFTS], table[layout.GIFTS_END], layout.GIFT_COLUMNS):
        earned -= points_in(state, table[gift + layout.GIFT_CATEGORY])
    for gift in range(table[layout.GIFTS], table[layout.GIFTS_END], layout.GIFT_COLUMNS):
        given = max(0, points_in(state, table[gift + layout.GIFT_CATEGORY]))
        match = largest_match(table, calendar, people, facts, state, gift)
        figures[place], figures[place + 1] = given, earned
        figures[place + 2] = 0 if match < 0 else released(table, match, given, max(0, earned))
        place += layout.GIFT_FIGURES


@compiled
def points_in(state: Whole, category: int) -> int:
    """What may be redeemed of a category, or (-1) of all."""
    points, begins = 0, state[layout.LOTS]
    ends = begins + state[layout.LOTS_WRITTEN] * layout.LOT_COLUMNS
    for lot in range(begins, ends, layout.LOT_COLUMNS):
        if category == -1 or state[lot + layout.LOT_CATEGORY] == category:
            points += state[lot + layout.LOT_POINTS]
    return points


@compiled
def largest_match(
    table: Whole, calendar: Days, people: Whole, facts: Whole, state: Whole, gift: int
) -> int:
    """The match that releases most, of those whose condition holds, or -1."""
    best = -1
    begins, ends = table[gift + layout.GIFT_MATCHES], table[gift + layout.GIFT_MATCHES_END]
    for match in range(begins, ends, layout.MATCH_COLUMNS):
        when, when_end = table[match + layout.MATCH_WHEN], table[match + layout.MATCH_WHEN_END]
        if truth(table, calendar, people, facts, state, when, when_end) != YES:
            continue
        points, earned = table[match + layout.MATCH_POINTS], table[match + layout.MATCH_EARNED]
        if best < 0 or (
            points * table[best + layout.MATCH_EARNED] > table[best + layout.MATCH_POINTS] * earned
        ):
            best = match
    return best


@compiled
def released(table: Whole, match: int, given: int, earned: int) -> int:
    """Down to the hundredth, at most all that was given; a product of all could be too large."""
    points, each = table[match + layout.MATCH_POINTS], table[match + layout.MATCH_EARNED]
    whole, rest = divmod(earned, each)
    if points == 0 or whole > given // points:
        return given if points > 0 else 0
    return min(given, int(whole * points + rest * points // each))
