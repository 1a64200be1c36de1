"""What is known on a day: the facts that conditions and tables may ask for.

A fact nobody gave is unknown (None), and so is a value that is none of the fact's own (a level that
a later version of the policy no longer has). Nothing is judged here.
"""

from datetime import date
from typing import assert_never

import attrs

from rulesengine.core.calendar import full_years
from rulesengine.core.facts import Fact, FactType, FactValue, FactValues, Subject
from rulesengine.core.posting import Account
from rulesengine.core.quantity import Hundredths
from rulesengine.core.register import Member, Register
from rulesengine.language import checked
from rulesengine.reference.entry import Entry

_NO_FACTS: FactValues = {}


@attrs.frozen
class Known:
    """The day, the members whose facts are meant, and the record's own facts.

    `raw`: its raw points, where a requirement asks for them.
    """

    day: date
    household: Member | None
    person: Member | None
    record: FactValues = _NO_FACTS
    raw: Hundredths | None = None


def known_of(entry: Entry) -> Known:
    """What is known of a record: facts are those that held on its date."""
    record, placed = entry.record, entry.placed
    return Known(record.day, placed.household, placed.person, record.facts)


def known_on(register: Register, account: Account, subject: Subject, day: date) -> Known:
    """What is known of an account on a day without a record, for the base.

    A person's household is the one of that day; a household's account knows of no single person.
    """
    member = holder(register, account, subject)
    if subject is not Subject.PERSON:
        return Known(day, member, None)
    stay = member.stay_on(day) if member is not None else None
    household = register.households.get((account.village, stay.household)) if stay else None
    return Known(day, household, member)


def holder(register: Register, account: Account, subject: Subject) -> Member | None:
    """The household or person whose account it is; None where nobody registered it."""
    members = register.people if subject is Subject.PERSON else register.households
    return members.get((account.village, account.name))


def value_of(operand: checked.Operand, known: Known) -> FactValue | None:
    """What an operand is worth on that day; None is unknown."""
    match operand:
        case checked.FactOf(fact=fact):
            return fact_value(fact, known)
        case checked.Literal(value=value):
            return value
        case checked.AgeOf(born=fact):
            born = fact_value(fact, known)
            return full_years(born, known.day) * 100 if isinstance(born, date) else None
        case checked.RecordDay():
            return known.day
        case checked.RawPoints():
            return known.raw
    assert_never(operand)


def fact_value(fact: Fact, known: Known) -> FactValue | None:
    """The value of a fact that held on the day, or None."""
    if fact.subject is Subject.RECORD:
        facts = known.record
    else:
        member = known.household if fact.subject is Subject.HOUSEHOLD else known.person
        facts = member.history.at(known.day) if member is not None else _NO_FACTS
    value = facts.get(fact.name)
    return value if value is not None and _is_of(fact, value) else None


def _is_of(fact: Fact, value: FactValue) -> bool:
    match fact.type:
        case FactType.YES_NO:
            return isinstance(value, bool)
        case FactType.NUMBER:
            return isinstance(value, int) and not isinstance(value, bool)
        case FactType.DATE:
            return isinstance(value, date)
        case FactType.LEVEL:
            return any(value == level.name for level in fact.levels)
    assert_never(fact.type)
