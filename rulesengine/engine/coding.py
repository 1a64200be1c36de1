"""Words as numbers: items, facts and levels of some timelines, shared by tables and columns.

Columns made with one coding serve every policy of it, so that a hundred variants of a policy read
the records once.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from rulesengine.core.facts import Fact, FactType, FactValue, FactValues, Subject
from rulesengine.engine import layout
from rulesengine.language import checked

UNKNOWN_ITEM = 0  # the code of every word that is no item and no act
MOST_AMOUNT = 1 << 62  # a fact's number beyond this is left to the reference


@attrs.frozen
class Coding:
    """`items` are the codes of items and acts by either name; facts have one column per subject."""

    items: Mapping[str, int]
    facts: Mapping[Subject, Mapping[Fact, int]]
    levels: Mapping[str, int]

    def values(self, subject: Subject, given: FactValues) -> list[int]:
        """The value of each of a subject's facts, by column."""
        return [self.value(fact, given.get(fact.name)) for fact in self.facts[subject]]

    def value(self, fact: Fact, value: FactValue | None) -> int:
        """One value as a number; MISSING where it is unknown or none of the fact's own.

        Yes is 1, a date is 20250731, a level has a number of its own.
        """
        match fact.type:
            case FactType.YES_NO if isinstance(value, bool):
                return int(value)
            case FactType.NUMBER if isinstance(value, int) and not isinstance(value, bool):
                return value
            case FactType.DATE if isinstance(value, date):
                return packed(value)
            case FactType.LEVEL if any(value == level.name for level in fact.levels):
                return self.levels[str(value)]
            case _:
                return layout.MISSING

    def literal(self, value: FactValue) -> int:
        """A value as a policy says it; a level that no fact has is a number of none."""
        match value:
            case bool() | int():
                return int(value)
            case date():
                return packed(value)
            case str():
                return self.levels.get(value, -1)


def coding_of(timelines: Iterable[checked.Timeline]) -> Coding:
    """The coding of every word that the policies of some timelines say."""
    items: dict[str, int] = {}
    facts: dict[Subject, dict[Fact, int]] = {subject: {} for subject in Subject}
    levels: dict[str, int] = {}
    for timeline in timelines:
        for version in timeline.versions:
            for name in (*version.policy.items, *version.policy.acts_by_name):
                items.setdefault(name, len(items) + 1)
            for fact in version.policy.facts:
                columns = facts[fact.subject]
                columns.setdefault(fact, len(columns))
                for level in fact.levels:
                    levels.setdefault(level.name, len(levels))
    return Coding(items, facts, levels)


def packed(day: date) -> int:
    """A date as 20250731: numbers in the order of days, of which ages can be read off."""
    return (day.year * 100 + day.month) * 100 + day.day
