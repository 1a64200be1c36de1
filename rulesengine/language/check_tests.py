"""Tests in a policy: their register, records and expectations, with every name settled."""

from collections.abc import Collection, Sequence
from datetime import date

from rulesengine.core.codes import Code
from rulesengine.core.facts import Subject
from rulesengine.core.quantity import read_hundredths
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_day, read_quantity
from rulesengine.language.check_expectations import Known, settle_expectation
from rulesengine.language.check_facts import SUBJECT_WORDS
from rulesengine.language.check_fields import (
    KEYS_OF_MEMBERS,
    KEYS_OF_RECORDS,
    Fields,
    settle_fields,
)
from rulesengine.language.check_names import meant, split_in_two, suggestion
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Act, PlainLine, TestPart, report_repeated
from rulesengine.language.check_tables import rows_as_lines
from rulesengine.language.check_values import ONE, TIMES_UNITS

_MOST_STAYS = 100  # a person who moved more often is not compared with all the stays


def settle_test(report: Report, known: Known, part: TestPart) -> checked.Test | None:
    """A test with its rows, records and expectations; None where a line has no meaning."""
    before = len(report.found)
    households: list[tuple[HouseholdRow, Span]] = []
    people: list[tuple[PersonRow, Span]] = []
    records: list[Record] = []
    expectations: list[checked.Expectation] = []
    lines = rows_as_lines(report, known.account, part.lines)
    for line in lines:
        match line:
            case syntax.TestHousehold():
                households.append((_household(report, known, line), line.span))
            case syntax.TestPerson():
                people.append((_person(report, known, line), line.span))
            case syntax.TestRecord():
                records.append(_record(report, known, line, len(records) + 1))
            case syntax.TestUntil():
                pass  # see _until
            case syntax.Expect():
                record = records[-1].id if line.of_record else None
                expectations.append(settle_expectation(report, known, line, record))
    until = _until(report, lines)
    _refuse_same_households(report, households)
    _refuse_same_people(report, people)
    _refuse_strangers(report, known, lines)
    errors = any(found.is_error for found in report.found[before:])
    if part.statement is None or errors:
        return None
    return checked.Test(
        part.statement.title.text,
        tuple(row for row, _ in households),
        tuple(row for row, _ in people),
        tuple(records),
        tuple(expectations),
        part.statement.span,
        until,
    )


def _until(report: Report, lines: Sequence[PlainLine]) -> date | None:
    """The last day of a test, if it says one; no record may come after it."""
    said = [line for line in lines if isinstance(line, syntax.TestUntil)]
    for again in said[1:]:
        report_repeated(report, said[0].span, again.span)
    until = read_day(report, said[0].day) if said else None
    if until is None:
        return None
    for line in lines:
        if isinstance(line, syntax.TestRecord) and line.day.text > until.isoformat():
            report.say(
                Code.DATES_OUT_OF_ORDER,
                text("the record comes after the last day of the test"),
                line.day.span,
                others=((said[0].day.span, text("the last day stands here")),),
                help=text("correct one of the two dates"),
            )
    return until


# --- lines ---------------------------------------------------------------------------------------


def _household(report: Report, known: Known, line: syntax.TestHousehold) -> HouseholdRow:
    fields = _fields(report, known, Subject.HOUSEHOLD, KEYS_OF_MEMBERS, line.fields)
    return HouseholdRow(
        line.household.text,
        village=fields.text(syntax.Key.VILLAGE),
        joined=fields.day(syntax.Key.JOINED),
        left=fields.day(syntax.Key.LEFT),
        since=fields.day(syntax.Key.SINCE),
        facts=fields.facts,
    )


def _person(report: Report, known: Known, line: syntax.TestPerson) -> PersonRow:
    fields = _fields(report, known, Subject.PERSON, KEYS_OF_MEMBERS, line.fields)
    return PersonRow(
        line.person.text,
        line.household.text,
        village=fields.text(syntax.Key.VILLAGE),
        joined=fields.day(syntax.Key.JOINED),
        left=fields.day(syntax.Key.LEFT),
        since=fields.day(syntax.Key.SINCE),
        facts=fields.facts,
    )


def _record(report: Report, known: Known, line: syntax.TestRecord, number: int) -> Record:
    fields = _fields(report, known, Subject.RECORD, KEYS_OF_RECORDS, line.fields)
    person = fields.text(syntax.Key.PERSON)
    alone = known.account is Subject.PERSON and not person  # the line names the person only
    item = known.items.get(line.item.text)
    if item is None:
        _unknown_item(report, known, line)
    elif isinstance(item, syntax.Item):
        _expect_unit(report, item, line)
    else:
        _refuse_amounts(report, item, line)
    return Record(
        number,
        read_day(report, line.day) or date.min,
        line.item.text if item is None else item.names.first.text,
        household="" if alone else line.account.text,
        person=line.account.text if alone else person,
        village=fields.text(syntax.Key.VILLAGE),
        quantity=None if line.quantity is None else read_quantity(report, line.quantity),
        judged=fields.judged,
        event=fields.text(syntax.Key.EVENT),
        status=fields.status,
        facts=fields.facts,
    )


def _fields(
    report: Report,
    known: Known,
    subject: Subject,
    allowed: Sequence[syntax.Key],
    fields: Sequence[syntax.Field],
) -> Fields:
    return settle_fields(report, known.facts, known.units, subject, allowed, fields)


