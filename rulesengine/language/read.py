"""Bytes of a policy file to its text. Refuses what is too large or not UTF-8, with the place."""

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label, Outcome
from rulesengine.core.source import Source, Span
from rulesengine.core.text import Text, text

MOST_BYTES = 256 * 1024


def decode(name: str, data: bytes) -> Outcome[Source]:
    """The text of a policy file, known as `name`; a byte-order mark at its start is left out."""
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
