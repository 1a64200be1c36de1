"""Which policy holds for whom, the last day, and what is told of records in error."""

from datetime import date

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.posting import Account
from rulesengine.core.record import Status
from rulesengine.core.register import HouseholdRow, PersonRow, Register, build
from rulesengine.scoring.score import Run, score
from tests.scoring.policies import HEAD, SWEEPING, record, timeline, timeline_of


def register(*households: HouseholdRow, people: tuple[PersonRow, ...] | None = None) -> Register:
    built = build(households, people)
    assert built.value is not None
    return built.value


def standings(run: Run) -> dict[str, int]:
    return {passbook.account.name: passbook.standing for passbook in run.passbooks}


def codes(run: Run) -> list[Code]:
    return [found.code for found in run.diagnostics]


def test_the_example_of_the_language_page_scores_as_it_says() -> None:
    """Two sweepings on one day count once: 2 points for them, 6 for two hours of work."""
    records = [
        record(1, "2025-03-01", "清扫"),
        record(2, "2025-03-01", "清扫"),
        record(3, "2025-03-03", "劳动", quantity=200),
    ]
    run = score({"": timeline()}, Register(), records)
    assert standings(run) == {"张三": 800}
    assert (run.records, run.counted, run.until) == (3, 2, date(2025, 3, 3))


def test_every_account_of_the_register_is_scored_by_village_and_name() -> None:
    """A household without records has a passbook too; the order is that of code points."""
    known = register(
        HouseholdRow("王五", "乙村"), HouseholdRow("丁一", "乙村"), HouseholdRow("赵", "甲村")
    )
    run = score({"": timeline()}, known, [])
    expected = [Account("乙村", "丁一"), Account("乙村", "王五"), Account("甲村", "赵")]
    assert expected == [passbook.account for passbook in run.passbooks]


def test_without_records_the_last_day_is_the_first_day_of_the_earliest_policy() -> None:
    """Nothing hangs on today's date."""
    later = timeline_of(("2025-06-01", HEAD + SWEEPING))
    known = register(HouseholdRow("张三", "甲村"), HouseholdRow("李四", "乙村"))
    run = score({"甲村": later, "乙村": timeline()}, known, [])
    assert run.until == date(2025, 1, 1)


def test_only_a_record_that_passes_step_one_moves_the_last_day() -> None:
    """A record in error and one not approved are told and counted, and bring no later day."""
    records = [
        record(1, "2025-03-01", "清扫"),
        record(2, "2025-05-01", "没有的事"),
        record(3, "2025-06-01", "清扫", status=Status.DECLARED),
    ]
    run = score({"": timeline()}, Register(), records)
    assert run.until == date(2025, 3, 1)
    outcomes = [result.outcome for result in run.results()]
    expected = [RecordOutcome.IN_FULL, RecordOutcome.ERROR, RecordOutcome.NOT_APPROVED]
    assert expected == outcomes
    assert run.records == 3
    assert codes(run) == [Code.UNKNOWN_ITEM]


def test_records_after_a_given_last_day_are_outside_the_run() -> None:
    """They are neither counted nor told, but the accounts that they name are in the register."""
    records = [record(1, "2025-03-01", "清扫"), record(2, "2025-03-02", "没有的事", "李四")]
    run = score({"": timeline()}, Register(), records, until=date(2025, 3, 1))
    assert standings(run) == {"张三": 200, "李四": 0}
    assert (run.records, run.diagnostics) == (1, ())


def test_a_record_in_error_stops_nobody() -> None:
    """It is told with its row, earns nothing, and the others are scored as without it."""
    known = register(HouseholdRow("张三"), HouseholdRow("李四"))
    records = [
        record(1, "2025-03-01", "劳动"),
        record(2, "2025-03-01", "清扫", "张四"),
        record(3, "2025-03-01", "清扫", "李四"),
    ]
    run = score({"": timeline()}, known, records)
    assert standings(run) == {"张三": 0, "李四": 200}
    assert codes(run) == [Code.MISSING_QUANTITY, Code.UNKNOWN_ACCOUNT]
    assert [found.primary for found in run.diagnostics] == [
        Cell("records.csv", 2, "quantity"),
        Cell("records.csv", 3, "household", "张四"),
    ]
    assert [result.record.id for result in run.unplaced] == [2]
    assert (run.records, run.counted) == (3, 1)


