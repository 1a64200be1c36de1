"""The same accounts scored by the reference and by the kernel, and where the two differ."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.register import Register
from rulesengine.core.text import Text
from rulesengine.engine.door import Engine
from rulesengine.language import checked
from rulesengine.reference.entry import Entry
from rulesengine.reference.fold import fold
from tests.engine.drawing_policies import some_day, timeline
from tests.engine.drawing_records import village


@attrs.frozen
class Strict:
    """The engine where nothing may be left to the reference."""

    engine: Engine

    def score(
        self,
        timeline: checked.Timeline,
        entries: Mapping[Account, Sequence[Entry]],
        register: Register,
        until: date,
    ) -> Sequence[Passbook]:
        """The passbooks; a reason instead is a failure."""
        written = self.engine.score(timeline, entries, register, until)
        assert not isinstance(written, Text), str(written)
        return written


@attrs.frozen
class Difference:
    """An account that the two score differently; `seed` draws it again."""

    seed: int
    expected: Passbook
    actual: Passbook


def differences(
    seed: int, engine: Engine, accounts: int = 8, most_records: int = 20
) -> Iterator[Difference | None]:
    """One random policy on some random accounts: for each account None, or where the two differ."""
    random = Random(seed)
    rules = timeline(random)
    drawn = village(random, rules, accounts, most_records)
    until = some_day(random)
    scored = Strict(engine).score(rules, drawn.entries, drawn.register, until)
    for (account, own), actual in zip(drawn.entries.items(), scored, strict=True):
        expected = fold(rules, account, own, drawn.register, until)
        yield None if expected == actual else Difference(seed, expected, actual)
