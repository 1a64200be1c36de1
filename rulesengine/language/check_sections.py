"""The statements of a policy sorted into its parts: header, facts, categories, goods, acts, tests.

Only places are judged here: what stands twice and what stands where it has no meaning. A misplaced
statement is reported and then taken for what it was probably meant to be, so that it gives no
second message further on.
"""

from collections.abc import Sequence
from typing import TypeAlias, TypeVar

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.source import Span
from rulesengine.core.text import Text, text
from rulesengine.language import syntax
from rulesengine.language.check_report import Report

Scoped: TypeAlias = syntax.Limit | syntax.Floor | syntax.Base | syntax.SetBase
Setting: TypeAlias = syntax.SetItem | syntax.SetRate | syntax.SetMinimum
Act: TypeAlias = syntax.Clear | syntax.Bar
PlainLine: TypeAlias = (
    syntax.TestHousehold | syntax.TestPerson | syntax.TestRecord | syntax.Expect | syntax.TestUntil
)
TestLine: TypeAlias = PlainLine | syntax.Table | syntax.TableRow
S = TypeVar("S", bound=syntax.Statement)


@attrs.define
class Scope:
    """The limits, floors and bases of one category, or of the policy; in the order written."""

    limits: list[syntax.Limit] = attrs.field(factory=list)
    floors: list[syntax.Floor] = attrs.field(factory=list)
    bases: list[syntax.Base] = attrs.field(factory=list)
    settings: list[syntax.SetBase] = attrs.field(factory=list)

    def add(self, statement: Scoped) -> None:
        match statement:
            case syntax.Limit():
                self.limits.append(statement)
            case syntax.Floor():
                self.floors.append(statement)
            case syntax.Base():
                self.bases.append(statement)
            case syntax.SetBase():
                self.settings.append(statement)


@attrs.define
class CategoryPart:
    """A category and what stands in it; `statement` None: what stands in no category."""

    statement: syntax.Category | None
    scope: Scope = attrs.field(factory=Scope)
    entries: list[syntax.Item | syntax.Bonus] = attrs.field(factory=list)

    @property
    def items(self) -> list[syntax.Item]:
        return [entry for entry in self.entries if isinstance(entry, syntax.Item)]

    @property
    def bonuses(self) -> list[syntax.Bonus]:
        return [entry for entry in self.entries if isinstance(entry, syntax.Bonus)]


@attrs.define
class TestPart:
    """A test and its lines."""

    statement: syntax.Test | None
    lines: list[TestLine] = attrs.field(factory=list)


@attrs.frozen
class Header:
    """Statements that stand once, each the first of its kind."""

    title: syntax.PolicyTitle | None
    extends: syntax.Extends | None
    effective: syntax.Effective | None
    account: syntax.AccountOf | None
    eligible: syntax.Eligible | None
    round_to: syntax.RoundTo | None
    rate: syntax.Rate | None
    settle: syntax.Settle | None
    evaluate: syntax.Evaluate | None
    minimum: syntax.Minimum | None
    expiry: syntax.Expire | syntax.Carry | None
    suspend: syntax.Suspend | None
    budgets: tuple[syntax.Budget, ...]  # these may stand several times, for several periods


@attrs.frozen
class Sections:
    """A policy in parts."""

    header: Header
    scope: Scope
    facts: tuple[syntax.FactIs, ...]
    categories: tuple[CategoryPart, ...]
    goods: tuple[syntax.Goods, ...]
    tests: tuple[TestPart, ...]
    groups: tuple[syntax.Group, ...]
    acts: tuple[Act, ...]
    honours: tuple[syntax.Honour, ...]
    grades: tuple[syntax.Grade, ...]
    settings: tuple[Setting, ...]  # those of bases stand in their scopes

    @property
    def items(self) -> tuple[syntax.Item, ...]:
        return tuple(item for part in self.categories for item in part.items)

    @property
    def bonuses(self) -> tuple[syntax.Bonus, ...]:
        return tuple(bonus for part in self.categories for bonus in part.bonuses)


def arrange(report: Report, statements: Sequence[syntax.Statement]) -> Sections:
    """Sort statements into parts; report repeated and misplaced ones."""
    scope, categories = _categories(report, statements)
    return Sections(
        header=_header(report, statements),
        scope=scope,
        facts=tuple(_of(statements, syntax.FactIs)),
        categories=categories,
        goods=tuple(_of(statements, syntax.Goods)),
        tests=_tests(report, statements),
        groups=tuple(_of(statements, syntax.Group)),
        acts=tuple(one for one in statements if isinstance(one, syntax.Clear | syntax.Bar)),
        honours=tuple(_of(statements, syntax.Honour)),
        grades=tuple(_of(statements, syntax.Grade)),
        settings=tuple(one for one in statements if isinstance(one, Setting)),
    )


def _of(statements: Sequence[syntax.Statement], kind: type[S]) -> list[S]:
    return [statement for statement in statements if isinstance(statement, kind)]