def test_a_village_has_its_own_policy_or_the_one_of_all_villages() -> None:
    """The timeline of "" is for every village that has none of its own."""
    own = timeline(HEAD + "类别 环境\n加分 清扫 7分/次\n")
    known = register(HouseholdRow("张三", "甲村"), HouseholdRow("李四", "乙村"))
    records = [record(1, "2025-03-01", "清扫"), record(2, "2025-03-01", "清扫", "李四")]
    run = score({"": timeline(), "甲村": own}, known, records)
    assert standings(run) == {"张三": 700, "李四": 200}


def test_a_village_without_a_policy_is_told_once_and_the_others_are_scored() -> None:
    """Its records are in error; its accounts have no passbook, for nothing says what counts."""
    known = register(HouseholdRow("张三", "甲村"), HouseholdRow("李四", "乙村"))
    records = [record(number, "2025-03-01", "清扫", "李四") for number in (1, 2)]
    run = score({"甲村": timeline()}, known, records)
    assert standings(run) == {"张三": 0}
    assert codes(run) == [Code.NO_POLICY_ADOPTED]
    assert [result.outcome for result in run.unplaced] == [RecordOutcome.ERROR] * 2


def test_a_village_whose_versions_keep_different_accounts_is_not_scored() -> None:
    """A household's passbook cannot become a person's in the middle."""
    persons = HEAD.replace("兑换", "计分单位 人\n兑换") + "类别 环境\n加分 清扫 2分/次\n"
    mixed = timeline_of(("2025-01-01", HEAD + SWEEPING), ("2025-07-01", persons))
    run = score({"": mixed}, register(HouseholdRow("张三")), [record(1, "2025-03-01", "清扫")])
    assert codes(run) == [Code.WRONG_SUBJECT]
    assert run.passbooks == ()


def test_one_village_alone_has_the_passbooks_that_it_has_among_the_others() -> None:
    """`village` leaves the others out of everything, the number of records too."""
    known = register(HouseholdRow("张三", "甲村"), HouseholdRow("李四", "乙村"))
    records = [record(1, "2025-03-01", "清扫"), record(2, "2025-03-01", "没有的事", "李四")]
    run = score({"": timeline()}, known, records, village="甲村")
    assert standings(run) == {"张三": 200}
    assert (run.records, run.diagnostics) == (1, ())


def test_a_record_that_nobody_can_place_is_told_in_the_run_of_any_village() -> None:
    """It names no village, so it may be meant for this one."""
    known = register(HouseholdRow("张三", "甲村"), HouseholdRow("李四", "乙村"))
    run = score({"": timeline()}, known, [record(1, "2025-03-01", "清扫", "张")], village="甲村")
    assert codes(run) == [Code.UNKNOWN_ACCOUNT]
    assert (run.records, standings(run)) == (1, {"张三": 0})


def test_missing_facts_are_told_once_for_each_fact_and_item() -> None:
    """Three records without the fact give one warning, at the first row, with their number."""
    text = HEAD + "属性 户.常住: 是否\n类别 环境\n加分 清扫 2分/次, 当 户.常住\n"
    known = register(HouseholdRow("张三", facts={"常住": True}), HouseholdRow("李四"))
    records = [record(1, "2025-03-01", "清扫")]
    records += [record(number, "2025-03-01", "清扫", "李四") for number in (4, 3, 2)]
    run = score({"": timeline(text)}, known, records)
    assert codes(run) == [Code.FACT_MISSING]
    assert run.diagnostics[0].primary == Cell("records.csv", 3)
    expected = "the household's 常住 is not known, so 3 records of 清扫 earned nothing"
    assert str(run.diagnostics[0].message) == expected


