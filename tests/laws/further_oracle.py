"""What a policy of the further forms gives, worked out a second time from the page of meaning.

Slowly and without counters: whatever a limit, a floor, a bonus or a clear looks at is summed afresh
from everything that was written before. Shares no code with what scores, but for the calendar.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

import attrs

from rulesengine.core.calendar import Period, first_day, last_day, period_index
from tests.laws.further import (
    FIRST,
    Bar,
    Bonus,
    Cap,
    Case,
    Category,
    Clear,
    Deed,
    Honour,
    Household,
    Item,
    Policy,
    Reaches,
)

RANK = {period: rank for rank, period in enumerate(Period)}


@attrs.define
class Line:
    """A posting. `is_live`: no clear has taken it away. `is_held`: base that is not redeemable."""

    day: date
    kind: str
    points: int
    record: int | None
    item: str
    category: str = ""
    is_held: bool = False
    is_live: bool = True


@attrs.frozen
class Use:
    """What a counted record, or a bonus, has used up.

    `charged` are the limits that counted it, `towards` the marks of bonuses, `key` where only the
    highest is worth anything: by their names, so that a later version finds its own again.
    """

    day: date
    person: str
    charged: frozenset[Hashable]
    times: int
    credited: int
    raw: int = 0
    quantity: int = 0
    event: str = ""
    key: Hashable = None
    towards: frozenset[Hashable] = frozenset()


@attrs.define
class Pending:
    """A period that has ended, whose points go on `due`."""

    ended: date
    due: date
    redeemable: int
    kept: int | None
    gone: int = 0  # what has expired since, with its sign

    @property
    def left(self) -> int:
        return clamped(self.redeemable, self.redeemable + self.gone)


@attrs.define
class Book:
    """The passbook of one household while it is written."""

    versions: tuple[tuple[date, Policy], ...]
    household: Household
    policy: Policy  # the one in use on the day that is written
    lines: list[Line] = attrs.field(factory=list)
    uses: list[Use] = attrs.field(factory=list)
    results: list[tuple[int, str, int, int, bool]] = attrs.field(factory=list)
    balance: int = 0
    held: int = 0  # base in the balance that is not redeemable
    suspended: bool = False
    bars: list[tuple[date, date, Bar]] = attrs.field(factory=list)
    run_ends: dict[Hashable, int] = attrs.field(factory=dict)  # the period of the latest bonus
    came: set[Hashable] = attrs.field(factory=set)
    posted: set[Hashable] = attrs.field(factory=set)
    ends: list[Pending] = attrs.field(factory=list)
    earned: list[tuple[date, int]] = attrs.field(factory=list)  # what is worth money

    # --- writing -----------------------------------------------------------------------------

    def write(self, line: Line) -> None:
        self.lines.append(line)
        if line.kind not in {"lost", "spared"}:
            self.balance += line.points
        if self.policy.suspend is None:
            self.suspended = False
        else:
            below, resume = self.policy.suspend
            standing = self.standing(line.day)
            if standing < below:
                self.suspended = True
            elif standing >= resume:
                self.suspended = False

    def standing(self, day: date) -> int:
        kinds = {"base", "award", "bonus", "deduct", "clear"}
        return sum(
            one.points
            for one in self.lines
            if one.kind in kinds and same(self.policy.evaluate, one.day, day)
        )

    def live(self, period: Period, day: date) -> Iterator[Line]:
        """The lines of standing of a period that no clear has taken."""
        for one in self.lines:
            counts = one.is_live and one.kind in {"base", "award", "bonus", "deduct"}
            if counts and same(period, one.day, day):
                yield one

    # --- records -----------------------------------------------------------------------------

    def enter(self, deed: Deed) -> None:
        stopped = self.stopped(deed.day)
        if stopped:
            self.results.append((deed.number, stopped, 0, 0, False))
            return
        act = next((one for one in self.policy.acts if one.name == deed.item), None)
        if isinstance(act, Clear):
            done = self.clear(act, deed)
            self.results.append((deed.number, "in full" if done else "worth nothing", 0, 0, done))
        elif act is not None:
            self.bars.append((deed.day, bar_end(act, deed.day), act))
            self.results.append((deed.number, "in full", 0, 0, True))
        else:
            self.enter_item(deed)

    def stopped(self, day: date) -> str:
        """Why nothing of the account counts on a day, or nothing."""
        if not self.household.is_there(day):
            return "not in the register"
        if not self.policy.only_residents:
            return ""
        resident = self.household.is_resident(day)
        return "fact missing" if resident is None else "" if resident else "not eligible"

    def enter_item(self, deed: Deed) -> None:
        place, item = find(self.policy, deed.item)
        quantity = 100 if deed.quantity is None else deed.quantity
        raw = rounded(Fraction(item.points * quantity, 100))
        if not has_approvals(item, deed, raw):
            self.results.append((deed.number, "approval missing", 0, 0, False))
            return
        if raw == 0:
            self.results.append((deed.number, "worth nothing", 0, 0, False))
            return
        cuts: list[int] = []
        times = 1 if item.by_hour else quantity // 100
        mark = self.mark(item, deed)
        points = raw
        if mark:
            points, times = max(0, raw - mark), 0
            cuts.append(raw - points)
            if points == 0:
                self.stop(deed, item, "not above the highest", raw)
                return
        else:
            allowed = self.times_left(place, item, deed, times)
            if allowed < times:
                points = 0 if item.by_hour else item.points * allowed
                cuts.append(raw - points)
                times = allowed
            if allowed == 0:
                self.stop(deed, item, "times used up", raw)
                return
        self.credit(deed, place, item, times, (raw, points), cuts)

    def times_left(self, place: Category, item: Item, deed: Deed, times: int) -> int:
        caps = self.caps_of(place, item, times=True)
        return max(0, min([times, *(cap.amount - self.used(cap, at, deed) for cap, at in caps)]))

    def credit(
        self,
        deed: Deed,
        place: Category,
        item: Item,
        times: int,
        worth: tuple[int, int],
        cuts: list[int],
    ) -> None:
        """Limits in points, floors, the lines, and what is used; `worth` is raw and still left."""
        raw, points = worth
        points_caps = self.caps_of(place, item, times=False)
        for cap, at in points_caps:
            left = max(0, cap.amount - self.used(cap, at, deed))
            cuts.append(max(0, points - left))
            points = min(points, left)
        within = points
        for room in self.rooms(place, deed.day) if item.deducts else ():
            cuts.append(max(0, points - room))
            points = min(points, room)
        kind, sign = ("deduct", -1) if item.deducts else ("award", 1)
        if points:
            line = Line(deed.day, kind, sign * points, deed.number, item.name, place.name)
            self.write(line)
            self.earned.append((deed.day, line.points))
        for cut in cuts:
            if cut:
                kept = "spared" if item.deducts else "lost"
                self.write(Line(deed.day, kept, cut, deed.number, item.name))
        self.results.append((deed.number, outcome_of(raw, within, points), raw, points, True))
        charged = [*points_caps, *self.caps_of(place, item, times=True)]
        bonuses = [one for one in self.policy.bonuses if one.item == item.name]
        use = Use(
            deed.day,
            deed.person,
            frozenset(limit_key(cap, at) for cap, at in charged),
            times,
            points,
            raw,
            100 if deed.quantity is None else deed.quantity,
            deed.event,
            highest_key(self.policy, item),
            frozenset(bonus_key(bonus) for bonus in bonuses),
        )
        self.uses.append(use)
        for category in self.policy.categories:
            for bonus in category.bonuses:
                if bonus.item == item.name:
                    self.reward(category, bonus, deed)

    def stop(self, deed: Deed, item: Item, outcome: str, raw: int) -> None:
        """A record that is worth something and gets nothing."""
        self.results.append((deed.number, outcome, raw, 0, False))
        kept = "spared" if item.deducts else "lost"
        self.write(Line(deed.day, kept, raw, deed.number, deed.item))

    def mark(self, item: Item, deed: Deed) -> int:
        """The highest raw value among the counted records of the key, in the item or its group."""
        key = highest_key(self.policy, item)
        if key is None:
            return 0
        _, highest = key
        return max(
            (
                use.raw
                for use in self.uses
                if use.key == key
                and (
                    same(highest, use.day, deed.day)
                    if isinstance(highest, Period)
                    else use.event == deed.event
                )
            ),
            default=0,
        )

    def caps_of(
        self, place: Category, item: Item, *, times: bool
    ) -> list[tuple[Cap, tuple[str, str]]]:
        """The limits that meet a record, in their order, each with what it reaches."""
        found = in_order(item.caps, ("item", item.name))
        if not item.deducts:
            for group in self.policy.groups:
                if group.name == item.group:
                    found += in_order(group.caps, ("group", group.name))
            found += in_order(place.caps, ("category", place.name))
            found += in_order(self.policy.caps, ("policy", ""))
        return [(cap, reach) for cap, reach in found if cap.times is times]

    def used(self, cap: Cap, at: tuple[str, str], deed: Deed) -> int:
        key = limit_key(cap, at)
        return sum(
            use.times if cap.times else use.credited
            for use in self.uses
            if key in use.charged
            and same(cap.period, use.day, deed.day)
            and (cap.subject != "人" or use.person == deed.person)
        )

    def rooms(self, place: Category, day: date) -> Iterator[int]:
        """How much each floor lets a deduction take: the category's, then the standing's."""
        for floor in place.floors:
            inside = [
                line.points
                for line in self.live(floor.period or self.policy.evaluate, day)
                if line.category == place.name and line.kind != "base"
            ]
            yield max(0, sum(inside) - floor.points)
        for floor in self.policy.floors:
            period = floor.period or self.policy.evaluate
            yield max(0, sum(line.points for line in self.live(period, day)) - floor.points)

    # --- bonuses -----------------------------------------------------------------------------

    def reward(self, place: Category, bonus: Bonus, deed: Deed) -> None:
        """The bonus, where the record just counted brings it."""
        key, period = bonus_key(bonus), bonus.mark.period
        own = [use for use in self.uses if key in use.towards]
        index = period_index(period, deed.day)
        if isinstance(bonus.mark, Reaches):
            inside = [use for use in own if same(period, use.day, deed.day)]
            reached = {
                "次": 100 * sum(use.times for use in inside),
                "小时": sum(use.quantity for use in inside),
                "分": sum(use.credited for use in inside),
            }[bonus.mark.measure]
            once = bonus.name, period, index
            if reached < bonus.mark.amount or once in self.came:
                return
            self.came.add(once)
        else:
            held = {period_index(period, use.day) for use in own}
            in_a_row = 0
            while index - in_a_row in held and index - in_a_row != self.run_ends.get(key):
                in_a_row += 1
            if in_a_row < bonus.mark.count:
                return
            self.run_ends[key] = index
        self.give(place, bonus, deed)

    def give(self, place: Category, bonus: Bonus, deed: Deed) -> None:
        """A bonus meets points limits: its own, its category's and the policy's."""
        points, cuts = bonus.points, []
        found = in_order(bonus.caps, ("item", bonus.name))
        found += in_order(place.caps, ("category", place.name))
        found += in_order(self.policy.caps, ("policy", ""))
        found = [(cap, at) for cap, at in found if not cap.times]
        for cap, at in found:
            left = max(0, cap.amount - self.used(cap, at, deed))
            cuts.append(max(0, points - left))
            points = min(points, left)
        if points:
            self.write(Line(deed.day, "bonus", points, deed.number, bonus.name, place.name))
            self.earned.append((deed.day, points))
        for cut in cuts:
            if cut:
                self.write(Line(deed.day, "lost", cut, deed.number, bonus.name))
        charged = frozenset(limit_key(cap, at) for cap, at in found)
        self.uses.append(Use(deed.day, deed.person, charged, 0, points))

    # --- acts --------------------------------------------------------------------------------

    def clear(self, act: Clear, deed: Deed) -> bool:
        """Post away what stands above zero in the scope; whether there was anything."""
        day, evaluate = deed.day, self.policy.evaluate
        scope = list(self.live(act.scope, day))
        near = [line for line in scope if same(evaluate, line.day, day)]
        taken = max(0, sum(line.points for line in near))
        waived = max(0, taken - max(0, self.balance))
        left = max(0, self.balance - taken + waived)
        far = sum(line.points for line in scope) - sum(line.points for line in near)
        expired = 0
        if RANK[act.scope] > RANK[evaluate]:
            expired = left if act.scope is Period.EVER else max(0, min(left, far))
        if not taken and not expired:
            return False
        struck = [line for line in scope if taken or not same(evaluate, line.day, day)]
        held_near = sum(line.points for line in near if line.is_held)
        self.earned.append((day, -taken + min(taken, held_near)))
        for kind, points in (("clear", -taken), ("waived", waived), ("expire", -expired)):
            if points:
                self.write(Line(day, kind, points, deed.number, act.name))
        held = sum(line.points for line in struck if line.is_held)
        self.held -= min(held, taken - waived + expired)
        for line in struck:
            line.is_live = False
        redeemable = self.balance - self.held
        for end in self.ends:
            if end.ended >= first_day(act.scope, period_index(act.scope, day)):
                end.redeemable, end.gone = clamped(end.left, redeemable), 0
        return True

    # --- the calendar ------------------------------------------------------------------------

    def post_bases(self, day: date) -> None:
        if self.stopped(day):
            return
        places = [("", self.policy.bases)]
        places += [(place.name, place.bases) for place in self.policy.categories]
        for name, bases in places:
            for place, base in enumerate(bases):
                number = sum(one.period is base.period for one in bases[:place])
                key = name, base.period, number, period_index(base.period, day)
                if key in self.posted:
                    continue
                self.posted.add(key)
                self.held += 0 if base.redeemable else base.points
                line = Line(day, "base", base.points, None, "", is_held=not base.redeemable)
                self.write(line)
                self.earned.append((day, base.points if base.redeemable else 0))

    def expire(self, day: date) -> None:
        if self.policy.expiry is not None:
            period, kept, grace = self.policy.expiry
            if day == last_day(period, period_index(period, day)):
                due = day + timedelta(days=grace)
                self.ends.append(Pending(day, due, self.balance - self.held, kept))
        for end in [one for one in self.ends if one.due == day]:
            self.ends.remove(end)
            there = end.left
            if there < 0:
                points = -there if end.kept is None else 0
            else:
                points = min(there, rounded(Fraction(there * (end.kept or 0), 100))) - there
            if points:
                self.write(Line(day, "expire", points, None, ""))
                for other in self.ends:
                    other.gone += points

    # --- figures -----------------------------------------------------------------------------

    @property
    def is_suspended(self) -> bool:
        """On the last day: where its version suspends nothing, nothing is suspended."""
        return self.suspended and self.policy.suspend is not None

    def spendable(self, until: date) -> int:
        redeemable = self.balance - self.held
        barred = any(bar.redeem and first <= until <= last for first, last, bar in self.bars)
        if barred or self.is_suspended or redeemable < max(0, self.policy.minimum):
            return 0
        return redeemable

    def is_barred_from_honours(self, until: date) -> bool:
        return any(bar.honour and first <= until <= last for first, last, bar in self.bars)

    def yuan(self, first: date, last: date) -> int | None:
        """The fen of some days: worth at their end, less worth before them, rate by rate."""
        found = None
        for begins, ends, rate in rates(self.versions):
            if rate is None or begins > last or ends < first:
                continue
            worths = []
            for end in (first - timedelta(days=1), last):
                inside = (points for day, points in self.earned if begins <= day <= min(end, ends))
                worths.append(rounded(Fraction(max(0, sum(inside)) * rate[1], rate[0])))
            found = (found or 0) + worths[1] - worths[0]
        return found

    def total(self, honour: Honour, until: date) -> int | None:
        """What an honour ranks by; None where there is no line that it looks at."""
        found = [
            line.points
            for line in self.live(honour.period, until)
            if not honour.by or (line.category == honour.by and line.kind != "base")
        ]
        return sum(found) if found else None


# --- the rules, apart from any passbook ----------------------------------------------------------


def limit_key(cap: Cap, at: tuple[str, str]) -> Hashable:
    """What a limit's counter is known by: scope, kind, subject and period; no subject: per account."""
    return at, cap.times, cap.subject == "人", cap.period


