"""What a checked policy means for its passbooks, as a value: two alike can never be told apart.

Without text, places and tests, and without what is known to make no difference: limits that the
checker proves can never bind, floors where nothing is deducted, and the period of limits and bases
in a policy so short that one period holds all of it.
"""

from collections.abc import Sequence

import attrs

from rulesengine.core.calendar import Period, period_index
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label
from rulesengine.core.source import Source, Span
from rulesengine.language import checked

# What is said about a policy, or done outside its passbooks, and changes no line.
_UNSAID = frozenset(
    {"source", "sha256", "language", "tests", "goods", "settle", "budgets", "adjustable"}
)


@attrs.frozen
class _Idle:
    """What makes no difference in one policy."""

    policy: checked.Policy
    never_bind: frozenset[tuple[int, int]]  # text and place where the limits begin
    has_deductions: bool

    def never_binds(self, limit: checked.Limit) -> bool:
        """Whether the checker said of the limit that it can never bind."""
        source, span = self.policy.source.place(limit.span)
        return (id(source), span.start) in self.never_bind and not limit.once_per_period

    def holds_all(self, period: Period) -> bool:
        """Whether one period of this kind holds every day of the policy."""
        first, last = self.policy.first_day, self.policy.last_day
        if period is Period.EVER:
            return True
        return last is not None and period_index(period, first) == period_index(period, last)


def meaning(policy: checked.Policy, diagnostics: Sequence[Diagnostic]) -> object:
    """The meaning of a policy of which the checker said this."""
    never = frozenset(
        (id(found.primary.source), found.primary.span.start)
        for found in diagnostics
        if found.code is Code.NEVER_BINDS and isinstance(found.primary, Label)
    )
    items = (item for category in policy.categories for item in category.items)
    signs = {item.sign for item in items} | {bonus.sign for bonus in policy.bonuses}
    return _plain(policy, _Idle(policy, never, checked.Sign.DEDUCT in signs))


def _plain(node: object, idle: _Idle) -> object:
    match node:
        case Source() | Span():
            return None
        case checked.Floor() if not idle.has_deductions:
            return None
        case checked.Limit() if idle.never_binds(node):
            return None
        case checked.Limit() | checked.Base() if idle.holds_all(node.period):
            return _fields(attrs.evolve(node, period=Period.EVER), idle)
        case tuple():
            kept = (_plain(one, idle) for one in node)
            return tuple(one for one in kept if one is not None)
        case dict():
            return tuple((key, _plain(value, idle)) for key, value in node.items())
        case _:
            return _fields(node, idle) if attrs.has(type(node)) else node


def _fields(node: object, idle: _Idle) -> object:
    kind: type = type(node)
    names = [field.name for field in attrs.fields(kind) if field.init and field.name not in _UNSAID]
    return kind, tuple((name, _plain(getattr(node, name), idle)) for name in names)
