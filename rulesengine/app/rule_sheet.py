"""The rule sheet that villagers read (积分量化清单), as a small tree of sections. Pure.

Built from a checked policy; every number of the policy stands in it. How it looks is for
`rule_sheet_markdown` and `rule_sheet_html`.
"""

from collections.abc import Iterator, Sequence

from rulesengine.app.naming import naming_in
from rulesengine.app.rule_sheet_category import category_section, groups_section
from rulesengine.app.rule_sheet_general import general_section
from rulesengine.app.rule_sheet_honours import acts_section, honours_section
from rulesengine.app.rule_sheet_redeeming import redeeming_section
from rulesengine.app.rule_sheet_tree import Points, Section, Sheet
from rulesengine.core.text import Text, text
from rulesengine.language import checked


def rule_sheet(
    policy: checked.Policy, language: str, file: str, changes: Sequence[Text] = ()
) -> Sheet:
    """The whole sheet for readers of a language ("zh" or "en").

    `file` is what the policy's file is called; `changes` say what a village set against its town.
    """
    naming = naming_in(policy, language)
    return Sheet(
        title=naming.of(policy),
        kind=text("rule sheet"),
        sections=tuple(_sections(policy, language, changes)),
        foot=text(
            "Made from the policy file {file}, SHA-256 {digest}", file=file, digest=policy.sha256
        ),
    )


def _sections(policy: checked.Policy, language: str, changes: Sequence[Text]) -> Iterator[Section]:
    naming = naming_in(policy, language)
    yield general_section(policy, naming)
    if changes:
        yield Section(text("What this village has set itself"), (Points(tuple(changes)),))
    for category in policy.categories:
        yield category_section(policy, category, naming)
    for section in (
        groups_section(policy, naming),
        redeeming_section(policy, naming),
        honours_section(policy, naming),
        acts_section(policy, naming),
    ):
        if section.parts:
            yield section
