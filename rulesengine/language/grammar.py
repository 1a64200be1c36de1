"""Finds `grammar/policy.lark`, makes its parser once, and knows its keywords in both languages.

The grammar lies beside the modules in a wheel (`_grammar`) and in `grammar/` of a checkout.

Working the parser's table out of the grammar takes longer than reading a policy with it. So the
table is kept, as JSON, in the user's cache folder, under a digest of all that it is made from: a
kept table is the one that would be made now, or it is not used. Where no such folder is to be
had, or the file is not whole, the table is made and nothing is said: keeping it only saves time.
"""

import hashlib
import json
import os
import re
import stat
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs
import lark
from lark import Lark
from lark.grammar import NonTerminal, Rule, RuleOptions, Symbol, Terminal
from lark.lexer import (
    BasicLexer,
    ContextualLexer,
    Pattern,
    PatternStr,
    Scanner,
    TerminalDef,
    UnlessCallback,
)

_PACKAGE = Path(__file__).resolve().parent.parent
_OPTIONS = {
    "parser": "lalr",
    "start": "statement",
    "propagate_positions": True,
    "maybe_placeholders": True,
}
_MOST_BYTES = 16 * 1024 * 1024  # of a kept table, which has about half of one
_MOST_TABLES = 8  # kept at once: of each grammar, lark and Python there is another


def grammar_dir() -> Path:
    """The folder of the grammar; FileNotFoundError where the package was built without it."""
    for folder in (_PACKAGE / "_grammar", _PACKAGE.parent / "grammar"):
        if (folder / "policy.lark").is_file():
            return folder
    raise FileNotFoundError(f"no policy.lark inside or beside {_PACKAGE}")


@cache
def statement_parser() -> Lark:
    """The parser of one statement (LALR, contextual lexer). Its trees know their places."""
    grammar = (grammar_dir() / "policy.lark").read_text(encoding="utf-8")
    folder = _cache_folder()
    if folder is None:
        return _made(grammar)
    made_from = repr((grammar, _OPTIONS, lark.__version__, sys.version))
    path = folder / f"{_digest(made_from.encode()).decode()}.table"
    kept = _read(path)
    if kept is not None:
        return _unpacked(kept)
    made = _made(grammar)
    _keep(path, _packed(made))
    return made


# --- keywords


@attrs.frozen
class Keyword:
    """A word of the language in both languages; `plural` is the English one, or empty."""

    zh: str
    en: str
    plural: str = ""


@cache
def keywords() -> Mapping[str, Keyword]:
    """Every keyword by the stem of its terminals' names (`CAP` for `_CAP_ZH` and `_CAP_EN`)."""
    forms: dict[str, dict[str, str]] = {}
    for terminal in statement_parser().terminals:
        name = terminal.name.strip("_")
        for ending in ("_ZH", "_EN", "_EN_S"):
            if name.endswith(ending):
                forms.setdefault(name.removesuffix(ending), {})[ending] = _written(terminal.pattern)
    return {
        stem: Keyword(words["_ZH"], words.get("_EN", ""), words.get("_EN_S", ""))
        for stem, words in forms.items()
    }


@cache
def chinese_words() -> tuple[str, ...]:
    """The Chinese words of the language, the longest first."""
    return tuple(
        sorted({word.zh for word in keywords().values()}, key=lambda one: (-len(one), one))
    )


def stem(terminal: str) -> str:
    """`CAP` for `_CAP_ZH`, `_CAP_EN` and `_CAP_EN_S`; other terminals as they are."""
    name = terminal.strip("_")
    for ending in ("_EN_S", "_EN", "_ZH"):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def _written(pattern: Pattern) -> str:
    if isinstance(pattern, PatternStr):
        return pattern.value
    # A keyword of two words is a regular expression, for the space or hyphen between them.
    words = re.sub(r"\[-[^]]*\]\+", "-", str(pattern.value))
    return re.sub(r"\[[^]]*\]\+", " ", words).replace("[\\/／]", "/")


# --- the lexer: a regular expression is compiled once, not again for each context


class _Scanner(Scanner):
    """Tries the terminals in lark's order, but not as one pattern for each context.

    Compiling a set of the Chinese letters takes milliseconds, and a name may stand in dozens of
    contexts: every regular expression is a pattern by itself, and only words are put together.
    """

    def _build_mres(
        self,
        terminals: Sequence[TerminalDef],
        max_size: int,  # noqa: ARG002 - a limit that Python no longer has
    ) -> list[re.Pattern[str]]:
        groups = groupby(terminals, lambda t: "" if isinstance(t.pattern, PatternStr) else t.name)
        return [_compiled("|".join(map(_group, group))) for _, group in groups]


