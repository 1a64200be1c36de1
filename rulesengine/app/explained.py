"""One account of a run told by the reference: every line and every record with its reason.

Asks `scoring` who the account is and `reference` why; decides nothing.
"""

import difflib
from collections.abc import Sequence

import attrs

from rulesengine.app.sources import Ground
from rulesengine.core.admitting import admitting
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.passbook import Passbook
from rulesengine.core.placing import Placed, place
from rulesengine.core.record import Record
from rulesengine.core.register import Register
from rulesengine.core.text import text
from rulesengine.language.checked import Timeline
from rulesengine.reference.entry import Entry
from rulesengine.reference.explain import explain
from rulesengine.reference.explanation import Explanation, RecordStory
from rulesengine.scoring.score import Run


def find(run: Run, name: str, register: Register) -> Outcome[Passbook]:
    """The passbook of the account of this name; its village is asked for where several have one."""
    found = [passbook for passbook in run.passbooks if passbook.account.name == name]
    if len(found) == 1:
        return Outcome(found[0])
    if found:
        villages = tuple(passbook.account.village for passbook in found)
        return Outcome(
            None,
            (
                Diagnostic(
                    Code.UNKNOWN_ACCOUNT,
                    text(
                        "{name} is in more than one village: {villages}",
                        name=name,
                        villages=villages,
                    ),
                    help=text("say which one with --village"),
                ),
            ),
        )
    elsewhere = register.villages_of(name) or register.villages_of_person(name)
    if elsewhere:
        return Outcome(None, (_elsewhere(name, elsewhere),))
    known = sorted({passbook.account.name for passbook in run.passbooks})
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    return Outcome(
        None,
        (
            Diagnostic(
                Code.UNKNOWN_ACCOUNT,
                text("there is no account {name}", name=name),
                help=text("did you mean {names}?", names=tuple(near))
                if near
                else text("correct the name; score lists every account"),
            ),
        ),
    )


def _elsewhere(name: str, villages: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        Code.UNKNOWN_ACCOUNT,
        text("there is no account {name} here", name=name),
        notes=(text("the register has {name} in {villages}", name=name, villages=villages),),
        help=text(
            "correct --village; the policy says whether an account is a household or a person"
        ),
    )


def explained(ground: Ground, run: Run, passbook: Passbook) -> Explanation:
    """The passbook with its reasons; records after the last day come last: none counts."""
    timeline = run.timelines[passbook.account.village]
    register = admitting(ground.register, ground.records)
    records = [result.record for result in passbook.results]
    inside = [record for record in records if record.day <= passbook.last_day]
    told = _explain(timeline, passbook, inside, register)
    assert told.passbook.postings == passbook.postings, passbook.account
    later = [record for record in records if record.day > passbook.last_day]
    if not later:
        return told
    until_then = attrs.evolve(passbook, last_day=max(record.day for record in later))
    beyond = _explain(timeline, until_then, records, register)
    stories = [
        story
        for story in beyond.stories
        if isinstance(story, RecordStory) and story.record.day > passbook.last_day
    ]
    return attrs.evolve(told, stories=(*told.stories, *stories))


def _explain(
    timeline: Timeline, passbook: Passbook, records: Sequence[Record], register: Register
) -> Explanation:
    account = timeline.versions[0].policy.account
    entries = []
    for record in records:
        placed = place(register, record, account)
        assert isinstance(placed, Placed), record
        entries.append(Entry(record, placed))
    return explain(timeline, passbook.account, entries, register, passbook.last_day)
