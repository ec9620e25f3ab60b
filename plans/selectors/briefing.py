"""The facts that the briefing and the report state."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from personnel.models import Certificate
from personnel.selectors import engagements
from plans.models import Operation
from plans.rules.report_text import Facts, FindingLine, PersonLine, UnitLine
from plans.selectors.operations import days_of


def _certificates(operation: Operation) -> dict[int, str]:
    """Officer id → number of a certificate good on the first day."""
    day, _ = days_of(operation)
    rows = Certificate.objects.filter(
        officer__in=[row.officer_id for row in operation.members.all()],
        status="valid",
        valid_from__lte=day,
        expires_on__gte=day,
    )
    return dict(rows.order_by("-expires_on").values_list("officer_id", "number"))


def _actual(operation: Operation) -> str:
    if operation.began_at is None or operation.finished_at is None:
        return ""
    return engagements.span_words(operation.began_at, operation.finished_at)


def facts_of(operation: Operation) -> Facts:
    """From an operation read whole (`operations.whole`); one query more."""
    papers = _certificates(operation)
    members = list(operation.members.all())
    counts = Counter(row.unit_id for row in members)
    return Facts(
        name=operation.name,
        number=operation.number or "",
        zone=operation.zone.name,
        origin=operation.get_origin_display()
        + (f"（{operation.case.number}）" if operation.case else ""),
        objective=operation.objective,
        basis=operation.basis,
        span=engagements.span_words(operation.starts_at, operation.ends_at),
        actual=_actual(operation),
        muster=operation.muster,
        places=[str(place) for place in operation.places.all()],
        units=[
            UnitLine(str(row), row.leads, row.duty, counts[row.pk], row.result)
            for row in operation.units.all()
        ],
        people=[
            PersonLine(
                name=str(row.officer),
                unit=str(row.unit),
                duty=row.duty,
                certificate=papers.get(row.officer_id, "—"),
                arrived=f"{timezone.localtime(row.arrived_at):%H:%M}" if row.arrived_at else "",
                late=row.late_for(operation.starts_at),
            )
            for row in members
        ],
        equipment=[str(row.equipment) for row in operation.equipment.all()],
        findings=[
            FindingLine(
                place=str(row.place),
                subject=row.subject,
                outcome=row.get_outcome_display(),
                text=row.text,
                case=row.case.number if row.case else "",
            )
            for row in operation.findings.all()
        ],
    )
