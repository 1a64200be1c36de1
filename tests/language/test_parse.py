"""The parser: every form in both languages, with and without spaces, and one message a mistake."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lark import Lark

from rulesengine.core.source import Source, Span
from rulesengine.language import parse as parse_module
from rulesengine.language import syntax
from rulesengine.language.grammar import grammar_dir, keywords, statement_parser
from rulesengine.language.parse import LONGEST_MENDED, MOST_MESSAGES, MOST_TRIED, parse
from rulesengine.language.parse_case import Stopped
from rulesengine.language.parse_tree import RULES
from tests.language.forms import FORMS


def parsed(text: str) -> tuple[syntax.Policy, list[str]]:
    """The statements of a text and the codes of what was found."""
    outcome = parse(Source("t.policy", text))
    assert outcome.value is not None
    return outcome.value, [diagnostic.code.id for diagnostic in outcome.diagnostics]


def plain(node: Any) -> Any:
    """A node without its places."""
    if isinstance(node, Span):
        return None
    if isinstance(node, tuple):
        return tuple(plain(one) for one in node)
    if attrs.has(type(node)):
        fields = attrs.fields(type(node))
        return type(node), tuple(plain(getattr(node, field.name)) for field in fields)
    return node


@pytest.mark.parametrize("form", FORMS, ids=[form[0] for form in FORMS])
def test_a_form_is_one_tree_however_it_is_typed(form: tuple[str, str, str]) -> None:
    """Chinese, Chinese without spaces and English give the same statement."""
    trees = []
    for text in form:
        policy, codes = parsed(text)
        assert codes == []
        trees.append([plain(statement) for statement in policy.statements])

    assert trees[0] == trees[1] == trees[2]
    assert len(trees[0]) == 1


def test_a_statement_knows_its_place() -> None:
    """The span of a statement is its text, without the comment behind it."""
    text = "# 说明\n  加分 清扫 2分/次  # 每次\n"
    policy, _ = parsed(text)
    span = policy.statements[0].span

    assert text[span.start : span.end] == "加分 清扫 2分/次"


def test_lines_go_on_after_a_comma_and_a_comment() -> None:
    """A line that ends in a comma goes on in the next, comments and blank lines between or not."""
    policy, codes = parsed("加分 清扫 2分/次,  # 门前\n\n  # 另起\n  上限 1次 每户每天\n")

    assert codes == []
    assert isinstance(policy.statements[0], syntax.Item)
    assert len(policy.statements[0].clauses) == 1


def test_what_a_bar_takes_away_may_stand_on_a_line_of_its_own() -> None:
    """兑换 and 荣誉 behind a comma are a bar's where a term follows, and open a statement elsewhere."""
    policy, codes = parsed(
        "取消资格 甲,\n  兑换、荣誉 本年、下年\n取消资格 乙,\n  荣誉 3个月\n"
        "bar crime,\n  redeem | honour ever\n起兑 5分,\n兑换 1分 = 1元\n"
    )

    assert codes == ["R005"]
    assert [syntax.Bar] * 3 + [syntax.Minimum, syntax.Rate] == [
        type(one) for one in policy.statements
    ]


def test_text_from_a_word_processor_is_read() -> None:
    """Curly quotes, full-width marks and digits, ideographic spaces and a byte-order mark."""
    policy, codes = parsed(
        "\ufeff办法　“示例”\r\n施行　２０２５－０１－０１\r\n加分　清扫　２分／次，上限　１次　每户每天"
    )

    assert codes == []
    assert len(policy.statements) == 3


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("加分 清扫 3分", "R201", "3分"),
        ("加分 清扫 3/次", "R201", "/"),
        ("加分 清扫 门前 2分/次", "R004", "清扫 门前"),
        ("加分 985大学 5分/次", "R004", "985大学"),
        ("应得 张三 可兑 可兑 2分", "R004", "可兑"),
        ("加分 表彰 按 记录.级别: 省级 30分，县级 20分", "R015", "，"),
        ("加分 清扫 十分/次", "R009", "十"),
        ("加分 清扫 2分/次 上限 1次 每户每天", "R004", "上限"),
        ("加份 清扫 2分/次", "R003", "加份"),
        ("当 人.周岁 < 60", "R003", "当"),
        ('加分 "清扫 2分/次', "R006", '"清扫 2分/次'),
        ("加分 清扫 2分/次。", "R004", "。"),
        ("加分", "R005", ""),
        ("加分 清扫 2分/次, 当 " + "（" * 60 + "户.常住" + "）" * 60, "R007", "（"),
        ("", "R011", ""),
    ],
)
def test_a_mistake_gives_one_message_at_its_place(text: str, code: str, word: str) -> None:
    """Each mistake of a clerk: one message, its code, and the very word under which it stands."""
    outcome = parse(Source("t.policy", text))

    assert [code] == [diagnostic.code.id for diagnostic in outcome.diagnostics]
    primary = outcome.diagnostics[0].primary
    assert primary is not None and word == text[primary.span.start : primary.span.end]  # type: ignore[union-attr]


