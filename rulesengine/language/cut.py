"""Cuts a policy text into statements: one a line.

A line that ends in `, 、 | :` goes on in the next. Knows comments and quotes, nothing else of the
language. Spans exclude comments at the end.
"""

import re
from collections.abc import Iterator

import attrs

from rulesengine.core.source import Span

LINE = re.compile(
    r"[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|$)"
)
_CLOSING = {
    **dict.fromkeys('"“”＂„', '"“”＂„'),
    **dict.fromkeys("'‘’＇", "'‘’＇"),
    "「": "」",
    "『": "』",
    "《": "》",
}
_GOES_ON = frozenset(",，﹐、､|｜:：")
_COMMAS = frozenset(",，﹐")
BLANK = frozenset(
    " \t\u3000\u00a0\ufeff\u1680\u180e\u202f\u205f\u2060\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    + "".join(map(chr, range(0x2000, 0x2010)))
)


@attrs.frozen
class Cut:
    """One statement's place; `unclosed` is where a quote opens that its line does not close.

    `dangling` is a comma at the end after which no clause came, because a new statement did.
    """

    span: Span
    unclosed: Span | None = None
    dangling: Span | None = None


@attrs.frozen
class _Line:
    start: int  # first code point that is not blank
    end: int  # after the last one that is neither blank nor comment
    last: str
    unclosed: Span | None


def cut(text: str, opens_statement: re.Pattern[str]) -> Iterator[Cut]:
    """Every statement in order. `opens_statement` matches where only a new statement can begin."""
    open_lines: list[_Line] = []
    for line in _lines(text):
        if (
            open_lines
            and open_lines[-1].last in _COMMAS
            and opens_statement.match(text, line.start)
        ):
            yield _joined(open_lines, dangling=True)
            open_lines = []
        open_lines.append(line)
        if line.last not in _GOES_ON:
            yield _joined(open_lines)
            open_lines = []
    if open_lines:
        yield _joined(open_lines)


def _joined(lines: list[_Line], *, dangling: bool = False) -> Cut:
    end = lines[-1].end
    unclosed = next((line.unclosed for line in lines if line.unclosed is not None), None)
    if dangling:
        return Cut(Span(lines[0].start, end - 1), unclosed, Span(end - 1, end))
    return Cut(Span(lines[0].start, end), unclosed)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold something besides blanks and comments."""
    for match in LINE.finditer(text):
        line = _line(text, match.start(), match.end())
        if line is not None:
            yield line


def _line(text: str, start: int, stop: int) -> _Line | None:
    first, end, quote, closing = -1, start, -1, ""
    for place in range(start, stop):
        character = text[place]
        if quote >= 0:
            if character in closing:
                quote = -1
        elif character in "#＃":
            break
        elif character in _CLOSING:
            quote, closing = place, _CLOSING[character]
        if character not in BLANK:
            first = place if first < 0 else first
            end = place + 1
    if first < 0:
        return None
    return _Line(first, end, text[end - 1], Span(quote, end) if quote >= 0 else None)
