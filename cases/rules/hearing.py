"""The hearing: asked in time, notice long enough before, a chair who did not investigate.

《行政处罚法》第六十三条 to 第六十五条.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from core.errors import RuleViolation

_64 = "《行政处罚法》第六十四条"


@dataclass(frozen=True)
class Chair:
    """Who is to chair. `id` is the officer's, `handlers` those who investigate the case."""

    id: int
    name: str
    handlers: frozenset[int]
    recused: bool = False


def check_request(requested_on: date, told_on: date, last: date | None) -> None:
    """The party asks within five working days after it was told; the last day is in time."""
    if requested_on < told_on:
        raise RuleViolation(
            "asked_before_told", "听证申请不能早于告知", f"{_64}第一项", field="requested_on"
        )
    if last is not None and requested_on > last:
        raise RuleViolation(
            "asked_too_late",
            f"要求听证的期限至 {last}，{requested_on} 提出已逾期",
            f"{_64}第一项",
            field="requested_on",
        )


def check_notice(notice_on: date, held_at: datetime, earliest: date) -> None:
    """Seven whole working days lie between the service of the notice and the hearing."""
    if held_at.date() <= notice_on:
        raise RuleViolation(
            "hearing_before_notice", "听证不能早于通知送达", f"{_64}第二项", field="held_at"
        )
    if held_at.date() < earliest:
        raise RuleViolation(
            "notice_too_short",
            f"举行听证的七日前须通知：{notice_on} 送达的，最早于 {earliest} 举行",
            f"{_64}第二项",
            field="held_at",
        )


def check_chair(chair: Chair) -> None:
    """Nobody who investigates the case, or has an interest in it, chairs."""
    if chair.id in chair.handlers:
        raise RuleViolation(
            "chair_investigates",
            f"{chair.name}是本案办案人，听证由非本案调查人员主持",
            f"{_64}第四项",
            field="chair",
        )
    if chair.recused:
        raise RuleViolation(
            "chair_recused",
            f"{chair.name}与当事人有利害关系，应当回避",
            f"{_64}第四项、第四十三条",
            field="chair",
        )


def check_openness(*, is_public: bool, why: str, grounds: Collection[str]) -> None:
    """Public unless state secrets, business secrets or privacy (第三项) stand against it."""
    if not is_public and why not in grounds:
        raise RuleViolation(
            "closed_without_ground",
            "听证公开举行；不公开的须选明国家秘密、商业秘密或者个人隐私",
            f"{_64}第三项",
            field="closed_why",
        )
