"""Adopted policies: a text in force from a day, kept for good. Reads no policy."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.text import text
from rulesengine.store.columns import read_utc, storable, utc_text

_SAME_DAY = """
SELECT v.name, p.first_day, p.name, p.text, p.sha256, p.source_name, p.language, p.adopted_at,
    p.sheet
FROM policy p LEFT JOIN village v ON v.id = p.village_id
WHERE ifnull(v.name, '') = ? AND p.sheet = ? AND p.first_day = ?
"""
_READ = """
SELECT v.name, p.first_day, p.name, p.text, p.sha256, p.source_name, p.language, p.adopted_at,
    p.sheet
FROM policy p LEFT JOIN village v ON v.id = p.village_id
ORDER BY p.sheet, ifnull(v.name, ''), p.first_day
"""
_ADD_VILLAGE = "INSERT INTO village (name) VALUES (?) ON CONFLICT DO NOTHING"
_ADD = """
INSERT INTO policy (
    village_id, first_day, name, text, sha256, source_name, language, adopted_at, sheet
) VALUES ((SELECT id FROM village WHERE name = ?), ?, ?, ?, ?, ?, ?, ?, ?)
"""

_READ_EXTENDED = """
SELECT policy_sha256, source_name, text FROM extended_text ORDER BY policy_sha256, level
"""
_IS_EXTENDED_KEPT = "SELECT 1 FROM extended_text WHERE policy_sha256 = ?"
_ADD_EXTENDED = """
INSERT INTO extended_text (policy_sha256, level, source_name, text) VALUES (?, ?, ?, ?)
"""


@attrs.frozen
class ExtendedText:
    """The text of a policy that an adopted one extends, under the name by which it is extended."""

    source_name: str
    text: str


@attrs.frozen
class AdoptedPolicy:
    """A policy's text, in force in a village from `first_day` until its next version's first day.

    `village` is empty for every village that has adopted none of its own; `sheet` is empty for the
    main sheet, else the name of one that stands beside it with policies of its own. `sha256` is
    the text's (hex); `language` is `zh` or `en`; `adopted_at` has a time zone.
    """

    village: str
    first_day: date
    name: str
    text: str
    sha256: str
    source_name: str
    language: str
    adopted_at: datetime
    sheet: str = ""
    extended: tuple[ExtendedText, ...] = ()  # the nearest first; `sha256` is of these too


@attrs.frozen
class Adoption:
    """What stands in the database now, and whether it was not there before."""

    policy: AdoptedPolicy
    is_new: bool


def adopt(connection: sqlite3.Connection, policy: AdoptedPolicy) -> Outcome[Adoption]:
    """Keep a version; the caller holds the write transaction.

    The same text from the same day again is nothing new; another text from that day is refused.
    """
    stored = connection.execute(
        _SAME_DAY, (policy.village, policy.sheet, policy.first_day.isoformat())
    ).fetchone()
    if stored is not None:
        there = _policy(*stored)
        if there.sha256 != policy.sha256:
            return Outcome(None, (_exists(there, policy),))
        return Outcome(Adoption(there, is_new=False))
    if policy.village:
        connection.execute(_ADD_VILLAGE, (policy.village,))
    connection.execute(
        _ADD,
        (
            policy.village,
            policy.first_day.isoformat(),
            policy.name,
            policy.text,
            policy.sha256,
            storable(policy.source_name),
            policy.language,
            utc_text(policy.adopted_at),
            policy.sheet,
        ),
    )
    _keep_extended(connection, policy)
    return Outcome(Adoption(policy, is_new=True))


def read_policies(connection: sqlite3.Connection) -> list[AdoptedPolicy]:
    """All adopted versions, the main sheet's first; for every village, then by village and day."""
    extended: dict[str, tuple[ExtendedText, ...]] = {}
    for sha256, *stored in connection.execute(_READ_EXTENDED):
        extended[sha256] = (*extended.get(sha256, ()), ExtendedText(*stored))
    policies = [_policy(*stored) for stored in connection.execute(_READ)]
    return [attrs.evolve(one, extended=extended.get(one.sha256, ())) for one in policies]


def _keep_extended(connection: sqlite3.Connection, policy: AdoptedPolicy) -> None:
    """Keep what the policy extends; another village may have adopted the same before."""
    if connection.execute(_IS_EXTENDED_KEPT, (policy.sha256,)).fetchone() is None:
        for level, one in enumerate(policy.extended, start=1):
            name = storable(one.source_name)
            connection.execute(_ADD_EXTENDED, (policy.sha256, level, name, one.text))


def none_adopted(path: Path, sheet: str = "", sheets: Sequence[str] = ()) -> Diagnostic:
    """Nothing says how the records of this database are scored, on a sheet that is not there.

    `sheets` are those on which something was adopted.
    """
    there = tuple(one or text("the main sheet") for one in sheets)
    if there:
        return Diagnostic(
            Code.NO_POLICY_ADOPTED,
            text(
                "no policy has been adopted on the sheet {sheet} in {path}",
                sheet=sheet,
                path=str(path),
            )
            if sheet
            else text("no policy has been adopted on the main sheet in {path}", path=str(path)),
            notes=(text("there are: {sheets}", sheets=there),),
            help=text("name one of them with --sheet, or adopt a policy on this one"),
        )
    return Diagnostic(
        Code.NO_POLICY_ADOPTED,
        text("no policy has been adopted in {path}", path=str(path)),
        help=text(
            "adopt one with: rulesengine adopt {path} POLICY, or name one with --policy",
            path=str(path),
        ),
    )


def _policy(
    village: str | None,
    first_day: str,
    name: str,
    written: str,
    sha256: str,
    source_name: str,
    language: str,
    adopted_at: str,
    sheet: str,
) -> AdoptedPolicy:
    return AdoptedPolicy(
        village or "",
        date.fromisoformat(first_day),
        name,
        written,
        sha256,
        source_name,
        language,
        read_utc(adopted_at),
        sheet,
    )


def _exists(there: AdoptedPolicy, policy: AdoptedPolicy) -> Diagnostic:
    return Diagnostic(
        Code.VERSION_EXISTS,
        text(
            "another text is already in force in {village} from {day}",
            village=policy.village,
            day=policy.first_day.isoformat(),
        )
        if policy.village
        else text(
            "another text is already in force in every village from {day}",
            day=policy.first_day.isoformat(),
        ),
        notes=(
            text(
                "recorded: {name} from {file}, sha256 {sha256}",
                name=there.name,
                file=there.source_name,
                sha256=there.sha256[:12],
            ),
            text(
                "new: {name} from {file}, sha256 {sha256}",
                name=policy.name,
                file=policy.source_name,
                sha256=policy.sha256[:12],
            ),
        ),
        help=text("an adopted text stays as it is: adopt the new one from a later day (--from)"),
    )
