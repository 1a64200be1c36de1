"""The engine as scoring sees it: accounts in, passbooks out, or why the reference has to score."""

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Account
from rulesengine.core.register import Register
from rulesengine.core.text import Text
from rulesengine.engine.coding import coding_of
from rulesengine.engine.columns import Entry, columns_of
from rulesengine.engine.passbooks import passbooks
from rulesengine.engine.run import RECORDS_A_CHUNK, run
from rulesengine.engine.tables import lay
from rulesengine.language.checked import Timeline


@attrs.frozen
class Engine:
    """How it runs; none of this can be seen in what it writes."""

    threads: int = 1
    records_a_chunk: int = RECORDS_A_CHUNK

    def score(
        self,
        timeline: Timeline,
        entries: Mapping[Account, Sequence[Entry]],
        register: Register,
        until: date,
    ) -> Sequence[Passbook] | Text:
        """The passbook of every account of a timeline up to the last day, in the order given.

        `entries` are each account's records, in passbook order; those after the last day are left
        out. A reason where the policy or a record is beyond the tables.
        """
        subject = timeline.versions[0].policy.account
        columns = columns_of(coding_of([timeline]), tuple(entries), entries, register, subject)
        if isinstance(columns, Text):
            return columns
        laid = lay(timeline, columns.coding, until, columns.last_record)
        if isinstance(laid, Text):
            return laid
        scored = run(laid, columns, threads=self.threads, records_a_chunk=self.records_a_chunk)
        records = [entry.record for own in entries.values() for entry in own]
        return tuple(passbooks(scored, records, register))
