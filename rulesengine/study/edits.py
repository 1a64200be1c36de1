"""Small changes of a statement's text: a few letters in the place of others, in its own words.

Knows how numbers, days and periods are written; what each statement offers, `edit_*` know. Whether
the changed text is a policy at all, the checker says.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.quantity import read_hundredths, show_hundredths
from rulesengine.core.source import Source, Span
from rulesengine.language import syntax

_ORDER = [
    Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR,
    Period.EVER,
]  # fmt: skip
PERIOD_WORDS = {
    Period.DAY: ("天", "day"),
    Period.WEEK: ("周", "week"),
    Period.MONTH: ("月", "month"),
    Period.QUARTER: ("季度", "quarter"),
    Period.HALF_YEAR: ("半年", "half-year"),
    Period.YEAR: ("年", "year"),
    Period.EVER: ("终身", "ever"),
}


@attrs.frozen
class Edit:
    """`written` stands at `place` instead; `clause` is the part of the statement that says it."""

    clause: Span
    place: Span
    written: str


Edits: TypeAlias = Iterator[Edit]


@attrs.frozen
class Written:
    """The text of a statement, and changes of its smallest parts."""

    source: Source
    statement: Span

    def slice(self, span: Span) -> str:
        return self.source.slice(span)

    def words(self, span: Span, pair: tuple[str, str]) -> str:
        """One of two words, in the language of what stands at a span."""
        return pair[self.slice(span).isascii()]

    def in_english(self) -> bool:
        opening = re.match(r"\w+", self.slice(self.statement))
        return opening is not None and opening[0].isascii()

    def numbers(self, clause: Span, number: syntax.Number, *, both: bool = False) -> Edits:
        """One more in the last place as written; with `both` one less too."""
        amount = read_hundredths(number.text)
        if amount is None:
            return
        decimals = len(number.text.partition(".")[2])
        step = 10 ** max(0, 2 - decimals)
        for changed in (amount + step, amount - step)[: 1 + both]:
            if changed >= 0:
                yield Edit(clause, number.span, show_hundredths(changed))

    def days(self, clause: Span, days: Sequence[syntax.Day | None]) -> Edits:
        """A day later, a day earlier."""
        for day in days:
            if day is None:
                continue
            for shift in (1, -1):
                try:
                    other = date.fromisoformat(day.text) + timedelta(days=shift)
                except (ValueError, OverflowError):
                    continue
                yield Edit(clause, day.span, other.isoformat())

    def periods(self, clause: Span, every: syntax.Every) -> Edits:
        """The next longer and the next shorter period."""
        for period in beside(every.period):
            word = PERIOD_WORDS[period]
            if period is Period.EVER:
                written = self.words(every.span, word)
            else:
                written = self.words(every.span, (f"每{word[0]}", f"per {word[1]}"))
            yield Edit(clause, every.span, written)

    def left_out(self, clause: Span) -> Edit:
        """Without the clause: with the comma before it, or the whole statement."""
        if clause == self.statement:
            return Edit(clause, clause, "")
        before = self.source.text[self.statement.start : clause.start]
        comma = max(before.rfind(mark) for mark in ",，﹐")
        return Edit(clause, Span(self.statement.start + comma, clause.end), "")

    def trimmed(self, span: Span) -> Span:
        """Without the comma in front and blanks at the ends."""
        written = self.slice(span)
        front = len(written) - len(written.lstrip(" ,，﹐\t\n\r\u3000"))
        return Span(span.start + front, span.start + len(written.rstrip(" ,，﹐\t\n\r\u3000")))

    def with_separator(self, span: Span) -> Span:
        """A word of several with the mark behind it, or before it where it is the last."""
        text = self.source.text
        behind = re.compile(r"\s*[、､|｜]\s*").match(text, span.end)
        if behind is not None:
            return Span(span.start, behind.end())
        before = re.search(r"\s*[、､|｜]\s*$", text[self.statement.start : span.start])
        start = span.start if before is None else self.statement.start + before.start()
        return Span(start, span.end)


def beside(period: Period) -> Iterator[Period]:
    place = _ORDER.index(period)
    if place + 1 < len(_ORDER):
        yield _ORDER[place + 1]
    if place > 0:
        yield _ORDER[place - 1]
