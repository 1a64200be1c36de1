"""Lines of a rule sheet in a language. Pure."""

from rulesengine.app.messages import Language, render, visible
from rulesengine.app.rule_sheet_tree import Line
from rulesengine.core.text import Text, Value


def spoken(line: Line, language: Language) -> str:
    """A line inside a sentence or a table."""
    return visible(line) if isinstance(line, str) else render(line, language)


def sentence(line: Line, language: Language) -> str:
    """A line that stands for itself: in English our words begin with a capital, a name does not."""
    said = spoken(line, language)
    return said[:1].upper() + said[1:] if _begins_with_our_word(line) else said


def _begins_with_our_word(line: Value) -> bool:
    if not isinstance(line, Text):
        return False
    if not line.template.startswith("{"):
        return True
    first = line.template[1 : line.template.index("}")]
    return _begins_with_our_word(line.values[first])
