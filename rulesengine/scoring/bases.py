"""Which base of the policy each base line of a passbook posted: its category, whether redeemable.

A posting does not say it; the calendar of the bases does, in the same order.
"""

from rulesengine.core.passbook import Passbook
from rulesengine.core.posting import Kind
from rulesengine.language.checked import Base
from rulesengine.reference.base import bases_due
from rulesengine.scoring.score import Run


def bases_posted(run: Run, passbook: Passbook) -> tuple[Base, ...]:
    """The base behind each line of the kind BASE, in the order of the lines."""
    lines = [line for line in passbook.postings if line.kind is Kind.BASE]
    if not lines:
        return ()
    account = passbook.account
    due = bases_due(run.timelines[account.village], account, run.register, run.until)
    posted = [(line.day, line.points) for line in lines]
    assert posted == [(one.day, one.base.points) for one in due], account
    return tuple(one.base for one in due)
