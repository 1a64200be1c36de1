"""Records that earned nothing because a fact is unknown: one warning for each fact and item.

A fact that a file left out concerns hundreds of records alike; their clerk needs one line.
"""

from collections.abc import Iterator, Mapping, Sequence

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.passbook import Passbook, RecordOutcome
from rulesengine.core.posting import Account
from rulesengine.core.record import Record
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Timeline
from rulesengine.reference.entry import Entry
from rulesengine.reference.known import known_of
from rulesengine.reference.problems import unknown_facts
from rulesengine.reference.soundness import deed_of


def facts_missing(
    timelines: Mapping[str, Timeline],
    entries: Mapping[Account, Sequence[Entry]],
    passbooks: Sequence[Passbook],
) -> Iterator[Diagnostic]:
    """R421 for each fact and item, at the first record, with the number of records."""
    records: dict[tuple[Fact, str], list[Record]] = {}
    for passbook in passbooks:
        timeline = timelines[passbook.account.village]
        of_account = entries.get(passbook.account, ())
        for entry, result in zip(of_account, passbook.results, strict=True):
            assert entry.record is result.record, (entry, result)
            if result.outcome is RecordOutcome.FACT_MISSING:
                policy = timeline.policy_on(entry.record.day)
                assert policy is not None, entry
                deed = deed_of(policy, entry.record.item)
                assert deed is not None, entry
                for fact in dict.fromkeys(unknown_facts(policy, deed, known_of(entry))):
                    records.setdefault((fact, deed.name), []).append(entry.record)
    for (fact, item_name), concerned in records.items():
        yield _missing(fact, item_name, concerned)


def _missing(fact: Fact, item: str, records: Sequence[Record]) -> Diagnostic:
    whose, count = _of_whom(fact), len(records)
    return Diagnostic(
        Code.FACT_MISSING,
        text("{fact} is not known, so one record of {item} earned nothing", fact=whose, item=item)
        if count == 1
        else text(
            "{fact} is not known, so {count} records of {item} earned nothing",
            fact=whose,
            count=count,
            item=item,
        ),
        min(records, key=_place).origin,
        help=text("fill it in where it is empty; an unknown fact is never taken as no"),
    )


def _place(record: Record) -> tuple[str, int]:
    return (record.origin.file, record.origin.row) if record.origin is not None else ("", 0)


def _of_whom(fact: Fact) -> Text:
    match fact.subject:
        case Subject.HOUSEHOLD:
            return text("the household's {fact}", fact=fact.name)
        case Subject.PERSON:
            return text("the person's {fact}", fact=fact.name)
        case Subject.RECORD:
            return text("the record's {fact}", fact=fact.name)
