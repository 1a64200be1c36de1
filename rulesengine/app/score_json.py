"""The figures of a run as JSON values, in the shape that scripts rely on. Pure."""

from collections.abc import Iterable, Sequence

from rulesengine.app.exact_json import Amount, JsonValue, amount
from rulesengine.app.messages import Language
from rulesengine.app.render import as_json
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.scoring.budgets import Spent
from rulesengine.scoring.figures import (
    AccountFigures,
    Amounts,
    Figures,
    PeriodFigures,
    VillagePolicy,
)
from rulesengine.scoring.honours import Honoured, Placed


def score_json(
    figures: Figures, diagnostics: Iterable[Diagnostic], language: Language
) -> dict[str, JsonValue]:
    """What `score --format json` shows. Where villages have different policies, `policy` is null

    and `policies` lists them by village.
    """
    return {
        **_policy(figures.policies),
        "until": figures.until.isoformat(),
        "accounts": [_account(account) for account in figures.accounts],
        "totals": {
            "records": figures.records,
            "counted": figures.counted,
            **_amounts(figures.totals),
            "yuan": amount(figures.yuan),
        },
        "diagnostics": [as_json(diagnostic, language) for diagnostic in diagnostics],
        **_honours(figures.honours),
        **_budgets(figures.budgets),
    }


def _honours(honours: Sequence[Honoured]) -> dict[str, JsonValue]:
    """Only where a policy has honours."""
    listed: list[JsonValue] = [
        {
            "honour": one.honour.name,
            "village": one.village,
            "period": one.period,
            "so_far": one.so_far,
            **({} if one.honour.per_class is None else {"class": one.part}),
            "accounts": [
                {
                    "account": placed.account.name,
                    "place": placed.place,
                    "points": Amount(placed.points),
                    **_heads(one, placed),
                }
                for placed in one.placed
            ],
        }
        for one in honours
    ]
    return {"honours": listed} if listed else {}


def _heads(honoured: Honoured, placed: Placed) -> dict[str, JsonValue]:
    """Only of an honour per head."""
    if not honoured.honour.per_head:
        return {}
    return {"heads": placed.heads, "per_head": Amount(placed.per_head)}


def _budgets(budgets: Sequence[Spent]) -> dict[str, JsonValue]:
    """Only where a policy has budgets."""
    listed: list[JsonValue] = [
        {
            "village": one.village,
            "period": one.period,
            "budget": Amount(one.budget.fen),
            "yuan": Amount(one.fen),
            "over": one.is_over,
        }
        for one in budgets
    ]
    return {"budgets": listed} if listed else {}


def _policy(policies: Sequence[VillagePolicy]) -> dict[str, JsonValue]:
    different = {(policy.name, policy.sha256) for policy in policies}
    if len(different) == 1:
        return {"policy": {"name": policies[0].name, "sha256": policies[0].sha256}}
    listed: list[JsonValue] = [
        {"village": policy.village, "name": policy.name, "sha256": policy.sha256}
        for policy in policies
    ]
    return {"policy": None, "policies": listed}


def _account(account: AccountFigures) -> dict[str, JsonValue]:
    return {
        "account": account.account.name,
        "village": account.account.village,
        "standing": Amount(account.standing),
        "balance": Amount(account.balance),
        "spendable": Amount(account.spendable),
        "periods": [_period(period) for period in account.periods],
        **({"grade": account.grade} if account.has_grades else {}),
    }


def _period(period: PeriodFigures) -> dict[str, JsonValue]:
    return {
        "period": period.period,
        **_amounts(period.amounts),
        "standing": Amount(period.amounts.standing),
        "yuan": amount(period.yuan),
    }


def _amounts(amounts: Amounts) -> dict[str, JsonValue]:
    return {
        "base": Amount(amounts.base),
        "awarded": Amount(amounts.awarded),
        "bonus": Amount(amounts.bonus),
        "deducted": Amount(amounts.deducted),
        "cleared": Amount(amounts.cleared),
        "corrected": Amount(amounts.corrected),
        "redeemed": Amount(amounts.redeemed),
        "expired": Amount(amounts.expired),
        "lost": Amount(amounts.lost),
        "spared": Amount(amounts.spared),
    }
