"""Facts: what is known of a household, a person or a record, and the types they may have.

A policy declares its facts; files bring their values. A fact nobody gave is unknown, never "no".
"""

import enum
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import attrs

from rulesengine.core.calendar import read_date
from rulesengine.core.quantity import read_hundredths


class Subject(enum.Enum):
    """Whom a fact, an account or a limit is about."""

    HOUSEHOLD = "household"
    PERSON = "person"
    RECORD = "record"


class FactType(enum.Enum):
    """The types of facts; a number is whole hundredths."""

    YES_NO = "yes/no"
    LEVEL = "level"
    NUMBER = "number"
    DATE = "date"


FactValue: TypeAlias = bool | int | date | str  # yes/no, hundredths, date, name of a level
FactValues: TypeAlias = Mapping[str, FactValue]


@attrs.frozen
class Level:
    """One of the words that a fact may take; `other_name` is the other language's, or empty."""

    name: str
    other_name: str = ""


@attrs.frozen
class Fact:
    """A declared fact. `name` is how values are keyed; a file's heading may say either name."""

    subject: Subject
    name: str
    type: FactType
    other_name: str = ""
    levels: tuple[Level, ...] = ()

    def read(self, written: str) -> FactValue | None:
        """A value as written in a file or a test; None where it is none of this fact's values."""
        written = written.strip()
        match self.type:
            case FactType.YES_NO:
                return YES_NO.get(unicodedata.normalize("NFKC", written).casefold())
            case FactType.NUMBER:
                return read_hundredths(written)
            case FactType.DATE:
                return read_date(unicodedata.normalize("NFKC", written))
            case FactType.LEVEL:
                for level in self.levels:
                    if written in (level.name, level.other_name):
                        return level.name
                return None


YES_NO: Mapping[str, bool] = {
    "是": True, "yes": True, "true": True, "1": True,
    "否": False, "no": False, "false": False, "0": False,
}  # fmt: skip
