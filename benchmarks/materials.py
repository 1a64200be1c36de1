"""What the benchmarks run on: a policy of 200 items and a village's year, both out of a seed.

Written into a folder that the caller throws away.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rulesengine.core.quantity import show_hundredths
from rulesengine.study.sample_town import sample_town

SEED = 2025
HOUSEHOLDS, RECORDS, VILLAGE = 300, 20_000, "洪河村"
ITEMS = 200

_DIGITS = "零一二三四五六七八九"
# One of each form of the language in turn; {n} is a number that makes amounts differ.
_FORMS = (
    "加分 {name} {n}分/次, 上限 1次 每户每天",
    "加分 {name} 3分/小时, 上限 {n}0分 每人每月",
    "加分 {name} 20分/10米, 上限 {n}00分 每户每季度",
    "加分 {name} 1分/满{n}小时",
    "加分 {name} {n}分/月, 当 户.常住",
    "加分 {name} {n}分至10分 评定",
    "加分 {name} 按 记录.级别: 省级 30分、县级 20分、镇级 {n}分, 取最高 每事由",
    "加分 {name} 按 记录.评分: 90起 10分、80起 {n}分、其余 0分, 上限 1次 每户每月",
    "加分 {name} 每季度前3次 {n}分、之后 1分",
    "加分 {name} {n}分/次, 1.5倍 当 人.党员 并且 人.周岁 >= 18, 自 2025-06-01 至 2025-08-31",
    "扣分 {name} {n}分/次, 上限 20分 每户每季度",
)
_HEAD = """办法 "二百个事项"
施行 2025-01-01
兑换 1分 = 0.5元
清零 每年, 宽限 31天
下限 0分
上限 2000分 每户每年
属性 户.常住: 是否
属性 人.出生: 日期
属性 人.党员: 是否
属性 记录.级别: 省级、县级、镇级
属性 记录.评分: 数
"""


def write_policy(folder: Path, items: int = ITEMS) -> Path:
    """A policy with so many items in categories of twenty-five, in every form."""
    lines = [_HEAD]
    for number in range(items):
        if number % 25 == 0:
            lines += [f"类别 类别{_in_words(number // 25)}", "  上限 200分 每户每月"]
        form = _FORMS[number % len(_FORMS)]
        lines.append("  " + form.format(name=f"事项{_in_words(number)}", n=2 + number % 7))
    path = folder / "two-hundred.policy"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_village_year(folder: Path) -> dict[str, Path]:
    """A village of 300 households with 20 000 records of one year, as files by kind."""
    town = sample_town(
        SEED, villages=1, households=HOUSEHOLDS, records=RECORDS, last_day=date(2025, 12, 31)
    )
    households = [
        [row.household, row.village, row.joined, row.left, row.since, row.facts.get("商户")]
        for row in town.households()
    ]
    people = [
        [row.person, row.household, row.village, row.joined, row.left, row.since,
         row.facts.get("出生"), row.facts.get("党员")]
        for row in town.people()
    ]  # fmt: skip
    records = (
        [row.id, row.village, row.household, row.person, row.day, row.item, _amount(row.quantity),
         _amount(row.judged), row.event, row.status.value, row.facts.get("级别"),
         row.facts.get("评分")]
        for row in town.records()
    )  # fmt: skip
    come_and_go = ["加入", "离开", "自"]
    return {
        "households": _write(
            folder / "households.csv", ["户", "村", *come_and_go, "商户"], households
        ),
        "people": _write(
            folder / "people.csv", ["人", "户", "村", *come_and_go, "出生", "党员"], people
        ),
        "records": _write(
            folder / "records.csv",
            [
                "编号",
                "村",
                "户",
                "人",
                "日期",
                "事项",
                "数量",
                "评定分",
                "事由",
                "状态",
                "级别",
                "评分",
            ],
            records,
        ),
    }


def _amount(hundredths: int | None) -> str:
    return "" if hundredths is None else show_hundredths(hundredths)


def _in_words(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in f"{number:03d}")


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)
    return path
