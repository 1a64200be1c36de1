"""What the checker warns of is true: the warnings held against scoring, on random policies."""

from datetime import date, timedelta
from itertools import product

import attrs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rulesengine.core.calendar import Period, last_day, period_index
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label
from rulesengine.core.facts import Fact, FactType, FactValue, Level, Subject
from rulesengine.core.posting import IN_BALANCE
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.check_bounds import most_touched
from rulesengine.language.check_reach import always_holds, never_holds
from rulesengine.language.load import load
from rulesengine.scoring.score import Run
from tests import generators
from tests.generators import Case
from tests.laws.printing import Style
from tests.laws.running import run_of, text_in

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]
FIXED = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=SLOW_TO_DRAW,
)


def _warned(case: Case) -> tuple[checked.Policy, tuple[Diagnostic, ...]]:
    outcome = load(Source("case.policy", text_in(case.policy, Style.CHINESE)))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value, outcome.diagnostics


# --- limits --------------------------------------------------------------------------------------


def _spans(found: tuple[Diagnostic, ...], code: Code) -> set[Span]:
    places = [one.primary for one in found if one.code is code]
    return {place.span for place in places if isinstance(place, Label)}


def _without(policy: checked.Policy, spans: set[Span]) -> checked.Policy:
    def kept(limits: tuple[checked.Limit, ...]) -> tuple[checked.Limit, ...]:
        return tuple(one for one in limits if one.span not in spans or one.once_per_period)

    categories = tuple(
        attrs.evolve(
            category,
            limits=kept(category.limits),
            items=tuple(attrs.evolve(item, limits=kept(item.limits)) for item in category.items),
        )
        for category in policy.categories
    )
    return attrs.evolve(
        policy,
        limits=kept(policy.limits),
        categories=categories,
        groups=tuple(attrs.evolve(one, limits=kept(one.limits)) for one in policy.groups),
        bonuses=tuple(attrs.evolve(one, limits=kept(one.limits)) for one in policy.bonuses),
    )


@given(generators.cases())
@FIXED
def test_a_limit_that_never_binds_changes_nothing(case: Case) -> None:
    """Without the limits that R301 names, every record earns the same (though another limit of the

    same size may now be named for what is lost).
    """
    case = attrs.evolve(case, successor=None)
    policy, found = _warned(case)
    spans = _spans(found, Code.NEVER_BINDS)
    if not spans:
        return
    with_them = run_of(case, checked.alone(policy))
    without_them = run_of(case, checked.alone(_without(policy, spans)))

    assert _earned(with_them) == _earned(without_them)


def _earned(run: Run) -> list[object]:
    lines = [line for book in run.passbooks for line in book.postings if line.kind in IN_BALANCE]
    return [*lines, *(result for book in run.passbooks for result in book.results)]


@given(generators.cases())
@FIXED
def test_an_item_that_no_record_can_reach_gives_nothing(case: Case) -> None:
    """No record of an item that R303 names is ever credited or counted."""
    case = attrs.evolve(case, successor=None)
    policy, found = _warned(case)
    items: set[object] = {
        one.message.values.get("item") for one in found if one.code is Code.UNREACHABLE_ITEM
    }
    if not items:
        return
    run = run_of(case, checked.alone(policy))
    results = [result for passbook in run.passbooks for result in passbook.results]

    assert [] == [
        one for one in results if one.record.item in items and (one.credited or one.counted)
    ]


PERIODS = [period for period in Period if period is not Period.EVER]


def test_most_touched_is_enough_and_no_more_than_a_week_too_many() -> None:
    """In thirty years no period reaches into more shorter ones than is counted on."""
    start = date(2000, 1, 1)
    days = [start + timedelta(days=number) for number in range(365 * 30)]
    for inner, outer in product(PERIODS, PERIODS):
        touched: dict[int, set[int]] = {}
        for day in days:
            touched.setdefault(period_index(outer, day), set()).add(period_index(inner, day))
        most = max(len(found) for found in touched.values())
        bound = most_touched(inner, outer)
        assert bound is not None
        assert most <= bound <= most + 1


