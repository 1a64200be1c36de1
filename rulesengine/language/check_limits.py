"""Limits and floors: what each counts, for whom and how long, and the order in which they take."""

from collections.abc import Iterable, Sequence
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import MOST_UNITS
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_points, read_whole
from rulesengine.language.check_conditions import settle_condition
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_mentions import paths
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import report_repeated

MOST_TIMES = MOST_UNITS // 100
MOST_LIMITS = (
    100  # of a group, a category or a policy; each meets every item in it, and only 28 differ
)
_SCOPES = tuple(checked.Scope)


@attrs.frozen
class CapOf:
    """A cap whose amount, subject and period are settled; a points amount is hundredths."""

    amount: int
    quantity: syntax.Quantity
    subject: Subject
    period: Period


def settle_cap(report: Report, cap: syntax.Cap, account: Subject) -> CapOf | None:
    """What a cap allows, to whom, in which period; None where that has no meaning."""
    amount = _amount(report, cap)
    if cap.period is None:
        _no_period(report, cap)
        return None
    subject = account if cap.subject is None else cap.subject
    if subject is Subject.HOUSEHOLD and account is Subject.PERSON:
        report.say(
            Code.WRONG_SUBJECT,
            text("a limit counts inside one account, and here every person has one"),
            cap.span,
            text("this is per household"),
            help=text(
                "write {per_person}, or keep an account for each household",
                per_person=report.words("每人", "per person"),
            ),
        )
        return None
    return None if amount is None else CapOf(amount, cap.quantity, subject, cap.period.period)


def _amount(report: Report, cap: syntax.Cap) -> int | None:
    match cap.quantity:
        case syntax.Quantity.POINTS:
            return read_points(report, cap.amount)
        case syntax.Quantity.TIMES:
            return read_whole(report, cap.amount, MOST_TIMES, text("times"))
        case syntax.Quantity.PIECES:
            return read_whole(report, cap.amount, MOST_TIMES, text("pieces"))
        case _:
            assert_never(cap.quantity)


def settle_limit(
    report: Report, facts: Facts, cap: syntax.Cap, account: Subject, scope: checked.Scope, name: str
) -> checked.Limit | None:
    """A limit of an item, a group, a category or the policy: in points or in times."""
    found = settle_cap(report, cap, account)
    when, is_sound = _for_whom(report, facts, cap, account)
    if cap.quantity is syntax.Quantity.PIECES:
        report.say(
            Code.WRONG_UNIT,
            text("only goods are limited in pieces"),
            cap.span,
            help=text(
                "write {points} or {times}",
                points=report.words("分", "points"),
                times=report.words("次", "times"),
            ),
        )
        return None
    if found is None or not is_sound:
        return None
    is_points = found.quantity is syntax.Quantity.POINTS
    kind = checked.LimitKind.POINTS if is_points else checked.LimitKind.TIMES
    return checked.Limit(
        scope, name, kind, found.amount, found.subject, found.period, cap.span, when=when
    )


def _for_whom(
    report: Report, facts: Facts, cap: syntax.Cap, account: Subject
) -> tuple[checked.Condition | None, bool]:
    """The condition of a limit, and whether it has a meaning.

    It says whom the limit is for, not which records: those of a period are counted together.
    """
    if cap.when is None:
        return None, True
    per_person = Subject.PERSON in (cap.subject, account)
    for path in paths(cap.when):
        if path.subject is Subject.RECORD:
            message = text("a limit is for somebody, and cannot depend on one record")
            help = text("put such records into an item or a group of their own, and limit that")
        elif path.subject is Subject.PERSON and not per_person:
            message = text("this limit is per household, and it has no facts of one person")
            help = text("use a fact of the household, or limit each person")
        else:
            continue
        report.say(Code.WRONG_SUBJECT, message, path.span, help=help)
        return None, False
    condition = settle_condition(report, facts, cap.when)
    return condition, condition is not None


