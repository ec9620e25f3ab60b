"""Reporting to the chief: raised with the case, then routed by the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import events, policy
from cases.models import Case, Escalation, EscalationRecipient
from cases.rules.gravity import Reason
from cases.selectors.facts import report_reasons
from cases.services import _jurisdiction, _progress
from core import notices, outbox
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.roles import Role
from zones.models import Zone

TOPIC = "cases.escalated"
BASIS = "方案二（二）3（3）"


def report_if_owed(case: Case, *, by: User, note: str = "") -> Escalation | None:
    """Raise the report the rules demand, unless it has been raised."""
    reasons = report_reasons(case)
    if not reasons or case.reporting:
        return None
    return _raise(case, reasons, by=by, note=note)


@transaction.atomic
def escalate(
    *, case_id: int, reasons: Sequence[str], note: str, by: User, version: int | None = None
) -> Escalation:
    """The officer's own judgement: major or complex, with the reason in words."""
    case = _progress.begin(case_id=case_id, action="escalate", by=by, version=version)
    if case.reporting in (Case.Reporting.PENDING, Case.Reporting.ROUTED):
        raise RuleViolation("already_reported", "本案已上报片长，无须重复上报", BASIS)
    case.is_major = case.is_major or "major" in reasons
    case.is_complex = case.is_complex or "complex" in reasons
    return _raise(case, report_reasons(case), by=by, note=note)


def _raise(case: Case, reasons: Sequence[Reason], *, by: User, note: str) -> Escalation:
    escalation = Escalation.objects.create(
        case=case,
        reasons=[{"code": r.code, "text": r.text, "basis": r.basis} for r in reasons],
        note=note,
        raised_by=by,
    )
    case.reporting = Case.Reporting.PENDING
    _progress.note(
        case, "escalate", by=by, payload={"reasons": [r.text for r in reasons], "note": note}
    )
    outbox.put(
        topic=TOPIC, key=f"escalation:{escalation.pk}", payload={"escalation": escalation.pk}
    )
    return escalation


def route(payload: Mapping[str, object]) -> None:
    """Outbox handler: tell the chiefs. Idempotent: a report already routed is left alone."""
    escalation = Escalation.objects.select_for_update(of=("self",)).get(
        pk=int(str(payload["escalation"]))
    )
    if escalation.status != Escalation.Status.PENDING:
        return
    case = _progress.lock(escalation.case_id)
    zones = zones_concerned(case)
    told = _tell_chiefs(escalation, case, zones)
    escalation.status = Escalation.Status.ROUTED
    escalation.routed_at = timezone.now()
    escalation.lead_zone = zones[0] if zones else None
    escalation.save()
    case.reporting = Case.Reporting.ROUTED
    _jurisdiction.add_keys(case, [f"Z{zone.pk}" for zone in zones], "上报片长")
    _progress.note(
        case,
        "route",
        by=None,
        payload={
            "lead_zone": escalation.lead_zone.name if escalation.lead_zone else None,
            "told": [str(recipient.user) for recipient in told],
        },
    )
    events.escalated_to_chief.send(sender=Case, case=case, escalation=escalation)


def zones_concerned(case: Case) -> list[Zone]:
    """Zones of the places; the zone of the town that filed first leads and stands first."""
    towns = [p.township for p in case.places.all()]
    ordered = [case.township, *towns]
    return list(dict.fromkeys(town.zone for town in ordered if town.zone is not None))


def _tell_chiefs(
    escalation: Escalation, case: Case, zones: Sequence[Zone]
) -> list[EscalationRecipient]:
    today = timezone.localdate()
    chiefs = people.chiefs_by_zone(today)
    told: list[EscalationRecipient] = []
    for zone in zones:
        lead = zone is zones[0]
        chief = chiefs.get(zone.pk)
        # A vacant office must not swallow the report: the coordinator and the office stand in.
        stand_ins = people.holders(Role.COORDINATOR, today, zone=zone)
        for user in [chief] if chief else stand_ins[:1]:
            told.append(_tell(escalation, user, zone, "lead" if lead else "chief"))
    if len(zones) != 1 or any(zone.pk not in chiefs for zone in zones):
        for user in people.holders(Role.COORDINATION_OFFICE, today):
            told.append(_tell(escalation, user, None, "office"))
    if not told:
        raise RuleViolation("nobody_to_tell", "片长、协作组长和指导单位均无人在任，无法转送", BASIS)
    notices.send(
        [recipient.user for recipient in told],
        key=f"escalation:{escalation.pk}",
        text=f"{case.number} {case.title}：{case.township}上报，请安排",
        url=case.get_absolute_url(),
        urgent=True,
    )
    return told


def _tell(escalation: Escalation, user: User, zone: Zone | None, part: str) -> EscalationRecipient:
    recipient, _ = EscalationRecipient.objects.get_or_create(
        escalation=escalation, user=user, defaults={"zone": zone, "part": part}
    )
    return recipient


def mark_seen(*, case: Case, by: User) -> None:
    """The recipient opened the case: how long that took is measured."""
    unseen = [
        recipient
        for escalation in case.escalations.all()
        for recipient in escalation.recipients.all()
        if recipient.user_id == by.pk and recipient.seen_at is None
    ]
    for recipient in unseen:
        recipient.seen_at = timezone.now()
        recipient.save(update_fields=["seen_at"])


@transaction.atomic
def name_lead_zone(*, case_id: int, zone: Zone, by: User) -> Escalation:
    """The coordination office names another of the zones concerned to lead."""
    case = _progress.lock(case_id)
    if not policy.may_name_lead(by):
        raise PermissionDenied("牵头片区由区城管执法局指导单位指定")
    escalation = open_escalation(case)
    concerned = zones_concerned(case)
    if zone not in concerned:
        raise RuleViolation(
            "zone_not_concerned", f"{zone}与本案无关，不能牵头", BASIS, field="zone"
        )
    escalation.recipients.filter(part="lead").update(part="chief")
    escalation.recipients.filter(zone=zone).update(part="lead")
    escalation.lead_zone, escalation.lead_named_by = zone, by
    escalation.save()
    _progress.note(case, "name_lead_zone", by=by, payload={"zone": zone.name})
    leads = [r.user for r in escalation.recipients.filter(part="lead").select_related("user")]
    notices.send(
        leads,
        key=f"lead:{escalation.pk}:{zone.pk}",
        text=f"{case.number} {case.title}：指定由{zone}牵头，请安排",
        url=case.get_absolute_url(),
        urgent=True,
    )
    return escalation


def open_escalation(case: Case) -> Escalation:
    escalation = (
        case.escalations.select_for_update(of=("self",))
        .filter(status__in=["pending", "routed"])
        .first()
    )
    if escalation is None or escalation.status == Escalation.Status.PENDING:
        raise RuleViolation("nothing_to_arrange", "本案没有等待安排的上报", BASIS)
    return escalation