def highest_key(policy: Policy, item: Item) -> tuple[tuple[str, str], str | Period] | None:
    """Where only the highest is worth anything, in the group or the item, and per what."""
    group = next((one for one in policy.groups if one.name == item.group), None)
    if group is not None and group.highest:
        return ("group", group.name), group.highest
    return (("item", item.name), item.highest) if item.highest else None


def bonus_key(bonus: Bonus) -> Hashable:
    """What a bonus's mark is known by: its name, what it counts of which item, and the period."""
    measure = bonus.mark.measure if isinstance(bonus.mark, Reaches) else ""
    return bonus.name, bonus.item, measure, bonus.mark.period


def rates(
    versions: tuple[tuple[date, Policy], ...],
) -> list[tuple[date, date, tuple[int, int] | None]]:
    """First and last day of each rate; a version with the same ratio goes on with it."""
    found: list[tuple[date, date, tuple[int, int] | None]] = []
    for first, policy in versions:
        if found:
            begins, _, rate = found[-1]
            if ratio(rate) == ratio(policy.rate):
                continue
            found[-1] = begins, first - timedelta(days=1), rate
        found.append((first, date.max, policy.rate))
    return found


def ratio(rate: tuple[int, int] | None) -> Fraction | None:
    return None if rate is None else Fraction(*rate)


