"""Pieces of equipment recorded through the real service, and shorthands for using them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import access
from core.models import User
from personnel.models import Engagement, Equipment, EquipmentLoan, Officer
from personnel.roles import Role
from personnel.services import equipment as service
from tests.factories.personnel import person, scope_named

_numbers = count(1)
SIGNED = "text:签名人"


def manager_of(unit: str) -> User:
    """The 副片长 or 联络人, appointed when first asked for."""
    place = scope_named(unit)
    found = access.users_with("manage_equipment", place).first()
    if found is not None:
        return User.objects.get(pk=found.pk)
    role = Role.DEPUTY_CHIEF if place._meta.model_name == "township" else Role.LIAISON
    return person(f"{unit}管理人", role, unit)


def piece(kind: str = "vehicle", unit: str = "石亭街道", **changes: Any) -> Equipment:
    number, today = next(_numbers), timezone.localdate()
    words: dict[str, Any] = {
        "kind": kind,
        "model": "测试型",
        "acquired_on": today - timedelta(days=200),
        "plate": f"闽E测{number:04d}" if kind == "vehicle" else "",
        "inspect_due_on": today + timedelta(days=100) if kind in ("vehicle", "camera") else None,
    }
    [made] = service.register(
        codes=[changes.pop("code", f"测-{number:04d}")],
        unit=scope_named(unit),
        words=service.PieceWords(**{**words, **changes}),
        by=manager_of(unit),
    )
    return made


def hours(days: int, first: float, last: float) -> DateTimeTZRange:
    """From and to on the day so many days from today, local hours."""
    midnight = timezone.make_aware(
        datetime.combine(timezone.localdate() + timedelta(days=days), time())
    )
    return DateTimeTZRange(midnight + timedelta(hours=first), midnight + timedelta(hours=last))


def booked(row: Equipment, by: User, during: DateTimeTZRange, **changes: Any) -> Engagement:
    return service.reserve(
        equipment=row, during=during, by=by, **{"label": "巡查", "place": "丹霞路", **changes}
    )


def lent(row: Equipment, officer: Officer, by: User, **changes: Any) -> EquipmentLoan:
    terms = {
        "officer": officer,
        "purpose": "日常巡查",
        "due_at": timezone.now() + timedelta(hours=6),
        "signature": SIGNED,
    }
    return service.lend(piece_id=row.pk, terms=service.LoanTerms(**{**terms, **changes}), by=by)


def returned(loan: EquipmentLoan, by: User, *, faulty: bool = False, note: str = "") -> None:
    service.give_back(loan_id=loan.pk, faulty=faulty, note=note, signature=SIGNED, by=by)
