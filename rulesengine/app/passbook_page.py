"""An account's passbook as people read it: its lines with their reasons, what earned less. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date

from rulesengine.app.act_words import (
    bar_words,
    bonus_words,
    brought_words,
    clear_line_words,
    standstill_words,
)
from rulesengine.app.messages import Language, render
from rulesengine.app.reasons import bonus_takers, changes, takers, took
from rulesengine.app.rule_words import arithmetic_words, base_words
from rulesengine.app.tables import Column, table
from rulesengine.app.words import each, kind_words, outcome_words
from rulesengine.core.amounts import points_words
from rulesengine.core.passbook import Barred, RecordOutcome
from rulesengine.core.posting import IN_BALANCE, Kind
from rulesengine.core.quantity import Hundredths, show_hundredths
from rulesengine.core.record import Status
from rulesengine.core.text import Text, text
from rulesengine.language import checked
from rulesengine.reference.explanation import (
    BaseStory,
    ExpiryStory,
    Explanation,
    Line,
    RecordStory,
    Story,
)


def page(told: Explanation, timeline: checked.Timeline, language: Language) -> str:
    """The whole page, each line ended; of several versions it says which lines each one made."""
    parts = [_heading(told, timeline, language)]
    rows = list(_rows(told, timeline, language))
    if rows:
        columns = [
            Column(render(text("date"), language), number=False),
            Column(render(text("what for"), language), number=False),
            Column(render(text("points"), language)),
            Column(render(text("balance"), language)),
        ]
        parts.append(table(columns, rows))
    else:
        parts.append(render(text("There is no line in this passbook yet."), language) + "\n")
    less = [
        _less(story, told.account.name, language)
        for story in told.stories
        if isinstance(story, RecordStory) and earned_less(story)
    ]
    if less:
        parts.append(
            render(text("Records that earned nothing, or less:"), language) + "\n" + "".join(less)
        )
    return "\n".join(parts)


def earned_less(story: RecordStory) -> bool:
    """Whether a record earned nothing, or less than its raw points."""
    return story.result.outcome is not RecordOutcome.IN_FULL


def _heading(told: Explanation, timeline: checked.Timeline, language: Language) -> str:
    account, passbook = told.account, told.passbook
    policy = version_at(timeline, passbook.last_day).policy
    name = f"{account.village} {account.name}".strip()
    title = text(
        "{account}, {policy}, up to {day}",
        account=name,
        policy=policy.name,
        day=passbook.last_day.isoformat(),
    )
    figures = text(
        "standing {standing}, balance {balance}, spendable {spendable}",
        standing=show_hundredths(passbook.standing),
        balance=show_hundredths(passbook.balance),
        spendable=show_hundredths(passbook.spendable),
    )
    lines = [title, figures, *standstill_words(passbook, policy)]
    if len(timeline.versions) > 1:
        named = tuple(_named(version) for version in timeline.versions)
        lines.append(text("versions of the policy: {versions}", versions=named))
    return "".join(f"{render(line, language)}\n" for line in lines)


def _named(version: checked.Version) -> Text:
    day = version.first_day.isoformat()
    return text("{policy} from {day}", policy=version.policy.name, day=day)


def version_at(timeline: checked.Timeline, day: date) -> checked.Version:
    """The version in use on a day; before all, the first."""
    return timeline.version_on(day) or timeline.versions[0]


def version_behind(timeline: checked.Timeline, line: Line, story: Story) -> checked.Version:
    """The version that made a line: of expiry that of the period's end, else that of the day."""
    day = story.period_end if isinstance(story, ExpiryStory) else line.posting.day
    return version_at(timeline, day)


# --- lines ---------------------------------------------------------------------------------------


def _rows(told: Explanation, timeline: checked.Timeline, language: Language) -> Iterator[list[str]]:
    """A row for each line, for each bar, and for each time that redeeming stops or goes on.

    Of several versions one stands above the first of the lines that it made.
    """
    balance, suspended = 0, False
    behind = None if len(timeline.versions) > 1 else timeline.versions[0]
    for story in told.stories:
        for line in story.lines:
            version = version_behind(timeline, line, story)
            if version is not behind:
                behind = version
                words = text("by {version}:", version=_named(version))
                yield ["", render(words, language), "", ""]
            yield _row(line, story, language)
            balance = line.balance
            if line.suspended is not suspended:
                suspended = line.suspended
                words = (
                    text("from here on redeeming is suspended")
                    if suspended
                    else text("from here on redeeming is possible again")
                )
                yield _row_without_points(line.posting.day, words, balance, language)
        if isinstance(story, RecordStory):
            for words in _bars(story):
                yield _row_without_points(story.record.day, words, balance, language)


def _bars(story: RecordStory) -> Iterator[Text]:
    """The bars of a record: its own, or those that it brought."""
    if isinstance(story.effect, Barred):
        yield bar_words(story.effect)
    for met in story.bars:
        yield brought_words(met, story.policy)


def _row_without_points(
    day: date, words: Text, balance: Hundredths, language: Language
) -> list[str]:
    return [day.isoformat(), render(words, language), "", show_hundredths(balance)]


