"""`why`: every line with its reason, every record that earned less with what took it."""

import json
from pathlib import Path

from tests.app.conftest import POLICY, RECORDS, Clerk

PAGE = """\
洪河村 张三, 示例, up to 2025-03-04
standing 28, balance 28, spendable 28

date         what for                                                                       points   balance
2025-03-01   清扫门前: 2 points/time                                                            +2         2
2025-03-01   清扫门前: not credited 2 points, cap 1 time per household per day (清扫门前)                  2
2025-03-03   义务劳动: 3 points/hour × 2 hours = 6 points                                       +6         8
2025-03-04   表彰 (甲): 级别 县级: 20 points                                                   +20        28

Records that earned nothing, or less:
2025-03-01 清扫门前, record 2 (r.csv, row 3): the times are used up, none of 2 points counted
  cap 1 time per household per day (清扫门前): 1 time used in 2025-03-01, 0 times left; 2 points not credited
  what would change it: room comes again on 2025-03-02
"""
GIVEN = ("--policy", "p.policy")


def test_each_line_has_its_arithmetic_and_the_balance(clerk: Clerk, town: Path) -> None:
    """The passbook of the page's own example, in English."""
    answer = clerk("why", "r.csv", "张三", *GIVEN, "--lang", "en")

    assert 0 == answer.status
    shown = [line for line in answer.out.splitlines() if not line.startswith("───")]
    assert PAGE.splitlines() == shown


def test_it_speaks_plain_chinese(clerk: Clerk, town: Path) -> None:
    """What a villager asks: why did I get nothing that day?"""
    out = clerk("why", "r.csv", "张三", *GIVEN).out

    assert "洪河村 张三，《示例》，截至 2025-03-04" in out
    assert "义务劳动：3分/小时 × 2小时 = 6分" in out
    assert "2025-03-01 清扫门前，记录 2（r.csv，第 3 行）：次数用完了，应得 2分，没有得分" in out
    assert "上限 1次 每户每天（清扫门前）：2025-03-01 已用 1次，还剩 0次，未计 2分" in out
    assert "怎样才行：等到 2025-03-02，那天起又可得分" in out


def test_json_has_every_line_and_every_record(clerk: Clerk, town: Path) -> None:
    """Figures exact, outcomes in the words of the contract."""
    found = json.loads(clerk("why", "r.csv", "张三", *GIVEN, "--format", "json").out)

    assert (28, 28, 28) == (found["standing"], found["balance"], found["spendable"])
    assert ["award", "lost", "award", "award"] == [line["kind"] for line in found["lines"]]
    assert [2, 2, 8, 28] == [line["balance"] for line in found["lines"]]
    assert ["in full", "times used up", "in full", "in full"] == [
        record["outcome"] for record in found["records"]
    ]


def test_an_unknown_account_is_answered_with_near_names(clerk: Clerk, town: Path) -> None:
    """Status 1, did you mean."""
    answer = clerk("why", "r.csv", "张四", *GIVEN, "--lang", "en")

    assert (1, "") == (answer.status, answer.out)
    assert "did you mean 张三?" in answer.err


def test_a_name_in_several_villages_asks_which(clerk: Clerk, town: Path) -> None:
    """`--village` decides; a wrong village says where the name is."""
    (town / "r.csv").write_text(
        RECORDS + "5,张三,青禾村,2025-03-05,清扫门前,,,\n6,李四,枫林村,2025-03-05,清扫门前,,,\n",
        encoding="utf-8",
    )
    (town / "h.csv").write_text("户,村\n张三,洪河村\n张三,青禾村\n李四,枫林村\n", encoding="utf-8")
    given = ("why", "r.csv", "张三", *GIVEN, "--households", "h.csv", "--lang", "en")
    both = clerk(*given)

    assert 1 == both.status
    assert "洪河村, 青禾村" in both.err
    assert "balance 2," in clerk(*given, "--village", "青禾村").out
    assert "the register has 张三 in 洪河村, 青禾村" in clerk(*given, "--village", "枫林村").err


def test_records_that_do_not_count_say_what_would_change_it(clerk: Clerk, town: Path) -> None:
    """Not approved, after the policy's last day, deducted only to the floor, worth nothing."""
    policy = POLICY.split("测试")[0].replace("扣分", "加分 拾粪 2分/满5公斤\n  扣分", 1)
    (town / "p.policy").write_text(policy, encoding="utf-8")
    (town / "r.csv").write_text(
        "编号,户,日期,事项,数量,状态\n"
        "1,张三,2025-03-01,清扫门前,,通过\n"
        "2,张三,2025-03-02,清扫门前,,申报\n"
        "3,张三,2025-03-03,乱倒垃圾,,通过\n"
        "4,张三,2025-03-04,拾粪,3,通过\n"
        "5,张三,2026-03-01,清扫门前,,通过\n",
        encoding="utf-8",
    )
    out = clerk("why", "r.csv", "张三", *GIVEN).out

    assert (
        "记录 2（r.csv，第 3 行）：还没有审核通过\n  怎样才行：状态是“申报”，通过以后才计分\n"
        in out
    )
    assert (
        "记录 3（r.csv，第 4 行）：部分扣分，应扣 5分，扣了 2分\n  下限 0分：2025年当时只有 2分可扣，未扣 3分\n"
        in out
    )
    assert (
        "记录 4（r.csv，第 5 行）：按办法不得分\n  2分/满5公斤 × 3公斤 = 0分\n  怎样才行：满 5公斤才得分\n"
        in out
    )
    assert (
        "记录 5（r.csv，第 6 行）：那天没有施行中的办法\n  怎样才行：办法的施行时间：2025-01-01 至 2025-12-31\n"
        in out
    )
    assert "截至 2025-03-04" in out


