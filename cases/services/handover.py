"""Cases of a handler who leaves an office go to the successor, if the successor may act."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models, transaction
from django.utils import timezone

from cases.models import Case, CaseOfficer
from cases.rules.workflow import OPEN
from cases.services import _jurisdiction, _progress
from core import notices
from core.errors import RuleViolation
from core.models import User
from personnel import selectors as people
from personnel.models import Appointment, Officer
from personnel.roles import HANDLING_ROLES
from personnel.rules import eligibility
from personnel.services.handover import Piece

KIND = "在办案件"


def open_cases(office: Appointment) -> list[Piece]:
    """Open cases the person handles in the name of the office's unit."""
    return [_piece(case) for case in _handled(office)]


def _piece(case: Case, why: str = "") -> Piece:
    return Piece(KIND, f"{case.number} {case.title}", case.get_absolute_url(), why)


def _handled(office: Appointment) -> models.QuerySet[Case]:
    """None while another office lets the person go on handling for the same unit."""
    unit = office.township or office.agency
    if office.role not in HANDLING_ROLES or unit is None:
        return Case.objects.none()
    field = str(unit._meta.model_name)
    still = (
        people.live_appointments(timezone.localdate())
        .filter(officer=office.officer_id, role__in=HANDLING_ROLES, **{field: unit})
        .exclude(pk=office.pk)
    )
    if still.exists():
        return Case.objects.none()
    handling = CaseOfficer.objects.filter(officer=office.officer_id, removed_at=None)
    return Case.objects.filter(
        pk__in=handling.values("case_id"),
        state__in=[state.value for state in OPEN],
        **{f"authority_{field}": unit},
    ).order_by("id")


def pass_on(office: Appointment, successor: Officer, by: User) -> Sequence[Piece]:
    """Hand over every open case of the office; one that can't go says why and stays."""
    done = []
    for case in _handled(office):
        try:
            with transaction.atomic():
                hand_over(case_id=case.pk, leaving=office.officer, successor=successor, by=by)
        except RuleViolation as violation:
            done.append(_piece(case, violation.message))
        else:
            done.append(_piece(case))
    return done


def hand_over(*, case_id: int, leaving: Officer, successor: Officer, by: User) -> Case:
    """Put the successor in the leaving handler's place. Who may end the office has authorised.

    Raises RuleViolation when the team would no longer be two officers who may act in this case
    (《行政处罚法》第四十二条).
    """
    case = _progress.lock(case_id)
    today = timezone.localdate()
    place = case.handlers.filter(officer=leaving, removed_at=None).get()
    others = [row.officer for row in case.handlers.filter(removed_at=None).exclude(pk=place.pk)]
    if successor in others:
        raise RuleViolation(
            "duplicate_officer",
            f"{successor}已是本案办案人，移交后不足两人，请另行指派",
            "第四十二条",
        )
    eligibility.require_team(
        people.officer_facts([successor, *others], today),
        on=today,
        domain=case.item.domain,
        unit=people.unit_key(case.unit),
        place=people.place_key(case.unit, case.township),
        parties=frozenset({case.party_name}),
    )
    place.removed_at = timezone.now()
    place.save(update_fields=["removed_at"])
    paper = successor.certificates.filter(
        status="valid", valid_from__lte=today, expires_on__gte=today
    ).first()
    CaseOfficer.objects.create(
        case=case,
        officer=successor,
        duty=place.duty,
        certificate_number=paper.number if paper else "",
    )
    _jurisdiction.add_keys(case, [f"U{successor.user_id}"], "办案人")
    payload = {"from": str(leaving), "to": str(successor), "duty": place.duty}
    _progress.note(case, "hand_over", by=by, payload=payload)
    notices.send(
        [successor.user],
        key=f"handler:{case.pk}:{case.version}",
        text=f"{case.number} {case.title}：{leaving}移交您{place.get_duty_display()}",
        url=case.get_absolute_url(),
    )
    return case
