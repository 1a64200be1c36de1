"""What a misspelt name may have been."""

import pytest

from rulesengine.language.check_legal import touched
from rulesengine.language.check_names import nearest, split_in_two


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("清扫门口", ("清扫门前", "义务劳动"), "清扫门前"),
        ("Sweep", ("sweep", "weed"), "sweep"),
        ("常驻", ("常住",), "常住"),
        ("省极", ("县级", "省级"), "省级"),
        ("市级", ("县级", "省级"), None),  # half alike by chance, to both
        ("低保", ("普通户", "低保户"), "低保户"),
        ("sweeping", ("sweep", "weed"), "sweep"),
        ("表彰", ("清扫门前", "义务劳动"), None),
        ("常住", (), None),
    ],
)
def test_nearest(name: str, known: tuple[str, ...], expected: str | None) -> None:
    """A name with a slip is recognised, and names that are alike by chance are not."""
    assert expected == nearest(name, known)


def test_split_in_two() -> None:
    """A name that swallowed the next one is split only where both parts are known."""
    assert ("张三", "清扫门前") == split_in_two("张三清扫门前", ("李四", "张三"), {"清扫门前"})
    assert split_in_two("张三清扫", ("李四", "张三"), {"清扫门前"}) is None


@pytest.mark.parametrize(
    ("name", "is_touched"),
    [
        ("越级上访", True),
        ("按时缴纳医保", True),
        ("petition", True),
        ("late_fine", True),
        ("finest_yard", False),
        ("帮扶低保户", False),
        ("取消低保", True),
        ("清扫门前", False),
    ],
)
def test_names_for_a_legal_review(name: str, is_touched: bool) -> None:
    """Words count as words: `fine` is not in `finest`, and helping 低保户 is no matter of benefits."""
    assert is_touched == (touched(name) is not None)
