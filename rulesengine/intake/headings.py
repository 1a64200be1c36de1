"""Headings: which column of a file is which. Reads the first row, no cell below it.

A heading may be Chinese or English, in any order; spaces, full-width letters and upper case make no
difference. A heading that nobody knows stops the file: what stands below it would be lost.
"""

import difflib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import TypeAlias

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.facts import Fact, Subject
from rulesengine.core.text import Text, text
from rulesengine.intake.cells import clean
from rulesengine.intake.findings import Findings, shortened
from rulesengine.intake.table import MOST_COLUMNS, Row

# What sheets call a column of ours, and what they hold besides what points come from.
_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "编号": ("记录编号", "单号"),
    "户": ("户主姓名", "户主", "户名", "户主名", "家庭", "农户", "姓名", "户主姓名(户)"),
    "人": ("姓名", "名字", "人员", "村民", "成员"),
    "村": ("村名", "行政村", "村庄"),
    "日期": ("时间", "发生日期", "发生时间", "活动日期"),
    "事项": ("项目", "积分事项", "积分项目", "活动", "内容", "积分内容"),
    "数量": ("次数", "数目", "时长", "小时数", "件数"),
    "评定分": ("评分", "打分"),
}
_BESIDES = frozenset(
    {
        "序号", "序", "备注", "说明", "经办人", "登记人", "记录人", "填表人", "制表人", "审核人",
        "证明人", "电话", "联系电话", "手机", "手机号", "身份证号", "签字", "签名", "图片", "照片",
        "no.", "remark", "remarks", "note", "notes",
    }
)  # fmt: skip
_ALIKE = 0.6  # how much of two headings must agree


@attrs.frozen
class Heading:
    """A column that every file of a kind may have, by its two names."""

    english: str
    chinese: str

    @property
    def shown(self) -> Text:
        return text("{english}/{chinese}", english=self.english, chinese=self.chinese)


@attrs.frozen
class Kind:
    """A kind of file: whom its facts are about, its columns, and those it cannot do without.

    Of each group in `needed` (English names) at least one column must be there.
    """

    subject: Subject
    headings: tuple[Heading, ...]
    needed: tuple[tuple[str, ...], ...]

    def heading(self, english: str) -> Heading:
        """The column of this English name."""
        return next(heading for heading in self.headings if heading.english == english)


RECORDS = Kind(
    Subject.RECORD,
    (
        Heading("id", "编号"),
        Heading("village", "村"),
        Heading("household", "户"),
        Heading("person", "人"),
        Heading("date", "日期"),
        Heading("item", "事项"),
        Heading("quantity", "数量"),
        Heading("points", "评定分"),
        Heading("event", "事由"),
        Heading("status", "状态"),
    ),
    (("household", "person"), ("date",), ("item",)),
)


@attrs.frozen
class FactColumn:
    """A column of facts: its place (from 0), its heading, and its fact if a policy declares it."""

    index: int
    heading: str
    fact: Fact | None


@attrs.frozen
class Layout:
    """Where the columns stand (from 0), by English name, and how each is headed in the file."""

    places: Mapping[str, int]
    headings: tuple[str, ...]
    facts: tuple[FactColumn, ...]

    @property
    def written(self) -> Mapping[str, str]:
        """How each column that is there is headed, by English name."""
        return {english: self.headings[index] for english, index in self.places.items()}


