"""What things of a policy are called in one language; a name without a second one is as written."""

from collections.abc import Mapping
from typing import Protocol

import attrs

from rulesengine.core.facts import Fact
from rulesengine.language import checked


class Named(Protocol):
    """Anything that may have a name in either language."""

    @property
    def name(self) -> str: ...
    @property
    def other_name(self) -> str: ...


@attrs.frozen
class Naming:
    """Chooses between the names of a policy's things. `others`: the second ones, where given."""

    policy: checked.Policy
    others: bool
    _categories: Mapping[str, checked.Category] = attrs.field(init=False, eq=False, repr=False)

    @_categories.default
    def _categories_by_name(self) -> Mapping[str, checked.Category]:
        return {category.name: category for category in self.policy.categories}

    def of(self, thing: Named) -> str:
        """The name of a thing."""
        return (self.others and thing.other_name) or thing.name

    def item(self, name: str) -> str:
        """The name of an item, by its first name."""
        item = self.policy.items.get(name)
        return name if item is None else self.of(item)

    def category(self, name: str) -> str:
        """The name of a category, by its first name."""
        category = self._categories.get(name)
        return name if category is None else self.of(category)

    def level(self, fact: Fact, level: str) -> str:
        """The name of one of a fact's levels."""
        return next((self.of(one) for one in fact.levels if one.name == level), level)


def naming_in(policy: checked.Policy, language: str) -> Naming:
    """The names of a policy for a reader of a language ("zh" or "en")."""
    return Naming(policy, others=language != policy.language)
