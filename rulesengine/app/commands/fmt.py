"""`fmt`: policies in their one tidy form, in place; and in the other keyword language."""

import enum
import hashlib
from collections.abc import Sequence

from rulesengine.app.files import STANDARD_INPUT, policies_in, read_policy, write_whole
from rulesengine.app.messages import language_of_policy
from rulesengine.app.terminal import Terminal
from rulesengine.core.text import Text, text
from rulesengine.language.format import format_policy


class _Became(enum.Enum):
    """What became of a policy."""

    SAME = "same"
    CHANGED = "changed"
    REFUSED = "refused"


def run(terminal: Terminal, paths: Sequence[str], to: str, *, check: bool) -> int:
    """Format every policy that can be read, or say which are not formatted; the exit status."""
    files = list(dict.fromkeys(policies_in(paths)))
    if not files:
        terminal.remark(text("there is no policy here: only files named .policy are read"))
        return 1
    became = [_format(terminal, path, to, check=check) for path in files]
    changed, refused = became.count(_Became.CHANGED), became.count(_Became.REFUSED)
    if check:
        terminal.say(_looked_at(len(files), changed, refused))
    elif STANDARD_INPUT not in files:
        terminal.say(_written(len(files), changed, refused))
    return 1 if refused or (check and changed) else 0


def _looked_at(policies: int, changed: int, refused: int) -> Text:
    if refused:
        return text(
            "policies: {policies}; not formatted: {changed}; with mistakes: {refused}",
            policies=policies,
            changed=changed,
            refused=refused,
        )
    return text(
        "policies: {policies}; not formatted: {changed}", policies=policies, changed=changed
    )


def _written(policies: int, changed: int, refused: int) -> Text:
    if refused:
        return text(
            "policies: {policies}; changed: {changed}; left as they are: {refused}",
            policies=policies,
            changed=changed,
            refused=refused,
        )
    return text("policies: {policies}; changed: {changed}", policies=policies, changed=changed)


def _format(terminal: Terminal, path: str, to: str, *, check: bool) -> _Became:
    read = read_policy(path)
    if read.value is None:
        terminal.complain(read.diagnostics)
        return _Became.REFUSED
    language = language_of_policy(read.value.source.text)
    if language is not None:
        terminal.follow(language.value)
    formatted = format_policy(read.value.source, to)
    if formatted.value is None:
        terminal.complain(formatted.diagnostics)
        return _Became.REFUSED
    # The bytes are compared: a byte-order mark and other line ends are differences too.
    is_same = hashlib.sha256(formatted.value.encode()).hexdigest() == read.value.sha256
    if check and not is_same:
        terminal.say(text("{policy} is not formatted", policy=read.value.source.name))
    elif path == STANDARD_INPUT and not check:
        terminal.write_exactly(formatted.value)
    elif not is_same and not check:
        failed = write_whole(path, [formatted.value])
        if failed is not None:
            terminal.complain([failed])
            return _Became.REFUSED
    return _Became.SAME if is_same else _Became.CHANGED
