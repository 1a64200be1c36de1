"""What tests reach of a policy, in words and for programs. Pure."""

from collections.abc import Iterator
from typing import TypeAlias, assert_never

from rulesengine.app.exact_json import JsonValue, amount
from rulesengine.core.amounts import points_words
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.scoring.reached import OTHERWISE, Rule
from rulesengine.study.coverage import Coverage, Goal

Line: TypeAlias = tuple[int, Text | str]  # how deep it stands, and what it says


def coverage_lines(policy: checked.Policy, found: Coverage, *, details: bool) -> Iterator[Line]:
    """How much is reached, then each goal that is not, with its line in the policy."""
    percent, reached, every = found.percent, found.reached, len(found.goals)
    yield (
        1,
        text(
            "coverage {percent}% ({reached} of {all})", percent=percent, reached=reached, all=every
        ),
    )
    for goal in found.missed:
        said = text("not reached: {goal}", goal=goal_words(policy, goal))
        yield 2, _with_line(policy, goal, said)
    for unknown in found.unknown:
        said = text("also without an answer: {goal}", goal=goal_words(policy, unknown.goal))
        yield 2, _with_line(policy, unknown.goal, said)
    for one in found.goals if details else ():
        if one.tests:
            words = goal_words(policy, one.goal)
            yield 2, text("reached: {goal}: {tests}", goal=words, tests=one.tests)


def _with_line(policy: checked.Policy, goal: Goal, sentence: Text) -> Text:
    line = _line(policy, goal)
    if line is None:
        return sentence
    return text("{sentence} (line {line})", sentence=sentence, line=line)


def goal_words(policy: checked.Policy, goal: Goal) -> Text:
    """What there is to reach, in the policy's own words."""
    words = _words(policy, goal)
    if goal.owner and goal.mark.rule not in _NAMED_BY_OWNER:
        return text("{owner}: {goal}", owner=goal.owner, goal=words)
    return words


_NAMED_BY_OWNER = frozenset({Rule.ITEM, Rule.BONUS, Rule.ACT, Rule.GRADE, Rule.HONOUR})


def _words(policy: checked.Policy, goal: Goal) -> Text:
    written = " ".join(policy.source.slice(goal.mark.span).split())
    match goal.mark.rule:
        case Rule.ROW:
            return text("the row {row}", row=_row(goal))
        case Rule.LIMIT:
            return _limit(goal, written)
        case Rule.CONDITION:
            return _condition(goal, written)
        case Rule.FLOOR:
            return text("“{rule}” spares something", rule=written)
        case Rule.HIGHEST:
            return text("“{rule}” takes something", rule=written)
        case Rule.FACTOR:
            return text("“{rule}” applies", rule=written)
        case Rule.MATCH | Rule.HELD_BACK | Rule.JUDGES | Rule.CARRIED:
            return _of_values(goal, written)
        case Rule.REQUIREMENT if goal.mark.side == "there":
            return text("“{rule}” is there", rule=written)
        case Rule.REQUIREMENT:
            return text("“{rule}” is missing", rule=written)
        case Rule.ITEM | Rule.BONUS | Rule.ACT | Rule.GRADE | Rule.HONOUR:
            return _named(policy, goal)
        case _:
            return _of_policy(policy, goal, written)


def _of_values(goal: Goal, written: str) -> Text:
    """What gifts, judges and rests come to."""
    match goal.mark.rule:
        case Rule.MATCH:
            return text("“{rule}” releases gifts", rule=written)
        case Rule.HELD_BACK:
            return text("gifts that nothing releases")
        case Rule.JUDGES:
            return text("several judges of whom not all give the same")
        case _:
            return text("a block that a rest fills")


def _condition(goal: Goal, written: str) -> Text:
    match goal.mark.side:
        case "yes":
            return text("“{condition}” true", condition=written)
        case "no":
            return text("“{condition}” not true", condition=written)
        case _:
            return text("“{condition}” not known", condition=written)


def _named(policy: checked.Policy, goal: Goal) -> Text:
    """What has a name."""
    match goal.mark.rule:
        case Rule.ITEM:
            return text("a record of {item} that counts", item=goal.owner)
        case Rule.BONUS:
            return text("the bonus {bonus}", bonus=goal.owner)
        case Rule.ACT if _is_counted(policy, goal.owner):
            return text("records that bring {bar}", bar=goal.owner)
        case Rule.ACT:
            return text("a record of {item} that takes effect", item=goal.owner)
        case Rule.GRADE:
            return text("the grade {grade}", grade=goal.owner)
        case _:
            return text("somebody with the honour {honour}", honour=goal.owner)


def _is_counted(policy: checked.Policy, name: str) -> bool:
    return any(act.name == name and act.counted is not None for act in policy.acts)


def _of_policy(policy: checked.Policy, goal: Goal, written: str) -> Text:
    """What the calendar and the policy as a whole bring."""
    match goal.mark.rule:
        case Rule.BASE:
            return text("“{rule}” is posted", rule=written)
        case Rule.EXPIRY:
            return text("“{rule}”: something expires", rule=written)
        case Rule.SUSPENSION if goal.mark.side == "suspended":
            return text("“{rule}”: suspended", rule=written)
        case Rule.SUSPENSION:
            return text("“{rule}”: resumed", rule=written)
        case _:
            return text(
                "an account with something to redeem, and less than the minimum ({minimum})",
                minimum=points_words(policy.minimum),
            )


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
    assert_never(goal.row)


def coverage_json(policy: checked.Policy, found: Coverage) -> JsonValue:
    """Every goal with the tests that reach it; `line` counts from 1; null: not in this text."""
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
    source, span = policy.source.place(goal.mark.span)
    return source.position(span.start)[0] if source is policy.source.own else None
