"""What a policy sets (调整) in the one that it extends: values inside their range, tighter limits.

Called by `check_extend` alone; a policy that extends nothing sets nothing.
"""

from collections.abc import Callable, Sequence

import attrs

from rulesengine.core.codes import Code
from rulesengine.core.source import Span
from rulesengine.core.text import text
from rulesengine.language import syntax
from rulesengine.language.check_allowed import fixed, is_inside, quiet, what_may_be_set
from rulesengine.language.check_amounts import read_points, read_positive_yuan
from rulesengine.language.check_report import Report
from rulesengine.language.check_sections import Setting, report_repeated
from rulesengine.language.check_set_items import is_first, set_item_or_group
from rulesengine.language.extend_draft import Draft


def refuse_settings(report: Report, statements: Sequence[syntax.Statement]) -> None:
    """Report every setting of a policy that extends nothing."""
    kinds = syntax.SetItem | syntax.SetRate | syntax.SetMinimum | syntax.SetBase
    for one in statements:
        if isinstance(one, kinds):
            report.say(
                Code.NOTHING_EXTENDED,
                text("this policy extends no other, so there is nothing to set"),
                one.span,
                help=text(
                    "say which one it extends, as in {example}, or write the value in its place",
                    example=report.words('沿用 "老新镇.policy"', 'extends "laoxin.policy"'),
                ),
            )


def settle_settings(draft: Draft, settings: Sequence[Setting]) -> None:
    """Every setting but those of bases, which `settle_base` takes in their place."""
    seen: dict[object, Span] = {}
    for setting in settings:
        match setting:
            case syntax.SetItem():
                set_item_or_group(draft, setting, seen)
            case syntax.SetRate():
                if is_first(draft, seen, "rate", setting.span):
                    _rate(draft, setting)
            case syntax.SetMinimum():
                if is_first(draft, seen, "minimum", setting.span):
                    _minimum(draft, setting)


# --- the rate, the minimum, bases ----------------------------------------------------------------


def _rate(draft: Draft, setting: syntax.SetRate) -> None:
    there = draft.above.sections.header.rate
    clause = None if there is None else there.adjustable
    if there is None or clause is None:
        fixed(draft, setting.span, None if there is None else there.span, what_may_be_set(draft))
        return
    if quiet(draft, read_points, setting.points) != quiet(draft, read_points, there.points):
        draft.report.say(
            Code.SET_OTHERWISE,
            text("the rate is set for another number of points"),
            setting.points.span,
            others=((there.span, text("the rate here")),),
            help=text("write it as in {example}", example=_example(draft.report, there)),
        )
        return
    if _fits(draft, setting.yuan, setting.adjustable, clause, read_positive_yuan):
        draft.replace(
            there,
            attrs.evolve(
                there, yuan=setting.yuan, adjustable=setting.adjustable, span=setting.span
            ),
        )


def _example(report: Report, rate: syntax.Rate) -> str:
    points, yuan = rate.points.text, rate.yuan.text
    word = "point" if points == "1" else "points"
    return report.words(
        f"调整 兑换 {points}分 = {yuan}元", f"set redeem {points} {word} = {yuan} yuan"
    )


def _minimum(draft: Draft, setting: syntax.SetMinimum) -> None:
    there = draft.above.sections.header.minimum
    clause = None if there is None else there.adjustable
    if there is None or clause is None:
        fixed(draft, setting.span, None if there is None else there.span, what_may_be_set(draft))
        return
    if _fits(draft, setting.points, setting.adjustable, clause, read_points):
        draft.replace(
            there,
            attrs.evolve(
                there, points=setting.points, adjustable=setting.adjustable, span=setting.span
            ),
        )


def settle_base(draft: Draft, setting: syntax.SetBase, bases: Sequence[syntax.Base]) -> None:
    """A base of the policy or of a category: the only one, or that of the period which is said."""
    period = None if setting.period is None else setting.period.period
    meant_ones = [one for one in bases if period is None or one.period.period is period]
    if not meant_ones:
        fixed(draft, setting.span, next((one.span for one in bases), None))
        return
    if len(meant_ones) > 1:
        draft.report.say(
            Code.SET_OTHERWISE,
            text("there are several bases, and it is not said which one is meant"),
            setting.span,
            others=[(one.span, None) for one in meant_ones[:2]],
            help=text("say the period behind the points"),
        )
        return
    (there,) = meant_ones
    if there.span in draft.replaced:
        report_repeated(draft.report, draft.now(there).span, setting.span)
        return
    if there.adjustable is None:
        fixed(draft, setting.span, there.span, what_may_be_set(draft))
    elif _fits(draft, setting.points, setting.adjustable, there.adjustable, read_points):
        now = attrs.evolve(
            there, points=setting.points, adjustable=setting.adjustable, span=setting.span
        )
        draft.replace(there, now)


def _fits(
    draft: Draft,
    number: syntax.Number,
    narrower: syntax.Adjustable | None,
    clause: syntax.Adjustable,
    read: Callable[[Report, syntax.Number], int | None],
) -> bool:
    """Whether a number, and the range for those below, lie in the range from above."""
    ends = () if narrower is None else (narrower.low, narrower.high)
    return is_inside(draft, (number, *ends), clause, read)
