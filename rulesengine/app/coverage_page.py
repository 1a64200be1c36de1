"""What tests reach of a policy, in words and for programs. Pure."""

from collections.abc import Iterator
from typing import assert_never

from rulesengine.app.exact_json import JsonValue, amount
from rulesengine.app.rule_words import points
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.scoring.reached import OTHERWISE, Rule
from rulesengine.study.coverage import Coverage, Goal


def coverage_lines(policy: checked.Policy, found: Coverage, *, details: bool) -> Iterator[Text]:
    """How much is reached, then each goal that is not, with its line in the policy."""
    yield text(
        "coverage {percent}% ({reached} of {all})",
        percent=found.percent,
        reached=found.reached,
        all=len(found.goals),
    )
    for goal in found.missed:
        yield _with_line(policy, goal, text("  not reached: {goal}", goal=goal_words(policy, goal)))
    for unknown in found.unknown:
        yield _with_line(
            policy,
            unknown.goal,
            text("  also without an answer: {goal}", goal=goal_words(policy, unknown.goal)),
        )
    if details:
        for reached in found.goals:
            if reached.tests:
                yield text(
                    "  reached: {goal}: {tests}",
                    goal=goal_words(policy, reached.goal),
                    tests=reached.tests,
                )


def _with_line(policy: checked.Policy, goal: Goal, sentence: Text) -> Text:
    if not goal.mark.span.end:
        return sentence
    line, _ = policy.source.position(goal.mark.span.start)
    return text("{sentence} (line {line})", sentence=sentence, line=line)


def goal_words(policy: checked.Policy, goal: Goal) -> Text:
    """What there is to reach, in the policy's own words."""
    words = _words(policy, goal)
    if goal.owner and goal.mark.rule not in _NAMED_BY_OWNER:
        return text("{owner}: {goal}", owner=goal.owner, goal=words)
    return words


_NAMED_BY_OWNER = frozenset({Rule.ITEM, Rule.BONUS, Rule.ACT, Rule.GRADE, Rule.HONOUR})


def _words(policy: checked.Policy, goal: Goal) -> Text:  # noqa: C901 - a list, one line for each
    written = " ".join(policy.source.slice(goal.mark.span).split())
    side = goal.mark.side
    match goal.mark.rule:
        case Rule.ITEM:
            return text("a record of {item} that counts", item=goal.owner)
        case Rule.ROW:
            return text("the row {row}", row=_row(goal))
        case Rule.LIMIT:
            return _limit(goal, written)
        case Rule.FLOOR:
            return text("“{rule}” spares something", rule=written)
        case Rule.HIGHEST:
            return text("“{rule}” takes something", rule=written)
        case Rule.CONDITION if side == "unknown":
            return text("“{condition}” not known", condition=written)
        case Rule.CONDITION:
            if side == "yes":
                return text("“{condition}” true", condition=written)
            return text("“{condition}” not true", condition=written)
        case Rule.FACTOR:
            return text("“{rule}” applies", rule=written)
        case Rule.REQUIREMENT:
            if side == "there":
                return text("“{rule}” is there", rule=written)
            return text("“{rule}” is missing", rule=written)
        case Rule.BONUS:
            return text("the bonus {bonus}", bonus=goal.owner)
        case Rule.ACT:
            return text("a record of {item} that takes effect", item=goal.owner)
        case Rule.BASE:
            return text("“{rule}” is posted", rule=written)
        case Rule.EXPIRY:
            return text("“{rule}”: something expires", rule=written)
        case Rule.MINIMUM:
            return text(
                "an account with something to redeem, and less than the minimum ({minimum})",
                minimum=points(policy.minimum),
            )
        case Rule.SUSPENSION:
            if side == "suspended":
                return text("“{rule}”: suspended", rule=written)
            return text("“{rule}”: resumed", rule=written)
        case Rule.GRADE:
            return text("the grade {grade}", grade=goal.owner)
        case Rule.HONOUR:
            return text("somebody with the honour {honour}", honour=goal.owner)
    assert_never(goal.mark.rule)


def _limit(goal: Goal, written: str) -> Text:
    if goal.mark.side == "once":
        return text("more than once in the period of “{rule}”", rule=written)
    if goal.mark.side == "each":
        return text("more than one record may credit")
    return text("“{rule}” takes something", rule=written)


def _row(goal: Goal) -> Text | str:
    match goal.row:
        case None:
            return ""
        case str() if goal.row == OTHERWISE:
            return text("for all the rest")
        case str():
            return goal.row
        case int() if goal.mark.side.isdigit() and goal.row % 100 == 0 and goal.row >= 100:
            return text("from {number}", number=show_hundredths(goal.row))
        case int():
            return text("up to number {number}", number=goal.row)


def coverage_json(policy: checked.Policy, found: Coverage) -> JsonValue:
    """Every goal with the tests that reach it; `line` counts from 1, null where it has none."""
    return {
        "percent": found.percent,
        "reached": found.reached,
        "goals": [
            {
                "rule": one.goal.mark.rule.value,
                "of": one.goal.owner or None,
                "side": one.goal.mark.side or None,
                "row": amount(one.goal.row) if isinstance(one.goal.row, int) else one.goal.row,
                "line": _line(policy, one.goal),
                "tests": list(one.tests),
            }
            for one in (*found.goals, *found.unknown)
        ],
    }


def _line(policy: checked.Policy, goal: Goal) -> int | None:
    if not goal.mark.span.end:
        return None
    return policy.source.position(goal.mark.span.start)[0]
