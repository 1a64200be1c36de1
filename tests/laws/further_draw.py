"""Cases of the further forms out of a seed, dense where the forms meet each other. See `further`."""

from datetime import date, timedelta
from random import Random
from typing import TypeVar

import attrs

from rulesengine.core.calendar import Period
from tests.laws.further import (
    FIRST,
    HOUSEHOLDS,
    PEOPLE,
    PERIODS,
    RUNS,
    SCOPES,
    Bar,
    Base,
    Bonus,
    Cap,
    Case,
    Category,
    Clear,
    Deed,
    Floor,
    Group,
    Honour,
    Household,
    Item,
    Policy,
    Reaches,
    Requirement,
    Runs,
)

T = TypeVar("T")


def case_of(seed: int) -> Case:
    """A policy, deeds about few of its items that lie close together, and a last day.

    Every choice is as likely for one seed as for another: what must come together, such as a bonus for
    a run and a clear, comes together often enough.
    """
    random = Random(seed)
    policy = _policy(random)
    wanted = {bonus.item for bonus in policy.bonuses}
    items = [item for item in policy.items if item.name in wanted] or list(policy.items)
    items += random.sample(policy.items, random.randint(0, 3))
    hot = (*items, *items, *items, *policy.acts)
    asked = sorted({one.fact for item in policy.items for one in item.requires})
    days = _days(random, [one.mark.period for one in policy.bonuses if isinstance(one.mark, Runs)])
    deeds = tuple(
        _deed(random, number, random.choice(days), random.choice(hot), asked)
        for number in range(1, random.randint(6, 22))
    )
    households = tuple(_household(random, name, days) for name in HOUSEHOLDS)
    until = max(days) + timedelta(days=random.choice((0, 0, 1, 30, 60)))
    later = None
    if random.random() < 0.4:
        begins = max(random.choice(days[1:]), FIRST + timedelta(days=1))
        later = begins, _later(random, policy)
    return Case(policy, later, deeds, households, until)


def _policy(random: Random) -> Policy:
    group = Group("宣传", _highest_of(random), _caps(random, 2))
    says_something = bool(group.highest or group.caps)
    categories = tuple(
        _category(random, name, own, group if says_something else None)
        for name, own in (("环境", "甲乙"), ("风气", "丙丁"))
    )
    rate = random.choice((None, (100, 50), (300, 33)))
    return Policy(
        categories,
        (group,) if any(item.group for part in categories for item in part.items) else (),
        _acts(random),
        _honours(random, ("环境", "风气")),
        random.choice(((), (1000, 300))),
        _bases(random),
        _floors(random),
        _caps(random),
        random.choice((Period.YEAR, Period.QUARTER, Period.MONTH)),
        random.choice((Period.MONTH, Period.QUARTER, Period.YEAR)),
        rate,
        None if rate is None else random.choice((None, (1, Period.MONTH), (3, Period.YEAR))),
        random.choice((0, 0, 500)),
        random.choice((None, None, (300, 300), (300, 700))),
        random.choice((None, _expiry_of(random))),
        random.random() < 0.2,
    )


def _household(random: Random, name: str, days: tuple[date, ...]) -> Household:
    joined, left, changed = (
        random.choice(days) if random.random() < chance else None for chance in (0.2, 0.2, 0.3)
    )
    if joined is not None and left is not None and left < joined:
        joined, left = left, joined
    return Household(
        name,
        joined,
        left,
        random.choice((True, True, True, False, None)),
        None if changed is None else (changed, random.random() < 0.5),
    )


