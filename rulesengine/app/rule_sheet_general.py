"""What holds for everything in a policy: dates, accounts, who takes part, what all share."""

from collections.abc import Iterator

from rulesengine.app.condition_words import condition_words
from rulesengine.app.naming import Naming
from rulesengine.app.rule_sheet_tree import Line, Points, Section
from rulesengine.app.rule_sheet_words import adjustable_words, base_words, floor_words, most_words
from rulesengine.app.words import each
from rulesengine.core.amounts import points_words
from rulesengine.core.facts import Subject
from rulesengine.core.text import text
from rulesengine.language import checked
from rulesengine.language.checked import Sign


def general_section(policy: checked.Policy, naming: Naming) -> Section:
    """The first section of a sheet."""
    return Section(text("In general"), (Points(tuple(_lines(policy, naming))),))


def _lines(policy: checked.Policy, naming: Naming) -> Iterator[Line]:
    first = policy.first_day.isoformat()
    if policy.last_day is None:
        yield text("holds from {day} on", day=first)
    else:
        yield text("holds from {first} to {last}", first=first, last=policy.last_day.isoformat())
    if policy.account is Subject.PERSON:
        yield text("every person has an account of points")
    else:
        yield text("every household has an account of points")
    if policy.eligible is not None:
        yield text(
            "who takes part: {condition}", condition=condition_words(policy.eligible, naming)
        )
    yield from (base_words(base) for base in policy.bases if not base.category)
    for range in adjustable_words(policy, "base"):
        yield text("the base: {range}", range=range)
    for limit in policy.limits:
        yield text("all categories together: {limit}", limit=most_words(limit, naming))
    yield from _floors(policy)
    yield text("points of a record are rounded to {step}", step=points_words(policy.round_to))
    yield text(
        "settled {settle}, judged {evaluate}",
        settle=each(policy.settle),
        evaluate=each(policy.evaluate),
    )


def _floors(policy: checked.Policy) -> Iterator[Line]:
    for floor in policy.floors:
        yield text("all categories together: {limit}", limit=floor_words(floor))
    items = (item for category in policy.categories for item in category.items)
    signs = {item.sign for item in items} | {bonus.sign for bonus in policy.bonuses}
    if not policy.floors and Sign.DEDUCT in signs:
        yield text("deductions may go below 0 points")
