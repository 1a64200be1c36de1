"""A statement that could not be read, as the ways out see it: where it stopped, what may be tried.

Knows no way out itself: those are `parse_rewrites`, `parse_names` and `parse_errors`.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text

Attempt: TypeAlias = Callable[[str], "int | None"]


@attrs.frozen
class Stopped:
    """Where reading a statement stopped: the place, the word there, what might have come.

    `terminal` is empty at the end of the statement and at a character that is part of no word.
    """

    span: Span
    terminal: str
    expected: frozenset[str]


@attrs.frozen
class Case:
    """One statement, and `attempt`: how far a changed one can be read (None: to its end)."""

    source: Source
    statement: Span
    language: str
    stopped: Stopped
    attempt: Attempt

    @property
    def here(self) -> str:
        """The word at which reading stopped; empty at the end."""
        return self.source.slice(self.stopped.span)

    @property
    def written(self) -> str:
        """The statement as it stands."""
        return self.source.text[self.statement.start : self.statement.end]

    def with_change(self, place: Span, written: str) -> tuple[str, int | None]:
        """The statement with `written` put at a place, and how far it can be read then."""
        start, end = place.start - self.statement.start, place.end - self.statement.start
        changed = self.written[:start] + written + self.written[end:]
        return changed, self.attempt(changed)

    def reads_further(self, place: Span, written: str) -> bool:
        """Whether the statement can be read past this place with `written` put there."""
        _, reached = self.with_change(place, written)
        old = self.stopped.span.end - self.statement.start
        return reached is None or reached >= old + len(written) - (place.end - place.start)

    def change(self, code: Code, message: Text, place: Span, written: str) -> Diagnostic:
        """The message with the change as its way out."""
        return Diagnostic(
            code,
            message,
            Label(self.source, self.stopped.span if place.start == place.end else place),
            help=text("write {written}", written=self.changed(place, written)),
            fix=Fix(place, written),
        )

    def changed(self, place: Span, written: str) -> str:
        """The few words around the change, as they should read."""
        whole = self.source.text
        before = re.search(r"[^\s,，]*$", whole[self.statement.start : place.start])
        after = re.match(r"[^\s,，]*", whole[place.end : self.statement.end])
        return (before[0] if before else "") + written + (after[0] if after else "")


def quoted(name: str, language: str) -> str:
    """A name in the quotes of a keyword language."""
    return f"“{name}”" if language == "zh" else f'"{name}"'
