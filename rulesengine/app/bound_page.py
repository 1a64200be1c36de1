"""The most that a policy can cost, as text and as JSON. Pure."""

from collections.abc import Iterator

from rulesengine.app.exact_json import Amount, JsonValue, amount
from rulesengine.app.messages import Language, render
from rulesengine.app.rule_words import limit_words
from rulesengine.app.words import period_words, show_yuan
from rulesengine.core.amounts import points_words
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import Fen
from rulesengine.core.text import Text, text
from rulesengine.study.bound_report import Filled, Report


def page(found: Report, language: Language) -> str:
    """The answer in sentences, each line ended."""
    return "".join(f"{render(sentence, language)}\n" for sentence in _sentences(found))


def _sentences(found: Report) -> Iterator[Text]:
    policy = found.frame.policy
    yield text(
        "{policy}, {period}: {first} to {last}",
        policy=policy.name,
        period=period_words(found.period),
        first=found.frame.first.isoformat(),
        last=found.frame.last.isoformat(),
    )
    if found.upper.points is None:
        yield text(
            "nothing bounds the points: these items have no limit: {items}",
            items=found.upper.unbounded,
        )
        if found.upper.rest is not None:
            yield text(
                "all the others come to at most {points}", points=points_words(found.upper.rest)
            )
        yield text("give each of them a cap, or its category, and ask again")
        return
    yield _most(found)
    if found.accounts > 1:
        yield _of_village(found)
    yield from _budgets(found)
    yield _reached(found)
    if found.filled:
        yield text("what binds then:")
        yield from (_filled_words(one) for one in found.filled)
    if policy.account is Subject.HOUSEHOLD and found.frame.people:
        yield text("a record that names nobody counts as one person more of the household")


def _most(found: Report) -> Text:
    assert found.upper.points is not None
    by_person = found.frame.policy.account is Subject.PERSON
    most = points_words(found.upper.points)
    if found.yuan is None:
        if by_person:
            return text("one person can earn at most {points}", points=most)
        return text("one household can earn at most {points}", points=most)
    worth = yuan(found.yuan)
    if by_person:
        return text("one person can earn at most {points}, worth {yuan}", points=most, yuan=worth)
    return text("one household can earn at most {points}, worth {yuan}", points=most, yuan=worth)


def _of_village(found: Report) -> Text:
    assert found.upper.points is not None
    together = points_words(found.upper.points * found.accounts)
    by_person = found.frame.policy.account is Subject.PERSON
    who = (
        text("{count} people", count=found.accounts)
        if by_person
        else text("{count} households", count=found.accounts)
    )
    if found.yuan is None:
        return text("{who} can earn at most {points}", who=who, points=together)
    worth = yuan(found.yuan * found.accounts)
    return text(
        "{who} can earn at most {points}, worth {yuan}", who=who, points=together, yuan=worth
    )


def _budgets(found: Report) -> Iterator[Text]:
    """Whether a budget of the same period can be passed."""
    if found.yuan is None:
        return
    most = found.yuan * found.accounts
    for budget in found.frame.policy.budgets:
        if budget.period is found.kind:
            if most > budget.fen:
                yield text(
                    "the budget of {budget} can be passed, by {yuan} at most",
                    budget=yuan(budget.fen),
                    yuan=yuan(most - budget.fen),
                )
            else:
                yield text("the budget of {budget} cannot be passed", budget=yuan(budget.fen))


def _reached(found: Report) -> Text:
    assert found.found is not None and found.gap is not None
    if found.gap == 0:
        return text(
            "that is exact: {count} records earn just so much", count=len(found.found.records)
        )
    return text(
        "no records were found that earn so much: the best come to {points}, {gap} less",
        points=points_words(found.found.points),
        gap=points_words(found.gap),
    )


def yuan(fen: Fen) -> Text:
    """`15.00 yuan`."""
    return text("{amount} yuan", amount=show_yuan(fen))


def _filled_words(one: Filled) -> Text:
    return text("  {limit} (used up: {times})", limit=limit_words(one.limit), times=one.times)


# --- JSON ----------------------------------------------------------------------------------------


def bound_json(found: Report) -> dict[str, JsonValue]:
    """The same for scripts, with every record of the witness."""
    policy = found.frame.policy
    return {
        "policy": {"name": policy.name, "sha256": policy.sha256},
        "period": found.period,
        "first": found.frame.first.isoformat(),
        "last": found.frame.last.isoformat(),
        "unbounded": list(found.upper.unbounded),
        "rest": amount(found.upper.rest),
        "account": {"points": amount(found.upper.points), "yuan": amount(found.yuan)},
        "village": {
            "accounts": found.accounts,
            "points": _times(found.upper.points, found.accounts),
            "yuan": _times(found.yuan, found.accounts),
        },
        "exact": found.gap == 0,
        "gap": amount(found.gap),
        "binding": [{"limit": one.limit.label, "times": one.times} for one in found.filled],
        "witness": _witness(found),
    }


def _times(one: int | None, accounts: int) -> Amount | None:
    return None if one is None else Amount(one * accounts)


def _witness(found: Report) -> list[JsonValue]:
    if found.found is None:
        return []
    return [
        {
            "id": str(record.id),
            "household": record.household,
            "person": record.person,
            "date": record.day.isoformat(),
            "item": record.item,
            "quantity": amount(record.quantity),
            "points": amount(record.judged),
            "event": record.event,
        }
        for record in found.found.records
    ]