def _later(random: Random, policy: Policy) -> Policy:
    """A second version: the same names, some of the rules otherwise."""
    other = _policy(random)
    rules = ("evaluate", "settle", "rate", "budget", "minimum", "suspend", "expiry", "bases", "floors",
             "caps", "grades", "only_residents")  # fmt: skip
    changed = {rule: getattr(other, rule) for rule in rules if random.random() < 0.4}
    policy = attrs.evolve(policy, **changed)
    if policy.rate is None:
        policy = attrs.evolve(policy, budget=None)
    return attrs.evolve(
        policy,
        groups=tuple(_maybe_with_caps(random, group) for group in policy.groups),
        acts=tuple(
            attrs.evolve(act, scope=random.choice(tuple(SCOPES))) if isinstance(act, Clear) else act
            for act in policy.acts
        ),
        categories=tuple(
            attrs.evolve(
                _maybe_with_caps(random, category),
                items=tuple(_item_later(random, policy, item) for item in category.items),
                bonuses=tuple(
                    _bonus_later(random, category, bonus)
                    for bonus in category.bonuses
                    if random.random() < 0.9
                ),
                floors=random.choice((category.floors, _floors(random))),
                bases=random.choice((category.bases, _bases(random))),
            )
            for category in policy.categories
        ),
    )


def _maybe_with_caps(random: Random, part: T) -> T:
    """The group, category or item with its limits, with other ones, or with other amounts."""
    caps: tuple[Cap, ...] = part.caps
    if isinstance(part, Group) and not part.highest and not caps:
        return part
    other = tuple(attrs.evolve(cap, amount=1 if cap.times else 700) for cap in caps)
    chosen = random.choice((caps, other, _caps(random) or caps))
    return attrs.evolve(part, caps=chosen)  # type: ignore[misc]


def _item_later(random: Random, policy: Policy, item: Item) -> Item:
    in_highest = any(one.name == item.group and one.highest for one in policy.groups)
    highest = item.highest if in_highest else random.choice((item.highest, _highest_of(random)))
    points = random.choice((item.points, _points_of(random)))
    return attrs.evolve(_maybe_with_caps(random, item), highest=highest, points=points)


def _bonus_later(random: Random, category: Category, bonus: Bonus) -> Bonus:
    item = next(item for item in category.items if item.name == bonus.item)
    other = _bonus_of(random, bonus.name, item)
    kept = attrs.evolve(bonus, points=other.points, caps=other.caps)
    if isinstance(bonus.mark, Reaches):
        kept = attrs.evolve(kept, mark=attrs.evolve(bonus.mark, amount=200))
    return random.choice((bonus, kept, kept, other))


def _category(random: Random, name: str, own: str, group: Group | None) -> Category:
    items = tuple(_item_of(random, one, group) for one in own)
    awards = [item for item in items if not item.deducts]
    bonuses = tuple(
        _bonus_of(random, f"{name}奖{number}", random.choice(awards))
        for number in "一二"[: random.choice((0, 1, 1, 2))]
        if awards
    )
    return Category(name, items, bonuses, _caps(random), _floors(random), _bases(random))


def _points_of(random: Random) -> int:
    return random.choice((100, 200, 300, 500, 1000, 50, 33, 250))


def _caps(random: Random, most: int = 1, *, only_points: bool = False) -> tuple[Cap, ...]:
    found = []
    for _ in range(random.choice((0, 0, 1, most))):
        times = not only_points and random.random() < 0.4
        amount = random.choice((1, 2, 3) if times else (300, 500, 1000, 1700))
        period = random.choice((*PERIODS, Period.EVER))
        subject = "户" if period is Period.EVER else random.choice(("", "户", "人"))
        found.append(Cap(amount, times, subject, period))
    return tuple(found)


def _highest_of(random: Random) -> str | Period | None:
    return random.choice((None, None, None, "事由", Period.MONTH, Period.QUARTER))


def _floors(random: Random) -> tuple[Floor, ...]:
    periods = (None, Period.MONTH, Period.QUARTER, Period.YEAR)
    count = random.choice((0, 0, 0, 1, 2))
    return tuple(Floor(random.choice((0, 300)), random.choice(periods)) for _ in range(count))


def _bases(random: Random) -> tuple[Base, ...]:
    periods = (Period.MONTH, Period.QUARTER, Period.YEAR, Period.EVER)
    count = random.choice((0, 0, 0, 1, 2))
    return tuple(
        Base(_points_of(random), random.choice(periods), random.random() < 0.5)
        for _ in range(count)
    )