def test_fixes_lead_to_a_text_that_reads() -> None:
    """Putting a fix in makes its statement readable."""
    mended = 0
    for text in ("加分 清扫 3/次", "加分 清扫 门前 2分/次", "award sweep 3/time",
                 "加分 表彰 按 记录.级别: 省级 30分，县级 20分", "加分 清扫 2分/次 上限 1次 每户每天",
                 "加份 清扫 2分/次", "兑换 1分 = 0.5", "redeem 1 point = 0.5"):  # fmt: skip
        fix = parse(Source("t", text)).diagnostics[0].fix
        assert fix is not None, text
        changed = text[: fix.span.start] + fix.text + text[fix.span.end :]
        assert parsed(changed)[1] == [], changed
        mended += 1

    assert mended == 8


@pytest.mark.parametrize("blank", ["  ", "\t", "\u3000", "\u00a0", "\u2003", "\u200b"])
@pytest.mark.parametrize(
    "text",
    ["no floor", "no cap", "award a 2 points/time, highest only per event",
     "base 10 points per year, not redeemable", "category a, open at most 10 points",
     "bar a, redeem this year | next year", "clear a, this quarter", "clear a, this month",
     "honour a first 3 places by b per year, per class household.kind",
     "award a 2 points/half day", "settle per half year", "award a 2 points/person time"],
)  # fmt: skip
def test_english_words_of_two_parts_take_any_blank(text: str, blank: str) -> None:
    """no floor, highest only, half-year: with whatever blanks a clerk's keyboard gives."""
    words = ("no", "highest", "not", "at", "this", "next", "half", "per class", "person")
    changed = text
    for word in words:
        changed = changed.replace(f"{word} ", f"{word}{blank}") if word != "per class" else changed
    changed = changed.replace("per class", f"per{blank}class")
    assert changed != text
    meant = text.replace("half ", "half-").replace("person t", "person-t")

    assert parsed(changed)[1] == []
    assert [plain(one) for one in parsed(changed)[0].statements] == [
        plain(one) for one in parsed(meant)[0].statements
    ]


def test_an_english_word_ends_where_its_letters_end() -> None:
    """`to` is no part of `town`, and `2 pointstime` is no amount."""
    assert parsed("award sweep 2 points/time, town 3 points")[1] == ["R004"]
    assert parsed("award sweep 2 pointstime")[1] == ["R004"]
    assert parsed("cap 1time per day")[1] == []


