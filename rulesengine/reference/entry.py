"""A record that has found its account. Nothing is decided here."""

import attrs

from rulesengine.core.placing import Placed
from rulesengine.core.record import Record


@attrs.frozen
class Entry:
    """A record and where it belongs, as `core.placing.place` says."""

    record: Record
    placed: Placed
