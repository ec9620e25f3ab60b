"""Worker entry points of core."""

from celery import shared_task

from core import jobs, outbox


@shared_task(ignore_result=True)
def drain_outbox() -> int:
    """Deliver waiting outbox messages. Woken on commit, swept by beat; safe to run at any time."""
    return outbox.drain()


@shared_task(ignore_result=True)
def run_job(job_id: int) -> str:
    """One long job; delivered again if the worker dies, and then begun anew."""
    return jobs.run(job_id)


@shared_task(ignore_result=True)
def resume_jobs() -> int:
    """Swept by beat: give a job whose worker died to another. One still running is not doubled."""
    found = jobs.silent_jobs()
    for job_id in found:
        run_job.delay(job_id)
    return len(found)
