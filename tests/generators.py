"""Random well-typed policies, registers and records, for property tests.

`cases()` draws a policy as a `tests.laws.model` value with a register and records that meet its
bounds: dense days around the ends of periods, ties, missing facts, unapproved records, errors.
`tests.laws.printing` writes the policy as text.
"""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias, TypeVar

import attrs
from hypothesis import strategies as st

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, FactValues, Subject
from rulesengine.core.record import Record, RecordId, Status
from rulesengine.core.register import HouseholdRow, PersonRow
from tests.laws import model

T = TypeVar("T")
Who: TypeAlias = tuple[tuple[str, str], ...]  # (person, household) of records
Draw = Callable[[st.SearchStrategy[T]], T]

# Names that begin or end with a keyword, hold digits, or are plain: none needs quotes.
ITEM_NAMES = (
    "清扫门前", "义务劳动", "分类投放", "每日一善", "人居环境", "户外活动", "记录员", "按时交费", "满意度",
    "前进路", "自来水管护", "channel_2", "A级_创建", "至善·敬老", "次日清运", "上限之外", "半年谈", "weekday",
)  # fmt: skip
CATEGORY_NAMES = ("环境治理", "乡风", "类别甲", "industry", "当家人")
LEVELS = ("省级", "县级", "镇级", "一般")

FACTS = (
    model.Fact(Subject.HOUSEHOLD, "常住", FactType.YES_NO),
    model.Fact(Subject.HOUSEHOLD, "类型", FactType.LEVEL, ("普通户", "低保户", "lifted")),
    model.Fact(Subject.HOUSEHOLD, "人数", FactType.NUMBER),
    model.Fact(Subject.HOUSEHOLD, "迁入", FactType.DATE),
    model.Fact(Subject.PERSON, "党员", FactType.YES_NO),
    model.Fact(Subject.PERSON, "出生", FactType.DATE),
    model.Fact(Subject.RECORD, "级别", FactType.LEVEL, LEVELS),
    model.Fact(Subject.RECORD, "评分", FactType.NUMBER),
    model.Fact(Subject.RECORD, "达标", FactType.YES_NO),
)
BORN = FACTS[5]

TIMES = model.Unit("次", "time", is_times=True)
UNITS = (
    TIMES,
    model.Unit("人次", "person-time", is_times=True),
    model.Unit("小时", "hour"),
    model.Unit("半天", "half-day"),
    model.Unit("天", "day"),
    model.Unit("公斤", "kg", en_plural="kg"),
    model.Unit("棵", "棵"),
)
SHORT = (Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER)
LONG = (Period.HALF_YEAR, Period.YEAR, Period.EVER)
HOUSEHOLDS = ("张三", "李四", "王五")
PEOPLE = (("张小一", "张三"), ("张小二", "张三"), ("李小一", "李四"), ("王小一", "王五"))
_HIGHEST = st.sampled_from(("event", Period.MONTH, Period.YEAR, "event"))
_SIXTHS = st.integers(0, 5)
_CAP_POINTS = st.sampled_from((300, 500, 700, 1000, 1500, 2000, 3000)) | st.integers(0, 4000)
_CAP_TIMES = st.sampled_from((0, 1, 1, 2, 2, 3, 4, 5))
_SELDOM = st.integers(0, 60)
_RARELY = st.integers(0, 11)
EVERYBODY: Who = (*PEOPLE, *(("", household) for household in HOUSEHOLDS))
JUDGES = ("", "", "mean", "mean without extremes", "median")
_MARKS = st.sampled_from((1, 2, 2, 3, 5))
SIGNS = ("=", "!=", "<", "<=", ">", ">=")


@attrs.frozen
class Case:
    """A policy and what it is to score. `until` None: the last day is not given.

    `successor`: the day from which another version is in use, and that version.
    """

    policy: model.Policy
    households: tuple[HouseholdRow, ...]
    people: tuple[PersonRow, ...]
    records: tuple[Record, ...]
    until: date | None
    successor: tuple[date, model.Policy] | None = None


@cache
def points(least: int = 0) -> st.SearchStrategy[int]:
    """Points of a policy in hundredths: mostly plain, sometimes awkward."""
    plain = st.sampled_from((100, 200, 300, 500, 1000, 250, 50, 200, 300, 33, 5, 700, 400, least))
    return st.one_of(plain, plain, st.integers(max(least, 1), 1200))


