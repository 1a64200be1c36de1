"""Laws of policies that extend one another: what was added or tightened never gives more than said.

Random towns (of `tests.generators`) with villages that add to them and tighten them at random.
"""

from collections.abc import Mapping
from datetime import date

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from rulesengine.core.facts import Subject
from rulesengine.core.posting import Kind
from rulesengine.core.record import Record
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.scoring.score import Run
from tests.generators import Case, cases
from tests.language.parents import among
from tests.laws.running import Style, run_of, text_in, without_places

OPEN = "类别 放开的, 可增 每次至多 {most}分\n  加分 镇里的 1分/次\n"
VALUES = ("3分/次", "2分/小时", "1分/满2小时", "3分/月", "1分至5分 评定", "每月前2次 5分、之后 1分")


def composed(case: Case, town: str, village: str) -> checked.Policy:
    """A village's policy on the case's, without mistakes."""
    texts = {"town.policy": text_in(case.policy, Style.CHINESE) + "\n" + town}
    head = f'办法 "村"\n沿用 "town.policy"\n{village}'
    outcome = load(Source("village.policy", head), find_parent=among(texts))
    errors = [str(one.message) for one in outcome.diagnostics if one.is_error]
    assert outcome.value is not None, (errors, head, texts)
    return outcome.value


def timeline(policy: checked.Policy) -> checked.Timeline:
    return checked.alone(policy)


def alone(case: Case) -> Case:
    """The case with one version of its policy."""
    return attrs.evolve(case, successor=None)


def credited(run: Run) -> int:
    """All that awards credited, over all accounts."""
    return sum(
        posting.points
        for book in run.passbooks
        for posting in book.postings
        if posting.kind is Kind.AWARD
    )


@given(
    case=cases(),
    most=st.integers(5, 9),
    value=st.sampled_from(VALUES),
    amounts=st.lists(st.integers(1, 90), min_size=1, max_size=6),
    factor=st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_no_record_of_an_added_item_credits_more_than_the_category_says(
    case: Case, most: int, value: str, amounts: list[int], factor: bool
) -> None:
    """Whatever its value, quantity and factor: the rest is lost, and is shown."""
    case = alone(case)
    clause = ", 3倍 当 日期 >= 2000-01-01" if factor else ""
    policy = composed(case, OPEN.format(most=most), f"类别 放开的\n  加分 村里的 {value}{clause}\n")
    item = policy.items["村里的"]
    days = sorted({record.day for record in case.records})[: len(amounts)] or [policy.first_day]
    added = [_record(case, number, day, item, amount)
             for number, (day, amount) in enumerate(zip(days, amounts, strict=False))]  # fmt: skip
    run = run_of(case, timeline(policy), records=[*case.records, *added])

    results = [one for book in run.passbooks for one in book.results if one.record.item == "村里的"]
    lost = [
        posting.points
        for book in run.passbooks
        for posting in book.postings
        if posting.item == "村里的" and posting.kind is Kind.LOST
    ]
    assert [one for one in results if one.credited > most * 100] == []
    assert sum(one.raw for one in results) == sum(one.credited for one in results) + sum(lost)


def _record(case: Case, number: int, day: date, item: checked.Item, amount: int) -> Record:
    """A record of the added item, of somebody who has records."""
    like = case.records[0] if case.records else Record(0, day, item.name, household="张三")
    return Record(
        f"added-{number}",
        day,
        item.name,
        household=like.household,
        person=like.person,
        village=like.village,
        quantity=None if item.unit is None else amount * 100,
        judged=min(amount, 5) * 100 if isinstance(item.value, checked.Judged) else None,
    )


@given(case=cases(), share=st.integers(0, 100))
@settings(deadline=None, max_examples=60)
def test_a_tightened_limit_of_the_policy_never_credits_more_in_total(
    case: Case, share: int
) -> None:
    """The policy's limit lies around all others: less of it never gives more, with no bonus."""
    case = alone(case)
    town = composed(case, "", "")
    of_all = [one for one in town.limits if one.kind is checked.LimitKind.POINTS]
    if town.bonuses or town.groups or len(of_all) != 1 or of_all[0].amount == 0:
        return
    limit = of_all[0]
    amount = limit.amount * share // 100
    whom = "每户" if limit.subject is Subject.HOUSEHOLD else "每人"
    period = _PERIODS[limit.period.value]
    line = f"上限 {amount // 100}.{amount % 100:02d}分 {whom}{period}\n"
    tight = composed(case, "", line)

    assert amount == next(one.amount for one in tight.limits if one.key == limit.key)
    assert credited(run_of(case, timeline(tight))) <= credited(run_of(case, timeline(town)))


_PERIODS: Mapping[str, str] = {
    "day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "half-year": "每半年",
    "half_year": "每半年", "year": "每年", "ever": "终身",
}  # fmt: skip


@given(case=cases())
@settings(deadline=None, max_examples=60)
def test_a_village_that_changes_nothing_has_its_towns_policy(case: Case) -> None:
    """The same rules to the last field, and the same postings."""
    case = alone(case)
    village = composed(case, "", "")
    town = load(Source("town.policy", text_in(case.policy, Style.CHINESE) + "\n")).value
    assert town is not None

    same = attrs.evolve(village, name=town.name, other_name=town.other_name, tests=town.tests)
    assert without_places(town) == without_places(same)
    assert _lines(run_of(case, timeline(town))) == _lines(run_of(case, timeline(village)))


def _lines(run: Run) -> list[object]:
    return [book.postings for book in run.passbooks]
