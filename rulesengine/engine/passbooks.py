"""Results of the kernel as the passbooks that everybody reads: the values of the reference."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.facts import Subject
from rulesengine.core.passbook import Barred, Cleared, Matched, Passbook, RecordOutcome, Result
from rulesengine.core.posting import Account, Kind, Posting
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.engine import layout
from rulesengine.engine.run import Scored
from rulesengine.engine.tables import Laid
from rulesengine.language import checked

KINDS = tuple(Kind)
OUTCOMES = tuple(RecordOutcome)


def passbooks(scored: Scored, records: Sequence[Record], register: Register) -> Iterator[Passbook]:
    """The passbook of every account, in the order of the columns; `records` are in that order."""
    laid, columns = scored.laid, scored.columns
    timeline, until = laid.timeline, laid.until
    version = timeline.version_on(until) or timeline.versions[0]
    is_person = timeline.versions[0].policy.account is Subject.PERSON
    members = register.people if is_person else register.households
    results = _results(scored, records)
    days = {number: date.fromordinal(number) for number in _days(scored)}
    lines, acts = _by_account(scored)
    starts = columns.records.starts.tolist()
    figures = scored.figures.tolist()
    for number, account in enumerate(columns.accounts):
        member = members.get((account.village, account.name))
        joined = None if member is None else member.joined
        own = results[starts[number] : starts[number + 1]]
        clears, bars = _acts(laid, acts.get(number, ()), records)
        standing, balance, redeemable, watched, *gifts = figures[number]
        matched = tuple(_matched(version.policy, gifts))
        held = min(max(0, redeemable), sum(one.given - one.released for one in matched))
        suspended = version.policy.suspension is not None and watched > 0
        stopped = suspended or any(bar.redeem and bar.holds(until) for bar in bars)
        minimum = max(version.policy.minimum, 0)
        yield Passbook(
            account,
            timeline.first_day if joined is None else max(timeline.first_day, joined),
            until,
            tuple(_posting(scored, account, line, records, days) for line in lines.get(number, ())),
            tuple(result for result in own if result.record.day <= until),
            standing,
            balance,
            redeemable,
            0 if stopped or redeemable < minimum else redeemable - held,
            suspended,
            clears,
            bars,
            matched,
        )


def _matched(policy: checked.Policy, gifts: Sequence[int]) -> Iterator[Matched]:
    """Each category of gifts with its figures."""
    names = [category.name for category in policy.categories if category.matches]
    for number, name in enumerate(names):
        place = number * layout.GIFT_FIGURES
        yield Matched(name, *gifts[place : place + layout.GIFT_FIGURES])


def _results(scored: Scored, records: Sequence[Record]) -> list[Result]:
    whole = zip(
        records, scored.outcome.tolist(), scored.raw.tolist(), scored.credited.tolist(), strict=True
    )
    return [
        Result(record, OUTCOMES[outcome & 15], raw, credited, outcome >= layout.COUNTED)
        for record, outcome, raw, credited in whole
    ]


def _days(scored: Scored) -> set[int]:
    return {day for lines in scored.lines for day in lines[:, layout.LINE_DAY].tolist()}


def _by_account(
    scored: Scored,
) -> tuple[dict[int, list[list[int]]], dict[int, list[list[int]]]]:
    """The lines and the acts of each account, each in order."""
    lines: dict[int, list[list[int]]] = {}
    for chunk in scored.lines:
        for line in chunk.tolist():
            lines.setdefault(line[layout.LINE_ACCOUNT], []).append(line)
    acts: dict[int, list[list[int]]] = {}
    starts = scored.columns.records.starts
    for chunk in scored.acts:
        owners = np.searchsorted(starts, chunk[:, layout.ACT_RECORD], side="right") - 1
        for owner, act in zip(owners.tolist(), chunk.tolist(), strict=True):
            acts.setdefault(owner, []).append(act)
    return lines, acts


def _posting(
    scored: Scored,
    account: Account,
    line: Sequence[int],
    records: Sequence[Record],
    days: Mapping[int, date],
) -> Posting:
    _, day, kind, record, name, label, points = line
    names, labels = scored.laid.names, scored.laid.labels
    return Posting(
        account,
        days[day],
        KINDS[kind],
        points,
        None if record < 0 else records[record].id,
        names[name],
        labels[label],
    )


def _acts(
    laid: Laid, acts: Sequence[Sequence[int]], records: Sequence[Record]
) -> tuple[tuple[Cleared, ...], tuple[Barred, ...]]:
    clears: list[Cleared] = []
    bars: list[Barred] = []
    for record_number, first, last, base, is_bar, name in acts:
        record = records[record_number]
        if is_bar:
            bars.append(_bar(laid.timeline, record, laid.names[name]))
        else:
            days = (date.fromordinal(first), date.fromordinal(last))
            clears.append(Cleared(record.id, record.day, *days, base))
    return tuple(clears), tuple(bars)


def _bar(timeline: checked.Timeline, record: Record, name: str) -> Barred:
    policy = timeline.policy_on(record.day)
    assert policy is not None, record
    act = next(one for one in policy.acts if one.name == name)
    assert isinstance(act.effect, checked.Bar), act
    rights = act.effect.rights
    return Barred(
        record.id,
        act.name,
        record.day,
        bar_ends(act.effect, record.day),
        checked.Right.REDEEM in rights,
        checked.Right.HONOUR in rights,
    )


def bar_ends(bar: checked.Bar, day: date) -> date:
    """The last day of a bar: of its period, or the day of the same number so many months later.

    Where that month is too short it is the month's last day.
    """
    if bar.period is Period.EVER:
        return date.max
    if bar.period is not None:
        return last_day(bar.period, period_index(bar.period, day) + bar.periods_later)
    month = period_index(Period.MONTH, day) + bar.months
    if month > period_index(Period.MONTH, date.max):
        return date.max
    ends = last_day(Period.MONTH, month)
    return ends.replace(day=min(day.day, ends.day))
