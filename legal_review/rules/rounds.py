"""What governs the rounds of a review: resubmitting, asking for material, more time.

《行政处罚法》第五十八条: nothing is decided without a passed review; an opinion the organ does not
share is answered by its heads' collective discussion and a new round, never by passing it over.
"""

from dataclasses import dataclass
from datetime import date

from core.errors import RuleViolation
from core.rules.workdays import WorkCalendar
from legal_review.rules.checklist import OpinionKind

_58 = "《行政处罚法》第五十八条"
_DISSENT = "《行政处罚法》第五十七条第二款、第五十八条"
DAYS_TO_ASK = 1  # working days within which the reviewer may ask for missing material
# Opinions against the decision as such: the same text does not come back unanswered.
AGAINST = frozenset(
    {OpinionKind.DISAGREE, OpinionKind.EXCEEDS_AUTHORITY, OpinionKind.SUSPECTED_CRIME}
)


@dataclass(frozen=True)
class Before:
    """The round before: its opinion, its text, and whether the organ dissented in due form."""

    kind: OpinionKind
    text_hash: str
    dissented: bool


def check_resubmission(before: Before | None, text_hash: str) -> None:
    """Raise when a text that was refused comes back unchanged and undiscussed."""
    if before is None or before.kind not in AGAINST or before.text_hash != text_hash:
        return
    if not before.dissented:
        raise RuleViolation(
            "refused_text_again",
            f"上一轮意见为“{before.kind.label}”，送审文本没有改动：请修改后再报；"
            "机关有不同意见的，由负责人集体讨论并登记异议后再报",
            _DISSENT,
        )


def check_dissent(
    kind: OpinionKind, *, discussed: bool, after_opinion: bool, agreed: bool, same_text: bool
) -> None:
    """Raise unless the heads discussed this very text after the opinion and stand by it."""
    if kind not in AGAINST:
        raise RuleViolation(
            "nothing_to_dissent",
            f"上一轮意见为“{kind.label}”，按意见补正后再报即可，无须登记异议",
            _58,
        )
    if not (discussed and after_opinion):
        raise RuleViolation(
            "dissent_undiscussed",
            "异议须经负责人集体讨论：请先登记审核意见出具以后的集体讨论",
            _DISSENT,
            field="view",
        )
    if not (agreed and same_text):
        raise RuleViolation(
            "dissent_not_carried",
            "最近一次集体讨论没有同意现在的文本，不能以异议再报",
            _DISSENT,
            field="view",
        )


def may_ask_for_material(started_on: date, today: date, calendar: WorkCalendar) -> bool:
    """Within the first working day after the submission."""
    return calendar.workdays_between(started_on, today) <= DAYS_TO_ASK


def check_extension(*, extended: bool, due_on: date | None, today: date, reason: str) -> None:
    """Raise unless the term may be extended: once, before it ends, for a reason."""
    if extended:
        raise RuleViolation("extended_already", "审核期限已延长过一次，不能再延长", _58)
    if due_on is None:
        raise RuleViolation("clock_stopped", "材料补齐前期限没有起算，无须延长", _58)
    if today > due_on:
        raise RuleViolation("extended_late", f"审核期限已于 {due_on} 届满，不能再延长", _58)
    if not reason.strip():
        raise RuleViolation("no_reason", "请写明延长的理由", _58, field="reason")
