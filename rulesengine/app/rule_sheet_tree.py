"""The tree of a rule sheet: sections of points and tables, still without a language or a look."""

from typing import TypeAlias

import attrs

from rulesengine.core.text import Text

Line: TypeAlias = Text | str  # a str is somebody's name
Cell: TypeAlias = tuple[Line, ...]  # a line below the other; empty: nothing to say


@attrs.frozen
class Points:
    """Sentences, one a line."""

    lines: tuple[Line, ...]


@attrs.frozen
class Table:
    """Rows of cells under headings. The first column names what the row is about."""

    headings: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@attrs.frozen
class Section:
    """A part of the sheet, kept on one page where it fits."""

    heading: Line
    parts: tuple[Points | Table, ...]


@attrs.frozen
class Sheet:
    """A whole sheet. `title` is the policy's name, `kind` says what the sheet is."""

    title: str
    kind: Text
    sections: tuple[Section, ...]
    foot: Text