def some(draw: Draw, of: tuple[T, ...], least: int, most: int) -> tuple[T, ...]:
    """Some of these, each once."""
    return draw(_some(of, least, most))


@cache
def _some(of: tuple[T, ...], least: int, most: int) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(st.sampled_from(of), min_size=least, max_size=most, unique=True).map(tuple)


def maybe(draw: Draw, strategy: st.SearchStrategy[T], of_six: int = 1) -> T | None:
    """None, but for `of_six` times in six."""
    return draw(strategy) if draw(_SIXTHS) >= 6 - of_six else None


# --- conditions ----------------------------------------------------------------------------------


@cache
def conditions(subjects: tuple[Subject, ...], depth: int = 2) -> st.SearchStrategy[model.Condition]:
    """Conditions on the facts of some subjects, on ages and on the date."""
    facts = tuple(fact for fact in FACTS if fact.subject in subjects)
    simple = st.sampled_from(facts).flatmap(_about) | st.builds(
        model.Compare, st.just(model.Today()), st.sampled_from(SIGNS), st.sampled_from(_HOT_DAYS)
    )
    if Subject.PERSON in subjects:
        ages = st.sampled_from((1800, 6000, 6050))
        signs = st.sampled_from(SIGNS)
        simple |= st.builds(model.Compare, st.just(model.AgeOf(BORN)), signs, ages)
    if depth == 0:
        return simple
    inner = conditions(subjects, depth - 1)
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return (
        simple
        | st.builds(model.Not, inner)
        | st.builds(model.And, parts)
        | st.builds(model.Or, parts)
    )


def _about(fact: model.Fact) -> st.SearchStrategy[model.Condition]:
    whole = st.just(model.FactOf(fact))
    match fact.type:
        case FactType.YES_NO:
            equal = st.sampled_from(("=", "!="))
            return st.just(model.IsYes(fact)) | st.builds(
                model.Compare, whole, equal, st.booleans()
            )
        case FactType.LEVEL:
            levels = st.sampled_from(fact.levels)
            lists = st.lists(levels, min_size=1, max_size=2, unique=True).map(tuple)
            return st.builds(
                model.Compare, whole, st.sampled_from(("=", "!=")), levels
            ) | st.builds(model.IsIn, st.just(fact), lists, st.booleans())
        case FactType.NUMBER:
            numbers = st.sampled_from((0, 300, 350, 8000))
            return st.builds(model.Compare, whole, st.sampled_from(SIGNS), numbers)
        case FactType.DATE:
            days = st.sampled_from(_HOT_DAYS)
            return st.builds(model.Compare, whole, st.sampled_from(SIGNS), days)


# --- values, limits, items -----------------------------------------------------------------------


@st.composite
def values(draw: Draw) -> model.Value:
    """Every kind of value."""
    kind = draw(st.integers(0, 9))
    amount = draw(points())
    if kind <= 2:
        return model.PerUnit(amount, 100, TIMES)
    if kind == 3:
        size = draw(st.sampled_from((100, 100, 1000, 300, 150)))
        return model.PerUnit(amount, size, draw(st.sampled_from(UNITS[2:])))
    if kind == 4:
        unit = draw(st.sampled_from(UNITS))
        size = draw(st.sampled_from((400, 300, 100, 150)))
        carried = maybe(draw, st.sampled_from((*SHORT, Period.YEAR, Period.EVER)), 3)
        return model.PerBlock(amount, size, unit, carried)
    if kind == 5:
        periods = (Period.WEEK, Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR)
        return model.PerPeriod(amount, draw(st.sampled_from(periods)))
    if kind == 6:
        low, high = sorted((amount, draw(points())))
        return model.Judged(low, high, draw(st.sampled_from(JUDGES)))
    if kind == 7:
        fact = draw(st.sampled_from([fact for fact in FACTS if fact.type is FactType.LEVEL]))
        named = some(draw, fact.levels, 1, len(fact.levels))
        rows = tuple((level, draw(points())) for level in named)
        return model.ByLevel(fact, rows, None if len(named) == len(fact.levels) else draw(points()))
    if kind == 8:
        what = draw(st.sampled_from((model.FactOf(FACTS[7]), model.AgeOf(BORN))))
        thresholds = sorted(some(draw, (9000, 8000, 6000, 1850, 50), 1, 3), reverse=True)
        return model.ByBand(
            what, tuple((one, draw(points())) for one in thresholds), draw(points())
        )
    tiers = sorted(some(draw, (1, 2, 3, 5), 1, 2))
    period = draw(st.sampled_from((*SHORT, *LONG)))
    return model.ByCount(period, tuple((one, draw(points())) for one in tiers), draw(points()))


