"""Which facts a policy looks at, and whether files were given that can know them."""

from collections.abc import Iterable, Iterator

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.reference.problems import facts_of


def in_policy(policy: checked.Policy) -> tuple[Fact, ...]:
    """Every fact the policy uses, each once, in the order in which it meets them."""
    return tuple(dict.fromkeys(_all_in(policy)))


def _all_in(policy: checked.Policy) -> Iterable[Fact]:
    yield from facts_of(policy.eligible)
    limits = [*policy.limits, *(limit for group in policy.groups for limit in group.limits)]
    for category in policy.categories:
        limits += category.limits
        for match in category.matches:
            yield from facts_of(match.when)
        for item in category.items:
            limits += item.limits
            yield from _in_table(item.value)
            yield from facts_of(item.when)
            for factor in item.factors:
                yield from facts_of(factor.when)
            for requirement in item.requires:
                yield from facts_of(requirement.when)
                yield requirement.fact
    limits += [limit for bonus in policy.bonuses for limit in bonus.limits]
    for limit in limits:
        yield from facts_of(limit.when)
    for act in policy.acts:
        yield from facts_of(act.when)
    for honour in policy.honours:
        yield from facts_of(honour.when)
        if honour.per_class is not None:
            yield honour.per_class


def _in_table(value: checked.Value) -> Iterator[Fact]:
    match value:
        case checked.ByLevel(fact=fact):
            yield fact
        case checked.ByBand(measure=checked.FactOf(fact=fact) | checked.AgeOf(born=fact)):
            yield fact
        case _:
            return


def register_needed(
    policy: checked.Policy, households_given: bool, people_given: bool
) -> Diagnostic | None:
    """R419 where a policy uses facts of households or people and no file of them was given.

    Without the file every such fact would be unknown, and items would silently earn nothing.
    """
    used = in_policy(policy)
    households = _names(used, Subject.HOUSEHOLD) if not households_given else ()
    people: tuple[str | Text, ...] = _names(used, Subject.PERSON) if not people_given else ()
    if not people_given and policy.per_head:
        people = (*people, text("points per head"))
    if not households and not people:
        return None
    if households and people:
        message = text(
            "this policy needs the files of households and of people, for {facts}",
            facts=(*households, *people),
        )
        way_out = text("give both with --households FILE and --people FILE")
    elif households:
        message = text("this policy needs the file of households, for {facts}", facts=households)
        way_out = text("give it with --households FILE")
    else:
        message = text("this policy needs the file of people, for {facts}", facts=people)
        way_out = text("give it with --people FILE")
    return Diagnostic(Code.REGISTER_NEEDED, message, help=way_out)


def _names(facts: Iterable[Fact], subject: Subject) -> tuple[str, ...]:
    return tuple(fact.name for fact in facts if fact.subject is subject)
