"""Step 2: raw points. Exact, and rounded once, half away from zero, to the policy's step.

- per unit: row x quantity / size x factor (per time: the unit is times and its size 1)
- per block: whole blocks x row x factor; carried: the blocks that this record completes
- others: row x factor, the row being that of the level, the band or the count, or what was judged
- by several judges: the sum of those that count x factor / how many they are
"""

from typing import assert_never

from rulesengine.core.quantity import Hundredths, round_to_step
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.conditions import truth
from rulesengine.reference.known import Known, fact_value, value_of

ONE = 100  # one unit, one time, a factor that changes nothing


def row_points(
    value: checked.Value, record: Record, known: Known, number: int
) -> Hundredths | None:
    """The points that the item's value names for this record, before quantity and factor.

    `number`: for a value by count, which counted record of its period this would be, from 1.
    None where a table looks at a fact that is unknown: it does not fall to `otherwise`.
    """
    match value:
        case checked.PerUnit() | checked.PerBlock() | checked.PerPeriod():
            return value.points
        case checked.Judged():
            return sum(judgings_of(value, record)) if record.all_judgings else None
        case checked.ByLevel():
            level = fact_value(value.fact, known)
            if isinstance(level, bool):
                level = "yes" if level else "no"
            return value.points.get(level) if isinstance(level, str) else None
        case checked.ByBand():
            measure = value_of(value.measure, known)
            if not isinstance(measure, int):
                return None
            reached = (points for threshold, points in value.rows if measure >= threshold)
            return next(reached, value.otherwise)
        case checked.ByCount():
            return next(
                (points for up_to, points in value.tiers if number <= up_to), value.afterwards
            )
    assert_never(value)


def judgings_of(value: checked.Judged, record: Record) -> tuple[Hundredths, ...]:
    """What of the judges' points counts: all, all but the lowest and the highest, or the middle.

    Of an even number the two in the middle count.
    """
    given = record.all_judgings
    match value.judges:
        case None | checked.Judges.MEAN:
            return given
        case checked.Judges.MEAN_WITHOUT_EXTREMES:
            return tuple(sorted(given)[1:-1])
        case checked.Judges.MEDIAN:
            half = (len(given) - 1) // 2
            return tuple(sorted(given)[half : len(given) - half])
    assert_never(value.judges)


def shared_by(value: checked.Value, record: Record) -> int:
    """Among how many the row is shared: the judges whose points count; else one."""
    return len(judgings_of(value, record)) if isinstance(value, checked.Judged) else 1


def most_rest(value: checked.Value) -> Hundredths:
    """The most that earlier records can have left of a block: a hundredth less than a whole one."""
    carries = isinstance(value, checked.PerBlock) and value.carried is not None
    return value.size - 1 if isinstance(value, checked.PerBlock) and carries else 0


def stateless_points(
    policy: checked.Policy, item: checked.Item, record: Record, known: Known
) -> Hundredths | None:
    """Raw points as far as they do not hang on other records: by count, with the highest row;

    of carried blocks, with the largest rest. None where the row is unknown.
    """
    match item.value:
        case checked.ByCount(tiers=tiers, afterwards=afterwards):
            row: Hundredths | None = max([afterwards, *(points for _, points in tiers)])
        case _:
            row = row_points(item.value, record, known, 1)
    if row is None:
        return None
    factor = factor_of(item, known)
    times = ONE if factor is None else factor.times
    return raw_points(
        item.value,
        row,
        quantity_of(record),
        times,
        policy.round_to,
        before=most_rest(item.value),
        shared=shared_by(item.value, record),
    )


def quantity_of(record: Record) -> Hundredths:
    """The quantity of a sound record: one where none is given."""
    return ONE if record.quantity is None else record.quantity


def times_of(value: checked.Value, quantity: Hundredths) -> int:
    """How many times a record is: its quantity where the unit is times, else one."""
    match value:
        case checked.PerUnit(unit=unit) | checked.PerBlock(unit=unit) if unit.is_times:
            return quantity // ONE
        case _:
            return 1


def factor_of(item: checked.Item, known: Known) -> checked.Factor | None:
    """The largest factor whose condition holds, alone; an unknown condition does not hold."""
    holding = [factor for factor in item.factors if truth(factor.when, known)]
    return max(holding, key=lambda factor: factor.times, default=None)


def raw_points(
    value: checked.Value,
    row: Hundredths,
    quantity: Hundredths,
    factor: Hundredths,
    round_to: Hundredths,
    *,
    before: Hundredths = 0,
    shared: int = 1,
) -> Hundredths:
    """Raw points of a quantity: `row` from `row_points`, `factor` in hundredths (100 for none).

    `before`: of a value whose blocks are carried, what was done before in the period; `shared`
    from `shared_by`.
    """
    exact = exact_points(value, row, quantity, factor, before=before, shared=shared)
    return round_to_step(*exact, round_to)


def exact_points(
    value: checked.Value,
    row: Hundredths,
    quantity: Hundredths,
    factor: Hundredths,
    *,
    before: Hundredths = 0,
    shared: int = 1,
) -> tuple[int, int]:
    """Raw points before rounding, in hundredths: numerator and denominator."""
    match value:
        case checked.PerUnit(size=size):
            return row * quantity * factor, size * ONE
        case checked.PerBlock(size=size):
            blocks = (before + quantity) // size - before // size
            return blocks * row * factor, ONE
        case _:
            return row * factor, ONE * shared
