"""Reporting to the chief: raised with the case, then routed by the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import events, policy
from cases.models import Case, Escalation
from cases.rules import reporting
from cases.rules.circumstances import Circumstance
from cases.rules.gravity import Reason
from cases.rules.reporting import Overdue, unreported
from cases.selectors.circumstances import is_repeated
from cases.selectors.facts import report_grounds, report_reasons
from cases.selectors.reports import spans_kept
from cases.services import _jurisdiction, _progress, _routing
from core import notices, outbox
from core.errors import RuleViolation
from core.models import User
from zones.models import Zone

TOPIC = "cases.escalated"
BASIS = reporting.BASIS


def report_if_owed(case: Case, *, by: User, note: str = "") -> Escalation | None:
    """Raise the report the rules demand, unless it has been raised."""
    _look_back(case)
    reasons = report_reasons(case)
    if not reasons or case.reporting:
        return None
    return _raise(case, reasons, by=by, note=note)


def _look_back(case: Case) -> None:
    """Earlier penalties of the party are asked for once; what is found stays with the case."""
    known = Circumstance.REPEATED.value
    if known not in case.circumstances and is_repeated(case, timezone.localdate()):
        case.circumstances = [*case.circumstances, known]
        case.save(update_fields=["circumstances"])


def follow_places(case: Case, *, by: User) -> None:
    """Places or the filing town have changed: whoever is concerned now must know.

    A report under way is routed again; where the chief has already arranged and a zone has come
    in that nobody told, it is reported anew.
    """
    if case.reporting == Case.Reporting.ROUTED:
        waiting = case.escalations.get(status=Escalation.Status.ROUTED)
        _put(waiting, f":{case.version}")
    elif case.reporting == Case.Reporting.ARRANGED:
        told = {row.zone_id for row in case.escalations.all()[0].recipients.all()}
        if any(zone.pk not in told for zone in _routing.zones_concerned(case)):
            _raise(case, report_reasons(case), by=by, note="安排以后案发地扩及其他片区")
    else:
        report_if_owed(case, by=by)


@transaction.atomic
def escalate(
    *, case_id: int, reasons: Sequence[str], note: str, by: User, version: int | None = None
) -> Escalation:
    """The officer's own judgement: which circumstances, with the reason in words."""
    case = _progress.begin(case_id=case_id, action="escalate", by=by, version=version)
    if case.reporting in (Case.Reporting.PENDING, Case.Reporting.ROUTED):
        raise RuleViolation("already_reported", "本案已上报片长，无须重复上报", BASIS)
    case.is_major = case.is_major or "major" in reasons
    case.is_complex = case.is_complex or "complex" in reasons
    said = [code for code in reasons if code in list(Circumstance)]
    case.circumstances = list(dict.fromkeys([*case.circumstances, *said]))
    return _raise(case, report_grounds(case), by=by, note=note)


