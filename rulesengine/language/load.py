"""From text to a checked policy: parse, then check; and first, level by level, what it extends."""

import hashlib
from collections.abc import Iterable, Sequence

import attrs

from rulesengine.core.diagnostic import Diagnostic, Label, Outcome, has_errors, in_order
from rulesengine.core.source import Source, joined, moved
from rulesengine.language import checked, syntax
from rulesengine.language.check import check
from rulesengine.language.check_extend import check_extend
from rulesengine.language.extend_draft import Above
from rulesengine.language.parse import parse
from rulesengine.language.trace import FindParent, Level, nothing_beside, trace


def load(
    source: Source, sha256: str | None = None, find_parent: FindParent = nothing_beside
) -> Outcome[checked.Policy]:
    """The checked policy, with everything found on the way, in the order of the text.

    `sha256` is that of the file's bytes; left out, that of the text in UTF-8. That of a policy
    which extends others is always of all texts (`sha256_of_texts`). `find_parent` gives the text
    of a policy by its file name. The value is None where there is any error.
    """
    parsed = parse(source)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    if any(isinstance(one, syntax.Extends) for one in parsed.value.statements):
        return _load_chain(source, parsed.diagnostics, find_parent)
    outcome = check(parsed.value, sha256 or sha256_of_texts([source]))
    found = in_order((*parsed.diagnostics, *outcome.diagnostics))
    return Outcome(None if has_errors(found) else outcome.value, found)


def sha256_of_texts(sources: Iterable[Source]) -> str:
    """The digest of a policy and of all that it extends: its own text first, then the next above.

    The texts in UTF-8, without a byte-order mark, a zero byte between two (no policy holds one).
    """
    texts = (one.text.encode("utf-8", "surrogatepass") for one in sources)
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


@attrs.frozen
class _Loaded:
    """A level with all above it: its statements, its meaning, and everything that was found."""

    written: syntax.Policy
    policy: checked.Policy | None
    found: tuple[Diagnostic, ...]


def _load_chain(
    source: Source, unread: Sequence[Diagnostic], find_parent: FindParent
) -> Outcome[checked.Policy]:
    """From the policy that extends nothing down. Mistakes of a level are told alone and end it."""
    levels = trace(source, find_parent)
    if levels.value is None:
        return Outcome(None, in_order((*unread, *levels.diagnostics)))
    top, *lower = levels.value
    loaded = _checked(top.policy, top.diagnostics, [top.source])
    for place, level in enumerate(lower, start=2):
        if loaded.policy is None:
            errors = tuple(one for one in loaded.found if one.is_error)
            return Outcome(None, in_order(errors))
        loaded = _extended(loaded, level, [one.source for one in levels.value[:place]])
    return Outcome(loaded.policy, in_order(loaded.found))


def _extended(above: _Loaded, level: Level, sources: Sequence[Source]) -> _Loaded:
    """A level on those above it. What was found in these already is not said again."""
    assert above.policy is not None
    whole = joined(sources)
    start = len(whole.text) - len(level.source.text)
    own = attrs.evolve(
        level.policy, statements=moved(level.policy.statements, start),
        unread=moved(level.policy.unread, start), start=start,
    )  # fmt: skip
    extended = check_extend(Above.of(above.written, above.policy), own, whole)
    assert extended.value is not None
    loaded = _checked(
        extended.value, (*level.diagnostics, *extended.diagnostics), [*reversed(sources)]
    )
    known = {_where(one) for one in above.found}
    return attrs.evolve(
        loaded, found=tuple(one for one in loaded.found if _where(one) not in known)
    )


def _checked(
    written: syntax.Policy, found: Iterable[Diagnostic], sources: Sequence[Source]
) -> _Loaded:
    outcome = check(written, sha256_of_texts(sources))
    everything = (*found, *outcome.diagnostics)
    return _Loaded(written, None if has_errors(everything) else outcome.value, everything)


def _where(diagnostic: Diagnostic) -> tuple[object, ...]:
    place = diagnostic.primary
    if isinstance(place, Label):
        return diagnostic.code, id(place.source), place.span
    return diagnostic.code, place