def test_ever_is_touched_once_and_holds_any_number() -> None:
    """Life is one period; how many months it holds nobody can say."""
    assert most_touched(Period.EVER, Period.MONTH) == 1
    assert most_touched(Period.MONTH, Period.EVER) is None
    assert last_day(Period.EVER, 0).year == 9999


# --- conditions ----------------------------------------------------------------------------------

NOWHERE = Span(0, 0)
YES = Fact(Subject.HOUSEHOLD, "常住", FactType.YES_NO)
KIND = Fact(
    Subject.HOUSEHOLD, "类型", FactType.LEVEL, levels=(Level("甲"), Level("乙"), Level("丙"))
)
SCORE = Fact(Subject.RECORD, "评分", FactType.NUMBER)
VALUES: dict[Fact, tuple[FactValue, ...]] = {
    YES: (True, False),
    KIND: ("甲", "乙", "丙"),
    SCORE: tuple(range(7)),
}
EQUALITY = (checked.Order.EQUAL, checked.Order.UNEQUAL)


def _compare(fact: Fact) -> st.SearchStrategy[checked.Condition]:
    orders = tuple(checked.Order) if fact is SCORE else EQUALITY
    values = tuple(range(1, 6)) if fact is SCORE else VALUES[fact]
    return st.builds(
        lambda order, value, turned: (
            checked.Compare(checked.Literal(value), order, checked.FactOf(fact), NOWHERE)
            if turned
            else checked.Compare(checked.FactOf(fact), order, checked.Literal(value), NOWHERE)
        ),
        st.sampled_from(orders),
        st.sampled_from(values),
        st.booleans(),
    )


SIMPLE = st.one_of(
    _compare(YES),
    _compare(KIND),
    _compare(SCORE),
    st.lists(st.sampled_from(VALUES[KIND]), min_size=1, unique=True).map(
        lambda levels: checked.IsOneOf(KIND, tuple(str(one) for one in levels), NOWHERE)
    ),
)
CONDITIONS = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        inner.map(lambda one: checked.Not(one, NOWHERE)),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: checked.And(tuple(parts), NOWHERE)
        ),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda parts: checked.Or(tuple(parts), NOWHERE)
        ),
    ),
    max_leaves=6,
)


def _holds(condition: checked.Condition, known: dict[Fact, FactValue]) -> bool:
    match condition:
        case checked.Compare(left=left, order=order, right=right):
            one, other = (
                side.value if isinstance(side, checked.Literal) else known[side.fact]  # type: ignore[union-attr]
                for side in (left, right)
            )
            return bool(
                {
                    checked.Order.EQUAL: lambda: one == other,
                    checked.Order.UNEQUAL: lambda: one != other,
                    checked.Order.LESS: lambda: one < other,  # type: ignore[operator]
                    checked.Order.AT_MOST: lambda: one <= other,  # type: ignore[operator]
                    checked.Order.MORE: lambda: one > other,  # type: ignore[operator]
                    checked.Order.AT_LEAST: lambda: one >= other,  # type: ignore[operator]
                }[order]()
            )
        case checked.IsOneOf(fact=fact, levels=levels):
            return known[fact] in levels
        case checked.Not(inner=inner):
            return not _holds(inner, known)
        case checked.And(parts=parts):
            return all(_holds(part, known) for part in parts)
        case checked.Or(parts=parts):
            return any(_holds(part, known) for part in parts)


def _everything(condition: checked.Condition) -> set[bool]:
    worlds = product(*VALUES.values())
    return {_holds(condition, dict(zip(VALUES, world, strict=True))) for world in worlds}


@given(CONDITIONS)
@settings(max_examples=400, derandomize=True, deadline=None, database=None)
def test_never_and_always_are_certain(condition: checked.Condition) -> None:
    """Over every value of its facts, a condition does what is said of it (these few facts: exactly)."""
    found = _everything(condition)

    assert (found == {False}) == never_holds(condition, None, None)
    assert (found == {True}) == always_holds(condition, None, None)
