"""`why` and `score` beside bonuses, clears, bars, suspension, approvals, honours and budgets."""

import json
from pathlib import Path

import pytest

from tests.app.conftest import Clerk

POLICY = """\
办法 "示例"
施行 2025-01-01
兑换 1分 = 0.5元
结转 全部
下限 0分
停兑 低于 12分, 恢复 16分
预算 10元 每年
属性 户.常住: 是否
属性 记录.审核: 是否
类别 环境
  上限 40分 每户每月
  基础分 10分 每年, 不可兑换
  加分 清扫 2分/次, 上限 1次 每户每天
  加分 劳动 3分/小时
  加分 大奖 20分/次, 需 审核 当 分值 > 10分
  奖励 能手 5分, 当 劳动 达到 10小时 每月
归零 宴席, 本年
取消资格 违法, 兑换、荣誉 本年
荣誉 之星 前1名 按 环境 每年
荣誉 各类 前1名 按 总分 每年, 分类 户.常住
等级 五星 30分起
等级 三星 12分起
"""
RECORDS = """\
编号,户,日期,事项,数量,审核
1,张三,2025-03-01,清扫,,
2,张三,2025-03-03,劳动,2,
3,张三,2025-03-04,大奖,,
4,李四,2025-03-04,大奖,,是
5,李四,2025-03-05,宴席,,
6,李四,2025-03-05,宴席,,
7,王五,2025-03-06,劳动,13,
8,王五,2025-03-07,违法,,
"""
GIVEN = ("r.csv", "--policy", "p.policy", "--households", "h.csv")


@pytest.fixture
def village(folder: Path) -> Path:
    """The policy, records and households."""
    (folder / "p.policy").write_text(POLICY, encoding="utf-8")
    (folder / "r.csv").write_text(RECORDS, encoding="utf-8")
    (folder / "h.csv").write_text("户,常住\n张三,是\n李四,是\n王五,否\n", encoding="utf-8")
    return folder


def why(clerk: Clerk, account: str, *more: str) -> str:
    source, *given = GIVEN
    answer = clerk("why", source, account, *given, *more)
    assert 0 == answer.status, answer.err
    return answer.out


def test_a_missing_approval_says_what_is_needed(clerk: Clerk, village: Path) -> None:
    """The condition that asks for it, what was seen, and what would change it."""
    out = why(clerk, "张三", "--lang", "en")
    assert "大奖, record 3 (r.csv, row 4): an approval is missing" in out
    assert "it must be yes first where 分值 > 10分: record.审核 is not known" in out
    assert "what would change it: needed first: record.审核" in out
    assert "缺少审核" in why(clerk, "张三", "--lang", "zh")


def test_a_clear_and_suspension_stand_in_the_passbook(clerk: Clerk, village: Path) -> None:
    """The clear's line, the lines where redeeming stops and goes on, and the state at the top."""
    out = why(clerk, "李四", "--lang", "en")
    assert "redeeming is suspended until standing is 16 points or more" in out.splitlines()[2]
    shown = [" ".join(line.split()) for line in out.splitlines()]
    assert [
        "2025-01-01 base 10 points per year, not redeemable (环境) +10 10",
        "2025-01-01 from here on redeeming is suspended 10",
        "2025-03-04 大奖: 20 points/time +20 30",
        "2025-03-04 from here on redeeming is possible again 30",
        "2025-03-05 宴席: cleared -30 0",
        "2025-03-05 from here on redeeming is suspended 0",
    ] == [line for line in shown if line.startswith("2025") and "record" not in line]
    assert "宴席, record 6 (r.csv, row 7): there was nothing to clear" in out


def test_a_bonus_with_its_cut_and_a_bar_stand_in_the_passbook(clerk: Clerk, village: Path) -> None:
    """39 of 40 points are used, so the bonus of 5 gives 1 and loses 4; then the bar."""
    out = why(clerk, "王五", "--lang", "en")
    shown = [" ".join(line.split()) for line in out.splitlines()]
    assert "违法: no redeeming and no honours to the end of 2025-12-31" == shown[2]
    assert [
        "2025-03-06 劳动: 3 points/hour × 13 hours = 39 points +39 49",
        "2025-03-06 from here on redeeming is possible again 49",
        "2025-03-06 能手: 5 points for 13 hours of 劳动 in March 2025 +1 50",
        "2025-03-06 not credited 4 points, cap 40 points per household per month (环境) 50",
        "2025-03-07 违法: no redeeming and no honours to the end of 2025-12-31 50",
    ] == [line for line in shown if line.startswith("2025-03")]
    assert "违法：不能兑换，不能评荣誉，到 2025-12-31 为止" in why(clerk, "王五", "--lang", "zh")


