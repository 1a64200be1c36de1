"""Small policies and records for the tests of scoring."""

from datetime import date

from rulesengine.core.diagnostic import Cell
from rulesengine.core.record import Record
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.load import load

HEAD = """办法 "示例"
施行 2025-01-01
兑换 1分 = 0.5元
不设下限
结转 全部
"""
SWEEPING = """类别 环境
  加分 清扫 2分/次, 上限 1次 每户每天
  加分 劳动 3分/小时
  扣分 乱倒 5分/次
"""


def policy(text: str) -> checked.Policy:
    """The checked policy of a text without errors."""
    outcome = load(Source("example.policy", text))
    errors = [str(found.message) for found in outcome.diagnostics if found.is_error]
    assert outcome.value is not None, errors
    return outcome.value


def timeline(text: str = HEAD + SWEEPING) -> checked.Timeline:
    return checked.alone(policy(text))


def timeline_of(*versions: tuple[str, str]) -> checked.Timeline:
    """Versions as (first day, text)."""
    return checked.Timeline(
        tuple(checked.Version(date.fromisoformat(day), policy(text)) for day, text in versions)
    )


def record(number: int, day: str, item: str, household: str = "张三", **more: object) -> Record:
    """A record read from the row of its number."""
    origin = Cell("records.csv", number + 1)
    return Record(number, date.fromisoformat(day), item, household, origin=origin, **more)  # type: ignore[arg-type]