def settle_limits(
    report: Report,
    facts: Facts,
    statements: Sequence[syntax.Limit],
    account: Subject,
    scope: checked.Scope,
    name: str,
) -> tuple[checked.Limit, ...]:
    """The limits of a category or of the policy, in the order in which they take."""
    caps = [one.cap for one in statements if isinstance(one.cap, syntax.Cap)]
    nones = [one.cap for one in statements if isinstance(one.cap, syntax.NoCap)]
    _refuse_both(report, [cap.span for cap in caps], [none.span for none in nones])
    return settle_caps(report, facts, caps, account, scope, name)


def settle_caps(
    report: Report,
    facts: Facts,
    caps: Sequence[syntax.Cap],
    account: Subject,
    scope: checked.Scope,
    name: str,
) -> tuple[checked.Limit, ...]:
    """The limits of a group, a category or the policy, in the order in which they take."""
    if len(caps) > MOST_LIMITS:
        report.say(
            Code.OUT_OF_RANGE,
            text("there are more than {most} limits in one place", most=MOST_LIMITS),
            caps[MOST_LIMITS].span,
            help=text("two limits of one kind, for the same people and time, are one too many"),
        )
    limits = [settle_limit(report, facts, cap, account, scope, name) for cap in caps[:MOST_LIMITS]]
    return in_taking_order(limit for limit in limits if limit is not None)


def once_per_period(
    name: str, value: checked.PerPeriod, account: Subject, span: Span
) -> checked.Limit:
    """The one time a period that a value like `4分/月` allows."""
    return checked.Limit(
        checked.Scope.ITEM,
        name,
        checked.LimitKind.TIMES,
        1,
        account,
        value.period,
        span,
        once_per_period=True,
    )


def in_taking_order(limits: Iterable[checked.Limit]) -> tuple[checked.Limit, ...]:
    """Item, group, category, policy; the one time a period first; person before household;

    the shorter period; then as written.
    """
    return tuple(sorted(limits, key=_taking_order))


def _taking_order(limit: checked.Limit) -> tuple[int, bool, bool, int, int]:
    return (
        _SCOPES.index(limit.scope),
        not limit.once_per_period,
        limit.subject is not Subject.PERSON,
        limit.period.length_rank,
        limit.span.start,
    )


def settle_floors(
    report: Report, statements: Sequence[syntax.Floor], evaluate: Period, category: str
) -> tuple[checked.Floor, ...]:
    """The floors of a category or (`category` empty) of the standing, in the order written."""
    said = [one for one in statements if one.points is not None]
    nones = [one for one in statements if one.points is None]
    _refuse_both(report, [one.span for one in said], [none.span for none in nones])
    floors: list[checked.Floor] = []
    for one in said:
        assert one.points is not None
        points = read_points(report, one.points)
        if points is not None:
            period = evaluate if one.period is None else one.period.period
            if one.with_base and not category:
                _base_anyway(report, one)
            with_base = one.with_base and category != ""
            alone = len(said) == 1
            floors.append(checked.Floor(points, period, category, one.span, with_base, alone))
    return tuple(floors)


def _base_anyway(report: Report, floor: syntax.Floor) -> None:
    report.say(
        Code.UNSUITABLE_CLAUSE,
        text("base is always in the standing, which this floor looks at"),
        floor.span,
        help=text("leave it out here; it is for the floor of a category"),
    )


def _refuse_both(report: Report, said: Sequence[Span], nones: Sequence[Span]) -> None:
    """Refuse 上限 beside 不设上限 (and so on) in one place, and the latter twice."""
    if not nones:
        return
    first, second = sorted([*said[:1], *nones])[:2] if said or len(nones) > 1 else (None, None)
    if first is not None and second is not None:
        report_repeated(report, first, second)


def _no_period(report: Report, cap: syntax.Cap) -> None:
    written = report.written(cap.span)
    chinese = cap.subject is None and f"{written} 每户每月"
    example = report.words(
        chinese or f"{written}每月",
        f"{written} per household per month" if cap.subject is None else f"{written} per month",
    )
    report.say(
        Code.MISSING_PERIOD,
        text("this limit does not say in which time it counts"),
        cap.span,
        help=text(
            "write {example}, or {ever} where it counts for life",
            example=example,
            ever=report.words("每户终身", "per household ever"),
        ),
    )
