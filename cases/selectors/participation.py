"""What waits for a person's unit, and for who ordered the work."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models import Arrangement, ArrangementUnit, Dispute
from core import access
from core.models import User

State = ArrangementUnit.State


def _of_my_units(user: User, *states: str) -> models.QuerySet[ArrangementUnit]:
    grants = access.grants_of(user)
    mine = models.Q()
    towns = grants.ids("handle_cases", "township") | grants.ids("approve_cases", "township")
    if towns:
        mine |= models.Q(township_id__in=towns)
    speaking = ("handle_cases", "approve_cases", "manage_secondments")
    agencies = set().union(*(grants.ids(name, "agency") for name in speaking))
    if agencies:
        mine |= models.Q(agency_id__in=agencies)
    if grants.any("name_lead_zone"):
        mine |= models.Q(township=None, agency=None)
    if not mine:
        return ArrangementUnit.objects.none()
    rows = ArrangementUnit.objects.filter(mine, state__in=states)
    return rows.filter(arrangement__state=Arrangement.State.RUNNING)


def to_answer(user: User) -> models.QuerySet[ArrangementUnit]:
    """Asked of my unit, and not answered."""
    return _of_my_units(user, State.ASKED)


def to_do(user: User) -> models.QuerySet[ArrangementUnit]:
    """Accepted by my unit, to be done; what it leads in its own case goes on as that case does."""
    rows = _of_my_units(user, State.ACCEPTED)
    return rows.exclude(answer_due_on=None, part=ArrangementUnit.Part.LEAD)


def to_replace(user: User) -> models.QuerySet[ArrangementUnit]:
    """In what I ordered: declined, or silent past the term, and nobody stands in yet."""
    grants = access.grants_of(user)
    zones = grants.ids("arrange_cases", "zone")
    towns = grants.ids("approve_cases", "township")
    if not zones and not towns:
        return ArrangementUnit.objects.none()
    ordered = models.Q()
    if zones:
        ordered |= models.Q(arrangement__escalation__lead_zone_id__in=zones)
    if towns:
        ordered |= models.Q(arrangement__escalation=None, arrangement__case__township_id__in=towns)
    late = models.Q(state=State.ASKED, answer_due_on__lt=timezone.localdate())
    free = models.Q(state=State.DECLINED) | late
    rows = ArrangementUnit.objects.filter(ordered, free, second_choices=None)
    return rows.filter(arrangement__state=Arrangement.State.RUNNING)


def to_designate(user: User) -> models.QuerySet[Dispute]:
    """Put before the district government, for its office."""
    if not access.grants_of(user).any("designate_jurisdiction"):
        return Dispute.objects.none()
    return Dispute.objects.filter(status=Dispute.Status.REFERRED)
