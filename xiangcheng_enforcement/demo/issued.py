"""Papers (执法文书) of a few demo cases, filled from the case as the step's own service fills them.

Bulk loading writes no papers: a paper holds the whole of its case, and a year of them would take
hours. The newest cases of each stage get theirs, dated as their steps were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cases.models import Case, Paper, PaperSignature
from cases.models.decision import NO_PENALTY
from cases.rules.paper_language import fill
from cases.rules.papers import Part, gaps, kind_of
from cases.rules.steps import CaseState as S
from cases.selectors.paper_values import values_of
from cases.selectors.papers import template_in_force
from cases.services import papers
from cases.services.papers import hash_of
from core.evidence_chain import canonical_json
from core.models import User
from xiangcheng_enforcement.demo.chain import Chain
from xiangcheng_enforcement.demo.rows import Rows
from xiangcheng_enforcement.demo.tables import Copier
from xiangcheng_enforcement.demo.world import Person

_EACH = 3
_STAGES = (S.FILED, S.INVESTIGATED, S.NOTIFIED, S.UNDER_REVIEW, S.CLEARED, S.DECIDED, S.SERVED)
_LATE = (S.ENFORCING, S.CLOSED)
_SUBJECT = "cases.paper"


@dataclass(frozen=True)
class Due:
    """A paper that its step makes: of which kind, about which row, on which day."""

    kind: str
    on: date
    about: Any = None
    number: str = ""


def ensure_case_papers() -> int:
    """Give the newest cases of each stage the papers of their steps; the number of papers."""
    if Paper.objects.exists():
        return 0
    rows = Rows()
    made = 0
    for case in _chosen():
        for due in _dues(case):
            made += _issue(case, due, rows)
    with Copier([rows.entries]):
        pass
    return made


def _chosen() -> Iterator[Case]:
    for state in (*_STAGES, *_LATE):
        yield from Case.objects.filter(state=state, filed_on__isnull=False).order_by("-pk")[:_EACH]


def _dues(case: Case) -> Iterator[Due]:
    yield from _inquiry(case)
    notice = getattr(case, "prior_notice", None)
    if notice is not None:
        yield Due("prior_notice", notice.served_on, number=notice.number)
    for discussion in case.discussions.all():
        yield Due("discussion_record", _day(discussion.held_at), discussion)
    decision = getattr(case, "decision", None)
    if decision is not None:
        kind = "no_penalty_decision" if case.draft.penalty == NO_PENALTY else "decision"
        yield Due(kind, decision.decided_on, number=decision.number)
    for delivery in case.deliveries.all():
        yield Due("service_receipt", delivery.served_on, delivery)
    for demand in case.demands.all():
        if demand.served_on is not None:
            yield Due("demand", demand.served_on, demand)
    if case.closed_on and (asked := case.approvals.filter(kind="closing").first()):
        yield Due("closing_approval", case.closed_on, asked)


def _inquiry(case: Case) -> Iterator[Due]:
    if case.filed_on and (asked := case.approvals.filter(kind="filing").first()):
        yield Due("filing_approval", case.filed_on, asked)
    for record in case.records.all():
        if record.kind in ("site", "interview"):
            yield Due(f"{record.kind}_record", _day(record.held_at), record)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _issue(case: Case, due: Due, rows: Rows) -> bool:
    spec, template = kind_of(due.kind), template_in_force(due.kind)
    lead = case.handlers.order_by("id").first()
    if template is None or lead is None:
        return False
    by = lead.officer.user
    body = fill(template.body, values_of(case, due.about, due.on))
    at = datetime.combine(due.on, time(17), UTC) - timedelta(hours=8)
    ready = not gaps(spec.code, body)
    number = due.number or (papers.number_of(case, spec.mark) if ready and spec.mark else "")
    paper = Paper.objects.create(
        case=case,
        kind=spec.code,
        template=template,
        about_type=due.about._meta.model_name if due.about is not None else "",
        about_id=due.about.pk if due.about is not None else None,
        title=template.title,
        number=number or None,
        body=body,
        drafted_by=by,
        drafted_at=at,
        status=Paper.Status.ISSUED if ready else Paper.Status.DRAFT,
        issued_by=by if ready else None,
        issued_at=at if ready else None,
        issued_on=due.on if ready else None,
        authority_name=case.authority_name if ready else "",
        text_hash=hash_of(body) if ready else "",
    )
    if ready:
        _sign(paper, case, at)
    _trace(paper, by, at, rows)
    return True


def _sign(paper: Paper, case: Case, at: datetime) -> None:
    """As entered from the signed original: the names, no drawing."""
    spec = kind_of(paper.kind)
    names: list[tuple[Part, str]] = []
    if Part.PARTY in spec.signs:
        names.append((Part.PARTY, case.party_name))
    if Part.OFFICER in spec.signs:
        handlers = case.handlers.order_by("id")[: spec.officers]
        names += [(Part.OFFICER, str(row.officer)) for row in handlers]
    PaperSignature.objects.bulk_create(
        PaperSignature(
            paper=paper,
            part=part,
            name=name[:40],
            remark="见纸质原件",
            signed_at=at,
            text_hash=paper.text_hash,
            recorded_by=paper.drafted_by,
        )
        for part, name in names
    )


def _trace(paper: Paper, by: User, at: datetime, rows: Rows) -> None:
    """The paper's own trail, dated like the paper (services.papers writes the same)."""
    chain = Chain(paper.pk, _SUBJECT)
    who = Person(by.pk, 0, str(by))
    chain.add(
        "draft_paper", _stamp(at, 1), who, canonical_json({"kind": kind_of(paper.kind).title})
    )
    if paper.text_hash:
        content = {"number": paper.number or "", "text_hash": paper.text_hash}
        chain.add("issue_paper", _stamp(at, 2), who, canonical_json(content))
    rows.entries.lines += chain.lines


def _stamp(at: datetime, micro: int) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{micro:06d}Z"
