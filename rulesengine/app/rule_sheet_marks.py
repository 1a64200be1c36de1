"""What brings a bonus, a deduction or a bar by itself: enough of an item in some time. Pure."""

from typing import assert_never

from rulesengine.app.naming import Naming
from rulesengine.app.rule_words import quantity_words
from rulesengine.app.words import each
from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.calendar import Period
from rulesengine.core.text import Text, text
from rulesengine.language import checked


def mark_words(counted: checked.Bonus | checked.Counted, naming: Naming) -> Text:
    """`sweep: 20 times or more per month`."""
    item, mark = naming.item(counted.item), counted.mark
    match mark:
        case checked.Reaches(period=period):
            return text(
                "{item}: {reached} or more {each}",
                item=item,
                reached=_reached(counted.item, mark, naming.policy),
                each=each(period),
            )
        case checked.Within(months=months):
            return text(
                "{item}: each time that {reached} come together {within}",
                item=item,
                reached=_reached(counted.item, mark, naming.policy),
                within=_within(months),
            )
        case checked.Runs(count=count, period=period):
            return text(
                "{item}: at least once {each}, {run}",
                item=item,
                each=each(period),
                run=_run(count, period),
            )
        case _:
            assert_never(mark)


def _within(months: int) -> Text:
    if months == 1:
        return text("within 1 month")
    return text("within {months} months", months=months)


def _run(count: int, period: Period) -> Text:
    match period:
        case Period.DAY:
            return text("{count} days in a row", count=count)
        case Period.WEEK:
            return text("{count} weeks in a row", count=count)
        case Period.MONTH:
            return text("{count} months in a row", count=count)
        case Period.QUARTER:
            return text("{count} quarters in a row", count=count)
        case _:
            return text("{count} years in a row", count=count)


def _reached(name: str, mark: checked.Reaches | checked.Within, policy: checked.Policy) -> Text:
    match mark.measure:
        case checked.Measure.TIMES:
            return times_words(mark.amount)
        case checked.Measure.POINTS:
            return points_words(mark.amount)
        case checked.Measure.QUANTITY:
            item = policy.items.get(name)
            unit = item.unit if item is not None else None
            return quantity_words(mark.amount, unit or checked.Unit("time"))
        case _:
            assert_never(mark.measure)
