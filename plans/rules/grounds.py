"""Why somebody is inspected: by plan, or on one of the grounds that need no plan.

The ten grounds of inspections of a single case (个案检查) do not count against the yearly cap;
they follow the published list cited in the glossary (国办发〔2024〕54号 and local rules).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from core.errors import RuleViolation

BASIS = "国办发〔2024〕54号"


class Ground(Enum):
    """What an inspection rests on."""

    PLAN = "plan"
    COMPLAINT = "complaint"
    SUPERIOR = "superior"
    ASSISTANCE = "assistance"
    AUDIT = "audit"
    REMOTE_LEAD = "remote_lead"
    MEDIA = "media"
    REINSPECTION = "reinspection"
    REQUEST = "request"
    LICENCE = "licence"
    EMERGENCY = "emergency"


LABELS: Mapping[Ground, str] = MappingProxyType(
    {
        Ground.PLAN: "年度计划",
        Ground.COMPLAINT: "投诉举报",
        Ground.SUPERIOR: "上级交办",
        Ground.ASSISTANCE: "配合上级检查",
        Ground.AUDIT: "执法稽查",
        Ground.REMOTE_LEAD: "非现场监管发现线索",
        Ground.MEDIA: "媒体曝光",
        Ground.REINSPECTION: "整改复查",
        Ground.REQUEST: "企业申请",
        Ground.LICENCE: "许可现场核查",
        Ground.EMERGENCY: "法定紧急情形",
    }
)


def counts(ground: Ground) -> bool:
    """The visit counts against the target's yearly cap."""
    return ground is Ground.PLAN


def require_room(ground: Ground, *, done: int, cap: int, exception: str = "") -> None:
    """Refuse a planned visit over the cap, unless the exception is given in words."""
    if counts(ground) and done >= cap and not exception.strip():
        raise RuleViolation(
            "over_cap",
            f"该对象本年度计划内检查已满 {cap} 次，不得再安排；确有必要的，请填写例外理由",
            BASIS,
            field="exception",
        )
