"""What a village may set, and from where to where: items, the rate, the minimum, bases."""

from collections.abc import Callable, Iterable, Iterator

from rulesengine.core.codes import Code
from rulesengine.core.quantity import read_hundredths
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_points, read_positive_yuan
from rulesengine.language.check_clauses import only
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Sections

RATE, MINIMUM, BASE = "rate", "minimum", "base"


def settle_adjustables(report: Report, sections: Sections) -> tuple[checked.Adjustable, ...]:
    """Every 可调 clause, in the order written."""
    header = sections.header
    scopes = [sections.scope, *(part.scope for part in sections.categories)]
    settled = [
        *(
            _settle(report, BASE, base.adjustable, read_points, [base.points])
            for scope in scopes
            for base in scope.bases
        ),
        *(
            _settle(
                report, item.names.first.text, range_of(item), read_points, points_of(item.value)
            )
            for item in sections.items
        ),
    ]
    minimum, rate = header.minimum, header.rate
    if minimum is not None:
        settled.append(_settle(report, MINIMUM, minimum.adjustable, read_points, [minimum.points]))
    if rate is not None:
        settled.append(_settle(report, RATE, rate.adjustable, read_positive_yuan, [rate.yuan]))
    known = [one for one in settled if one is not None]
    return tuple(sorted(known, key=lambda one: one.span))


def range_of(item: syntax.Item) -> syntax.Adjustable | None:
    """The range that an item gives to those who extend the policy."""
    return only(item.clauses, syntax.Adjustable)


def points_of(value: syntax.Value) -> Iterator[syntax.Number]:
    """Every number of points that a value says."""
    match value:
        case syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod():
            yield value.points
        case syntax.Judged():
            yield value.low
            yield value.high
        case syntax.ByTable() | syntax.ByCount():
            yield from (row.points for row in value.rows)


def _settle(
    report: Report,
    name: str,
    clause: syntax.Adjustable | None,
    read: Callable[[Report, syntax.Number], int | None],
    values: Iterable[syntax.Number],
) -> checked.Adjustable | None:
    if clause is None:
        return None
    low, high = read(report, clause.low), read(report, clause.high)
    if low is None or high is None:
        return None
    if low > high:
        report.say(
            Code.ROWS_OUT_OF_ORDER,
            text("the range begins above its end"),
            clause.low.span.to(clause.high.span),
            help=text("write the smaller number first"),
        )
        return None
    for number in values:  # a row of 0 gives nothing, and is no value to be set
        amount = read_hundredths(number.text)
        if amount and not low <= amount <= high:
            _outside_its_own(report, clause, number)
    return checked.Adjustable(name, low, high, clause.span)


def _outside_its_own(report: Report, clause: syntax.Adjustable, number: syntax.Number) -> None:
    report.say(
        Code.OUT_OF_RANGE,
        text("{number} lies outside the range in which it may be set", number=number.text),
        number.span,
        others=((clause.span, text("the range")),),
        help=text("write a range that holds the value itself"),
    )
