"""Diagnostics as text and as JSON, in both languages."""

from rulesengine.app.messages import Language
from rulesengine.app.render import MOST_COLUMNS, Style, as_json, lines_of, plain, width
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Cell, Diagnostic, Fix, Label
from rulesengine.core.source import Source, Span
from rulesengine.core.text import text

SOURCE = Source(
    "老新镇.policy", '办法 "示例"\n  加分\t义务劳动 3分/小时\n\n# 空\n扣分 义务劳动 5分/次\n'
)


def span_of(part: str, nth: int = 0) -> Span:
    """The place of a part of the text."""
    start = -1
    for _ in range(nth + 1):
        start = SOURCE.text.index(part, start + 1)
    return Span(start, start + len(part))


TWICE = Diagnostic(
    Code.NAME_TWICE,
    text("{name} is used twice", name="义务劳动"),
    Label(SOURCE, span_of("义务劳动", 1), text("again here")),
    secondary=(Label(SOURCE, span_of("义务劳动"), text("first here")),),
    notes=(text("{name} is not in the register", name="x"),),
    help=text("did you mean {name}?", name="劳动"),
    fix=Fix(span_of("义务劳动", 1), "劳动"),
)


def test_a_diagnostic_shows_its_lines_with_marks_under_the_exact_text() -> None:
    """A wide character takes two columns, a tab four; the other place has marks of its own."""
    assert """\
error[R102]: 义务劳动 is used twice
 --> 老新镇.policy:5:4
  |
2 |   加分    义务劳动 3分/小时
  |           -------- first here
 ...
5 | 扣分 义务劳动 5分/次
  |      ^^^^^^^^ again here
  = note: x is not in the register
  = help: did you mean 劳动?
""" == plain(lines_of(TWICE, Language.ENGLISH))


def test_a_diagnostic_speaks_chinese() -> None:
    """The frame's own words are Chinese, and so are the sentences."""
    shown = plain(lines_of(TWICE, Language.CHINESE)).splitlines()

    assert shown[0].startswith("错误[R102]：")
    assert "  = 建议：是不是“劳动”？" == shown[-1]


def test_a_warning_is_no_error() -> None:
    """The heading says which it is, in words and in style."""
    lines = lines_of(Diagnostic(Code.NO_TESTS, text("{file}", file="x")), Language.ENGLISH)

    assert "warning[R602]: x\n" == plain(lines)
    assert Style.WARNING is lines[0][0].style


def test_a_cell_is_shown_with_file_row_column_and_value() -> None:
    """A row of a table has no carets; what cannot be seen in its value is escaped."""
    found = Diagnostic(
        Code.BAD_CELL,
        text("{name} is used twice", name="x"),
        Cell("记录.csv", 12, "日期", "2025-02-30\t"),
        secondary=(Cell("记录.csv", 13), Cell("其他.csv", 0)),
    )

    assert """\
error[R405]: x is used twice
 --> 记录.csv, row 12, column 日期: 2025-02-30\\x09
 --> 记录.csv, row 13
 --> 其他.csv
""" == plain(lines_of(found, Language.ENGLISH))


def test_a_long_line_is_cut_around_the_place() -> None:
    """A policy on one endless line does not flood the screen, and the marks stay under the text."""
    source = Source("x", "(" * 3000 + "坏" + ")" * 3000)
    found = Diagnostic(
        Code.NESTED_TOO_DEEP, text("{file}", file="x"), Label(source, Span(3000, 3001))
    )

    shown = plain(lines_of(found, Language.ENGLISH)).splitlines()

    assert width(shown[3]) < MOST_COLUMNS
    assert shown[3].index("坏") == shown[4].index("^^")


def test_the_end_of_a_text_has_a_place() -> None:
    """A mistake behind the last character, or in an empty text, is shown with one caret."""
    for written in ("", "办法\n"):
        source = Source("x", written)
        place = Label(source, Span(len(written), len(written)))
        shown = plain(
            lines_of(
                Diagnostic(Code.EMPTY_POLICY, text("{file}", file="x"), place), Language.ENGLISH
            )
        )
        assert "  | ^" == shown.splitlines()[-1]


def test_json_has_fixed_keys_and_places() -> None:
    """Programs find line, column and end from 1, and the fix with its own range."""
    found = as_json(TWICE, Language.ENGLISH)

    assert found == {
        "code": "R102",
        "name": "name-twice",
        "severity": "error",
        "message": "义务劳动 is used twice",
        "file": "老新镇.policy",
        "line": 5,
        "column": 4,
        "end": {"line": 5, "column": 8},
        "label": "again here",
        "secondary": [
            {
                "file": "老新镇.policy",
                "line": 2,
                "column": 6,
                "end": {"line": 2, "column": 10},
                "label": "first here",
            }
        ],
        "notes": ["x is not in the register"],
        "help": "did you mean 劳动?",
        "fix": {"line": 5, "column": 4, "end": {"line": 5, "column": 8}, "text": "劳动"},
    }


def test_json_of_a_cell_has_file_row_column_and_value() -> None:
    """A row of a table is found as a spreadsheet counts."""
    found = as_json(
        Diagnostic(Code.BAD_CELL, text("{file}", file="x"), Cell("a.csv", 3, "日期", "?")),
        Language.ENGLISH,
    )

    assert ("a.csv", 3, "日期", "?") == (
        found["file"],
        found["row"],
        found["column"],
        found["value"],
    )