def lay_out(
    row: Row, kind: Kind, facts: Sequence[Fact] | None, found: Findings, *, ignore_unknown: bool
) -> Layout | None:
    """Find the columns in the first row; None where the rows cannot be read without more of them.

    `facts` are those of the policy; None where no policy is known yet: then every heading that is
    no column is taken as a fact, unchecked, with one warning.
    """
    headings = tuple(" ".join(clean(cell).split()) for cell in row.cells[:MOST_COLUMNS])
    known = _Known.of(kind, facts)
    meanings = [known.meaning(heading) for heading in headings]
    if row.flaws and not any(isinstance(one, Heading) for one in meanings):
        _report_title(row, found)
        return None
    if not _is_plain(row, found):
        return None
    first: dict[_Meaning, int] = {}
    for index, meaning in enumerate(meanings):
        before = first.setdefault(meaning, index)
        if before != index and meaning is not None:
            _report_twice(row, headings[index], headings[before], found)
    places = {one.english: index for one, index in first.items() if isinstance(one, Heading)}
    columns = tuple(
        FactColumn(index, headings[index], one if isinstance(one, Fact) else None)
        for one, index in first.items()
        if isinstance(one, Fact | _Unchecked)
    )
    if not places:
        _report_none(row, kind, headings, found)
        return None
    missing = _report_missing(row, kind, places, found)
    unknown = [name for name, one in zip(headings, meanings, strict=True) if name and one is None]
    for heading in () if ignore_unknown else unknown:
        _report_unknown(row, known, heading, places, found)
    if facts is None and columns:
        _warn_unchecked(row, known, [column.heading for column in columns], found)
    return None if missing else Layout(places, headings, columns)


def folded(heading: str) -> str:
    """A heading without what makes no difference."""
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split())


def fact_named(facts: Sequence[Fact], heading: str) -> Fact | None:
    """The fact that a heading names by either of its names, or None.

    Written exactly so comes before written alike; what is alike to two facts names neither.
    """
    for fact in facts:
        if heading in (fact.name, fact.other_name):
            return fact
    alike = folded(heading)
    near = [fact for fact in facts if alike in (folded(fact.name), folded(fact.other_name))]
    return near[0] if len({fact.name for fact in near}) == 1 else None


@attrs.frozen
class _Unchecked:
    """A heading that is taken as a fact because no policy is known yet."""

    folded: str


_Meaning: TypeAlias = Heading | Fact | _Unchecked | None


@attrs.frozen
class _Known:
    """What a heading may say: columns, facts of this subject, facts of the other subjects."""

    columns: Mapping[str, Heading]
    facts: Sequence[Fact] | None
    others: Sequence[Fact]

    @staticmethod
    def of(kind: Kind, facts: Sequence[Fact] | None) -> "_Known":
        columns = {
            folded(name): heading
            for heading in kind.headings
            for name in (heading.chinese, heading.english)
        }
        own = None if facts is None else [fact for fact in facts if fact.subject is kind.subject]
        others = [fact for fact in facts or () if fact.subject is not kind.subject]
        return _Known(columns, own, others)

    def meaning(self, heading: str) -> _Meaning:
        """What a heading stands for; None where it is empty or nobody knows it."""
        column = self.columns.get(folded(heading))
        if column is not None or not heading:
            return column
        if self.facts is None:
            return _Unchecked(folded(heading))
        return fact_named(self.facts, heading)

    def near(self, heading: str, places: Collection[str] = ()) -> str | None:
        """A name that this heading may have meant, of no column that is there (`places`)."""
        for column, words in _OTHER_WORDS.items():
            meant = self.columns.get(column)
            if meant is not None and meant.english not in places and folded(heading) in words:
                return column
        names = {name: name for name, one in self.columns.items() if one.english not in places}
        for fact in self.facts or ():
            names |= {folded(name): name for name in (fact.name, fact.other_name) if name}
        near = difflib.get_close_matches(folded(heading), list(names), n=1, cutoff=_ALIKE)
        return names[near[0]] if near else None


def _is_plain(row: Row, found: Findings) -> bool:
    """Whether every heading can be read; otherwise it is said why, each reason once."""
    said = []
    for flaw in row.flaws.values():
        if flaw.bad in said:
            continue
        said.append(flaw.bad)
        found.at(
            Code.BAD_CELL,
            flaw.bad.message,
            row=row.number,
            value=flaw.shown,
            notes=(text("it stands in the first row, which must hold the headings alone"),),
            help=flaw.bad.help,
        )
    if len(row.cells) > MOST_COLUMNS:
        found.unreadable(
            text("the file has more than {most} columns", most=MOST_COLUMNS), row=row.number
        )
    return not said and len(row.cells) <= MOST_COLUMNS


