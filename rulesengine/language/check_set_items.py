"""What a policy sets (调整) of the items and groups of the one that it extends.

Called by `check_settings`; a row, a range or a number of points takes the place of the one above.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.quantity import read_hundredths
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_allowed import (
    fixed,
    is_inside,
    limits_within,
    range_of,
    what_may_be_set,
)
from rulesengine.language.check_amounts import read_points
from rulesengine.language.check_names import listed, meant
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import report_repeated
from rulesengine.language.extend_draft import Draft

N = TypeVar("N")
Row: TypeAlias = syntax.LevelRow | syntax.BandRow | syntax.CountRow
_YES_NO = {"yes": "是", "no": "否", "是": "yes", "否": "no"}


def set_item_or_group(draft: Draft, setting: syntax.SetItem, seen: dict[object, Span]) -> None:
    above, name = draft.above, setting.name.text
    item, group = above.items.get(name), above.groups.get(name)
    if item is not None:
        sets_value = setting.value is not None or range_of(setting.clauses) is not None
        if sets_value and not is_first(draft, seen, item.names.first.text, setting.span):
            return
        _item(draft, setting, item)
    elif group is not None:
        _group(draft, setting, group)
    else:
        open_to = [one for one in above.items.values() if range_of(one.clauses) is not None]
        known = tuple(dict.fromkeys(one.names.first.text for one in open_to))
        help, fix = meant(draft.report, name, known or tuple(above.items))
        draft.report.say(
            Code.UNKNOWN_NAME,
            text("{policy} has no item {item}", policy=above.policy.name, item=name),
            setting.name.span,
            help=help,
            fix=fix,
        )


def _item(draft: Draft, setting: syntax.SetItem, item: syntax.Item) -> None:
    narrower = range_of(setting.clauses)
    if setting.value is not None or narrower is not None:
        _value(draft, setting, item, narrower)
    for cap in setting.clauses:
        if not isinstance(cap, syntax.Cap):
            continue
        if item.sign is syntax.Sign.DEDUCT:  # a limit would take less, which loosens
            fixed(draft, cap.span, item.span)
            continue
        own = draft.above.policy.items[item.names.first.text].limits
        tightened = limits_within(draft, cap, own, checked.Scope.ITEM, item.names.first.text)
        if tightened is not None:
            now = draft.now(item)
            draft.replace(item, attrs.evolve(now, clauses=_with(now.clauses, cap, tightened)))


def _with(
    clauses: tuple[N, ...], cap: syntax.Cap, instead_of: Sequence[Span]
) -> tuple[N | syntax.Cap, ...]:
    """Clauses with a limit more, and without those that it tightens."""
    kept = tuple(
        one
        for one in clauses
        if not isinstance(one, syntax.NoCap)
        and not (isinstance(one, syntax.Cap) and one.span in instead_of)
    )
    return (*kept, cap)


def _group(draft: Draft, setting: syntax.SetItem, group: syntax.Group) -> None:
    name = group.names.first.text
    if setting.value is not None or range_of(setting.clauses) is not None:
        fixed(draft, setting.span, group.span)
        return
    settled = next(one for one in draft.above.policy.groups if one.name == name)
    for cap in setting.clauses:
        assert isinstance(cap, syntax.Cap)
        tightened = limits_within(draft, cap, settled.limits, checked.Scope.GROUP, name)
        if tightened is not None:
            now = draft.now(group)
            draft.replace(group, attrs.evolve(now, clauses=_with(now.clauses, cap, tightened)))


# --- values --------------------------------------------------------------------------------------


def _value(
    draft: Draft, setting: syntax.SetItem, item: syntax.Item, narrower: syntax.Adjustable | None
) -> None:
    clause = range_of(item.clauses)
    if clause is None:
        fixed(draft, setting.span, item.value.span, what_may_be_set(draft))
        return
    value: syntax.Value | None = item.value
    if setting.value is not None:
        if not is_inside(draft, _numbers(setting.value), clause, read_points):
            return
        value = _set_value(draft, setting.value, item)
    if narrower is not None and not is_inside(
        draft, (narrower.low, narrower.high), clause, read_points
    ):
        return
    if value is not None:
        now = draft.now(item)
        clauses = tuple(one for one in now.clauses if one is not clause)
        if narrower is not None:
            clauses = (*clauses, narrower)
        draft.replace(item, attrs.evolve(now, value=value, clauses=clauses))


def _numbers(value: syntax.SetTo) -> tuple[syntax.Number, ...]:
    match value:
        case syntax.SetRange(low=low, high=high):
            return low, high
        case syntax.SetRows(rows=rows):
            return tuple(row.points for row in rows)
        case _:
            return (value.points,)


def _set_value(draft: Draft, said: syntax.SetTo, item: syntax.Item) -> syntax.Value | None:
    """The item's value with the points that were said; another kind of value is told."""
    value = item.value
    match value, said:
        case syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod(), syntax.SetPoints():
            return attrs.evolve(value, points=said.points, span=said.span)
        case (
            syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod(),
            syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod(),
        ) if _per_what(value) == _per_what(said):
            return said
        case syntax.Judged(), syntax.SetRange():
            return syntax.Judged(said.low, said.high, said.span)
        case syntax.ByTable() | syntax.ByCount(), syntax.SetRows():
            return _set_rows(draft, said, item, value)
        case _:
            _otherwise(draft, said.span, item, _example(draft.report, item))
            return None