def _item_of(random: Random, name: str, group: Group | None) -> Item:
    deducts = random.random() < 0.25
    if deducts or random.random() < 0.5:
        group = None
    requires: dict[str, Requirement] = {}
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        fact = random.choice(("镇审", "照片"))
        requires[fact] = Requirement(fact, random.choice((None, 500, 100)))
    return Item(
        name,
        deducts,
        _points_of(random),
        random.random() < 0.3,
        "" if group is None else group.name,
        None if group is not None and group.highest else _highest_of(random),
        _caps(random),
        tuple(requires.values()),
    )


def _bonus_of(random: Random, name: str, item: Item) -> Bonus:
    mark: Reaches | Runs
    if random.random() < 0.5:
        mark = Runs(random.choice((2, 2, 2, 3)), random.choice(tuple(RUNS)))
    else:
        measure = random.choice(("小时" if item.by_hour else "次", "分"))
        period = random.choice((Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR))
        mark = Reaches(random.choice((100, 200, 300, 500)), measure, period)
    return Bonus(name, _points_of(random), item.name, mark, _caps(random, only_points=True))


def _acts(random: Random) -> tuple[Clear | Bar, ...]:
    names = ("宴席", "造假")[: random.choice((0, 1, 2))]
    found: list[Clear | Bar] = [Clear(name, random.choice(tuple(SCOPES))) for name in names]
    if random.random() < 0.4:
        redeem, honour = random.choice(((True, False), (False, True), (True, True)))
        months, period, later = random.choice(
            ((1, Period.MONTH, 0), (3, Period.MONTH, 0), (0, Period.YEAR, 0), (0, Period.YEAR, 1),
             (0, Period.EVER, 0))
        )  # fmt: skip
        found.append(Bar("违法", redeem, honour, months, period, later))
    return tuple(found)


def _honours(random: Random, categories: tuple[str, ...]) -> tuple[Honour, ...]:
    number = random.choice((0, 0, 1, 2, 20, 34, 50, 100))
    if not number:
        return ()
    period = random.choice((Period.MONTH, Period.QUARTER, Period.YEAR))
    by = random.choice(("", *categories))
    places, percent = (number, 0) if number < 3 else (0, number)
    return (Honour("最美", places, percent, by, period, random.random() < 0.5),)


def _expiry_of(random: Random) -> tuple[Period, int | None, int]:
    period = random.choice((Period.MONTH, Period.QUARTER, Period.YEAR))
    return period, random.choice((None, None, 50)), random.choice((0, 0, 20, 45))


_STEPS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 31, Period.QUARTER: 90}
_AROUND = (
    *(date(2025, 1, day) for day in (1, 6, 31)),
    *(date(2025, 2, day) for day in (2, 28)),
    *(date(2025, 3, day) for day in (30, 31)),
    date(2025, 4, 1),
    *(date(2025, 12, day) for day in (30, 31)),
    *(date(2026, 1, day) for day in (1, 31)),
)


def _days(random: Random, runs: list[Period]) -> tuple[date, ...]:
    """Days around the ends of periods, or days, weeks, months or quarters in a row."""
    if random.random() < (0.2 if runs else 0.6):
        return tuple(random.sample(_AROUND, random.randint(2, 6)))
    first, step = random.choice(_AROUND), _STEPS[random.choice(runs or list(_STEPS))]
    return tuple(first + timedelta(days=step * number) for number in range(random.randint(3, 7)))


def _deed(
    random: Random, number: int, day: date, item: Item | Clear | Bar, asked: list[str]
) -> Deed:
    household = random.choice(("张三", "张三", "张三", "张三", "李四", "王五"))
    quantity = None
    if isinstance(item, Item):
        by_hour, by_times = (100, 150, 200, 400), (None, 100, 200, 300, 0)
        quantity = random.choice(by_hour if item.by_hour else by_times)
    facts = ((fact, random.choice((None, True, True, True, False))) for fact in asked)
    return Deed(
        number,
        day,
        household,
        random.choice(("", PEOPLE[household])),
        item.name,
        quantity,
        random.choice(("修路", "办节")),
        tuple((fact, value) for fact, value in facts if value is not None),
    )
