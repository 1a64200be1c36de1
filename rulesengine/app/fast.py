"""The fast engine where it is installed (`pip install 'rulesengine[fast]'`); loaded when needed."""

import os
from importlib.util import find_spec

from rulesengine.scoring.engines import Choice, Engine


def choice() -> Choice:
    """From some size on the fast engine writes the passbooks, if numba is there."""
    return Choice(engine)


def engine() -> Engine | None:
    """The fast engine; None where it is not installed."""
    if find_spec("numba") is None:
        return None
    from rulesengine.engine import door

    return door.Engine(threads=threads())


def threads() -> int:
    """As many as the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
