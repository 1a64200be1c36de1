"""The pages of the checker's codes: their wrong example gives the code, their right one nothing."""

import re
from pathlib import Path

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.source import Source
from rulesengine.language.load import load

PAGES = Path(__file__).resolve().parents[2] / "docs" / "errors"
CODES = [code for code in Code if "R012" <= code.id < "R400" and code.id != "R015"]
HEAD = '办法 "甲村"\n施行 2025-01-01\n'


def _examples(code: Code, ending: str) -> list[str]:
    page = (PAGES / f"{code.id}{ending}").read_text(encoding="utf-8")
    examples = re.findall(r"^```\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [one if one.startswith(("办法", "施行")) else HEAD + one for one in examples]


@pytest.mark.parametrize("ending", [".md", ".zh.md"])
@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_examples(code: Code, ending: str) -> None:
    """Whoever follows a page from its wrong example to its right one is rid of the message."""
    wrong, right = (load(Source("page", text)) for text in _examples(code, ending))

    assert [code] == [found.code for found in wrong.diagnostics]
    assert () == right.diagnostics
