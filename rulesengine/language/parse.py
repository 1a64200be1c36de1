"""Policy text to syntax: every statement is parsed on its own, so one mistake gives one message.

Only `grammar`, `parse_tree` and this module see Lark. Why a statement could not be read, in
words, is `parse_errors`.
"""

import re
import unicodedata
from typing import cast

import attrs
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
from rulesengine.language.parse_case import Case, Stopped
from rulesengine.language.parse_leaves import quoted_name, span_of
from rulesengine.language.parse_lines import joint_of, second_line
from rulesengine.language.parse_openings import unknown_statement
from rulesengine.language.parse_recover import Draft, Recovery, dangling, restored
from rulesengine.language.parse_tree import build

MOST_NESTED = 50
MOST_TRIED = 150_000  # letters of changed statements that are read to explain mistakes
LONGEST_MENDED = 10_000  # letters of a statement that is read again with a change
MOST_MESSAGES = 100  # of one text; the rest is counted, so that rubbish costs bounded time
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # categories of letters that nobody sees
_QUOTES_AND_COMMENTS = re.compile(  # STRING and COMMENT of the grammar, within one line
    r"(?P<comment>[#＃][^\r\n]*)"
    r"|[\"“”＂„][^\"“”＂„\r\n]*[\"“”＂„]|['‘’＇][^'‘’＇\r\n]*['‘’＇]"
    r"|「[^」\r\n]*」|『[^』\r\n]*』|《[^》\r\n]*》"
)


def parse(source: Source) -> Outcome[syntax.Policy]:
    """Every statement of a policy text, and a message for each mistake on the way."""
    reading = _Reading(source)
    mistaken = 0
    for piece in cut(source.text, opening_pattern()):
        mistaken += reading.go_through(piece)
        if mistaken > 2 * MOST_MESSAGES:  # rubbish: reading on would tell nothing new
            break
    found, statements = reading.found, reading.statements
    if not statements and not found:
        found.append(_empty(source))
    if mistaken > MOST_MESSAGES or len(found) > MOST_MESSAGES:
        del found[MOST_MESSAGES:]
        found.append(_too_many(source))
    policy = syntax.Policy(
        source,
        reading.language or "zh",
        tuple(statements),
        broken=bool(found),
        unread=tuple(reading.unread),
    )
    return Outcome(policy, tuple(found))