def test_json_tells_bars_and_suspension_last(clerk: Clerk, village: Path) -> None:
    """After the keys that every policy has."""
    found = json.loads(why(clerk, "王五", "--format", "json"))
    assert ["records", "suspended", "bars"] == list(found)[-3:]
    assert found["suspended"] is False
    assert [
        {
            "record": 8,
            "item": "违法",
            "from": "2025-03-07",
            "until": "2025-12-31",
            "redeem": True,
            "honour": True,
        }
    ] == found["bars"]


def test_score_json_has_grades_honours_and_budgets_last(clerk: Clerk, village: Path) -> None:
    """The barred household has no grade and no honour; the budget warns with R426."""
    answer = clerk("score", *GIVEN, "--format", "json")
    found = json.loads(answer.out)
    assert 0 == answer.status
    assert ["diagnostics", "honours", "budgets"] == list(found)[-3:]
    assert [("张三", "三星"), ("李四", None), ("王五", None)] == [
        (one["account"], one["grade"]) for one in found["accounts"]
    ]
    assert [
        (None, ["张三"]),
        ("yes", ["张三"]),
        ("no", []),
    ] == [
        (one.get("class"), [placed["account"] for placed in one["accounts"]])
        for one in found["honours"]
    ]
    assert [{"village": "", "period": "2025", "budget": 10, "yuan": 24, "over": True}] == found[
        "budgets"
    ]
    assert ["R426"] == [one["code"] for one in found["diagnostics"]]


def test_the_table_shows_grades_and_honours(clerk: Clerk, village: Path) -> None:
    """Briefly: a column, and a line for each honour; the warning stands apart."""
    answer = clerk("score", *GIVEN, "--lang", "en")
    assert "之星, the year 2025 so far: 张三 8" in answer.out
    assert "各类 (no), the year 2025: nobody" in answer.out
    assert "spendable    yuan   grade" in answer.out
    assert "R426" in answer.err


def test_a_bonus_for_a_run_and_a_bar_for_ever(clerk: Clerk, folder: Path) -> None:
    """Two months in a row; a bar without an end has no day."""
    (folder / "p.policy").write_text(
        '办法 "示例"\n施行 2025-01-01\n结转 全部\n类别 环境\n  加分 清扫 2分/次\n'
        "  奖励 连月 5分, 当 清扫 连续 2个月\n取消资格 违法, 兑换 终身\n",
        encoding="utf-8",
    )
    (folder / "r.csv").write_text(
        "户,日期,事项\n张三,2025-01-05,清扫\n张三,2025-02-05,清扫\n张三,2025-02-07,违法\n",
        encoding="utf-8",
    )
    given = ("why", "r.csv", "张三", "--policy", "p.policy")
    english = clerk(*given, "--lang", "en").out
    assert "违法: no redeeming for ever" == english.splitlines()[2]
    assert "连月: 5 points for 清扫 in 2 periods in a row (per month)" in english
    chinese = clerk(*given, "--lang", "zh").out
    assert "违法：不能兑换，终身" == chinese.splitlines()[2]
    assert "连月：“清扫”连续 2 期都有（每月），奖 5分" in chinese
    (bar,) = json.loads(clerk(*given, "--format", "json").out)["bars"]
    assert bar["until"] is None


def test_a_fact_that_an_act_asks_for_is_told_where_it_is_missing(
    clerk: Clerk, folder: Path
) -> None:
    """R421 names the act like an item, and nothing breaks."""
    (folder / "p.policy").write_text(
        '办法 "示例"\n施行 2025-01-01\n结转 全部\n属性 记录.核实: 是否\n类别 环境\n'
        "  加分 清扫 2分/次\n归零 宴席, 本年, 当 记录.核实\n",
        encoding="utf-8",
    )
    (folder / "r.csv").write_text(
        "户,日期,事项,核实\n张三,2025-01-05,清扫,\n张三,2025-02-05,宴席,\n", encoding="utf-8"
    )
    answer = clerk("score", "r.csv", "--policy", "p.policy", "--lang", "en")
    assert 0 == answer.status
    assert "the record's 核实 is not known, so one record of 宴席 earned nothing" in answer.err


