"""How long a clerk waits: whole processes, from start to exit, measured again and again.

    python benchmarks/run.py [--repeat 7] [--only NAME ...]

Prints one table (Markdown) and keeps nothing: all files lie in a folder that goes away. Each
command runs once unmeasured, so that files are in the system's cache, bytecode is compiled and the
parser's table is kept, and then in turn with the others. Times are medians; CPU is the process's
user and system time.
Linux and macOS only: elsewhere the system does not say what one process used.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # it runs from a checkout, whether or not that is installed

from materials import (  # noqa: E402
    HOUSEHOLDS,
    ITEMS,
    RECORDS,
    SEED,
    write_policy,
    write_village_year,
)

ENGINE = (sys.executable, "-m", "rulesengine")
LIBRARIES = (
    "lark",
    "attrs",
    "sqlite-utils",
    "click",
    "rich",
    "python-calamine",
    "openpyxl",
)
_MAXRSS_A_MIB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Command:
    """A process to measure; `prepare` runs before each time, unmeasured."""

    name: str
    what: str
    words: Sequence[str]
    goal_seconds: float | None = None
    prepare: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Run:
    """One process: seconds by the clock, seconds of processor time, most memory in MiB."""

    wall: float
    cpu: float
    memory: int


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="rulesengine-benchmark-") as name:
        folder = Path(name)
        commands = _commands(folder)
        if arguments.only:
            commands = [command for command in commands if command.name in arguments.only]
        runs: dict[str, list[Run]] = {command.name: [] for command in commands}
        for turn in range(arguments.repeat + 1):
            for command in commands:
                command.prepare()
                run = _measure(command.words, folder)
                if turn > 0:
                    runs[command.name].append(run)
    _report(commands, runs, arguments.repeat)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--repeat", type=int, default=7, help="measured runs of each (default 7)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="measure these only")
    return parser.parse_args()


def _commands(folder: Path) -> list[Command]:
    policy = write_policy(folder)
    files = write_village_year(folder)
    database = _database(folder, files)
    demo = folder / "demo-town"
    return [
        Command("python", "bare Python: `python -c pass`", (sys.executable, "-c", "pass")),
        Command("help", "`rulesengine --help`", (*ENGINE, "--help"), 0.15),
        Command(
            "check", f"`check` of a policy of {ITEMS} items", (*ENGINE, "check", str(policy)), 0.6
        ),
        Command(
            "score",
            f"`score` of a village-year from SQLite ({HOUSEHOLDS} households, {RECORDS:,} records)",
            (*ENGINE, "score", str(database), "--format", "json"),
            1.5,
        ),
        Command(
            "plain",
            "a plain script adding fixed points, the same records from CSV",
            (sys.executable, str(ROOT / "benchmarks" / "plain_fold.py"), str(files["records"])),
        ),
        Command(
            "demo",
            "`demo`: make, import, score and show the sample town",
            (*ENGINE, "demo", str(demo)),
            10.0,
            lambda: shutil.rmtree(demo, ignore_errors=True),
        ),
    ]


def _database(folder: Path, files: dict[str, Path]) -> Path:
    database = folder / "village.db"
    policy = str(ROOT / "policies" / "laoxin.policy")
    steps: list[tuple[str, ...]] = [
        ("init", str(database)),
        ("adopt", str(database), policy, "--from", "2025-01-01"),
    ]
    for kind, path in files.items():
        steps.append(("import", str(database), str(path), "--kind", kind))
    for step in steps:
        _measure((*ENGINE, *step), folder)
    return database


def _measure(words: Sequence[str], folder: Path) -> Run:
    """Run a process to its end; its output goes nowhere. Stops everything if it fails."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CACHE_HOME": str(folder),  # where the parser's table is kept
    }
    output = os.open(folder / "output.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    errors = os.open(folder / "errors.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    begun = time.perf_counter()
    process = os.posix_spawn(
        words[0],
        list(words),
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, errors, 2)],
    )
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - begun
    os.close(output)
    os.close(errors)
    if status != 0:
        said = (folder / "errors.txt").read_text(encoding="utf-8")
        raise SystemExit(f"{' '.join(words)}: exit {os.waitstatus_to_exitcode(status)}\n{said}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // _MAXRSS_A_MIB)


def _report(commands: Sequence[Command], runs: dict[str, list[Run]], repeat: int) -> None:
    print("| what | clock, median (least to most) | CPU, median | most memory | goal |")
    print("| --- | --- | --- | --- | --- |")
    for command in commands:
        walls = [run.wall for run in runs[command.name]]
        cpu = statistics.median(run.cpu for run in runs[command.name])
        memory = max(run.memory for run in runs[command.name])
        clock = f"{statistics.median(walls):.3f} s ({min(walls):.3f} to {max(walls):.3f})"
        goal = f"{command.goal_seconds:g} s" if command.goal_seconds is not None else ""
        print(f"| {command.what} | {clock} | {cpu:.3f} s | {memory} MiB | {goal} |")
    print()
    system = f"{platform.system()} {platform.machine()}"
    print(f"Machine: {_processor()}, {os.cpu_count()} cores, {system}.")
    print(f"Python {platform.python_version()} ({platform.python_implementation()}).")
    print("Libraries: " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES) + ".")
    print(f"Seed {SEED}; {repeat} runs of each, after one that is not counted.")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MAXRSS_A_MIB
    print(f"Memory is never shown below the measuring process's own {own} MiB.")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "unknown processor"


if __name__ == "__main__":
    sys.exit(main())
