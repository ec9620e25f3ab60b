"""Reports come in: register, accept, refuse."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import events, policy
from cases.models import Case, CasePlace, Party
from cases.rules.deadlines import Term
from cases.rules.filing import PartyKind, check_party
from cases.rules.workflow import CaseState
from cases.services import _jurisdiction, _progress, _terms, escalation
from core import audit, numbering
from core.errors import RuleViolation
from core.models import User
from zones.models import EnforcementItem, Township, Village


@dataclass(frozen=True)
class Report:
    """What is known when a matter is reported. The first town is where it is registered."""

    source: str
    title: str
    description: str
    item: EnforcementItem
    township: Township
    other_towns: Sequence[Township]
    place: str
    occurred_on: date
    party_kind: str
    party_name: str
    village: Village | None = None
    party_identifier: str = ""
    party_representative: str = ""
    party_phone: str = ""
    party_address: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    is_major: bool = False
    is_complex: bool = False
    circumstances: Sequence[str] = ()
    continuing: bool = False


def _check(report: Report, today: date) -> None:
    if report.occurred_on > today:
        raise RuleViolation("future_act", "发生日期晚于今天，请核对", field="occurred_on")
    if report.village and report.village.township_id != report.township.pk:
        raise RuleViolation(
            "village_elsewhere", "所选村（社区）不属于案发镇街，请重选", field="village"
        )
    try:
        check_party(
            PartyKind(report.party_kind),
            id_number=report.party_identifier,
            phone=report.party_phone,
            on=today,
            proves_identity=False,  # who it was may only come out in the investigation
        )
    except RuleViolation as violation:
        field = {"id_number": "party_identifier", "phone": "party_phone"}[violation.field]
        raise RuleViolation(
            violation.code, violation.message, violation.basis, field
        ) from violation


def _create(report: Report, by: User, key: uuid.UUID, today: date) -> Case:
    number = numbering.take("case", today.year)
    return Case.objects.create(
        number=f"芗执案〔{today.year}〕{number}号",
        submission_key=key,
        source=report.source,
        state=CaseState.REPORTED.value,
        title=report.title,
        description=report.description,
        item=report.item,
        township=report.township,
        village=report.village,
        place=report.place,
        occurred_on=report.occurred_on,
        party_name=report.party_name,
        reporter_name=report.reporter_name,
        reporter_phone=report.reporter_phone,
        is_major=report.is_major,
        is_complex=report.is_complex,
        circumstances=list(report.circumstances),
        continuing=report.continuing,
        created_by=by,
    )


def _places(case: Case, report: Report) -> None:
    towns = list(dict.fromkeys([report.township, *report.other_towns]))
    CasePlace.objects.bulk_create(
        CasePlace(case=case, township=town, order=order) for order, town in enumerate(towns)
    )
    for town in towns:
        _jurisdiction.show_to(case, town, "案发地")
    _jurisdiction.add_keys(case, [f"U{case.created_by_id}"], "登记人")


def register(*, report: Report, key: uuid.UUID, by: User, accept: bool) -> Case:
    """Register a report; `accept` also takes it up at once (found by the officer's own patrol).

    `key` comes from the form: sending the same form twice gives the same case.
    """
    earlier = Case.objects.filter(submission_key=key, created_by=by).first()
    if earlier is not None:
        return earlier
    try:
        return _register(report=report, key=key, by=by, accept=accept)
    except IntegrityError:
        twin = Case.objects.filter(submission_key=key, created_by=by).first()
        if twin is None:
            raise
        return twin  # the other half of a double click was a moment faster


@transaction.atomic
def _register(*, report: Report, key: uuid.UUID, by: User, accept: bool) -> Case:
    policy.require_registering(by, report.township)
    today = timezone.localdate()
    _check(report, today)
    case = _create(report, by, key, today)
    Party.objects.create(
        case=case,
        kind=report.party_kind,
        name=report.party_name,
        identifier=report.party_identifier,
        representative=report.party_representative,
        phone=report.party_phone,
        address=report.party_address,
    )
    _places(case, report)
    _progress.read_matter(case)
    _jurisdiction.decide(case, today)
    _terms.open_term(case, Term.ACK, today)
    _progress.note(
        case,
        "register",
        by=by,
        payload={"source": report.source, "title": report.title, "party": report.party_name},
    )
    return _take_up(case, by) if accept else case


@transaction.atomic
def accept(*, case_id: int, by: User, version: int | None = None) -> Case:
    """Take the report up (受理)."""
    case = _progress.begin(case_id=case_id, action="accept", by=by, version=version)
    return _take_up(case, by)


def _take_up(case: Case, by: User) -> Case:
    today = timezone.localdate()
    case.accepted_on = today
    answer = _jurisdiction.decide(case, today)
    _progress.finish(
        case, "accept", by=by, payload={"authority": answer.authority, "kind": answer.kind.value}
    )
    escalation.report_if_owed(case, by=by)
    return case


@transaction.atomic
def refuse(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """Do not take the report up, with the reason (不予受理)."""
    case = _progress.begin(case_id=case_id, action="refuse", by=by, version=version)
    case.closing_note = reason
    _terms.close_all(case, timezone.localdate())
    _progress.finish(case, "refuse", by=by, payload={"reason": reason})
    events.closed.send(sender=Case, case=case, by=by)
    return case


@transaction.atomic
def change_places(*, case_id: int, towns: Sequence[Township], by: User) -> Case:
    """Correct which towns the matter touches; jurisdiction and the duty to report follow."""
    case = _progress.lock(case_id)
    policy.require(by, "escalate", case)
    if case.is_final:
        raise RuleViolation("closed", "案件已办结，不能再改案发地")
    wanted = list(dict.fromkeys([case.township, *towns]))
    known = {place.township_id for place in case.places.all()}
    new = [town for town in wanted if town.pk not in known]
    for order, town in enumerate(new, start=len(known)):
        CasePlace.objects.create(case=case, township=town, order=order)
        _jurisdiction.show_to(case, town, "案发地")
    _progress.read_matter(case)
    _jurisdiction.decide(case, timezone.localdate())
    _progress.note(case, "change_places", by=by, payload={"towns": [t.name for t in wanted]})
    escalation.follow_places(case, by=by)
    return case


def trail_is_whole(case: Case) -> bool:
    return not audit.verify_trail(case, expected_length=case.version)