# --- what the census added -----------------------------------------------------------------------

CENSUS = """\
办法 "普查"
施行 2025-01-01
不设下限
结转 全部
属性 户.类型: 普通户、低保户
荣誉 最美 前3名 按 总分 人均 每年
等级 模范 5分起 人均
类别 任务
  加分 工时 1分/满4小时, 余数累计 每月, 上限 1分 每户每月 当 户.类型 = 普通户
  加分 院落 0分至10分 评定 取平均 去掉最高最低
  扣分 黑榜 1分/次
  扣分 屡黑 3分, 当 黑榜 达到 2次 近 12个月
类别 赠予
  配兑 1分 每得 1分
  加分 慰问 1分/元
取消资格 停, 兑换 本月, 当 黑榜 达到 2次 近 12个月
"""
HAPPENED = """\
户,日期,事项,数量,评定分
张三,2025-03-01,工时,3,
张三,2025-03-02,工时,6,
张三,2025-03-03,院落,,8、9、7.5、6
张三,2025-03-04,慰问,20,
张三,2025-03-05,黑榜,,
张三,2025-03-06,黑榜,,
"""


@pytest.fixture
def counted(folder: Path) -> Path:
    """The policy of the census with its records, households and people."""
    (folder / "p.policy").write_text(CENSUS, encoding="utf-8")
    (folder / "r.csv").write_text(HAPPENED, encoding="utf-8")
    (folder / "h.csv").write_text("户,类型\n张三,\n", encoding="utf-8")
    (folder / "p.csv").write_text("人,户\n张大,张三\n张二,张三\n张小,张三\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "zh",
            (
                "工时：1分/满4小时，本月先前累计 3小时，加 6小时共 9小时，新满 2 回 = 2分",
                "（户.类型 = 普通户的；户.类型没有登记，先按这个管）",
                "院落：评定 8、9、7.5、6，去掉最高最低取平均 = 7.75分",
                "屡黑：扣 3分，因为2024-03-07 至 2025-03-06“黑榜”满 2次",
                "停：不能兑换，到 2025-03-31 为止，因为2024-03-07 至 2025-03-06“黑榜”满 2次",
                "赠予：赠送 20分，自己挣了 3.75分，配上 3.75分可以用",
            ),
        ),
        (
            "en",
            (
                "2 more full of the month (3 hours before, 9 hours with this 6 hours) = 2 points",
                "where 户.类型 = 普通户, and it may be so: household.类型 is not known",
                "judged 8, 9, 7.5, 6, the mean without the lowest and the highest = 7.75 points",
                "屡黑: 3 points, for 2 times of 黑榜 in 2024-03-07 to 2025-03-06",
                "停: no redeeming to the end of 2025-03-31, for 2 times of 黑榜",
                "赠予: 20 points given, 3.75 points released by 3.75 points earned",
            ),
        ),
    ],
)
def test_why_tells_what_the_census_added(
    clerk: Clerk, counted: Path, language: str, sentences: tuple[str, ...]
) -> None:
    """Carried blocks, a limit for some, judges, marks of a window, gifts: each in one sentence."""
    page = why(clerk, "张三", "--people", "p.csv", "--lang", language)
    assert [] == [sentence for sentence in sentences if sentence not in page]


def test_gifts_stand_in_json(clerk: Clerk, counted: Path) -> None:
    """What was given, what was earned and what that releases; the bar that records brought."""
    told = json.loads(why(clerk, "张三", "--people", "p.csv", "--format", "json"))
    assert [{"category": "赠予", "given": 20, "earned": 3.75, "released": 3.75}] == told["gifts"]
    assert [("停", 6)] == [(bar["item"], bar["record"]) for bar in told["bars"]]


def test_score_per_head(clerk: Clerk, counted: Path) -> None:
    """23.75 points of three people are 7.92 each; without the people nobody can be ranked."""
    given = ("r.csv", "--policy", "p.policy", "--households", "h.csv")
    answer = clerk("score", *given, "--people", "p.csv")
    assert "最美，2025年（截至目前）：张三 人均 7.92" in answer.out
    assert "模范" in answer.out
    told = json.loads(clerk("score", *given, "--people", "p.csv", "--format", "json").out)
    (placed,) = told["honours"][0]["accounts"]
    assert (23.75, 3, 7.92) == (placed["points"], placed["heads"], placed["per_head"])
    without = clerk("score", *given)
    assert "R419" in without.err and "人均分" in without.err