def _header(report: Report, statements: Sequence[syntax.Statement]) -> Header:
    def once(kind: type[S]) -> S | None:
        return _first(report, _of(statements, kind))

    expiries = [one for one in statements if isinstance(one, syntax.Expire | syntax.Carry)]
    return Header(
        title=once(syntax.PolicyTitle),
        extends=once(syntax.Extends),
        effective=once(syntax.Effective),
        account=once(syntax.AccountOf),
        eligible=once(syntax.Eligible),
        round_to=once(syntax.RoundTo),
        rate=once(syntax.Rate),
        settle=once(syntax.Settle),
        evaluate=once(syntax.Evaluate),
        minimum=once(syntax.Minimum),
        expiry=_first(report, expiries),
        suspend=once(syntax.Suspend),
        budgets=tuple(_of(statements, syntax.Budget)),
    )


def _first(report: Report, statements: Sequence[S]) -> S | None:
    for later in statements[1:]:
        report_repeated(report, statements[0].span, later.span)
    return statements[0] if statements else None


def report_repeated(report: Report, earlier: Span, later: Span) -> None:
    """Say that a statement which may stand once stands again (or stands beside its opposite)."""
    report.say(
        Code.REPEATED_STATEMENT,
        text(
            "{later} stands beside {earlier}, and only one of them can hold",
            later=report.written(later),
            earlier=report.written(earlier),
        ),
        later,
        text("said again here"),
        others=((earlier, text("said first here")),),
        help=text("keep one of the two"),
    )


def _categories(
    report: Report, statements: Sequence[syntax.Statement]
) -> tuple[Scope, tuple[CategoryPart, ...]]:
    policy = Scope()
    nowhere = CategoryPart(None)
    parts: list[CategoryPart] = []
    for statement in statements:
        match statement:
            case syntax.Category():
                parts.append(CategoryPart(statement))
            case syntax.Item() | syntax.Bonus() if parts:
                parts[-1].entries.append(statement)
            case syntax.Item() | syntax.Bonus():
                if not nowhere.entries and not report.broken:
                    _entry_nowhere(report, statement, statements)
                nowhere.entries.append(statement)
            case syntax.Limit() | syntax.Floor() | syntax.Base() | syntax.SetBase():
                if not parts:
                    policy.add(statement)
                    continue
                if parts[-1].entries:
                    _after_items(report, statement, parts[-1])
                parts[-1].scope.add(statement)
            case _:
                pass
    return policy, tuple([nowhere, *parts] if nowhere.entries else parts)


def _entry_nowhere(
    report: Report, entry: syntax.Item | syntax.Bonus, statements: Sequence[syntax.Statement]
) -> None:
    first = next(iter(_of(statements, syntax.Category)), None)
    report.say(
        Code.MISPLACED_STATEMENT,
        text("{item} stands in no category", item=entry.names.first.text),
        entry.names.span,
        others=((first.span, text("the first category begins only here")),) if first else (),
        help=text(
            "write a category above it, as in {example}",
            example=report.words("类别 环境治理", "category environment"),
        ),
    )


def _after_items(report: Report, statement: Scoped, part: CategoryPart) -> None:
    assert part.statement is not None
    name = part.statement.names.first.text
    report.say(
        Code.MISPLACED_STATEMENT,
        text("{statement} stands after an item", statement=_kind(statement)),
        statement.span,
        text("is it of the category {name}, or of the whole policy?", name=name),
        others=((part.entries[0].names.span, text("the first item of {name}", name=name)),),
        help=text(
            "move it above {item} if it is of the category {name}, "
            "above the first category if it is of the whole policy",
            item=part.entries[0].names.first.text,
            name=name,
        ),
    )


def _kind(statement: Scoped) -> Text:
    match statement:
        case syntax.Limit():
            return text("a limit")
        case syntax.Floor():
            return text("a floor")
        case syntax.Base() | syntax.SetBase():
            return text("a base")


def _tests(report: Report, statements: Sequence[syntax.Statement]) -> tuple[TestPart, ...]:
    nowhere = TestPart(None)
    parts: list[TestPart] = []
    for statement in statements:
        match statement:
            case syntax.Test():
                parts.append(TestPart(statement))
            case (
                syntax.TestHousehold() | syntax.TestPerson() | syntax.TestRecord()
                | syntax.Expect() | syntax.TestUntil() | syntax.Table() | syntax.TableRow()
            ):  # fmt: skip
                if not parts and not nowhere.lines and not report.broken:
                    _line_nowhere(report, statement)
                (parts[-1] if parts else nowhere).lines.append(statement)
            case _:
                pass
    return tuple([nowhere, *parts] if nowhere.lines else parts)


def _line_nowhere(report: Report, line: TestLine) -> None:
    report.say(
        Code.MISPLACED_STATEMENT,
        text("this line belongs to a test, and no test stands above it"),
        line.span,
        help=text(
            "write a test above it, as in {example}",
            example=report.words('测试 "一天只计一次"', 'test "counted once a day"'),
        ),
    )
