"""The pages of R603 to R608: under the town that they show, wrong is wrong and right is right."""

import re

import pytest

from rulesengine.core.codes import Code
from rulesengine.core.source import Source
from rulesengine.language.load import load
from tests.language.parents import among
from tests.language.test_check_pages import PAGES

CODES = [code for code in Code if "R603" <= code.id < "R609"]


@pytest.mark.parametrize("ending", [".md", ".zh.md"])
@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_examples(code: Code, ending: str) -> None:
    """Whoever follows a page from its wrong example to its right one is rid of the message."""
    page = (PAGES / f"{code.id}{ending}").read_text(encoding="utf-8")
    *town, wrong, right = re.findall(r"^```\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    beside = among(dict(zip(("village.policy", "town.policy"), (wrong, *town), strict=False)))
    found = [load(Source("village.policy", text), find_parent=beside) for text in (wrong, right)]

    assert [code] == [one.code for one in found[0].diagnostics]
    assert () == tuple(one for one in found[1].diagnostics if one.is_error)
