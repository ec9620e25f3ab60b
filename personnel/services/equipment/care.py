"""Faults and periodic inspections: reported, mended, recorded, and reminded of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Equipment, EquipmentFault, EquipmentInspection
from personnel.rules import equipment as rule
from personnel.selectors import engagements
from personnel.selectors import equipment as selectors
from personnel.services.equipment import _pieces

State = Equipment.State


@transaction.atomic
def report_fault(*, piece_id: int, description: str, by: User) -> EquipmentFault:
    """An officer of the unit, or who has the piece, says what is wrong with it. From now on it
    can't be lent or booked; a second report adds to the first."""
    piece = _pieces.lock(piece_id)
    loan = selectors.loan_of(piece)
    if loan is None or loan.officer.user != by:
        policy.require_using(by, piece.unit)
    if piece.state == State.RETIRED:
        raise RuleViolation("retired", f"{piece}已报废", rule.PLAN_GEAR)
    return open_fault(piece, description, by)


def open_fault(piece: Equipment, description: str, by: User) -> EquipmentFault:
    """Open or supplement the fault of a locked piece, tell its managers and who has booked it."""
    fault = piece.faults.filter(resolved_at=None).first()
    if fault is None:
        fault = EquipmentFault.objects.create(
            equipment=piece, description=description, reported_by=by
        )
    elif description in fault.description:  # sent twice
        return fault
    else:
        when = timezone.localtime()
        fault.description += f"\n{by}补充（{when:%Y-%m-%d %H:%M}）：{description}"
        fault.save(update_fields=["description"])
    if piece.state == State.IN_USE:
        piece.state = State.FAULTY
        piece.save(update_fields=["state"])
    entry = audit.record(
        by=by, verb="report_fault", subject=piece, payload={"description": description}
    )
    key = f"fault:{fault.pk}:{entry.seq}"
    words = f"报告故障：{description[:80]}"
    _pieces.tell(_pieces.managers(piece.unit), piece, key, words, but=by, urgent=True)
    for row in _pieces.coming(piece):
        span = engagements.span_words(row.during.lower, row.during.upper)
        told = f"发生故障，您的预约（{span}）请改用其他装备"
        _pieces.tell([row.created_by], piece, f"{key}:{row.pk}", told, but=by, urgent=True)
    return fault


@transaction.atomic
def send_to_repair(*, piece_id: int, note: str, by: User) -> Equipment:
    """The faulty piece is at the workshop (送修)."""
    piece = _managed(piece_id, by)
    if piece.state != State.FAULTY:
        text = f"{piece}{piece.get_state_display()}，只有故障待修的装备可以送修"
        raise RuleViolation("not_faulty", text)
    loan = selectors.loan_of(piece)
    if loan is not None:
        raise RuleViolation("lent", f"{piece}仍由{loan.officer}领用，请先办理归还再送修")
    piece.state = State.REPAIR
    piece.save(update_fields=["state"])
    audit.record(by=by, verb="repair", subject=piece, payload={"note": note})
    return piece


@transaction.atomic
def resolve(*, piece_id: int, resolution: str, by: User) -> Equipment:
    """The fault is mended: the piece may be used again."""
    piece = _managed(piece_id, by)
    fault = piece.faults.filter(resolved_at=None).select_related("reported_by").first()
    if fault is None or piece.state not in (State.FAULTY, State.REPAIR):
        text = f"{piece}{piece.get_state_display()}，没有待处理的故障"
        raise RuleViolation("no_fault", text)
    fault.resolved_at, fault.resolved_by = timezone.now(), by
    fault.resolution = resolution
    fault.save()
    piece.state = State.IN_USE
    piece.save(update_fields=["state"])
    audit.record(by=by, verb="resolve", subject=piece, payload={"resolution": resolution})
    words = f"故障已处理：{resolution[:80]}"
    _pieces.tell([fault.reported_by], piece, f"resolved:{fault.pk}", words, but=by)
    return piece


@dataclass(frozen=True)
class Inspection:
    """What came of a periodic inspection or calibration."""

    inspected_on: date
    passed: bool
    next_due_on: date | None = None
    note: str = ""


@transaction.atomic
def inspect(*, piece_id: int, result: Inspection, by: User) -> EquipmentInspection:
    """Record an inspection. Passed: the next date counts; not passed: a fault is opened."""
    piece = _managed(piece_id, by)
    _check(piece, result)
    latest = piece.inspections.first()
    if latest is not None and latest.inspected_on == result.inspected_on:
        text = f"{piece} {result.inspected_on} 的检验已登记（{latest.recorded_by}）"
        raise RuleViolation("inspected", text, field="inspected_on")
    if latest is not None and latest.inspected_on > result.inspected_on:
        text = f"最近一次检验在 {latest.inspected_on}，不能补登更早的检验"
        raise RuleViolation("older", text, field="inspected_on")
    row = EquipmentInspection.objects.create(equipment=piece, recorded_by=by, **vars(result))
    if result.passed:
        piece.inspect_due_on = result.next_due_on
        piece.save(update_fields=["inspect_due_on"])
    payload = {
        "inspected_on": result.inspected_on.isoformat(),
        "passed": result.passed,
        "next_due_on": result.next_due_on.isoformat() if result.next_due_on else "",
        "note": result.note,
    }
    audit.record(by=by, verb="inspect", subject=piece, payload=payload)
    if not result.passed:
        open_fault(piece, f"检验不合格：{result.note}", by)
    return row


def _check(piece: Equipment, result: Inspection) -> None:
    if result.inspected_on > timezone.localdate():
        raise RuleViolation("future", "检验日期不能晚于今天", field="inspected_on")
    due = result.next_due_on
    if result.passed and due is not None and due <= result.inspected_on:
        raise RuleViolation("order", "下次检验须晚于本次检验", field="next_due_on")
    if result.passed and due is None and piece.kind in rule.NEEDS_INSPECTION:
        text = f"{piece.get_kind_display()}须填写下次检验日期"
        basis = rule.NEEDS_INSPECTION[piece.kind]
        raise RuleViolation("no_next", text, basis, field="next_due_on")
    if not result.passed and not result.note.strip():
        raise RuleViolation("no_note", "不合格的须写明原因", field="note")


def _managed(piece_id: int, by: User) -> Equipment:
    piece = _pieces.lock(piece_id)
    policy.require_managing(by, piece.unit)
    if piece.state == State.RETIRED:
        raise RuleViolation("retired", f"{piece}已报废，登记不再变动", rule.PLAN_GEAR)
    return piece


def remind_inspections(now: datetime) -> int:
    """Tell managers and keepers 30 and 7 days before, on the day, and after; each stage once."""
    today = timezone.localdate(now)
    horizon = today + timedelta(days=max(rule.INSPECTION_DAYS))
    rows = selectors.inspections_due(Equipment.objects.all(), horizon)
    return sum(
        _remind(piece, today)
        for piece in rows.select_related("township", "agency", "custodian__user")
    )


def _remind(piece: Equipment, today: date) -> int:
    due = piece.inspect_due_on
    assert due is not None  # inspections_due
    stage, left = rule.inspection_stage(due, today), (due - today).days
    words = f"已逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还有 {left} 天")
    people = _pieces.managers(piece.unit)
    if piece.custodian:
        people.append(piece.custodian.user)
    told = f"检验（校准）{words}（{due}），检验后请登记结果"
    return _pieces.tell(people, piece, f"inspect:{due}:{stage}", told, urgent=left <= 0)
