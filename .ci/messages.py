"""The Chinese catalogue: `python .ci/messages.py` says what is missing, `compile` writes it.

Translations are written in `rulesengine/locale/zh/*.po`, one file for each part of the package;
`click.po` holds click's own texts. They are compiled into the two files that run time reads,
`rulesengine.mo` and `messages.mo` (the name under which click looks). Both are committed.
"""

import ast
import string
import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "rulesengine"
FRAGMENTS = PACKAGE / "locale" / "zh"
COMPILED = FRAGMENTS / "LC_MESSAGES"

_HEADER = (
    "Language: zh\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)


class CatalogueError(Exception):
    """A fragment that cannot be read, or a sentence that is not written out."""


# --- what the package says -----------------------------------------------------------------------


def sentences() -> dict[str, str]:
    """Every template marked with `text(...)` in the package, with the first place it stands at."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _marks(node) and node.args:
                place = f"{path.relative_to(PROJECT)}:{node.lineno}"
                template = node.args[0]
                if not (isinstance(template, ast.Constant) and isinstance(template.value, str)):
                    raise CatalogueError(f"{place}: the template is not written out")
                found.setdefault(template.value, place)
    return found


def _marks(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "text"


def places(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


# --- reading fragments ---------------------------------------------------------------------------


def entries(fragment: Path) -> dict[str, str]:
    """Translations of a fragment by their msgid; a plural entry by `singular NUL plural`."""
    found: dict[str, str] = {}
    for entry in _entries(fragment):
        key = entry["msgid"]
        if "msgid_plural" in entry:
            key += "\0" + entry["msgid_plural"]
        translation = entry.get("msgstr", entry.get("msgstr[0]", ""))
        if key in found:
            raise CatalogueError(f"{fragment.name}: twice: {key}")
        if key and translation:
            found[key] = translation
    return found


def _entries(fragment: Path) -> Iterator[Mapping[str, str]]:
    entry: dict[str, str] = {}
    keyword = ""
    for number, line in enumerate(fragment.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not line.startswith('"'):
            keyword, _, line = line.partition(" ")
            if keyword == "msgid" and entry:
                yield entry
                entry = {}
            if keyword not in {"msgid", "msgid_plural", "msgstr", "msgstr[0]"} or keyword in entry:
                raise CatalogueError(f"{fragment.name}:{number}: {keyword} has no place here")
            entry[keyword] = ""
        try:
            entry[keyword] += ast.literal_eval(line.strip())
        except (SyntaxError, ValueError, KeyError) as error:
            raise CatalogueError(f"{fragment.name}:{number}: cannot be read") from error
    if entry:
        yield entry


def translations() -> dict[str, str]:
    """All fragments but click's, together; the first translation of a sentence is taken."""
    together: dict[str, str] = {}
    for _, key, translation in _every_translation():
        together.setdefault(key, translation)
    return together


def disagreements() -> list[str]:
    """Sentences that two fragments translate differently, one line each."""
    together = translations()
    return [
        f"{name}: translated otherwise elsewhere: {key}"
        for name, key, translation in _every_translation()
        if together[key] != translation
    ]


def _every_translation() -> Iterator[tuple[str, str, str]]:
    for fragment in sorted(FRAGMENTS.glob("*.po")):
        if fragment.name != "click.po":
            for key, translation in entries(fragment).items():
                yield fragment.name, key, translation


# --- what is wrong, and compiling ----------------------------------------------------------------


def mistakes() -> list[str]:
    """What keeps the catalogue from being complete and up to date, one line each."""
    translated = translations()
    said = sentences()
    found = [
        f"{place}: no translation: {key}" for key, place in said.items() if key not in translated
    ]
    found += [
        f"{said[key]}: the names in braces differ: {translation}"
        for key, translation in translated.items()
        if key in said and places(key) != places(translation)
    ]
    found += disagreements()
    found += [f"nobody says this any more: {key}" for key in translated if key not in said]
    for path, content in compiled().items():
        if not path.exists() or path.read_bytes() != content:
            found.append(
                f"{path.relative_to(PROJECT)} is old: run `python .ci/messages.py compile`"
            )
    return found


def compiled() -> dict[Path, bytes]:
    """The two files that run time reads, and what should be in them."""
    return {
        COMPILED / "rulesengine.mo": machine_object(translations()),
        COMPILED / "messages.mo": machine_object(entries(FRAGMENTS / "click.po")),
    }


def machine_object(catalogue: Mapping[str, str]) -> bytes:
    """A catalogue in GNU's binary form, its entries sorted."""
    pairs = sorted(
        (key.encode("utf-8"), translation.encode("utf-8"))
        for key, translation in {"": _HEADER, **catalogue}.items()
    )
    keys = b"".join(key + b"\0" for key, _ in pairs)
    values = b"".join(value + b"\0" for _, value in pairs)
    head = 7 * 4
    keys_begin = head + 16 * len(pairs)
    key_table, value_table = b"", b""
    key_offset, value_offset = keys_begin, keys_begin + len(keys)
    for key, value in pairs:
        key_table += struct.pack("<II", len(key), key_offset)
        value_table += struct.pack("<II", len(value), value_offset)
        key_offset += len(key) + 1
        value_offset += len(value) + 1
    header = struct.pack(
        "<IIIIIII", 0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, keys_begin
    )
    return header + key_table + value_table + keys + values


def main() -> int:
    """Compile if asked to, then say what is wrong."""
    if sys.argv[1:] == ["compile"]:
        COMPILED.mkdir(exist_ok=True)
        for path, content in compiled().items():
            path.write_bytes(content)
    found = mistakes()
    for mistake in found:
        print(mistake)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
