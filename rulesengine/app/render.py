"""Diagnostics as people read them: the place, the fact, the way out; in Chinese or English.

Pure: gives pieces of text with what they are, so that a terminal may colour them. Prints nothing.
"""

import enum
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import attrs

from rulesengine.app.exact_json import JsonValue
from rulesengine.app.messages import Language, render, visible
from rulesengine.core.codes import Severity
from rulesengine.core.diagnostic import Cell, Diagnostic, Label, Place
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text

MOST_COLUMNS = 100  # of a source line that are shown; the rest is cut off around the place
MOST_SHOWN = 60  # characters of a cell


class Style(enum.Enum):
    """What a piece of text is; a terminal has a colour for each."""

    PLAIN = "plain"
    ERROR = "error"
    WARNING = "warning"
    FRAME = "frame"
    SECONDARY = "secondary"
    WAY_OUT = "way out"


@attrs.frozen
class Piece:
    """A piece of text on one line."""

    text: str
    style: Style = Style.PLAIN


Line = tuple[Piece, ...]


def plain(lines: Iterable[Line]) -> str:
    """The lines as text, each ended."""
    return "".join("".join(piece.text for piece in line).rstrip() + "\n" for line in lines)


def width(written: str) -> int:
    """How many columns a text takes: 2 for a wide character, 0 for one that joins another."""
    return sum(_width(character) for character in written)


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.combining(character) else 1


# --- one diagnostic ------------------------------------------------------------------------------


def lines_of(diagnostic: Diagnostic, language: Language) -> tuple[Line, ...]:
    """A diagnostic in lines: its message, its places with carets, notes, help and fix."""
    return tuple(_lines(diagnostic, language))


def _lines(diagnostic: Diagnostic, language: Language) -> Iterator[Line]:
    style = _style(diagnostic)
    severity = text("error") if diagnostic.is_error else text("warning")
    heading = text("{severity}[{code}]: ", severity=severity, code=diagnostic.code.id)
    yield (
        Piece(render(heading, language), style),
        Piece(render(diagnostic.message, language)),
    )
    labels = [place for place in _places(diagnostic) if isinstance(place, Label)]
    margin = max((len(str(_line_number(label))) for label in labels), default=1)
    for index, (source, group) in enumerate(_by_source(labels)):
        arrow = "-->" if index == 0 else ":::"
        first = group[0]
        line, column = source.position(first.span.start)
        place = f"{visible(source.name)}:{line}:{column}"
        yield (Piece(" " * margin + arrow, Style.FRAME), Piece(f" {place}"))
        yield from _snippets(source, group, diagnostic.primary, style, margin, language)
    for cell in (place for place in _places(diagnostic) if isinstance(place, Cell)):
        yield (Piece(" " * margin + "-->", Style.FRAME), Piece(" " + _cell(cell, language)))
    yield from _endings(diagnostic, margin, language)


def _style(diagnostic: Diagnostic) -> Style:
    match diagnostic.code.severity:
        case Severity.ERROR:
            return Style.ERROR
        case Severity.WARNING:
            return Style.WARNING


def _places(diagnostic: Diagnostic) -> tuple[Place, ...]:
    primary = () if diagnostic.primary is None else (diagnostic.primary,)
    return (*primary, *diagnostic.secondary)


def _line_number(label: Label) -> int:
    return label.source.position(label.span.start)[0]


def _by_source(labels: Sequence[Label]) -> list[tuple[Source, list[Label]]]:
    """The labels of each text, the primary's first: the arrow points to the first of each."""
    groups: dict[int, tuple[Source, list[Label]]] = {}
    for label in labels:
        groups.setdefault(id(label.source), (label.source, []))[1].append(label)
    return list(groups.values())


def _endings(diagnostic: Diagnostic, margin: int, language: Language) -> Iterator[Line]:
    edge = Piece(" " * margin + " = ", Style.FRAME)
    for note in diagnostic.notes:
        yield (edge, Piece(render(text("note: {note}", note=note), language)))
    sentence = ""
    if diagnostic.help is not None:
        sentence = render(text("help: {help}", help=diagnostic.help), language)
        yield (edge, Piece(sentence, Style.WAY_OUT))
    if (
        diagnostic.fix is not None
        and isinstance(diagnostic.primary, Label)
        and not (diagnostic.fix.text.strip() in sentence and diagnostic.fix.text)  # said already
    ):
        before = diagnostic.primary.source.slice(diagnostic.fix.span)
        yield (edge, Piece(render(_fix(before, diagnostic.fix.text), language), Style.WAY_OUT))


def _fix(before: str, after: str) -> Text:
    if not before:
        return text("fix: put in `{after}`", after=after)
    if not after:
        return text("fix: take out `{before}`", before=before)
    return text("fix: `{before}` becomes `{after}`", before=before, after=after)


