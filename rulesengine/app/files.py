"""Files from and to the outside world, whole or not at all; what goes wrong is a diagnostic.

The only module of the shells that opens files. Decides nothing about what is in them.
"""

import difflib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Outcome
from rulesengine.core.source import Source
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.language.read import MOST_BYTES, decode
from rulesengine.language.trace import FindParent, missing

STANDARD_INPUT = "-"


@attrs.frozen
class PolicyFile:
    """A policy's text, and the sha256 of the bytes of its file."""

    source: Source
    sha256: str


def load_policy(path: str, find_parent: FindParent | None = None) -> Outcome[checked.Policy]:
    """A policy from a file, or from standard input for `-`; never more than a policy may hold.

    What it extends lies beside it (or in the current folder), unless `find_parent` says otherwise.
    """
    read = read_policy(path)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    loaded = load(read.value.source, read.value.sha256, find_parent or beside(path))
    return Outcome(loaded.value, (*read.diagnostics, *loaded.diagnostics))


def beside(path: str) -> FindParent:
    """The policies of the folder in which a policy lies, by file name; nothing outside it.

    `trace` asks only for names of one part. A link that leads out of the folder is refused.
    """
    folder = "" if path == STANDARD_INPUT else os.path.dirname(path)  # noqa: PTH120 - as it is shown

    def find(name: str) -> Outcome[Source]:
        there = os.path.join(folder, name)  # noqa: PTH118 - as it is shown
        if not os.path.lexists(there):
            return Outcome(None, (missing(name, _meant(folder, name)),))
        if os.path.dirname(os.path.realpath(there)) != os.path.realpath(folder):  # noqa: PTH120
            return Outcome(None, (_leads_away(name),))
        read = read_policy(there)
        return Outcome(None if read.value is None else read.value.source, read.diagnostics)

    return find


def _meant(folder: str, name: str) -> Text | None:
    """The policy of the folder that a misspelt name may have meant."""
    try:
        known = [one for one in os.listdir(folder or ".") if one.endswith(".policy")]  # noqa: PTH208
    except OSError:
        return None
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return text("did you mean {name}?", name=near[0]) if near else None


def _leads_away(name: str) -> Diagnostic:
    return Diagnostic(
        Code.PARENT_MISSING,
        text("{name} is a link that leads out of the folder", name=name),
        help=text("put the policy itself into the folder"),
    )


def read_policy(path: str) -> Outcome[PolicyFile]:
    """The text of a policy."""
    if path == STANDARD_INPUT:
        name, data = "<stdin>", sys.stdin.buffer.read(MOST_BYTES + 1)
    else:
        name = path
        if _is_special(path):
            return Outcome(None, (_special(path),))
        try:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            return Outcome(None, (unreadable(path, error),))
    decoded = decode(name, data)
    if decoded.value is None:
        return Outcome(None, decoded.diagnostics)
    policy = PolicyFile(decoded.value, hashlib.sha256(data).hexdigest())
    return Outcome(policy, decoded.diagnostics)


def policies_in(paths: Iterable[str]) -> Iterator[str]:
    """Each file, and for a folder every `.policy` file in it and below, in order of name."""
    for path in paths:
        if path and os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where it may not look
            every = Path(path).rglob("*.policy")
            yield from sorted(str(found) for found in every if is_ordinary(found))
        else:
            yield path


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes in hex; empty where it cannot be read (its reader says why)."""
    if not is_ordinary(path):  # a device may have no end
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def is_ordinary(path: str | Path) -> bool:
    """Whether a file is there that can be read to its end; False for a device or a pipe."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises where it may not look


def _is_special(path: str) -> bool:
    """Whether something other than a file or a folder stands there, which could keep us waiting."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):  # opening it says why
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _special(path: str) -> Diagnostic:
    return Diagnostic(
        Code.UNREADABLE_FILE,
        text("{path} cannot be read: {why}", path=path, why=text("this is no ordinary file")),
        Cell(path, 0),
        help=text("name a file; - stands for standard input"),
    )


def unreadable(path: str, error: OSError) -> Diagnostic:
    """R401 for a file that the system does not let us read."""
    return Diagnostic(
        Code.UNREADABLE_FILE,
        text("{path} cannot be read: {why}", path=path, why=_why(error)),
        Cell(path, 0),
        help=text("correct the name, or the rights of the file"),
    )


def write_whole(path: str, content: Iterable[str]) -> Diagnostic | None:
    """Write a text file in UTF-8 whole or not at all; R503 where it cannot be.

    A link stays one: the file it leads to is replaced. A pipe or a device is written to as it is.
    """
    if _is_special(path):
        return _write_through(path, content)
    target = Path(os.path.realpath(path))
    try:
        handle, name = tempfile.mkstemp(prefix=".rulesengine-", dir=target.parent)
    except OSError as error:
        return unwritable(path, error)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        _take_rights(Path(name), target)
        Path(name).replace(target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        return unwritable(path, error)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return None


def overwrites(path: str, inputs: Iterable[str | None]) -> Diagnostic | None:
    """R503 where a file that is to be written is one of those that are read."""
    for given in inputs:
        if given is not None and _is_same(path, given):
            return Diagnostic(
                Code.CANNOT_WRITE,
                text("{path} is read here, and would be lost if it were written", path=path),
                Cell(path, 0),
                help=text("choose another place"),
            )
    return None


def _is_same(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):  # one of them is not there
        return False


def _write_through(path: str, content: Iterable[str]) -> Diagnostic | None:
    """Write to what cannot be replaced; without waiting for somebody to read at a pipe's end."""
    try:
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        if sys.platform != "win32":
            os.set_blocking(handle, True)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.writelines(content)
    except OSError as error:
        return unwritable(path, error)
    return None


def _take_rights(made: Path, target: Path) -> None:
    """The rights of the file it replaces, else those a new file has here."""
    if target.exists():
        made.chmod(target.stat().st_mode & 0o777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o666 & ~mask)


def unwritable(path: str, error: OSError) -> Diagnostic:
    """R503 for a place where the system does not let us write."""
    return Diagnostic(
        Code.CANNOT_WRITE,
        text("{path} cannot be written: {why}", path=path, why=_why(error)),
        Cell(path, 0),
        help=text("choose another place, or free some room"),
    )


def _why(error: OSError) -> Text | str:
    if isinstance(error, FileNotFoundError):
        return text("it is not there")
    if isinstance(error, PermissionError):
        return text("the system does not allow it")
    if isinstance(error, IsADirectoryError):
        return text("it is a folder")
    return error.strerror or type(error).__name__
