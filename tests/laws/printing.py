"""A model policy as text: in Chinese, in English, and in Chinese as people type it.

A statement is a row of words; only `_between` knows where a style puts spaces.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import FactType, Subject
from rulesengine.core.record import Record, Status
from rulesengine.core.register import HouseholdRow, PersonRow
from tests.generators import Case
from tests.laws import model


class Style(enum.Enum):
    """Ways of writing one policy that all mean the same."""

    CHINESE = "chinese"
    ENGLISH = "english"
    TYPED = "typed"  # Chinese, every space left out that may be left out
    WIDE = "wide"  # as typed, with full-width digits and marks, and words for signs

    @property
    def is_chinese(self) -> bool:
        return self is not Style.ENGLISH

    @property
    def is_dense(self) -> bool:
        return self in {Style.TYPED, Style.WIDE}


class Sort(enum.Enum):
    WORD = "word"  # a keyword
    NAME = "name"
    NUMBER = "number"  # and dates
    MARK = "mark"
    QUOTED = "quoted"


@attrs.frozen
class Word:
    """One word in both languages. `glued`: nothing stands between it and the word before it.

    `free`: in Chinese no space is needed behind it, whatever follows.
    """

    sort: Sort
    zh: str
    en: str
    glued: bool = False
    free: bool = False


Words = Sequence[Word]


def key(zh: str, en: str, *, free: bool = False, glued: bool = False) -> Word:
    return Word(Sort.WORD, zh, en, glued=glued, free=free)


def name(text: str) -> Word:
    return Word(Sort.NAME, text, text)


def quoted(text: str) -> Word:
    return Word(Sort.QUOTED, f'"{text}"', f'"{text}"')


def number(text: str) -> Word:
    return Word(Sort.NUMBER, text, text)


def day(value: date) -> Word:
    return number(value.isoformat())


def mark(zh: str, en: str = "", *, glued: bool = True) -> Word:
    return Word(Sort.MARK, zh, en or zh, glued=glued)


COMMA, ROW, COLON, SLASH, DOT = mark(","), mark("、", " |"), mark(":"), mark("/"), mark(".")
EQUALS = mark("=", glued=False)


def decimal(hundredths: int) -> Word:
    whole, rest = divmod(hundredths, 100)
    return number(f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole))


def points(hundredths: int) -> Words:
    one = hundredths == 100
    return decimal(hundredths), key("分", "point" if one else "points", free=True, glued=True)


# --- the page of words ---------------------------------------------------------------------------

_PERIODS = {
    Period.DAY: ("天", "day"),
    Period.WEEK: ("周", "week"),
    Period.MONTH: ("月", "month"),
    Period.QUARTER: ("季度", "quarter"),
    Period.HALF_YEAR: ("半年", "half-year"),
    Period.YEAR: ("年", "year"),
}
_SUBJECTS = {
    Subject.HOUSEHOLD: ("户", "household"),
    Subject.PERSON: ("人", "person"),
    Subject.RECORD: ("记录", "record"),
}
_STATUSES = {
    Status.DECLARED: ("申报", "declared"),
    Status.CHECKED: ("审核", "checked"),
    Status.APPROVED: ("通过", "approved"),
    Status.REJECTED: ("退回", "rejected"),
    Status.WITHDRAWN: ("撤回", "withdrawn"),
}
_SIGNS = {"=": "等于", "!=": "不等于", "<": "小于", "<=": "不超过", ">": "大于", ">=": "不少于"}


def every(period: Period) -> Words:
    if period is Period.EVER:
        return (key("终身", "ever"),)
    zh, en = _PERIODS[period]
    return (key(f"每{zh}", f"per {en}"),)


def subject_and_period(subject: Subject | None, period: Period) -> Words:
    """每户每月, in one piece as people write it."""
    if subject is None:
        return every(period)
    zh, en = _SUBJECTS[subject]
    (rest,) = every(period)
    return (key(f"每{zh}{rest.zh}", f"per {en} {rest.en}"),)


def fact_path(fact: model.Fact) -> Words:
    return key(*_SUBJECTS[fact.subject]), DOT, attrs.evolve(name(fact.name), glued=True)


# --- conditions ----------------------------------------------------------------------------------


def condition(node: model.Condition) -> Words:
    match node:
        case model.IsYes(fact=fact):
            return fact_path(fact)
        case model.Compare(left=left, sign=sign, right=right):
            written = Word(Sort.MARK, sign, sign)
            return *measure(left), written, *literal(right)
        case model.IsIn(fact=fact, levels=levels, negated=negated):
            word = key("不属于", "not in") if negated else key("属于", "in")
            return *fact_path(fact), word, *_joined((name(level),) for level in levels)
        case model.Not(inner=inner):
            return key("不是", "not"), *_inside(inner)
        case model.And(parts=parts):
            return _chain(key("并且", "and"), parts)
        case model.Or(parts=parts):
            return _chain(key("或者", "or"), parts)


def _chain(word: Word, parts: Sequence[model.Condition]) -> Words:
    words = list(_inside(parts[0]))
    for part in parts[1:]:
        words += [word, *_inside(part)]
    return words


def _inside(node: model.Condition) -> Words:
    """A part of a larger condition, in brackets where it is one of several parts itself."""
    if isinstance(node, model.And | model.Or):
        opened = attrs.evolve(condition(node)[0], glued=True)
        return mark("(", glued=False), opened, *condition(node)[1:], mark(")")
    return condition(node)


def measure(node: model.Measure) -> Words:
    match node:
        case model.FactOf(fact=fact):
            return fact_path(fact)
        case model.AgeOf():
            return key("人", "person"), DOT, Word(Sort.NAME, "周岁", "age", glued=True)
        case model.Today():
            return (key("日期", "date"),)


def literal(value: bool | int | date | str) -> Words:
    match value:
        case bool():
            return (key("是", "yes") if value else key("否", "no"),)
        case int():
            return (decimal(value),)
        case date():
            return (day(value),)
        case str():
            return (name(value),)


# --- values and clauses --------------------------------------------------------------------------


def value_of(value: model.Value) -> Words:
    match value:
        case model.PerUnit(points=amount, size=size, unit=unit):
            return *points(amount), SLASH, *_sized(size, unit)
        case model.PerBlock(points=amount, size=size, unit=unit):
            full = key("满", "full", glued=True)
            return *points(amount), SLASH, full, *_sized(size, unit, always=True)
        case model.PerPeriod(points=amount, period=period):
            return *points(amount), SLASH, key(*_PERIODS[period], glued=True)
        case model.Judged(low=low, high=high):
            words = *points(low), key("至", "to"), *points(high)
            return *words, key("评定", "judged"), *_judges(value.judges)
        case model.ByLevel(fact=fact, rows=rows, otherwise=otherwise):
            written = [(name(level), *points(amount)) for level, amount in rows]
            return _table(fact_path(fact), written, otherwise)
        case model.ByBand(measure=what, rows=bands, otherwise=rest):
            up = key("起", "up")
            written = [(decimal(least), up, *points(amount)) for least, amount in bands]
            return _table(measure(what), written, rest)
        case model.ByCount(period=period, tiers=tiers, afterwards=afterwards):
            rows_ = [_tier(up_to, amount) for up_to, amount in tiers]
            rows_.append((key("之后", "then"), *points(afterwards)))
            return *every(period), *_joined(rows_)


def _judges(judges: str) -> Words:
    mean = key("取平均", "mean")
    return {
        "": (),
        "mean": (mean,),
        "mean without extremes": (mean, key("去掉最高最低", "without extremes")),
        "median": (key("取中位数", "median"),),
    }[judges]


def _sized(size: int, unit: model.Unit, *, always: bool = False) -> Words:
    known = unit.zh != unit.en
    plural = unit.en_plural or f"{unit.en}s"
    word = (key if known else _unit_name)(unit.zh, unit.en if size == 100 or not known else plural)
    if size == 100 and not always:
        return (attrs.evolve(word, glued=True, free=unit.is_times),)
    return attrs.evolve(decimal(size), glued=True), attrs.evolve(word, free=unit.is_times)


def _unit_name(zh: str, _: str) -> Word:
    return name(zh)


def _table(by: Words, rows: list[Words], otherwise: int | None) -> Words:
    if otherwise is not None:
        rows = [*rows, (key("其余", "otherwise"), *points(otherwise))]
    return key("按", "by"), *by, COLON, *_joined(rows)


def _tier(times: int, amount: int) -> Words:
    word = key("次", "time" if times == 1 else "times", free=True, glued=True)
    return key("前", "first"), number(str(times)), word, *points(amount)


def _joined(rows: Iterable[Words]) -> Words:
    words: list[Word] = []
    for row in rows:
        words += [*([ROW] if words else []), *row]
    return words


def cap(limit: model.Cap) -> Words:
    if limit.counts is model.Counts.POINTS:
        amount = points(limit.amount)
    else:
        one = limit.amount == 1
        amount = (
            number(str(limit.amount)),
            key("次", "time" if one else "times", free=True, glued=True),
        )
    words = key("上限", "cap"), *amount, *subject_and_period(limit.subject, limit.period)
    return words if limit.when is None else (*words, key("当", "when"), *condition(limit.when))


def window(first: date | None, last: date | None) -> Words:
    words: list[Word] = []
    if first is not None:
        words += [key("自", "from"), day(first)]
    if last is not None:
        words += [key("至", "to"), day(last)]
    return words


def _clauses(item: model.Item) -> Iterator[Words]:
    yield from (cap(limit) for limit in item.caps)
    for factor in item.factors:
        when = key("当", "when")
        yield decimal(factor.times), key("倍", "fold"), when, *condition(factor.when)
    if item.when is not None:
        yield key("当", "when"), *condition(item.when)
    if item.first_day or item.last_day:
        yield window(item.first_day, item.last_day)
    if item.highest == "event":
        yield key("取最高", "highest only"), key("每事由", "per event")
    elif isinstance(item.highest, Period):
        yield key("取最高", "highest only"), *every(item.highest)
    if isinstance(item.value, model.PerBlock) and item.value.carried is not None:
        yield key("余数累计", "rest carried"), *every(item.value.carried)


# --- statements ----------------------------------------------------------------------------------


def statements(policy: model.Policy, tests: Sequence[Words] = ()) -> Iterator[Words]:
    """Every statement of a policy, in an order that the language allows."""
    yield opening("办法", "policy"), quoted(policy.name)
    yield opening("施行", "effective"), *_dates(policy.first_day, policy.last_day)
    yield opening("计分单位", "account"), key(*_SUBJECTS[policy.account])
    yield opening("取整", "round"), *points(policy.round_to)
    if policy.rate is not None:
        amount, fen = policy.rate
        words = opening("兑换", "redeem"), *points(amount), EQUALS
        yield *words, decimal(fen), key("元", "yuan", glued=True)
    yield opening("结算", "settle"), *every(policy.settle)
    yield opening("评价", "evaluate"), *every(policy.evaluate)
    yield from (_fact(fact) for fact in policy.facts)
    if policy.eligible is not None:
        yield opening("参加条件", "eligible"), *condition(policy.eligible)
    yield from (_base(base) for base in policy.bases)
    yield _floor(policy.floor)
    yield from (_as_statement(cap(limit)) for limit in policy.caps)
    if policy.minimum:
        yield opening("起兑", "minimum"), *points(policy.minimum)
    yield _expiry(policy.expiry)
    for category in policy.categories:
        yield from _category(category)
    for goods in policy.goods:
        yield opening("商品", "goods"), name(goods.name), *points(goods.points)
    yield from tests


def opening(zh: str, en: str) -> Word:
    return key(zh, en, free=True)


def _as_statement(words: Words) -> Words:
    return attrs.evolve(words[0], free=True), *words[1:]


def _dates(first: date, last: date | None) -> Words:
    return (day(first),) if last is None else (day(first), key("至", "to"), day(last))


def _names(first: str, other: str) -> Words:
    return (name(first), quoted(other)) if other else (name(first),)


def _fact(fact: model.Fact) -> Words:
    words = opening("属性", "fact"), *fact_path(fact), COLON
    match fact.type:
        case FactType.YES_NO:
            return *words, key("是否", "yes/no")
        case FactType.NUMBER:
            return *words, key("数", "number")
        case FactType.DATE:
            return *words, key("日期", "date")
        case FactType.LEVEL:
            return *words, *_joined((name(level),) for level in fact.levels)


def _base(base: model.Base) -> Words:
    period = key("一次", "once") if base.period is Period.EVER else every(base.period)[0]
    words = opening("基础分", "base"), *points(base.points), period
    return words if base.redeemable else (*words, COMMA, key("不可兑换", "not redeemable"))


def _floor(floor: model.Floor | None) -> Words:
    if floor is None:
        return (opening("不设下限", "no floor"),)
    words = opening("下限", "floor"), *points(floor.points)
    if floor.period is not None:
        words = (*words, *every(floor.period))
    return (*words, COMMA, key("含基础分", "with base")) if floor.with_base else words


def _expiry(expiry: model.Expiry | None) -> Words:
    if expiry is None:
        return opening("结转", "carry"), key("全部", "all")
    if expiry.kept_percent is None:
        words: Words = (opening("清零", "expire"), *every(expiry.period))
    else:
        share = number(str(expiry.kept_percent)), mark("%")
        words = opening("结转", "carry"), *share, *every(expiry.period)
    if not expiry.grace_days:
        return words
    days = "day" if expiry.grace_days == 1 else "days"
    grace = number(str(expiry.grace_days)), key("天", days, glued=True)
    return *words, COMMA, key("宽限", "grace"), *grace


def _category(category: model.Category) -> Iterator[Words]:
    yield opening("类别", "category"), *_names(category.name, category.other_name)
    yield from (_as_statement(cap(limit)) for limit in category.caps)
    if category.floor is not None:
        yield _floor(category.floor)
    yield from (_base(base) for base in category.bases)
    yield from (_match(match) for match in category.matches)
    for item in category.items:
        words = opening("扣分", "deduct") if item.deducts else opening("加分", "award")
        yield (
            words,
            *_names(item.name, item.other_name),
            *value_of(item.value),
            *(word for clause in _clauses(item) for word in (COMMA, *clause)),
        )

    yield from (_bonus(bonus) for bonus in category.bonuses)


def _match(match: model.Match) -> Words:
    words = opening("配兑", "match"), *points(match.points), key("每得", "for each")
    words = (*words, *points(match.earned))
    return words if match.when is None else (*words, key("当", "when"), *condition(match.when))


def _bonus(bonus: model.Bonus) -> Words:
    word = opening("扣分", "deduct") if bonus.deducts else opening("奖励", "bonus")
    head = word, name(bonus.name), *points(bonus.points), COMMA, key("当", "when")
    mark, amount = bonus.mark, points(bonus.mark.amount)
    if mark.counts is model.Counts.TIMES:
        times = "time" if mark.amount == 1 else "times"
        amount = number(str(mark.amount)), key("次", times, free=True, glued=True)
    if isinstance(mark.time, Period):
        time = every(mark.time)
    else:
        months = "month" if mark.time == 1 else "months"
        time = key("近", "within"), number(str(mark.time)), key("个月", months, glued=True)
    reaches = name(bonus.item), key("达到", "reaches"), *amount, *time
    return *head, *reaches, *(word for one in bonus.caps for word in (COMMA, *cap(one)))


# --- tests in a policy ---------------------------------------------------------------------------


def a_test(
    case: Case, title: str, records: Sequence[Record], expected: Sequence[tuple[str, int]]
) -> Iterator[Words]:
    """A test with the case's register, some records, and what accounts should have."""
    yield opening("测试", "test"), quoted(title)
    facts = {fact.name: fact for fact in case.policy.facts}
    for household in case.households:
        yield opening("户", "household"), name(household.household), *_of_row(household, facts)
    for person in case.people:
        names = name(person.person), key("属于", "in"), name(person.household)
        yield opening("人", "person"), *names, *_of_row(person, facts)
    for record in records:
        yield _test_record(case.policy, record, facts)
    for account, amount in expected:
        sign = (mark("-", glued=False),) if amount < 0 else ()
        first, second = points(abs(amount))
        shown = attrs.evolve(first, glued=bool(sign))
        yield opening("应得", "expect"), name(account), *sign, shown, second


