"""The small language of papers: a template with variables becomes text, text becomes blocks.

A template is Jinja2 in its sandbox; an unknown variable is an error, a value that is not known
becomes a visible blank (`【待填：名称】`). In the text each line is a paragraph: `# ` heads a
section, `~` is flush left, `>` is set right, `|名称|内容|` is a row of a form, `||a|b|` of a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import RuleViolation

LONGEST = 60_000  # characters of one paper


def _needed(value: object, label: str) -> str:
    text = "" if value is None else str(value).strip()
    return text or f"【待填：{label}】"


def _cell(value: object) -> str:
    lines = [line.strip() for line in str(value or "").splitlines()]
    return "；".join(line for line in lines if line).replace("|", "｜")


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # plain text; the renderers never read it as markup
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["必填"] = _needed
    made.filters["格"] = _cell
    made.globals.clear()  # no range, no namespace: a template only fills in
    return made


_ENVIRONMENT = _environment()


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The text of a paper. RuleViolation says which line of the template is wrong, and why."""
    try:
        text = _ENVIRONMENT.from_string(template).render(values)
    except TemplateSyntaxError as error:
        message = f"模板第 {error.lineno} 行写法有误：{error.message}"
        raise RuleViolation("template_syntax", message, field="body") from error
    except UndefinedError as error:
        message = f"模板用了没有的变量：{error.message}。请对照变量表修改"
        raise RuleViolation("template_variable", message, field="body") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        message = f"模板不能套用：{error}"
        raise RuleViolation("template_fails", message, field="body") from error
    if len(text) > LONGEST:
        raise RuleViolation("paper_too_long", f"正文超过 {LONGEST} 字，请精简", field="body")
    return tidy(text)


def tidy(text: str) -> str:
    """Line ends, trailing blanks and empty lines made regular, so that a hash means the words."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")


class Shape(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    FLUSH = "flush"
    RIGHT = "right"
    FORM = "form"
    LIST = "list"


@dataclass(frozen=True)
class Block:
    """A paragraph, or a table with its rows."""

    shape: Shape
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


_MARKS = {"#": Shape.HEADING, "~": Shape.FLUSH, ">": Shape.RIGHT}


def blocks(text: str) -> list[Block]:
    """The text as a renderer sets it."""
    found: list[Block] = []
    for line in text.splitlines():
        words = line.strip()
        if not words:
            continue
        if words.startswith("|"):
            _add_row(found, words)
        elif words[0] in _MARKS:
            found.append(Block(_MARKS[words[0]], words[1:].strip()))
        else:
            found.append(Block(Shape.PARAGRAPH, words))
    return found


def _add_row(found: list[Block], words: str) -> None:
    shape = Shape.LIST if words.startswith("||") else Shape.FORM
    inner = words.strip("|")
    row = tuple(cell.strip() for cell in inner.split("|"))
    if found and found[-1].shape is shape:
        found[-1] = Block(shape, rows=(*found[-1].rows, row))
    else:
        found.append(Block(shape, rows=(row,)))


def difference(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Lines as (sign, text): " " kept, "-" gone, "+" new."""
    from difflib import ndiff

    return [(line[0], line[2:]) for line in ndiff(before, after) if line[0] in " +-"]
