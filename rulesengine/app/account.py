"""Which account of a run is meant by a name."""

import difflib

from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.passbook import Passbook
from rulesengine.core.register import Register
from rulesengine.core.text import text
from rulesengine.scoring.score import Run


def find(run: Run, name: str, register: Register) -> Outcome[Passbook]:
    """The passbook of the account of this name; its village is asked for where several have one."""
    found = [passbook for passbook in run.passbooks if passbook.account.name == name]
    if len(found) == 1:
        return Outcome(found[0])
    if found:
        villages = tuple(passbook.account.village for passbook in found)
        return Outcome(
            None,
            (
                Diagnostic(
                    Code.UNKNOWN_ACCOUNT,
                    text(
                        "{name} is in more than one village: {villages}",
                        name=name,
                        villages=villages,
                    ),
                    help=text("say which one with --village"),
                ),
            ),
        )
    elsewhere = register.villages_of(name) or register.villages_of_person(name)
    if elsewhere:
        return Outcome(None, (_elsewhere(name, elsewhere),))
    known = sorted({passbook.account.name for passbook in run.passbooks})
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    return Outcome(
        None,
        (
            Diagnostic(
                Code.UNKNOWN_ACCOUNT,
                text("there is no account {name}", name=name),
                help=text("did you mean {names}?", names=tuple(near))
                if near
                else text("correct the name; score lists every account"),
            ),
        ),
    )


def _elsewhere(name: str, villages: tuple[str, ...]) -> Diagnostic:
    return Diagnostic(
        Code.UNKNOWN_ACCOUNT,
        text("there is no account {name} here", name=name),
        notes=(text("the register has {name} in {villages}", name=name, villages=villages),),
        help=text(
            "correct --village; the policy says whether an account is a household or a person"
        ),
    )
