"""Finds `grammar/policy.lark`, builds its parser once, and knows its keywords in both languages.

The grammar lies beside the modules in a wheel (`_grammar`) and in `grammar/` of a checkout.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import attrs
from lark import Lark
from lark.lexer import Pattern, PatternStr

_PACKAGE = Path(__file__).resolve().parent.parent


def grammar_dir() -> Path:
    """The folder of the grammar; FileNotFoundError where the package was built without it."""
    for folder in (_PACKAGE / "_grammar", _PACKAGE.parent / "grammar"):
        if (folder / "policy.lark").is_file():
            return folder
    raise FileNotFoundError(f"no policy.lark inside or beside {_PACKAGE}")


@cache
def statement_parser() -> Lark:
    """The parser of one statement (LALR, contextual lexer). Its trees know their places."""
    return Lark(
        (grammar_dir() / "policy.lark").read_text(encoding="utf-8"),
        parser="lalr",
        start="statement",
        propagate_positions=True,
        maybe_placeholders=True,
    )


@attrs.frozen
class Keyword:
    """A word of the language in both languages; `plural` is the English one, or empty."""

    zh: str
    en: str
    plural: str = ""


@cache
def keywords() -> Mapping[str, Keyword]:
    """Every keyword by the stem of its terminals' names (`CAP` for `_CAP_ZH` and `_CAP_EN`)."""
    forms: dict[str, dict[str, str]] = {}
    for terminal in statement_parser().terminals:
        name = terminal.name.strip("_")
        for ending in ("_ZH", "_EN", "_EN_S"):
            if name.endswith(ending):
                forms.setdefault(name.removesuffix(ending), {})[ending] = _written(terminal.pattern)
    return {
        stem: Keyword(words["_ZH"], words.get("_EN", ""), words.get("_EN_S", ""))
        for stem, words in forms.items()
    }


def stem(terminal: str) -> str:
    """`CAP` for `_CAP_ZH`, `_CAP_EN` and `_CAP_EN_S`; other terminals as they are."""
    name = terminal.strip("_")
    for ending in ("_EN_S", "_EN", "_ZH"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def _written(pattern: Pattern) -> str:
    if isinstance(pattern, PatternStr):
        return pattern.value
    # A keyword of two words is a regular expression, for the space between them.
    return re.sub(r"\[[^]]*\]\+", " ", str(pattern.value)).replace("[\\/／]", "/")