PEOPLE = HEAD.replace("兑换", "计分单位 人\n兑换") + SWEEPING.replace(", 上限 1次 每户每天", "")


def test_a_person_has_the_account_where_the_policy_says_so() -> None:
    """Every person of the register has a passbook, households have none."""
    known = register(
        HouseholdRow("张三"), people=(PersonRow("张一", "张三"), PersonRow("张二", "张三"))
    )
    run = score({"": timeline(PEOPLE)}, known, [record(1, "2025-03-01", "清扫", "", person="张一")])
    assert standings(run) == {"张一": 200, "张二": 0}


def test_a_person_without_a_register_may_be_named_with_the_household_or_alone() -> None:
    """Where nobody wrote people down, a name stands for one person of the village."""
    records = [
        record(1, "2025-03-01", "清扫", "", person="张一"),
        record(2, "2025-03-02", "清扫", "张三", person="张一"),
    ]
    run = score({"": timeline(PEOPLE)}, Register(), records)
    assert standings(run) == {"张一": 400}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_person_of_two_households_is_not_guessed_by_the_order_of_rows(
    order: tuple[int, ...],
) -> None:
    """The name alone says neither household, whichever row comes first."""
    records = [
        record(1, "2025-03-01", "清扫", "张三", person="小一"),
        record(2, "2025-03-01", "清扫", "李四", person="小一"),
        record(3, "2025-03-01", "清扫", "", person="小一"),
    ]
    run = score({"": timeline()}, Register(), [records[place] for place in order])
    assert standings(run) == {"张三": 200, "李四": 200}
    assert codes(run) == [Code.NOT_TOGETHER]


def test_household_and_person_must_belong_together() -> None:
    """The register has the person elsewhere that day, so the record is in error."""
    people = (
        PersonRow("小一", "张三", left=date(2025, 3, 31)),
        PersonRow("小一", "李四", joined=date(2025, 4, 1)),
    )
    known = register(HouseholdRow("张三"), HouseholdRow("李四"), people=people)
    records = [
        record(1, "2025-03-31", "清扫", "李四", person="小一"),
        record(2, "2025-04-01", "清扫", "李四", person="小一"),
        record(3, "2025-04-02", "清扫", "", person="小一"),
    ]
    run = score({"": timeline()}, known, records)
    assert codes(run) == [Code.NOT_TOGETHER]
    assert standings(run) == {"张三": 0, "李四": 400}


@pytest.mark.parametrize("turned", [False, True])
def test_a_later_row_moves_a_person_to_the_other_household(turned: bool) -> None:
    """A row with `since` and another household ends the stay in the first, in any order of rows."""
    people = [PersonRow("小一", "张三"), PersonRow("小一", "李四", since=date(2025, 4, 1))]
    rows = tuple(reversed(people)) if turned else tuple(people)
    known = register(HouseholdRow("张三"), HouseholdRow("李四"), people=rows)
    records = [
        record(1, "2025-03-31", "清扫", "", person="小一"),
        record(2, "2025-04-01", "清扫", "", person="小一"),
        record(3, "2025-04-01", "劳动", "", person="小一", quantity=100),
    ]
    run = score({"": timeline()}, known, records)
    assert standings(run) == {"张三": 200, "李四": 500}
    assert run.diagnostics == ()


def test_a_household_of_two_villages_needs_the_village() -> None:
    """The same name in two villages is two households."""
    known = register(HouseholdRow("张三", "甲村"), HouseholdRow("张三", "乙村"))
    records = [record(1, "2025-03-01", "清扫"), record(2, "2025-03-01", "清扫", village="乙村")]
    run = score({"": timeline()}, known, records)
    assert [passbook.standing for passbook in run.passbooks] == [200, 0]
    assert codes(run) == [Code.UNKNOWN_ACCOUNT]
