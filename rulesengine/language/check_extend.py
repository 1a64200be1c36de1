"""What a policy may do to the one that it extends: the one place where this is decided.

It may set what is adjustable (`check_settings`), tighten limits and add some, add awards to open
categories, and add facts, groups, goods, honours, budgets and tests of its own. All else is fixed.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Outcome
from rulesengine.core.quantity import Hundredths, show_hundredths
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_adjustable import points_of
from rulesengine.language.check_allowed import above_this, fixed, limits_within, quiet, range_of
from rulesengine.language.check_amounts import read_budget, read_day, read_points
from rulesengine.language.check_names import listed, suggestion
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import CategoryPart, Header, Scope, Sections, arrange
from rulesengine.language.check_settings import settle_base, settle_settings
from rulesengine.language.extend_draft import Above, Draft


def check_extend(above: Above, own: syntax.Policy, source: Source) -> Outcome[syntax.Policy]:
    """The statements of both, as one policy; with everything that the lower one may not do.

    `own` has its places in `source`, which is joined of all texts. The value is never None: what
    was refused is left out of it, and is among what could not be read.
    """
    report = Report(source, own.language, own.broken, own.start)
    draft = Draft(above, report)
    sections = arrange(report, own.statements)
    _header(draft, sections.header)
    _scope(draft, sections.scope, "")
    for part in sections.categories:
        _category(draft, part)
    settle_settings(draft, sections.settings)
    _others(draft, sections)
    unread = (*own.unread, *draft.refused)
    whole = syntax.Policy(
        source,
        own.language,
        draft.statements(sections.header.title),
        broken=own.broken or bool(report.found),
        unread=unread,
        start=own.start,
    )
    return Outcome(whole, tuple(report.found))


# --- the head ------------------------------------------------------------------------------------


def _header(draft: Draft, header: Header) -> None:
    above = draft.above.sections.header
    if header.effective is not None:
        _dates(draft, header.effective)
    pairs: Iterable[tuple[syntax.Statement | None, syntax.Statement | None, str]] = (
        (header.account, above.account, ""),
        (header.eligible, above.eligible, ""),
        (header.round_to, above.round_to, ""),
        (header.rate, above.rate, draft.report.words("调整 ", "set ")),
        (header.settle, above.settle, ""),
        (header.evaluate, above.evaluate, ""),
        (header.minimum, above.minimum, draft.report.words("调整 ", "set ")),
        (header.expiry, above.expiry, ""),
        (header.suspend, above.suspend, ""),
    )
    for said, there, setting in pairs:
        if said is not None:
            fixed(draft, said.span, _span(there), _or_set(draft, said, there, setting))
    for budget in header.budgets:
        _budget(draft, budget)


def _span(statement: syntax.Statement | None) -> Span | None:
    return None if statement is None else statement.span


def _or_set(
    draft: Draft, said: syntax.Statement, there: syntax.Statement | None, setting: str
) -> Text | None:
    """The way out where the policy above lets it be set: the same line as a setting."""
    if isinstance(there, syntax.Rate | syntax.Minimum | syntax.Base) and there.adjustable:
        return text("write {example}", example=setting + draft.report.written(said.span))
    return None


def _dates(draft: Draft, effective: syntax.Effective) -> None:
    """Its own days lie inside those of the policy above; an end that is not said is the same."""
    policy, there = draft.above.policy, draft.above.sections.header.effective
    assert there is not None
    first = quiet(draft, read_day, effective.first)
    last = None if effective.last is None else quiet(draft, read_day, effective.last)
    early = first is not None and first < policy.first_day
    end = policy.last_day
    late = end is not None and any(day is not None and day > end for day in (first, last))
    if early or late:
        draft.report.say(
            Code.OUTSIDE_ALLOWED,
            text("this policy holds on days on which {policy} does not", policy=policy.name),
            effective.span,
            others=((there.span, text("it holds on these days")),),
            help=text("write days inside them"),
        )
    draft.replace(there, attrs.evolve(effective, last=effective.last or there.last))


def _budget(draft: Draft, budget: syntax.Budget) -> None:
    """A budget for another period is added; for the same one it may only be smaller."""
    fen = quiet(draft, read_budget, budget.yuan)
    for there in draft.above.sections.header.budgets:
        if there.period.period is not budget.period.period or fen is None:
            continue
        most = quiet(draft, read_budget, there.yuan)
        if most is not None and fen > most:
            draft.report.say(
                Code.OUTSIDE_ALLOWED,
                text("this budget is larger than that of {policy}", policy=draft.above.policy.name),
                budget.span,
                others=((there.span, text("the budget here")),),
                help=text("write {most} yuan or less", most=there.yuan.text),
            )
        draft.replace(there, None)
    draft.added.append(budget)


# --- limits, floors, bases of the policy or of a category ----------------------------------------


def _scope(draft: Draft, scope: Scope, category: str) -> None:
    """`category` is its first name above; empty: the policy's own."""
    above = draft.above
    of_policy = [(above.sections.scope, above.policy.limits)]
    there, settled = next(
        (
            (part.scope, one.limits)
            for part, one in zip(above.sections.categories, above.policy.categories, strict=True)
            if category and one.name == category
        ),
        of_policy[0],
    )
    where = checked.Scope.CATEGORY if category else checked.Scope.POLICY
    for limit in scope.limits:
        _limit(draft, limit, there, settled, where, category)
    for floor in scope.floors:
        fixed(draft, floor.span, next((one.span for one in there.floors), None))
    for base in scope.bases:
        like = next((one for one in there.bases if one.period.period is base.period.period), None)
        example = draft.report.words("调整 ", "set ")
        fixed(draft, base.span, _span(like), _or_set(draft, base, like, example))
    for match in scope.matches:
        fixed(draft, match.span, next((one.span for one in there.matches), None))
    for setting in scope.settings:
        settle_base(draft, setting, there.bases)