@st.composite
def caps(draw: Draw, account: Subject, most: int = 2) -> tuple[model.Cap, ...]:
    """Limits in points and in times; per household only where households have the accounts."""
    subjects = [None, Subject.PERSON]
    subjects += [Subject.HOUSEHOLD] if account is Subject.HOUSEHOLD else []
    drawn = []
    for _ in range(draw(st.sampled_from((0, 1, 1, most)))):
        counts = draw(st.sampled_from(model.Counts))
        amounts = _CAP_POINTS if counts is model.Counts.POINTS else _CAP_TIMES
        period = draw(st.sampled_from((*SHORT, *SHORT, *LONG)))
        subject = draw(st.sampled_from(subjects))
        per_person = Subject.PERSON in (account, subject)
        asked = (Subject.HOUSEHOLD, Subject.PERSON) if per_person else (Subject.HOUSEHOLD,)
        when = maybe(draw, conditions(asked, 1))
        drawn.append(model.Cap(draw(amounts), counts, subject, period, when))
    return tuple(drawn)


@st.composite
def items(draw: Draw, name: str, account: Subject, deducts: bool) -> model.Item:
    """An award or a deduction with any clauses that suit its value."""
    value = draw(values())
    subjects = (Subject.HOUSEHOLD, Subject.PERSON, Subject.RECORD)
    highest = None
    if not goes_by_earlier_records(value):
        highest = maybe(draw, _HIGHEST)
    factors = tuple(
        model.Factor(draw(st.sampled_from((150, 50, 200, 133))), draw(conditions(subjects, 1)))
        for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2))))
    )
    first_day, last_day = draw(_WINDOWS)
    return model.Item(
        name,
        deducts,
        value,
        draw(caps(account)),
        maybe(draw, conditions(subjects)),
        first_day,
        last_day,
        factors,
        highest,
        other_name=draw(st.sampled_from(("", "", f"item {name}"))),
    )


# --- policies ------------------------------------------------------------------------------------


@st.composite
def policies(draw: Draw) -> model.Policy:
    """A policy with any of the forms."""
    account = draw(st.sampled_from((Subject.HOUSEHOLD, Subject.HOUSEHOLD, Subject.PERSON)))
    names = list(some(draw, ITEM_NAMES, 1, 5))
    named = some(draw, CATEGORY_NAMES, 1, 2)
    split = draw(st.integers(0, len(names))) if len(named) == 2 else len(names)
    parts = (names[:split], names[split:])
    categories = tuple(
        draw(_categories(category, tuple(own), account))
        for category, own in zip(named, parts, strict=False)
    )
    first_day = draw(st.sampled_from((_HOT_DAYS[0], _HOT_DAYS[0], _HOT_DAYS[2])))
    rates = st.tuples(st.sampled_from((100, 10000, 300)), st.sampled_from((50, 1250, 33)))
    return model.Policy(
        "示例",
        first_day,
        maybe(draw, st.sampled_from((_HOT_DAYS[6], _HOT_DAYS[8]))),
        account,
        categories,
        FACTS,
        maybe(draw, _eligibilities(account), 2),
        draw(st.sampled_from((1, 1, 1, 5, 50, 100))),
        maybe(draw, rates, 4),
        draw(st.sampled_from((Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR))),
        draw(st.sampled_from((Period.YEAR, Period.YEAR, Period.QUARTER, Period.HALF_YEAR))),
        draw(_bases(2)),
        maybe(draw, _floors(), 3),
        draw(caps(account)),
        draw(st.sampled_from((0, 0, 500))),
        maybe(draw, _expiries(), 3),
        (model.Goods("肥皂", 1000),) if draw(st.booleans()) else (),
    )


@cache
def _eligibilities(account: Subject) -> st.SearchStrategy[model.Condition]:
    """Who takes part; an age often, for it turns without anybody writing anything down."""
    any_condition = conditions((Subject.HOUSEHOLD, account), 1)
    if account is Subject.HOUSEHOLD:
        return any_condition
    ages = st.builds(
        model.Compare,
        st.just(model.AgeOf(BORN)),
        st.sampled_from((">=", "<")),
        st.sampled_from((1800, 6000)),
    )
    return any_condition | ages


