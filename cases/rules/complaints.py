"""What may be done with a complaint where it stands, and in which words it is told.

No national law gives a procedure for complaints to towns: 受理 and 答复 within the terms of
`terms_inquiry` (figures 待确认), reasons in writing, confidentiality by 《行政处罚法》第五十条.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.errors import RuleViolation

SECRECY = "《行政处罚法》第五十条"
PLAN = "《片区联合执法工作方案》二（二）3（3）"

RECEIVED, ACCEPTED, REFUSED = "received", "accepted", "refused"
TRANSFERRED, MERGED, ANSWERED = "transferred", "merged", "answered"

STATUS_LABELS: Mapping[str, str] = MappingProxyType(
    {
        RECEIVED: "待处理",
        ACCEPTED: "已受理",
        REFUSED: "不予受理",
        TRANSFERRED: "已转办",
        MERGED: "并入其他投诉",
        ANSWERED: "已答复",
    }
)
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "register": "受理并登记案件",
        "link": "受理并归入已有案件",
        "accept": "受理（先核查）",
        "answer": "答复",
        "transfer": "转办",
        "send_back": "退回转办",
        "merge": "并入另一件",
        "refuse": "不予受理",
    }
)
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "not_ours": "不属于行政执法事项，也不属于本机关职责",
        "unclear": "没有具体的对象、地点或者事实，无法核查",
        "handled": "同一事项已经处理并答复，没有新的事实和证据",
        "dispute": "属于民事纠纷，可以通过调解、仲裁、诉讼解决",
        "pending": "已进入诉讼、仲裁、行政复议等法定程序",
        "expired": "超过追究时效（《行政处罚法》第三十六条）",
        "other": "其他（在说明中写明）",
    }
)


@dataclass(frozen=True)
class Standing:
    """Where a complaint stands. `inside`: passed to a unit of this platform, which has it now."""

    status: str
    inside: bool = False
    has_case: bool = False
    answered: bool = False

    @property
    def waits(self) -> bool:
        """Nobody has taken it up yet."""
        return self.status == RECEIVED or (self.status == TRANSFERRED and self.inside)

    @property
    def is_checked(self) -> bool:
        """Taken up to be looked into, no case yet."""
        return self.status == ACCEPTED and not self.has_case


def _may(action: str, at: Standing) -> bool:
    if action in ("register", "link", "merge", "transfer"):
        return at.waits or at.is_checked
    if action in ("accept", "refuse"):
        return at.waits
    if action == "send_back":
        return at.inside and (at.waits or at.is_checked)
    return action == "answer" and not at.waits and not at.answered


def actions_at(at: Standing) -> tuple[str, ...]:
    """What may be done now, the likeliest first."""
    return tuple(action for action in LABELS if _may(action, at))


def check(action: str, at: Standing) -> None:
    """Refuses an action that doesn't fit where the complaint stands."""
    if not _may(action, at):
        label = "已答复" if at.answered else STATUS_LABELS[at.status]
        text = f"该投诉举报{label}，不能再“{LABELS[action]}”，请刷新后核对"
        raise RuleViolation("complaint_stands_elsewhere", text)


@dataclass(frozen=True)
class Outcome:
    """What a reporter is told, without names and without anything of a case."""

    status: str
    unit: str
    received_on: date
    refusal: str = ""
    has_case: bool = False
    case_ended: bool = False
    elsewhere: str = ""


def public_words(told: Outcome) -> str:
    """The state in plain words, for the reporter who follows by the code."""
    if told.status == RECEIVED:
        return f"已收到，{told.unit}正在核对，将决定是否受理。"
    if told.elsewhere or told.status == TRANSFERRED:
        return f"已转交{told.elsewhere or told.unit}处理。"
    if told.refusal == "other":
        return f"{told.unit}决定不予受理，理由见答复。"
    if told.refusal:
        return f"{told.unit}决定不予受理：{REFUSALS[told.refusal]}。"
    if told.status == MERGED:
        return f"反映的是同一件事，{told.unit}已与先前收到的投诉举报合并处理。"
    if told.has_case and told.case_ended:
        return f"{told.unit}已受理，依法办理完毕。"
    if told.has_case:
        return f"{told.unit}已受理，正在依法办理。"
    return f"{told.unit}已受理，正在核查。"


def proposed_answer(told: Outcome, place: str) -> str:
    """A draft of the answer for the officer to complete; names nobody and no case."""
    opening = f"您于 {told.received_on} 反映的“{place}”的问题，"
    if told.refusal:
        reason = "（请写明理由）" if told.refusal == "other" else REFUSALS[told.refusal]
        return f"{opening}经核对，{reason}，我单位决定不予受理。如有新的事实和证据，可以再次反映。"
    if told.elsewhere:
        return f"{opening}不属于我单位职责，已转交{told.elsewhere}处理，请向该机关了解办理情况。"
    if told.has_case and told.case_ended:
        return f"{opening}我单位已受理并依法办理完毕。感谢您的监督。"
    if told.has_case:
        return f"{opening}我单位已受理，正在依法办理。感谢您的监督。"
    return f"{opening}我单位已受理并到现场核查。感谢您的监督。"
