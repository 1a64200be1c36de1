"""The command `rulesengine`: language, safe output, exit status. Knows no command.

Exit status: 0 done, 1 the input is at fault, 2 wrong usage, 130 stopped with Ctrl-C.
"""

import gc
import io
import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Sequence
from pathlib import Path

from rulesengine.app.messages import (
    Language,
    language_of_policy,
    language_of_system,
    language_said,
    speak,
)

AT_FAULT, STOPPED = 1, 130
_PEEK_BYTES = 4096
# Records and postings hold no cycles: looking for some after each 700 new objects costs a tenth.
_RARELY = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; `arguments` are those behind the command's name."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(_RARELY)
    _never_fail_to_print()
    settled = language_said(given) or _language_of_policies(given)
    language = settled or language_of_system(os.environ)
    speak(language)
    return _run(given, language, settled=settled is not None)


def _run(given: list[str], language: Language, *, settled: bool) -> int:
    import click  # not before the language is known

    from rulesengine.app.arguments import build
    from rulesengine.app.terminal import Terminal

    terminal = Terminal(language, settled)
    try:
        status = build(language).main(
            given, prog_name="rulesengine", standalone_mode=False, obj=terminal
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):  # click has ended the line
        return STOPPED
    except Exception as error:  # noqa: BLE001 - ours: shown as what it is, not as a traceback
        return _our_mistake(error, terminal)
    return status if isinstance(status, int) else 0


def _our_mistake(error: Exception, terminal: object) -> int:
    from rulesengine.app import mistake
    from rulesengine.app.terminal import Terminal

    assert isinstance(terminal, Terminal)
    if os.environ.get("RULESENGINE_DEBUG"):
        raise error
    terminal.complain([mistake.diagnostic(error)])
    return AT_FAULT


def _never_fail_to_print() -> None:
    """What a console cannot show becomes a question mark; it never stops the work."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _language_of_policies(given: Sequence[str]) -> Language | None:
    """The language of the first policy that the command line names, seen in its first words."""
    for argument in given:
        if argument.endswith(".policy") and os.path.isfile(argument):  # noqa: PTH113 - never raises
            try:
                with Path(argument).open("rb") as file:
                    beginning = getincrementaldecoder("utf-8-sig")().decode(file.read(_PEEK_BYTES))
            except (OSError, UnicodeDecodeError):
                continue  # what it is, the command says; the words are the system's
            if "\0" in beginning or beginning.startswith(("PK", "%PDF")):
                continue
            return language_of_policy(beginning)
    return None
