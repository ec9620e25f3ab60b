"""催办: a leader of the zone reminds those who handle a case. At most once a day per case."""

from __future__ import annotations

from datetime import date

from core.errors import RuleViolation

BASIS = "方案二（二）3（1）"
MOST_CASES = 50
LONGEST = 200
USUAL = "请抓紧办理，并在案件中登记进展。"


def may_urge(last_on: date | None, today: date) -> bool:
    """Whether a case last urged on `last_on` may be urged on `today`."""
    return last_on is None or last_on < today


def check(case_ids: list[int], message: str) -> None:
    """What a round of reminders needs before any case is looked at."""
    if not case_ids:
        raise RuleViolation("no_case", "请先勾选要催办的案件", BASIS, field="case")
    if len(case_ids) > MOST_CASES:
        raise RuleViolation(
            "too_many", f"一次最多催办 {MOST_CASES} 件，请分批催办", BASIS, field="case"
        )
    if not message.strip():
        raise RuleViolation("no_message", "请写明催办内容", BASIS, field="message")


def words(times: int, last_on: date) -> str:
    """催办 2 次，最近 2026-11-23."""
    return f"催办 {times} 次，最近 {last_on.isoformat()}"
