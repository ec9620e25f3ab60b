"""Which offices a person may look at, and who held an office before."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from core import access
from core.models import User
from personnel.models import Appointment
from personnel.selectors.officers import visible_officers
from personnel.selectors.offices import live_filter

STATES = {"live": "在任", "future": "未到任", "ended": "已终止", "all": "全部"}
_SCOPES = ("zone", "township", "agency")


def visible_appointments(user: User, when: str = "all") -> models.QuerySet[Appointment]:
    """Offices at the units the user looks after, offices of their people, and one's own:
    `live`, `future`, `ended` or `all`."""
    rows = Appointment.objects.select_related(
        "officer__user",
        "officer__home_township",
        "officer__home_agency",
        "zone",
        "township",
        "agency",
        "district",
        "appointed_by",
        "acting_for__officer__user",
    )
    grants, today = access.grants_of(user), timezone.localdate()
    if not grants.ids("view_people", "district"):
        seen = models.Q(officer__user=user) | models.Q(officer__in=visible_officers(user))
        for scope in _SCOPES:
            seen |= models.Q(**{f"{scope}__in": grants.ids("view_people", scope)})
        rows = rows.filter(seen)
    over = models.Q(ended_at__isnull=False) | models.Q(ends_on__lt=today)
    if when == "ended":
        return rows.filter(over)
    if when == "future":
        return rows.filter(starts_on__gt=today, ended_at=None)
    return rows.filter(live_filter(today)) if when == "live" else rows


def history_of_office(appointment: Appointment) -> models.QuerySet[Appointment]:
    """Everybody who held or will hold this office, latest first; acting replacements included.

    Whoever may see one holder of an office may know the others: it is a matter of record.
    """
    field = str(appointment.scope._meta.model_name)
    return Appointment.objects.filter(
        role=appointment.role, **{field: appointment.scope}
    ).select_related("officer__user", "zone", "township", "agency", "district")
