"""`explain`: the page of a code."""

import difflib

from rulesengine.app.messages import Language
from rulesengine.app.shipped import error_page
from rulesengine.app.terminal import Terminal
from rulesengine.core.codes import Code
from rulesengine.core.text import Text, text


def run(terminal: Terminal, asked: str) -> int:
    """Print the page of a code, given by its number or its name; 1 where there is no such code."""
    code = _code(asked)
    page = None if code is None else _page(code, terminal.language)
    if page is not None:
        terminal.write(_plain(page))
        return 0
    terminal.remark(_unknown(asked) if code is None else text("{code} has no page", code=code.id))
    return 1


def _code(asked: str) -> Code | None:
    wanted = asked.strip().strip("[]").casefold()
    return next((code for code in Code if wanted in (code.id.casefold(), code.slug)), None)


def _page(code: Code, language: Language) -> str | None:
    endings = (".zh.md", ".md") if language is Language.CHINESE else (".md",)
    for ending in endings:
        path = error_page(f"{code.id}{ending}")
        if path is not None:
            return path.read_text(encoding="utf-8")
    return None


def _unknown(asked: str) -> Text:
    near = difflib.get_close_matches(asked.casefold(), [code.slug for code in Code], n=1)
    if near:  # of a number no other number is near
        return text("there is no code {asked}; did you mean {code}?", asked=asked, code=near[0])
    return text(
        "there is no code {asked}; a code stands in brackets before a message, like R101",
        asked=asked,
    )


def _plain(page: str) -> str:
    """A page without the marks of Markdown; what stands between fences is indented."""
    lines, fenced = [], False
    for line in page.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            lines.append(f"    {line}".rstrip())
        else:
            lines.append(line.removeprefix("# ").replace("**", "").replace("`", ""))
    return "\n".join(lines) + "\n"
