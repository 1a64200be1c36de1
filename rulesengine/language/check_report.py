"""Where the checker's findings gather: every diagnostic of one policy text, with its places.

Knows no rule of the language; the other `check_*` modules decide what is said.
"""

from collections.abc import Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text

_MANY = 50


@attrs.frozen
class Report:
    """A policy text, the keyword language it opens with, and what has been found in it so far.

    `start` is where the policy's own text begins, behind the texts that it extends.
    """

    source: Source
    language: str
    broken: bool  # some statement could not be read, and what is missed may stand in it
    start: int = 0
    found: list[Diagnostic] = attrs.field(factory=list)

    @property
    def beginning(self) -> Span:
        """The place for what is nowhere in the text."""
        return Span(self.start, self.start)

    def say(
        self,
        code: Code,
        message: Text,
        span: Span,
        label: Text | None = None,
        *,
        others: Sequence[tuple[Span, Text | None]] = (),
        notes: Sequence[Text] = (),
        help: Text | None = None,
        fix: str | None = None,
    ) -> None:
        """Add a diagnostic at `span`; `fix` is the text that may stand there instead."""
        primary = Label(self.source, span, label)
        self.found.append(
            Diagnostic(
                code,
                message,
                primary,
                secondary=tuple(Label(self.source, place, words) for place, words in others),
                notes=tuple(notes),
                help=help,
                fix=None if fix is None else Fix(primary.span, fix),
            )
        )

    @property
    def is_long(self) -> bool:
        """So much is wrong that looking for what each name may have meant would only take time."""
        return len(self.found) >= _MANY

    def words(self, chinese: str, english: str) -> str:
        """A piece of policy text, to show as an example, in the policy's keyword language."""
        return chinese if self.language == "zh" else english

    def written(self, span: Span) -> str:
        """What stands at a span, on one line."""
        return " ".join(self.source.slice(span).split())
