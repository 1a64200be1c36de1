"""Random well-typed policies with every form, as checked values: no text, no checker, so very fast.

They are as wild as the checker lets a policy be, and wilder: a limit may stand anywhere, a version
may change everything. All choices come from one `random.Random`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Fact, FactType, Level, Subject
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.check_limits import in_taking_order
from rulesengine.language.checked import LimitKind, Measure, Order, Right, Scope, Sign

SPAN = Span(0, 0)
LEVELS = ("省级", "县级", "镇级", "一般")


def _fact(subject: Subject, name: str, kind: FactType, *levels: str) -> Fact:
    return Fact(subject, name, kind, levels=tuple(Level(level) for level in levels))


FACTS = (
    _fact(Subject.HOUSEHOLD, "常住", FactType.YES_NO),
    _fact(Subject.HOUSEHOLD, "类型", FactType.LEVEL, "普通户", "低保户", "yes"),
    _fact(Subject.HOUSEHOLD, "人数", FactType.NUMBER),
    _fact(Subject.HOUSEHOLD, "迁入", FactType.DATE),
    _fact(Subject.PERSON, "党员", FactType.YES_NO),
    _fact(Subject.PERSON, "出生", FactType.DATE),
    _fact(Subject.RECORD, "级别", FactType.LEVEL, *LEVELS),
    _fact(Subject.RECORD, "评分", FactType.NUMBER),
    _fact(Subject.RECORD, "达标", FactType.YES_NO),
    _fact(Subject.RECORD, "批准", FactType.YES_NO),
)
BORN = FACTS[5]
PERIODS = tuple(Period)
SHORT = (Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER)
TIME = checked.Unit("time", is_times=True)
UNITS = (TIME, checked.Unit("hour"), checked.Unit("metre"))
ITEMS = ("清扫", "巡逻", "劳动", "评分", "会议", "捐款")
CATEGORIES = ("环境", "乡风")
GROUPS = ("公益", "")
# Around the ends of a week, a month, a quarter, a half-year and a year; 29 February too.
HOT_DAYS = tuple(
    date(*day)
    for day in (
        (2024, 1, 1), (2024, 1, 31), (2024, 2, 10), (2024, 2, 29), (2024, 3, 3), (2024, 3, 31),
        (2024, 7, 1), (2024, 12, 31), (2025, 1, 1), (2025, 1, 5),
    )
)  # fmt: skip


def some_day(random: Random, near: Sequence[date] = HOT_DAYS) -> date:
    """A day that lies near the end of a period."""
    return random.choice(near) + timedelta(days=random.choice((0, 0, 0, -1, 1)))


def points(random: Random) -> int:
    """Points of a policy in hundredths: mostly plain, sometimes awkward, seldom none or many."""
    plain = random.choice((100, 200, 300, 500, 1000, 250, 50, 33, 5, 700, 0, 100_000_00))
    return random.randint(1, 1200) if random.random() < 0.2 else plain


# --- conditions ----------------------------------------------------------------------------------


def condition(random: Random, subjects: Sequence[Subject], depth: int = 2) -> checked.Condition:
    """A condition on facts of some subjects, on ages and on the date."""
    kind = random.randrange(8) if depth else 0
    match kind:
        case 5:
            return checked.Not(condition(random, subjects, depth - 1), SPAN)
        case 6 | 7:
            parts = tuple(
                condition(random, subjects, depth - 1) for _ in range(random.randint(2, 3))
            )
            return checked.And(parts, SPAN) if kind == 6 else checked.Or(parts, SPAN)
        case _:
            return _comparison(random, [fact for fact in FACTS if fact.subject in subjects])


def _comparison(random: Random, facts: Sequence[Fact]) -> checked.Condition:
    fact = random.choice(facts)
    order = random.choice(tuple(Order))
    equal = random.choice((Order.EQUAL, Order.UNEQUAL))
    left: checked.Operand = checked.FactOf(fact)
    right: checked.Operand
    if random.random() < 0.1:
        left, right = checked.RecordDay(), checked.Literal(some_day(random))
        return checked.Compare(left, order, right, SPAN)
    match fact.type:
        case FactType.YES_NO:
            literal = checked.Literal(value=random.random() < 0.7)
            return checked.Compare(left, equal, literal, SPAN)
        case FactType.LEVEL:
            names = [level.name for level in fact.levels]
            if random.random() < 0.5:
                return checked.IsOneOf(fact, tuple(random.sample(names, 2)), SPAN)
            return checked.Compare(left, equal, checked.Literal(random.choice(names)), SPAN)
        case FactType.NUMBER:
            right = checked.Literal(random.choice((0, 300, 350, 8000)))
        case FactType.DATE:
            right = checked.Literal(some_day(random))
            if random.random() < 0.5:
                left, right = checked.AgeOf(fact), checked.Literal(random.choice((0, 1800, 6050)))
            elif random.random() < 0.3:
                right = checked.RecordDay()
    return checked.Compare(left, order, right, SPAN)


# --- values ----------------------------------------------------------------------------------------


def value(random: Random) -> checked.Value:
    """Every kind of value."""
    amount = points(random)
    match random.randrange(9):
        case 0 | 1 | 2:
            return checked.PerUnit(amount, 100, TIME)
        case 3:
            size = random.choice((100, 1000, 300, 150))
            return checked.PerUnit(amount, size, random.choice(UNITS))
        case 4:
            size = random.choice((400, 300, 100, 150))
            carried = random.choice(PERIODS) if random.random() < 0.5 else None
            return checked.PerBlock(amount, size, random.choice(UNITS), carried)
        case 5:
            return checked.PerPeriod(amount, random.choice(PERIODS[1:6]))
        case 6:
            low, high = sorted((amount, points(random)))
            judges = random.choice((None, *checked.Judges))
            return checked.Judged(low, high, judges)
        case 7:
            return _table(random)
        case _:
            tiers = sorted(random.sample((1, 2, 3, 5), random.randint(1, 2)))
            rows = tuple((one, points(random)) for one in tiers)
            return checked.ByCount(random.choice(PERIODS), rows, points(random))


def _table(random: Random) -> checked.Value:
    if random.random() < 0.5:
        fact = random.choice((FACTS[1], FACTS[6], FACTS[8], FACTS[0]))
        names = [level.name for level in fact.levels] or ["yes", "no"]
        return checked.ByLevel(fact, {name: points(random) for name in names})
    measure = random.choice((checked.FactOf(FACTS[7]), checked.AgeOf(BORN)))
    falling = sorted(random.sample((9000, 8000, 6000, 1850, 50), 2), reverse=True)
    rows = tuple((one, points(random)) for one in falling)
    return checked.ByBand(measure, rows, points(random))


# --- limits, floors ----------------------------------------------------------------------------------


def limits(
    random: Random, scope: Scope, name: str, account: Subject, most: int = 2
) -> tuple[checked.Limit, ...]:
    """Limits in points and in times; per household only where households have the accounts."""
    found = []
    subjects = (account, account, Subject.PERSON)
    for number in range(random.choice((0, 0, 1, 1, most))):
        kind = random.choice(tuple(LimitKind))
        amount = (
            random.choice((0, 1, 1, 2, 2, 3, 5))
            if kind is LimitKind.TIMES
            else random.choice((300, 500, 700, 1000, 2000, 0, random.randint(0, 4000)))
        )
        subject, period = random.choice(subjects), random.choice((*SHORT, *PERIODS))
        span, whom = Span(number, number), (Subject.HOUSEHOLD, Subject.PERSON)
        when = condition(random, whom, 1) if random.random() < 0.2 else None
        found.append(checked.Limit(scope, name, kind, amount, subject, period, span, when=when))
    return in_taking_order(found)


def floors(random: Random, category: str) -> tuple[checked.Floor, ...]:
    """None, one or two."""
    return tuple(
        checked.Floor(
            random.choice((0, 0, 300, 150, -200)),
            random.choice(PERIODS),
            category,
            SPAN,
            with_base=bool(category) and random.random() < 0.4,
        )
        for _ in range(random.choice((0, 0, 1, 1, 2)))
    )


# --- items, bonuses, acts ------------------------------------------------------------------------------


@attrs.frozen
class Around:
    """What stands around an item: limits and floors of its category and of the policy, groups."""

    account: Subject
    category: str
    category_limits: tuple[checked.Limit, ...]
    policy_limits: tuple[checked.Limit, ...]
    floors: tuple[checked.Floor, ...]
    group_limits: tuple[checked.Limit, ...]
    group_highest: checked.Highest | None


def item(random: Random, name: str, around: Around) -> checked.Item:
    """An award or a deduction with any clauses that suit its value, or quite a plain award."""
    if random.random() < 0.25:
        return _plain(random, name, around)
    worth = value(random)
    is_award = random.random() < 0.75
    own = list(limits(random, Scope.ITEM, name, around.account))
    if isinstance(worth, checked.PerPeriod):
        once = checked.Limit(
            Scope.ITEM, name, LimitKind.TIMES, 1, around.account, worth.period, SPAN, True
        )
        own.append(once)
    of_group = is_award and random.random() < 0.4 and not isinstance(worth, checked.ByCount)
    highest = around.group_highest if of_group else None
    if highest is None and not isinstance(worth, checked.ByCount) and random.random() < 0.2:
        highest = checked.Highest(random.choice((None, *PERIODS)), name, SPAN)
    shared = (*around.category_limits, *around.policy_limits) if is_award else ()
    everybody = (Subject.HOUSEHOLD, Subject.PERSON, Subject.RECORD)
    return checked.Item(
        name=name,
        other_name=random.choice(("", f"item {name}")),
        category=around.category,
        sign=Sign.AWARD if is_award else Sign.DEDUCT,
        value=worth,
        limits=(*in_taking_order(own), *(around.group_limits if of_group else ()), *shared),
        span=SPAN,
        when=condition(random, everybody) if random.random() < 0.2 else None,
        first_day=some_day(random, HOT_DAYS[:4]) if random.random() < 0.1 else None,
        last_day=some_day(random, HOT_DAYS[4:]) if random.random() < 0.1 else None,
        factors=tuple(
            checked.Factor(
                random.choice((150, 50, 200, 133)), condition(random, everybody, 1), SPAN
            )
            for _ in range(random.choice((0, 0, 0, 1, 2)))
        ),
        highest=highest,
        floors=() if is_award else around.floors,
        group="公益" if of_group else "",
        requires=_requires(random) if random.random() < 0.1 else (),
        most_each=random.choice((200, 500)) if is_award and random.random() < 0.1 else None,
    )


def _plain(random: Random, name: str, around: Around) -> checked.Item:
    """An award of so many points each time, with limits alone: what most policies are made of."""
    own = limits(random, Scope.ITEM, name, around.account)
    return checked.Item(
        name=name,
        other_name="",
        category=around.category,
        sign=Sign.AWARD,
        value=checked.PerUnit(points(random), 100, TIME),
        limits=(*own, *around.category_limits, *around.policy_limits),
        span=SPAN,
    )


def _requires(random: Random) -> tuple[checked.Requirement, ...]:
    when: checked.Condition | None = None
    if random.random() < 0.6:
        worth = checked.Literal(random.choice((300, 1000)))
        when = checked.Compare(checked.RawPoints(), Order.AT_LEAST, worth, SPAN)
        if random.random() < 0.3:
            when = checked.And((when, condition(random, (Subject.RECORD,), 0)), SPAN)
    return (checked.Requirement(FACTS[9], when, SPAN),)


def bonus(
    random: Random, name: str, items: Sequence[checked.Item], around: Around
) -> checked.Bonus:
    """A bonus, or a deduction that comes like one, at a mark or for a run."""
    about = random.choice(items)
    own = limits(random, Scope.ITEM, name, around.account)
    shared = (*around.category_limits, *around.policy_limits)
    points_only = tuple(one for one in (*own, *shared) if one.kind is LimitKind.POINTS)
    is_award = random.random() < 0.7
    return checked.Bonus(
        name,
        "",
        around.category,
        points(random),
        about.name,
        _mark(random),
        points_only,
        SPAN,
        Sign.AWARD if is_award else Sign.DEDUCT,
        () if is_award else around.floors,
    )


def _mark(random: Random) -> checked.Mark:
    """A sum that is reached in a period or in the last months, or a run."""
    if random.random() < 0.3:
        return checked.Runs(random.choice((2, 2, 3)), random.choice(PERIODS[:6]))
    measure = random.choice(tuple(Measure)[:3])
    amount = random.choice((1, 2, 3) if measure is Measure.TIMES else (200, 500, 1000))
    if random.random() < 0.4:
        return checked.Within(measure, amount, random.choice((1, 1, 2, 3, 12, 1200)))
    return checked.Reaches(measure, amount, random.choice(PERIODS))


def act(random: Random, name: str, items: Sequence[checked.Item]) -> checked.Act:
    """A clear or a bar, which records of an item may bring."""
    effect: checked.Clear | checked.Bar
    if random.random() < 0.6:
        effect = checked.Clear(random.choice(PERIODS[2:]))
    else:
        rights = frozenset(random.sample(tuple(Right), random.randint(1, 2)))
        period = random.choice((None, *PERIODS[2:]))
        effect = checked.Bar(rights, period, random.randint(0, 1), random.choice((1, 3, 12)))
    everybody = (Subject.HOUSEHOLD, Subject.PERSON, Subject.RECORD)
    when = condition(random, everybody, 1) if random.random() < 0.2 else None
    counted: checked.Counted | None = None
    if items and isinstance(effect, checked.Bar) and random.random() < 0.6:
        counted, when = checked.Counted(random.choice(items).name, _mark(random)), None
    first_day = some_day(random, HOT_DAYS[:4]) if random.random() < 0.2 else None
    last_day = some_day(random, HOT_DAYS[4:]) if random.random() < 0.2 else None
    return checked.Act(name, "", effect, SPAN, when, first_day, last_day, counted)


# --- policies --------------------------------------------------------------------------------------------


def policy(random: Random, account: Subject) -> checked.Policy:
    """A policy with any of the forms."""
    of_policy = limits(random, Scope.POLICY, "", account)
    of_standing = floors(random, "")
    of_group = limits(random, Scope.GROUP, "公益", account)
    kind = random.choice((None, *PERIODS))
    highest = checked.Highest(kind, "公益", SPAN) if random.random() < 0.3 else None
    names = random.sample(ITEMS, random.randint(1, 5))
    half = random.randint(0, len(names))
    categories, bonuses, bases = [], list[checked.Bonus](), list(_bases(random, "", 2))
    for name, own in zip(CATEGORIES, (names[:half], names[half:]), strict=True):
        mine = limits(random, Scope.CATEGORY, name, account)
        below = floors(random, name)
        around = Around(account, name, mine, of_policy, (*below, *of_standing), of_group, highest)
        items = tuple(item(random, one, around) for one in own)
        based = _bases(random, name, 1)
        gifts = _matches(random, account) if random.random() < 0.2 else ()
        categories.append(checked.Category(name, "", items, mine, below, based, SPAN, gifts))
        bases.extend(based)
        if items and random.random() < 0.4:
            bonuses += [bonus(random, f"奖{name}{one}", items, around) for one in range(2)]
    items = [one for category in categories for one in category.items]
    acts = [act(random, f"处分{one}", items) for one in range(random.choice((0, 0, 0, 1, 2, 3)))]
    eligible = (Subject.HOUSEHOLD, account)
    mark = random.choice((-300, 0, 500))
    suspends = random.random() < 0.25
    return checked.Policy(
        source=Source("random", ""), sha256="", language="zh", name="试", other_name="",
        first_day=some_day(random, HOT_DAYS[:1] if random.random() < 0.8 else HOT_DAYS[:3]),
        last_day=some_day(random, HOT_DAYS[6:9]) if random.random() < 0.2 else None,
        account=account,
        eligible=condition(random, eligible, 1) if random.random() < 0.25 else None,
        round_to=random.choice((1, 1, 1, 5, 50, 100)),
        settle=random.choice(PERIODS[2:6]),
        evaluate=random.choice((Period.YEAR, Period.QUARTER, Period.HALF_YEAR, Period.MONTH)),
        rate=None,
        minimum=random.choice((0, 0, 500)),
        expiry=_expiry(random) if random.random() < 0.5 else None,
        limits=of_policy, floors=of_standing, bases=tuple(bases), facts=FACTS,
        categories=tuple(categories), goods=(), tests=(),
        bonuses=tuple(bonuses), acts=tuple(acts),
        suspension=checked.Suspension(mark, mark + 200, SPAN) if suspends else None,
    )  # fmt: skip


def _matches(random: Random, account: Subject) -> tuple[checked.Match, ...]:
    """What releases the points of a category of gifts."""
    whom = (Subject.HOUSEHOLD, account)
    return tuple(
        checked.Match(
            random.choice((100, 200, 33)),
            random.choice((100, 100, 300)),
            condition(random, whom, 1) if random.random() < 0.5 else None,
            SPAN,
        )
        for _ in range(random.randint(1, 2))
    )


def _bases(random: Random, category: str, most: int) -> tuple[checked.Base, ...]:
    return tuple(
        checked.Base(points(random), _of_base(random), random.random() < 0.5, category, SPAN)
        for _ in range(random.choice((0, 0, 0, most)))
    )


def _of_base(random: Random) -> Period:
    """Seldom a day or a week: such bases drown all else."""
    return random.choice(PERIODS if random.random() < 0.1 else PERIODS[2:])


def _expiry(random: Random) -> checked.Expiry:
    kept = random.choice((0, 0, 5000, 3333, 10000))
    grace = random.choice((0, 0, 1, 31, 100))
    return checked.Expiry(random.choice(PERIODS[2:6]), kept, grace, random.random() < 0.5, SPAN)


def _lowered(random: Random, category: checked.Category) -> checked.Category:
    """The category with other amounts in the limits of its items, most of them lower."""

    def lower(limit: checked.Limit) -> checked.Limit:
        return attrs.evolve(limit, amount=limit.amount * random.choice((0, 1, 2, 6)) // 4)

    items = tuple(
        attrs.evolve(one, limits=tuple(lower(limit) for limit in one.limits))
        for one in category.items
    )
    return attrs.evolve(category, items=items)


def timeline(random: Random) -> checked.Timeline:
    """One, two or three versions; a later one keeps much of the one before, or is another."""
    account = random.choice((Subject.HOUSEHOLD, Subject.HOUSEHOLD, Subject.PERSON))
    first = policy(random, account)
    versions = [checked.Version(first.first_day, first)]
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        begins = some_day(random, HOT_DAYS[3:9])
        if begins > versions[-1].first_day:
            before, other = versions[-1].policy, policy(random, account)
            kept = random.sample(
                ("categories", "bases", "expiry", "eligible", "suspension", "evaluate", "acts"), 4
            )
            fields = {name: getattr(before, name) for name in kept}
            if "categories" in kept:
                fields |= {"bonuses": before.bonuses, "limits": before.limits}
            if "categories" in kept and random.random() < 0.5:
                fields["categories"] = tuple(_lowered(random, one) for one in before.categories)
            later = attrs.evolve(other, first_day=before.first_day, **fields)
            versions.append(checked.Version(begins, later))
    return checked.Timeline(tuple(versions))
