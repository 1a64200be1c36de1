"""One account of a run told by the reference: every line and every record with its reason."""

from collections.abc import Sequence

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.placing import Placed, place
from rulesengine.core.record import Record
from rulesengine.language.checked import Timeline
from rulesengine.reference.entry import Entry
from rulesengine.reference.explain import explain
from rulesengine.reference.explanation import Explanation, RecordStory
from rulesengine.scoring.score import Run


def explained(run: Run, passbook: Passbook) -> Explanation:
    """The passbook with its reasons; records after the last day come last: none counts."""
    timeline = run.timelines[passbook.account.village]
    records = [result.record for result in passbook.results]
    inside = [record for record in records if record.day <= passbook.last_day]
    told = _explain(run, timeline, passbook, inside)
    assert told.passbook.postings == passbook.postings, passbook.account
    later = [record for record in records if record.day > passbook.last_day]
    if not later:
        return told
    until_then = attrs.evolve(passbook, last_day=max(record.day for record in later))
    beyond = _explain(run, timeline, until_then, records)
    stories = [
        story
        for story in beyond.stories
        if isinstance(story, RecordStory) and story.record.day > passbook.last_day
    ]
    return attrs.evolve(told, stories=(*told.stories, *stories))


def _explain(
    run: Run, timeline: Timeline, passbook: Passbook, records: Sequence[Record]
) -> Explanation:
    account = timeline.versions[0].policy.account
    entries = []
    for record in records:
        placed = place(run.register, record, account)
        assert isinstance(placed, Placed), record
        entries.append(Entry(record, placed))
    return explain(timeline, passbook.account, entries, run.register, passbook.last_day)
