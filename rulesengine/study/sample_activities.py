"""What happens in the sample town, and how often: the items of `policies/laoxin.policy`.

The weights are made up; they are tuned so that the half-year of
the sample town comes near the totals that the article gives (about 30 000 points).
"""

import enum

import attrs

from rulesengine.core.quantity import Hundredths


class Pick(enum.Enum):
    """How the household of a record is found."""

    ACTIVE = "active"  # a few households do much, many do a little
    ANY = "any"  # all alike
    SHOP = "shop"  # mostly those that keep a shop
    HONOURED = "honoured"  # one in a few, always the same


class Who(enum.Enum):
    """Whom a record names beside the household."""

    NOBODY = "nobody"
    GROWN = "grown"  # the head or the second in the house, sometimes nobody
    ANYBODY = "anybody"


@attrs.frozen
class Activity:
    """An item that is entered: `weight` on ordinary days, `clean_up` on the days of a clean-up.

    `quantities` and `judged` are what a record may carry (hundredths); one is drawn.
    """

    item: str
    weight: int
    clean_up: int = 0
    pick: Pick = Pick.ACTIVE
    who: Who = Who.GROWN
    quantities: tuple[Hundredths, ...] = ()
    judged: tuple[Hundredths, ...] = ()
    months: tuple[int, ...] = ()  # none: all year


def _whole(*amounts: int) -> tuple[Hundredths, ...]:
    return tuple(amount * 100 for amount in amounts)


RATING = Activity("庭院评分", 0, pick=Pick.ANY, who=Who.NOBODY)
HONOUR = Activity("评选表彰", 22, pick=Pick.HONOURED, who=Who.NOBODY)

EVERYDAY = (
    Activity("塆台夜话", 120, 10),
    Activity("建言献策", 25, judged=_whole(2, 2, 3, 3, 4, 5)),
    Activity("清扫公共区域", 120, 420),
    Activity("清理沟渠", 35, 180, quantities=(1000, 1250, 1500, 2000, 2000, 3000, 3650, 5000)),
    Activity("清理三堆两垛", 35, 120, quantities=_whole(1, 1, 1, 2, 2, 3)),
    Activity("门前三包", 50, pick=Pick.SHOP, who=Who.NOBODY),
    Activity("回收农膜", 45, 60, quantities=(300, 550, 800, 1000, 1250, 1400, 2100)),
    Activity("乱倒垃圾", 26, pick=Pick.ANY, who=Who.NOBODY),
    Activity("露天焚烧", 10, pick=Pick.ANY, who=Who.NOBODY),
    Activity("夜间巡逻", 90),
    Activity("调解纠纷", 20, judged=_whole(5, 5, 6, 7, 8, 8, 10)),
    Activity("排查隐患", 45),
    Activity("防汛值守", 110, months=(5, 6, 7, 8)),
    Activity("志愿劳动", 100, 150, who=Who.ANYBODY, quantities=(100, 150, 200, 200, 300, 400, 600)),
    Activity("结对帮扶", 70, who=Who.ANYBODY),
    Activity("急救培训", 12, who=Who.ANYBODY),
    Activity("技术培训", 55),
    Activity("订单种植", 14, who=Who.NOBODY),
    Activity("婚事新办", 3, pick=Pick.ANY, who=Who.NOBODY),
    Activity("丧事简办", 4, pick=Pick.ANY, who=Who.NOBODY),
    Activity("铺张办席", 3, pick=Pick.ANY, who=Who.NOBODY),
    Activity("子女入伍", 2, pick=Pick.ANY, who=Who.ANYBODY),
    HONOUR,
)  # fmt: skip