AWARD_TABLE = "加分 评优 按 记录.级别: 县级 30分、省级 50分"
LEVELS = "办法 甲\n属性 记录.级别: 县级、省级\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("加分 打扫 每次2分", "加分 打扫 2分/次"),
        ("加分 打扫 一次2分", "加分 打扫 2分/次"),
        ("加分 打扫 每小时 2分, 不设上限", "加分 打扫 2分/小时, 不设上限"),
        ("award sweep per time 2 points", "award sweep 2 points/time"),
        ("加分 评优 按 级别: 县级 30分、省级 50分", AWARD_TABLE),
        (LEVELS + "加分 评优 县级 30分、省级 50分", LEVELS + AWARD_TABLE),
        ("award honour by level: a 3 points | b 2 points",
         "award honour by record.level: a 3 points | b 2 points"),
        ("记录 2025-03-01 张三 评优, 级别 县级", "记录 2025-03-01 张三 评优, 级别 = 县级"),
        (LEVELS + "记录 2025-03-01 张三 评优 级别 县级",
         LEVELS + "记录 2025-03-01 张三 评优, 级别 = 县级"),
        ("record 2025-03-01 zhang sweep, level county",
         "record 2025-03-01 zhang sweep, level = county"),
        ("记录 2025-03-01 张 三 乱扔垃圾", "记录 2025-03-01 张三 乱扔垃圾"),
        ("加分 打扫 门前 2分/次", "加分 打扫门前 2分/次"),
        ('award sweep door 2 points/time', 'award "sweep door" 2 points/time'),
        ("加分 打扫 2分/次；上限 1次 每天", "加分 打扫 2分/次，上限 1次 每天"),
        ("加分 评优 按 记录.级别: 县级 30分；省级 50分", AWARD_TABLE),
        ("award sweep 2 points/time; cap 3 times per year",
         "award sweep 2 points/time, cap 3 times per year"),
        ("施行 2025.1.1", "施行 2025-01-01"),
        ("施行 2025/1/1", "施行 2025-01-01"),
        ("施行 20250101", "施行 2025-01-01"),
        ("effective 2025/1/1", "effective 2025-01-01"),
        ("施行 2025-01-01 到 2025-12-31", "施行 2025-01-01 至 2025-12-31"),
        ("effective 2025-01-01 until 2025-12-31", "effective 2025-01-01 to 2025-12-31"),
        ("加分 调解 5-10分", "加分 调解 5分至10分 评定"),
        ("加分 调解 5分到10分 评定", "加分 调解 5分至10分 评定"),
        ("award mediate 5-10 points", "award mediate 5 points to 10 points judged"),
        ("扣分 乱扔 -5分/次", "扣分 乱扔 5分/次"),
        ("deduct litter -5 points/time", "deduct litter 5 points/time"),
        ("兑换 1分 = 5角", "兑换 1分 = 0.5元"),
        ("商品 肥皂 10分, 价 5块", "商品 肥皂 10分, 价 5元"),
        ("清零 年底", "清零 每年"),
        ("结算 季度", "结算 每季度"),
        ("结算 月底", "结算 每月"),
        ("settle quarterly", "settle per quarter"),
        (AWARD_TABLE + ", 同一事由取最高", AWARD_TABLE + ", 取最高 每事由"),
        ("每户每月 上限 20分", "上限 20分 每户每月"),
        ("加分 打扫 2分/次, 每户每日最多 20分", "加分 打扫 2分/次, 上限 20分 每户每天"),
        ("加分 打扫 2分/次, 上限 每户每月 20分", "加分 打扫 2分/次, 上限 20分 每户每月"),
        ("per household per month at most 20 points", "cap 20 points per household per month"),
        ("打扫门前 加分 2分/次", "加分 打扫门前 2分/次"),
        ("sweep award 2 points/time", "award sweep 2 points/time"),
        ("1. 加分 打扫 2分/次", "加分 打扫 2分/次"),
        ("一、加分 打扫 2分/次", "加分 打扫 2分/次"),
        ("1. award sweep 2 points/time", "award sweep 2 points/time"),
        ("加分 打扫 3分/车（以登记为准）", "加分 打扫 3分/车  # 以登记为准"),
        ("award sweep 2 points/time (see list)", "award sweep 2 points/time  # see list"),
    ],
)  # fmt: skip
def test_what_is_written_on_paper_becomes_what_the_language_says(written: str, meant: str) -> None:
    """Common ways of writing: one message, whose fix is the sentence meant, and that one reads."""
    (diagnostic,) = parse(Source("t", written)).diagnostics
    fix = diagnostic.fix
    assert fix is not None and diagnostic.help is not None
    assert written[: fix.span.start] + fix.text + written[fix.span.end :] == meant
    assert parsed(meant)[1] == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (AWARD_TABLE + ", 取最高", "取最高 每事由"),
        ("加分 打扫 -5分/次", "扣分"),
        ("加分 评优 县级 30分、省级 50分", "按 记录.级别:"),
        ("加分 打扫 3分/车（以登记为准）, 上限 3次 每年", "# 以登记为准"),
        ("办法 甲\n  每户每月 上限 20分", "上限 20分 每户每月"),
    ],
)
def test_what_could_mean_two_things_is_told_but_not_changed(written: str, told: str) -> None:
    """Where only the writer knows what is meant, the way out is said and no fix is made."""
    (diagnostic,) = parse(Source("t", written)).diagnostics

    assert diagnostic.fix is None and told in str(diagnostic.help)


