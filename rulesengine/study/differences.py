"""What changed from one policy to another: edits, each of which can be made alone.

`compare` gives them in a fixed order; `apply` makes some of them. None gives the first policy, all
give the second, and any of them gives a policy that can be scored. Says nothing in words.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulesengine.core.facts import Fact
from rulesengine.core.source import Source, joined, moved
from rulesengine.language import checked
from rulesengine.study.settings import (
    Path,
    Settings,
    facts_in,
    meaning_at,
    policy_of,
    settings_of,
)


@attrs.frozen
class Change:
    """One setting that differs; None on the side where it does not stand."""

    path: Path
    before: object | None
    after: object | None


@attrs.frozen
class Edit:
    """Changes that only make sense together, the telling one first."""

    changes: tuple[Change, ...]

    @property
    def path(self) -> Path:
        return self.changes[0].path


@attrs.frozen
class Differences:
    """Two policies and what changed from the first to the second.

    `source` holds both texts: the places in `before`, `after` and the edits are places in it.
    """

    baseline: checked.Policy
    against: checked.Policy
    source: Source
    before: Settings
    after: Settings
    edits: tuple[Edit, ...]


def compare(baseline: checked.Policy, against: checked.Policy) -> Differences:
    """The edits that lead from one policy to another, in the order of the policies.

    Dates and rules; not names, not tests, and not the order in which things are written.
    """
    sources = [*_texts(baseline.source), *_texts(against.source)]
    shifted = moved(against, len(baseline.source.text) + 1)
    before, after = settings_of(baseline), settings_of(shifted)
    changes = [
        Change(path, before.get(path), after.get(path))
        for path in in_order(before, after)
        if _differs(path, before, after)
    ]
    edits = tuple(_edits(changes, before, after))
    return Differences(baseline, against, joined(sources), before, after, edits)


def apply(differences: Differences, edits: Iterable[Edit]) -> checked.Policy:
    """The first policy with some of the edits made; its tests stay."""
    wanted = {edit.path for edit in edits}
    made = [edit for edit in differences.edits if edit.path in wanted]
    before, after = differences.before, differences.after
    changed = {change.path: change.after for edit in made for change in edit.changes}
    settings: dict[Path, object] = {}
    for path in in_order(before, after):
        if path in changed:
            if path in after:
                settings[path] = changed[path]
        elif path in before:
            settings[path] = before[path]
    like = attrs.evolve(
        differences.baseline, source=differences.source, sha256=_sha256(differences, made)
    )
    return policy_of(settings, like)


def in_order(before: Settings, after: Settings) -> list[Path]:
    """The paths of both: those of the first in its order, new ones behind those they follow."""
    behind: dict[Path | None, list[Path]] = {}
    last: Path | None = None
    for path in after:
        if path in before:
            last = path
        else:
            behind.setdefault(last, []).append(path)
    order = [*behind.get(None, ())]
    for path in before:
        order += [path, *behind.get(path, ())]
    return order


def _texts(source: Source) -> tuple[Source, ...]:
    return source.parts or (source,)


def _differs(path: Path, before: Settings, after: Settings) -> bool:
    if (path in before) != (path in after):
        return True
    return meaning_at(path, before[path]) != meaning_at(path, after[path])


def _sha256(differences: Differences, made: Sequence[Edit]) -> str:
    """Of a policy that nobody wrote: of both digests and what was changed."""
    if not made:
        return differences.baseline.sha256
    if len(made) == len(differences.edits):
        return differences.against.sha256
    said = [differences.baseline.sha256, differences.against.sha256]
    paths = ["/".join(edit.path) for edit in made]
    return hashlib.sha256("\n".join([*said, *paths]).encode("utf-8", "surrogatepass")).hexdigest()


# --- which changes belong together ---------------------------------------------------------------


def _edits(changes: Sequence[Change], before: Settings, after: Settings) -> Iterator[Edit]:
    """Changes that depend on one another in one edit, at the place of the first of them."""
    ties = _Ties.between(before, after)
    leader = list(range(len(changes)))

    def find(index: int) -> int:
        while leader[index] != index:
            index = leader[index]
        return index

    first_with: dict[object, int] = {}
    for index, change in enumerate(changes):
        for tie in ties.of(change):
            one, other = find(index), find(first_with.setdefault(tie, index))
            leader[max(one, other)] = min(one, other)
    together: dict[int, list[Change]] = {}
    for index, change in enumerate(changes):
        together.setdefault(find(index), []).append(change)
    for group in together.values():
        yield Edit(tuple(sorted(group, key=_telling)))


def _telling(change: Change) -> tuple[int, bool]:
    """What an edit is named after: a category, then a group, an item, what comes with them.

    Of the rest what goes stands before what comes.
    """
    order = ("categories", "groups", "items", "bonuses", "acts", "honours")
    kind = change.path[0]
    follows = kind == "items" and change.path[2] != "value"
    rank = 2 * (order.index(kind) if kind in order else len(order)) + follows
    return rank, kind == "limits" and change.before is None


@attrs.frozen
class _Ties:
    """What binds changes to each other. Two that share a tie are made together or not at all."""

    came_or_went: frozenset[str]  # names that only one of the policies has
    turned: frozenset[str]  # items that give in one policy and take in the other
    remeasured: frozenset[str]  # items whose records are counted in another unit
    by_earlier: frozenset[str]  # items whose points go by earlier records in one of them
    swapped: frozenset[Path]  # scope, name, kind of limits of which one went and another came
    graded_otherwise: bool  # grades go per head in one of the policies alone
    is_of_others: bool  # accounts of households become accounts of people, or the other way

    @classmethod
    def between(cls, before: Settings, after: Settings) -> "_Ties":
        names = frozenset(_names(before)) ^ frozenset(_names(after))
        items = [path[1] for path in before if path[0] == "items" and path[2] == "value"]
        both = [name for name in items if ("items", name, "value") in after]
        pairs = {
            name: (before["items", name, "value"], after["items", name, "value"]) for name in both
        }
        signs = {
            name for name in both if before["items", name, "sign"] != after["items", name, "sign"]
        }
        return cls(
            frozenset(name for _, name in names if name),
            frozenset(signs),
            frozenset(name for name, (one, other) in pairs.items() if _unit(one) != _unit(other)),
            frozenset(
                name for name, pair in pairs.items() if any(_goes_by_earlier(one) for one in pair)
            ),
            frozenset(_limits_only_in(before, after)) & frozenset(_limits_only_in(after, before)),
            _per_head(before) != _per_head(after),
            before["account",] != after["account",],
        )

    def of(self, change: Change) -> Iterator[object]:
        """Every tie of a change."""
        kind, *rest = change.path
        sides = (change.before, change.after)
        said = {*rest, *(word for side in sides for word in _words(side))}
        yield from (("name", word) for word in said & self.came_or_went)
        for side in sides:
            for fact in facts_in(side):
                yield "fact", fact.subject, fact.name
        if kind == "adjustable":
            yield "range", rest[0]
        if kind in ("rate", "minimum", "bases"):  # 调整 sets the value and settles its range
            yield "range", "base" if kind == "bases" else kind
        if kind == "items" and rest[1] == "value":
            yield "range", rest[0]
        if self.is_of_others and _is_of_accounts(kind, sides):
            yield "account"
        if kind == "grades" and self.graded_otherwise:
            yield "grades"
        yield from (("turned", name) for name in said & self.turned if kind in _TURNING)
        if kind == "limits" and change.path[1:4] in self.swapped:
            yield "limit", change.path[1:4]
        if kind in ("bonuses", "acts"):
            yield from (("measure", name) for name in said & self.remeasured)
        if kind == "items" and rest[1] == "value" and rest[0] in self.remeasured:
            yield "measure", rest[0]
        yield from self._of_highest(change)

    def _of_highest(self, change: Change) -> Iterator[object]:
        """What goes by earlier records and highest-only exclude each other, in items and groups."""
        if not self.by_earlier:
            return
        match change.path:
            case ("items", name, "value" | "highest" | "group"):
                if name in self.by_earlier:
                    yield "highest"
            case ("groups", _):
                yield "highest"
            case _:
                pass


# What means something else where an account is another's.
_OF_ACCOUNTS = ("account", "limits", "eligible", "honours", "goods", "bonuses", "bases", "grades")
# What hangs on whether an item gives or takes.
_TURNING = ("items", "limits", "bonuses")


def _is_of_accounts(kind: str, sides: tuple[object | None, object | None]) -> bool:
    """Whether a setting means something else for other accounts; gifts ask for facts of them."""
    gifts = any(isinstance(side, checked.Category) and side.matches for side in sides)
    return kind in _OF_ACCOUNTS or gifts


def _goes_by_earlier(value: object) -> bool:
    """Whether what a record is worth hangs on those before it."""
    carries = isinstance(value, checked.PerBlock) and value.carried is not None
    return carries or isinstance(value, checked.ByCount)


def _per_head(settings: Settings) -> frozenset[bool]:
    return frozenset(one.per_head for one in settings.values() if isinstance(one, checked.Grade))


def _names(settings: Settings) -> Iterator[tuple[str, str]]:
    """Every name of what shares one set of names, with its kind; the other language's too."""
    for path, one in settings.items():
        match path:
            case ("items", name, "value"):
                yield "items", name
            case ("items", _, "other_name"):
                yield "items", str(one)
            case ("categories" | "groups" | "bonuses" | "acts", name):
                yield path[0], name
                yield path[0], str(getattr(one, "other_name", ""))
            case _:
                pass


def _sign(name: str, settings: Settings) -> object:
    return settings["items", name, "sign"]


def _limits_only_in(one: Settings, other: Settings) -> Iterator[Path]:
    return (path[1:4] for path in one if path[0] == "limits" and path not in other)


def _unit(value: object) -> object:
    return value.unit if isinstance(value, checked.PerUnit | checked.PerBlock) else None


def _words(setting: object) -> Iterator[str]:
    """Every name in a setting, besides those of facts."""
    match setting:
        case str() if setting:
            yield setting
        case tuple():
            for one in setting:
                yield from _words(one)
        case Fact():
            return
        case _:
            kind: type = type(setting)
            if attrs.has(kind):
                for field in attrs.fields(kind):
                    if field.init:
                        yield from _words(getattr(setting, field.name))
