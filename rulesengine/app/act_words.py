"""Bonuses, clears, bars and suspension in words: what came beside an item's own points. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from rulesengine.app.rule_words import quantity_words
from rulesengine.app.words import days_words, each, period_words
from rulesengine.core.amounts import points_words, times_words
from rulesengine.core.calendar import period_name
from rulesengine.core.passbook import Barred, Passbook
from rulesengine.core.posting import Kind
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.reference.acting import Clearing
from rulesengine.reference.explanation import BarMet, BonusMet, Days, RecordStory, Stretch


def bonus_words(met: BonusMet, policy: checked.Policy | None) -> Text:
    """`全勤奖: 5 points for 10 times of 义务劳动 in March 2025`."""
    bonus, mark = met.bonus, met.bonus.mark
    if bonus.sign is checked.Sign.DEDUCT:
        return text(
            "{deduction}: {points}, for {why}",
            deduction=bonus.name,
            points=points_words(bonus.points),
            why=_why(bonus.item, mark, met.reached, met.stretch, policy),
        )
    match mark:
        case checked.Reaches(measure=measure) | checked.Within(measure=measure):
            return text(
                "{bonus}: {points} for {reached} of {item} in {stretch}",
                bonus=bonus.name,
                points=points_words(bonus.points),
                reached=_reached(met.reached, measure, bonus.item, policy),
                item=bonus.item,
                stretch=_time_words(met.stretch),
            )
        case checked.Runs(count=count, period=period):
            return text(
                "{bonus}: {points} for {item} in {count} periods in a row ({each})",
                bonus=bonus.name,
                points=points_words(bonus.points),
                item=bonus.item,
                count=count,
                each=each(period),
            )
        case _:
            assert_never(mark)


def _reached(
    reached: int, measure: checked.Measure, name: str, policy: checked.Policy | None
) -> Text:
    match measure:
        case checked.Measure.TIMES:
            return times_words(reached)
        case checked.Measure.POINTS:
            return points_words(reached)
        case checked.Measure.QUANTITY:
            item = policy.items.get(name) if policy is not None else None
            unit = item.unit if item is not None else None
            return quantity_words(reached, unit or checked.Unit("time"))
        case _:
            assert_never(measure)


def _time_words(time: Stretch | Days) -> Text:
    """A period, or the days of a window."""
    if isinstance(time, Days):
        return days_words(time.first, time.last)
    return period_words(period_name(time.period, time.index))


def brought_words(met: BarMet, policy: checked.Policy | None) -> Text:
    """A bar that records brought, with what was counted: `…, for 3 times of 黑榜 in …`."""
    counted = met.act.counted
    assert counted is not None, met
    why = _why(counted.item, counted.mark, met.reached, met.stretch, policy)
    return text("{bar}, for {why}", bar=bar_words(met.barred), why=why)


def _why(
    item: str,
    mark: checked.Mark,
    reached: int,
    time: Stretch | Days,
    policy: checked.Policy | None,
) -> Text:
    """What was counted when a mark was reached."""
    match mark:
        case checked.Reaches(measure=measure) | checked.Within(measure=measure):
            return text(
                "{reached} of {item} in {stretch}",
                reached=_reached(reached, measure, item, policy),
                item=item,
                stretch=_time_words(time),
            )
        case checked.Runs(count=count, period=period):
            return text(
                "{item} in {count} periods in a row ({each})",
                item=item,
                count=count,
                each=each(period),
            )
        case _:
            assert_never(mark)


# --- acts ----------------------------------------------------------------------------------------


def effect_words(story: RecordStory) -> Text | None:
    """What the record of an act did, in one sentence; None where it did nothing."""
    effect = story.effect
    match effect:
        case None:
            return None
        case Clearing(taken=taken):
            return text("{act}: {points} cleared", act=effect.item, points=points_words(taken))
        case Barred():
            return bar_words(effect)
        case _:
            assert_never(effect)


def clear_line_words(kind: Kind, item: str) -> Text:
    """A line of a clear: what it takes, gives back, or lets expire."""
    match kind:
        case Kind.WAIVED:
            return text("{act}: what was redeemed or gone already is not owed", act=item)
        case Kind.EXPIRE:
            return text("{act}: what was left of earlier periods", act=item)
        case _:
            return text("{act}: cleared", act=item)


def bar_words(bar: Barred) -> Text:
    """`违法犯罪: no redeeming and no honours up to 2025-12-31`."""
    return text("{act}: {rights} {until}", act=bar.item, rights=_rights(bar), until=_up_to(bar))


def _rights(bar: Barred) -> Text:
    if bar.redeem and bar.honour:
        return text("no redeeming and no honours")
    return text("no redeeming") if bar.redeem else text("no honours")


def _up_to(bar: Barred) -> Text:
    if bar.last_day == date.max:
        return text("for ever")
    return text("to the end of {day}", day=bar.last_day.isoformat())


def standstill_words(passbook: Passbook, policy: checked.Policy) -> Iterator[Text]:
    """What keeps the account from redeeming or from honours on the passbook's last day."""
    for gifts in passbook.matched:
        yield text(
            "{category}: {given} given, {released} released by {earned} earned",
            category=gifts.category,
            given=points_words(gifts.given),
            released=points_words(gifts.released),
            earned=points_words(gifts.earned),
        )
    for bar in passbook.bars:
        if bar.holds(passbook.last_day):
            yield bar_words(bar)
    if passbook.suspended and policy.suspension is not None:
        yield text(
            "redeeming is suspended until standing is {resume} or more",
            resume=points_words(policy.suspension.resume),
        )
    if 0 < passbook.redeemable < policy.minimum:
        yield text(
            "spendable 0: redeeming begins at {minimum}, {missing} more are needed",
            minimum=points_words(policy.minimum),
            missing=points_words(policy.minimum - passbook.redeemable),
        )
