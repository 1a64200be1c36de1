"""`doc`: the rule sheet holds every number of the policy, in both languages and both forms."""

import html
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulesengine.app.condition_words import condition_words
from rulesengine.app.files import load_policy
from rulesengine.app.messages import Language, render
from rulesengine.app.naming import naming_in
from rulesengine.app.rule_sheet import rule_sheet
from rulesengine.app.rule_sheet_html import sheet_html
from rulesengine.app.rule_sheet_markdown import sheet_markdown
from rulesengine.core.quantity import show_hundredths
from rulesengine.core.source import Source
from rulesengine.core.text import text
from rulesengine.language import checked
from rulesengine.language.checked import Scope
from rulesengine.language.load import load
from tests import generators
from tests.app.conftest import Clerk
from tests.app.policy_numbers import numbers
from tests.laws import model
from tests.laws.running import checked_policy

POLICIES = sorted((Path(__file__).parent.parent.parent / "policies").rglob("*.policy"))
EVERY_FORM = (Path(__file__).parent / "every-form.policy").read_text(encoding="utf-8")
_NUMBER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+(?:\.[0-9]+)?")


def policy_of(written: str) -> checked.Policy:
    outcome = load(Source("t.policy", written))
    assert outcome.value is not None, [str(one.message) for one in outcome.diagnostics]
    return outcome.value


def markdown(policy: checked.Policy, language: Language) -> str:
    return sheet_markdown(rule_sheet(policy, language.value, "t.policy"), language)


# --- every number ---------------------------------------------------------------------------------


def stand_in(expected: Iterable[str], page: str) -> None:
    """Every number stands on a part of the page."""
    missing = set(expected) - set(_NUMBER.findall(page))
    assert set() == missing, page


def every_number_stands(policy: checked.Policy, page: str, naming_language: Language) -> None:
    """An item's in its row, a category's in its section, the policy's in the others."""
    naming = naming_in(policy, naming_language.value)
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")}
    for category in policy.categories:
        section = sections[escaped(naming.of(category))]
        rows = {line.split(" | ")[0]: line for line in section.splitlines() if line[:2] == "| "}
        for item in category.items:
            own = (limit for limit in item.limits if limit.scope is Scope.ITEM)
            row = rows[f"| {escaped(naming.of(item))}"]
            stand_in([*numbers(item), *(one for limit in own for one in numbers(limit))], row)
        for bonus in (one for one in policy.bonuses if one.category == category.name):
            own = (limit for limit in bonus.limits if limit.scope is Scope.ITEM)
            row = rows[f"| {escaped(naming.of(bonus))}"]
            of_mark = [show_hundredths(bonus.points), *numbers(bonus.mark)]
            stand_in([*of_mark, *(one for limit in own for one in numbers(limit))], row)
        shared = (category.limits, category.floors, category.bases, category.open_at_most)
        lines = "\n".join(line for line in section.splitlines() if line.startswith("- "))
        most = category.open_at_most
        stand_in(numbers(shared[:3]), lines)
        stand_in([] if most is None else [show_hundredths(most)], lines)
    headings = {escaped(naming.of(category)) for category in policy.categories}
    rest = "\n".join(part for heading, part in sections.items() if heading not in headings)
    bases = [base for base in policy.bases if not base.category]
    ranges = [one for one in policy.adjustable if one.name not in policy.items]
    stand_in(
        [*numbers(attrs.evolve(policy, adjustable=tuple(ranges))), *numbers(tuple(bases))],
        rest,
    )
    redeeming = sections["Redeeming" if naming_language is Language.ENGLISH else "兑换"]
    stand_in(
        (one for category in policy.categories for one in numbers(category.matches)), redeeming
    )
    for one in policy.adjustable:
        item = policy.items.get(one.name)
        if item is not None:
            stand_in(
                numbers(one),
                next(
                    x for x in page.splitlines() if x.startswith(f"| {escaped(naming.of(item))} |")
                ),
            )


def escaped(name: str) -> str:
    return re.sub(r"[\\`*_{}\[\]<>#|~&]", r"\\\g<0>", name)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", POLICIES, ids=[path.name for path in POLICIES])
def test_every_number_of_a_shipped_policy_stands_in_its_sheet(
    path: Path, language: Language
) -> None:
    """Whatever a villager may be given or lose stands on the sheet, where it belongs."""
    policy = load_policy(str(path)).value
    assert policy is not None

    every_number_stands(policy, markdown(policy, language), language)


@pytest.mark.parametrize("language", Language)
def test_every_number_of_every_form_stands_in_the_sheet(language: Language) -> None:
    """A policy with all forms of the language."""
    policy = policy_of(EVERY_FORM)

    every_number_stands(policy, markdown(policy, language), language)


