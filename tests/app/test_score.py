"""`score`: one answer from a file and from a database, exact, in three shapes."""

import csv
import io
import json
from pathlib import Path

import pytest

from rulesengine.app import fast
from rulesengine.scoring.engines import Choice
from tests.app.conftest import POLICY, RECORDS, Clerk

EXPECTED = {
    "until": "2025-03-04",
    "accounts": [
        {
            "account": "张三",
            "village": "洪河村",
            "standing": 28,
            "balance": 28,
            "spendable": 28,
            "periods": [
                {
                    "period": "2025-Q1", "base": 0, "awarded": 28, "bonus": 0, "deducted": 0,
                    "cleared": 0, "corrected": 0, "redeemed": 0, "expired": 0, "lost": 2,
                    "spared": 0, "standing": 28, "yuan": 14,
                }
            ],
        }
    ],
    "totals": {
        "records": 4, "counted": 3, "base": 0, "awarded": 28, "bonus": 0, "deducted": 0,
        "cleared": 0, "corrected": 0, "redeemed": 0, "expired": 0, "lost": 2, "spared": 0, "yuan": 14,
    },
    "diagnostics": [],
}  # fmt: skip


def test_json_has_the_shape_that_scripts_rely_on(clerk: Clerk, town: Path) -> None:
    """Keys, their order and exact numbers; the policy by its name and the sha256 of its file."""
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json")
    found = json.loads(answer.out)

    assert (0, "") == (answer.status, answer.err)
    assert ["policy", "until", "accounts", "totals", "diagnostics"] == list(found)
    policy = found.pop("policy")
    assert ("示例", 64) == (policy["name"], len(policy["sha256"]))
    assert EXPECTED == found
    assert list(EXPECTED["totals"]) == list(found["totals"])  # type: ignore[call-overload]


def test_a_file_and_a_database_give_the_same_json(clerk: Clerk, town: Path) -> None:
    """The same records, the same policy: the same bytes."""
    of_file = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json")
    for step in (
        ("init", "t.db"),
        ("adopt", "t.db", "p.policy"),
        ("import", "t.db", "r.csv"),
    ):
        assert 0 == clerk(*step).status
    of_database = clerk("score", "t.db", "--format", "json")

    assert of_file.out == of_database.out


def test_the_table_follows_the_policy_and_adds_up(clerk: Clerk, town: Path) -> None:
    """A sheet for the village with a last row, in Chinese for a Chinese policy."""
    answer = clerk("score", "r.csv", "--policy", "p.policy")
    lines = answer.out.splitlines()

    assert "洪河村，《示例》，截至 2025-03-04" == lines[0]
    assert ["合计", "28", "0", "2", "28", "28", "28", "14.00"] == lines[5].split()


def test_csv_has_a_row_for_each_account_and_period(clerk: Clerk, town: Path) -> None:
    """Numbers plain, names guarded where a spreadsheet would take them for a formula."""
    (town / "r.csv").write_text(RECORDS.replace("张三", "=张三"), encoding="utf-8")
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))

    assert ["'=张三"] == [row["account"] for row in rows]
    assert ("2025-Q1", "28", "14") == (rows[0]["period"], rows[0]["awarded"], rows[0]["yuan"])


def test_postings_are_written_whole(clerk: Clerk, town: Path) -> None:
    """Every line of the passbook, with the limit that took; no temporary file stays."""
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--postings", "out.csv")
    rows = (town / "out.csv").read_text(encoding="utf-8").splitlines()

    assert 0 == answer.status
    assert "account,village,date,record,kind,item,limit,points" == rows[0]
    assert "张三,洪河村,2025-03-01,1,award,清扫门前,,2" == rows[1]
    assert rows[2].startswith("张三,洪河村,2025-03-01,2,lost,清扫门前,")
    assert {"p.policy", "r.csv", "out.csv"} == {path.name for path in town.iterdir()}


def test_a_place_that_cannot_be_written_is_said_before_anything_is_shown(
    clerk: Clerk, town: Path
) -> None:
    """Postings into a folder that is not there: R503, nothing on standard output."""
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--postings", "no/out.csv")

    assert (1, "") == (answer.status, answer.out)
    assert "R503" in answer.err


