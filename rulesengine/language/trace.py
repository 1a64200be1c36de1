"""From a policy to all that it extends: each found by name, each once, none outside its place.

Opens nothing: where texts lie is the caller's to know (`FindParent`).
"""

import re
from collections.abc import Callable
from typing import TypeAlias

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome
from rulesengine.core.source import Source
from rulesengine.core.text import Text, text
from rulesengine.language import syntax
from rulesengine.language.parse import parse

# The text of a policy by its file name. A diagnostic without a place is about the name itself.
FindParent: TypeAlias = Callable[[str], Outcome[Source]]

MOST_LEVELS = 8  # province, city, county, town, village, group, and two to spare
_MOST_NAME_BYTES = 255
_ENDING = ".policy"
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)


@attrs.frozen
class Level:
    """A policy of the chain: its text, what was read of it, and its line that extends another."""

    source: Source
    policy: syntax.Policy
    diagnostics: tuple[Diagnostic, ...]
    extends: syntax.Extends | None


def trace(source: Source, find_parent: FindParent) -> Outcome[tuple[Level, ...]]:
    """The policy and those above it, the one that extends nothing first; or why one is missing.

    What could not be read in a text is in its level's diagnostics.
    """
    levels = [_level(source)]
    names = [re.split(r"[/\\]", source.name)[-1]]
    while (line := levels[-1].extends) is not None:
        name = line.parent.text
        problem = _unsuitable(name)
        if problem is not None:
            return _missing(levels, text("{name} is no name of a policy file", name=name), problem)
        if name in names:
            return Outcome(None, (_in_a_circle(levels, names.index(name)),))
        if len(levels) == MOST_LEVELS:
            return Outcome(None, (_too_many(levels[-1], line),))
        found = find_parent(name)
        if found.value is None:
            return Outcome(None, tuple(_at(levels[-1], line, one) for one in found.diagnostics))
        levels.append(_level(found.value))
        names.append(name)
    return Outcome(tuple(reversed(levels)))


def missing(name: str, help: Text | None = None) -> Diagnostic:
    """There is no policy of this name where one is looked for."""
    return Diagnostic(
        Code.PARENT_MISSING,
        text("there is no policy {name} beside this one", name=name),
        help=help or text("put the policy that is extended into the same folder"),
    )


def nothing_beside(name: str) -> Outcome[Source]:
    """For a text that lies nowhere, beside which there is nothing."""
    return Outcome(None, (missing(name),))


def _level(source: Source) -> Level:
    parsed = parse(source)
    assert parsed.value is not None, source.name
    lines = (one for one in parsed.value.statements if isinstance(one, syntax.Extends))
    return Level(source, parsed.value, parsed.diagnostics, next(lines, None))


def _unsuitable(name: str) -> Text | None:
    """What is wrong with the name of a file that may only lie beside the policy; None: nothing."""
    if any(mark in name for mark in "/\\:"):
        return text("write the name alone: the policy that is extended lies in the same folder")
    if (
        not name.isprintable()
        or name.strip(" .") != name
        or any(mark in name for mark in '<>"|?*')
        or len(name.encode("utf-8", "surrogatepass")) > _MOST_NAME_BYTES
        or _DEVICES.fullmatch(name)
    ):
        return text("write the name of the file as the folder shows it")
    if not name.lower().endswith(_ENDING):
        return text("write {name}", name=f"{name}{_ENDING}")
    return None


def _missing(levels: list[Level], message: Text, help: Text) -> Outcome[tuple[Level, ...]]:
    found = Diagnostic(Code.PARENT_MISSING, message, help=help)
    line = levels[-1].extends
    assert line is not None
    return Outcome(None, (_at(levels[-1], line, found),))


def _at(level: Level, line: syntax.Extends, diagnostic: Diagnostic) -> Diagnostic:
    """A diagnostic at the line that asked for the file, where it has no place of its own."""
    if diagnostic.primary is not None:
        return diagnostic
    return attrs.evolve(diagnostic, primary=Label(level.source, line.parent.span))


def _in_a_circle(levels: list[Level], first: int) -> Diagnostic:
    lines = [(level.source, level.extends) for level in levels]
    source, line = lines[-1]
    assert line is not None
    return Diagnostic(
        Code.EXTENDS_ITSELF,
        text("{name} extends itself", name=line.parent.text)
        if first == len(levels) - 1
        else text("{name} extends itself, through others", name=line.parent.text),
        Label(source, line.span),
        secondary=tuple(
            Label(where, one.span, text("this extends {name}", name=one.parent.text))
            for where, one in lines[first:-1]
            if one is not None
        ),
        help=text("the highest of them extends nothing: take out its line"),
    )


def _too_many(level: Level, line: syntax.Extends) -> Diagnostic:
    return Diagnostic(
        Code.EXTENDS_ITSELF,
        text("more than {most} policies extend one another", most=MOST_LEVELS),
        Label(level.source, line.span),
        help=text("let a policy extend the one above it, and leave levels out that say nothing"),
    )
