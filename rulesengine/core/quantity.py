"""Exact amounts: whole hundredths of points and of quantities, whole fen. Never a float.

The one rounding rule of the whole engine is here: half away from zero, to a step.
"""

import re
import unicodedata
from typing import TypeAlias

Hundredths: TypeAlias = int  # points, quantities, factors and fact numbers; 150 is 1.5
Fen: TypeAlias = int  # money; 100 is one yuan

# Sizes that a policy may say and a record may carry (meaning.md, Numbers).
MOST_POLICY_POINTS: Hundredths = 100_000_00
MOST_UNITS: Hundredths = 100_000_00
MOST_FACTOR: Hundredths = 100_00
MOST_RAW_POINTS: Hundredths = 1_000_000_00

_DECIMAL = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?|([+-]?)\.([0-9]+)")


def read_hundredths(written: str) -> Hundredths | None:
    """A decimal as written (`3`, `0.5`, full-width digits too) in hundredths.

    None where it is no number or has more than two decimals other than zeros.
    """
    match = _DECIMAL.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if match is None:
        return None
    sign = match[1] or match[4] or ""
    whole, decimals = match[2] or "0", (match[3] or match[5] or "").rstrip("0")
    if len(decimals) > 2 or len(whole) > 18:
        return None
    size = int(whole) * 100 + int(decimals.ljust(2, "0"))
    return -size if sign == "-" else size


def is_decimal(written: str) -> bool:
    """Whether it is a decimal number at all, with however many decimals."""
    return _DECIMAL.fullmatch(unicodedata.normalize("NFKC", written).strip()) is not None


def show_hundredths(amount: Hundredths) -> str:
    """Shortest decimal text: 150 is `1.5`, 300 is `3`, -5 is `-0.05`."""
    sign = "-" if amount < 0 else ""
    whole, decimals = divmod(abs(amount), 100)
    return f"{sign}{whole}" if not decimals else f"{sign}{whole}.{decimals:02d}".rstrip("0")


def divide_half_away(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest whole number, ties away from zero.

    Exact at any size; `denominator` is positive.
    """
    assert denominator > 0, denominator
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -size if numerator < 0 else size


def round_to_step(numerator: int, denominator: int, step: Hundredths) -> Hundredths:
    """`numerator / denominator` hundredths to a multiple of `step`, half away from zero."""
    return divide_half_away(numerator, denominator * step) * step


def worth(total: Hundredths, points: Hundredths, fen: Fen) -> Fen:
    """Money for a total at the rate `points` = `fen`, half up to the fen; none below zero."""
    return divide_half_away(max(total, 0) * fen, points)
