"""A witness: a few records on which a changed policy gives something else, and the line that tells.

Searched for among the tests that there are, then among made-up scenarios; in a fixed order and up
to a fixed number. Every witness is replayed: as lines of a test that the original passes and the
changed policy fails.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

import attrs

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.passbook import Passbook, RecordOutcome
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.checked import Expectation, Policy, Selector, Test
from rulesengine.scoring.score import Run
from rulesengine.study.expectations import look
from rulesengine.study.policy_tests import passes, score_test
from rulesengine.study.probes import ONE, Deed, Done, as_test, deeds, names_for
from rulesengine.study.scenarios import Ground, in_turn, scenarios
from rulesengine.study.written_tests import Writer

MOST_TRIED = 2000  # scenarios for one change
_MOST_SHRUNK = 60
_MOST_LATER = 600  # of those tried are also tried with a later last day
_MOST_ITEMS = 4

Load = Callable[[Source], Policy | None]


@attrs.frozen
class Witness:
    """Lines to paste: into the test of this name, or (`test` empty) a test of their own."""

    test: str
    lines: tuple[str, ...]


@attrs.frozen
class Pair:
    """The original and a changed policy, with what reads a text."""

    original: Policy
    changed: Policy
    load: Load


def find_witness(pair: Pair, touches: frozenset[str] | None) -> tuple[Witness | None, int]:
    """A witness if there is one among what is tried, and how many scenarios were tried."""
    for test in pair.original.tests:
        told = _telling(pair, test)
        if told is not None:
            line = Writer(pair.original).expectation(told)
            if _replays(pair, attrs.evolve(test, expectations=(told,))):
                return Witness(test.name, (line,)), 0
    tried = 0
    untils = (None, *_later_days(pair)) if touches is None else (None,)
    for done in islice(_scenarios(pair, touches), MOST_TRIED):
        for until in untils if tried < _MOST_LATER else untils[:1]:
            tried += 1
            scene = Scene(done, until)
            if _telling(pair, scene.test(pair)) is not None:
                witness = _written(pair, scene)
                if witness is not None:
                    return witness, tried
    return None, tried


@attrs.frozen
class Scene:
    """What was done, and the last day where that of the last record is too early."""

    done: Sequence[Done]
    until: date | None

    def test(self, pair: Pair) -> Test:
        """It as a test without expectations."""
        return attrs.evolve(as_test(pair.original, self.done), until=self.until)


def _later_days(pair: Pair) -> list[date]:
    """Days on which points expire after the last day of a policy, when no record can come."""
    found: list[date] = []
    for policy in (pair.original, pair.changed):
        if policy.last_day is not None and policy.expiry is not None:
            period = policy.expiry.period
            ends = last_day(period, period_index(period, policy.last_day))
            if ends.year < 9000:  # one that ends too, and not for ever
                found.append(ends + timedelta(policy.expiry.grace_days))
    return list(dict.fromkeys(found))


# --- scenarios -----------------------------------------------------------------------------------


def _scenarios(pair: Pair, touches: frozenset[str] | None) -> Iterator[Sequence[Done]]:
    """Those of each item that may notice, in turn, so that each gets its share."""
    return in_turn([scenarios(ground) for ground in _grounds(pair, touches)])


def _grounds(pair: Pair, touches: frozenset[str] | None) -> Iterator[Ground]:
    original = pair.original
    names = [item.name for category in original.categories for item in category.items]
    names += [act.name for act in original.acts if act.counted is None]
    day = _day(original)
    every = {name: _best(pair, name, day) for name in names}
    worth = {name: found[1] for name, found in every.items()}
    looked_at = [name for name in names if touches is None or name in touches]
    others = [found[0] for found in every.values()]
    ranked = _varied(original, looked_at, worth)[:_MOST_ITEMS]
    for name in ranked:
        item = original.items.get(name)
        first = day if item is None else _day(original, item)
        every_deed = list(deeds(original, pair.changed, name, first))
        near = [one for one in others if _same_scope(original, name, one.item)]
        far = [one for one in others if one not in near and one.item != name]
        best, _ = _best(pair, name, first)
        yield Ground(original, pair.changed, every_deed, best, [*near, *far], worth, first)


def _varied(policy: Policy, names: Sequence[str], worth: dict[str, int]) -> list[str]:
    """Items of every kind first: of each sign and kind of value, the one worth most; acts too."""
    kinds: dict[object, str] = {}
    for name in sorted(names, key=lambda one: -worth[one]):
        item = policy.items.get(name)
        kind = ("act", name) if item is None else (item.sign, type(item.value), item.unit is None)
        kinds.setdefault(kind, name)
    return [*kinds.values(), *(name for name in names if name not in kinds.values())]


def _same_scope(policy: Policy, name: str, other: str) -> bool:
    one, another = policy.items.get(name), policy.items.get(other)
    if one is None or another is None:
        return False
    return one.category == another.category or (one.group != "" and one.group == another.group)


def _best(pair: Pair, name: str, day: date) -> tuple[Deed, int]:
    """Of the deeds without more than the usual quantity the one worth most, and its worth."""
    found: tuple[Deed, int] | None = None
    usual: list[int | None] = []
    for deed in islice(deeds(pair.original, pair.changed, name, day), 200):
        usual = usual or [deed.quantity]
        run = score_test(pair.original, as_test(pair.original, [Done(deed, day)])).value
        results = [] if run is None else list(run.results())
        counted = any(one.outcome in _COUNTED for one in results)
        worth = max((one.raw for one in results), default=0) if counted else 0
        if deed.quantity in usual and (found is None or worth > found[1]):
            found = deed, worth
    return found or (Deed(name), 0)


_COUNTED = (RecordOutcome.IN_FULL, RecordOutcome.IN_PART, RecordOutcome.SPARED_BY_FLOOR)


def _day(policy: Policy, item: checked.Item | None = None) -> date:
    """A Monday in January of the first whole year where it can be, inside the dates."""
    firsts = [policy.first_day, *([item.first_day] if item and item.first_day else [])]
    lasts = [day for day in (policy.last_day, item.last_day if item else None) if day is not None]
    first, last = max(firsts), min([*lasts, date(9990, 1, 1)])
    year = first.year if (first.month, first.day) <= (1, 8) else first.year + 1
    wished = date(year, 1, 8)
    wished += timedelta(-wished.weekday() % 7)
    if wished <= last:
        return wished
    return first + (last - first) // 2


# --- what tells ----------------------------------------------------------------------------------


def _telling(pair: Pair, test: Test) -> Expectation | None:
    """The first expectation, of all that could be written, that only the original meets."""
    one = score_test(pair.original, test).value
    other = score_test(pair.changed, test).value
    if one is None or other is None or _alike(one, other, pair):
        return None
    for expected in _expectations(pair.original, one):
        if _actual(pair.changed, other, expected) != _actual(pair.original, one, expected):
            return expected
    return None


def _alike(one: Run, other: Run, pair: Pair) -> bool:
    """Whether nothing an expectation looks at can differ, seen quickly."""
    same_money = pair.original.rate == pair.changed.rate
    same_names = (pair.original.grades, pair.original.honours) == (
        pair.changed.grades,
        pair.changed.honours,
    )
    if not same_money or not same_names or one.until != other.until:
        return False
    return all(
        (a.postings, a.standing, a.balance, a.spendable, a.results)
        == (b.postings, b.standing, b.balance, b.spendable, b.results)
        for a, b in zip(one.passbooks, other.passbooks, strict=True)
    ) and [x.outcome for x in one.unplaced] == [x.outcome for x in other.unplaced]


def _actual(policy: Policy, run: Run, expected: Expectation) -> object:
    books = [book for book in run.passbooks if book.account.name == expected.account]
    return look(policy, run, books[0], expected).actual if len(books) == 1 else None


def _expectations(policy: Policy, run: Run) -> Iterator[Expectation]:
    """What could be expected of a run, plainest first, as the run has it."""
    nowhere = Span(0, 0)
    for book in run.passbooks:
        name = book.account.name
        if sum(other.account.name == name for other in run.passbooks) > 1:
            continue
        yield from _outcomes(policy, run, book, RecordOutcome.ERROR)
        items = list(dict.fromkeys(one.record.item for one in book.results))
        parts = [one for one in items if one in policy.items]
        parts += [one.name for one in policy.bonuses]
        wanted = [Expectation(name, Selector.PART, 0, part, None, nowhere) for part in parts]
        wanted.append(Expectation(name, Selector.STANDING, 0, "", None, nowhere))
        wanted += [
            Expectation(name, selector, 0, "", None, nowhere)
            for selector in (Selector.SPENDABLE, Selector.BALANCE)
        ]
        if policy.rate is not None:
            wanted.append(Expectation(name, Selector.YUAN, 0, "", None, nowhere))
        if policy.grades:
            wanted.append(Expectation(name, Selector.GRADE, 0, "", None, nowhere))
        wanted += [
            Expectation(name, Selector.HONOUR, 0, honour.name, None, nowhere)
            for honour in policy.honours
        ]
        for year in sorted({line.day.year for line in book.postings}):
            period = Period.YEAR, period_index(Period.YEAR, date(year, 1, 1))
            wanted.append(Expectation(name, Selector.PERIOD, 0, "", period, nowhere))
        yield from (_as_is(policy, run, one) for one in wanted)
        yield from _outcomes(policy, run, book)


def _outcomes(
    policy: Policy, run: Run, book: Passbook, only: RecordOutcome | None = None
) -> Iterator[Expectation]:
    """What became of each record that brought nothing, where an expectation can say it."""
    for result in book.results:
        if result.outcome in (RecordOutcome.IN_FULL, RecordOutcome.IN_PART):
            continue
        if only is not None and result.outcome is not only:
            continue
        day = Period.DAY, period_index(Period.DAY, result.record.day)
        name, item = book.account.name, result.record.item
        expected = Expectation(name, Selector.OUTCOME, 0, item, day, Span(0, 0), result.outcome)
        if look(policy, run, book, expected).actual is result.outcome:
            yield expected


def _as_is(policy: Policy, run: Run, expected: Expectation) -> Expectation:
    actual = _actual(policy, run, expected)
    match actual:
        case bool():
            return attrs.evolve(expected, holds=actual)
        case str():
            return attrs.evolve(expected, part=actual)
        case int():
            return attrs.evolve(expected, points=actual)
        case _:
            return expected


# --- the smallest, and whether it can be pasted --------------------------------------------------


def _written(pair: Pair, scene: Scene) -> Witness | None:
    """As few of the records as still tell, written out and replayed."""
    test = _merged(pair, _renumbered(_smallest(pair, scene))).test(pair)
    told = _telling(pair, test)
    if told is None:  # other names stand in another order
        return None
    name = "新的测试" if names_for(pair.original).events[0] == "甲" else "a new test"
    test = attrs.evolve(test, name=name, expectations=(told,))
    if not _replays(pair, test):
        return None
    return Witness("", tuple(Writer(pair.original).test(test)))


def _smallest(pair: Pair, scene: Scene) -> Scene:
    """Leave out large parts, then single records, while what is left still tells."""
    left, tries = list(scene.done), 0
    size = max(1, len(left) // 2)
    while size and tries < _MOST_SHRUNK:
        place = 0
        while place < len(left) and tries < _MOST_SHRUNK:
            fewer = left[:place] + left[place + size :]
            tries += 1
            if fewer and _telling(pair, Scene(fewer, scene.until).test(pair)) is not None:
                left = fewer
            else:
                place += size
        size //= 2
    return Scene(left, scene.until)


def _renumbered(scene: Scene) -> Scene:
    """The households that are left, named from the first on."""
    numbers = {old: new for new, old in enumerate(sorted({one.household for one in scene.done}))}
    done = [attrs.evolve(one, household=numbers[one.household]) for one in scene.done]
    return Scene(done, scene.until)


def _merged(pair: Pair, scene: Scene) -> Scene:
    """The same deed so many times on one day as one record of so many times, if that tells too."""
    times: list[tuple[Done, int]] = []
    for one in scene.done:
        same = next((place for place, known in enumerate(times) if known[0] == one), None)
        if same is None:
            times.append((one, 1))
        else:
            times[same] = one, times[same][1] + 1
    merged = [
        attrs.evolve(one, deed=attrs.evolve(one.deed, quantity=number * ONE))
        if number > 1 and _in_times(pair.original, one.deed)
        else one
        for one, number in times
    ]
    if len(merged) == len(scene.done):
        return scene
    fewer = Scene(merged, scene.until)
    return fewer if _telling(pair, fewer.test(pair)) is not None else scene


def _in_times(policy: Policy, deed: Deed) -> bool:
    item = policy.items.get(deed.item)
    unit = None if item is None else item.unit
    return unit is not None and unit.is_times and deed.quantity is None


def _replays(pair: Pair, test: Test) -> bool:
    """Whether the lines, read as part of either policy, pass on the original alone."""
    lines = "\n".join(Writer(pair.original).test(attrs.evolve(test, name=test.name or "t")))
    for policy, expected in ((pair.original, True), (pair.changed, False)):
        own = policy.source.own
        source = Source(own.name, f"{own.text}\n{lines}\n")
        loaded = pair.load(source)
        if loaded is None or passes(loaded, loaded.tests[-1]) is not expected:
            return False
    return True
