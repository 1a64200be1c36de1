"""`init`, `import` and `adopt`: all or nothing, and every bad row listed."""

from pathlib import Path

import pytest

from tests.app.conftest import POLICY, RECORDS, Clerk


@pytest.fixture
def database(clerk: Clerk, town: Path) -> Path:
    """A database with the policy adopted."""
    assert 0 == clerk("init", "t.db").status
    assert 0 == clerk("adopt", "t.db", "p.policy").status
    return town / "t.db"


def test_init_makes_a_file_once(clerk: Clerk, folder: Path) -> None:
    """A file that is there is left alone."""
    first, second = clerk("init", "t.db"), clerk("init", "t.db")

    assert (0, "made t.db\n") == (first.status, first.out)
    assert (1, "") == (second.status, second.out)
    assert "R505" in second.err


def test_import_adds_what_is_new(clerk: Clerk, database: Path) -> None:
    """The same file again adds nothing."""
    first, second = (clerk("import", "t.db", "r.csv", "--lang", "en") for _ in range(2))

    assert (0, "r.csv: records added: 4\n") == (first.status, first.out)
    assert (0, "r.csv: records added: 0; already there: 4\n") == (second.status, second.out)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("5,张三,洪河村,2025-02-30,清扫门前,,,", "R405"),
        ("5,张三,洪河村,2025-03-05,打扫,,,", "R410"),
        ("5,张三,洪河村,2025-03-05,义务劳动,,,", "R413"),
        ("5,张三,洪河村,2025-03-05,义务劳动,-2,,", "R414"),
        ("5,张三,洪河村,2025-03-05,表彰,,国家级,甲", "R405"),
        ("4,张三,洪河村,2025-03-05,清扫门前,,,", "R408"),
    ],
)
def test_one_bad_row_refuses_the_whole_file(
    clerk: Clerk, database: Path, row: str, code: str
) -> None:
    """The row is listed once, and nothing is taken in."""
    (database.parent / "r.csv").write_text(f"{RECORDS}{row}\n", encoding="utf-8")
    answer = clerk("import", "t.db", "r.csv", "--lang", "en")

    assert (1, "") == (answer.status, answer.out)
    assert 1 == answer.err.count("error[")
    assert f"error[{code}]" in answer.err
    assert "r.csv, row 6" in answer.err
    assert "nothing was taken in" in answer.err
    assert '"records": 0' in clerk("score", "t.db", "--format", "json").out


def test_every_bad_row_is_listed_at_once(clerk: Clerk, database: Path) -> None:
    """Bad cells and records that no policy could count stand in one list, in the order of the file."""
    (database.parent / "r.csv").write_text(
        RECORDS
        + "5,张三,洪河村,2025-03-05,打扫,,,\n"
        + "6,张三,洪河村,2025-02-30,清扫门前,,,\n"
        + "7,张三,洪河村,2025-03-05,义务劳动,,,\n"
        + "8,张三,洪河村,2025-03-05,义务劳动,两,,\n",
        encoding="utf-8",
    )
    answer = clerk("import", "t.db", "r.csv", "--lang", "en")
    listed = [line for line in answer.err.splitlines() if line.startswith(("error", " -->"))]

    assert 1 == answer.status
    assert ["R410", "R405", "R413", "R405"] == [line[6:10] for line in listed[::2]]
    assert ["row 6", "row 7", "row 8", "row 9"] == [line[12:17] for line in listed[1::2]]


