"""Pieces are recorded, corrected, moved to another unit, retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import BudgetLine, Equipment, Officer
from personnel.rules import equipment as rule
from personnel.selectors import engagements
from personnel.selectors import equipment as selectors
from personnel.services.equipment import _pieces
from zones.models import Agency, Township

State, Kind = Equipment.State, Equipment.Kind
_PAID_FROM = {Kind.VEHICLE.value: "vehicle", Kind.UNIFORM.value: "clothing"}


@dataclass(frozen=True)
class PieceWords:
    """What is recorded of a piece besides its code and unit."""

    kind: str
    model: str
    acquired_on: date
    plate: str = ""
    custodian: Officer | None = None
    inspect_due_on: date | None = None
    budget_line: BudgetLine | None = None
    note: str = ""


@transaction.atomic
def register(
    *, codes: Sequence[str], unit: Township | Agency, words: PieceWords, by: User
) -> list[Equipment]:
    """Record new pieces of one kind, each with its code. All or none."""
    policy.require_managing(by, unit)
    _check(words, unit)
    if words.kind == Kind.VEHICLE and len(codes) > 1:
        text = "车辆须逐辆登记，各有号牌"
        raise RuleViolation("one_vehicle", text, field="count")
    known = Equipment.objects.filter(code__in=codes).order_by("code")
    if taken := list(known.values_list("code", flat=True)):
        raise _taken(taken)
    rows = [
        Equipment(
            code=code,
            township=unit if isinstance(unit, Township) else None,
            agency=unit if isinstance(unit, Agency) else None,
            **vars(words),
        )
        for code in codes
    ]
    try:
        with transaction.atomic():
            Equipment.objects.bulk_create(rows)
    except IntegrityError as error:  # somebody recorded one of them a moment ago
        raise _taken(codes[:1]) from error
    for row in rows:
        audit.record(by=by, verb="register", subject=row, payload=told_of(row))
    return rows


def _taken(codes: Sequence[str]) -> RuleViolation:
    text = f"编号 {'、'.join(codes[:3])} 已登记，请核对是否重复提交，或者另编编号"
    return RuleViolation("code_taken", text, field="code")


@transaction.atomic
def edit(*, piece_id: int, code: str, words: PieceWords, version: int, by: User) -> Equipment:
    """Correct the record. Refused when somebody changed it meanwhile."""
    piece = _pieces.lock(piece_id)
    policy.require_managing(by, piece.unit)
    _standing(piece)
    if version != selectors.version_of(piece):
        raise RuleViolation("stale", "他人刚刚修改了这件装备的登记，请核对后再保存")
    _check(words, piece.unit)
    if Equipment.objects.filter(code=code).exclude(pk=piece.pk).exists():
        raise _taken([code])
    before = told_of(piece)
    piece.code = code
    for name, value in vars(words).items():
        setattr(piece, name, value)
    piece.save()
    after = told_of(piece)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    audit.record(by=by, verb="edit", subject=piece, payload={"changed": changed})
    return piece


@transaction.atomic
def move(*, piece_id: int, unit: Township | Agency, reason: str, by: User) -> Equipment:
    """Give the piece to another unit for good (调拨). Not while it is lent or booked."""
    piece = _pieces.lock(piece_id)
    old = piece.unit
    policy.require_managing(by, old)
    _standing(piece)
    if unit == old:
        raise RuleViolation("same_unit", f"{piece}已在{unit}", field="unit")
    _at_rest(piece, "调拨")
    piece.township = unit if isinstance(unit, Township) else None
    piece.agency = unit if isinstance(unit, Agency) else None
    piece.custodian = None
    piece.save(update_fields=["township", "agency", "custodian"])
    payload = {"from": str(old), "to": str(unit), "reason": reason}
    entry = audit.record(by=by, verb="move", subject=piece, payload=payload)
    words = f"已由{old}调入，请指定保管人"
    _pieces.tell(_pieces.managers(unit), piece, f"move:{entry.seq}", words, but=by)
    return piece


@transaction.atomic
def retire(*, piece_id: int, reason: str, by: User) -> Equipment:
    """Take the piece out of use for good (报废); its open fault ends with it."""
    piece = _pieces.lock(piece_id)
    policy.require_managing(by, piece.unit)
    _standing(piece)
    _at_rest(piece, "报废")
    piece.state = State.RETIRED
    piece.save(update_fields=["state"])
    piece.faults.filter(resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=by, resolution=f"报废：{reason}"[:200]
    )
    audit.record(by=by, verb="retire", subject=piece, payload={"reason": reason})
    return piece


def _standing(piece: Equipment) -> None:
    if piece.state == State.RETIRED:
        raise RuleViolation("retired", f"{piece}已报废，登记不再变动", rule.PLAN_GEAR)


def _at_rest(piece: Equipment, what: str) -> None:
    loan = selectors.loan_of(piece)
    if loan is not None:
        raise RuleViolation("lent", f"{piece}由{loan.officer}领用，归还后才能{what}")
    booked = _pieces.coming(piece)
    if booked:
        text = f"{piece}{engagements.words(booked[0])}，解除全部预约后才能{what}"
        raise RuleViolation("booked", text)


def _check(words: PieceWords, unit: Township | Agency) -> None:
    today = timezone.localdate()
    if words.acquired_on > today:
        raise RuleViolation("future", "配备日期不能晚于今天", field="acquired_on")
    if words.kind == Kind.VEHICLE and not words.plate:
        raise RuleViolation("no_plate", "执法用车须填写车牌号", field="plate")
    if words.kind in rule.NEEDS_INSPECTION and words.inspect_due_on is None:
        text = f"{Kind(words.kind).label}须填写下次检验（校准）日期"
        basis = rule.NEEDS_INSPECTION[words.kind]
        raise RuleViolation("no_inspection", text, basis, field="inspect_due_on")
    keeper, line = words.custodian, words.budget_line
    if keeper is not None and not selectors.people_of(unit, today).filter(pk=keeper.pk).exists():
        raise RuleViolation("foreign_keeper", f"保管人须是{unit}的人员", field="custodian")
    if line is None:
        return
    if line.unit != unit:
        text = f"经费来源须是{unit}的预算"
        raise RuleViolation("foreign_budget", text, rule.PLAN_BUDGET, field="budget_line")
    if line.kind != _PAID_FROM.get(words.kind, "gear"):
        text = f"{Kind(words.kind).label}不能从{line.get_kind_display()}列支"
        raise RuleViolation("wrong_budget", text, rule.PLAN_BUDGET, field="budget_line")


def told_of(piece: Equipment) -> dict[str, str]:
    """The record in words, for the trail."""
    return {
        "编号": piece.code,
        "种类": Kind(piece.kind).label,
        "品牌型号": piece.model,
        "车牌号": piece.plate,
        "单位": str(piece.unit),
        "保管人": str(piece.custodian or ""),
        "配备日期": piece.acquired_on.isoformat(),
        "下次检验": piece.inspect_due_on.isoformat() if piece.inspect_due_on else "",
        "经费来源": str(piece.budget_line or ""),
        "备注": piece.note,
    }
