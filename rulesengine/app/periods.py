"""A settlement period as people write it, to the name it has everywhere. Pure."""

import re
import unicodedata

_QUARTER = re.compile(r"([0-9]{4})(?:年第?|-?q)([1-4一二三四])(?:季度?)?")
_HALF = re.compile(r"([0-9]{4})(?:年|-?h)([12上下])(?:半年)?")
_MONTH = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?")
_YEAR = re.compile(r"([0-9]{4})年?")
_NUMBER = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}


def settlement_period(written: str) -> str:
    """`2025年第2季度` and `2025q2` are `2025-Q2`; what is no period stays as it was written."""
    plain = "".join(unicodedata.normalize("NFKC", written).casefold().split())
    if found := _YEAR.fullmatch(plain):
        return found[1]
    if found := _MONTH.fullmatch(plain):
        return f"{found[1]}-{int(found[2]):02d}"
    if (found := _QUARTER.fullmatch(plain)) and ("q" in plain or "季" in plain):
        return f"{found[1]}-Q{_NUMBER.get(found[2], found[2])}"
    if (found := _HALF.fullmatch(plain)) and ("h" in plain or "半年" in plain):
        return f"{found[1]}-H{_NUMBER.get(found[2], found[2])}"
    return plain.upper()