@given(generators.policies(), st.sampled_from(Language))
def test_every_number_of_any_policy_stands_in_its_sheet(
    drawn: model.Policy, language: Language
) -> None:
    """Random policies, in the language they are written in and in the other."""
    policy = checked_policy(drawn)

    every_number_stands(policy, markdown(policy, language), language)


def test_the_numbers_test_sees_a_number_that_is_missing() -> None:
    """A page without a limit, a factor or a threshold does not pass."""
    policy = policy_of(EVERY_FORM)
    page = markdown(policy, Language.CHINESE)
    for gone in (
        "每人每半年最多33分",
        "按0.75倍计",
        "60.5",
        "44小时",
        "前17.5%",
        "10000",
        "3个月",
        "21次",
        "每户每月最多29分",
        "本人的周岁大于64.5",
        "近15个月每满4次",
        "近16个月每满6次",
        "近18个月每满5次",
        "每得1.5分",
        "可兑换4.5分",
    ):
        assert gone in page
        with pytest.raises(AssertionError):
            every_number_stands(policy, page.replace(gone, ""), Language.CHINESE)


# --- how it reads --------------------------------------------------------------------------------


class _Words(HTMLParser):
    """What a reader sees of a page, and every tag and address in it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.hidden = tag in {"style", "title"}
        self.addresses += [str(value) for name, value in attributes if name in {"href", "src"}]

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.seen.append(data)


def words_of(page: str) -> _Words:
    words = _Words()
    words.feed(page)
    return words


@pytest.mark.parametrize("language", Language)
def test_both_forms_of_a_sheet_say_the_same(language: Language) -> None:
    """Markdown and HTML hold the same numbers, as often, in the same order."""
    policy = policy_of(EVERY_FORM)
    sheet = rule_sheet(policy, language.value, "t.policy")
    page = words_of(sheet_html(sheet, language))

    assert _NUMBER.findall("".join(page.seen)) == _NUMBER.findall(sheet_markdown(sheet, language))


HOSTILE = """办法 "<script>alert(1)</script> & |`*x*`"
施行 2025-01-01
结转 全部
类别 "<b>一|二</b>"
  加分 "<img src=x onerror=y>" 2分/"<i>块"
"""


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    """Names are text, whatever they hold; no address, no script, and the browser is told so."""
    sheet = rule_sheet(policy_of(HOSTILE), "zh", '"><script>.policy')
    page = sheet_html(sheet, Language.CHINESE)
    words = words_of(page)

    assert {"script", "img", "b", "i", "link"}.isdisjoint(words.tags)
    assert [] == words.addresses
    assert "url(" not in page and "@import" not in page and "://" not in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in html.unescape(page)
    assert "<img src=x onerror=y>" in "".join(words.seen)
    written = sheet_markdown(sheet, Language.CHINESE)
    assert "<" not in re.sub(r"\\<", "", written)
    row = next(line for line in written.splitlines() if "img" in line)
    assert 6 == len(re.findall(r"(?<!\\)\|", row))


CONDITIONS = """办法 "甲"
施行 2025-01-01
属性 户.常住: 是否
属性 户.类型 "kind": 普通户、低保户 "low_income"
属性 户.人口: 数
属性 户.迁入: 日期
属性 人.出生: 日期
类别 乙
  加分 丙 2分/次, 当 {condition}
