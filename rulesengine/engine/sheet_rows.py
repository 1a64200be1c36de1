"""The rows of the tables while they are written: one sheet for each item and act of each version.

A counter's place is found by what names it, so that two versions that name it alike share it.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import assert_never

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Fact, FactType, Subject
from rulesengine.core.quantity import show_hundredths
from rulesengine.engine import layout
from rulesengine.engine.coding import Coding
from rulesengine.engine.conditions import Place, Steps
from rulesengine.engine.days import PERIODS
from rulesengine.engine.plan import Plan, base_of
from rulesengine.language import checked
from rulesengine.language.checked import LimitKind, Sign

STANDING = ""  # among the names of categories
_ONE = 100
_MOST_SHORT = 1 << 31
_MEASURES = {
    checked.Measure.TIMES: layout.OF_TIMES,
    checked.Measure.QUANTITY: layout.OF_QUANTITY,
    checked.Measure.POINTS: layout.OF_POINTS,
}
_JUDGES = {
    None: layout.ONE_JUDGE,
    checked.Judges.MEAN: layout.MEAN,
    checked.Judges.MEAN_WITHOUT_EXTREMES: layout.MEAN_WITHOUT_EXTREMES,
    checked.Judges.MEDIAN: layout.MEDIAN,
}


@attrs.define
class SheetRows:
    """Lists that become tables; `plan` says what hangs on the timeline as a whole.

    `days`: of the calendar. `months`: of windows, each length once, and `windows` by name.
    """

    plan: Plan
    coding: Coding
    steps: Steps
    days: int
    sheets: list[Sequence[int]] = attrs.field(factory=list)
    limits: list[Sequence[int]] = attrs.field(factory=list)
    rows: list[Sequence[int]] = attrs.field(factory=list)
    factors: list[Sequence[int]] = attrs.field(factory=list)
    requires: list[Sequence[int]] = attrs.field(factory=list)
    floors: list[Sequence[int]] = attrs.field(factory=list)
    sums: list[Sequence[int]] = attrs.field(factory=list)
    bonuses: list[Sequence[int]] = attrs.field(factory=list)
    bases: list[Sequence[int]] = attrs.field(factory=list)
    category_sums: list[Place] = attrs.field(factory=list)
    names: dict[str, int] = attrs.field(factory=lambda: {"": 0})
    labels: dict[str, int] = attrs.field(factory=lambda: {"": 0, "highest": layout.HIGHEST_LABEL})
    slots: dict[Hashable, int] = attrs.field(factory=dict)
    plain: dict[int, list[int]] = attrs.field(factory=dict)  # by sheet: what the short way needs
    categories: dict[str, int] = attrs.field(factory=dict)
    months: dict[int, int] = attrs.field(factory=dict)
    windows: dict[Hashable, int] = attrs.field(factory=dict)
    given_in: dict[str, int] = attrs.field(factory=dict)
    gifts: list[Sequence[int]] = attrs.field(factory=list)
    matches: list[Sequence[int]] = attrs.field(factory=list)

    def slot(self, *named: Hashable) -> int:
        """The place of a counter in the state; the same one for the same name."""
        place = layout.HEAD + len(self.slots) * layout.SLOT_COLUMNS
        return self.slots.setdefault(named, place)

    # --- what a line is called, and where it is summed -------------------------------------------

    def name(self, written: str) -> int:
        return self.names.setdefault(written, len(self.names))

    def label(self, written: str) -> int:
        return self.labels.setdefault(written, len(self.labels))

    def category(self, name: str) -> int:
        """The number of a category (of its base, of the standing); its sums are written with it."""
        if name not in self.categories:
            self.categories[name] = len(self.categories)
            begins = len(self.sums)
            for part in dict.fromkeys((name, STANDING)):
                for period in self.plan.sums.get(part, ()):
                    self.sums.append((self.slot("sum", part, period), PERIODS[period]))
            self.category_sums.append((begins, len(self.sums)))
        return self.categories[name]

    def given(self, category: str) -> int:
        """The number of a category (empty: the policy's base) where gifts are matched."""
        return self.given_in.setdefault(category, len(self.given_in))

    def add_gifts(self, policy: checked.Policy) -> None:
        """The categories of gifts of the version in use on the last day."""
        for category in policy.categories:
            if category.matches:
                begins = len(self.matches)
                self.matches.extend(
                    (match.points, match.earned, *self.steps.add(match.when))
                    for match in category.matches
                )
                self.gifts.append((self.given(category.name), begins, len(self.matches)))

    # --- items -----------------------------------------------------------------------------------

    def add_item(self, policy: checked.Policy, item: checked.Item) -> int:
        """The sheet of an item of one version; its number."""
        row = self._common(policy, item)
        self._write_value(row, item.value, item.name)
        row[layout.IS_AWARD] = item.sign is Sign.AWARD
        row[layout.ROUND_TO] = policy.round_to
        row[layout.NEEDS_EVENT] = item.needs_event
        row[layout.MOST_FACTOR] = max([_ONE, *(factor.times for factor in item.factors)])
        row[layout.MAY_BE_LARGE] = bool(item.factors) or isinstance(
            item.value, checked.PerUnit | checked.PerBlock
        )
        row[layout.FACTORS : layout.FACTORS_END + 1] = self._add_factors(item.factors)
        row[layout.REQUIRES : layout.REQUIRES_END + 1] = self._add_requires(item.requires)
        row[layout.TIMES : layout.TIMES_END + 1] = self.add_limits(item.times_limits)
        row[layout.LIMITS : layout.LIMITS_END + 1] = self.add_limits(item.points_limits)
        row[layout.MOST_EACH] = -1 if item.most_each is None else item.most_each
        if item.most_each is not None:  # as `reference.sheets.MostEach` calls it
            most = show_hundredths(item.most_each)
            row[layout.MOST_EACH_LABEL] = self.label(f"at most {most} per record")
        self._write_highest(row, item.highest)
        row[layout.FLOORS : layout.FLOORS_END + 1] = self._add_floors(item.floors)
        row[layout.BONUSES : layout.BONUSES_END + 1] = self._add_bonuses(policy, item.name)
        category = self.category(item.category)
        row[layout.CATEGORY], row[layout.GIVEN_IN] = category, self.given(item.category)
        row[layout.SUMS : layout.SUMS_END + 1] = self.category_sums[category]
        table = isinstance(item.value, checked.ByLevel | checked.ByBand)
        row[layout.ASKS] |= table or bool(item.requires)
        if self._is_plain(row):
            self.plain[len(self.sheets)] = self._short_row(row)
        self.sheets.append(row)
        return len(self.sheets) - 1

    def _short_row(self, row: Sequence[int]) -> list[int]:
        """A plain item for the short way; where its limits end counts from its beginning."""
        found = [row[layout.POINTS], row[layout.NAME], 0, 0]
        for first, last, end in (
            (layout.TIMES, layout.TIMES_END, layout.SHORT_TIMES_END),
            (layout.LIMITS, layout.LIMITS_END, layout.SHORT_END),
        ):
            for limit in self.limits[row[first] : row[last]]:
                found += (limit[layout.COUNTER], limit[layout.AMOUNT], limit[layout.PERIOD])
            found[end] = len(found)
        return found

    def _is_plain(self, row: Sequence[int]) -> bool:
        """Whether the kernel may take the short way with one time of an item.

        A fixed award per time, whole at the rounding step, with limits per account; no more.
        """
        places = ((layout.LIMITS, layout.LIMITS_END), (layout.TIMES, layout.TIMES_END))
        limits = [one for first, last in places for one in self.limits[row[first] : row[last]]]
        empty = (layout.FACTORS, layout.FLOORS, layout.BONUSES, layout.SUMS)
        return (
            row[layout.KIND] == layout.PER_UNIT
            and bool(row[layout.IS_TIMES] and row[layout.IS_AWARD] and row[layout.POINTS])
            and row[layout.SIZE] == _ONE
            and row[layout.POINTS] % row[layout.ROUND_TO] == 0
            and not (row[layout.ASKS] or row[layout.HIGHEST] or self.plan.evaluates)
            and (row[layout.FIRST_DAY], row[layout.LAST_DAY]) == (0, layout.LAST_OF_DAYS)
            and row[layout.MOST_EACH] < 0
            and all(row[place] == row[place + 1] for place in empty)
            and all(one[layout.CHARGED] and not one[layout.PER_PERSON] for one in limits)
            and all(one[layout.AMOUNT] < _MOST_SHORT for one in limits)
            and all(one[layout.LIMIT_WHEN] == one[layout.LIMIT_WHEN_END] for one in limits)
            and not (self.plan.clears or self.plan.matches)
        )

    def add_act(self, policy: checked.Policy, act: checked.Act) -> int:
        """The sheet of an act of one version; its number."""
        row = self._common(policy, act)
        match act.effect:
            case checked.Clear(period=period):
                row[layout.KIND] = layout.CLEAR
                row[layout.ACT_PERIOD] = PERIODS[period]
                row[layout.EVALUATE] = PERIODS[policy.evaluate]
            case checked.Bar():
                row[layout.KIND] = layout.BAR
            case _:
                assert_never(act.effect)
        self.sheets.append(row)
        return len(self.sheets) - 1

    def _common(self, policy: checked.Policy, deed: checked.Item | checked.Act) -> list[int]:
        """What step 1 asks of items and acts alike."""
        row = [0] * layout.SHEET_COLUMNS
        row[layout.NAME] = self.name(deed.name)
        row[layout.FIRST_DAY], row[layout.LAST_DAY] = _own_days(deed)
        row[layout.ELIGIBLE : layout.ELIGIBLE_END + 1] = self.steps.add(policy.eligible)
        row[layout.WHEN : layout.WHEN_END + 1] = self.steps.add(deed.when)
        row[layout.ASKS] = policy.eligible is not None or deed.when is not None
        return row

    def _write_value(self, row: list[int], value: checked.Value, name: str) -> None:
        match value:
            case checked.PerUnit(points=points, size=size, unit=unit):
                self._write_amount(row, layout.PER_UNIT, points, size, is_times=unit.is_times)
            case checked.PerBlock(points=points, size=size, unit=unit, carried=carried):
                self._write_amount(row, layout.PER_BLOCK, points, size, is_times=unit.is_times)
                if carried is not None:
                    row[layout.CARRIES], row[layout.MOST_REST] = 1, size - 1
                    row[layout.CARRY_PERIOD] = PERIODS[carried]
                    row[layout.CARRY_SLOT] = self.slot("carried", name, unit.name, carried)
            case checked.PerPeriod(points=points):
                self._write_amount(row, layout.PER_PERIOD, points, _ONE, is_times=False)
            case checked.Judged(low=low, high=high, judges=judges):
                row[layout.KIND], row[layout.JUDGES] = layout.JUDGED, _JUDGES[judges]
                row[layout.LOW], row[layout.HIGH] = low, high
            case checked.ByLevel(fact=fact, points=points):
                row[layout.MEASURE_KIND], row[layout.MEASURE] = self.steps.fact(fact)
                levels = [(self._level(fact, level), worth) for level, worth in points.items()]
                self._write_rows(row, layout.BY_LEVEL, levels, 0)
            case checked.ByBand(measure=measure, rows=rows, otherwise=otherwise):
                row[layout.MEASURE_KIND], row[layout.MEASURE] = self.steps.operand(measure)
                self._write_rows(row, layout.BY_BAND, rows, otherwise)
            case checked.ByCount(period=period, tiers=tiers, afterwards=afterwards):
                row[layout.COUNT_PERIOD] = PERIODS[period]
                row[layout.COUNT_SLOT] = self.slot("count", name, period)
                self._write_rows(row, layout.BY_COUNT, tiers, afterwards)
            case _:
                assert_never(value)

    def _level(self, fact: Fact, level: str) -> int:
        """The number of a level; a yes/no fact has `yes` and `no`."""
        return int(level == "yes") if fact.type is FactType.YES_NO else self.coding.levels[level]

    def _write_amount(
        self, row: list[int], kind: int, points: int, size: int, *, is_times: bool
    ) -> None:
        row[layout.KIND], row[layout.POINTS], row[layout.SIZE] = kind, points, size
        row[layout.IS_TIMES] = is_times
        row[layout.MOST_ROW] = points

    def _write_rows(
        self, row: list[int], kind: int, rows: Iterable[tuple[int, int]], otherwise: int
    ) -> None:
        begins = len(self.rows)
        self.rows.extend(rows)
        row[layout.KIND], row[layout.OTHERWISE] = kind, otherwise
        row[layout.ROWS], row[layout.ROWS_END] = begins, len(self.rows)
        row[layout.MOST_ROW] = max([otherwise, *(one[1] for one in self.rows[begins:])])

    def _write_highest(self, row: list[int], highest: checked.Highest | None) -> None:
        if highest is None:
            return
        row[layout.HIGHEST_SLOT] = self.slot("highest", highest.name, highest.period)
        if highest.period is None:
            row[layout.HIGHEST] = layout.HIGHEST_OF_EVENT
        else:
            row[layout.HIGHEST] = layout.HIGHEST_OF_PERIOD
            row[layout.HIGHEST_PERIOD] = PERIODS[highest.period]

    # --- what stands behind an item --------------------------------------------------------------

    def add_limits(self, limits: Sequence[checked.Limit]) -> Place:
        """Limits in the order in which they take; a counter met twice is charged once."""
        begins, charged = len(self.limits), set[int]()
        for limit in limits:
            counter = self.slot("limit", limit.key)
            per_person = limit.subject is Subject.PERSON and not self.plan.account_is_person
            self.limits.append(
                (
                    counter,
                    limit.amount,
                    PERIODS[limit.period],
                    int(per_person),
                    int(counter not in charged),
                    self.label(limit.label),
                    *self.steps.add(limit.when),
                )
            )
            charged.add(counter)
        return begins, len(self.limits)

    def _add_factors(self, factors: Sequence[checked.Factor]) -> Place:
        begins = len(self.factors)
        self.factors.extend((*self.steps.add(factor.when), factor.times) for factor in factors)
        return begins, len(self.factors)

    def _add_requires(self, requires: Sequence[checked.Requirement]) -> Place:
        begins = len(self.requires)
        for one in requires:
            kind, column = self.steps.fact(one.fact)
            assert kind == layout.RECORD_FACT, one
            self.requires.append((*self.steps.add(one.when), column))
        return begins, len(self.requires)

    def _add_floors(self, floors: Sequence[checked.Floor]) -> Place:
        begins = len(self.floors)
        for floor in floors:
            slot = self.slot("sum", floor.category, floor.period)
            period, label = PERIODS[floor.period], self.label(floor.label)
            of_base = -1
            if floor.with_base and floor.category:  # in the standing base always is
                of_base = self.slot("sum", base_of(floor.category), floor.period)
            self.floors.append((slot, period, floor.points, label, of_base))
        return begins, len(self.floors)

    def _add_bonuses(self, policy: checked.Policy, item: str) -> Place:
        """The bonuses of an item, then the bars that its records bring."""
        begins = len(self.bonuses)
        self.bonuses.extend(self._bonus(bonus) for bonus in policy.bonuses if bonus.item == item)
        for act in policy.acts:
            if act.counted is not None and act.counted.item == item:
                self.bonuses.append(self._bar(act, act.counted))
        return begins, len(self.bonuses)

    def _bonus(self, bonus: checked.Bonus) -> Sequence[int]:
        row = [0] * layout.BONUS_COLUMNS
        self._write_mark(row, bonus.name, bonus.item, bonus.mark)
        row[layout.BONUS_POINTS], row[layout.BONUS_NAME] = bonus.points, self.name(bonus.name)
        row[layout.BONUS_IS_AWARD] = bonus.sign is Sign.AWARD
        points = [limit for limit in bonus.limits if limit.kind is LimitKind.POINTS]
        row[layout.BONUS_LIMITS : layout.BONUS_LIMITS_END + 1] = self.add_limits(points)
        row[layout.BONUS_FLOORS : layout.BONUS_FLOORS_END + 1] = self._add_floors(bonus.floors)
        category = self.category(bonus.category)
        row[layout.BONUS_CATEGORY] = category
        row[layout.BONUS_GIVEN_IN] = self.given(bonus.category)
        row[layout.BONUS_SUMS : layout.BONUS_SUMS_END + 1] = self.category_sums[category]
        return row

    def _bar(self, act: checked.Act, counted: checked.Counted) -> Sequence[int]:
        row = [0] * layout.BONUS_COLUMNS
        self._write_mark(row, act.name, counted.item, counted.mark)
        row[layout.BONUS_IS_BAR], row[layout.BONUS_NAME] = 1, self.name(act.name)
        row[layout.BONUS_FIRST_DAY], row[layout.BONUS_LAST_DAY] = _own_days(act)
        return row

    def _write_mark(self, row: list[int], name: str, item: str, mark: checked.Mark) -> None:
        """What has to be reached, and where that is counted: known by name, item and period."""
        row[layout.BONUS_WINDOW] = -1
        match mark:
            case checked.Reaches(measure=measure, amount=amount, period=period):
                row[layout.BONUS_MEASURE] = _MEASURES[measure]
                row[layout.BONUS_TALLY] = self.slot("tally", name, item, measure, period)
                row[layout.BONUS_GIVEN] = self.slot("given", name, period)
            case checked.Runs(count=amount, period=period):
                row[layout.BONUS_MEASURE] = layout.OF_A_RUN
                row[layout.BONUS_TALLY] = self.slot("run", name, item, period, "last")
                row[layout.BONUS_GIVEN] = self.slot("run", name, item, period, "length")
            case checked.Within(amount=amount):
                period = Period.EVER
                self._write_window(row, name, item, mark)
            case _:
                assert_never(mark)
        row[layout.BONUS_AMOUNT], row[layout.BONUS_PERIOD] = amount, PERIODS[period]

    def _write_window(self, row: list[int], name: str, item: str, mark: checked.Within) -> None:
        named = (name, item, mark.measure, mark.months)
        row[layout.BONUS_MEASURE] = _MEASURES[mark.measure]
        row[layout.BONUS_WINDOW] = self.windows.setdefault(named, len(self.windows))
        begins = self.months.setdefault(mark.months, len(self.months))
        row[layout.BONUS_WINDOW_FROM] = begins * self.days
        row[layout.BONUS_TALLY] = self.slot("window", *named, "total")
        row[layout.BONUS_GIVEN] = self.slot("window", *named, "first")
        row[layout.BONUS_WINDOW_END] = self.slot("window", *named, "end")

    # --- bases -----------------------------------------------------------------------------------

    def add_bases(self, bases: Sequence[checked.Base]) -> Place:
        """The bases of a version as written; one is known by its number among those alike."""
        begins = len(self.bases)
        alike: dict[tuple[str, Period], int] = {}
        for base in bases:
            number = alike.get((base.category, base.period), 0)
            alike[base.category, base.period] = number + 1
            slot = self.slot("base", base.category, base.period, number)
            self.bases.append(
                (
                    base.points,
                    PERIODS[base.period],
                    int(base.redeemable),
                    slot,
                    self.category(base_of(base.category)),
                    self.given(base.category),
                )
            )
        return begins, len(self.bases)


def _own_days(deed: checked.Item | checked.Act) -> tuple[int, int]:
    """The first and the last day of an item or act of its own."""
    first, last = deed.first_day, deed.last_day
    return (
        0 if first is None else first.toordinal(),
        layout.LAST_OF_DAYS if last is None else last.toordinal(),
    )
