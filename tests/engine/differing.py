"""The same accounts scored by the reference and by the kernel, and where the two differ."""

from collections.abc import Iterator
from datetime import date
from random import Random

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.register import Register
from rulesengine.engine.coding import coding_of
from rulesengine.engine.columns import Columns, columns_of
from rulesengine.engine.passbooks import passbooks
from rulesengine.engine.run import run
from rulesengine.engine.tables import Laid, lay
from rulesengine.language import checked
from rulesengine.reference.entry import Entry
from rulesengine.reference.fold import fold
from tests.engine.drawing_policies import some_day, timeline
from tests.engine.drawing_records import village


@attrs.frozen
class Difference:
    """An account that the two score differently; `seed` draws it again."""

    seed: int
    expected: Passbook
    actual: Passbook


def by_kernel(
    rules: checked.Timeline,
    entries: dict[Account, list[Entry]],
    register: Register,
    until: date,
    threads: int = 1,
) -> tuple[Passbook, ...]:
    """The passbooks of some accounts as the kernel writes them; it must not refuse the policy."""
    subject = rules.versions[0].policy.account
    columns = columns_of(coding_of([rules]), tuple(entries), entries, register, subject)
    assert isinstance(columns, Columns), str(columns)
    laid = lay(rules, columns.coding, until, columns.last_record)
    assert isinstance(laid, Laid), str(laid)
    records = [entry.record for own in entries.values() for entry in own]
    return tuple(passbooks(run(laid, columns, threads=threads), records, register))


def differences(seed: int, accounts: int = 8, most_records: int = 14) -> Iterator[Difference | None]:
    """One random policy on some random accounts: for each account None, or where the two differ."""
    random = Random(seed)
    rules = timeline(random)
    drawn = village(random, rules, accounts, most_records)
    until = some_day(random)
    scored = by_kernel(rules, drawn.entries, drawn.register, until)
    for (account, own), actual in zip(drawn.entries.items(), scored, strict=True):
        expected = fold(rules, account, own, drawn.register, until)
        yield None if expected == actual else Difference(seed, expected, actual)