def test_a_record_in_error_is_listed_and_stops_nobody(clerk: Clerk, town: Path) -> None:
    """It earns nothing, stands in `diagnostics`, and `--strict` makes it fail."""
    (town / "r.csv").write_text(
        RECORDS + "5,张三,洪河村,2025-03-05,打扫,,,\n6,李四,洪河村,2025-03-05,义务劳动,,,\n",
        encoding="utf-8",
    )
    plain = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json")
    strict = clerk("score", "r.csv", "--policy", "p.policy", "--strict", "--postings", "out.csv")
    found = json.loads(plain.out)

    assert (0, 1) == (plain.status, strict.status)
    assert ["R410", "R413"] == [one["code"] for one in found["diagnostics"]]
    assert [(6, "r.csv"), (7, "r.csv")] == [
        (one["row"], one["file"]) for one in found["diagnostics"]
    ]
    assert (6, 3) == (found["totals"]["records"], found["totals"]["counted"])
    assert "R410" in strict.err
    assert not (town / "out.csv").exists()


def test_records_that_cannot_be_read_give_nothing(clerk: Clerk, town: Path) -> None:
    """A date that is no date and a number that is no number: both are listed, status 1."""
    (town / "r.csv").write_text(
        RECORDS + "5,张三,洪河村,2025-02-30,清扫门前,,,\n6,张三,洪河村,2025-03-05,义务劳动,两,,\n",
        encoding="utf-8",
    )
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--lang", "en")

    assert (1, "") == (answer.status, answer.out)
    assert "r.csv, row 6, column 日期: 2025-02-30" in answer.err
    assert "r.csv, row 7, column 数量: 两" in answer.err


def test_an_unknown_heading_is_refused_unless_told_to_go_on(clerk: Clerk, town: Path) -> None:
    """`--ignore-columns` goes on without the column."""
    (town / "r.csv").write_text(RECORDS.replace("事由", "事油"), encoding="utf-8")
    given = ("score", "r.csv", "--policy", "p.policy")

    assert 1 == clerk(*given).status
    assert "R403" in clerk(*given).err
    assert 0 == clerk(*given, "--ignore-columns").status


def test_until_and_village_narrow_the_run(clerk: Clerk, town: Path) -> None:
    """Records after the last day are outside; an unknown village is a mistake."""
    early = clerk(
        "score", "r.csv", "--policy", "p.policy", "--until", "2025-03-01", "--format", "json"
    )
    elsewhere = clerk("score", "r.csv", "--policy", "p.policy", "--village", "红河村")

    assert (2, 1) == (
        json.loads(early.out)["totals"]["records"],
        json.loads(early.out)["totals"]["counted"],
    )
    assert (1, "") == (elsewhere.status, elsewhere.out)
    assert "洪河村" in elsewhere.err


def test_a_policy_that_needs_the_register_is_refused_without_it(clerk: Clerk, town: Path) -> None:
    """With the file of households it is scored, by what the file says."""
    (town / "p.policy").write_text(
        POLICY.replace("属性 记录", "属性 户.常住: 是否\n参加条件 户.常住\n属性 记录", 1).split(
            "测试"
        )[0],
        encoding="utf-8",
    )
    (town / "h.csv").write_text("户,村,常住\n张三,洪河村,是\n李四,洪河村,否\n", encoding="utf-8")
    given = ("score", "r.csv", "--policy", "p.policy", "--format", "json")
    without, with_it = clerk(*given), clerk(*given, "--households", "h.csv")

    assert 1 == without.status
    assert "R419" in without.err
    assert ["张三", "李四"] == [one["account"] for one in json.loads(with_it.out)["accounts"]]


def test_a_database_without_a_policy_says_what_to_do(clerk: Clerk, town: Path) -> None:
    """R506, and the command that helps."""
    clerk("init", "t.db")
    answer = clerk("score", "t.db")

    assert 1 == answer.status
    assert "R506" in answer.err
    assert "rulesengine adopt t.db" in answer.err


def test_a_broken_policy_gives_its_mistakes(clerk: Clerk, town: Path) -> None:
    """Scoring under a policy with errors is refused with all of them."""
    (town / "p.policy").write_text(POLICY.replace("3分/小时", "3分/"), encoding="utf-8")
    answer = clerk("score", "r.csv", "--policy", "p.policy")

    assert (1, "") == (answer.status, answer.out)
    assert "p.policy:10:" in answer.err


