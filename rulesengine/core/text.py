"""A message before it has a language: an English template with its values.

The template is the gettext msgid. Only a shell turns a `Text` into words (`app/messages.py`),
so that the same diagnostic can be shown in Chinese, in English and as JSON.
"""

from collections.abc import Mapping
from typing import TypeAlias

import attrs

Value: TypeAlias = "str | int | Text | tuple[Value, ...]"


@attrs.frozen
class Text:
    """A sentence with `{name}` places (`str.format`), and what stands in them.

    A value that is itself a `Text` is translated too; a tuple is written as a list.
    """

    template: str
    values: Mapping[str, Value] = attrs.field(factory=dict)

    def __str__(self) -> str:
        """English, for our own logs and failing tests; people see a translation."""
        return self.template.format(**{name: _plain(value) for name, value in self.values.items()})


def text(template: str, **values: Value) -> Text:
    """Mark a sentence for translation; the template must be a literal, for the extractor."""
    return Text(template, values)


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value)