def test_a_bad_record_is_told_with_its_column_and_what_stands_there(
    clerk: Clerk, database: Path
) -> None:
    """Also what only the policy or the register can say, under the headings of the file."""
    policy = POLICY.split("测试")[0] + "  加分 评比 5分至10分 评定\n"
    (database.parent / "q.policy").write_text(policy, encoding="utf-8")
    clerk("adopt", "t.db", "q.policy", "--from", "2025-03-02")
    (database.parent / "h.csv").write_text("户,村\n张三,洪河村\n", encoding="utf-8")
    clerk("import", "t.db", "h.csv")
    (database.parent / "r.csv").write_text(
        "id,household,date,item,数量,评定分,级别\n"
        "1,张三,2025-03-05,打扫,,,\n"
        "2,张四,2025-03-05,清扫门前,,,\n"
        "3,张三,2025-03-05,义务劳动,,,\n"
        "4,张三,2025-03-05,清扫门前,1.5,,\n"
        "5,张三,2025-03-05,评比,,,\n"
        "6,张三,2025-03-05,评比,,12,\n"
        "7,张三,2025-03-05,表彰,,,县级\n"
        "8,张三,2025-03-05,义务劳动,100000,,\n"
        "9,张三,2025-03-05,表彰,,,国家级\n",
        encoding="utf-8",
    )
    answer = clerk("import", "t.db", "r.csv", "--lang", "en")
    listed = [line for line in answer.err.splitlines() if line.startswith(("error", " -->"))]

    assert [
        "R410 --> r.csv, row 2, column item: 打扫",
        "R411 --> r.csv, row 3, column household: 张四",
        "R413 --> r.csv, row 4, column 数量",
        "R414 --> r.csv, row 5, column 数量: 1.5",
        "R415 --> r.csv, row 6, column 评定分",
        "R416 --> r.csv, row 7, column 评定分: 12",
        "R417 --> r.csv, row 8, column 事由",
        "R405 --> r.csv, row 10, column 级别: 国家级",
    ] == [f"{error[6:10]}{place}" for error, place in zip(listed[::2], listed[1::2], strict=True)]


def test_a_household_that_is_not_in_the_register_refuses_the_file(
    clerk: Clerk, database: Path
) -> None:
    """Once households are registered, an unknown one is a mistake with a suggestion."""
    (database.parent / "h.csv").write_text("户,村\n张三丰,洪河村\n", encoding="utf-8")
    households = clerk("import", "t.db", "h.csv", "--lang", "en")
    records = clerk("import", "t.db", "r.csv", "--lang", "en")

    assert (0, "h.csv: rows of households added: 1\n") == (households.status, households.out)
    assert 1 == records.status
    assert 4 == records.err.count("error[R411]")
    assert "did you mean 张三丰?" in records.err


def test_the_kind_is_seen_from_the_headings_or_said(clerk: Clerk, database: Path) -> None:
    """A person and a household are people; `--kind` overrules."""
    (database.parent / "p.csv").write_text("人,户,村\n李四,张三,洪河村\n", encoding="utf-8")

    assert "rows of people added: 1" in clerk("import", "t.db", "p.csv", "--lang", "en").out
    assert 1 == clerk("import", "t.db", "p.csv", "--kind", "records").status


def test_without_a_policy_rows_are_taken_as_written_with_a_warning(
    clerk: Clerk, town: Path
) -> None:
    """R422 once; the level is read when a policy is there."""
    clerk("init", "t.db")
    answer = clerk("import", "t.db", "r.csv")

    assert (0, "r.csv: records added: 4\n") == (answer.status, answer.out)
    assert 1 == answer.err.count("warning[R422]")
    assert 0 == clerk("adopt", "t.db", "p.policy").status
    assert '"awarded": 28' in clerk("score", "t.db", "--format", "json").out


def test_a_policy_named_at_import_checks_the_rows(clerk: Clerk, town: Path) -> None:
    """`--policy` stands in for an adopted one."""
    clerk("init", "t.db")
    (town / "r.csv").write_text(RECORDS.replace("县级", "国家级"), encoding="utf-8")

    assert 1 == clerk("import", "t.db", "r.csv", "--policy", "p.policy").status
    assert 0 == clerk("import", "t.db", "r.csv").status


def test_adopt_refuses_a_broken_policy_and_a_day_outside_its_dates(
    clerk: Clerk, town: Path
) -> None:
    """Nothing is adopted, and the reason is said."""
    clerk("init", "t.db")
    (town / "q.policy").write_text(POLICY.replace("3分/小时", "3分/"), encoding="utf-8")
    broken = clerk("adopt", "t.db", "q.policy")
    late = clerk("adopt", "t.db", "p.policy", "--from", "2026-01-01", "--lang", "en")

    assert (1, 1) == (broken.status, late.status)
    assert "q.policy:10:" in broken.err
    assert "it holds from 2025-01-01 to 2025-12-31" in late.err
    assert "R506" in clerk("score", "t.db").err


