"""What a command writes with: sentences and diagnostics, in one language, on the right stream.

Results go to standard output, what is at fault and how far work has come to standard error. Colour
only where a person looks.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs
import click

from rulesengine.app.messages import Language, render, visible
from rulesengine.app.render import Line, Piece, Style, lines_of
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.text import Text, text

_LARGE_BYTES = 4_000_000  # about 100 000 rows
_MOST_SHOWN = 2000  # diagnostics of one go; more than a file of rows may bring, and quickly written

_COLOURS: dict[Style, str] = {
    Style.ERROR: "red",
    Style.WARNING: "yellow",
    Style.FRAME: "blue",
    Style.SECONDARY: "blue",
    Style.WAY_OUT: "green",
}
_BOLD = frozenset({Style.ERROR, Style.WARNING})


@attrs.define
class Terminal:
    """Where a command writes. `settled`: the language was said, or a policy named with the command

    has given it; until then the first policy that is read may.
    """

    language: Language
    settled: bool = False

    def follow(self, language: str) -> None:
        """Speak the language of a policy ("zh" or "en"), if nobody has said another."""
        if not self.settled:
            self.language = Language(language)
            self.settled = True

    def say(self, sentence: Text | str, indent: int = 0) -> None:
        """A sentence (or a line that is ready) on standard output, behind so many blanks."""
        said = visible(sentence) if isinstance(sentence, str) else render(sentence, self.language)
        self.write(f"{' ' * indent}{said}\n")

    def remark(self, sentence: Text) -> None:
        """A sentence on standard error."""
        click.echo(render(sentence, self.language), err=True)

    def write(self, written: str) -> None:
        """Text that is ready, with its line ends, on standard output."""
        click.echo(written, nl=False)

    def write_exactly(self, written: str) -> None:
        """A file on standard output: in UTF-8 with these line ends, whatever the system's are."""
        click.echo(written.encode(), nl=False)

    @contextmanager
    def working(self, sentence: Text, file: Path) -> Iterator[None]:
        """Show on a terminal that long work goes on; nothing elsewhere, nor for a small file."""
        if not sys.stderr.isatty() or not _is_large(file):
            yield
            return
        from rich.console import Console

        shown = visible(render(sentence, self.language))
        with Console(stderr=True).status(shown, spinner="line"):
            yield

    @contextmanager
    def progress(self, sentence: Text) -> Iterator[Callable[[int, int], None]]:
        """A bar on a terminal while long work goes on, told how much is done of how much."""
        if not sys.stderr.isatty():
            yield lambda _done, _all: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        shown = visible(render(sentence, self.language))
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(shown, total=None)
            yield lambda done, of: bar.update(task, completed=done, total=of)

    def complain(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Diagnostics on standard error, a blank line behind each; of too many the errors first."""
        every = tuple(diagnostics)
        shown = _first(every)
        for diagnostic in shown:
            lines = lines_of(diagnostic, self.language)
            click.echo("".join(map(_coloured, lines)), err=True, color=_colour())
        if len(shown) < len(every):
            rest = len(every) - len(shown)
            self.remark(
                text("one more message is not shown; mend these first")
                if rest == 1
                else text("{count} more messages are not shown; mend these first", count=rest)
            )


def _is_large(file: Path) -> bool:
    try:
        return file.stat().st_size >= _LARGE_BYTES
    except (OSError, ValueError):  # its reader says why
        return False


def _first(every: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """As many as a person may read, in their order; a warning never hides an error."""
    if len(every) <= _MOST_SHOWN:
        return every
    ranked = sorted(range(len(every)), key=lambda place: not every[place].is_error)
    return [every[place] for place in sorted(ranked[:_MOST_SHOWN])]


def _coloured(line: Line) -> str:
    return "".join(map(_dyed, line)).rstrip() + "\n"


def _dyed(piece: Piece) -> str:
    if piece.style is Style.PLAIN:
        return piece.text
    return click.style(piece.text, fg=_COLOURS[piece.style], bold=piece.style in _BOLD or None)


def _colour() -> bool | None:
    """No colour where it is not wanted; else click looks whether a terminal is there."""
    return False if os.environ.get("NO_COLOR") else None
