"""A database of ours, a folder nobody may write, and another program that writes."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulesengine.store.create import create
from rulesengine.store.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A new database, open for writing."""
    made = create(tmp_path / "村.db").value
    assert made is not None
    with made:
        yield made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a new database that nobody has open."""
    made = create(tmp_path / "村.db").value
    assert made is not None
    made.close()
    return made.path


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder to protect, and a user whom protection stops (the superuser passes through it)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not hasattr(os, "geteuid"):
            pytest.skip("this system protects no folder")
        before = os.geteuid()
        if before == 0:
            os.chown(folder, 65534, -1)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            folder.chmod(0o700)
            os.seteuid(before)


@pytest.fixture
def other(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of writing to `path`."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()
