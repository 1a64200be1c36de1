"""Laws 1 to 5 of the meaning, on policies with the further forms: groups, bonuses, clears, bars."""

from collections import Counter
from datetime import date, timedelta

import attrs
from hypothesis import assume, given

from rulesengine.core.calendar import period_index
from rulesengine.core.facts import Subject
from rulesengine.core.passbook import Passbook, RecordOutcome
from rulesengine.core.posting import IN_BALANCE, Kind
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.format import format_policy
from rulesengine.scoring.score import Run
from tests.laws import further
from tests.laws.further_draw import case_of
from tests.laws.running import loaded, without_places
from tests.laws.test_further import SEEDS, run_of


@given(SEEDS)
def test_the_other_language_means_the_same(seed: int) -> None:
    """Law 1: with English keywords it is the same checked policy, so the same lines."""
    text = further.text_of(case_of(seed).policy)
    english = format_policy(Source("t.policy", text), "en").value

    assert english is not None
    assert without_places(loaded(text)) == without_places(loaded(english))


@given(SEEDS)
def test_accounts_do_not_see_each_other(seed: int) -> None:
    """Law 1: a household alone has the passbook that it has among others."""
    case = case_of(seed)
    together = {one.account.name: one for one in run_of(case).passbooks}
    for household in case.households:
        own = tuple(deed for deed in case.deeds if deed.household == household.name)
        (alone,) = run_of(attrs.evolve(case, households=(household,), deeds=own)).passbooks
        assert together[household.name] == alone


@given(SEEDS)
def test_no_hundredth_is_made_or_lost(seed: int) -> None:
    """Law 2: raw = credited + lost for every record, and the figures are sums of lines."""
    run = run_of(case_of(seed))
    bonuses = {bonus.name for one in run.timelines[""].versions for bonus in one.policy.bonuses}
    for passbook in run.passbooks:
        cut: Counter[object] = Counter()
        for line in passbook.postings:
            if line.kind in {Kind.LOST, Kind.SPARED} and line.item not in bonuses:
                cut[line.record] += line.points
        for result in passbook.results:
            assert result.raw == result.credited + cut[result.record.id]
        balance = sum(line.points for line in passbook.postings if line.kind in IN_BALANCE)
        assert balance == passbook.balance


@given(SEEDS)
def test_no_points_limit_is_exceeded(seed: int) -> None:
    """Law 3: what awards and bonuses credit inside a limit never passes it."""
    case = attrs.evolve(case_of(seed), later=None)
    run = run_of(case)
    policy = run.timelines[""].last
    bonuses = {bonus.name: bonus for bonus in policy.bonuses}
    person = {deed.number: deed.person for deed in case.deeds}
    for passbook in run.passbooks:
        used: Counter[tuple[checked.Limit, int, str]] = Counter()
        for line in passbook.postings:
            if line.kind not in {Kind.AWARD, Kind.BONUS}:
                continue
            part = bonuses.get(line.item) or policy.items[line.item]
            for limit in part.limits:
                if limit.kind is checked.LimitKind.POINTS:
                    who = person[line.record] if limit.subject is Subject.PERSON else ""  # type: ignore[index]
                    key = limit, period_index(limit.period, line.day), who
                    used[key] += line.points
                    assert used[key] <= limit.amount, key


@given(SEEDS)
def test_one_more_award_never_lowers_the_standing(seed: int) -> None:
    """Law 4: a record of an award behind all others, in the same evaluation period."""
    case = attrs.evolve(case_of(seed), later=None)
    names = [item.name for category in case.policy.categories for item in category.items]
    again = [deed for deed in case.deeds if deed.item in names]
    assume(again)
    last = max(case.deeds, key=lambda deed: (deed.day, deed.number))
    number = 1 + max(deed.number for deed in case.deeds)
    before = _standings(run_of(attrs.evolve(case, until=last.day)))
    policy = run_of(case).timelines[""].last
    for deed in again:
        if policy.items[deed.item].sign is checked.Sign.AWARD:
            more = attrs.evolve(deed, number=number, day=last.day)
            deeds = (*case.deeds, more)
            after = _standings(run_of(attrs.evolve(case, deeds=deeds, until=last.day)))
            assert before[deed.household] <= after[deed.household]


def _standings(run: Run) -> dict[str, int]:
    return {passbook.account.name: passbook.standing for passbook in run.passbooks}


@given(SEEDS)
def test_a_shorter_run_is_the_beginning_of_a_longer_one(seed: int) -> None:
    """Law 5: up to a day there are exactly the lines up to that day, and the same outcomes."""
    case = case_of(seed)
    whole = run_of(case)
    day = min((deed.day for deed in case.deeds), default=case.until) + timedelta(days=40)
    assume(day < case.until)
    for long, short in zip(
        whole.passbooks, run_of(attrs.evolve(case, until=day)).passbooks, strict=True
    ):
        assert tuple(line for line in long.postings if line.day <= day) == short.postings
        assert _outcomes(long, day) == _outcomes(short, day)


def _outcomes(passbook: Passbook, day: date) -> list[RecordOutcome]:
    return [one.outcome for one in passbook.results if one.record.day <= day]
