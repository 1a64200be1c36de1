"""Is a record sound? Judged by the policy in force on its day alone; no register is asked.

`fault` finds what is wrong, `problems.problem` says it.
"""

from rulesengine.core.codes import Code
from rulesengine.core.quantity import MOST_RAW_POINTS, MOST_UNITS, Hundredths
from rulesengine.core.record import Record
from rulesengine.language import checked
from rulesengine.reference.raw import ONE, quantity_of, raw_points


def fault(policy: checked.Policy, record: Record) -> Code | None:
    """The first thing that makes a record unsound, or None."""
    if record.fault is not None:
        return record.fault.code
    item = deed_of(policy, record.item)
    if item is None:
        return Code.UNKNOWN_ITEM
    if isinstance(item, checked.Act):
        return _wrong_beside_act(record)
    wrong = _wrong_amount(item.value, record)
    if wrong is not None:
        return wrong
    if item.needs_event and not record.event:
        return Code.MISSING_EVENT
    if _may_be_large(item) and most_raw_points(policy, item, record) > MOST_RAW_POINTS:
        return Code.RAW_TOO_LARGE
    return None


def deed_of(policy: checked.Policy, name: str) -> checked.Item | checked.Act | None:
    """What a record can be about: an item or an act, by either of its names."""
    return policy.items.get(name) or policy.acts_by_name.get(name)


def _wrong_beside_act(record: Record) -> Code | None:
    """An act carries no quantity (1 is accepted, as with items) and no judged points."""
    if record.judged is not None:
        return Code.BAD_JUDGED
    return None if record.quantity is None or record.quantity == ONE else Code.BAD_QUANTITY


def _wrong_amount(value: checked.Value, record: Record) -> Code | None:
    """What is wrong with the quantity or the judged points."""
    quantity, judged = record.quantity, record.judged
    match value:
        case checked.PerUnit(unit=unit) | checked.PerBlock(unit=unit):
            if judged is not None:
                return Code.BAD_JUDGED
            if quantity is None:
                return None if unit.is_times else Code.MISSING_QUANTITY
            broken_time = unit.is_times and quantity % ONE != 0
            return None if 0 <= quantity <= MOST_UNITS and not broken_time else Code.BAD_QUANTITY
        case checked.Judged(low=low, high=high):
            if judged is None:
                return Code.MISSING_JUDGED
            if not low <= judged <= high:
                return Code.BAD_JUDGED
        case _:
            if judged is not None:
                return Code.BAD_JUDGED
    return None if quantity is None or quantity == ONE else Code.BAD_QUANTITY


def _may_be_large(item: checked.Item) -> bool:
    """Whether a quantity or a factor can bring the item beyond what a policy may say."""
    return bool(item.factors) or isinstance(item.value, checked.PerUnit | checked.PerBlock)


def most_raw_points(policy: checked.Policy, item: checked.Item, record: Record) -> Hundredths:
    """The most that the record could come to, whatever its facts: highest row, largest factor.

    So whether a record is sound never depends on facts or on other records.
    """
    row = _highest_row(item.value, record)
    factor = max([ONE, *(factor.times for factor in item.factors)]) if item.factors else ONE
    return raw_points(item.value, row, quantity_of(record), factor, policy.round_to)


def _highest_row(value: checked.Value, record: Record) -> Hundredths:
    match value:
        case checked.PerUnit() | checked.PerBlock() | checked.PerPeriod():
            return value.points
        case checked.Judged():
            return record.judged or 0
        case checked.ByLevel():
            return max(value.points.values())
        case checked.ByBand():
            return max([value.otherwise, *(points for _, points in value.rows)])
        case checked.ByCount():
            return max([value.afterwards, *(points for _, points in value.tiers)])
