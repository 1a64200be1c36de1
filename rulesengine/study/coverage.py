"""What the tests of a policy reach of it, rule by rule, and which test does.

Of a policy that extends another only what its own text says: what it adds, and what it sets.

Counted in whole numbers. What a run reached is told by `scoring.reached`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import assert_never

import attrs

from rulesengine.core.quantity import Hundredths
from rulesengine.core.source import Span
from rulesengine.language import checked, syntax
from rulesengine.language.parse import parse
from rulesengine.scoring.reached import NOWHERE, OTHERWISE, Mark, Rule, reached
from rulesengine.study.policy_tests import score_test


@attrs.frozen
class Goal:
    """Something to reach. `owner` is the item, category, group or honour it belongs to, empty for

    the whole policy; `row` says which row of a table: a level, a threshold or a number of times.
    """

    mark: Mark
    owner: str
    row: str | int | None = None


@attrs.frozen
class Reached:
    """A goal with the names of the tests that reach it, in the order written."""

    goal: Goal
    tests: tuple[str, ...]


@attrs.frozen
class Coverage:
    """Every goal of a policy; `unknown` are conditions that some test left without an answer."""

    goals: tuple[Reached, ...]
    unknown: tuple[Reached, ...]

    @property
    def reached(self) -> int:
        """How many goals some test reaches."""
        return sum(bool(goal.tests) for goal in self.goals)

    @property
    def percent(self) -> int:
        """Whole percent, never rounded up: 100 only where every goal is reached."""
        return self.reached * 100 // len(self.goals) if self.goals else 100

    @property
    def missed(self) -> tuple[Goal, ...]:
        """The goals that no test reaches."""
        return tuple(one.goal for one in self.goals if not one.tests)


def coverage(policy: checked.Policy) -> Coverage:
    """Run every test of a policy and see what it reaches."""
    by_mark = marks_by_test(policy)
    every = tuple(_goals(policy))
    unknown = [
        attrs.evolve(goal, mark=attrs.evolve(goal.mark, side="unknown"))
        for goal in every
        if goal.mark.rule is Rule.CONDITION and goal.mark.side == "yes"
    ]
    return Coverage(
        tuple(_reached(goal, by_mark) for goal in every),
        tuple(one for goal in unknown if (one := _reached(goal, by_mark)).tests),
    )


def marks_by_test(policy: checked.Policy) -> Mapping[str, frozenset[Mark]]:
    """What each test reaches, by its name; tests of one name together."""
    found: dict[str, frozenset[Mark]] = {}
    for test in policy.tests:
        run = score_test(policy, test).value
        marks = frozenset[Mark]() if run is None else reached(run)
        found[test.name] = found.get(test.name, frozenset()) | marks
    return found


def _reached(goal: Goal, by_test: Mapping[str, frozenset[Mark]]) -> Reached:
    return Reached(goal, tuple(name for name, marks in by_test.items() if goal.mark in marks))


# --- what there is to reach ----------------------------------------------------------------------


def _goals(policy: checked.Policy) -> Iterator[Goal]:
    """Every goal once, in the order of the text."""
    seen: dict[Mark, Goal] = {}
    is_own = _own(policy)
    for goal in filter(is_own, _every(policy)):
        seen.setdefault(goal.mark, goal)
    yield from sorted(seen.values(), key=lambda goal: goal.mark.span.start)


def _own(policy: checked.Policy) -> Callable[[Goal], bool]:
    """Whether a goal stands in the policy's own text, or is of a value that it sets."""
    start = len(policy.source.text) - len(policy.source.own.text)
    if not start:
        return lambda _: True
    written = parse(policy.source.own).value
    statements = () if written is None else written.statements
    names = [
        one.name.text
        for one in statements
        if isinstance(one, syntax.SetItem) and one.value is not None
    ]
    items = {policy.items[name].name for name in names if name in policy.items}
    sets_minimum = any(isinstance(one, syntax.SetMinimum) for one in statements)

    def is_own(goal: Goal) -> bool:
        match goal.mark.rule:
            case Rule.MINIMUM:
                return sets_minimum
            case Rule.ITEM | Rule.ROW if goal.owner in items:
                return True
            case _:
                return goal.mark.span.start >= start

    return is_own


def _every(policy: checked.Policy) -> Iterator[Goal]:
    if policy.eligible is not None:
        yield from _both_ways(policy.eligible, "")
    if policy.minimum:
        yield Goal(Mark(Rule.MINIMUM, NOWHERE), "")
    yield from _limits(policy.limits, "")
    yield from (_goal(Rule.FLOOR, one.span, one.category) for one in policy.floors)
    yield from (_goal(Rule.BASE, one.span, one.category) for one in policy.bases)
    if policy.expiry is not None:
        yield _goal(Rule.EXPIRY, policy.expiry.span, "")
    if policy.suspension is not None:
        for side in ("suspended", "resumed"):
            yield Goal(Mark(Rule.SUSPENSION, policy.suspension.span, side), "")
    for category in policy.categories:
        yield from _limits(category.limits, category.name)
        yield from (_goal(Rule.FLOOR, one.span, category.name) for one in category.floors)
        yield from _of_gifts(category)
        for item in category.items:
            yield from _of_item(item)
    for group in policy.groups:
        yield from _limits(group.limits, group.name)
        if group.highest is not None:
            yield _goal(Rule.HIGHEST, group.highest.span, group.name)
    for bonus in policy.bonuses:
        yield _goal(Rule.BONUS, bonus.span, bonus.name)
        yield from _limits(tuple(one for one in bonus.limits if one.name == bonus.name), bonus.name)
    yield from _further(policy)


