"""The command as a whole: help, languages, exit statuses, and that nothing ugly ever comes out."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rulesengine.app import arguments
from rulesengine.app.messages import Language
from tests.app.conftest import POLICY, Clerk

COMMANDS = [
    "demo",
    "check",
    "fmt",
    "test",
    "doc",
    "diff",
    "init",
    "import",
    "adopt",
    "score",
    "why",
    "bound",
    "explain",
]
PROJECT = Path(__file__).resolve().parents[2]


def process(*given: str, environment: dict[str, str] | None = None) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "rulesengine", *given]


def surroundings(**more: str) -> dict[str, str]:
    """The environment of such a process."""
    return {**os.environ, "PYTHONPATH": str(PROJECT), "LC_ALL": "C.UTF-8", **more}


def test_the_commands_are_those_of_the_contract_and_no_others() -> None:
    """A command that is not there yet does not exist."""
    assert COMMANDS == list(arguments.build(Language.ENGLISH).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_both_languages(clerk: Clerk, command: str) -> None:
    """`--help` shows usage, options and `--lang`, in Chinese where Chinese is said."""
    english = clerk(command, "--help")
    chinese = clerk(command, "--help", "--lang", "zh")

    assert (0, 0) == (english.status, chinese.status)
    assert english.out.startswith("Usage:")
    assert "--lang" in english.out
    assert chinese.out.startswith("用法:")
    assert "选项" in chinese.out
    assert "Show this message" not in chinese.out


def test_the_help_of_the_whole_is_short_and_whole(clerk: Clerk) -> None:
    """No line of the list of commands is cut off."""
    assert "..." not in clerk("--help").out.replace("[ARGUMENTS]...", "")


@pytest.mark.parametrize(
    "given",
    [
        ["scor"],
        ["score"],
        ["score", "r.csv", "--format", "xml"],
        ["score", "r.csv", "--until", "2025-02-30", "--policy", "p.policy"],
        ["score", "r.csv"],
        ["check"],
        ["--lang", "fr", "check", "p.policy"],
        ["fmt", "p.policy", "--to", "fr"],
        ["fmt"],
        ["doc", "p.policy", "--format", "pdf"],
    ],
)
def test_wrong_usage_is_status_2(clerk: Clerk, town: Path, given: list[str]) -> None:
    """What is typed wrongly is said on standard error, with the way to the help."""
    answer = clerk(*given)

    assert (2, "") == (answer.status, answer.out)
    assert "Error: " in answer.err or "错误：" in answer.err


def test_usage_errors_are_chinese_too(clerk: Clerk, town: Path) -> None:
    """click's own sentences are translated, and ours beside them."""
    wrong_option = clerk("score", "--formt", "x", "--lang", "zh")
    wrong_day = clerk("score", "r.csv", "--policy", "p.policy", "--until", "3月")

    assert "错误：没有选项 '--formt'" in wrong_option.err
    assert "3月 不是日期；请写成 2025-03-31 或 2025年3月31日" in wrong_day.err


def test_the_policy_given_decides_the_language(clerk: Clerk, town: Path) -> None:
    """A Chinese policy is answered in Chinese, unless another language is said."""
    assert "没有发现问题" in clerk("check", "p.policy").out
    assert "no mistakes found" in clerk("check", "p.policy", "--lang", "en").out
    assert "没有发现问题" in clerk("check", "-", stdin=POLICY).out


def test_a_mistake_of_ours_is_no_traceback(
    clerk: Clerk, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected exception becomes R901 with a way to report it; status 1."""

    def broken(*_: object, **__: object) -> int:
        raise KeyError("张\x1b三")

    monkeypatch.setattr("rulesengine.app.commands.check.run", broken)
    answer = clerk("check", "p.policy", "--lang", "en")

    assert (1, "") == (answer.status, answer.out)
    assert answer.err.startswith("error[R901]: ")
    assert "KeyError" in answer.err
    assert "Traceback" not in answer.err
    assert "\x1b" not in answer.err


def test_the_traceback_is_there_for_who_asks(
    clerk: Clerk, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RULESENGINE_DEBUG=1 lets the exception through."""

    def broken(*_: object, **__: object) -> int:
        raise KeyError("x")

    monkeypatch.setenv("RULESENGINE_DEBUG", "1")
    monkeypatch.setattr("rulesengine.app.commands.check.run", broken)
    with pytest.raises(KeyError):
        clerk("check", "p.policy")


def test_ctrl_c_is_status_130_without_a_traceback(
    clerk: Clerk, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who stops a command sees nothing ugly."""

    def stopped(*_: object, **__: object) -> int:
        signal.raise_signal(signal.SIGINT)
        return 0

    monkeypatch.setattr("rulesengine.app.commands.check.run", stopped)
    answer = clerk("check", "p.policy")

    assert (130, "\n") == (answer.status, answer.err)


def test_a_closed_pipe_is_quiet(town: Path) -> None:
    """`score … | head -1` ends without a word on standard error."""
    rows = "\n".join(f"{i},户{i},洪河村,2025-03-01,清扫门前,,," for i in range(10, 3000))
    (town / "r.csv").write_text(f"编号,户,村,日期,事项,数量,级别,事由\n{rows}\n", encoding="utf-8")
    running = subprocess.Popen(
        process("score", "r.csv", "--policy", "p.policy", "--format", "csv"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(),
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    err = running.stderr.read().decode()
    running.stderr.close()
    running.wait()

    assert "" == err


def test_a_console_that_cannot_show_a_character_still_gets_the_rest(town: Path) -> None:
    """A rare character becomes a question mark on a GBK console; nothing stops."""
    text = (town / "r.csv").read_text(encoding="utf-8").replace("张三", "𠮷三")
    (town / "r.csv").write_text(text, encoding="utf-8")
    done = subprocess.run(
        process("score", "r.csv", "--policy", "p.policy"),
        capture_output=True,
        env=surroundings(PYTHONIOENCODING="gbk"),
        check=True,
    )

    assert "?三" in done.stdout.decode("gbk")


def test_no_colour_where_nobody_looks(clerk: Clerk, folder: Path) -> None:
    """In a pipe there are no escape sequences."""
    (folder / "p.policy").write_text("policy", encoding="utf-8")
    answer = clerk("check", "p.policy")

    assert 1 == answer.status
    assert "\x1b" not in answer.err


def test_help_imports_nothing_heavy(folder: Path) -> None:
    """A fast start: help loads neither the parser nor tables, spreadsheets, databases."""
    code = (
        "import sys; from rulesengine.app.cli import main; main(['score', '--help']); "
        "heavy = {'lark', 'rich', 'cattrs', 'sqlite_utils', 'openpyxl', 'python_calamine', 'sqlite3'}; "
        "print('loaded:', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=surroundings(), check=True
    )

    assert "loaded: []" == done.stdout.decode().splitlines()[-1]
