"""What a village may set, and from where to where: items, the rate, the minimum, bases."""

from collections.abc import Callable

from rulesengine.core.codes import Code
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_points, read_positive_yuan
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Sections

RATE, MINIMUM, BASE = "rate", "minimum", "base"


def settle_adjustables(report: Report, sections: Sections) -> tuple[checked.Adjustable, ...]:
    """Every 可调 clause, in the order written."""
    header = sections.header
    scopes = [sections.scope, *(part.scope for part in sections.categories)]
    clauses: list[tuple[str, syntax.Adjustable | None]] = [
        *((BASE, base.adjustable) for scope in scopes for base in scope.bases),
        *((item.names.first.text, clause) for item in sections.items for clause in _of(item)),
    ]
    if header.minimum is not None:
        clauses.append((MINIMUM, header.minimum.adjustable))
    settled = [
        _settle(report, name, clause, read_points) for name, clause in clauses if clause is not None
    ]
    if header.rate is not None and header.rate.adjustable is not None:
        settled.append(_settle(report, RATE, header.rate.adjustable, read_positive_yuan))
    known = [one for one in settled if one is not None]
    return tuple(sorted(known, key=lambda one: one.span))


def _of(item: syntax.Item) -> list[syntax.Adjustable]:
    return [clause for clause in item.clauses if isinstance(clause, syntax.Adjustable)]


def _settle(
    report: Report,
    name: str,
    clause: syntax.Adjustable,
    read: Callable[[Report, syntax.Number], int | None],
) -> checked.Adjustable | None:
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
    return checked.Adjustable(name, low, high, clause.span)
