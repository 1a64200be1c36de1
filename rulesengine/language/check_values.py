"""What an item is worth: its value and its table, with every row there and in order."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from rulesengine.core.calendar import Period
from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, FactType
from rulesengine.core.quantity import MOST_UNITS, Hundredths
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import checked, syntax
from rulesengine.language.check_amounts import read_points, read_quantity, read_size, read_whole
from rulesengine.language.check_conditions import find_level
from rulesengine.language.check_facts import Facts, find_fact
from rulesengine.language.check_names import listed
from rulesengine.language.check_report import Report

TIMES_UNITS = ("time", "person-time")
ONE = 100  # hundredths of a unit
YES, NO = "yes", "no"


def settle_value(report: Report, facts: Facts, value: syntax.Value) -> checked.Value | None:
    """The value of an item; None where it has no meaning."""
    match value:
        case syntax.PerUnit():
            points = read_points(report, value.points)
            size = ONE if value.size is None else read_size(report, value.size)
            if points is None or size is None:
                return None
            return checked.PerUnit(points, size, settle_unit(value.unit))
        case syntax.PerBlock():
            points, size = read_points(report, value.points), read_size(report, value.size)
            if points is None or size is None:
                return None
            return checked.PerBlock(points, size, settle_unit(value.unit))
        case syntax.PerPeriod():
            return _per_period(report, value)
        case syntax.Judged():
            return _judged(report, value)
        case syntax.ByTable():
            return _by_table(report, facts, value)
        case syntax.ByCount():
            return _by_count(report, value)
        case _:
            assert_never(value)


def settle_unit(unit: syntax.Unit) -> checked.Unit:
    """A unit of quantities; 次 and 人次 count times."""
    return checked.Unit(unit.name, is_times=unit.known and unit.name in TIMES_UNITS)


def _per_period(report: Report, value: syntax.PerPeriod) -> checked.PerPeriod | None:
    points = read_points(report, value.points)
    if value.period.period in (Period.DAY, Period.EVER):
        report.say(
            Code.WRONG_UNIT,
            text("points cannot be given for {period}", period=report.written(value.period.span)),
            value.period.span,
            help=text(
                "write {example}",
                example=report.words(
                    "5分/次, 上限 1次 每户终身", "5 points/time, cap 1 time per household ever"
                ),
            ),
        )
        return None
    return None if points is None else checked.PerPeriod(points, value.period.period)


def _judged(report: Report, value: syntax.Judged) -> checked.Judged | None:
    low, high = read_points(report, value.low), read_points(report, value.high)
    if low is None or high is None:
        return None
    if low > high:
        report.say(
            Code.ROWS_OUT_OF_ORDER,
            text("the range begins above its end"),
            value.low.span.to(value.high.span),
            help=text("write the smaller number first"),
        )
        return None
    judges = None if value.judges is None else checked.Judges(value.judges.value)
    return checked.Judged(low, high, judges)


# --- tables --------------------------------------------------------------------------------------


def _by_table(
    report: Report, facts: Facts, value: syntax.ByTable
) -> checked.ByLevel | checked.ByBand | None:
    measure = find_fact(report, facts, value.operand, _kind_for(report, value.rows))
    points = [read_points(report, row.points) for row in value.rows]
    if measure is None or not _last_is_otherwise(report, value.rows):
        return None
    known = tuple(amount for amount in points if amount is not None)
    if isinstance(measure, checked.AgeOf) or measure.fact.type is FactType.NUMBER:
        return _by_band(report, measure, value, known)
    if measure.fact.type is FactType.DATE:
        report.say(
            Code.WRONG_TABLE,
            text("a date has no table"),
            value.operand.span,
            others=((facts.span(measure.fact), text("declared here as a date")),),
            help=text("use a condition on the date instead"),
        )
        return None
    return _by_level(report, facts, measure.fact, value, known)


def _kind_for(report: Report, rows: Sequence[syntax.LevelRow | syntax.BandRow]) -> str:
    """How a fact would be declared that has these rows: as a number, or with their words."""
    words = [row.level.text for row in rows if isinstance(row, syntax.LevelRow) and row.level]
    return report.words("、", " | ").join(listed(words)) or report.words("数", "number")


def _last_is_otherwise(report: Report, rows: Sequence[syntax.LevelRow | syntax.BandRow]) -> bool:
    """Whether 其余 stands at most once, and last."""
    for row in rows[:-1]:
        if _is_otherwise(row):
            report.say(
                Code.ROWS_OUT_OF_ORDER,
                text("the rows behind this one are never reached"),
                row.span,
                others=((rows[-1].span, text("the last row")),),
                help=text("put this row last"),
            )
            return False
    return True


def _is_otherwise(row: syntax.LevelRow | syntax.BandRow) -> bool:
    return (row.level if isinstance(row, syntax.LevelRow) else row.threshold) is None


def _by_level(
    report: Report, facts: Facts, fact: Fact, value: syntax.ByTable, points: tuple[Hundredths, ...]
) -> checked.ByLevel | None:
    rows: dict[str, tuple[Hundredths, Span]] = {}
    otherwise: Hundredths | None = None
    sound = len(points) == len(value.rows)
    for row, amount in zip(value.rows, points, strict=False):
        if isinstance(row, syntax.BandRow) and row.threshold is not None:
            _wrong_row(report, facts, fact, row)
            return None
        if not isinstance(row, syntax.LevelRow) or row.level is None:
            otherwise = amount
            continue
        level = _row_level(report, facts, fact, row.level)
        if level is None:
            sound = False
        elif level in rows:
            report.say(
                Code.NAME_TWICE,
                text("{level} has two rows", level=row.level.text),
                row.span,
                text("again here"),
                others=((rows[level][1], text("first here")),),
                help=text("keep one of the two"),
            )
            sound = False
        else:
            rows[level] = amount, row.span
    if not sound:
        return None
    return _complete(
        report, facts, fact, value, {name: row[0] for name, row in rows.items()}, otherwise
    )


def _row_level(report: Report, facts: Facts, fact: Fact, name: syntax.Name) -> str | None:
    if fact.type is FactType.LEVEL:
        return find_level(report, facts, fact, name)
    answer = fact.read(name.text)
    if answer is None:
        report.say(
            Code.UNKNOWN_NAME,
            text("{fact} is yes or no, and has no {level}", fact=fact.name, level=name.text),
            name.span,
            others=((facts.span(fact), text("declared here")),),
            help=text("the rows are {rows}", rows=report.words("是、否", "yes | no")),
        )
        return None
    return YES if answer else NO


def _complete(
    report: Report,
    facts: Facts,
    fact: Fact,
    value: syntax.ByTable,
    rows: Mapping[str, Hundredths],
    otherwise: Hundredths | None,
) -> checked.ByLevel | None:
    levels = (
        (YES, NO) if fact.type is FactType.YES_NO else tuple(level.name for level in fact.levels)
    )
    missing = tuple(level for level in levels if level not in rows)
    if missing and otherwise is None:
        shown = (
            tuple(_shown_level(report, level) for level in missing)
            if fact.type is FactType.YES_NO
            else missing
        )
        report.say(
            Code.MISSING_ROW,
            text("no row for {levels}", levels=listed(shown)),
            value.span,
            others=((facts.span(fact), text("declared here")),),
            help=text(
                "add a row, or {example} as the last one",
                example=report.words("其余 0分", "otherwise 0 points"),
            ),
        )
        return None
    if not missing and otherwise is not None:
        report.say(
            Code.ALWAYS_SAME,
            text("every word has a row, so the last one is never used"),
            value.rows[-1].span,
            help=text("leave it out"),
        )
    return checked.ByLevel(
        fact, {level: rows.get(level, otherwise or 0) for level in levels}, frozenset(missing)
    )


def _shown_level(report: Report, level: str) -> str:
    return report.words("是", "yes") if level == YES else report.words("否", "no")


def _wrong_row(
    report: Report, facts: Facts, fact: Fact, row: syntax.LevelRow | syntax.BandRow
) -> None:
    is_number = fact.type is FactType.NUMBER
    report.say(
        Code.WRONG_TABLE,
        text("{fact} is a number, so its rows say from where they hold", fact=fact.name)
        if is_number
        else text("{fact} is not a number, so its rows are its words", fact=fact.name),
        row.span,
        others=((facts.span(fact), text("declared here")),),
        help=text(
            "write the rows as in {example}",
            example=report.words("90起 10分、其余 0分", "90 up 10 points | otherwise 0 points")
            if is_number
            else report.words("省级 30分、其余 0分", "province 30 points | otherwise 0 points"),
        ),
    )


def _by_band(
    report: Report,
    measure: checked.FactOf | checked.AgeOf,
    value: syntax.ByTable,
    points: tuple[Hundredths, ...],
) -> checked.ByBand | None:
    rows: list[tuple[Hundredths, Hundredths]] = []
    otherwise: Hundredths | None = None
    earlier: Span | None = None
    for row, amount in zip(value.rows, points, strict=False):
        if _is_otherwise(row):
            otherwise = amount
            continue
        if isinstance(row, syntax.LevelRow):
            _level_row_in_bands(report, row)
            return None
        assert row.threshold is not None
        threshold = read_quantity(report, row.threshold)
        if threshold is None:
            return None
        if rows and threshold >= rows[-1][0]:
            _not_falling(report, row.threshold.span, earlier)
            return None
        rows.append((threshold, amount))
        earlier = row.threshold.span
    if len(points) < len(value.rows):
        return None
    if otherwise is None:
        report.say(
            Code.MISSING_ROW,
            text("it is not said what a smaller number gives"),
            value.span,
            help=text(
                "add {example} as the last row",
                example=report.words("其余 0分", "otherwise 0 points"),
            ),
        )
        return None
    return checked.ByBand(measure, tuple(rows), otherwise)


def _level_row_in_bands(report: Report, row: syntax.LevelRow) -> None:
    report.say(
        Code.WRONG_TABLE,
        text("this table is by a number, so its rows say from where they hold"),
        row.span,
        help=text(
            "write the rows as in {example}",
            example=report.words("90起 10分、其余 0分", "90 up 10 points | otherwise 0 points"),
        ),
    )


def _not_falling(report: Report, span: Span, earlier: Span | None) -> None:
    report.say(
        Code.ROWS_OUT_OF_ORDER,
        text("the rows do not go down"),
        span,
        text("not below the row before it"),
        others=((earlier, text("the row before it")),) if earlier is not None else (),
        help=text("write the largest number first: the first row that is reached counts"),
    )


def _by_count(report: Report, value: syntax.ByCount) -> checked.ByCount | None:
    tiers: list[tuple[int, Hundredths]] = []
    afterwards: Hundredths = 0
    sound = True
    for place, row in enumerate(value.rows):
        points = read_points(report, row.points)
        if row.times is None:
            sound = sound and place == len(value.rows) - 1
            if place != len(value.rows) - 1:
                _last_is_otherwise_count(report, row)
            afterwards = points or 0
            continue
        times = read_whole(report, row.times, MOST_UNITS // 100, text("times"))
        if times is None or points is None:
            sound = False
        elif times <= (tiers[-1][0] if tiers else 0):
            report.say(
                Code.ROWS_OUT_OF_ORDER,
                text("the numbers of times do not rise"),
                row.span,
                help=text("each row says up to which time it holds, counted from the first"),
            )
            sound = False
        else:
            tiers.append((times, points))
    return checked.ByCount(value.period.period, tuple(tiers), afterwards) if sound else None


def _last_is_otherwise_count(report: Report, row: syntax.CountRow) -> None:
    report.say(
        Code.ROWS_OUT_OF_ORDER,
        text("the rows behind this one are never reached"),
        row.span,
        help=text("put this row last"),
    )
