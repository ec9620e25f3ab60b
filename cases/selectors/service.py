"""Papers that wait for service, and the proof of one that was served."""

from __future__ import annotations

from django.http import Http404

from cases.models import Case, Delivery, Paper
from cases.rules.papers import KINDS
from cases.selectors.visibility import get_visible_case
from core.models import User

DECISIONS = ("decision", "no_penalty_decision", "spot_decision")
_SUBJECTS = {
    "decision": Delivery.Subject.DECISION,
    "no_penalty_decision": Delivery.Subject.DECISION,
    "prior_notice": Delivery.Subject.NOTICE,
    "hearing_right_notice": Delivery.Subject.NOTICE,
    "hearing_notice": Delivery.Subject.HEARING_NOTICE,
    "demand": Delivery.Subject.DEMAND,
}


def subject_of(paper: Paper) -> Delivery.Subject:
    return _SUBJECTS.get(paper.kind, Delivery.Subject.OTHER)


def to_serve(case: Case) -> list[Paper]:
    """Issued papers for the party without proof of service; the decision has its own step."""
    served = {row.paper_id for row in case.deliveries.all() if row.status != "replaced"}
    return [
        paper
        for paper in case.papers.all()
        if paper.status == Paper.Status.ISSUED
        and paper.kind in KINDS
        and KINDS[paper.kind].served
        and paper.kind not in DECISIONS
        and paper.pk not in served
    ]


def get_delivery(*, user: User, pk: int) -> Delivery:
    """With its case; 404 where that is not visible."""
    row = Delivery.objects.filter(pk=pk).first()
    if row is None:
        raise Http404("没有这条送达记录")
    row.case = get_visible_case(user=user, pk=row.case_id)
    return row
