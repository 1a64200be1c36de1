"""What hangs on a timeline as a whole: which sums are kept, what is looked at after each line."""

from collections.abc import Iterator, Mapping

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Subject
from rulesengine.language import checked


@attrs.frozen
class Plan:
    """`sums`: the kinds of period that floors and clears look at, by category (empty: standing);

    a category's base is summed apart, under `base_of`.
    `clears`: an act of some version clears. `matches`: some category holds gifts.
    `evaluates`: the kinds of period over which standing is
    watched after each line, none where no suspension looks at it.
    """

    sums: Mapping[str, tuple[Period, ...]]
    clears: bool
    evaluates: tuple[Period, ...]
    account_is_person: bool
    matches: bool


def plan_of(timeline: checked.Timeline) -> Plan:
    """What all versions of a timeline ask for together."""
    policies = [version.policy for version in timeline.versions]
    asked = [one for policy in policies for one in _floors(policy)]
    cleared = {scope for policy in policies for scope in _cleared(policy)}
    if cleared:  # a clear looks at its scope and at the evaluation period, in whichever version
        cleared |= {policy.evaluate for policy in policies}
        asked += [("", scope) for scope in sorted(cleared, key=lambda scope: scope.length_rank)]
    sums: dict[str, tuple[Period, ...]] = {}
    for category, period in asked:
        periods = sums.get(category, ())
        if period not in periods:
            sums[category] = (*periods, period)
    suspends = any(policy.suspension is not None for policy in policies)
    evaluates = dict.fromkeys(policy.evaluate for policy in policies) if suspends else ()
    is_person = timeline.versions[0].policy.account is Subject.PERSON
    matches = any(one.matches for policy in policies for one in policy.categories)
    return Plan(sums, bool(cleared), tuple(evaluates), is_person, matches)


def _floors(policy: checked.Policy) -> Iterator[tuple[str, Period]]:
    deductions: list[checked.Item | checked.Bonus] = list(policy.bonuses)
    deductions += [item for category in policy.categories for item in category.items]
    for deduction in deductions:
        for floor in deduction.floors:
            yield floor.category, floor.period
            if floor.with_base:
                yield base_of(floor.category), floor.period


def base_of(category: str) -> str:
    """The name under which a category's base is summed, apart from what is earned in it."""
    return (
        f"{category}\n" if category else ""
    )  # no category is called so: a name ends with its line


def _cleared(policy: checked.Policy) -> Iterator[Period]:
    for act in policy.acts:
        match act.effect:
            case checked.Clear(period=period):
                yield period
            case checked.Bar():
                pass
