"""Rosters of the demo: each zone's first version published, the western zone's second in review,
one member of the central zone withdrawn because the certificate on the list was replaced."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from core import access
from core.models import User
from personnel.models import Certificate, Officer, Roster, RosterUnit
from personnel.rules.roster import Kind
from personnel.selectors import rosters as selectors
from personnel.services import roster as service
from personnel.services import roster_review
from xiangcheng_enforcement.loading.records import Tally
from zones.models import Zone
from zones.selectors.changes import the_district

_HEADS = ("officer_urban1", "officer_housing1", "officer_resources1")
_POST = "综合执法大队大队长"
_NEW_IN_SECOND = "seconded_resources2"  # named by the second version of the western zone only
_REPLACED = "officer_xiqiao3"  # got a new certificate after the list was published
_NEW_NUMBER = "35060209018"


def ensure_rosters(today: date) -> Tally:
    """Carry all of them through the real services unless any roster is there."""
    tally = Tally("联合执法人员名单")
    tally.unchanged = Roster.objects.count()
    justice = access.users_with("review_roster", the_district()).first()
    if tally.unchanged or justice is None:
        return tally
    Officer.objects.filter(user__username__in=_HEADS, post="").update(post=_POST)
    for zone in Zone.objects.select_related("chief_agency").order_by("pk"):
        chief = access.users_with("compose_roster", zone).first()
        if chief is None:
            continue
        sent = _sent(zone, chief, "首次公布", without=_NEW_IN_SECOND)
        roster_review.publish(
            roster_id=sent.pk, revision=sent.revision, remarks="人员、证件核对无误。", by=justice
        )
        tally.created += 1
        if zone.code == "W":
            _sent(zone, chief, "增加浦南镇下沉人员", without="")
            tally.created += 1
    _replace_a_certificate(min(today, timezone.localdate()))
    return tally


def _sent(zone: Zone, chief: User, note: str, *, without: str) -> Roster:
    """A version with everybody who fits, submitted by the units and sent to 司法局."""
    agencies = list(selectors.bureaus_for(zone, timezone.localdate()))
    roster = service.open_version(zone=zone, agencies=agencies, note=note, by=chief).roster
    left_out = set(Officer.objects.filter(user__username=without).values_list("pk", flat=True))
    for unit in selectors.units_of(roster):
        _submit(unit, chief, left_out)
    roster.refresh_from_db()
    return service.send(roster_id=roster.pk, revision=roster.revision, by=chief)


def _submit(unit: RosterUnit, chief: User, left_out: set[int]) -> None:
    """Everybody who enforces; of the leaders the zone's chief and the towns' deputies."""
    place = selectors.unit_of(unit)
    pool = selectors.pool_of(place, unit.roster.zone_id, timezone.localdate())
    chosen = {}
    for candidate in pool.candidates:
        kind, person = candidate.places[0].kind, candidate.person.id
        if person in left_out or (kind is Kind.BUREAU_LEADER and person != chief.officer.pk):
            continue
        chosen[person] = kind
    by = access.users_with("submit_roster", place).first()
    assert by is not None  # the demo appoints a deputy chief or liaison everywhere
    seen = selectors.mark_of(unit)
    service.save_unit(unit_id=unit.pk, chosen=chosen, seen=seen, by=by, submit=True)


def _replace_a_certificate(day: date) -> None:
    officer = Officer.objects.filter(user__username=_REPLACED).first()
    old = officer.certificates.first() if officer else None
    if officer is None or old is None:
        return
    old.status, old.status_reason = Certificate.Status.REVOKED, "证件信息变更，换发新证（演示）"
    old.save(update_fields=["status", "status_reason"])
    Certificate.objects.create(
        officer=officer,
        number=_NEW_NUMBER,
        domains=old.domains,
        issuer=old.issuer,
        valid_from=day - timedelta(days=1),
        expires_on=old.expires_on,
    )
    service.recheck(officer)
