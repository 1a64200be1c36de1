"""Whether a line stays inside what the policy above allows: fixed lines, ranges, limits.

Says what is wrong and changes nothing; `check_extend` and `check_settings` ask here.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rulesengine.core.codes import Code
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_limits import settle_limit
from rulesengine.language.check_names import listed
from rulesengine.language.check_report import Report
from rulesengine.language.extend_draft import Draft

N = TypeVar("N")
R = TypeVar("R")


def quiet(draft: Draft, read: Callable[[Report, N], R], number: N) -> R:
    """What a reader makes of a number; what is wrong with it is told when all is checked."""
    return read(_unheard(draft), number)


def _unheard(draft: Draft) -> Report:
    report = draft.report
    return Report(report.source, report.language, report.broken)


def fixed(draft: Draft, span: Span, there: Span | None, help: Text | None = None) -> None:
    """Say that a line would change what stands fast above, and leave it out."""
    report, name = draft.report, draft.above.policy.name
    written = report.written(span)
    report.say(
        Code.FIXED_ABOVE,
        text("{written} would change what {policy} fixes", written=written, policy=name),
        span,
        others=above_this(draft) if there is None else ((there, text("fixed here")),),
        help=help or text("leave it out, or ask those who wrote {policy}", policy=name),
    )
    draft.refuse(span)


def above_this(draft: Draft) -> tuple[tuple[Span, Text], ...]:
    """Where the policy above begins, for what it does not say at all."""
    title = draft.above.sections.header.title
    return () if title is None else ((title.span, text("this policy does not have it")),)


def is_inside(
    draft: Draft,
    numbers: Sequence[syntax.Number],
    clause: syntax.Adjustable,
    read: Callable[[Report, syntax.Number], int | None],
) -> bool:
    """Whether numbers lie in the range that the policy above gives; each that does not is told."""
    known = draft.above.ranges[clause.span]
    outside = False
    for number in numbers:
        amount = quiet(draft, read, number)
        if amount is None or known.low <= amount <= known.high:
            continue
        outside = True
        low, high = show_hundredths(known.low), show_hundredths(known.high)
        draft.report.say(
            Code.OUTSIDE_ALLOWED,
            text(
                "{number} lies outside what {policy} allows here",
                number=number.text,
                policy=draft.above.policy.name,
            ),
            number.span,
            others=((clause.span, text("from {low} to {high}", low=low, high=high)),),
            help=text("write a number from {low} to {high}", low=low, high=high),
        )
    return not outside


def limits_within(
    draft: Draft,
    cap: syntax.Cap,
    settled: Sequence[checked.Limit],
    scope: checked.Scope,
    name: str,
) -> tuple[Span, ...] | None:
    """The places of the limits that a lower one takes the place of: none where it is a new one.

    None where it adds nothing: it is the same again, or higher than what it may be (which is told).
    """
    account = draft.above.policy.account
    limit = settle_limit(_unheard(draft), cap, account, scope, name)
    if limit is None:
        return ()
    alike = [
        one
        for one in settled
        if one.key == limit.key and one.scope is scope and not one.once_per_period
    ]
    if not alike or limit.amount < min(one.amount for one in alike):
        return tuple(one.span for one in alike)
    least = min(alike, key=lambda one: one.amount)
    if limit.amount > least.amount:
        draft.report.say(
            Code.OUTSIDE_ALLOWED,
            text(
                "{limit} is higher than {policy} allows: a limit is lowered, never raised",
                limit=draft.report.written(cap.span),
                policy=draft.above.policy.name,
            ),
            cap.span,
            others=((least.span, text("the limit here")),),
            help=text("write a lower limit, or leave it out"),
        )
    return None


def range_of(clauses: Sequence[object]) -> syntax.Adjustable | None:
    return next((one for one in clauses if isinstance(one, syntax.Adjustable)), None)


def what_may_be_set(draft: Draft) -> Text | None:
    names = dict.fromkeys(
        one.names.first.text
        for one in draft.above.items.values()
        if range_of(one.clauses) is not None
    )
    return text("what may be set: {names}", names=listed(tuple(names))) if names else None