@st.composite
def _categories(draw: Draw, name: str, own: tuple[str, ...], account: Subject) -> model.Category:
    drawn = tuple(draw(items(one, account, draw(st.integers(0, 3)) == 0)) for one in own)
    floor = maybe(draw, _floors())
    if floor is not None:
        floor = attrs.evolve(floor, with_base=draw(st.booleans()))
    return model.Category(
        name,
        drawn,
        draw(caps(account)),
        floor,
        draw(_bases(1)),
        draw(st.sampled_from(("", f"The {name}"))),
        draw(bonuses(name, drawn, account)),
        draw(_matches(account)),
    )


@st.composite
def bonuses(
    draw: Draw, category: str, of: tuple[model.Item, ...], account: Subject
) -> tuple[model.Bonus, ...]:
    """Bonuses for awards and deductions for deductions, in a period or a window of months."""
    drawn = []
    for number in range(draw(st.sampled_from((0, 0, 1, 1, 2))) if of else 0):
        item = draw(st.sampled_from(of))
        counts = draw(st.sampled_from(model.Counts)) if _has_times(item) else model.Counts.POINTS
        amounts = points(1) if counts is model.Counts.POINTS else _MARKS
        times = st.sampled_from((*SHORT, *LONG, 1, 2, 6, 12))
        mark = model.Reaches(counts, draw(amounts), draw(times))
        own = tuple(one for one in draw(caps(account)) if one.counts is model.Counts.POINTS)
        title = f"{category}奖{'甲乙'[number]}"
        drawn.append(model.Bonus(title, item.deducts, draw(points()), item.name, mark, own))
    return tuple(drawn)


def _has_times(item: model.Item) -> bool:
    """Whether a mark of the item may be in times."""
    in_units = isinstance(item.value, model.PerUnit | model.PerBlock)
    return not in_units or item.value.unit.is_times


@st.composite
def _matches(draw: Draw, account: Subject) -> tuple[model.Match, ...]:
    """Seldom: how gifts of a category are matched."""
    one = st.builds(
        model.Match,
        st.sampled_from((100, 500, 50, 33)),
        st.sampled_from((100, 300, 200)),
        st.none() | conditions((Subject.HOUSEHOLD, account), 1),
    )
    return tuple(draw(one) for _ in range(draw(st.sampled_from((0, 0, 0, 0, 1, 2)))))


def _floors() -> st.SearchStrategy[model.Floor]:
    amounts = st.sampled_from((0, 0, 300, 150))
    periods = st.sampled_from((None, None, Period.MONTH, Period.YEAR, Period.DAY, Period.EVER))
    return st.builds(model.Floor, amounts, periods)


@st.composite
def _bases(draw: Draw, most: int) -> tuple[model.Base, ...]:
    periods = st.sampled_from((Period.YEAR, Period.MONTH, Period.QUARTER, Period.EVER))
    one = st.builds(model.Base, points(), periods, st.booleans())
    return tuple(draw(one) for _ in range(draw(st.sampled_from((0, 0, 0, most)))))


def _expiries() -> st.SearchStrategy[model.Expiry]:
    return st.builds(
        model.Expiry,
        st.sampled_from((Period.MONTH, Period.QUARTER, Period.YEAR)),
        st.sampled_from((None, None, 50, 33, 0, 100)),
        st.sampled_from((0, 0, 1, 31)),
    )


@st.composite
def successors(draw: Draw, policy: model.Policy) -> tuple[date, model.Policy]:
    """A later version: items gone or worth something else, other limits, another rate."""
    categories = tuple(
        draw(_category_after(category, policy.account)) for category in policy.categories
    )
    later = attrs.evolve(
        policy,
        categories=categories,
        caps=draw(caps(policy.account)),
        rate=draw(st.sampled_from((policy.rate, (100, 75), None))),
        bases=draw(_bases(2)),
        floor=maybe(draw, _floors(), 3),
        expiry=draw(st.sampled_from((policy.expiry, None))),
    )
    return draw(days(_HOT_DAYS[3:7])), later


@st.composite
def _category_after(draw: Draw, category: model.Category, account: Subject) -> model.Category:
    drawn = tuple(
        attrs.evolve(item, caps=draw(caps(account)), value=draw(_values_like(item)))
        for item in category.items
        if draw(_SIXTHS)
    )
    return attrs.evolve(
        category,
        items=drawn,
        caps=draw(caps(account)),
        bonuses=draw(bonuses(category.name, drawn, account)),
        matches=draw(_matches(account)),
    )


