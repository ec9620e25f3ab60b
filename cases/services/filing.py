"""Filing by two certified officers and the head's approval; refusing to file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Approval, Case, CaseOfficer
from cases.rules.approvals import ApprovalKind
from cases.rules.filing import FilingFacts, check_filing
from cases.services import _jurisdiction, _progress, _terms, approvals, escalation
from core import notices
from core.models import User
from personnel import selectors as people
from personnel.models import Officer
from personnel.rules import eligibility


@transaction.atomic
def file(
    *, case_id: int, lead: Officer, others: Sequence[Officer], by: User, version: int | None = None
) -> Case:
    """File at once, without approval: only cases of the first version of the procedure."""
    case = _progress.begin(case_id=case_id, action="file", by=by, version=version)
    return _file(case, "file", lead, others, by)


@transaction.atomic
def propose(
    *,
    case_id: int,
    lead: Officer,
    others: Sequence[Officer],
    by: User,
    opinion: str = "",
    version: int | None = None,
) -> Case:
    """Ask the head of the organ to file the case (立案审批) with these 主办 and 协办.

    Conditions, competence and the team are judged now and again when it is approved.
    """
    case = _progress.begin(case_id=case_id, action="propose_filing", by=by, version=version)
    _jurisdiction.decide(case, timezone.localdate(), filing=True)
    _check_conditions(case)
    team = [lead, *others]
    check_team(case, team)
    approvals.ask(
        case,
        ApprovalKind.FILING,
        reason=opinion or case.description,
        payload={"lead": lead.pk, "others": [officer.pk for officer in others]},
        by=by,
    )
    return _progress.finish(
        case,
        "propose_filing",
        by=by,
        payload={"handlers": [str(officer) for officer in team], "reason": opinion},
    )


def _approved(approval: Approval, case: Case, by: User) -> None:
    """The head approved: file with the team that was proposed, if it may still act."""
    wanted = [approval.payload["lead"], *approval.payload["others"]]
    found = Officer.objects.in_bulk(wanted)
    team = [found[pk] for pk in wanted]
    _file(case, "approve_filing", team[0], team[1:], by)


def _returned(approval: Approval, case: Case, by: User) -> None:
    _progress.finish(case, "return_filing", by=by, payload={"reason": approval.opinion})


def _file(case: Case, action: str, lead: Officer, others: Sequence[Officer], by: User) -> Case:
    today = timezone.localdate()
    answer = _jurisdiction.decide(case, today, filing=True)
    _check_conditions(case)
    officers = [lead, *others]
    check_team(case, officers)
    case.filed_on = today
    assign(case, lead, others)
    _progress.finish(
        case,
        action,
        by=by,
        payload={
            "authority": answer.authority,
            "handlers": [str(officer) for officer in officers],
            "reasons": [reason.text for reason in answer.reasons],
        },
    )
    escalation.follow_places(case, by=by)
    _tell_handlers(case, officers, by)
    return case


approvals.register(ApprovalKind.FILING, "approve_filing", _approved, _returned)


def _check_conditions(case: Case) -> None:
    towns = tuple(place.township.name for place in case.places.all())
    facts = FilingFacts(
        item=case.item.name,
        towns=towns,
        party=case.party_name,
        found_on=timezone.localdate(case.reported_at),
        ended_on=case.occurred_on,
        continuing=case.continuing,
    )
    check_filing(facts, on=timezone.localdate())


def check_team(case: Case, officers: Sequence[Officer]) -> None:
    """Raise unless these officers may act together in the case today."""
    today = timezone.localdate()
    facts = people.officer_facts(officers, today)
    # A town's certificate is for comprehensive enforcement; a bureau's names its domains.
    eligibility.require_team(
        facts,
        on=today,
        domain=case.item.domain,
        unit=people.unit_key(case.unit),
        place=people.place_key(case.unit, case.township),
        parties=frozenset({case.party_name}),
    )


def assign(case: Case, lead: Officer, others: Sequence[Officer]) -> None:
    """Name the handlers, with the certificate each shows today; earlier ones are relieved."""
    today = timezone.localdate()
    case.handlers.filter(removed_at=None).update(removed_at=timezone.now())
    officers = [lead, *others]
    CaseOfficer.objects.bulk_create(
        CaseOfficer(
            case=case,
            officer=officer,
            duty=CaseOfficer.Duty.LEAD if officer == lead else CaseOfficer.Duty.SECOND,
            certificate_number=certificate_on(officer, today),
        )
        for officer in officers
    )
    _jurisdiction.add_keys(case, [f"U{officer.user_id}" for officer in officers], "办案人")


def certificate_on(officer: Officer, day: date) -> str:
    """The number of the certificate shown that day, the one good for longest."""
    good = [
        paper
        for paper in officer.certificates.all()
        if paper.status == "valid" and paper.valid_from <= day <= paper.expires_on
    ]
    return max(good, key=lambda paper: paper.expires_on).number if good else ""


def _tell_handlers(case: Case, officers: Sequence[Officer], by: User) -> None:
    notices.send(
        [officer.user for officer in officers if officer.user_id != by.pk],
        key=f"handler:{case.pk}:{case.version}",
        text=f"{case.number} {case.title}：已指派您办理",
        url=case.get_absolute_url(),
    )


@transaction.atomic
def decline_filing(*, case_id: int, reason: str, by: User, version: int | None = None) -> Case:
    """Do not file, with the reason (不予立案)."""
    case = _progress.begin(case_id=case_id, action="decline_filing", by=by, version=version)
    return _end(case, "decline_filing", reason, by, {"reason": reason})


def _end(case: Case, action: str, note: str, by: User, payload: dict[str, object]) -> Case:
    case.closing_note = note[:300]
    _terms.close_all(case, timezone.localdate())
    _progress.finish(case, action, by=by, payload=payload)
    events.closed.send(sender=Case, case=case, by=by)
    return case