def _limit(
    draft: Draft,
    limit: syntax.Limit,
    there: Scope,
    settled: Sequence[checked.Limit],
    where: checked.Scope,
    category: str,
) -> None:
    if isinstance(limit.cap, syntax.NoCap):
        spans = [one.span for one in there.limits if isinstance(one.cap, syntax.Cap)]
        fixed(draft, limit.span, next(iter(spans), None))
        return
    tightened = limits_within(draft, limit.cap, settled, where, category)
    if tightened is None:
        return
    by_span = {one.cap.span: one for one in there.limits}
    for span in tightened:
        draft.replace(by_span[span], None)
    for one in there.limits:
        if isinstance(one.cap, syntax.NoCap):  # it said that there is none; now there is one
            draft.replace(one, None)
    draft.limits.setdefault(category, []).append(limit)


# --- categories ----------------------------------------------------------------------------------


def _category(draft: Draft, part: CategoryPart) -> None:
    if part.statement is None:  # told already: it stands in no category
        for entry in part.entries:
            draft.refuse(entry.span)
        return
    there = draft.above.categories.get(part.statement.names.first.text)
    if there is None:
        _no_such_category(draft, part, part.statement)
        return
    _open(draft, part.statement, there)
    _scope(draft, part.scope, there.names.first.text)
    for entry in part.entries:
        match entry:
            case syntax.Item():
                _item(draft, entry, there)
            case syntax.Bonus():
                like = [one for one in draft.above.sections.bonuses if _shares_name(one, entry)]
                fixed(draft, entry.span, (like[0] if like else there).span)


def _shares_name(one: syntax.Bonus, other: syntax.Bonus) -> bool:
    return one.names.first.text == other.names.first.text


def _no_such_category(draft: Draft, part: CategoryPart, statement: syntax.Category) -> None:
    known = _open_ones(draft)
    near = suggestion(draft.report, statement.names.first.text, tuple(draft.above.categories))
    draft.report.say(
        Code.FIXED_ABOVE,
        text(
            "{policy} has no category {name}, and a policy that extends it adds none",
            policy=draft.above.policy.name,
            name=statement.names.first.text,
        ),
        statement.span,
        others=[(one.span, text("open for awards")) for one in known[:1]] or above_this(draft),
        help=_where_to_add(known) if near is None else text("did you mean {name}?", name=near),
    )
    draft.refuse(statement.span)
    scope = part.scope
    for one in (*part.entries, *scope.limits, *scope.floors, *scope.bases, *scope.matches):
        draft.refuse(one.span)


