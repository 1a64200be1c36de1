"""An account's passbook as JSON values. Keys are fixed; sentences are in the language. Pure."""

from datetime import date

from rulesengine.app.act_words import effect_words
from rulesengine.app.exact_json import Amount, JsonValue
from rulesengine.app.messages import Language, render
from rulesengine.app.passbook_page import (
    earned_less,
    line_words,
    record_outcome_words,
    version_at,
    version_behind,
)
from rulesengine.app.reasons import changes, took
from rulesengine.core.passbook import Passbook
from rulesengine.language import checked
from rulesengine.reference.explanation import Explanation, Line, RecordStory, Story


def why_json(told: Explanation, timeline: checked.Timeline, language: Language) -> JsonValue:
    """`lines` are the passbook, `records` every record with its outcome and what took points.

    `version` of a line is the first day of the policy version that made it.
    """
    passbook = told.passbook
    policy = version_at(timeline, passbook.last_day).policy
    return {
        "policy": {"name": policy.name, "sha256": policy.sha256},
        "account": told.account.name,
        "village": told.account.village,
        "until": passbook.last_day.isoformat(),
        "standing": Amount(passbook.standing),
        "balance": Amount(passbook.balance),
        "spendable": Amount(passbook.spendable),
        "lines": [
            _line(line, story, timeline, language) for story in told.stories for line in story.lines
        ],
        "records": [
            _record(story, language) for story in told.stories if isinstance(story, RecordStory)
        ],
        **_standstill(passbook, policy),
    }


def _standstill(passbook: Passbook, policy: checked.Policy) -> dict[str, JsonValue]:
    """What keeps the account from redeeming or honours, where the policy has such rules."""
    found: dict[str, JsonValue] = {}
    if policy.suspension is not None:
        found["suspended"] = passbook.suspended
    if any(isinstance(act.effect, checked.Bar) for act in policy.acts) or passbook.bars:
        found["bars"] = [
            {
                "record": bar.record,
                "item": bar.item,
                "from": bar.first_day.isoformat(),
                "until": None if bar.last_day == date.max else bar.last_day.isoformat(),
                "redeem": bar.redeem,
                "honour": bar.honour,
            }
            for bar in passbook.bars
        ]
    if passbook.matched:
        found["gifts"] = [
            {
                "category": gifts.category,
                "given": Amount(gifts.given),
                "earned": Amount(gifts.earned),
                "released": Amount(gifts.released),
            }
            for gifts in passbook.matched
        ]
    return found


def _line(line: Line, story: Story, timeline: checked.Timeline, language: Language) -> JsonValue:
    posting = line.posting
    return {
        "date": posting.day.isoformat(),
        "record": posting.record,
        "kind": posting.kind.value,
        "item": posting.item,
        "limit": posting.limit,
        "points": Amount(posting.points),
        "standing": Amount(line.standing),
        "balance": Amount(line.balance),
        "version": version_behind(timeline, line, story).first_day.isoformat(),
        "reason": render(line_words(line, story), language).strip(),
    }


def _record(story: RecordStory, language: Language) -> JsonValue:
    record, result = story.record, story.result
    effect = effect_words(story)
    return {
        "record": record.id,
        "date": record.day.isoformat(),
        "item": record.item,
        "outcome": result.outcome.value,
        "raw": Amount(result.raw),
        "credited": Amount(result.credited),
        "counted": result.counted,
        "reason": render(effect or record_outcome_words(story), language),
        "took": [render(one, language) for one in took(story)],
        "changes": [render(one, language) for one in changes(story)] if earned_less(story) else [],
    }