@transaction.atomic
def report_by_itself(*, case_id: int, now: datetime) -> Escalation | None:
    """Nobody reported in time: the system does. None when that is no longer called for."""
    case = _progress.lock(case_id)
    reasons, since = report_reasons(case), case.report_owed_since
    if case.reporting or case.is_final or not reasons or since is None:
        return None
    if unreported(since, now, spans_kept()) is not Overdue.GO_ON:
        return None
    hours = int((now - since).total_seconds() // 3600)
    note = f"上报原因出现后 {hours} 小时无人上报，由系统自动上报"
    return _raise(case, reasons, by=None, note=note)


def _raise(case: Case, reasons: Sequence[Reason], *, by: User | None, note: str) -> Escalation:
    escalation = Escalation.objects.create(
        case=case,
        reasons=[{"code": r.code, "text": r.text, "basis": r.basis} for r in reasons],
        note=note,
        raised_by=by,
        owed_since=case.report_owed_since,
    )
    case.reporting = Case.Reporting.PENDING
    _progress.note(
        case, "escalate", by=by, payload={"reasons": [r.text for r in reasons], "note": note}
    )
    _put(escalation)
    return escalation


def _put(escalation: Escalation, occasion: str = "") -> None:
    outbox.put(
        topic=TOPIC,
        key=f"escalation:{escalation.pk}{occasion}",
        payload={"escalation": escalation.pk},
    )


def route(payload: Mapping[str, object]) -> None:
    """Outbox handler: tell the chiefs. Idempotent: who has been told is not told again."""
    route_all([payload])


def route_all(payloads: Sequence[Mapping[str, object]]) -> None:
    """Outbox handler of many reports at once, with as many queries as for one."""
    ids = {int(str(payload["escalation"])) for payload in payloads}
    # The case before its report, as everywhere: two who need both wait in turn.
    found = Escalation.objects.filter(pk__in=ids).values_list("case_id", flat=True)
    cases = _progress.lock_all(found)
    rows = Escalation.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    reports = list(rows.select_related("lead_zone"))
    offices = _routing.offices_on(timezone.localdate())
    first = [report for report in reports if report.status == Escalation.Status.PENDING]
    if first:
        _route_first(first, cases, offices)
    for report in reports:
        if report.status == Escalation.Status.ROUTED and report not in first:
            route_again(report, cases[report.case_id], offices)


def _route_first(
    reports: Sequence[Escalation], cases: Mapping[int, Case], offices: _routing.Offices
) -> None:
    ways = {r.pk: _routing.routing_of(cases[r.case_id], None, offices) for r in reports}
    _routing.write([(report, ways[report.pk]) for report in reports], offices)
    now = timezone.now()
    letters, said, keys = [], {}, []
    for report in reports:
        case, way = cases[report.case_id], ways[report.pk]
        report.status, report.routed_at = Escalation.Status.ROUTED, now
        report.lead_zone = offices.zones.get(way.lead_zone or "")
        case.reporting = Case.Reporting.ROUTED
        keys += [(case, f"Z{offices.zones[name].pk}") for name in way.zones]
        letters += _routing.letters(report, case, way, way.told, offices)
        said[case] = {"lead_zone": way.lead_zone, "told": _routing.names(way.told, offices)}
    Escalation.objects.bulk_update(reports, ["status", "routed_at", "lead_zone"])
    _jurisdiction.add_many(keys, "上报片长")
    notices.send_all(letters)
    _progress.note_all("route", said)
    for report in reports:
        case = cases[report.case_id]
        events.escalated_to_chief.send(sender=Case, case=case, escalation=report)


def route_again(escalation: Escalation, case: Case, offices: _routing.Offices) -> int:
    """Tell whoever has become concerned; how many that are. Case and report are locked."""
    way = _routing.routing_of(case, escalation, offices)
    new = _routing.follow(escalation, way, offices)
    if not new:
        return 0
    escalation.lead_zone = offices.zones.get(way.lead_zone or "")
    escalation.save(update_fields=["lead_zone"])
    _jurisdiction.add_keys(case, [f"Z{offices.zones[z].pk}" for z in way.zones], "上报片长")
    notices.send_all(_routing.letters(escalation, case, way, new, offices))
    told = _routing.names(new, offices)
    _progress.note(case, "route", by=None, payload={"lead_zone": way.lead_zone, "told": told})
    return len(new)


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
def acknowledge(*, case_id: int, by: User, version: int | None = None) -> Escalation:
    """A recipient signs for the report (签收); looking at the case counts as seen too."""
    case = _progress.lock(case_id)
    escalation = open_escalation(case)
    row = escalation.recipients.filter(user=by, signed_at=None).first()
    if row is None:
        raise PermissionDenied("本案的上报没有等待您签收")
    row.signed_at = timezone.now()
    row.seen_at = row.seen_at or row.signed_at
    row.save(update_fields=["signed_at", "seen_at"])
    _progress.note(case, "acknowledge", by=by, payload={"part": row.get_part_display()})
    return escalation


@transaction.atomic
def name_lead_zone(*, case_id: int, zone: Zone, by: User) -> Escalation:
    """The coordination office names another of the zones concerned to lead."""
    case = _progress.lock(case_id)
    if not policy.may_name_lead(by):
        raise PermissionDenied("牵头片区由区城管执法局指导单位指定")
    escalation = open_escalation(case)
    if zone not in _routing.zones_concerned(case):
        raise RuleViolation(
            "zone_not_concerned", f"{zone}与本案无关，不能牵头", BASIS, field="zone"
        )
    escalation.lead_zone, escalation.lead_named_by = zone, by
    escalation.save(update_fields=["lead_zone", "lead_named_by"])
    offices = _routing.offices_on(timezone.localdate())
    _routing.follow(escalation, _routing.routing_of(case, escalation, offices), offices)
    _progress.note(case, "name_lead_zone", by=by, payload={"zone": zone.name})
    told = list(escalation.recipients.select_related("user"))
    leads = [row.user for row in told if row.part == "lead"]
    words = f"{case.number} {case.title}：指定由{zone}牵头"
    key, url = f"lead:{escalation.pk}:{case.version}", case.get_absolute_url()
    notices.send(leads, key=key, text=f"{words}，请安排", url=url, urgent=True)
    others = [row.user for row in told if row.part != "lead" and row.user_id != by.pk]
    notices.send(others, key=key, text=f"{words}，请知悉", url=url)
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
