"""The archive: what is in it, what waits to go there, and how long a file is to be kept."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models import Archive, Case, CaseTerm
from cases.rules import archiving, gravity
from cases.rules.terms import Term
from cases.rules.workflow import CaseState
from cases.selectors.facts import gravity_facts, gravity_parameters
from cases.selectors.visibility import visible_cases
from core.models import User


def retention_of(case: Case) -> tuple[str, str]:
    """The class the rule proposes, and why."""
    grave = [
        reason.text
        for reason in gravity.collective_discussion_reasons(
            gravity_facts(case), gravity_parameters()
        )
    ]
    simple = case.procedure == Case.Procedure.SIMPLE
    return archiving.retention(simple=simple, grave=grave)


def archives(*, user: User) -> models.QuerySet[Archive]:
    """Archived files of the cases this person may see, latest first."""
    seen = visible_cases(user=user).order_by().values("pk")
    return (
        Archive.objects.filter(case__in=seen)
        .select_related("case__authority_township", "case__authority_agency", "job")
        .order_by("-archived_at", "-id")
    )


def waiting(*, user: User, late: bool = False) -> models.QuerySet[Case]:
    """Closed cases whose file is not archived, the longest waiting first; `late`: past the term."""
    running = CaseTerm.objects.filter(
        case=models.OuterRef("pk"), term=Term.ARCHIVE.value, closed_on=None
    )
    rows = visible_cases(user=user).filter(state=CaseState.CLOSED.value)
    due = models.Subquery(running.values("due_on")[:1])
    rows = rows.select_related("authority_township", "authority_agency").annotate(archive_due=due)
    rows = rows.filter(archive_due__isnull=False)
    if late:
        rows = rows.filter(archive_due__lt=timezone.localdate())
    return rows.order_by("archive_due", "id")


def years_of(user: User) -> list[int]:
    """Years in which something was archived, latest first."""
    found = archives(user=user).order_by().values_list("archived_at__year", flat=True).distinct()
    return sorted(found, reverse=True)
