"""On after a mistake inside a statement: mended where that is safe, else a clause is left out.

So that a statement with two mistakes gives two messages. Whatever could follow from the first is
not said: a clause that could not be read takes what may belong to it with it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import text
from rulesengine.language import syntax
from rulesengine.language.openers import BLANK, opener_at
from rulesengine.language.parse_case import Stopped
from rulesengine.language.parse_clauses import TEST_LINES, clauses, head_of

T = TypeVar("T")
MOST_IN_ONE = 8  # messages about one statement


@attrs.frozen
class Draft:
    """A statement with changes, and the way back to the places of the policy as written."""

    written: Source
    source: Source
    span: Span
    fixes: tuple[Fix, ...] = ()  # each with its place in the text before it
    counts: bool = True  # whether what is read is the statement, and not one in its stead

    def changed(self, fix: Fix) -> "Draft":
        """The draft with one more change, which lies inside the statement."""
        whole = self.source.text
        more = len(fix.text) - (fix.span.end - fix.span.start)
        return attrs.evolve(
            self,
            source=Source(
                self.source.name, whole[: fix.span.start] + fix.text + whole[fix.span.end :]
            ),
            span=Span(self.span.start, self.span.end + more),
            fixes=(*self.fixes, fix),
        )

    def as_written(self, place: Span) -> Span:
        """Where in the policy as written something stands."""
        start, end = place.start, place.end
        for fix in reversed(self.fixes):
            new_end = fix.span.start + len(fix.text)
            back = fix.span.end - new_end
            start = start + back if start >= new_end else min(start, fix.span.start)
            if end >= new_end:
                end += back
            elif end > fix.span.start:
                end = fix.span.end
        return Span(start, max(start, end))


Read: TypeAlias = Callable[[Draft], "syntax.Statement | Stopped | Diagnostic"]
Explain: TypeAlias = Callable[[Draft, Stopped | None], Diagnostic]
SecondLine: TypeAlias = Callable[[Draft, Stopped], "int | None"]


@attrs.frozen
class Recovery:
    """What could be read of one statement's text, what was found, and what was left unread.

    `explain` says what is wrong where reading stopped (None: no word opens the statement),
    `second_line` at which line a new statement begins though the line before lets it go on.
    """

    read: Read
    explain: Explain
    second_line: SecondLine
    again: Callable[[Draft], bool]  # whether there is time to read a statement more than once
    statements: list[syntax.Statement] = attrs.field(factory=list)
    found: list[Diagnostic] = attrs.field(factory=list)
    unread: list[Span] = attrs.field(factory=list)

    def go_through(self, draft: Draft) -> None:
        """Read a statement to its end, with a message for each mistake on the way."""
        passed = -1  # nothing up to here, in the policy as written, is worth a message any more
        while len(self.found) < (MOST_IN_ONE if self.again(draft) else 1):
            outcome = self._read(draft)
            if isinstance(outcome, Diagnostic):
                self.found.append(restored(outcome, draft))
                break
            if outcome is not None and not isinstance(outcome, Stopped):
                if draft.counts:
                    self.statements.append(restored(outcome, draft))
                return
            if outcome is None and _is_remark(draft):
                return
            if outcome is not None and draft.as_written(outcome.span).start <= passed:
                break
            second = None if outcome is None else self.second_line(draft, outcome)
            if second is not None:
                self._go_through_lines(draft, second)
                return
            found = self._explained(draft, outcome)
            told = restored(found, draft)
            if self._follows(told):
                break  # nor was that fix the way out
            self._say(told)
            if found.fix is not None and "\n" in found.fix.text:
                self._go_through_both(draft.changed(found.fix), found.fix)
                return
            if found.fix is not None:
                draft = draft.changed(found.fix)
                continue
            shorter = None if outcome is None else self._without(draft, outcome)
            if shorter is None:
                break
            draft, passed = shorter
        self.unread.append(draft.as_written(draft.span))

    def _read(self, draft: Draft) -> "syntax.Statement | Stopped | Diagnostic | None":
        if opener_at(draft.source.text, draft.span) is None:
            return None
        return self.read(draft)

    def _explained(self, draft: Draft, outcome: Stopped | None) -> Diagnostic:
        """What is wrong there; a fix is kept only if the statement reads on with it."""
        found = self.explain(draft, outcome)
        if found.fix is None or "\n" in found.fix.text:
            return found
        if not self.again(draft):
            return attrs.evolve(found, fix=None)
        mended = draft.changed(found.fix)
        if _is_remark(mended):
            return found
        after = self._read(mended)
        if isinstance(after, Stopped) and mended.source.slice(after.span) == found.fix.text.strip():
            return attrs.evolve(found, fix=None)  # the word was there already, but further on
        if after is None or isinstance(after, Stopped):
            reached = -1 if after is None else mended.as_written(after.span).start
            old = draft.span.start if outcome is None else outcome.span.start
            if reached <= draft.as_written(Span(old, old)).start:
                return attrs.evolve(found, fix=None)
        return found

    def _go_through_both(self, draft: Draft, fix: Fix) -> None:
        """The two statements of which a fix has put the second on a line of its own."""
        line_end = fix.span.start + fix.text.index("\n")
        self.go_through(attrs.evolve(draft, span=Span(draft.span.start, line_end)))
        self.go_through(attrs.evolve(draft, span=Span(line_end + 1, draft.span.end)))

    def _go_through_lines(self, draft: Draft, second: int) -> None:
        """Two statements, of which the first ends in a mark as if it went on."""
        before = draft.source.text[draft.span.start : second]
        bare = re.sub(rf"(?:\s|{BLANK}|[#＃].*)+\Z", "", before)
        mark = Span(draft.span.start + len(bare) - 1, draft.span.start + len(bare))
        first = attrs.evolve(draft, span=Span(draft.span.start, mark.start))
        outcome = self._read(first)
        self._say(restored(dangling(draft.source, mark), draft))
        if isinstance(outcome, Stopped | Diagnostic) or outcome is None:
            self.unread.append(first.as_written(first.span))
        elif draft.counts:
            self.statements.append(restored(outcome, first))
        self.go_through(attrs.evolve(draft, span=Span(second, draft.span.end)))

    def _without(self, draft: Draft, stopped: Stopped) -> tuple[Draft, int] | None:
        """The statement without the clause in which reading stopped, and where that one ends.

        Where its head is broken, another head stands in its place.
        """
        opener = opener_at(draft.source.text, draft.span)
        assert opener is not None
        parts = clauses(draft.source.text, draft.span, opener.stem)
        inside = [part for part in parts if part.start < stopped.span.start <= part.end]
        if inside and opener.stem not in TEST_LINES:
            self.unread.append(draft.as_written(inside[0]))
            blank = Fix(inside[0], " " * (inside[0].end - inside[0].start))
            return draft.changed(blank), draft.as_written(inside[0]).end
        behind = [part for part in parts if part.start >= stopped.span.start]
        if inside:
            behind = [part for part in parts if part.start >= inside[0].end]
        head = head_of(opener)
        if not behind or head is None:
            return None
        before = Span(draft.span.start, behind[0].start)
        if draft.counts:
            self.unread.append(draft.as_written(draft.span))
        other = attrs.evolve(draft.changed(Fix(before, head)), counts=False)
        return other, draft.as_written(before).end

    def _follows(self, found: Diagnostic) -> bool:
        """Whether a message is about words that an earlier fix has put there or touched.

        Then that fix is no way out, and is taken back.
        """
        for place, one in enumerate(self.found):
            if found.fix is None or one.fix is None:
                continue
            new, old = found.fix.span, one.fix.span
            if new.start == old.start or (new.start < old.end and old.start < new.end):
                self.found[place] = attrs.evolve(one, fix=None)
                return True
        return False

    def _say(self, found: Diagnostic) -> None:
        """Add a message; one that says the same as an earlier one is told by a second place."""
        for place, one in enumerate(self.found):
            if one.code is not found.code or one.message != found.message:
                continue
            rest = [other.fix for other in self.found if other is not one and other.fix is not None]
            fix = _both(one, found, rest)
            if fix is not None or (one.fix is None and found.fix is None):
                others = () if found.primary is None else (found.primary,)
                more = attrs.evolve(one, secondary=(*one.secondary, *others), fix=fix)
                self.found[place] = more
                return
        self.found.append(found)


def _is_remark(draft: Draft) -> bool:
    return draft.source.text[draft.span.start : draft.span.end].startswith(("#", "＃"))


def _both(one: Diagnostic, other: Diagnostic, rest: Sequence[Fix]) -> Fix | None:
    """One change that makes two, the second behind the first and none of the rest between."""
    first, second = one.fix, other.fix
    if first is None or second is None or second.span.start < first.span.end:
        return None
    if any(first.span.end <= fix.span.end <= second.span.start for fix in rest):
        return None
    assert isinstance(one.primary, Label)
    between = one.primary.source.slice(Span(first.span.end, second.span.start))
    return Fix(Span(first.span.start, second.span.end), first.text + between + second.text)


def dangling(source: Source, mark: Span) -> Diagnostic:
    """A mark at the end of a line after which the statement should go on, but a new one begins."""
    if source.slice(mark) in ",，﹐":
        message = text("the line ends in a comma, but a new statement follows")
        way_out = text("take the comma away, or write the clause that belongs behind it")
    else:
        message = text(
            "the line ends in {mark}, but a new statement follows", mark=source.slice(mark)
        )
        way_out = text("take {mark} away, or write what belongs behind it", mark=source.slice(mark))
    return Diagnostic(Code.UNFINISHED_STATEMENT, message, Label(source, mark), help=way_out)


def restored(node: T, draft: Draft) -> T:
    """A statement or a message with its places in the policy as written."""
    if not draft.fixes:
        return node
    return _restored(node, draft)  # type: ignore[no-any-return]


def _restored(node: Any, draft: Draft) -> Any:
    match node:
        case Span():
            return draft.as_written(node)
        case Source():
            return draft.written
        case tuple():
            return tuple(_restored(one, draft) for one in node)
        case _ if attrs.has(type(node)):
            fields = attrs.fields(type(node))
            return attrs.evolve(
                node, **{one.name: _restored(getattr(node, one.name), draft) for one in fields}
            )
        case _:
            return node