class _Lexer(BasicLexer):
    """Finds out which words could be names as lark does, with the patterns that it has."""

    def _build_scanner(self) -> Scanner:
        words = [terminal for terminal in self.terminals if _is_word(terminal)]
        inside: set[str] = set()  # words found only by way of a pattern that they match
        self.callback = {}
        for terminal in self.terminals:
            alike = [] if _is_word(terminal) else [w for w in words if _matches(terminal, w)]
            if alike:
                self.callback[terminal.name] = UnlessCallback(self._scanner_of(alike))
            flags = set(terminal.pattern.flags)
            inside |= {word.name for word in alike if flags.issuperset(word.pattern.flags)}
        return self._scanner_of([t for t in self.terminals if t.name not in inside])

    def _scanner_of(self, terminals: Sequence[TerminalDef]) -> Scanner:
        return _Scanner(  # type: ignore[no-untyped-call]
            terminals, self.g_regex_flags, self.re, self.use_bytes
        )


class _ContextualLexer(ContextualLexer):
    BasicLexer = _Lexer


_PLUGINS = {"ContextualLexer": _ContextualLexer}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _group(terminal: TerminalDef) -> str:
    """The terminal's pattern. An English keyword ends where its letters end: no `to` in `town`."""
    ends = "(?![A-Za-z])" if terminal.name.strip("_").endswith(("_EN", "_EN_S")) else ""
    return f"(?P<{terminal.name}>{terminal.pattern.to_regexp()}{ends})"


def _is_word(terminal: TerminalDef) -> bool:
    return isinstance(terminal.pattern, PatternStr)


def _matches(terminal: TerminalDef, word: TerminalDef) -> bool:
    written = word.pattern.value
    match = _compiled(_group(terminal)).match(written)
    return terminal.priority == word.priority and match is not None and match[0] == written


# --- the table: made, or kept from an earlier start


def _made(grammar: str) -> Lark:
    return Lark(grammar, **_OPTIONS, _plugins=_PLUGINS)


def _packed(parser: Lark) -> bytes:
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    options = {**data["options"], "_plugins": {}}  # classes are no data
    return json.dumps({"data": {**data, "options": options}, "memo": memo}).encode()


def _unpacked(packed: bytes) -> Lark:
    stored = json.loads(packed)
    stored["data"]["options"]["_plugins"] = _PLUGINS
    stored["memo"] = _with_rules(_numbered(stored["memo"]))
    table = stored["data"]["parser"]["parser"]
    table["tokens"] = _numbered(table["tokens"])
    table["states"] = {
        state: _numbered(actions) for state, actions in _numbered(table["states"]).items()
    }
    return Lark.load(stored)


def _numbered(written: dict[str, Any]) -> dict[int, Any]:
    """The same with numbers as keys, which JSON writes as texts."""
    return {int(key): value for key, value in written.items()}


def _with_rules(memo: dict[int, Any]) -> dict[int, Any]:
    """The rules made here, in a third of lark's time: their symbols are the same few hundred."""
    symbols: dict[tuple[str, bool | None], Symbol] = {}

    def symbol(written: dict[str, Any]) -> Symbol:
        name, left_out = key = written["name"], written.get("filter_out")
        if key not in symbols:
            symbols[key] = NonTerminal(name) if left_out is None else Terminal(name, left_out)
        return symbols[key]

    def rule(written: dict[str, Any]) -> Rule:
        options = {key: value for key, value in written["options"].items() if key != "__type__"}
        return Rule(
            NonTerminal(written["origin"]["name"]),
            [symbol(part) for part in written["expansion"]],
            written["order"],
            written["alias"],
            RuleOptions(**options),
        )

    return {
        number: rule(written) if written["__type__"] == "Rule" else written
        for number, written in memo.items()
    }


def _cache_folder() -> Path | None:
    """This user's folder for what can be made again, made if missing; None if none is safe."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
    try:
        above = Path(named) if Path(named).is_absolute() else Path.home() / ".cache"
        folder = above / "rulesengine"
        above.mkdir(mode=0o700, exist_ok=True)  # but not what is above: some users have no home
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder if _only_ours(folder.lstat()) else None
    except (OSError, RuntimeError):
        return None


def _only_ours(status: os.stat_result) -> bool:
    """Whether nobody else can write there."""
    if sys.platform == "win32":
        return True  # a profile's local data is its owner's
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _read(path: Path) -> bytes | None:
    """What was kept there, if it is whole and nobody else could have written it."""
    try:
        with path.open("rb") as file:
            if not _only_ours(os.fstat(file.fileno())):
                return None
            digest, _, packed = file.read(_MOST_BYTES).partition(b"\n")
    except OSError:
        return None
    return packed if digest == _digest(path.name.encode(), packed) else None


def _keep(path: Path, packed: bytes) -> None:
    """Put the file there as a whole, or not at all. Of two that do so at once, both are right."""
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(dir=path.parent)  # nobody else may read or write it
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(_digest(path.name.encode(), packed) + b"\n" + packed)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink()
            raise
        by_age = sorted(path.parent.glob("*.table"), key=lambda kept: kept.stat().st_mtime_ns)
        for old in by_age[:-_MOST_TABLES]:
            old.unlink(missing_ok=True)


def _digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"\0".join(parts)).hexdigest().encode()
