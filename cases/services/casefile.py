"""Asking for a case's file to be put together by the worker."""

from __future__ import annotations

from cases import policy
from cases.models import Case
from cases.selectors.casefile import KIND, runs_of
from core import jobs
from core.models import Job, User


def build(case: Case, by: User) -> Job:
    """Put together both volumes and the verifiable bundle; `result` names the files and pages.

    A build already under way is returned as it is. Raises PermissionDenied.
    """
    policy.require_papers(by, case)
    running = runs_of(case).filter(finished_at=None).first()
    if running is not None:
        return running
    return jobs.submit(kind=KIND, title=f"电子案卷 {case.number}", params={"case": case.pk}, by=by)
