"""What a record must carry before it counts: yes/no facts of the record, declared or not.

One that no 属性 declares is a fact all the same, so that files may have a column for it.
"""

from collections.abc import Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, FactType, Subject
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_conditions import settle_requirement_condition
from rulesengine.language.check_facts import COLUMNS, Facts, path_text
from rulesengine.language.check_report import Report


def declare_required(report: Report, facts: Facts, items: Sequence[syntax.Item]) -> Facts:
    """The facts with those that items require and nothing declares; a name that cannot be one of

    the record's yes/no facts is reported once.
    """
    added: dict[str, tuple[Fact, Span]] = {}
    refused: set[str] = set()
    for item in items:
        for clause in _clauses(item):
            name = clause.fact.text
            if facts.find(Subject.RECORD, name) or name in added or name in refused:
                continue
            if _may_be_added(report, facts, clause.fact):
                fact = Fact(Subject.RECORD, name, FactType.YES_NO)
                added[name] = fact, clause.fact.span
            else:
                refused.add(name)
    keyed = {(Subject.RECORD, name): found for name, found in added.items()}
    return attrs.evolve(
        facts,
        all=(*facts.all, *(fact for fact, _ in added.values())),
        by_name={**facts.by_name, **{key: fact for key, (fact, _) in keyed.items()}},
        spans={**facts.spans, **{key: span for key, (_, span) in keyed.items()}},
        words={**facts.words, **{key: {} for key in keyed}},
    )


def settle_requires(
    report: Report, facts: Facts, item: syntax.Item
) -> tuple[checked.Requirement, ...]:
    """What the records of an item must carry, in the order written."""
    found: list[checked.Requirement] = []
    for clause in _clauses(item):
        fact = facts.find(Subject.RECORD, clause.fact.text)
        when = None
        if clause.condition is not None:
            when = settle_requirement_condition(report, facts, clause.condition)
        if fact is None:
            continue
        if fact.type is not FactType.YES_NO:
            _not_yes_no(report, facts, clause, fact)
        elif clause.condition is None or when is not None:
            found.append(checked.Requirement(fact, when, clause.span))
    return tuple(found)


def _clauses(item: syntax.Item) -> list[syntax.Requires]:
    return [clause for clause in item.clauses if isinstance(clause, syntax.Requires)]


def _may_be_added(report: Report, facts: Facts, name: syntax.Name) -> bool:
    if name.text.casefold() in COLUMNS[Subject.RECORD]:
        report.say(
            Code.NAME_TWICE,
            text("{name} is a column with a meaning of its own", name=name.text),
            name.span,
            notes=(text("a fact of this name could never be told from that column in a file"),),
            help=text("give the fact another name"),
        )
        return False
    of_others = facts.of_any(name.text)
    if of_others:
        path = path_text(report, of_others[0].subject, name.text)
        report.say(
            Code.WRONG_SUBJECT,
            text("what an item requires stands on the record, and {path} does not", path=path),
            name.span,
            others=((facts.span(of_others[0]), text("declared here")),),
            help=text(
                "write {example}", example=report.words(f"当 {path} = 是", f"when {path} = yes")
            ),
        )
    return not of_others


def _not_yes_no(report: Report, facts: Facts, clause: syntax.Requires, fact: Fact) -> None:
    report.say(
        Code.WRONG_TYPE,
        text("{key} is not yes or no, so a record cannot have it or lack it", key=fact.name),
        clause.fact.span,
        others=((facts.span(fact), text("declared here")),),
        help=text("declare it as yes or no, or write a condition instead"),
    )
