"""Questions about people and their papers, answered for a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404
from django.utils import timezone

from core import access, audit
from core.models import User
from personnel.models import (
    Certificate,
    DispatchOfficer,
    DispatchOrder,
    Engagement,
    Officer,
    Recusal,
)
from personnel.roles import HANDLING_ROLES
from personnel.rules.eligibility import CertificateFacts, CertificateStatus, OfficerFacts
from personnel.selectors.offices import live_appointments
from zones.models import Agency, Township

IDENTITY_VERBS = ("create_person", "edit_person", "set_photo")


def handlers_of_unit(unit: Township | Agency, day: date) -> models.QuerySet[Officer]:
    """People who may handle cases in the unit's name that day (certificates not yet judged)."""
    field = str(unit._meta.model_name)
    ids = (
        live_appointments(day).filter(role__in=HANDLING_ROLES, **{field: unit}).values("officer_id")
    )
    return (
        Officer.objects.filter(pk__in=ids, user__is_active=True)
        .select_related("user", "home_township", "home_agency")
        .prefetch_related("certificates")
    )


def certified_counts(towns: Iterable[Township], day: date) -> dict[int, int]:
    """Town id → officers with a certificate valid that day (方案附件（三）：两名以上)."""
    rows = (
        live_appointments(day)
        .filter(
            role__in=HANDLING_ROLES,
            township__in=list(towns),
            officer__user__is_active=True,
            officer__certificates__status="valid",
            officer__certificates__valid_from__lte=day,
            officer__certificates__expires_on__gte=day,
        )
        .order_by()
        .values("township_id")
        .annotate(n=models.Count("officer_id", distinct=True))
    )
    return {row["township_id"]: row["n"] for row in rows}


def unit_key(unit: Township | Agency) -> str:
    return f"{'T' if isinstance(unit, Township) else 'A'}{unit.pk}"


def place_key(unit: Township | Agency, town: Township) -> str:
    """Where the unit acts: a town within its own bounds, a bureau in ``town``."""
    return unit_key(unit if isinstance(unit, Township) else town)


def officer_facts(officers: Iterable[Officer], day: date) -> list[OfficerFacts]:
    """Everything the eligibility rule needs, read afresh, in four queries for any number."""
    chosen = list(officers)
    ids = [officer.pk for officer in chosen]
    units: dict[int, set[str]] = {pk: set() for pk in ids}
    recused: dict[int, set[str]] = {pk: set() for pk in ids}
    papers: dict[int, list[CertificateFacts]] = {pk: [] for pk in ids}
    for a in live_appointments(day).filter(officer_id__in=ids, role__in=HANDLING_ROLES):
        unit = a.township or a.agency
        if unit is not None:
            units[a.officer_id].add(unit_key(unit))
    for officer_id, party in Recusal.objects.filter(officer__in=ids, lifted_on=None).values_list(
        "officer_id", "party"
    ):
        recused[officer_id].add(party)
    for paper in Certificate.objects.filter(officer__in=ids):
        papers[paper.officer_id].append(
            CertificateFacts(
                number=paper.number,
                domains=frozenset(paper.domains),
                valid_from=paper.valid_from,
                expires_on=paper.expires_on,
                status=CertificateStatus(paper.status),
            )
        )
    sent = _dispatched_to(ids, day)
    return [
        OfficerFacts(
            id=officer.pk,
            name=str(officer),
            certificates=tuple(papers[officer.pk]),
            units=frozenset(units[officer.pk]),
            recused_from=frozenset(recused[officer.pk]),
            places=frozenset(key for key in units[officer.pk] if key[0] == "T")
            | sent.get(officer.pk, frozenset()),
            district_wide=any(key[0] == "A" for key in units[officer.pk]),
        )
        for officer in chosen
    ]


def _dispatched_to(ids: Iterable[int], day: date) -> dict[int, frozenset[str]]:
    """Officer id → keys of the towns to which an accepted dispatch, or a joint operation that was
    ordered, sends them on that day."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    ordered = (
        Engagement.objects.filter(
            officer__in=list(ids),
            released_at=None,
            during__overlap=DateTimeTZRange(start, start + timedelta(days=1)),
        )
        .annotate(town=models.Func("towns", function="unnest"))
        .order_by()
        .values_list("officer_id", "town")
    )
    rows = DispatchOfficer.objects.filter(
        officer__in=list(ids),
        answer=DispatchOfficer.Answer.ACCEPTED,
        order__status__in=[DispatchOrder.Status.ISSUED, DispatchOrder.Status.DONE],
        order__starts_at__lt=start + timedelta(days=1),
        order__ends_at__gt=start,
    )
    found: dict[int, frozenset[str]] = {}
    sent = rows.order_by().values_list("officer_id", "order__township_id")
    for officer_id, town_id in sent.union(ordered):
        found[officer_id] = found.get(officer_id, frozenset()) | {f"T{town_id}"}
    return found


def visible_officers(user: User) -> models.QuerySet[Officer]:
    """People of the units the user may look at, and the user."""
    grants = access.grants_of(user)
    officers = Officer.objects.select_related("user", "home_township", "home_agency")
    if grants.ids("view_people", "district"):
        return officers
    towns = grants.ids("view_people", "township")
    agencies = grants.ids("view_people", "agency")
    zones = grants.ids("view_people", "zone")
    mine = models.Q(home_township_id__in=towns) | models.Q(home_agency_id__in=agencies)
    posted = models.Q(
        pk__in=live_appointments(timezone.localdate())
        .filter(
            models.Q(township_id__in=towns)
            | models.Q(agency_id__in=agencies)
            | models.Q(zone_id__in=zones)
        )
        .values("officer_id")
    )
    return officers.filter(mine | posted | models.Q(user=user))


def get_visible_officer(*, user: User, pk: int) -> Officer:
    found = visible_officers(user).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这位人员，或者不在您的职责范围内")
    return found


def version_of(officer: Officer) -> int:
    """Counts every change of who the person is: whoever saw an older one is told."""
    return audit.trail_of(officer).filter(verb__in=IDENTITY_VERBS).count()


def maintained_officers(user: User) -> models.QuerySet[Officer]:
    """People of the units whose records the user keeps, with their certificates."""
    grants = access.grants_of(user)
    people = (
        Officer.objects.filter(user__is_active=True)
        .select_related("user", "home_township", "home_agency")
        .prefetch_related("certificates")
        .order_by("home_township__order", "home_agency_id", "pk")
    )
    if grants.ids("maintain_people", "district"):
        return people
    return people.filter(
        models.Q(home_township__in=grants.ids("maintain_people", "township"))
        | models.Q(home_agency__in=grants.ids("maintain_people", "agency"))
    )


@dataclass(frozen=True)
class Paper:
    """The state of an officer's papers in a word and a colour."""

    text: str
    tone: str
    number: str
    expires_on: date | None


def paper_of(officer: Officer) -> Paper:
    """From the prefetched certificates: valid, about to end, or none."""
    today = timezone.localdate()
    held = [
        c
        for c in officer.certificates.all()
        if c.status == "valid" and c.valid_from <= today <= c.expires_on
    ]
    if not held:
        return Paper("无有效证件", "danger", "", None)
    best = max(held, key=lambda c: c.expires_on)
    left = (best.expires_on - today).days
    if left <= 60:
        return Paper(f"{left} 天后到期", "warning", best.number, best.expires_on)
    return Paper("有效", "success", best.number, best.expires_on)
