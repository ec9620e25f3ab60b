"""A joint operation (联合行动): its states, who may order it, and what it needs before.

《片区联合执法工作方案》二（二）3: the chief organises joint work of the zone; a deputy chief
coordinates simple joint work without asking the chief; people take part in their own unit's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.errors import RuleViolation
from personnel.rules import eligibility
from personnel.rules.eligibility import OfficerFacts

CHIEF = "《片区联合执法工作方案》二（二）3（1）"
DEPUTY = "《片区联合执法工作方案》二（二）3（2）"
TEAM = "《行政处罚法》第四十二条；《片区联合执法工作方案》二（二）3（1）"
LEAST_CERTIFIED = 2
LEAST_UNITS = 2
MOST_DAYS = 15
CHECK_IN_BEFORE = timedelta(hours=2)


class OperationState(StrEnum):
    DRAFT = "draft"
    ORDERED = "ordered"
    UNDER_WAY = "under_way"
    FINISHED = "finished"
    REPORTED = "reported"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return LABELS[self]


S = OperationState
LABELS: dict[OperationState, str] = {
    S.DRAFT: "拟制中",
    S.ORDERED: "已下达",
    S.UNDER_WAY: "进行中",
    S.FINISHED: "已结束",
    S.REPORTED: "已总结",
    S.CANCELLED: "已取消",
}
OVER = frozenset({S.REPORTED, S.CANCELLED})


class Actor(StrEnum):
    """Who may do it: see `plans.policy`."""

    PLANNER = "planner"
    ORDERER = "orderer"
    PARTICIPANT = "participant"
    LEAD = "lead"
    UNIT = "unit"


@dataclass(frozen=True)
class Step:
    """One thing done with an operation. ``target`` None: the state stays."""

    label: str
    sources: tuple[OperationState, ...]
    target: OperationState | None
    actor: Actor
    basis: str = CHIEF


STEPS: dict[str, Step] = {
    "edit": Step("修改方案", (S.DRAFT,), None, Actor.PLANNER),
    "book": Step("安排人员和装备", (S.DRAFT, S.ORDERED), None, Actor.UNIT, TEAM),
    "order": Step("下达", (S.DRAFT,), S.ORDERED, Actor.ORDERER),
    "change": Step("调整时间和集合地点", (S.ORDERED,), None, Actor.ORDERER),
    "cancel": Step("取消", (S.DRAFT, S.ORDERED), S.CANCELLED, Actor.ORDERER),
    "check_in": Step("签到", (S.ORDERED, S.UNDER_WAY), None, Actor.PARTICIPANT),
    "begin": Step("开始行动", (S.ORDERED,), S.UNDER_WAY, Actor.PARTICIPANT),
    "find": Step("登记检查结果", (S.UNDER_WAY, S.FINISHED), None, Actor.PARTICIPANT),
    "open_case": Step("登记为案件", (S.UNDER_WAY, S.FINISHED, S.REPORTED), None, Actor.PARTICIPANT),
    "unit_result": Step("填报本单位结果", (S.UNDER_WAY, S.FINISHED), None, Actor.UNIT),
    "finish": Step("结束行动", (S.UNDER_WAY,), S.FINISHED, Actor.LEAD),
    "write_report": Step("撰写总结", (S.FINISHED,), None, Actor.LEAD),
    "report": Step("提交总结", (S.FINISHED,), S.REPORTED, Actor.LEAD),
}


def require_step(state: str, action: str) -> Step:
    """The step, where the state allows it; RuleViolation says where the operation stands."""
    step = STEPS[action]
    if state not in step.sources:
        message = f"联合行动{OperationState(state).label}，不能{step.label}，请刷新页面核对"
        raise RuleViolation("illegal_step", message, step.basis)
    return step


class Orderer(StrEnum):
    """Whose word sends people out."""

    DEPUTY = "deputy"
    CHIEF = "chief"
    OFFICE = "office"

    @property
    def label(self) -> str:
        return {"deputy": "副片长", "chief": "牵头片区片长", "office": "区城管执法局指导单位"}[
            self.value
        ]


def is_simple(*, zones: int, days: int, from_report: bool) -> bool:
    """Simple joint work (简单联合执法): inside one zone, one day, not about a case that was
    reported to the chief."""
    return zones <= 1 and days <= 1 and not from_report


def orderers(*, zones: int, days: int, from_report: bool) -> tuple[Orderer, ...]:
    """Who may order it: over several zones also the coordination office; simple work inside the
    zone also a deputy chief alone (方案二（二）3（2）)."""
    if zones > 1:
        return (Orderer.CHIEF, Orderer.OFFICE)
    if is_simple(zones=zones, days=days, from_report=from_report):
        return (Orderer.CHIEF, Orderer.DEPUTY)
    return (Orderer.CHIEF,)


@dataclass(frozen=True)
class Sent:
    """A person and the unit in whose name they come; ``place``: a town where that unit acts."""

    officer: OfficerFacts
    unit: str
    place: str


def bar(sent: Sent, on: date) -> RuleViolation | None:
    """Why the person can't come on that day; None: may.

    Everybody acts in the name and in the field of their own unit, so a certificate of any field
    will do here; whether it reaches the matter is asked again when a case is filed.
    """
    fields = sorted({d for c in sent.officer.certificates for d in c.domains}) or [""]
    found = [
        eligibility.bar(sent.officer, on=on, domain=field, unit=sent.unit, place=sent.place)
        for field in fields
    ]
    return None if None in found else found[0]


@dataclass(frozen=True)
class Team:
    """What is set against R17: units taking part, the towns gone to, and per booked person the
    unit and why they may not come ("" = certified)."""

    units: tuple[str, ...]
    towns: tuple[str, ...]
    people: tuple[tuple[str, str, str], ...] = ()


def lacking(team: Team) -> tuple[str, ...]:
    """What is still wanting before it may be ordered; empty when nothing is."""
    found = []
    good = [(name, unit) for name, unit, why in team.people if not why]
    if not team.towns:
        found.append("还没有行动地点，请添加")
    strangers = [town for town in dict.fromkeys(team.towns) if town not in team.units]
    if strangers:
        found.append(f"{'、'.join(strangers)}是行动地点，其人员须参加，请加入参加单位")
    if len(team.units) < LEAST_UNITS:
        found.append(f"参加单位须两个以上，现有 {len(team.units)} 个")
    if len(good) < LEAST_CERTIFIED:
        found.append(f"持证执法人员须两人以上，现有 {len(good)} 人，请安排人员")
    elif len({unit for _, unit in good}) < LEAST_UNITS:
        found.append("持证执法人员都来自一个单位，须来自两个以上单位")
    found += [f"{name}（{unit}）不能参加：{why}，请换人" for name, unit, why in team.people if why]
    return tuple(found)


def require_strength(team: Team) -> None:
    """R17: two certified officers or more, of two units or more."""
    wanting = lacking(team)
    if wanting:
        raise RuleViolation("not_strong_enough", "；".join(wanting), TEAM, "officers")


def check_times(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise unless in order, not over yet, and no longer than MOST_DAYS."""
    if ends_at <= starts_at:
        raise RuleViolation("period_order", "结束时间须晚于开始时间", CHIEF, "ends_at")
    if ends_at <= now:
        raise RuleViolation("already_past", "结束时间已过，请改为以后的时间", CHIEF, "ends_at")
    if ends_at - starts_at > timedelta(days=MOST_DAYS):
        message = f"一次行动不超过 {MOST_DAYS} 天；更长的专项行动请分几次拟制"
        raise RuleViolation("too_long", message, CHIEF, "ends_at")


def check_arrival(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Checking in is open from two hours before the start until the end."""
    if now < starts_at - CHECK_IN_BEFORE:
        raise RuleViolation("too_early", "行动开始前两小时起才能签到，请到现场再签", CHIEF)
    if now > ends_at:
        raise RuleViolation("too_late", "行动时间已过，不能再签到；到场情况请写入总结", CHIEF)


def minutes_late(starts_at: datetime, arrived_at: datetime | None) -> int:
    """Full minutes after the start; 0 in time or not arrived."""
    if arrived_at is None or arrived_at <= starts_at:
        return 0
    return int((arrived_at - starts_at).total_seconds() // 60)


def days_between(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def require_told(units: Iterable[str], results: Sequence[str]) -> None:
    """The report is submitted when every unit has said what it did."""
    silent = [unit for unit, result in zip(units, results, strict=True) if not result.strip()]
    if silent:
        message = f"{'、'.join(silent)}还没有填报结果，请先填报或者代为填写"
        raise RuleViolation("unit_silent", message, CHIEF)