def _open(draft: Draft, said: syntax.Category, there: syntax.Category) -> None:
    """`可增` said again: for those below, and for no more than may be added here."""
    if said.open_at_most is None:
        return
    most = None if there.open_at_most is None else quiet(draft, read_points, there.open_at_most)
    here = quiet(draft, read_points, said.open_at_most)
    if most is None:
        fixed(draft, said.span, there.span)
        return
    if here is not None and here > most:
        _too_much(draft, said.open_at_most, there, most)
    now = draft.now(there)
    draft.replace(there, attrs.evolve(now, open_at_most=said.open_at_most))


def _item(draft: Draft, item: syntax.Item, category: syntax.Category) -> None:
    """An award that is added, with what the category lets each of its records credit."""
    known = draft.above.items.get(item.names.first.text)
    if known is not None:
        _said_again(draft, item, known)
        return
    name = item.names.first.text
    if item.sign is syntax.Sign.DEDUCT:
        reason = text("{item} takes points, and only awards may be added", item=name)
        _not_added(draft, item, category, reason, text("leave it out: deductions are fixed"))
        return
    if category.open_at_most is None:
        name = category.names.first.text
        reason = text("the category {name} is not open, so nothing is added to it", name=name)
        _not_added(draft, item, category, reason, _where_to_add(_open_ones(draft)))
        return
    most = quiet(draft, read_points, category.open_at_most)
    for number in (*points_of(item.value), *_highest_settings(item)):
        points = quiet(draft, read_points, number)
        if most is not None and points is not None and points > most:
            _too_much(draft, number, category, most)
    added = attrs.evolve(item, most_each=category.open_at_most)
    draft.items.setdefault(category.names.first.text, []).append(added)


def _highest_settings(item: syntax.Item) -> Iterator[syntax.Number]:
    """The upper ends of what those below may set."""
    clause = range_of(item.clauses)
    if clause is not None:
        yield clause.high


def _too_much(
    draft: Draft, number: syntax.Number, category: syntax.Category, most: Hundredths
) -> None:
    open_to = category.open_at_most
    assert open_to is not None
    name, highest = category.names.first.text, show_hundredths(most)
    draft.report.say(
        Code.OUTSIDE_ALLOWED,
        text(
            "what is added to {name} earns at most {most} points each time, and here {points}",
            name=name,
            most=highest,
            points=number.text,
        ),
        number.span,
        others=((open_to.span, text("at most {most} points each time", most=highest)),),
        help=text("write {most} points or less", most=highest),
    )


def _said_again(draft: Draft, item: syntax.Item, known: syntax.Item) -> None:
    name = known.names.first.text
    adjustable = range_of(known.clauses) is not None
    example = draft.report.words(f"调整 {name} …", f"set {name} …")
    fixed(
        draft,
        item.span,
        known.span,
        text("write {example}", example=example) if adjustable else None,
    )


def _not_added(
    draft: Draft, item: syntax.Item, category: syntax.Category, reason: Text, help: Text
) -> None:
    policy = draft.above.policy.name
    others = ((category.span, text("the category in {policy}", policy=policy)),)
    draft.report.say(Code.FIXED_ABOVE, reason, item.span, others=others, help=help)
    draft.refuse(item.span)


def _open_ones(draft: Draft) -> list[syntax.Category]:
    """The categories of the policy above to which awards may be added."""
    statements = [part.statement for part in draft.above.sections.categories]
    return [one for one in statements if one is not None and one.open_at_most is not None]


def _where_to_add(known: Sequence[syntax.Category]) -> Text:
    names = listed(tuple(one.names.first.text for one in known))
    if names:
        return text("add awards to a category that is open: {names}", names=names)
    return text("ask those who wrote it to open a category: none is open")


# --- what else a policy may hold -----------------------------------------------------------------


def _others(draft: Draft, sections: Sections) -> None:
    """Facts, groups, goods, honours and tests are added; acts and grades are not."""
    above = draft.above.sections
    draft.added += (*sections.facts, *sections.groups, *sections.goods, *sections.honours)
    for act in sections.acts:
        same = [one for one in above.acts if one.names.first.text == act.names.first.text]
        fixed(draft, act.span, same[0].span if same else None)
    for grade in sections.grades:
        fixed(draft, grade.span, next((one.span for one in above.grades), None))
    for part in sections.tests:
        if part.statement is not None:  # else told already: the lines belong to no test
            draft.added += (part.statement, *part.lines)