def _unknown_item(report: Report, known: Known, line: syntax.TestRecord) -> None:
    help, near = meant(report, line.item.text, () if report.is_long else tuple(known.items))
    shown = () if near is None else (known.items[near].names.span,)
    report.say(
        Code.UNKNOWN_NAME,
        text("this policy has no item {item}", item=line.item.text),
        line.item.span,
        others=[(span, text("{name} stands here", name=near or "")) for span in shown],
        help=help,
    )


def _expect_unit(report: Report, item: syntax.Item, line: syntax.TestRecord) -> None:
    """A unit that a record is written with is the item's; one that takes none may say 次."""
    if line.unit is None:
        return
    has_unit = isinstance(item.value, syntax.PerUnit | syntax.PerBlock)
    if has_unit:
        assert isinstance(item.value, syntax.PerUnit | syntax.PerBlock)
        if (line.unit.known, line.unit.name) == (item.value.unit.known, item.value.unit.name):
            return
        here, expected = item.value.unit.span, report.written(item.value.unit.span)
        help = text("write {example}", example=expected)
    else:
        if line.unit.known and line.unit.name in TIMES_UNITS:
            return
        here, help = item.value.span, text("leave the number out")
    report.say(
        Code.WRONG_UNIT,
        text(
            "{item} is not measured in {unit}",
            item=line.item.text,
            unit=report.written(line.unit.span),
        ),
        line.unit.span,
        others=((here, text("its value is declared here")),),
        help=help,
    )


def _refuse_amounts(report: Report, act: Act, line: syntax.TestRecord) -> None:
    """A record of an act says only that it happened, once."""
    wrong = [field.span for field in line.fields if field.key is syntax.Key.JUDGED]
    in_times = line.unit is None or (line.unit.known and line.unit.name in TIMES_UNITS)
    if line.quantity is not None and not (in_times and read_hundredths(line.quantity.text) == ONE):
        wrong.insert(0, line.quantity.span)
    for span in wrong:
        report.say(
            Code.UNSUITABLE_CLAUSE,
            text("a record of {item} says that it happened, and no number", item=line.item.text),
            span,
            others=((act.names.span, text("declared here")),),
            help=text("leave the number out"),
        )


# --- the lines of a test together ----------------------------------------------------------------


def _refuse_same_households(report: Report, rows: Sequence[tuple[HouseholdRow, Span]]) -> None:
    seen: dict[tuple[str, str, date | None], Span] = {}
    for row, span in rows:
        key = row.village, row.household, row.since
        if key in seen:
            _twice(report, row.household, seen[key], span)
        seen.setdefault(key, span)


def _refuse_same_people(report: Report, rows: Sequence[tuple[PersonRow, Span]]) -> None:
    seen: dict[tuple[str, str, date | None], list[tuple[PersonRow, Span]]] = {}
    for row, span in rows:
        alike = seen.setdefault((row.village, row.person, row.since), [])
        for earlier, earlier_span in alike[:_MOST_STAYS]:
            if row.household == earlier.household or _together(row, earlier):
                _twice(report, row.person, earlier_span, span)
                break
        alike.append((row, span))


def _together(one: PersonRow, other: PersonRow) -> bool:
    begins = max(one.joined or date.min, other.joined or date.min)
    return begins <= min(one.left or date.max, other.left or date.max)


def _twice(report: Report, name: str, earlier: Span, later: Span) -> None:
    report.say(
        Code.NAME_TWICE,
        text("{name} stands twice in the register of this test", name=name),
        later,
        text("again here"),
        others=((earlier, text("first here")),),
        help=text(
            "give the two different names, or say from which day the second holds: {example}",
            example=report.words("自 = 2025-07-01", "since = 2025-07-01"),
        ),
    )


def _refuse_strangers(report: Report, known: Known, lines: Sequence[PlainLine]) -> None:
    """Whoever is expected to have points must be known to the test: by a line or by a record."""
    accounts: dict[str, None] = {}
    for line in lines:
        match line:
            case syntax.TestHousehold() if known.account is Subject.HOUSEHOLD:
                accounts[line.household.text] = None
            case syntax.TestPerson():
                by_person = known.account is Subject.PERSON
                accounts[line.person.text if by_person else line.household.text] = None
            case syntax.TestRecord():
                accounts[_account_of(known, line)] = None
            case _:
                pass
    for line in lines:
        if isinstance(line, syntax.Expect) and line.account.text not in accounts:
            _stranger(report, known, line.account, accounts)


def _account_of(known: Known, line: syntax.TestRecord) -> str:
    """The account that a record is about: under `account person`, whoever its 人 names."""
    if known.account is Subject.PERSON:
        for field in line.fields:
            if field.key is syntax.Key.PERSON and isinstance(field.value, syntax.Word):
                return field.value.name.text
    return line.account.text


def _stranger(
    report: Report, known: Known, account: syntax.Name, accounts: Collection[str]
) -> None:
    name = account.text
    message = text("no line of this test is about {name}", name=name)
    split = None if report.is_long else split_in_two(name, accounts, known.parts.taken)
    near = suggestion(report, name, accounts)
    if split is not None:
        help, fix = text("did you mean {name}?", name=" ".join(split)), " ".join(split)
        label = text("a space is missing before {word}", word=split[1])
        report.say(Code.UNKNOWN_NAME, message, account.span, label, help=help, fix=fix)
    elif near is not None:
        help = text("did you mean {name}?", name=near)
        report.say(Code.UNKNOWN_NAME, message, account.span, help=help)
    else:
        example = f"{report.words(*SUBJECT_WORDS[known.account])} {name}"
        if known.account is Subject.PERSON:
            example += report.words(" 属于 张三", " in Zhang")
        help = text("add a line for it, as in {example}", example=example)
        report.say(Code.UNKNOWN_NAME, message, account.span, help=help)
