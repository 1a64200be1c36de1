"""What is wrong, as a value: the place, the fact, the way out. Never printed here."""

from collections.abc import Iterable
from typing import Generic, TypeAlias, TypeVar

import attrs

from rulesengine.core.codes import Code, Severity
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text

T = TypeVar("T")
U = TypeVar("U")


@attrs.frozen
class Label:
    """A place in a policy text, and a few words beside it.

    A place in a joined text becomes one in the text where it was written.
    """

    source: Source
    span: Span
    text: Text | None = None

    def __attrs_post_init__(self) -> None:
        if self.source.parts:
            source, span = self.source.place(self.span)
            object.__setattr__(self, "source", source)
            object.__setattr__(self, "span", span)


@attrs.frozen
class Cell:
    """A place in a file of records, households or people.

    `row` counts as the spreadsheet does (the heading is row 1); 0 is the whole file.
    `column` is the heading as written, empty for the whole row; `value` what stands there.
    """

    file: str
    row: int
    column: str = ""
    value: str = ""
    text: Text | None = None


Place: TypeAlias = Label | Cell


@attrs.frozen
class Fix:
    """A change of the text that is safe without asking: put `text` where `span` is."""

    span: Span
    text: str


@attrs.frozen
class Diagnostic:
    """One mistake: its code, one line that stands alone, where, facts, and one way out.

    Severity belongs to the code. `primary` is None only where there is no place at all (a whole
    database, say).
    """

    code: Code
    message: Text
    primary: Place | None = None
    secondary: tuple[Place, ...] = ()
    notes: tuple[Text, ...] = ()
    help: Text | None = None
    fix: Fix | None = None

    @property
    def is_error(self) -> bool:
        return self.code.severity is Severity.ERROR


@attrs.frozen
class Outcome(Generic[T]):
    """A stage's result with everything it found; `value` is None only if an error was found."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()

    def __attrs_post_init__(self) -> None:
        assert self.value is not None or has_errors(self.diagnostics), self


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error (warnings alone stop nothing)."""
    return any(diagnostic.is_error for diagnostic in diagnostics)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By source, place and code: the order in which people are shown them."""
    return tuple(sorted(diagnostics, key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, str, str]:
    match diagnostic.primary:
        case Label(source=source, span=span):
            return source.name, span.start, "", diagnostic.code.id
        case Cell(file=file, row=row, column=column):
            return file, row, column, diagnostic.code.id
        case None:
            return "", 0, "", diagnostic.code.id
