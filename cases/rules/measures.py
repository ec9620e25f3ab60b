"""查封、扣押: who may take it, on what ground, and what it may not touch (《行政强制法》)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.errors import RuleViolation

_17 = "《行政强制法》第十七条"
_23 = "《行政强制法》第二十三条"
_10 = "《行政强制法》第十条、第十八条"
_19 = "《行政强制法》第十九条"
TERM = "《行政强制法》第二十五条"
MOST_EXTENSION_DAYS = 30
_27 = "《行政强制法》第二十七条、第二十八条"
_LAW = re.compile(r"《[^》]{2,60}》.{0,20}第.{1,8}条")
EARLIEST_EMERGENCY = timedelta(hours=24)


class Power(StrEnum):
    """Where the organ's power to take compulsory measures comes from."""

    LAW = "law"
    CONCENTRATED = "concentrated"
    DELEGATED = "delegated"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Power.LAW: "法律、法规授予本机关",
    Power.CONCENTRATED: "依法行使相对集中行政处罚权",
    Power.DELEGATED: "受其他机关委托",
}


@dataclass(frozen=True)
class Ground:
    """What the officers state: the power, the document that gives it, the law applied."""

    power: Power
    document: str
    legal_basis: str


@dataclass(frozen=True)
class Object:
    """What the officers state of the things: all three must be true."""

    belongs_to_offence: bool
    no_daily_necessities: bool
    not_seized_by_others: bool


def check_power(ground: Ground, *, is_town: bool) -> None:
    """Raise unless the organ has the power itself. A town never has it by itself."""
    if ground.power is Power.DELEGATED:
        text = "行政强制措施权不得委托：受委托的单位不能查封、扣押，请移请有权机关实施"
        raise RuleViolation("power_delegated", text, f"{_17}第一款", field="power")
    if is_town and ground.power is Power.LAW:
        text = (
            "法律、法规没有把查封、扣押权直接授予乡镇（街道）。依照省人民政府决定行使相对集中行政"
            "处罚权的，选“依法行使相对集中行政处罚权”并写明决定；否则请移请有权的部门实施"
        )
        raise RuleViolation("no_power", text, f"{_17}第一款、第二款", field="power")
    if ground.power is Power.CONCENTRATED and len(ground.document.strip()) < 6:
        text = "请写明决定行使相对集中行政处罚权、并包含这项强制措施的文件名称和文号"
        raise RuleViolation("no_document", text, f"{_17}第二款", field="power_document")


def check_basis(ground: Ground) -> None:
    """The law or regulation that provides the measure is named with its article."""
    if not _LAW.search(ground.legal_basis):
        text = (
            "请写明规定可以查封、扣押的法律、法规名称和条款，如《××法》第×条；规章不得设定强制措施"
        )
        raise RuleViolation("no_basis", text, _10, field="legal_basis")


def check_object(what: Object) -> None:
    """Only what has to do with the offence, no daily necessities, nothing seized already."""
    if not what.belongs_to_offence:
        text = "不得查封、扣押与违法行为无关的场所、设施或者财物"
        raise RuleViolation("unrelated", text, f"{_23}第一款", field="belongs_to_offence")
    if not what.no_daily_necessities:
        text = "不得查封、扣押公民个人及其所扶养家属的生活必需品"
        raise RuleViolation("necessities", text, f"{_23}第一款", field="no_daily_necessities")
    if not what.not_seized_by_others:
        text = "场所、设施或者财物已被其他国家机关依法查封的，不得重复查封"
        raise RuleViolation("seized_twice", text, f"{_23}第二款", field="not_seized_by_others")


def check_emergency(carried_out_at: datetime | None, now: datetime) -> datetime:
    """The moment of a measure taken at once: past, and entered within its twenty-four hours."""
    if carried_out_at is None:
        raise RuleViolation("no_moment", "请填写当场实施的时间", _19, field="carried_out_at")
    if carried_out_at > now:
        raise RuleViolation(
            "future_measure", "实施时间晚于现在，请核对", _19, field="carried_out_at"
        )
    if now - carried_out_at > EARLIEST_EMERGENCY:
        text = "当场实施的应当在二十四小时内报告并补办批准，现已超过；请立即解除，另行依法办理"
        raise RuleViolation("reported_too_late", text, _19, field="carried_out_at")
    return carried_out_at


def check_outcome(outcome: str, *, confiscation_decided: bool, note: str) -> None:
    """Confiscation rests on a decision; destruction and transfer are to be explained."""
    if outcome == "confiscated" and not confiscation_decided:
        text = "没收须由处罚决定作出；没有决定没收的，应当解除并退还"
        raise RuleViolation("nothing_confiscated", text, _27, field="outcome")
    if outcome in ("destroyed", "transferred") and not note.strip():
        words = {
            "destroyed": "请写明规定应当销毁的法律、行政法规和销毁经过",
            "transferred": "请写明接收机关和移送文书",
        }[outcome]
        raise RuleViolation("no_note", words, _27, field="note")


def check_extension(days: int, *, due_on: date, extended: bool, today: date) -> None:
    """Once, by thirty days at most, before it ends."""
    if extended:
        raise RuleViolation("extended_already", "已经延长过，不能再次延长", TERM, field="measure")
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        text = f"延长期限不得超过 {MOST_EXTENSION_DAYS} 日"
        raise RuleViolation("extension_too_long", text, TERM, field="days")
    if today > due_on:
        text = f"期限已于 {due_on} 届满，不能再延长，应当立即解除"
        raise RuleViolation("extension_too_late", text, TERM, field="days")


def check_testing(
    starts_on: date,
    ends_on: date,
    told_on: date,
    *,
    carried_out_on: date,
    last_day: date,
    today: date,
) -> None:
    """The stretch of testing lies within the measure and was told in writing."""
    if ends_on < starts_on:
        raise RuleViolation("reversed", "结束日期不能早于开始日期", TERM, field="ends_on")
    if starts_on < carried_out_on or starts_on > last_day:
        text = f"检测鉴定期间须从措施期限内（{carried_out_on} 至 {last_day}）开始"
        raise RuleViolation("outside", text, TERM, field="starts_on")
    if today > last_day:
        text = f"期限已于 {last_day} 届满，应当立即解除，不能再扣除期间"
        raise RuleViolation("too_late", text, TERM, field="starts_on")
    if told_on > today:
        raise RuleViolation("not_told", "须先书面告知当事人，再登记", TERM, field="told_on")
