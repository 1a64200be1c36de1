"""Every case of what a policy means can be shown: as a page in both languages, as JSON, as figures."""

import pytest

from rulesengine.app.messages import Language
from rulesengine.app.passbook_page import page
from rulesengine.app.sheet import sheets
from rulesengine.app.why_json import why_json
from rulesengine.core.placing import Placed, place
from rulesengine.core.quantity import show_hundredths
from rulesengine.reference.entry import Entry
from rulesengine.reference.explain import explain
from rulesengine.scoring.figures import figures
from rulesengine.scoring.score import score
from tests.conformance import test_cases
from tests.golden import Case


@pytest.mark.parametrize("case", test_cases.CASES, ids=str)
def test_a_case_can_be_shown(case: Case) -> None:
    """Each line of a passbook has its sentence and its balance, and the sheet shows each account."""
    run = test_cases._run(case, score)
    languages = tuple(Language)
    shown = [sheets(figures(run), language) for language in languages]
    for passbook in run.passbooks:
        timeline = run.timelines[passbook.account.village]
        entries = []
        for result in passbook.results:
            placed = place(run.register, result.record, timeline.last.account)
            if result.record.day <= run.until and isinstance(placed, Placed):
                entries.append(Entry(result.record, placed))
        told = explain(timeline, passbook.account, entries, run.register, run.until)
        for language in languages:
            text = page(told, timeline, language)
            found = why_json(told, timeline, language)
            assert isinstance(found, dict)
            assert isinstance(found["lines"], list)
            assert len(passbook.postings) == len(found["lines"])
            assert show_hundredths(passbook.balance) in text.splitlines()[1]
        assert all(passbook.account.name in one for one in shown)
