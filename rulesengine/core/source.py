"""Source text and places in it. Offsets count code points; lines and columns start at 1."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar, cast

import attrs

N = TypeVar("N")

_LINE_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")  # as str.splitlines has them


@attrs.frozen(order=True)
class Span:
    """Half-open range of code points, counted from the start of the text."""

    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        assert 0 <= self.start <= self.end, self

    def to(self, other: "Span") -> "Span":
        """The range from the start of this one to the end of the other."""
        return Span(self.start, max(self.end, other.end))


@attrs.frozen(slots=False, eq=False)
class Source:
    """A policy text and the name that people know it by (a path, or `<stdin>`).

    The text of a policy that extends others is theirs and its own, one behind the other: `parts`
    are those texts, from the one that extends nothing to its own. So one offset says one place.
    """

    name: str
    text: str
    parts: "tuple[Source, ...]" = ()

    @property
    def own(self) -> "Source":
        """The policy's own text, without what it extends."""
        return self.parts[-1] if self.parts else self

    @property
    def extended(self) -> "tuple[Source, ...]":
        """The texts that it extends, the nearest first."""
        return self.parts[-2::-1]

    def place(self, span: Span) -> "tuple[Source, Span]":
        """The text in which a place was written, and where in it."""
        if not self.parts:
            return self, span
        index = bisect_right(self._part_starts, span.start) - 1
        start, part = self._part_starts[index], self.parts[index]
        most = len(part.text)
        return part, Span(min(span.start - start, most), min(span.end - start, most))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (both from 1) of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (from 1), without its line end."""
        return self.slice(self.line_span(number))

    def line_span(self, number: int) -> Span:
        """Where a line (from 1) stands, without its line end; found without copying the line."""
        starts = self._line_starts
        start = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in _LINE_ENDS:
            end -= 1
        return Span(start, end)

    def slice(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    @cached_property
    def _part_starts(self) -> list[int]:
        starts = [0]
        for part in self.parts:
            starts.append(starts[-1] + len(part.text) + 1)
        return starts[:-1]

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        if len(starts) > 1 and starts[-1] == len(self.text) and not _ends_line(self.text):
            starts.pop()
        return starts


def joined(sources: Sequence[Source]) -> Source:
    """One text of several, under the name of the last; an empty line apart."""
    return Source(sources[-1].name, "\n".join(one.text for one in sources), tuple(sources))


def moved(node: N, by: int) -> N:
    """A value with every place in it so many code points further on (trees, policies, tuples)."""
    return cast("N", _moved(node, by))


def _moved(node: object, by: int) -> object:
    match node:
        case Span(start=start, end=end):
            return Span(start + by, end + by)
        case tuple():
            return tuple(_moved(one, by) for one in node)
        case Source():
            return node
        case _:
            kind: type = type(node)
            if not attrs.has(kind):
                return node
            fields = [field.name for field in attrs.fields(kind) if field.init]
            return kind(**{name: _moved(getattr(node, name), by) for name in fields})


def _ends_line(text: str) -> bool:
    return text[-1:] in _LINE_ENDS