def goes_by_earlier_records(value: model.Value) -> bool:
    """Whether what a record is worth hangs on those before it: not together with highest only."""
    carries = isinstance(value, model.PerBlock) and value.carried is not None
    return carries or isinstance(value, model.ByCount)


def _values_like(item: model.Item) -> st.SearchStrategy[model.Value]:
    changed = values().filter(
        lambda value: item.highest is None or not goes_by_earlier_records(value)
    )
    return st.just(item.value) | changed


# --- registers and records -----------------------------------------------------------------------

# Around the ends of a week, a month (29 February too), a quarter, a half-year and a year.
_HOT_DAYS = (
    date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 10), date(2024, 2, 29), date(2024, 3, 3),
    date(2024, 3, 31), date(2024, 7, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 5),
)  # fmt: skip


_NEAR = st.sampled_from((0, 0, 0, -1, 1))
_WINDOWS = st.sampled_from(
    (
        *((None, None),) * 9,
        (_HOT_DAYS[1], _HOT_DAYS[6]),
        (None, _HOT_DAYS[5]),
        (_HOT_DAYS[2], None),
    )
)


@st.composite
def days(draw: Draw, around: tuple[date, ...] = _HOT_DAYS) -> date:
    """Days that lie densely around the ends of periods."""
    return draw(st.sampled_from(around)) + timedelta(days=draw(_NEAR))


@st.composite
def fact_values(draw: Draw, subject: Subject) -> FactValues:
    """Values of most of a subject's facts; those that are left out are unknown."""
    known: dict[str, bool | int | date | str] = {}
    for fact in FACTS:
        if fact.subject is subject and draw(_RARELY) != 11:
            match fact.type:
                case FactType.YES_NO:
                    known[fact.name] = draw(st.booleans())
                case FactType.LEVEL:
                    known[fact.name] = draw(st.sampled_from(fact.levels))
                case FactType.NUMBER:
                    known[fact.name] = draw(st.sampled_from((0, 50, 300, 350, 7999, 8000, 9500)))
                case FactType.DATE:
                    ages = st.sampled_from((0, 18, 60))
                    known[fact.name] = years_before(draw(days()), draw(ages))
    return known


def years_before(day: date, years: int) -> date:
    """The same day of the year some years before; 28 February where there is no 29th."""
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


@st.composite
def household_rows(draw: Draw, name: str) -> tuple[HouseholdRow, ...]:
    """A household, with its facts once or changing."""
    joined, left = draw(_stays())
    facts = draw(fact_values(Subject.HOUSEHOLD))
    rows = [HouseholdRow(name, joined=joined, left=left, facts=facts)]
    if draw(st.integers(0, 2)) == 0:
        changed = draw(fact_values(Subject.HOUSEHOLD))
        rows.append(HouseholdRow(name, since=draw(days()), facts=changed))
    return tuple(rows)


@st.composite
def person_rows(draw: Draw, name: str, household: str) -> tuple[PersonRow, ...]:
    """A person, with facts once or changing."""
    joined, left = draw(_stays())
    rows = [PersonRow(name, household, "", joined, left, None, draw(fact_values(Subject.PERSON)))]
    if draw(st.integers(0, 2)) == 0:
        changed = draw(fact_values(Subject.PERSON))
        begins = max(draw(days()), joined or date.min)
        rows.append(PersonRow(name, household, since=begins, facts=changed))
    return tuple(rows)


def _stays() -> st.SearchStrategy[tuple[date | None, date | None]]:
    return st.sampled_from(
        (*((None, None),) * 6, (_HOT_DAYS[1], None), (None, _HOT_DAYS[7]),
         (_HOT_DAYS[3], _HOT_DAYS[6]))
    )  # fmt: skip


@st.composite
def records(
    draw: Draw, policy: model.Policy, number: RecordId, around: tuple[date, ...], who: Who
) -> Record:
    """A record about one of the policy's items, mostly sound and approved."""
    person, household = draw(st.sampled_from(who))
    if policy.account is Subject.PERSON and not person:
        person, household = PEOPLE[0]
    item = draw(st.sampled_from(policy.items))
    quantity, judgings = draw(_amounts(item.value))
    ok = draw(_SELDOM)
    return Record(
        number,
        draw(days(around)),
        "没有的事项" if ok == 1 else (item.other_name or item.name if ok == 2 else item.name),
        household if draw(st.integers(0, 3)) or not person else "",
        person,
        quantity=quantity,
        judged=judgings[0] if len(judgings) == 1 else None,
        event="" if ok == 3 else draw(st.sampled_from(("甲", "甲", "乙"))),
        status=draw(st.sampled_from(Status)) if ok > 56 else Status.APPROVED,
        facts=draw(fact_values(Subject.RECORD)),
        judgings=judgings if len(judgings) > 1 else (),
    )


