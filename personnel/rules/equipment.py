"""When a piece of equipment may be lent or booked, what is due, and what a unit lacks.

Pure: values in, decision out. Days are days of the district, moments are aware.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.errors import RuleViolation

PLAN_GEAR = "方案三（三）"
PLAN_BUDGET = "方案附件（七）"
# Kinds that may not be used once their periodic inspection has run out, and why.
NEEDS_INSPECTION = {
    "vehicle": "《道路交通安全法》第十三条",
    "camera": "《行政处罚法》第四十七条",
}
_LAPSED = {
    "vehicle": "机动车未按期安全技术检验，不得上道路行驶",
    "camera": "执法记录仪未按期校准，全过程记录不足为凭",
}
INSPECTION_DAYS = (0, 7, 30)
# Hours after the due moment at which a holder is told again.
_LATE_STAGES = ((0, "late"), (24, "late-1"), (72, "late-3"), (168, "late-7"))
SOON = timedelta(hours=2)


class Use(StrEnum):
    """What a piece is wanted for."""

    LEND = "领用"
    BOOK = "预约"


@dataclass(frozen=True)
class Piece:
    """What the rule must know of a piece: `lent_to`/`lent_until` when somebody has it now."""

    label: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    inspect_due_on: date | None = None
    lent_to: str = ""
    lent_until: datetime | None = None
    late: bool = False


def fault_of(piece: Piece, use: Use, starts_at: datetime, last_day: date) -> RuleViolation | None:
    """Why the piece can't be lent or booked from `starts_at` until `last_day`; None: it can."""
    if piece.state == "retired":
        return RuleViolation("retired", f"{piece.label}已报废，不能{use}", PLAN_GEAR)
    if piece.state != "in_use":
        text = f"{piece.label}{piece.state_label}，修复后才能{use}"
        return RuleViolation("faulty", text, PLAN_GEAR)
    if piece.kind == "uniform" and use is Use.BOOK:
        return RuleViolation("not_bookable", "执法服装按人领用，不预约时段")
    due = piece.inspect_due_on
    if piece.kind in NEEDS_INSPECTION and due is not None and due < last_day:
        text = f"{piece.label}应于 {due} 前检验，{_LAPSED[piece.kind]}；请先检验并登记，再办理{use}"
        return RuleViolation("inspection_due", text, NEEDS_INSPECTION[piece.kind])
    return _held(piece, use, starts_at)


def _held(piece: Piece, use: Use, starts_at: datetime) -> RuleViolation | None:
    if not piece.lent_to or piece.lent_until is None:
        return None
    if use is Use.BOOK and not piece.late and piece.lent_until <= starts_at:
        return None
    state = "逾期未还" if piece.late else "尚未归还"
    text = (
        f"{piece.label}由{piece.lent_to}领用，应还时间 {piece.lent_until:%Y-%m-%d %H:%M}，{state}"
    )
    return RuleViolation("lent", text)


def loan_stage(due_at: datetime, now: datetime) -> str:
    """How far a loan is: "" (nothing to say yet), soon (two hours before), late, late-1 …"""
    if now < due_at:
        return "soon" if due_at - now <= SOON else ""
    hours = (now - due_at) / timedelta(hours=1)
    return [stage for after, stage in _LATE_STAGES if hours >= after][-1]


def inspection_stage(due_on: date, today: date) -> str:
    """ "" more than 30 days before the inspection, then 30, 7, 0, and late after the day."""
    left = (due_on - today).days
    if left < 0:
        return "late"
    return next((str(days) for days in INSPECTION_DAYS if left <= days), "")


@dataclass(frozen=True)
class Due:
    """A date as a badge tells it: words, level (ok, soon, late), the date itself on hovering."""

    text: str
    level: str
    why: str
    provisional: bool = False


def day_due(day: date, today: date) -> Due:
    """How far an inspection is; soon from 30 days before."""
    left = (day - today).days
    if left < 0:
        return Due(f"逾期 {-left} 天", "late", day.isoformat())
    text = f"剩 {left} 天" if left else "今天到期"
    return Due(text, "soon" if left <= max(INSPECTION_DAYS) else "ok", day.isoformat())


def loan_due(due_at: datetime, now: datetime) -> Due:
    """How far a return is, in hours on the last day. `due_at` in local time."""
    why, left = f"{due_at:%Y-%m-%d %H:%M}", due_at - now
    if left < timedelta(0):
        days = -left // timedelta(days=1)
        return Due(f"逾期 {days} 天" if days else "已逾期", "late", why)
    if left < timedelta(days=1):
        hours = left // timedelta(hours=1)
        return Due(f"剩 {hours} 小时" if hours else "剩不到 1 小时", "soon", why)
    return Due(f"剩 {left.days} 天", "ok", why)


@dataclass(frozen=True)
class Norm:
    """How much a team should have (figures the plan leaves open, kept as parameters)."""

    officers_per_terminal: int = 2
    officers_per_camera: int = 2
    vehicles: int = 1


@dataclass(frozen=True)
class Need:
    """One kind at one unit: how many it should have, has, and of these can be used today."""

    kind: str
    wanted: int
    had: int
    usable: int

    @property
    def short(self) -> int:
        return max(0, self.wanted - self.had)


def needs(officers: int, had: dict[str, int], usable: dict[str, int], norm: Norm) -> list[Need]:
    """What a unit with so many officers should have (方案三（三）); without any, none."""
    wanted = {
        "terminal": -(-officers // norm.officers_per_terminal),
        "camera": -(-officers // norm.officers_per_camera),
        "vehicle": norm.vehicles if officers else 0,
    }
    return [
        Need(kind, number, had.get(kind, 0), usable.get(kind, 0)) for kind, number in wanted.items()
    ]


MOST_IN_A_BATCH = 50
_SERIES = re.compile(r"(.*?)(\d+)", re.DOTALL)


def series(first: str, count: int) -> list[str]:
    """`count` codes from the first on: ZS-JL-008, ZS-JL-009, … Raises RuleViolation."""
    found = _SERIES.fullmatch(first)
    if found is None:
        raise RuleViolation("code_series", "起始编号须以数字结尾，如 ZS-JL-001", field="code")
    if not 1 <= count <= MOST_IN_A_BATCH:
        text = f"一次登记 1 至 {MOST_IN_A_BATCH} 件"
        raise RuleViolation("batch_size", text, field="count")
    stem, digits = found.groups()
    return [f"{stem}{int(digits) + n:0{len(digits)}d}" for n in range(count)]
