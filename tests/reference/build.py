"""Checked policies, entries and registers by hand, for tests of one step at a time."""

from collections.abc import Iterable, Mapping
from datetime import date

from rulesengine.core.admitting import admitting
from rulesengine.core.calendar import Period
from rulesengine.core.facts import Fact, FactType, FactValues, Level, Subject
from rulesengine.core.passbook import Passbook
from rulesengine.core.placing import Placed, place
from rulesengine.core.posting import Account
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow, Register, build
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Scope, Sign
from rulesengine.reference.entry import Entry
from rulesengine.reference.fold import fold

SPAN = Span(0, 0)
TIME = checked.Unit("time", is_times=True)
HOUR = checked.Unit("hour")
JAN = date(2025, 1, 1)


def limit(
    scope: Scope,
    name: str,
    kind: LimitKind,
    amount: int,
    period: Period,
    subject: Subject = Subject.HOUSEHOLD,
    *,
    once: bool = False,
) -> checked.Limit:
    """A limit; points in hundredths."""
    return checked.Limit(scope, name, kind, amount, subject, period, SPAN, once)


def item(name: str, value: checked.Value, *limits: checked.Limit, **rest: object) -> checked.Item:
    """An item of the category 类, an award unless `sign` says otherwise."""
    fields: dict[str, object] = {
        "other_name": "", "category": "类", "sign": Sign.AWARD, "span": SPAN, **rest,
    }  # fmt: skip
    return checked.Item(name=name, value=value, limits=limits, **fields)  # type: ignore[arg-type]


def per_time(points: int) -> checked.PerUnit:
    """So many hundredths for each time."""
    return checked.PerUnit(points, 100, TIME)


def per_hour(points: int) -> checked.PerUnit:
    """So many hundredths for each hour."""
    return checked.PerUnit(points, 100, HOUR)


def policy(*items: checked.Item, **rest: object) -> checked.Policy:
    """A policy of the year 2025 with one category, 类, and every default of the language.

    `category_floors` are the category's own; anything else is a field of `checked.Policy`.
    """
    floors = rest.pop("category_floors", ())
    category = checked.Category("类", "", items, (), floors, (), SPAN)  # type: ignore[arg-type]
    fields: dict[str, object] = {
        "source": Source("test", ""), "sha256": "", "language": "zh", "name": "试", "other_name": "",
        "first_day": JAN, "last_day": date(2025, 12, 31), "account": Subject.HOUSEHOLD,
        "eligible": None, "round_to": 1, "settle": Period.QUARTER, "evaluate": Period.YEAR,
        "rate": None, "minimum": 0, "expiry": None, "limits": (), "floors": (), "bases": (),
        "facts": (), "categories": (category,), "goods": (), "tests": (), **rest,
    }  # fmt: skip
    return checked.Policy(**fields)  # type: ignore[arg-type]


def fact(name: str, type_: FactType, subject: Subject = Subject.HOUSEHOLD, *levels: str) -> Fact:
    """A declared fact."""
    return Fact(subject, name, type_, levels=tuple(Level(level) for level in levels))


def is_yes(asked: Fact) -> checked.Compare:
    """A bare yes/no fact as a condition."""
    return checked.Compare(
        checked.FactOf(asked), checked.Order.EQUAL, checked.Literal(value=True), SPAN
    )


def day(text: str) -> date:
    """`2025-03-01`, or `03-01` for a day of 2025."""
    return date.fromisoformat(text if len(text) == 10 else f"2025-{text}")


def record(number: int, on: str, item_name: str, **rest: object) -> Record:
    """A record of the household 张三."""
    fields: dict[str, object] = {"household": "张三", **rest}
    return Record(number, day(on), item_name, **fields)  # type: ignore[arg-type]


def register(
    facts: Mapping[str, FactValues] | None = None,
    people: Iterable[PersonRow] | None = None,
    **stay: date,
) -> Register:
    """A register of 张三 alone: `facts` by the day since which they hold ("" from the beginning)."""
    rows = [
        HouseholdRow("张三", since=day(since) if since else None, facts=values, **stay)  # type: ignore[arg-type]
        for since, values in (facts or {"": {}}).items()
    ]
    outcome = build(rows, None if people is None else list(people))
    assert outcome.value is not None
    return outcome.value


def entries(
    known: Register, records: Iterable[Record], subject: Subject = Subject.HOUSEHOLD
) -> list[Entry]:
    """The records with their places."""
    found = []
    for one in records:
        placed = place(known, one, subject)
        assert isinstance(placed, Placed), placed
        found.append(Entry(one, placed))
    return found


def score(
    rules: checked.Policy | checked.Timeline,
    *records: Record,
    known: Register | None = None,
    until: str = "12-31",
    account: str = "张三",
) -> Passbook:
    """The passbook of 张三 (or another) at the end of a day of 2025."""
    timeline = checked.alone(rules) if isinstance(rules, checked.Policy) else rules
    subject = timeline.last.account
    whole = admitting(known or register(), records)
    mine = [
        entry for entry in entries(whole, records, subject) if entry.placed.account.name == account
    ]
    return fold(timeline, Account("", account), mine, whole, day(until))


def lines(passbook: Passbook) -> list[tuple[str, str, str, int]]:
    """Postings as (month-day, kind, limit, points)."""
    return [
        (posting.day.strftime("%m-%d"), posting.kind.value, posting.limit, posting.points)
        for posting in passbook.postings
    ]


def outcomes(passbook: Passbook) -> list[str]:
    """What became of each record."""
    return [result.outcome.value for result in passbook.results]