"""


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        ("户.常住", "本户是常住", "this household is 常住"),
        ("户.常住 = 否", "本户不是常住", "this household is not 常住"),
        ("不是 户.常住", "本户不是常住", "this household is not 常住"),
        ("户.类型 = 低保户", "本户的类型是低保户", "kind of this household is low_income"),
        ("不是 户.类型 = 低保户", "本户的类型不是低保户", "kind of this household is not low_income"),
        ("户.类型 属于 普通户、低保户", "本户的类型是普通户、低保户之一",
         "kind of this household is one of 普通户, low_income"),
        ("户.类型 不属于 普通户、低保户", "本户的类型不是普通户、低保户",
         "kind of this household is none of 普通户, low_income"),
        ("人.周岁 >= 60", "本人年满60周岁", "this person is 60 years old or older"),
        ("不是 人.周岁 >= 60", "本人不满60周岁", "this person is younger than 60 years"),
        ("人.周岁 <= 6.5", "本人的周岁不超过6.5", "the age of this person is at most 6.5"),
        ("户.人口 > 5", "本户的人口大于5", "人口 of this household is more than 5"),
        ("日期 < 2025-07-01", "发生的日期早于2025-07-01",
         "the day on which it happens is before 2025-07-01"),
        ("户.迁入 >= 2025-07-01", "本户的迁入不早于2025-07-01",
         "迁入 of this household is 2025-07-01 or after"),
        ("(户.常住 或者 户.人口 = 1) 并且 人.周岁 < 7", "（本户是常住，或者本户的人口是1），并且本人不满7周岁",
         "(this household is 常住 or 人口 of this household is 1) and this person is younger than 7 "
         "years"),
        ("不是 (户.常住 并且 户.人口 = 1)", "不是“（本户是常住，并且本户的人口是1）”",
         "it does not hold that (this household is 常住 and 人口 of this household is 1)"),
    ],
)  # fmt: skip
def test_a_condition_in_plain_words(condition: str, zh: str, en: str) -> None:
    """What a condition asks for, as one would say it to a villager."""
    policy = policy_of(CONDITIONS.replace("{condition}", condition))
    when = policy.items["丙"].when
    assert when is not None
    said = [
        render(condition_words(when, naming_in(policy, language.value)), language)
        for language in (Language.CHINESE, Language.ENGLISH)
    ]

    assert [zh, en] == said


def test_a_condition_of_very_many_parts_is_said_whole() -> None:
    """A thousand parts are neither cut short nor too deep."""
    condition = " 并且 ".join(f"户.人口 != {number}" for number in range(1000))
    policy = policy_of(CONDITIONS.replace("{condition}", condition))

    every_number_stands(policy, markdown(policy, Language.CHINESE), Language.CHINESE)


def test_what_a_village_set_stands_in_a_section_of_its_own() -> None:
    """Sentences about a village's choices come right behind what holds for everything."""
    changes = (text("the base: {range}", range="12"),)
    sheet = rule_sheet(policy_of(EVERY_FORM), "en", "t.policy", changes)
    headings = re.findall("^## (.*)", sheet_markdown(sheet, Language.ENGLISH), re.MULTILINE)

    assert ["In general", "What this village has set itself", "Environment"] == headings[:3]


TOWN = """\
办法 "镇办法"
施行 2025-01-01
结转 全部
类别 乡风
  加分 劝阻 10分/次, 可调 5分至15分
"""
VILLAGE = """\
办法 "村办法"
沿用 "town.policy"
调整 劝阻 12分/次, 上限 3次 每户每年
"""


def test_the_sheet_of_a_village_says_what_it_set(clerk: Clerk, folder: Path) -> None:
    """Against what it extends, right behind what holds for everything; the town's has no such part."""
    (folder / "town.policy").write_text(TOWN, encoding="utf-8")
    (folder / "village.policy").write_text(VILLAGE, encoding="utf-8")
    village, town = clerk("doc", "village.policy"), clerk("doc", "town.policy")

    assert (0, 0) == (village.status, town.status)
    part = village.out.split("\n## ")[2]
    assert part.startswith("本村自己定的\n")
    assert "10分/次 → 12分/次" in part
    assert "上限 3次 每户每年" in part
    assert "| 劝阻 | 12分 | 每次 | 每户每年最多3次 |  |" in village.out
    assert "本村自己定的" not in town.out
    assert "| 劝阻 | 10分 | 每次 |  | 村里可以定在5分至15分之间 |" in town.out


# --- the command ---------------------------------------------------------------------------------


def test_the_sheet_is_printed_or_written_to_a_file(clerk: Clerk, town: Path) -> None:
    """Markdown unless said; in the policy's language unless said; a file whole, and nothing else."""
    printed = clerk("doc", "p.policy")
    english = clerk("doc", "p.policy", "--lang", "en")
    written = clerk("doc", "p.policy", "--format", "html", "--output", "p.html")

    assert (0, "") == (printed.status, printed.err)
    assert printed.out.startswith(
        "# 示例\n\n积分量化清单\n\n## 总则\n\n- 2025-01-01 至 2025-12-31 施行\n"
    )
    assert "| 清扫门前 | 2分 | 每次 | 每户每天最多1次 |  |\n" in printed.out
    assert (
        "| 清扫门前 | 2 points | per time | at most 1 time per household per day |  |"
        in english.out
    )
    assert "## Environment\n" in english.out
    assert (0, "", "") == (written.status, written.out, written.err)
    assert (
        (town / "p.html")
        .read_text(encoding="utf-8")
        .startswith('<!doctype html>\n<html lang="zh-CN">')
    )


def test_a_policy_with_mistakes_has_no_sheet(clerk: Clerk, town: Path) -> None:
    """The errors, status 1, and no file; nor is the policy itself ever written over."""
    (town / "q.policy").write_text("办法 甲\n加分 乙 2分\n", encoding="utf-8")
    refused = clerk("doc", "q.policy", "--output", "q.md")
    before = (town / "p.policy").read_bytes()
    itself = clerk("doc", "p.policy", "--output", "p.policy")

    assert (1, "") == (refused.status, refused.out)
    assert "R201" in refused.err
    assert not (town / "q.md").exists()
    assert 1 == itself.status and "R503" in itself.err
    assert before == (town / "p.policy").read_bytes()
