"""Case files: one behaviour each, its input and its expected output in one text file.

A case opens with a sentence that says what it shows. Sections follow, each under a line
`### name`. Which of them are input and which are expected, the test that reads the case decides:
it names the expected ones to `Case.check`, and `pytest --update-cases` rewrites only those.
"""

from collections.abc import Mapping
from pathlib import Path

import attrs

_MARK = "### "


@attrs.frozen
class Case:
    """A case file as read. `sections` are in the order written, each with its line ends."""

    path: Path
    sentence: str
    sections: Mapping[str, str]

    def __str__(self) -> str:
        return self.path.name.removesuffix(".case")

    def check(self, update: bool, **expected: str) -> None:
        """Compare sections with what came out, or write it into the file where `update` is set.

        A section that the file lacks counts as empty, and is added at the end by an update.
        """
        actual = {name: _with_line_end(text) for name, text in expected.items()}
        if update:
            self._write(actual)
            return
        written = {name: _with_line_end(self.sections.get(name, "")) for name in actual}
        assert written == actual, f"{self.path}: not as written (pytest --update-cases rewrites it)"

    def _write(self, actual: Mapping[str, str]) -> None:
        sections = {**self.sections, **actual}
        whole = self.sentence + "".join(
            f"{_MARK}{name}\n{_spaced(text)}" for name, text in sections.items()
        )
        text = whole.rstrip("\n") + "\n"
        if text != self.path.read_text(encoding="utf-8"):
            self.path.write_text(text, encoding="utf-8", newline="\n")


def cases(folder: Path) -> list[Case]:
    """Every case of a folder, by file name; for `pytest.mark.parametrize(..., ids=str)`."""
    found = [read_case(path) for path in sorted(folder.glob("*.case"))]
    assert found, f"no cases in {folder}"
    return found


def read_case(path: Path) -> Case:
    """One case file. Blank lines at the end of a section are not part of it."""
    sentence: list[str] = []
    sections: dict[str, list[str]] = {}
    lines = sentence
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(_MARK):
            name = line.removeprefix(_MARK).strip()
            assert name not in sections, f"{path}: section {name} stands twice"
            lines = sections[name] = []
        else:
            lines.append(line)
    assert "".join(sentence).strip(), f"{path}: say first what the case shows"
    texts = {name: _with_line_end("".join(lines)) for name, lines in sections.items()}
    return Case(path, "".join(sentence), texts)


def _with_line_end(text: str) -> str:
    bare = text.rstrip("\n")
    return bare + "\n" if bare else ""


def _spaced(text: str) -> str:
    return _with_line_end(text) + "\n"
