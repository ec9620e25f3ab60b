"""The many small tables of one case, read only where there is something to read."""

from __future__ import annotations

from typing import Any

from django.db import models

from cases.models import (
    Arrangement,
    ArrangementUnit,
    Case,
    CaseOfficer,
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
    Transfer,
)
from core.counting import read_each
from personnel.models import Officer
from zones.selectors import put_places

_REPORT = (
    "raised_by",
    "lead_zone",
    "lead_named_by",
)
_ORDERED = ("escalation__lead_zone", "lead_township", "lead_agency", "arranged_by")
_STUDY = ("meeting__chair__user", "meeting__recorder__user", "township", "agency", "done_by")
_TRANSFER = (
    "from_township",
    "from_agency",
    "to_township",
    "to_agency",
    "item",
    "proposed_by",
    "sent_by",
    "answered_by",
)
# Related name → what is read with its rows.
_WITH: dict[str, models.Prefetch[Any] | str] = {
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
    "transfers": models.Prefetch(
        "transfers", Transfer.objects.select_related(*_TRANSFER).prefetch_related("pieces", "steps")
    ),
    "exhibits": models.Prefetch("exhibits", Exhibit.objects.prefetch_related("custody")),
    "evidence": models.Prefetch(
        "evidence", Evidence.objects.select_related("added_by", "recorder")
    ),
}
# Read as they are stored, all in one query.
_PLAIN = (
    "places",
    "parties",
    "marks",
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
# Where there are rows of the first, what hangs on them is read too.
_DEEPER: tuple[tuple[str, models.Prefetch[Any] | str], ...] = (
    ("escalations", "escalations__recipients__user"),
    ("escalations", "escalations__recipients__zone"),
    (
        "arrangements",
        models.Prefetch(
            "arrangements__units",
            ArrangementUnit.objects.select_related("township", "agency", "answered_by", "done_by"),
        ),
    ),
    (
        "disputes",
        models.Prefetch(
            "disputes__views", DisputeView.objects.select_related("township", "agency", "by")
        ),
    ),
    ("discussions", models.Prefetch("discussions__opinions", DiscussionOpinion.objects.all())),
    (
        "studies",
        models.Prefetch(
            "studies__opinions", StudyOpinion.objects.select_related("participant__officer__user")
        ),
    ),
)


def read_parts(case: Case) -> Case:
    """Fill every small table of the case.

    One query reads those without joins and tells which of the others have rows; one reads each of
    these.
    """
    rows, counts = read_each(
        {name: getattr(case, name).all() for name in _PLAIN},
        {name: getattr(case, name).all() for name in _WITH},
    )
    for name, found in rows.items():
        _fill(case, name, found)
    for name in _WITH:
        if not counts[name]:
            _fill(case, name, [])
    put_places(rows["places"], "township")
    put_places([place.township for place in rows["places"]], "zone")
    wanted: list[Any] = [prefetch for name, prefetch in _WITH.items() if counts[name]]
    full = {name for name in PARTS if counts.get(name) or rows.get(name)}
    wanted += [deeper for name, deeper in _DEEPER if name in full]
    models.prefetch_related_objects([case], *wanted)
    return case


def _fill(case: Case, name: str, rows: list[Any]) -> None:
    """As if the rows had been prefetched."""
    manager = getattr(case, name)
    for row in rows:
        setattr(row, manager.field.name, case)
    filled = manager.all()
    filled._result_cache = rows
    case.__dict__.setdefault("_prefetched_objects_cache", {})[name] = filled
