"""A rule sheet as one HTML page to print: A4, Chinese type, nothing fetched from anywhere. Pure."""

import re
from collections.abc import Iterator
from html import escape

from rulesengine.app.messages import Language
from rulesengine.app.rule_sheet_spoken import sentence, spoken
from rulesengine.app.rule_sheet_tree import Cell, Line, Points, Section, Sheet, Table

_STYLE = """\
@page { size: A4; margin: 18mm 16mm 16mm; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem;
  color: #1a1a1a; background: #fff; line-height: 1.6;
  font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", STSong, SimSun, serif;
  font-size: 16px; font-variant-numeric: tabular-nums lining-nums;
}
h1, h2, th {
  font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", SimHei,
    sans-serif;
}
header { margin: 0 0 1.8rem; text-align: center; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.35; }
header p { margin: .3rem 0 0; font-size: 1.05rem; color: #444; }
h2 { margin: 0 0 .6rem; font-size: 1.15rem; line-height: 1.4; break-after: avoid; }
section { margin: 0 0 1.9rem; break-inside: avoid; }
ul { margin: 0 0 .9rem; padding-left: 1.3em; }
li { margin: .15em 0; }
table {
  width: 100%; margin: 0 0 .9rem; table-layout: fixed; border-collapse: collapse; font-size: .94em;
}
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td {
  padding: .36em .6em; border: 1px solid #8a8a8a; text-align: left; vertical-align: top;
  overflow-wrap: anywhere;
}
th { background: #f1efe9; font-weight: 600; }
td p { margin: 0; }
.whole { white-space: nowrap; }
footer {
  margin-top: 2rem; padding-top: .6rem; border-top: 1px solid #c8c8c8;
  color: #555; font-size: .78em; overflow-wrap: anywhere;
}
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.5; }
  th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
"""
_PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{rules}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<header><h1>{title}</h1><p>{kind}</p></header>
{body}<footer>{foot}</footer>
</body>
</html>
"""
# Percent of each column, by how many there are: tables below each other line up.
_WIDTHS = {
    2: (43, 57),
    3: (20, 42, 38),
    4: (20, 23, 32, 25),
    5: (20, 23, 12, 20, 25),
}
_NUMBERS = re.compile("([0-9]+(?:[.-][0-9]+)*(?:%|[一-鿿]| points?)?)")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded, nothing runs


def sheet_html(sheet: Sheet, language: Language) -> str:
    """The whole page; every word of it escaped."""
    code = "zh-CN" if language is Language.CHINESE else "en"
    body = "".join(line for section in sheet.sections for line in _section(section, language))
    return _PAGE.format(
        language=code,
        rules=escape(_POLICY),
        style=_STYLE,
        title=escape(spoken(sheet.title, language)),
        kind=_sentence(sheet.kind, language),
        body=body,
        foot=_sentence(sheet.foot, language),
    )


def _section(section: Section, language: Language) -> Iterator[str]:
    yield f"<section>\n<h2>{_sentence(section.heading, language)}</h2>\n"
    for part in section.parts:
        match part:
            case Points(lines=lines):
                yield "<ul>\n"
                yield from (f"<li>{_sentence(line, language)}</li>\n" for line in lines)
                yield "</ul>\n"
            case Table():
                yield from _table(part, language)
    yield "</section>\n"


def _table(table: Table, language: Language) -> Iterator[str]:
    headings = "".join(f'<th scope="col">{_sentence(one, language)}</th>' for one in table.headings)
    widths = "".join(f'<col style="width:{width}%">' for width in _WIDTHS[len(table.headings)])
    yield f"<table>\n<colgroup>{widths}</colgroup>\n"
    yield f"<thead><tr>{headings}</tr></thead>\n<tbody>\n"
    for row in table.rows:
        yield f"<tr>{''.join(_cell(cell, language) for cell in row)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _cell(cell: Cell, language: Language) -> str:
    lines = [_said(line, language) for line in cell]
    if len(lines) < 2:
        return f"<td>{''.join(lines)}</td>"
    return f"<td>{''.join(f'<p>{line}</p>' for line in lines)}</td>"


def _said(line: Line, language: Language) -> str:
    return _escaped(spoken(line, language))


def _sentence(line: Line, language: Language) -> str:
    return _escaped(sentence(line, language))


def _escaped(written: str) -> str:
    """Safe text; no line ends inside a date or between a number and its unit, some after a _."""
    return "".join(
        f'<span class="whole">{escape(piece)}</span>'
        if place % 2
        else escape(piece).replace("_", "_<wbr>")
        for place, piece in enumerate(_NUMBERS.split(written))
    )
