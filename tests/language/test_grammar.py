"""The parser is the grammar's, whether its table is made now or was kept from an earlier start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token, Tree, UnexpectedInput

from rulesengine.language import grammar
from tests.language.forms import FORMS

PROJECT = Path(__file__).resolve().parent.parent.parent
CAP = "上限 200分 每户每年"
# Where one word may be read in two ways, and where none can be.
WORDS = (
    "类别 上限", "类别 Policy", "类别 户户", "category caps", "加分 A1张 2分/次", "加分 张1 2分/次",
    "加分 甲 2分/次, 当 户.低保并且 户.常住", "加分 甲 2分/次, 当 人.周岁>=60并且 户.常住",
    "加分 甲 2分/次, 当 户.类型 属于 属于", "上限3次每人每周", "CAP 3 Times per Person per week",
    "加分 甲 2分/half-day", "加分 甲 2分/halfday", "属性 户.甲: yes/no", "属性 户.甲: yes", "类别 ж",
    "应得 张三 2025 28分", "应得 张三 2025", "兑换 1分 = 0．5元 # 注", "类别", "", "加分 甲 -2分/次",
)  # fmt: skip


MAKE = grammar._made


@pytest.fixture(scope="module")
def parser() -> Lark:
    """The parser, made once: most tests ask when it is made, not what it reads."""
    return MAKE((grammar.grammar_dir() / "policy.lark").read_text(encoding="utf-8"))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, parser: Lark) -> list[str]:
    """One word for every time that the table was made."""
    times: list[str] = []

    def make(_: str) -> Lark:
        times.append("made")
        return parser

    monkeypatch.setattr(grammar, "_made", make)
    return times


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of kept tables, in an empty cache folder of a user; no parser is there yet."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    grammar.statement_parser.cache_clear()
    yield tmp_path / "rulesengine"
    grammar.statement_parser.cache_clear()


def start_again() -> Lark:
    """The parser as another process would get it."""
    grammar.statement_parser.cache_clear()
    return grammar.statement_parser()


def reading(parser: Lark, written: str) -> Any:
    """All that comes of a text: the tree with its places, or where it stops and what could come."""
    try:
        return shape(parser.parse(written))
    except UnexpectedInput as error:
        accepts = error.interactive_parser.accepts()  # type: ignore[no-untyped-call]
        return type(error), error.pos_in_stream, getattr(error, "token", None), accepts


def shape(node: Tree[Token] | Token | None) -> Any:
    """A tree as lists and tuples, with the places that trees do not compare."""
    if isinstance(node, Tree):
        place = None if node.meta.empty else (node.meta.start_pos, node.meta.end_pos)
        return [node.data, place, *map(shape, node.children)]
    return node and (node.type, str(node), node.start_pos, node.end_pos)


def texts() -> list[str]:
    """Every form, each cut short as well, and the words above."""
    forms = [form for row in FORMS for form in row]
    return [*forms, *(form[: len(form) * 2 // 3] for form in forms), *WORDS]


def test_a_kept_table_reads_as_a_made_one(kept: Path, made: list[str], parser: Lark) -> None:
    """Made, kept, or with nothing of ours: the three parsers agree on every text and mistake."""
    written = (grammar.grammar_dir() / "policy.lark").read_text(encoding="utf-8")
    larks_own = Lark(written, **grammar._OPTIONS)
    start_again()
    read = start_again()

    assert read is not parser
    for text in texts():
        expected = reading(larks_own, text)
        assert expected == reading(parser, text), text
        assert expected == reading(read, text), text
    assert sorted(t.name for t in larks_own.terminals) == sorted(t.name for t in read.terminals)


def test_a_second_start_makes_no_table(kept: Path, made: list[str]) -> None:
    """What one start kept, the next one reads."""
    expected = reading(start_again(), CAP)

    assert expected == reading(start_again(), CAP)
    assert ["made"] == made
    assert 1 == len(list(kept.iterdir()))


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole + b" ",
        lambda whole: whole.replace(b'"order": 0', b'"order": 1', 1),
        lambda whole: whole.replace(b"\n", b"", 1),
        lambda whole: b"0" * 64 + whole[64:],
        lambda whole: b"\xff\xfe" + whole,
    ],
)
def test_a_damaged_table_is_made_again(kept: Path, made: list[str], damage: Any) -> None:
    """A file that is not whole to the last bit is not used, and a whole one takes its place."""
    expected = reading(start_again(), CAP)
    (path,) = kept.iterdir()
    path.write_bytes(damage(path.read_bytes()))

    assert expected == reading(start_again(), CAP)
    assert ["made"] * 2 == made
    assert expected == reading(start_again(), CAP)
    assert ["made"] * 2 == made
    assert [path] == list(kept.iterdir())


def test_another_grammar_has_another_table(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table of an older grammar is not used, under its own name or under the new one's."""
    changed = tmp_path / "grammar"
    changed.mkdir()
    written = (grammar.grammar_dir() / "policy.lark").read_text(encoding="utf-8")
    text = written.replace('_CAP_ZH: "上限"', '_CAP_ZH: "封顶"')
    (changed / "policy.lark").write_text(text, encoding="utf-8")
    expected = reading(start_again(), CAP)
    (old,) = kept.iterdir()
    monkeypatch.setattr(grammar, "grammar_dir", lambda: changed)

    start_again()
    (new,) = set(kept.iterdir()) - {old}
    new.write_bytes(old.read_bytes())

    assert expected[0] == reading(start_again(), CAP.replace("上限", "封顶"))[0]
    assert expected != reading(grammar.statement_parser(), CAP)


