"""Which engine writes the passbooks: by size, and the reference where the other one cannot."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.register import Register
from rulesengine.core.text import Text, text
from rulesengine.engine.door import Engine
from rulesengine.language.checked import Timeline
from rulesengine.reference.entry import Entry
from rulesengine.scoring.engines import Choice
from rulesengine.scoring.score import Run, score
from tests.engine.drawing_policies import timeline
from tests.engine.drawing_records import village


@attrs.define
class Loader:
    """Gives an engine and remembers that it was asked."""

    engine: object
    asked: bool = False

    def __call__(self) -> object:
        self.asked = True
        return self.engine


@attrs.frozen
class Refusing:
    """An engine that knows no policy at all."""

    def score(
        self,
        timeline: Timeline,
        entries: Mapping[Account, Sequence[Entry]],
        register: Register,
        until: date,
    ) -> Sequence[Passbook] | Text:
        return text("nothing is known")


def run_with(loader: Loader, fewest: int) -> tuple[Run, Run]:
    """One random village, by the reference alone and with another engine at hand."""
    random = Random(7)
    rules = timeline(random)
    drawn = village(random, rules, accounts=6, most_records=20)
    records = [entry.record for own in drawn.entries.values() for entry in own]
    alone = score({"": rules}, drawn.register, records)
    choice = Choice(loader, fewest)  # type: ignore[arg-type]
    return alone, score({"": rules}, drawn.register, records, choice=choice)


def test_small_work_loads_no_engine() -> None:
    """Below the size nobody asks whether there is another engine."""
    loader = Loader(Engine())
    alone, both = run_with(loader, fewest=10_000)

    assert not loader.asked
    assert alone == both
    assert both.notes == ()


def test_large_work_is_the_engines() -> None:
    """The same run, records behind the last day included; the note says who scored."""
    alone, both = run_with(Loader(Engine()), fewest=1)

    assert alone == both
    assert [str(note) for note in both.notes] == [
        f"the fast engine scored {alone.records - len(alone.unplaced)} records under 试"
    ]


def test_what_the_engine_cannot_is_the_references() -> None:
    """The same run, and the reason is told."""
    alone, both = run_with(Loader(Refusing()), fewest=1)

    assert alone == both
    assert [str(note) for note in both.notes] == ["试 is scored by the reference: nothing is known"]


def test_where_no_engine_is_installed_the_reference_scores() -> None:
    """The extra may be missing."""
    alone, both = run_with(Loader(None), fewest=1)

    assert alone == both
    assert both.notes == ()
