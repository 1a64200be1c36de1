"""A statement that could not be read, as the ways out see it: where it stopped, what may be tried.

Knows no way out itself: those are the other `parse_*` modules that give a `Diagnostic` or None.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text
from rulesengine.language.grammar import stem
from rulesengine.language.openers import BLANK

Attempt: TypeAlias = Callable[[str], "int | None"]
Match: TypeAlias = "re.Match[str]"

AROUND = 80  # characters on each side of the stop within which a way of writing is looked for


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
    """One statement, and `attempt`: how far a changed one can be read (None: to its end).

    `opens` is the stem of the word that opens it.
    """

    source: Source
    statement: Span
    language: str
    opens: str
    stopped: Stopped
    attempt: Attempt

    @property
    def here(self) -> str:
        """The word at which reading stopped; empty at the end."""
        return self.source.slice(self.stopped.span)

    @property
    def written(self) -> str:
        """The statement as it stands."""
        return self.source.slice(self.statement)

    @property
    def before(self) -> str:
        """The statement up to where reading stopped."""
        return self.source.text[self.statement.start : self.stopped.span.start]

    @property
    def stems(self) -> frozenset[str]:
        """What might have come where reading stopped, by the stems of words."""
        return frozenset(map(stem, self.stopped.expected))

    def words(self, chinese: str, english: str) -> str:
        """A piece of policy text in the keyword language of the statement."""
        return chinese if self.language == "zh" else english

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

    def fits(self, place: Span, written: str) -> bool:
        """Whether reading goes on to the end of what was put there, and past the old stop."""
        start = place.start - self.statement.start
        _, reached = self.with_change(place, written)
        return reached is None or (
            reached >= start + len(written.rstrip()) and self.reads_further(place, written)
        )

    def reads_words_behind(self, place: Span, written: str, *, to_end: bool = False) -> bool:
        """Whether the word behind a change is read too, and reading does not just end with it.

        A name that merely took in what could not be read would read further, and mean nothing.
        `to_end`: the statement may well end there, and lack something more.
        """
        changed, reached = self.with_change(place, written)
        behind = place.start - self.statement.start + len(written)
        word = re.compile(rf"(?:{BLANK}|\s)*(?:[^\W\d_]+|[0-9０-９.．]+|.)").match(changed, behind)
        return reached is None or (
            word is not None and word.end() <= reached < len(changed.rstrip()) + to_end
        )

    def near_stop(self, pattern: str) -> Iterator[tuple[Span, Match]]:
        """What a pattern finds where reading stopped: it holds the stop or ends right before it."""
        stop = self.stopped.span
        first = max(self.statement.start, stop.start - AROUND)
        last = min(self.statement.end, stop.end + AROUND)
        for match in re.compile(pattern, re.IGNORECASE).finditer(self.source.text, first, last):
            if match.start() <= stop.start < match.end() or match.end() == stop.start:
                yield Span(match.start(), match.end()), match

    def up_to_stop(self, pattern: str) -> Iterator[tuple[Span, Match]]:
        """What a pattern finds in this clause up to where reading stopped, the nearest first."""
        stop = self.stopped.span
        first = max(self.statement.start, stop.start - AROUND)
        comma = max(self.source.text.rfind(mark, first, stop.start) for mark in ",，﹐\n")
        found = re.compile(pattern, re.IGNORECASE).finditer(
            self.source.text, max(first, comma + 1), min(self.statement.end, stop.end + AROUND)
        )
        near = [match for match in found if match.start() <= stop.start]
        for match in reversed(near):
            yield Span(match.start(), match.end()), match

    def change(self, code: Code, message: Text, place: Span, written: str) -> Diagnostic:
        """The message with the change as its way out."""
        return Diagnostic(
            code,
            message,
            Label(self.source, self.stopped.span if place.start == place.end else self.bare(place)),
            help=text("write {written}", written=self.changed(place, written)),
            fix=Fix(place, written),
        )

    def bare(self, place: Span) -> Span:
        """A place without the blanks at its ends."""
        written = self.source.slice(place)
        left = re.match(rf"(?:{BLANK}|\s)*", written)
        right = re.search(rf"(?:{BLANK}|\s)*\Z", written)
        if left is None or right is None or left.end() >= right.start():
            return place
        return Span(place.start + left.end(), place.start + right.start())

    def unknown_word(self, place: Span, written: str) -> Diagnostic:
        """The message for a word of everyday speech, with the language's word as its way out."""
        word = _on_one_line(self.source.slice(place))
        message = text("{word} is not a word of the language here", word=word)
        return self.change(Code.UNEXPECTED_WORD, message, place, written)

    def changed(self, place: Span, written: str) -> str:
        """The few words around the change, as they should read."""
        whole = self.source.text
        before = re.search(r"(?:[0-9.]+ )?[^\s,，]*$", whole[self.statement.start : place.start])
        word = r"(?: [A-Za-z]+(?:/[A-Za-z-]+)?)?" if written[-1:].isdigit() else ""
        after = re.match(rf"[^\s,，]*{word}", whole[place.end : self.statement.end])
        around = (before[0] if before else "") + written + (after[0] if after else "")
        return _on_one_line(around)


def _on_one_line(written: str) -> str:
    return " ".join(re.sub(BLANK, " ", written).split())


def one_of(choices: tuple[str, ...]) -> Text | str:
    """`甲、乙 or 丙`."""
    if len(choices) == 1:
        return choices[0]
    return text("{words} or {last}", words=choices[:-1], last=choices[-1])


def quoted(name: str, language: str) -> str:
    """A name in the quotes of a keyword language."""
    return f"“{name}”" if language == "zh" else f'"{name}"'
