"""Service of the decision, and closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Delivery
from cases.rules.deadlines import Term
from cases.rules.gravity import PenaltyKind
from cases.services import _progress, _terms
from core.errors import RuleViolation
from core.models import User


@dataclass(frozen=True)
class Service:
    """How and when the decision reached the party, and what proves it."""

    method: str
    served_on: date
    receiver: str
    proof: str


@transaction.atomic
def serve(*, case_id: int, service: Service, by: User, version: int | None = None) -> Delivery:
    """Enter service (送达); the party's own terms begin to run."""
    case = _progress.begin(case_id=case_id, action="serve", by=by, version=version)
    today = timezone.localdate()
    if service.served_on > today:
        raise RuleViolation("future_service", "送达日期晚于今天，请核对", field="served_on")
    if case.decided_on and service.served_on < case.decided_on:
        raise RuleViolation("served_before_decided", "送达不能早于决定", field="served_on")
    row = Delivery.objects.create(case=case, recorded_by=by, **vars(service))
    case.served_on = service.served_on
    if case.draft.penalty == PenaltyKind.FINE:
        _terms.open_term(case, Term.FINE_PAYMENT, service.served_on, binds=False)
    _terms.open_term(case, Term.LITIGATION, service.served_on, binds=False)
    _progress.finish(
        case,
        "serve",
        by=by,
        on=service.served_on,
        payload={"method": service.method, "served_on": service.served_on.isoformat()},
    )
    return row


@transaction.atomic
def close(*, case_id: int, outcome: str, by: User, version: int | None = None) -> Case:
    """Close without approval: only cases of the first version of the procedure."""
    case = _progress.begin(case_id=case_id, action="close", by=by, version=version)
    case.closing_note = outcome[:300]
    _progress.finish(case, "close", by=by, payload={"outcome": outcome})
    events.closed.send(sender=Case, case=case, by=by)
    return case
