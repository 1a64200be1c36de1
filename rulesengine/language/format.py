"""A policy's text in its one tidy form; line breaks, names, strings and comments stay.

Which spaces stand between two words is decided here by what the words are, not by the form of the
statement, so that a new form needs nothing here. A text that cannot be read is left alone.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from rulesengine.core.diagnostic import Outcome, has_errors
from rulesengine.core.source import Source, Span
from rulesengine.language.alike import alike
from rulesengine.language.cut import BLANK, LINE
from rulesengine.language.parse import parse
from rulesengine.language.translate import Word, known_of, translate

_INDENT = "  "
_GAP = "  "  # before a comment, at least
_BLANKS = "".join(BLANK)
# What stands inside a category or a test; every other statement stands at the margin.
_HOLDS = {
    "CATEGORY": frozenset(
        {"CAP", "NO_CAP", "FLOOR", "NO_FLOOR", "BASE", "AWARD", "DEDUCT", "BONUS", "MATCH"}
    ),
    "TEST": frozenset({"HOUSEHOLD", "PERSON", "RECORD", "EXPECT", "TABLE", "TABLE_ROW", "UNTIL"}),
}
_NO_SPACE_BEFORE = frozenset({",", ":", "/", ".", "%", ")"})
_NO_SPACE_BEHIND = frozenset({"/", ".", "(", "-"})
_LEANS_ON_NEXT = frozenset({"PER", "FIRST", "FULL"})
_LEANS_ON_PERIOD = frozenset({"PER", "EVER", "FIRST"})
_JOINS = frozenset({"AND", "OR"})  # Chinese words behind a number that are not its unit


def format_policy(source: Source, to: str = "") -> Outcome[str]:
    """The text in its tidy form, with keywords in `to` ("zh" or "en"), or as they are.

    None where a statement cannot be read. AssertionError if it would not mean the same.
    """
    parsed = parse(source)
    if parsed.value is None or has_errors(parsed.diagnostics):
        return Outcome(None, parsed.diagnostics)
    known = known_of(parsed.value)
    statements = _in_depth(
        (statement.span, translate(source, statement, known, to))
        for statement in parsed.value.statements
    )
    lines = list(_lines(source.text, statements))
    tidy = "".join(f"{line}\n" for line in _without_spare_blanks(_indented(lines)))
    again = parse(Source(source.name, tidy)).value
    if again is None or not alike(parsed.value, again):  # also where asserts are switched off
        raise AssertionError("formatting would change what the policy says")
    return Outcome(tidy, parsed.diagnostics)


@attrs.frozen
class _Statement:
    """`depth` 1: inside a category or a test."""

    span: Span
    words: tuple[Word, ...]
    depth: int


def _in_depth(written: Iterable[tuple[Span, tuple[Word, ...]]]) -> list[_Statement]:
    statements, holder = [], ""
    for span, words in written:
        opener = words[0].stem
        holder = opener if opener in _HOLDS else holder
        inside = opener in _HOLDS.get(holder, ())
        statements.append(_Statement(span, words, 1 if inside else 0))
    return statements


# --- lines ---------------------------------------------------------------------------------------


@attrs.frozen
class _Line:
    """A line as it will be, but for its indentation; empty: a blank one.

    `depth` None: a comment by itself, between statements. `was_indented` tells of the line as it
    is.
    """

    text: str
    depth: int | None
    was_indented: bool


def _lines(text: str, statements: Sequence[_Statement]) -> Iterator[_Line]:
    """Every line of the text; a word never goes over the end of one."""
    places = [(word, number) for number, one in enumerate(statements) for word in one.words]
    done = 0
    for match in LINE.finditer(text):
        begun = done
        while done < len(places) and places[done][0].span.start < match.end():
            done += 1
        own = [word for word, _ in places[begun:done]]
        statement = statements[places[max(done - 1, 0)][1]]
        goes_on = done > 0 and statement.span.end > match.start() > statement.span.start
        depth = statement.depth + goes_on if own or goes_on else None
        yield _Line(
            _tidied(text, Span(*match.span()), own),
            depth,
            text[match.start() : match.start() + 1] in BLANK,
        )


def _tidied(text: str, line: Span, words: Sequence[Word]) -> str:
    """The words of a line and its comment; a gap of spaces alone stays, so that columns may."""
    begins = words[-1].span.end if words else line.start
    rest = text[begins : line.end].rstrip(_BLANKS)
    comment = rest.lstrip(_BLANKS)
    if not comment:
        return _spaced(words)
    gap = rest.removesuffix(comment)
    if not words:
        gap = ""
    elif len(gap) < len(_GAP) or gap.strip(" "):
        gap = _GAP
    return f"{_spaced(words)}{gap}#{comment[1:]}"


def _indented(lines: Sequence[_Line]) -> Iterator[str]:
    above, below = _depths(lines), reversed(_depths(lines[::-1]))
    for line, before, behind in zip(lines, above, below, strict=True):
        depth = line.depth
        if depth is None:  # a comment stands as deep as what follows it, or stays where it was
            depth = 1 if behind == 1 or (line.was_indented and before > 0) else 0
        yield f"{_INDENT * depth}{line.text}" if line.text else ""


def _depths(lines: Iterable[_Line]) -> list[int]:
    """For each line the depth of the last one, up to it, that has one; 0 before the first."""
    depths, depth = [], 0
    for line in lines:
        depth = depth if line.depth is None else line.depth
        depths.append(depth)
    return depths


def _without_spare_blanks(lines: Iterable[str]) -> Iterator[str]:
    """At most one blank line in a row, none at the beginning and the end."""
    blank, begun = False, False
    for line in lines:
        if line:
            if blank and begun:
                yield ""
            yield line
            begun = True
        blank = not line


# --- words ---------------------------------------------------------------------------------------


def _spaced(words: Sequence[Word]) -> str:
    """Words with the spaces that belong between them."""
    pieces: list[str] = []
    for place, word in enumerate(words):
        if place and not _is_close(words[max(place - 2, 0) : place], word):
            pieces.append(" ")
        pieces.append(word.text)
    return "".join(pieces)


def _is_close(behind: Sequence[Word], word: Word) -> bool:
    """Whether nothing stands between a word and the last of those that it is behind."""
    last = behind[-1]
    if word.stem in _NO_SPACE_BEFORE or last.stem in _NO_SPACE_BEHIND:
        return True
    if "、" in (word.text, last.text):
        return True
    if "en" in (word.language, last.language):
        return False
    return _is_close_in_chinese(behind[0], last, word)


def _is_close_in_chinese(first: Word, last: Word, word: Word) -> bool:
    """The same, of words none of which is English; `first` is the one before `last`, or `last`."""
    if last.stem == "NUMBER":
        return word.language == "zh" and word.stem not in _JOINS  # 2分, 10米, 90起, 1.5倍
    if word.stem == "UP":
        return True  # 96分起
    if last.stem in _LEANS_ON_NEXT:
        return True  # 每月, 前3次, 满4小时
    if word.stem in _LEANS_ON_PERIOD and first.stem == "PER":
        return True  # 每户每月, 每人终身, 每季度前3次
    is_range = first.stem == "NUMBER" and word.stem == "TO"
    return is_range or (last.stem == "TO" and word.stem == "NUMBER")  # 5分至10分
