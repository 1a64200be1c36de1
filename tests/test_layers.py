"""The architecture as a test: who imports whom, how long things are, and what arithmetic is used.

The table ALLOWED is the one of docs/ARCHITECTURE.md; a test compares the two. Imports inside
functions are read too.
"""

import ast
import itertools
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "rulesengine"

MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 40


@attrs.frozen
class Part:
    """What a part may import: parts or modules of ours, and packages of others.

    A package of others that only some modules may import is written `lark (grammar, parse)`.
    """

    ours: tuple[str, ...]
    others: tuple[str, ...] = ("attrs",)


ALLOWED = {
    "core": Part(()),
    "language": Part(
        ("core",),
        (
            "attrs",
            "lark (grammar, parse, parse_further, parse_leaves, parse_of_tests, parse_tree, tokens)",
        ),
    ),
    "reference": Part(("core", "language.checked")),
    "engine": Part(("core", "language.checked"), ("attrs", "numpy", "numba (compiled)")),
    "scoring": Part(("core", "language", "reference")),
    "intake": Part(("core",), ("attrs", "python_calamine")),
    "store": Part(("core",), ("attrs", "sqlite_utils")),
    "study": Part(("core", "language", "scoring")),
    "app": Part(
        ("core", "language", "reference", "engine", "scoring", "intake", "store", "study"),
        ("attrs", "click", "rich"),
    ),
}

# Shells of the package itself: they start the command and hold no logic.
ROOT_MODULES = {"rulesengine": (), "rulesengine.__main__": ("rulesengine.app.cli", "sys")}

# Modules that may be longer, and why.
LONG_MODULES: dict[str, str] = {
    "rulesengine.language.syntax": "one small class for each form of the language: a list",
    "rulesengine.language.checked": "one small class for each settled form: a list",
}
LONG_FUNCTIONS: dict[str, str] = {
    "rulesengine.study.edit_statements.edits_of": "one case for each kind of statement: a list",
    "rulesengine.app.rule_words._worth": "one case for each kind of value: a list",
}

NO_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}

# Parts whose arithmetic must be exact (in `study` the made-up town draws by chance), the numbers in
# them that measure no points and no money, and parts that must not reach the outside world.
EXACT = ("core", "language", "reference", "engine", "scoring", "store")
NO_AMOUNTS = {
    "rulesengine.language.check_names": {"0.6"},  # how alike two names must be
    "rulesengine.store.connection": {"5.0"},  # seconds to wait for another writer
}
INWARD = ("core", "reference", "scoring")
OUTSIDE = {"os", "io", "pathlib", "sys", "sqlite3", "socket", "subprocess", "random", "time",
           "tempfile", "shutil", "urllib", "http", "logging"}  # fmt: skip


@attrs.frozen
class Import:
    """One import: the module it stands in, what it names, and whether a function holds it."""

    module: str
    target: str
    line: int
    inside_function: bool

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}, imports {self.target}"


def python_files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in python_files()}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(module: str, path: Path) -> Iterator[Import]:
    """Every import of a module; `from package import module` names the module."""
    for node, inside in _with_place(tree(path), inside=False):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, inside)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                target = whole if whole in MODULES else str(node.module)
                yield Import(module, target, node.lineno, inside)


