"""The facts that a policy declares, and the paths by which conditions and tables name them."""

from collections.abc import Mapping, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import YES_NO, Fact, FactType, Level, Subject
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_names import (
    NameSpace,
    listed,
    other_name,
    report_twice,
    suggestion,
)
from rulesengine.language.check_report import Report

BORN_NAMES = ("出生", "born")
AGE_NAMES = ("周岁", "age")

SUBJECT_WORDS = {
    Subject.HOUSEHOLD: ("户", "household"),
    Subject.PERSON: ("人", "person"),
    Subject.RECORD: ("记录", "record"),
}

# Headings that files give a meaning of their own: a fact of that name could never be read.
_COLUMNS_OF_MEMBERS = (
    "household", "户", "village", "村", "joined", "加入", "left", "离开", "since", "自",
)  # fmt: skip
COLUMNS = {
    Subject.HOUSEHOLD: _COLUMNS_OF_MEMBERS,
    Subject.PERSON: (*_COLUMNS_OF_MEMBERS, "person", "人"),
    Subject.RECORD: (
        "id", "编号", "village", "村", "household", "户", "person", "人", "date", "日期",
        "item", "事项", "quantity", "数量", "points", "评定分", "judged", "评定",
        "event", "事由", "status", "状态",
    ),
}  # fmt: skip


@attrs.frozen
class Facts:
    """Declared facts, found by subject and either name; with the place of each."""

    all: tuple[Fact, ...]
    by_name: Mapping[tuple[Subject, str], Fact]
    spans: Mapping[tuple[Subject, str], Span]
    words: Mapping[tuple[Subject, str], Mapping[str, str]]  # by fact: first name by either name
    owners: Mapping[str, Fact]  # by word: the first fact that has it

    def level(self, fact: Fact, word: str) -> str | None:
        """The first name of a word of a fact, by either of its names."""
        return self.words[fact.subject, fact.name].get(word.strip())

    def levels(self, fact: Fact) -> tuple[str, ...]:
        """Every name of the words of a fact."""
        return tuple(self.words[fact.subject, fact.name])

    def with_level(self, word: str) -> Fact | None:
        """The first fact that has this word."""
        return self.owners.get(word)

    def of_any(self, name: str) -> list[Fact]:
        """The facts of this name, whosever they are."""
        found = [self.find(subject, name) for subject in Subject]
        return [fact for fact in found if fact is not None]

    def find(self, subject: Subject, name: str) -> Fact | None:
        return self.by_name.get((subject, name))

    @property
    def born(self) -> Fact | None:
        """The date from which ages are counted, where the policy declares it."""
        for name in BORN_NAMES:
            fact = self.find(Subject.PERSON, name)
            if fact is not None and fact.type is FactType.DATE:
                return fact
        return None

    def names(self, subject: Subject) -> tuple[str, ...]:
        """Every name that may stand behind `户.`, `人.` or `记录.`."""
        declared = [name for owner, name in self.by_name if owner is subject]
        has_age = subject is Subject.PERSON and self.born is not None
        return (*declared, *AGE_NAMES) if has_age else tuple(declared)

    def span(self, fact: Fact) -> Span:
        """Where a fact is declared."""
        return self.spans[fact.subject, fact.name]


def declare_facts(report: Report, statements: Sequence[syntax.FactIs]) -> Facts:
    """The facts of a policy; a name that is taken is reported and its first meaning kept."""
    spaces = {subject: NameSpace() for subject in Subject}
    facts: list[Fact] = []
    by_name: dict[tuple[Subject, str], Fact] = {}
    spans: dict[tuple[Subject, str], Span] = {}
    for statement in statements:
        before = len(report.found)
        _refuse_columns(report, statement)
        spaces[statement.subject].claim(report, statement.names)
        fact = _declare(report, statement)
        if len(report.found) > before and (fact.subject, fact.name) in by_name:
            continue
        facts.append(fact)
        for name in (fact.name, fact.other_name):
            if name:
                by_name.setdefault((fact.subject, name), fact)
                spans.setdefault((fact.subject, name), statement.names.span)
    words = {(fact.subject, fact.name): _words(fact) for fact in facts}
    owners = {word: fact for fact in reversed(facts) for word in _words(fact)}
    found = Facts(tuple(facts), by_name, spans, words, owners)
    _refuse_second_age(report, found)
    return found


def _declare(report: Report, statement: syntax.FactIs) -> Fact:
    space = NameSpace()
    for names in statement.levels:
        space.claim(report, names)
    levels = tuple(Level(names.first.text, other_name(names)) for names in statement.levels)
    fact_type = statement.type
    if fact_type is FactType.LEVEL and {YES_NO.get(level.name) for level in levels} == {
        True,
        False,
    }:
        fact_type, levels = FactType.YES_NO, ()  # `是、否` is 是否 written out
    if len(levels) == 1 and levels[0].name.casefold() in _TYPES:
        fact_type, levels = _type_called_otherwise(report, statement.levels[0]), ()
    name = statement.names.first.text
    return Fact(statement.subject, name, fact_type, other_name(statement.names), levels)


# What people call the types of facts, and the language's word for each.
_TYPES = {
    **dict.fromkeys(("数字", "整数", "数值", "小数", "数量"), "数"),
    **dict.fromkeys(("日子", "时间"), "日期"),
    **dict.fromkeys(("是", "否", "布尔", "是不是", "有无"), "是否"),
    **dict.fromkeys(("numeric", "integer", "int", "decimal", "float", "numbers"), "number"),
    **dict.fromkeys(("day", "time", "datetime", "dates"), "date"),
    **dict.fromkeys(("boolean", "bool", "yes", "no"), "yes/no"),
}