def same(period: Period, one: date, other: date) -> bool:
    return period_index(period, one) == period_index(period, other)


def clamped(before: int, now: int) -> int:
    """What is left to expire: never more than before, and never past nothing."""
    return max(0, min(before, now)) if before > 0 else min(0, max(before, now))


def rounded(exact: Fraction) -> int:
    """Half away from zero, to a hundredth (or a fen)."""
    whole = abs(exact) + Fraction(1, 2)
    size = whole.numerator // whole.denominator
    return size if exact >= 0 else -size


def find(policy: Policy, name: str) -> tuple[Category, Item]:
    return next(
        (place, item) for place in policy.categories for item in place.items if item.name == name
    )


def in_order(caps: Iterable[Cap], reach: tuple[str, str]) -> list[tuple[Cap, tuple[str, str]]]:
    """Person before household, then the shorter period, then as written."""
    ordered = sorted(caps, key=lambda cap: (cap.subject != "人", RANK[cap.period]))
    return [(cap, reach) for cap in ordered]


def has_approvals(item: Item, deed: Deed, raw: int) -> bool:
    facts = dict(deed.facts)
    asked = [one for one in item.requires if one.above is None or raw > one.above]
    return all(facts.get(one.fact) is True for one in asked)


def outcome_of(raw: int, within: int, credited: int) -> str:
    if within == 0:
        return "points used up"
    if credited == 0:
        return "spared by the floor"
    return "in full" if credited == raw else "in part"


