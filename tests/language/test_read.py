"""Reading the bytes of a policy: what is not UTF-8 text is refused at its place."""

import pytest

from rulesengine.core.diagnostic import Label
from rulesengine.language.read import MOST_BYTES, decode


def test_utf8_is_read_and_a_byte_order_mark_left_out() -> None:
    """A file saved by Notepad reads like any other."""
    outcome = decode("t", b"\xef\xbb\xbf" + "办法 “甲”".encode())

    assert outcome.value is not None and outcome.value.text == "办法 “甲”"


@pytest.mark.parametrize(
    ("data", "code", "offset"),
    [
        ("办法 甲".encode("gb18030"), "R001", 0),
        (b"policy x\n\xff\xfe", "R001", 9),
        ("办法 甲\n类别".encode()[:-1], "R001", 6),
        (b"PK\x03\x04\x00\x00", "R001", 0),
        (b"policy a\0b", "R001", 8),
        (b"#" * (MOST_BYTES + 1), "R002", 0),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(data: bytes, code: str, offset: int) -> None:
    """GB18030, a broken last letter, a zip file, too much: one message each, with the place."""
    outcome = decode("t", data)

    assert outcome.value is None
    assert [code] == [diagnostic.code.id for diagnostic in outcome.diagnostics]
    place = outcome.diagnostics[0].primary
    assert isinstance(place, Label) and place.span.start == offset


def test_a_file_in_gb18030_is_told_so() -> None:
    """The way out names the encoding that the file really has."""
    outcome = decode("t", "办法 “示例”".encode("gb18030"))

    assert "GB18030" in str(outcome.diagnostics[0].help)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ("办法 “甲”".encode("utf-16"), "UTF-16"),
        ("policy a".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", "Word"),
        (b"PK\x03\x04" + b"\0" * 26 + b"xl/workbook.xml" + b"\0" * MOST_BYTES, "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    ],
)
def test_a_file_of_another_kind_is_named(data: bytes, named: str) -> None:
    """UTF-16, Word, Excel, other office files and PDF, however large: what it is, none of its bytes."""
    diagnostic = decode("t", data).diagnostics[0]

    assert diagnostic.code.id == "R001" and named in str(diagnostic.message)
    assert isinstance(diagnostic.primary, Label) and diagnostic.primary.source.text == ""
