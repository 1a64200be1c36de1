"""Matching: categories whose points are gifts, which only points earned elsewhere release."""

from collections.abc import Sequence

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_positive_points
from rulesengine.language.check_conditions import settle_condition
from rulesengine.language.check_facts import Facts
from rulesengine.language.check_mentions import paths
from rulesengine.language.check_report import Report


def settle_matches(
    report: Report, facts: Facts, statements: Sequence[syntax.Match], account: Subject
) -> tuple[checked.Match, ...]:
    """What is matched in a category, in the order written."""
    found: list[checked.Match] = []
    for statement in statements:
        points = read_positive_points(report, statement.points, text("what is matched"))
        earned = read_positive_points(report, statement.earned, text("what it is matched with"))
        if not _is_for_accounts(report, statement, account):
            continue
        when = None
        if statement.condition is not None:
            when = settle_condition(report, facts, statement.condition)
            if when is None:
                continue
        if points is not None and earned is not None:
            found.append(checked.Match(points, earned, when, statement.span))
    return tuple(found)


def _is_for_accounts(report: Report, statement: syntax.Match, account: Subject) -> bool:
    """Whether its condition asks for facts of an account alone; reported where it does not."""
    by_household = account is Subject.HOUSEHOLD
    for path in paths(statement.condition) if statement.condition is not None else ():
        if path.subject is Subject.RECORD:
            message = text("points are matched for a whole account, not for one record")
        elif path.subject is Subject.PERSON and by_household:
            message = text("points are matched for households, which have no facts of one person")
        else:
            continue
        report.say(
            Code.WRONG_SUBJECT,
            message,
            path.span,
            help=text(
                "use a fact of the household, such as {example}",
                example=report.words("户.类型", "household.kind"),
            ),
        )
        return False
    return True
