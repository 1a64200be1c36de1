"""Whether two policies say the same: their trees, but for places and the language of words."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

import attrs

from rulesengine.core.source import Span
from rulesengine.language import syntax
from rulesengine.language.grammar import keywords


def alike(one: syntax.Policy, other: syntax.Policy) -> bool:
    """Whether both have the same statements, wherever these stand and in whatever keywords."""
    return _bare(one.statements) == _bare(other.statements)


def _bare(node: Any) -> object:
    """A node without its places."""
    if isinstance(node, tuple):
        return tuple(_bare(part) for part in node)
    if isinstance(node, syntax.Name):
        return _words().get(node.text.casefold(), node.text)
    if isinstance(node, Span):
        return None
    if attrs.has(type(node)):
        fields = attrs.fields(type(node))
        return type(node).__name__, tuple(_bare(getattr(node, field.name)) for field in fields)
    assert node is None or isinstance(node, str | int | Enum), node
    return node


@cache
def _words() -> Mapping[str, str]:
    """Keywords, one word for both languages: the tree has some as names (a status, yes, an age)."""
    words = {word.zh: word.en for word in keywords().values() if word.en}
    return words | {word: word for word in words.values()} | {"周岁": "age", "age": "age"}