def bar_end(bar: Bar, day: date) -> date:
    """The last day of a bar; so many months end on the same number, or the month's last day."""
    if not bar.months:
        if bar.period is Period.EVER:
            return date.max
        return last_day(bar.period, period_index(bar.period, day) + bar.later)
    month = day.month - 1 + bar.months
    year, month = day.year + month // 12, month % 12 + 1
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, number))
        except ValueError:
            continue
    raise AssertionError(day)


def versions_of(case: Case) -> tuple[tuple[date, Policy], ...]:
    first = FIRST, case.policy
    return (first,) if case.later is None else (first, case.later)


def policy_at(case: Case, day: date) -> Policy:
    """The version in use on a day."""
    return [policy for first, policy in versions_of(case) if first <= day][-1]


def books(case: Case) -> dict[str, Book]:
    """Every household's passbook up to the last day."""
    found = {}
    for household in case.households:
        book = Book(versions_of(case), household, case.policy)
        own = [deed for deed in case.deeds if deed.household == household.name]
        day = FIRST
        while day <= case.until:
            book.policy = policy_at(case, day)
            book.post_bases(day)
            for deed in sorted(own, key=lambda one: one.number):
                if deed.day == day:
                    book.enter(deed)
            book.expire(day)
            day += timedelta(days=1)
        found[household.name] = book
    return found


