"""A policy taken apart into its settings, each under a path of its own, and put together again.

A setting is what can differ between two policies and nothing more: a limit stands once under its
category, not again in every item. Names of policies, tests, places and texts are no settings.
Scores nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar, cast

import attrs

from rulesengine.core.facts import Fact, Subject
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.check_limits import in_taking_order, once_per_period

# items/义务劳动/value, limits/category/环境治理/points/household/month/0: a kind, names, what of it
Path: TypeAlias = tuple[str, ...]
Settings: TypeAlias = Mapping[Path, object]
N = TypeVar("N")

_DATES = "dates"
_TAKEN_APART = {  # fields of a policy that are more than one setting, or none
    "source", "sha256", "language", "name", "other_name", "first_day", "last_day", "limits",
    "floors", "bases", "facts", "categories", "goods", "tests", "groups", "bonuses", "acts",
    "honours", "grades", "budgets", "adjustable",
}  # fmt: skip
_NAMED = ("acts", "honours", "grades", "goods")
_NOT_OF_ITEM = {"name", "limits", "floors"}


# --- taking apart --------------------------------------------------------------------------------


def settings_of(policy: checked.Policy) -> Settings:
    """Every setting of a policy by its path, in the order of the policy."""
    return dict(_settings(policy))


def _settings(policy: checked.Policy) -> Iterator[tuple[Path, object]]:
    for field in _fields(checked.Policy, _TAKEN_APART):
        yield (field,), getattr(policy, field)
    yield (_DATES,), (policy.first_day, policy.last_day)
    yield from _limits(policy.limits)
    yield from _floors(policy.floors)
    yield from _bases(base for base in policy.bases if not base.category)
    for fact in policy.facts:
        yield ("facts", fact.subject.value, fact.name), fact
    for group in policy.groups:
        yield ("groups", group.name), attrs.evolve(group, limits=())
        yield from _limits(group.limits)
    for category in policy.categories:
        yield from _category(policy, category)
    for name in _NAMED:
        for one in getattr(policy, name):
            yield (name, one.name), one
    yield from _counted((("budgets", one.period.value), one) for one in policy.budgets)
    yield from _counted((("adjustable", one.name), one) for one in policy.adjustable)


def _fields(kind: type[attrs.AttrsInstance], without: Iterable[str]) -> list[str]:
    return [one.name for one in attrs.fields(kind) if one.init and one.name not in without]


def _category(policy: checked.Policy, category: checked.Category) -> Iterator[tuple[Path, object]]:
    bare = attrs.evolve(category, items=(), limits=(), floors=(), bases=())
    yield ("categories", category.name), bare
    yield from _limits(category.limits)
    yield from _floors(category.floors)
    yield from _bases(category.bases)
    for item in category.items:
        own = attrs.evolve(item, highest=_own_highest(item))
        for field in _fields(checked.Item, _NOT_OF_ITEM):
            yield ("items", item.name, field), getattr(own, field)
        yield from _limits(
            one
            for one in item.limits
            if one.scope is checked.Scope.ITEM and not one.once_per_period
        )
    for bonus in policy.bonuses:
        if bonus.category == category.name:
            limits = tuple(one for one in bonus.limits if one.scope is checked.Scope.ITEM)
            yield ("bonuses", bonus.name), attrs.evolve(bonus, limits=limits, floors=())


def _own_highest(item: checked.Item) -> checked.Highest | None:
    """Highest-only that the item says itself, not its group."""
    said = item.highest
    return said if said is not None and said.name == item.name else None


def _limits(limits: Iterable[checked.Limit]) -> Iterator[tuple[Path, object]]:
    yield from _counted(
        (
            (
                "limits",
                one.scope.value,
                one.name,
                one.kind.value,
                one.subject.value,
                one.period.value,
            ),
            one,
        )
        for one in limits
    )


def _floors(floors: Iterable[checked.Floor]) -> Iterator[tuple[Path, object]]:
    """Each by itself: whether another stands beside it is no setting."""
    alone = (attrs.evolve(one, is_alone=True) for one in floors)
    yield from _counted((("floors", one.category, one.period.value), one) for one in alone)


def _bases(bases: Iterable[checked.Base]) -> Iterator[tuple[Path, object]]:
    yield from _counted((("bases", one.category, one.period.value), one) for one in bases)


def _counted(found: Iterable[tuple[Path, object]]) -> Iterator[tuple[Path, object]]:
    """Paths that may come several times get a number: a limit beside one that is alike."""
    times: dict[Path, int] = {}
    for path, one in found:
        number = times.get(path, 0)
        times[path] = number + 1
        yield (*path, str(number)), one


# --- putting together ----------------------------------------------------------------------------


def policy_of(settings: Settings, like: checked.Policy) -> checked.Policy:
    """The policy that has these settings; what is no setting is as in `like`."""
    together = _Together(settings)
    scalars: dict[str, Any] = {path[0]: one for path, one in settings.items() if len(path) == 1}
    first_day, last_day = scalars.pop(_DATES)
    categories = tuple(
        together.category(one) for one in together.all("categories", checked.Category)
    )
    bases = (*together.bases(""), *(base for one in categories for base in one.bases))
    policy = attrs.evolve(
        like,
        **scalars,
        first_day=first_day,
        last_day=last_day,
        limits=together.limits(checked.Scope.POLICY, ""),
        floors=together.floors(""),
        bases=bases,
        facts=together.all("facts", Fact),
        categories=categories,
        groups=tuple(together.group(one) for one in together.all("groups", checked.Group)),
        bonuses=tuple(together.bonus(one) for one in together.all("bonuses", checked.Bonus)),
        acts=together.all("acts", checked.Act),
        honours=together.all("honours", checked.Honour),
        grades=tuple(sorted(together.all("grades", checked.Grade), key=lambda one: -one.points)),
        goods=together.all("goods", checked.Goods),
        budgets=together.all("budgets", checked.Budget),
        adjustable=together.all("adjustable", checked.Adjustable),
    )
    facts = {(fact.subject, fact.name): fact for fact in policy.facts}
    return cast("checked.Policy", _with_facts(policy, facts))


@attrs.define
class _Together:
    """Settings by kind, and the parts of a policy that are made of several."""

    settings: Settings
    kinds: dict[str, list[object]] = attrs.field(factory=dict)
    limits_of: dict[tuple[checked.Scope, str], list[checked.Limit]] = attrs.field(factory=dict)
    items_of: dict[str, dict[str, object]] = attrs.field(factory=dict)  # fields by the item's name
    names_in: dict[str, list[str]] = attrs.field(factory=dict)  # items by category

    def __attrs_post_init__(self) -> None:
        for path, one in self.settings.items():
            if len(path) > 1:
                self.kinds.setdefault(path[0], []).append(one)
            if isinstance(one, checked.Limit):
                self.limits_of.setdefault((one.scope, one.name), []).append(one)
            if path[0] == "items":
                self.items_of.setdefault(path[1], {})[path[2]] = one
        for name, fields in self.items_of.items():
            self.names_in.setdefault(cast("str", fields["category"]), []).append(name)

    def all(self, kind: str, type_: type[N]) -> tuple[N, ...]:
        return tuple(one for one in self.kinds.get(kind, ()) if isinstance(one, type_))

    def limits(self, scope: checked.Scope, name: str) -> tuple[checked.Limit, ...]:
        """The limits of one item, group or category, or of the policy, in the order they take."""
        return in_taking_order(self.limits_of.get((scope, name), ()))

    def floors(self, category: str) -> tuple[checked.Floor, ...]:
        found = [one for one in self.all("floors", checked.Floor) if one.category == category]
        return tuple(attrs.evolve(one, is_alone=len(found) == 1) for one in found)

    def bases(self, category: str) -> tuple[checked.Base, ...]:
        return tuple(one for one in self.all("bases", checked.Base) if one.category == category)

    def around(self, category: str) -> tuple[checked.Limit, ...]:
        """The limits of a category and of the policy."""
        own = self.limits(checked.Scope.CATEGORY, category)
        return (*own, *self.limits(checked.Scope.POLICY, ""))

    def group(self, bare: checked.Group) -> checked.Group:
        return attrs.evolve(bare, limits=self.limits(checked.Scope.GROUP, bare.name))

    def bonus(self, own: checked.Bonus) -> checked.Bonus:
        if own.sign is checked.Sign.DEDUCT:
            return attrs.evolve(own, floors=(*self.floors(own.category), *self.floors("")))
        around = self.around(own.category)
        shared = [one for one in around if one.kind is checked.LimitKind.POINTS]
        return attrs.evolve(own, limits=(*own.limits, *shared))

    def category(self, bare: checked.Category) -> checked.Category:
        return attrs.evolve(
            bare,
            items=tuple(self.item(name) for name in self.names_in.get(bare.name, ())),
            limits=self.limits(checked.Scope.CATEGORY, bare.name),
            floors=self.floors(bare.name),
            bases=self.bases(bare.name),
        )

    def item(self, name: str) -> checked.Item:
        bare = checked.Item(name=name, limits=(), **cast("dict[str, Any]", self.items_of[name]))
        own = [*self.limits(checked.Scope.ITEM, name)]
        if isinstance(bare.value, checked.PerPeriod):
            account = cast("Subject", self.settings["account",])
            own.append(once_per_period(name, bare.value, account, bare.span))
        taking = in_taking_order(own)
        if bare.sign is checked.Sign.DEDUCT:
            floors = (*self.floors(bare.category), *self.floors(""))
            return attrs.evolve(bare, limits=taking, floors=floors)
        group = self.settings.get(("groups", bare.group))
        shared = group.highest if isinstance(group, checked.Group) else None
        of_group = self.limits(checked.Scope.GROUP, bare.group) if bare.group else ()
        return attrs.evolve(
            bare,
            limits=(*taking, *of_group, *self.around(bare.category)),
            highest=bare.highest or shared,
        )


# --- comparing -----------------------------------------------------------------------------------


def meaning(setting: object) -> object:
    """A setting without places, and with facts by name: what makes two settings the same."""
    match setting:
        case Span():
            return None
        case Fact(subject=subject, name=name):
            return subject, name
        case Mapping():
            return {key: meaning(one) for key, one in setting.items()}
        case tuple():
            return tuple(meaning(one) for one in setting)
        case _:
            kind: type = type(setting)
            if not attrs.has(kind):
                return setting
            fields = [one.name for one in attrs.fields(kind) if one.init]
            return kind, tuple(meaning(getattr(setting, name)) for name in fields)


def meaning_at(path: Path, setting: object) -> object:
    """As `meaning`, but what a policy declares of a fact is all of the fact."""
    return setting if path[0] == "facts" else meaning(setting)


def facts_in(setting: object) -> Iterator[Fact]:
    """Every fact that a setting looks at."""
    match setting:
        case Fact():
            yield setting
        case tuple():
            for one in setting:
                yield from facts_in(one)
        case _:
            kind: type = type(setting)
            if attrs.has(kind):
                for field in attrs.fields(kind):
                    if field.init:
                        yield from facts_in(getattr(setting, field.name))


def _with_facts(node: object, facts: Mapping[tuple[Subject, str], Fact]) -> object:
    """A part of a policy in which every fact is the one that the policy declares."""
    match node:
        case Fact(subject=subject, name=name):
            return facts.get((subject, name), node)
        case tuple():
            return tuple(_with_facts(one, facts) for one in node)
        case Span() | Source():
            return node
        case _:
            kind: type = type(node)
            if not attrs.has(kind):
                return node
            names = [one.name for one in attrs.fields(kind) if one.init]
            return kind(**{name: _with_facts(getattr(node, name), facts) for name in names})
