"""Texts become words here: which language is spoken, and every sentence in it.

The only place that knows a catalogue. Prints nothing.
"""

import enum
import gettext
import os
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from rulesengine.core.text import Text, Value

LOCALE = Path(__file__).parent.parent / "locale"
_CATALOGUE = "rulesengine"
_CLICK_CATALOGUE = "messages"  # the domain that click looks its own texts up in
_MOST_LISTED = 200  # of a list inside a sentence
_MOST_SHOWN = 500  # characters of somebody's text inside a sentence; a path has fewer


class Language(enum.Enum):
    """A language that we speak; English is the one the sentences are written in."""

    CHINESE = "zh"
    ENGLISH = "en"


def language_said(arguments: Sequence[str]) -> Language | None:
    """What `--lang` says, wherever it stands; None where it stands nowhere or names no language."""
    said = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            said = value if equals else "".join(arguments[place + 1 : place + 2])
    return next((language for language in Language if language.value == said), None)


def language_of_system(environment: Mapping[str, str]) -> Language:
    """What the system speaks: Chinese if its locale begins with `zh`, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            chinese = environment[name].lower().startswith(("zh", "chinese"))
            return Language.CHINESE if chinese else Language.ENGLISH
    if sys.platform == "win32":  # pragma: no cover - Windows sets none of the three
        import ctypes

        chinese = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04
        return Language.CHINESE if chinese else Language.ENGLISH
    return Language.ENGLISH


_BLANK = re.compile(r"(?:\s|#[^\n]*|\ufeff)*")


def language_of_policy(beginning: str) -> Language | None:
    """The keyword language that a policy text opens with; None where nothing stands in it."""
    found = _BLANK.match(beginning)
    first = beginning[found.end() :][:1] if found else ""
    if not first:
        return None
    plain = unicodedata.normalize("NFKC", first)
    return Language.ENGLISH if plain.isascii() else Language.CHINESE


def speak(language: Language) -> None:
    """Make click's own texts come in the language. To be called before click is imported."""
    os.environ["LANGUAGE"] = language.value  # where gettext looks first
    gettext.bindtextdomain(_CLICK_CATALOGUE, str(LOCALE))
    gettext.textdomain(_CLICK_CATALOGUE)


def render(sentence: Text, language: Language) -> str:
    """A sentence in a language, with its values in their places."""
    values = {name: _shown(value, language) for name, value in sentence.values.items()}
    return _template(sentence.template, language).format(**values)


def joined(parts: Sequence[str], language: Language) -> str:
    """A list in words: with 、 in Chinese, with commas in English."""
    return ("、" if language is Language.CHINESE else ", ").join(parts)


def visible(written: str) -> str:
    """Somebody's text, safe to show: what moves the cursor or turns the direction is escaped."""
    if written.isprintable():
        return written
    return "".join(_escaped(character) for character in written)


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _shown(value: Value, language: Language) -> str:
    match value:
        case Text():
            return render(value, language)
        case tuple():
            shown = [_shown(one, language) for one in value[:_MOST_LISTED]]
            return joined([*shown, "…"] if len(value) > _MOST_LISTED else shown, language)
        case int():
            return str(value)
        case str():
            return visible(value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}…")


def _template(template: str, language: Language) -> str:
    if language is Language.ENGLISH:
        return template
    return _catalogue(language.value).gettext(template)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(_CATALOGUE, LOCALE, [language], fallback=True)
