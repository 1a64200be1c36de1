"""A rule sheet as Markdown: headings, lists and tables that read well as plain text too. Pure."""

import re
from collections.abc import Iterator

from rulesengine.app.messages import Language
from rulesengine.app.rule_sheet_spoken import sentence, spoken
from rulesengine.app.rule_sheet_tree import Cell, Line, Points, Section, Sheet, Table

# What Markdown would take for a mark; escaped wherever it stands in somebody's words.
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&]")
_OPENS_A_LIST = re.compile(r"^([-+]|[0-9]+[.)])(?=\s|$)")


def sheet_markdown(sheet: Sheet, language: Language) -> str:
    """The whole page."""
    lines = [f"# {_said(sheet.title, language)}", "", _sentence(sheet.kind, language), ""]
    for section in sheet.sections:
        lines += _section(section, language)
    lines += ["---", "", _sentence(sheet.foot, language)]
    return "\n".join(lines) + "\n"


def _section(section: Section, language: Language) -> Iterator[str]:
    yield f"## {_sentence(section.heading, language)}"
    yield ""
    for part in section.parts:
        match part:
            case Points(lines=lines):
                yield from (f"- {_sentence(line, language)}" for line in lines)
            case Table():
                yield from _table(part, language)
        yield ""


def _table(table: Table, language: Language) -> Iterator[str]:
    yield _row([_sentence(heading, language) for heading in table.headings])
    yield _row(["---"] * len(table.headings))
    for row in table.rows:
        yield _row([_cell(cell, language) for cell in row])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, language: Language) -> str:
    between = "；" if language is Language.CHINESE else "; "
    return between.join(_said(line, language) for line in cell)


def _said(line: Line, language: Language) -> str:
    return _escaped(spoken(line, language))


def _sentence(line: Line, language: Language) -> str:
    return _escaped(sentence(line, language))


def _escaped(written: str) -> str:
    return _OPENS_A_LIST.sub(r"\\\g<1>", _MARKS.sub(r"\\\g<0>", written))
