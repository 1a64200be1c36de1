"""Groups: the limits and the highest-only that items of one or several categories share."""

from collections.abc import Mapping, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_clauses import only, refuse_repeated
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_limits import settle_caps
from rulesengine.language.check_names import meant, other_name
from rulesengine.language.check_report import Report


@attrs.frozen
class Groups:
    """The groups of a policy, in the order written and by either name."""

    all: tuple[checked.Group, ...]
    by_name: Mapping[str, checked.Group]


def settle_groups(
    report: Report, facts: Facts, statements: Sequence[syntax.Group], account: Subject
) -> Groups:
    """Every group with its limits in the order in which they take."""
    groups = tuple(_settle(report, facts, statement, account) for statement in statements)
    by_name: dict[str, checked.Group] = {}
    for group in groups:
        for name in (group.name, group.other_name):
            if name:
                by_name.setdefault(name, group)
    return Groups(groups, by_name)


def _settle(
    report: Report, facts: Facts, statement: syntax.Group, account: Subject
) -> checked.Group:
    refuse_repeated(report, statement.names, statement.clauses)
    name = statement.names.first.text
    caps = [clause for clause in statement.clauses if isinstance(clause, syntax.Cap)]
    highest = only(statement.clauses, syntax.Highest)
    return checked.Group(
        name,
        other_name(statement.names),
        settle_caps(report, facts, caps, account, checked.Scope.GROUP, name),
        None if highest is None else settle_highest(highest, name),
        statement.span,
    )


def settle_highest(clause: syntax.Highest, name: str) -> checked.Highest:
    """Highest only, of the records that are compared under `name`."""
    return checked.Highest(
        None if clause.period is None else clause.period.period, name, clause.span
    )


def find_group(report: Report, groups: Groups, item: syntax.Item) -> checked.Group | None:
    """The group that an item belongs to; an unknown one, and one of a deduction, is reported."""
    clause = only(item.clauses, syntax.InGroup)
    if clause is None:
        return None
    group = groups.by_name.get(clause.group.text)
    if group is None:
        _unknown(report, groups, clause)
    elif item.sign is syntax.Sign.DEDUCT:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("{item} takes points, and a group is for awards", item=item.names.first.text),
            clause.span,
            others=((group.span, text("the group")),),
            help=text("write limits of a deduction behind the deduction itself"),
        )
        return None
    return group


def _unknown(report: Report, groups: Groups, clause: syntax.InGroup) -> None:
    name = clause.group.text
    help, _ = meant(report, name, () if report.is_long else tuple(groups.by_name))
    example = report.words(f"组 {name}, 上限 20分 每户每年",
                           f"group {name}, cap 20 points per household per year")  # fmt: skip
    report.say(
        Code.UNKNOWN_NAME,
        text("this policy has no group {group}", group=name),
        clause.group.span,
        help=help or text("add a line for it, as in {example}", example=example),
    )


def highest_of(
    report: Report, item: syntax.Item, group: checked.Group | None
) -> checked.Highest | None:
    """The highest-only that an item's records meet: its own or its group's, never both."""
    own = only(item.clauses, syntax.Highest)
    shared = None if group is None else group.highest
    if own is None and shared is None:
        return None
    if own is not None and shared is not None:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text(
                "{item} and its group both say highest only, and a record can meet only one",
                item=item.names.first.text,
            ),
            own.span,
            others=((shared.span, text("said of the group here")),),
            help=text("leave one of the two out"),
        )
        return None
    if isinstance(item.value, syntax.ByCount) or only(item.clauses, syntax.Carried) is not None:
        joins = only(item.clauses, syntax.InGroup) if own is None else own
        assert joins is not None
        _goes_by_earlier_records(report, item, joins.span, shared)
        return None
    return shared if own is None else settle_highest(own, item.names.first.text)


def _goes_by_earlier_records(
    report: Report, item: syntax.Item, place: Span, shared: checked.Highest | None
) -> None:
    """Refuse highest only where what a record is worth hangs on those before it."""
    message = text("highest only has no meaning for points that go by the count")
    label = text("these points go by how often it happened")
    if not isinstance(item.value, syntax.ByCount):
        message = text("highest only has no meaning where what is left of a block is added up")
        label = text("these points go by the sum of a period")
    of_group = ((shared.span, text("said of the group here")),) if shared is not None else ()
    report.say(
        Code.UNSUITABLE_CLAUSE,
        message,
        place,
        others=((item.value.span, label), *of_group),
        help=text("leave one of the two out"),
    )
