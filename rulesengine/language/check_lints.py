"""Warnings about a policy that has a meaning: the passes, and those that look at it as a whole.

Nothing here is an error, and nothing here changes the policy.
"""

from collections.abc import Mapping

from rulesengine.core.calendar import Period
from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_facts import AGE_NAMES, Facts, path_text
from rulesengine.language.check_legal import touched
from rulesengine.language.check_lint_further import lint_further
from rulesengine.language.check_lint_items import lint_counts, lint_items, lint_units
from rulesengine.language.check_lint_limits import lint_limits
from rulesengine.language.check_mentions import conditions_in, paths
from rulesengine.language.check_names import listed
from rulesengine.language.check_reach import always_holds, never_holds
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Sections

_MOST_LABELS = 5
_PERIODS = {
    Period.DAY: text("day"),
    Period.WEEK: text("week"),
    Period.MONTH: text("month"),
    Period.QUARTER: text("quarter"),
    Period.HALF_YEAR: text("half-year"),
    Period.YEAR: text("year"),
}


def lint(report: Report, facts: Facts, sections: Sections, policy: checked.Policy) -> None:
    """Add every warning that a sound policy gives."""
    named = (*sections.items, *sections.bonuses, *sections.acts)
    spans = {one.names.first.text: one.names.span for one in named}
    _no_floor(report, sections, policy, spans)
    _no_carry(report, sections, policy)
    _expires_unredeemed(report, policy)
    _prices(report, sections, policy)
    _judged_ranges(report, policy, spans)
    _legal_review(report, sections)
    _unused_facts(report, facts, sections)
    _eligible(report, sections, policy)
    _empty_tests(report, policy)
    lint_items(report, policy, spans)
    lint_units(report, sections.items)
    lint_counts(report, sections.items)
    lint_limits(report, policy, spans)
    lint_further(report, policy, spans)


def _no_floor(
    report: Report,
    sections: Sections,
    policy: checked.Policy,
    spans: Mapping[str, Span],
) -> None:
    if sections.scope.floors:
        return
    said = {
        part.statement.names.first.text
        for part in sections.categories
        if part.statement is not None and part.scope.floors
    }
    items: list[checked.Item | checked.Bonus] = [
        item
        for category in policy.categories
        for item in category.items
        if item.sign is checked.Sign.DEDUCT and category.name not in said
    ]
    items += [
        bonus
        for bonus in policy.bonuses
        if bonus.sign is checked.Sign.DEDUCT and bonus.category not in said
    ]
    if items:
        report.say(
            Code.NO_FLOOR_SAID,
            text(
                "{item} takes points, and it is not said how far down they may go",
                item=items[0].name,
            ),
            spans[items[0].name],
            notes=(text("without a floor an account may fall below zero"),),
            help=text(
                "write {floor} or {none} above the first category",
                floor=report.words("下限 0分", "floor 0 points"),
                none=report.words("不设下限", "no floor"),
            ),
        )


def _no_carry(report: Report, sections: Sections, policy: checked.Policy) -> None:
    redeemed = policy.rate is not None or policy.minimum > 0 or policy.goods
    if sections.header.expiry is not None or not redeemed:
        return
    places = [
        one.span for one in (sections.header.rate, sections.header.minimum, *sections.goods) if one
    ]
    report.say(
        Code.CARRY_NOT_SAID,
        text("it is not said what becomes of points that nobody redeems"),
        places[0],
        notes=(text("until it is, all of them are carried over, year after year"),),
        help=text(
            "write {expire} or {carry}",
            expire=report.words("清零 每年, 宽限 31天", "expire per year, grace 31 days"),
            carry=report.words("结转 全部", "carry all"),
        ),
    )


def _expires_unredeemed(report: Report, policy: checked.Policy) -> None:
    expiry = policy.expiry
    redeemed = policy.rate is not None or policy.minimum > 0 or policy.goods
    if expiry is None or not redeemed or expiry.grace_days or expiry.kept_percent == 100_00:
        return
    if policy.settle is Period.DAY:
        return
    report.say(
        Code.EXPIRES_UNREDEEMED,
        text("the last points of a period expire on its last day, before anybody can redeem them"),
        expiry.span,
        notes=(text("points are settled every {period}", period=_PERIODS[policy.settle]),),
        help=text(
            "give some days: {example}",
            example=report.written(expiry.span) + report.words(", 宽限 31天", ", grace 31 days"),
        ),
    )


def _prices(report: Report, sections: Sections, policy: checked.Policy) -> None:
    if policy.rate is None:
        return
    for written, goods in _pairs(sections, policy):
        if (
            goods.price is None
            or goods.price * policy.rate.points == goods.points * policy.rate.fen
        ):
            continue
        at_rate, rest = divmod(goods.points * policy.rate.fen, policy.rate.points)
        price = next(clause for clause in written.clauses if isinstance(clause, syntax.Price))
        rate = sections.header.rate
        report.say(
            Code.PRICE_DISAGREES,
            text(
                "{goods} costs {price} yuan, but its points are worth {worth} yuan",
                goods=goods.name,
                price=_yuan(goods.price),
                worth=_yuan(at_rate) + ("…" if rest else ""),
            ),
            price.span,
            others=((rate.span, text("the rate")),) if rate is not None else (),
            help=text("correct the points, the price or the rate"),
        )