def honoured(case: Case, found: dict[str, Book], honour: Honour) -> list[tuple[str, int, int]]:
    """(household, place, points) of those who are honoured, best first."""
    ranked = []
    for household, book in found.items():
        points = book.total(honour, case.until)
        resident = book.household.is_resident(case.until)
        out = bool(book.stopped(case.until)) or (honour.only_residents and resident is not True)
        if points is not None and not out and not book.is_barred_from_honours(case.until):
            ranked.append((household, points))
    most = honour.places or -(-honour.percent * len(ranked) // 100)
    placed = []
    for household, points in ranked:
        place = 1 + sum(other > points for _, other in ranked)
        if place <= most and points > 0:
            placed.append((household, place, points))
    return sorted(placed, key=lambda one: (one[1], one[0]))


def grade(case: Case, policy: Policy, book: Book) -> str | None:
    """The first grade from the highest that the standing reaches, for those who have any."""
    day = case.until
    empty = not any(book.live(policy.evaluate, day))
    if empty or book.stopped(day) or book.is_barred_from_honours(day):
        return None
    standing = book.standing(day)
    reached = [number for number, points in enumerate(policy.grades) if standing >= points]
    return f"等级{'甲乙丙'[reached[0]]}" if reached else None


def over_budget(case: Case, found: dict[str, Book]) -> list[tuple[date, int]]:
    """The first day of each period that cost more than the budget, and its fen."""
    budget = policy_at(case, case.until).budget
    if budget is None:
        return []
    yuan, period = budget
    over = []
    for index in range(period_index(period, FIRST), period_index(period, case.until) + 1):
        first, last = first_day(period, index), min(last_day(period, index), case.until)
        fen = sum(book.yuan(first, last) or 0 for book in found.values())
        if fen > yuan * 100:
            over.append((first, fen))
    return over
