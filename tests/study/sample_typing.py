"""The sample town's rows with the facts that a policy declares, as scoring takes them."""

from collections.abc import Iterable, Mapping

from rulesengine.core.facts import FactValues, Subject
from rulesengine.core.rawrow import RawRecord
from rulesengine.core.record import Record
from rulesengine.core.register import HouseholdRow, PersonRow, Register, build
from rulesengine.language.checked import Policy
from rulesengine.study.sample_town import SampleTown


def typed_records(policy: Policy, rows: Iterable[RawRecord]) -> list[Record]:
    """Records with typed facts."""
    return [
        Record(
            id=row.id if row.id is not None else 0,
            day=row.day,
            item=row.item,
            household=row.household,
            person=row.person,
            village=row.village,
            quantity=row.quantity,
            judged=row.judged,
            event=row.event,
            status=row.status,
            facts=_typed(policy, Subject.RECORD, row.facts),
        )
        for row in rows
    ]


def typed_register(policy: Policy, town: SampleTown) -> Register:
    """The register of the town."""
    households = [
        HouseholdRow(
            row.household, row.village, row.joined, row.left, row.since,
            _typed(policy, Subject.HOUSEHOLD, row.facts),
        )
        for row in town.households()
    ]  # fmt: skip
    people = [
        PersonRow(
            row.person, row.household, row.village, row.joined, row.left, row.since,
            _typed(policy, Subject.PERSON, row.facts),
        )
        for row in town.people()
    ]  # fmt: skip
    register = build(households, people).value
    assert register is not None
    return register


def _typed(policy: Policy, subject: Subject, written: Mapping[str, str]) -> FactValues:
    facts = {fact.name: fact for fact in policy.facts if fact.subject is subject}
    values = {name: facts[name].read(text) for name, text in written.items()}
    assert None not in values.values(), written
    return {name: value for name, value in values.items() if value is not None}
