"""The wheel check: what people install has everything in it and runs anywhere.

Builds the sdist, the wheel from the sdist, installs the wheel alone in an empty environment,
and runs its command from another directory. Fails with a plain line for anything missing.
"""

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent

# Where a file of the checkout stands in the wheel, and which files.
SHIPPED = (
    ("rulesengine", "*.py", "rulesengine"),
    ("rulesengine", "py.typed", "rulesengine"),
    ("rulesengine/locale", "*.mo", "rulesengine/locale"),
    ("grammar", "*.lark", "rulesengine/_grammar"),
    ("docs/errors", "R*.md", "rulesengine/_errors"),
    ("policies", "*.policy", "rulesengine/_policies"),
)


def main() -> None:
    """Build, look inside, install, run."""
    with tempfile.TemporaryDirectory(prefix="wheel-check-") as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        contains_everything(wheel)
        runs_alone(wheel, folder)
    print("the wheel holds everything and runs on its own")


def build(dist: Path) -> Path:
    """The wheel, built from the sdist, as an installer without the checkout would."""
    run(sys.executable, "-m", "build", "--outdir", str(dist), str(PROJECT))
    sdists, wheels = list(dist.glob("*.tar.gz")), list(dist.glob("*.whl"))
    assert len(sdists) == 1 and len(wheels) == 1, (sdists, wheels)
    return wheels[0]


def contains_everything(wheel: Path) -> None:
    """Every file that the package reads is inside, and the folders are not empty."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, pattern, target in SHIPPED:
        found = sorted((PROJECT / folder).rglob(pattern))
        if not found:
            sys.exit(f"{folder}/ has no {pattern}")
        for path in found:
            inside = f"{target}/{path.relative_to(PROJECT / folder).as_posix()}"
            if "__pycache__" not in inside and inside not in names:
                sys.exit(f"the wheel has no {inside}")


def runs_alone(wheel: Path, folder: Path) -> None:
    """The command works in an environment with the wheel and its dependencies only."""
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    run(str(scripts / "python"), "-m", "pip", "install", "--quiet", str(wheel))
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    command = str(scripts / "rulesengine")
    for arguments in (
        ("--help",),
        ("--lang", "zh", "--help"),
        ("demo", "town"),
        ("explain", "R101"),
        ("explain", "R101", "--lang", "zh"),
    ):
        run(command, *arguments, cwd=elsewhere)
    policies = next((environment / "lib").glob("python*/site-packages/rulesengine/_policies"))
    run(command, "test", str(policies), cwd=elsewhere)


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a command quietly; on failure show what it said and stop."""
    # No variable of the caller may lend the checkout to the installed package.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, env=variables, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        sys.stdout.flush()
        sys.stdout.buffer.write(done.stdout + done.stderr)
        sys.exit(f"failed with {done.returncode}: {' '.join(command)}")


if __name__ == "__main__":
    main()
