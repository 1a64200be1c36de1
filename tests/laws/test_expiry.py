"""Expiry where graces overlap and versions change them: what goes is never more than is there.

Short periods, long graces, versions that lengthen and shorten them. The second reading is a list of
period ends, each with what was redeemable then and what has expired since.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

import attrs
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Kind
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.engine.door import Engine
from rulesengine.language import checked
from rulesengine.scoring.engines import Choice
from rulesengine.scoring.score import score
from tests.engine.differing import Strict
from tests.laws.running import loaded

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]
Line = tuple[date, int]

FIRST = date(2025, 1, 1)
WORDS = {Period.WEEK: "周", Period.MONTH: "月", Period.QUARTER: "季度"}


@attrs.frozen
class Rule:
    """From a day on, what becomes of points: `kept` percent of them stay, None wipes all."""

    first_day: date
    period: Period
    kept: int | None
    grace: int

    @property
    def text(self) -> str:
        share = "清零" if self.kept is None else f"结转 {self.kept}%"
        return (
            f'办法 "例"\n施行 {self.first_day.isoformat()}\n'
            f"{share} 每{WORDS[self.period]}, 宽限 {self.grace}天\n不设下限\n"
            "类别 环境\n  加分 甲 1分/次\n  扣分 乙 1分/次\n"
        )


@attrs.frozen
class Deed:
    day: date
    points: int


@attrs.define
class End:
    """A period that has ended, and what was redeemable then."""

    due: date
    rule: Rule
    redeemable: int
    since: int = 0  # lines of expiry since then, with their sign


@st.composite
def rules(draw: Draw) -> tuple[Rule, ...]:
    days = sorted(draw(st.sets(st.integers(1, 100), max_size=2)))
    return tuple(
        Rule(
            FIRST + timedelta(days=day),
            draw(st.sampled_from(tuple(WORDS))),
            draw(st.sampled_from((None, None, 0, 50, 33, 100))),
            draw(st.sampled_from((0, 0, 3, 10, 28, 31, 45, 70))),
        )
        for day in (0, *days)
    )


def deeds(least: int = -12) -> st.SearchStrategy[list[Deed]]:
    days = st.integers(0, 119).map(lambda day: FIRST + timedelta(days=day))
    points = st.integers(least, 20).filter(bool)
    return st.lists(st.builds(Deed, days, points), max_size=8)


def passbook(found: Sequence[Rule], done: Sequence[Deed], until: date) -> Passbook:
    versions = tuple(checked.Version(rule.first_day, loaded(rule.text)) for rule in found)
    records = [
        Record(
            number,
            one.day,
            "甲" if one.points > 0 else "乙",
            "张三",
            quantity=abs(one.points) * 100,
        )
        for number, one in enumerate(done, 1)
    ]
    timelines = {"": checked.Timeline(versions)}
    (only,) = score(timelines, Register(), records, until=until).passbooks
    kernel = Choice(lambda: Strict(Engine()), fewest=0)
    assert (only,) == score(timelines, Register(), records, until=until, choice=kernel).passbooks
    return only


def second_reading(found: Sequence[Rule], done: Sequence[Deed], until: date) -> list[Line]:
    """The lines of expiry, day by day."""
    lines: list[Line] = []
    ends: list[End] = []
    redeemable, day = 0, min(one.day for one in done)
    while day <= until:
        redeemable += 100 * sum(one.points for one in done if one.day == day)
        rule = [one for one in found if one.first_day <= day][-1]
        if day == last_day(rule.period, period_index(rule.period, day)):
            ends.append(End(day + timedelta(days=rule.grace), rule, redeemable))
        for end in ends:
            if end.due == day:
                points = _taken(end)
                redeemable += points
                for other in ends:
                    other.since += points
                lines += [(day, points)] if points else []
        day += timedelta(days=1)
    return lines


def _taken(end: End) -> int:
    """What its line says: what was there and has not expired since, less what stays."""
    if end.redeemable < 0:
        short = max(0, -end.redeemable - end.since)
        return min(short, -end.redeemable) if end.rule.kept is None else 0
    there = min(end.redeemable, max(0, end.redeemable + end.since))
    stays = min(there, (there * (end.rule.kept or 0) + 50) // 100)
    return stays - there


@given(rules(), deeds(), st.integers(60, 240))
def test_each_line_of_expiry_is_what_a_second_reading_gives(
    found: tuple[Rule, ...], done: list[Deed], days: int
) -> None:
    """Whatever the graces, every line of expiry is on its day and of its size."""
    until = FIRST + timedelta(days=days)
    inside = [one for one in done if one.day <= until]
    if inside:
        told = passbook(found, inside, until)
        lines = [(one.day, one.points) for one in told.postings if one.kind is Kind.EXPIRE]
        assert lines == second_reading(found, inside, until)


@given(rules(), deeds(least=1).filter(bool))
def test_nothing_expires_twice(found: tuple[Rule, ...], done: list[Deed]) -> None:
    """Where nothing is deducted, no line gives points back and none takes more than there is."""
    told = passbook(found, done, FIRST + timedelta(days=400))
    balance = 0
    for line in told.postings:
        balance += line.points
        assert balance >= 0, line
        assert line.kind is Kind.AWARD or line.points < 0, line


@given(rules(), deeds(least=1).filter(bool))
def test_nothing_is_forgotten(found: tuple[Rule, ...], done: list[Deed]) -> None:
    """Where everything expires in the end, nothing is left when the last grace is over."""
    wiping = tuple(attrs.evolve(rule, kept=None) for rule in found)
    told = passbook(wiping, done, FIRST + timedelta(days=400))
    assert told.balance == 0
