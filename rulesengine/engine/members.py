"""Households and people as tables: the days they are in the register, and their facts over time.

A member's facts stand in snapshots: all that is known from a day on, the later over the earlier.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from rulesengine.core.facts import FactValues, Subject
from rulesengine.core.posting import Account
from rulesengine.core.register import Member, Register
from rulesengine.engine import layout
from rulesengine.engine.coding import Coding
from rulesengine.engine.days import Whole
from rulesengine.engine.memory import Block, whole_rows

NOBODY = -1


@attrs.frozen
class Registered:
    """The register as tables, and where each household and person stands in them."""

    people_block: Whole
    households: Mapping[tuple[str, str], int]
    people: Mapping[tuple[str, str], int]


def members_of(
    coding: Coding, register: Register, accounts: Sequence[Account], subject: Subject
) -> Registered:
    """The members that accounts and their records can ask about."""
    villages = {account.village for account in accounts}
    households = _numbered(register.households, villages, 0)
    people = _numbered(register.people, villages, len(households))
    snapshots = _Snapshots(coding)
    for key in households:
        snapshots.add(Subject.HOUSEHOLD, register.households[key])
    for key in people:
        snapshots.add(Subject.PERSON, register.people[key])
    own, known = (
        (people, register.people)
        if subject is Subject.PERSON
        else (households, register.households)
    )
    stays, starts, members = list[tuple[int, int, int]](), [0], list[int]()
    for account in accounts:
        key = (account.village, account.name)
        member = known.get(key)
        members.append(own.get(key, NOBODY))
        for stay in member.presence if member is not None else ():
            home = households.get((account.village, stay.household), NOBODY)
            stays.append((_first(stay.joined), _last(stay.left), home))
        starts.append(len(stays))
    return Registered(_block(snapshots, stays, starts, members), households, people)


def _block(
    snapshots: "_Snapshots",
    stays: Sequence[Sequence[int]],
    starts: Sequence[int],
    members: Sequence[int],
) -> Whole:
    """The block `people` of `layout`."""
    block = Block()
    of_snapshots = block.add(whole_rows(snapshots.rows, 1 + snapshots.width))
    of_stays = block.add(whole_rows(stays, layout.STAY_COLUMNS))
    of_members = whole_rows([[start] for start in snapshots.starts], 1)
    of_snapshots.point(of_members, 0)
    of_accounts = whole_rows([[start] for start in starts], 1)
    of_stays.point(of_accounts, 0)
    return block.made(
        {
            layout.SNAPSHOTS: block.add(of_members).begins,
            layout.STAYS: block.add(of_accounts).begins,
            layout.MEMBERS: block.add(whole_rows([[one] for one in members], 1)).begins,
            layout.PEOPLE_FACTS: snapshots.width,
        }
    )


def _numbered(
    members: Iterable[tuple[str, str]], villages: set[str], first: int
) -> Mapping[tuple[str, str], int]:
    inside = (key for key in members if key[0] in villages)
    return {key: number for number, key in enumerate(inside, start=first)}


def _first(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _last(day: date | None) -> int:
    return layout.LAST_OF_DAYS if day is None else day.toordinal()


@attrs.define
class _Snapshots:
    """The snapshots of all members while they are written."""

    coding: Coding
    starts: list[int] = attrs.field(factory=lambda: [0])
    rows: list[Sequence[int]] = attrs.field(factory=list)
    width: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        facts = self.coding.facts
        self.width = max(1, *(len(facts[one]) for one in (Subject.HOUSEHOLD, Subject.PERSON)))

    def add(self, subject: Subject, member: Member) -> None:
        """A snapshot for each change; a member about whom nothing is said has none."""
        known: FactValues = {}
        for since, facts in member.history.changes if self.coding.facts[subject] else ():
            known = {**known, **facts}
            values = self.coding.values(subject, known)
            absent = [layout.MISSING] * (self.width - len(values))
            self.rows.append((_first(since), *values, *absent))
        self.starts.append(len(self.rows))