def test_versions_follow_each_other_and_villages_have_their_own(clerk: Clerk, town: Path) -> None:
    """A second version from a later day, and another policy for one village."""
    clerk("init", "t.db")
    (town / "q.policy").write_text(
        POLICY.split("测试")[0].replace("3分/小时", "4分/小时"), encoding="utf-8"
    )
    assert 0 == clerk("adopt", "t.db", "p.policy").status
    assert 0 == clerk("adopt", "t.db", "q.policy", "--from", "2025-03-02").status
    assert 0 == clerk("import", "t.db", "r.csv").status

    assert '"awarded": 30' in clerk("score", "t.db", "--format", "json").out
    assert 0 == clerk("adopt", "t.db", "p.policy", "--village", "洪河村").status
    assert '"awarded": 28' in clerk("score", "t.db", "--format", "json").out
    again = clerk("adopt", "t.db", "q.policy", "--village", "洪河村")
    assert (1, "R507") == (again.status, "R507" if "R507" in again.err else again.err)


def test_a_version_may_not_change_whose_account_is_kept(clerk: Clerk, town: Path) -> None:
    """Household first and person later would mix two kinds of passbooks."""
    clerk("init", "t.db")
    other = (
        POLICY.split("测试")[0].replace("下限 0分", "计分单位 人\n下限 0分").replace("每户", "每人")
    )
    (town / "q.policy").write_text(other, encoding="utf-8")
    clerk("adopt", "t.db", "p.policy")
    answer = clerk("adopt", "t.db", "q.policy", "--from", "2025-07-01")

    assert 1 == answer.status
    assert "R205" in answer.err


def test_a_file_that_is_not_ours_stays_as_it_is(clerk: Clerk, town: Path) -> None:
    """R501 for any other file, which keeps its bytes."""
    answer = clerk("import", "r.csv", "r.csv")

    assert 1 == answer.status
    assert "R501" in answer.err
    assert RECORDS == (town / "r.csv").read_text(encoding="utf-8")


def test_a_record_is_corrected_by_its_id(clerk: Clerk, database: Path) -> None:
    """R408 names the way; `--replace` takes it, and rows that say the same stay."""
    clerk("import", "t.db", "r.csv")
    (database.parent / "r.csv").write_text(
        RECORDS.replace("义务劳动,2", "义务劳动,1"), encoding="utf-8"
    )
    refused = clerk("import", "t.db", "r.csv", "--lang", "en")
    replaced = clerk("import", "t.db", "r.csv", "--replace", "--lang", "en")

    assert "is it a correction? import the file again with --replace" in refused.err
    assert (0, "r.csv: records added: 0; replaced: 1; already there: 3\n") == (
        replaced.status,
        replaced.out,
    )
    assert '"awarded": 25' in clerk("score", "t.db", "--format", "json").out


def test_only_records_with_ids_correct_others(clerk: Clerk, database: Path) -> None:
    """A file without ids, or of households, cannot say what it corrects."""
    (database.parent / "h.csv").write_text("户,村\n张三,洪河村\n", encoding="utf-8")
    (database.parent / "n.csv").write_text(
        "户,日期,事项\n张三,2025-03-05,清扫门前\n", encoding="utf-8"
    )
    without = clerk("import", "t.db", "n.csv", "--replace", "--lang", "en")

    assert 1 == without.status
    assert "the rows have no ids" in without.err
    assert 2 == clerk("import", "t.db", "h.csv", "--replace").status