def _report_title(row: Row, found: Findings) -> None:
    shown = next((flaw.shown for flaw in row.flaws.values() if flaw.shown), "")
    found.at(
        Code.BAD_CELL,
        text("row {row} looks like a title, not like headings", row=row.number),
        row=row.number,
        value=shown,
        help=_take_title_out(row),
    )


def _take_title_out(row: Row) -> Text:
    return text("take row {row} out, so that the headings become the first row", row=row.number)


def _report_twice(row: Row, heading: str, before: str, found: Findings) -> None:
    found.at(
        Code.REPEATED_COLUMN,
        text("the column {heading} is there twice", heading=heading)
        if heading == before
        else text("{before} and {heading} are the same column", before=before, heading=heading),
        row=row.number,
        column=heading,
        help=text("keep one of the two columns"),
    )


def _report_none(row: Row, kind: Kind, headings: tuple[str, ...], found: Findings) -> None:
    names = tuple(heading.shown for heading in kind.headings)
    found.at(
        Code.MISSING_COLUMN,
        text("no column is headed by any of {names}", names=names),
        row=row.number,
        value=" ".join(headings),
        help=_way_to_headings(row, headings),
    )


def _way_to_headings(row: Row, headings: tuple[str, ...]) -> Text:
    filled = [heading for heading in headings if heading]
    if len(filled) == 1 and "，" in filled[0]:
        return text("separate the columns with the ASCII comma (,), not with ，")
    if len(filled) == 1:
        return _take_title_out(row)
    return text("the first row must hold the headings; take out what stands above them")


def _report_missing(row: Row, kind: Kind, places: Mapping[str, int], found: Findings) -> bool:
    """Say which columns are missing, and whether any is."""
    missing = [group for group in kind.needed if not any(name in places for name in group)]
    for group in missing:
        shown = tuple(kind.heading(name).shown for name in group)
        found.at(
            Code.MISSING_COLUMN,
            text("there is no column {name}", name=shown[0])
            if len(shown) == 1
            else text("there is none of the columns {names}", names=shown),
            row=row.number,
            help=text("add the column, or correct its heading"),
        )
    return bool(missing)


def _report_unknown(
    row: Row, known: _Known, heading: str, places: Mapping[str, int], found: Findings
) -> None:
    other = fact_named(known.others, heading)
    near = known.near(heading, places)
    if folded(heading) in _BESIDES:
        help = text("points do not come from it: --ignore-columns leaves such columns out")
    elif other is not None:
        help = _way_for_other(other)
    elif near is not None:
        help = text("did you mean {name}?", name=near)
    else:
        help = text("correct the heading, or leave such columns out with --ignore-columns")
    found.at(
        Code.UNKNOWN_COLUMN,
        text("{heading} is neither a column nor a fact of the policy", heading=shortened(heading)),
        row=row.number,
        column=heading,
        help=help,
    )


def _way_for_other(fact: Fact) -> Text:
    match fact.subject:
        case Subject.HOUSEHOLD:
            return text("it is a fact of households: it belongs into the households file")
        case Subject.PERSON:
            return text("it is a fact of people: it belongs into the people file")
        case Subject.RECORD:
            return text("it is a fact of records: it belongs into the records file")


def _warn_unchecked(row: Row, known: _Known, unknown: Sequence[str], found: Findings) -> None:
    notes = []
    for heading in unknown:
        near = known.near(heading)
        if near is not None:
            notes.append(
                text("if {heading} means {name}, correct the heading", heading=heading, name=near)
            )
    found.at(
        Code.FACTS_UNCHECKED,
        text("taken as facts, unchecked: {columns}", columns=tuple(unknown)),
        row=row.number,
        notes=tuple(notes),
        help=text("adopt a policy first, and their cells are checked as well"),
    )