def _cell(cell: Cell, language: Language) -> str:
    """`records.csv, row 12, 日期: 2025-02-30`."""
    where: Text
    if not cell.row:
        where = text("{file}", file=cell.file)
    elif not cell.column:
        where = text("{file}, row {row}", file=cell.file, row=cell.row)
    else:
        where = text(
            "{file}, row {row}, column {column}", file=cell.file, row=cell.row, column=cell.column
        )
    shown = render(where, language)
    if cell.value:
        value = cell.value if len(cell.value) <= MOST_SHOWN else cell.value[:MOST_SHOWN] + "…"
        shown = render(text("{place}: {value}", place=where, value=value), language)
    if cell.text is not None:
        shown = f"{shown} ({render(cell.text, language)})"
    return shown


# --- lines of a policy with carets ---------------------------------------------------------------


def _snippets(
    source: Source,
    labels: Sequence[Label],
    primary: Place | None,
    style: Style,
    margin: int,
    language: Language,
) -> Iterator[Line]:
    """Each line that a label begins on, once, with every label's mark beneath it."""
    bar = Piece(" " * margin + " |", Style.FRAME)
    yield (bar,)
    shown = 0
    ordered = sorted(labels, key=lambda label: label.span)
    for number, group in groupby(ordered, key=_line_number):
        if shown and number > shown + 1:
            yield (Piece(" " * margin + "...", Style.FRAME),)
        together = list(group)
        window = _Window.around(source, number, together[0].span)
        yield (Piece(f"{number:>{margin}} |", Style.FRAME), Piece(f" {window.shown}"))
        for label in together:
            main = label is primary
            before, marked = window.measure(label.span)
            mark = ("^" if main else "-") * max(marked, 1)
            words = f" {render(label.text, language)}" if label.text is not None else ""
            yield (
                bar,
                Piece(f" {' ' * before}"),
                Piece(mark + words, style if main else Style.SECONDARY),
            )
        shown = number


@attrs.frozen
class _Window:
    """The part of a source line that is shown: `start` and `end` are offsets in the source.

    Never looks at the whole of a long line, for many mistakes may stand in one.
    """

    source: Source
    line: Span
    start: int
    end: int

    @classmethod
    def around(cls, source: Source, number: int, span: Span) -> "_Window":
        """The whole line, or where it is long the columns around the place."""
        line = source.line_span(number)
        start, end = line.start, line.end
        if end - start > MOST_COLUMNS or width(_laid_out(source.slice(line))) > MOST_COLUMNS:
            start = max(start, span.start - MOST_COLUMNS // 5)
            end = min(end, start + MOST_COLUMNS // 2)
        return cls(source, line, start, end)

    @property
    def shown(self) -> str:
        behind = "…" if self.end < self.line.end else ""
        return f"{self._cut}{_laid_out(self.source.text[self.start : self.end])}{behind}"

    @property
    def _cut(self) -> str:
        return "…" if self.start > self.line.start else ""

    def measure(self, span: Span) -> tuple[int, int]:
        """Columns before the span, and columns that it takes on this line."""
        start = min(max(span.start, self.start), self.end)
        end = min(max(span.end, start), self.end)
        text_of = self.source.text
        before = width(self._cut + _laid_out(text_of[self.start : start]))
        return before, width(_laid_out(text_of[start:end]))


def _laid_out(written: str) -> str:
    """A piece of a line as it is shown: a tab is four blanks, what cannot be seen is escaped."""
    return visible(written.replace("\t", "    "))


# --- JSON ----------------------------------------------------------------------------------------


def as_json(diagnostic: Diagnostic, language: Language) -> dict[str, JsonValue]:
    """A diagnostic for programs: keys are fixed, sentences are in the language.

    A place in a policy has `line`, `column` and `end` (line and column behind its last character,
    all from 1); a place in a file of rows has `row` (the heading is row 1), `column` (the heading)
    and `value`.
    """
    primary: dict[str, JsonValue] = {"file": None}
    if diagnostic.primary is not None:
        primary = _place_json(diagnostic.primary, language)
    return {
        "code": diagnostic.code.id,
        "name": diagnostic.code.slug,
        "severity": diagnostic.code.severity.value,
        "message": render(diagnostic.message, language),
        **primary,
        "secondary": [_place_json(place, language) for place in diagnostic.secondary],
        "notes": [render(note, language) for note in diagnostic.notes],
        "help": None if diagnostic.help is None else render(diagnostic.help, language),
        "fix": _fix_json(diagnostic),
    }


def _place_json(place: Place, language: Language) -> dict[str, JsonValue]:
    label = None if place.text is None else render(place.text, language)
    match place:
        case Label(source=source, span=span):
            return {"file": source.name, **_range(source, span), "label": label}
        case Cell(file=file, row=row, column=column, value=value):
            return {"file": file, "row": row, "column": column, "value": value, "label": label}


def _range(source: Source, span: Span) -> dict[str, JsonValue]:
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {"line": line, "column": column, "end": {"line": end_line, "column": end_column}}


def _fix_json(diagnostic: Diagnostic) -> JsonValue:
    if diagnostic.fix is None or not isinstance(diagnostic.primary, Label):
        return None
    fix = diagnostic.fix
    return {**_range(diagnostic.primary.source, fix.span), "text": fix.text}
