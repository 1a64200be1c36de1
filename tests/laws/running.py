"""Running a case through the package: text, parse, check, score. What every law starts from."""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from rulesengine.core.diagnostic import has_errors
from rulesengine.core.record import Record
from rulesengine.core.register import Register, build
from rulesengine.core.source import Source, Span
from rulesengine.language import checked
from rulesengine.language.load import load
from rulesengine.scoring.score import Run, score
from tests.generators import Case
from tests.laws import model
from tests.laws.printing import Style, statements, text_of


def text_in(policy: model.Policy, style: Style) -> str:
    """The policy as text."""
    return text_of(statements(policy), style)


def loaded(text: str) -> checked.Policy:
    """The checked policy of a text that has nothing wrong with it."""
    outcome = load(Source("example.policy", text))
    errors = [str(one.message) for one in outcome.diagnostics if one.is_error]
    assert not has_errors(outcome.diagnostics), (errors, text)
    assert outcome.value is not None
    return outcome.value


def checked_policy(policy: model.Policy, style: Style = Style.CHINESE) -> checked.Policy:
    return loaded(text_in(policy, style))


def register_of(case: Case) -> Register:
    built = build(case.households, case.people)
    assert built.value is not None, built.diagnostics
    return built.value


def timeline_of(case: Case, style: Style = Style.CHINESE) -> checked.Timeline:
    """The case's policy, and the version after it where it has one."""
    policy = checked_policy(case.policy, style)
    versions = [checked.Version(policy.first_day, policy)]
    if case.successor is not None:
        day, later = case.successor
        versions.append(checked.Version(day, checked_policy(later, style)))
    return checked.Timeline(tuple(versions))


def run_of(
    case: Case,
    timeline: checked.Timeline | None = None,
    *,
    records: Sequence[Record] | None = None,
    until: date | None = None,
) -> Run:
    """The case scored; other records or another last day where they are given."""
    wanted = case.records if records is None else records
    timelines = {"": timeline or timeline_of(case)}
    return score(timelines, register_of(case), wanted, until=until or case.until)


def without_places(value: object) -> object:
    """A checked policy without what hangs on the way it was written: spans, text, hash, language."""
    if isinstance(value, Span):
        return None
    if attrs.has(type(value)):
        left_out = {"source", "sha256", "language"} if isinstance(value, checked.Policy) else set()
        return type(value).__name__, {
            field.name: without_places(getattr(value, field.name))
            for field in attrs.fields(type(value))
            if field.eq and field.name not in left_out
        }
    if isinstance(value, Mapping):
        return {key: without_places(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(without_places(one) for one in value)
    return value
