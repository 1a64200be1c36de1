"""In which encoding a text file is: a mark at its start, UTF-8, GB18030, in this order.

Libraries that guess take a short Chinese file for a Korean one, so none is asked.
"""

import codecs
import io
from collections.abc import Iterator

from rulesengine.core.text import text
from rulesengine.intake.findings import Findings

_PIECE = 1 << 20
_FIRST_CHINESE = "\u2e80"  # letters from here on take three bytes or more in UTF-8


def encoding_of(data: bytes, found: Findings) -> str | None:
    """The encoding, by Python's name, or None where the bytes are no text; then it is reported."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _only(data, "utf-16", found)
    if b"\0" in data:
        found.unreadable(
            text("the file is not text: it holds bytes that no text has"),
            text("save it as CSV (UTF-8) or as XLSX"),
            row=_line(data, data.index(b"\0")),
        )
        return None
    if data.startswith(codecs.BOM_UTF8):
        return _only(data, "utf-8-sig", found)
    not_utf_8 = _first_break(data, "utf-8")
    if not_utf_8 is None:
        return "utf-8"
    in_utf_8 = _first_chinese_utf_8_line(data, surely=True)
    if in_utf_8 is not None:
        _mixed(not_utf_8, in_utf_8, found)
        return None
    not_gb18030 = _first_break(data, "gb18030")
    if not_gb18030 is None:
        return "gb18030"
    in_utf_8 = _first_chinese_utf_8_line(data, surely=False)
    if in_utf_8 is not None:
        _mixed(not_utf_8, in_utf_8, found)
    else:
        _undecodable(max(not_utf_8, not_gb18030), found)
    return None


def _only(data: bytes, encoding: str, found: Findings) -> str | None:
    """The encoding that a mark at the start promises."""
    broken = _first_break(data, encoding)
    if broken is None:
        return encoding
    found.unreadable(
        text(
            "line {line} is not in {encoding}, as the file says at its start",
            line=broken,
            encoding=encoding.removesuffix("-sig").upper(),
        ),
        text("save the whole file anew as CSV (UTF-8)"),
        row=broken,
    )
    return None


def _mixed(other_line: int, utf_8_line: int, found: Findings) -> None:
    found.unreadable(
        text(
            "the file is in two encodings: line {one} is in UTF-8 and line {other} is not",
            one=utf_8_line,
            other=other_line,
        ),
        text("save both parts in UTF-8, then put them together again"),
        row=other_line,
    )


def _undecodable(line: int, found: Findings) -> None:
    found.unreadable(
        text("line {line} is neither in UTF-8 nor in GB18030", line=line),
        text("save the file anew as CSV (UTF-8)"),
        row=line,
    )


def _first_break(data: bytes, encoding: str) -> int | None:
    """The line in which bytes stop being text of an encoding, or None."""
    for start, piece in _pieces(data, whole=encoding == "utf-16"):
        try:
            piece.decode("utf-8" if encoding == "utf-8-sig" else encoding)
        except UnicodeDecodeError as problem:
            return _line(data, start + problem.start, wide=encoding == "utf-16")
    return None


def _pieces(data: bytes, *, whole: bool) -> Iterator[tuple[int, bytes]]:
    """The bytes in pieces that end with a line; no letter of these encodings holds a line end."""
    if whole:
        yield 0, data
        return
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield start, data[start:end]
        start = end


def _line(data: bytes, offset: int, *, wide: bool = False) -> int:
    end = b"\n\0" if wide and data.startswith(codecs.BOM_UTF16_LE) else b"\n"
    return data.count(end, 0, offset) + 1


def _first_chinese_utf_8_line(data: bytes, *, surely: bool) -> int | None:
    """The first line that is Chinese in UTF-8, or None.

    GB18030 often reads such a line as other Chinese, without a word. The other way round a line of
    GB18030 is UTF-8 with three bytes a letter only by chance: never seen in millions of lines of 2
    or of 4 and more such letters, but in one of 30 000 with 3. `surely` leaves those out.
    """
    for number, line in enumerate(io.BytesIO(data), 1):
        if line.isascii():
            continue
        try:
            letters = [letter for letter in line.decode("utf-8") if not letter.isascii()]
        except UnicodeDecodeError:
            continue
        doubtful = surely and len(letters) in (1, 3)
        if not doubtful and min(letters) >= _FIRST_CHINESE:
            return number
    return None
