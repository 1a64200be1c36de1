"""The case-file harness itself."""

from pathlib import Path

import pytest

from tests.golden import Case, read_case

TEXT = "It shows a thing.\n\n### policy\none\n\n### diagnostics\nR101 1:1\n"


def _case(folder: Path) -> Case:
    path = folder / "R101_thing.case"
    path.write_text(TEXT, encoding="utf-8")
    return read_case(path)


def test_sections_are_read(tmp_path: Path) -> None:
    """Sections keep their text, without the blank lines that set them apart."""
    assert _case(tmp_path).sections == {"policy": "one\n", "diagnostics": "R101 1:1\n"}


def test_difference_fails(tmp_path: Path) -> None:
    """Output that is not as written fails the test and leaves the file alone."""
    case = _case(tmp_path)
    with pytest.raises(AssertionError, match="not as written"):
        case.check(False, diagnostics="R102 1:1\n")
    assert case.path.read_text(encoding="utf-8") == TEXT


def test_update_rewrites_only_expected_sections(tmp_path: Path) -> None:
    """An update changes the sections it names and keeps every other byte."""
    case = _case(tmp_path)
    case.check(True, diagnostics="R102 1:1")
    assert case.path.read_text(encoding="utf-8") == TEXT.replace("R101 1:1", "R102 1:1")


def test_update_without_difference_keeps_the_file(tmp_path: Path) -> None:
    """An update that finds nothing to change writes the same bytes."""
    case = _case(tmp_path)
    case.check(True, diagnostics="R101 1:1")
    assert case.path.read_text(encoding="utf-8") == TEXT
