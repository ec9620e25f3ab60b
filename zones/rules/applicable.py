"""Which wording of an item a decision applies: 从旧兼从轻.

行政处罚法 第三十七条: the law at the time of the act applies; but if at the time of the decision it
has been amended or repealed, and the new law punishes more lightly or not at all, the new one
applies. Which of two is the lighter is for a person to say, never for this rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.errors import RuleViolation

ARTICLE = "《行政处罚法》第三十七条"
CONTINUING = "《行政处罚法》第三十六条第二款、第三十七条"


@dataclass(frozen=True)
class Wording:
    """One version of an item. ``key`` tells versions apart; both days belong to the period."""

    key: int
    valid_from: date
    valid_until: date | None
    legal_basis: str
    penalty: str

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def punishes_like(self, other: Wording) -> bool:
        return (self.legal_basis, self.penalty) == (other.legal_basis, other.penalty)


@dataclass(frozen=True)
class Applicable:
    """What to apply and why. Two wordings: the old first, and a person confirms the lighter one."""

    wordings: tuple[Wording, ...]
    needs_choice: bool
    reason: str
    basis: str


def applicable(
    versions: Sequence[Wording], *, acted_on: date, decided_on: date, continuing: bool = False
) -> Applicable:
    """The wording to apply to an act of ``acted_on`` in a decision of ``decided_on``.

    ``acted_on`` is the day the act ended; a ``continuing`` act has not ended yet and is judged as
    one of the day of the decision. No wordings in the answer: none was in force, nothing may be
    decided on the item. Raises RuleViolation ``decided_before_act``.
    """
    if decided_on < acted_on:
        raise RuleViolation("decided_before_act", "决定日期不能早于行为日期", "", "decided_on")
    judged_on = decided_on if continuing else acted_on
    basis = CONTINUING if continuing else ARTICLE
    then = _in_force(versions, judged_on)
    now = _in_force(versions, decided_on)
    if then is None:
        return Applicable((), False, _no_version(judged_on), basis)
    if continuing:
        return Applicable((then,), False, _still_going(then, decided_on), basis)
    if now is None:
        return Applicable((then,), True, _repealed(decided_on), basis)
    if now.key == then.key:
        return Applicable((then,), False, "行为时与决定时的规定相同，适用该规定。", basis)
    if now.punishes_like(then):
        return Applicable(
            (then,), False, "其间事项有过调整，依据和处罚幅度未变，适用行为时的规定。", basis
        )
    return Applicable((then, now), True, _changed(now), basis)


def _in_force(versions: Sequence[Wording], day: date) -> Wording | None:
    return next((version for version in versions if version.covers(day)), None)


def _no_version(day: date) -> str:
    return f"目录中没有 {day} 有效的规定；行为时没有规定的，不得依照后来的规定处罚。"


def _still_going(wording: Wording, decided_on: date) -> str:
    return (
        f"违法行为到 {decided_on} 仍在继续，以行为终了之日为准，"
        f"适用现行规定（自 {wording.valid_from} 起）。"
    )


def _repealed(decided_on: date) -> str:
    return (
        f"行为时的规定到 {decided_on} 已不在目录中。新的规定不认为是违法的，不再处罚；"
        "仍有规定的，适用处罚较轻的规定，须人工确认。"
    )


def _changed(now: Wording) -> str:
    return (
        f"行为之后规定有变（自 {now.valid_from} 起）。原则上适用行为时的规定；"
        "新规定处罚较轻或者不认为是违法的，适用新规定。哪一个较轻，须人工比较并确认。"
    )
