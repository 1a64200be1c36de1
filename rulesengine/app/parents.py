"""Where the policies that a policy extends are found: beside it, or among adopted ones.

Looks in one database and one folder, nowhere else. Decides nothing about what may be extended.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from rulesengine.app.files import beside
from rulesengine.core.codes import Code
from rulesengine.core.diagnostic import Diagnostic, Outcome
from rulesengine.core.source import Source
from rulesengine.core.text import text
from rulesengine.language.checked import Policy
from rulesengine.language.load import load
from rulesengine.language.trace import FindParent, missing
from rulesengine.store.adoption import AdoptedPolicy, ExtendedText
from rulesengine.store.database import open_database


def extended_texts(policy: Policy) -> tuple[ExtendedText, ...]:
    """What a policy extends, as a database keeps it: by file name, the nearest first."""
    return tuple(ExtendedText(Path(one.name).name, one.text) for one in policy.source.extended)


def extended_policy(policy: Policy) -> Policy | None:
    """The policy that a policy extends, out of the texts it was made of; None where it does not."""
    if not policy.source.extended:
        return None
    texts = {Path(one.name).name: one for one in policy.source.extended}

    def find(name: str) -> Outcome[Source]:
        return Outcome(texts[name]) if name in texts else Outcome(None, (missing(name),))

    return load(policy.source.extended[0], find_parent=find).value


def kept_with(adopted: AdoptedPolicy) -> FindParent:
    """The texts that were kept when a policy was adopted, and no others."""

    def find(name: str) -> Outcome[Source]:
        kept = [one.text for one in adopted.extended if one.source_name == name]
        return Outcome(Source(name, kept[0])) if kept else Outcome(None, (missing(name),))

    return find


def beside_or_adopted(path: str, adopted: Sequence[AdoptedPolicy]) -> FindParent:
    """Beside the policy, else the newest text of this name that was adopted."""
    find_beside = beside(path)

    def find(name: str) -> Outcome[Source]:
        found = find_beside(name)
        texts = _of_name(adopted, name)
        if found.value is None and texts and _is_missing(found.diagnostics):
            return Outcome(Source(name, texts[-1]))
        return found

    return find


def adopted_or_beside(database: Path, path: str) -> FindParent:
    """For adoption: what is in force under this name, and nothing that differs from it.

    Where nothing of this name was adopted, what lies beside the policy.
    """
    find_beside = beside(path)

    def find(name: str) -> Outcome[Source]:
        texts = _of_name(_adopted_in(database), name)
        found = find_beside(name)
        if not texts or (found.value is not None and found.value.text in texts):
            return found
        if found.value is None:
            is_missing = _is_missing(found.diagnostics)
            return Outcome(Source(name, texts[-1])) if is_missing else found
        return Outcome(None, (_differs(name),))

    return find


def _is_missing(found: Iterable[Diagnostic]) -> bool:
    """Whether nothing lies there (a link that leads away is no reason to look elsewhere)."""
    return all(one.code is Code.PARENT_MISSING for one in found)


def _of_name(adopted: Iterable[AdoptedPolicy], name: str) -> list[str]:
    """The adopted texts of this name, and those that adopted policies extend; the newest last."""
    by_day = sorted(adopted, key=lambda one: one.first_day)
    return [text for one in by_day for known, text in _texts(one) if known == name]


def _texts(adopted: AdoptedPolicy) -> Iterator[tuple[str, str]]:
    for one in adopted.extended:
        yield one.source_name, one.text
    yield adopted.source_name, adopted.text


def _adopted_in(database: Path) -> Sequence[AdoptedPolicy]:
    """What a database has adopted; nothing where it cannot be read (adopting tells why)."""
    opened = open_database(database, write=False)
    if opened.value is None:
        return ()
    with closing(opened.value) as readable:
        return readable.policies().value or ()


def _differs(name: str) -> Diagnostic:
    return Diagnostic(
        Code.PARENT_DIFFERS,
        text("{name} beside this policy is not the one that was adopted", name=name),
        help=text("adopt it first from a later day, or put the adopted text beside the policy"),
    )