def test_a_policy_whose_tests_fail_is_not_adopted(clerk: Clerk, town: Path) -> None:
    """It could never be changed afterwards; `--untested` adopts it all the same."""
    clerk("init", "t.db")
    (town / "p.policy").write_text(POLICY.replace("3月 28分", "3月 29分"), encoding="utf-8")
    refused = clerk("adopt", "t.db", "p.policy", "--lang", "en")

    assert (1, "") == (refused.status, refused.out)
    assert "R601" in refused.err
    assert "nothing was adopted" in refused.err
    assert 0 == clerk("adopt", "t.db", "p.policy", "--untested").status


def test_what_looks_wrong_is_told_and_taken_in(clerk: Clerk, database: Path) -> None:
    """R424: a date when no policy holds; R425: a new name that looks like one that is known."""
    clerk("import", "t.db", "r.csv")
    (database.parent / "s.csv").write_text(
        "编号,户,村,日期,事项\n5,张四,洪河村,2024-03-05,清扫门前\n", encoding="utf-8"
    )
    answer = clerk("import", "t.db", "s.csv", "--lang", "en")

    assert (0, "s.csv: records added: 1\n") == (answer.status, answer.out)
    assert "warning[R424]" in answer.err
    assert "warning[R425]" in answer.err
    assert "张四: is it 张三?" in answer.err


SEVERAL = """\
编号,人,日期,事项,数量
6,李四,2025-03-03,义务劳动,1
7,张三、李四,2025-03-03,义务劳动,2
8,李四,2025-03-03,清扫门前,
"""


def test_a_row_for_several_people_is_a_record_for_each(clerk: Clerk, database: Path) -> None:
    """Each has all of it; the same file adds nothing, and `--replace` corrects each of them."""
    folder = database.parent
    (folder / "m.csv").write_text("人,户,村\n张三,张家,甲村\n李四,张家,甲村\n", encoding="utf-8")
    assert 0 == clerk("import", "t.db", "m.csv").status
    (folder / "s.csv").write_text(SEVERAL, encoding="utf-8")
    first, again = (clerk("import", "t.db", "s.csv", "--lang", "en") for _ in range(2))
    postings = ("--format", "json", "--postings", "p.csv")
    scored = clerk("score", "t.db", *postings)
    lines = (folder / "p.csv").read_text(encoding="utf-8").splitlines()[1:]
    from_file = clerk("score", "s.csv", "--policy", "p.policy", "--people", "m.csv", *postings)

    assert ("s.csv: records added: 4\n", "s.csv: records added: 0; already there: 4\n") == (
        first.out,
        again.out,
    )
    assert [
        "张家,甲村,2025-03-03,6,award,义务劳动,,3",
        "张家,甲村,2025-03-03,7,award,义务劳动,,6",
        "张家,甲村,2025-03-03,7#2,award,义务劳动,,6",
        "张家,甲村,2025-03-03,8,award,清扫门前,,2",
    ] == lines
    assert scored.out == from_file.out
    assert lines == (folder / "p.csv").read_text(encoding="utf-8").splitlines()[1:]

    (folder / "s.csv").write_text(SEVERAL.replace("张三、李四", "李四"), encoding="utf-8")
    refused = clerk("import", "t.db", "s.csv", "--lang", "en")
    replaced = clerk("import", "t.db", "s.csv", "--replace", "--lang", "en")

    assert (1, 2) == (refused.status, refused.err.count("error[R408]"))
    assert (
        "s.csv: records added: 0; replaced: 1; already there: 2\n"
        "withdrawn, because their rows no longer name them: 1\n"
    ) == replaced.out
    assert '"awarded": 11' in clerk("score", "t.db", "--format", "json").out


def test_names_of_one_row_are_looked_up_one_by_one(clerk: Clerk, database: Path) -> None:
    """Who is not in the register is told by name; a name with the mark in it stays one."""
    folder = database.parent
    (folder / "h.csv").write_text("户,村\n张三,甲村\n赵、钱两家,甲村\n", encoding="utf-8")
    clerk("import", "t.db", "h.csv")
    (folder / "s.csv").write_text(
        "编号,户,日期,事项\n1,张三、李四、王五,2025-03-03,清扫门前\n2,赵、钱两家,2025-03-03,清扫门前\n",
        encoding="utf-8",
    )
    answer = clerk("import", "t.db", "s.csv", "--lang", "en")
    places = [line for line in answer.err.splitlines() if line.startswith(" -->")]

    assert (1, 2) == (answer.status, answer.err.count("error[R411]"))
    assert [f" --> s.csv, row 2, column 户: {name}" for name in ("李四", "王五")] == places


