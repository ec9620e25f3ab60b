"""先行登记保存 (《行政处罚法》第五十六条): what may be decided of it, and until when."""

from __future__ import annotations

from datetime import date

from core.errors import RuleViolation

BASIS = "《行政处罚法》第五十六条"
# Outcomes of the decision; 没收 is a penalty and can only be part of a penalty decision.
IN_TIME = ("returned", "seized", "tested", "transferred", "lifted")
OVERDUE = ("returned", "seized", "lifted")


def is_lapsed(due_on: date, today: date) -> bool:
    """Past its last day without a decision: the preservation counts as lifted."""
    return today > due_on


def outcomes(due_on: date, today: date) -> tuple[str, ...]:
    """What may be decided today."""
    return OVERDUE if is_lapsed(due_on, today) else IN_TIME


def check_outcome(
    outcome: str, *, due_on: date, today: date, measure_running: bool, note: str = ""
) -> None:
    """Raise unless this may be decided today."""
    if outcome == "confiscated":
        text = "没收是行政处罚，须在处罚决定中作出；现在请转为查封、扣押，送检，或者退还"
        raise RuleViolation("not_by_preservation", text, BASIS, field="outcome")
    if outcome not in outcomes(due_on, today):
        text = f"处理期限已于 {due_on} 届满，保存措施视为解除，只能解除、退还，或者依法另行查封扣押"
        raise RuleViolation("preservation_lapsed", text, BASIS, field="outcome")
    if outcome == "seized" and not measure_running:
        text = "转为查封、扣押的，须先办理“查封、扣押”并已实施"
        raise RuleViolation("no_measure", text, BASIS, field="outcome")
    if outcome in ("transferred", "tested") and not note.strip():
        words = "接收机关和移送文书" if outcome == "transferred" else "检测、检验、鉴定机构"
        raise RuleViolation("no_note", f"请写明{words}", BASIS, field="note")
