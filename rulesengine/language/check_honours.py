"""Honours and grades: who is ranked, by what, and from how many points a grade is reached."""

from collections.abc import Mapping, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, FactType, Subject
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_percent, read_points, read_whole
from rulesengine.language.check_clauses import only, refuse_repeated, settle_when
from rulesengine.language.check_facts import Facts, find_fact
from rulesengine.language.check_header import ending_period
from rulesengine.language.check_limits import MOST_TIMES
from rulesengine.language.check_mentions import paths
from rulesengine.language.check_names import NameSpace, meant, other_name
from rulesengine.language.check_report import Report


@attrs.frozen
class Ranked:
    """What honours may look at: facts, the categories' first names by either, the account."""

    facts: Facts
    categories: Mapping[str, str]
    account: Subject


def settle_honours(
    report: Report, ranked: Ranked, statements: Sequence[syntax.Honour]
) -> tuple[checked.Honour, ...]:
    """Every honour that has a meaning, in the order written."""
    space = NameSpace()
    for statement in statements:
        space.claim(report, statement.names)
    settled = [_honour(report, ranked, statement) for statement in statements]
    return tuple(honour for honour in settled if honour is not None)


def _honour(report: Report, ranked: Ranked, honour: syntax.Honour) -> checked.Honour | None:
    before = len(report.found)
    refuse_repeated(report, honour.names, honour.clauses)
    places = _places(report, honour)
    category = "" if honour.ranked_by is None else _category(report, ranked, honour.ranked_by)
    period = ending_period(report, honour.period)
    when = _when(report, ranked, honour)
    per_class = _per_class(report, ranked, only(honour.clauses, syntax.PerClass))
    if honour.per_head:
        _refuse_heads(report, ranked.account, honour.span)
    if places is None or any(found.is_error for found in report.found[before:]):
        return None
    return checked.Honour(
        name=honour.names.first.text,
        other_name=other_name(honour.names),
        places=places,
        share=honour.share,
        category=category,
        period=period,
        when=when,
        per_class=per_class,
        span=honour.span,
        per_head=honour.per_head,
    )


def _refuse_heads(report: Report, account: Subject, span: Span) -> None:
    """Only a household's points can be divided by its people."""
    if account is not Subject.HOUSEHOLD:
        report.say(
            Code.WRONG_SUBJECT,
            text("points are divided by the people of a household, and here every person has some"),
            span,
            help=text("leave it out, or keep an account for each household"),
        )


def _places(report: Report, honour: syntax.Honour) -> int | None:
    if honour.share:
        places = read_percent(report, honour.first)
    else:
        places = read_whole(report, honour.first, MOST_TIMES, text("places"))
    if places == 0:
        report.say(
            Code.OUT_OF_RANGE,
            text("{what} may not be 0", what=text("the places of an honour")),
            honour.first.span,
            help=text("write a number above 0"),
        )
        return None
    return places


def _category(report: Report, ranked: Ranked, name: syntax.Name) -> str:
    found = ranked.categories.get(name.text)
    if found is not None:
        return found
    help, _ = meant(report, name.text, () if report.is_long else tuple(ranked.categories))
    report.say(
        Code.UNKNOWN_NAME,
        text("this policy has no category {name}", name=name.text),
        name.span,
        help=help or text("write {example}", example=report.words("总分", "total")),
    )
    return ""


def _when(report: Report, ranked: Ranked, honour: syntax.Honour) -> checked.Condition | None:
    clause = only(honour.clauses, syntax.When)
    if clause is None:
        return None
    for path in paths(clause.condition):
        if not _of_account(report, ranked, path):
            return None
    return settle_when(report, ranked.facts, honour.clauses)


def _per_class(report: Report, ranked: Ranked, clause: syntax.PerClass | None) -> Fact | None:
    if clause is None or not _of_account(report, ranked, clause.fact):
        return None
    found = find_fact(report, ranked.facts, clause.fact)
    if found is None:
        return None
    if isinstance(found, checked.FactOf) and found.fact.type in (FactType.LEVEL, FactType.YES_NO):
        return found.fact
    report.say(
        Code.WRONG_TYPE,
        text("{path} makes no classes: it is neither a word nor yes or no",
             path=report.written(clause.fact.span)),
        clause.fact.span,
        others=((ranked.facts.span(found.fact), text("declared here")),)
        if isinstance(found, checked.FactOf)
        else (),
        help=text("name a fact that has a few words"),
    )  # fmt: skip
    return None


def _of_account(report: Report, ranked: Ranked, path: syntax.FactPath) -> bool:
    """Whether a fact is one that an account has."""
    by_household = ranked.account is Subject.HOUSEHOLD
    if path.subject is Subject.RECORD:
        message = text("an honour is for a whole account, and cannot depend on one record")
    elif path.subject is Subject.PERSON and by_household:
        message = text("here households are honoured, and they have no facts of one person")
    else:
        return True
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


# --- grades --------------------------------------------------------------------------------------


def settle_grades(
    report: Report, statements: Sequence[syntax.Grade], account: Subject
) -> tuple[checked.Grade, ...]:
    """The grades from the highest down; two that begin at the same points are reported."""
    space = NameSpace()
    by_points: dict[int, Span] = {}
    grades: list[checked.Grade] = []
    for statement in statements:
        space.claim(report, statement.names)
        if statement.per_head:
            _refuse_heads(report, account, statement.span)
        if statement.per_head is not statements[0].per_head:
            _of_two_kinds(report, statement, statements[0])
        points = read_points(report, statement.points)
        if points is None:
            continue
        if points in by_points:
            _same_points(report, statement, by_points[points])
        by_points.setdefault(points, statement.span)
        grades.append(
            checked.Grade(
                statement.names.first.text,
                other_name(statement.names),
                points,
                statement.span,
                statement.per_head,
            )
        )
    return tuple(sorted(grades, key=lambda grade: -grade.points))


def _of_two_kinds(report: Report, grade: syntax.Grade, first: syntax.Grade) -> None:
    report.say(
        Code.UNSUITABLE_CLAUSE,
        text("one grade looks at the points per head, another at those of the household"),
        grade.span,
        others=((first.span, text("the other one")),),
        help=text("write all grades in the same way"),
    )


def _same_points(report: Report, grade: syntax.Grade, earlier: Span) -> None:
    message: Text = text(
        "two grades begin at {points} points, and nobody could tell which is meant",
        points=grade.points.text,
    )
    report.say(
        Code.NAME_TWICE,
        message,
        grade.span,
        text("again here"),
        others=((earlier, text("first here")),),
        help=text("write different points, or keep one of the two"),
    )