def _pairs(sections: Sections, policy: checked.Policy) -> list[tuple[syntax.Goods, checked.Goods]]:
    return list(zip(sections.goods, policy.goods, strict=True))


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}".rstrip("0") if rest else str(yuan)


def _judged_ranges(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    items = [
        item
        for category in policy.categories
        for item in category.items
        if isinstance(item.value, checked.Judged) and item.value.low < item.value.high
    ]
    if items:
        report.say(
            Code.JUDGED_RANGE,
            text(
                "what these give is left to a person's judgement: {items}",
                items=listed([item.name for item in items]),
            ),
            spans[items[0].name],
            _range(items[0]),
            others=[(spans[item.name], _range(item)) for item in items[1:_MOST_LABELS]],
            notes=(text("whoever judges should say why, and households may ask"),),
            help=text("where the cases can be told apart, use a table instead of a range"),
        )


def _range(item: checked.Item) -> Text:
    assert isinstance(item.value, checked.Judged), item
    return text(
        "from {low} to {high} points",
        low=show_hundredths(item.value.low),
        high=show_hundredths(item.value.high),
    )


def _legal_review(report: Report, sections: Sections) -> None:
    names = [
        *(part.statement.names for part in sections.categories if part.statement is not None),
        *(one.names for one in (*sections.items, *sections.bonuses, *sections.acts)),
        *(honour.names for honour in sections.honours),
    ]
    for one in names:
        for name in (one.first, one.other):
            found = touched(name.text) if name is not None else None
            if name is None or found is None:
                continue
            report.say(
                Code.LEGAL_REVIEW,
                text("{name} touches {matter}", name=name.text, matter=found[1]),
                name.span,
                notes=(text("village rules may not touch rights that the law gives"),),
                help=text("ask the town's legal office before this is put to the vote"),
            )
            break


def _unused_facts(report: Report, facts: Facts, sections: Sections) -> None:
    used: set[tuple[Subject, str]] = set()
    statements = (*sections.items, *sections.acts, *sections.honours)
    scopes = (sections.scope, *(part.scope for part in sections.categories))
    asking: list[syntax.Statement] = [*statements, *sections.bonuses, *sections.groups]
    for scope in scopes:
        asking += scope.limits
        asking += scope.matches
    eligible = sections.header.eligible
    named = [path for condition in conditions_in(asking) for path in paths(condition)]
    named += paths(eligible.condition) if eligible is not None else ()
    named += [
        item.value.operand for item in sections.items if isinstance(item.value, syntax.ByTable)
    ]
    for statement in statements:
        for clause in statement.clauses:
            if isinstance(clause, syntax.PerClass):
                named.append(clause.fact)
            elif isinstance(clause, syntax.Requires):
                named.append(syntax.FactPath(Subject.RECORD, clause.fact, clause.fact.span))
    for path in named:
        fact = facts.find(path.subject, path.name.text)
        if fact is None and path.name.text.casefold() in AGE_NAMES:
            fact = facts.born
        if fact is not None:
            used.add((fact.subject, fact.name))
    for fact in facts.all:
        if (fact.subject, fact.name) not in used:
            report.say(
                Code.UNUSED_FACT,
                text(
                    "nothing in this policy asks for {fact}",
                    fact=path_text(report, fact.subject, fact.name),
                ),
                facts.span(fact),
                notes=(text("every fact that is declared has to be collected and kept"),),
                help=text("leave it out, or use it in a condition or a table"),
            )


def _eligible(report: Report, sections: Sections, policy: checked.Policy) -> None:
    statement = sections.header.eligible
    if statement is None or policy.eligible is None:
        return
    if never_holds(policy.eligible, policy.first_day, policy.last_day):
        report.say(
            Code.UNREACHABLE_ITEM,
            text("nobody can take part: this condition can never hold"),
            statement.condition.span,
            help=text("look for two parts that exclude each other"),
        )
    elif always_holds(policy.eligible, policy.first_day, policy.last_day):
        report.say(
            Code.ALWAYS_SAME,
            text("this condition keeps nobody out"),
            statement.condition.span,
            help=text("leave it out, or correct it"),
        )
    personal = [path for path in paths(statement.condition) if path.subject is Subject.PERSON]
    if personal and policy.bases and policy.account is Subject.HOUSEHOLD:
        report.say(
            Code.UNREACHABLE_ITEM,
            text("no household gets the base, because who takes part is asked of a person"),
            policy.bases[0].span,
            others=((personal[0].span, text("asked of a person")),),
            help=text("ask for a fact of the household, or keep an account for each person"),
        )


def _empty_tests(report: Report, policy: checked.Policy) -> None:
    for test in policy.tests:
        if not test.expectations:
            report.say(
                Code.ALWAYS_SAME,
                text("the test {name} expects nothing, so it always passes", name=test.name),
                test.span,
                help=text(
                    "add a line such as {example}",
                    example=report.words("应得 张三 10分", "expect 张三 10 points"),
                ),
            )
