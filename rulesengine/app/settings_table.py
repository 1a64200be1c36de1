"""Policies side by side: a row for each setting, a column for each policy. Pure."""

from collections.abc import Sequence

import attrs

from rulesengine.app.messages import Language, render
from rulesengine.app.setting_words import setting_words, title_words
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Policy
from rulesengine.study.differences import in_order
from rulesengine.study.settings import Path, meaning_at, settings_of

# What would only repeat what another row says; and a range is closed where its value is set.
_NOT_SHOWN = ("other_name", "span", "sign", "category")
_EMPTY = (None, (), "", False)


@attrs.frozen
class Row:
    """A setting: what it is called, what each policy says, and which differ from the first."""

    title: str
    cells: tuple[str, ...]
    differs: tuple[bool, ...]

    @property
    def marked(self) -> tuple[str, ...]:
        """The cells, with a mark where one differs."""
        pairs = zip(self.cells, self.differs, strict=True)
        return tuple(f"* {cell}" if differs else cell for cell, differs in pairs)


def heading(language: Language) -> str:
    """The heading of the first column."""
    return render(text("setting"), language)


def settings_table(
    policies: Sequence[Policy], language: Language, *, everything: bool = False
) -> list[Row]:
    """The settings in which a policy differs from the first; with `everything`, all of them."""
    settings = [settings_of(policy) for policy in policies]
    order: dict[Path, object] = dict(settings[0])
    for other in settings[1:]:
        order = dict.fromkeys(in_order(order, other))
    rows: list[Row] = []
    for path in order:
        if path[-1] in _NOT_SHOWN or (path[0] == "adjustable" and not everything):
            continue
        said = [one.get(path) for one in settings]
        differs = tuple(meaning_at(path, one) != meaning_at(path, said[0]) for one in said)
        if all(one in _EMPTY for one in said) or not (everything or any(differs)):
            continue
        cells = tuple(
            _shown(setting_words(path, one, policy.source), language) if path in of_one else "–"
            for one, policy, of_one in zip(said, policies, settings, strict=True)
        )
        rows.append(Row(_shown(title_words(path), language), cells, differs))
    return rows


def _shown(words: Text | str, language: Language) -> str:
    return words if isinstance(words, str) else render(words, language)