def test_a_period_may_be_written_as_people_do(clerk: Clerk, town: Path) -> None:
    """Any way of writing it; one that is not there names those that are."""
    given = ("score", "r.csv", "--policy", "p.policy", "--lang", "zh", "--period")

    assert clerk(*given, "2025-Q1").out == clerk(*given, "2025年第1季度").out
    assert "全部记录（各期合计）：" in clerk(*given, "2025q1").out
    for period in ("2025年第2季度", "2025-05", "2025", "abc"):
        answer = clerk(*given, period)
        assert (2, "") == (answer.status, answer.out)
        assert f"没有“{period}”这一结算期；本办法每季度结算，可写：2025-Q1" in answer.err


def test_a_last_day_may_be_written_as_people_do(clerk: Clerk, town: Path) -> None:
    """As policies and sheets take it."""
    given = ("score", "r.csv", "--policy", "p.policy", "--format", "json", "--until")

    for written in ("2025/3/3", "2025年3月3日"):
        assert '"until": "2025-03-03"' in clerk(*given, written).out


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("5,张三,洪河村,2025-03-05,表彰,,国家级,甲,通过", "级别", "国家级"),
        ("5,张三,洪河村,2025-03-05,义务劳动,1,,,合格", "状态", "合格"),
    ],
)
def test_a_word_that_is_not_in_its_list_puts_one_record_in_error(
    clerk: Clerk, town: Path, row: str, column: str, value: str
) -> None:
    """R405 with its place; the others are scored, and only `--strict` fails."""
    heading, *rows = RECORDS.splitlines()
    lines = [f"{heading},状态", *(f"{one},通过" for one in rows), row]
    (town / "r.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    scored = ("score", "r.csv", "--policy", "p.policy", "--format", "json", "--lang", "zh")
    answer = clerk(*scored)
    found = json.loads(answer.out)
    why = clerk("why", "r.csv", "张三", "--policy", "p.policy", "--lang", "en")

    assert (0, 5, 28) == (answer.status, found["totals"]["records"], found["totals"]["awarded"])
    assert [("R405", 6, column, value)] == [
        (one["code"], one["row"], one["column"], one["value"]) for one in found["diagnostics"]
    ]
    assert f"{value} is no" in why.out
    assert 1 == clerk(*scored, "--strict").status


@pytest.mark.parametrize(
    "row", ["5,张三,洪河村,2025-02-30,清扫门前,,,", "5,张三,洪河村,2025-03-05,义务劳动,二,,"]
)
def test_a_date_or_a_number_that_is_none_stops_the_file(clerk: Clerk, town: Path, row: str) -> None:
    """R405, and nothing is scored."""
    (town / "r.csv").write_text(f"{RECORDS}{row}\n", encoding="utf-8")
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json")

    assert (1, "", True) == (answer.status, answer.out, "R405" in answer.err)


def test_what_a_member_had_from_a_day_on_is_unknown_before(clerk: Clerk, town: Path) -> None:
    """The first row of a name may have `since`: a member all along, its facts known from then."""
    text = POLICY.split("测试")[0].replace("义务劳动 3分/小时", "义务劳动 3分/小时, 当 户.常住")
    policy = text.replace("属性 记录", "属性 户.常住: 是否\n属性 记录")
    (town / "p.policy").write_text(policy, encoding="utf-8")
    (town / "h.csv").write_text("户,村,自,常住\n张三,洪河村,2025-03-02,是\n", encoding="utf-8")
    (town / "r.csv").write_text(
        "户,日期,事项,数量\n张三,2025-03-01,义务劳动,1\n张三,2025-03-02,义务劳动,1\n"
        "张三,2025-03-01,清扫门前,\n",
        encoding="utf-8",
    )
    files = ("--households", "h.csv")
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json", *files)
    clerk("init", "t.db")
    clerk("adopt", "t.db", "p.policy")
    for name in ("h.csv", "r.csv"):
        assert 0 == clerk("import", "t.db", name).status
    from_database = clerk("score", "t.db", "--format", "json")
    found = json.loads(answer.out)

    assert (5, ["R421"]) == (
        found["totals"]["awarded"],
        [one["code"] for one in found["diagnostics"]],
    )
    assert found == json.loads(from_database.out)


def test_the_fast_engine_gives_the_same_bytes(
    clerk: Clerk, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small work is the reference's; asked for all work, the fast engine says the same."""
    small = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json", "--verbose")
    monkeypatch.setattr(fast, "choice", lambda: Choice(fast.engine, fewest=0))
    large = clerk("score", "r.csv", "--policy", "p.policy", "--format", "json", "--verbose")

    assert small.out == large.out
    assert "由基准引擎计分，共 4 条记录\n" == small.err
    assert "由快速引擎按《示例》计分，共 4 条记录\n" == large.err