def _per_what(value: syntax.PerUnit | syntax.PerBlock | syntax.PerPeriod) -> tuple[object, ...]:
    """What the points are for, whatever they are."""
    match value:
        case syntax.PerUnit(size=size, unit=unit) | syntax.PerBlock(size=size, unit=unit):
            return type(value), 1_00 if size is None else read_hundredths(size.text), unit.name
        case syntax.PerPeriod(period=every):
            return type(value), every.period


def _example(report: Report, item: syntax.Item) -> str:
    """How the value of an item is set."""
    name = item.names.first.text
    match item.value:
        case syntax.PerUnit() | syntax.PerBlock() | syntax.PerPeriod():
            return report.words(f"调整 {name} 5分", f"set {name} 5 points")
        case syntax.Judged():
            return report.words(f"调整 {name} 5分至8分", f"set {name} 5 points to 8 points")
        case syntax.ByTable(rows=rows) | syntax.ByCount(rows=rows):
            row = report.written(rows[0].span)
            return report.words(f"调整 {name} {row}", f"set {name} {row}")


def _otherwise(draft: Draft, span: Span, item: syntax.Item, example: str) -> None:
    draft.report.say(
        Code.SET_OTHERWISE,
        text("the points of {item} are written in another way", item=item.names.first.text),
        span,
        others=((item.value.span, text("written so here")),),
        help=text("write it as in {example}", example=example),
    )


def _set_rows(
    draft: Draft,
    said: syntax.SetRows,
    item: syntax.Item,
    value: syntax.ByTable | syntax.ByCount,
) -> syntax.Value | None:
    """The table with other points in some rows; a row that it does not have is told."""
    names = _first_names(draft, value)
    rows: dict[object, Row] = {_key(row, names): row for row in value.rows}
    missed = False
    for row in said.rows:
        there = rows.get(_key(row, names))
        if there is None:
            missed = True
            _no_such_row(draft, row, item, value)
        else:
            rows[_key(row, names)] = attrs.evolve(there, points=row.points, span=row.span)
    if missed:
        return None
    changed = tuple(rows.values())
    if isinstance(value, syntax.ByTable):
        of_table = tuple(row for row in changed if not isinstance(row, syntax.CountRow))
        return attrs.evolve(value, rows=of_table)
    return attrs.evolve(
        value, rows=tuple(row for row in changed if isinstance(row, syntax.CountRow))
    )


def _key(row: Row, names: Mapping[str, str]) -> object:
    """What a row is about: the same for the same level, threshold or number of times."""
    match row:
        case syntax.LevelRow(level=level):
            return "level", None if level is None else names.get(level.text, level.text)
        case syntax.BandRow(threshold=threshold):
            return "band", None if threshold is None else read_hundredths(threshold.text)
        case syntax.CountRow(times=times):
            return "count", None if times is None else read_hundredths(times.text)


def _first_names(draft: Draft, value: syntax.ByTable | syntax.ByCount) -> Mapping[str, str]:
    """The first name of each level of the fact that a table goes by, by its other one."""
    if isinstance(value, syntax.ByCount):
        return {}
    fact = next(
        (
            one
            for one in draft.above.policy.facts
            if one.subject is value.operand.subject
            and value.operand.name.text in (one.name, one.other_name)
        ),
        None,
    )
    levels = () if fact is None else fact.levels
    of_levels = [row.level for row in value.rows if isinstance(row, syntax.LevelRow)]
    written = {level.text for level in of_levels if level is not None}
    yes_no = {_YES_NO[one]: one for one in written if one in _YES_NO}
    return {**yes_no, **{one.other_name: one.name for one in levels if one.other_name}}


def _no_such_row(
    draft: Draft,
    row: Row,
    item: syntax.Item,
    value: syntax.ByTable | syntax.ByCount,
) -> None:
    report = draft.report
    rows = listed(tuple(report.written(one.span) for one in value.rows))
    report.say(
        Code.SET_OTHERWISE,
        text(
            "{item} has no row like {row}",
            item=item.names.first.text,
            row=report.written(row.span),
        ),
        row.span,
        others=((value.span, text("the rows here")),),
        help=text("the rows that are there: {rows}", rows=rows),
    )


def is_first(draft: Draft, seen: dict[object, Span], key: object, span: Span) -> bool:
    earlier = seen.setdefault(key, span)
    if earlier != span:
        report_repeated(draft.report, earlier, span)
    return earlier == span
