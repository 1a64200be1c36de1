"""Made-up names for the sample town: villages and people, by number, each once in its village.

Pure arithmetic: the same numbers give the same name, and two people of a village never share one.
Only four village names are real (they stand in the article that the sample policy is made
from); nothing that the sample says of them is. The other names and every person are made up, and a
likeness to anybody is chance.
"""

import enum

NAMED_VILLAGES = ("洪河村", "赤生村", "老新村", "老新社区")
MADE_UP_VILLAGES = (
    "青禾村", "柳湾村", "荷塘村", "东堤村", "双桥村", "稻香村",
    "新渠村", "白鹭村", "枫林村", "月塘村", "清泉社区",
)  # fmt: skip

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田"
# Each character stands in one list only, so that a man and a woman never have one name.
_FIRST = (
    "国建志文明德家海永春秋金玉宏庆兆世启承怀守兴昌振书景光云天学传长"
    "福同道远成维运显先开子仁义礼和方正元吉安宗祖孝友佑登以存厚善新禾"
)
_MEN = (
    "勇刚涛波龙虎豹栋磊峰岩钢铁锋剑雄豪杰俊伟健诚信忠勤俭宽通利富泰盛"
    "茂荣煌耀清源河湖洲洋浩瀚鹏鹤骏驰腾翔飞鸣北林榜坤乾柱根生桥堂平宾"
)
_WOMEN = (
    "芳兰秀梅菊莲桂香珠翠凤燕霞虹月娟娥婷娜妹姣姗婉静淑惠敏贤巧琳琴瑶"
    "琼瑛莹晶蓉芝芬苗茜萍蕾薇莉菲蓓红艳丽媛妍素洁雪冰露霜晴夏冬彩荷杏"
)

_GIVEN_NAMES = len(_FIRST) * len(_MEN)
_SURNAMES_IN_A_VILLAGE = 12
_MOST_MEMBERS = 5
MOST_HOUSEHOLDS_IN_A_VILLAGE = _GIVEN_NAMES // _MOST_MEMBERS * _SURNAMES_IN_A_VILLAGE


class Role(enum.IntEnum):
    """Who somebody is in a household; the head gives the household its name."""

    HEAD = 0
    SPOUSE = 1
    SON = 2
    DAUGHTER = 3
    MOTHER = 4


# How far along the list of surnames somebody's lies from the head's: 0 is the head's own.
_SURNAME_STEPS = {Role.SPOUSE: 17, Role.MOTHER: 23}


def village_name(village: int) -> str:
    """The name of a village by its number from 0; those after the fifteenth are numbered."""
    known = NAMED_VILLAGES + MADE_UP_VILLAGES
    return known[village] if village < len(known) else f"示例{village + 1}村"


def person_name(village: int, household: int, role: Role) -> str:
    """The name of a member of a village's household, all by number from 0.

    `household` is less than MOST_HOUSEHOLDS_IN_A_VILLAGE. In a role, the households of one dozen
    have different surnames; with one surname, each dozen and role has a given name of its own: so
    no name comes twice.
    """
    assert 0 <= household < MOST_HOUSEHOLDS_IN_A_VILLAGE, household
    dozen, place = divmod(household, _SURNAMES_IN_A_VILLAGE)
    surname = (village * 5 + place + _SURNAME_STEPS.get(role, 0)) % len(_SURNAMES)
    # 1009 has no divisor in common with the number of given names: every one comes once.
    number = (dozen * _MOST_MEMBERS + role) * 1009 + surname * 577 + village * 401
    first, second = divmod(number % _GIVEN_NAMES, len(_MEN))
    last = _WOMEN if _is_woman(household, role) else _MEN
    return _SURNAMES[surname] + _FIRST[first] + last[second]


def _is_woman(household: int, role: Role) -> bool:
    if role in (Role.HEAD, Role.SPOUSE):
        return (household % 6 == 4) == (role is Role.HEAD)
    return role is not Role.SON
