"""The study meeting on difficult cases (疑难案件研讨会): its steps, who convenes, what it may say.

《片区联合执法工作方案》二（二）3（3）. Its conclusions never stand for the collective
discussion (《行政处罚法》第五十七条第二款) and never move jurisdiction (第二十五条).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from core.errors import RuleViolation

BASIS = "方案二（二）3（3）"
NOT_INSTEAD = (
    "研讨意见不代替行政机关负责人集体讨论（《行政处罚法》第五十七条第二款），"
    "不改变案件管辖（《行政处罚法》第二十五条）；处罚决定由有权机关依法作出。"
)
FEWEST = 2  # a meeting needs somebody to study with


class StudyState(StrEnum):
    DRAFT = "draft"
    CALLED = "called"
    HELD = "held"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    StudyState.DRAFT: "拟定中",
    StudyState.CALLED: "已召集",
    StudyState.HELD: "已召开，待签发纪要",
    StudyState.CONCLUDED: "已办结",
    StudyState.CANCELLED: "已取消",
}


class Effect(StrEnum):
    """What the conclusion on a case is to the unit that handles it."""

    BINDING = "binding"
    ADVISORY = "advisory"

    @property
    def label(self) -> str:
        return "交办落实" if self is Effect.BINDING else "参考意见"


@dataclass(frozen=True)
class Step:
    """One row of the table: from which states, to which (None: it stays)."""

    label: str
    sources: tuple[StudyState, ...]
    target: StudyState | None = None


_S = StudyState
STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "revise": Step("修改", (_S.DRAFT, _S.CALLED)),
        "agenda": Step("调整议程", (_S.DRAFT, _S.CALLED)),
        "materials": Step("准备材料", (_S.DRAFT, _S.CALLED)),
        "call": Step("召集", (_S.DRAFT,), _S.CALLED),
        "answer": Step("答复", (_S.CALLED,)),
        "opine": Step("发表意见", (_S.CALLED, _S.HELD)),
        "hold": Step("登记召开情况", (_S.CALLED,), _S.HELD),
        "resolve": Step("作出研讨结论", (_S.HELD,)),
        "minute": Step("修改纪要", (_S.HELD,)),
        "sign": Step("签发纪要", (_S.HELD,), _S.CONCLUDED),
        "cancel": Step("取消", (_S.DRAFT, _S.CALLED), _S.CANCELLED),
        "carry_out": Step("报告落实情况", (_S.CONCLUDED,)),
    }
)


def allows(step: str, state: StudyState) -> bool:
    return state in STEPS[step].sources


def require_step(step: str, state: StudyState) -> None:
    if not allows(step, state):
        text = f"会议现为“{state.label}”，不能办理“{STEPS[step].label}”，请刷新后核对"
        raise RuleViolation("study_state", text)


@dataclass(frozen=True)
class Convener:
    """In which zones somebody may convene; `district`: everywhere, across zones too."""

    zones: frozenset[int] = frozenset()
    district: bool = False


def may_convene(by: Convener, zones: Collection[int]) -> bool:
    """One zone by its own people; across zones by the coordination office (指导单位)."""
    if by.district:
        return True
    return len(zones) == 1 and set(zones) <= by.zones


def check_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if starts_at <= now:
        raise RuleViolation("study_past", "会议时间已过，请填写今后的时间", field="starts_at")
    if ends_at <= starts_at:
        raise RuleViolation("study_order", "结束时间须晚于开始时间", field="ends_at")
    if (ends_at - starts_at).days >= 1:
        raise RuleViolation("study_long", "一次会议不超过一天，请核对结束时间", field="ends_at")


def check_agenda(case_zones: Collection[int], meeting_zones: Collection[int], number: str) -> None:
    """A case is studied where it happened."""
    if not set(case_zones) & set(meeting_zones):
        text = f"{number} 的案发地不在会议所属片区，请由案发地片区召集，或者由指导单位跨片区召集"
        raise RuleViolation("study_elsewhere", text, BASIS, field="case_number")


def check_call(cases: int, people: int) -> None:
    if not cases:
        raise RuleViolation("no_agenda", "会议还没有议题，请先把案件列入议程", BASIS)
    if people < FEWEST:
        text = f"研讨至少须有 {FEWEST} 人参加，请先确定参会人员"
        raise RuleViolation("nobody_to_study_with", text, BASIS, field="participants")


def check_recusals(recused: Sequence[tuple[str, str, str]]) -> None:
    """`recused`: name, case number, party; whoever must stand aside does not study the case."""
    if recused:
        told = "；".join(
            f"{name}与 {number} 的{party}有利害关系" for name, number, party in recused
        )
        text = f"{told}，应当回避，请调整参会人员或者议程"
        raise RuleViolation("study_recused", text, "《行政处罚法》第四十三条", field="participants")


def check_held(held_at: datetime, called_at: datetime, now: datetime) -> None:
    if held_at > now:
        raise RuleViolation("study_future", "召开时间晚于现在，请会后再登记", field="held_at")
    if held_at < called_at.replace(second=0, microsecond=0):
        raise RuleViolation("held_before_call", "召开时间不能早于召集，请核对", field="held_at")


def check_present(present: int) -> None:
    if present < FEWEST:
        text = f"到会不足 {FEWEST} 人，不成研讨；请改期召开，或者取消会议"
        raise RuleViolation("too_few_present", text, BASIS, field="present")


def check_conclusion(
    effect: Effect, *, commands: bool, finish_by: date | None, today: date, closed: bool
) -> None:
    """`commands`: the chair is the chief of a zone of the case, who alone may give it orders."""
    if effect is Effect.ADVISORY:
        if finish_by is not None:
            text = "参考意见不定完成时限；须按时限落实的，请选“交办落实”"
            raise RuleViolation("advice_with_term", text, BASIS, field="finish_by")
        return
    if not commands:
        text = "只有案发地片区的片长主持，才能交办落实；请改为参考意见，或者报片长安排"
        raise RuleViolation("chair_is_no_chief", text, BASIS, field="effect")
    if closed:
        text = "案件已经办结，不能再交办；请改为参考意见"
        raise RuleViolation("study_closed_case", text, field="effect")
    if finish_by is None:
        raise RuleViolation("no_term", "交办落实须写明完成时限", BASIS, field="finish_by")
    if finish_by < today:
        raise RuleViolation("finish_by_past", "完成时限早于今天，请核对", field="finish_by")


def check_minutes(minutes: str, *, conclusion: str, dissents: Sequence[str], number: str) -> None:
    """The minutes of a case hold its conclusion and every dissent, word for word."""
    if not conclusion:
        raise RuleViolation("not_concluded", f"{number} 还没有研讨结论，请先逐案作出结论", BASIS)
    if conclusion not in minutes:
        text = f"{number} 的纪要与研讨结论不一致，请恢复结论原文，或者按最新数据重新起草"
        raise RuleViolation("minutes_differ", text, BASIS)
    if any(dissent not in minutes for dissent in dissents):
        text = f"{number} 的纪要缺少保留的不同意见，请补上原文，或者按最新数据重新起草"
        raise RuleViolation("dissent_missing", text, BASIS)
