"""The yardstick for small work: a script that somebody might write in an afternoon.

Reads the records file and adds up fixed points for each household, at most eighty a quarter. It
knows none of the rules that a policy has (no facts, tables, highest only, floors, register) and
keeps no passbook; so its time is what reading and adding alone cost in Python.

    python benchmarks/plain_fold.py RECORDS.csv
"""

import csv
import sys
from pathlib import Path

_POINTS = {"庭院评分": 400, "清扫公共区域": 200, "清理沟渠": 800, "志愿劳动": 600, "夜间巡逻": 400}
_OTHER, _MOST_A_QUARTER = 300, 8000


def main(path: Path) -> None:
    """Print the sum over all households, in hundredths of points."""
    totals: dict[tuple[str, str, int], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["状态"] != "approved":
                continue
            year, month, _ = row["日期"].split("-")
            key = (row["户"], year, (int(month) + 2) // 3)
            points = _POINTS.get(row["事项"], _OTHER)
            totals[key] = min(totals.get(key, 0) + points, _MOST_A_QUARTER)
    print(sum(totals.values()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
