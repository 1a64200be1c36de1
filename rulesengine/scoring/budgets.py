"""What a village's points are worth in each period of a budget. It warns and cuts nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from rulesengine.core.calendar import last_day, period_index, period_name
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label
from rulesengine.core.passbook import Passbook
from rulesengine.core.quantity import Fen, show_hundredths
from rulesengine.core.text import text
from rulesengine.language.checked import Budget, Policy
from rulesengine.scoring.money import yuan_between
from rulesengine.scoring.redeemable import earned_under_rates
from rulesengine.scoring.score import Run


@attrs.frozen
class Spent:
    """A period of a budget: the fen that all accounts of the village earned in it so far."""

    village: str
    policy: Policy
    budget: Budget
    period: str
    fen: Fen

    @property
    def is_over(self) -> bool:
        """Whether it is more than the budget says."""
        return self.fen > self.budget.fen


def spent(run: Run, village: str, passbooks: Sequence[Passbook]) -> Iterator[Spent]:
    """Each period of each budget of the policy in use on the last day, the oldest first."""
    timeline = run.timelines[village]
    policy = (timeline.version_on(run.until) or timeline.versions[0]).policy
    if not policy.budgets or run.until < timeline.first_day:
        return
    books = [earned_under_rates(run, passbook) for passbook in passbooks]
    for budget in policy.budgets:
        first = period_index(budget.period, timeline.first_day)
        before: date | None = None
        for index in range(first, period_index(budget.period, run.until) + 1):
            ends = min(last_day(budget.period, index), run.until)
            fen = sum(yuan_between(book, before, ends) or 0 for book in books)
            yield Spent(village, policy, budget, period_name(budget.period, index), fen)
            before = ends


def over_budget(found: Iterable[Spent]) -> Iterator[Diagnostic]:
    """R426 for each period in which a village earned more than its budget."""
    for one in found:
        if one.is_over:
            amounts = {
                "yuan": show_hundredths(one.fen),
                "budget": show_hundredths(one.budget.fen),
                "period": one.period,
            }
            yield Diagnostic(
                Code.OVER_BUDGET,
                text(
                    "in {period} {village} earned {yuan} yuan; the budget is {budget} yuan",
                    village=one.village,
                    **amounts,
                )
                if one.village
                else text(
                    "in {period} points worth {yuan} yuan were earned; the budget is {budget} yuan",
                    **amounts,
                ),
                Label(one.policy.source, one.budget.span),
                help=text("no points are cut; find more money, or change the rules from a day on"),
            )
