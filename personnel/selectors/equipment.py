"""What equipment there is, who has it, what is due, and what is free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.http import Http404
from django.utils import timezone

from core import access, audit
from core.models import User
from personnel.models import Engagement, Equipment, EquipmentLoan, Officer
from personnel.rules import equipment as rule
from personnel.selectors import engagements
from personnel.selectors.offices import live_appointments
from zones.models import Agency, Township

Unit = Township | Agency
State = Equipment.State
# Entries of a piece's trail that change what its form shows.
_EDITS = ("register", "edit", "move", "retire")
ALTERNATIVES = 5


def _of_units(user: User, permission: str) -> models.Q:
    """Rows of the units where the user holds the permission; everything for the district's."""
    grants = access.grants_of(user)
    if grants.ids(permission, "district"):
        return models.Q(pk__isnull=False)  # an empty Q would vanish beside another
    towns, agencies = grants.ids(permission, "township"), grants.ids(permission, "agency")
    return models.Q(township_id__in=towns) | models.Q(agency_id__in=agencies)


def visible_equipment(user: User) -> models.QuerySet[Equipment]:
    """Pieces of the units the user may look at, and what the user has on loan."""
    rows = Equipment.objects.select_related("township", "agency", "custodian__user")
    mine = EquipmentLoan.objects.filter(officer__user=user, returned_at=None)
    return rows.filter(
        _of_units(user, "view_equipment") | models.Q(pk__in=mine.values("equipment_id"))
    )


def managed_equipment(user: User) -> models.QuerySet[Equipment]:
    """Pieces of the units whose equipment the user looks after."""
    return Equipment.objects.filter(_of_units(user, "manage_equipment"))


def bookable_equipment(user: User) -> models.QuerySet[Equipment]:
    """Pieces the user may book (`policy.may_book`)."""
    grants = access.grants_of(user)
    units = _of_units(user, "handle_cases") | _of_units(user, "manage_equipment")
    zones = models.Q(township__zone_id__in=grants.ids("dispatch", "zone"))
    return Equipment.objects.select_related("township", "agency").filter(units | zones)


def get_visible_piece(*, user: User, pk: int) -> Equipment:
    found = visible_equipment(user).select_related("budget_line").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这件装备，或者它不在您的职责范围内")
    return found


def open_loans() -> models.QuerySet[EquipmentLoan]:
    return EquipmentLoan.objects.filter(returned_at=None)


def with_custody(rows: models.QuerySet[Equipment]) -> models.QuerySet[Equipment]:
    """Each with its open loan in `custody` (a list of none or one)."""
    loans = open_loans().select_related("officer__user")
    return rows.prefetch_related(models.Prefetch("loans", loans, to_attr="custody"))


def loan_of(piece: Equipment) -> EquipmentLoan | None:
    """Who has it now."""
    known: list[EquipmentLoan] | None = getattr(piece, "custody", None)
    if known is None:
        known = list(open_loans().filter(equipment=piece).select_related("officer__user"))
    return known[0] if known else None


def facts_of(piece: Equipment, now: datetime) -> rule.Piece:
    loan = loan_of(piece)
    return rule.Piece(
        label=str(piece),
        kind=piece.kind,
        kind_label=piece.get_kind_display(),
        state=piece.state,
        state_label=piece.get_state_display(),
        inspect_due_on=piece.inspect_due_on,
        lent_to=str(loan.officer) if loan else "",
        lent_until=timezone.localtime(loan.due_at) if loan else None,
        late=bool(loan and loan.due_at < now),
    )


def version_of(piece: Equipment) -> int:
    """Counts the changes of its record: whoever saw an older one is told."""
    return audit.trail_of(piece).filter(verb__in=_EDITS).count()


def people_of(unit: Unit, day: date) -> models.QuerySet[Officer]:
    """Who is at home in the unit or holds an office there that day, posted ones included."""
    field = str(unit._meta.model_name)
    posted = live_appointments(day).filter(**{field: unit}).values("officer_id")
    return (
        Officer.objects.filter(
            models.Q(**{f"home_{field}": unit}) | models.Q(pk__in=posted), user__is_active=True
        )
        .select_related("user", "home_township", "home_agency")
        .order_by("user__name", "pk")
    )


def free_like(
    piece: Equipment, starts_at: datetime, ends_at: datetime, user: User
) -> list[Equipment]:
    """Other pieces of the kind the user could book for [starts_at, ends_at), own unit first."""
    rows = bookable_equipment(user).filter(kind=piece.kind, state=State.IN_USE).exclude(pk=piece.pk)
    taken = engagements.live(starts_at, ends_at).filter(equipment__isnull=False)
    rows = with_custody(rows.exclude(pk__in=taken.order_by().values("equipment_id")))
    now, last_day = timezone.now(), timezone.localdate(ends_at)
    free = [
        row
        for row in rows
        if rule.fault_of(facts_of(row, now), rule.Use.BOOK, starts_at, last_day) is None
    ]
    free.sort(key=lambda row: (row.unit != piece.unit, row.code))
    return free[:ALTERNATIVES]


def bookings(
    pieces: Iterable[Equipment], starts_at: datetime, ends_at: datetime
) -> dict[int, list[Engagement]]:
    """Piece id → reservations that touch the time, in the order of their begin."""
    found: dict[int, list[Engagement]] = {}
    for row in engagements.of_equipment([piece.pk for piece in pieces], starts_at, ends_at):
        if row.equipment_id:
            found.setdefault(row.equipment_id, []).append(row)
    return found


def inspections_due(rows: models.QuerySet[Equipment], by: date) -> models.QuerySet[Equipment]:
    return rows.exclude(state=State.RETIRED).filter(inspect_due_on__lte=by)
