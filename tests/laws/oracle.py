"""What a model policy gives, worked out a second time: slowly, day by day, and without counters.

Written from the page of meaning, apart from every module of the package that scores. Whatever a
limit has left is summed afresh from the whole history; numbers are fractions until the one rounding.
"""

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.facts import FactValue, Subject
from rulesengine.core.record import Record, Status
from rulesengine.core.register import HouseholdRow, PersonRow
from tests.generators import Case
from tests.laws import model

EARNED = {"award", "bonus", "deduct"}
STANDING = EARNED | {"base"}
RANK = {period: rank for rank, period in enumerate(Period)}


@attrs.frozen
class Line:
    """A line without the words for its limit."""

    day: date
    kind: str
    points: int
    record: int | str | None = None
    item: str = ""


@attrs.frozen
class Fate:
    """What became of a record. `outcome` is "" where it passed step 1."""

    record: Record
    outcome: str
    raw: int = 0
    credited: int = 0
    times: int = 0
    counted: bool = False


@attrs.frozen
class Book:
    lines: tuple[Line, ...]
    fates: tuple[Fate, ...]
    standing: int
    balance: int
    spendable: int
    earned: tuple[tuple[date, int], ...]  # redeemable points as they were earned


# --- who and when --------------------------------------------------------------------------------


def account_of(case: Case, record: Record) -> str:
    if case.policy.account is Subject.PERSON:
        return record.person
    return record.household or home_of(case, record.person)


def home_of(case: Case, person: str) -> str:
    return next(row.household for row in case.people if row.person == person)


def accounts(case: Case) -> list[str]:
    if case.policy.account is Subject.PERSON:
        return sorted({row.person for row in case.people})
    return sorted({row.household for row in case.households})


def _rows(case: Case, subject: Subject, name: str) -> Sequence[HouseholdRow | PersonRow]:
    if subject is Subject.PERSON:
        return [row for row in case.people if row.person == name]
    return [row for row in case.households if row.household == name]


def is_there(case: Case, account: str, day: date) -> bool:
    """Whether an account is in the register: a person while the household is there too."""
    if case.policy.account is Subject.HOUSEHOLD:
        return _is_inside(case, Subject.HOUSEHOLD, account, day)
    home = home_of(case, account)
    own = _is_inside(case, Subject.PERSON, account, day)
    return own and _is_inside(case, Subject.HOUSEHOLD, home, day)


def _is_inside(case: Case, subject: Subject, name: str, day: date) -> bool:
    first = _rows(case, subject, name)[0]
    return (first.joined or date.min) <= day <= (first.left or date.max)


def do_not_belong(case: Case, record: Record) -> bool:
    """Whether a record's person is not in its household that day, or in none at all."""
    if not record.person:
        return False
    if not record.household:
        nowhere = not _is_inside(case, Subject.PERSON, record.person, record.day)
        return nowhere and case.policy.account is Subject.HOUSEHOLD
    if home_of(case, record.person) != record.household:
        return True
    lives_there = _is_inside(case, Subject.PERSON, record.person, record.day)
    return not lives_there and _is_inside(case, Subject.HOUSEHOLD, record.household, record.day)


def in_force(policy: model.Policy, day: date) -> bool:
    return policy.first_day <= day <= (policy.last_day or date.max)


# --- conditions ----------------------------------------------------------------------------------


@attrs.frozen
class Known:
    case: Case
    day: date
    household: str
    person: str
    record: Record | None

    def fact(self, fact: model.Fact) -> FactValue | None:
        if fact.subject is Subject.RECORD:
            return None if self.record is None else self.record.facts.get(fact.name)
        name = self.person if fact.subject is Subject.PERSON else self.household
        rows = _rows(self.case, fact.subject, name)
        given = [row for row in rows if fact.name in row.facts]
        begun = [row for row in given if (row.since or date.min) <= self.day]
        latest = max(begun, key=lambda row: row.since or date.min, default=None)
        return None if latest is None else latest.facts[fact.name]


def known_of(case: Case, record: Record) -> Known:
    household = record.household or (home_of(case, record.person) if record.person else "")
    return Known(case, record.day, household, record.person, record)


def known_on(case: Case, account: str, day: date) -> Known:
    if case.policy.account is Subject.PERSON:
        household = home_of(case, account) if is_there(case, account, day) else ""
        return Known(case, day, household, account, None)
    return Known(case, day, account, "", None)