@attrs.define
class _Reading:
    """A policy text as far as it has been read. `allowed` bounds what mistakes may cost."""

    source: Source
    language: str = ""
    statements: list[syntax.Statement] = attrs.field(factory=list)
    found: list[Diagnostic] = attrs.field(factory=list)
    unread: list[Span] = attrs.field(factory=list)
    before: Span | None = None  # the last statement, where it could be read
    begun: Span | None = None  # the last statement, where it was not finished
    partly: int = 0  # how many statements were made of it all the same
    unclosed: bool = False  # whether the line before left a quote open
    allowed: int = MOST_TRIED

    def go_through(self, piece: Cut) -> bool:
        """Read one statement; whether something is wrong with it."""
        opener = opener_at(self.source.text, piece.span)
        self.language = self.language or ("" if opener is None else opener.language)
        if opener is None and piece.unclosed is None and self._joined(piece.span):
            return True
        if len(self.found) >= MOST_MESSAGES:
            return self._read_only(piece)
        self.before = None
        if piece.unclosed is not None:
            if not self.unclosed:  # of a quote over two lines the end is no second mistake
                self.found.append(_unclosed(self.source, piece.unclosed))
            self.unclosed = not self.unclosed
            self.unread.append(piece.span)
            return True
        self.unclosed = False
        recovery = Recovery(self._read, self._explain, self._second_line, self._again)
        recovery.go_through(Draft(self.source, self.source, piece.span))
        self.statements += recovery.statements
        self.found += recovery.found
        self.unread += recovery.unread
        if not recovery.found:
            self.before = piece.span
        self.partly = len(recovery.statements)
        self.begun = piece.span if self._is_begun(piece.span, recovery) else None
        if piece.dangling is not None:
            self.found.append(dangling(self.source, piece.dangling))
        return bool(recovery.found)

    def _is_begun(self, statement: Span, recovery: Recovery) -> bool:
        """Whether all that is wrong with a statement is that it goes no further."""
        if len(recovery.found) != 1:
            return False
        stopped = _try(self.source.text, statement, explain=False)
        return isinstance(stopped, Stopped) and stopped.span.start == statement.end

    def _read_only(self, piece: Cut) -> bool:
        """A statement behind so many mistakes that nothing is said of this one."""
        opener = opener_at(self.source.text, piece.span)
        outcome = None if opener is None else _try(self.source.text, piece.span)
        if outcome is None or isinstance(outcome, Span | Stopped):
            self.unread.append(piece.span)
            return True
        self.statements.append(outcome)
        return False

    def _read(self, draft: Draft) -> syntax.Statement | Stopped | Diagnostic:
        whole = draft.source.text
        hidden = _hidden(whole, draft.span)
        if hidden is not None:
            return _unseen(draft.source, hidden)
        outcome = _try(whole, draft.span)
        return _too_deep(draft.source, outcome) if isinstance(outcome, Span) else outcome

    def _explain(self, draft: Draft, stopped: Stopped | None) -> Diagnostic:
        opener = opener_at(draft.source.text, draft.span)
        if stopped is None or opener is None:
            language = self.language or _written_in(draft.source.slice(draft.span))
            return unknown_statement(draft.source, draft.span, language, self._attempt)
        case = Case(draft.source, draft.span, opener.language, opener.stem, stopped, self._attempt)
        return parse_errors.explain(case)

    def _second_line(self, draft: Draft, stopped: Stopped) -> int | None:
        return second_line(draft.source.text, draft.span, stopped, self._attempt)

    def _again(self, draft: Draft) -> bool:
        return self.allowed > 0 and draft.span.end - draft.span.start <= LONGEST_MENDED

    def _joined(self, line: Span) -> bool:
        """Whether a line that opens no statement belongs to the one before; read so then."""
        if self._completed(line):
            return True
        if self.before is None or not self.statements:
            return False
        joint = joint_of(self.source, self.before, line, self._attempt)
        if joint is None:
            return False
        self.found.append(joint)
        assert joint.fix is not None
        both = Draft(self.source, self.source, self.before.to(line)).changed(joint.fix)
        outcome = _try(both.source.text, both.span)
        if not isinstance(outcome, Span | Stopped):
            self.statements[-1] = restored(outcome, both)
            self.before = self.before.to(line)
        return True

    def _completed(self, line: Span) -> bool:
        """Whether a line is the rest of a statement that was not finished in the line before."""
        begun, self.begun = self.begun, None
        if begun is None or not self.found:
            return False
        joint = joint_of(self.source, begun, line, self._attempt, marks=("", " "))
        if joint is None or joint.fix is None:
            return False
        self.found[-1] = joint
        self.unread.append(line)
        both = Draft(self.source, self.source, begun.to(line)).changed(joint.fix)
        outcome = _try(both.source.text, both.span)
        if not isinstance(outcome, Span | Stopped):
            del self.statements[len(self.statements) - self.partly :]
            self.statements.append(restored(outcome, both))
        return True

    def _attempt(self, changed: str) -> int | None:
        """How far a changed statement can be read: where it stops, or None if to its end.

        Not at all where so much has been tried that it would take too long.
        """
        if min(self.allowed, LONGEST_MENDED) < len(changed):
            return 0
        stopped = _try(changed, Span(0, len(changed)), explain=False)
        reached = stopped.span.start if isinstance(stopped, Stopped) else None
        self.allowed -= len(changed) if reached is None else reached
        return reached


def _written_in(statement: str) -> str:
    return "en" if statement[:1].isascii() and statement[:1].isalpha() else "zh"


def _try(written: str, span: Span, *, explain: bool = True) -> syntax.Statement | Stopped | Span:
    """Parse one statement, in the text's own offsets; a Span is where it nests too deep."""
    try:
        tree = statement_parser().parse(TextSlice(written, span.start, span.end), start="statement")
    except UnexpectedInput as error:
        return _stopped(error, span, explain)
    deep = _nested_too_deep(tree)
    if deep is not None:
        return deep
    statement: syntax.Statement = build(tree)
    return statement


def _stopped(error: UnexpectedInput, span: Span, explain: bool) -> Stopped:
    accepts: frozenset[str] = frozenset()
    if explain:
        accepts = frozenset(error.interactive_parser.accepts())  # type: ignore[no-untyped-call]
    if isinstance(error, UnexpectedToken):
        token = error.token
        if token.type == "$END":
            return Stopped(Span(span.end, span.end), "", accepts)
        return Stopped(span_of(token), token.type, accepts)
    place = min(cast("int", error.pos_in_stream), max(span.end - 1, span.start))
    return Stopped(Span(place, place + 1), "", accepts)


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
