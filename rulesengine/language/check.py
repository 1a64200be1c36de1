"""A policy as written to a policy whose meaning is settled: names, units, types, limits, dates.

The order of the passes, and nothing else. Parses nothing, scores nothing; what each pass decides
stands in its own `check_*` module.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome, has_errors, in_order
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_acts import settle_act
from rulesengine.language.check_adjustable import settle_adjustables
from rulesengine.language.check_amounts import read_points
from rulesengine.language.check_bonuses import settle_bonus
from rulesengine.language.check_clauses import only
from rulesengine.language.check_conditions import settle_eligible
from rulesengine.language.check_expectations import Known
from rulesengine.language.check_facts import Facts, declare_facts
from rulesengine.language.check_groups import Groups, settle_groups
from rulesengine.language.check_header import Settled, settle_header
from rulesengine.language.check_honours import Ranked, settle_grades, settle_honours
from rulesengine.language.check_items import Around, settle_goods, settle_item
from rulesengine.language.check_limits import settle_floors, settle_limits
from rulesengine.language.check_lints import lint
from rulesengine.language.check_matches import settle_matches
from rulesengine.language.check_names import NameSpace, other_name, report_twice
from rulesengine.language.check_report import Report
from rulesengine.language.check_requires import declare_required
from rulesengine.language.check_sections import Act, CategoryPart, Scope, Sections, arrange
from rulesengine.language.check_settings import refuse_settings
from rulesengine.language.check_tests import settle_test
from rulesengine.language.check_units import check_units

S = TypeVar("S", bound=syntax.Item | Act | syntax.Category | syntax.Honour | syntax.Grade)


def check(policy: syntax.Policy, sha256: str) -> Outcome[checked.Policy]:
    """The checked policy with everything found, in the order of the text.

    The value is None where there is an error. Warnings are given only where every statement could
    be read and none is in error: before that they would be guesses.
    """
    report = Report(policy.source, policy.language, policy.broken, policy.start)
    refuse_settings(report, policy.statements)
    sections = arrange(report, policy.statements)
    header = settle_header(report, sections.header)
    facts = declare_required(report, declare_facts(report, sections.facts), sections.items)
    inside = _Inside(
        report,
        facts,
        header,
        _settle_scope(report, facts, header, sections.scope, ""),
        settle_groups(report, facts, sections.groups, header.account),
        _by_name(sections.items),
    )
    settled = _settle_further(inside, sections, _settle(inside, sections, policy, sha256))
    if not policy.broken and not has_errors(report.found):
        lint(report, facts, sections, settled)
    found = _root_causes(policy, report.found) if policy.broken else tuple(report.found)
    return Outcome(None if has_errors(found) else settled, in_order(found))


@attrs.frozen
class _ScopeOf:
    """What a category or the policy says about itself, settled."""

    limits: tuple[checked.Limit, ...]
    floors: tuple[checked.Floor, ...]
    bases: tuple[checked.Base, ...]


@attrs.frozen
class _Inside:
    """What every category of a policy lies in."""

    report: Report
    facts: Facts
    header: Settled
    scope: _ScopeOf
    groups: Groups
    items: Mapping[str, syntax.Item]  # of every category, by either name


def _settle(
    inside: _Inside, sections: Sections, policy: syntax.Policy, sha256: str
) -> checked.Policy:
    """The policy without what `_settle_further` adds."""
    report, facts, header = inside.report, inside.facts, inside.header
    known = _known(inside, sections, policy)
    settled_categories = [_settle_category(inside, part) for part in sections.categories]
    categories = [category for category, _ in settled_categories]
    return checked.Policy(
        source=policy.source,
        sha256=sha256,
        language=policy.language,
        name=header.name,
        other_name=header.other_name,
        first_day=header.first_day,
        last_day=header.last_day,
        account=header.account,
        eligible=settle_eligible(report, facts, sections.header.eligible),
        round_to=header.round_to,
        settle=header.settle,
        evaluate=header.evaluate,
        rate=header.rate,
        minimum=header.minimum,
        expiry=header.expiry,
        limits=inside.scope.limits,
        floors=inside.scope.floors,
        bases=(*inside.scope.bases, *(base for one in categories for base in one.bases)),
        facts=facts.all,
        categories=tuple(categories),
        goods=_settle_goods(report, sections, header),
        tests=_settle_tests(report, known, sections),
        bonuses=tuple(bonus for _, bonuses in settled_categories for bonus in bonuses),
    )


def _known(inside: _Inside, sections: Sections, policy: syntax.Policy) -> Known:
    """What tests may name."""
    report, facts, header = inside.report, inside.facts, inside.header
    recorded = [act for act in sections.acts if only(act.clauses, syntax.Counted) is None]
    return Known(
        facts,
        check_units(report, facts, policy.statements),
        {**_by_name(recorded), **inside.items},
        _claim_names(report, sections),
        header.account,
        _by_name(sections.honours),
        _by_name(sections.grades),
        header.rate is not None,
    )


def _settle_further(inside: _Inside, sections: Sections, settled: checked.Policy) -> checked.Policy:
    """The policy with its groups, acts, honours, grades, budgets, and what a village may set."""
    report, facts, header = inside.report, inside.facts, inside.header
    return attrs.evolve(
        settled,
        groups=inside.groups.all,
        acts=_settle_acts(report, facts, sections, inside.items),
        honours=settle_honours(report, _ranked(sections, header, facts), sections.honours),
        grades=settle_grades(report, sections.grades, header.account),
        suspension=header.suspension,
        budgets=header.budgets,
        adjustable=settle_adjustables(report, sections),
    )


def _settle_scope(
    report: Report, facts: Facts, header: Settled, scope: Scope, category: str
) -> _ScopeOf:
    where = checked.Scope.CATEGORY if category else checked.Scope.POLICY
    bases: list[checked.Base] = []
    for base in scope.bases:
        points = read_points(report, base.points)
        if points is not None:
            bases.append(
                checked.Base(points, base.period.period, base.redeemable, category, base.span)
            )
    return _ScopeOf(
        settle_limits(report, facts, scope.limits, header.account, where, category),
        settle_floors(report, scope.floors, header.evaluate, category),
        tuple(bases),
    )


def _settle_category(
    inside: _Inside, part: CategoryPart
) -> tuple[checked.Category, tuple[checked.Bonus, ...]]:
    """A category, and the bonuses that stand in it."""
    report = inside.report
    name = "" if part.statement is None else part.statement.names.first.text
    scope = _settle_scope(report, inside.facts, inside.header, part.scope, name)
    around = Around(
        name,
        inside.header.account,
        (*scope.limits, *inside.scope.limits),
        (*scope.floors, *inside.scope.floors),
        inside.groups,
    )
    items = [settle_item(report, inside.facts, item, around) for item in part.items]
    bonuses = [
        settle_bonus(report, inside.facts, bonus, inside.items, around) for bonus in part.bonuses
    ]
    open_at_most = None if part.statement is None else part.statement.open_at_most
    category = checked.Category(
        name,
        "" if part.statement is None else other_name(part.statement.names),
        tuple(item for item in items if item is not None),
        scope.limits,
        scope.floors,
        scope.bases,
        part.entries[0].span if part.statement is None else part.statement.span,
        settle_matches(report, inside.facts, part.scope.matches, inside.header.account),
        None if open_at_most is None else read_points(report, open_at_most),
    )
    return category, tuple(bonus for bonus in bonuses if bonus is not None)


_ONE_CATEGORY = text("a category is written once: move what stands below it up to the first one")


def _claim_names(report: Report, sections: Sections) -> NameSpace:
    """The names that expectations may say. No two of what stands in a policy share one."""
    categories = [one.statement.names for one in sections.categories if one.statement is not None]
    items = [one.names for part in sections.categories for one in part.entries]
    others = [*(one.names for one in sections.groups), *(one.names for one in sections.acts)]
    space, parts = NameSpace(), NameSpace()
    headings: dict[str, Span] = {}
    for names in sorted((*categories, *items, *others), key=lambda one: one.span):
        if names in categories and names.first.text in headings:
            report_twice(report, names.first, headings[names.first.text], _ONE_CATEGORY)
            continue
        if names in categories:
            headings[names.first.text] = names.first.span
        space.claim(report, names)
    owned = {names.first.span for names in (*categories, *items)}
    owned |= {names.other.span for names in (*categories, *items) if names.other is not None}
    parts.taken.update({name: taken for name, taken in space.taken.items() if taken[1] in owned})
    return parts


def _by_name(statements: Sequence[S]) -> dict[str, S]:
    """Statements by either of their names; of two with one name the first."""
    found: dict[str, S] = {}
    for statement in statements:
        for name in (statement.names.first, statement.names.other):
            if name is not None:
                found.setdefault(name.text, statement)
    return found


def _settle_acts(
    report: Report, facts: Facts, sections: Sections, items: Mapping[str, syntax.Item]
) -> tuple[checked.Act, ...]:
    settled = [settle_act(report, facts, act, items) for act in sections.acts]
    return tuple(act for act in settled if act is not None)


def _ranked(sections: Sections, header: Settled, facts: Facts) -> Ranked:
    statements = [one.statement for one in sections.categories if one.statement is not None]
    categories = {name: one.names.first.text for name, one in _by_name(statements).items()}
    return Ranked(facts, categories, header.account)


def _settle_goods(report: Report, sections: Sections, header: Settled) -> tuple[checked.Goods, ...]:
    space = NameSpace()
    for goods in sections.goods:
        space.claim(report, goods.names)
    settled = [settle_goods(report, goods, header.account) for goods in sections.goods]
    return tuple(goods for goods in settled if goods is not None)


def _settle_tests(report: Report, known: Known, sections: Sections) -> tuple[checked.Test, ...]:
    settled = [settle_test(report, known, part) for part in sections.tests]
    return tuple(test for test in settled if test is not None)


def _root_causes(policy: syntax.Policy, found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What was found, less what follows from a statement that could not be read.

    An unknown name that stands in such a statement is not said; any other one once.
    """
    unread = "\n".join(policy.source.slice(span) for span in policy.unread)
    said: set[str] = set()
    kept: list[Diagnostic] = []
    for diagnostic in found:
        message = str(diagnostic.message)
        if diagnostic.code is Code.UNKNOWN_NAME:
            if message in said or _word(diagnostic) in unread:
                continue
            said.add(message)
        kept.append(diagnostic)
    return tuple(kept)


def _word(diagnostic: Diagnostic) -> str:
    """The word under which a message about a policy text stands, without quotes."""
    assert isinstance(diagnostic.primary, Label), diagnostic
    return diagnostic.primary.source.slice(diagnostic.primary.span).strip("“”\"'「」《》")
