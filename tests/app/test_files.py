"""Files: read within bounds, written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rulesengine.app.files import load_policy, policies_in, write_whole
from rulesengine.core.codes import Code


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """New content, the same rights, nothing beside it."""
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)

    assert write_whole(str(target), ["a,b\n", "张,三\n"]) is None
    assert "a,b\n张,三\n" == target.read_text(encoding="utf-8")
    assert 0o640 == target.stat().st_mode & 0o777
    assert ["out.csv"] == [path.name for path in tmp_path.iterdir()]


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    """Whatever happens while the content is made, the file is as it was."""

    def broken() -> Iterator[str]:
        yield "half"
        raise KeyboardInterrupt

    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_whole(str(target), broken())

    assert "old" == target.read_text(encoding="utf-8")
    assert ["out.csv"] == [path.name for path in tmp_path.iterdir()]


def test_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    """R503, no exception."""
    found = write_whole(str(tmp_path / "no" / "out.csv"), ["x"])

    assert found is not None
    assert Code.CANNOT_WRITE is found.code


def test_a_policy_that_is_not_there_or_too_large_is_said(tmp_path: Path) -> None:
    """R401 for no file and for a folder; R002 for one that is too large, read no further."""
    (tmp_path / "big.policy").write_bytes(b"# x\n" * 100_000)
    codes = [
        load_policy(str(path)).diagnostics[0].code
        for path in (tmp_path / "none.policy", tmp_path, tmp_path / "big.policy")
    ]

    assert [Code.UNREADABLE_FILE, Code.UNREADABLE_FILE, Code.POLICY_TOO_LARGE] == codes


def test_folders_are_searched_for_policies(tmp_path: Path) -> None:
    """In order of name, below too; other files are passed over."""
    (tmp_path / "b").mkdir()
    for name in ("b/2.policy", "1.policy", "x.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    found = [Path(path).relative_to(tmp_path).as_posix() for path in policies_in([str(tmp_path)])]

    assert ["1.policy", "b/2.policy"] == found
