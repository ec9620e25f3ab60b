"""The demand before execution (催告) and what the party says to it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cases import policy
from cases.models import Case, Demand
from cases.rules import execution as rule
from cases.selectors.execution import perform_by
from cases.selectors.facts import facts_of
from cases.services import _progress, papers
from core.errors import RuleViolation
from core.models import User

_36 = "《行政强制法》第三十六条"


@transaction.atomic
def demand(
    *, case_id: int, purpose: str, content: str, by: User, version: int | None = None
) -> Demand:
    """Make a demand (催告书). Its time runs from its service, which is entered as `serve_paper`."""
    case = _progress.begin(case_id=case_id, action="demand", by=by, version=version)
    today = timezone.localdate()
    rule.check_demand(owes=facts_of(case).owes, perform_by=perform_by(case, today), today=today)
    if case.demands.filter(purpose=purpose, served_on=None).exists():
        message = "已有一份同样目的的催告书尚未送达，请先送达"
        raise RuleViolation("demanded_already", message, "《行政强制法》第三十五条", "purpose")
    row = Demand.objects.create(case=case, purpose=purpose, content=content.strip(), recorded_by=by)
    _progress.finish(case, "demand", by=by, payload={"purpose": row.get_purpose_display()})
    papers.produce(case, "demand", by=by, about=row)
    return row


@transaction.atomic
def answer(
    *,
    case_id: int,
    demand: Demand,
    statement: str,
    answer: str,
    by: User,
    version: int | None = None,
) -> Demand:
    """Enter what the party said to the demand and what came of it (第三十六条)."""
    case = _progress.lock(case_id)
    if version is not None and version != case.version:
        raise RuleViolation("stale", "案件已被他人更新，请核对后再提交")
    if not policy.is_handler(by, case):
        raise PermissionDenied("由本案主办或协办人员登记当事人的陈述申辩")
    row = Demand.objects.select_for_update().get(pk=demand.pk, case=case)
    if row.heard_on is not None:
        raise RuleViolation("heard_already", "该催告的陈述申辩已登记", _36, "demand")
    row.statement, row.answer = statement.strip(), answer.strip()
    row.heard_on = timezone.localdate()
    row.save(update_fields=["statement", "answer", "heard_on"])
    _progress.note(case, "answer_demand", by=by, payload={"note": row.answer})
    return row


def unanswered(case: Case) -> list[Demand]:
    """Demands the party was served and has not been heard on."""
    return [row for row in case.demands.all() if row.served_on and row.heard_on is None]
