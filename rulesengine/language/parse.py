"""Policy text to syntax: every statement is parsed on its own, so one mistake gives one message.

Only `grammar`, `parse_tree` and this module see Lark. Why a statement could not be read, in
words, is `parse_errors`.
"""

import re
import unicodedata
from typing import cast

from lark import Token, Tree, UnexpectedInput
from lark.exceptions import UnexpectedToken
from lark.utils import TextSlice

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome
from rulesengine.core.source import Source, Span
from rulesengine.core.text import text
from rulesengine.language import parse_errors, syntax
from rulesengine.language.cut import Cut, cut
from rulesengine.language.grammar import statement_parser
from rulesengine.language.openers import opener_at, opening_pattern
from rulesengine.language.parse_case import Stopped
from rulesengine.language.parse_leaves import quoted_name, span_of
from rulesengine.language.parse_tree import build

MOST_NESTED = 50
MOST_MESSAGES = 100  # of one text; the rest is counted, so that rubbish costs bounded time
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # categories of letters that nobody sees
_QUOTES_AND_COMMENTS = re.compile(  # STRING and COMMENT of the grammar, within one line
    r"(?P<comment>[#＃][^\r\n]*)"
    r"|[\"“”＂„][^\"“”＂„\r\n]*[\"“”＂„]|['‘’＇][^'‘’＇\r\n]*['‘’＇]"
    r"|「[^」\r\n]*」|『[^』\r\n]*』|《[^》\r\n]*》"
)


def parse(source: Source) -> Outcome[syntax.Policy]:
    """Every statement of a policy text, and a message for each one that could not be read."""
    statements: list[syntax.Statement] = []
    found: list[Diagnostic] = []
    language = ""
    unread: list[Span] = []
    for piece in cut(source.text, opening_pattern()):
        language = language or _language(source, piece)
        outcome = _statement(source, piece, language or "zh")
        if isinstance(outcome, Diagnostic):
            unread.append(piece.span)
            if len(unread) > 2 * MOST_MESSAGES:  # rubbish: reading on would tell nothing new
                break
            if len(unread) <= MOST_MESSAGES:
                found.append(outcome)
        else:
            statements.append(outcome)
            if piece.dangling is not None:
                found.append(_dangling(source, piece.dangling))
    if not statements and not found:
        found.append(_empty(source))
    if len(unread) > MOST_MESSAGES:
        found.append(_too_many(source))
    policy = syntax.Policy(
        source, language or "zh", tuple(statements), broken=bool(found), unread=tuple(unread)
    )
    return Outcome(policy, tuple(found))


def _language(source: Source, piece: Cut) -> str:
    opener = opener_at(source.text, piece.span)
    return opener.language if opener is not None else ""


def _statement(source: Source, piece: Cut, language: str) -> syntax.Statement | Diagnostic:
    if piece.unclosed is not None:
        return _unclosed(source, piece.unclosed)
    opener = opener_at(source.text, piece.span)
    if opener is None:
        return parse_errors.unknown_statement(source, piece.span, language, _attempt)
    hidden = _hidden(source.text, piece.span)
    if hidden is not None:
        return _unseen(source, hidden)
    stopped = _try(source.text, piece.span)
    if isinstance(stopped, Span):
        return _too_deep(source, stopped)
    if isinstance(stopped, Stopped):
        return parse_errors.explain(source, piece.span, opener, stopped, _attempt)
    return stopped


def _try(written: str, span: Span) -> syntax.Statement | Stopped | Span:
    """Parse one statement, in the text's own offsets; a Span is where it nests too deep."""
    try:
        tree = statement_parser().parse(TextSlice(written, span.start, span.end), start="statement")
    except UnexpectedInput as error:
        return _stopped(error, span)
    deep = _nested_too_deep(tree)
    if deep is not None:
        return deep
    statement: syntax.Statement = build(tree)
    return statement


def _stopped(error: UnexpectedInput, span: Span) -> Stopped:
    accepts = frozenset(error.interactive_parser.accepts())  # type: ignore[no-untyped-call]
    if isinstance(error, UnexpectedToken):
        token = error.token
        if token.type == "$END":
            return Stopped(Span(span.end, span.end), "", accepts)
        return Stopped(span_of(token), token.type, accepts)
    place = min(cast("int", error.pos_in_stream), max(span.end - 1, span.start))
    return Stopped(Span(place, place + 1), "", accepts)


def _attempt(changed: str) -> int | None:
    """How far a changed statement can be read: where it stops, or None if to its end."""
    outcome = _try(changed, Span(0, len(changed)))
    return outcome.span.start if isinstance(outcome, Stopped) else None


def _nested_too_deep(tree: Tree[Token]) -> Span | None:
    """Where brackets and `not` first stand more than 50 deep; found without recursion."""
    waiting: list[tuple[Tree[Token], int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        depth += node.data in ("bracket", "negation")
        if depth > MOST_NESTED:
            return span_of(node)
        waiting += [(child, depth) for child in node.children if isinstance(child, Tree)]
    return None


def _hidden(written: str, span: Span) -> Span | None:
    """Where a name in quotes holds a character that nobody sees: two such names look like one."""
    if written[span.start : span.end].isprintable():
        return None
    for match in _QUOTES_AND_COMMENTS.finditer(written, span.start, span.end):
        if match.lastgroup == "comment" or match[0].isprintable():
            continue
        inner = quoted_name(match[0])
        for letter in inner:
            if unicodedata.category(letter) in _UNSEEN:
                place = written.index(letter, match.start())
                return Span(place, place + 1)
    return None


def _unseen(source: Source, place: Span) -> Diagnostic:
    return Diagnostic(
        Code.UNEXPECTED_WORD,
        text(
            "the name holds a character that nobody sees (U+{code})",
            code=f"{ord(source.slice(place)):04X}",
        ),
        Label(source, place),
        help=text("delete the name and type it again"),
    )


def _too_deep(source: Source, span: Span) -> Diagnostic:
    return Diagnostic(
        Code.NESTED_TOO_DEEP,
        text("the condition is nested more than {most} deep", most=MOST_NESTED),
        Label(source, Span(span.start, min(span.start + 1, span.end))),
        help=text("say it in shorter conditions"),
    )


def _dangling(source: Source, comma: Span) -> Diagnostic:
    return Diagnostic(
        Code.UNFINISHED_STATEMENT,
        text("the line ends in a comma, but a new statement follows"),
        Label(source, comma),
        help=text("take the comma away, or write the clause that belongs behind it"),
    )


def _unclosed(source: Source, quote: Span) -> Diagnostic:
    return Diagnostic(
        Code.UNCLOSED_QUOTE,
        text("the quote is not closed before the line ends"),
        Label(source, quote),
        help=text("put the closing quote behind the name"),
    )


def _empty(source: Source) -> Diagnostic:
    return Diagnostic(
        Code.EMPTY_POLICY,
        text("the policy is empty"),
        Label(source, Span(0, 0)),
        help=text("a policy begins with 办法 “…” or policy “…”"),
    )


def _too_many(source: Source) -> Diagnostic:
    end = len(source.text)
    return Diagnostic(
        Code.UNKNOWN_STATEMENT,
        text("more statements could not be read; the first {most} are listed", most=MOST_MESSAGES),
        Label(source, Span(end, end)),
        help=text("is this a policy?"),
    )
