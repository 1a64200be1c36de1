"""Places in rows of records, under the headings that people know. Reads no file.

Scoring names a column by its English name; a file has headings of its own, and a database none.
"""

from collections.abc import Iterable, Mapping

import attrs

from rulesengine.app.messages import Language
from rulesengine.core.diagnostic import Cell, Diagnostic
from rulesengine.intake.headings import RECORDS


def under_headings(
    found: Iterable[Diagnostic], headings: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """The diagnostics, each with its column headed so; what is not named stays."""
    return tuple(_headed(diagnostic, headings) for diagnostic in found)


def headings_in(language: Language) -> Mapping[str, str]:
    """What the columns of records are called in a language, by English name."""
    if language is Language.ENGLISH:
        return {}
    return {heading.english: heading.chinese for heading in RECORDS.headings}


def headings_of(written: Mapping[str, str]) -> Mapping[str, str]:
    """What a file calls the columns that it has, and would call those that it has not."""
    chinese = not all(heading.isascii() for heading in written.values())
    return {**headings_in(Language.CHINESE if chinese else Language.ENGLISH), **written}


def _headed(diagnostic: Diagnostic, headings: Mapping[str, str]) -> Diagnostic:
    place = diagnostic.primary
    if not isinstance(place, Cell) or place.column not in headings:
        return diagnostic
    return attrs.evolve(diagnostic, primary=attrs.evolve(place, column=headings[place.column]))
