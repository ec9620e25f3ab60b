"""Texts of two rounds compared by paragraph, and remarks tied to a place in a text."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from core.errors import RuleViolation


@dataclass(frozen=True)
class ParagraphChange:
    """One paragraph that differs; ``before`` "" where it is new, ``after`` "" where it is gone.

    ``number`` counts from one in the later text (for one that is gone: where it stood).
    """

    number: int
    before: str
    after: str

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if not self.before:
            return "added"
        return "changed" if self.after else "removed"


def paragraph_changes(before: str, after: str) -> tuple[ParagraphChange, ...]:
    """The paragraphs that differ, in the order of the later text; empty for equal texts."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(j - i, m - k)):
            gone = old[i + step] if i + step < j else ""
            come = new[k + step] if k + step < m else ""
            found.append(ParagraphChange(min(k + step, m) + 1, gone, come))
    return tuple(change for change in found if change.before or change.after)


def check_anchor(text: str, start: int, end: int, quote: str) -> None:
    """Raise unless ``quote`` is what stands in ``text`` from ``start`` up to ``end``."""
    if not 0 <= start < end <= len(text) or text[start:end] != quote:
        raise RuleViolation(
            "anchor_lost", "所引的文字与送审文本不符，请重新选取后再批注", field="quote"
        )