def test_conditions_say_what_was_seen(clerk: Clerk, town: Path) -> None:
    """A condition that does not hold, and a fact nobody gave."""
    policy = POLICY.split("测试")[0].replace("属性 记录", "属性 人.出生: 日期\n属性 记录", 1)
    policy = policy.replace("3分/小时", "3分/小时, 当 人.周岁 < 60 并且 日期 >= 2025-02-01")
    (town / "p.policy").write_text(policy, encoding="utf-8")
    (town / "q.csv").write_text("人,户,出生\n李四,张三,1950-01-01\n王五,张三,\n", encoding="utf-8")
    (town / "r.csv").write_text(
        "编号,户,人,日期,事项,数量\n"
        "1,张三,李四,2025-03-01,义务劳动,2\n"
        "2,张三,王五,2025-03-01,义务劳动,2\n",
        encoding="utf-8",
    )
    out = clerk("why", "r.csv", "张三", *GIVEN, "--people", "q.csv").out

    assert "这一项的条件：人.周岁 < 60（当时人.周岁为 75）" in out
    assert "还没有登记：人.出生；登记以后才能判断" in out


def test_each_line_says_which_version_made_it(clerk: Clerk, town: Path) -> None:
    """A version stands above the lines that it made; expiry is of the version of its period's end."""
    clerk("init", "t.db")
    head = '办法 "{}"\n施行 2025-01-01\n不设下限\n{}\n类别 环境\n  加分 清扫 {}分/次\n'
    (town / "a.policy").write_text(head.format("旧", "清零 每月, 宽限 20天", 2), encoding="utf-8")
    (town / "b.policy").write_text(head.format("新", "结转 全部", 3), encoding="utf-8")
    (town / "r.csv").write_text(
        "户,日期,事项\n张三,2025-01-05,清扫\n张三,2025-02-05,清扫\n张三,2025-02-25,清扫\n",
        encoding="utf-8",
    )
    clerk("adopt", "t.db", "a.policy", "--untested")
    clerk("adopt", "t.db", "b.policy", "--from", "2025-02-01", "--untested")
    clerk("import", "t.db", "r.csv")
    shown = clerk("why", "t.db", "张三", "--lang", "en").out.splitlines()
    lines = [line[13:].split("   ")[0] for line in shown[6:]]

    assert [
        "by 旧 from 2025-01-01:",
        "清扫: 2 points/time",
        "by 新 from 2025-02-01:",
        "清扫: 3 points/time",
        "by 旧 from 2025-01-01:",
        "expiry per month: 2 points left at the end of 2025-01-31",
        "by 新 from 2025-02-01:",
        "清扫: 3 points/time",
    ] == lines
    told = json.loads(clerk("why", "t.db", "张三", "--format", "json").out)
    old, new = "2025-01-01", "2025-02-01"
    assert [old, new, old, new] == [line["version"] for line in told["lines"]]


def test_it_tells_rejected_withdrawn_and_unapproved_apart(clerk: Clerk, town: Path) -> None:
    """Nobody is promised points for a record that no approval makes count."""
    (town / "r.csv").write_text(
        "编号,户,日期,事项,状态\n"
        "1,张三,2025-03-01,清扫门前,通过\n"
        "2,张三,2025-03-02,清扫门前,退回\n"
        "3,张三,2025-03-03,清扫门前,撤回\n"
        "4,张三,2024-03-03,清扫门前,申报\n",
        encoding="utf-8",
    )
    out = clerk("why", "r.csv", "张三", *GIVEN).out
    rejected = out.split("记录 2（")[1].splitlines()
    withdrawn = out.split("记录 3（")[1].splitlines()
    before = out.split("记录 4（")[1].splitlines()

    assert rejected[0].endswith("：已退回，不计分")
    assert "  怎样才行：补好后重新报，通过了才计分" == rejected[1]
    assert withdrawn[0].endswith("：已撤回，不计分")
    assert not any(line.startswith("  ") for line in withdrawn[1:2])
    assert "  怎样才行：那天没有施行中的办法，光通过也不计分" == before[1]


def test_it_says_what_is_missing_to_redeem(clerk: Clerk, town: Path) -> None:
    """Spendable 0 beside a balance has its reason; with enough points there is none to give."""
    policy = POLICY.split("测试")[0].replace("兑换 1分 = 0.5元", "兑换 1分 = 0.5元\n起兑 5分")
    (town / "p.policy").write_text(policy, encoding="utf-8")
    (town / "s.csv").write_text("户,日期,事项\n张三,2025-03-01,清扫门前\n", encoding="utf-8")
    short = clerk("why", "s.csv", "张三", *GIVEN)

    assert "可兑 0：满 5分才能兑，还差 3分" in short.out, short.err
    assert "才能兑" not in clerk("why", "r.csv", "张三", *GIVEN).out
