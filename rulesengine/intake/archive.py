"""A workbook as the packed XML parts it is made of. Bounds what it unpacks to; reads no cells."""

import posixpath
import zipfile
from collections.abc import Callable
from typing import TypeAlias
from xml.parsers import expat

import attrs

from rulesengine.core.text import Text, text

MOST_BYTES = 1 << 30  # of all parts of a workbook, unpacked
_MOST_RATIO = 400  # unpacked to packed, of a workbook large enough to matter
_LARGE = 64 << 20
_PIECE = 1 << 18
_LONGEST_TOKEN = 4 << 20  # bytes of a tag or comment: expat reads an unfinished one over and over

Start: TypeAlias = Callable[[str, dict[str, str]], None]  # an element: its name, its attributes


class NotAWorkbookError(Exception):
    """The file cannot be read as a workbook; never leaves this part."""

    def __init__(self, why: Text, way_out: Text | None = None) -> None:
        super().__init__(str(why))
        self.why = why
        self.way_out = way_out


def broken_workbook() -> NotAWorkbookError:
    """Something in it is not as it has to be."""
    return NotAWorkbookError(
        text("the workbook is broken"),
        text("open it in a spreadsheet and save it anew, or save it as CSV (UTF-8)"),
    )


@attrs.frozen
class SheetPart:
    """A sheet that people can see: its name and the part of the workbook that holds it."""

    name: str
    part: str


def check_size(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to more than a workbook may hold."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MOST_BYTES or (unpacked > _LARGE and unpacked > packed * _MOST_RATIO):
        raise NotAWorkbookError(
            text("the workbook unpacks to {size} MiB", size=unpacked >> 20),
            text("copy the rows into a new workbook, or save them as CSV (UTF-8)"),
        )


def visible_sheets(archive: zipfile.ZipFile) -> tuple[SheetPart, ...]:
    """The sheets of cells in the order of their tabs, hidden ones left out."""
    book = _main_part(archive)
    folder, name = posixpath.split(book)
    targets = _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"), folder)
    sheets: list[SheetPart] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) != "sheet" or attributes.get("state", "visible") != "visible":
            return
        link = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        kind, part = targets.get(link, ("", ""))
        if kind.endswith("/worksheet"):
            sheets.append(SheetPart(attributes.get("name", ""), part))

    walk(archive, book, start)
    return tuple(sheets)


def _main_part(archive: zipfile.ZipFile) -> str:
    for kind, part in _relations(archive, "_rels/.rels", "").values():
        if kind.endswith("/officeDocument"):
            return part
    raise NotAWorkbookError(
        text("the file is not a spreadsheet"), text("save it as XLSX or as CSV (UTF-8)")
    )


def _relations(archive: zipfile.ZipFile, part: str, folder: str) -> dict[str, tuple[str, str]]:
    """What a part is linked to: kind and part, by the id of the link."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), posixpath.normpath(path))

    walk(archive, part, start)
    return found


def local(tag: str) -> str:
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2]


def walk(
    archive: zipfile.ZipFile,
    part: str,
    start: Start,
    characters: Callable[[str], None] | None = None,
    enough: Callable[[], bool] = lambda: False,
) -> None:
    """Parse a part until its end or until it is `enough`; elements are named as they are written.

    Raises what zipfile and expat raise where the part is broken.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotAWorkbookError(
            text("the workbook holds what no workbook needs (a document type)"),
            text("copy the rows into a new workbook"),
        )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    if characters is not None:
        parser.CharacterDataHandler = characters
    with archive.open(part) as stream:
        fed = 0
        while not enough() and (piece := stream.read(_PIECE)):
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise broken_workbook()
        if not enough():
            parser.Parse(b"", True)
