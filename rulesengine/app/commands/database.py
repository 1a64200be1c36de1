"""`init` and `adopt`: a new database, and a policy put in force in one."""

import difflib
from datetime import UTC, date, datetime
from pathlib import Path

from rulesengine.app.commands.tests import run_named_tests
from rulesengine.app.files import load_policy
from rulesengine.app.parents import adopted_or_beside, extended_texts
from rulesengine.app.terminal import Terminal
from rulesengine.app.versions import unfit
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome, has_errors
from rulesengine.core.text import text
from rulesengine.language.checked import Policy
from rulesengine.store.adoption import AdoptedPolicy, Adoption
from rulesengine.store.create import create
from rulesengine.store.database import Database, open_database

_MOST_VILLAGES = 20  # that one note lists


def init(terminal: Terminal, path: str) -> int:
    """Make the file, say so, and give the exit status."""
    created = create(Path(path))
    terminal.complain(created.diagnostics)
    if created.value is None:
        return 1
    created.value.close()
    terminal.say(text("made {path}", path=path))
    return 0


def adopt(
    terminal: Terminal,
    path: str,
    policy_path: str,
    *,
    village: str,
    first_day: date | None,
    sheet: str = "",
    untested: bool = False,
    new_village: bool = False,
) -> int:
    """Put the policy in force, say so, and give the exit status.

    An adopted text can never be changed, so one whose own tests fail is refused (`untested`: not).
    So is one for a village that nobody in the database lives in (`new_village`: not).
    """
    loaded = load_policy(policy_path, adopted_or_beside(Path(path), policy_path))
    if loaded.value is not None:
        terminal.follow(loaded.value.language)
    terminal.complain(loaded.diagnostics)
    if loaded.value is None:
        return 1
    if not untested and _fails(terminal, loaded.value):
        return 1
    day = first_day or loaded.value.first_day
    opened = open_database(Path(path), write=True)
    if opened.value is None:
        terminal.complain(opened.diagnostics)
        return 1
    with opened.value as database:
        unknown = () if new_village else _unknown_village(database, village)
        adopted = (
            Outcome(None, unknown)
            if unknown
            else adopt_into(database, loaded.value, village, day, sheet)
        )
    terminal.complain(adopted.diagnostics)
    if adopted.value is None:
        return 1
    _tell(terminal, adopted.value)
    return 0


def _unknown_village(database: Database, village: str) -> tuple[Diagnostic, ...]:
    """R411 where the register and the records have villages, and this one is not among them.

    Before there are any, nobody can tell; and a village with a policy of its own is known.
    """
    named, policies = database.named(), database.policies()
    households, people = database.households(), database.people()
    lived_in = {home for home, _ in named.value or ()}
    lived_in |= {row.village for row in (*(households.value or ()), *(people.value or ()))}
    lived_in.discard("")
    adopted = {policy.village for policy in policies.value or ()}
    if not village or not lived_in or village in lived_in | adopted:
        return ()
    near = difflib.get_close_matches(village, sorted(lived_in), n=1, cutoff=0.5)
    there = text("villages there: {villages}", villages=tuple(sorted(lived_in)[:_MOST_VILLAGES]))
    return (
        Diagnostic(
            Code.UNKNOWN_ACCOUNT,
            text("the database has no village {village}", village=village),
            notes=(there,),
            help=text("did you mean {name}? if it is new, add --new-village", name=near[0])
            if near
            else text("if the village is new, add --new-village"),
        ),
    )


def _fails(terminal: Terminal, policy: Policy) -> bool:
    """Whether a test of the policy fails; then what failed is shown."""
    failures = [one for result in run_named_tests(policy) for one in result.diagnostics]
    if not has_errors(failures):
        return False
    terminal.complain(failures)
    terminal.remark(
        text(
            "nothing was adopted: an adopted policy cannot be changed, so put the policy or its "
            "tests right first (--untested adopts it all the same)"
        )
    )
    return True


def adopt_into(
    database: Database, policy: Policy, village: str, first_day: date, sheet: str = ""
) -> Outcome[Adoption]:
    """Keep the policy as in force in a village ("": every village without its own) from a day."""
    new = AdoptedPolicy(
        village,
        first_day,
        policy.name,
        policy.source.own.text,
        policy.sha256,
        Path(policy.source.name).name,
        policy.language,
        datetime.now(UTC),
        sheet,
        extended_texts(policy),
    )
    adopted = database.policies()
    if adopted.value is None:
        return Outcome(None, adopted.diagnostics)
    found = tuple(unfit(policy, new, adopted.value))
    return Outcome(None, found) if has_errors(found) else database.adopt(new)


def _tell(terminal: Terminal, adoption: Adoption) -> None:
    name, day = adoption.policy.name, adoption.policy.first_day.isoformat()
    village, sheet = adoption.policy.village, adoption.policy.sheet
    if not adoption.is_new:
        terminal.say(text("{policy} was in force already from {day}", policy=name, day=day))
    elif village:
        terminal.say(
            text(
                "{policy} is in force in {village} from {day}",
                policy=name,
                village=village,
                day=day,
            )
        )
    else:
        terminal.say(
            text(
                "{policy} is in force from {day} in every village that has no policy of its own",
                policy=name,
                day=day,
            )
        )
    if sheet:
        terminal.say(
            text("it stands on the sheet {sheet}: rulesengine score … --sheet {sheet}", sheet=sheet)
        )