_TYPE_OF = {
    "数": FactType.NUMBER, "日期": FactType.DATE, "是否": FactType.YES_NO,
    "number": FactType.NUMBER, "date": FactType.DATE, "yes/no": FactType.YES_NO,
}  # fmt: skip


def _type_called_otherwise(report: Report, word: syntax.Names) -> FactType:
    """A list of this one word was meant as a type: it would tell nothing apart."""
    name = word.first.text
    meant = _TYPES[name.casefold()]
    report.say(
        Code.WRONG_TYPE,
        text("{word} is no type, and a list of one word tells nothing apart", word=name),
        word.span,
        help=text("write {written}", written=meant),
        fix=meant,
    )
    return _TYPE_OF[meant]


def _words(fact: Fact) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for level in fact.levels:
        for name in (level.name, level.other_name):
            if name:
                words.setdefault(name, level.name)
    return words


def _refuse_columns(report: Report, statement: syntax.FactIs) -> None:
    for name in (statement.names.first, statement.names.other):
        if name is not None and name.text.casefold() in COLUMNS[statement.subject]:
            report.say(
                Code.NAME_TWICE,
                text("{name} is a column with a meaning of its own", name=name.text),
                name.span,
                notes=(text("a fact of this name could never be told from that column in a file"),),
                help=text("give the fact another name"),
            )


def _refuse_second_age(report: Report, facts: Facts) -> None:
    born = facts.born
    if born is None:
        return
    for name in AGE_NAMES:
        fact = facts.find(Subject.PERSON, name)
        if fact is not None:
            span = facts.spans[Subject.PERSON, name]
            report_twice(report, syntax.Name(name, span), facts.span(born))
            return


def path_text(report: Report, subject: Subject, name: str) -> str:
    """`户.常住` in the policy's keyword language."""
    return f"{report.words(*SUBJECT_WORDS[subject])}.{name}"


def find_fact(
    report: Report, facts: Facts, path: syntax.FactPath, kind: str = ""
) -> checked.FactOf | checked.AgeOf | None:
    """What a path names; an unknown one is reported with what it may have meant.

    `kind` is how a fact that is declared nowhere might be: 数, or the words of its table.
    """
    name = path.name.text
    fact = facts.find(path.subject, name)
    if fact is not None:
        return checked.FactOf(fact)
    is_age = path.subject is Subject.PERSON and name.casefold() in AGE_NAMES
    if is_age and facts.born is not None:
        return checked.AgeOf(facts.born)
    if is_age:
        report.say(
            Code.UNKNOWN_NAME,
            text(
                "{path} is not known, because no date of birth is declared",
                path=report.written(path.span),
            ),
            path.span,
            help=text(
                "declare it above: {example}",
                example=report.words("属性 人.出生: 日期", "fact person.born: date"),
            ),
        )
    else:
        _unknown_path(report, facts, path, kind)
    return None


def _unknown_path(report: Report, facts: Facts, path: syntax.FactPath, kind: str) -> None:
    name, known = path.name.text, () if report.is_long else facts.names(path.subject)
    message = text("no fact {path} is declared", path=report.written(path.span))
    elsewhere = facts.of_any(name)
    near = suggestion(report, name, known)
    if elsewhere or near is not None:
        subject = elsewhere[0].subject if elsewhere else path.subject
        meant = path_text(report, subject, name if elsewhere else near or "")
        report.say(
            Code.UNKNOWN_NAME, message, path.span, help=text("did you mean {name}?", name=meant)
        )
        return
    kind = kind or report.words("是否", "yes/no")
    example = f"{report.words('属性', 'fact')} {path_text(report, path.subject, name)}: {kind}"
    report.say(
        Code.UNKNOWN_NAME,
        message,
        path.span,
        notes=(text("declared here: {names}", names=listed(known)),) if known else (),
        help=text("declare it, as in {example}", example=example),
    )


def unknown_word(report: Report, facts: Facts, word: syntax.Word) -> None:
    """A bare word where a fact should stand: 常住 for 户.常住, or a level without its fact."""
    name = word.name.text
    if name in ("是", "否", "yes", "no"):
        message = text("{word} stands without quotes in a condition", word=name)
        help = text("write {written}", written=name)
        report.say(Code.UNKNOWN_NAME, message, word.span, help=help, fix=name)
        return
    message = text("it is not said whose {name} is meant", name=name)
    owners = facts.of_any(name)
    with_level = facts.with_level(name)
    if owners:
        meant = path_text(report, owners[0].subject, name)
        help = text("did you mean {name}?", name=meant)
        fix = meant if len(owners) == 1 else None
        report.say(Code.UNKNOWN_NAME, message, word.span, help=help, fix=fix)
    elif with_level is not None:
        meant = f"{path_text(report, with_level.subject, with_level.name)} = {name}"
        help = text("did you mean {name}?", name=meant)
        report.say(Code.UNKNOWN_NAME, message, word.span, help=help)
    else:
        example = tuple(path_text(report, subject, name) for subject in Subject)
        help = text("a fact is written with its owner: {examples}", examples=example)
        report.say(Code.UNKNOWN_NAME, message, word.span, help=help)
