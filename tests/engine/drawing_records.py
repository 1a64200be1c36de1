"""Random registers and records around a policy's bounds: dense days, ties, mistakes, unknown facts."""

from collections.abc import Sequence
from datetime import date
from random import Random

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.facts import FactType, FactValues, Subject
from rulesengine.core.placing import Placed, place
from rulesengine.core.posting import Account
from rulesengine.core.record import Record, Status, passbook_order
from rulesengine.core.register import HouseholdRow, PersonRow, Register, build
from rulesengine.core.text import text
from rulesengine.language import checked
from rulesengine.reference.entry import Entry
from tests.engine.drawing_policies import FACTS, HOT_DAYS, some_day


@attrs.frozen
class Village:
    """A register and the entries of each of its accounts, in passbook order."""

    register: Register
    entries: dict[Account, list[Entry]]


def village(
    random: Random, timeline: checked.Timeline, accounts: int, most_records: int
) -> Village:
    """Some households, each with two people, and their records."""
    register = _register(random, accounts)
    subject = timeline.versions[0].policy.account
    members = register.people if subject is Subject.PERSON else register.households
    entries: dict[Account, list[Entry]] = {Account(*key): [] for key in members}
    deeds = [
        deed
        for version in timeline.versions
        for deed in (*version.policy.items.values(), *version.policy.acts)
    ]
    number = 0
    for account in list(entries)[:accounts]:
        around = random.sample(HOT_DAYS, 3)
        for _ in range(random.randint(0, most_records)):
            number += 1
            one = _record(random, deeds, number, account, subject, around)
            placed = place(register, one, subject)
            if isinstance(placed, Placed):
                entries[placed.account].append(Entry(one, placed))
    for own in entries.values():
        own.sort(key=lambda entry: passbook_order(entry.record))
    return Village(register, entries)


def _record(
    random: Random,
    deeds: Sequence[checked.Item | checked.Act],
    number: int,
    account: Account,
    subject: Subject,
    around: Sequence[date],
) -> Record:
    deed = random.choice(deeds) if deeds else None
    quantity, judged = _amounts(random, deed)
    judgings = _judgings(random, deed, judged)
    household, person = account.name, random.choice(("", f"{account.name}甲", f"{account.name}乙"))
    if subject is Subject.PERSON:
        household, person = "", account.name
    seldom = random.random()
    return Record(
        f"r{number}" if number % 3 == 0 else number,
        some_day(random, around),
        "没有的事项" if deed is None or seldom < 0.02 else (deed.other_name or deed.name),
        household,
        person,
        quantity=quantity,
        judged=None if judgings else judged,
        event="" if seldom > 0.96 else random.choice(("甲", "甲", "乙")),
        status=random.choice(tuple(Status)) if 0.5 < seldom < 0.56 else Status.APPROVED,
        facts=_facts(random, Subject.RECORD),
        judgings=judgings,
        fault=Diagnostic(Code.BAD_CELL, text("a cell without meaning")) if number == 5 else None,
    )


def _amounts(
    random: Random, deed: checked.Item | checked.Act | None
) -> tuple[int | None, int | None]:
    """Quantity and judged points; seldom wrong or missing ones."""
    bad = random.random() < 0.03
    match deed:
        case checked.Item(value=checked.PerUnit(unit=unit) | checked.PerBlock(unit=unit)):
            if bad:
                return random.choice((None, -100, 150, 10**12, 100_000_00)), None
            whole = (None, 100, 100, 200, 300, 500, 0)
            return random.choice(whole if unit.is_times else (100, 150, 333, 1050, 0)), None
        case checked.Item(value=checked.Judged(low=low, high=high)):
            choices = (None, high + 1, low - 1) if bad else (low, high, (low + high) // 2)
            return None, random.choice(choices)
        case _:
            return (200 if bad else random.choice((None, None, 100))), (300 if bad else None)


def _judgings(
    random: Random, deed: checked.Item | checked.Act | None, judged: int | None
) -> tuple[int, ...]:
    """The points of several judges; seldom too many, out of range, or where they do not belong."""
    match deed:
        case checked.Item(value=checked.Judged(low=low, high=high, judges=judges)):
            if judged is None or (judges is None and random.random() < 0.95):
                return ()
            several = random.choice((1, 2, 3, 3, 4, 5, 5, 6, 101 if random.random() < 0.1 else 7))
            return (judged, *(random.randint(low, high) for _ in range(several - 1)))
        case _:
            return (100, 200) if random.random() < 0.01 else ()


def _facts(random: Random, subject: Subject) -> FactValues:
    """Values of most of a subject's facts; those that are left out are unknown."""
    known: dict[str, bool | int | date | str] = {}
    for fact in FACTS:
        if fact.subject is subject and random.random() < 0.95:
            match fact.type:
                case FactType.YES_NO:
                    known[fact.name] = random.random() < 0.7
                case FactType.LEVEL:
                    known[fact.name] = random.choice([level.name for level in fact.levels])
                case FactType.NUMBER:
                    known[fact.name] = random.choice((0, 50, 300, 350, 7999, 8000, 9500))
                case FactType.DATE:
                    day = some_day(random)
                    years = random.choice((0, 18, 60))
                    leap = (day.month, day.day) == (2, 29) and years % 4
                    known[fact.name] = day.replace(
                        year=day.year - years, day=28 if leap else day.day
                    )
    return known


def _register(random: Random, accounts: int) -> Register:
    households, people = list[HouseholdRow](), list[PersonRow]()
    for number in range(accounts):
        name = f"户{number}"
        joined, left = _stay(random)
        facts = _facts(random, Subject.HOUSEHOLD)
        households.append(HouseholdRow(name, "", joined, left, None, facts))
        if random.random() < 0.3:
            since = some_day(random)
            changed = _facts(random, Subject.HOUSEHOLD)
            households.append(HouseholdRow(name, since=since, facts=changed))
        for person in (f"{name}甲", f"{name}乙"):
            people.extend(_person(random, person, name, number))
    built = build(households, people)
    assert built.value is not None, built.diagnostics
    return built.value


def _person(random: Random, name: str, household: str, number: int) -> list[PersonRow]:
    joined, left = _stay(random)
    rows = [PersonRow(name, household, "", joined, left, None, _facts(random, Subject.PERSON))]
    if random.random() < 0.3:
        moves = number > 0 and left is None and random.random() < 0.5
        home = f"户{number - 1}" if moves else household
        since = max(some_day(random), joined or date.min)
        facts = _facts(random, Subject.PERSON)
        if moves and since == joined:
            return rows
        rows.append(PersonRow(name, home, since=since, facts=facts))
    return rows


def _stay(random: Random) -> tuple[date | None, date | None]:
    choices = ((HOT_DAYS[1], None), (None, HOT_DAYS[7]), (HOT_DAYS[3], HOT_DAYS[6]))
    return random.choice(choices) if random.random() < 0.3 else (None, None)
