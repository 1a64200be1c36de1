"""Languages: which is spoken, how sentences come out in it, and that the catalogue is complete."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from rulesengine.app.messages import (
    Language,
    language_of_policy,
    language_of_system,
    language_said,
    render,
    visible,
)
from rulesengine.core.text import text

PROJECT = Path(__file__).resolve().parents[2]


def catalogue_script() -> ModuleType:
    """The script that compiles the catalogue; it stands outside the package."""
    spec = importlib.util.spec_from_file_location("catalogue", PROJECT / ".ci" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_a_translation_and_the_catalogue_is_up_to_date() -> None:
    """Each template of the package is translated, with the same names, and compiled."""
    assert [] == catalogue_script().mistakes()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["score", "--lang", "zh", "a.csv"], Language.CHINESE),
        (["--lang=en", "check", "办法.policy"], Language.ENGLISH),
        (["check", "a.policy"], None),
        (["check", "--lang", "fr"], None),
        (["check", "--lang"], None),
        (["why", "a.csv", "--", "--lang", "zh"], None),
    ],
)
def test_the_language_said_is_found_wherever_it_stands(
    arguments: list[str], expected: Language | None
) -> None:
    """`--lang` counts before the command, behind it and with an equals sign, but not behind `--`."""
    assert expected == language_said(arguments)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, Language.CHINESE),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.ENGLISH),
        ({"LC_ALL": "zh_TW", "LANG": "en_US"}, Language.CHINESE),
        ({"LANG": "de_DE.UTF-8"}, Language.ENGLISH),
    ],
)
def test_the_system_says_chinese_by_its_locale(
    environment: dict[str, str], expected: Language
) -> None:
    """LC_ALL goes before LANG; any Chinese locale is Chinese, any other is English."""
    assert expected == language_of_system(environment)


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ('# A comment in English\n\n办法 "示例"', Language.CHINESE),
        ('\ufeff# 中文注释\npolicy "Example"', Language.ENGLISH),
        ("# 只有注释", None),
        ("", None),
    ],
)
def test_the_language_of_a_policy_is_that_of_its_first_keyword(
    beginning: str, expected: Language | None
) -> None:
    """Comments and blank lines say nothing about it."""
    assert expected == language_of_policy(beginning)


def test_values_are_translated_too_and_lists_have_the_marks_of_the_language() -> None:
    """A sentence inside a sentence is translated; a tuple is a list with 、 or commas."""
    inner = text("note: {note}", note=("甲", "乙", 3))

    assert "说明：甲、乙、3" == render(inner, Language.CHINESE)
    assert "help: note: 甲, 乙, 3" == render(text("help: {help}", help=inner), Language.ENGLISH)
    assert "建议：说明：甲、乙、3" == render(text("help: {help}", help=inner), Language.CHINESE)


def test_control_characters_in_names_are_shown_and_not_sent() -> None:
    """A name cannot move the cursor, ring, or turn the direction of the line."""
    assert "张\\x1b[31m三\\u202e\\x0a" == visible("张\x1b[31m三\u202e\n")
    assert "𠮷野　é" == visible("𠮷野　é")
