"""Every small change of a policy that is a policy too, with who could notice it.

A mutant is a whole text, so that what it means is decided by the same reading and checking as for
any policy. Tests are left out of it; they are run as the original has them.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from rulesengine.core.source import Source, Span
from rulesengine.language import checked, syntax
from rulesengine.language.parse import parse
from rulesengine.study.edit_statements import edits_of

_OF_TESTS = (
    syntax.Test | syntax.TestHousehold | syntax.TestPerson | syntax.TestRecord | syntax.Expect
    | syntax.TestUntil | syntax.Table | syntax.TableRow
)  # fmt: skip


@attrs.frozen
class Mutant:
    """One change: `before` of `owner` (empty: the whole policy) becomes `after` (empty: left out).

    `place` is where it stands in the policy's own text, `source` the changed text. `touches` are
    the items and acts whose records may notice it; None: any record may, or none need be there.
    """

    owner: str
    before: str
    after: str
    place: Span
    source: Source = attrs.field(repr=False, eq=lambda source: source.text)
    touches: frozenset[str] | None


def mutants(policy: checked.Policy) -> Iterator[Mutant]:
    """Every change of the policy's own text, in its order; whether each is a policy is not said."""
    own = policy.source.own
    written = parse(own).value
    if written is None:
        return
    rules = without_tests(own).text
    seen: set[tuple[Span, str]] = set()
    for statement, category in _placed(written.statements):
        owner = _owner(statement, category)
        touches = _touches(statement, category, policy)
        for edit in edits_of(own, statement):
            if (edit.place, edit.written) in seen:
                continue
            seen.add((edit.place, edit.written))
            changed = rules[: edit.place.start] + edit.written + rules[edit.place.end :]
            clause = own.slice(edit.clause)
            begin, end = edit.place.start - edit.clause.start, edit.place.end - edit.clause.start
            left_out = not edit.written and begin <= 0 and end >= len(clause)
            after = "" if left_out else clause[:begin] + edit.written + clause[end:]
            yield Mutant(
                owner,
                _on_one_line(clause),
                _on_one_line(after),
                edit.clause,
                Source(own.name, changed),
                touches,
            )


def without_tests(source: Source) -> Source:
    """The text with blanks where tests stand: every place of the rest stays the same."""
    read = parse(source).value
    written = source.text
    for statement in () if read is None else read.statements:
        if isinstance(statement, _OF_TESTS):
            span = statement.span
            blank = "".join(one if one in "\r\n" else " " for one in written[span.start : span.end])
            written = written[: span.start] + blank + written[span.end :]
    return Source(source.name, written)


def _on_one_line(written: str) -> str:
    return " ".join(written.split())


# --- who could notice ----------------------------------------------------------------------------


def _placed(statements: Sequence[syntax.Statement]) -> Iterator[tuple[syntax.Statement, str]]:
    """Each statement with the category that it stands in, if it is of one."""
    category, of_category = "", False
    for statement in statements:
        if isinstance(statement, syntax.Category):
            category, of_category = statement.names.first.text, True
        inside = isinstance(
            statement,
            syntax.Item | syntax.Bonus | syntax.Limit | syntax.Floor | syntax.Base | syntax.Match,
        )
        yield statement, category if of_category and inside else ""


def _owner(statement: syntax.Statement, category: str) -> str:
    match statement:
        case (
            syntax.Item() | syntax.Bonus() | syntax.Group() | syntax.Clear() | syntax.Bar()
            | syntax.Honour() | syntax.Grade()
        ):  # fmt: skip
            return statement.names.first.text
        case syntax.SetItem():
            return statement.name.text
        case _:
            return category


def _touches(
    statement: syntax.Statement, category: str, policy: checked.Policy
) -> frozenset[str] | None:
    match statement:
        case syntax.Bar(clauses=[*_, syntax.Counted(item=counted)]):
            item = policy.items.get(counted.text)
            return None if item is None else frozenset({item.name})
        case syntax.Item() | syntax.Clear() | syntax.Bar():
            return frozenset({statement.names.first.text})
        case syntax.SetItem():
            name = statement.name.text
            one = policy.items.get(name)
            return _of_group(policy, name) if one is None else frozenset({one.name})
        case syntax.Bonus():
            item = policy.items.get(statement.item.text)
            return None if item is None else frozenset({item.name})
        case syntax.Group():
            return _of_group(policy, statement.names.first.text)
        case syntax.Limit() | syntax.Floor() | syntax.Match() if category:
            return frozenset(
                item.name for item in _items(policy).values() if item.category == category
            )
        case _:
            return None


def _of_group(policy: checked.Policy, name: str) -> frozenset[str]:
    names = [one.name for one in policy.groups if name in (one.name, one.other_name)]
    return frozenset(item.name for item in _items(policy).values() if item.group in names)


def _items(policy: checked.Policy) -> Mapping[str, checked.Item]:
    return {item.name: item for category in policy.categories for item in category.items}