def _with_place(node: ast.AST, *, inside: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, inside
        holds = inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _with_place(child, inside=holds)


def part_of(module: str) -> str:
    """`reference` for `rulesengine.reference.fold`; empty for the package itself."""
    return module.split(".")[1] if module not in ROOT_MODULES else ""


def allowed_ours(part: str, target: str) -> bool:
    """Whether a part may import a module of ours: its own, or one that the table names.

    The shells may also ask the package for its version.
    """
    if target == "rulesengine":
        return part == "app"
    names = (part, *ALLOWED[part].ours)
    prefixes = tuple(f"rulesengine.{name}" for name in names)
    return target.startswith(tuple(f"{prefix}." for prefix in prefixes)) or target in prefixes


def allowed_others(part: str, module: str, package: str) -> bool:
    """Whether a module may import somebody else's package."""
    last = module.rsplit(".", 1)[-1]
    for entry in ALLOWED[part].others:
        name, _, only = entry.partition(" (")
        if name == package:
            return not only or last in only.rstrip(")").split(", ")
    return False


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_part_may(module: str) -> None:
    """Every edge between modules, and every package of others, is one that the table allows."""
    part = part_of(module)
    wrong = []
    for found in imports(module, MODULES[module]):
        package = found.target.split(".")[0]
        if part == "":
            fine = found.target in ROOT_MODULES[module]
        elif package == "rulesengine":
            fine = allowed_ours(part, found.target)
        elif package in sys.stdlib_module_names:
            fine = part not in INWARD or package not in OUTSIDE
        else:
            fine = allowed_others(part, module, package)
        if not fine:
            wrong.append(str(found))

    assert [] == wrong


@pytest.mark.parametrize("module", MODULES)
def test_imports_stand_at_the_top_except_in_the_shells(module: str) -> None:
    """Only `app`, whose commands must start fast, and the package's own shell import late."""
    late = [str(found) for found in imports(module, MODULES[module]) if found.inside_function]

    assert [] == late or part_of(module) in {"app", ""}


def test_every_part_is_in_the_table() -> None:
    """A folder of the package without a row in the table would be checked by nothing."""
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")}

    assert set(ALLOWED) == folders


def test_parts_do_not_import_each_other_in_a_ring() -> None:
    """The table itself has an order: no part comes before one that it may import."""
    order = list(ALLOWED)

    assert all(
        order.index(name.split(".")[0]) < order.index(part)
        for part, row in ALLOWED.items()
        for name in row.ours
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is(module: str) -> None:
    """Every module opens with a docstring, and none has a name that says nothing."""
    assert ast.get_docstring(tree(MODULES[module]))
    assert NO_NAMES.isdisjoint(module.split("."))


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_stay_short(module: str) -> None:
    """A module beyond 400 lines or a function beyond 40 is split by topic, or named with a reason."""
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    long_functions = [
        f"{module}.{node.name} has {length(node)} lines"
        for node in ast.walk(tree(MODULES[module]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and length(node) > MOST_FUNCTION_LINES
        and f"{module}.{node.name}" not in LONG_FUNCTIONS
    ]

    assert lines <= MOST_MODULE_LINES or module in LONG_MODULES, f"{lines} lines"
    assert [] == long_functions


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring: words do not make a function long."""
    first = function.body[0]
    words = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    documented = words and isinstance(first.value.value, str)  # type: ignore[attr-defined]
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_the_lists_of_exceptions_are_needed() -> None:
    """An exception that is no longer one is taken off the list."""
    for module in LONG_MODULES:
        lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
        assert lines > MOST_MODULE_LINES, module
    for name in LONG_FUNCTIONS:
        module, _, function = name.rpartition(".")
        lengths = [
            length(node)
            for node in ast.walk(tree(MODULES[module]))
            if isinstance(node, ast.FunctionDef) and node.name == function
        ]
        assert max(lengths, default=0) > MOST_FUNCTION_LINES, name


@pytest.mark.parametrize("module", [name for name in MODULES if part_of(name) in EXACT])
def test_arithmetic_is_exact(module: str) -> None:
    """No binary float: no `float`, no literal with a point, no `/` but between paths, no `round`."""
    allowed = NO_AMOUNTS.get(module, set())

    assert [] == [found for found in inexact(tree(MODULES[module])) if found not in allowed]


def inexact(whole: ast.AST) -> list[str]:
    """Where binary floats are made; a likeness that names are compared with (`cutoff`) is none."""
    likenesses = {
        id(node.value)
        for node in ast.walk(whole)
        if isinstance(node, ast.keyword) and node.arg == "cutoff"
    }
    return [
        ast.unparse(node)
        for node in ast.walk(whole)
        if is_inexact(node) and id(node) not in likenesses
    ]


def is_inexact(node: ast.AST) -> bool:
    """A float in any dress. `folder / "name"` divides nothing: one side is a text."""
    match node:
        case ast.Constant(value=float()) | ast.Call(func=ast.Name(id="round")):
            return True
        case ast.Call(func=ast.Name(id="float")):
            return True
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return not any(is_text(side) for side in (left, right))
        case ast.AugAssign(op=ast.Div()):
            return True
        case _:
            return False


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text literal, or a path that ends in one."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Div(), right=right):
            return is_text(right)
        case _:
            return False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / b", True),
        ("a /= b", True),
        ("float(a)", True),
        ("round(a)", True),
        ("a * 1.5", True),
        ("a // b", False),
        ("alike(a, b, cutoff=0.5)", False),
        ("folder / 'name'", False),
        ("folder / 'one' / 'two'", False),
    ],
)
def test_the_exactness_test_finds_floats(text: str, *, expected: bool) -> None:
    """The check above sees the floats it is for, and lets paths pass."""
    assert expected == bool(inexact(ast.parse(text)))


@pytest.mark.parametrize("module", [name for name in MODULES if part_of(name) != "app"])
def test_only_shells_know_today(module: str) -> None:
    """Nothing that scores depends on the day on which it runs."""
    wrong = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree(MODULES[module]))
        if isinstance(node, ast.Attribute) and node.attr in {"today", "utcnow"}
    ]

    assert [] == wrong


def test_every_test_says_what_it_shows() -> None:
    """Each test function and each test module has a docstring."""
    files = sorted((PROJECT / "tests").rglob("test_*.py"))
    without = [
        f"{path.relative_to(PROJECT)}: {node.name}"
        for path in files
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]

    assert [] == [str(path) for path in files if not ast.get_docstring(tree(path))]
    assert [] == without


def test_tests_mirror_the_package() -> None:
    """A folder of tests is named after a part, and every part has one."""
    folders = {path.parent.name for path in (PROJECT / "tests").glob("*/test_*.py")}

    assert set() == set(ALLOWED) - folders
    assert {"conformance", "laws"} >= folders - set(ALLOWED)


def table_of_the_page() -> dict[str, Part]:
    """The import table as docs/ARCHITECTURE.md shows it."""
    lines = (PROJECT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()
    begins = next(number for number, line in enumerate(lines) if line.startswith("| part |"))
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines[begins + 2 :])
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {part.strip("`"): Part(listed(ours), listed(others)) for part, ours, others in cells}


def listed(cell: str) -> tuple[str, ...]:
    """`core, language.checked` as names; a dash is none. A comma in brackets divides nothing."""
    if cell == "–":
        return ()
    found: list[str] = []
    for word in cell.replace("`", "").split(", "):
        if found and "(" in found[-1] and ")" not in found[-1]:
            found[-1] += f", {word}"
        else:
            found.append(word)
    return tuple(found)


def test_the_page_shows_this_table() -> None:
    """docs/ARCHITECTURE.md and this test say the same about who may import whom."""
    assert ALLOWED == table_of_the_page()