def _further(policy: checked.Policy) -> Iterator[Goal]:
    for act in policy.acts:
        yield _goal(Rule.ACT, act.span, act.name)
        if act.when is not None:
            yield from _both_ways(act.when, act.name)
    for honour in policy.honours:
        yield _goal(Rule.HONOUR, honour.span, honour.name)
        if honour.when is not None:
            yield from _both_ways(honour.when, honour.name)
    yield from (_goal(Rule.GRADE, one.span, one.name) for one in policy.grades)


def _of_gifts(category: checked.Category) -> Iterator[Goal]:
    for match in category.matches:
        yield _goal(Rule.MATCH, match.span, category.name)
        if match.when is not None:
            yield from _both_ways(match.when, category.name)
    if category.matches:
        yield _goal(Rule.HELD_BACK, category.span, category.name)


def _of_item(item: checked.Item) -> Iterator[Goal]:
    yield _goal(Rule.ITEM, item.span, item.name)
    match item.value:
        case checked.Judged(judges=judges) if judges is not None:
            yield _goal(Rule.JUDGES, item.span, item.name)
        case checked.PerBlock(carried=carried) if carried is not None:
            yield _goal(Rule.CARRIED, item.span, item.name)
        case _:
            pass
    yield from _rows(item)
    own = {checked.Scope.ITEM}
    yield from _limits(tuple(one for one in item.limits if one.scope in own), item.name)
    if item.most_each is not None and _may_be_more(item, item.most_each):
        yield Goal(Mark(Rule.LIMIT, item.span, "each"), item.name)
    if item.when is not None:
        yield from _both_ways(item.when, item.name)
    for factor in item.factors:
        yield _goal(Rule.FACTOR, factor.span, item.name)
        yield from _both_ways(factor.when, item.name)
    for required in item.requires:
        for side in ("there", "missing"):
            yield Goal(Mark(Rule.REQUIREMENT, required.span, side), item.name)
        if required.when is not None:
            yield from _both_ways(required.when, item.name)
    if item.highest is not None and item.highest.name == item.name:
        yield _goal(Rule.HIGHEST, item.highest.span, item.name)


def _may_be_more(item: checked.Item, most: Hundredths) -> bool:
    """Whether a record of the item may be worth more than so many points."""
    match item.value:
        case checked.PerUnit() | checked.PerBlock():
            return True
        case checked.PerPeriod(points=points):
            highest = points
        case checked.Judged(high=high):
            highest = high
        case checked.ByLevel(points=levels):
            highest = max(levels.values())
        case checked.ByBand(rows=bands, otherwise=otherwise):
            highest = max([otherwise, *(points for _, points in bands)])
        case checked.ByCount(tiers=tiers, afterwards=afterwards):
            highest = max([afterwards, *(points for _, points in tiers)])
        case _:
            assert_never(item.value)
    return highest * max([100, *(factor.times for factor in item.factors)]) > most * 100


def _rows(item: checked.Item) -> Iterator[Goal]:
    rows: list[tuple[str, str | int]] = []
    match item.value:
        case checked.ByLevel(points=points, rest=rest):
            rows = [(level, level) for level in points if level not in rest]
            if rest:
                rows.append((OTHERWISE, OTHERWISE))
        case checked.ByBand(rows=bands):
            rows = [(str(place), band[0]) for place, band in enumerate(bands)]
            if bands[-1][0] > 0:
                rows.append((OTHERWISE, OTHERWISE))
        case checked.ByCount(tiers=tiers):
            rows = [(str(place), tier[0]) for place, tier in enumerate(tiers)]
            rows.append((OTHERWISE, OTHERWISE))
        case _:
            pass
    for side, row in rows:
        yield Goal(Mark(Rule.ROW, item.span, side), item.name, row)


def _limits(limits: tuple[checked.Limit, ...], owner: str) -> Iterator[Goal]:
    for limit in limits:
        side = "once" if limit.once_per_period else ""
        yield Goal(Mark(Rule.LIMIT, limit.span, side), owner)
        if limit.when is not None:
            yield from _both_ways(limit.when, owner)


def _both_ways(condition: checked.Condition, owner: str) -> Iterator[Goal]:
    """A condition and each of its parts, true and false."""
    match condition:
        case checked.Not(inner=inner):
            yield from _both_ways(inner, owner)
            return
        case checked.And(parts=parts) | checked.Or(parts=parts):
            for part in parts:
                yield from _both_ways(part, owner)
        case _:
            pass
    for side in ("yes", "no"):
        yield Goal(Mark(Rule.CONDITION, condition.span, side), owner)


def _goal(rule: Rule, span: Span, owner: str) -> Goal:
    return Goal(Mark(rule, span), owner)
