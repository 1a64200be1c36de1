"""From text to a checked policy: parse, then check."""

import hashlib

from rulesengine.core.diagnostic import Outcome, has_errors, in_order
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.check import check
from rulesengine.language.parse import parse


def load(source: Source, sha256: str | None = None) -> Outcome[checked.Policy]:
    """The checked policy, with everything found on the way, in the order of the text.

    `sha256` is that of the file's bytes; left out, that of the text in UTF-8. The value is None
    where there is any error.
    """
    digest = sha256 or hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    parsed = parse(source)
    if parsed.value is None:
        return Outcome(None, parsed.diagnostics)
    outcome = check(parsed.value, digest)
    found = in_order((*parsed.diagnostics, *outcome.diagnostics))
    return Outcome(None if has_errors(found) else outcome.value, found)