@pytest.mark.parametrize("place", ["a file", "nothing/there", ""])
def test_no_folder_stops_nothing(
    kept: Path, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """With a file in the folder's place, or no folder above it or no home, the parser is made."""
    (tmp_path / "a file").write_bytes(b"")
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / place) if place else "")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path / "nobody"))

    assert "limit" == reading(start_again(), CAP)[0]
    assert "limit" == reading(start_again(), CAP)[0]
    assert ["made"] * 2 == made
    assert ["a file"] == [path.name for path in tmp_path.iterdir()]


def test_a_relative_folder_is_not_meant(
    kept: Path, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache folder that depends on where the command runs is none: the one at home is taken."""
    monkeypatch.chdir(tmp_path)
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, "here")
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))

    start_again()

    assert 1 == len(list((tmp_path / ".cache" / "rulesengine").iterdir()))
    assert [".cache"] == [path.name for path in tmp_path.iterdir()]


def test_a_full_disk_leaves_nothing_behind(
    kept: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file cannot be put in its place, there is none, and the parser works."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    assert "limit" == reading(start_again(), CAP)[0]
    assert [] == list(kept.iterdir())


def test_tables_do_not_pile_up(kept: Path, made: list[str]) -> None:
    """A new table drives out the oldest one, and nothing but tables."""
    kept.mkdir()
    for age in range(12):
        (kept / f"{age}.table").write_bytes(b"")
        os.utime(kept / f"{age}.table", (1_000_000 - age, 1_000_000 - age))
    (kept / "note.txt").write_bytes(b"")

    start_again()
    names = {path.name for path in kept.iterdir()}

    assert {"note.txt", *(f"{age}.table" for age in range(7))} < names
    assert 9 == len(names)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_only_the_user_can_write_tables(kept: Path, made: list[str]) -> None:
    """The folder and the file are for the user alone."""
    start_again()

    assert 0o700 == kept.stat().st_mode & 0o777
    assert [0o600] == [path.stat().st_mode & 0o777 for path in kept.iterdir()]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_what_others_can_write_is_not_used(
    kept: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder or a file that others can write in is passed over, and a link is no folder."""
    start_again()
    (path,) = kept.iterdir()
    path.chmod(0o622)
    assert None is grammar._read(path)
    path.chmod(0o600)
    kept.chmod(0o777)
    assert None is grammar._cache_folder()
    kept.chmod(0o700)
    monkeypatch.setattr(os, "geteuid", lambda: kept.stat().st_uid + 1)
    assert None is grammar._cache_folder()
    monkeypatch.undo()
    elsewhere = kept.with_name("elsewhere")
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept.parent))

    assert None is grammar._cache_folder()


def test_many_first_starts_at_once(kept: Path, made: list[str]) -> None:
    """Processes that all find no table each make it; one whole file is left."""
    program = (
        "from rulesengine.language.grammar import statement_parser as parser;"
        f"print(parser().parse({CAP!r}, start='statement').pretty())"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", program]
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(3)
    ]
    said = {process.communicate()[0] for process in processes}

    assert [0, 0, 0] == [process.returncode for process in processes]
    assert 1 == len(said)
    assert 1 == len(list(kept.iterdir()))
    assert "limit" == reading(start_again(), CAP)[0]
    assert [] == made


def test_keywords_are_known_from_a_kept_table(kept: Path, made: list[str]) -> None:
    """Words in both languages, with plurals, and those of two words with their space."""
    start_again()
    start_again()
    grammar.keywords.cache_clear()
    words = grammar.keywords()

    assert grammar.Keyword("上限", "cap") == words["CAP"]
    assert grammar.Keyword("小时", "hour", "hours") == words["HOUR"]
    assert grammar.Keyword("不设下限", "no floor") == words["NO_FLOOR"]
    assert grammar.Keyword("不属于", "") == words["NOT_IN"]
    assert "CAP" == grammar.stem("_CAP_ZH") == grammar.stem("_CAP_EN")
    assert "HOUR" == grammar.stem("HOUR_EN_S")
    assert "NAME" == grammar.stem("NAME")
