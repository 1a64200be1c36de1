"""Names: which are taken, and what a misspelt one may have been."""

import difflib
import unicodedata
from collections.abc import Container, Iterable, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import syntax
from rulesengine.language.check_report import Report

MOST_LISTED = 12


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one was probably meant to be, or None.

    Short Chinese names share half their characters by chance: of several such, one that begins
    alike is meant, or none.
    """
    plain = _plain(name)
    by_plain = {_plain(one): one for one in known}
    if plain in by_plain:
        return by_plain[plain]
    close = difflib.get_close_matches(plain, by_plain, n=3, cutoff=0.5)
    for near in close:
        ratio = difflib.SequenceMatcher(None, plain, near).ratio()
        if ratio >= 0.6 or near[:1] == plain[:1] or len(close) == 1:
            return by_plain[near]
    inside = [one for one in by_plain if len(one) > 1 and (one in plain or plain in one)]
    return by_plain[max(inside, key=len)] if inside else None


def split_in_two(name: str, heads: Iterable[str], tails: Container[str]) -> tuple[str, str] | None:
    """A name that swallowed the next one for want of a space: `张三清扫门前` is 张三, 清扫门前."""
    for head in heads:
        if head and name.startswith(head) and name[len(head) :] in tails:
            return head, name[len(head) :]
    return None


def suggestion(report: Report, name: str, known: Iterable[str]) -> str | None:
    """The nearest known name, while the report is short enough for somebody to read it."""
    return None if report.is_long else nearest(name, known)


def meant(report: Report, name: str, known: Sequence[str]) -> tuple[Text | None, str | None]:
    """The help for an unknown name, and the name that may stand there instead (or None)."""
    near = suggestion(report, name, known)
    if near is not None:
        return text("did you mean {name}?", name=near), near
    if known:
        return text("what is known here: {names}", names=listed(known)), None
    return None, None


def listed(names: Sequence[str]) -> tuple[str, ...]:
    """Names to show, not more than a line holds."""
    if len(names) <= MOST_LISTED:
        return tuple(names)
    return (*names[:MOST_LISTED], "…")


@attrs.define
class NameSpace:
    """Names of one kind that are taken, each with the first name it stands for and its place."""

    taken: dict[str, tuple[str, Span]] = attrs.field(factory=dict)

    def claim(self, report: Report, names: syntax.Names) -> None:
        """Take both names, or report which is taken already."""
        for name in (names.first, names.other):
            if name is None or (name is names.other and name.text == names.first.text):
                continue
            if name.text in self.taken:
                _, earlier = self.taken[name.text]
                report_twice(report, name, earlier)
            else:
                self.taken[name.text] = (names.first.text, name.span)

    def find(self, name: str) -> str | None:
        """The first name of what this name stands for."""
        found = self.taken.get(name)
        return found[0] if found is not None else None

    @property
    def known(self) -> tuple[str, ...]:
        return tuple(self.taken)


def report_twice(
    report: Report, name: syntax.Name, earlier: Span, help: Text | None = None
) -> None:
    """Say that a name is taken, and where; `help` says what else to do than to take another."""
    report.say(
        Code.NAME_TWICE,
        text("the name {name} is used twice", name=name.text),
        name.span,
        text("again here"),
        others=((earlier, text("first here")),),
        help=help or text("give one of the two another name"),
    )


def other_name(names: syntax.Names) -> str:
    """The other language's name, or empty where there is none or it is the same."""
    if names.other is None or names.other.text == names.first.text:
        return ""
    return names.other.text


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