def _of_row(row: HouseholdRow | PersonRow, facts: Mapping[str, model.Fact]) -> Words:
    words: list[Word] = []
    for fact, value in row.facts.items():
        words += [COMMA, name(facts[fact].name), EQUALS, *literal(value)]
    for zh, en, on in (
        ("加入", "joined", row.joined),
        ("离开", "left", row.left),
        ("自", "since", row.since),
    ):
        if on is not None:
            words += [COMMA, key(zh, en), EQUALS, day(on)]
    return words


def _test_record(policy: model.Policy, record: Record, facts: Mapping[str, model.Fact]) -> Words:
    item = next((one for one in policy.items if record.item in (one.name, one.other_name)), None)
    account = record.person if policy.account is Subject.PERSON else record.household
    title = quoted(record.item) if " " in record.item else name(record.item)
    words = [opening("记录", "record"), day(record.day), name(account), title]
    if record.quantity is not None:
        words.append(decimal(record.quantity))
        if item is not None and isinstance(item.value, model.PerUnit | model.PerBlock):
            words.extend(_sized(100, item.value.unit))
    if policy.account is Subject.HOUSEHOLD and record.person:
        words += [COMMA, key("人", "person"), EQUALS, name(record.person)]
    if record.all_judgings:
        judgings = _joined(points(one) for one in record.all_judgings)
        words += [COMMA, key("评定", "judged"), EQUALS, *judgings]
    if record.event:
        words += [COMMA, key("事由", "event"), EQUALS, name(record.event)]
    if record.status is not Status.APPROVED:
        words += [COMMA, key("状态", "status"), EQUALS, key(*_STATUSES[record.status])]
    for fact, value in record.facts.items():
        words += [COMMA, name(facts[fact].name), EQUALS, *literal(value)]
    return words