def measured(measure: model.Measure, known: Known) -> FactValue | None:
    match measure:
        case model.Today():
            return known.day
        case model.FactOf(fact=fact):
            return known.fact(fact)
        case model.AgeOf(born=fact):
            born = known.fact(fact)
            if not isinstance(born, date):
                return None
            had_it = (known.day.month, known.day.day) >= (born.month, born.day)
            return 100 * (known.day.year - born.year - (0 if had_it else 1))


def holds(condition: model.Condition, known: Known) -> bool | None:
    match condition:
        case model.IsYes(fact=fact):
            value = known.fact(fact)
            return None if value is None else value is True
        case model.Compare(left=left, sign=sign, right=right):
            value = measured(left, known)
            return None if value is None else _compares(value, sign, right)
        case model.IsIn(fact=fact, levels=levels, negated=negated):
            value = known.fact(fact)
            return None if value is None else (value in levels) is not negated
        case model.Not(inner=inner):
            answer = holds(inner, known)
            return None if answer is None else not answer
        case model.And(parts=parts):
            answers = {holds(part, known) for part in parts}
            return False if False in answers else None if None in answers else True
        case model.Or(parts=parts):
            answers = {holds(part, known) for part in parts}
            return True if True in answers else None if None in answers else False


def _compares(one: FactValue, sign: str, other: FactValue) -> bool:
    equal = one == other
    if sign in {"=", "!="}:
        return equal is (sign == "=")
    less = one < other  # type: ignore[operator]
    return {"<": less, "<=": less or equal, ">": not less and not equal, ">=": not less}[sign]


# --- step 1 --------------------------------------------------------------------------------------


def find(policy: model.Policy, name: str) -> model.Item | None:
    return next((item for item in policy.items if name in (item.name, item.other_name)), None)


def is_times(value: model.Value) -> bool:
    return isinstance(value, model.PerUnit | model.PerBlock) and value.unit.is_times


def is_unsound(item: model.Item | None, record: Record) -> bool:
    if item is None:
        return True
    value, quantity = item.value, record.quantity
    if isinstance(value, model.PerUnit | model.PerBlock):
        if quantity is None:
            wrong = not value.unit.is_times
        else:
            broken = value.unit.is_times and quantity % 100 != 0
            wrong = not 0 <= quantity <= 100_000_00 or broken
    else:
        wrong = quantity not in (None, 100)
    given = record.all_judgings
    if isinstance(value, model.Judged):
        fewest = 3 if value.judges == "mean without extremes" else 1
        wrong = wrong or len(given) < fewest or (not value.judges and len(given) > 1)
        wrong = wrong or any(not value.low <= one <= value.high for one in given)
    elif given:
        wrong = True
    return wrong or (item.highest == "event" and not record.event)


def step_one(case: Case, record: Record) -> str:
    """The first reason against a record, or nothing."""
    policy = case.policy
    item = find(policy, record.item)
    if do_not_belong(case, record):
        return "error"
    if in_force(policy, record.day) and is_unsound(item, record):
        return "error"
    if record.status is not Status.APPROVED:
        return "not approved"
    if not in_force(policy, record.day):
        return "no policy that day"
    assert item is not None
    if not (item.first_day or date.min) <= record.day <= (item.last_day or date.max):
        return "outside the item's dates"
    if not is_there(case, account_of(case, record), record.day):
        return "not in the register"
    known = known_of(case, record)
    eligible = True if policy.eligible is None else holds(policy.eligible, known)
    when = True if item.when is None else holds(item.when, known)
    if eligible is False:
        return "not eligible"
    if when is False:
        return "condition not met"
    if isinstance(item.value, model.ByLevel):
        table_known = known.fact(item.value.fact) is not None
    elif isinstance(item.value, model.ByBand):
        table_known = measured(item.value.measure, known) is not None
    else:
        table_known = True
    return "" if eligible and when and table_known else "fact missing"


def until_of(case: Case) -> date:
    """The last day of the run."""
    if case.until is not None:
        return case.until
    passing = [record.day for record in case.records if not step_one(case, record)]
    return max(passing, default=case.policy.first_day)


# --- steps 2 to 6 --------------------------------------------------------------------------------


def rounded(exact: Fraction, step: int) -> int:
    """To a multiple of `step`, half away from zero."""
    steps = abs(exact) / step
    whole = steps.numerator // steps.denominator
    if steps - whole >= Fraction(1, 2):
        whole += 1
    return whole * step if exact >= 0 else -whole * step


