"""A policy as written to a policy whose meaning is settled: names, units, types, limits, dates.

The order of the passes, and nothing else. Parses nothing, scores nothing; what each pass decides
stands in its own `check_*` module.
"""

from collections.abc import Mapping, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome, has_errors, in_order
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_points
from rulesengine.language.check_conditions import settle_eligible
from rulesengine.language.check_facts import Facts, declare_facts
from rulesengine.language.check_header import Settled, settle_header
from rulesengine.language.check_items import Around, settle_goods, settle_item
from rulesengine.language.check_limits import settle_floors, settle_limits
from rulesengine.language.check_lints import lint
from rulesengine.language.check_names import NameSpace, other_name
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import CategoryPart, Scope, Sections, arrange
from rulesengine.language.check_tests import Known, settle_test
from rulesengine.language.check_units import check_units


def check(policy: syntax.Policy, sha256: str) -> Outcome[checked.Policy]:
    """The checked policy with everything found, in the order of the text.

    The value is None where there is an error. Warnings are given only where every statement could
    be read and none is in error: before that they would be guesses.
    """
    report = Report(policy.source, policy.language, policy.broken)
    sections = arrange(report, policy.statements)
    header = settle_header(report, sections.header)
    facts = declare_facts(report, sections.facts)
    units = check_units(report, facts, policy.statements)
    inside = _Inside(report, facts, header, _settle_scope(report, header, sections.scope, ""))
    names = _claim_names(report, sections)
    categories = [_settle_category(inside, part) for part in sections.categories]
    known = Known(facts, units, _items_by_name(sections), names, header.account)
    settled = checked.Policy(
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
    )
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


def _settle_scope(report: Report, header: Settled, scope: Scope, category: str) -> _ScopeOf:
    where = checked.Scope.CATEGORY if category else checked.Scope.POLICY
    bases: list[checked.Base] = []
    for base in scope.bases:
        points = read_points(report, base.points)
        if points is not None:
            bases.append(
                checked.Base(points, base.period.period, base.redeemable, category, base.span)
            )
    return _ScopeOf(
        settle_limits(report, scope.limits, header.account, where, category),
        settle_floors(report, scope.floors, header.evaluate, category),
        tuple(bases),
    )


def _settle_category(inside: _Inside, part: CategoryPart) -> checked.Category:
    report = inside.report
    name = "" if part.statement is None else part.statement.names.first.text
    scope = _settle_scope(report, inside.header, part.scope, name)
    around = Around(
        name,
        inside.header.account,
        (*scope.limits, *inside.scope.limits),
        (*scope.floors, *inside.scope.floors),
    )
    items = [settle_item(report, inside.facts, item, around) for item in part.items]
    return checked.Category(
        name,
        "" if part.statement is None else other_name(part.statement.names),
        tuple(item for item in items if item is not None),
        scope.limits,
        scope.floors,
        scope.bases,
        part.items[0].span if part.statement is None else part.statement.span,
    )


def _claim_names(report: Report, sections: Sections) -> NameSpace:
    """The names that records and expectations may say: a category's and an item's differ too."""
    space = NameSpace()
    for part in sections.categories:
        if part.statement is not None:
            space.claim(report, part.statement.names)
        for item in part.items:
            space.claim(report, item.names)
    return space


def _items_by_name(sections: Sections) -> Mapping[str, syntax.Item]:
    items: dict[str, syntax.Item] = {}
    for item in sections.items:
        for name in (item.names.first, item.names.other):
            if name is not None:
                items.setdefault(name.text, item)
    return items


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
