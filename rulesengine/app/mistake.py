"""An exception nobody expected, as a diagnostic: our mistake, and how to tell us."""

import traceback
from pathlib import Path

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.text import text


def diagnostic(error: Exception) -> Diagnostic:
    """R901 for an exception: its kind and where it came from, without a traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    where = "?" if last is None else f"{Path(last.filename).name}:{last.lineno} ({last.name})"
    return Diagnostic(
        Code.OUR_MISTAKE,
        text("the program itself made a mistake; your files are as they were"),
        notes=(
            text(
                "what happened: {kind} in {where}: {words}",
                kind=type(error).__name__,
                where=where,
                words=str(error)[:200],
            ),
        ),
        help=text(
            "please tell whoever installed the program, with the command and the lines above; "
            "set RULESENGINE_DEBUG=1 and run it again to see all details"
        ),
    )
