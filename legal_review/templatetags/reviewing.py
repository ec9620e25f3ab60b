"""Words and texts of legal review as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django import template

from legal_review.rules.checklist import OpinionKind, Point

register = template.Library()

CONTEXT = 24  # characters of unchanged text kept on either side of a change
MAX_LABEL = 10  # a longer part before the colon is a sentence, not a label


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
def text_changes(before: str, after: str) -> list[Change]:
    """What was added to and removed from a text; empty when both are the same."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found: list[Change] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found += _context(before[i:j], first=i == 0, last=j == len(before))
            continue
        if j > i:
            found.append(Change("removed", before[i:j]))
        if m > k:
            found.append(Change("added", after[k:m]))
    return found if any(change.kind in ("added", "removed") for change in found) else []


def _context(text: str, *, first: bool, last: bool) -> list[Change]:
    """Unchanged text shortened to what stands next to a change."""
    if len(text) <= 2 * CONTEXT:
        return [Change("same", text)]
    head = [] if first else [Change("same", text[:CONTEXT])]
    tail = [] if last else [Change("same", text[-CONTEXT:])]
    return [*head, Change("gap", ""), *tail]
