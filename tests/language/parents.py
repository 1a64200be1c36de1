"""Policies that a test's policy extends: texts by file name, in no folder."""

from collections.abc import Mapping

from rulesengine.core.diagnostic import Outcome
from rulesengine.core.source import Source
from rulesengine.language.trace import FindParent, missing


def among(texts: Mapping[str, str]) -> FindParent:
    """The texts of these names, and no others."""

    def find(name: str) -> Outcome[Source]:
        if name in texts:
            return Outcome(Source(name, texts[name]))
        return Outcome(None, (missing(name),))

    return find
