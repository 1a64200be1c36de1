"""Compiling the kernel, once a machine: numba, no global lock, kept on disk.

numba keeps machine code beside a mark of the one file that a function stands in, and would run an
old one after a change of a file that it calls. So what is kept lies in a folder named after all.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

Compiled = TypeVar("Compiled", bound=Callable[..., object])
Whole: TypeAlias = NDArray[np.int64]
Days: TypeAlias = NDArray[np.int32]
Codes: TypeAlias = NDArray[np.uint16]
Points: TypeAlias = NDArray[np.int32]
Outcomes: TypeAlias = NDArray[np.uint8]

_HERE = Path(__file__).resolve().parent
_SOURCES = sorted(
    path
    for path in _HERE.glob("*.py")
    if path.stem in {"layout", "compiled", "columns"} or path.stem.startswith("kernel")
)


def _digest() -> str:
    """A name for the sources of the kernel and for numba's release."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in _SOURCES:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


FOLDER = _HERE.joinpath("__pycache__", f"kernel-{_digest()}")


def compiled(function: Compiled) -> Compiled:
    """The function as machine code."""
    return _compiled(function, inside=False)


def inlined(function: Compiled) -> Compiled:
    """A small function on the way of every record: its machine code stands where it is called."""
    return _compiled(function, inside=True)


def _compiled(function: Compiled, *, inside: bool) -> Compiled:
    settings: Any = numba.config  # its names are made at run time
    njit: Any = numba.njit  # `_nrt` is in no signature
    settings.CACHE_DIR = str(FOLDER)
    made: Compiled = njit(
        cache=True,
        nogil=True,
        error_model="numpy",
        forceinline=inside,
        _nrt=False,  # the kernel makes no array, so nobody need count who holds one
    )(function)
    settings.CACHE_DIR = ""
    return made
