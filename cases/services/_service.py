"""One service as it is entered, and its row: checked by the rule, with its proof kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cases.models import Case, Delivery, Paper
from cases.rules import particular_terms, service
from cases.rules.service import Way
from core import calendars, uploads
from core.errors import RuleViolation
from core.models import User
from personnel.models import Officer

LARGEST_PROOF = 20 * uploads.MEGABYTE


@dataclass(frozen=True)
class Service:
    """How and when a paper reached the party, and what proves it.

    `served_on` is left out where the way gives the day itself: arrival in the system, thirty days
    after the announcement. Without `officers` all handlers of the case served it.
    """

    method: str
    served_on: date | None
    receiver: str
    proof: str
    relation: str = ""
    place: str = ""
    refused_why: str = ""
    witness: str = ""
    mail_number: str = ""
    sent_to: str = ""
    consent: str = ""
    arrived_at: datetime | None = None
    announced_on: date | None = None
    announced_where: str = ""
    reason: str = ""
    officers: Sequence[Officer] = ()
    file: UploadedFile[Any] | None = None


def write(
    case: Case,
    wanted: Service,
    *,
    subject: Delivery.Subject,
    paper: Paper | None,
    since: date | None,
    by: User,
) -> Delivery:
    """Check and keep it; an announcement whose thirty days have not passed is kept as running."""
    if wanted.method not in Delivery.Method.values:
        raise RuleViolation("no_method", "请选择送达方式", field="method")
    way, today = Way(wanted.method), timezone.localdate()
    officers = list(wanted.officers) or [
        row.officer for row in case.handlers.all() if row.removed_at is None
    ]
    proof = uploads.check(wanted.file, uploads.PAPER, LARGEST_PROOF) if wanted.file else None
    facts = _facts(case, wanted, way, since, len(officers))
    service.check(facts, today)
    served_on = _served_on(facts)
    row = Delivery(
        case=case,
        subject=subject,
        paper=paper,
        method=way.value,
        served_on=served_on,
        status=Delivery.Status.RUNNING if served_on > today else Delivery.Status.DONE,
        proof=wanted.proof.strip()[:300],
        recorded_by=by,
        **{name: getattr(wanted, name) for name in service.FIELDS[way]},
    )
    if proof is not None:
        row.proof_name, row.proof_sha256 = proof.name, proof.digests().sha256
        row.proof_file.save(proof.stored_name, proof.file, save=False)
    row.save()
    row.officers.set(officers)
    return row


def _facts(
    case: Case, wanted: Service, way: Way, since: date | None, officers: int
) -> service.ServiceFacts:
    names = (
        "receiver relation place refused_why witness mail_number sent_to consent announced_on "
        "announced_where reason proof served_on"
    )
    party = next(iter(case.parties.all()), None)
    arrived = wanted.arrived_at
    return service.ServiceFacts(
        way=way,
        since=since,
        officers=officers,
        party=case.party_name,
        party_kind=party.kind if party else "",
        recorded=wanted.file is not None,
        arrived_on=timezone.localdate(arrived) if arrived else None,
        **{name: getattr(wanted, name) for name in names.split()},
    )


def _served_on(facts: service.ServiceFacts) -> date:
    day = service.first_day(facts)
    assert day is not None  # checked
    if facts.way is not Way.PUBLIC:
        return day
    return particular_terms.public_service(day, calendars.work_calendar()).due_on