def test_a_status_that_changed_in_a_file_without_ids_is_told(clerk: Clerk, database: Path) -> None:
    """R427 says which record goes on counting and how it is corrected, and so it is."""
    heading, row = "户,村,日期,事项,状态\n", "张三,洪河村,2025-03-05,清扫门前,{}\n"
    file = database.parent / "n.csv"
    file.write_text(heading + row.format("通过"), encoding="utf-8")
    clerk("import", "t.db", "n.csv")
    file.write_text(heading + row.format("撤回"), encoding="utf-8")
    answer = clerk("import", "t.db", "n.csv", "--lang", "en")

    assert (0, True) == (answer.status, "warning[R427]" in answer.err)
    assert "record 1 (2025-03-05, 张三, 清扫门前) goes on counting" in answer.err
    assert '"awarded": 2' in clerk("score", "t.db", "--format", "json").out
    file.write_text(f"编号,{heading}1,{row.format('撤回')}", encoding="utf-8")
    corrected = clerk("import", "t.db", "n.csv", "--replace", "--lang", "en")

    assert (0, "n.csv: records added: 0; replaced: 1; already there: 0\n") == (
        corrected.status,
        corrected.out,
    )
    assert '"awarded": 0' in clerk("score", "t.db", "--format", "json").out


def test_rows_whose_status_is_empty_are_counted(clerk: Clerk, database: Path) -> None:
    """R428: they come in as declared, which earns nothing, and one warning says so."""
    (database.parent / "s.csv").write_text(
        "户,村,日期,事项,状态\n"
        "张三,洪河村,2025-03-05,清扫门前,通过\n"
        "张三,洪河村,2025-03-06,清扫门前,\n"
        "张三,洪河村,2025-03-07,清扫门前,\n",
        encoding="utf-8",
    )
    answer = clerk("import", "t.db", "s.csv", "--lang", "zh")

    assert (0, 1) == (answer.status, answer.err.count("R428"))
    assert "有 2 行“状态”空着，按“申报”收下，暂不计分" in answer.err
    assert "已经通过的请填“通过”" in answer.err
    assert '"awarded": 2' in clerk("score", "t.db", "--format", "json").out
    assert "还没通过的记录：2 条" in clerk("score", "t.db", "--lang", "zh").out
    again = clerk("import", "t.db", "s.csv", "--lang", "zh")
    assert "没有变的 3 条" in again.out


def test_a_correction_of_an_id_that_is_not_there_is_refused(clerk: Clerk, database: Path) -> None:
    """R429 and nothing is written; beside rows that are recorded the new one is named."""
    rows = RECORDS.splitlines()
    recorded = [*rows, "5,张三,洪河村,2025-03-06,清扫门前,,,"]
    (database.parent / "r.csv").write_text("\n".join(recorded) + "\n", encoding="utf-8")
    clerk("import", "t.db", "r.csv")
    new = "55,张三,洪河村,2025-03-05,清扫门前,,,"
    (database.parent / "s.csv").write_text(f"{rows[0]}\n{new}\n", encoding="utf-8")
    refused = clerk("import", "t.db", "s.csv", "--replace", "--lang", "zh")

    assert (1, "") == (refused.status, refused.out)
    assert "R429" in refused.err
    assert "库里没有编号 55" in refused.err
    assert "要改的是不是 5？新记录请不要加 --replace" in refused.err
    assert '"records": 5' in clerk("score", "t.db", "--format", "json").out
    (database.parent / "s.csv").write_text("\n".join([*recorded, new]), encoding="utf-8")
    mixed = clerk("import", "t.db", "s.csv", "--replace", "--lang", "zh")

    assert 0 == mixed.status
    assert "库里没有这些编号，按新记录加了进去：55" in mixed.err
