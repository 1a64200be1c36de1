"""Edits between two policies in one line each: `义务劳动: 3 points/hour → 4 points/hour`. Pure."""

from rulesengine.app.setting_words import setting_words, title_words
from rulesengine.core.source import Source
from rulesengine.core.text import Text, text
from rulesengine.study.differences import Change, Edit
from rulesengine.study.settings import Path

# What tells nothing of its own where its item comes or goes: it is empty, or said already.
_WITH_THE_ITEM = ("sign", "span")


def edit_words(edit: Edit, source: Source) -> Text:
    """An edit; `source` holds the texts of both policies."""
    title = title_words(edit.path)
    if all(_is_empty(change.before) for change in edit.changes):
        return text("{title}: new, {parts}", title=title, parts=_parts(edit, source, after=True))
    if all(_is_empty(change.after) for change in edit.changes):
        parts = _parts(edit, source, after=False)
        return text("{title}: no longer, {parts}", title=title, parts=parts)
    if len(edit.changes) == 2 and _is_swap(*edit.changes):
        went, came = edit.changes
        return _change(Change(went.path, went.before, came.after), source)
    lines = tuple(_change(change, source) for change in edit.changes if _tells(edit, change))
    return lines[0] if len(lines) == 1 else text("{parts}", parts=lines)


def _is_swap(one: Change, other: Change) -> bool:
    """Whether a limit takes the place of one for another period or for other people."""
    is_of_limits = one.path[0] == other.path[0] == "limits"
    return is_of_limits and one.after is None and other.before is None


def _change(change: Change, source: Source) -> Text:
    return text(
        "{title}: {before} → {after}",
        title=title_words(change.path),
        before=setting_words(change.path, change.before, source),
        after=setting_words(change.path, change.after, source),
    )


def _parts(edit: Edit, source: Source, *, after: bool) -> tuple[Text | str, ...]:
    """What comes or goes: the thing itself without its name, and what belongs to it."""
    shown: list[Text | str] = []
    for change in edit.changes:
        if not _tells(edit, change):
            continue
        setting = change.after if after else change.before
        words = setting_words(change.path, setting, source)
        if _thing(change.path) != _thing(edit.path):
            words = text("{title}: {setting}", title=title_words(change.path), setting=words)
        shown.append(words)
    return tuple(shown)


def _tells(edit: Edit, change: Change) -> bool:
    """Whether a change says anything to a reader of the edit."""
    if change is edit.changes[0]:
        return True
    is_empty = _is_empty(change.before) and _is_empty(change.after)
    is_of_item = change.path[0] == "items" and change.path[2] in _WITH_THE_ITEM
    comes_or_goes = change.before is None or change.after is None
    is_range = change.path[0] == "adjustable"  # with the value that was set
    return not is_empty and not is_range and not (is_of_item and comes_or_goes)


def _is_empty(side: object) -> bool:
    """Whether nothing is said on a side: the setting does not stand there, or says none."""
    return side is None or side in ((), "")


def _thing(path: Path) -> tuple[str, str]:
    """What a path is about: an item's limits are about the item."""
    match path:
        case ("items", name, *_) | ("limits", "item", name, *_):
            return "items", name
        case ("categories", name) | ("limits", "category", name, *_):
            return "categories", name
        case ("floors" | "bases", name, *_) if name:
            return "categories", name
        case ("groups", name) | ("limits", "group", name, *_):
            return "groups", name
        case _:
            return path[0], "/".join(path[1:])
