"""Households and people: names, days and facts."""

from datetime import date
from pathlib import Path

from rulesengine.core.rawrow import RawHousehold, RawPerson
from rulesengine.intake.membership import read_households, read_people
from tests.intake.saying import FACTS, csv_file, said


def test_households_with_their_days_and_facts(tmp_path: Path) -> None:
    """Every column is read; several rows of one household are several rows."""
    path = csv_file(
        tmp_path,
        "户,村,加入,离开,自,脱贫户\n张三,洪河村,2024-01-01,2025.12.31,,是\n张三,洪河村,,,2025-07-01,否\n",
    )

    outcome = read_households(path, FACTS)

    assert [] == said(outcome)
    assert outcome.value is not None
    assert (
        RawHousehold(
            "张三", "洪河村", date(2024, 1, 1), date(2025, 12, 31), None, {"脱贫户": "是"}
        ),
        RawHousehold("张三", "洪河村", None, None, date(2025, 7, 1), {"脱贫户": "否"}),
    ) == outcome.value.rows


def test_people_belong_to_a_household(tmp_path: Path) -> None:
    """English headings, another order; what is not given is empty."""
    path = csv_file(tmp_path, "household,person,since\n张三,李四,2025-01-01\n")

    outcome = read_people(path, FACTS)

    assert outcome.value is not None
    assert (RawPerson("李四", "张三", since=date(2025, 1, 1)),) == outcome.value.rows


def test_mistakes_of_households(tmp_path: Path) -> None:
    """An empty name, bad days, a fact that is none; leaving before joining."""
    path = csv_file(
        tmp_path,
        "户,加入,离开,脱贫户\n,2025-01-01,,\n张三,x,,\n李四,2025-02-01,2025-01-31,\n王五,,,脱贫\n",
    )

    outcome = read_households(path, FACTS)

    assert outcome.value is None
    assert [
        "R406 2 户: the cell of 户 is empty",
        "R405 3 加入: x is no date",
        "R405 4 离开: left on 2025-01-31, before joining on 2025-02-01",
        "R405 5 脱贫户: 脱贫 is no value of 脱贫户",
    ] == said(outcome)


def test_mistakes_of_people(tmp_path: Path) -> None:
    """A person needs a name and a household, and both columns have to be there."""
    path = csv_file(tmp_path, "人,户,党员\n李四,,是\n,张三,\n")
    outcome = read_people(path, FACTS)
    without = read_people(csv_file(tmp_path, "人,党员\n李四,是\n"), FACTS)

    assert [
        "R406 2 户: the cell of 户 is empty",
        "R406 3 人: the cell of 人 is empty",
    ] == said(outcome)
    assert ["R402 1: there is no column household/户"] == said(without)


def test_columns_of_records_are_unknown_here(tmp_path: Path) -> None:
    """Somebody gave the wrong file: nothing of it is taken."""
    path = csv_file(tmp_path, "户,日期,事项\n张三,2025-03-01,扫\n")

    assert [
        "R403 1 日期: 日期 is neither a column nor a fact of the policy",
        "R403 1 事项: 事项 is neither a column nor a fact of the policy",
    ] == said(read_households(path, FACTS))
