"""Words and texts of legal review as pages show them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from django import template

from legal_review.rules.checklist import OpinionKind, Point

register = template.Library()

CONTEXT = 30  # characters of unchanged text kept on either side of a change
NOISE = 2  # words; unchanged stretches up to this long between changes are not told apart
MAX_LABEL = 10  # a longer part before the colon is a sentence, not a label
_WORDS = re.compile(r"[0-9][0-9.,]*|[A-Za-z]+|.")  # a figure changes as a whole


@register.filter
def opinion_label(kind: str) -> str:
    """建议补充调查或者补正材料 for `supplement`."""
    return OpinionKind(kind).label


@register.filter
def passes(kind: str) -> bool:
    """Whether an opinion of this kind lets the decision be made."""
    return OpinionKind(kind).passes


@register.filter
def faults(points: Mapping[str, bool]) -> str:
    """The points found wanting, in the checklist's order; "" when there are none."""
    return "、".join(point.label for point in Point if points.get(point.value) is False)


@register.filter
def labelled(text: str) -> list[tuple[str, str]]:
    """Lines of a text as (label, rest): 处罚依据 | 《…》第十五条; no label gives ""."""
    found = []
    for line in text.splitlines():
        label, colon, rest = line.partition("：")
        is_label = bool(colon) and len(label) <= MAX_LABEL
        found.append((label, rest) if is_label else ("", line))
    return found


@dataclass(frozen=True)
class Change:
    """A stretch of text: `same`, `added`, `removed`, or `gap` for unchanged text left out."""

    kind: str
    text: str


@register.simple_tag
def text_changes(before: str, after: str) -> list[list[Change]]:
    """The lines that differ between two texts, each as its stretches; empty when none does."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            pairs = zip_longest(old[i:j], new[k:m], fillvalue="")
            found += [_line_changes(left, right) for left, right in pairs]
    return found


def _line_changes(before: str, after: str) -> list[Change]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found: list[Change] = []
    for kept, run in groupby(codes, key=lambda code: _is_kept(code, len(old))):
        stretch = list(run)
        first, last = stretch[0], stretch[-1]
        gone, come = "".join(old[first[1] : last[2]]), "".join(new[first[3] : last[4]])
        if kept:
            found += _shortened(gone)
        else:
            found += [Change(k, text) for k, text in (("removed", gone), ("added", come)) if text]
    return found


def _is_kept(code: tuple[str, int, int, int, int], length: int) -> bool:
    """Unchanged, and not just a character or two that two changes have between them."""
    tag, i, j, _, _ = code
    return tag == "equal" and (j - i > NOISE or i == 0 or j == length)


def _shortened(text: str) -> list[Change]:
    """Unchanged text; of a long stretch only what stands next to the changes."""
    if len(text) <= 3 * CONTEXT:
        return [Change("same", text)]
    return [Change("same", text[:CONTEXT]), Change("gap", ""), Change("same", text[-CONTEXT:])]
