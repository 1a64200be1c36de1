"""Numbers as people write them on paper: in words, with marks between thousands, with 万."""

import re

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.text import text
from rulesengine.language.parse_case import Case

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {"\u3007": 0, "两": 2, "兩": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMBER = re.compile("[零\u3007一二两兩三四五六七八九十百千万]+")
_COUNTED = "分|人次|次|元|倍|半天|小时|天|名|个|起|件|米|公斤|%|％|岁"
_EN_SMALL = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_EN_NUMBERS = {word: value for value, word in enumerate(_EN_SMALL, 1)}
_EN_NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80, "hundred": 100}
_N = r"(?<![0-9０-９.．])"


def chinese_number(word: str) -> int | None:
    """The number of 十二, 三百 or 二〇; None where the characters make none."""
    if not word or any(one not in _DIGITS and one not in _TENS for one in word):
        return None
    if len(word) > 1 and all(one in _DIGITS for one in word):
        return int("".join(str(_DIGITS[one]) for one in word))
    whole, digit, least = 0, None, 10_000
    for one in word:
        if one in _DIGITS:
            if digit:  # 二三十
                return None
            digit = _DIGITS[one]
            continue
        if _TENS[one] >= least:
            return None
        least = _TENS[one]
        whole += (1 if digit is None else digit) * least
        digit = None
    return whole + (digit or 0)


def number_in_words(case: Case) -> Diagnostic | None:
    """十分 for 10分, two points for 2 points, 1万分 for 10000分."""
    if case.language == "en":
        pattern = rf"(?<![A-Za-z])({'|'.join(_EN_NUMBERS)})(?![A-Za-z])"
        numbers = {word: str(value) for word, value in _EN_NUMBERS.items()}
    else:
        words = CHINESE_NUMBER.pattern
        behind = rf"(?:{_COUNTED}|[/／])"
        pattern = rf"{_N}([0-9]{{1,4}})([万千百])|(?<![^\W\d_]){words}(?=[ 	]*{behind})"
        if case.opens not in ("RECORD", "EXPECT"):  # where 张三 may stand before 分
            pattern += rf"|{words}(?={behind})"
        numbers = {}
    for place, match in case.up_to_stop(pattern):
        if case.language == "en":
            written = numbers[match[1].lower()]
        elif match[1]:
            written = str(int(match[1]) * {"万": 10_000, "千": 1000, "百": 100}[match[2]])
        else:
            value = chinese_number(match[0])
            if value is None:
                continue
            written = str(value)
        if case.fits(place, written):
            message = text("the number {word} is written in words", word=match[0])
            return case.change(Code.BAD_NUMBER, message, place, written)
    return None


def thousands(case: Case) -> Diagnostic | None:
    """1,000分 for 1000分."""
    marks = r"[,，'’﹐ \u00a0\u3000]"
    for place, match in case.near_stop(
        rf"{_N}[0-9０-９]{{1,3}}(?:{marks}[0-9０-９]{{3}})+(?![0-9０-９])"
    ):
        written = re.sub(marks, "", match[0])
        if case.fits(place, written):
            message = text("a number is written without marks inside")
            return case.change(Code.BAD_NUMBER, message, place, written)
    return None
