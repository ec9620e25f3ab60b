"""Who handles a case: recusals asked for and decided (第四十三条), replacements (第四十二条)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.models import Approval, Case, CaseOfficer
from cases.rules.approvals import ApprovalKind
from cases.services import _jurisdiction, _progress, approvals, filing
from core import notices
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from personnel.rules import eligibility
from personnel.services import recusals

_42, _43 = "《行政处罚法》第四十二条", "《行政处罚法》第四十三条"


@dataclass(frozen=True)
class RecusalRequest:
    """Whose recusal, asked by whom, on which ground of 第四十三条, and why."""

    officer: Officer
    asked_by: str
    ground: str
    reason: str


@transaction.atomic
def ask_recusal(
    *, case_id: int, request: RecusalRequest, by: User, version: int | None = None
) -> Approval:
    """Lay the request before the head; until it is decided the investigation goes on."""
    case = _progress.begin(case_id=case_id, action="ask_recusal", by=by, version=version)
    _place_of(case, request.officer)
    waiting = case.approvals.filter(
        kind=ApprovalKind.RECUSAL.value, status="open", payload__officer=request.officer.pk
    )
    if waiting.exists():
        message = f"{request.officer}的回避申请正在等待负责人决定"
        raise RuleViolation("asked_already", message, _43, field="officer")
    said = {"asked_by": request.asked_by, "ground": request.ground}
    row = approvals.ask(
        case,
        ApprovalKind.RECUSAL,
        reason=request.reason,
        payload={"officer": request.officer.pk, "name": str(request.officer), **said},
        by=by,
    )
    payload = {"officers": [str(request.officer)], **said, "reason": request.reason}
    _progress.finish(case, "ask_recusal", by=by, payload=payload)
    return row


def _recused(approval: Approval, case: Case, by: User) -> None:
    """The head agrees: the officer leaves the case and is kept away from its party."""
    officer = Officer.objects.get(pk=approval.payload["officer"])
    ground = str(approval.payload["ground"])
    recusals.enter_decided(officer=officer, party=case.party_name, ground=ground, by=by)
    case.handlers.filter(officer=officer, removed_at=None).update(removed_at=timezone.now())
    words = {"approval": approval.get_kind_display(), "opinion": approval.opinion}
    _progress.note(case, "approve", by=by, payload={**words, "officers": [str(officer)]})


approvals.register(ApprovalKind.RECUSAL, "", _recused, approvals.trace_only)


@transaction.atomic
def replace(
    *,
    case_id: int,
    leaving: Officer | None,
    successor: Officer,
    reason: str,
    by: User,
    version: int | None = None,
) -> Case:
    """The head puts `successor` in the place of `leaving`; None: a place that is free."""
    case = _progress.begin(case_id=case_id, action="replace_handler", by=by, version=version)
    staying = list(case.handlers.filter(removed_at=None))
    if any(row.officer_id == successor.pk for row in staying):
        message = f"{successor}已是本案办案人，请另选一人"
        raise RuleViolation("duplicate_officer", message, _42, field="successor")
    _check(case, successor)
    leads = any(row.duty == CaseOfficer.Duty.LEAD for row in staying)
    duty: str = CaseOfficer.Duty.SECOND if leads else CaseOfficer.Duty.LEAD
    if leaving is not None:
        place = _place_of(case, leaving)
        duty = place.duty
        place.removed_at = timezone.now()
        place.save(update_fields=["removed_at"])
    CaseOfficer.objects.create(
        case=case,
        officer=successor,
        duty=duty,
        certificate_number=filing.certificate_on(successor, timezone.localdate()),
    )
    _jurisdiction.add_keys(case, [f"U{successor.user_id}"], "办案人")
    gone = str(leaving) if leaving else ""
    payload = {"from": gone, "to": str(successor), "duty": duty, "reason": reason}
    _progress.finish(case, "replace_handler", by=by, payload=payload)
    notices.send(
        [officer.user for officer in (leaving, successor) if officer is not None],
        key=f"handler:{case.pk}:{case.version}",
        text=f"{case.number} {case.title}：办案人改由{successor}担任",
        url=case.get_absolute_url(),
    )
    return case


def _place_of(case: Case, officer: Officer) -> CaseOfficer:
    place = case.handlers.filter(officer=officer, removed_at=None).first()
    if place is None:
        raise RuleViolation("not_a_handler", f"{officer}现在不是本案办案人，请核对", _42)
    return place


def _check(case: Case, successor: Officer) -> None:
    today = timezone.localdate()
    found = eligibility.bar(
        people.officer_facts([successor], today)[0],
        on=today,
        domain=case.item.domain,
        unit=people.unit_key(case.unit),
        place=people.place_key(case.unit, case.township),
        parties=frozenset({case.party_name}),
    )
    if found is not None:
        raise RuleViolation(found.code, found.message, found.basis, "successor")
