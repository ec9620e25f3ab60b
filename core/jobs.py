"""Long work in the worker, with progress, that can be left, found again and cancelled.

A kind has one runner. It is started through the outbox, so a dead worker delays but never
loses a job; a runner must be repeatable, because a worker killed half-way starts it anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from core import notices, outbox
from core.errors import RuleViolation
from core.models import Job, User

TOPIC = "core.job"
SILENCE = timedelta(seconds=90)
_LOCK = 20240627  # first half of the advisory lock's name; the second is the job
logger = logging.getLogger(__name__)


class Cancelled(Exception):
    """Raised inside a runner when the user asked to stop."""


class Progress:
    """What a runner reports through; each call is seen on the page at once."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Tell how far the work is. Raises Cancelled when it is to stop."""
        Job.objects.filter(pk=self._job.pk).update(
            done=done, total=total, message=message[:200], seen_at=timezone.now()
        )
        if Job.objects.filter(pk=self._job.pk, cancel_requested=True).exists():
            raise Cancelled


Runner = Callable[[Job, Progress], Mapping[str, object]]
_runners: dict[str, Runner] = {}


def register(kind: str, runner: Runner) -> None:
    """`runner(job, progress)` does the work outside any transaction and returns the result."""
    _runners[kind] = runner


@transaction.atomic
def submit(*, kind: str, title: str, params: Mapping[str, object], by: User) -> Job:
    """Write the job and wake the worker once the transaction commits."""
    job = Job.objects.create(kind=kind, title=title, params=dict(params), created_by=by)
    outbox.put(topic=TOPIC, key=f"job:{job.pk}", payload={"job": job.pk})
    return job


def start(payload: Mapping[str, object]) -> None:
    """Outbox handler: hand the job to a worker process of its own task."""
    from core.tasks import run_job  # the task module imports this one

    # Not on commit: if the broker is dead this raises, and the message is tried again.
    run_job.delay(int(str(payload["job"])))


def run(job_id: int) -> Job.State:
    """Do the job. One that is over, or that another worker is doing, is left alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, job_id])
        (mine,) = cursor.fetchone() or (False,)
    if not mine:
        return Job.State.RUNNING
    try:
        return _run(job_id)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, job_id])


def _run(job_id: int) -> Job.State:
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        return Job.State(job.state)
    Job.objects.filter(pk=job_id).update(state=Job.State.RUNNING, started_at=timezone.now())
    try:
        result = dict(_runners[job.kind](job, Progress(job)))
    except Cancelled:
        return _finish(job, Job.State.CANCELLED, message="已按要求取消")
    except RuleViolation as violation:
        return _finish(job, Job.State.FAILED, message=violation.message)
    except Exception:
        logger.exception("后台任务 %s（%s）失败", job.pk, job.kind)
        return _finish(job, Job.State.FAILED, message="系统出错，任务没有完成，请联系系统管理员")
    return _finish(job, Job.State.DONE, result=result)


def _finish(
    job: Job, state: Job.State, *, message: str = "", result: Mapping[str, object] | None = None
) -> Job.State:
    changes: dict[str, object] = {"state": state, "finished_at": timezone.now()}
    if message:
        changes["message"] = message
    if result is not None:
        changes["result"] = dict(result)
    Job.objects.filter(pk=job.pk).update(**changes)
    notices.send(
        [job.created_by],
        key=f"job:{job.pk}",
        text=f"{job.title}：{state.label}{'，' + message if message else ''}",
        url=f"/jobs/{job.pk}/",
    )
    return state


def cancel(*, job_id: int, by: User) -> None:
    """Ask a running job to stop; a waiting one stops before it begins."""
    Job.objects.filter(pk=job_id, created_by=by, finished_at=None).update(cancel_requested=True)


def silent_jobs() -> list[int]:
    """Jobs not over from which nothing was heard for a while: their worker may be dead."""
    before = timezone.now() - SILENCE
    return list(
        Job.objects.filter(finished_at=None, seen_at__lt=before).values_list("pk", flat=True)
    )
