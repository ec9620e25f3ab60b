"""Pieces are lent and given back, each with the signature of who receives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import audit, notices
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Engagement, Equipment, EquipmentLoan, Officer
from personnel.rules import equipment as rule
from personnel.selectors import engagements
from personnel.selectors import equipment as selectors
from personnel.services.equipment import _pieces, care


@dataclass(frozen=True)
class LoanTerms:
    """To whom, what for, until when, with whose signature; `under`: the booking it carries out."""

    officer: Officer
    purpose: str
    due_at: datetime
    signature: str
    under: Engagement | None = None


@transaction.atomic
def lend(*, piece_id: int, terms: LoanTerms, by: User) -> EquipmentLoan:
    """Hand the piece out (领用): the unit's manager to its people, an officer to himself.

    Sent twice it lends once. Somebody else's booking may not be overrun; only under a booking may
    the receiver be of another unit.
    """
    piece, now = _pieces.lock(piece_id), timezone.now()
    _authorise(piece, terms, by)
    known = selectors.loan_of(piece)
    if known is not None and (known.officer, known.due_at) == (terms.officer, terms.due_at):
        return known
    if terms.due_at <= now:
        raise RuleViolation("due_past", "应还时间须晚于现在", field="due_at")
    fault = rule.fault_of(
        selectors.facts_of(piece, now), rule.Use.LEND, now, timezone.localdate(now)
    )
    if fault is not None:
        raise fault
    _keep_clear(piece, terms, now)
    loan = EquipmentLoan.objects.create(
        equipment=piece,
        officer=terms.officer,
        purpose=terms.purpose,
        lent_at=now,
        due_at=terms.due_at,
        lent_by=by,
        signature=terms.signature,
    )
    payload = {
        "officer": str(terms.officer),
        "purpose": terms.purpose,
        "due_at": timezone.localtime(terms.due_at).isoformat(),
    }
    audit.record(by=by, verb="lend", subject=piece, payload=payload)
    if terms.officer.user == by and not policy.manages_equipment_of(by, piece.unit):
        words = f"由{terms.officer}自行领用：{terms.purpose}"
        _pieces.tell(_pieces.managers(piece.unit), piece, f"loan:{loan.pk}", words, but=by)
    return loan


def _authorise(piece: Equipment, terms: LoanTerms, by: User) -> None:
    if terms.officer.user == by:
        policy.require_using(by, piece.unit)
    else:
        policy.require_managing(by, piece.unit)
    people = selectors.people_of(piece.unit, timezone.localdate())
    if terms.under is None and not people.filter(pk=terms.officer.pk).exists():
        text = f"{terms.officer}不是{piece.unit}的人员；跨单位使用须先有预约或调度，再按该安排领用"
        raise RuleViolation("foreign_officer", text, rule.PLAN_GEAR, field="officer")


def _keep_clear(piece: Equipment, terms: LoanTerms, now: datetime) -> None:
    """No booking but the one carried out may begin before the piece is due back."""
    rows = engagements.live(now, terms.due_at).filter(equipment=piece)
    under = terms.under.pk if terms.under else None
    if under is not None and not rows.filter(pk=under).exists():
        raise RuleViolation("booking_gone", "所选预约已解除或已过，请重新选择", field="under")
    for row in rows:
        if row.pk != under:
            text = f"{piece}{engagements.words(row)}；请按该安排领用，或把应还时间提前到它之前"
            raise RuleViolation("taken", text, field="due_at")


@transaction.atomic
def give_back(*, loan_id: int, faulty: bool, note: str, signature: str, by: User) -> EquipmentLoan:
    """Take the piece back (归还). The holder can't receive from himself, a manager may."""
    piece_id = EquipmentLoan.objects.values_list("equipment_id", flat=True).get(pk=loan_id)
    piece = _pieces.lock(piece_id)
    loan = EquipmentLoan.objects.select_related("officer__user", "returned_to").get(pk=loan_id)
    policy.require_using(by, piece.unit)
    if loan.officer.user == by and not policy.manages_equipment_of(by, piece.unit):
        raise RuleViolation("own_return", "归还须由本单位其他人员或装备管理人接收并签名")
    if loan.returned_at is not None:
        when = timezone.localtime(loan.returned_at)
        text = f"{piece}已于 {when:%Y-%m-%d %H:%M} 归还，由{loan.returned_to}接收"
        raise RuleViolation("returned", text)
    if faulty and not note.strip():
        raise RuleViolation("no_note", "有故障的须写明情况", field="note")
    loan.returned_at, loan.returned_to = timezone.now(), by
    loan.return_note, loan.return_signature = note, signature
    loan.save()
    payload = {"officer": str(loan.officer), "faulty": faulty, "note": note}
    audit.record(by=by, verb="return", subject=piece, payload=payload)
    if faulty:
        care.open_fault(piece, f"归还时发现：{note}", by)
    _pieces.tell([loan.officer.user], piece, f"returned:{loan.pk}", f"已归还，{by}接收", but=by)
    return loan


def remind_loans(now: datetime) -> int:
    """Tell holders shortly before, and holders and managers after, the due moment; each stage
    once. Returns how many notices were sent."""
    rows = selectors.open_loans().filter(due_at__lte=now + rule.SOON)
    rows = rows.select_related("equipment__township", "equipment__agency", "officer__user")
    return sum(_remind(loan, now) for loan in rows)


def _remind(loan: EquipmentLoan, now: datetime) -> int:
    stage = rule.loan_stage(loan.due_at, now)
    if not stage:
        return 0
    piece, late = loan.equipment, stage != "soon"
    due = timezone.localtime(loan.due_at)
    people = [loan.officer.user, *(_pieces.managers(piece.unit) if late else [])]
    words = f"逾期未还，请{loan.officer}尽快归还" if late else "即将到期，请按时归还"
    return notices.send(
        people,
        key=f"loan:{loan.pk}:{due:%Y%m%d%H%M}:{stage}",
        text=f"{piece}（{piece.unit}）应于 {due:%Y-%m-%d %H:%M} 归还，{words}",
        url=piece.get_absolute_url(),
        urgent=late,
    )