def test_what_may_stand_here_can_be_read_aloud() -> None:
    """Marks are in quotes, and the end of the line is a sentence of its own."""
    (diagnostic,) = parse(Source("t", "类别 甲: 取最高")).diagnostics

    assert [str(note) for note in diagnostic.notes] == [
        "what may stand here: “，”; or the line ends here"
    ]
    (other,) = parse(Source("t", "奖励 甲 10分, 当 清扫 达过了 20次 每月")).diagnostics
    assert [str(note) for note in other.notes] == ["what may stand here: 达到, 连续"]


def test_one_broken_statement_hides_no_other() -> None:
    """Reading goes on after a mistake, and all mistakes are reported."""
    policy, codes = parsed(
        "加分 甲 2分/次\n加分 乙 2\n加分 丙 2分/次,\n加分 丁 2分/次\n加分 戊 分\n"
    )

    assert codes == ["R201", "R005", "R004"]
    assert [s.names.first.text for s in policy.statements if isinstance(s, syntax.Item)] == [
        "甲", "丙", "丁",
    ]  # fmt: skip


def test_rubbish_is_answered_with_bounded_messages() -> None:
    """A text of a hundred thousand wrong lines gives a hundred messages and a last one."""
    assert len(parsed("x\n" * 100_000)[1]) == MOST_MESSAGES + 1


def test_mistakes_of_a_long_text_take_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is wrong, no more than so many letters are read to explain it."""
    read = 0
    whole = parse_module._try

    def counted(written: str, span: Span, *, explain: bool = True) -> Any:
        nonlocal read
        stopped = whole(written, span, explain=explain)
        if not explain:
            reached = stopped.span.start if isinstance(stopped, Stopped) else span.end
            read += reached - span.start
        return stopped

    monkeypatch.setattr(parse_module, "_try", counted)
    for text in (
        "加分清扫 2分/次上线 1次 每户每天\n" * 2000,
        "加分 甲 2分/次, 当 " + "户.常住 且 " * 3000,
    ):
        read = 0
        parsed(text)
        assert read <= MOST_TRIED + LONGEST_MENDED


@given(
    st.text(
        alphabet=st.sampled_from('加分扣上限每户月年 0123分/次,，、:"“”()#\n\t当人.周岁<60并且abc'),
        max_size=80,
    )
)
def test_any_text_is_answered(text: str) -> None:
    """Whatever is typed, the parser answers with statements and messages, never an exception."""
    policy, codes = parsed(text)

    assert policy.statements or codes


def test_every_rule_of_the_grammar_has_its_function() -> None:
    """A tree name without a function would be a traceback; a function without a rule is dead."""
    names = {
        str(rule.alias or rule.origin.name)
        for rule in statement_parser().rules
        if not rule.origin.name.startswith(("_", "__"))
    }
    read_in_place = {"points", "names", "every", "once", "unit", "grace", "not_redeemable", "fact_type",
                     "levels", "per_subject", "words", "order", "quantity", "field_key", "field_value",
                     "part", "account_name", "statement", "open", "reached_unit", "run_unit",
                     "clear_scope", "rights", "terms", "term_months", "places", "share_first", "ranked",
                     "set_name"}  # fmt: skip

    assert names - read_in_place == set(RULES)


def test_keywords_are_a_bijection() -> None:
    """Every keyword has one word in each language; 自 alone is two (a clause, and a test's field),

    and month and quarter are 个月 and 个季度 behind a number.
    """
    pairs = sorted({(word.zh, word.en) for word in keywords().values() if word.en})
    chinese, english = [zh for zh, _ in pairs], [en for _, en in pairs]

    assert [zh for zh in sorted(set(chinese)) if chinese.count(zh) > 1] == ["自"]
    assert [en for en in sorted(set(english)) if english.count(en) > 1] == ["month", "quarter"]


def test_the_grammar_has_no_conflicts() -> None:
    """LALR(1) in strict mode: no shift/reduce conflict (Chinese letters narrowed for the check)."""
    interegular = pytest.importorskip("interegular")
    assert interegular
    text = (grammar_dir() / "policy.lark").read_text(encoding="utf-8")
    narrow = text.replace("㐀-䶿一-鿿豈-﫿〇𠀀-𳑏", "一二三上下分次").replace("À-ɏ", "À")
    Lark(narrow, parser="lalr", start="statement", strict=True)
