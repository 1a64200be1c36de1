"""JSON whose numbers are exact."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rulesengine.app.exact_json import Amount, JsonValue, amount, dump

LEAVES = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(st.integers(-(10**20), 10**20))
def test_an_amount_is_its_hundredths_to_the_last(hundredths: int) -> None:
    """No amount, however large, loses a hundredth."""
    assert Decimal(hundredths).scaleb(-2) == json.loads(
        dump(Amount(hundredths)), parse_float=Decimal
    )


@given(VALUES)
def test_what_is_written_is_read_back(value: JsonValue) -> None:
    """Whatever is dumped is JSON and means the same."""
    assert value == json.loads(dump(value))


def test_amounts_have_no_zeros_at_their_end() -> None:
    """28 points are `28`, a half is `0.5`; no rate is null."""
    assert "[28, 0.5, -0.05, null]" == dump([amount(2800), amount(50), amount(-5), amount(None)])


def test_a_list_of_rows_has_a_line_for_each() -> None:
    """What holds lists or objects is spread over lines; the innermost stay on one."""
    written = dump({"until": "2025-03-04", "accounts": [{"account": "张三"}, {"account": "李四"}]})

    assert [
        "{",
        '  "until": "2025-03-04",',
        '  "accounts": [',
        '    {"account": "张三"},',
        '    {"account": "李四"}',
        "  ]",
        "}",
    ] == written.splitlines()


def test_half_a_character_is_escaped() -> None:
    """Half a surrogate pair, which UTF-8 cannot write, does not stop the output."""
    assert '"\\ud800"' == dump("\ud800")
