"""The laws of the formatter and the translator, on random policies and on statements as typed."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from rulesengine.core.facts import Subject
from rulesengine.core.source import Source
from rulesengine.language import checked
from rulesengine.language.alike import alike
from rulesengine.language.format import format_policy
from rulesengine.language.parse import parse
from tests import generators
from tests.generators import Case
from tests.language.forms import FORMS
from tests.laws.printing import Style, a_test, statements, text_of
from tests.laws.running import loaded, run_of, timeline_of, without_places

Draw = Callable[[st.SearchStrategy[generators.T]], generators.T]


def tidy(text: str, to: str = "") -> str:
    """The formatted text."""
    outcome = format_policy(Source("t.policy", text), to)
    assert outcome.value is not None, ([str(one.message) for one in outcome.diagnostics], text)
    return outcome.value


def written(case: Case, style: Style) -> str:
    """The policy with a test that holds the case's register, and its records if they can be written."""
    by_person = case.policy.account is Subject.PERSON
    records = [
        one
        for one in case.records
        if (one.person if by_person else one.household) and (one.quantity or 0) >= 0
    ]
    test = tuple(a_test(case, "一", records, (("张三", 150), ("李四", -100))))
    return text_of(statements(case.policy, test), style)


@given(generators.cases())
def test_however_it_is_typed_a_policy_has_one_tidy_text_in_each_language(case: Case) -> None:
    """Every space left out that may be, full-width marks, words for signs, English: one text."""
    texts = {style: written(case, style) for style in Style}
    chinese, english = tidy(texts[Style.CHINESE]), tidy(texts[Style.ENGLISH])

    assert [chinese] * 4 == [tidy(text, "zh") for text in texts.values()]
    assert [english] * 4 == [tidy(text, "en") for text in texts.values()]
    assert [chinese, english] == [tidy(chinese), tidy(english)]
    assert [chinese, english] == [tidy(english, "zh"), tidy(chinese, "en")]


@given(generators.cases())
def test_formatting_and_translating_change_no_tree_and_no_posting(case: Case) -> None:
    """The same statements, the same checked policy, the same passbooks."""
    text = text_of(statements(case.policy), Style.TYPED)
    expected = timeline_of(case)
    run = run_of(case, expected)
    before = parse(Source("t", text)).value
    for changed in (tidy(text), tidy(text, "en")):
        after = parse(Source("t", changed)).value
        assert before is not None and after is not None and alike(before, after)
        policy = loaded(changed)
        assert without_places(expected.versions[0].policy) == without_places(policy)
    translated = checked.Timeline(
        tuple(
            checked.Version(version.first_day, loaded(tidy(version.policy.source.text, "en")))
            for version in expected.versions
        )
    )
    assert run.passbooks == run_of(case, translated).passbooks


# --- statements as people type them, with comments and line breaks -------------------------------

_COMMENTS = st.sampled_from(("", "", "", " # 假定", "#x", "　＃ 注，记", "   # far off", '# "'))
_BREAKS = st.sampled_from(("", "", "", " ", "\n", "\r\n    ", " # 说明\n\n\n  # 又\n\t"))
_BETWEEN = st.sampled_from(("\n", "\n", "\r\n", "\n\n\n", "\n# 一段\n", "\n  # 里面\n\n", "\u2028"))
_INDENTS = st.sampled_from(("", "  ", "\t", "　　", "      "))
_WIDE = {ord(one): chr(ord(one) + 0xFEE0) for one in "0123456789,:/.=()<>%"}


@st.composite
def texts(draw: Draw[str]) -> str:
    """Some forms of the language in any order, in any typing, each perhaps over several lines."""
    lines = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=8))  # type: ignore[arg-type]
    return "".join(
        draw(_INDENTS) + draw(_typed(form)) + draw(_COMMENTS) + draw(_BETWEEN) for form in lines
    )


@st.composite
def _typed(draw: Draw[str], form: tuple[str, str, str]) -> str:
    style = draw(st.sampled_from(("zh", "typed", "wide", "en", "EN")))
    text = {"zh": form[0], "typed": form[1], "wide": form[1]}.get(style, form[2])
    pieces, quoted = [], False
    for character in text:
        quoted ^= character in '"“”'
        if style == "wide" and not quoted:
            character = character.translate(_WIDE)
        if style == "EN" and not quoted:
            character = character.upper() if draw(st.booleans()) else character
        pieces.append(character)
        if character in ",，、:：" and not quoted:
            pieces.append(draw(_BREAKS))
    return "".join(pieces)


@given(texts())
def test_any_statements_with_comments_and_breaks_are_tidied_once_and_translated_back(
    text: str,
) -> None:
    """Tidy text stays; it comes back from the other language byte for byte; no comment is lost."""
    once = tidy(text)
    chinese, english = tidy(text, "zh"), tidy(text, "en")

    assert once == tidy(once)
    assert (chinese, english) == (tidy(english, "zh"), tidy(chinese, "en"))
    assert (chinese, english) == (tidy(chinese, "zh"), tidy(english))
    for changed in (once, chinese, english):
        assert comments(text) == comments(changed)
        lines = changed.split("\n")
        assert lines[-1] == "" and lines[0] and lines[-2]
        assert not any(line != line.rstrip() for line in lines)
        assert "\n\n\n" not in changed


def comments(text: str) -> list[str]:
    """What stands behind # in each line that has one (no name of the forms holds one)."""
    lines = [line.replace("＃", "#") for line in text.splitlines()]
    return [line.split("#", 1)[1].strip() for line in lines if "#" in line]
