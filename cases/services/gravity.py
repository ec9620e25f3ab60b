"""Why a case needs legal review: marked by its handlers, listed by 区司法局, kept up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models, transaction
from django.utils import timezone

from cases.models import Case, GravityMark, MajorDecision
from cases.policy.major_list import require_major_list
from cases.rules.marks import Mark
from cases.rules.workflow import FINAL
from cases.selectors import major_list
from cases.selectors.facts import review_reasons
from cases.services import _progress, escalation
from core import audit, outbox
from core.errors import RuleViolation
from core.models import User
from zones.models import EnforcementItem

TOPIC = "cases.refresh_review_need"
CHUNK = 500
_58 = "《行政处罚法》第五十八条第一款"
_118 = "国办发〔2018〕118号"


@transaction.atomic
def mark(
    *, case_id: int, kinds: Sequence[str], reason: str, by: User, version: int | None = None
) -> Case:
    """The circumstances the handlers find now; those left out are lifted. Both leave a trace."""
    case = _progress.begin(case_id=case_id, action="mark_gravity", by=by, version=version)
    wanted = {Mark(kind) for kind in kinds}
    rows = {Mark(row.kind): row for row in case.marks.all() if row.lifted_at is None}
    if wanted == set(rows):
        raise RuleViolation("nothing_changed", "认定的情形没有变化", _58, field="kinds")
    for gone in set(rows) - wanted:
        rows[gone].lifted_at = timezone.now()
        rows[gone].save(update_fields=["lifted_at"])
    GravityMark.objects.bulk_create(
        GravityMark(case=case, kind=kind.value, reason=reason[:300], marked_by=by)
        for kind in Mark
        if kind in wanted - set(rows)
    )
    _progress.read_matter(case)
    payload = {"marks": [kind.label for kind in Mark if kind in wanted], "reason": reason}
    _progress.finish(case, "mark_gravity", by=by, payload=payload)
    escalation.report_if_owed(case, by=by)
    return case


@dataclass(frozen=True)
class Line:
    """A line of the list as written; sums in yuan, the last day included."""

    title: str
    basis: str
    document: str
    starts_on: date
    ends_on: date | None = None
    domain: str = ""
    item: EnforcementItem | None = None
    party: str = ""
    penalties: Sequence[str] = ()
    amount_from: Decimal | None = None


@transaction.atomic
def keep_line(
    *, line: Line, by: User, pk: int | None = None, revision: int | None = None
) -> MajorDecision:
    """Add a line to the list, or change one; open cases are looked at again afterwards."""
    require_major_list(by)
    if line.ends_on and line.ends_on < line.starts_on:
        raise RuleViolation("period_reversed", "失效日期不能早于施行日期", field="ends_on")
    values = {**vars(line), "penalties": list(line.penalties)}
    if pk is None:
        row = MajorDecision.objects.create(**values, created_by=by)
    else:
        row = MajorDecision.objects.select_for_update().get(pk=pk)
        if revision is not None and revision != row.revision:
            message = "目录已被他人修改。您填写的内容已保留，请核对后再提交"
            raise RuleViolation("stale", message)
        for name, value in values.items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
    payload = {
        "title": line.title,
        "document": line.document,
        "from": line.starts_on.isoformat(),
        "to": line.ends_on.isoformat() if line.ends_on else "",
    }
    audit.record(by=by, verb="keep_major_list", subject=row, payload=payload)
    major_list.forget()
    transaction.on_commit(major_list.forget)
    outbox.put(topic=TOPIC, key=f"{TOPIC}:{row.pk}:{row.revision}", payload={})
    return row


def refresh_need() -> int:
    """Undecided cases say from today on whether they need review; how many changed.

    Run after the list was changed and each night, when lines begin or end.
    """
    major_list.forget()
    return sum(_refresh(pk) for pk in _out_of_date())


def _out_of_date() -> Iterator[int]:
    open_cases = (
        Case.objects.filter(decided_on=None, closed_on=None)
        .exclude(state__in=[state.value for state in FINAL])
        .select_related("item", "draft", "hearing")
        .prefetch_related(
            "parties",
            "marks",
            models.Prefetch("places__township"),
        )
    )
    for case in open_cases.order_by("pk").iterator(CHUNK):
        if case.needs_review != bool(review_reasons(case)):
            yield case.pk


@transaction.atomic
def _refresh(case_id: int) -> int:
    case = _progress.lock(case_id)
    reasons = [reason.text for reason in review_reasons(case)]
    if case.needs_review == bool(reasons):
        return 0
    _progress.note(case, "review_need", by=None, payload={"reasons": reasons or ["不再须审核"]})
    return 1
