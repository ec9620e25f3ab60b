"""The only place where a case moves, and the only place that writes its trail."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils import timezone

from cases import policy
from cases.models import Case, CasePlace, Escalation
from cases.rules import guards
from cases.rules.workflow import FINAL, LABELS, CaseState, target_of
from cases.selectors import facts_of
from cases.selectors.facts import review_reasons
from core import audit
from core.errors import RuleViolation
from core.models import User


def lock(case_id: int) -> Case:
    """The case row, locked until the transaction ends."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("item__agency", "township__zone", "authority_township", "authority_agency")
        .get(pk=case_id)
    )
    read_matter(case)
    return case


def read_matter(case: Case) -> None:
    """Read places and parties once for the whole action; again after they were changed."""
    places = models.Prefetch("places", CasePlace.objects.select_related("township__zone"))
    for name in ("places", "parties"):
        getattr(case, "_prefetched_objects_cache", {}).pop(name, None)
    models.prefetch_related_objects([case], places, "parties")


def begin(*, case_id: int, action: str, by: User, version: int | None = None) -> Case:
    """Lock the case and make sure `by` may take `action` on it now.

    `version` is what the user's form was made from: if someone else moved the case since, the
    action is refused and the new state told. Raises PermissionDenied or RuleViolation.
    """
    case = lock(case_id)
    if version is not None and version != case.version:
        raise RuleViolation(
            "stale",
            f"案件已被他人更新，现为“{LABELS[case.stage]}”。您填写的内容已保留，请核对后再提交",
        )
    policy.require(by, action, case)
    target_of(case.stage, action)
    guards.check(action, facts_of(case), timezone.localdate())
    return case


def finish(
    case: Case, action: str, *, by: User | None, payload: Mapping[str, object] | None = None
) -> Case:
    """Move the case where the table says, save it, and append to its trail."""
    before = case.stage
    case.state = target_of(before, action).value
    if case.stage in FINAL:
        case.closed_on = timezone.localdate()
        _let_reports_lapse(case)
        case.handlers.update(case_ended=True)
    return note(case, action, by=by, payload=payload, before=before)


def note(
    case: Case,
    verb: str,
    *,
    by: User | None,
    payload: Mapping[str, object] | None = None,
    before: CaseState | None = None,
) -> Case:
    """Save the case and leave one trace; `version` always equals the length of the trail."""
    case.version += 1
    case.needs_review = bool(review_reasons(case))
    case.save()
    content = {"before": (before or case.stage).value, "after": case.state, **(payload or {})}
    audit.record(by=by, verb=verb, subject=case, payload=content)
    return case


def _let_reports_lapse(case: Case) -> None:
    """A report nobody arranged ends with its case; a waiting message then finds nothing to do."""
    waiting = case.escalations.filter(status__in=["pending", "routed"])
    if waiting.update(status=Escalation.Status.LAPSED):
        case.reporting = Case.Reporting.NONE
