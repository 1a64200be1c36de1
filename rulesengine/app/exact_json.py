"""JSON with exact numbers: amounts in hundredths become decimals, never a float."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs

from rulesengine.core.quantity import show_hundredths

JsonValue: TypeAlias = (
    "str | int | bool | Amount | Mapping[str, JsonValue] | Sequence[JsonValue] | None"
)

# Half a surrogate pair, which UTF-8 cannot write; and what would turn or garble a terminal's line.
_NOT_AS_WRITTEN = re.compile(
    "[\ud800-\udfff\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_as_written = json.JSONEncoder(ensure_ascii=False).encode


@attrs.frozen
class Amount:
    """Points or yuan: `hundredths` of them."""

    hundredths: int


def amount(hundredths: int | None) -> Amount | None:
    """An amount, or None (null) where there is none."""
    return None if hundredths is None else Amount(hundredths)


def dump(value: JsonValue, indent: str = "") -> str:
    """JSON text: two blanks a level, one line for a list or object that holds no other, no escapes

    but those that JSON asks for. An amount has at most two decimals and no zeros at its end.
    """
    match value:
        case Amount(hundredths=hundredths):
            return show_hundredths(hundredths)
        case str():
            return json.dumps(value) if _NOT_AS_WRITTEN.search(value) else _as_written(value)
        case bool() | int() | None:
            return json.dumps(value)
        case Mapping():
            entries = [f"{dump(key)}: {dump(entry, indent + '  ')}" for key, entry in value.items()]
            return _bracketed("{", entries, "}", any(map(_holds, value.values())), indent)
        case _:
            entries = [dump(entry, indent + "  ") for entry in value]
            return _bracketed("[", entries, "]", any(map(_holds, value)), indent)


def _bracketed(opening: str, entries: list[str], closing: str, long: bool, indent: str) -> str:
    if not long:
        return f"{opening}{', '.join(entries)}{closing}"
    inside = f",\n{indent}  ".join(entries)
    return f"{opening}\n{indent}  {inside}\n{indent}{closing}"


def _holds(value: JsonValue) -> bool:
    """Whether it is a list or an object with something in it."""
    return isinstance(value, Mapping | list | tuple) and len(value) > 0
