"""Encodings: the right one, or the line where the text breaks."""

import random

import pytest

from rulesengine.intake.decoding import encoding_of
from rulesengine.intake.findings import Findings

TEXT = "户,日期,事项\n张三,2025-03-01,清扫门前\n李四,2025-03-02,义务劳动\n"


def broken(data: bytes) -> list[tuple[int, str]]:
    """Row and reason of what was found in bytes that are no text."""
    found = Findings("f")
    assert encoding_of(data, found) is None
    return [(one.primary.row, str(one.message)) for one in found.listed]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("gb18030"), "gb18030"),
        ("户,𠮷䶮㐂\n".encode("gb18030"), "gb18030"),
        (b"a,b\n", "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_found(data: bytes, encoding: str) -> None:
    """A mark at the start decides, then UTF-8, then GB18030."""
    found = Findings("f")

    assert encoding == encoding_of(data, found)
    assert [] == found.listed


def test_two_encodings_in_one_file_are_told_apart() -> None:
    """GB18030 would read UTF-8 as other Chinese; the line of each is named."""
    first, second, third = TEXT.splitlines(keepends=True)

    assert [(2, "the file is in two encodings: line 1 is in UTF-8 and line 2 is not")] == broken(
        first.encode("utf-8") + second.encode("gb18030") + third.encode("utf-8")
    )
    assert [(1, "the file is in two encodings: line 3 is in UTF-8 and line 1 is not")] == broken(
        (first + second).encode("gb18030") + third.encode("utf-8")
    )


def test_two_encodings_where_one_letter_tells() -> None:
    """A line with an odd number of letters in UTF-8 is no GB18030 at all."""
    data = "a\n户,1\n".encode() + "张三,2\n".encode("gb18030")

    assert [(3, "the file is in two encodings: line 2 is in UTF-8 and line 3 is not")] == broken(
        data
    )


def test_bytes_of_no_encoding_name_their_line() -> None:
    """Half a letter is not replaced by a question mark."""
    assert [(2, "line 2 is neither in UTF-8 nor in GB18030")] == broken(b"a,b\n1,\xff\xff\n2,3\n")


def test_a_mark_that_promises_too_much() -> None:
    """A file that says that it is UTF-8 and is not."""
    data = b"\xef\xbb\xbfa\n" + "张三\n".encode("gb18030")

    assert [(2, "line 2 is not in UTF-8, as the file says at its start")] == broken(data)
    assert [(2, "line 2 is not in UTF-16, as the file says at its start")] == broken(
        b"\xff\xfea\0\n\0b"
    )


def test_binary_files_are_no_text() -> None:
    """A zero byte stands in no text."""
    assert [(2, "the file is not text: it holds bytes that no text has")] == broken(b"a\nb\0c\n")


def test_names_in_gb18030_are_hardly_ever_taken_for_utf_8() -> None:
    """Twenty thousand made-up names, alone on their lines, are read as what they are."""
    made = random.Random(1)
    common = [bytes([lead, trail]) for lead in range(0xB0, 0xD7) for trail in range(0xA1, 0xFF)]
    names = b"\n".join(b"".join(made.choices(common, k=made.randint(2, 4))) for _ in range(20_000))

    assert "gb18030" == encoding_of(names, Findings("f"))
