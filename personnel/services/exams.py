"""Sittings of the qualification exam (行政执法资格考试): entered, then marked. 方案附件（六）."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import RuleViolation
from core.models import User
from personnel import policy
from personnel.models import Exam, ExamResult, Officer
from personnel.rules import training as rule


@dataclass(frozen=True)
class Sitting:
    """What is announced of an exam."""

    name: str
    held_on: date
    pass_mark: int = 60
    note: str = ""


@transaction.atomic
def create(*, sitting: Sitting, by: User) -> Exam:
    """Announce a sitting. A second of the same name and day is taken for a double click."""
    policy.require_certificates(by)
    known = Exam.objects.filter(name=sitting.name, held_on=sitting.held_on).first()
    if known is not None:
        text = f"{sitting.held_on} 的“{sitting.name}”已经建立，请在考试列表中打开"
        raise RuleViolation("exam_known", text, field="name")
    exam = Exam.objects.create(**asdict(sitting), created_by=by)
    payload = {**asdict(sitting), "held_on": sitting.held_on.isoformat()}
    audit.record(by=by, verb="create_exam", subject=exam, payload=payload)
    return exam


@transaction.atomic
def enter(*, exam_id: int, officers: Collection[int], by: User) -> int:
    """Enter people; those entered already do no harm. Returns how many are new."""
    policy.require_certificates(by)
    exam = Exam.objects.select_for_update().get(pk=exam_id)
    entered = set(exam.results.values_list("officer_id", flat=True))
    new = Officer.objects.filter(pk__in=set(officers) - entered).select_related("user")
    rows = [ExamResult(exam=exam, officer=officer) for officer in new.order_by("pk")]
    if not rows:
        raise RuleViolation("nobody_new", "所选人员都已报名，请另选", field="people")
    ExamResult.objects.bulk_create(rows)
    names = [str(row.officer) for row in rows]
    audit.record(by=by, verb="enter_exam", subject=exam, payload={"people": names})
    return len(rows)


@transaction.atomic
def record_scores(*, exam_id: int, scores: Mapping[int, int | None], version: int, by: User) -> int:
    """Write the marks (officer id → 0–100; None: absent or not yet marked); returns how many
    changed. Refused when somebody wrote others meanwhile (`version_of` seen)."""
    policy.require_certificates(by)
    exam = Exam.objects.select_for_update().get(pk=exam_id)
    rule.check_scores(held_on=exam.held_on, today=timezone.localdate())
    if version != version_of(exam):
        raise RuleViolation("stale", "他人刚刚登记了成绩，请核对后再保存")
    rows = exam.results.filter(officer__in=list(scores)).select_related("officer__user")
    changed = [row for row in rows if row.score != scores[row.officer_id]]
    if not changed:
        return 0
    told = {str(row.officer): [row.score, scores[row.officer_id]] for row in changed}
    for row in changed:
        row.score = scores[row.officer_id]
    ExamResult.objects.bulk_update(changed, ["score"])
    audit.record(by=by, verb="record_scores", subject=exam, payload={"scores": told})
    return len(changed)


def version_of(exam: Exam) -> int:
    """Counts every action on it."""
    return audit.trail_of(exam).count()
