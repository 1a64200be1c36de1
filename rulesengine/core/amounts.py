"""Amounts in words that agree with their number: `1 point`, `2 points`. Chinese has one form."""

from rulesengine.core.quantity import Hundredths, show_hundredths
from rulesengine.core.text import Text, text


def points_words(amount: Hundredths) -> Text:
    """`1 point`, `2.5 points`; also of a negative amount."""
    shown = show_hundredths(amount)
    if abs(amount) == 1_00:
        return text("{amount} point", amount=shown)
    return text("{amount} points", amount=shown)


def times_words(number: int) -> Text:
    """`1 time`, `2 times`."""
    if number == 1:
        return text("{number} time", number=number)
    return text("{number} times", number=number)
