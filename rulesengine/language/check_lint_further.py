"""Warnings about groups, bonuses, bars, honours, grades and budgets: what reaches nothing."""

from collections.abc import Mapping

from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.codes import Code
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.language.check_bounds import count_smallest, most_standing, most_towards
from rulesengine.language.check_reach import always_holds, never_holds
from rulesengine.language.check_report import Report


def lint_further(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    """Add the warnings; `spans` are the places of the names of items, bonuses and acts."""
    _groups(report, policy)
    _bonuses(report, policy, spans)
    _gifts(report, policy)
    _bars(report, policy, spans)
    _honours(report, policy)
    _grades(report, policy)
    _budgets(report, policy)


def _nothing(report: Report, message: Text, span: Span, help: Text) -> None:
    report.say(Code.ALWAYS_SAME, message, span, help=help)


def _groups(report: Report, policy: checked.Policy) -> None:
    joined = {item.group for category in policy.categories for item in category.items}
    for group in policy.groups:
        if group.name not in joined:
            example = report.words(f"属于 {group.name}", f"in {group.name}")
            _nothing(
                report,
                text("no item belongs to the group {group}", group=group.name),
                group.span,
                text("write {example} behind its items, or leave it out", example=example),
            )
        elif not group.limits and group.highest is None:
            _nothing(
                report,
                text("the group {group} says nothing of its items", group=group.name),
                group.span,
                text("give it a limit, or leave it out"),
            )


def _bonuses(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    counting = count_smallest(policy)
    for bonus in policy.bonuses:
        if bonus.points == 0:
            _nothing(
                report,
                text("{item} is always worth nothing", item=bonus.name),
                spans[bonus.name],
                text("write its points"),
            )
        most = most_towards(counting, bonus)
        mark = bonus.mark.count if isinstance(bonus.mark, checked.Runs) else bonus.mark.amount
        if most is not None and most < mark:
            report.say(
                Code.UNREACHABLE_ITEM,
                text(
                    "nobody can reach the mark of {bonus}: limits of {award} do not let it come",
                    bonus=bonus.name,
                    award=bonus.item,
                ),
                spans[bonus.name],
                _at_most(bonus.mark, most),
                others=((spans[bonus.item], text("its limits stand here and around it")),),
                help=text("lower the mark, or raise the limits"),
            )


def _gifts(report: Report, policy: checked.Policy) -> None:
    """Gifts that nothing releases: every category is one of gifts."""
    gifts = [category for category in policy.categories if category.matches]
    if gifts and len(gifts) == len(policy.categories):
        _nothing(
            report,
            text("nobody can redeem gifts here: there is no category in which points are earned"),
            gifts[0].matches[0].span,
            text("add a category for what is earned, or leave this out"),
        )
    for match in (one for category in gifts for one in category.matches):
        if match.when is None:
            continue
        if never_holds(match.when, policy.first_day, policy.last_day):
            message = text("this releases nothing: its condition can never hold")
        elif always_holds(match.when, policy.first_day, policy.last_day):
            message = text("this condition keeps nobody out")
        else:
            continue
        _nothing(report, message, match.when.span, text("leave it out, or correct it"))


def _at_most(mark: checked.Mark, most: int) -> Text:
    if isinstance(mark, checked.Runs):
        return text("at most {most} periods in a row", most=most)
    if mark.measure is checked.Measure.POINTS:
        return text("at most {most}", most=points_words(most))
    return text("at most {most}", most=times_words(most))


def _bars(report: Report, policy: checked.Policy, spans: Mapping[str, Span]) -> None:
    for act in policy.acts:
        if not isinstance(act.effect, checked.Bar) or policy.honours:
            continue
        if checked.Right.HONOUR in act.effect.rights:
            _nothing(
                report,
                text("{item} bars from honours, and this policy has none", item=act.name),
                spans[act.name],
                text("add the honours, or leave this right out"),
            )


def _honours(report: Report, policy: checked.Policy) -> None:
    for honour in policy.honours:
        if honour.when is None:
            continue
        if never_holds(honour.when, policy.first_day, policy.last_day):
            report.say(
                Code.UNREACHABLE_ITEM,
                text("nobody can receive {honour}: this condition can never hold",
                     honour=honour.name),
                honour.when.span,
                help=text("look for two parts that exclude each other"),
            )  # fmt: skip
        elif always_holds(honour.when, policy.first_day, policy.last_day):
            _nothing(
                report,
                text("this condition keeps nobody out"),
                honour.when.span,
                text("leave it out, or correct it"),
            )


def _grades(report: Report, policy: checked.Policy) -> None:
    most = most_standing(policy) if policy.grades else None
    if most is None:
        return
    for grade in policy.grades:
        if grade.points > most:
            report.say(
                Code.UNREACHABLE_ITEM,
                text("nobody can reach the grade {grade}", grade=grade.name),
                grade.span,
                text("with base and limits at most {most}", most=points_words(most)),
                help=text("lower the grade, or raise the limits"),
            )


def _budgets(report: Report, policy: checked.Policy) -> None:
    seen: dict[object, checked.Budget] = {}
    for budget in policy.budgets:
        earlier = seen.setdefault(budget.period, budget)
        if earlier is not budget:
            report.say(
                Code.REPEATED_LIMIT,
                text("two budgets count over the same time, and only the smaller one matters"),
                budget.span,
                others=((earlier.span, text("the other one")),),
                help=text("keep one of the two"),
            )
    if policy.budgets and policy.rate is None:
        _nothing(
            report,
            text("a budget counts money, and here points are worth none"),
            policy.budgets[0].span,
            text(
                "say what a point is worth, as in {example}",
                example=report.words("兑换 1分 = 0.5元", "redeem 1 point = 0.5 yuan"),
            ),
        )
