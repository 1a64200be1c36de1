"""Texts that a spreadsheet would run, made harmless where we write and back where we read.

A spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula, so such a text gets
a `'` in front. Reading takes exactly that one off again. Numbers are never text here: -5 stays -5.
"""

import re

# A text that already looks guarded gets one more, so that taking one off always gives the text.
_NEEDS_GUARD = re.compile(r"'*(?:\s*[=+\-@＝＋－\uff20]|[\t\r\n])")


def guard(written: str) -> str:
    """Somebody's text as it may stand in a CSV file."""
    return f"'{written}" if _NEEDS_GUARD.match(written) else written


def unguard(cell: str) -> str:
    """The text that `guard` was given."""
    return cell[1:] if cell.startswith("'") and _NEEDS_GUARD.match(cell) else cell
