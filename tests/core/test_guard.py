"""Texts that a spreadsheet would run are made harmless, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.guard import guard, unguard

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
MARKS = st.text("'=+-@＝＋－\uff20\t\r\n ,\"张a1", max_size=8)


@pytest.mark.parametrize("written", ["=1+1", "+1", "-1", "@a", "＝1", "\t1", "\r1", " =1", "'=1"])
def test_what_a_spreadsheet_would_run_is_guarded(written: str) -> None:
    """A quote in front makes it a text; a text that looks guarded gets one more."""
    assert f"'{written}" == guard(written)


@pytest.mark.parametrize("written", ["张三", "a-b", "1", "'张三", ""])
def test_other_texts_are_left_alone(written: str) -> None:
    """Nothing else changes."""
    assert written == guard(written)


@given(TEXTS | MARKS)
def test_the_guard_comes_off_as_it_went_on(written: str) -> None:
    """Law: taking the guard off gives the text, whatever it is."""
    assert written == unguard(guard(written))