def same_period(period: Period, one: date, other: date) -> bool:
    return period_index(period, one) == period_index(period, other)


@attrs.frozen
class Limit:
    """A cap with the items it reaches; `account` is what an unnamed subject means."""

    cap: model.Cap
    reach: frozenset[str]


def limits_of(policy: model.Policy, item: model.Item, counts: model.Counts) -> list[Limit]:
    """Every limit that meets an item, in the order in which they take."""
    home = next(category for category in policy.categories if item in category.items)
    own = sorted(item.caps, key=lambda cap: _place(policy, cap))
    if isinstance(item.value, model.PerPeriod):
        own.insert(0, model.Cap(1, model.Counts.TIMES, None, item.value.period))
    limits = [Limit(cap, frozenset({item.name})) for cap in own]
    if not item.deducts:
        limits += _limits_around(policy, home)
    return [limit for limit in limits if limit.cap.counts is counts]


def _limits_around(policy: model.Policy, home: model.Category) -> Iterator[Limit]:
    """The limits of a category and of the policy, which only awards meet."""
    for caps, within in ((home.caps, (home,)), (policy.caps, policy.categories)):
        awards = [one for part in within for one in (*part.items, *part.bonuses)]
        reach = frozenset(one.name for one in awards if not one.deducts)
        yield from (Limit(cap, reach) for cap in sorted(caps, key=lambda cap: _place(policy, cap)))


def limits_of_bonus(policy: model.Policy, bonus: model.Bonus) -> list[Limit]:
    """Every limit that meets a bonus: in points only."""
    home = next(category for category in policy.categories if bonus in category.bonuses)
    own = sorted(bonus.caps, key=lambda cap: _place(policy, cap))
    limits = [Limit(cap, frozenset({bonus.name})) for cap in own]
    if not bonus.deducts:
        limits += _limits_around(policy, home)
    return [limit for limit in limits if limit.cap.counts is model.Counts.POINTS]


def binds(case: Case, limit: Limit, record: Record) -> bool:
    """Whether a limit is for the account of a record: unless it is known that it is not."""
    return limit.cap.when is None or holds(limit.cap.when, known_of(case, record)) is not False


@attrs.frozen
class Extra:
    """A bonus that came: to whose record, and what was credited of it."""

    name: str
    record: Record
    credited: int


def _place(policy: model.Policy, cap: model.Cap) -> tuple[bool, int]:
    subject = cap.subject or policy.account
    return subject is not Subject.PERSON, RANK[cap.period]


