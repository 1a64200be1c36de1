"""Which forms of a checked policy the tables know. Whatever else a policy says needs the reference.

A form that somebody adds to the language is not known here until the kernel runs it: an unknown
class, or an unknown field that says anything, is refused with a reason and never left out.
"""

import enum
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from rulesengine.core.calendar import Period
from rulesengine.core.facts import Subject
from rulesengine.core.text import Text, text
from rulesengine.language import checked

# Every class that may stand in a policy, with the fields that the tables read or may leave out.
FORMS: Mapping[type, str] = {
    checked.Act: "name other_name effect span when first_day last_day counted",
    checked.AgeOf: "born",
    checked.And: "parts span",
    checked.Bar: "rights period periods_later months",
    checked.Base: "points period redeemable category span",
    checked.Bonus: "name other_name category points item mark limits span sign floors",
    checked.ByBand: "measure rows otherwise",
    checked.ByCount: "period tiers afterwards",
    checked.ByLevel: "fact points rest",
    checked.Category: "name other_name items limits floors bases span open_at_most matches",
    checked.Clear: "period",
    checked.Compare: "left order right span",
    checked.Counted: "item mark",
    checked.Expiry: "period kept_percent grace_days wipes_shortfall span",
    checked.FactOf: "fact",
    checked.Factor: "times when span",
    checked.Floor: "points period category span with_base is_alone",
    checked.Highest: "period name span",
    checked.IsOneOf: "fact levels span",
    checked.Item: "name other_name category sign value limits span when first_day last_day factors"
    " highest floors group requires most_each",
    checked.Judged: "low high judges",
    checked.Limit: "scope name kind amount subject period span once_per_period when",
    checked.Literal: "value",
    checked.Match: "points earned when span",
    checked.Not: "inner span",
    checked.Or: "parts span",
    checked.PerBlock: "points size unit carried",
    checked.PerPeriod: "points period",
    checked.PerUnit: "points size unit",
    checked.Policy: "first_day last_day account eligible round_to evaluate expiry bases"
    " categories bonuses acts suspension source sha256 language name other_name settle rate minimum"
    " limits floors facts goods tests groups honours grades budgets adjustable",
    checked.RawPoints: "",
    checked.Reaches: "measure amount period",
    checked.RecordDay: "",
    checked.Requirement: "fact when span",
    checked.Runs: "count period",
    checked.Suspension: "below resume span",
    checked.Unit: "name is_times",
    checked.Within: "measure amount months",
}
# Left to the reference: classes as a whole, and fields where they say anything.
LEFT_TO_THE_REFERENCE: Mapping[type, str] = {}
_FIELDS = {form: frozenset(names.split()) for form, names in FORMS.items()}
# What of a policy no line hangs on (its limits, floors and groups stand with its items).
_LEFT_OUT = frozenset(
    (
        "source", "sha256", "language", "name", "other_name", "settle", "rate", "minimum",
        "limits", "floors", "facts", "goods", "tests", "groups", "honours", "grades", "budgets",
        "adjustable",
    )
)  # fmt: skip
MEMBERS: Mapping[type[enum.Enum], frozenset[str]] = {
    checked.Order: frozenset(["EQUAL", "UNEQUAL", "LESS", "AT_MOST", "MORE", "AT_LEAST"]),
    checked.Scope: frozenset(["ITEM", "GROUP", "CATEGORY", "POLICY"]),
    checked.LimitKind: frozenset(["POINTS", "TIMES"]),
    checked.Sign: frozenset(["AWARD", "DEDUCT"]),
    checked.Measure: frozenset(["TIMES", "QUANTITY", "POINTS"]),
    checked.Judges: frozenset(["MEAN", "MEAN_WITHOUT_EXTREMES", "MEDIAN"]),
    checked.Right: frozenset(["REDEEM", "HONOUR"]),
    Period: frozenset(["DAY", "WEEK", "MONTH", "QUARTER", "HALF_YEAR", "YEAR", "EVER"]),
    Subject: frozenset(["HOUSEHOLD", "PERSON", "RECORD"]),
}


def unknown_form(timeline: checked.Timeline) -> Text | None:
    """Why a timeline needs the reference; None where the tables know all that its policies say."""
    for version in timeline.versions:
        for strange in _strange(version.policy):
            return text("the fast engine does not know {form}", form=strange)
    return None


def _strange(value: object) -> Iterator[str]:
    """The name of every form in a value that is not known."""
    match value:
        case tuple() | frozenset():
            for one in value:
                yield from _strange(one)
        case Mapping():
            for one in value.values():
                yield from _strange(one)
        case enum.Enum():
            if value.name not in MEMBERS.get(type(value), ()):
                yield f"{type(value).__name__}.{value.name}"
        case _ if type(value).__module__ == checked.__name__:
            yield from _strange_form(value)


def _strange_form(form: Any) -> Iterator[str]:
    known = _FIELDS.get(type(form))
    if known is None:
        yield type(form).__name__
        return
    for field in attrs.fields(type(form)):
        if not field.init or (isinstance(form, checked.Policy) and field.name in _LEFT_OUT):
            continue
        value = getattr(form, field.name)
        if field.name in known:
            yield from _strange(value)
        elif field.default is attrs.NOTHING or value != field.default:
            yield f"{type(form).__name__}.{field.name}"
