"""A clerk at the command line: one command in one folder, and what comes of it."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import attrs
import pytest

from rulesengine.app.cli import main

POLICY = """\
办法 "示例"
施行 2025-01-01 至 2025-12-31
兑换 1分 = 0.5元
清零 每年, 宽限 31天
下限 0分
属性 记录.级别: 省级、县级
类别 环境治理 "Environment"
  上限 30分 每户每月
  加分 清扫门前 2分/次, 上限 1次 每户每天
  加分 义务劳动 3分/小时
  加分 表彰 按 记录.级别: 省级 30分、县级 20分,
    取最高 每事由
  扣分 乱倒垃圾 5分/次
测试 "一天只计一次"
  记录 2025-03-01 张三 清扫门前
  记录 2025-03-01 张三 清扫门前
  记录 2025-03-03 张三 义务劳动 2小时
  记录 2025-03-04 张三 表彰, 级别 = 县级, 事由 = 甲
  应得 张三 2025年3月 28分
  应得 张三 清扫门前 2分
  应得 张三 可兑 28分
"""

RECORDS = """\
编号,户,村,日期,事项,数量,级别,事由
1,张三,洪河村,2025-03-01,清扫门前,,,
2,张三,洪河村,2025-03-01,清扫门前,,,
3,张三,洪河村,2025-03-03,义务劳动,2,,
4,张三,洪河村,2025-03-04,表彰,,县级,甲
"""


@attrs.frozen
class Answer:
    """What a command gave."""

    status: int
    out: str
    err: str


Clerk: TypeAlias = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that commands run in, on a machine that speaks English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_MESSAGES", "LANG", "NO_COLOR", "RULESENGINE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LANGUAGE", "en")  # what a command sets is taken back afterwards
    return tmp_path


@pytest.fixture
def clerk(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Clerk:
    """Run a command in the folder; `stdin` is what comes in on standard input."""

    def run(*arguments: str, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        status = main(arguments)
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return run


@pytest.fixture
def town(folder: Path) -> Path:
    """The folder with a policy and a file of records in it."""
    (folder / "p.policy").write_text(POLICY, encoding="utf-8")
    (folder / "r.csv").write_text(RECORDS, encoding="utf-8")
    return folder
