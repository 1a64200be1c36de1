"""What a failed expectation says: what should be, what is, and the lines of the passbook behind it.

Sentences before they have a language. A limit stands in them by its label and an outcome by its
name, under `limit`, and `outcome` or `instead`: a shell says them in words.
"""

from collections.abc import Iterable, Sequence

from rulesengine.core.amounts import points_words
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Label
from rulesengine.core.passbook import Passbook, RecordOutcome, Result
from rulesengine.core.posting import Kind, Posting
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.text import Text, text
from rulesengine.language.checked import Expectation, Policy, Selector
from rulesengine.study.expectations import Found

_MOST_LINES_SHOWN = 12  # under an expectation that failed; the result has them all


def no_account(policy: Policy, expected: Expectation, of_name: Sequence[Passbook]) -> Diagnostic:
    """There is no account of this name, or more than one."""
    name = expected.account
    if of_name:
        villages = tuple(book.account.village for book in of_name)
        message = text(
            "{name} lives in more than one village: {villages}", name=name, villages=villages
        )
        way_out = text("give the accounts of a test different names")
    else:
        message = text("no record of this test and no row of its register names {name}", name=name)
        way_out = text("correct the name, or write a record for it")
    return Diagnostic(Code.TEST_FAILED, message, Label(policy.source, expected.span), help=way_out)


def not_met(policy: Policy, expected: Expectation, found: Found) -> Diagnostic:
    """The expectation is not met."""
    return Diagnostic(
        Code.TEST_FAILED,
        _message(expected, found),
        Label(policy.source, expected.span),
        notes=_notes(expected, found),
    )


def _message(expected: Expectation, found: Found) -> Text:
    match expected.selector:
        case Selector.OUTCOME:
            return _outcome_message(expected, found)
        case Selector.GRADE | Selector.HONOUR:
            return _name_message(expected, found)
        case _:
            return _number_message(
                expected.account,
                expected,
                show_hundredths(found.actual) if isinstance(found.actual, int) else "-",
            )


def _number_message(account: str, expected: Expectation, has: str) -> Text:
    should = points_words(expected.points)
    match expected.selector:
        case Selector.YUAN:
            sentence = text(
                "{account} should have {expected} yuan and has {actual}",
                account=account, expected=show_hundredths(expected.points), actual=has,
            )  # fmt: skip
        case Selector.PART | Selector.RECORD:
            sentence = text(
                "{account} should have {expected} for {part} and has {actual}",
                account=account, part=expected.part, expected=should, actual=has,
            )  # fmt: skip
        case Selector.SPENDABLE:
            sentence = text(
                "{account} should have {expected} to spend and has {actual}",
                account=account, expected=should, actual=has,
            )  # fmt: skip
        case Selector.BALANCE:
            sentence = text(
                "{account} should have a balance of {expected} and has {actual}",
                account=account, expected=should, actual=has,
            )  # fmt: skip
        case _:
            sentence = text(
                "{account} should have {expected} and has {actual}",
                account=account, expected=should, actual=has,
            )  # fmt: skip
    return sentence


def _name_message(expected: Expectation, found: Found) -> Text:
    """Of a grade or an honour."""
    who, name = expected.account, expected.part
    if expected.selector is Selector.HONOUR:
        if expected.holds:
            return text("{account} should be honoured ({name}) and is not", account=who, name=name)
        return text("{account} should not be honoured ({name}) and is", account=who, name=name)
    grade = found.actual if isinstance(found.actual, str) else ""
    if not name:
        return text("{account} should have no grade and has {grade}", account=who, grade=grade)
    if not grade:
        return text("{account} should have the grade {name} and has none", account=who, name=name)
    return text(
        "{account} should have the grade {name} and has {grade}",
        account=who,
        name=name,
        grade=grade,
    )


def _outcome_message(expected: Expectation, found: Found) -> Text:
    account, item = expected.account, expected.part
    if not isinstance(found.actual, RecordOutcome):
        return text("{account} has no record of {item} there", account=account, item=item)
    assert expected.outcome is not None, expected
    if found.actual in (RecordOutcome.IN_FULL, RecordOutcome.IN_PART):
        return text(
            "{item} of {account} should bring no points ({outcome}), and brings {points}",
            account=account,
            item=item,
            outcome=expected.outcome.value,
            points=show_hundredths(
                sum(line.points for line in found.lines if line.kind in (Kind.AWARD, Kind.DEDUCT))
            ),
        )
    return text(
        "{item} of {account} should bring no points for this reason: {outcome}; it was: {instead}",
        account=account,
        item=item,
        outcome=expected.outcome.value,
        instead=found.actual.value,
    )


# --- notes ---------------------------------------------------------------------------------------


def _notes(expected: Expectation, found: Found) -> tuple[Text, ...]:
    notes = [*map(_line, found.lines), *map(_nothing, found.nothing)]
    if not notes:
        none = text("no line of its passbook is about this")
        return () if found.actual is None else (none,)
    shown = notes[:_MOST_LINES_SHOWN]
    hidden = len(notes) - len(shown)
    if hidden == 1:
        shown.append(text("and one line more"))
    elif hidden:
        shown.append(text("and {count} lines more", count=hidden))
    return (*_by_how_much(expected, found), *shown)


def _by_how_much(expected: Expectation, found: Found) -> Iterable[Text]:
    """How far a number is off; for one that is to be 0 it is the number itself."""
    is_number = isinstance(found.actual, int) and not isinstance(found.actual, bool)
    if not is_number or not expected.points:
        return ()
    assert isinstance(found.actual, int)
    off = found.actual - expected.points
    if off > 0:
        return (text("{difference} more than expected", difference=show_hundredths(off)),)
    return (text("{difference} less than expected", difference=show_hundredths(-off)),)


def _nothing(result: Result) -> Text:
    return text(
        "{day} {item}: nothing, {outcome}",
        day=result.record.day.isoformat(),
        item=result.record.item,
        outcome=result.outcome.value,
    )


def _line(line: Posting) -> Text:
    day, points = line.day.isoformat(), points_words(line.points)
    about = line.item or (text("base points") if line.kind is Kind.BASE else text("all points"))
    match line.kind:
        case Kind.LOST:
            return text(
                "{day} {item}: {points} lost to {limit}",
                day=day, item=about, points=points, limit=line.limit,
            )  # fmt: skip
        case Kind.SPARED:
            return text(
                "{day} {item}: {points} spared by {limit}",
                day=day, item=about, points=points, limit=line.limit,
            )  # fmt: skip
        case Kind.EXPIRE:
            return text("{day} expired: {points}", day=day, points=points)
        case _:
            return text("{day} {item}: {points}", day=day, item=about, points=points)
