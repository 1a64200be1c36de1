"""What might have stood where reading stopped, in words; never the names of terminals."""

from collections.abc import Iterator

from rulesengine.core.text import Text, text
from rulesengine.language.grammar import keywords, stem

MOST_CHOICES = 6
_MARKS = {
    "_COMMA": ("，", ","),
    "_ROW": ("、", "|"),
    "_COLON": ("：", ":"),
    "_SLASH": ("/", "/"),
    "_DOT": (".", "."),
    "_PERCENT": ("%", "%"),
    "_OPEN": ("（", "("),
    "_CLOSE": ("）", ")"),
    "EQUALS": ("=", "="),
    "UNEQUAL": ("!=", "!="),
    "LESS": ("<", "<"),
    "AT_MOST": ("<=", "<="),
    "MORE": (">", ">"),
    "AT_LEAST": (">=", ">="),
}
# Synonyms of the signs, and a second way to write what is listed already: not worth naming.
_UNSAID = frozenset(
    {
        "EQUAL",
        "UNEQUAL",
        "LESS",
        "AT_MOST",
        "NOT_MORE",
        "MORE",
        "AT_LEAST",
        "NOT_LESS",
        "STRING",
        "$END",
        "MINUS",
    }
)


_SIGNS = frozenset({"EQUALS", "UNEQUAL", "LESS", "AT_MOST", "MORE", "AT_LEAST"})
# Words of one kind: where most of them may stand, the kind is named instead.
_KINDS = (
    (frozenset({"TIME", "PERSON_TIME", "HOUR", "HALF_DAY", "METRE", "KG"}), ("次", "time")),
    (frozenset({"WEEK", "MONTH", "QUARTER", "HALF_YEAR", "YEAR"}), ("月", "month")),
    (frozenset({"DECLARED", "CHECKED", "REJECTED", "WITHDRAWN"}), ("申报", "declared")),
)


def notes_of(expected: frozenset[str], language: str) -> tuple[Text, ...]:
    """One sentence on what could stand where reading stopped; none where nothing can be named."""
    choices = tuple(_choices_of(expected, language))
    may_end = "$END" in expected
    if choices and may_end:
        return (text("what may stand here: {choices}; or the line ends here", choices=choices),)
    if choices:
        return (text("what may stand here: {choices}", choices=choices),)
    return (text("the line ends here"),) if may_end else ()


def _choices_of(expected: frozenset[str], language: str) -> Iterator[Text | str]:
    """What could stand somewhere, in words; at most six, kinds of words before keywords."""
    kinds = {
        "NAME": text("a name"),
        "CONDITION_NAME": text("a name"),
        "NUMBER": text("a number"),
        "DATE": text("a date such as 2025-07-01"),
        "PERIOD_OF": text("a period such as 2025-03"),
    }
    said: list[Text | str] = []
    for terminal, kind in kinds.items():
        if terminal in expected and kind not in said:
            said.append(kind)
    if "STRING" in expected and not said:
        said.append(text("a name in quotes"))
    stems = frozenset(map(stem, expected))
    hidden = set(_UNSAID)
    if len(stems & _SIGNS) > 1:
        said.append(text("a comparison such as = or >="))
        hidden |= _SIGNS
    for kind_of, example in _KINDS:
        if len(stems & kind_of) > 3:
            said.append(text("a word such as {word}", word=example[language == "en"]))
            hidden |= kind_of
    for terminal in sorted(expected):
        if stem(terminal) in hidden:
            continue
        if terminal in _MARKS:
            mark = _MARKS[terminal][language == "en"]
            said.append(f"“{mark}”" if language == "zh" else f'"{mark}"')
        elif stem(terminal) in keywords():
            said.append(getattr(keywords()[stem(terminal)], language))
    unique = [one for place, one in enumerate(said) if one not in said[:place]]
    yield from unique[:MOST_CHOICES]
    if len(unique) > MOST_CHOICES:
        yield "…"
