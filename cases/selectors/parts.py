"""The many small tables of one case, read only where there is something to read."""

from __future__ import annotations

from typing import Any

from django.db import models

from cases.models import (
    Arrangement,
    ArrangementUnit,
    Case,
    CaseOfficer,
    CasePlace,
    Complaint,
    Delivery,
    DiscussionOpinion,
    DisputeView,
    Escalation,
    Evidence,
    Exhibit,
    InvestigationRecord,
    Reinspection,
    StudyItem,
    StudyOpinion,
)
from core.counting import count_each
from personnel.models import Officer

_REPORT = (
    "raised_by",
    "lead_zone",
    "lead_named_by",
)
_ORDERED = ("escalation__lead_zone", "lead_township", "lead_agency", "arranged_by")
_STUDY = ("meeting__chair__user", "meeting__recorder__user", "township", "agency", "done_by")
# Related name → what is read with its rows.
_WITH: dict[str, models.Prefetch[Any] | str] = {
    "places": models.Prefetch("places", CasePlace.objects.select_related("township__zone")),
    "handlers": models.Prefetch("handlers", CaseOfficer.objects.select_related("officer__user")),
    "escalations": models.Prefetch("escalations", Escalation.objects.select_related(*_REPORT)),
    "arrangements": models.Prefetch("arrangements", Arrangement.objects.select_related(*_ORDERED)),
    "records": models.Prefetch(
        "records",
        InvestigationRecord.objects.prefetch_related(
            models.Prefetch("officers", Officer.objects.select_related("user"))
        ),
    ),
    "deliveries": models.Prefetch(
        "deliveries",
        Delivery.objects.prefetch_related(
            models.Prefetch("officers", Officer.objects.select_related("user"))
        ),
    ),
    "complaints": models.Prefetch(
        "complaints",
        Complaint.objects.select_related("township", "transferred_township", "transferred_agency"),
    ),
    "studies": models.Prefetch(
        "studies",
        StudyItem.objects.select_related(*_STUDY).order_by("-meeting__starts_at"),
    ),
    "reinspections": models.Prefetch(
        "reinspections",
        Reinspection.objects.prefetch_related(
            models.Prefetch("officers", Officer.objects.select_related("user"))
        ),
    ),
    "exhibits": models.Prefetch("exhibits", Exhibit.objects.prefetch_related("custody")),
    "evidence": models.Prefetch(
        "evidence", Evidence.objects.select_related("added_by", "recorder")
    ),
}
_PLAIN = (
    "parties",
    "approvals",
    "suspensions",
    "terms",
    "disputes",
    "designations",
    "plans",
    "preservations",
    "measures",
    "discussions",
    "papers",
    "payments",
    "instalments",
    "demands",
    "enforcements",
    "remedies",
    "urgings",
)
PARTS = (*_WITH, *_PLAIN)


def read_parts(case: Case) -> Case:
    """Fill every small table of the case: one query tells which have rows, one reads each."""
    related = {name: getattr(case, name) for name in PARTS}
    counts = count_each({name: manager.all() for name, manager in related.items()})
    known: dict[str, Any] = case.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, manager in related.items():
        if not counts[name]:
            known[name] = _nothing(manager)
    wanted = [_WITH.get(name, name) for name in PARTS if counts[name]]
    if counts["escalations"]:
        wanted += [
            "escalations__recipients__user",
            "escalations__recipients__zone",
        ]
    if counts["arrangements"]:
        asked = ArrangementUnit.objects.select_related(
            "township", "agency", "answered_by", "done_by"
        )
        wanted.append(models.Prefetch("arrangements__units", asked))
    if counts["disputes"]:
        views = DisputeView.objects.select_related("township", "agency", "by")
        wanted.append(models.Prefetch("disputes__views", views))
    if counts["discussions"]:
        wanted.append(models.Prefetch("discussions__opinions", DiscussionOpinion.objects.all()))
    if counts["studies"]:
        told = StudyOpinion.objects.select_related("participant__officer__user")
        wanted.append(models.Prefetch("studies__opinions", told))
    models.prefetch_related_objects([case], *wanted)
    return case


def _nothing(manager: Any) -> models.QuerySet[Any]:
    empty: models.QuerySet[Any] = manager.none()
    empty._result_cache = []
    return empty