# --- text ----------------------------------------------------------------------------------------

_WIDE = {ord(one): chr(ord(one) + 0xFEE0) for one in "0123456789,:/.=()<>%-"}


def text_of(written: Iterable[Words], style: Style) -> str:
    """Statements as lines of text in a style."""
    return "".join(_line(words, style) + "\n" for words in written)


def _line(words: Words, style: Style) -> str:
    line, before = "", None
    for word in words:
        line += _between(before, word, style) + _spelled(word, style)
        before = word
    return line


def _spelled(word: Word, style: Style) -> str:
    if not style.is_chinese:
        return word.en
    if style is Style.WIDE and word.sort in {Sort.NUMBER, Sort.MARK}:
        return _SIGNS.get(word.zh, "") if _is_sign(word) else word.zh.translate(_WIDE)
    return word.zh


def _is_sign(word: Word) -> bool:
    return word.sort is Sort.MARK and word.zh in _SIGNS and word is not EQUALS


def _between(before: Word | None, word: Word, style: Style) -> str:
    if before is None:
        return ""
    if style is Style.ENGLISH:
        beside = before in {SLASH, DOT} or before.zh in {"(", "-"}
        joined = (word.glued and word.sort is Sort.MARK) or beside or word.zh == "%"
        return "" if joined else " "
    if not style.is_dense:
        joined = word.glued or before in {SLASH, DOT} or before.zh in {"(", "-"} or before is ROW
        return "" if joined else " "
    if word.glued or before.free:
        return ""
    plain = {Sort.WORD, Sort.NAME}
    if style is Style.WIDE and (_is_sign(before) or _is_sign(word)):
        return " "  # signs written as words
    if before.sort in plain and word.sort in plain:
        return " "
    if before.sort is Sort.NUMBER and word.sort is Sort.NUMBER:
        return " "
    latin_before_number = before.sort is Sort.NAME and word.sort is Sort.NUMBER
    return " " if latin_before_number and before.zh[-1].isascii() else ""
