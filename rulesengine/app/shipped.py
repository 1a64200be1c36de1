"""Files that come with the program: pages of codes, policies; in the wheel or a checkout."""

from pathlib import Path

import rulesengine

_PACKAGE = Path(rulesengine.__file__).parent


def error_page(name: str) -> Path | None:
    """A page of a code by its file name; None where there is none."""
    return _first(_PACKAGE / "_errors" / name, _PACKAGE.parent / "docs" / "errors" / name)


def sample_policy(name: str) -> Path | None:
    """A policy that comes with the program by its file name; None where there is none."""
    return _first(_PACKAGE / "_policies" / name, _PACKAGE.parent / "policies" / name)


def _first(*paths: Path) -> Path | None:
    return next((path for path in paths if path.is_file()), None)
