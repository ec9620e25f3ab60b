"""Dispatch orders: who sees which, in whose name the work is done, what is still open."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.http import Http404
from django.utils import timezone

from core import access
from core.errors import RuleViolation
from core.models import User
from personnel.models import DispatchOfficer, DispatchOrder
from personnel.rules.dispatch import BASIS
from personnel.selectors.offices import live_appointments
from zones.models import Agency, EnforcementItem, Township
from zones.selectors import items_held_by

Status, Answer = DispatchOrder.Status, DispatchOfficer.Answer


def visible_dispatches(user: User) -> models.QuerySet[DispatchOrder]:
    """The zone's own; of a town or bureau what takes place there or calls its people; of a person
    what calls them. A draft is seen only by those who prepare it."""
    grants = access.grants_of(user)
    rows = DispatchOrder.objects.select_related(
        "zone", "township", "agency", "created_by", "issued_by"
    )
    zones = grants.ids("dispatch", "zone") | grants.ids("assist_arranging", "zone")
    drafts = models.Q(zone__in=zones)
    if grants.ids("view_dispatch", "district"):
        return rows.filter(drafts | ~models.Q(status=Status.DRAFT))
    towns = grants.ids("view_dispatch", "township")
    agencies = grants.ids("view_dispatch", "agency")
    ours = models.Q(officer__home_township__in=towns) | models.Q(officer__home_agency__in=agencies)
    if towns:
        posted = live_appointments(timezone.localdate()).filter(township__in=towns)
        ours |= models.Q(officer__in=posted.values("officer_id"))
    called = DispatchOfficer.objects.filter(
        ours | models.Q(officer__user=user), order=models.OuterRef("pk")
    )
    seen = models.Q(township__in=towns) | models.Q(zone__in=grants.ids("view_dispatch", "zone"))
    return rows.filter(drafts | (~models.Q(status=Status.DRAFT) & (seen | models.Exists(called))))


def get_visible_dispatch(*, user: User, pk: int) -> DispatchOrder:
    found = visible_dispatches(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这张调度单，或者它不在您的职责范围内")
    return found


def acting_unit(town: Township, domain: str, day: date) -> Township | Agency:
    """In whose name work of the domain is done in the town on that day: the town if it holds any
    item of it by delegation or by statute, else the bureau that holds most of them."""
    items = EnforcementItem.objects.filter(
        models.Q(city_since=None) | models.Q(city_since__gt=day),
        models.Q(withdrawn_on=None) | models.Q(withdrawn_on__gt=day),
        domain=domain,
    )
    held = items_held_by(town, day).filter(pk__in=items.values("pk")).exists()
    by_statute = town.kind == Township.Kind.TOWN and items.filter(statutory_town=True).exists()
    if held or by_statute:
        return town
    most = items.order_by().values("agency").annotate(n=models.Count("pk")).order_by("-n", "agency")
    first = most.first()
    if first is None:
        raise RuleViolation(
            "unknown_domain", f"事项目录中没有“{domain}”领域，请重新选择", BASIS, "domain"
        )
    return Agency.objects.get(pk=first["agency"])


def domains() -> list[str]:
    """Domains of the catalogue, in its order."""
    rows = EnforcementItem.objects.filter(withdrawn_on=None).order_by("code")
    return list(dict.fromkeys(rows.values_list("domain", flat=True)))


def team_of(order: DispatchOrder) -> list[DispatchOfficer]:
    rows = order.officers.select_related(
        "officer__user", "officer__home_township", "officer__home_agency", "engagement"
    )
    return list(rows.order_by("pk"))


def missing(order: DispatchOrder) -> int:
    """How many people are still to be called."""
    if order.status != Status.ISSUED:
        return 0
    held = order.officers.filter(answer__in=[Answer.CALLED, Answer.ACCEPTED]).count()
    return max(order.officers_needed - held, 0)


def waiting_for(user: User) -> models.QuerySet[DispatchOrder]:
    """Issued orders that wait for this person's answer."""
    called = DispatchOfficer.objects.filter(
        order=models.OuterRef("pk"), officer__user=user, answer=Answer.CALLED
    )
    return DispatchOrder.objects.filter(
        models.Exists(called), status=Status.ISSUED, ends_at__gt=timezone.now()
    )


def short_of_people(user: User) -> models.QuerySet[DispatchOrder]:
    """Issued orders of the zones this person dispatches in which seats are open."""
    held = (
        DispatchOfficer.objects.filter(
            order=models.OuterRef("pk"), answer__in=[Answer.CALLED, Answer.ACCEPTED]
        )
        .order_by()
        .values("order")
        .annotate(n=models.Count("pk"))
        .values("n")
    )
    return DispatchOrder.objects.annotate(
        held=models.functions.Coalesce(models.Subquery(held), 0)
    ).filter(
        status=Status.ISSUED,
        zone__in=access.grants_of(user).ids("dispatch", "zone"),
        ends_at__gt=timezone.now(),
        held__lt=models.F("officers_needed"),
    )


def to_issue(user: User) -> models.QuerySet[DispatchOrder]:
    """Drafts that wait for the chief's signature; of the coordinator, none."""
    zones = access.grants_of(user).ids("dispatch", "zone")
    return DispatchOrder.objects.filter(status=Status.DRAFT, zone__in=zones)


def to_finish(user: User) -> models.QuerySet[DispatchOrder]:
    """Issued orders whose time is over and whose outcome is not written down."""
    zones = access.grants_of(user).ids("dispatch", "zone")
    return DispatchOrder.objects.filter(
        status=Status.ISSUED, zone__in=zones, ends_at__lte=timezone.now()
    )
