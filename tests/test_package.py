"""What people install: the lists of pyproject.toml agree with the package."""

import importlib
import sys
import tomllib
from pathlib import Path

import pytest

import rulesengine
from tests.test_layers import ALLOWED, MODULES, imports, part_of

PROJECT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


# Extras that give a part of the package its packages, and the parts that nothing else may lean on.
EXTRAS = {"fast": "engine"}


def packages_needed() -> set[str]:
    """The packages of pyproject.toml's dependencies and of its parts' extras, as imported."""
    names = set()
    extras = SETTINGS["project"]["optional-dependencies"]
    of_parts = [requirement for extra in EXTRAS for requirement in extras[extra]]
    for requirement in (*SETTINGS["project"]["dependencies"], *of_parts):
        name = requirement.split(">")[0].split("<")[0].split("=")[0]
        names.add(name.strip().replace("-", "_"))
    return names


def packages_imported() -> set[str]:
    """The packages of others that the package imports."""
    found = {
        found.target.split(".")[0]
        for module, path in MODULES.items()
        for found in imports(module, path)
    }
    return found - set(sys.stdlib_module_names) - {"rulesengine"}


def test_what_is_imported_is_what_is_installed() -> None:
    """Every dependency is used, and nothing is used that installing would not bring."""
    assert packages_imported() == packages_needed()


def test_a_part_with_an_extra_is_loaded_only_when_needed() -> None:
    """Without the extra the program runs: only shells import such a part, inside functions."""
    early = [
        str(found)
        for module, path in MODULES.items()
        for found in imports(module, path)
        for part in EXTRAS.values()
        if found.target.startswith(f"rulesengine.{part}")
        and part_of(module) != part
        and not found.inside_function
    ]

    assert early == []


def test_the_layer_table_allows_only_what_is_installed() -> None:
    """The table names no package that is not a dependency."""
    allowed = {entry.split(" (")[0] for part in ALLOWED.values() for entry in part.others}

    assert allowed == packages_needed()


def test_the_command_is_there() -> None:
    """What the installed command calls exists."""
    module, _, name = SETTINGS["project"]["scripts"]["rulesengine"].partition(":")

    assert callable(getattr(importlib.import_module(module), name))


def test_one_version() -> None:
    """The package and its build say the same version."""
    assert SETTINGS["project"]["version"] == rulesengine.__version__


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [("grammar", "*.lark"), ("docs/errors", "R*.md"), ("policies", "*.policy")],
)
def test_what_the_wheel_carries_is_there(folder: str, pattern: str) -> None:
    """A folder that is gone would leave the wheel without a word, so it is looked for here."""
    wheel = SETTINGS["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert folder in wheel["only-include"]
    assert folder in wheel["sources"]
    assert any((PROJECT / folder).glob(pattern))


def test_the_package_is_typed() -> None:
    """The marker that tells a type checker to read our types is there."""
    assert (PROJECT / "rulesengine" / "py.typed").is_file()


def test_every_part_has_an_opening_word() -> None:
    """Each part is a package whose `__init__` says what the part is for."""
    parts = {part_of(module) for module in MODULES} - {""}

    assert set(ALLOWED) == parts
    assert all(f"rulesengine.{part}" in MODULES for part in parts)
