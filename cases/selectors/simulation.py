"""Trial runs of adjustments, and the sample cases of one that a person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.http import Http404

from cases.models import Case
from cases.selectors.visibility import visible_cases
from core.models import Job, User


def runs_of(change_id: int, kind: str) -> models.QuerySet[Job]:
    """Trial runs of one adjustment, latest first."""
    return Job.objects.filter(kind=kind, params={"change_set": change_id}).select_related(
        "created_by"
    )


def get_run(change_id: int, kind: str, pk: int) -> Job:
    found = runs_of(change_id, kind).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次试算")
    return found


def samples_for(user: User, groups: Iterable[Mapping[str, Any]]) -> dict[int, Case]:
    """The sample cases of these groups that this person may see, in one query."""
    ids = [pk for group in groups for pk in group["samples"]]
    rows = visible_cases(user=user).order_by().filter(pk__in=ids).only("pk", "number", "title")
    return {case.pk: case for case in rows}