@attrs.define
class Passbook:
    """One account's passbook while it is written."""

    case: Case
    account: str
    lines: list[Line] = attrs.field(factory=list)
    fates: list[Fate] = attrs.field(factory=list)
    extras: list[Extra] = attrs.field(factory=list)
    spent: dict[str, int] = attrs.field(factory=dict)  # by bonus: fates that count no more
    bases: list[tuple[date, str, int]] = attrs.field(factory=list)
    lots: list[tuple[date, str, int]] = attrs.field(factory=list)  # may be redeemed, by category
    redeemable: int = 0
    earned: list[tuple[date, int]] = attrs.field(factory=list)

    def earn(self, day: date, points: int, category: str) -> None:
        self.redeemable += points
        self.earned.append((day, points))
        self.lots.append((day, category, points))

    def item(self, fate: Fate) -> str:
        found = find(self.case.policy, fate.record.item)
        return "" if found is None else found.name

    def used(self, limit: Limit, record: Record) -> int:
        per_person = (limit.cap.subject or self.case.policy.account) is Subject.PERSON
        matching = [
            fate
            for fate in self.fates
            if self.item(fate) in limit.reach
            and same_period(limit.cap.period, fate.record.day, record.day)
            and (not per_person or fate.record.person == record.person)
        ]
        if limit.cap.counts is model.Counts.TIMES:
            return sum(fate.times for fate in matching)
        extras = [
            extra.credited
            for extra in self.extras
            if extra.name in limit.reach
            and same_period(limit.cap.period, extra.record.day, record.day)
            and (not per_person or extra.record.person == record.person)
        ]
        return sum(fate.credited for fate in matching) + sum(extras)

    def left(self, limit: Limit, record: Record) -> int | None:
        """What a limit leaves; None where it is not for this account."""
        if not binds(self.case, limit, record):
            return None
        return max(0, limit.cap.amount - self.used(limit, record))

    def cut(self, limits: list[Limit], record: Record, points: int, cuts: list[int]) -> int:
        """What limits in points leave; what each took is added to the cuts."""
        for limit in limits:
            left = self.left(limit, record)
            if left is not None:
                cuts.append(max(0, points - left))
                points = min(points, left)
        return points

    def summed(self, kinds: set[str], items: frozenset[str] | None, like: date, of: Period) -> int:
        return sum(
            line.points
            for line in self.lines
            if line.kind in kinds
            and (items is None or line.item in items)
            and same_period(of, line.day, like)
        )

    def mark(self, item: model.Item, record: Record) -> int:
        """The highest raw points among the counted records of the key."""
        return max(
            (
                fate.raw
                for fate in self.fates
                if fate.counted and self.item(fate) == item.name and _same_key(item, fate, record)
            ),
            default=0,
        )

    def number(self, item: model.Item, record: Record) -> int:
        assert isinstance(item.value, model.ByCount)
        period = item.value.period
        return 1 + sum(
            fate.counted
            and self.item(fate) == item.name
            and same_period(period, fate.record.day, record.day)
            for fate in self.fates
        )

    def worth(self, item: model.Item, record: Record, quantity: int) -> int:
        """Raw points of so much of the record."""
        known = known_of(self.case, record)
        factors = [one.times for one in item.factors if holds(one.when, known)]
        exact = self.exact(item, record, known, quantity) * Fraction(max(factors, default=100), 100)
        return rounded(exact, self.case.policy.round_to)

    def exact(self, item: model.Item, record: Record, known: Known, quantity: int) -> Fraction:
        match item.value:
            case model.PerUnit(points=points, size=size):
                return Fraction(points * quantity, size)
            case model.PerBlock(points=points, size=size, carried=carried):
                before = 0 if carried is None else self.done_before(item, record, carried)
                return Fraction(points * ((before + quantity) // size - before // size))
            case model.PerPeriod(points=points):
                return Fraction(points)
            case model.Judged(judges=judges):
                given = sorted(record.all_judgings)
                if judges == "mean without extremes":
                    given = given[1:-1]
                while judges == "median" and len(given) > 2:
                    given = given[1:-1]
                return Fraction(sum(given), len(given))
            case model.ByLevel(fact=fact, rows=rows, otherwise=otherwise):
                level = known.fact(fact)
                of_level = [points for name, points in rows if name == level]
                return Fraction(of_level[0] if of_level else (otherwise or 0))
            case model.ByBand(measure=measure, rows=bands, otherwise=rest):
                value = measured(measure, known)
                assert isinstance(value, int)
                reached = [points for least, points in bands if least <= value]
                return Fraction(reached[0] if reached else rest)
            case model.ByCount(tiers=tiers, afterwards=afterwards):
                number = self.number(item, record)
                inside = [points for up_to, points in tiers if number <= up_to]
                return Fraction(inside[0] if inside else afterwards)

    def done_before(self, item: model.Item, record: Record, period: Period) -> int:
        """The quantities of all the item's records of the period that passed step 1."""
        return sum(
            100 if fate.record.quantity is None else fate.record.quantity
            for fate in self.fates
            if not fate.outcome
            and self.item(fate) == item.name
            and same_period(period, fate.record.day, record.day)
        )

    def enter(self, record: Record) -> None:
        reason = step_one(self.case, record)
        if reason:
            self.fates.append(Fate(record, reason))
            return
        policy = self.case.policy
        item = find(policy, record.item)
        assert item is not None
        quantity = 100 if record.quantity is None else record.quantity
        raw, cuts = self.worth(item, record, quantity), list[int]()
        times = quantity // 100 if is_times(item.value) else 1
        mark = self.mark(item, record) if item.highest else 0
        if raw == 0:
            self.fates.append(Fate(record, ""))
            return
        points = raw
        if mark:
            cuts.append(min(raw, mark))
            points, times = max(0, raw - mark), 0
            allowed = 0 if points == 0 else 1
        else:
            lefts = [
                self.left(limit, record) for limit in limits_of(policy, item, model.Counts.TIMES)
            ]
            allowed = min([times, *(left for left in lefts if left is not None)])
            if allowed < times:
                kept = self.worth(item, record, allowed * 100) if allowed else 0
                cuts.append(raw - kept)
                points, times = kept, allowed
        if not allowed:
            self.write(item, record, raw, 0, cuts, Fate(record, "", raw))
            return
        points = self.cut(limits_of(policy, item, model.Counts.POINTS), record, points, cuts)
        home = next(category for category in policy.categories if item in category.items)
        if item.deducts:
            points = self.stop_at_floors(home, record, points, cuts)
        self.write(item, record, raw, points, cuts, Fate(record, "", raw, points, times, True))
        for bonus in policy.bonuses:
            if bonus.item == item.name and self.is_reached(bonus, record):
                self.give(bonus, record)

    def stop_at_floors(
        self, home: model.Category, record: Record, points: int, cuts: list[int]
    ) -> int:
        for room in self.rooms(home, record):
            cuts.append(max(0, points - room))
            points = min(points, room)
        return points

    def rooms(self, home: model.Category, record: Record) -> Iterator[int]:
        """How much each floor lets a deduction take: the category's, then the policy's."""
        policy = self.case.policy
        if home.floor is not None:
            period = home.floor.period or policy.evaluate
            stands = self.summed(EARNED, home.names, record.day, period)
            if home.floor.with_base:
                stands += sum(
                    points
                    for day, category, points in self.bases
                    if category == home.name and same_period(period, day, record.day)
                )
            yield max(0, stands - home.floor.points)
        if policy.floor is not None:
            period = policy.floor.period or policy.evaluate
            stands = self.summed(STANDING, None, record.day, period)
            yield max(0, stands - policy.floor.points)

    def is_reached(self, bonus: model.Bonus, record: Record) -> bool:
        """Whether what the item's counted records add up to reaches the mark, not reached before.

        In a window: counted since the bonus came last. In a period: once.
        """
        mark = bonus.mark
        came = [one.record for one in self.extras if one.name == bonus.name]
        fates = [fate for fate in self.fates if self.item(fate) == bonus.item]
        if isinstance(mark.time, Period):
            if any(same_period(mark.time, one.day, record.day) for one in came):
                return False
            inside = [one for one in fates if same_period(mark.time, one.record.day, record.day)]
        else:
            since = months_before(record.day, mark.time)
            inside = [
                one for one in fates[self.spent.get(bonus.name, 0) :] if one.record.day > since
            ]
        in_times = mark.counts is model.Counts.TIMES
        return sum(one.times if in_times else one.credited for one in inside) >= mark.amount

    def give(self, bonus: model.Bonus, record: Record) -> None:
        """A bonus, or what takes points like one, as limits and floors leave it."""
        cuts = list[int]()
        limits = limits_of_bonus(self.case.policy, bonus)
        points = self.cut(limits, record, bonus.points, cuts)
        home = next(one for one in self.case.policy.categories if bonus in one.bonuses)
        if bonus.deducts:
            points = self.stop_at_floors(home, record, points, cuts)
        assert bonus.points == points + sum(cuts)
        self.extras.append(Extra(bonus.name, record, points))
        self.spent[bonus.name] = sum(self.item(fate) == bonus.item for fate in self.fates)
        kind, gained = ("deduct", -points) if bonus.deducts else ("bonus", points)
        if points:
            self.lines.append(Line(record.day, kind, gained, record.id, bonus.name))
            self.earn(record.day, gained, home.name)
        kept = "spared" if bonus.deducts else "lost"
        self.lines += [Line(record.day, kept, cut, record.id, bonus.name) for cut in cuts if cut]

    def withheld(self, until: date) -> int:
        """Gifts that nothing earned releases, with the facts of the last day."""
        policy, known = self.case.policy, known_on(self.case, self.account, until)
        gifts = {category.name for category in policy.categories if category.matches}
        earned = sum(points for _, category, points in self.lots if category not in gifts)
        held = 0
        for category in policy.categories:
            if category.matches:
                given = sum(points for _, home, points in self.lots if home == category.name)
                shares = [
                    Fraction(match.points, match.earned)
                    for match in category.matches
                    if match.when is None or holds(match.when, known)
                ]
                released = int(max(shares, default=Fraction(0)) * max(0, earned))
                held += max(0, given - released) if given > 0 else 0
        return min(held, max(0, self.redeemable))

    def write(
        self,
        item: model.Item,
        record: Record,
        raw: int,
        credited: int,
        cuts: list[int],
        fate: Fate,
    ) -> None:
        assert raw == credited + sum(cuts)
        self.fates.append(fate)
        points = -credited if item.deducts else credited
        kind = "deduct" if item.deducts else "award"
        if points:
            self.lines.append(Line(record.day, kind, points, record.id, item.name))
            home = next(one for one in self.case.policy.categories if item in one.items)
            self.earn(record.day, points, home.name)
        kept = "spared" if item.deducts else "lost"
        self.lines += [Line(record.day, kept, cut, record.id, item.name) for cut in cuts if cut]


def _same_key(item: model.Item, fate: Fate, record: Record) -> bool:
    if isinstance(item.highest, Period):
        return same_period(item.highest, fate.record.day, record.day)
    return fate.record.event == record.event


def months_before(day: date, months: int) -> date:
    """The day of the same number so many months before, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# --- the whole passbook, day by day --------------------------------------------------------------


def _order(record: Record) -> tuple[bool, int, str]:
    if isinstance(record.id, int):
        return False, record.id, ""
    return True, 0, record.id


def passbook(case: Case, account: str) -> Book:
    """Every line of an account, and what became of each of its records up to the last day."""
    until, policy = until_of(case), case.policy
    own = [
        one
        for one in case.records
        if account_of(case, one) == account and one.day <= until and not do_not_belong(case, one)
    ]
    book = Passbook(case, account)
    day = min([policy.first_day, *(record.day for record in own)])
    posted: set[tuple[int, int]] = set()
    ends: list[tuple[date, int, int]] = []  # due day, redeemable, lines before
    while day <= until:
        _post_bases(book, day, posted)
        for record in sorted((one for one in own if one.day == day), key=_order):
            book.enter(record)
        ends = _expire(book, day, ends)
        day += timedelta(days=1)
    standing = book.summed(STANDING, None, until, policy.evaluate)
    balance = book.summed(STANDING | {"expire"}, None, until, Period.EVER)
    enough = book.redeemable >= max(0, policy.minimum)
    spendable = book.redeemable - book.withheld(until) if enough else 0
    return Book(
        tuple(book.lines), tuple(book.fates), standing, balance, spendable, tuple(book.earned)
    )


def yuan(case: Case, book: Book, first: date, last: date) -> int | None:
    """The fen of some days: what was earned by their end, less what was earned before them."""
    if case.policy.rate is None:
        return None
    points, fen = case.policy.rate
    fens = []
    for end in (first - timedelta(days=1), last):
        total = max(0, sum(earned for day, earned in book.earned if day <= end))
        fens.append(rounded(Fraction(total * fen, points), 1))
    return fens[1] - fens[0]


def _post_bases(book: Passbook, day: date, posted: set[tuple[int, int]]) -> None:
    case, policy = book.case, book.case.policy
    bases = [("", base) for base in policy.bases]
    bases += [(category.name, base) for category in policy.categories for base in category.bases]
    for place, (home, base) in enumerate(bases):
        key = place, period_index(base.period, day)
        if key in posted or not in_force(policy, day) or not is_there(case, book.account, day):
            continue
        if policy.eligible is None or holds(policy.eligible, known_on(case, book.account, day)):
            posted.add(key)
            book.lines.append(Line(day, "base", base.points))
            book.bases.append((day, home, base.points))
            book.earn(day, base.points if base.redeemable else 0, home)


def _expire(
    book: Passbook, day: date, ends: list[tuple[date, int, int]]
) -> list[tuple[date, int, int]]:
    policy = book.case.policy
    expiry = policy.expiry
    if expiry is None or day < policy.first_day:
        return ends
    if day == last_day(expiry.period, period_index(expiry.period, day)):
        due = day + timedelta(days=expiry.grace_days)
        ends = [*ends, (due, book.redeemable, len(book.lines))]
    for due, redeemable, lines_before in ends:
        if due != day:
            continue
        since = book.lines[lines_before:]
        rest = redeemable + sum(line.points for line in since if line.kind == "expire")
        rest = max(0, min(rest, redeemable)) if redeemable > 0 else min(0, max(rest, redeemable))
        taken = -_gone(policy, expiry, rest)
        if not expiry.kept_percent:
            ended = due - timedelta(days=expiry.grace_days)
            book.lots = [lot for lot in book.lots if lot[0] > ended]
        if taken:
            book.lines.append(Line(day, "expire", taken))
            book.redeemable += taken
    return [end for end in ends if end[0] != day]


def _gone(policy: model.Policy, expiry: model.Expiry, rest: int) -> int:
    """What of the rest does not stay; a shortfall stays unless everything is wiped."""
    if rest < 0:
        return rest if expiry.kept_percent is None else 0
    share = rounded(Fraction(rest * (expiry.kept_percent or 0), 100), policy.round_to)
    return rest - min(share, rest)
