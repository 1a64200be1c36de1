"""Compiling the kernel, once a machine: numba, no global lock, kept on disk.

numba keeps machine code beside a digest of the one file a function stands in, and would run an old
one after a change of a file that it calls. So what is kept lies in a folder named after all of them.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numba

Compiled = TypeVar("Compiled", bound=Callable[..., object])

_HERE = Path(__file__).resolve().parent


def _digest() -> str:
    """A name for the sources of the kernel and for numba's release."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


FOLDER = _HERE / "__pycache__" / f"kernel-{_digest()}"


def compiled(function: Compiled) -> Compiled:
    """The function as machine code; whole numbers wrap nowhere by the checker's proof."""
    numba.config.CACHE_DIR = str(FOLDER)
    made: Compiled = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    numba.config.CACHE_DIR = ""
    return made
