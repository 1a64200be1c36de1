"""A test written out as lines of a policy, in the policy's keyword language, to be pasted."""

import re
from collections.abc import Iterator
from datetime import date
from typing import assert_never

from rulesengine.core.calendar import period_name
from rulesengine.core.facts import FactValues
from rulesengine.core.passbook import RecordOutcome
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.record import Record, Status
from rulesengine.core.register import HouseholdRow, PersonRow
from rulesengine.language.checked import Expectation, Item, Policy, Selector, Test
from rulesengine.language.grammar import Keyword, keywords, stem

_NAME = re.compile(r"[A-Za-z_·]*[㐀-䶿一-鿿][A-Za-z_·㐀-䶿一-鿿]*|[A-Za-z_·][A-Za-z_·0-9]*")
_STATUS = {
    Status.DECLARED: "DECLARED",
    Status.CHECKED: "CHECKED",
    Status.APPROVED: "APPROVED",
    Status.REJECTED: "REJECTED",
    Status.WITHDRAWN: "WITHDRAWN",
}
_REASONS = {
    outcome: stem(outcome.name) if outcome is not RecordOutcome.ERROR else "MISTAKE"
    for outcome in RecordOutcome
}


class Writer:
    """Writes the lines of tests of one policy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.chinese = policy.language == "zh"

    def test(self, test: Test) -> Iterator[str]:
        """The whole test, its heading first."""
        yield f"{self.word('TEST')} {self._quoted(test.name)}"
        yield from (f"  {line}" for line in self.lines(test))

    def lines(self, test: Test) -> Iterator[str]:
        """Its register, records and expectations."""
        yield from map(self._household, test.households)
        yield from map(self._person, test.people)
        yield from map(self._record, test.records)
        if test.until is not None:
            yield f"{self.word('UNTIL')} {test.until.isoformat()}"
        yield from map(self.expectation, test.expectations)

    def word(self, stem: str) -> str:
        """A keyword in the policy's language."""
        keyword: Keyword = keywords()[stem]
        return keyword.zh if self.chinese else keyword.en

    # --- rows and records --------------------------------------------------------------------

    def _household(self, row: HouseholdRow) -> str:
        opening = f"{self.word('HOUSEHOLD')} {self.name(row.household)}"
        return self._with_fields(opening, self._of_member(row))

    def _person(self, row: PersonRow) -> str:
        inside = f"{self.word('IN')} {self.name(row.household)}"
        opening = f"{self.word('PERSON')} {self.name(row.person)} {inside}"
        return self._with_fields(opening, self._of_member(row))

    def _of_member(self, row: HouseholdRow | PersonRow) -> Iterator[str]:
        if row.village:
            yield f"{self.word('VILLAGE')} = {self.name(row.village)}"
        for word, day in (("JOINED", row.joined), ("LEFT", row.left), ("SINCE", row.since)):
            if day is not None:
                yield f"{self.word(word)} = {day.isoformat()}"
        yield from self._facts(row.facts)

    def _record(self, record: Record) -> str:
        account = record.household or record.person
        opening = (
            f"{self.word('RECORD')} {record.day.isoformat()} {self.name(account)}"
            f" {self.name(record.item)}"
        )
        if record.quantity is not None:
            opening += f" {self._quantity(record)}"
        fields = []
        if record.person and record.household:
            fields.append(f"{self.word('PERSON')} = {self.name(record.person)}")
        if record.event:
            fields.append(f"{self.word('EVENT')} = {self.name(record.event)}")
        if record.all_judgings:
            between = "、" if self.chinese else " | "
            judged = between.join(self._points(one) for one in record.all_judgings)
            fields.append(f"{self.word('JUDGED')} = {judged}")
        if record.status is not Status.APPROVED:
            fields.append(f"{self.word('STATUS')} = {self.word(_STATUS[record.status])}")
        if record.village:
            fields.append(f"{self.word('VILLAGE')} = {self.name(record.village)}")
        return self._with_fields(opening, [*fields, *self._facts(record.facts)])

    def _quantity(self, record: Record) -> str:
        assert record.quantity is not None
        number = show_hundredths(record.quantity)
        item = self.policy.items.get(record.item)
        unit = item.unit if isinstance(item, Item) else None
        if unit is None:
            return number
        known = keywords().get(unit.name.upper().replace("-", "_"))
        if known is None:
            between = "" if self.chinese else " "
            return f"{number}{between}{self.name(unit.name)}"
        if self.chinese:
            return f"{number}{known.zh}"
        return f"{number} {known.en if number == '1' else known.plural or known.en}"

    def _facts(self, facts: FactValues) -> Iterator[str]:
        for name, value in facts.items():
            yield f"{self.name(name)} = {self._value(value)}"

    def _value(self, value: bool | int | date | str) -> str:
        match value:
            case bool():
                return self.word("YES" if value else "NO")
            case date():
                return value.isoformat()
            case int():
                return show_hundredths(value)
            case str():
                return self.name(value)
        assert_never(value)

    def _with_fields(self, opening: str, fields: Iterator[str] | list[str]) -> str:
        return ", ".join([opening, *fields])

    # --- expectations ------------------------------------------------------------------------

    def expectation(self, expected: Expectation) -> str:
        """`应得 张三 清扫门前 2分`."""
        words = [self.word("EXPECT"), self.name(expected.account)]
        match expected.selector:
            case Selector.OUTCOME:
                assert expected.outcome is not None
                if expected.period is not None:
                    words.append(period_name(*expected.period))
                reason = self.word(_REASONS[expected.outcome])
                words += [self.name(expected.part), self.word("NO_POINTS"), self.word("BECAUSE")]
                words.append(reason)
            case Selector.GRADE:
                words += (
                    [self.word("GRADED"), self.name(expected.part)]
                    if expected.part
                    else [self.word("NOT_GRADED")]
                )
            case Selector.HONOUR:
                words += [
                    self.word("HONOURED" if expected.holds else "NOT_HONOURED"),
                    self.name(expected.part),
                ]
            case Selector.YUAN:
                if expected.period is not None:
                    words.append(period_name(*expected.period))
                amount = show_hundredths(expected.points)
                words.append(f"{amount}{self.word('YUAN')}" if self.chinese else f"{amount} yuan")
            case _:
                words += self._of_points(expected)
        return " ".join(words)

    def _of_points(self, expected: Expectation) -> Iterator[str]:
        if expected.part:
            yield self.name(expected.part)
        if expected.period is not None:
            yield period_name(*expected.period)
        if expected.selector is Selector.SPENDABLE:
            yield self.word("SPENDABLE")
        if expected.selector is Selector.BALANCE:
            yield self.word("BALANCE")
        yield self._points(expected.points)

    def _points(self, amount: int) -> str:
        number = show_hundredths(amount)
        if self.chinese:
            return f"{number}{self.word('POINT')}"
        return f"{number} {'point' if number in ('1', '-1') else 'points'}"

    # --- names -------------------------------------------------------------------------------

    def name(self, written: str) -> str:
        """A name, in quotes where it could not stand without."""
        taken = {word for one in keywords().values() for word in (one.zh, one.en, one.plural)}
        if _NAME.fullmatch(written) and written.casefold() not in taken:
            return written
        return self._quoted(written)

    def _quoted(self, written: str) -> str:
        for opening, closing in (('"', '"'), ("「", "」"), ("'", "'"), ("《", "》")):
            if opening not in written and closing not in written:
                return f"{opening}{written}{closing}"
        return written
