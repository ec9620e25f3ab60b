"""The only place where a case moves, and the only place that writes its trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models
from django.utils import timezone

from cases import policy
from cases.models import Case, CasePlace, Escalation
from cases.rules import guards
from cases.rules.terms import PARTY_TERMS
from cases.rules.workflow import FINAL, LABELS, CaseState, row_of, target_of
from cases.selectors import facts_of
from cases.selectors.facts import report_reasons, review_reasons
from cases.services import _terms
from core import audit
from core.errors import RuleViolation
from core.models import User

_BESIDE = ("item__agency", "township__zone", "authority_township", "authority_agency")


def lock(case_id: int) -> Case:
    """The case row, locked until the transaction ends."""
    rows = Case.objects.select_for_update(of=("self",)).select_related(*_BESIDE)
    case = rows.get(pk=case_id)
    read_matter(case)
    return case


def lock_all(case_ids: Iterable[int]) -> dict[int, Case]:
    """Many cases, locked in the order of their ids, with what the rules look at."""
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=list(case_ids))
    cases = list(rows.select_related(*_BESIDE, "draft", "hearing").order_by("pk"))
    models.prefetch_related_objects(cases, _places(), "parties", "disputes", "marks")
    return {case.pk: case for case in cases}


def _places() -> models.Prefetch[str]:
    return models.Prefetch("places", CasePlace.objects.select_related("township__zone"))


def read_matter(case: Case) -> None:
    """Read places, parties, disputes, marks once for the action; again after a change."""
    for name in ("places", "parties", "disputes", "marks"):
        getattr(case, "_prefetched_objects_cache", {}).pop(name, None)
    models.prefetch_related_objects([case], _places(), "parties", "disputes", "marks")


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
    target_of(case.stage, action, case.workflow_version)
    guards.check(action, facts_of(case), timezone.localdate())
    return case


def finish(
    case: Case,
    action: str,
    *,
    by: User | None,
    payload: Mapping[str, object] | None = None,
    on: date | None = None,
) -> Case:
    """Move the case where the table says, save it, and append to its trail.

    The terms the table names for the step end and begin on `on` (default: today).
    """
    before = case.stage
    row = row_of(action, case.workflow_version)
    case.state = target_of(before, action, case.workflow_version).value
    if case.stage is not before:
        case.stage_since = timezone.now()
    today = timezone.localdate()
    for term in row.closes:
        _terms.close_term(case, term, on or today)
    for term in row.opens:
        _terms.open_term(case, term, on or today, binds=term not in PARTY_TERMS)
    if case.stage in FINAL and before not in FINAL:
        case.closed_on = today
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
    _count_up(case)
    case.save()
    content = {"before": (before or case.stage).value, "after": case.state, **(payload or {})}
    audit.record(by=by, verb=verb, subject=case, payload=content)
    return case


def note_all(verb: str, said: Mapping[Case, Mapping[str, object]]) -> None:
    """As `note`, by the system, for many locked cases of which only the reporting has changed."""
    alike: dict[tuple[object, ...], list[int]] = {}
    news = []
    for case, payload in said.items():
        _count_up(case)
        values = (case.reporting, case.needs_review, case.report_owed_since)
        alike.setdefault(values, []).append(case.pk)
        content = {"before": case.state, "after": case.state, **payload}
        news.append(audit.News(verb, case, content))
    for (reporting, needs_review, since), ids in alike.items():
        Case.objects.filter(pk__in=ids).update(
            version=models.F("version") + 1,
            reporting=reporting,
            needs_review=needs_review,
            report_owed_since=since,
        )
    audit.record_many(by=None, news=news)


def _count_up(case: Case) -> None:
    """The next version, and what follows from the facts as they are now."""
    case.version += 1
    case.needs_review = bool(review_reasons(case))
    owed = not (case.reporting or case.is_final or case.decided_on) and report_reasons(case)
    case.report_owed_since = (case.report_owed_since or timezone.now()) if owed else None


def _let_reports_lapse(case: Case) -> None:
    """A report nobody arranged ends with its case; a waiting message then finds nothing to do."""
    waiting = case.escalations.filter(status__in=["pending", "routed"])
    if waiting.update(status=Escalation.Status.LAPSED):
        case.reporting = Case.Reporting.NONE