def _row(line: Line, story: Story, language: Language) -> list[str]:
    posting = line.posting
    changes_balance = posting.kind in IN_BALANCE
    amount = show_hundredths(posting.points)
    return [
        posting.day.isoformat(),
        render(line_words(line, story), language),
        f"+{amount}"
        if changes_balance and posting.points > 0
        else amount
        if changes_balance
        else "",
        show_hundredths(line.balance),
    ]


def line_words(line: Line, story: Story) -> Text:
    """What a line is for, with the arithmetic or the rule behind it."""
    posting = line.posting
    match story:
        case BaseStory(base=base):
            return base_words(base)
        case ExpiryStory():
            return _expiry_words(story)
        case RecordStory():
            pass
    if story.act is not None:
        return clear_line_words(posting.kind, posting.item)
    met = next((one for one in story.bonuses if one.bonus.name == posting.item), None)
    name: Text | str = posting.item if met else _item_words(story, posting.account.name)
    if posting.kind in (Kind.LOST, Kind.SPARED):
        rules = tuple(takers(story) if met is None else bonus_takers(met))
        return _cut_words(line, story, name, rules)
    if met is not None:
        return bonus_words(met, story.policy)
    if story.arithmetic is None:
        return text("{item}", item=name)
    return text("{item}: {arithmetic}", item=name, arithmetic=arithmetic_words(story.arithmetic))


def _cut_words(line: Line, story: RecordStory, name: Text | str, rules: Sequence[Text]) -> Text:
    """A line of what was not credited or not deducted, with the rule that took it."""
    posting = line.posting
    own = [one for one in story.lines if one.posting.item == posting.item]
    beside = [one for one in own if one.posting.kind is posting.kind]
    place = next(number for number, one in enumerate(beside) if one is line)
    assert len(rules) == len(beside), story
    words = text(
        "{kind} {points}, {rule}",
        kind=kind_words(posting.kind),
        points=points_words(posting.points),
        rule=rules[place],
    )
    if line is own[0]:
        return text("{item}: {words}", item=name, words=words)
    return text("  {words}", words=words)


def _expiry_words(story: ExpiryStory) -> Text:
    words = text(
        "expiry {each}: {redeemable} left at the end of {day}",
        each=each(story.expiry.period),
        redeemable=points_words(story.redeemable),
        day=story.period_end.isoformat(),
    )
    if not story.expiry.kept_percent:
        return words
    return text(
        "{expiry}, {percent}% carried",
        expiry=words,
        percent=show_hundredths(story.expiry.kept_percent),
    )


def _item_words(story: RecordStory, account: str) -> Text | str:
    """The item, and in brackets its event and whoever is not named by the account already."""
    record = story.record
    person = record.person if record.person not in (record.household, account) else ""
    about = tuple(part for part in (record.event, person) if part)
    return text("{item} ({about})", item=record.item, about=about) if about else record.item


# --- records that earned less --------------------------------------------------------------------


def _less(story: RecordStory, account: str, language: Language) -> str:
    record, result = story.record, story.result
    values: dict[str, Text | str] = {
        "day": record.day.isoformat(),
        "item": _item_words(story, account),
        "id": str(record.id),
        "outcome": text("there was nothing to clear")
        if story.act is not None and result.outcome is RecordOutcome.WORTH_NOTHING
        else record_outcome_words(story),
    }
    heading = text("{day} {item}, record {id}: {outcome}", **values)
    if record.origin is not None and record.origin.row:
        place = text("{file}, row {row}", file=record.origin.file, row=record.origin.row)
        heading = text("{day} {item}, record {id} ({place}): {outcome}", place=place, **values)
    lines = [heading if not result.raw else _with_amounts(heading, story)]
    if result.outcome is RecordOutcome.WORTH_NOTHING and story.arithmetic is not None:
        lines.append(arithmetic_words(story.arithmetic))
    lines += took(story)
    lines += [text("what would change it: {change}", change=one) for one in changes(story)]
    return "".join(
        f"{'  ' if place else ''}{render(one, language)}\n" for place, one in enumerate(lines)
    )


def record_outcome_words(story: RecordStory) -> Text:
    """What became of the record; of one that was not approved, who stopped it."""
    if story.result.outcome is RecordOutcome.NOT_APPROVED:
        match story.record.status:
            case Status.WITHDRAWN:
                return text("withdrawn, so it does not count")
            case Status.REJECTED:
                return text("rejected, so it does not count")
            case _:
                pass
    return outcome_words(story.result.outcome, deducts=_deducts(story))


def _with_amounts(heading: Text, story: RecordStory) -> Text:
    raw, credited = points_words(story.result.raw), show_hundredths(story.result.credited)
    if _deducts(story):
        if not story.result.credited:
            return text("{heading}, none of {raw} deducted", heading=heading, raw=raw)
        return text(
            "{heading}, {credited} of {raw} deducted", heading=heading, credited=credited, raw=raw
        )
    if not story.result.credited:
        return text("{heading}, none of {raw} counted", heading=heading, raw=raw)
    return text(
        "{heading}, {credited} of {raw} counted", heading=heading, credited=credited, raw=raw
    )


def _deducts(story: RecordStory) -> bool:
    return story.item is not None and story.item.sign is checked.Sign.DEDUCT