@st.composite
def _amounts(draw: Draw, value: model.Value) -> tuple[int | None, tuple[int, ...]]:
    """Quantity and judged points; seldom wrong or missing ones."""
    bad = draw(_SELDOM) == 0
    match value:
        case model.PerUnit(unit=unit) | model.PerBlock(unit=unit):
            if bad:
                return draw(st.sampled_from((None, -100, 150, 10**9))), ()
            whole = st.sampled_from((None, 100, 100, 200, 300, 500, 0))
            return draw(whole if unit.is_times else st.sampled_from((100, 150, 333, 1050, 0))), ()
        case model.Judged(low=low, high=high, judges=judges):
            if bad:
                return None, draw(st.sampled_from(((), (high + 1,), (low, high), (low, high + 1))))
            fewest, most = {"": (1, 1), "mean without extremes": (3, 5)}.get(judges, (1, 4))
            inside = st.sampled_from((low, high, (low + high) // 2, low + (high - low) // 3))
            return None, tuple(draw(st.lists(inside, min_size=fewest, max_size=most)))
        case _:
            return (200 if bad else None), ()


@st.composite
def ids(draw: Draw, count: int) -> list[RecordId]:
    """Different ids: numbers, words, or both; their order is not that of the days."""
    numbers = draw(st.permutations(range(1, count + 1)))
    words = draw(st.sampled_from((False, False, True)))
    return [f"r{one}" if words and one % 3 == 0 else one for one in numbers]


@st.composite
def cases(draw: Draw, most_records: int = 24) -> Case:
    """A policy with a register and records."""
    policy = draw(policies())
    count = draw(st.integers(min(8, most_records), most_records)) if policy.items else 0
    inside = tuple(day for day in _HOT_DAYS if day >= policy.first_day)
    around = some(draw, inside, 2, 3)
    who = some(draw, EVERYBODY, 1, 4)
    numbers = draw(ids(count))
    households = tuple(row for name in HOUSEHOLDS for row in draw(household_rows(name)))
    people = tuple(row for name, home in PEOPLE for row in draw(person_rows(name, home)))
    successor = draw(successors(policy)) if draw(st.booleans()) else None
    return Case(
        policy,
        households,
        people,
        tuple(draw(records(policy, number, around, who)) for number in numbers),
        maybe(draw, days(), 3),
        successor,
    )


@st.composite
def base_cases(draw: Draw) -> Case:
    """A base, nobody's deeds, and people who take part from some day on or up to it."""
    account = draw(st.sampled_from((Subject.HOUSEHOLD, Subject.PERSON, Subject.PERSON)))
    dates = st.sampled_from((model.FactOf(FACTS[3]), model.Today()))
    turning = st.builds(model.Compare, dates, st.sampled_from(SIGNS), days())
    ages = st.sampled_from((1800, 6000, 0))
    born = st.builds(
        model.Compare, st.just(model.AgeOf(BORN)), st.sampled_from((">=", "<", ">=")), ages
    )
    if account is Subject.PERSON and draw(st.booleans()):
        turning = born
    condition = turning | st.builds(model.Not, turning) | conditions((account,), 1)
    period = draw(st.sampled_from((Period.YEAR, Period.EVER, Period.QUARTER)))
    policy = model.Policy(
        "示例",
        _HOT_DAYS[0],
        maybe(draw, st.just(_HOT_DAYS[7])),
        account,
        (model.Category("乡风", (model.Item("清扫门前", False, model.PerUnit(100, 100, TIMES)),)),),
        FACTS,
        draw(condition),
        bases=(model.Base(draw(points()), period, draw(st.booleans())),),
    )
    households = tuple(row for name in HOUSEHOLDS for row in draw(household_rows(name)))
    people = tuple(row for name, home in PEOPLE for row in draw(person_rows(name, home)))
    return Case(policy, households, people, (), draw(st.sampled_from(_HOT_DAYS[5:])))
