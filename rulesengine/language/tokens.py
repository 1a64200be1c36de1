"""The words and marks of one statement, in order, each with its place.

What stands between them (blanks, line ends, comments) is not here: it is what lies between their
places. Only for statements that `parse` could read.
"""

import attrs
from lark.utils import TextSlice

from rulesengine.core.source import Span
from rulesengine.language.grammar import statement_parser, stem
from rulesengine.language.parse_leaves import span_of


@attrs.frozen
class Token:
    """A word or a mark as written. `stem` is its terminal without the language: `CAP`, `NUMBER`.

    `language` is a keyword's, "zh" or "en"; empty for names, numbers and marks.
    """

    stem: str
    language: str
    written: str
    span: Span


def tokens(text: str, statement: Span) -> tuple[Token, ...]:
    """Every token of the statement that stands at a place of a text."""
    parser = statement_parser().parse_interactive(
        TextSlice(text, statement.start, statement.end), start="statement"
    )
    return tuple(
        Token(stem(token.type), _language(token.type), str(token), span_of(token))
        for token in parser.iter_parse()
    )


def _language(terminal: str) -> str:
    if terminal.endswith("_ZH"):
        return "zh"
    return "en" if terminal.endswith(("_EN", "_EN_S")) else ""
