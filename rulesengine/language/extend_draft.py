"""A policy while it takes in what another adds: the statements above, and what is put into them.

Decides nothing about what may be changed (`check_extend`, `check_settings`); statements only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from rulesengine.core.diagnostic import Diagnostic
from rulesengine.core.source import Span
from rulesengine.language import checked, syntax
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Sections, arrange

N = TypeVar("N")
_OF_TESTS = (
    syntax.Test, syntax.TestHousehold, syntax.TestPerson, syntax.TestRecord, syntax.Expect
)  # fmt: skip


@attrs.frozen
class Above:
    """The policy that is extended: its meaning, and its statements by name.

    Items, groups and categories are found by either of their names.
    """

    policy: checked.Policy
    written: syntax.Policy
    sections: Sections
    items: Mapping[str, syntax.Item]
    groups: Mapping[str, syntax.Group]
    categories: Mapping[str, syntax.Category]
    ranges: Mapping[Span, checked.Adjustable]  # by the place of the clause

    @classmethod
    def of(cls, written: syntax.Policy, policy: checked.Policy) -> "Above":
        """A policy without errors, ready to be extended."""
        sections = arrange(
            Report(written.source, written.language, broken=False), written.statements
        )
        return cls(
            policy,
            written,
            sections,
            dict(_named(sections.items)),
            dict(_named(sections.groups)),
            dict(_named([one.statement for one in sections.categories if one.statement])),
            {one.span: one for one in policy.adjustable},
        )


def _named(
    statements: Sequence[syntax.Item] | Sequence[syntax.Group] | Sequence[syntax.Category],
) -> Iterator[tuple[str, N]]:
    for one in statements:
        for name in (one.names.first, one.names.other):
            if name is not None:
                yield name.text, one  # type: ignore[misc]


@attrs.define
class Draft:
    """What the lower policy changes in the statements of the one above.

    `replaced` is keyed by the place of the statement above; None takes it out. `refused` are the
    places of statements that were told to be wrong: what they would have said is not missed.
    """

    above: Above
    report: Report
    replaced: dict[Span, syntax.Statement | None] = attrs.field(factory=dict)
    limits: dict[str, list[syntax.Limit]] = attrs.field(factory=dict)  # by category; "": policy
    items: dict[str, list[syntax.Item]] = attrs.field(factory=dict)  # by category
    added: list[syntax.Statement] = attrs.field(factory=list)
    refused: list[Span] = attrs.field(factory=list)

    def now(self, statement: N) -> N:
        """A statement from above as it stands by now."""
        return self.replaced.get(statement.span, statement)  # type: ignore[attr-defined, return-value]

    def replace(self, statement: syntax.Statement, by: syntax.Statement | None) -> None:
        self.replaced[statement.span] = by

    def refuse(self, span: Span) -> None:
        self.refused.append(span)

    @property
    def found(self) -> list[Diagnostic]:
        return self.report.found

    def statements(self, title: syntax.PolicyTitle | None) -> tuple[syntax.Statement, ...]:
        """The whole policy: as above, with limits and items put where they belong."""
        return tuple(self._statements(title))

    def _statements(self, title: syntax.PolicyTitle | None) -> Iterator[syntax.Statement]:
        if title is not None:
            yield title
        category = ""
        for statement in self.above.written.statements:
            if isinstance(statement, (syntax.PolicyTitle, syntax.Extends, *_OF_TESTS)):
                continue
            if isinstance(statement, syntax.Category):
                yield from self._before_next(category)
                category = statement.names.first.text
                yield self.now(statement)
                yield from self.limits.get(category, ())
                continue
            now = self.replaced.get(statement.span, statement)
            if now is not None:
                yield now
        yield from self._before_next(category)
        yield from self.added

    def _before_next(self, category: str) -> Iterator[syntax.Statement]:
        """What comes before the next category begins: items, or the policy's own limits."""
        if category:
            yield from self.items.get(category, ())
        else:
            yield from self.limits.get("", ())
