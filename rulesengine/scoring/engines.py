"""Which engine writes the passbooks: the reference, or from some size on a faster one.

A shell hands over the faster one, since it may not be installed; that it writes the same passbooks
is what its tests demand.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.register import Register
from rulesengine.core.text import Text
from rulesengine.language.checked import Timeline
from rulesengine.reference.entry import Entry

# Below this the reference is done before the faster engine has been loaded (docs/performance.md).
FEWEST_RECORDS = 200_000


class Engine(Protocol):
    """What writes passbooks."""

    def score(
        self,
        timeline: Timeline,
        entries: Mapping[Account, Sequence[Entry]],
        register: Register,
        until: date,
    ) -> Sequence[Passbook] | Text:
        """The passbooks of accounts of one timeline, or why only the reference can write them."""
        ...


@attrs.frozen
class Choice:
    """`load` finds the faster engine, None where there is none; asked from `fewest` records on."""

    load: Callable[[], Engine | None]
    fewest: int = FEWEST_RECORDS

    def engine_for(self, records: int) -> Engine | None:
        """The engine for so many records; None: the reference."""
        return self.load() if records >= self.fewest else None


def _none() -> None:
    """No other engine."""


REFERENCE_ALONE = Choice(_none)
