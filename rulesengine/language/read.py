"""Bytes of a policy file to its text. Refuses what is too large or not UTF-8, with the place."""

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text

MOST_BYTES = 256 * 1024
_PEEK = 64 * 1024  # bytes in which an archive names its first files


def decode(name: str, data: bytes) -> Outcome[Source]:
    """The text of a policy file, known as `name`; a byte-order mark at its start is left out."""
    told = _known_format(data)
    if told is not None:
        return _refused(Code.UNREADABLE_TEXT, Source(name, ""), 0, *told)
    if len(data) > MOST_BYTES:
        return _refused(
            Code.POLICY_TOO_LARGE,
            Source(name, ""),
            0,
            text("the policy is larger than {most} KiB and was not read", most=MOST_BYTES // 1024),
            text("a policy is a text of some pages; is this the right file?"),
        )
    try:
        written = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(name, data, error.start)
    zero = written.find("\0")
    if zero >= 0:
        return _refused(
            Code.UNREADABLE_TEXT,
            Source(name, written),
            zero,
            text("this is not a text file"),
            text("a policy is plain text in UTF-8; is this the right file?"),
        )
    return Outcome(Source(name, written))


def _known_format(data: bytes) -> tuple[Text, Text] | None:
    """The message and the way out for a file whose beginning says what it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in (data[:1], data[1:2]):
        return (
            text("the file is in UTF-16 (Unicode in Notepad), not UTF-8"),
            text("open it and save it again as UTF-8"),
        )
    if data.startswith(b"%PDF"):
        return (
            text("this is a PDF file, not a text file"),
            text("copy its text into a text file and save that as UTF-8"),
        )
    zipped, old_office = data.startswith(b"PK\x03\x04"), data.startswith(b"\xd0\xcf\x11\xe0")
    if b"word/" in data[:_PEEK] and zipped:
        return (
            text("this is a Word file, not a text file"),
            text("save it in Word as plain text (.txt), in UTF-8"),
        )
    if b"xl/" in data[:_PEEK] and zipped:
        return (
            text("this is an Excel file, not a policy"),
            text("a policy is plain text in UTF-8; is this the right file?"),
        )
    if zipped or old_office:
        return (
            text("this is a file of an office program or an archive, not a text file"),
            text("save it there as plain text (.txt), in UTF-8"),
        )
    return None


def _not_utf8(name: str, data: bytes, start: int) -> Outcome[Source]:
    before = data[:start].decode("utf-8-sig", errors="replace")
    readable = Source(name, before + "\ufffd")
    if _is_gb18030(data):
        way_out = text("the file is in GB18030 (ANSI); open it and save it again as UTF-8")
    else:
        way_out = text("a policy is plain text in UTF-8; save it again as UTF-8")
    return _refused(
        Code.UNREADABLE_TEXT,
        readable,
        len(before),
        text("from here on the file is not UTF-8 text"),
        way_out,
    )


def _is_gb18030(data: bytes) -> bool:
    try:
        written = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("一" <= character <= "鿿" for character in written) and "\0" not in written


def _refused(
    code: Code, source: Source, offset: int, message: Text, way_out: Text
) -> Outcome[Source]:
    place = Label(source, Span(offset, min(offset + 1, len(source.text))))
    return Outcome(None, (Diagnostic(code, message, place, help=way_out),))
